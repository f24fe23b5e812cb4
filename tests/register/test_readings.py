from __future__ import annotations

import importlib
import pickle
from typing import Any

import pytest

import investpolicy as ip
from investpolicy.errors import FactsError, TermsError, UnknownNameError
from investpolicy.outcomes import Status
from tests.register.cases import PROJECT, RATE, REFERRAL, city, landed, mianyang, parks, referral

HUNDRED = {"agreed_investment": "100亿元", "actual_investment": "100亿元"}
MONEY = ip.Money.parse


def hundred(**more: Any) -> ip.Readings:
    return ip.readings(
        mianyang(), "cost-sharing", {"project": PROJECT | HUNDRED, "support_funds": "1000000.01元"} | more
    )


def test_every_combination_is_decided() -> None:
    found = hundred()
    assert len(found.each) == 2 * 2 * 2 * 3
    assert all(dict(combination) == decision.readings for combination, decision in found.each.items())
    assert found.default.readings == dict(next(iter(found.each)))
    assert found.default.to_json() == mianyang().decide("cost-sharing", found.default.facts).to_json()
    assert found.statuses == {Status.ENTITLED, Status.INELIGIBLE}


def test_which_question_moves_the_answer() -> None:
    found = hundred()
    assert {name: set(answers) for name, answers in found.moves.items()} == {"edge": {"excluded"}}
    assert found.moves["edge"]["excluded"].status is Status.INELIGIBLE
    assert found.range == (MONEY("30万元"), MONEY("30万元"))  # where nothing is shared, there is no part of 0元
    odd = hundred(support_funds="0.05元")  # 1.5 分: rounding matters
    assert {name: set(answers) for name, answers in odd.moves.items()} == {
        "edge": {"excluded"},
        "remainder": {"half-up", "largest"},
    }


def test_the_range_of_an_award() -> None:
    draft = mianyang().vary({"referral-reward.scale": RATE})
    found = ip.readings(draft, "引荐奖励", referral(paid_before="29万元"))
    assert found.provision == "referral-reward"
    assert found.default.amount == MONEY("1万元")
    assert found.range == (MONEY("0元"), MONEY("15万元"))
    assert set(found.moves) == {"threshold-base", "cap-is-for", "landed"}
    up_to = ip.readings(mianyang(), "referral-reward", REFERRAL)
    assert up_to.range == (MONEY("0元"), MONEY("30万元"))
    assert ip.readings(mianyang(), "fund-share", {}).range is None


def test_answers_that_are_relied_on_already_are_the_default() -> None:
    under = mianyang().under({"cost-sharing.edge": "excluded"})
    found = ip.readings(under, "cost-sharing", {"project": PROJECT | HUNDRED, "support_funds": "10元"})
    assert found.default.status is Status.INELIGIBLE
    assert set(found.moves) == {"edge"}
    assert set(found.moves["edge"]) == {"included"}


def test_a_population_and_whose_place_is_meant() -> None:
    population = parks("95", "95", "90", "88", "87", "80")
    found = {place: ip.readings(mianyang(), "park-ranking-award", population, place=place) for place in (0, 5, -1)}
    assert found[0].default.amount == MONEY("100万元")
    assert set(found[0].moves) == {"amount-is-for", "ties", "held-together"}  # the other award is not told
    assert found[5].default.status is Status.INELIGIBLE
    assert found[-1].default.to_json() == found[5].default.to_json()
    for place in (6, -7):
        with pytest.raises(FactsError, match=f"place: {place} of 6 records; count from 0"):
            ip.readings(mianyang(), "park-ranking-award", population, place=place)


def test_the_text() -> None:
    assert hundred().explain() == (
        "所依读法：市本级 30万元，承接地 700000.01元\n"
        "全部 24 种读法：应得 12 种，不符合条件 12 种\n"
        "金额或上限：30万元\n"
        "恰为门槛数的项目算不算？ [edge]\n"
        "  不含本数 → 不符合条件，不作分担"
    )
    assert (
        str(hundred())
        == hundred().explain("en")
        == (
            "As it is read here: city CNY 300,000, locality CNY 700,000.01\n"
            "All 24 readings: 12 entitled, 12 not eligible\n"
            "Amount or ceiling: CNY 300,000\n"
            "Does a project of exactly the threshold count? [edge]\n"
            "  it does not → not eligible, so that nothing is shared"
        )
    )


def test_an_award_that_is_not_due_is_nothing_and_a_split_or_a_check_that_fails_has_no_amount() -> None:
    draft = mianyang().vary({"referral-reward.scale": RATE})
    text = ip.readings(draft, "引荐奖励", referral(paid_before="29万元")).explain("en")
    assert "Amount or ceiling: CNY 0 to CNY 150,000\n" in text
    small = ip.readings(mianyang(), "cost-sharing", {"project": PROJECT, "support_funds": "1元"})
    assert (small.statuses, small.range) == ({Status.INELIGIBLE}, None)
    assert "金额" not in small.explain()


def test_the_text_where_nothing_moves() -> None:
    found = ip.readings(city(), "referral-reward", {"project": {"signed_on": "尚未"}})
    assert found.moves == {}
    assert found.explain().endswith("没有哪一个未定之处单独改变结论。")
    assert found.explain("en").endswith("No open question changes the answer by itself.")


def test_html_is_escaped() -> None:
    found = hundred()
    assert found._repr_html_() == f"<pre>{found.explain()}</pre>"
    assert "<" not in found._repr_html_()[5:-6]


def test_readings_are_pickled() -> None:
    again = pickle.loads(pickle.dumps(hundred()))
    assert again.explain() == hundred().explain()
    assert again.moves.keys() == hundred().moves.keys()


def test_what_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'cost-sharing'"):
        ip.readings(mianyang(), "cost-sharin", {})
    with pytest.raises(FactsError, match="'x' is not what this provision decides on"):
        ip.readings(mianyang(), "cost-sharing", "x")
    monkeypatch.setattr(importlib.import_module("investpolicy.register.readings"), "MOST_COMBINATIONS", 23)
    with pytest.raises(
        TermsError, match=r"MY22\.cost-sharing: 24 combinations of answers; fix some with policy\.under"
    ):
        hundred()


def test_all_combinations_of_many_questions() -> None:
    found = ip.readings(mianyang(), "major-project-award", landed(["60亿元"], ["60亿元"], ["50亿元"]))
    assert len(found.each) == 2 * 2 * 3 * 5 * 3 * 2 * 2 * 2
    assert found.range == (MONEY("333333.34元"), MONEY("100万元"))  # one winner of three that share, or each
