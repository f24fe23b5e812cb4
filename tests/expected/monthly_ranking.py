"""SD.monthly-ranking, 二（一）: places with ties, by trying out what unknown scores could be."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from .answer import by_largest_remainder


def place(scores: Sequence[int], own: int, ties: str) -> int:
    """The place of one among known scores."""
    higher = [score for score in scores if score > scores[own]]
    match ties:
        case "worse":
            return len(higher) + scores.count(scores[own])
        case "dense":
            return len(set(higher)) + 1
        case _:
            return len(higher) + 1


def places(scores: Sequence[int | None], ties: str) -> list[tuple[int, int]]:
    """The best and the worst place of each: unknown scores may be anything, also equal to others."""
    known = sorted({score for score in scores if score is not None})
    unknown = [index for index, score in enumerate(scores) if score is None]
    # 0 to 10 between and beside the known scores, so that unknown ones can also differ from each other there
    between = [100 * score + more for score in [*known, 0] for more in range(-len(unknown), len(unknown) + 1)]
    found: list[set[int]] = [set() for _ in scores]
    for guess in product(sorted(set(between)), repeat=len(unknown)):
        tried = [0 if score is None else 100 * score for score in scores]
        for index, value in zip(unknown, guess, strict=True):
            tried[index] = value
        for index in range(len(scores)):
            if ties == "undetermined":  # any order among those tied
                found[index] |= {place(tried, index, "better"), place(tried, index, "worse")}
            else:
                found[index].add(place(tried, index, ties))
    return [(min(one), max(one)) for one in found]


def shared(pool: int, points: Sequence[int]) -> list[int]:
    """Parts of a sum by points, to the 分."""
    return by_largest_remainder(pool, points)
