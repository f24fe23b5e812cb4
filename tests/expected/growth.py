"""HB.growth, 一: the numbers of projects grow by 60% or more, exactly; from nothing there is no growth."""

from __future__ import annotations

from fractions import Fraction


def grown(now: int | None, before: int | None) -> Fraction | None:
    """None where a number is not known, or nothing was there before."""
    return Fraction(now - before, before) if now is not None and before else None


def status(pairs: list[tuple[int | None, int | None]]) -> str:
    """Met when all have grown enough, not met when one surely has not."""
    enough = [None if (rate := grown(*pair)) is None else 10 * rate >= 6 for pair in pairs]
    if False in enough:
        return "not_met"
    return "undetermined" if None in enough else "met"
