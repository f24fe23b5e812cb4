"""The life of a project: one order of events."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investpolicy.errors import FactsError
from investpolicy.facts import STAGES, Project, ProjectLife, Stage
from investpolicy.values import Day

LIFE = {
    "信息登记日期": "2021-01-05",
    "洽谈日期": "2021-02-01",
    "签约日期": "2021-06-01",
    "开工日期": "2021-09-01",
    "竣工日期": "2022-05-01",
    "投产日期": "2022-06-01",
}


@pytest.mark.parametrize(
    ("day", "stage"),
    [
        ("2021-01-05", "information"),
        ("2021-01-31", "information"),
        ("2021-02-01", "negotiation"),
        ("2021-05-31", "negotiation"),
        ("2021-06-01", "signed"),
        ("2021-09-01", "started"),
        ("2022-04-30", "started"),
        ("2022-05-01", "completed"),
        ("2022-06-01", "in_production"),
        ("2030-01-01", "in_production"),
    ],
)
def test_the_stage_on_a_day(day: str, stage: str) -> None:
    life = ProjectLife.model_validate(LIFE)
    assert life.stage_on(Day.parse(day)).raw == stage


def test_an_end_may_come_at_any_time_and_nothing_after_it() -> None:
    life = ProjectLife(signed_on="2021-06-01", started_on="尚未", completed_on="尚未", ended_on="2021-08-01")
    assert life.stage_on(Day.parse("2021-07-31")).missing == {"project_life.in_production_on"}
    assert life.stage_on(Day.parse("2021-08-01")).raw == "ended"
    with pytest.raises(FactsError) as refusal:
        ProjectLife(signed_on="2021-06-01", started_on="2021-09-01", ended_on="2021-08-31")
    message = "started_on: 开工日期 2021-09-01 is after 终止日期 2021-08-31; check the two dates"
    assert str(refusal.value) == message


@pytest.mark.parametrize(
    ("days", "message"),
    [
        (
            {"completed_on": "2022-06-02", "in_production_on": "2022-06-01"},
            "in_production_on: 投产日期 2022-06-01 is before 竣工日期 2022-06-02; check the two dates",
        ),
        (
            {"completed_on": "尚未", "in_production_on": "2022-06-01"},
            "in_production_on: 投产日期 2022-06-01 is before 竣工日期 not yet; check the two dates",
        ),
        (
            {"signed_on": "尚未", "started_on": "2022-06-01"},
            "started_on: 开工日期 2022-06-01 is before 签约日期 not yet; check the two dates",
        ),
    ],
)
def test_an_illegal_order_is_refused_with_both_events(days: dict[str, str], message: str) -> None:
    with pytest.raises(FactsError) as refusal:
        ProjectLife.model_validate(days)
    assert str(refusal.value) == message


def test_a_project_has_a_life_and_production_before_completion_is_none() -> None:
    life = ProjectLife.of(Project(name="某项目", signed_on="2022-01-01", started_on="2022-03-01"))
    assert (life.name, life.day_of(Stage.STARTED)) == ("某项目", Day(date(2022, 3, 1)))
    assert life.completed_on.missing == {"project.completed_on"}
    with pytest.raises(FactsError, match="投产日期 2022-08-01 is before 竣工日期 2022-09-01"):
        Project(started_on="2022-03-01", completed_on="2022-09-01", in_production_on="2022-08-01")


def test_a_later_stage_shows_that_an_earlier_one_was_reached() -> None:
    life = ProjectLife(started_on="2022-03-01")
    assert life.reached(Stage.SIGNED, Day.parse("2022-03-01")).raw is True
    assert life.reached(Stage.SIGNED, Day.parse("2022-02-28")).missing == {
        f"project_life.{name}" for name in ("signed_on", "completed_on", "in_production_on")
    }


@given(st.lists(st.none() | st.integers(0, 6), min_size=6, max_size=6))
def test_an_order_is_legal_when_no_event_is_before_an_earlier_one(days: list[int | None]) -> None:
    first = date(2022, 1, 1)
    given_ = [Day.not_yet() if one is None else Day(first + timedelta(days=one)) for one in days]
    fields = {f"{stage}_on": day for stage, day in zip(STAGES, given_, strict=True)}
    in_order = all(
        later is None or (earlier is not None and earlier <= later) for earlier, later in combinations(days, 2)
    )
    if not in_order:
        with pytest.raises(FactsError):
            ProjectLife.model_validate(fields)
        return
    life = ProjectLife.model_validate(fields)
    for day in range(7):
        reached = [stage for stage, one in zip(STAGES, days, strict=True) if one is not None and one <= day]
        stage = life.stage_on(Day(first + timedelta(days=day)))
        assert (stage.raw == reached[-1]) if reached else not stage.is_known
