"""How regular a series of events is (间隔)."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from investpolicy.values.count import Count
from investpolicy.values.day import Day
from investpolicy.values.truth import TRUE, Truth
from investpolicy.values.unknown import unknown_of


def longest_interval(events: Iterable[Day], since: Day, asked_on: Day) -> Count:
    """The most days from one event to the next, from ``since`` to ``asked_on``; events outside are not seen."""
    days = [*events, since, asked_on]
    missing = unknown_of(*(one.raw for one in days))
    if missing is not None:
        return Count.unknown(*missing.names)
    inside = sorted({one.date for one in days if since.raw <= one.raw <= asked_on.raw})
    return Count(max(((later - earlier).days for earlier, later in pairwise(inside)), default=0))


def at_most_apart(longest: Count, every_days: Count) -> Truth:
    """Whether no interval is longer than ``every_days``; what has no length yet is not."""
    return TRUE if longest.raw == 0 else longest <= every_days
