"""MY22.dispatch, 健全机制: every half month, on the 1st and the 16th; a holiday moves it to the next working day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from itertools import pairwise

from .working_day_limit import works

_DAY = timedelta(days=1)


def due_days(informed: date, asked_on: date, *, fifteenth: bool = False, moved: bool = True) -> list[tuple[date, date]]:
    """(the due day before, the due day), moved, of all that are over and have a whole half month behind them."""
    found: list[date] = []
    day = informed - _DAY
    while day <= asked_on:
        is_due = (day.day == 15 or (day + _DAY).day == 1) if fifteenth else day.day in (1, 16)
        if is_due:
            actual = day
            while moved and not works(actual):
                actual += _DAY
            found.append(actual)
        day += _DAY
    return [(before, one) for before, one in pairwise(found) if one < asked_on]


def missed(
    informed: date, asked_on: date, dispatched: Collection[date], started: date = date.max, **days: bool
) -> list[date]:
    """The due days without a dispatch since the one before, until construction started."""
    return [
        due
        for before, due in due_days(informed, asked_on, **days)
        if due < started and not any(before < one <= due for one in dispatched)
    ]
