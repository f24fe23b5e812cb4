"""Money (金额): yuan, exact to the 分."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import ClassVar, Final

from investpolicy.errors import KindError, Problem
from investpolicy.values import text
from investpolicy.values.count import Count
from investpolicy.values.curve import Curve
from investpolicy.values.formula import Sort, hold, maximum, operate
from investpolicy.values.ordered import Ordered
from investpolicy.values.ratio import Ratio
from investpolicy.values.rounding import TO_FEN, Line, Rounding
from investpolicy.values.unknown import Unknown

_new: Final = object.__new__


class Money(Ordered):
    """An amount in Chinese yuan, a whole number of 分, at most 10^14 yuan either way on entry.

    Made by :meth:`parse` from text with a unit, or by :meth:`yuan`, :meth:`wan`, :meth:`yi`, :meth:`fen` from an
    ``int``, ``Decimal`` or written number. A float is refused everywhere.
    """

    __slots__ = ()
    sort: ClassVar[Sort] = "money"

    def __new__(cls, *args: object) -> Money:
        raise KindError(Problem("", "Money is not made directly", "write Money.parse('30万元') or Money.yuan(300000)"))

    # made from text and numbers -----------------------------------------------------------------

    @classmethod
    def parse(cls, written: str) -> Money:
        """Read ``5亿元``, ``30万元``, ``1,234.56元``.

        :raises ValueTextError: for text without a unit, below one 分, out of range, or not an amount.
        """
        if not isinstance(written, str):
            raise KindError(
                Problem(
                    "", f"Money.parse takes text, not {type(written).__name__} {written!r}", "write '30万元' in quotes"
                )
            )
        return cls.of_raw(text.money_fen(written))

    @classmethod
    def fen(cls, number: int | Decimal | str) -> Money:
        """An amount counted in 分."""
        return cls._from(number, "分")

    @classmethod
    def yuan(cls, number: int | Decimal | str) -> Money:
        """An amount counted in 元."""
        return cls._from(number, "元")

    @classmethod
    def wan(cls, number: int | Decimal | str) -> Money:
        """An amount counted in 万元."""
        return cls._from(number, "万元")

    @classmethod
    def yi(cls, number: int | Decimal | str) -> Money:
        """An amount counted in 亿元."""
        return cls._from(number, "亿元")

    @classmethod
    def _from(cls, number: int | Decimal | str, unit: str) -> Money:
        if isinstance(number, str):
            number = text.decimal_of(number)
        elif isinstance(number, bool) or not isinstance(number, (int, Decimal)):
            raise KindError(
                Problem(
                    "",
                    f"an amount can not be made from {type(number).__name__} {number!r}",
                    "a float is not exact: write an int, a Decimal, or text such as '5.2亿元'",
                )
            )
        return cls.of_raw(text.money_fen_of_number(number, unit))

    json_schema: ClassVar[dict[str, object]] = {
        "type": "string",
        "pattern": r"^-?[0-9]+\.[0-9]{2}$",
        "description": "yuan with two decimals, as text",
        "examples": ["300000.00"],
    }

    @classmethod
    def read(cls, given: object, *, json: bool = False) -> Money:
        """From text with a unit; in the stored form from yuan with two decimals."""
        if not isinstance(given, str):
            hint = "write text with a unit, such as '30万元', or Money.yuan(300000)"
            raise KindError(Problem("", f"{type(given).__name__} {given!r} is no exact amount", hint))
        return cls.of_raw(text.fen_of_yuan_text(given)) if json and given[-1:].isdigit() else cls.parse(given)

    def to_json(self) -> str | None:
        """Yuan with two decimals, as text."""
        return text.yuan_text(self._v) if self.is_known else None

    # read back ----------------------------------------------------------------------------------

    @property
    def in_fen(self) -> int:
        """The number of 分. :raises UndeterminedError: when unknown."""
        return int(self.known())

    @property
    def in_yuan(self) -> Decimal:
        """The number of 元, with two decimals. :raises UndeterminedError: when unknown."""
        return Decimal(text.yuan_text(self.known()))

    def to(self, unit: str, *, grouped: bool = False) -> str:
        """Written in ``unit`` (分, 元, 万元, 亿元), exactly: ``52000万元``."""
        return text.money_in_unit(self.known(), unit, grouped=grouped)

    @property
    def capital(self) -> str:
        """In capital numerals (大写): ``叁拾万元整``."""
        return text.capital_money(self.known())

    def __str__(self) -> str:
        return text.shortest_money(self._v) if self.is_known else "unknown"

    def __format__(self, spec: str) -> str:
        """``f"{amount}"`` is the shortest exact form; ``f"{amount:万元}"`` the form in that unit."""
        return self.to(spec) if spec and spec in text.MONEY_UNITS else format(str(self), spec)

    # arithmetic ---------------------------------------------------------------------------------

    def __add__(self, other: Money) -> Money:
        a = self._v
        if other.__class__ is Money and a.__class__ is int and other._v.__class__ is int:  # without a detour
            return _of_fen(a + other._v)
        b = self.same_kind(other, "add")
        return Money.of_raw(operate("add", "money", (a, b), ("money", "money")))

    def __sub__(self, other: Money) -> Money:
        a = self._v
        if other.__class__ is Money and a.__class__ is int and other._v.__class__ is int:
            if not other._v:
                return self
            money = _new(Money)
            hold(money, a - other._v)
            return money
        b = self.same_kind(other, "subtract")
        return Money.of_raw(operate("subtract", "money", (a, b), ("money", "money")))

    def left_after(self, paid: Money) -> Money:
        """What is left of this amount after ``paid``; never below zero."""
        if paid.__class__ is Money and paid._v == 0 and self._v.__class__ is int and self._v >= 0:
            return self  # the common case, without a detour
        return maximum(self - paid, NOTHING)

    def __neg__(self) -> Money:
        return NOTHING - self

    def __mul__(self, other: object) -> Money:
        hint = "write amount.times(ratio, Rounding()), which names the rounding, or amount.repeated(3)"
        raise KindError(Problem("", f"money can not be multiplied by {type(other).__name__} {other!r} with *", hint))

    __rmul__ = __mul__
    __truediv__ = __mul__

    def times(self, ratio: Ratio, rounding: Rounding = TO_FEN) -> Money:
        """This amount × ``ratio``, rounded once (to 分, half-up, unless another rounding is named)."""
        fraction = ratio.raw
        if fraction.__class__ is Unknown:
            match tuple(fraction.names):
                case (name,):  # a share that is not published
                    return Money.of_raw(operate("open_term", "money", (self._v,), ("money",), name))
                case names:
                    return Money.unknown(*names) + self
        return self.line(_rate(fraction, rounding))

    def repeated(self, count: int) -> Money:
        """This amount ``count`` times, exactly."""
        if count.__class__ is not int:
            raise KindError(Problem("", f"{count!r} times is no count", "write a whole number, or times(ratio)"))
        return self.line(Line(count, 0, 1))

    def line(self, by: Line) -> Money:
        """The value of an exact line at this amount."""
        if self._v.__class__ is int:
            return _of_fen(by.at(self._v))
        return Money.of_raw(operate("line", "money", (self._v,), ("money",), by))

    def curve(self, by: Curve) -> Money:
        """The value of a schedule at this amount."""
        if self._v.__class__ is int:  # the common case, without a detour
            money = _new(Money)
            hold(money, by.at(self._v))
            return money
        return Money.of_raw(operate("curve", "money", (self._v,), ("money",), by))

    def equal_part(self, parts: Count, place: Count) -> Money:
        """The ``place``-th (from 1) of ``parts`` equal parts; all of them add up. Unknown where there are no parts."""
        raws = (self._v, parts.raw, place.raw)
        return Money.of_raw(operate("equal_part", "money", raws, ("money", "count", "count")))


def _of_fen(fen: int) -> Money:
    """``Money.of_raw`` without the detour of a class method: awards are made by the million."""
    money = _new(Money)
    hold(money, fen)
    return money


_rate: Final = lru_cache(maxsize=1024)(Line.rate)  # terms have few ratios, and ask for each by the million


def by_count(count: Count, curve: Curve) -> Money:
    """The amount that a schedule on a count (a rank, a number of projects) pays."""
    if count.raw.__class__ is int:  # the common case, without a detour
        return _of_fen(curve(count.raw))
    return Money.of_raw(operate("curve", "money", (count.raw,), ("count",), curve))


NOTHING: Final[Money] = Money.of_raw(0)
"""Zero yuan."""
