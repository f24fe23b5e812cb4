"""MY16.escalation, 三: first review, decision, leaders of both levels, meetings again and again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from .kleene import YES, both, either, happened, longest_interval, negation, no_later, of, verdict

STAGES = (("first_review",), ("decision",), ("city_leader", "county_leader"), ("meeting",))


def escalation(
    days: Mapping[str, date | None],
    meetings: Sequence[date],
    major: bool | None,
    asked_on: date,
    every_days: int,
) -> tuple[str, set[str]]:
    """``meetings`` are known days, in any order; none is said as one that has not happened."""
    days = {**days, "meeting": min(meetings)}
    ignored = negation(of(major))
    taken = [either(ignored, happened(day)) for day in days.values()]
    order = YES
    for number, stage in enumerate(STAGES):
        for later in (name for group in STAGES[number + 1 :] for name in group):
            for name in stage:
                right = no_later(days[name], days[later])
                order = both(order, either(ignored, negation(happened(days[later])), right))
    regular = YES
    if happened(days["meeting"]) == YES:
        longest = longest_interval(meetings, days["meeting"], asked_on)
        regular = either(ignored, of(longest is not None and longest <= every_days))
    return verdict({"taken": both(*taken), "in_order": order, "regular": regular})
