"""MY16.agents (绵投促〔2016〕45号, 四)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import investpolicy as ip
from tests.expected.agents import Agent, agents
from tests.expected.kleene import NOT_YET

POLICY = ip.policy("mianyang-2016")
ON = date(2016, 12, 31)
near = st.integers(-2, 2).map(lambda number: ON + timedelta(number))
told = st.builds(Agent, st.sampled_from(["chamber", "intermediary"]), near, st.one_of(near, st.just(NOT_YET)))
partly = st.one_of(
    st.builds(Agent, st.none(), near),
    st.builds(Agent, st.just("chamber"), st.none()),
    st.builds(Agent, st.just("chamber"), near, st.none()),
)


def facts(listed: list[Agent] | None, approved: date = NOT_YET) -> dict[str, Any]:
    rows = [{"kind": one.kind, "since": text(one.since), "until": text(one.until)} for one in listed or ()]
    return {"asked_on": ON, "agents": None if listed is None else rows, "approved_on": text(approved)}


def text(day: date | None) -> str | None:
    return None if day is None else "尚未" if day == NOT_YET else str(day)


@given(
    st.lists(told, max_size=4),
    st.lists(partly, max_size=2),
    st.one_of(near, st.just(NOT_YET)),
    st.booleans(),
    st.booleans(),
)
def test_agrees_with_the_expected(
    known: list[Agent], unknown: list[Agent], approved: date, none_allowed: bool, each_kind: bool
) -> None:
    answers = {
        "none-at-all": "allowed" if none_allowed else "refused",
        "counted": "each-kind" if each_kind else "together",
    }
    policy = POLICY.under({f"agents.{name}": answer for name, answer in answers.items()})
    listed = known + unknown
    assume(not each_kind or all(one.kind for one in listed))  # that it is of one kind or the other is not weighed
    decision = policy.decide("agents", facts(listed, approved))
    wanted = agents(listed, ON, approved, none_allowed=none_allowed, each_kind=each_kind)
    assert (str(decision.status), set(decision.outcome.failed)) == wanted


@pytest.mark.parametrize(
    ("number", "default", "otherwise"),
    [(0, "met", "not_met"), (1, "met", "met"), (2, "met", "met"), (3, "not_met", "not_met")],
)
def test_none_one_two_three(number: int, default: str, otherwise: str) -> None:
    listed = [Agent("chamber", ON)] * number
    assert POLICY.decide("agents", facts(listed)).status == default
    assert POLICY.under({"agents.none-at-all": "refused"}).decide("agents", facts(listed)).status == otherwise


def test_a_list_that_is_not_given_is_not_an_empty_one() -> None:
    assert POLICY.decide("agents", facts(None)).missing == ("agency.agents",)
    assert POLICY.decide("agents", facts([])).status == "met"


def test_an_exception_in_principle_is_reported_as_one() -> None:
    three = [Agent("chamber", ON)] * 3
    assert POLICY.decide("agents", facts(three, ON)).status == "excepted"
    assert POLICY.decide("agents", facts(three, ON + timedelta(1))).status == "not_met"


def test_bounds_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(ip.errors.TermsError, match="the most agents, 2, are fewer than the fewest, 3; correct one"):
        POLICY.vary({"agents.at_least": 3})
