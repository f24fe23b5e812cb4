"""SD.jinan-district-award, 一、（一）: districts with outstanding results get a reward, without figures."""

from __future__ import annotations

from dataclasses import dataclass

from .answer import WAN, Answer, Facts, all_hold, failures, of_fact


@dataclass(frozen=True)
class Terms:
    """What a user supplies. ``outstanding_from``: points in ten-thousandths; None: as the office recognises it."""

    amount: int = 50 * WAN
    outstanding_from: int | None = None


def results_award(facts: Facts, terms: Terms = Terms()) -> Answer:
    """The reward of one district."""
    smallest = terms.outstanding_from
    if smallest is None:
        outstanding = of_fact(facts, "district_results.recognised_outstanding", lambda yes: yes)
    else:
        outstanding = of_fact(facts, "district_results.score", lambda score: score >= smallest)
    conditions = {"outstanding": outstanding}
    eligible = all_hold(conditions.values())
    if eligible.holds is False:
        return Answer("ineligible", failures(conditions), amount=0)
    if eligible.holds is None:
        return Answer("undetermined", missing=eligible.waits_for, ceiling=terms.amount)
    return Answer("entitled", amount=terms.amount, ceiling=terms.amount)
