"""SD.jinan-interview: what is poor and how many points are not published."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import investpolicy as ip
from investpolicy.errors import FactsError
from tests.expected.quarterly_call_in import status

SHANDONG = ip.policy("shandong-report")
points = st.none() | st.integers(55, 65)


@given(
    points, points, st.sampled_from([True, False, None]), st.none() | st.integers(0, 3), st.none() | st.integers(0, 3)
)
def test_poor_districts_are_called_in_and_lose_points(
    score: int | None, poor_below: int | None, called_in: bool | None, deducted: int | None, deduction: int | None
) -> None:
    supplied = {"poor_below": poor_below, "deduction": deduction}
    changes = {f"jinan-interview.{name}": f"{value}分" for name, value in supplied.items() if value is not None}
    policy = SHANDONG.vary(changes) if changes else SHANDONG
    day = {True: "2019-07-10", False: "尚未", None: None}[called_in]
    facts = {"day": "2019-06-30", "score": score, "called_in_on": day, "deducted": deducted}
    decision = policy.decide("jinan-interview", facts)
    assert decision.status == status(score, poor_below, called_in, deducted, deduction)
    if decision.status == "undetermined":
        told = {"terms.poor_below": poor_below, "terms.deduction": deduction, "district_quarter.score": score}
        assert all(told.get(name) is None for name in decision.missing)


def test_the_quarter_and_who_calls_in_whom() -> None:
    policy = SHANDONG.vary({"jinan-interview.poor_below": "60分", "jinan-interview.deduction": "2分"})
    facts = {"name": "示例区", "day": "2019-06-30", "called_in_on": "2019-07-10", "deducted": "2分"}
    at = policy.decide("jinan-interview", {**facts, "score": "60分"})
    below = policy.decide("jinan-interview", {**facts, "score": "59.9999分"})
    assert [note.zh for note in at.outcome.notes] == ["2019年第2季度"]
    assert [note.zh for note in below.outcome.notes] == ["2019年第2季度", "由济南市约谈示例区主要负责人"]
    assert (str(at.figures["deduction"]), str(below.figures["deduction"])) == ("0分", "2分")
    assert at.conclusion() == "无须约谈，或已约谈并扣分"
    not_held = policy.decide("jinan-interview", {**facts, "score": "59分", "called_in_on": "尚未"})
    assert (not_held.status, not_held.conclusion()) == ("not_met", "应约谈、扣分而未办")
    with pytest.raises(FactsError, match="约谈日期 2019-03-31 is before the quarter, which begins on 2019-04-01"):
        policy.decide("jinan-interview", {**facts, "called_in_on": "2019-03-31"})
