"""The money of Mianyang's ten measures."""

from __future__ import annotations

from . import Alternative, Differs, Facts


def project(agreed: str, **changes: str) -> Facts:
    """A project signed, registered and started in 2022, and in production in that year."""
    days = {"signed_on": "2022-03-01", "registered_on": "2022-04-01", "started_on": "2022-06-01"}
    amounts = {"agreed_investment": agreed, "actual_investment": agreed}
    return {**amounts, **days, "in_production_on": "2022-12-01", **changes}


def park(*projects: Facts | str, other_award: str = "0元") -> Facts:
    """A park in 2022."""
    made = [project(one) if isinstance(one, str) else one for one in projects]
    return {"year": 2022, "projects": made, "other_award": other_award}


def parks(*amounts: str) -> list[Facts]:
    """Parks with one project each."""
    return [park(one) for one in amounts]


def referral(of: Facts, *, kind: str = "individual", weights: tuple[int, ...] = (1,)) -> Facts:
    """A referral of a project in the city."""
    referrer = {"kind": kind, "brought_about": True}
    return {"project": {**of, "place": "绵阳市"}, "referrer": referrer, "weights": weights}


def funding(contribution: str) -> Facts:
    """A contribution to a vehicle of 10亿元, in a round of 8亿元, for a project of 6亿元."""
    amounts = {"fund_contribution": contribution, "vehicle_capital": "10亿元", "round_amount": "8亿元"}
    return {"project": project("6亿元"), **amounts}


def claim(funds: str = "100万元", *, kind: str = "district", agreed: str = "100亿元", actual: str = "100亿元") -> Facts:
    """A claim of support funds for a manufacturing project."""
    large = {**project(agreed, actual_investment=actual), "sector": "C", "locality_kind": kind}
    return {"project": large, "support_funds": funds}


def ranks(*scores: int) -> list[Facts]:
    """Parks by their scores."""
    return [{"score": score} for score in scores]


AT_THE_CUT = parks("90亿元", "80亿元", "70亿元", "70亿元")
TWO_FIRST = parks("90亿元", "90亿元", "80亿元", "70亿元")
LANDED_LATER = {"registered_on": "2022-04-01", "started_on": "尚未", "in_production_on": "尚未"}
NOT_YET_PRODUCING = {"in_production_on": "尚未"}

