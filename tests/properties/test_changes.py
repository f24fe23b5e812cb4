"""Changes to the terms: what is misspelled, changes nothing, is negative or a float is refused, and says why."""

from __future__ import annotations

from typing import Any

import pytest

import investpolicy as ip

from .agree import DRAFT, MIANYANG

FLOAT = "a float is not exact: write text such as '0.05%' or '50万元'"
NO_OP = "the change changes nothing; leave it out, or write another value"
BELOW = "is below zero; write an amount of 0 or more"

REFUSED: dict[str, tuple[dict[str, Any], type[ip.PolicyError], str]] = {
    # misspelled
    "term": (
        {"referral-reward.capp": "50万元"},
        ip.errors.UnknownNameError,
        "term of referral-reward 'capp' does not exist; did you mean 'cap'?",
    ),
    "provision": (
        {"referal-reward.cap": "50万元"},
        ip.errors.UnknownNameError,
        "provision of mianyang-2022 'referal-reward' does not exist; did you mean 'referral-reward'?",
    ),
    "no term": (
        {"cost-sharing": "50万元"},
        ip.errors.UnknownNameError,
        "cost-sharing: names a provision, not one of its terms; write cost-sharing.term, one of threshold, ",
    ),
    "member": (
        {"fund-share.base": "vehicel"},
        ip.errors.TermsError,
        "fund-share.base: 'vehicel' is not one of the known; did you mean 'vehicle'?",
    ),
    "tier": (
        {"park-ranking-award.prizes.tiers[2-4].amount": "1万元"},
        ip.errors.UnknownNameError,
        "park-ranking-award.prizes.tiers: item '2-4' does not exist",
    ),
    # no-op
    "cap as it is": ({"referral-reward.cap": "30万元"}, ip.errors.TermsError, f"referral-reward.cap: {NO_OP}"),
    "cap otherwise written": (
        {"referral-reward.cap": "300,000元"},
        ip.errors.TermsError,
        f"referral-reward.cap: {NO_OP}",
    ),
    "shares as they are": (
        {"cost-sharing.shares": "市本级 30 : 承接地 70"},
        ip.errors.TermsError,
        f"cost-sharing.shares: {NO_OP}",
    ),
    "limit as it is": ({"fund-share.limit": "50%"}, ip.errors.TermsError, f"fund-share.limit: {NO_OP}"),
    "tier as it is": (
        {"major-project-award.prizes.tiers[1-3].amount": "100万元"},
        ip.errors.TermsError,
        f"major-project-award.prizes.tiers[1-3].amount: {NO_OP}",
    ),
    "one of two": (
        {"referral-reward.cap": "50万元", "cost-sharing.threshold": "100亿元"},
        ip.errors.TermsError,
        f"cost-sharing.threshold: {NO_OP}",
    ),
    # negative
    "cap below zero": ({"referral-reward.cap": "-30万元"}, ip.errors.TermsError, f"amount -30万元 {BELOW}"),
    "threshold of referrals": (
        {"referral-reward.threshold": "-5亿元"},
        ip.errors.TermsError,
        f"referral-reward.threshold: 项目门槛 -5亿元 {BELOW}",
    ),
    "threshold of projects": (
        {"major-project-award.threshold": "-0.01元"},
        ip.errors.TermsError,
        f"major-project-award.threshold: 项目门槛 -0.01元 {BELOW}",
    ),
    "threshold of sharing": (
        {"cost-sharing.threshold": "-100亿元"},
        ip.errors.TermsError,
        f"cost-sharing.threshold: 项目门槛 -100亿元 {BELOW}",
    ),
    "smallest major project": (
        {"fund-share.major_from": "-1元"},
        ip.errors.TermsError,
        f"fund-share.major_from: 重大项目门槛 -1元 {BELOW}",
    ),
    "limit below zero": (
        {"fund-share.limit": "-1%"},
        ip.errors.TermsError,
        "fund-share.limit: 出资比例上限 -1% is not between 0 and 100%",
    ),
    "limit above the whole": (
        {"fund-share.limit": "100.01%"},
        ip.errors.TermsError,
        "fund-share.limit: 出资比例上限 100.01% is not between 0 and 100%",
    ),
    "rate below zero": (
        {"referral-reward.scale": {"kind": "rate", "rate": "-0.05%", "base": "actual_investment"}},
        ip.errors.TermsError,
        "rate -0.05% is not between 0 and 100%; write a rate such as 5% or 5‰",
    ),
    "share below zero": (
        {"cost-sharing.shares": "市本级 -30 : 承接地 70"},
        ip.errors.TermsError,
        "has a negative weight '市本级 -30'",
    ),
    "prize below zero": (
        {"park-ranking-award.prizes.tiers[1].amount": "-100万元"},
        ip.errors.TermsError,
        f"amount -100万元 {BELOW}",
    ),
    # a float, and other numbers
    "float cap": (
        {"referral-reward.cap": 300000.0},
        ip.errors.TermsError,
        f"referral-reward.cap: float 300000.0 can not be a term; {FLOAT}",
    ),
    "float inside": (
        {"referral-reward.scale": {"kind": "rate", "rate": 0.0005, "base": "actual_investment"}},
        ip.errors.TermsError,
        f"referral-reward.scale.rate: float 0.0005 can not be a term; {FLOAT}",
    ),
    "float in a list": (
        {"park-ranking-award.prizes.tiers": [{"ranks": "1", "amount": 1e6}]},
        ip.errors.TermsError,
        f"park-ranking-award.prizes.tiers.amount: float 1000000.0 can not be a term; {FLOAT}",
    ),
    "not a number": (
        {"fund-share.limit": float("nan")},
        ip.errors.TermsError,
        f"fund-share.limit: float nan can not be a term; {FLOAT}",
    ),
    "without a unit": (
        {"referral-reward.cap": 300000},
        ip.errors.TermsError,
        "money '300000' has no unit; write, for example, '300000元' or '300000万元'",
    ),
    # no schedule
    "a rank that no tier covers": (
        {"park-ranking-award.prizes.tiers": [{"ranks": "1", "amount": "1元"}, {"ranks": "3", "amount": "1元"}]},
        ip.errors.TermsError,
        "no tier covers rank 2; let each tier begin after the one before",
    ),
}


