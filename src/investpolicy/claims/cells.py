"""A cell of a claims file (单元格) and the exact values that are read from it.

Every function here takes a :class:`Cell` and answers with an exact value, None where the cell says that the
value is not known, or a :class:`~investpolicy.errors.ValueTextError` that names the cell, what was found and
what to write. Nothing is guessed: an amount without a unit anywhere is an error, not yuan.
"""

from __future__ import annotations

import re
from calendar import monthrange
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
    r"(尚未|暂未|还未|仍未)\w{0,8}|未(签约|签订|注册|登记|开工|动工|竣工|完工|建成|投产|落地|到位)|notyet"
)
_YES = frozenset({"是", "有", "符合", "met", "对", "真", "√", "✓", "✔", "☑", "y", "yes", "true"})
_NO = frozenset({"否", "无", "不符合", "notmet", "不是", "没有", "假", "×", "✗", "✘", "☐", "n", "no", "false"})
_NUMBER = re.compile(r"[+-]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+|[0-9]{1,3}( [0-9]{3})+)(\.[0-9]+)?")
_COUNT = re.compile(r"第?([0-9]{1,9}|[一二三四五六七八九十])(名|位|个|家|项|人|次|户)?")
_UNIT = re.compile("(百万|千万|[千万亿])?元|(百万|千万|[万亿角分])(?=[整正]?$)")
_DIGITS = "〇一二三四五六七八九十"
_CHINESE_DAY = re.compile(
    r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月(?:([一二三四五六七八九十]{1,3})[日号])?"
)
_MIDNIGHT = re.compile(r"(?<=[0-9日号])[T ]? ?0?0:00(:00(\.0+)?)?$")
_MONTH = re.compile(r"([0-9]{4})(?: ?年 ?([0-9]{1,2}) ?月|[-/.]([0-9]{1,2})|([0-9]{2}))")
_DAY_NUMBER = re.compile(r"(19|20)[0-9]{2}(\.(0?[1-9]|1[12])|0[1-9]|1[0-2]|[0-9]{4})")
_DAY = "write 2022-06-01 or 2022年6月1日, or give the cell a date format"


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


def unit_of(cell: Cell) -> str | None:
    """The unit that a cell with an amount in words writes itself: 万元 of ``52,000万元``; None of any other."""
    if not isinstance(cell.value, str) or cell.fault is not None:
        return None
    try:
        money_fen(cell.value)
    except ValueTextError:
        return None
    written = _UNIT.search(plain(cell.value))
    unit = written[0] if written else "元"
    return unit if unit in MONEY_UNITS else f"{unit}元"


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
    """The day; :data:`NOT_YET` where the cell says that the event has not happened (尚未开工, 未签约).

    Text with midnight behind the day (``2022-06-01 00:00:00``) is that day. A month alone is an error.
    """
    found = day_or_month(cell)
    if not isinstance(found, tuple):
        return found
    if isinstance(cell.value, str):
        return _placed(cell, lambda: day_of(_day_text(str(cell.value))))  # says that it is a month
    raise _error(cell, f"{shown(cell.value)!r} is a month without a day", _DAY)


def day_or_month(cell: Cell) -> date | tuple[date, date] | NotYet | None:
    """The day, or the first and the last day of the month that the cell says, for where a month is enough.

    Months are ``2022年6月``, ``2022-06``, ``2022/6``, ``2022.06``, ``202206``, and the numbers 2022.06 and 202206.
    2022.1 may have been the number 2022.10, also in a CSV file, and is an error; so is a year alone.
    """
    value = known(cell)
    if value is None or (isinstance(value, date) and not isinstance(value, bool)):
        return value
    if isinstance(value, bool):
        raise _error(cell, f"{shown(value)!r} is no day", _DAY)
    if isinstance(value, str) and _NOT_YET.fullmatch(_bare(value)):
        return NOT_YET
    written = _day_text(value) if isinstance(value, str) else shown(value)
    if re.fullmatch("(19|20|21)[0-9]{2}年?", written):
        raise _error(cell, f"{shown(value)!r} is a year without month and day", _DAY)
    if re.fullmatch(r"(19|20)[0-9]{2}\.1", written):  # in a CSV file numbers are text
        raise _error(cell, f"the number {written} may be January or October, and has no day", _DAY)
    if isinstance(value, Decimal) and not _DAY_NUMBER.fullmatch(written):
        raise _error(cell, f"{written!r} is no day", _DAY)
    if found := _MONTH.fullmatch(written):
        year, month = int(found[1]), int(found[2] or found[3] or found[4])
        if 1900 <= year <= 2200 and 1 <= month <= 12:
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        raise _error(cell, f"{shown(value)!r} is a month that does not exist, or outside 1900 to 2200", _DAY)
    return _placed(cell, lambda: day_of(written))


def _day_text(text: str) -> str:
    """A day as :func:`day_of` reads it: no midnight behind it, and digits for 二〇二二年六月一日."""
    written = _MIDNIGHT.sub("", plain(text))
    if found := _CHINESE_DAY.fullmatch("".join(written.split())):
        year = "".join(str(max(_DIGITS.find(digit), 0)) for digit in found[1])  # 零 and ○ are 〇
        month, day = (_below_hundred(part) for part in found.group(2, 3))
        return f"{year}年{month}月" + (f"{day}日" if day else "")
    return written


def _below_hundred(digits: str | None) -> int:
    """二十一 is 21; nothing is 0."""
    if not digits:
        return 0
    tens, ten, ones = digits.rpartition("十")
    return (_DIGITS.index(tens) if tens else 1) * 10 * bool(ten) + (_DIGITS.index(ones) if ones else 0)


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
    return Decimal(re.sub("[, ]", "", digits)) if _NUMBER.fullmatch(digits) else None


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
