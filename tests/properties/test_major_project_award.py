"""MY22.major-project-award (绵阳日报2022-05-25, 压实责任·考核激励)."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest
import z3
from hypothesis import given

import investpolicy as ip
from investpolicy import frames
from investpolicy.facts import ParkYear
from tests.expected.answer import NOT_YET, WAN, YI
from tests.expected.major_project_award import Terms, major_project_awards, qualifying

from . import generate
from .agree import MIANYANG, answer_of, check_record, one_unknown, policy_under, some_answers, terms_under
from .generate import Row, frame_of, model_of, parks_of, rngs, rows_of
from .prove import Proof, never

NAME = "major-project-award"
TIES = ("better", "worse", "dense", "pooled", "undetermined")


def under(**chosen: str) -> ip.Policy:
    """The policy under other answers to questions of this provision."""
    return MIANYANG.under({f"{NAME}.{question.replace('_', '-')}": answer for question, answer in chosen.items()})


def project(agreed: int, **changes: Any) -> Row:
    """A project of ``agreed`` 分 signed and started in 2022."""
    return {
        "agreed_investment": agreed,
        "actual_investment": agreed,
        "signed_on": date(2022, 3, 1),
        "registered_on": date(2022, 4, 1),
        "started_on": date(2022, 9, 1),
        "in_production_on": date(2022, 12, 31),
    } | changes


def parks(*amounts: list[int] | int) -> list[Row]:
    """Parks of 2022 with projects of so many 亿元."""
    listed = [own if isinstance(own, list) else [own] for own in amounts]
    return [{"year": 2022, "projects": [project(one * YI) for one in own], "other_award": 0} for own in listed]


def awards(policy: ip.Policy, population: list[Row]) -> list[Any]:
    """What each park gets in 万元; None where it is not determined."""
    found = policy.decide_all(NAME, parks_of(population))
    return [one.outcome.amount.in_fen / WAN if one.status != "undetermined" else None for one in found]  # type: ignore[attr-defined]


# published figures and edges ------------------------------------------------------------------------


def test_the_first_three_parks_get_100_wan_each() -> None:
    assert awards(MIANYANG, parks(90, 80, 70, 60, [])) == [100, 100, 100, 0, 0]
    assert awards(MIANYANG, parks([50, 50], 90, 120, 95)) == [100, 0, 100, 100]
    decision = MIANYANG.decide_all(NAME, parks_of(parks(90)))[0]
    assert decision.citation.section == "压实责任·考核激励"
    assert not decision.discretionary


@pytest.mark.parametrize(
    ("fen", "status"), [(50 * YI - 1, "ineligible"), (50 * YI, "entitled"), (50 * YI + 1, "entitled")]
)
def test_the_threshold_of_50_yi_counts_itself(fen: int, status: str) -> None:
    population = [{"year": 2022, "projects": [project(fen)], "other_award": 0}]
    decision = MIANYANG.decide_all(NAME, parks_of(population))[0]
    assert decision.status == status
    assert decision.outcome.failed == (() if status == "entitled" else ("has_major_project",))


def test_small_projects_do_not_add_up_to_a_major_one() -> None:
    assert awards(MIANYANG, parks([49, 49, 49], 50)) == [0, 100]


@pytest.mark.parametrize(
    ("dates", "counts"),
    [
        ({"signed_on": date(2022, 1, 1), "started_on": date(2022, 1, 1)}, True),
        ({"signed_on": date(2022, 12, 31), "started_on": date(2022, 12, 31), "in_production_on": NOT_YET}, True),
        ({"signed_on": date(2021, 12, 31)}, False),
        ({"started_on": date(2023, 1, 1), "in_production_on": NOT_YET}, False),
        ({"started_on": NOT_YET, "in_production_on": NOT_YET}, False),
    ],
)
def test_both_signing_and_start_lie_in_the_calendar_year(dates: dict[str, date], counts: bool) -> None:
    population: list[Row] = [{"year": 2022, "projects": [project(60 * YI, **dates)], "other_award": 0}]
    assert awards(MIANYANG, population) == [100 if counts else 0]
    assert len(qualifying(population[0]["projects"], 2022)) == counts


def test_a_year_of_one_park_is_not_that_of_another() -> None:
    population = parks(60, 70)
    population[1]["year"] = 2023
    assert awards(MIANYANG, population) == [100, 0]


@pytest.mark.parametrize("number", range(4))
def test_fewer_than_three_parks_win_what_there_is_to_win(number: int) -> None:
    assert awards(MIANYANG, parks(*range(60, 60 + number))) == [100] * number


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        ("better", [100, 100, 100, 100, 0]),
        ("worse", [100, 100, 0, 0, 0]),
        ("dense", [100, 100, 100, 100, 0]),
        ("pooled", [100, 100, 50, 50, 0]),
        ("undetermined", [100, 100, None, None, 0]),
    ],
)
def test_a_tie_at_the_cut(ties: str, expected: list[Any]) -> None:
    assert awards(under(ties=ties), parks(90, 80, 70, 70, 60)) == expected


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        ("better", [100, 100, 100, 0]),
        ("worse", [100, 100, 100, 0]),
        ("dense", [100, 100, 100, 100]),
        ("pooled", [100, 100, 100, 0]),
        ("undetermined", [None, None, 100, 0]),
    ],
)
def test_a_tie_inside_the_paid_ranks(ties: str, expected: list[Any]) -> None:
    assert awards(under(ties=ties), parks(90, 90, 80, 70)) == expected


def test_parks_without_a_major_project_do_not_stand_in_the_tie() -> None:
    assert awards(under(ties="worse"), parks(90, [], [], [])) == [100, 0, 0, 0]
    assert awards(under(ties="pooled"), parks(90, 80, [], [])) == [100, 100, 0, 0]


def test_a_shared_prize_adds_up_and_one_park_alone_takes_it() -> None:
    shared = under(prize_is_for="shared")
    assert awards(shared, parks(90)) == [100]
    found = shared.decide_all(NAME, parks_of(parks(90, 80, 70, 60)))
    assert [one.amount.in_fen for one in found] == [33_333_334, 33_333_333, 33_333_333, 0]


def test_whom_to_share_with_is_open_where_the_tie_at_the_cut_is() -> None:
    policy = under(prize_is_for="shared", ties="undetermined")
    assert awards(policy, parks(90, 80, 70, 70)) == [None] * 4
    assert awards(policy, parks(90, 90, 70, 60)) == [pytest.approx(100 / 3)] * 3 + [0]


def test_one_park_may_win_twice_where_projects_are_ranked() -> None:
    assert awards(under(ranked_units="projects"), parks([90, 80], 70, 60)) == [200, 100, 0]
    assert awards(under(ranked_units="projects"), parks([90, 80, 70], 60)) == [300, 0]
    assert awards(under(ranked_units="projects", ties="pooled"), parks(90, 80, 70, 70)) == [None] * 4


TIERS = {f"{NAME}.prizes.tiers": [{"ranks": "1", "amount": "100万元"}, {"ranks": "2-3", "amount": "60万元"}]}


def test_tiers_that_differ_count_where_parks_are_ranked() -> None:
    assert awards(MIANYANG.vary(TIERS), parks(90, 80, 70, 60)) == [100, 60, 60, 0]


@pytest.mark.parametrize("chosen", [{"ranked_units": "projects"}, {"prize_is_for": "shared"}], ids=str)
def test_tiers_that_differ_leave_open_what_a_project_or_all_winners_get(chosen: dict[str, str]) -> None:
    draft = under(**chosen).vary(TIERS)
    for decision in draft.decide_all(NAME, parks_of(parks(90, 80))):
        assert (decision.status, decision.missing) == ("undetermined", ("terms.prizes",))
        assert decision.ceiling is None
        assert "名次奖励" in decision.explain()
    assert [str(one.status) for one in draft.decide_all(NAME, parks_of(parks(90, [])))] == [
        "undetermined",
        "ineligible",
    ]
    row = PLACED | {"place.rank": 1, "place.dense": 1}
    (column,) = rows_of(frames.evaluate(draft, NAME, frame_of("polars", ParkYear, [row])))
    assert column["status"] == "undetermined"
    assert frames.masks(draft, NAME).missing(column["missing"]) == ("terms.prizes",)
    same = {f"{NAME}.prizes.tiers": [{"ranks": "1", "amount": "70万元"}, {"ranks": "2-3", "amount": "70万元"}]}
    assert set(awards(under(**chosen).vary(same), parks(90, 80))) == ({70} if "ranked_units" in chosen else {35})


# unknown facts --------------------------------------------------------------------------------------

PLACED: Row = {
    "place.rank": 2,
    "place.tied": 1,
    "place.dense": 2,
    "place.in_tie": 1,
    "park_year.qualifying": 1,
    "park_year.winning": 1,
    "park_year.winners": 3,
    "park_year.winner_order": 2,
    "park_year.other_award": 0,
}


@pytest.mark.parametrize(
    ("chosen", "needed"),
    [
        ({}, ("place.rank",)),
        ({"ties": "worse"}, ("place.rank", "place.tied")),
        ({"ties": "dense"}, ("place.dense",)),
        ({"ties": "pooled"}, ("place.rank", "place.tied", "place.in_tie")),
        ({"held_together": "higher"}, ("place.rank", "park_year.other_award")),
        ({"ranked_units": "projects"}, ("park_year.winning",)),
        ({"prize_is_for": "shared"}, ("park_year.winning", "park_year.winners", "park_year.winner_order")),
    ],
    ids=str,
)
def test_each_single_unknown_fact_is_named(chosen: dict[str, str], needed: tuple[str, ...]) -> None:
    policy = under(**chosen)
    for path in PLACED:
        decision = one_unknown(NAME, PLACED, path, policy)
        if path in (*needed, "park_year.qualifying"):
            assert (decision.status, decision.missing) == ("undetermined", (path,))
        else:
            assert decision.status == "entitled"


@pytest.mark.parametrize(
    ("path", "value", "condition"),
    [("place.rank", 4, "among_the_first"), ("park_year.qualifying", 0, "has_major_project")],
)
def test_not_eligible_wins_over_all_that_is_unknown(path: str, value: int, condition: str) -> None:
    decision = MIANYANG.decide(NAME, model_of(ParkYear, {path: value}))
    assert (decision.status, decision.outcome.failed) == ("ineligible", (condition,))


def test_a_park_without_a_year_is_undetermined_not_an_error() -> None:
    (facts,) = parks_of(parks(60))
    del facts["year"]
    (decision,) = MIANYANG.decide_all(NAME, [facts])
    assert decision.status == "undetermined"
    assert "park_year.year" in decision.missing


@pytest.mark.parametrize("year", [-1, 10_000, 20_222])
def test_a_year_that_is_none_is_refused(year: int) -> None:
    with pytest.raises(ip.errors.FactsError, match=f"year: {year} is no calendar year"):
        MIANYANG.decide_all(NAME, [{"year": year}])


def test_an_unlisted_park_leaves_the_ranks_open() -> None:
    facts = [*parks_of(parks(90, 80)), {"year": 2022}]
    assert [one.status for one in MIANYANG.decide_all(NAME, facts)] == ["undetermined"] * 3


@pytest.mark.parametrize("path", ["agreed_investment", "signed_on", "started_on"])
def test_a_project_with_an_unknown_fact_leaves_its_park_undetermined(path: str) -> None:
    population = parks(90)
    population[0]["projects"][0][path] = None
    (decision,) = MIANYANG.decide_all(NAME, parks_of(population))
    assert decision.status == "undetermined"
    assert f"project.{path}" in decision.missing


# bounds, monotonicity, agreement ----------------------------------------------------------------------


@given(rngs)
def test_a_population_is_decided_as_expected_under_any_answers(rng: random.Random) -> None:
    population = generate.park_projects(rng, rng.randint(0, 7))
    chosen = some_answers(rng, NAME)
    found = policy_under(NAME, chosen).decide_all(NAME, parks_of(population))
    assert [answer_of(one) for one in found] == major_project_awards(population, terms_under(NAME, chosen))


@given(rngs)
def test_one_more_major_project_never_loses_the_award(rng: random.Random) -> None:
    population = generate.park_projects(rng, rng.randint(1, 6))
    before = awards(MIANYANG, population)[0]
    population[0]["projects"] = [*population[0]["projects"], project(60 * YI)]
    assert awards(MIANYANG, population)[0] >= before


@given(rngs)
def test_a_shared_prize_is_paid_in_full_or_not_at_all(rng: random.Random) -> None:
    population = generate.park_projects(rng, rng.randint(1, 7))
    found = policy_under(NAME, (("prize-is-for", "shared"),)).decide_all(NAME, parks_of(population))
    assert sum(one.amount.in_fen for one in found) in (0, 100 * WAN)
    assert all(one.amount.in_fen >= 0 for one in found)


@given(rngs)
def test_a_decision_is_the_expected_one_under_any_answers(rng: random.Random) -> None:
    check_record(NAME, [generate.park_year(rng) for _ in range(3)], some_answers(rng, NAME))


def test_the_expected_values_know_the_published_figures() -> None:
    assert [one.amount for one in major_project_awards(parks(90, 80, 70, 60), Terms())] == [100 * WAN] * 3 + [0]


@pytest.mark.slow
def test_many_populations_are_decided_as_expected() -> None:
    rng = random.Random(2022)
    for _ in range(200):
        chosen = some_answers(rng, NAME)
        policy, terms = policy_under(NAME, chosen), terms_under(NAME, chosen)
        for _ in range(50):
            population = generate.park_projects(rng, rng.randint(1, 8))
            found = [answer_of(one) for one in policy.decide_all(NAME, parks_of(population))]
            assert found == major_project_awards(population, terms), (chosen, population)


@pytest.mark.parametrize("prize_is_for", ["each", "shared"])
@pytest.mark.parametrize("ties", TIES)
def test_z3_proves_that_a_parks_prize_is_never_negative_or_above_100_wan(ties: str, prize_is_for: str) -> None:
    proof = Proof()
    amount = proof.amounts(under(ties=ties, prize_is_for=prize_is_for).provision(NAME).formulas)["amount"]
    assert never(proof, amount, lambda fen: z3.Or(fen < 0, fen > 100 * WAN)) is None


def test_z3_finds_a_park_with_more_where_projects_are_ranked() -> None:
    policy = under(ranked_units="projects")
    proof = Proof()
    amount = proof.amounts(policy.provision(NAME).formulas)["amount"]
    facts = never(proof, amount, lambda fen: fen > 100 * WAN)
    assert facts is not None
    assert policy.decide(NAME, model_of(ParkYear, facts)).amount > ip.Money.wan(100)
