"""Dated events (办理记录): receipts and corrections, logs of activities, monthly progress, dispatches, publications.

A list that is not given is not known; an empty one says that there was nothing. Further years' notices of holidays go
with the facts, so that a stored decision can be counted again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, time
from functools import lru_cache
from itertools import pairwise
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BeforeValidator, PlainSerializer

from investpolicy.calendars import Notice, StateCouncilCalendar
from investpolicy.errors import FactsError, Problem, ValueTextError
from investpolicy.facts.base import Facts
from investpolicy.facts.life import ProjectLife
from investpolicy.facts.project import Project
from investpolicy.models import DayField, PointsField, TruthField, label_of, labelled, outside_rules, part
from investpolicy.values.day import Day
from investpolicy.values.label import Label
from investpolicy.values.text import plain
from investpolicy.values.truth import FALSE

_read_month = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})月?").fullmatch


def _event_day(given: object) -> date:
    day = given if isinstance(given, Day) else Day.read(given)
    if not is_told(day):
        raise ValueTextError(Problem("", f"{given!s:.60} is no day of an event", "write such as 2022-06-01"))
    return day.date


def _month(given: object) -> date:
    """The first day of a month, from ``2022-11``, ``2022年11月`` or any of its days."""
    if isinstance(given, str) and (found := _read_month(plain(given))):
        given = f"{found[1]}-{found[2]}-1"
    return _event_day(given).replace(day=1)


def _hour(given: object) -> time:
    if isinstance(given, str):
        try:
            given = time.fromisoformat(plain(given))
        except ValueError:
            raise ValueTextError(Problem("", f"{given!r:.60} is no time of day", "write such as 17:30")) from None
    if not isinstance(given, time) or given.tzinfo is not None:
        raise ValueTextError(Problem("", f"{given!r:.60} is no time of day in Asia/Shanghai", "write such as 17:30"))
    return given


def is_told(day: Day) -> bool:
    """Whether it is known, and the event happened."""
    return day.is_known and bool(day.happened)


@lru_cache(maxsize=32)
def calendar_of(notices: tuple[Notice, ...]) -> StateCouncilCalendar:
    """The State Council's working days, with further notices.

    :raises PolicyFileError: for notices that contradict each other, or what is known.
    """
    return StateCouncilCalendar(notices)


def _agreeing(notices: tuple[Notice, ...]) -> tuple[Notice, ...]:
    known = StateCouncilCalendar()
    for place, notice in enumerate(notices):
        if problems := known.differences(notice):
            raise FactsError(Problem(f"{place}.{one.where}", one.what, one.instead) for one in problems)
        known = known.with_notice(notice)
    return notices


def _written(notices: tuple[Notice, ...]) -> list[dict[str, Any]]:
    return [one.model_dump(mode="json", by_alias=True) for one in notices]  # as a notice is read: from, to


EventDay = Annotated[date, BeforeValidator(_event_day)]
Month = Annotated[date, BeforeValidator(_month)]
Hour = Annotated[time, BeforeValidator(_hour)]
Notices = Annotated[
    tuple[Notice, ...],
    AfterValidator(_agreeing),
    PlainSerializer(_written, when_used="json"),
]


def _notices() -> Any:
    return labelled("补充放假安排通知", "further notices of holidays", default=())


class Correction(Facts):
    """A correction (补正) that was received. ``尚未`` says that it was asked for and has not come yet."""

    fact_name: ClassVar[str] = "correction"
    kind_label: ClassVar[Label] = Label("补正", "correction")

    received_on: DayField = labelled("补正收到日期", "day the correction was received")
    received_at: Hour | None = labelled("补正收到时刻", "time the correction was received", default=None)


class Submission(Facts):
    """Something received that is to be done in time: an application, project information. Times are Asia/Shanghai."""

    fact_name: ClassVar[str] = "receipt"
    kind_label: ClassVar[Label] = Label("收件事项", "submission")

    name: str = labelled("事项名称", "what was received", default="")
    received_on: DayField = labelled("收到日期", "day of receipt", "受理日期")
    received_at: Hour | None = labelled("收到时刻", "time of receipt", default=None)
    corrections: tuple[Correction, ...] = labelled("补正记录", "corrections", default=())
    done_on: DayField = labelled("办结日期", "day it was done")

    @property
    @outside_rules
    def receipts(self) -> tuple[Submission | Correction, ...]:
        """The first receipt and those of corrections."""
        return (self, *self.corrections)

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """Corrections out of order, and what was done before it was received."""
        told = [one for one in self.receipts if is_told(one.received_on)]
        for before, after in pairwise(told):
            if bool(after.received_on < before.received_on) or _earlier_on_the_day(after, before):
                what = f"the correction of {after.received_on} is before the receipt of {before.received_on}"
                yield Problem("corrections", what, "sort them by day and time")
        if told and is_told(self.done_on) and bool(self.done_on < told[-1].received_on):
            what = f"办结日期 {self.done_on} is before the last receipt, {told[-1].received_on}"
            yield Problem("done_on", what, "check the two days")


def _earlier_on_the_day(one: Submission | Correction, other: Submission | Correction) -> bool:
    if one.received_on != other.received_on or one.received_at is None or other.received_at is None:
        return False
    return one.received_at < other.received_at


class Receipt(Submission):
    """A submission by itself, with the notices of further years where its period reaches them."""

    kind_label: ClassVar[Label] = Label("收件", "receipt")

    further_notices: Notices = _notices()


class CardSubmission(Receipt):
    """A submission of a project that holds a service card (服务保障卡)."""

    kind_label: ClassVar[Label] = Label("持卡收件事项", "submission of a card holder")

    card_issued_on: DayField = labelled("发卡日期", "day the card was issued")


class ConstructionSchedule(Facts):
    """A project's schedule (时序表) with its approvals, and how far it is on ``asked_on``."""

    fact_name: ClassVar[str] = "construction_schedule"
    kind_label: ClassVar[Label] = Label("落地建设时序表", "schedule of construction")

    project: Project = part("项目", "project", Project)
    drawn_up_on: DayField = labelled("时序表制定日期", "day the schedule was drawn up")
    planned_start: DayField = labelled("计划开工日期", "planned construction start")
    planned_completion: DayField = labelled("计划竣工日期", "planned completion")
    planned_production: DayField = labelled("计划投产日期", "planned production")
    approvals: tuple[Submission, ...] | None = labelled("审批事项", "approvals", default=None)
    assessment_score: PointsField = labelled("履约考核得分", "score of the performance assessment")
    asked_on: DayField = labelled("截至日期", "as of")
    further_notices: Notices = _notices()

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """Planned days in the wrong order; an unreal day to ask about."""
        yield from in_order(self, "planned_start", "planned_completion")
        yield from in_order(self, "planned_start", "planned_production")
        yield from _real(self, "asked_on")


