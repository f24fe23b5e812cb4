"""Who ranks where (排名): from all parks of a year to the places that the rank awards read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import MINYEAR
from typing import Any, Final, TypeVar

from investpolicy.aggregates import Standing, Ties, rank
from investpolicy.errors import FactsError, Problem
from investpolicy.facts.base import Facts
from investpolicy.facts.park import CityYear, ParkYear, Place
from investpolicy.facts.project import Project
from investpolicy.rules.city_ranking_award import CityRankingTerms
from investpolicy.rules.major_project_award import MajorProjectTerms, RankedBy, RankedUnits
from investpolicy.rules.park_ranking_award import ParkRankingTerms
from investpolicy.values.count import Count
from investpolicy.values.formula import Node, facts_of
from investpolicy.values.unknown import Unknown, is_unknown, unknown_of

Ranked = TypeVar("Ranked", ParkYear, CityYear)


def once(parks: Sequence[ParkYear]) -> None:
    """Checks that no park stands twice in a year: by its id, or by its name where one of the two has no id.

    :raises FactsError: naming both places in the population, from 0.
    """
    problems: list[Problem] = []
    ids: dict[Any, int] = {}
    names: dict[Any, int] = {}
    without_id: dict[Any, int] = {}
    for place, park in enumerate(parks):
        own_id, own_name = (park.year, park.id), (park.year, park.park)
        first = names.get(own_name) if not park.id else ids.get(own_id, without_id.get(own_name))
        if first is not None:
            what = f"{park.park or park.id} stands in it already, at place {first}"
            year = f" of {park.year}" if park.year else ""
            problems.append(Problem(f"place {place} of the population{year}, from 0", what, "give each park once"))
        if park.id:
            ids.setdefault(own_id, place)
        if park.park:
            names.setdefault(own_name, place)
        if park.park and not park.id:
            without_id.setdefault(own_name, place)
    if problems:
        raise FactsError(problems)


def rank_by_score(parks: Sequence[Ranked], terms: ParkRankingTerms | CityRankingTerms) -> list[Ranked]:
    """Parks, or cities, with their places by score. Where places are given, those tied are counted from them."""
    if any(park.place.rank.is_known for park in parks):
        return _ties_of_given_places(parks)
    standings = rank([park.score.raw for park in parks])
    return [park.model_copy(update={"place": place_of(one)}) for park, one in zip(parks, standings, strict=True)]


def rank_by_projects(parks: Sequence[ParkYear], terms: MajorProjectTerms) -> list[ParkYear]:
    """Parks with their qualifying projects, their places, and who wins beside them."""
    if all(park.projects is None for park in parks):
        return _ties_of_given_places(parks)
    counted = [_qualifying(park, terms) for park in parks]
    places = [place_of(one) for one in rank(project_scores(parks, terms))]
    if terms.ranked_units is RankedUnits.PROJECTS:
        winning = _winning_projects(counted, terms)
    else:
        winning = [_wins(place, amounts, terms) for place, amounts in zip(places, counted, strict=True)]
    missing = unknown_of(*winning)
    winners = missing or sum(one > 0 for one in winning)
    placed: list[ParkYear] = []
    order = 0
    for park, place, amounts, won in zip(parks, places, counted, winning, strict=True):
        order += 0 if is_unknown(won) else won > 0
        placed.append(
            park.model_copy(
                update={
                    "place": place,
                    "qualifying": Count.of_raw(amounts if isinstance(amounts, Unknown) else len(amounts)),
                    "winning": Count.of_raw(won),
                    "winners": Count.of_raw(winners),
                    "winner_order": Count.of_raw(missing or order),
                }
            )
        )
    return placed


def project_scores(parks: Sequence[ParkYear], terms: MajorProjectTerms) -> list[Any]:
    """What parks are ranked by: plain values of their qualifying projects, or Unknown."""
    return [_score(_qualifying(park, terms), terms.ranked_by) for park in parks]


def place_of(standing: Standing) -> Place:
    """A standing as the facts of a place; the rank is unknown where unknown scores leave it open."""
    known = standing.rank is not None
    return Place(
        rank=standing.rank,
        tied=Count(standing.tied) if known else Count.unknown("place.rank"),
        dense=standing.dense if known else None,
        in_tie=Count(standing.in_tie) if known else Count.unknown("place.rank"),
    )


def _ties_of_given_places(parks: Sequence[Ranked]) -> list[Ranked]:
    ranks = [park.place.rank.raw for park in parks]
    distinct = sorted({one for one in ranks if not is_unknown(one)})
    seen: dict[int, int] = {}
    placed: list[Ranked] = []
    for park, own in zip(parks, ranks, strict=True):
        if is_unknown(own):
            placed.append(park)
            continue
        seen[own] = seen.get(own, 0) + 1
        tied, dense = ranks.count(own), distinct.index(own) + 1
        place = Place(rank=own, tied=Count(tied), dense=dense, in_tie=Count(seen[own]))
        placed.append(park.model_copy(update={"place": place}))
    return placed


def _qualifying(park: ParkYear, terms: MajorProjectTerms) -> list[Any] | Unknown:
    """The plain amounts of the park's qualifying projects; unknown where it is not known which qualify."""
    if park.projects is None:
        return Unknown("park_year.projects")
    if park.projects and not park.year:
        return Unknown("park_year.year")
    truths = [terms.qualifies(project, park.year).raw for project in park.projects]
    missing = unknown_of(*truths)
    if missing is not None:
        return missing
    return [
        project.measure(terms.threshold_base).raw
        for project, qualifies in zip(park.projects, truths, strict=True)
        if qualifies
    ]


