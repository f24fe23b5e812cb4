"""Tables of a year that are not whole: what they lack, and the best and the worst, against every completion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import investpolicy as ip
from investpolicy.claims.populations import Bounds, best_and_worst, bounds_of, whole
from investpolicy.claims.verdicts import Verdict, judge
from investpolicy.facts import CityYear, ParkYear, Project
from investpolicy.outcomes import Award
from investpolicy.values import Money, Points
from tests import oracles

from .names import messages

MIANYANG = ip.policy("mianyang-2022")
BY_RANK, BY_PROJECTS = "park-ranking-award", "major-project-award"
TIES = ("better", "worse", "dense", "pooled")
POLICIES = {
    ties: MIANYANG.vary({f"{BY_RANK}.ties": ties, f"{BY_PROJECTS}.ties": ties}) if ties != "better" else MIANYANG
    for ties in TIES
}


def ranked(*ranks: int | None) -> list[ParkYear]:
    return [
        ParkYear.model_validate({"park": f"园{at}", "year": 2022, "place": {"rank": one}})
        for at, one in enumerate(ranks, start=1)
    ]


def scored(*scores: int | None) -> list[ParkYear]:
    points = [None if one is None else Points(one) for one in scores]
    return [ParkYear(park=f"园{at}", year=2022, score=one) for at, one in enumerate(points, start=1)]


def landed(*investments: Sequence[str | None]) -> list[ParkYear]:
    """Parks by the amounts of their projects, in 亿元; None where one is not known."""
    days = {"signed_on": "2022-01-01", "started_on": "2022-03-01", "sector": "C"}
    return [
        ParkYear(
            park=f"园{at}",
            year=2022,
            projects=tuple(
                Project.model_validate(days | {"agreed_investment": f"{one}亿元" if one else None}) for one in amounts
            ),
        )
        for at, amounts in enumerate(investments, start=1)
    ]


def fen(policy: ip.Policy, provision: str, population: Sequence[Any]) -> list[int | None]:
    """What is due to each, in 分; None where it is not decided."""
    found: list[int | None] = []
    for one in policy.decide_all(provision, population):
        assert isinstance(one.outcome, Award)
        found.append(one.outcome.payable.in_fen if one.outcome.payable.is_known else None)
    return found


def wan(policy: ip.Policy, provision: str, population: Sequence[Any]) -> list[tuple[str, str]]:
    return [
        (str(best), str(worst))
        for best, worst in (best_and_worst(policy, provision, population, at) for at in range(len(population)))
    ]


# ---------------------------------------------------------------- whether a table is whole

TABLES: dict[str, list[Any]] = {
    "a gap": ranked(1, 2, 4),
    "a wide gap, and no first": ranked(2, 6),
    "two tied, and one too near": ranked(1, 1, 2),
    "without a rank": ranked(1, None, 3),
    "without a score": scored(90, None, None),
    "a city without a score": [CityYear(name="甲市", year=2022, score=Points(3)), CityYear(year=2022)],
}


@pytest.mark.parametrize("case", TABLES)
def test_a_table_that_is_not_whole_says_what_it_lacks(case: str) -> None:
    found = "\n".join(line for one in whole(TABLES[case]) for line in one)
    assert found == messages("judging.txt")[f"table: {case}"]


def test_what_projects_lack_is_said_too() -> None:
    parks = [*landed(["60"], ["70", None]), ParkYear(park="丙", year=2022)]
    found = [one for one in bounds_of(MIANYANG, BY_PROJECTS, parks) if one is not None]
    assert "\n".join(line for one in found[0].why for line in one) == messages("judging.txt")["table: projects"]
    assert whole(ranked(1, None), by_projects=True) == whole(ranked(1, None))


@pytest.mark.parametrize("table", [ranked(1, 2, 3), ranked(4, 1, 2, 2), ranked(1, 1, 3), scored(3, 3, 1), []])
def test_a_whole_table_lacks_nothing(table: list[ParkYear]) -> None:
    assert whole(table) == []
    assert bounds_of(MIANYANG, BY_RANK, table) == [None] * len(table)


# ---------------------------------------------------------------- places that are given


def test_a_place_that_is_given_stays_whatever_the_table_lacks() -> None:
    """A prize that depends on the rank alone is judged: 1, 2 and 4 are what the assessment says."""
    table = ranked(1, 2, 4)
    assert bounds_of(MIANYANG, BY_RANK, table) == [None] * 3
    assert [judge(one, {"": Money.wan(80)}).verdict for one in MIANYANG.decide_all(BY_RANK, table)] == [
        Verdict.UNDER,
        Verdict.RIGHT,
        Verdict.OVER,
    ]


def test_what_depends_on_the_others_is_open_as_far_as_the_gaps_allow() -> None:
    """100 for the first, 80 for 2 and 3, 60 for 4 and 5. Rank 3 may be another at 2, and 6 another at 4."""
    assert wan(POLICIES["worse"], BY_RANK, ranked(1, 2, 4)) == [("100万元",) * 2, ("80万元",) * 2, ("60万元",) * 2]
    assert wan(POLICIES["worse"], BY_RANK, ranked(1, 3, 5)) == [
        ("100万元", "80万元"),
        ("80万元", "60万元"),
        ("60万元",) * 2,
    ]
    assert wan(POLICIES["pooled"], BY_RANK, ranked(1, 3)) == [("100万元", "90万元"), ("80万元",) * 2]
    assert wan(POLICIES["dense"], BY_RANK, ranked(1, 2, 4)) == [("100万元",) * 2, ("80万元",) * 2, ("80万元", "60万元")]
    assert wan(MIANYANG, BY_RANK, ranked(1, None, 2, 5)) == [
        ("100万元",) * 2,
        ("80万元", "0元"),
        ("80万元",) * 2,
        ("60万元",) * 2,
    ]
    assert wan(MIANYANG, BY_RANK, ranked(3, None)) == [("80万元",) * 2, ("100万元", "60万元")]


@settings(max_examples=80)
@given(st.data(), st.sampled_from(TIES), st.lists(st.integers(1, 4), min_size=2, max_size=6))
def test_the_truth_lies_between_the_bounds_of_a_table_with_places_left_out(
    data: st.DataObject, ties: str, scores: list[int]
) -> None:
    """A whole table; some rows lose their place, some before the last are gone: the others' true awards stay inside."""
    places = oracles.places(scores)
    ranks = [place[0] for place in places]
    due = fen(POLICIES[ties], BY_RANK, ranked(*ranks))
    blank = data.draw(st.sets(st.integers(0, len(ranks) - 1)))
    last = max([one for at, one in enumerate(ranks) if at not in blank], default=0)
    gone = data.draw(st.sets(st.sampled_from([at for at, one in enumerate(ranks) if one < last] or [-1])))
    kept = [at for at in range(len(ranks)) if at not in gone]
    table = ranked(*(None if at in blank else ranks[at] for at in kept))
    for at, (best, worst) in zip(kept, bounds(POLICIES[ties], BY_RANK, table), strict=True):
        amount = due[at]
        assert amount is not None
        assert worst - 1 <= amount <= best + 1  # the order of those tied may move a 分


