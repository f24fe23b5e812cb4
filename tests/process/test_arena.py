"""ZY.arena (资阳市招商引资工作机制意见, 十)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import investpolicy as ip
from investpolicy.outcomes import Standings
from tests.expected.arena import at_year_end, earned

ZIYANG = ip.policy("ziyang")
EACH = {"签约": 15_000, "开工": 25_000}
EARNING = {"kind": "by-item", "items": [{"item": "签约", "points": "1.5分"}, {"item": "开工", "points": "2.5分"}]}
POINTS = ZIYANG.vary({"arena.earning": EARNING})


def contestant(name: str, *items: tuple[str, int]) -> dict[str, Any]:
    return {"name": name, "earned": [{"item": item, "number": number} for item, number in items]}


def test_scores_that_are_told_are_ranked_while_all_else_is_open() -> None:
    told = [{"name": "雁江区", "score": "92.5分"}, {"name": "安岳县", "score": 88}, {"name": "乐至县", "score": "92.5"}]
    decision = ZIYANG.decide("arena", {"month": "2022-05", "contestants": told})
    assert decision.status == "determined"
    assert {name: str(one) for name, one in decision.figures.items()} == {"雁江区": "1", "乐至县": "1", "安岳县": "3"}


def test_how_points_are_earned_is_not_published() -> None:
    facts = {"contestants": [contestant("雁江区", ("签约", 1)), contestant("安岳县", ("签约", 2))]}
    decision = ZIYANG.decide("arena", facts)
    assert (decision.status, decision.missing) == ("undetermined", ("terms.earning",))
    ranked = POINTS.decide("arena", facts)
    assert {name: str(one) for name, one in ranked.figures.items()} == {"安岳县": "1", "雁江区": "2"}


@settings(max_examples=50)
@given(st.lists(st.tuples(st.sampled_from(["签约", "开工", "路演"]), st.integers(0, 9)), min_size=1, max_size=4))
def test_points_as_expected(items: list[tuple[str, int]]) -> None:
    outcome = POINTS.decide("arena", {"contestants": [contestant("雁江区", *items)]}).outcome
    assert isinstance(outcome, Standings)
    raw = outcome.places[0].score.raw
    told = earned(items, EACH)
    assert outcome.places[0].score.missing == {"terms.earning"} if told is None else raw == told


@settings(max_examples=50)
@given(st.integers(0, 10**6), st.integers(0, 20_000))
def test_what_a_month_counts_at_the_end_of_the_year(score: int, each: int) -> None:
    facts = {"contestants": [{"name": "雁江区", "score": f"{score / 10_000:.4f}"}], "year_end": True}
    open_ = ZIYANG.decide("arena", facts)
    assert (open_.status, open_.missing) == ("undetermined", ("terms.year_end_each",))
    decision = ZIYANG.vary({"arena.year_end_each": f"{each / 10_000:.4f}"}).decide("arena", facts)
    assert decision.status == "determined"
    counted = decision.outcome.notes[-1].en.removeprefix("雁江区 at the year's end: ").removesuffix("分")
    assert ip.Points.parse(counted).decimal == at_year_end(score, each)


def test_a_number_that_is_not_known_leaves_its_place_open_and_those_it_may_pass() -> None:
    facts = {"contestants": [contestant("雁江区", ("签约", 1)), {"name": "安岳县", "earned": [{"item": "签约"}]}]}
    decision = POINTS.decide("arena", facts)
    assert {name: one.to_json() for name, one in decision.figures.items()} == {"雁江区": None, "安岳县": None}
    assert "earned.number" in decision.missing


def test_contestants_that_are_not_listed_are_not_none() -> None:
    decision = ZIYANG.decide("arena", {})
    assert (decision.status, decision.missing) == ("undetermined", ("monthly_contest.contestants",))
    assert ZIYANG.decide("arena", {"contestants": []}).status == "determined"


def test_a_score_beside_what_earns_it_is_refused() -> None:
    both = contestant("雁江区", ("签约", 1)) | {"score": 3}
    with pytest.raises(ip.errors.FactsError, match="a score of 3分 is told too; give the score or what earns it"):
        ZIYANG.decide("arena", {"contestants": [both]})


def test_a_decision_can_be_checked_again() -> None:
    decision = POINTS.decide("arena", {"month": "2022-05", "contestants": [contestant("雁江区", ("签约", 1))]})
    assert ip.verify(decision.to_json()).ok
