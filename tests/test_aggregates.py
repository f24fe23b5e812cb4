"""Ranks with ties: against another way to count, with unknown scores by brute force, and on columns."""

from __future__ import annotations

from itertools import product
from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from investpolicy.aggregates import Standing, Ties, rank, rank_columns
from investpolicy.values.unknown import Unknown
from tests import oracles

scores = st.lists(st.integers(0, 4) | st.integers(-(10**16), 10**16), max_size=9)
OPEN = Unknown("park_year.score")


@given(scores)
def test_standings_count_those_who_are_better(drawn: list[int]) -> None:
    for one, (place, tied, dense, order) in zip(rank(drawn), oracles.places(drawn), strict=True):
        assert (one.best, one.worst, one.rank) == (place, place, place)
        assert (one.tied, one.dense, one.in_tie) == (tied, dense, order)


def test_places_worked_out_by_hand() -> None:
    assert rank([90, 95, 90, 80, 95, 95]) == [
        Standing(best=4, worst=4, tied=2, dense=2, in_tie=1),
        Standing(best=1, worst=1, tied=3, dense=1, in_tie=1),
        Standing(best=4, worst=4, tied=2, dense=2, in_tie=2),
        Standing(best=6, worst=6, tied=1, dense=3, in_tie=1),
        Standing(best=1, worst=1, tied=3, dense=1, in_tie=2),
        Standing(best=1, worst=1, tied=3, dense=1, in_tie=3),
    ]
    assert rank([]) == []


@given(st.lists(st.integers(0, 2) | st.just(OPEN), min_size=1, max_size=5))
def test_best_and_worst_hold_for_every_completion_and_are_reached(drawn: list[Any]) -> None:
    standings = rank(drawn)
    seen: list[set[int]] = [set() for _ in drawn]
    unknown = [place for place, score in enumerate(drawn) if score is OPEN]
    if len(unknown) > 3:
        return
    # below, at, between and above all known scores
    for values in product((-1, 0, 1, 2, 3, 4), repeat=len(unknown)):
        completed = list(drawn)
        for place, value in zip(unknown, values, strict=True):
            completed[place] = value
        for place, found in enumerate(oracles.places(completed)):
            seen[place].add(found[0])
    for one, ranks in zip(standings, seen, strict=True):
        assert (one.best, one.worst) == (min(ranks), max(ranks))
        assert one.rank == (one.best if len(ranks) == 1 else None)


def test_one_unknown_score_leaves_every_rank_open() -> None:
    first, second, unknown = rank([90, 80, OPEN])
    assert [(one.best, one.worst, one.rank) for one in (first, second, unknown)] == [
        (1, 2, None),
        (2, 3, None),
        (1, 3, None),
    ]


def test_who_is_alone_is_first_even_without_a_score() -> None:
    assert [one.rank for one in rank([OPEN])] == [1]


# ---------------------------------------------------------------- columns


def frame(engine: str, table: pa.Table) -> Any:
    match engine:
        case "polars":
            return pl.from_arrow(table)
        case "polars-lazy":
            return pl.from_arrow(table).lazy()  # type: ignore[union-attr]
        case "duckdb":
            return duckdb.from_arrow(table)
        case _:
            return table


def ranked(engine: str, columns: dict[str, list[Any]], *, over: tuple[str, ...]) -> list[dict[str, Any]]:
    table = pa.table({**columns, "order": list(range(len(columns["score"])))})
    out = nw.from_native(frame(engine, table)).with_columns(**rank_columns("score", over=over)).sort("order")
    eager = out.collect("pyarrow") if isinstance(out, nw.LazyFrame) else out
    rows: list[dict[str, Any]] = eager.to_arrow().to_pylist()
    return rows


ENGINES = ("polars", "polars-lazy", "pyarrow", "duckdb")


@pytest.mark.parametrize("engine", ENGINES)
@given(scores.filter(bool))
def test_columns_rank_as_records_do(engine: str, drawn: list[int]) -> None:
    rows = ranked(engine, {"score": drawn}, over=())
    got = [(row["place.rank"], row["place.tied"], row["place.dense"]) for row in rows]
    assert got == [(one.rank, one.tied, one.dense) for one in rank(drawn)]


@pytest.mark.parametrize("engine", [one for one in ENGINES if one != "pyarrow"])  # Narwhals has none on PyArrow
def test_columns_rank_inside_groups(engine: str) -> None:
    years = [2021, 2022, 2021, 2022, 2022, 2021]
    drawn = [5, 7, 5, 7, 9, 4]
    rows = ranked(engine, {"score": drawn, "year": years}, over=("year",))
    for year in (2021, 2022):
        group = [row for row in rows if row["year"] == year]
        expected = rank([row["score"] for row in group])
        got = [(row["place.rank"], row["place.tied"], row["place.dense"]) for row in group]
        assert got == [(one.rank, one.tied, one.dense) for one in expected]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_missing_score_has_no_rank(engine: str) -> None:
    rows = ranked(engine, {"score": [5, None, 7]}, over=())
    assert [row["place.rank"] for row in rows] == [2, None, 1]
    assert [row["place.tied"] for row in rows][1] is None


def test_the_tie_rules_have_their_names() -> None:
    assert {ties.value for ties in Ties} == {"better", "worse", "dense", "pooled", "undetermined"}
    assert Ties.read("按较好名次") is Ties.BETTER
