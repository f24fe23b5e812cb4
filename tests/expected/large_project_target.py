"""HB.large-targets, 一: projects of 100亿元 or more signed in a year, of a number that is not published."""

from __future__ import annotations

from fractions import Fraction

LARGE = 100 * 100_000_000_00


def completion(amounts: list[int], number: int | None) -> Fraction | None:
    """None where the number is not published, or none are targeted."""
    done = len([amount for amount in amounts if amount >= LARGE])
    return Fraction(done, number) if number else None
