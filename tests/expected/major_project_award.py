"""MY22.major-project-award, 压实责任·考核激励: parks that landed projects of 50亿元 or more in the year are ranked.

The first three get 100万元 each. Introduced is signed; landed is, unless read otherwise, construction started.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from .answer import NOT_YET, WAN, YI, Answer, Condition, Facts, all_hold, condition, failures, of_fact, waits
from .ranking import Place, places, prize_of


@dataclass(frozen=True)
class Terms:
    """What the text says, with the defaults where it is silent."""

    threshold: int = 50 * YI
    threshold_on: str = "agreed_investment"
    winners: int = 3
    amount: int = 100 * WAN
    shared: bool = False
    ranked: str = "parks"
    ranked_by: str = "total"
    ties: str = "better"
    landing: str = "started_on"
    landing_alone: bool = False
    higher_only: bool = False


def major_project_award(facts: Facts, terms: Terms = Terms()) -> Answer:
    """The award of one park whose place, and whose number of winning projects, are known."""
    amount: int | None
    if terms.shared:
        needed = ("park_year.winners", "park_year.winner_order")
        missing = waits(facts, *needed)
        sharing, order = (1, 1) if missing else (facts[path] for path in needed)
        amount = None  # who stands before all winners has no part
        if 1 <= order <= sharing:  # the first ones take what is left over
            amount = terms.amount // sharing + (order <= terms.amount % sharing)
        first = of_fact(facts, "park_year.winning", lambda number: number >= 1)
    elif terms.ranked == "projects":
        missing = waits(facts, "park_year.winning")
        amount = 0 if missing else terms.amount * facts["park_year.winning"]
        first = condition(missing, lambda: bool(amount))
    else:
        prize, missing = prize_of(facts, [terms.amount] * terms.winners, terms.ties)
        amount = prize or 0
        first = condition(missing, lambda: bool(amount))
    conditions = {
        "has_major_project": of_fact(facts, "park_year.qualifying", lambda number: number >= 1),
        "among_the_first": first,
    }
    if terms.higher_only:  # of two equal awards this one is paid
        unsure = missing | waits(facts, "park_year.other_award")
        conditions["higher_of_the_two"] = (
            Condition(None, unsure)
            if amount is None
            else condition(unsure, lambda: (amount or 0) >= facts["park_year.other_award"])
        )
    eligible = all_hold(conditions.values())
    if eligible.holds is False:
        return Answer("ineligible", failures(conditions), amount=0)
    if eligible.holds is None or missing:
        ceiling = None if missing else amount
        return Answer("undetermined", missing=eligible.waits_for or missing, ceiling=ceiling)
    return Answer("entitled", amount=amount, ceiling=amount)


def major_project_awards(parks: Sequence[Mapping[str, Any]], terms: Terms = Terms()) -> list[Answer]:
    """The awards of all parks of a year; every fact of every project is known."""
    counted = [qualifying(park["projects"], park["year"], terms) for park in parks]
    standing = places([_score(amounts, terms.ranked_by) for amounts in counted])
    if terms.ranked == "projects":
        wins = _projects_that_win(counted, terms)
    else:
        wins = [_wins(place, terms) if amounts else 0 for place, amounts in zip(standing, counted, strict=True)]
    unsure = None in wins
    answers: list[Answer] = []
    for order, (park, place) in enumerate(zip(parks, standing, strict=True)):
        tie = frozenset({"terms.ties"})
        facts = {
            **place.facts,
            "park_year.qualifying": len(counted[order]),
            "park_year.winning": tie if wins[order] is None else wins[order],
            "park_year.winners": tie if unsure else sum(bool(one) for one in wins),
            "park_year.winner_order": tie if unsure else sum(bool(one) for one in wins[: order + 1]),
            "park_year.other_award": park.get("other_award"),
        }
        answers.append(major_project_award(facts, terms))
    return answers


def qualifying(projects: Sequence[Mapping[str, Any]], year: int, terms: Terms = Terms()) -> list[int]:
    """The amounts of the projects that count: large enough, signed and landed in the year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return [
        project[terms.threshold_on]
        for project in projects
        if project[terms.threshold_on] >= terms.threshold
        and first <= project[terms.landing] <= last
        and (project["signed_on"] < NOT_YET if terms.landing_alone else first <= project["signed_on"] <= last)
    ]


def _score(amounts: Sequence[int], by: str) -> int:
    match by:
        case "total":
            return sum(amounts)
        case "number":
            return len(amounts)
        case _:
            return max(amounts, default=0)


def _wins(place: Place, terms: Terms) -> int | None:
    """1 or 0: whether a place is among those that win; None where a tie at the cut is left undetermined."""
    match terms.ties:
        case "worse":
            return int(place.worse <= terms.winners)
        case "dense":
            return int(place.dense <= terms.winners)
        case "undetermined" if place.rank <= terms.winners < place.worse:
            return None
        case _:
            return int(place.rank <= terms.winners)


def _projects_that_win(counted: Sequence[Sequence[int]], terms: Terms) -> list[int | None]:
    """How many projects of each park win; None for all where those tied at the cut can not be told apart."""
    owners = [(park, amount) for park, amounts in enumerate(counted) for amount in amounts]
    standing = places([amount for _, amount in owners])
    crosses = any(place.rank <= terms.winners < place.worse for place in standing)
    if crosses and terms.ties in ("pooled", "undetermined"):  # prizes are pooled between parks, not between projects
        return [None] * len(counted)
    wins = [0] * len(counted)
    for (park, _), place in zip(owners, standing, strict=True):
        wins[park] += _wins(place, terms) or 0
    return list(wins)
