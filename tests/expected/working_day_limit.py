"""ZY.first-contact (三): 2 working days. HB.review (五): 3 working days at most. Counted on chinesecalendar alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import chinese_calendar

FIRST_CONTACT = 2
REVIEW = 3
_DAY = timedelta(days=1)


class NoNoticeError(Exception):
    """A year whose working days are not published."""


def works(day: date) -> bool:
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        raise NoNoticeError(day.year) from None


def last_day(
    receipts: Sequence[date], days: int, *, counted: bool = False, cut_off: time | None = None, restart: bool = True
) -> date | None:
    """The last day; None where the hour of receipt would be needed. :raises NoNoticeError: past the last known year."""
    received = receipts[-1 if restart else 0]
    day = received.date() if isinstance(received, datetime) else received
    if cut_off is not None:
        if works(day) and not isinstance(received, datetime):
            return None
        late = isinstance(received, datetime) and received.time() >= cut_off
        if late or not works(day):
            day += _DAY
            while not works(day):
                day += _DAY
    left = days - (counted and works(day))
    while left:
        day += _DAY
        left -= works(day)
    return day


def status(last: date | None, done_on: date | None) -> str:
    """``done_on``: date.max where it is not done yet, None where nobody told."""
    if last is None:
        return "undetermined"
    if done_on is None or done_on == date.max:
        return "determined"
    return "met" if done_on <= last else "not_met"
