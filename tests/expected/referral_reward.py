"""MY22.referral-reward, 压实责任·考核激励: who brings a project of 5亿元 or more to sign and land may get a reward.

It goes by actual investment, by a scale that is not published, and is at most 30万元 a project. One cap a project is
shared by its referrers, less what was already paid, with the largest remainder.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from .answer import (
    NOT_YET,
    WAN,
    YI,
    Answer,
    Facts,
    all_hold,
    by_largest_remainder,
    failures,
    half_up,
    of_fact,
    rounded_up,
)

# the city, its districts, county-level cities and counties, and its code; a place lies in one when it begins so
PLACES = [
    "绵阳",
    "四川省绵阳",
    "四川绵阳",
    "涪城区",
    "游仙区",
    "安州区",
    "江油市",
    "三台县",
    "盐亭县",
    "梓潼县",
    "平武县",
]
PLACES += ["北川羌族自治县", "北川县", "5107"]


@dataclass(frozen=True)
class Terms:
    """What the text says, with the defaults where it is silent. ``rate``: of actual investment; None: not published."""

    threshold: int = 5 * YI
    threshold_on: str = "project.agreed_investment"
    landing: str = "project.started_on"
    recipients: tuple[str, ...] = ("enterprise", "association", "organisation", "individual")
    rate: Fraction | None = None
    cap: int = 30 * WAN
    cap_for: str = "project"


def referral_reward(facts: Facts, terms: Terms = Terms()) -> Answer:
    """``weights`` and ``place`` (from 1) say how several referrers share; one referrer alone unless told."""
    conditions = {
        "signed": of_fact(facts, "project.signed_on", lambda day: day < NOT_YET),
        "landed": of_fact(facts, terms.landing, lambda day: day < NOT_YET),
        "in_jurisdiction": of_fact(facts, "project.place", _in_the_city),
        "large_enough": of_fact(facts, terms.threshold_on, lambda amount: amount >= terms.threshold),
        "brought_about": of_fact(facts, "referrer.brought_about", lambda yes: yes),
        "recipient_allowed": of_fact(facts, "referrer.kind", lambda kind: kind in terms.recipients),
    }
    eligible = all_hold(conditions.values())
    if eligible.holds is False:
        return Answer("ineligible", failures(conditions), amount=0)

    weights: tuple[int, ...] = facts.get("weights", (1,))
    place: int = facts.get("place", 1)
    paid_path = "referral.paid_before" if terms.cap_for == "project" else "referral.paid_to_referrer"
    if terms.cap_for == "referrer":
        weights, place = (1,), 1
    paid, actual = facts.get(paid_path, 0), facts.get("project.actual_investment")
    left = None if paid is None else max(terms.cap - paid, 0)
    # no reward up to what is left can give this referrer more than the exact share, rounded up
    ceiling = None if left is None else rounded_up(Fraction(left * weights[place - 1], sum(weights)))
    if eligible.holds is None:
        return Answer("undetermined", missing=eligible.waits_for, ceiling=ceiling)

    waits = {name for name, value in ((paid_path, paid), ("project.actual_investment", actual)) if value is None}
    if terms.rate is None:
        return Answer("undetermined" if waits else "up_to", missing=frozenset(waits | {"terms.scale"}), ceiling=ceiling)
    if left is None or actual is None:
        return Answer("undetermined", missing=frozenset(waits), ceiling=ceiling)
    reward = min(half_up(terms.rate * actual), left)
    return Answer("entitled", amount=by_largest_remainder(reward, weights)[place - 1], ceiling=ceiling)


def _in_the_city(place: str) -> bool:
    return any(place[: len(one)] == one for one in PLACES)
