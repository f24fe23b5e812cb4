"""ZY.meetings, 一: the head once a quarter in principle, the deputy once a month; a reason on record excepts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from . import cadence


def status(
    since: date,
    asked_on: date,
    head: Collection[date],
    deputy: Collection[date],
    head_reasons: Mapping[date, str],
    deputy_reasons: Mapping[date, str],
) -> str:
    """Met, not met, or excepted: where each of the two met, or had a reason for each period missed."""
    each = [
        cadence.status(cadence.tally(log, since, asked_on, unit, reasons=reasons), reasons_except=True)
        for log, unit, reasons in ((head, "quarter", head_reasons), (deputy, "month", deputy_reasons))
    ]
    if "not_met" in each:
        return "not_met"
    return "excepted" if "excepted" in each else "met"