class MissedReason(Facts):
    """Why something was not held in a period, as put on record; ``day`` is any day of the period."""

    fact_name: ClassVar[str] = "missed_reason"
    kind_label: ClassVar[Label] = Label("未开展原因", "reason on record")

    day: EventDay = labelled("周期内任一日", "a day of the period", default=...)
    reason: str = labelled("原因", "reason", default=...)

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """A reason without text."""
        if not self.reason.strip():
            yield Problem("reason", "the reason is empty", "write the reason on record, or leave it out")


class ActivityLog(Facts):
    """The days on which somebody did something that is due in every period, from ``since`` on, as of ``asked_on``."""

    fact_name: ClassVar[str] = "activity_log"
    kind_label: ClassVar[Label] = Label("工作记录", "activity log")

    name: str = labelled("责任人或单位", "who it is about", default="")
    since: DayField = labelled("起算日期", "due from")
    asked_on: DayField = labelled("截至日期", "as of")
    held_on: tuple[EventDay, ...] | None = labelled("开展日期", "days it was held", default=None)
    reasons: tuple[MissedReason, ...] = labelled("未开展原因", "reasons on record", default=())

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """Days that are none, or in the wrong order."""
        yield from _real(self, "since", "asked_on")
        yield from in_order(self, "since", "asked_on")


