"""Points (考核分值): assessment points, exact to a ten-thousandth."""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction
from typing import ClassVar, Final

from investpolicy.errors import KindError, Problem, ValueTextError
from investpolicy.values import text
from investpolicy.values.formula import Sort, operate
from investpolicy.values.ordered import Ordered
from investpolicy.values.rounding import Line, Mode

SCALE: Final = 10_000  # points are counted in ten-thousandths
POINTS_LIMIT: Final = 10**9
_EXACT: Final = Context(prec=40)  # whatever precision the user has set


class Points(Ordered):
    """Assessment points with at most four decimals, at most 10^9 either way."""

    __slots__ = ()
    sort: ClassVar[Sort] = "points"

    def __new__(cls, value: int | Decimal) -> Points:
        if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
            hint = "a float is not exact: write an int, a Decimal, or Points.parse('2.5')"
            raise KindError(Problem("", f"points can not be made from {type(value).__name__} {value!r}", hint))
        number = Decimal(value)
        if number.is_finite() and number.adjusted() < 10 and (not number or number.adjusted() >= -4):
            scaled = Fraction(number) * SCALE  # Decimal's own * rounds to the precision that the user has set
            if scaled.denominator == 1 and abs(scaled) <= POINTS_LIMIT * SCALE:
                return cls.of_raw(int(scaled))
        hint = f"write at most four decimals, from -{POINTS_LIMIT} to {POINTS_LIMIT}"
        raise ValueTextError(Problem("", f"{str(value)[:60]} is no number of points", hint))

    @classmethod
    def parse(cls, written: str) -> Points:
        """Read ``20分``, ``-3`` or ``2.5``. :raises ValueTextError: for anything else."""
        if not isinstance(written, str):
            hint = "write '2.5' in quotes"
            raise KindError(Problem("", f"Points.parse takes text, not {type(written).__name__} {written!r}", hint))
        return cls(text.points_of(written))

    @classmethod
    def read(cls, given: object, *, json: bool = False) -> Points:
        """From text, an int or a Decimal."""
        return cls.parse(given) if isinstance(given, str) else cls(given)  # type: ignore[arg-type]

    def to_json(self) -> str | None:
        """The decimal, as text."""
        return text.points_text(self.decimal) if self.is_known else None

    @property
    def decimal(self) -> Decimal:
        """The points as a Decimal. :raises UndeterminedError: when unknown."""
        return _EXACT.divide(Decimal(int(self.known())), Decimal(SCALE))

    def __add__(self, other: Points) -> Points:
        raws = (self._v, self.same_kind(other, "add"))
        return Points.of_raw(operate("add", "points", raws, ("points", "points")))

    def __sub__(self, other: Points) -> Points:
        raws = (self._v, self.same_kind(other, "subtract"))
        return Points.of_raw(operate("subtract", "points", raws, ("points", "points")))

    def rounded(self, step: Decimal, mode: Mode = Mode.HALF_UP) -> Points:
        """Rounded to a whole number of ``step`` (0.01, say)."""
        unit: int = Points(step).raw
        if unit <= 0:
            raise ValueTextError(Problem("", f"points can not be rounded to {step}", "write a step such as 0.01"))
        return Points.of_raw(
            operate("line", "points", (self._v,), ("points",), Line.reduced(1, 0, unit, unit=unit, mode=mode))
        )

    def __str__(self) -> str:
        return text.points_text(self.decimal) if self.is_known else "unknown"
