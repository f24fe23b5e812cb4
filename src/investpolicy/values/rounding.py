"""Rounding (取整), always named, and the one function that divides."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import gcd
from typing import Final

from investpolicy.errors import KindError, Problem, ValueTextError
from investpolicy.values.written import Written


class Mode(StrEnum):
    """How a part of a unit is rounded. Symmetric about zero: −x is rounded as x is."""

    HALF_UP = "half-up"  # 四舍五入
    DOWN = "down"  # 舍去: toward zero
    HALF_EVEN = "half-even"  # 四舍六入五成双
    UP = "up"  # 进一: away from zero


_HALF_UP, _DOWN, _UP = Mode.HALF_UP, Mode.DOWN, Mode.UP  # an enumeration's members are slow to reach
_MODE_ZH: Final = {Mode.HALF_UP: "四舍五入", Mode.DOWN: "舍去", Mode.HALF_EVEN: "四舍六入五成双", Mode.UP: "进一"}
_UNIT_FEN: Final = {"分": 1, "元": 100, "万元": 1_000_000}
_UNIT_EN: Final = {"fen": "分", "yuan": "元", "wan": "万元"}


def divide_round(numerator: int, denominator: int, mode: Mode) -> int:
    """``numerator / denominator`` rounded to a whole number, exactly. The denominator is positive."""
    whole, rest = divmod(numerator, denominator)
    if not rest:
        return whole
    if mode is _HALF_UP:
        return whole + (2 * rest >= denominator if numerator >= 0 else 2 * rest > denominator)
    if mode is _DOWN:
        return whole if numerator >= 0 else whole + 1
    if mode is _UP:
        return whole + 1 if numerator >= 0 else whole
    return whole + (2 * rest > denominator or (2 * rest == denominator and whole % 2 == 1))


@dataclass(frozen=True, slots=True)
class Rounding(Written):
    """A rounding of money: ``mode`` and the ``unit`` it rounds to (分, 元 or 万元)."""

    mode: Mode = Mode.HALF_UP
    unit: str = "分"

    def __post_init__(self) -> None:
        if self.mode.__class__ is not Mode:  # the text 'down' would pass for another mode
            raise KindError(Problem("", f"{self.mode!r} is no rounding mode", "write Mode.DOWN, or Rounding.parse(…)"))
        if self.unit not in _UNIT_FEN:
            raise ValueTextError(Problem("", f"rounding unit {self.unit!r} is not known", "write 分, 元 or 万元"))

    @property
    def fen(self) -> int:
        """The unit in 分."""
        return _UNIT_FEN[self.unit]

    @classmethod
    def parse(cls, text: str) -> Rounding:
        """Read ``half-up to 分`` (modes half-up, down, half-even, up; units 分/fen, 元/yuan, 万元/wan).

        :raises ValueTextError: for any other text.
        """
        mode, _, unit = (part.strip() for part in text.strip().partition(" to "))
        try:
            return cls(Mode(mode), _UNIT_EN.get(unit, unit) or "分")
        except ValueError:
            raise ValueTextError(
                Problem("", f"{text[:60]!r} is no rounding", "write 'half-up to 分': half-up, down, half-even or up")
            ) from None

    @classmethod
    def read(cls, given: object, *, json: bool = False) -> Rounding:
        """From text."""
        if not isinstance(given, str):
            raise ValueTextError(Problem("", f"{given!r} is no rounding", "write 'half-up to 分'"))
        return cls.parse(given)

    def to_json(self) -> str:
        """As text."""
        return str(self)

    def __str__(self) -> str:
        return f"{self.mode} to {self.unit}"

    def label(self, lang: str) -> str:
        """In words: ``四舍五入到分`` or ``half-up to 分``."""
        return f"{_MODE_ZH[self.mode]}到{self.unit}" if lang == "zh" else str(self)


TO_FEN: Final = Rounding()
DOWN_TO_FEN: Final = Rounding(Mode.DOWN)


@dataclass(frozen=True, slots=True)
class Line:
    """An exact line with one rounding: ``offset + unit × round((slope·x + intercept) / divisor)``, all integers.

    A rate is a line whose unit is what is rounded to; whole steps are a line whose unit is what one step pays,
    rounded down (a step that has begun is not counted) or up (it is). ``stepped`` keeps the two apart: rounding is
    noise below one unit, a step is meant.
    """

    slope: int
    intercept: int
    divisor: int
    unit: int = 1
    mode: Mode = Mode.HALF_UP
    offset: int = 0
    stepped: bool = False

    @classmethod
    def rate(cls, ratio: Fraction, rounding: Rounding, *, plus: Fraction = Fraction(0)) -> Line:
        """``ratio · x + plus`` in 分, rounded once as ``rounding`` says."""
        common = ratio.denominator * plus.denominator // gcd(ratio.denominator, plus.denominator)
        slope = ratio.numerator * (common // ratio.denominator)
        intercept = plus.numerator * (common // plus.denominator)
        return cls.reduced(slope, intercept, common * rounding.fen, unit=rounding.fen, mode=rounding.mode)

    @classmethod
    def constant(cls, value: int) -> Line:
        """The same value everywhere."""
        return cls(0, 0, 1, offset=value)

    @classmethod
    def steps(cls, start: int, step: int, per_step: int, *, offset: int, count_partial: bool) -> Line:
        """``offset`` at ``start`` and ``per_step`` more for each ``step`` beyond it."""
        mode = Mode.UP if count_partial else Mode.DOWN
        return cls.reduced(1, -start, step, unit=per_step, mode=mode, offset=offset, stepped=True)

    @classmethod
    def reduced(
        cls,
        slope: int,
        intercept: int,
        divisor: int,
        *,
        unit: int = 1,
        mode: Mode = Mode.HALF_UP,
        offset: int = 0,
        stepped: bool = False,
    ) -> Line:
        """The same line with slope, intercept and divisor in lowest terms."""
        common = gcd(slope, intercept, divisor)
        return cls(slope // common, intercept // common, divisor // common, unit, mode, offset, stepped)

    def at(self, x: int) -> int:
        """The value at ``x``."""
        numerator = self.slope * x + self.intercept
        whole, rest = divmod(numerator, self.divisor)
        if rest:
            whole = divide_round(numerator, self.divisor, self.mode)
        return self.offset + self.unit * whole

    __call__ = at

    def exact(self, x: int) -> Fraction:
        """The value at ``x`` before rounding."""
        return self.offset + Fraction(self.unit * (self.slope * x + self.intercept), self.divisor)
