"""MY22.green-channel, 强化保障: all projects in the green channel, served there; talent with cards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from .kleene import NO, OPEN, YES, both, either, happened, no_later, of, verdict

ProjectRow = tuple[date | None, Sequence[date | None] | None]
TalentRow = tuple[date | None, Sequence[tuple[str | None, date | None]] | None]
OPENED = ("education", "medical")


def green_channel(
    projects: Sequence[ProjectRow] | None, talents: Sequence[TalentRow] | None
) -> tuple[str, set[str], int | None]:
    """Status, failed conditions, and how many projects are covered (None where it is open)."""
    rows = [(happened(entered), _served(entered, days)) for entered, days in projects or ()]
    cards = [_card(*one) for one in talents or ()]
    conditions = {
        "entered": both(*(one for one, _ in rows)) if projects is not None else OPEN,
        "served": both(*(one for _, one in rows)) if projects is not None else OPEN,
        "cards": both(*cards) if talents is not None else OPEN,
    }
    whole = [both(*one) for one in rows]
    covered = None if projects is None or OPEN in whole else whole.count(YES)
    return *verdict(conditions), covered


def _served(entered: date | None, days: Sequence[date | None] | None) -> int:
    if days is None:
        return OPEN
    return either(*(both(happened(day), no_later(entered, day)) for day in days))


def _card(day: date | None, uses: Sequence[tuple[str | None, date | None]] | None) -> int:
    if uses is None:
        return both(happened(day), OPEN)
    truth = happened(day)
    for wanted in OPENED:
        opened = NO
        for kind, since in uses:
            opened = either(opened, both(of(None if kind is None else kind == wanted), happened(since)))
        truth = both(truth, opened)
    return truth
