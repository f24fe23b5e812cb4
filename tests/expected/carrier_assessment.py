"""HB.carrier-assessment, 四: what a completion earns of a weight, and points; exact Fractions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor


def proportional(
    rate: Fraction, cap: Fraction | None = None, lowest: Fraction | None = None, most: Fraction | None = None
) -> Fraction:
    """Completion itself, up to a cap; nothing below the lowest; never more than the most."""
    earned = rate if cap is None or rate < cap else cap
    if lowest is not None and rate < lowest:
        earned = Fraction(0)
    return earned if most is None or earned < most else most


def base_plus_step(
    rate: Fraction, start: Fraction, base: Fraction, step: Fraction, per_step: Fraction, partial: str
) -> Fraction:
    """The base, and so much for each step away from the start; never below nothing."""
    steps = (rate - start) / step
    whole: Fraction | int = steps
    if partial == "counted":  # a step begun counts, on either side
        whole = ceil(steps) if steps > 0 else floor(steps)
    elif partial == "not-counted":
        whole = floor(steps) if steps > 0 else ceil(steps)
    earned = base + whole * per_step
    return earned if earned > 0 else Fraction(0)


def min_max(own: Fraction, others: Sequence[Fraction]) -> Fraction | None:
    """Between the least and the most of all; None where all are equal."""
    ordered = sorted([own, *others])
    return (own - ordered[0]) / (ordered[-1] - ordered[0]) if ordered[0] != ordered[-1] else None


def points(parts: Sequence[tuple[int, Fraction]]) -> int:
    """Hundredths of a point: weights in ten-thousandths times what they earn, rounded once, half up."""
    exact = sum((weight * earned for weight, earned in parts), Fraction(0)) / 100
    return floor(exact + Fraction(1, 2))
