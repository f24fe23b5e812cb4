"""Making recorded projects public (备案项目公示): HB.publicity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from investpolicy.calendars import WorkingCalendar, following_monday, working_deadline
from investpolicy.calendars.deadlines import MOST_DAYS
from investpolicy.errors import Problem
from investpolicy.facts.events import Objection, RecordedProject, calendar_of, is_told
from investpolicy.models import CountField, outside_rules, required
from investpolicy.outcomes import Deadline
from investpolicy.rules.process.moving import OnHoliday, due_day, weekday, why_moved
from investpolicy.rules.rule import Rule
from investpolicy.rules.terms import OPEN, Terms
from investpolicy.values.day import Day
from investpolicy.values.formula import all_of, any_of, not_
from investpolicy.values.label import Label
from investpolicy.values.truth import TRUE, Truth
from investpolicy.values.written import Written


class PublicityTerms(Terms):
    """Made public on the Monday after the week of the record; objections are taken for some working days."""

    on_holiday: OnHoliday = required("周一遇节假日", "a Monday that is a holiday")
    objection_days: CountField = required("异议期（工作日）", "working days for objections")

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """A number of days that is no period."""
        if self.objection_days.is_known and not 1 <= int(self.objection_days) <= MOST_DAYS:
            what = f"{self.objection_days} working days are no period"
            yield Problem("objection_days", what, f"write 1 to {MOST_DAYS}, or {OPEN}")


class Publication(Deadline):
    """The day of publication, with the last day for objections (异议期届满日)."""

    objection_ends: Day

    def __init__(
        self, last_day: Day, done_on: Day, objection_ends: Day, conditions: dict[str, Truth], notes: Iterable[Label]
    ) -> None:
        super().__init__(last_day, done_on, conditions, notes)
        self.__dict__["objection_ends"] = objection_ends

    @property
    def figures(self) -> Mapping[str, Written]:
        """The day of publication, the day it was done, and the last day for objections."""
        return MappingProxyType({**super().figures, "objection_ends": self.objection_ends})


class _Found(NamedTuple):
    day: Day
    notes: tuple[Label, ...] = ()


def publicity(facts: RecordedProject, terms: PublicityTerms) -> Publication:
    """The day on which a recorded project is made public, and whether objections in time were re-examined."""
    calendar = calendar_of(facts.further_notices)
    due = _due(facts.recorded_on, terms, calendar)
    ends = _objection_ends(facts.published_on, terms, calendar)
    conditions = {
        "recorded": facts.recorded_on.happened,
        "re_examined": all_of(TRUE, *(_settled(one, ends.day) for one in facts.objections)),
    }
    return Publication(due.day, facts.published_on, ends.day, conditions, (*due.notes, *ends.notes))


def _due(recorded_on: Day, terms: PublicityTerms, calendar: WorkingCalendar) -> _Found:
    if not is_told(recorded_on):
        return _Found(recorded_on)
    moved = due_day(following_monday(recorded_on.date), terms.on_holiday, calendar)
    head = Label(
        f"{weekday(recorded_on.date, 'zh')} 备案，应于 {weekday(moved.planned, 'zh')} 公示",
        f"recorded on {weekday(recorded_on.date, 'en')}, to be made public on {weekday(moved.planned, 'en')}",
    )
    return _Found(moved.value, (head, *why_moved(moved)))


def _objection_ends(published_on: Day, terms: PublicityTerms, calendar: WorkingCalendar) -> _Found:
    """The last day for objections, from the day of publication on, which is not counted."""
    if missing := published_on.missing | terms.objection_days.missing:
        return _Found(Day.unknown(*missing))
    if not is_told(published_on):
        return _Found(published_on)
    counted = working_deadline(published_on.date, int(terms.objection_days), calendar)
    note = Label(
        f"异议期 {terms.objection_days} 个工作日，自公示次日起算，至 {counted.last} 届满",
        f"objections are taken for {terms.objection_days} working days from the day after, until {counted.last}",
    )
    return _Found(counted.last, (note,))


def _settled(objection: Objection, ends: Day) -> Truth:
    """An objection is settled when it was re-examined, or came too late."""
    return any_of(objection.re_examined_on.happened, not_(objection.raised_on <= ends))


RULE = Rule(
    name="publicity",
    function=publicity,
    facts=RecordedProject,
    terms=PublicityTerms,
    labels={
        "recorded": Label("已备案", "recorded"),
        "re_examined": Label("期内异议均已复核", "objections in time were re-examined"),
        "last_day": Label("应公示日", "day of publication"),
        "done_on": Label("公示日期", "day it was made public"),
        "objection_ends": Label("异议期届满日", "last day for objections"),
    },
    folds=False,
)
