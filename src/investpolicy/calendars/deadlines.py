"""Deadlines in working days (工作日期限), counted so that a person can follow them on a wall calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Final, NamedTuple

from investpolicy.calendars.working import SHANGHAI, WEEKDAYS, DayKind, NoNoticeError, WorkingCalendar, as_day
from investpolicy.errors import FactsError, Problem, TermsError
from investpolicy.values.day import Day
from investpolicy.values.label import Label, Labelled, Lang

MOST_DAYS: Final = 10_000  # some forty years: more is a slip
_ONE_DAY: Final = timedelta(days=1)
_TURN_OF_THE_YEAR: Final = (12, 25)  # next year's notice has never touched an earlier day; it has touched 29 December


class Corrections(Labelled):
    """What a correction (退回补正) does to the count."""

    RESTART = "restart", "补正后重新计算", "a correction restarts the count"
    CONTINUE = "continue", "补正不影响计算", "a correction leaves the count as it is"


class CountedDay(NamedTuple):
    """A working day that was counted: the ``ordinal``-th, from 1."""

    day: date
    ordinal: int
    kind: DayKind
    name: Label | None


class SkippedDay(NamedTuple):
    """A day that was not counted, and why: 公休 or 法定假日."""

    day: date
    kind: DayKind
    name: Label | None


@dataclass(frozen=True, slots=True)
class Counted:
    """A deadline with how it was counted (期限及其计算).

    ``receipts``: as given. ``receipt_day``: the day that counts as the day of receipt; None where it is not known.
    ``waited``: the days passed over until then because of the cut-off hour. ``counted`` and ``skipped`` cover every day
    from there to the last one, or to the end of what is known. ``no_notice``: the year whose notice is missing.
    ``unsettled_by``: the year whose notice, not loaded yet, may still touch the last days of December counted here.
    """

    receipts: tuple[date, ...]
    days: int
    count_receipt_day: bool
    cut_off: time | None
    corrections: Corrections
    receipt_day: date | None
    waited: tuple[SkippedDay, ...]
    counted: tuple[CountedDay, ...]
    skipped: tuple[SkippedDay, ...]
    no_notice: int | None = None
    unsettled_by: int | None = None

    @property
    def last_day(self) -> date | None:
        """The last day of the period (届满日); None where it is not determined."""
        return self.counted[-1].day if len(self.counted) == self.days else None

    @property
    def missing(self) -> tuple[str, ...]:
        """What is missing to determine it: ``received_at`` (the time of day), ``calendar.2027`` (a notice)."""
        if self.no_notice is not None:
            return (f"calendar.{self.no_notice}",)
        return () if self.receipt_day else ("received_at",)

    @property
    def last(self) -> Day:
        """The last day as a value for rules, unknown where it is not determined."""
        return Day(self.last_day) if self.last_day else Day.unknown(*self.missing)

    def explain(self, lang: Lang = "zh") -> str:
        """Day by day."""
        return "\n".join((self._head(lang), *self._each_day(lang), *self._end(lang)))

    def __str__(self) -> str:
        return self.explain("en")

    def _head(self, lang: Lang) -> str:
        zh = lang == "zh"
        relied_on = self._relied_on
        parts = [("收到：" if zh else "Received: ") + _moment(relied_on, lang)]
        if others := [_moment(one, lang) for one in self.receipts if one is not relied_on]:
            listed = ("、" if zh else ", ").join(others)
            if self.corrections is Corrections.RESTART:
                parts.append(
                    f"补正后重新计算（此前 {listed}）" if zh else f"a correction restarted it (before: {listed})"
                )
            else:
                parts.append(f"补正不影响计算（{listed}）" if zh else f"corrections change nothing ({listed})")
        if self.receipt_day and self.receipt_day != as_day(relied_on):
            until, on = f"{self.cut_off:%H:%M}", _written(self.receipt_day, lang)
            parts.append(
                f"不在办公时间（截止 {until}），视为 {on} 收到"
                if zh
                else f"outside office hours (until {until}), so taken as received on {on}"
            )
        if zh:
            parts.append("当日计入" if self.count_receipt_day else "当日不计")
            return f"{'，'.join(parts)}；期限 {self.days} 个工作日"
        parts.append(f"the day of receipt is {'' if self.count_receipt_day else 'not '}counted")
        return f"{', '.join(parts)}; {self.days} working day{'s' if self.days > 1 else ''}"

    def _each_day(self, lang: Lang) -> list[str]:
        zh = lang == "zh"
        not_counted = "，不计" if zh else ", not counted"
        texts = {one.day: _what(one.kind, one.name, lang) + not_counted for one in (*self.waited, *self.skipped)}
        for one in self.counted:
            ordinal = f"，第 {one.ordinal} 日" if zh else f", day {one.ordinal}"
            texts[one.day] = _what(one.kind, one.name, lang) + ordinal
        return [f"  {_written(day, lang)} {texts[day]}" for day in sorted(texts)]

    def _end(self, lang: Lang) -> list[str]:
        zh = lang == "zh"
        if self.no_notice is not None:
            return [
                f"无法判定：{self.no_notice} 年的放假安排通知尚未载入（已计 {len(self.counted)} 日）"
                if zh
                else f"Undetermined: the notice of holidays for {self.no_notice} is not loaded "
                f"({len(self.counted)} counted so far)"
            ]
        if self.last_day is None:
            return [
                f"无法判定：以 {self.cut_off:%H:%M} 为截止时刻，需要收到的时刻"
                if zh
                else f"Undetermined: with the cut-off hour {self.cut_off:%H:%M} the time of receipt is needed"
            ]
        lines = [f"届满日：{_written(self.last_day, lang)}" if zh else f"Last day: {_written(self.last_day, lang)}"]
        if self.unsettled_by is not None:
            lines.append(
                f"注意：{self.unsettled_by} 年的通知尚未载入，它可能调整上年 12 月末的工作日"
                if zh
                else f"Note: the notice for {self.unsettled_by} is not loaded, and may change the last days of December"
            )
        return lines

    @property
    def _relied_on(self) -> date:
        return self.receipts[-1 if self.corrections is Corrections.RESTART else 0]


def working_deadline(
    received: date | Sequence[date],
    days: int,
    calendar: WorkingCalendar,
    *,
    count_receipt_day: bool = False,
    cut_off: time | None = None,
    corrections: Corrections = Corrections.RESTART,
) -> Counted:
    """The last day of a period of ``days`` working days from receipt (自收到之日起…个工作日内).

    ``received`` is a day or a time (Asia/Shanghai; a time of another zone is converted), or the first receipt followed
    by those of corrections. The day after it is day one or, where that is a rest day, the next working day.
    Readings: ``count_receipt_day`` makes the day of receipt day one, if it is a working day; with a ``cut_off`` hour,
    what comes at or after it, or on a rest day, counts as received on the next working day; ``corrections``.

    Undetermined, with what is ``missing``: where it reaches a year without a notice; on a working day with a cut-off
    hour and no time of receipt.

    :raises TermsError: for less than one day, or a cut-off hour with a zone.
    :raises FactsError: for receipts out of order, or none.
    """
    given: Sequence[object] = (received,) if isinstance(received, (date, str)) else received
    receipts = tuple(_local(one) for one in given)
    _check(receipts, days, cut_off)
    start = receipts[-1 if corrections is Corrections.RESTART else 0]
    waited: list[SkippedDay] = []
    counted: list[CountedDay] = []
    skipped: list[SkippedDay] = []
    receipt_day: date | None = None
    no_notice = None
    try:
        receipt_day = _receipt_day(start, cut_off, calendar, waited)
        day = receipt_day if count_receipt_day else receipt_day and receipt_day + _ONE_DAY
        while day and len(counted) < days:
            kind, name = calendar.kind(day), calendar.name(day)
            if kind.works:
                counted.append(CountedDay(day, len(counted) + 1, kind, name))
            else:
                skipped.append(SkippedDay(day, kind, name))
            day += _ONE_DAY
    except NoNoticeError as gap:
        no_notice = gap.year
    return Counted(
        receipts,
        days,
        count_receipt_day,
        cut_off,
        corrections,
        receipt_day,
        tuple(waited),
        tuple(counted),
        tuple(skipped),
        no_notice,
        None if no_notice else _unsettled_by(counted, calendar),
    )


def _check(receipts: Sequence[date], days: int, cut_off: time | None) -> None:
    if isinstance(days, bool) or not isinstance(days, int) or not 1 <= days <= MOST_DAYS:
        instead = f"write a whole number from 1 to {MOST_DAYS}"
        raise TermsError(Problem("days", f"{days!r} is no number of working days", instead))
    if cut_off is not None and cut_off.tzinfo is not None:
        raise TermsError(
            Problem("cut_off", f"the cut-off hour {cut_off} has a zone", "leave it out: Asia/Shanghai is meant")
        )
    if not receipts:
        raise FactsError(Problem("received", "there is no receipt", "write the day of receipt"))
    for before, after in pairwise(receipts):
        timed = isinstance(before, datetime) and isinstance(after, datetime)
        if (after < before) if timed else (as_day(after) < as_day(before)):
            raise FactsError(
                Problem("received", f"the correction of {after} is before the receipt of {before}", "sort them")
            )


def _receipt_day(start: date, cut_off: time | None, calendar: WorkingCalendar, waited: list[SkippedDay]) -> date | None:
    """The day that counts as the day of receipt; None where it depends on the unknown time of day."""
    day = as_day(start)
    if cut_off is None:
        return day
    if calendar.kind(day).works:
        if not isinstance(start, datetime):
            return None
        if start.time() < cut_off:
            return day
        day += _ONE_DAY
    while not (kind := calendar.kind(day)).works:
        waited.append(SkippedDay(day, kind, calendar.name(day)))
        day += _ONE_DAY
    return day


def _unsettled_by(counted: Sequence[CountedDay], calendar: WorkingCalendar) -> int | None:
    last = counted[-1].day if counted else None
    if last and (last.month, last.day) >= _TURN_OF_THE_YEAR:
        try:
            calendar.kind(date(last.year + 1, 1, 1))
        except NoNoticeError as gap:
            return gap.year
    return None


def _local(moment: object) -> date:
    """A time without its zone, on the clocks of Asia/Shanghai; a day as it is."""
    if not isinstance(moment, date):
        instead = "write a datetime.date, or a datetime for the time of day"
        raise FactsError(Problem("received", f"{moment!r} is no day of receipt", instead))
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        return moment.astimezone(SHANGHAI).replace(tzinfo=None)
    return moment


def _written(day: date, lang: Lang) -> str:
    return f"{day:%Y-%m-%d} {WEEKDAYS[day.weekday()].of(lang)}"


def _moment(moment: date, lang: Lang) -> str:
    return _written(moment, lang) + (f" {moment:%H:%M}" if isinstance(moment, datetime) else "")


def _what(kind: DayKind, name: Label | None, lang: Lang) -> str:
    if name is None:
        return kind.label.of(lang)
    return f"{kind.label.zh}（{name.zh}）" if lang == "zh" else f"{kind.label.en} ({name.en})"
