"""MY22.cost-sharing, 强化保障·政策扶持: the city bears 30%, the locality 70% of the funds that honour the policy.

For manufacturing projects of 100亿元 or more in a municipal district or park. Outside that the text gives no split.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor

from .answer import YI, Answer, Facts, all_hold, by_largest_remainder, failures, half_up, of_fact

CITY, LOCALITY = "市本级", "承接地"


@dataclass(frozen=True)
class Terms:
    """What the text says, with the defaults where it is silent."""

    threshold: int = 100 * YI
    threshold_on: str = "project.agreed_investment"
    exactly_counts: bool = True
    localities: tuple[str, ...] = ("district", "city_park", "district_park")
    city_share: Fraction = Fraction(30, 100)
    remainder: str = "last"


def cost_sharing(facts: Facts, terms: Terms = Terms()) -> Answer:
    """Who bears what of ``support_claim.support_funds``."""
    smallest = terms.threshold if terms.exactly_counts else terms.threshold + 1
    conditions = {
        "manufacturing": of_fact(facts, "project.sector", lambda section: section == "C"),
        "large_enough": of_fact(facts, terms.threshold_on, lambda amount: amount >= smallest),
        "locality_included": of_fact(facts, "project.locality_kind", lambda kind: kind in terms.localities),
    }
    eligible = all_hold(conditions.values())
    total = facts.get("support_claim.support_funds")
    if eligible.holds is False:
        return Answer("ineligible", failures(conditions))
    if eligible.holds is None:
        return Answer("undetermined", missing=eligible.waits_for)
    if total is None:
        return Answer("undetermined", missing=frozenset({"support_claim.support_funds"}))
    return Answer("entitled", parts=parts_of(total, terms))


def parts_of(total: int, terms: Terms = Terms()) -> dict[str, int]:
    """30:70 to the 分; the parts add up whoever takes what rounding leaves."""
    exact = terms.city_share * total
    if terms.remainder == "last":
        city = floor(exact)
    elif terms.remainder == "last-half-up":
        city = min(half_up(exact), total)
    else:
        weights = (terms.city_share.numerator, terms.city_share.denominator - terms.city_share.numerator)
        city = by_largest_remainder(total, weights)[0]
    return {CITY: city, LOCALITY: total - city}
