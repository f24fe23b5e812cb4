"""HB.publicity, 五: every Monday for the past week; a Monday that is a holiday moves to the next working day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from .working_day_limit import last_day, works


def due(recorded: date, *, moved: bool = True) -> date:
    """The day of publication. :raises NoNoticeError: past the last known year."""
    day = recorded + timedelta(days=1)
    while day.weekday() != 0:
        day += timedelta(days=1)
    while moved and not works(day):
        day += timedelta(days=1)
    return day


def status(recorded: date, published: date, objections: Sequence[tuple[date, date]], objection_days: int | None) -> str:
    """``objections``: day raised, day re-examined (date.max: not yet)."""
    waits = False
    for raised, re_examined in objections:
        if re_examined == date.max:
            if objection_days is None:
                waits = True
            else:
                ends = last_day([published], objection_days)
                assert ends is not None
                if raised <= ends:
                    return "ineligible"
    if waits:
        return "undetermined"
    return "met" if published <= due(recorded) else "not_met"
