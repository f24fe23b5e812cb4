"""A cell of a claims file (单元格) and the exact values that are read from it.

Every function here takes a :class:`Cell` and answers with an exact value, None where the cell says that the
value is not known, or a :class:`~investpolicy.errors.ValueTextError` that names the cell, what was found and
what to write. Nothing is guessed: an amount without a unit anywhere is an error, not yuan.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Final, TypeVar

from investpolicy.errors import Problem, ValueTextError
from investpolicy.values.text import (
    MONEY_UNITS,
    day_of,
    foreign_of,
    money_fen,
    money_fen_of_number,
    plain,
    points_of,
    ratio_of,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its ``value`` as found and ``where`` it stands.

    ``value`` is text (trimmed), an exact number, a day, a truth, or None for a blank cell.
    ``where`` is ``claims.xlsx[Sheet1]!C7`` in a workbook and ``claims.csv:7:3`` (line and place) in a CSV file.
    ``fault`` says why a cell has no usable value (an error cell, a formula without a result); reading raises it.
    ``merged`` marks a value that was filled down from a merged cell (合并单元格) above.
    """

    value: str | Decimal | date | bool | None
    where: str
    fault: Problem | None = None
    merged: bool = False


class NotYet(Enum):
    """The answer of a date cell that says the event has not happened (尚未发生)."""

    NOT_YET = "not yet"

    def __repr__(self) -> str:
        return "NOT_YET"


NOT_YET: Final = NotYet.NOT_YET

_BLANK_MARKS = "-‐‑‒–—―－─/\\"  # of these alone, a cell says nothing
_UNKNOWN_WORDS = frozenset({"待定", "待确认", "待核实", "未定", "不详", "未知", "不明", "n/a", "unknown", "tbd"})
_NOT_YET = re.compile(
    r"(尚未|暂未|还未|仍未)\w{0,8}|未(签约|签订|注册|登记|开工|动工|竣工|完工|建成|投产|落地|到位)|not yet"
)
_YES = frozenset({"是", "有", "对", "真", "√", "✓", "✔", "☑", "y", "yes", "true"})
_NO = frozenset({"否", "无", "不是", "没有", "假", "×", "✗", "✘", "☐", "n", "no", "false"})
_NUMBER = re.compile(r"[+-]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?")
_COUNT = re.compile(r"第?([0-9]{1,9}|[一二三四五六七八九十])(名|位|个|家|项|人|次|户)?")
_DIGITS = "〇一二三四五六七八九十"


def shown(value: str | Decimal | date | bool | None) -> str:
    """The value as it is shown in a message or read as text: numbers without exponent, days as 2022-06-01."""
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, date):
        return value.isoformat()
    return value or ""


def known(cell: Cell) -> str | Decimal | date | bool | None:
    """The value of a cell, None where it is blank or says that it is not known (``-``, ``/``, 待定, 不详)."""
    if cell.fault is not None:
        raise ValueTextError(cell.fault)
    value = cell.value
    if not isinstance(value, str):
        return value
    bare = _bare(value)
    if not bare.strip(_BLANK_MARKS) or bare in _UNKNOWN_WORDS:
        return None
    return value


def says_unknown(cell: Cell) -> bool:
    """Whether a cell says that its value is not known (待定, 不详), which is more than a blank one says."""
    return isinstance(cell.value, str) and _bare(cell.value) in _UNKNOWN_WORDS


def money(cell: Cell, unit: str | None) -> int | None:
    """The amount in 分. A unit in the cell wins; else ``unit`` (of the header or the corner note) counts."""
    value = known(cell)
    if value is None:
        return None
    number = value if isinstance(value, Decimal) else _number(value)
    if number is not None:
        if unit is None:
            raise _error(
                cell,
                f"{shown(value)!r} has no unit",
                "write the unit in the header, as in 投资额（万元）, in a corner note 单位：万元, or in the cell, "
                f"as in {shown(value)}万元",
            )
        if unit not in MONEY_UNITS:
            raise _error(cell, f"{shown(value)!r} is in {unit}, not in renminbi", "write it in 元, 万元 or 亿元")
        return _placed(cell, lambda: money_fen_of_number(number, unit))
    if not isinstance(value, str):
        raise _error(cell, f"{shown(value)!r} is no amount of money", "write an amount, as in 52,000万元")
    return _placed(cell, lambda: money_fen(value))


