"""MY16.escalation (绵投促〔2016〕45号, 三)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import investpolicy as ip
from tests.expected.escalation import STAGES, escalation
from tests.expected.kleene import NOT_YET

PUBLISHED = ip.policy("mianyang-2016")
POLICY = PUBLISHED.vary({"escalation.major_from": "100亿元", "escalation.every_days": 30})
NAMES = [name for stage in STAGES[:-1] for name in stage]
START = date(2016, 3, 1)

known = st.integers(0, 90).map(lambda number: START + timedelta(number))
near = st.one_of(st.integers(0, 4).map(lambda number: START + timedelta(number)), st.sampled_from([NOT_YET, None]))


def facts(taken: Mapping[str, date | None], meetings: list[date], major: bool | None, asked_on: date) -> dict[str, Any]:
    amount = {True: "100亿元", False: "99.99亿元", None: None}[major]
    steps = [{"step": name, "on": text(day)} for name, day in taken.items()]
    steps += [{"step": "meeting", "on": text(day)} for day in meetings]
    return {"project": {"agreed_investment": amount}, "steps": steps, "asked_on": str(asked_on)}


def text(day: date | None) -> str | None:
    return None if day is None else "尚未" if day == NOT_YET else str(day)


@given(
    st.fixed_dictionaries(dict.fromkeys(NAMES, near)),
    st.one_of(st.lists(known, min_size=1, max_size=5), st.just([NOT_YET])),
    st.sampled_from([True, True, False, None]),
    known,
    st.integers(1, 60),
)
def test_agrees_with_the_expected(
    taken: dict[str, date | None], meetings: list[date], major: bool | None, asked_on: date, every: int
) -> None:
    policy = PUBLISHED.vary({"escalation.major_from": "100亿元", "escalation.every_days": every})
    decision = policy.decide("escalation", facts(taken, meetings, major, asked_on))
    assert (str(decision.status), set(decision.outcome.failed)) == escalation(taken, meetings, major, asked_on, every)


@pytest.mark.parametrize(("days", "status"), [(29, "met"), (30, "met"), (31, "not_met")])
def test_the_edge_of_the_interval(days: int, status: str) -> None:
    taken: dict[str, date | None] = dict.fromkeys(NAMES, START)
    for meetings, asked_on in (
        ([START, START + timedelta(days)], START + timedelta(days)),
        ([START], START + timedelta(days)),
    ):
        decision = POLICY.decide("escalation", facts(taken, meetings, True, asked_on))
        assert decision.status == status
        assert str(decision.figures["longest_interval"]) == str(days)


def test_what_is_not_published_is_asked_for() -> None:
    decision = PUBLISHED.decide("escalation", facts(dict.fromkeys(NAMES, START), [START], True, START + timedelta(9)))
    assert decision.missing == ("terms.every_days", "terms.major_from")
    assert "复函只说定期会商" in decision.explain()


def test_leaders_of_one_level_are_not_enough() -> None:
    taken: dict[str, date | None] = {**dict.fromkeys(NAMES, START), "county_leader": NOT_YET}
    assert POLICY.decide("escalation", facts(taken, [START], True, START)).outcome.failed == ("taken", "in_order")
    assert POLICY.decide("escalation", facts(taken, [START], False, START)).status == "met"


def test_the_repeated_step_must_be_one_of_the_steps() -> None:
    with pytest.raises(ip.errors.TermsError, match="'meetings' is none of the steps; write one of first_review, "):
        POLICY.vary({"escalation.repeated": "meetings"})