def bounds(policy: ip.Policy, provision: str, table: Sequence[Any]) -> Iterator[tuple[int, int]]:
    for at in range(len(table)):
        best, worst = best_and_worst(policy, provision, table, at)
        assert best is not None
        assert worst is not None
        yield best.in_fen, worst.in_fen


# ---------------------------------------------------------------- places by scores

BETWEEN = (4, 5, 10, 14, 15, 20, 24, 25, 30, 34, 35)  # at, between and beyond the scores 10, 20, 30; two of each


@settings(max_examples=60)
@given(st.sampled_from(TIES), st.lists(st.sampled_from([10, 20, 30, None]), min_size=1, max_size=7))
def test_bounds_are_the_best_and_worst_of_all_completions_of_scores(ties: str, scores: list[int | None]) -> None:
    unknown = [at for at, one in enumerate(scores) if one is None][:2]
    scores = [10 if one is None and at not in unknown else one for at, one in enumerate(scores)]
    policy = POLICIES[ties]
    seen: list[set[int]] = [set() for _ in scores]
    for filled in product(BETWEEN, repeat=len(unknown)):
        completed = list(scores)
        for at, score in zip(unknown, filled, strict=True):
            completed[at] = score
        for amounts, amount in zip(seen, fen(policy, BY_RANK, scored(*completed)), strict=True):
            assert amount is not None
            amounts.add(amount)
    for amounts, (best, worst) in zip(seen, bounds(policy, BY_RANK, scored(*scores)), strict=True):
        assert best == pytest.approx(max(amounts), abs=1)  # the order of those tied may move a 分
        assert worst == pytest.approx(min(amounts), abs=1)


