"""Rank awards on frames: the places, ties and open ranks of ``decide_all``, on every engine."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import investpolicy as ip
from investpolicy import frames
from investpolicy.errors import EngineError
from investpolicy.facts import CityYear, ParkYear, Place, Project
from investpolicy.values.day import Day
from investpolicy.values.points import Points
from tests.properties.agree import MIANYANG, as_row

from .engines import EVERY, HERE, frame, rows, table

NAME, MAJOR = "park-ranking-award", "major-project-award"
TIES = ("better", "worse", "dense", "pooled", "undetermined")
YI = 10**10
Park = tuple[int, int | None, int | None]  # year, score, given rank

parks = st.lists(
    st.tuples(
        st.sampled_from((2022, 2023)),
        st.sampled_from((None, *range(890_000, 930_000, 10_000))),
        st.none() | st.integers(1, 6),
    ),
    min_size=1,
    max_size=12,
)


def records(policy: ip.Policy, population: list[Park], with_ranks: bool) -> list[dict[str, Any]]:
    facts = [
        ParkYear(
            year=year,
            park=f"园区{number}",
            score=None if score is None else Points.of_raw(score),
            place=Place(rank=rank) if with_ranks else Place(),
        )
        for number, (year, score, rank) in enumerate(population)
    ]
    return [as_row(one) for one in policy.decide_all(NAME, facts)]


def columns(policy: ip.Policy, engine: str, population: list[Park], with_ranks: bool) -> list[dict[str, Any]]:
    years, scores, ranks = zip(*population, strict=True)
    given_ranks = {"rank": (pa.int64(), ranks)} if with_ranks else {}
    names = [f"园区{number}" for number in range(len(years))]
    native = table(
        {"year": (pa.int64(), years), "score": (pa.int64(), scores), "park": (pa.string(), names), **given_ranks}
    )
    out = frames.evaluate(policy, NAME, frame(engine, native), order="row")
    meaning = frames.masks(policy, NAME)
    return [
        {
            "status": row["status"],
            "amount": row["amount"],
            "failed": frozenset(meaning.failed(row["failed"])),
            "missing": frozenset(meaning.missing(row["missing"])),
        }
        for row in rows(out)
    ]


@given(parks, st.sampled_from(TIES), st.booleans())
@settings(max_examples=150, deadline=None)
def test_places_are_those_of_decide_all(population: list[Park], ties: str, with_ranks: bool) -> None:
    policy = MIANYANG if ties == "better" else MIANYANG.under({f"{NAME}.ties": ties})
    expected = records(policy, population, with_ranks)
    for engine in ("polars", "pyarrow"):
        assert columns(policy, engine, population, with_ranks) == expected, engine


@pytest.mark.parametrize("ties", TIES)
@pytest.mark.parametrize("engine", EVERY)
def test_every_engine_places_parks_as_decide_all_does(engine: str, ties: str) -> None:
    policy = MIANYANG if ties == "better" else MIANYANG.under({f"{NAME}.ties": ties})
    rng = random.Random(ties)
    for with_ranks in (False, True):
        population: list[Park] = [
            (rng.choice((2020, 2021, 2022)), rng.choice((None, 1, 1, 2, 3, 4, 5)), rng.choice((None, 1, 2, 2, 4)))
            for _ in range(25)
        ]
        population += [(year, rng.choice((1, 1, 2, 3)), None) for year in (2018, 2019) for _ in range(8)]
        population.append((2017, None, None))  # alone: first, whatever its score
        assert columns(policy, engine, population, with_ranks) == records(policy, population, with_ranks)


@pytest.mark.parametrize("engine", HERE)
def test_cities_are_placed_by_their_scores(engine: str) -> None:
    policy = ip.policy("shandong-report").vary(
        {"guangxi-ranking.prizes": {"kind": "ranked", "tiers": [{"ranks": "1-2", "amount": "100万元"}]}}
    )
    scores = ["95.5", None, "90", "95.5", "80"]
    cities = [CityYear(year=2022 if score else 2023, name=f"市{n}", score=score) for n, score in enumerate(scores)]
    expected = [as_row(one)["amount"] for one in policy.decide_all("guangxi-ranking", cities)]
    years = [2022 if score else 2023 for score in scores]
    native = table({"年度": (pa.int64(), years), "绩效考核得分": (pa.string(), scores)})
    found = rows(frames.evaluate(policy, "guangxi-ranking", frame(engine, native), order="row"))
    assert [row["amount"] for row in found] == expected
    assert expected[0] == expected[3] == 100_000_000


def test_a_park_twice_a_year_missing_and_an_order_that_no_engine_keeps_are_refused() -> None:
    twice = pl.DataFrame({"year": [2022, 2022, 2023], "park": ["甲", "甲", "甲"], "score": [1, 2, 3]})
    with pytest.raises(EngineError, match=r"column 'park': 甲 stands 2 times in 2022; give each park once"):
        frames.evaluate(MIANYANG, NAME, twice)
    with pytest.raises(EngineError, match=r"column 'year': 1 rows have no year; give the year of every park"):
        frames.evaluate(MIANYANG, NAME, pl.DataFrame({"year": [2022, None], "score": [1, 2]}))
    with pytest.raises(EngineError, match=r"place.rank: has no column"):
        frames.evaluate(MIANYANG, NAME, pl.DataFrame({"score": [1, 2]}))
    pooled = MIANYANG.under({f"{NAME}.ties": "pooled"})
    native = frame("duckdb", pa.table({"year": [2022], "score": [1]}))
    with pytest.raises(EngineError, match=r"this engine keeps none of the rows; name a column: order='park'"):
        frames.evaluate(pooled, NAME, native)


# major projects -------------------------------------------------------------------------------------

READINGS: tuple[dict[str, str], ...] = (
    {},
    *({"ties": name} for name in TIES[1:]),
    {"ranked-by": "number"},
    {"ranked-by": "largest", "landed": "in-production"},
    {"prize-is-for": "shared"},
    {"prize-is-for": "shared", "ties": "undetermined"},
    {"prize-is-for": "shared", "held-together": "higher"},
    {"ranked-units": "projects"},
    {"ranked-units": "projects", "ties": "undetermined"},
    {"ranked-units": "projects", "ties": "worse", "prize-is-for": "shared"},
    {"held-together": "higher", "threshold-base": "actual", "year": "landing"},
)

DAYS = (*(date(year, 3, 1) for year in (2021, 2022, 2022, 2022, 2023)), date.max)


def projects(rng: random.Random) -> list[dict[str, Any]]:
    """Projects of some parks in two years; equal amounts are frequent, and so are facts that are not known."""
    found: list[dict[str, Any]] = []
    for year in (2022, 2023):
        unknown = rng.choice((0.0, 0.0, 0.05, 0.2))
        for park in range(rng.randint(1, 7)):
            other = rng.choice((0, 60, 80, 100)) * 10**6
            for _ in range(rng.randint(1, 3)):
                row: dict[str, Any] = {"year": year, "park": f"园区{park}", "other_award": other}
                for name in ("agreed_investment", "actual_investment"):
                    row[name] = rng.choice((49, 50, 50, 60, 100)) * YI - rng.choice((0, 0, 1))
                days = sorted(rng.choice(DAYS) for _ in range(3))
                row |= dict(zip(("signed_on", "started_on", "in_production_on"), days, strict=True))
                row["registered_on"] = rng.choice(DAYS)
                facts = [name for name in row if name not in ("year", "park", "other_award")]
                row |= {name: None for name in facts if rng.random() < unknown}
                found.append(row)
    return found


def of_records(policy: ip.Policy, population: list[dict[str, Any]]) -> dict[tuple[int, str], dict[str, Any]]:
    by_park: dict[tuple[int, str], list[dict[str, Any]]] = {}
    for row in population:
        by_park.setdefault((row["year"], row["park"]), []).append(row)
    facts = [
        ParkYear(
            year=year,
            park=park,
            other_award=f"{own[0]['other_award']}分",
            projects=tuple(
                Project.model_validate(
                    {
                        name: Day.of_raw(value) if name.endswith("_on") else f"{value}分"
                        for name, value in one.items()
                        if name not in ("year", "park", "other_award") and value is not None
                    }
                )
                for one in own
            ),
        )
        for (year, park), own in by_park.items()
    ]
    return {key: as_row(one) for key, one in zip(by_park, policy.decide_all(MAJOR, facts), strict=True)}


def of_columns(
    policy: ip.Policy, engine: str, population: list[dict[str, Any]]
) -> dict[tuple[int, str], dict[str, Any]]:
    kinds = {"year": pa.int64(), "park": pa.string()}
    native = table(
        {
            name: (
                kinds.get(name, pa.date32() if name.endswith("_on") else pa.int64()),
                [row[name] for row in population],
            )
            for name in population[0]
        }
    )
    meaning = frames.masks(policy, MAJOR)
    out = frames.rank_parks(policy, MAJOR, frame(engine, native), order="row")
    return {
        (row["year"], row["park"]): {
            "status": row["status"],
            "amount": row["amount"],
            "failed": frozenset(meaning.failed(row["failed"])),
            "missing": frozenset(meaning.missing(row["missing"])),
        }
        for row in rows(out, ("year", "park"))
    }


def check_projects(engine: str, answers: dict[str, str], seed: int) -> set[str]:
    policy = MIANYANG.under({f"{MAJOR}.{name}": answer for name, answer in answers.items()}) if answers else MIANYANG
    population = projects(random.Random(seed))
    expected = of_records(policy, population)
    assert of_columns(policy, engine, population) == expected, (answers, seed)
    return {row["status"] for row in expected.values()}


@pytest.mark.parametrize("answers", READINGS, ids=lambda one: " ".join(one.values()) or "default")
def test_projects_are_grouped_to_parks_and_placed_as_decide_all_does(answers: dict[str, str]) -> None:
    seen: set[str] = set()
    for seed in range(12):
        for engine in ("polars", "pyarrow"):
            seen |= check_projects(engine, answers, seed)
    assert {"entitled", "ineligible"} <= seen


@pytest.mark.parametrize("engine", EVERY)
def test_every_engine_groups_projects_to_parks(engine: str) -> None:
    for seed, answers in enumerate(READINGS[:: 4 if engine == "pyspark" else 1]):
        check_projects(engine, answers, 100 + seed)


def test_only_an_award_for_major_projects_ranks_parks_by_them() -> None:
    with pytest.raises(EngineError, match=r"MY22.cost-sharing: ranks no parks by their projects; use frames.evaluate"):
        frames.rank_parks(MIANYANG, "cost-sharing", pl.DataFrame({"year": [2022]}))
    with pytest.raises(EngineError, match=r"park_year.park: has no column"):
        frames.rank_parks(MIANYANG, MAJOR, pl.DataFrame({"year": [2022]}))
