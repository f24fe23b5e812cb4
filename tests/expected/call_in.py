"""MY22.interview, 压实责任: projects of 5亿元 or more, pushed poorly or without progress for two months in a row.

Months are numbers (year × 12 + month). A record maps them to "progress", "idle", "excused", or None where not known;
months that are not in it are not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

from .answer import YI

THRESHOLD = 5 * YI
MONTHS = 2
Record = Mapping[int, str | None]


def stalled(record: Record, asked: int, *, passed_over: bool = False) -> bool | None:
    """Whether two idle months in a row reach ``asked``: tried with every way that the unknown may have been.

    A month of the record whose progress is not known has no proper reason on record; one not in it may have had one.
    """
    window = range(min([*record, asked]) - MONTHS, asked + 1)
    ways = [_ways(record.get(month), month in record) for month in window]
    found = set()
    for states in product(*ways):
        counted = [one for one in states if not (passed_over and one == "excused")]
        found.add(counted[-MONTHS:] == ["idle"] * MONTHS)
    return found.pop() if len(found) == 1 else None


def _ways(state: str | None, listed: bool) -> tuple[str, ...]:
    if state is not None:
        return (state,)
    return ("progress", "idle") if listed else ("progress", "idle", "excused")


def status(fen: int | None, idle: bool | None, poor: bool | None, *, both: bool = False) -> str:
    """Whether to call in."""
    reasons = (idle, poor)
    if both:
        reason = False if False in reasons else None if None in reasons else True
    else:
        reason = True if True in reasons else None if None in reasons else False
    large = None if fen is None else fen >= THRESHOLD
    if False in (reason, large):
        return "not_met"
    return "undetermined" if None in (reason, large) else "met"