class MeetingLog(Facts):
    """The meetings (例会) of a leading group: those its head held, and those of the deputy in charge."""

    fact_name: ClassVar[str] = "meeting_log"
    kind_label: ClassVar[Label] = Label("例会记录", "meeting log")

    name: str = labelled("领导小组", "leading group", default="")
    since: DayField = labelled("起算日期", "due from")
    asked_on: DayField = labelled("截至日期", "as of")
    head_held_on: tuple[EventDay, ...] | None = labelled("组长召开日期", "days of the head's meetings", default=None)
    head_reasons: tuple[MissedReason, ...] = labelled("组长未召开原因", "the head's reasons", default=())
    deputy_held_on: tuple[EventDay, ...] | None = labelled(
        "副组长召开日期", "days of the deputy's meetings", default=None
    )
    deputy_reasons: tuple[MissedReason, ...] = labelled("副组长未召开原因", "the deputy's reasons", default=())

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """Days that are none, or in the wrong order."""
        yield from _real(self, "since", "asked_on")
        yield from in_order(self, "since", "asked_on")


class Objection(Facts):
    """An objection (异议) to what was made public."""

    fact_name: ClassVar[str] = "objection"
    kind_label: ClassVar[Label] = Label("异议", "objection")

    raised_on: DayField = labelled("异议提出日期", "day of the objection")
    re_examined_on: DayField = labelled("复核日期", "day of re-examination")


class RecordedProject(Facts):
    """Project information that was recorded (备案) and is to be made public (公示)."""

    fact_name: ClassVar[str] = "recorded_project"
    kind_label: ClassVar[Label] = Label("备案项目", "recorded project")

    name: str = labelled("项目名称", "project name", default="")
    recorded_on: DayField = labelled("备案日期", "day it was recorded")
    published_on: DayField = labelled("公示日期", "day it was made public")
    objections: tuple[Objection, ...] = labelled("异议记录", "objections", default=())
    further_notices: Notices = _notices()

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """What was made public before it was recorded, objections before that, re-examined before objected."""
        yield from in_order(self, "recorded_on", "published_on")
        for number, one in enumerate(self.objections):
            where = f"objections.{number}"
            if is_told(self.published_on) and is_told(one.raised_on) and bool(one.raised_on < self.published_on):
                what = f"the objection of {one.raised_on} is before 公示日期 {self.published_on}"
                yield Problem(f"{where}.raised_on", what, "check the two days")
            for problem in in_order(one, "raised_on", "re_examined_on"):
                yield Problem(f"{where}.{problem.where}", problem.what, problem.instead)


class ProjectDispatch(Facts):
    """A project with the days on which it was dispatched (调度), and its life as far as construction start."""

    fact_name: ClassVar[str] = "project_dispatch"
    kind_label: ClassVar[Label] = Label("项目调度", "dispatch of a project")

    project: Project = part("项目", "project", Project)
    life: ProjectLife = part("项目阶段", "stages of the project", ProjectLife)
    recognised_major: TruthField = labelled("已认定为重大项目", "recognised as major")
    dispatched_on: tuple[EventDay, ...] | None = labelled("调度日期", "days it was dispatched", default=None)
    asked_on: DayField = labelled("截至日期", "as of")
    further_notices: Notices = _notices()

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """Two different days of one event."""
        yield from _real(self, "asked_on")
        for name in ("signed_on", "started_on"):
            one, other = getattr(self.project, name), getattr(self.life, name)
            if one.is_known and other.is_known and one != other:
                title = label_of(Project.model_fields[name]).zh
                yield Problem(f"life.{name}", f"{title} is {other} here and {one} in 项目", "keep one of the two")


