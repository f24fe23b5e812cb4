"""ZY.schedule, 六: a schedule is drawn up and kept, approvals are in time, performance passes.

Days: date.max where an event has not happened, None where nobody told.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from .working_day_limit import last_day

Told = date | None


def in_time(done: Told, last: Told, asked_on: date) -> bool | None:
    """Not late on the day asked about: done by then, or not due yet."""
    if last is None:
        return None
    if asked_on <= last:
        return True
    return None if done is None else done <= last


def schedule(
    asked_on: date,
    plan: Sequence[tuple[Told, Told]],
    approvals: Sequence[tuple[date, Told]],
    days: int | None,
    score: int | None,
    pass_mark: int | None,
) -> str:
    """The status, of a signed project with a schedule: ``plan`` pairs what was done with what was planned."""
    found = [in_time(done, last, asked_on) for done, last in plan]
    found += [in_time(done, None if days is None else last_day([day], days), asked_on) for day, done in approvals]
    found.append(None if score is None or pass_mark is None else score >= pass_mark)
    if False in found:
        return "not_met"
    return "undetermined" if None in found else "met"
