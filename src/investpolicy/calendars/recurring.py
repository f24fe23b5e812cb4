"""Days that come again (定期日): Mondays, half months, month ends, every so many months or years."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple

from investpolicy.calendars.deadlines import SkippedDay
from investpolicy.calendars.working import NoNoticeError, WorkingCalendar, as_day
from investpolicy.errors import Problem, TermsError
from investpolicy.values.day import Day


@dataclass(frozen=True, slots=True)
class HalfMonthDays:
    """The two days of a month on which something is done every half month; -1 is the last day, -2 the one before.

    :raises TermsError: for 29 to 31, which short months do not have, and for two equal days.
    """

    first: int
    second: int

    def __post_init__(self) -> None:
        for name, day in (("first", self.first), ("second", self.second)):
            if isinstance(day, bool) or not (1 <= day <= 28 or -28 <= day <= -1):
                instead = "write 1 to 28, or -1 for the last day of the month"
                raise TermsError(Problem(name, f"{day!r} is not a day that every month has", instead))
        if self.first == self.second:
            raise TermsError(Problem("second", f"both days are {self.first}", "write two different days"))


FIRST_AND_SIXTEENTH: Final = HalfMonthDays(1, 16)
"""1 日和 16 日."""
FIFTEENTH_AND_LAST: Final = HalfMonthDays(15, -1)
"""15 日和月末."""


def mondays(first: date, last: date) -> tuple[date, ...]:
    """Every Monday from ``first`` to ``last``, both included (每周一)."""
    from dateutil.rrule import MO, WEEKLY

    return _days(first, last, freq=WEEKLY, byweekday=MO)


def following_monday(day: date) -> date:
    """The Monday after the week of ``day``; a week is Monday to Sunday (次周一)."""
    day = as_day(day)
    return day + timedelta(days=7 - day.weekday())


def half_month_days(first: date, last: date, days: HalfMonthDays = FIRST_AND_SIXTEENTH) -> tuple[date, ...]:
    """The two days of every month that lie from ``first`` to ``last`` (每半月)."""
    from dateutil.rrule import MONTHLY

    return _days(first, last, freq=MONTHLY, bymonthday=(days.first, days.second))


def month_ends(first: date, last: date) -> tuple[date, ...]:
    """The last day of every month, where it lies from ``first`` to ``last`` (每月末)."""
    from dateutil.rrule import MONTHLY

    return _days(first, last, freq=MONTHLY, bymonthday=-1)  # 31 would leave out the short months


def repeated(anchor: date, last: date, *, months: int = 0, years: int = 0) -> tuple[date, ...]:
    """``anchor`` and every so many months or years after it, up to ``last``: monthly 1, quarterly 3, every 2 years.

    Always counted from the anchor, and on the last day of a month that is too short: 31 January gives 28 February and
    31 March.

    :raises TermsError: when that is less than one month.
    """
    from dateutil.relativedelta import relativedelta

    anchor, last = as_day(anchor), as_day(last)
    step = 12 * years + months
    if step < 1:
        raise TermsError(Problem("months", f"{months} months and {years} years are no period", "write 1 month or more"))
    found: list[date] = []
    while (day := anchor + relativedelta(months=step * len(found))) <= last:
        found.append(day)
    return tuple(found)


class MovedDay(NamedTuple):
    """A recurring day, moved to the next working day where it is none (顺延).

    ``day`` is None where a notice is missing: that of the year ``no_notice``. ``skipped``: the days passed over.
    """

    planned: date
    day: date | None
    skipped: tuple[SkippedDay, ...]
    no_notice: int | None = None

    @property
    def value(self) -> Day:
        """The day as a value for rules, unknown where it is not determined."""
        return Day(self.day) if self.day else Day.unknown(f"calendar.{self.no_notice}")


def moved_to_working_day(days: Iterable[date], calendar: WorkingCalendar) -> tuple[MovedDay, ...]:
    """Each day, or the next working day where it is none; make-up days are working days."""
    return tuple(_moved(as_day(day), calendar) for day in days)


def _moved(planned: date, calendar: WorkingCalendar) -> MovedDay:
    skipped: list[SkippedDay] = []
    day = planned
    try:
        while not (kind := calendar.kind(day)).works:
            skipped.append(SkippedDay(day, kind, calendar.name(day)))
            day += timedelta(days=1)
    except NoNoticeError as gap:
        return MovedDay(planned, None, tuple(skipped), gap.year)
    return MovedDay(planned, day, tuple(skipped))


def _days(first: date, last: date, **rule: Any) -> tuple[date, ...]:
    from dateutil.rrule import rrule

    start, until = (datetime(one.year, one.month, one.day) for one in (as_day(first), as_day(last)))  # noqa: DTZ001, days have no zone
    return tuple(moment.date() for moment in rrule(dtstart=start, until=until, **rule))
