"""Once in every period: MY22.monthly-study (创新方式), ZY.monthly-supervision (十), SD.hefei-quarterly (一), and more.

A period is missed once it is over, and pending before; one that had begun before the first day is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta

MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


def period_of(day: date, unit: str) -> int:
    """Which period of the calendar a day lies in."""
    return (day.year * 12 + day.month - 1) // MONTHS[unit]


def tally(
    log: Collection[date],
    first: date,
    asked_on: date,
    unit: str,
    every: int = 1,
    reasons: Mapping[date, str] | None = None,
) -> dict[str, int]:
    """How many periods were held, missed, excepted, pending: found by a walk through all days."""
    whole = period_of(first, unit) + (period_of(first - timedelta(days=1), unit) == period_of(first, unit))
    held: dict[int, str] = {}
    day = first
    while period_of(day, unit) <= period_of(asked_on, unit) + every:
        number, place = period_of(day, unit), 0
        if number >= whole:
            place = (number - whole) // every
            begins = whole + place * every
            if begins <= period_of(asked_on, unit):
                if day in log and day <= asked_on:
                    held[place] = "held"
                elif held.get(place) != "held":
                    if day >= asked_on:
                        held[place] = "pending"
                    else:
                        excused = any((period_of(one, unit) - whole) // every == place for one in reasons or {})
                        held.setdefault(place, "excepted" if excused else "missed")
        day += timedelta(days=1)
    counts = dict.fromkeys(("held", "missed", "pending", "excepted"), 0)
    for what in held.values():
        counts[what] += 1
    return counts


def status(counts: Mapping[str, int], *, reasons_except: bool) -> str:
    """Met, not met, or excepted."""
    if not counts["missed"] and not counts["excepted"]:
        return "met"
    return "excepted" if reasons_except and not counts["missed"] else "not_met"