def test_a_claim_is_certain_where_it_is_beyond_what_is_possible() -> None:
    table = scored(95, 90, None, 80)
    found = bounds_of(MIANYANG, BY_RANK, table)
    shown = [(str(one.best), str(one.worst)) for one in found if one is not None]
    assert shown == [("100万元", "80万元"), ("80万元", "80万元"), ("100万元", "60万元"), ("80万元", "60万元")]
    decisions = MIANYANG.decide_all(BY_RANK, table)

    def verdicts(claim: int) -> list[tuple[Verdict, str]]:
        judged = [judge(one, {"": Money.wan(claim)}, own) for one, own in zip(decisions, found, strict=True)]
        return [(one.verdict, one.show_difference("zh")) for one in judged]

    unclear = (Verdict.CANNOT_TELL, "")
    assert verdicts(80) == [unclear, (Verdict.RIGHT, "0元"), unclear, unclear]
    assert verdicts(90) == [unclear, (Verdict.OVER, "10万元"), unclear, (Verdict.OVER, "10万元")]
    assert verdicts(50) == [(Verdict.UNDER, f"-{less}万元") for less in (30, 30, 10, 10)]


def test_open_prizes_and_undetermined_ties_have_no_bounds() -> None:
    cities = [CityYear(name="甲市", year=2022, score=Points(3)), CityYear(name="乙市", year=2022)]
    (first, second) = bounds_of(ip.policy("shandong-report"), "guangxi-ranking", cities)
    assert first is not None
    assert second is not None
    assert (first.best, first.worst, second.best) == (None, None, None)
    undetermined = MIANYANG.vary({f"{BY_RANK}.ties": "undetermined"})
    assert bounds_of(undetermined, BY_RANK, scored(90, 80, 80)) == [None] * 3
    (open_, *_) = bounds_of(undetermined, BY_RANK, scored(90, None))
    assert open_ == Bounds(None, None, tuple(whole(scored(90, None))))


def test_a_large_table_takes_seconds() -> None:
    table = scored(*(None if at % 20 == 0 else at % 50 for at in range(100)))
    found = bounds_of(POLICIES["pooled"], BY_RANK, table)
    best = [one.best for one in found if one is not None]
    assert best.count(Money.wan(100)) == 5  # any of the unknown may be the first alone
    assert best.count(Money.wan(90)) == 2  # two have the best known score, and share the first two prizes


# ---------------------------------------------------------------- places by projects

FILLED = ("49", "50", "60", "65", "70", "140")
ASKED = ("prize-is-for", "ranked-units", "ranked-by", "ties")
QUESTIONS = MIANYANG.text.provisions[BY_PROJECTS].questions
READINGS = [dict(zip(ASKED, answers, strict=True)) for answers in product(*(QUESTIONS[name].answers for name in ASKED))]


@settings(max_examples=40)
@given(
    st.sampled_from(READINGS),
    st.lists(st.lists(st.sampled_from(["20", "60", "70", None]), max_size=2), min_size=1, max_size=4),
)
def test_bounds_hold_for_every_completion_of_projects(reading: dict[str, str], parks: list[list[str | None]]) -> None:
    policy = MIANYANG.under({f"{BY_PROJECTS}.{name}": answer for name, answer in reading.items()})
    places = [(at, number) for at, own in enumerate(parks) for number, one in enumerate(own) if one is None][:2]
    parks = [
        ["60" if one is None and (at, number) not in places else one for number, one in enumerate(own)]
        for at, own in enumerate(parks)
    ]
    found = [best_and_worst(policy, BY_PROJECTS, landed(*parks), at) for at in range(len(parks))]
    for filled in product(FILLED, repeat=len(places)):
        completed = [list(own) for own in parks]
        for (at, number), investment in zip(places, filled, strict=True):
            completed[at][number] = investment
        for (best, worst), amount in zip(found, fen(policy, BY_PROJECTS, landed(*completed)), strict=True):
            if best is not None and worst is not None and amount is not None:
                assert worst.in_fen - 1 <= amount <= best.in_fen + 1
            elif best is not None:  # what is bounded is decided under every completion
                assert amount is not None


def test_one_investment_that_is_not_known_moves_the_others() -> None:
    """The first three parks by investment get 100 each: the third of those known may be passed."""
    table = landed(["90"], ["80"], ["70"], [None], ["40"])
    assert wan(MIANYANG, BY_PROJECTS, table) == [
        ("100万元",) * 2,
        ("100万元",) * 2,
        ("100万元", "0元"),
        ("100万元", "0元"),
        ("0元",) * 2,
    ]
