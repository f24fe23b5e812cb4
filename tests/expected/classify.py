"""HB.classify, 五: numbers by class, and who is kept in reserve; days of signing and start, size in 分."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

Recorded = tuple[str, str, int, date | None, date | None, date | None]
"""Chain, region, amount, signed, started, ended; None: not yet."""


def classes(projects: Sequence[Recorded], edges: Sequence[int]) -> tuple[Counter[str], Counter[str], Counter[int]]:
    """By chain, by region, by how many edges the size reaches."""
    sizes = Counter(sum(amount >= edge for edge in edges) for _, _, amount, *_ in projects)
    return Counter(one[0] for one in projects), Counter(one[1] for one in projects), sizes


def reserve(projects: Sequence[Recorded], as_of: date, larger_from: int) -> int:
    """Signed or beyond by the day, of the size or more, not ended."""
    found = 0
    for _, _, amount, signed, started, ended in projects:
        mature = any(day is not None and day <= as_of for day in (signed, started))
        found += mature and amount >= larger_from and not (ended is not None and ended <= as_of)
    return found