@pytest.mark.parametrize(("changes", "error", "message"), REFUSED.values(), ids=REFUSED)
def test_the_change_is_refused_with_its_reason(
    changes: dict[str, Any], error: type[ip.PolicyError], message: str
) -> None:
    with pytest.raises(error) as raised:
        MIANYANG.vary(changes)
    assert message in str(raised.value)


def test_all_faults_are_told_in_one_pass() -> None:
    changes = {"referral-reward.threshold": "-5亿元", "fund-share.limit": "101%", "cost-sharing.shares": "0:0"}
    with pytest.raises(ip.errors.TermsError) as raised:
        MIANYANG.vary(changes)
    told = [problem.where for problem in raised.value.problems]
    assert sorted(told) == ["cost-sharing.shares", "fund-share.limit", "referral-reward.threshold"]


def test_a_refused_change_leaves_the_policy_as_it_was() -> None:
    before = MIANYANG.terms("referral-reward")
    with pytest.raises(ip.PolicyError):
        MIANYANG.vary({"referral-reward.cap": "-1元"})
    assert MIANYANG.terms("referral-reward") == before
    assert MIANYANG.changes == ()


def test_a_change_of_a_change_is_measured_against_what_it_changes() -> None:
    changed = DRAFT.vary({"referral-reward.cap": "50万元"})
    with pytest.raises(ip.errors.TermsError, match="changes nothing"):
        changed.vary({"referral-reward.cap": "50万元"})
    assert str(changed.vary({"referral-reward.cap": "40万元"}).terms("referral-reward").cap) == "40万元"  # type: ignore[attr-defined]


def test_an_open_term_asked_for_names_the_parameter_and_the_document() -> None:
    for provision, term in (("referral-reward", "scale"), ("fund-share", "major_from")):
        with pytest.raises(ip.errors.UndeterminedError) as raised:
            MIANYANG.terms(provision, complete=True)
        assert str(raised.value).startswith(
            f"MY22.{provision}: 绵阳市更大力度促进招商引资10条措施 does not publish {term}; "
        )
    assert DRAFT.terms("referral-reward", complete=True).open_terms == ()