def _score(amounts: list[Any] | Unknown, by: RankedBy) -> Any:
    if isinstance(amounts, Unknown):
        return amounts
    match by:
        case RankedBy.TOTAL:
            return sum(amounts)
        case RankedBy.NUMBER:
            return len(amounts)
        case _:
            return max(amounts, default=0)


def _wins(place: Place, amounts: list[Any] | Unknown, terms: MajorProjectTerms) -> Any:
    """1 or 0, or unknown: whether a park with qualifying projects stands on a rank that is paid."""
    missing = unknown_of(place.rank.raw, amounts)
    if missing is not None:
        return missing
    last = terms.prizes.last_rank.raw
    crosses = int(place.rank) <= last < int(place.rank) + int(place.tied) - 1
    if amounts and crosses and terms.ties is Ties.UNDETERMINED:
        return Unknown("terms.ties")
    within = _last_place(place, terms.ties) <= last
    return int(bool(amounts) and within)


def _winning_projects(counted: Sequence[list[Any] | Unknown], terms: MajorProjectTerms) -> list[Any]:
    """How many of each park's projects stand on a rank that is paid."""
    owners: list[tuple[int, Any]] = []
    for owner, amounts in enumerate(counted):
        if isinstance(amounts, Unknown):
            return [unknown_of(*counted)] * len(counted)
        owners.extend((owner, amount) for amount in amounts)
    winning: list[Any] = [0] * len(counted)
    last = terms.prizes.last_rank.raw
    for (owner, _), standing in zip(owners, rank([amount for _, amount in owners]), strict=True):
        crosses = standing.best <= last < standing.best + standing.tied - 1
        if crosses and terms.ties in (Ties.POOLED, Ties.UNDETERMINED):
            return [Unknown("terms.ties")] * len(counted)  # prizes are pooled between parks, not between projects
        winning[owner] += _last_place(place_of(standing), terms.ties) <= last
    return winning


def _last_place(place: Place, ties: Ties) -> int:
    """The place that must still be within the paid ranks."""
    match ties:
        case Ties.WORSE:
            return int(place.rank) + int(place.tied) - 1
        case Ties.DENSE:
            return int(place.dense)
        case _:
            return int(place.rank)


RANKINGS: Final[dict[str, Callable[[Sequence[Any], Any], Sequence[Facts]]]] = {
    "park_ranking_award": rank_by_score,
    "city_ranking_award": rank_by_score,
    "major_project_award": rank_by_projects,
}
"""For the rules that need a whole population: what places it."""


def read_by_ranking(rule: str, terms: Any) -> frozenset[str]:
    """The facts, by path, that a ranking reads beside those of the rule's own formulas; none for other rules."""
    if isinstance(terms, MajorProjectTerms):
        qualifies = terms.qualifies(Project.symbols(), MINYEAR).raw
        return facts_of(qualifies) if isinstance(qualifies, Node) else frozenset()
    return frozenset({"park_year.score", "city_year.score"}) if rule in RANKINGS else frozenset()
