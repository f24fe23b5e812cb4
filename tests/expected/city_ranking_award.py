"""SD.guangxi-ranking, 一（四）优惠政策: cities ranked at the front get a fiscal reward; no figure is published."""

from __future__ import annotations

from collections.abc import Sequence

from .answer import WAN, Answer, Facts, all_hold, condition, failures
from .ranking import prize_of

PRIZES = (1000 * WAN, 800 * WAN, 800 * WAN)


def city_ranking_award(facts: Facts, prizes: Sequence[int] = PRIZES, ties: str = "better") -> Answer:
    """The reward of one city for its place; ``prizes`` (for rank 1, 2, …) are what a user supplies."""
    prize, missing = prize_of(facts, prizes, ties)
    amount = prize or 0
    conditions = {"among_the_ranks": condition(missing, lambda: amount > 0)}
    eligible = all_hold(conditions.values())
    if eligible.holds is False:
        return Answer("ineligible", failures(conditions), amount=0)
    if eligible.holds is None:
        return Answer("undetermined", missing=eligible.waits_for)
    return Answer("entitled", amount=amount, ceiling=amount)
