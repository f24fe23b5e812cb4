"""Rankings: populations with places that are counted another way, under every reading of the terms."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from investpolicy import testing
from investpolicy.aggregates import Ties
from investpolicy.facts import Landed, Measure, ParkYear, Place, Project
from investpolicy.rankings import RANKINGS, rank_by_projects, rank_by_score
from investpolicy.rules import RULES, MajorProjectTerms, ParkRankingTerms
from investpolicy.rules.award import Edge
from investpolicy.rules.major_project_award import RankedBy, RankedUnits, YearMeans
from investpolicy.values import Count, Day, Money, Points, Unknown
from tests import oracles

THRESHOLD = Money.parse("50亿元")
MAJOR: dict[str, Any] = {
    "threshold": "50亿元",
    "threshold_base": "agreed_investment",
    "threshold_edge": "included",
    "prizes": {"kind": "ranked", "tiers": [{"ranks": "1-3", "amount": "100万元"}]},
    "prize_is_for": "each",
    "ranked_units": "parks",
    "ranked_by": "total",
    "ties": "better",
    "landed_means": "started",
    "year_means": "both",
    "held_together": "both",
}
SCORES = ParkRankingTerms.model_validate(
    {
        "prizes": {"kind": "ranked", "tiers": [{"ranks": "1-2", "amount": "100万元"}]},
        "amount_is_for": "park",
        "ties": "better",
        "held_together": "both",
    }
)


def major(**changes: Any) -> MajorProjectTerms:
    return MajorProjectTerms.model_validate(MAJOR | changes)


def project(yi: str, *, signed: str = "2022-01-01", started: str = "2022-12-31", **more: Any) -> Project:
    return Project(agreed_investment=f"{yi}亿元", signed_on=signed, started_on=started, **more)


def park(*projects: Project) -> ParkYear:
    return ParkYear(year=2022, projects=projects)


def plain_place(placed: ParkYear) -> tuple[Any, Any, Any, Any]:
    place = placed.place
    return (place.rank.raw, place.tied.raw, place.dense.raw, place.in_tie.raw)


# ---------------------------------------------------------------- by score


@given(testing.populations(unknowns=False))
def test_parks_are_placed_by_their_scores(parks: tuple[ParkYear, ...]) -> None:
    placed = rank_by_score(parks, SCORES)
    assert [plain_place(one) for one in placed] == oracles.places([one.score.raw for one in parks])
    assert [one.model_copy(update={"place": Place()}) for one in placed] == list(parks)


@given(testing.populations(size=4))
def test_an_unknown_score_leaves_open_what_some_completion_changes(parks: tuple[ParkYear, ...]) -> None:
    placed = rank_by_score(parks, SCORES)
    unknown = [at for at, one in enumerate(parks) if not one.score.is_known]
    values = sorted({one.score.raw for one in parks if one.score.is_known} | {-1, 121 * 10_000})
    seen: list[set[int]] = [set() for _ in parks]
    assume(len(values) ** len(unknown) <= 1300)
    for filled in product(values, repeat=len(unknown)):
        completed = [one.score.raw for one in parks]
        for at, value in zip(unknown, filled, strict=True):
            completed[at] = value
        for at, found in enumerate(oracles.places(completed)):
            seen[at].add(found[0])
    for one, ranks in zip(placed, seen, strict=True):
        if len(ranks) == 1:
            assert one.place.rank == Count(*ranks)
        else:
            assert one.place.dense.missing == {"place.dense"}
            assert one.place.rank.missing == one.place.tied.missing == one.place.in_tie.missing == {"place.rank"}


def test_places_that_are_given_are_kept_and_their_ties_counted() -> None:
    ranks = [2, 1, 2, None, 4]
    parks = [ParkYear(place=Place(rank=rank), score=Points(50 + at)) for at, rank in enumerate(ranks)]
    placed = rank_by_score(parks, SCORES)
    assert [plain_place(one) for one in placed] == [
        (2, 2, 2, 1),
        (1, 1, 1, 1),
        (2, 2, 2, 2),
        (Unknown("place.rank"), Unknown("place.tied"), Unknown("place.dense"), Unknown("place.in_tie")),
        (4, 1, 3, 1),
    ]


# ---------------------------------------------------------------- by projects


def test_three_parks_and_one_without_a_major_project() -> None:
    parks = [park(project("50")), park(project("60"), project("1")), park(project("49.99999999")), park()]
    placed = rank_by_projects(parks, major())
    assert [plain_place(one) for one in placed] == [(2, 1, 2, 1), (1, 1, 1, 1), (3, 2, 3, 1), (3, 2, 3, 2)]
    assert [one.qualifying.raw for one in placed] == [1, 1, 0, 0]
    assert [one.winning.raw for one in placed] == [1, 1, 0, 0]
    assert [one.winners.raw for one in placed] == [2, 2, 2, 2]
    assert [one.winner_order.raw for one in placed][:2] == [1, 2]


FIVE = [
    park(project("100"), project("50")),
    park(project("60"), project("60"), project("60")),
    park(project("150")),
    park(project("70")),
    park(project("60")),
]


@pytest.mark.parametrize(
    ("changes", "ranks", "winning"),
    [
        ({}, [2, 1, 2, 4, 5], [1, 1, 1, 0, 0]),
        ({"ranked_by": "number"}, [2, 1, 3, 3, 3], [1, 1, 1, 1, 1]),
        ({"ranked_by": "number", "ties": "worse"}, [2, 1, 3, 3, 3], [1, 1, 0, 0, 0]),
        ({"ranked_by": "number", "ties": "dense"}, [2, 1, 3, 3, 3], [1, 1, 1, 1, 1]),
        ({"ranked_by": "largest"}, [2, 4, 1, 3, 4], [1, 0, 1, 1, 0]),
        ({"ties": "dense"}, [2, 1, 2, 4, 5], [1, 1, 1, 1, 0]),
        ({"ranked_units": "projects"}, [2, 1, 2, 4, 5], [1, 0, 1, 1, 0]),
        ({"ranked_units": "projects", "threshold": "100亿元"}, [2, 3, 1, 3, 3], [1, 0, 1, 0, 0]),
        ({"threshold": "50亿元", "threshold_edge": "excluded"}, [3, 1, 2, 4, 5], [1, 1, 1, 0, 0]),
    ],
    ids=str,
)
def test_readings_worked_out_by_hand(changes: dict[str, str], ranks: list[int], winning: list[int]) -> None:
    placed = rank_by_projects(FIVE, major(**changes))
    assert [one.place.rank.raw for one in placed] == ranks
    assert [one.winning.raw for one in placed] == winning
    assert {one.winners.raw for one in placed} == {sum(map(bool, winning))}


def test_ties_over_the_last_rank_that_is_paid() -> None:
    parks = [park(project("60"), project("60")), park(project("60"), project("60"))]
    better = rank_by_projects(parks, major(ranked_units="projects"))
    assert [one.winning.raw for one in better] == [2, 2]
    for ties in ("pooled", "undetermined"):
        open_ = rank_by_projects(parks, major(ranked_units="projects", ties=ties))
        assert [one.winning.missing for one in open_] == [{"terms.ties"}] * 2
        assert [one.winners.missing for one in open_] == [{"terms.ties"}] * 2


def instant(value: Day) -> date:
    """A day; one that has not happened is the last of all."""
    return value.date


def amounts_of(one: ParkYear, terms: MajorProjectTerms) -> list[int]:
    """The amounts of the projects that count, from plain numbers and dates."""
    found: list[int] = []
    for project in one.projects or ():
        amount = getattr(project, terms.threshold_base.value).in_fen
        enough = amount >= terms.threshold.in_fen
        if terms.threshold_edge is Edge.EXCLUDED:
            enough = amount > terms.threshold.in_fen
        landed = {
            Landed.REGISTERED: project.registered_on,
            Landed.STARTED: project.started_on,
            Landed.IN_PRODUCTION: project.in_production_on,
        }[terms.landed_means]
        signed = instant(project.signed_on)
        introduced = signed.year == one.year if terms.year_means is YearMeans.BOTH else signed != date.max
        if enough and instant(landed).year == one.year and introduced:
            found.append(amount)
    return found


def score(amounts: list[int], by: RankedBy) -> int:
    if by is RankedBy.NUMBER:
        return len(amounts)
    return sum(amounts) if by is RankedBy.TOTAL else max([0, *amounts])


def last_place(place: tuple[int, int, int, int], ties: Ties) -> int:
    rank, tied, dense, _ = place
    return {Ties.WORSE: rank + tied - 1, Ties.DENSE: dense}.get(ties, rank)


def expected_winning(counted: list[list[int]], terms: MajorProjectTerms, last: int) -> list[int] | None:
    """How many of each park's projects win (1 or 0 where parks are ranked); None where a tie leaves some open."""
    if terms.ranked_units is RankedUnits.PARKS:
        owners, values = list(range(len(counted))), [score(own, terms.ranked_by) for own in counted]
        undecided = {Ties.UNDETERMINED}
    else:
        owners = [owner for owner, own in enumerate(counted) for _ in own]
        values = [amount for own in counted for amount in own]
        undecided = {Ties.UNDETERMINED, Ties.POOLED}
    winning = [0] * len(counted)
    for owner, place in zip(owners, oracles.places(values), strict=True):
        if not counted[owner]:
            continue
        if place[0] <= last < place[0] + place[1] - 1 and terms.ties in undecided:
            return None
        winning[owner] += last_place(place, terms.ties) <= last
    return winning


