"""ZY.performance (资阳市招商引资工作机制意见, 六)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import investpolicy as ip
from tests.expected.performance import outcome

ZIYANG = ip.policy("ziyang")
AMOUNTS = st.sampled_from([(99, 100), (100, 100), (101, 100), (0, 100)])
KEPT: dict[str, Any] = {"agreed_investment": "2亿元", "actual_investment": "2亿元", "serious_breach": False}
TAX = {"name": "年纳税", "agreed": "800万元", "reached": "800万元"}
LATE = {"name": "竣工", "due_on": "2021-12-31", "done_on": "2022-01-01"}


def facts(**changes: Any) -> dict[str, Any]:
    return {**KEPT, "economic_terms": [TAX], "milestones": [], **changes}


def said(decision: ip.Decision) -> str:
    if decision.status != "determined":
        return "not stated" if decision.missing == ("terms.not_stated",) else str(decision.missing)
    return " ".join(name for name, one in decision.figures.items() if one.to_json())


@settings(max_examples=150)
@given(
    AMOUNTS,
    st.lists(AMOUNTS, max_size=2),
    st.booleans(),
    st.booleans(),
    st.sampled_from([None, None, True, False]),
    st.booleans(),
)
def test_as_expected(
    invested: tuple[int, int],
    terms: list[tuple[int, int]],
    on_time: bool,
    breach: bool,
    strict: bool | None,
    breach_first: bool,
) -> None:
    told = {
        "actual_investment": f"{invested[0]}分",
        "agreed_investment": f"{invested[1]}分",
        "economic_terms": [{"name": "税", "reached": f"{one}分", "agreed": f"{other}分"} for one, other in terms],
        "milestones": [] if on_time else [LATE],
        "serious_breach": breach,
        "strictly_performed": strict,
    }
    policy = ZIYANG if breach_first else ZIYANG.under({"performance.both-apply": "undetermined"})
    if strict and (breach or not on_time or any(one < other for one, other in terms)):
        with pytest.raises(ip.errors.FactsError, match="strictly_performed"):
            policy.decide("performance", told)
        return
    expected = outcome(invested, terms, on_time, breach, strict, breach_first=breach_first)
    assert said(policy.decide("performance", told)) == expected


@pytest.mark.parametrize(
    ("changes", "expected", "note"),
    [
        ({}, "honour", ""),
        ({"economic_terms": [TAX | {"reached": "799.999999万元"}]}, "second_round", ""),
        ({"serious_breach": True}, "clear_out", ""),
        ({"actual_investment": "1.99999999亿元"}, "not stated", "投资未完成，但未严重违约：原文未规定如何处置"),
        ({"milestones": [LATE]}, "not stated", "约定节点未按期完成，但未严重违约：原文未规定如何处置"),
        ({"strictly_performed": False}, "not stated", "经评估未严格履约，但未严重违约：原文未规定如何处置"),
    ],
)
def test_the_three_outcomes_and_what_lies_between(changes: dict[str, Any], expected: str, note: str) -> None:
    decision = ZIYANG.decide("performance", facts(**changes))
    assert said(decision) == expected
    assert [one.zh for one in decision.outcome.notes] == ([note] if note else [])


@pytest.mark.parametrize("name", ["actual_investment", "economic_terms", "milestones", "serious_breach"])
def test_what_is_not_told_is_named(name: str) -> None:
    assert ZIYANG.decide("performance", facts(**{name: None})).missing == (f"performance.{name}",)


def test_a_breach_with_missed_terms_is_not_stated_under_the_other_reading() -> None:
    both = facts(serious_breach=True, economic_terms=[TAX | {"reached": "0元"}])
    assert said(ZIYANG.decide("performance", both)) == "clear_out"
    decision = ZIYANG.under({"performance.both-apply": "undetermined"}).decide("performance", both)
    assert said(decision) == "not stated"
    assert "原文未规定以何者为准" in decision.explain()
    assert "尚缺事实" not in decision.explain(), "no fact is missing: the text is silent"
    assert {name: one.to_json() for name, one in decision.figures.items()} == {
        "honour": False, "second_round": None, "clear_out": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (None, "('performance.as_of',)"),
        ("2030-12-30", "('milestone.done_on',)"),
        ("2030-12-31", "not stated"),
        ("2031-01-01", "not stated"),
    ],
)
def test_a_milestone_that_is_not_due_yet_is_pending_not_missed(as_of: str | None, expected: str) -> None:
    pending = {"name": "竣工", "due_on": "2030-12-31", "done_on": "尚未"}
    decision = ZIYANG.decide("performance", facts(milestones=[pending], as_of=as_of))
    assert said(decision) == expected
    assert decision.figures["honour"].to_json() is (False if expected == "not stated" else None)


@pytest.mark.parametrize(
    ("done_on", "as_of", "what"),
    [("2022-01-01", None, "done 2022-01-01"), ("尚未", "2022-03-01", "not done on 2022-03-01")],
)
def test_strict_performance_beside_a_milestone_that_was_not_kept_is_refused(
    done_on: str, as_of: str | None, what: str
) -> None:
    late = facts(strictly_performed=True, as_of=as_of, milestones=[LATE | {"done_on": done_on}])
    with pytest.raises(ip.errors.FactsError) as refusal:
        ZIYANG.decide("performance", late)
    assert str(refusal.value) == (
        f"milestones.0: 竣工 due 2021-12-31, {what}, and 严格履约 (strictly_performed) is true; correct one of the two"
    )
    with pytest.raises(ip.errors.FactsError, match="as_of: 'not yet' is no day to tell to"):
        ZIYANG.decide("performance", facts(as_of="尚未"))


def test_strict_performance_and_a_serious_breach_are_an_error_that_names_both() -> None:
    with pytest.raises(ip.errors.FactsError) as refusal:
        ZIYANG.decide("performance", facts(strictly_performed=True, serious_breach=True))
    assert str(refusal.value) == (
        "strictly_performed: both 严格履约 (strictly_performed) and 严重违约 (serious_breach) are true; "
        "at most one of the two can be; correct one"
    )


def test_a_decision_can_be_checked_again() -> None:
    assert ip.verify(ZIYANG.decide("performance", facts(milestones=[LATE])).to_json()).ok
