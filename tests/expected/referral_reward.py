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
    Condition,
    Facts,
    all_hold,
    by_largest_remainder,
    failures,
    half_up,
    of_fact,
    rounded_up,
)

# the city, its districts, county-level cities and counties, and its code; a place lies in one when it begins so
OWN = ["涪城区", "游仙区", "安州区", "江油市", "三台县", "盐亭县", "梓潼县", "平武县", "北川"]
INSIDE = [
    "绵阳",
    "(绵阳)",
    "仙海区",
    "5107",
    *(before + own for before in ("", "四川省", "四川") for own in (*OWN, "绵阳")),
]

# the other places of the province, and the other provinces; roads and parks that have a province's name may be anywhere
CITIES = [
    "成都",
    "自贡",
    "攀枝花",
    "泸州",
    "德阳",
    "广元",
    "遂宁",
    "内江",
    "乐山",
    "南充",
    "眉山",
    "宜宾",
    "广安",
    "达州",
    "雅安",
    "巴中",
    "资阳",
]
PREFECTURES = {"阿坝": "阿坝藏族羌族自治州", "甘孜": "甘孜藏族自治州", "凉山": "凉山彝族自治州"}
OUTSIDE = [f"{before}{city}市" for before in ("", "四川省") for city in CITIES]
OUTSIDE += [
    before + name for before in ("", "四川省") for short, full in PREFECTURES.items() for name in (f"{short}州", full)
]
OUTSIDE += [f"四川{short}" for short in (*CITIES, *PREFECTURES)]
PROVINCES = [
    "北京",
    "天津",
    "上海",
    "重庆",
    "河北",
    "山西",
    "辽宁",
    "吉林",
    "黑龙江",
    "江苏",
    "浙江",
    "安徽",
    "福建",
    "江西",
    "山东",
    "河南",
    "湖北",
    "湖南",
    "广东",
    "海南",
    "贵州",
    "云南",
    "陕西",
    "甘肃",
    "青海",
    "台湾",
    "内蒙古",
    "广西",
    "西藏",
    "宁夏",
    "新疆",
    "香港",
    "澳门",
]
ROADS = ("路", "街", "大道", "产业园", "工业园")


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
        "in_jurisdiction": _in_the_city(facts.get("project.place")),
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


def _in_the_city(place: str | None) -> Condition:
    """A place that does not say where it lies may lie in the city."""
    if place is not None and _begins(place, INSIDE):
        return Condition(True)
    named_after = place is not None and _begins(place, [one + road for one in PROVINCES for road in ROADS])
    if place is not None and _begins(place, OUTSIDE + PROVINCES) and not named_after:
        return Condition(False)
    return Condition(None, frozenset({"project.place"}))


def _begins(place: str, names: list[str]) -> bool:
    return any(place[: len(one)] == one for one in names)