def foreign(cell: Cell, unit: str | None) -> tuple[str, Decimal] | None:
    """A foreign amount (外币金额) as ISO code and whole units; a unit in the cell wins over ``unit``, as 万美元."""
    value = known(cell)
    if value is None:
        return None
    if isinstance(value, Decimal) or _number(value) is not None:
        if unit is None:
            raise _error(
                cell, f"{shown(value)!r} has no unit", "write the unit in the header, as in 实际到位外资（万美元）"
            )
        return _placed(cell, lambda: foreign_of(shown(value) + unit))
    if not isinstance(value, str):
        raise _error(cell, f"{shown(value)!r} is no amount of money", "write an amount, as in 1000万美元")
    return _placed(cell, lambda: foreign_of(value))


def day(cell: Cell) -> date | NotYet | None:
    """The day; :data:`NOT_YET` where the cell says that the event has not happened (尚未开工, 未签约)."""
    value = known(cell)
    if value is None:
        return None
    if isinstance(value, str):
        if _NOT_YET.fullmatch(_bare(value)):
            return NOT_YET
        return _placed(cell, lambda: day_of(value))
    if isinstance(value, Decimal) and re.fullmatch(r"(19|20)[0-9]{6}", shown(value)):
        return _placed(cell, lambda: day_of(shown(value)))
    if isinstance(value, date):
        return value
    what = f"{shown(value)!r} is no day"
    if isinstance(value, Decimal) and re.fullmatch(r"(19|20)[0-9]{2}\.1", shown(value)):
        what = f"the number {shown(value)} may be January or October, and has no day"
    raise _error(cell, what, "write 2022-06-01 or 2022年6月1日, or give the cell a date format")


def truth(cell: Cell) -> bool | None:
    """是 or 否, also √ ×, 有 无, Y N, TRUE FALSE."""
    value = known(cell)
    if value is None or isinstance(value, bool):
        return value
    word = _bare(value) if isinstance(value, str) else ""
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise _error(cell, f"{shown(value)!r} is neither yes nor no", "write 是 or 否, or leave the cell blank if unknown")


def text(cell: Cell) -> str | None:
    """The text as written, trimmed; a number without exponent, as an identifier kept as a number is shown."""
    value = known(cell)
    return None if value is None else shown(value)


def count(cell: Cell) -> int | None:
    """A whole number from 0: a place (名次), a year, a number of parks. ``第3名`` and ``2022年`` are read too."""
    value = known(cell)
    if value is None:
        return None
    if isinstance(value, Decimal) and value >= 0 and value == value.to_integral_value():
        return int(value)
    if isinstance(value, str):
        word = _bare(value)
        number = _number(word.removesuffix("年"))
        if number is not None and number >= 0 and number == number.to_integral_value():
            return int(number)
        found = _COUNT.fullmatch(word)
        if found:
            digits = found[1]
            return _DIGITS.index(digits) if digits in _DIGITS else int(digits)
    raise _error(cell, f"{shown(value)!r} is no whole number from 0", "write digits alone, as in 3")


def points(cell: Cell) -> Decimal | None:
    """Assessment points (得分), exact."""
    value = known(cell)
    if value is None or isinstance(value, Decimal):
        return value
    if isinstance(value, str):
        return _placed(cell, lambda: points_of(value))
    raise _error(cell, f"{shown(value)!r} is no number of points", "write a number, as in 92.5")


def ratio(cell: Cell, unit: str | None) -> Fraction | None:
    """A share or rate, exact. ``30%`` in the cell wins; a bare number is in ``unit`` (``%``, ``‰``) if there is one."""
    value = known(cell)
    if value is None:
        return None
    number = value if isinstance(value, Decimal) else _number(value)
    if number is not None:
        if unit in ("%", "‰"):
            return Fraction(number) / (100 if unit == "%" else 1000)
        if abs(number) > 1:
            raise _error(
                cell,
                f"{shown(value)!r} may be a number or a percentage",
                f"write {shown(value)}% or （%） in the header",
            )
        return Fraction(number)
    if isinstance(value, str):
        return _placed(cell, lambda: ratio_of(value))
    raise _error(cell, f"{shown(value)!r} is no share", "write a share, as in 30%")


def _bare(value: str) -> str:
    return "".join(plain(value).split()).casefold()


def _number(value: str | date | bool) -> Decimal | None:
    """The number that a text is, if it is one and nothing else: digits, with thousands separators where they belong."""
    if not isinstance(value, str):
        return None
    digits = plain(value)
    return Decimal(digits.replace(",", "")) if _NUMBER.fullmatch(digits) else None


def _error(cell: Cell, what: str, instead: str) -> ValueTextError:
    return ValueTextError(Problem(cell.where, what, instead))


def _placed(cell: Cell, read: Callable[[], T]) -> T:
    """What ``read`` answers; its error is told again with the place of the cell."""
    try:
        return read()
    except ValueTextError as error:
        raise ValueTextError(
            Problem(cell.where, problem.what, problem.instead) for problem in error.problems
        ) from error
