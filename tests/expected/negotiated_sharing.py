"""SD.enclave, 二（三）: shares are negotiated; given, they divide each item and add up to it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor

from .answer import by_largest_remainder, half_up


def negotiated_sharing(total: int, weights: Sequence[int], remainder: str = "last") -> list[int]:
    """The parts of a total in its smallest unit (分, or a ten-thousandth of a point)."""
    if remainder == "largest":
        return by_largest_remainder(total, weights)
    parts: list[int] = []
    rest = total
    for weight in weights[:-1]:
        exact = Fraction(total * weight, sum(weights))
        part = floor(exact) if remainder == "last" else min(half_up(exact), rest)
        parts.append(part)
        rest -= part
    return [*parts, rest]
