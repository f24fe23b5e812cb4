"""MY16.five-ones 一, SD.five-ones 一（二）, ZY.six-ones 二: one of each, and not two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from .kleene import OPEN, YES, both, of, verdict

Held = tuple[str, str, str]
FIVE_MIANYANG = ("project", "leader", "unit", "team", "measures")
FIVE_SHANDONG = ("leader", "department", "team", "plan", "industry")
SIX = ("leader", "department", "zone", "team", "policies", "map")
SEVEN = (
    "advanced-manufacturing",
    "biomedicine-food",
    "modern-services",
    "health-care",
    "culture-tourism-sports-education",
    "modern-agriculture",
    "infrastructure",
)


def exactly_one(
    held: Iterable[Held], groups: Sequence[str], parts: Sequence[str], *, complete: bool
) -> tuple[str, set[str], int]:
    """Status, failed conditions, and how many parts stand exactly once; ``held`` are group, part and holder."""
    times = Counter((group, part) for group, part, _ in set(held))
    present = once = YES
    filled = 0
    for group in groups:
        for part in parts:
            number = times[group, part]
            present = both(present, YES if number else of(False) if complete else OPEN)
            once = both(once, of(number < 2))
            filled += number == 1
    return *verdict({"present": present, "once": once}), filled