class MonthOfProgress(Facts):
    """One month of a project: whether there was progress, on which day the last, and a proper reason if not.

    A proper reason (正当理由) counts only where it is on record.
    """

    fact_name: ClassVar[str] = "month_of_progress"
    kind_label: ClassVar[Label] = Label("月度进展", "month of progress")

    month: Month = labelled("月份", "month", default=...)
    progress: TruthField = labelled("有进展", "progress", "是否有进展")
    progressed_on: DayField = labelled("最近进展日期", "last day of progress in the month")
    proper_reason: TruthField = labelled("有正当理由", "proper reason", "是否有正当理由", default=FALSE)
    reason: str = labelled("理由", "the reason", default="")

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """A day of progress outside the month, or in a month without progress."""
        if is_told(self.progressed_on):
            if self.progressed_on.date.replace(day=1) != self.month:
                yield Problem("progressed_on", f"{self.progressed_on} is not in {self.month:%Y-%m}", "check the two")
            if self.progress.raw is False:
                what = f"{self.month:%Y-%m} had no progress, and progress on {self.progressed_on}"
                yield Problem("progressed_on", what, "keep one of the two")


class ProgressRecord(Facts):
    """A project's progress (推进情况) month by month, as of ``asked_on``, and the call-ins that were held for it.

    Months that are not listed are not known. ``pushed_poorly`` is a finding of its own (推进情况不力).
    """

    fact_name: ClassVar[str] = "progress_record"
    kind_label: ClassVar[Label] = Label("项目推进记录", "progress record")

    project: Project = part("项目", "project", Project)
    responsible: str = labelled("责任县区或园区", "county or park responsible", default="")
    months: tuple[MonthOfProgress, ...] = labelled("月度进展", "monthly progress", default=())
    pushed_poorly: TruthField = labelled("推进情况不力", "pushed poorly", "是否推进不力")
    called_in_on: tuple[EventDay, ...] = labelled("已约谈日期", "days of earlier call-ins", default=())
    asked_on: DayField = labelled("截至日期", "as of")

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """Months that stand twice."""
        yield from _real(self, "asked_on")
        seen: set[date] = set()
        for number, one in enumerate(self.months):
            if one.month in seen:
                yield Problem(f"months.{number}.month", f"{one.month:%Y-%m} is written twice", "keep one of the two")
            seen.add(one.month)


class DistrictQuarter(Facts):
    """How a district did in one quarter (季度), and whether its head was called in for it."""

    fact_name: ClassVar[str] = "district_quarter"
    kind_label: ClassVar[Label] = Label("区县季度", "quarter of a district")

    name: str = labelled("区县", "district", default="")
    day: DayField = labelled("季度内任一日", "a day of the quarter")
    score: PointsField = labelled("季度得分", "score of the quarter")
    called_in_on: DayField = labelled("约谈日期", "day of the call-in")
    deducted: PointsField = labelled("年度考核已扣分", "points deducted in the annual assessment")

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """A call-in before the quarter that it is for."""
        yield from _real(self, "day")
        if is_told(self.day) and is_told(self.called_in_on):
            day = self.day.date
            first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
            if self.called_in_on.date < first:
                what = f"约谈日期 {self.called_in_on} is before the quarter, which begins on {first}"
                yield Problem("called_in_on", what, "check the two days")


def in_order(facts: Facts, earlier: str, later: str) -> Iterator[Problem]:
    """The problem that one day is before another that must not be later; both fields are named."""
    first: Day = getattr(facts, earlier)
    second: Day = getattr(facts, later)
    if first.is_known and is_told(second) and bool(first > second):
        names = [label_of(type(facts).model_fields[name]).zh for name in (earlier, later)]
        yield Problem(later, f"{names[1]} {second} is before {names[0]} {first}", "check the two days")


def _real(facts: Facts, *names: str) -> Iterator[Problem]:
    for name in names:
        day: Day = getattr(facts, name)
        if day.is_known and not is_told(day):
            title = label_of(type(facts).model_fields[name]).zh
            yield Problem(name, f"{title} is 尚未, no day", "write the day, such as 2022-06-01")
