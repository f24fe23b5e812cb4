"""Ranks with ties and what each tie rule pays: "the same tie rules serve every ranking"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from .answer import Facts, waits


class Place(NamedTuple):
    """A place: the better rank of those tied, how many are tied, the dense rank, the order among those tied."""

    rank: int
    tied: int
    dense: int
    in_tie: int

    @property
    def worse(self) -> int:
        """The worse rank of those tied."""
        return self.rank + self.tied - 1

    @property
    def facts(self) -> dict[str, int]:
        """The same as the facts of a row."""
        return {f"place.{name}": value for name, value in self._asdict().items()}


def places(scores: Sequence[int]) -> list[Place]:
    """The place of every score, the highest first."""
    return [
        Place(
            1 + sum(other > score for other in scores),
            sum(other == score for other in scores),
            1 + len({other for other in scores if other > score}),
            sum(other == score for other in scores[: order + 1]),
        )
        for order, score in enumerate(scores)
    ]


def prize(place: Place, prizes: Sequence[int], ties: str) -> int:
    """What a place gets of ``prizes`` (for rank 1, 2, …)."""

    def at(rank: int) -> int:
        return prizes[rank - 1] if rank <= len(prizes) else 0

    match ties:
        case "worse":
            return at(place.worse)
        case "dense":
            return at(place.dense)
        case "pooled":
            pool = sum(prizes[place.rank - 1 : place.worse])
            # equal parts have equal remainders: the first ones take what is left over
            return pool // place.tied + (place.in_tie <= pool % place.tied)
        case _:
            return at(place.rank)


NEEDED = {
    "better": ("place.rank",),
    "worse": ("place.rank", "place.tied"),
    "dense": ("place.dense",),
    "pooled": ("place.rank", "place.tied", "place.in_tie"),
    "undetermined": ("place.rank",),
}


def prize_of(facts: Facts, prizes: Sequence[int], ties: str) -> tuple[int | None, frozenset[str]]:
    """The prize of the place that a row states, or what it waits for."""
    if ties == "undetermined":  # whether there is a tie decides whether the rank matters
        unsure = waits(facts, "place.tied")
        if unsure or facts["place.tied"] > 1:
            return None, unsure or frozenset({"terms.ties"})
    missing = waits(facts, *NEEDED[ties])
    if missing:
        return None, missing
    place = Place(*(facts.get(f"place.{name}") or 1 for name in Place._fields))
    return prize(place, prizes, ties), frozenset()
