"""MY22.joint-review, 健全机制: regular meetings on key information, for industrial policy and for layout."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from .kleene import OPEN, both, earlier, either, happened, longest_interval, negation, no_later, of, verdict


@dataclass(frozen=True)
class Lead:
    """``size`` in 万元; None where something is not told."""

    size: int | None
    received: date | None
    reviewed: date | None
    aspects: Collection[str] | None


def joint_review(
    meetings: Sequence[date | None] | None,
    leads: Sequence[Lead] | None,
    since: date | None,
    until: date | None,
    *,
    every_days: int | None,
    key_from: int | None,
) -> tuple[str, set[str]]:
    """``every_days`` and ``key_from`` (万元): None where the document does not publish them."""
    longest = None if meetings is None else longest_interval(meetings, since, until)
    if longest == 0:
        regular = of(True)
    else:
        regular = of(None if longest is None or every_days is None else longest <= every_days)
    reviewed = [either(negation(_key(one, key_from)), _at_one(one, meetings, until)) for one in leads or ()]
    covered = [either(negation(_key(one, key_from)), _whole(one)) for one in leads or ()]
    lists = {"reviewed": reviewed, "covered": covered}
    conditions = {name: OPEN if leads is None else both(*truths) for name, truths in lists.items()}
    return verdict({"regular": regular, **conditions})


def _key(lead: Lead, key_from: int | None) -> int:
    return of(None if lead.size is None or key_from is None else lead.size >= key_from)


def _at_one(lead: Lead, meetings: Sequence[date | None] | None, until: date | None) -> int:
    """Every meeting may be the one; while none came after it, there is time."""
    if meetings is None:
        return OPEN
    held = [both(no_later(lead.received, day), no_later(day, until)) for day in meetings]
    same = [both(no_later(lead.reviewed, day), negation(earlier(lead.reviewed, day))) for day in meetings]
    return either(negation(either(*held)), *(both(one, other) for one, other in zip(held, same, strict=True)))


def _whole(lead: Lead) -> int:
    aspects = None if lead.aspects is None else {"industrial_policy", "layout"} <= set(lead.aspects)
    return either(negation(happened(lead.reviewed)), of(aspects))
