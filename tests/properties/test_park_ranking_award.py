"""MY22.park-ranking-award (绵阳日报2022-05-25, 压实责任·考核激励)."""

from __future__ import annotations

import random
from itertools import pairwise, product
from typing import Any

import pytest
import z3
from hypothesis import given
from hypothesis import strategies as st

import investpolicy as ip
from investpolicy.facts import ParkYear
from tests.expected.answer import WAN
from tests.expected.park_ranking_award import park_ranking_awards

from .agree import MIANYANG, answer_of, check_record, one_unknown, policy_under, some_answers, terms_under
from .generate import model_of, park_year, rngs
from .prove import Proof, never

NAME = "park-ranking-award"
SPLITS = [split for split in product((1, 2, 3), repeat=3) if sum(split) == 5]
TIES = ("better", "worse", "dense", "pooled", "undetermined")


def under(**chosen: str) -> ip.Policy:
    """The policy under other answers to questions of this provision."""
    return MIANYANG.under({f"{NAME}.{question.replace('_', '-')}": answer for question, answer in chosen.items()})


def awards(policy: ip.Policy, scores: list[int]) -> list[Any]:
    """What each park gets in 万元, by its score; None where it is not determined."""
    found = policy.decide_all(NAME, [{"park": f"园区{place}", "score": score} for place, score in enumerate(scores)])
    return [one.outcome.amount.in_fen / WAN if one.status != "undetermined" else None for one in found]  # type: ignore[attr-defined]


# published figures --------------------------------------------------------------------------------


def test_parks_ranked_1_to_5_get_100_80_80_60_60() -> None:
    assert awards(MIANYANG, [95, 94, 93, 92, 91, 90]) == [100, 80, 80, 60, 60, 0]
    for rank, amount in enumerate((100, 80, 80, 60, 60), start=1):
        decision = MIANYANG.decide(NAME, {"place": {"rank": rank}})
        assert (decision.status, decision.amount) == ("entitled", ip.Money.wan(amount))
        assert decision.citation.section == "压实责任·考核激励"
        assert not decision.discretionary
    decision = MIANYANG.decide(NAME, {"place": {"rank": 6}})
    assert (decision.status, decision.outcome.failed) == ("ineligible", ("among_the_ranks",))


def test_the_order_of_the_parks_does_not_matter() -> None:
    assert awards(MIANYANG, [91, 95, 90, 93, 92, 94]) == [60, 100, 0, 80, 60, 80]


@pytest.mark.parametrize("split", SPLITS, ids=str)
def test_every_split_of_five_ranks_in_three_tiers(split: tuple[int, int, int]) -> None:
    answer = "split-" + "-".join(map(str, split))
    policy = under(tiers=answer)
    expected = [100] * split[0] + [80] * split[1] + [60] * split[2] + [0]
    assert awards(policy, [6, 5, 4, 3, 2, 1]) == expected


def test_the_policy_file_asks_for_exactly_the_splits_there_are() -> None:
    question = MIANYANG.text.provisions[NAME].questions["tiers"]
    assert len(SPLITS) == 6
    assert set(question.answers) == {"split-" + "-".join(map(str, split)) for split in SPLITS}


@pytest.mark.parametrize("split", SPLITS, ids=str)
@pytest.mark.parametrize("ties", TIES)
def test_ties_at_every_cut_of_every_split(split: tuple[int, int, int], ties: str) -> None:
    """Two, three, or all parks tied wherever one tier ends and the next begins, and at the last paid rank."""
    chosen = tuple(
        (question, answer)
        for question, answer, default in (
            ("tiers", "split-" + "-".join(map(str, split)), "split-1-2-2"),
            ("ties", ties, "better"),
        )
        if answer != default
    )
    policy, terms = policy_under(NAME, chosen), terms_under(NAME, chosen)
    for cut in (split[0], split[0] + split[1], 5):
        for before, after in ((1, 1), (1, 2), (2, 1), (cut, 7 - cut)):
            scores = [100 - rank for rank in range(1, 8)]
            for rank in range(max(cut - before, 0), min(cut + after, 7)):
                scores[rank] = 50
            scores = [score + 100 if place < cut - before else score for place, score in enumerate(scores)]
            scores = [score - 60 if place >= cut + after else score for place, score in enumerate(scores)]
            decisions = policy.decide_all(NAME, [{"score": score} for score in scores])
            assert [answer_of(one) for one in decisions] == park_ranking_awards(scores, terms), (cut, scores)


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        ("better", [100, 80, 80, 60, 60, 60]),
        ("worse", [100, 80, 80, 60, 0, 0]),
        ("dense", [100, 80, 80, 60, 60, 60]),
        ("pooled", [100, 80, 80, 60, 30, 30]),
        ("undetermined", [100, 80, 80, 60, None, None]),
    ],
)
def test_a_tie_at_the_last_paid_rank_by_hand(ties: str, expected: list[Any]) -> None:
    assert awards(under(ties=ties), [9, 8, 7, 6, 5, 5]) == expected


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        ("better", [100, 100, 80, 60, 60, 0]),
        ("worse", [80, 80, 80, 60, 60, 0]),
        ("dense", [100, 100, 80, 80, 60, 60]),
        ("pooled", [90, 90, 80, 60, 60, 0]),
        ("undetermined", [None, None, 80, 60, 60, 0]),
    ],
)
def test_a_tie_at_the_first_cut_by_hand(ties: str, expected: list[Any]) -> None:
    assert awards(under(ties=ties), [9, 9, 7, 6, 5, 4]) == expected


@pytest.mark.parametrize("parks", range(6))
def test_fewer_than_five_parks_get_what_their_ranks_get(parks: int) -> None:
    assert awards(MIANYANG, list(range(parks, 0, -1))) == [100, 80, 80, 60, 60][:parks]


