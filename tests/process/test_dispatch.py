"""MY22.dispatch: each due day since the project's record, moved where it is a holiday, until construction starts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import investpolicy as ip
from investpolicy.errors import FactsError
from tests.expected import dispatch as expected

MIANYANG = ip.policy("mianyang-2022")
days = st.dates(date(2019, 1, 1), date(2025, 6, 30))


def facts(informed: Any, asked_on: Any, dispatched: Any, started: Any = "尚未", **more: Any) -> dict[str, Any]:
    known = {"project": {"sector": "C"}, "recognised_major": True}
    life = {"information_on": informed, "started_on": started}
    return {**known, "life": life, "dispatched_on": dispatched, "asked_on": asked_on, **more}


@given(
    days,
    st.integers(0, 100),
    st.lists(st.integers(0, 100), max_size=8),
    st.none() | st.integers(0, 100),
    st.booleans(),
    st.booleans(),
)
def test_the_due_days_that_were_missed(
    informed: date, more: int, dispatched: list[int], started: int | None, fifteenth: bool, moved: bool
) -> None:
    asked_on = informed + timedelta(days=more)
    log = [informed + timedelta(days=one) for one in dispatched if one <= more]
    started_on = date.max if started is None else informed + timedelta(days=started)
    answers = {"dispatch.days": "fifteenth-and-last"} if fifteenth else {}
    answers |= {} if moved else {"dispatch.holiday": "same-day"}
    decision = MIANYANG.under(answers).decide(
        "dispatch", facts(informed, asked_on, log, "尚未" if started is None else started_on)
    )
    missed = expected.missed(informed, asked_on, log, started_on, fifteenth=fifteenth, moved=moved)
    assert decision.status == ("not_met" if missed else "met")
    assert decision.figures["missed"].to_json() == len(missed)


def test_around_national_day() -> None:
    log = ["2022-09-30", "2022-10-17"]
    decision = MIANYANG.decide("dispatch", facts("2022-09-10", "2022-10-18", log))
    assert decision.status == "met"  # 1 October moves to the make-up day 8, the Sunday 16 October to Monday 17
    assert [note.en for note in decision.outcome.notes] == [
        "stage reached: information",
        "2022-10-01 Saturday: dispatched (2022-09-30)",
        "2022-10-16 Sunday: dispatched (2022-10-17)",
        "2022-11-01 Tuesday: pending",
    ]
    assert str(decision.figures["next_due"]) == "2022-11-01"


@pytest.mark.parametrize(("ended", "due"), [("2022-09-15", 0), ("2022-09-16", 0), ("2022-09-20", 1), ("2022-10-18", 3)])
def test_nothing_is_due_after_the_end(ended: str, due: int) -> None:
    life = {"information_on": "2022-08-20", "started_on": "尚未", "ended_on": ended}
    decision = MIANYANG.decide("dispatch", facts("2022-08-20", "2022-10-20", ["2022-09-14"], life=life))
    assert decision.figures["due_days"].to_json() == due
    assert decision.status == ("met" if due <= 1 else "not_met")
    assert str(decision.figures["next_due"]) == "not yet"
    assert decision.outcome.notes[0].zh == "已到阶段：终止"
    unknown = MIANYANG.decide("dispatch", facts("2022-08-20", "2022-10-20", [], life={**life, "ended_on": None}))
    assert (unknown.status, unknown.missing) == ("undetermined", ("project_life.ended_on",))


def test_it_is_asked_of_major_industrial_projects_alone() -> None:
    services = facts("2022-06-01", "2022-07-15", [], project={"sector": "F"})
    decision = MIANYANG.decide("dispatch", services)
    assert (decision.status, decision.outcome.notes[1].en) == (
        "met",
        "no major project that it applies to: no dispatch is due",
    )
    assert MIANYANG.decide("dispatch", {**services, "project": {"sector": "D"}}).status == "not_met"
    minor = facts("2022-06-01", "2022-07-15", [], recognised_major=False)
    assert MIANYANG.decide("dispatch", minor).status == "met"
    by_size = MIANYANG.under({"dispatch.major": "by-size"})
    large = facts("2022-06-01", "2022-07-15", [], project={"sector": "C", "agreed_investment": "10亿元"})
    assert by_size.decide("dispatch", large).missing == ("terms.major_from",)
    for threshold, status in (("10亿元", "not_met"), ("1000000000.01元", "met")):
        supplied = by_size.vary({"dispatch.major_from": threshold})
        assert supplied.decide("dispatch", large).status == status


def test_what_is_not_known_is_named() -> None:
    def missing(**changes: Any) -> tuple[str, ...]:
        decision = MIANYANG.decide("dispatch", facts("2022-06-01", "2022-07-15", []) | changes)
        assert decision.status == "undetermined"
        return decision.missing

    assert missing(dispatched_on=None) == ("project_dispatch.dispatched_on",)
    assert missing(recognised_major=None) == ("project_dispatch.recognised_major",)
    assert missing(project={}) == ("project.sector",)
    assert "project_life.started_on" in missing(life={"information_on": "2022-06-01"})
    assert missing(
        life={"information_on": "2026-12-01", "started_on": "尚未"},
        asked_on="2027-01-20",
        dispatched_on=["2026-12-10", "2026-12-20"],
    ) == ("calendar.2027",)


def test_steps_out_of_order_are_refused_with_both_named() -> None:
    with pytest.raises(FactsError, match="洽谈日期 2022-06-01 is before 信息登记日期 2022-06-02"):
        MIANYANG.decide("dispatch", {"life": {"information_on": "2022-06-02", "negotiation_on": "2022-06-01"}})
    with pytest.raises(FactsError, match=r"life\.signed_on: 签约日期 is 2022-06-01 here and 2022-06-02 in 项目"):
        MIANYANG.decide("dispatch", {"life": {"signed_on": "2022-06-01"}, "project": {"signed_on": "2022-06-02"}})
