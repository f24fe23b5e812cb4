"""MY22.fund-share, 强化保障·政策扶持: the municipal industry fund contributes in principle at most 50%.

"In principle": an approved exception is reported as one, never as compliance, and only where it is needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from .answer import Answer, Condition, Facts, all_hold, failures, of_fact


@dataclass(frozen=True)
class Terms:
    """What the text says, with the defaults where it is silent. ``major_from``: None where it is not published."""

    limit: Fraction = Fraction(1, 2)
    base: str = "funding_round.vehicle_capital"
    by_size: bool = False
    major_from: int | None = None


def fund_share(facts: Facts, terms: Terms = Terms()) -> Answer:
    """Whether a contribution is within the limit."""
    paths = ("funding_round.fund_contribution", terms.base)
    waits = frozenset(path for path in paths if facts.get(path) is None)
    if waits:
        within = Condition(None, waits)
    else:
        contribution, base = (facts[path] for path in paths)
        within = Condition(Fraction(contribution) <= terms.limit * base)
    conditions = {"within_share": within}
    if terms.by_size:
        size = "project.agreed_investment"
        smallest = terms.major_from
        if smallest is None:
            unknown = {"terms.major_from"} | ({size} if facts.get(size) is None else set())
            conditions["major"] = Condition(None, frozenset(unknown))
        else:
            conditions["major"] = of_fact(facts, size, lambda amount: amount >= smallest)
    compliant = all_hold(conditions.values())
    if compliant.holds is True:
        return Answer("met")
    if compliant.holds is None:
        return Answer("undetermined", failures(conditions), compliant.waits_for)
    excepted = facts.get("funding_round.exception_approved", False)
    if excepted is None:
        return Answer("undetermined", failures(conditions), frozenset({"funding_round.exception_approved"}))
    return Answer("excepted" if excepted else "not_met", failures(conditions))
