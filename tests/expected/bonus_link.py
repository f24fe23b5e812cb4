"""ZY.bonus-link, 十: the year-end bonus follows from the annual result, by brackets that the user supplies."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from .answer import Answer, Facts, all_hold, failures, half_up, of_fact
from .weighted_score import UNITS


def bonus_link(facts: Facts, brackets: Sequence[tuple[int, Fraction]] = ()) -> Answer:
    """The part of the full bonus of the last bracket reached; none below the first. Without brackets it is open."""
    included = {"unit_included": of_fact(facts, "annual_result.kind", lambda kind: kind in UNITS)}
    eligible = all_hold(included.values())
    if eligible.holds is False:
        return Answer("ineligible", failures(included), amount=0)
    if eligible.holds is None:
        return Answer("undetermined", missing=eligible.waits_for)
    if not brackets:
        return Answer("undetermined", missing=frozenset({"terms.scale"}))
    points, full = facts.get("annual_result.points"), facts.get("annual_result.full_bonus")
    if points is None:
        return Answer("undetermined", missing=frozenset({"annual_result.points"}))
    reached = [part for start, part in brackets if points >= start]
    if not reached:
        return Answer("entitled", amount=0)
    if full is None:
        return Answer("undetermined", missing=frozenset({"annual_result.full_bonus"}))
    return Answer("entitled", amount=half_up(reached[-1] * full))