def test_a_tiers_amount_to_share_adds_up_to_the_tier() -> None:
    assert awards(under(amount_is_for="tier"), [6, 5, 4, 3, 2, 1]) == [100, 40, 40, 30, 30, 0]
    three = under(amount_is_for="tier", tiers="split-3-1-1")
    parts = [one.amount.in_fen for one in three.decide_all(NAME, [{"score": score} for score in (3, 2, 1)])]
    assert parts == [33_333_334, 33_333_333, 33_333_333]


# unknown facts ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ties", "needed"),
    [
        ("better", ("place.rank",)),
        ("worse", ("place.rank", "place.tied")),
        ("dense", ("place.dense",)),
        ("pooled", ("place.rank", "place.tied", "place.in_tie")),
        ("undetermined", ("place.rank", "place.tied")),
    ],
)
def test_each_single_unknown_fact_is_named(ties: str, needed: tuple[str, ...]) -> None:
    row = {"place.rank": 2, "place.tied": 1, "place.dense": 2, "place.in_tie": 1, "park_year.other_award": 0}
    for path in row:
        decision = one_unknown(NAME, row, path, under(ties=ties))
        if path in needed:
            assert (decision.status, decision.missing) == ("undetermined", (path,))
        else:
            assert decision.status == "entitled"
    decision = one_unknown(NAME, row, "park_year.other_award", under(held_together="higher"))
    assert (decision.status, decision.missing) == ("undetermined", ("park_year.other_award",))


def test_not_eligible_wins_over_an_unknown_other_award() -> None:
    decision = one_unknown(NAME, {"place.rank": 6}, "park_year.other_award", under(held_together="higher"))
    assert (decision.status, decision.outcome.failed) == ("ineligible", ("among_the_ranks",))


def test_an_unknown_score_leaves_every_rank_open() -> None:
    found = MIANYANG.decide_all(NAME, [{"score": 90}, {}, {"score": 80}])
    assert [one.status for one in found] == ["undetermined"] * 3
    assert {one.missing for one in found} == {("place.rank",)}


def test_where_places_are_given_those_tied_are_counted() -> None:
    population = [{"place": {"rank": rank}} for rank in (1, 2, 2, 4, 5, 5)]
    pooled = under(ties="pooled").decide_all(NAME, population)
    assert [one.amount.in_fen // WAN for one in pooled] == [100, 80, 80, 60, 30, 30]


# bounds, monotonicity, conservation -----------------------------------------------------------------

scores_of_parks = st.lists(st.integers(0, 5), max_size=9)


@given(rngs, scores_of_parks)
def test_a_population_is_decided_as_expected_under_any_answers(rng: random.Random, scores: list[int]) -> None:
    chosen = some_answers(rng, NAME)
    found = policy_under(NAME, chosen).decide_all(NAME, [{"score": score} for score in scores])
    assert [answer_of(one) for one in found] == park_ranking_awards(scores, terms_under(NAME, chosen))


@given(scores_of_parks, st.sampled_from(["better", "worse", "dense"]))
def test_a_better_score_never_gets_less_and_equal_scores_get_the_same(scores: list[int], ties: str) -> None:
    found = policy_under(NAME, () if ties == "better" else (("ties", ties),)).decide_all(
        NAME, [{"score": score} for score in scores]
    )
    amounts = [one.amount.in_fen for one in found]
    assert all(0 <= amount <= 100 * WAN for amount in amounts)
    by_score = sorted(zip(scores, amounts, strict=True))
    for (score, amount), (better, more) in pairwise(by_score):
        assert amount <= more if better > score else amount == more


@given(scores_of_parks)
def test_pooled_prizes_are_paid_in_full_and_no_more(scores: list[int]) -> None:
    found = policy_under(NAME, (("ties", "pooled"),)).decide_all(NAME, [{"score": score} for score in scores])
    assert sum(one.amount.in_fen for one in found) == sum((100, 80, 80, 60, 60)[: len(scores)]) * WAN


@given(st.lists(st.integers(0, 3), min_size=1, max_size=8), st.sampled_from(["better", "worse", "dense", "pooled"]))
def test_tiers_to_share_never_pay_more_than_the_tiers(scores: list[int], ties: str) -> None:
    parks = [{"score": score} for score in scores]
    paid = [one.amount.in_fen for one in under(amount_is_for="tier", ties=ties).decide_all(NAME, parks)]
    assert sum(paid) <= (100 + 80 + 60) * WAN
    if len(scores) >= 5:
        assert sum(paid) == (100 + 80 + 60) * WAN


@given(rngs)
def test_a_decision_is_the_expected_one_under_any_answers(rng: random.Random) -> None:
    check_record(NAME, [park_year(rng) for _ in range(3)], some_answers(rng, NAME))


@pytest.mark.parametrize("ties", TIES)
@pytest.mark.parametrize("split", SPLITS, ids=str)
def test_z3_proves_that_a_prize_is_never_negative_or_above_100_wan(ties: str, split: tuple[int, ...]) -> None:
    policy = under(ties=ties, tiers="split-" + "-".join(map(str, split)))
    proof = Proof()
    amount = proof.amounts(policy.provision(NAME).formulas)["amount"]
    assert never(proof, amount, lambda fen: z3.Or(fen < 0, fen > 100 * WAN)) is None


def test_z3_refutes_that_a_prize_is_never_above_60_wan() -> None:
    proof = Proof()
    amount = proof.amounts(MIANYANG.provision(NAME).formulas)["amount"]
    facts = never(proof, amount, lambda fen: fen > 60 * WAN)
    assert facts is not None
    assert MIANYANG.decide(NAME, model_of(ParkYear, facts)).amount > ip.Money.wan(60)