@given(
    testing.populations([THRESHOLD], unknowns=False),
    testing.terms("major_project_award", [THRESHOLD], opens=False),
)
def test_every_reading_against_another_way_to_count(parks: tuple[ParkYear, ...], terms: MajorProjectTerms) -> None:
    placed = rank_by_projects(parks, terms)
    counted = [amounts_of(one, terms) for one in parks]
    assert [plain_place(one) for one in placed] == oracles.places([score(own, terms.ranked_by) for own in counted])
    assert [one.qualifying.raw for one in placed] == [len(own) for own in counted]
    winning = expected_winning(counted, terms, int(terms.prizes.last_rank))
    if winning is None:
        assert all(one.winners.missing == {"terms.ties"} for one in placed)
        return
    assert [one.winning.raw for one in placed] == winning
    assert {one.winners.raw for one in placed} == {sum(map(bool, winning))}
    orders = [one.winner_order.raw for one, won in zip(placed, winning, strict=True) if won]
    assert orders == list(range(1, len(orders) + 1))


READINGS = list(product(RankedUnits, RankedBy, Ties, YearMeans, Landed, Edge))


def test_every_reading_places_the_same_population() -> None:
    """All 2 × 3 × 5 × 2 × 3 × 2 readings that a ranking asks, each against another way to count."""
    late = park(project("80", signed="2021-12-31", registered_on="2022-01-01", in_production_on="2022-12-31"))
    dated = {"registered_on": "2022-05-01", "in_production_on": "not yet"}
    parks = [
        park(*(Project(**dated, **own.model_dump(exclude_unset=True)) for own in one.projects or ())) for one in FIVE
    ]
    parks.append(late)
    names = ("ranked_units", "ranked_by", "ties", "year_means", "landed_means", "threshold_edge")
    assert len(READINGS) == 2 * 3 * 5 * 2 * 3 * 2
    answers = set()
    for reading in READINGS:
        terms = major().model_copy(update=dict(zip(names, reading, strict=True)))
        placed = rank_by_projects(parks, terms)
        winning = expected_winning([amounts_of(one, terms) for one in parks], terms, 3)
        if winning is None:
            assert placed[0].winners.missing == {"terms.ties"}
        else:
            assert [one.winning.raw for one in placed] == winning
        answers.add(tuple(winning or ()))
    assert len(answers) > 8


