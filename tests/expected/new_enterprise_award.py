"""SD.huangpu-foreign and SD.huangpu-domestic, 一（四）优惠政策: new enterprises are rewarded by a base of theirs.

Foreign ones by paid-in capital, domestic ones by fixed assets (as printed: formed by foreign investment). Rate, cap,
and the day from which an enterprise is new are not published.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from .answer import NOT_YET, Answer, Facts, all_hold, failures, half_up, of_fact, waits


@dataclass(frozen=True)
class Terms:
    """What a user supplies for what is not published."""

    base: str = "project.paid_in_capital"
    origins: tuple[str, ...] = ("foreign", "hong_kong_macao_taiwan")
    rate: Fraction = Fraction(1, 100)
    cap: int = 1000 * 10_000_00
    new_since: date = date(2017, 2, 1)


def new_enterprise_award(facts: Facts, terms: Terms = Terms()) -> Answer:
    """The award of one enterprise."""
    day = "project.registered_on"
    conditions = {
        "origin_included": of_fact(facts, "project.capital_origin", lambda origin: origin in terms.origins),
        "registered": of_fact(facts, day, lambda registered: registered != NOT_YET),
        "newly_established": of_fact(facts, day, lambda registered: registered >= terms.new_since),
    }
    eligible = all_hold(conditions.values())
    if eligible.holds is False:
        return Answer("ineligible", failures(conditions), amount=0)
    paid = facts.get("project_award.paid_before")
    left = None if paid is None else max(terms.cap - paid, 0)
    if eligible.holds is None:
        return Answer("undetermined", missing=eligible.waits_for, ceiling=left)
    missing = waits(facts, terms.base, "project_award.paid_before")
    if missing or left is None:
        return Answer("undetermined", missing=missing, ceiling=left)
    return Answer("entitled", amount=min(half_up(terms.rate * facts[terms.base]), left), ceiling=left)
