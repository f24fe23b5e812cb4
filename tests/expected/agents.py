"""MY16.agents, 四: each outpost may in principle choose 1 or 2 chambers or intermediaries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from .kleene import NO, NOT_YET, OPEN, YES, both, happened, no_later, verdict


@dataclass(frozen=True)
class Agent:
    """``kind`` is chamber or intermediary; None where something is not told."""

    kind: str | None
    since: date | None
    until: date | None = NOT_YET


def agents(
    listed: Sequence[Agent] | None,
    on: date,
    approved: date = NOT_YET,
    *,
    none_allowed: bool = True,
    each_kind: bool = False,
) -> tuple[str, set[str]]:
    """Tries every way in which what is not told may be."""
    excepted = both(happened(approved), no_later(approved, on))
    if listed is None:
        return verdict({"enough": OPEN, "not_too_many": OPEN}, excepted)
    groups = [("chamber",), ("intermediary",)] if each_kind else [("chamber", "intermediary")]
    enough: set[bool] = set()
    few: set[bool] = set()
    for kinds in product(*([one.kind] if one.kind else ["chamber", "intermediary"] for one in listed)):
        for runs in product(*(_runs(one, on) for one in listed)):
            numbers = [sum(run and kind in group for kind, run in zip(kinds, runs, strict=True)) for group in groups]
            enough.add(all(number >= 1 or (none_allowed and number == 0) for number in numbers))
            few.add(all(number <= 2 for number in numbers))
    return verdict({"enough": _settled(enough), "not_too_many": _settled(few)}, excepted)


def _runs(agent: Agent, on: date) -> list[bool]:
    known = both(no_later(agent.since, on), no_later(on, agent.until))
    return [False, True] if known == OPEN else [known == YES]


def _settled(found: set[bool]) -> int:
    return OPEN if len(found) > 1 else YES if True in found else NO