_DIFFERS: dict[tuple[str, str, str], Differs] = {
    # MY22.major-project-award
    ("major-project-award", "prize-is-for", "shared"): Differs(
        parks("90亿元", "80亿元"), "entitled 100万元", "entitled 50万元"
    ),
    ("major-project-award", "ranked-units", "projects"): Differs(
        [park("90亿元", "80亿元")], "entitled 100万元", "entitled 200万元"
    ),
    ("major-project-award", "ranked-by", "number"): Differs(
        [*parks("200亿元", "190亿元", "180亿元"), park("50亿元", "50亿元")], "ineligible", "entitled 100万元", 3
    ),
    ("major-project-award", "ranked-by", "largest"): Differs(
        [park("60亿元", "60亿元"), park("60亿元", "60亿元"), park("60亿元", "60亿元"), park("100亿元")],
        "ineligible",
        "entitled 100万元",
        3,
    ),
    ("major-project-award", "ties", "worse"): Differs(AT_THE_CUT, "entitled 100万元", "ineligible", 2),
    ("major-project-award", "ties", "dense"): Differs(TWO_FIRST, "ineligible", "entitled 100万元", 3),
    ("major-project-award", "ties", "pooled"): Differs(AT_THE_CUT, "entitled 100万元", "entitled 50万元", 2),
    ("major-project-award", "ties", "undetermined"): Differs(AT_THE_CUT, "entitled 100万元", "undetermined", 2),
    ("major-project-award", "landed", "registered"): Differs(
        [park(project("60亿元", **LANDED_LATER))], "ineligible", "entitled 100万元"
    ),
    ("major-project-award", "landed", "in-production"): Differs(
        [park(project("60亿元", **NOT_YET_PRODUCING))], "entitled 100万元", "ineligible"
    ),
    ("major-project-award", "year", "landing"): Differs(
        [park(project("60亿元", signed_on="2021-12-31"))], "ineligible", "entitled 100万元"
    ),
    ("major-project-award", "threshold-base", "actual"): Differs(
        [park(project("60亿元", actual_investment="40亿元"))], "entitled 100万元", "ineligible"
    ),
    ("major-project-award", "held-together", "higher"): Differs(
        [park("60亿元", other_award="100.01万元")], "entitled 100万元", "ineligible"
    ),
    # MY22.park-ranking-award
    ("park-ranking-award", "tiers", "split-1-1-3"): Differs(
        {"place": {"rank": 3}}, "entitled 80万元", "entitled 60万元"
    ),
    ("park-ranking-award", "tiers", "split-1-3-1"): Differs(
        {"place": {"rank": 4}}, "entitled 60万元", "entitled 80万元"
    ),
    ("park-ranking-award", "tiers", "split-2-2-1"): Differs(
        {"place": {"rank": 4}}, "entitled 60万元", "entitled 80万元"
    ),
    ("park-ranking-award", "tiers", "split-2-1-2"): Differs(
        {"place": {"rank": 2}}, "entitled 80万元", "entitled 100万元"
    ),
    ("park-ranking-award", "tiers", "split-3-1-1"): Differs(
        {"place": {"rank": 3}}, "entitled 80万元", "entitled 100万元"
    ),
    ("park-ranking-award", "amount-is-for", "tier"): Differs(
        ranks(9, 8, 7, 6, 5), "entitled 60万元", "entitled 30万元", 4
    ),
    ("park-ranking-award", "ties", "worse"): Differs(ranks(9, 9), "entitled 100万元", "entitled 80万元"),
    ("park-ranking-award", "ties", "dense"): Differs(ranks(9, 9, 8, 7), "entitled 60万元", "entitled 80万元", 3),
    ("park-ranking-award", "ties", "pooled"): Differs(ranks(9, 9), "entitled 100万元", "entitled 90万元"),
    ("park-ranking-award", "ties", "undetermined"): Differs(ranks(9, 9), "entitled 100万元", "undetermined"),
    ("park-ranking-award", "held-together", "higher"): Differs(
        {"place": {"rank": 2}, "other_award": "100万元"}, "entitled 80万元", "ineligible"
    ),
    # MY22.referral-reward
    ("referral-reward", "threshold-base", "actual"): Differs(
        referral(project("6亿元", actual_investment="4.99亿元")), "up_to 30万元", "ineligible"
    ),
    ("referral-reward", "cap-is-for", "referrer"): Differs(
        referral(project("6亿元"), weights=(1, 1)), "up_to 15万元", "up_to 30万元"
    ),
    ("referral-reward", "landed", "registered"): Differs(
        referral(project("6亿元", **LANDED_LATER)), "ineligible", "up_to 30万元"
    ),
    ("referral-reward", "landed", "in-production"): Differs(
        referral(project("6亿元", **NOT_YET_PRODUCING)), "up_to 30万元", "ineligible"
    ),
    ("referral-reward", "public-servants", "included"): Differs(
        referral(project("6亿元"), kind="public_servant"), "ineligible", "up_to 30万元"
    ),
    # MY22.fund-share
    ("fund-share", "base", "round"): Differs(funding("5亿元"), "met", "not_met"),
    ("fund-share", "base", "project"): Differs(funding("4亿元"), "met", "not_met"),
    ("fund-share", "major", "by-size"): Differs(funding("5亿元"), "met", "undetermined"),
    # MY22.cost-sharing
    ("cost-sharing", "edge", "excluded"): Differs(claim(), "entitled 30万元 : 70万元", "ineligible"),
    ("cost-sharing", "county-parks", "included"): Differs(
        claim(kind="county_park"), "ineligible", "entitled 30万元 : 70万元"
    ),
    ("cost-sharing", "threshold-base", "actual"): Differs(
        claim(actual="99.99亿元"), "entitled 30万元 : 70万元", "ineligible"
    ),
    ("cost-sharing", "remainder", "half-up"): Differs(
        claim("0.05元"), "entitled 0.01元 : 0.04元", "entitled 0.02元 : 0.03元"
    ),
    ("cost-sharing", "remainder", "largest"): Differs(
        claim("0.02元"), "entitled 0元 : 0.02元", "entitled 0.01元 : 0.01元"
    ),
}
DIFFERS: dict[Alternative, Differs] = {
    ("mianyang-2022", *alternative): case._replace(slow=alternative[0] == "major-project-award")
    for alternative, case in _DIFFERS.items()
}
