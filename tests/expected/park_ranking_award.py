"""MY22.park-ranking-award, 压实责任·考核激励: the first five parks get 100, 80, 60万元 in three tiers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .answer import WAN, Answer, Facts, all_hold, by_largest_remainder, condition, failures, waits
from .ranking import places, prize_of

AMOUNTS = (100 * WAN, 80 * WAN, 60 * WAN)


@dataclass(frozen=True)
class Terms:
    """What the text says, with the defaults where it is silent. ``tiers``: how many ranks form each tier."""

    tiers: tuple[int, ...] = (1, 2, 2)
    shared_in_tier: bool = False
    ties: str = "better"
    higher_only: bool = False

    @property
    def prizes(self) -> list[int]:
        """The amount of rank 1, 2, …"""
        by_rank: list[int] = []
        for amount, ranks in zip(AMOUNTS, self.tiers, strict=True):
            by_rank += by_largest_remainder(amount, (1,) * ranks) if self.shared_in_tier else [amount] * ranks
        return by_rank


def park_ranking_award(facts: Facts, terms: Terms = Terms()) -> Answer:
    """The award of one park for its place."""
    pooled = terms.shared_in_tier and terms.ties != "undetermined"  # a tier's amount is shared, also by those tied
    prize, missing = prize_of(facts, terms.prizes, "pooled" if pooled else terms.ties)
    amount = prize or 0
    conditions = {"among_the_ranks": condition(missing, lambda: amount > 0)}
    if terms.higher_only:  # of two equal awards the other one is paid
        unsure = missing | waits(facts, "park_year.other_award")
        conditions["higher_of_the_two"] = condition(unsure, lambda: amount > facts["park_year.other_award"])
    eligible = all_hold(conditions.values())
    if eligible.holds is False:
        return Answer("ineligible", failures(conditions), amount=0)
    if eligible.holds is None:
        return Answer("undetermined", missing=eligible.waits_for, ceiling=None if missing else amount)
    return Answer("entitled", amount=amount, ceiling=amount)


def park_ranking_awards(scores: Sequence[int], terms: Terms = Terms()) -> list[Answer]:
    """The awards of all parks of a year by their scores."""
    return [park_ranking_award(place.facts, terms) for place in places(scores)]
