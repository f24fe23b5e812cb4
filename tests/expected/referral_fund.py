"""SD.jinan-referral-fund, 一（四）优惠政策: 5% of domestic projects' fixed assets, 6% of foreign ones' arrived funds.

Jinan's own measure of 2019 prints 5‰ and 6‰ and a cap of 500万元 a project, for its referrers to share.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .answer import WAN, Answer, Facts, all_hold, by_largest_remainder, failures, half_up, of_fact, rounded_up, waits

Arrived = tuple[Decimal, Decimal]  # dollars, and the yuan for one


@dataclass(frozen=True)
class Terms:
    """What the report says, with the defaults where it is silent. ``cap``: None where none is stated."""

    domestic: Fraction = Fraction(5, 100)
    foreign: Fraction = Fraction(6, 100)
    domestic_on: str = "project.fixed_asset_investment"
    foreign_on: str = "project.arrived_funds"
    foreign_origins: tuple[str, ...] = ("foreign", "hong_kong_macao_taiwan")
    cap: int | None = None
    to_referrers: bool = False


JINAN_2019 = Terms(Fraction(5, 1000), Fraction(6, 1000), cap=500 * WAN, to_referrers=True)
RECIPIENTS = ("enterprise", "association", "organisation", "individual")


def referral_fund(facts: Facts, terms: Terms = Terms()) -> Answer:
    """The fund of a project, or what is due to its referrer at ``place`` (from 1) of ``weights``."""
    conditions = {}
    weights, place = (1,), 1
    if terms.to_referrers:
        weights, place = facts.get("weights", (1,)), facts.get("place", 1)
        conditions = {
            "brought_about": of_fact(facts, "referrer.brought_about", lambda yes: yes),
            "recipient_allowed": of_fact(facts, "referrer.kind", lambda kind: kind in RECIPIENTS),
        }
    eligible = all_hold(conditions.values())
    if eligible.holds is False:
        return Answer("ineligible", failures(conditions), amount=0)
    paid = facts.get("fund_referral.paid_before")
    left = None if paid is None or terms.cap is None else max(terms.cap - paid, 0)
    ceiling = None if left is None else rounded_up(Fraction(left * weights[place - 1], sum(weights)))
    if eligible.holds is None:
        return Answer("undetermined", missing=eligible.waits_for, ceiling=ceiling)
    origin = facts.get("project.capital_origin")
    foreign = origin in terms.foreign_origins
    base = "project.capital_origin" if origin is None else terms.foreign_on if foreign else terms.domestic_on
    missing = waits(facts, base, "fund_referral.paid_before")
    if missing or paid is None:
        return Answer("undetermined", missing=missing, ceiling=ceiling)
    amount = half_up((terms.foreign if foreign else terms.domestic) * facts[base])
    fund = amount if left is None else min(amount, left)
    return Answer("entitled", amount=by_largest_remainder(fund, weights)[place - 1], ceiling=ceiling)


def in_fen(arrived: Sequence[Arrived]) -> int:
    """What foreign currency comes to, each arrival rounded to the 分."""
    return sum(half_up(Fraction(amount) * Fraction(rate) * 100) for amount, rate in arrived)
