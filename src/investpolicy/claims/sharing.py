"""Rows of one project (同一项目的各行): who shares its reward, and what they claim together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from investpolicy.claims.columns import Location, nested
from investpolicy.claims.duplicates import normal_name, project_key
from investpolicy.claims.entries import Entry
from investpolicy.claims.vague import decide_between
from investpolicy.errors import FactsError, PolicyError, Problem
from investpolicy.outcomes import Award, Status
from investpolicy.register.decision import Decision
from investpolicy.register.policy import Policy, Provision
from investpolicy.values.money import NOTHING

MOST_SHARERS = 100
"""More referrers of one project are not believed: its name stands for several projects, or for none."""


@dataclass
class Sharing:
    """Which rows claim for one project, in one sheet or in several, of one file or of several.

    Rows with the same 已付 share one reward equally; rows with different 已付 are successive payments. A row that can
    not be eligible whatever the others are has no share. Rows of a rule whose facts have no shares stand alone.
    """

    policy: Policy
    provision: Provision
    _groups: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict[str, list[Entry]](list))
    _shares: dict[str, dict[Any, dict[Any, int]]] = field(default_factory=dict[str, dict[Any, dict[Any, int]]])

    def add(self, entry: Entry) -> None:
        """Take a row in, in the order of the files."""
        key = _project_of(entry)
        if key and "weights" in self.provision.rule.facts.model_fields:
            self._groups[key].append(entry)

    def structure(self, entry: Entry) -> dict[str, Any]:
        """The weights of those who share with a row, and its place among them; nothing where it stands alone.

        To be asked when all rows are taken in.
        """
        key = _project_of(entry)
        if len(self._groups.get(key, ())) < 2:
            return {}
        if key not in self._shares:
            self._shares[key] = self._sharers(self._groups[key])
        sharers = self._shares[key].get(entry.facts.get(_PAID, NOTHING), {})
        if len(sharers) < 2 or _referrer_of(entry) not in sharers or self._is_out(entry):
            return {}
        if len(sharers) > MOST_SHARERS:
            what = f"{len(sharers)} referrers claim for one project, more than {MOST_SHARERS}"
            raise FactsError(Problem("project.name", what, "check that each project has a name of its own"))
        return {"weights": (1,) * len(sharers), "place": sharers[_referrer_of(entry)]}

    def _sharers(self, group: Sequence[Entry]) -> dict[Any, dict[Any, int]]:
        """Of the rows of one project, for each 已付 the places of the referrers who share, from 1; each has one."""
        found: dict[Any, dict[Any, int]] = {}
        for entry in group:
            if not self._is_out(entry):
                sharers = found.setdefault(entry.facts.get(_PAID, NOTHING), {})
                sharers.setdefault(_referrer_of(entry), len(sharers) + 1)
        return found

    def conflicts(self) -> Iterator[Problem]:
        """Rows of one project that say different things of it, or claim too much together."""
        for group in self._groups.values():
            if len(group) > 1:
                yield from _contradictions(_places(group), group)
            if len(group) > 1 or self._is_paid_and_within(group[0]):
                yield from self._too_much(_places(group), group)

    def _is_paid_and_within(self, entry: Entry) -> bool:
        """Whether a row alone passes nothing, and something was paid for its project before."""
        paid, claim = entry.facts.get(_PAID), entry.claims.get("")
        decision = self._alone(entry) if paid not in (None, NOTHING) and claim is not None else None
        outcome = decision.outcome if decision else None
        if not isinstance(outcome, Award) or claim is None:
            return False
        most = outcome.payable if outcome.payable.is_known else outcome.ceiling
        return most.is_known and bool(claim.in_fen <= most.in_fen)

    def _is_out(self, entry: Entry) -> bool:
        alone = self._alone(entry)
        return alone is not None and alone.status is Status.INELIGIBLE

    def _alone(self, entry: Entry) -> Decision | None:
        try:
            if entry.days:
                return decide_between(self.provision, entry.facts, entry.days, self._decide)[0]
            return self._decide(entry.facts)
        except PolicyError:
            return None  # told where the row is judged

    def _decide(self, facts: Mapping[Location, Any]) -> Decision:
        return self.policy.decide(self.provision.name, nested(facts, self.provision.rule.facts))

    def _too_much(self, where: str, group: Sequence[Entry]) -> Iterator[Problem]:
        """The reward of a project is one, however many rows claim it, and with what was already paid for it."""
        if "paid_before" not in self.provision.rule.facts.model_fields:
            return
        eligible = [one for one in group if not self._is_out(one)]
        paid = [one.facts.get(_PAID, NOTHING) for one in eligible]
        if not eligible or any(one is None for one in paid):
            return
        first = min(range(len(eligible)), key=lambda place: paid[place].in_fen)
        decision = self._alone(replace(eligible[first], facts={**eligible[first].facts, _PAID: NOTHING}))
        outcome = decision.outcome if decision else None
        if not isinstance(outcome, Award) or not self._is_shared(outcome, decision):
            return
        claims = [amount for one in eligible if (amount := one.claims.get("")) is not None]
        total, before = sum(claims, NOTHING), paid[first]
        most = outcome.payable if outcome.payable.is_known else outcome.ceiling
        if claims and (total + before).in_fen > most.in_fen:
            what = f"together they claim {total}, and the project's reward is at most {most}"
            if before != NOTHING:
                what = f"with {before} paid before they claim {total}, and the project's reward is at most {most}"
            yield Problem(where, what, "check what was paid already, and who shares")

    def _is_shared(self, outcome: Award, decision: Decision | None) -> bool:
        """Whether one cap is for the project, and known."""
        cap_is_for = getattr(self.provision.terms, "cap_is_for", "project")
        known = outcome.payable.is_known or (decision is not None and decision.ceiling is not None)
        return cap_is_for == "project" and known


_PAID = ("paid_before",)


def _project_of(entry: Entry) -> str:
    """The project's id, else its name, however it is written; empty where it has neither."""
    named = (str(entry.facts.get(("project", part)) or "") for part in ("id", "name"))
    return project_key(*named)


def _referrer_of(entry: Entry) -> Any:
    """Who a row claims for: one who stands twice shares once. A row that names nobody is somebody of its own."""
    return normal_name(str(entry.facts.get(("referrer", "name")) or "")) or id(entry)


def _places(group: Sequence[Entry]) -> str:
    """Where rows stand: ``a.csv:2,3``, and of several sheets or files ``a.csv:2,3 and b.xlsx[Sheet1]!4``."""
    rows: dict[str, list[str]] = {}
    for entry in group:
        row = str(entry.row)
        rows.setdefault(entry.where.removesuffix(row), []).append(row)
    return " and ".join(f"{place}{','.join(own)}" for place, own in rows.items())


def _contradictions(where: str, group: Sequence[Entry]) -> Iterator[Problem]:
    said: dict[tuple[str, ...], Any] = {}
    for entry in group:
        for location, value in entry.facts.items():
            if location[0] != "project" or location[-1] in ("name", "id") or value is None:
                continue
            if said.setdefault(location, value) != value:
                what = f"they say {said[location]} and {value} of one project's {location[-1]}"
                yield Problem(where, what, "give different projects different names or numbers, or correct one")
