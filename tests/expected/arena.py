"""ZY.arena, 十: points earned by item, and what they count at the end of the year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import floor


def earned(items: Sequence[tuple[str, int]], each: Mapping[str, int] | None) -> int | None:
    """In ten-thousandths; None where an item's points are not known."""
    if each is None or any(item not in each for item, _ in items):
        return None
    return sum(each[item] * number for item, number in items)


def at_year_end(points: int, each: int) -> Fraction:
    """Points of the year, to a hundredth, half up; both are in ten-thousandths."""
    return Fraction(floor(Fraction(points * each, 10**6) + Fraction(1, 2)), 100)
