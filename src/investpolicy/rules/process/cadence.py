"""What is due in every period (定期工作): MY22.monthly-study, MY22.best-promoters, ZY.meetings, SD.hefei-quarterly …

A period without the event is missed once it is over, and pending before. Where the text says 原则上 or 根据需要, a
reason on record makes a missed period an exception.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import MAXYEAR, MINYEAR, date
from typing import Final, NamedTuple

from investpolicy.calendars import Period, PeriodStatus, Unit, check_periods, periods
from investpolicy.errors import Problem
from investpolicy.facts.events import ActivityLog, MeetingLog, MissedReason
from investpolicy.models import CountField, outside_rules, required
from investpolicy.outcomes import Check
from investpolicy.rules.rule import Rule
from investpolicy.rules.terms import OPEN, Terms
from investpolicy.values.count import Count
from investpolicy.values.day import Day
from investpolicy.values.formula import all_of
from investpolicy.values.label import Label
from investpolicy.values.truth import FALSE, TRUE, Truth


class CadenceTerms(Terms):
    """Once in every ``every`` units of the calendar: ``every`` 1 and ``unit`` quarter is once a quarter."""

    unit: Unit = required("周期单位", "unit of the period")
    every: CountField = required("每几个单位一次", "once in how many units")
    reasons_except: bool = required("有因可例外", "a reason on record makes an exception")

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """No period at all."""
        if self.every.is_known and not int(self.every):
            yield Problem("every", "once in 0 units is no period", f"write 1 or more, or {OPEN}")


class CadenceFromYearTerms(CadenceTerms):
    """The same, counted from a first year."""

    first_year: CountField = required("首个年度", "first year")

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """A first year that is none."""
        yield from super().contradictions()
        if self.first_year.is_known and not MINYEAR <= int(self.first_year) < MAXYEAR:
            yield Problem("first_year", f"{self.first_year} is no year", "write it with four digits")


class MeetingTerms(Terms):
    """How often the head and the deputy meet."""

    head: CadenceTerms = required("组长召开周期", "how often the head meets")
    deputy: CadenceTerms = required("副组长召开周期", "how often the deputy meets")


class Cadence(NamedTuple):
    """Whether something was held in each period, whether what was missed is excepted, what a person should see."""

    held: Truth
    excepted: Truth
    notes: tuple[Label, ...]
    found: dict[str, Count]


def cadence_of(
    held_on: Sequence[date] | None,
    reasons: Sequence[MissedReason],
    first: Day,
    asked_on: Day,
    terms: CadenceTerms,
    log: str,
) -> Cadence:
    """What became of the periods from ``first`` on; ``log`` names the days where they are not known."""
    missing = first.missing | asked_on.missing | terms.every.missing
    missing = missing.union((log,) if held_on is None else ())
    if held_on is None or missing:
        return Cadence(Truth.unknown(*missing), _excusable(terms), (), {})
    of = periods(first.date, asked_on.date, terms.unit, int(terms.every)) if bool(first <= asked_on) else ()
    # what is due from the midst of a period on leaves that period out, and the reasons of its days with it
    (begun,) = periods(first.date, first.date, terms.unit, partial_first=True)
    left_out = [one for one in reasons if one.day in begun and not any(one.day in period for period in of)]
    reasons_by_day = {one.day: one.reason for one in reasons if one not in left_out}
    results = check_periods(held_on, of, asked_on.date, reasons_by_day)
    by_status = {status: [one for one in results if one.status is status] for status in PeriodStatus}
    missed, excepted = by_status[PeriodStatus.MISSED], by_status[PeriodStatus.EXCEPTED]
    notes = tuple(Label(one.explain("zh"), one.explain("en")) for one in results if one.status is not PeriodStatus.HELD)
    return Cadence(
        FALSE if missed or excepted else TRUE,
        TRUE if terms.reasons_except and excepted and not missed else FALSE,
        (*(notes or (_NONE_BEGUN if not results else _ALL_HELD,)), *(_left_out(one, begun) for one in left_out)),
        {"periods": Count(len(results)), **{status.value: Count(len(by_status[status])) for status in PeriodStatus}},
    )


def _left_out(one: MissedReason, begun: Period) -> Label:
    return Label(
        f"{begun.name('zh')}：期中起算，不计该期，{one.day} 的原因不用",
        f"{begun.name('en')}: begun in its midst and left out, and so is the reason of {one.day}",
    )


def _excusable(terms: CadenceTerms) -> Truth:
    """While the periods are not known, an exception may still be; it is never one where the text allows none."""
    return Truth.unknown() if terms.reasons_except else FALSE


def cadence(facts: ActivityLog, terms: CadenceTerms) -> Check:
    """Whether something was held in each period; the periods that were missed are in the notes."""
    return _check(cadence_of(facts.held_on, facts.reasons, facts.since, facts.asked_on, terms, _LOG))


def cadence_from_year(facts: ActivityLog, terms: CadenceFromYearTerms) -> Check:
    """The same, in periods of years that are counted from the first year; ``since`` plays no part."""
    year = terms.first_year
    first = Day(date(int(year), 1, 1)) if year.is_known else Day.unknown(*year.missing)
    return _check(cadence_of(facts.held_on, facts.reasons, first, facts.asked_on, terms, _LOG))


def meetings(facts: MeetingLog, terms: MeetingTerms) -> Check:
    """Whether the head and the deputy met in each of their periods."""
    since, asked_on = facts.since, facts.asked_on
    head = cadence_of(facts.head_held_on, facts.head_reasons, since, asked_on, terms.head, "meeting_log.head_held_on")
    deputy = cadence_of(
        facts.deputy_held_on, facts.deputy_reasons, since, asked_on, terms.deputy, "meeting_log.deputy_held_on"
    )
    both = {"head": head, "deputy": deputy}
    notes = [
        Label(f"{_WHO[who].zh}：{note.zh}", f"{_WHO[who].en}: {note.en}")
        for who, one in both.items()
        for note in one.notes
    ]
    return Check(
        {who: one.held for who, one in both.items()},
        all_of(*(one.held | one.excepted for one in both.values())),
        notes=notes,
        found={f"{who}_{name}": count for who, one in both.items() for name, count in one.found.items()},
    )


def _check(one: Cadence) -> Check:
    return Check({"each_period": one.held}, one.excepted, notes=one.notes, found=one.found)


_LOG: Final = "activity_log.held_on"
_ALL_HELD: Final = Label("各期均已开展", "held in every period")
_NONE_BEGUN: Final = Label("起算日期之后尚无完整周期", "no whole period has begun since")

_EXCEPTION: Final = {"exception": Label("有因未开展，原因在案", "missed, with a reason on record")}
COUNT_LABELS: Final = {"periods": Label("周期数", "periods")} | {
    one.value: Label(f"{one.label.zh}的周期", f"periods {one.label.en}") for one in PeriodStatus
}
LABELS: Final = COUNT_LABELS | _EXCEPTION | {"each_period": Label("每期均已开展", "held in each period that is over")}
_WHO: Final = {
    "head": Label("组长例会", "meetings of the head"),
    "deputy": Label("副组长例会", "meetings of the deputy"),
}
MEETING_LABELS: Final = (
    _EXCEPTION
    | {
        "head": Label("组长按期召开例会", "the head met in each period"),
        "deputy": Label("副组长按期召开例会", "the deputy met in each period"),
    }
    | {
        f"{who}_{name}": Label(f"{one.zh}：{label.zh}", f"{one.en}: {label.en}")
        for who, one in _WHO.items()
        for name, label in COUNT_LABELS.items()
    }
)

RULE = Rule(name="cadence", function=cadence, facts=ActivityLog, terms=CadenceTerms, labels=LABELS, folds=False)
FROM_YEAR_RULE = Rule(
    name="cadence_from_year",
    function=cadence_from_year,
    facts=ActivityLog,
    terms=CadenceFromYearTerms,
    labels=LABELS,
    folds=False,
)
MEETINGS_RULE = Rule(
    name="meetings", function=meetings, facts=MeetingLog, terms=MeetingTerms, labels=MEETING_LABELS, folds=False
)
