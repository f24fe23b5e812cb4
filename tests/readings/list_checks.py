"""Checks of lists and of steps."""

from __future__ import annotations

from . import Alternative, Differs, Facts


def steps(day: str, *names: str) -> list[Facts]:
    """Steps taken on one day."""
    return [{"step": name, "on": day} for name in names]


EVALUATIONS = ("legality_review", "support_policy", "landing_conditions", "rights_and_duties")
REVIEWS = ("legality", "preferences", "duties")
SIGNED = {"agreed_investment": "60亿元", "signed_on": "2022-07-15"}
ELSEWHERE: Facts = {"industry": "食品", "leading": ["电子信息"], "characteristic": [], "admitted_on": "2022-08-01"}


def approved(by: str) -> Facts:
    """A project of another industry, with an exception."""
    return {**ELSEWHERE, "approved_by": by, "approved_on": "2022-07-20"}


def agency(*kinds: str) -> Facts:
    """An outpost with agents of these kinds."""
    return {"asked_on": "2016-12-31", "agents": [{"kind": kind, "since": "2016-03-01"} for kind in kinds]}


DIFFERS: dict[Alternative, Differs] = {
    ("mianyang-2022", "admission", "exceptions", "localities"): Differs(approved("park"), "not_met", "excepted"),
    ("mianyang-2022", "admission", "exceptions", "nobody"): Differs(approved("city"), "excepted", "not_met"),
    ("mianyang-2022", "prudent-signing", "same-day", "in-time"): Differs(
        {"project": SIGNED, "steps": steps("2022-07-15", *EVALUATIONS)}, "not_met", "met"
    ),
    ("mianyang-2016", "agents", "none-at-all", "refused"): Differs(agency(), "met", "not_met"),
    ("mianyang-2016", "agents", "counted", "each-kind"): Differs(
        agency("chamber", "chamber", "intermediary"), "not_met", "met"
    ),
    ("ziyang", "agreement", "review-binds", "all"): Differs(
        {"project": SIGNED, "signatory": "county_or_zone", "complete": True}, "undetermined", "not_met"
    ),
    ("ziyang", "agreement", "same-day", "in-time"): Differs(
        {"project": SIGNED, "signatory": "city", "steps": steps("2022-07-15", *REVIEWS, "executive_meeting")},
        "not_met",
        "met",
    ),
}
