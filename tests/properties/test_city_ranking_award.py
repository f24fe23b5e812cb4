"""SD.guangxi-ranking (一（四）优惠政策): the mechanism, with prizes that a user supplies."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import investpolicy as ip
from tests.expected.answer import Answer
from tests.expected.city_ranking_award import city_ranking_award
from tests.expected.ranking import places

from .agree import answer_of, check_rows
from .generate import ENGINES, Row, with_unknowns

NAME = "guangxi-ranking"
REPORT = ip.policy("shandong-report")
PRIZES = {"kind": "ranked", "tiers": [{"ranks": "1", "amount": "1000万元"}, {"ranks": "2-3", "amount": "800万元"}]}
SUPPLIED = REPORT.vary({f"{NAME}.prizes": PRIZES})
TIES = ("better", "worse", "dense", "pooled")


def with_ties(policy: ip.Policy, ties: str) -> ip.Policy:
    """The policy with another tie rule."""
    return policy if ties == "better" else policy.vary({f"{NAME}.ties": ties})


def city(rng: random.Random) -> Row:
    """A city's place as a table states it."""
    rank, tied = rng.randint(1, 5), rng.choice((1, 1, 2, 3))
    row = {"rank": rank, "tied": tied, "dense": rng.randint(1, rank), "in_tie": rng.randint(1, tied)}
    return with_unknowns(rng, {f"place.{name}": value for name, value in row.items()})


@pytest.mark.parametrize("ties", TIES)
def test_decisions_expected_values_and_columns_agree(ties: str) -> None:
    rng = random.Random(ties)

    def expected(row: Row) -> Answer:
        return city_ranking_award(row, ties=ties)

    check_rows(with_ties(SUPPLIED, ties), NAME, [city(rng) for _ in range(100)], expected, ENGINES)


@pytest.mark.parametrize("ties", TIES)
@settings(max_examples=25)
@given(st.lists(st.integers(0, 4), min_size=1, max_size=6))
def test_cities_are_ranked_by_their_scores(ties: str, scores: list[int]) -> None:
    cities = [{"name": f"市{place}", "score": score} for place, score in enumerate(scores)]
    found = with_ties(SUPPLIED, ties).decide_all(NAME, cities)
    assert [answer_of(one) for one in found] == [city_ranking_award(one.facts, ties=ties) for one in places(scores)]


def test_the_better_of_two_cities_wins_and_an_unknown_score_leaves_it_open() -> None:
    first, second = SUPPLIED.decide_all(NAME, [{"name": "甲市", "score": 80}, {"name": "乙市", "score": 90}])
    assert (first.amount, second.amount) == (ip.Money.wan(800), ip.Money.wan(1000))
    known, unknown = SUPPLIED.decide_all(NAME, [{"name": "甲市", "score": 80}, {"name": "乙市"}])
    assert [str(one.status) for one in (known, unknown)] == ["undetermined", "undetermined"]


@pytest.mark.parametrize("ties", TIES)
def test_prizes_that_are_not_published_are_named_whatever_the_tie_rule(ties: str) -> None:
    decision = with_ties(REPORT, ties).decide(NAME, {"place": {"rank": 1, "tied": 1, "dense": 1, "in_tie": 1}})
    assert (decision.status, decision.missing) == ("undetermined", ("terms.prizes",))
    without_place = with_ties(REPORT, ties).decide(NAME, {})
    assert set(without_place.missing) > {"terms.prizes"}
    rng = random.Random(0)
    check_open = [city(rng) for _ in range(20)]

    def expected(row: Row) -> Answer:
        missing = answer_of(with_ties(SUPPLIED, ties).decide(NAME, _facts(row))).missing
        return Answer("undetermined", missing=missing | {"terms.prizes"})

    check_rows(with_ties(REPORT, ties), NAME, check_open, expected, ("polars", "duckdb"))


def _facts(row: Row) -> dict[str, dict[str, int | None]]:
    return {"place": {path.removeprefix("place."): value for path, value in row.items()}}
