"""Rows of one project (同一项目的各行): who shares its reward, and what they claim together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from investpolicy.claims.columns import nested
from investpolicy.claims.layout import Row
from investpolicy.errors import PolicyError, Problem
from investpolicy.outcomes import Award, Status
from investpolicy.register.decision import Decision
from investpolicy.register.policy import Policy, Provision
from investpolicy.values.money import NOTHING, Money


@dataclass
class Entry:
    """A row on its way to a verdict."""

    row: Row
    facts: dict[tuple[str, ...], Any]
    claims: dict[str, Money | None]
    unread: bool  # a cell can not be read: reported and not judged, but it counts among its neighbours


@dataclass
class Sharing:
    """Which rows claim for one project.

    Rows with the same 已付 share one reward equally; rows with different 已付 are successive payments. A row that can
    not be eligible whatever the others are has no share. Rows of a rule whose facts have no shares stand alone.
    """

    policy: Policy
    provision: Provision
    _groups: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict[str, list[Entry]](list))

    def add(self, entry: Entry) -> None:
        """Take a row in, in the order of the file."""
        key = _project_of(entry)
        if key and "weights" in self.provision.rule.facts.model_fields:
            self._groups[key].append(entry)

    def structure(self, entry: Entry) -> dict[str, Any]:
        """The weights of those who share with a row, and its place among them; nothing where it stands alone."""
        paid = entry.facts.get(_PAID)
        own = [one for one in self._groups.get(_project_of(entry), ()) if one.facts.get(_PAID) == paid]
        sharers = [one for one in own if not self._is_out(one)]
        if len(sharers) < 2 or not any(one is entry for one in sharers):
            return {}
        place = next(place for place, one in enumerate(sharers, start=1) if one is entry)
        return {"weights": (1,) * len(sharers), "place": place}

    def conflicts(self, place: str) -> Iterator[Problem]:
        """Rows of one project that say different things of it, claim twice for one referrer, or too much together."""
        for group in self._groups.values():
            if len(group) > 1:
                where = f"{place}:{_rows(group)}"
                yield from _contradictions(where, group)
                yield from _twice(where, group)
                yield from self._too_much(where, group)

    def _is_out(self, entry: Entry) -> bool:
        alone = self._alone(entry)
        return alone is not None and alone.status is Status.INELIGIBLE

    def _alone(self, entry: Entry) -> Decision | None:
        try:
            return self.policy.decide(self.provision.name, nested(entry.facts))
        except PolicyError:
            return None  # told where the row is judged

    def _too_much(self, where: str, group: Sequence[Entry]) -> Iterator[Problem]:
        """The reward of a project has one cap, however many rows claim it."""
        if any(self.provision.rule.facts.model_fields.get(name) is None for name in ("paid_before",)):
            return
        eligible = [one for one in group if not self._is_out(one)]
        paid = [one.facts.get(_PAID, NOTHING) for one in eligible]
        if not eligible or any(one is None for one in paid):
            return
        first = min(range(len(eligible)), key=lambda place: paid[place].in_fen)
        decision = self._alone(eligible[first])
        outcome = decision.outcome if decision else None
        if not isinstance(outcome, Award) or not self._is_shared(outcome, decision):
            return
        claims = [amount for one in eligible if (amount := one.claims.get("")) is not None]
        total = sum(claims, NOTHING)
        most = outcome.payable if outcome.payable.is_known else outcome.ceiling
        if total.in_fen > most.in_fen:
            what = f"together they claim {total}, and the project's reward is at most {most}"
            yield Problem(where, what, "check what was paid already, and who shares")

    def _is_shared(self, outcome: Award, decision: Decision | None) -> bool:
        """Whether one cap is for the project, and known."""
        cap_is_for = getattr(self.provision.terms, "cap_is_for", "project")
        known = outcome.payable.is_known or (decision is not None and decision.ceiling is not None)
        return cap_is_for == "project" and known


_PAID = ("paid_before",)


def _project_of(entry: Entry) -> str:
    """The project's id, else its name without spaces."""
    named = entry.facts.get(("project", "id")) or entry.facts.get(("project", "name")) or ""
    return "".join(str(named).split()).casefold()


def _rows(group: Sequence[Entry]) -> str:
    return ",".join(str(one.row.number) for one in group)


def _contradictions(where: str, group: Sequence[Entry]) -> Iterator[Problem]:
    said: dict[tuple[str, ...], Any] = {}
    for entry in group:
        for location, value in entry.facts.items():
            if location[0] != "project" or location[-1] in ("name", "id") or value is None:
                continue
            if said.setdefault(location, value) != value:
                what = f"they say {said[location]} and {value} of one project's {location[-1]}"
                yield Problem(where, what, "give different projects different names or numbers, or correct one")


def _twice(where: str, group: Sequence[Entry]) -> Iterator[Problem]:
    seen: Mapping[Any, list[Entry]] = defaultdict(list)
    for entry in group:
        name = entry.facts.get(("referrer", "name"))
        if name:
            seen[name, entry.facts.get(_PAID)].append(entry)
    for (name, _), same in seen.items():
        if len(same) > 1:
            what = f"{name} claims {len(same)} times for one project (rows {_rows(same)})"
            yield Problem(where, what, "keep one, or say what was paid before")
