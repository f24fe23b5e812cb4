"""ZY.fund (九、建立经费保障机制) and SD.referral-proposal (二、（一）): rules of Mianyang's measures, figures open."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import pytest

import investpolicy as ip
from tests.expected import fund_share, referral_reward
from tests.expected.answer import WAN, YI, Answer

from .agree import check_rows
from .generate import ENGINES, Row, funding_round, referral

ZIYANG, REPORT = ip.policy("ziyang"), ip.policy("shandong-report")
CONTRIBUTION = {"fund_contribution": "2亿元", "vehicle_capital": "10亿元", "round_amount": "8亿元"}
PROPOSED = {
    "threshold": "5亿元",
    "scale": {"kind": "rate", "rate": "0.05%", "base": "actual_investment"},
    "cap": "30万元",
    "jurisdiction": ["四川省绵阳市", "绵阳市", "5107"],
}


@pytest.mark.parametrize("share", ["20%", "1/3", "50%"])
@pytest.mark.parametrize("base", ["vehicle", "round"])
def test_the_fund_with_a_share_supplied(share: str, base: str) -> None:
    policy = ZIYANG.vary({"fund.limit": share}).under({"fund.base": base})
    paths = {"vehicle": "funding_round.vehicle_capital", "round": "funding_round.round_amount"}
    terms = fund_share.Terms(limit=ip.Ratio.parse(share).fraction, base=paths[base])
    rng = random.Random(share)

    def expected(row: Row) -> Answer:
        return fund_share.fund_share(row, terms)

    check_rows(policy, "fund", [funding_round(rng) for _ in range(100)], expected, ENGINES)


def test_the_fund_without_a_share_is_undetermined_on_records_and_columns() -> None:
    decision = ZIYANG.decide("fund", CONTRIBUTION)
    assert (decision.status, decision.missing) == ("undetermined", ("terms.limit",))
    assert ZIYANG.terms("fund").open_terms == ("limit", "major_from")
    with pytest.raises(ip.errors.PolicyError, match="does not publish limit"):
        ZIYANG.terms("fund", complete=True)
    words = decision.explain()
    assert "出资比例上限（未公布）" in words
    assert "未公布）+" not in words, "a share is not added to its base"
    rng = random.Random(0)

    def expected(row: Row) -> Answer:
        facts = ("funding_round.fund_contribution", "funding_round.vehicle_capital")
        return Answer("undetermined", missing=frozenset({"terms.limit", *(one for one in facts if row[one] is None)}))

    check_rows(ZIYANG, "fund", [funding_round(rng) for _ in range(60)], expected, ENGINES)


def test_what_the_proposal_leaves_open_is_named_one_after_the_other() -> None:
    project = {"agreed_investment": "6亿元", "actual_investment": "2亿元", "place": "绵阳市涪城区"}
    days = {"signed_on": "2022-03-01", "started_on": "2022-06-01"}
    facts = {"project": {**project, **days}, "referrer": {"kind": "individual", "brought_about": True}}
    name = "referral-proposal"
    assert set(REPORT.decide(name, facts).missing) == {"terms.jurisdiction", "terms.threshold"}
    eligible = REPORT.vary({f"{name}.{term}": PROPOSED[term] for term in ("threshold", "jurisdiction")})
    assert eligible.decide(name, facts).missing == ("terms.cap", "terms.scale")
    capped = eligible.vary({f"{name}.cap": "30万元"}).decide(name, facts)
    assert (capped.status, capped.ceiling) == ("up_to", ip.Money.wan(30))
    complete = REPORT.vary({f"{name}.{term}": value for term, value in PROPOSED.items()})
    assert complete.decide(name, facts).amount == ip.Money.wan(10)


def test_the_proposal_with_figures_supplied_is_a_referral_reward() -> None:
    policy = REPORT.vary({f"referral-proposal.{term}": value for term, value in PROPOSED.items()})
    terms = replace(referral_reward.Terms(), threshold=5 * YI, rate=Fraction(5, 10_000), cap=30 * WAN)
    rng = random.Random(1)
    rows = [
        row | {"project.place": rng.choice(("四川省绵阳市涪城区", None))} for row in (referral(rng) for _ in range(120))
    ]

    def expected(row: Row) -> Answer:
        return referral_reward.referral_reward(row, terms)

    check_rows(policy, "referral-proposal", rows, expected, ENGINES)
