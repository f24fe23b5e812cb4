"""Three-valued logic in plain numbers: 0 is false, 1 is not known, 2 is true."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

NO, OPEN, YES = 0, 1, 2
NOT_YET = date.max


def of(value: bool | None) -> int:
    return OPEN if value is None else YES if value else NO


def both(*truths: int) -> int:
    return min(truths, default=YES)


def either(*truths: int) -> int:
    return max(truths, default=NO)


def negation(truth: int) -> int:
    return YES - truth


def happened(day: date | None) -> int:
    return of(None if day is None else day != NOT_YET)


def no_later(first: date | None, second: date | None) -> int:
    return of(None if first is None or second is None else first <= second)


def earlier(first: date | None, second: date | None) -> int:
    return of(None if first is None or second is None else first < second)


def verdict(conditions: Mapping[str, int], excepted: int = NO) -> tuple[str, set[str]]:
    """The status of a check, and the conditions that surely fail."""
    failed = {name for name, truth in conditions.items() if truth == NO}
    met = both(*conditions.values())
    if met != NO:
        return ("met" if met == YES else "undetermined"), failed
    return {NO: "not_met", OPEN: "undetermined", YES: "excepted"}[excepted], failed


def longest_interval(days: Iterable[date | None], since: date | None, until: date | None) -> int | None:
    """The most days from one to the next within a time, walked day by day."""
    given = list(days)
    if since is None or until is None or None in given:
        return None
    longest = run = 0
    for ordinal in range(since.toordinal() + 1, until.toordinal() + 1):
        run += 1
        longest = max(longest, run)
        if date.fromordinal(ordinal) in given:
            run = 0
    return longest
