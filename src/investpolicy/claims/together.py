"""Two awards of one park and year that a reading says are not both paid (就高不重复)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from investpolicy.algebras.text import show_money
from investpolicy.claims.duplicates import project_key
from investpolicy.facts.park import ParkYear
from investpolicy.outcomes import Award
from investpolicy.register.decision import Decision
from investpolicy.register.policy import Policy, Provision
from investpolicy.rules.park_ranking_award import HeldTogether
from investpolicy.values.label import Label
from investpolicy.values.money import Money

_OTHER: Final = {"park_ranking_award": "major_project_award", "major_project_award": "park_ranking_award"}
"""The rules of the two awards that one park may win in one year."""


@dataclass(frozen=True, slots=True)
class BothClaimed:
    """A park that claims two awards of one year of which only the higher is paid: where, and in words."""

    wheres: tuple[str, ...]
    words: Label


def other_provision(policy: Policy, provision: str) -> Provision | None:
    """The award that is not paid beside this one; None where both are paid, or there is no other."""
    own = policy.provision(provision)
    if getattr(own.terms, "held_together", HeldTogether.BOTH) is not HeldTogether.HIGHER:
        return None
    wanted = _OTHER.get(own.rule.name)
    return next((one for one in policy.provisions.values() if one.rule.name == wanted), None)


def other_awards(decisions: Iterable[Decision]) -> dict[tuple[str, int], Money]:
    """What each park is due in each year under the other award, as if it stood alone; the first where it is told twice.

    Only amounts that are known. An award that is refused because the other is higher counts with its own amount all
    the same: so that two awards are compared as they are, and it does not matter which is decided first.
    """
    found: dict[tuple[str, int], Money] = {}
    for decision in decisions:
        facts, amount = decision.facts, _alone(decision)
        if isinstance(facts, ParkYear) and amount is not None:
            for park in parks_of(facts):
                found.setdefault((park, facts.year), amount)
    return found


def with_other_awards(population: Sequence[ParkYear], others: Mapping[tuple[str, int], Money]) -> list[ParkYear]:
    """The parks of a table with what each is due under the other award, where it is not given and is known."""
    return [_with_other(park, others) for park in population]


def both_claimed(policy: Policy, claims: Iterable[tuple[str, Decision, Any]]) -> list[BothClaimed]:
    """The parks that claim two awards of one year of which only the higher is paid.

    ``claims`` are where each stands, its decision, and the amount that is claimed. Nothing where the policy pays both,
    and nothing of claims for 0元.
    """
    found: dict[tuple[str, int], list[tuple[str, Decision, Money]]] = {}
    for where, decision, claimed in claims:
        facts = decision.facts
        if not isinstance(facts, ParkYear) or not isinstance(claimed, Money) or not claimed.raw:
            continue
        if other_provision(policy, decision.provision.name) is not None and (parks := parks_of(facts)):
            found.setdefault((parks[0], facts.year), []).append((where, decision, claimed))
    return [_told(own) for own in found.values() if len({one.provision.id for _, one, _ in own}) > 1]


def parks_of(facts: ParkYear) -> list[str]:
    """What a park can be known by, its name first: one table may have ids and the other none."""
    return [key for key in (project_key("", facts.park), project_key(facts.id, "")) if key]


def _alone(decision: Decision) -> Money | None:
    """What an award comes to as if the other were not; None where it is not known."""
    outcome = decision.outcome
    if not isinstance(outcome, Award):
        return None
    conditions = {name: one for name, one in outcome.conditions.items() if name != "higher_of_the_two"}
    payable = Award(outcome.computed, outcome.ceiling, conditions).payable
    return payable if payable.is_known else None


def _with_other(park: ParkYear, others: Mapping[tuple[str, int], Money]) -> ParkYear:
    if park.other_award.is_known:
        return park
    known = (others[key, park.year] for key in parks_of(park) if (key, park.year) in others)
    amount = next(known, None)
    return park if amount is None else park.model_copy(update={"other_award": amount})


def _told(claims: Sequence[tuple[str, Decision, Money]]) -> BothClaimed:
    facts = claims[0][1].facts
    park, year = (facts.park or facts.id, facts.year) if isinstance(facts, ParkYear) else ("", 0)
    wheres = tuple(where for where, _, _ in claims)
    zh = "、".join(f"{one.provision.text.label.zh} {claimed}（{where}）" for where, one, claimed in claims)
    en = ", ".join(
        f"{one.provision.text.label.en} {show_money(claimed, 'en')} ({where})" for where, one, claimed in claims
    )
    return BothClaimed(
        wheres,
        Label(
            f"{park} {year} 年同时申报两项奖励，按就高不重复只付较高一项：{zh}",
            f"{park} claims two awards of {year}, of which only the higher is paid: {en}",
        ),
    )
