"""ZY.schedule: what is due and not done is late; limits and pass mark are not published."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import investpolicy as ip
from investpolicy.errors import FactsError
from investpolicy.facts import ConstructionSchedule
from tests.expected.construction_schedule import schedule

ZIYANG = ip.policy("ziyang")
SIGNED = {"signed_on": "2021-12-01"}
days = st.dates(date(2022, 1, 1), date(2023, 12, 31))
told = st.none() | st.just(date.max) | days


def written(day: date | None) -> date | str | None:
    return "尚未" if day == date.max else day


@given(
    st.dates(date(2022, 1, 1), date(2024, 6, 30)),
    st.tuples(told, st.none() | days, told),
    st.lists(st.tuples(days, st.integers(0, 40)), max_size=2),
    st.none() | st.integers(1, 20),
    st.none() | st.integers(0, 100),
    st.none() | st.integers(0, 100),
)
def test_the_schedule_is_kept_or_not(
    asked_on: date,
    start: tuple[date | None, date | None, date | None],
    received: list[tuple[date, int]],
    limit: int | None,
    score: int | None,
    pass_mark: int | None,
) -> None:
    started, planned, completed = start
    changes = {"schedule.days": limit, "schedule.pass_mark": pass_mark}
    given_terms = {path: str(value) for path, value in changes.items() if value is not None}
    policy = ZIYANG.vary(given_terms) if given_terms else ZIYANG
    if started and completed and started > completed:
        completed = started
    approvals = [(day, date.fromordinal(day.toordinal() + later)) for day, later in received]
    facts = {
        "project": {
            **SIGNED,
            "started_on": written(started),
            "completed_on": written(completed),
            "in_production_on": "尚未",
        },
        "drawn_up_on": "2021-12-20",
        "planned_start": planned,
        "planned_completion": "2023-12-31",
        "planned_production": "2024-12-31",
        "approvals": [{"received_on": day, "done_on": done} for day, done in approvals],
        "assessment_score": score,
        "asked_on": asked_on,
    }
    plan = [(started, planned), (completed, date(2023, 12, 31)), (date.max, date(2024, 12, 31))]
    decision = policy.decide("schedule", facts)
    assert decision.status == schedule(asked_on, plan, approvals, limit, score, pass_mark)


def facts(**changes: Any) -> dict[str, Any]:
    plan = {"planned_start": "2022-06-30", "planned_completion": "2023-06-30", "planned_production": "2023-12-31"}
    project = {**SIGNED, "started_on": "尚未", "completed_on": "尚未", "in_production_on": "尚未"}
    known = {"project": project, "drawn_up_on": "2021-12-20", "approvals": [], "assessment_score": "80分"}
    return {**known, **plan, "asked_on": "2022-06-30", **changes}


def test_a_plan_is_late_the_day_after() -> None:
    policy = ZIYANG.vary({"schedule.days": "5", "schedule.pass_mark": "80分"})
    assert policy.decide("schedule", facts()).status == "met"
    late = policy.decide("schedule", facts(asked_on="2022-07-01"))
    assert (late.status, late.outcome.failed) == ("not_met", ("start_in_time",))
    below = policy.decide("schedule", facts(assessment_score="79.9999分"))
    assert (below.status, below.outcome.failed) == ("not_met", ("performed",))


def test_what_is_not_published_or_not_told_is_named() -> None:
    approvals = [{"name": "施工许可", "received_on": "2022-05-05", "done_on": "2022-06-20"}]
    assert ZIYANG.decide("schedule", facts(approvals=approvals)).missing == ("terms.days", "terms.pass_mark")
    assert ZIYANG.decide("schedule", facts(approvals=None)).missing == (
        "construction_schedule.approvals",
        "terms.pass_mark",
    )
    supplied = ZIYANG.vary({"schedule.days": "20", "schedule.pass_mark": "60分"})
    decision = supplied.decide("schedule", facts(approvals=approvals))
    assert (decision.status, decision.outcome.failed) == ("not_met", ("approvals_in_time",))
    assert decision.outcome.notes[0].zh == "审批事项 施工许可"
    assert decision.outcome.notes[-1].zh == "  届满日：2022-06-01 星期三"


def test_a_plan_out_of_order_is_refused() -> None:
    with pytest.raises(FactsError) as error:
        ConstructionSchedule.model_validate(facts(planned_completion="2022-06-29", asked_on="尚未"))
    assert str(error.value).splitlines() == [
        "planned_completion: 计划竣工日期 2022-06-29 is before 计划开工日期 2022-06-30; check the two days",
        "asked_on: 截至日期 is 尚未, no day; write the day, such as 2022-06-01",
    ]