# ---------------------------------------------------------------- what is not known


def test_projects_that_are_not_listed_leave_the_ranking_open() -> None:
    placed = rank_by_projects([park(project("60")), ParkYear(year=2022)], major())
    assert [one.place.rank.is_known for one in placed] == [False, False]
    assert placed[0].qualifying == Count(1)
    assert placed[1].qualifying.missing == {"park_year.projects"}
    assert placed[0].winning.missing == {"place.rank"}
    assert placed[0].winners.missing == {"place.rank", "park_year.projects"}


@pytest.mark.parametrize(
    ("missing", "names"),
    [
        ({"agreed_investment": None}, {"project.agreed_investment"}),
        ({"started_on": None}, {"project.started_on"}),
        ({"signed_on": None}, {"project.signed_on"}),
    ],
)
def test_a_project_that_may_qualify_leaves_it_open(missing: dict[str, Any], names: set[str]) -> None:
    own = {"agreed_investment": "60亿元", "signed_on": "2022-01-01", "started_on": "2022-01-02"}
    (placed,) = rank_by_projects([park(Project.model_validate(own | missing))], major())
    assert placed.qualifying.missing == names


def test_a_project_that_surely_does_not_qualify_leaves_nothing_open() -> None:
    small = Project(agreed_investment="1元")
    elsewhen = Project(started_on="not yet")
    (placed,) = rank_by_projects([park(small, elsewhen)], major())
    assert placed.qualifying == Count(0)


def test_without_a_year_nothing_is_of_the_year() -> None:
    (placed,) = rank_by_projects([ParkYear(projects=(project("60"),))], major())
    assert placed.qualifying.missing == {"park_year.year"}


@settings(max_examples=15)
@given(st.data())
def test_no_population_and_no_terms_are_refused(data: st.DataObject) -> None:
    for name, ranking in RANKINGS.items():
        parks = data.draw(testing.populations([THRESHOLD], size=4))
        terms = data.draw(testing.terms(name, [THRESHOLD]))
        for placed in ranking(parks, terms):
            assert RULES[name].function(placed, terms).status
        assert ranking((), terms) == []


@pytest.mark.parametrize(
    ("signed", "both", "landing"),
    [("2022-06-01", 1, 1), ("2021-12-31", 0, 1), ("not yet", 0, 0), (None, None, None)],
)
def test_what_must_happen_in_the_year(signed: str | None, both: int | None, landing: int | None) -> None:
    own = {"agreed_investment": "60亿元", "registered_on": "2022-06-01", "signed_on": signed}
    for means, expected in (("both", both), ("landing", landing)):
        terms = major(landed_means="registered", year_means=means)
        (placed,) = rank_by_projects([park(Project.model_validate(own))], terms)
        assert placed.qualifying.to_json() == expected


def test_measures_other_than_the_agreed_investment() -> None:
    actual = Project(actual_investment="60亿元", signed_on="2022-01-01", started_on="2022-01-01")
    (placed,) = rank_by_projects([park(actual)], major(threshold_base=Measure.ACTUAL))
    assert placed.qualifying == Count(1)
