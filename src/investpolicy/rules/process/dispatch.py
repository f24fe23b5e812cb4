"""Dispatching major projects every half month (半月调度): MY22.dispatch.

A due day is kept by a dispatch after the due day before it and up to the day itself, both moved where they fall on
holidays. It is due while the project has neither started construction nor ended, once a whole half
month lies behind its record.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Final, NamedTuple

from investpolicy.calendars import (
    FIFTEENTH_AND_LAST,
    FIRST_AND_SIXTEENTH,
    HalfMonthDays,
    MovedDay,
    Unit,
    half_month_days,
    periods,
)
from investpolicy.facts.events import ProjectDispatch, calendar_of, is_told
from investpolicy.facts.life import STAGES, Stage
from investpolicy.facts.project import Sector
from investpolicy.models import MoneyField, required
from investpolicy.outcomes import Check
from investpolicy.rules.process.moving import OnHoliday, due_day, weekday, why_moved
from investpolicy.rules.rule import Rule
from investpolicy.rules.terms import Terms
from investpolicy.schedules import Measure
from investpolicy.values.count import Count
from investpolicy.values.day import Day
from investpolicy.values.formula import all_of, any_of, not_
from investpolicy.values.label import Label, Labelled
from investpolicy.values.truth import FALSE, TRUE, Truth
from investpolicy.values.written import Written


class DispatchDays(Labelled):
    """The two days of a month (半月调度日)."""

    FIRST_AND_SIXTEENTH = "first_and_sixteenth", "1 日和 16 日", "the 1st and the 16th"
    FIFTEENTH_AND_LAST = "fifteenth_and_last", "15 日和月末", "the 15th and the last day"

    @property
    def of_month(self) -> HalfMonthDays:
        """The two days."""
        return FIRST_AND_SIXTEENTH if self is DispatchDays.FIRST_AND_SIXTEENTH else FIFTEENTH_AND_LAST


class MajorBy(Labelled):
    """What makes a project major (重大项目的认定)."""

    RECOGNISED = "recognised", "由主管部门认定", "as the office recognises it"
    SIZE = "size", "按投资额", "by its size"


class DispatchTerms(Terms):
    """Terms of a dispatch every half month."""

    days: DispatchDays = required("调度日", "dispatch days")
    on_holiday: OnHoliday = required("调度日遇节假日", "a dispatch day that is a holiday")
    sectors: tuple[Sector, ...] = required("适用行业", "sections of industry it applies to")
    major_by: MajorBy = required("重大项目认定", "what makes a project major")
    investment: Measure = required("项目投资口径", "amount of a project's investment")
    major_from: MoneyField = required("重大项目门槛", "smallest major project", unit="money")

    def is_major(self, facts: ProjectDispatch) -> Truth:
        """Whether the project is a major one."""
        if self.major_by is MajorBy.RECOGNISED:
            return facts.recognised_major
        return facts.project.measure(self.investment) >= self.major_from


class Due(NamedTuple):
    """A due day: moved where it falls on a holiday, the dispatches that count for it, whether it was kept."""

    moved: MovedDay
    held: tuple[date, ...]
    kept: Truth


def dispatch(facts: ProjectDispatch, terms: DispatchTerms) -> Check:
    """Whether a major project was dispatched by each due day, as of the day asked about."""
    applies = all_of(facts.project.sector.is_in(terms.sectors), terms.is_major(facts))
    missing = facts.life.information_on.missing | facts.asked_on.missing
    missing = missing.union(("project_dispatch.dispatched_on",) if facts.dispatched_on is None else ())
    if missing:
        return Check({"dispatched": not_(applies) | Truth.unknown(*missing)})
    due = tuple(_due_days(facts, terms))
    kept = all_of(TRUE, *(one.kept for one in due))
    notes = [_stage(facts), *((_NOT_DUE,) if applies.raw is False else (line for one in due for line in _lines(one)))]
    return Check({"dispatched": not_(applies) | kept}, notes=notes, found=_found(due, facts))


def _due_days(facts: ProjectDispatch, terms: DispatchTerms) -> Iterator[Due]:
    """The due days that a whole half month lies behind, and the next one; none after construction start or the end."""
    life, asked_on = facts.life, facts.asked_on.date
    if not is_told(life.information_on):
        return
    calendar = calendar_of(facts.further_notices)
    this_month = periods(asked_on, asked_on, Unit.MONTH, partial_first=True)[0]
    next_month = periods(this_month.last, this_month.last + _ONE_DAY, Unit.MONTH)[0]
    planned = half_month_days(life.information_on.date - _ONE_DAY, next_month.last, terms.days.of_month)
    dispatched = sorted(day for day in facts.dispatched_on or () if day <= asked_on)
    for before, one in pairwise(due_day(day, terms.on_holiday, calendar) for day in planned):
        last = one.day or one.planned  # without its notice it may be later
        started = life.started_on <= Day(last) if life.started_on.is_known else life.reached(Stage.STARTED, Day(last))
        done = any_of(started, life.reached(Stage.ENDED, Day(last)))
        if done.raw is True:
            return
        held = tuple(day for day in dispatched if before.day and before.day < day <= last)
        yield Due(one, held, any_of(TRUE if held else FALSE, not_(_is_over(one, asked_on)), done))
        if one.planned > asked_on:
            return


def _is_over(due: MovedDay, asked_on: date) -> Truth:
    return FALSE if asked_on <= due.planned else Day(asked_on) > due.value


def _found(due: Sequence[Due], facts: ProjectDispatch) -> dict[str, Written]:
    asked_on = facts.asked_on.date
    over = [one for one in due if not_(_is_over(one.moved, asked_on)).raw is not True]
    unknown = frozenset[str]().union(*(one.kept.missing for one in over))
    missed = sum(one.kept.raw is False for one in over)
    following = [one.moved.value for one in due if one not in over]
    return {
        "due_days": Count(len(over)),
        "missed": Count.unknown(*unknown) if unknown else Count(missed),
        "next_due": following[0] if following else Day.not_yet(),
    }


def _lines(due: Due) -> Iterator[Label]:
    """What became of a due day."""
    zh, en = weekday(due.moved.planned, "zh"), weekday(due.moved.planned, "en")
    if due.held:
        yield Label(
            f"{zh}：已调度（{'、'.join(map(str, due.held))}）", f"{en}: dispatched ({', '.join(map(str, due.held))})"
        )
        return
    if due.kept.raw is False:
        yield Label(f"{zh}：未调度", f"{en}: not dispatched")
    elif due.kept.is_known:
        yield Label(f"{zh}：尚未到期", f"{en}: pending")
    else:
        yield Label(f"{zh}：无记录", f"{en}: none on record")
    yield from why_moved(due.moved)


def _stage(facts: ProjectDispatch) -> Label:
    """The last stage that the project is known to have reached."""
    reached = [
        one for one in (*STAGES, Stage.ENDED) if is_told(day := facts.life.day_of(one)) and bool(day <= facts.asked_on)
    ]
    zh, en = reached[-1].label if reached else ("无记录", "none on record")
    return Label(f"已到阶段：{zh}", f"stage reached: {en}")


_ONE_DAY: Final = timedelta(days=1)
_NOT_DUE: Final = Label("不属于适用的重大项目，不要求调度", "no major project that it applies to: no dispatch is due")

RULE = Rule(
    name="dispatch",
    function=dispatch,
    facts=ProjectDispatch,
    terms=DispatchTerms,
    labels={
        "dispatched": Label("每个调度日均已调度", "dispatched by each due day"),
        "due_days": Label("已到期调度日", "due days so far"),
        "missed": Label("未调度的调度日", "due days missed"),
        "next_due": Label("下一调度日", "next due day"),
    },
    folds=False,
)
