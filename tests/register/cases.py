"""Decisions that several tests look at: each provision of Mianyang in each of its statuses, and a city's own file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import investpolicy as ip

CITY = Path(__file__).parent.parent / "examples" / "policies" / "city-2020.yaml"
RATE = {"kind": "rate", "rate": "0.5‰", "base": "actual_investment"}
BRACKETS = {
    "kind": "marginal",
    "base": "actual_investment",
    "brackets": [{"from": "1亿元", "to": "5亿元", "rate": "0.5‰"}, {"above": "5亿元", "rate": "1‰"}],
}

PROJECT: dict[str, Any] = {
    "name": "某电池项目",
    "place": "四川省绵阳市涪城区",
    "sector": "C3841",
    "locality_kind": "市辖区",
    "agreed_investment": "5.2亿元",
    "actual_investment": "3亿元",
    "signed_on": "2022-06-20",
    "registered_on": "2022-07-01",
    "started_on": "2022-09-01",
}
REFERRER: dict[str, Any] = {"name": "某商会", "kind": "association", "brought_about": True}
REFERRAL: dict[str, Any] = {"project": PROJECT, "referrer": REFERRER}


def mianyang() -> ip.Policy:
    return ip.policy("mianyang-2022", on=date(2022, 6, 1))


def city(on: date | None = None) -> ip.Policy:
    return ip.load_policy(CITY, on=on)


def referral(project: dict[str, Any] | None = None, referrer: dict[str, Any] | None = None, **more: Any) -> Any:
    return {"project": PROJECT | (project or {}), "referrer": REFERRER | (referrer or {}), **more}


def sharing(**more: Any) -> Any:
    return {"project": PROJECT | {"agreed_investment": "120亿元"}, "support_funds": "1000000.01元"} | more


def parks(*scores: str | None) -> list[dict[str, Any]]:
    return [{"park": f"第{place}园", "year": 2022, "score": score} for place, score in enumerate(scores, start=1)]


def landed(*amounts: list[str]) -> list[dict[str, Any]]:
    """Parks with projects of these sizes, all signed and started in the year."""
    days = {"signed_on": "2022-02-01", "started_on": "2022-05-01"}
    return [
        {"park": f"第{place}园", "year": 2022, "projects": [{"agreed_investment": one} | days for one in its]}
        for place, its in enumerate(amounts, start=1)
    ]


SIZES = (["60亿元", "55亿元"], ["80亿元"], ["51亿元"], ["50亿元"], ["49亿元"])


def ranked(place: int, *, of: ip.Policy | None = None) -> ip.Decision:
    return (of or mianyang()).decide_all("park-ranking-award", parks("95", "95", "90", "88", "87", "80"))[place]


def major(place: int, *, of: ip.Policy | None = None) -> ip.Decision:
    return (of or mianyang()).decide_all("major-project-award", landed(*SIZES))[place]


def fund(**facts: Any) -> ip.Decision:
    return mianyang().decide("fund-share", {"project": {"name": "某项目"}, **facts})


CASES: dict[str, Callable[[], ip.Decision]] = {
    "referral-reward-up_to": lambda: mianyang().decide("referral-reward", referral(paid_before="10万元")),
    "referral-reward-ineligible": lambda: mianyang().decide(
        "referral-reward",
        referral(
            {"agreed_investment": "4.99亿元", "started_on": "尚未", "place": "成都市"},
            {"kind": "公职人员", "brought_about": False},
        ),
    ),
    "referral-reward-undetermined": lambda: mianyang().decide(
        "referral-reward", {"project": {"agreed_investment": "6亿元"}}
    ),
    "referral-reward-entitled": lambda: (
        mianyang()
        .vary({"referral-reward.scale": RATE, "referral-reward.cap": "50万元"})
        .decide("referral-reward", REFERRAL)
    ),
    "referral-reward-shared": lambda: (
        mianyang()
        .vary({"referral-reward.scale": BRACKETS})
        .decide("referral-reward", referral(paid_before="1万元", weights=(1, 2), place=2))
    ),
    "referral-reward-unlimited": lambda: (
        mianyang()
        .vary({"referral-reward.scale": RATE, "referral-reward.cap": "unlimited"})
        .decide("referral-reward", REFERRAL)
    ),
    "referral-reward-amended": lambda: (
        city(date(2024, 1, 1))
        .under(landed="registered")
        .vary({"referral-reward.scale.brackets[6亿元].rate": "1.5‰"})
        .decide("referral-reward", referral({"place": "某市高新区", "actual_investment": "7亿元"}))
    ),
    "park-ranking-award-entitled": lambda: ranked(2),
    "park-ranking-award-pooled": lambda: (
        mianyang()
        .under(ties="pooled", held_together="higher")
        .decide_all(
            "park-ranking-award",
            [one | {"other_award": "0元"} for one in parks("95", "95", "90", "88", "87", "80")],
        )[0]
    ),
    "park-ranking-award-ineligible": lambda: ranked(5),
    "park-ranking-award-undetermined": lambda: mianyang().decide_all("park-ranking-award", parks("95", None))[0],
    "major-project-award-entitled": lambda: major(0),
    "major-project-award-projects": lambda: major(0, of=mianyang().under(ranked_units="projects")),
    "major-project-award-shared": lambda: major(1, of=mianyang().under(prize_is_for="shared")),
    "major-project-award-ineligible": lambda: major(4),
    "major-project-award-undetermined": lambda: mianyang().decide_all(
        "major-project-award", [*landed(["60亿元"]), {"park": "第2园", "year": 2022}]
    )[1],
    "fund-share-met": lambda: fund(fund_contribution="5000万元", vehicle_capital="1亿元"),
    "fund-share-not_met": lambda: fund(fund_contribution="5000.01万元", vehicle_capital="1亿元"),
    "fund-share-excepted": lambda: fund(
        fund_contribution="5000.01万元", vehicle_capital="1亿元", exception_approved=True
    ),
    "fund-share-undetermined": lambda: fund(fund_contribution="5000万元"),
    "fund-share-open": lambda: (
        mianyang()
        .under(major="by-size")
        .decide(
            "fund-share",
            {
                "project": {"name": "某项目", "agreed_investment": "1亿元"},
                "fund_contribution": "5000万元",
                "vehicle_capital": "1亿元",
            },
        )
    ),
    "cost-sharing-entitled": lambda: mianyang().decide("cost-sharing", sharing()),
    "cost-sharing-ineligible": lambda: mianyang().decide(
        "cost-sharing", sharing(project=PROJECT | {"agreed_investment": "99.99亿元", "sector": "采矿业"})
    ),
    "cost-sharing-undetermined": lambda: mianyang().decide("cost-sharing", sharing(support_funds=None)),
    "cost-sharing-provisional": lambda: city().decide("cost-sharing", sharing()),
}
"""A decision by the name of its text in ``tests/examples/explain``."""
