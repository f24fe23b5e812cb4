"""Limits in working days (工作日期限): ZY.first-contact, HB.review; of card holders (SD.service-card)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Annotated, Final, NamedTuple

from pydantic import AfterValidator

from investpolicy.calendars import Corrections, Counted, WorkingCalendar, working_deadline
from investpolicy.calendars.deadlines import MOST_DAYS
from investpolicy.errors import Problem, TermsError
from investpolicy.facts.events import CardSubmission, Correction, Receipt, Submission, calendar_of, is_told
from investpolicy.models import CountField, outside_rules, required
from investpolicy.outcomes import Deadline
from investpolicy.rules.rule import Rule
from investpolicy.rules.terms import OPEN, Terms
from investpolicy.values.day import Day
from investpolicy.values.label import Label, Labelled
from investpolicy.values.truth import Truth


class ReceiptDay(Labelled):
    """Whether the day of receipt counts (收到当日是否计入)."""

    NOT_COUNTED = "not_counted", "当日不计", "not counted"
    COUNTED = "counted", "当日计入", "counted"


class ReceiptCloses(Labelled):
    """Until when what comes counts as received on its day (当日收件截止)."""

    END_OF_DAY = "end_of_day", "不设截止时刻", "at the end of the day"
    CUT_OFF = "cut_off", "设截止时刻", "at a cut-off hour"


def _hour(written: str) -> str:
    if written == OPEN:
        return written
    try:
        hour = time.fromisoformat(written)
    except ValueError:
        hour = None
    if hour is None or hour.tzinfo is not None:
        raise TermsError(Problem("", f"{written!r:.60} is no hour", f"write such as 17:30, or {OPEN}"))
    return written


class WorkingDayTerms(Terms):
    """Terms of a limit in working days. ``cut_off`` is a time in Asia/Shanghai, or ``open``."""

    days: CountField = required("期限（工作日）", "working days allowed")
    receipt_day: ReceiptDay = required("收到当日", "the day of receipt")
    receipt_closes: ReceiptCloses = required("当日收件截止", "when receipt closes")
    cut_off: Annotated[str, AfterValidator(_hour)] = required("截止时刻", "cut-off hour")
    corrections: Corrections = required("补正", "what a correction does")

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """A number of days that is no limit."""
        if self.days.is_known and not 1 <= int(self.days) <= MOST_DAYS:
            yield Problem("days", f"{self.days} working days are no limit", f"write 1 to {MOST_DAYS}, or {OPEN}")

    @property
    @outside_rules
    def open_terms(self) -> tuple[str, ...]:
        """The parameters that are open; the cut-off hour only where there is one."""
        return (*super().open_terms, *(("cut_off",) if self._waits_for_an_hour else ()))

    @property
    @outside_rules
    def missing_for_a_day(self) -> frozenset[str]:
        """The parameters without which no last day can be counted."""
        return self.days.missing.union(("terms.cut_off",) if self._waits_for_an_hour else ())

    @property
    def _waits_for_an_hour(self) -> bool:
        return self.receipt_closes is ReceiptCloses.CUT_OFF and self.cut_off == OPEN

    @outside_rules
    def count(self, receipts: tuple[date, ...], calendar: WorkingCalendar) -> Counted:
        """The limit from these receipts on, the first and those of corrections."""
        return working_deadline(
            receipts,
            int(self.days),
            calendar,
            count_receipt_day=self.receipt_day is ReceiptDay.COUNTED,
            cut_off=time.fromisoformat(self.cut_off) if self.receipt_closes is ReceiptCloses.CUT_OFF else None,
            corrections=self.corrections,
        )

    def relied_on(self, submission: Submission) -> Submission | Correction:
        """The receipt that the limit runs from."""
        restarts = self.corrections is Corrections.RESTART and submission.corrections
        return submission.corrections[-1] if restarts else submission


class LastDay(NamedTuple):
    """The last day, and how it was counted."""

    day: Day
    notes: tuple[Label, ...] = ()


def last_day(submission: Submission, terms: WorkingDayTerms, calendar: WorkingCalendar) -> LastDay:
    """The last day for a submission; unknown while its receipt, the limit or a year's notice is not known."""
    relied_on = terms.relied_on(submission)
    received = relied_on.received_on
    if missing := received.missing | terms.missing_for_a_day:
        return LastDay(Day.unknown(*missing))
    if not bool(received.happened):
        return LastDay(Day.not_yet(), () if relied_on is submission else (_AWAITED,))
    came = (one for one in submission.receipts if is_told(one.received_on))
    counted = terms.count(tuple(_moment(one) for one in came), calendar)
    lines = zip(counted.explain("zh").splitlines(), counted.explain("en").splitlines(), strict=True)
    notes = tuple(Label(zh, en) for zh, en in lines)
    if counted.missing == ("received_at",):
        return LastDay(Day.unknown(f"{relied_on.fact_name}.received_at"), notes)
    return LastDay(counted.last, notes)


def _received(submission: Submission, terms: WorkingDayTerms) -> Truth:
    """Whether that came from which the limit runs; unknown while a correction is awaited."""
    relied_on = terms.relied_on(submission)
    received = relied_on.received_on
    if relied_on is not submission and received.is_known and not bool(received.happened):
        return Truth.unknown(f"{relied_on.fact_name}.received_on")
    return received.happened


def _moment(one: Submission | Correction) -> date:
    day = one.received_on.date
    return day if one.received_at is None else datetime.combine(day, one.received_at)


def working_day_limit(facts: Receipt, terms: WorkingDayTerms) -> Deadline:
    """The last day for what was received, and whether it was done by then."""
    last, notes = last_day(facts, terms, calendar_of(facts.further_notices))
    return Deadline(last, facts.done_on, {"received": _received(facts, terms)}, notes)


def service_card_limit(facts: CardSubmission, terms: WorkingDayTerms) -> Deadline:
    """The last day for a submission of a project whose service card was issued by the day of receipt."""
    last, notes = last_day(facts, terms, calendar_of(facts.further_notices))
    conditions = {
        "received": _received(facts, terms),
        "holds_card": facts.card_issued_on <= facts.received_on,
    }
    return Deadline(last, facts.done_on, conditions, notes)


_AWAITED: Final = Label("补正尚未收到，期限自收到补正起算", "a correction is awaited: the limit runs from its receipt")
LABELS: Final = {
    "received": Label("已收到", "received"),
    "last_day": Label("届满日", "last day"),
    "done_on": Label("办结日期", "day it was done"),
}

RULE = Rule(
    name="working_day_limit",
    function=working_day_limit,
    facts=Receipt,
    terms=WorkingDayTerms,
    labels=LABELS,
    folds=False,
)

SERVICE_CARD_RULE = Rule(
    name="service_card_limit",
    function=service_card_limit,
    facts=CardSubmission,
    terms=WorkingDayTerms,
    labels=LABELS | {"holds_card": Label("收到时已持卡", "held the card when it was received")},
    folds=False,
)
