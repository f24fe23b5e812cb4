"""SD.lead-quota, 二（一）: departments without targets recommend a number of leads of value a year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

Lead = tuple[date | None, bool | None]


def counted(leads: Sequence[Lead], year: int) -> tuple[int, int]:
    """How many surely count, and how many may."""

    def may(lead: Lead) -> bool:
        day, valuable = lead
        return (day is None or day.year == year) and valuable is not False

    return sum(may(one) and None not in one for one in leads), sum(may(one) for one in leads)


def lead_quota(leads: Sequence[Lead], year: int, quota: int, carries_targets: bool | None) -> str:
    """Met, not met, or undetermined."""
    least, most = counted(leads, year)
    if carries_targets or least >= quota:
        return "met"
    if carries_targets is None or most >= quota:
        return "undetermined"
    return "not_met"
