"""A project's schedule of construction, and approvals within their limits (落地建设时序): ZY.schedule."""

from __future__ import annotations

from typing import Final

from investpolicy.facts.events import ConstructionSchedule, calendar_of
from investpolicy.models import PointsField, required
from investpolicy.outcomes import Check
from investpolicy.rules.process.deadline import WorkingDayTerms, last_day
from investpolicy.rules.rule import Rule
from investpolicy.values.day import Day
from investpolicy.values.formula import all_of, any_of
from investpolicy.values.label import Label
from investpolicy.values.truth import TRUE, Truth


class ConstructionScheduleTerms(WorkingDayTerms):
    """Terms of approvals, and the score from which a project is strictly performed (严格履约)."""

    pass_mark: PointsField = required("履约考核合格分", "pass mark of the performance assessment")


def construction_schedule(facts: ConstructionSchedule, terms: ConstructionScheduleTerms) -> Check:
    """Whether a signed project has a schedule and keeps it, its approvals were in time, its performance passes.

    What is not due on the day asked about is not late.
    """
    project, asked_on = facts.project, facts.asked_on
    notes: list[Label] = []
    approved: list[Truth] = []
    calendar = calendar_of(facts.further_notices)
    for number, one in enumerate(facts.approvals or (), 1):
        last, lines = last_day(one, terms, calendar)
        approved.append(_in_time(one.done_on, last, asked_on))
        name = one.name or str(number)
        if lines:
            notes += [Label(f"审批事项 {name}", f"approval {name}"), *(Label(f"  {zh}", f"  {en}") for zh, en in lines)]
    not_told = Truth.unknown("construction_schedule.approvals")
    conditions = {
        "signed": project.signed,
        "drawn_up": facts.drawn_up_on.happened,
        "start_in_time": _in_time(project.started_on, facts.planned_start, asked_on),
        "completion_in_time": _in_time(project.completed_on, facts.planned_completion, asked_on),
        "production_in_time": _in_time(project.in_production_on, facts.planned_production, asked_on),
        "approvals_in_time": not_told if facts.approvals is None else all_of(TRUE, *approved),
        "performed": facts.assessment_score >= terms.pass_mark,
    }
    return Check(conditions, notes=notes)


def _in_time(done_on: Day, last: Day, asked_on: Day) -> Truth:
    """Whether something was done by its last day, or that day is not over yet."""
    return any_of(done_on <= last, asked_on <= last)


LABELS: Final = {
    "signed": Label("已签约", "signed"),
    "drawn_up": Label("已制定时序表", "a schedule was drawn up"),
    "start_in_time": Label("按期开工", "started in time"),
    "completion_in_time": Label("按期竣工", "completed in time"),
    "production_in_time": Label("按期投产", "in production in time"),
    "approvals_in_time": Label("审批均未逾期", "approvals within their limits"),
    "performed": Label("履约考核合格", "passes the performance assessment"),
}

RULE = Rule(
    name="construction_schedule",
    function=construction_schedule,
    facts=ConstructionSchedule,
    terms=ConstructionScheduleTerms,
    labels=LABELS,
    folds=False,
)
