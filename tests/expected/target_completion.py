"""HB.targets, 四: completion of a year's targets, and whether each is reached; exact Fractions.

A place's numbers are told, or counted from a list of (section, amount in 分, signed, started, completed).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

YI = 100_000_000_00
SIGNED, STARTED, COMPLETED = 310, 225, 175
SIZES = {10 * YI: 24, 50 * YI: 3}
FIXED_ASSETS = 165 * YI

Listed = tuple[str, int, date | None, date | None, date | None]


def completion(done: int | None, target: int) -> Fraction | None:
    """None where it is not known what was done, or there is no target."""
    return None if done is None or not target else Fraction(done, target)


def shown(rate: Fraction) -> str:
    """In per cent at one decimal, half up, or more until it is no whole number of per cent that it is not."""
    if (rate * 100).denominator == 1:
        return f"{rate * 100}%"
    size = abs(rate) * 100
    exact = Decimal(size.numerator * 10**12 // size.denominator) / 10**12  # too fine to meet a half by chance
    rounded = (exact.quantize(Decimal(10) ** -digits, ROUND_HALF_UP) for digits in range(1, 12))
    return f"{'-' if rate < 0 else ''}{next(one for one in rounded if one % 1)}%"


def count(projects: Sequence[Listed], event: int, first: date, last: date, at_least: int = 0) -> int:
    """How many industrial projects (sections B, C, D) of a size had the event (0 signed, 1 started, 2 completed)."""
    found = 0
    for section, amount, *days in projects:
        day = days[event]
        found += section in "BCD" and amount >= at_least and day is not None and first <= day <= last
    return found


def of_sizes(at_least: dict[int, int], *, nested: bool = True) -> dict[int, int]:
    """What counts towards each size, from how many there are of that size or more."""
    edges = sorted(at_least)
    counted: dict[int, int] = {}
    for place, edge in enumerate(edges):
        above = at_least[edges[place + 1]] if not nested and place + 1 < len(edges) else 0
        counted[edge] = at_least[edge] - above
    return counted


def of_list(projects: Sequence[Listed], year: int, last: date, *, nested: bool = True) -> dict[str, Any]:
    """Completions by the name of the figure."""
    first = date(year, 1, 1)
    numbers = [count(projects, event, first, last) for event in range(3)]
    sizes = of_sizes({edge: count(projects, 0, first, last, edge) for edge in SIZES}, nested=nested)
    return {
        "signed": Fraction(numbers[0], SIGNED),
        "started": Fraction(numbers[1], STARTED),
        "completed": Fraction(numbers[2], COMPLETED),
        **{f"size.{edge // YI}亿元": Fraction(sizes[edge], target) for edge, target in SIZES.items()},
    }
