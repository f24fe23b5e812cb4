"""SD.monthly-ranking (山东某市调研报告, 二（一）), and sums shared by points."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import investpolicy as ip
from investpolicy.outcomes import Standings
from investpolicy.rules.process.standings import shared_by_points
from investpolicy.values import Money, Points
from tests.expected import monthly_ranking as expected

SHANDONG = ip.policy("shandong-report")
TIES = ("better", "worse", "dense", "undetermined")


def table(*scores: int | None) -> list[dict[str, Any]]:
    return [{"name": chr(ord("甲") + place), "score": score} for place, score in enumerate(scores)]


def standings(policy: ip.Policy, *scores: int | None, **facts: Any) -> tuple[ip.Decision, Standings]:
    decision = policy.decide("monthly-ranking", {"month": "2018-07", "contestants": table(*scores), **facts})
    assert isinstance(decision.outcome, Standings)
    return decision, decision.outcome


def under(ties: str) -> ip.Policy:
    return SHANDONG.under({"monthly-ranking.ties": ties})


@settings(max_examples=60)
@given(st.lists(st.none() | st.integers(0, 3), min_size=1, max_size=4), st.sampled_from(TIES))
def test_places_are_those_that_the_unknown_scores_leave_open(scores: list[int | None], ties: str) -> None:
    decision, outcome = standings(under(ties), *scores)
    found = {one.name: (one.best, one.worst) for one in outcome.places}
    told = expected.places(scores, ties)
    assert [found[one["name"]] for one in table(*scores)] == told
    assert (decision.status == "determined") == all(best == worst for best, worst in told)


def test_the_first_stands_first_and_movement_is_counted_from_last_month() -> None:
    decision, outcome = standings(SHANDONG, 70, 90, 80, 60, previous=table(90, 70, 80))
    assert [(one.name, one.best, one.moved) for one in outcome.places] == [
        (chr(ord("甲") + 1), 1, 2),
        (chr(ord("甲") + 2), 2, 0),
        ("甲", 3, -2),
        (chr(ord("甲") + 3), 4, None),
    ]
    notes = [note.zh for note in decision.outcome.notes]
    assert notes[0].endswith("得分 90分，较上月上升 2 位")
    assert notes[1].endswith("，较上月持平")
    assert notes[2].endswith("，较上月下降 2 位")
    assert notes[3].endswith("得分 60分")


def test_a_place_that_was_open_last_month_has_no_movement() -> None:
    _, outcome = standings(SHANDONG, 70, 90, previous=table(90, None))
    assert [one.moved for one in outcome.places] == [None, None]


@given(st.integers(0, 10**7), st.lists(st.integers(0, 50), min_size=1, max_size=5))
def test_a_sum_shared_by_points_adds_up(pool: int, points: list[int]) -> None:
    names = {chr(ord("a") + place): Points(one) for place, one in enumerate(points)}
    parts = shared_by_points(Money.fen(pool), names)
    if not any(points):
        assert {one.missing for one in parts.values()} == {frozenset({"points"})}
    else:
        assert [one.in_fen for one in parts.values()] == expected.shared(pool, points)
        assert sum(one.in_fen for one in parts.values()) == pool


def test_a_pool_is_shown_with_the_places_and_unknown_points_share_nothing() -> None:
    _, outcome = standings(SHANDONG, 1, 2, pool="1元")
    assert [note.zh.rpartition("，")[2] for note in outcome.notes] == ["分配 0.67元", "分配 0.33元"]
    _, outcome = standings(SHANDONG, 1, None, pool="1元")
    assert {note.zh.rpartition("，")[2] for note in outcome.notes} == {"分配 未知"}
    with pytest.raises(ip.errors.TermsError, match="甲: -1分 is below zero"):
        standings(SHANDONG, -1, 2, pool="1元")


def test_contestants_that_are_not_listed_are_not_none() -> None:
    decision = SHANDONG.decide("monthly-ranking", {})
    assert (decision.status, decision.missing) == ("undetermined", ("monthly_contest.contestants",))
    assert SHANDONG.decide("monthly-ranking", {"contestants": []}).status == "determined"


def test_pooled_places_are_refused() -> None:
    with pytest.raises(ip.errors.TermsError, match="pooled is for prizes, and a standing has none"):
        SHANDONG.vary({"monthly-ranking.ties": "pooled"})


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"contestants": [{"name": "甲区"}] * 2}, "contestants.1.name: '甲区' stands twice; keep one of the two"),
        ({"previous": [{"score": 3}]}, "previous.0.name: has no name; write one"),
        ({"month": "2018年7月"}, "month: '2018年7月' is no month; write such as 2022-05"),
    ],
)  # fmt: skip
def test_tables_that_can_not_be_ranked_are_refused(facts: dict[str, Any], message: str) -> None:
    with pytest.raises(ip.errors.FactsError) as refusal:
        SHANDONG.decide("monthly-ranking", facts)
    assert str(refusal.value) == message
