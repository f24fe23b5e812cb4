"""From a population to a fact: ranks with ties (名次与并列). A row rule reads what comes out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from investpolicy.values.label import Labelled
from investpolicy.values.unknown import Unknown


class Ties(Labelled):
    """What those who are tied get (并列规则)."""

    BETTER = "better", "按较好名次", "each the better place"
    WORSE = "worse", "按较差名次", "each the worse place"
    DENSE = "dense", "并列占一个名次", "ties take up one place"
    POOLED = "pooled", "奖金合并均分", "prizes pooled and split"
    UNDETERMINED = "undetermined", "不作判定", "undetermined"


@dataclass(frozen=True, slots=True)
class Standing:
    """A place in a ranking. ``best`` and ``worst`` differ where unknown scores leave the rank open.

    ``tied`` counts those at this rank, this one included; ``dense`` is the rank when ties take up one place;
    ``in_tie`` is this one's order among those tied, in the order given.
    """

    best: int
    worst: int
    tied: int
    dense: int
    in_tie: int

    @property
    def rank(self) -> int | None:
        """The rank; None where an unknown score leaves it open."""
        return self.best if self.best == self.worst else None


def rank(scores: Sequence[Any]) -> list[Standing]:
    """The standing of each score, the highest first; an :class:`Unknown` score leaves open whom it may pass.

    ``scores`` are plain values (分, ten-thousandths of points, counts) or Unknown. The rank is the better place of
    those tied. ``tied``, ``dense`` and ``in_tie`` count the known scores.
    """
    known = [score for score in scores if not isinstance(score, Unknown)]
    unknown = len(scores) - len(known)
    distinct = sorted(set(known), reverse=True)
    dense = {score: place for place, score in enumerate(distinct, start=1)}
    tied = Counter(known)
    better: dict[Any, int] = {}
    before = 0
    for score in distinct:
        better[score] = before + 1
        before += tied[score]
    seen: dict[Any, int] = {}
    standings: list[Standing] = []
    for score in scores:
        if isinstance(score, Unknown):
            standings.append(Standing(1, len(scores), 1, 1, 1))
            continue
        seen[score] = seen.get(score, 0) + 1
        standings.append(Standing(better[score], better[score] + unknown, tied[score], dense[score], seen[score]))
    return standings


def rank_columns(score: str, *, over: Sequence[str] = (), prefix: str = "place") -> dict[str, Any]:
    """Narwhals expressions for ``rank``, ``tied`` and ``dense`` of an int64 column, inside the groups of ``over``.

    Null scores get null; where a group has one, :func:`rank` gives best and worst, and these ranks must not be used.
    """
    import narwhals as nw  # only where columns are used

    def inside(expr: Any) -> Any:
        return expr.over(*over) if over else expr

    column = nw.col(score)
    better = inside(column.rank("min", descending=True))
    worse = inside(column.rank("max", descending=True))
    dense = inside(column.rank("dense", descending=True))
    return {
        f"{prefix}.rank": better.cast(nw.Int64).alias(f"{prefix}.rank"),
        f"{prefix}.tied": (worse - better + 1).cast(nw.Int64).alias(f"{prefix}.tied"),
        f"{prefix}.dense": dense.cast(nw.Int64).alias(f"{prefix}.dense"),
    }
