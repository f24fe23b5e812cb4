"""Completion and growth rates (完成率、增幅): exact, and shown in per cent."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final, cast

from investpolicy.models import outside_rules
from investpolicy.values.count import Count
from investpolicy.values.money import Money
from investpolicy.values.ratio import Ratio
from investpolicy.values.rounding import Mode, divide_round
from investpolicy.values.text import ratio_text
from investpolicy.values.truth import FALSE, TRUE, Truth
from investpolicy.values.unknown import unknown_of

_TEN: Final = 10
_PER_CENT: Final = 100


class Completion(Ratio):
    """How far a target is completed, or by how much something has grown: an exact fraction.

    It is shown in per cent at one decimal, half up, or at so many more that no whole number of per cent is shown
    which it is not: 59.96% is never shown as 60%. Comparisons and JSON are exact.
    """

    __slots__ = ()

    @classmethod
    def of(cls, done: Count | Money, target: Count | Money, *, base: str) -> Completion:
        """``done`` / ``target``; where the target is zero it is unknown and waits for ``base``, the target's name."""
        return cls._quotient(done, target, base, less=0)

    @classmethod
    def growth(cls, now: Count | Money, before: Count | Money, *, base: str) -> Completion:
        """``now`` / ``before`` − 1; where nothing was there before it is unknown and waits for ``base``."""
        return cls._quotient(now, before, base, less=1)

    @classmethod
    def _quotient(cls, over: Count | Money, under: Count | Money, base: str, *, less: int) -> Completion:
        missing = unknown_of(over.raw, under.raw)
        if missing is not None:
            return cls.unknown(*missing.names)
        return cls(Fraction(over.raw, under.raw) - less) if under.raw else cls.unknown(base)

    @classmethod
    def unknown(cls, *names: str) -> Completion:
        """A rate that can not be worked out yet."""
        return cast("Completion", super().unknown(*names))

    @outside_rules
    def at_least(self, least: Fraction) -> Truth:
        """Whether it reaches ``least``, exactly; unknown where it is not known."""
        if not self.is_known:
            return Truth.unknown(*self.missing)
        return TRUE if self.fraction >= least else FALSE

    @outside_rules
    def to_json(self) -> str | None:
        """The exact fraction, as text."""
        return ratio_text(self.fraction) if self.is_known else None

    @outside_rules
    def beside(self, least: Fraction) -> str:
        """In per cent, at so many decimals that it is not shown as ``least`` where it is not just that."""
        if not self.is_known:
            return "unknown"
        exact = self.fraction * _PER_CENT
        digits, shown = 1, _rounded(exact, 1)
        while shown != exact and (shown.denominator == 1 or shown == least * _PER_CENT):
            digits += 1
            shown = _rounded(exact, digits)
        if shown.denominator == 1:
            return f"{shown}%"
        whole, rest = divmod(int(abs(shown) * _TEN**digits), _TEN**digits)
        return f"{'-' if shown < 0 else ''}{whole}.{rest:0{digits}}%"

    @outside_rules
    def __str__(self) -> str:
        return self.beside(Fraction(0))

    @outside_rules
    def __reduce__(self) -> tuple[Any, ...]:
        return (
            (type(self).unknown, tuple(sorted(self.missing))) if not self.is_known else (type(self), (self.fraction,))
        )


def _rounded(exact: Fraction, digits: int) -> Fraction:
    scaled = exact * _TEN**digits
    return Fraction(divide_round(scaled.numerator, scaled.denominator, Mode.HALF_UP), _TEN**digits)
