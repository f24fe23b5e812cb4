"""Random facts for the property tests, as plain rows: one value by the path of each fact, None for unknown.

A row is what the expected-value functions read; :func:`model_of` makes the facts of the library from it, and
:func:`frame_of` the columns.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
from hypothesis import strategies as st

from investpolicy.facts import Facts, Project
from tests.expected.answer import NOT_YET, WAN, YI

Row = dict[str, Any]
Generator = Callable[[random.Random], Row]
F = TypeVar("F", bound=Facts)

INSIDE = ("绵阳市涪城区", "四川省绵阳市", "510703")
OUTSIDE = ("成都市", "四川省甘孜州", "广东省", "新绵阳", "四川省", "山东产业园", "")
LARGEST = 10**16  # 分: the range of Money
EDGES = [0, 1, 2, 5 * YI, 50 * YI, 100 * YI, 30 * WAN, 60 * WAN, 520_000_000_00, LARGEST]
AROUND = sorted({near for edge in EDGES for near in (edge - 1, edge, edge + 1) if 0 <= near <= LARGEST})

amounts = st.sampled_from(AROUND) | st.integers(0, LARGEST)
"""Any amount in 分; half of them at an edge, one 分 below or above it."""

rngs = st.randoms(use_true_random=False)
"""A source of random rows that Hypothesis can shrink."""


def amount(rng: random.Random) -> int:
    """An amount in 分: at or beside an edge, of ordinary size, or anywhere in range."""
    match rng.randrange(4):
        case 0:
            return rng.choice(AROUND)
        case 1:
            return rng.randint(0, LARGEST)
        case _:
            return rng.randint(0, 10 ** rng.randint(1, 13))


def project(rng: random.Random, *, near: int = 5 * YI) -> Row:
    """A project, more often than not one that qualifies; its dates are in a possible order."""
    large = rng.random() < 0.7
    day = date(2022, 1, 1) + timedelta(days=rng.choice((-366, -1, 0, 100, 300)))
    days: list[date] = []
    for _ in range(3):  # signing, construction start, production
        day = day if day == NOT_YET or rng.random() < 0.9 else NOT_YET
        days.append(day)
        day = day if day == NOT_YET else day + timedelta(days=rng.choice((0, 1, 30, 364)))
    return {
        "project.agreed_investment": rng.randint(near, 3 * near) if large else amount(rng),
        "project.actual_investment": rng.randint(near, 3 * near) if rng.random() < 0.5 else amount(rng),
        "project.place": rng.choice(INSIDE if large or rng.random() < 0.3 else OUTSIDE),
        "project.sector": "C" if rng.random() < 0.8 else rng.choice("ABDIT"),
        "project.locality_kind": rng.choice(("district", "city_park", "district_park", "county", "county_park")),
        "project.signed_on": days[0],
        "project.started_on": days[1],
        "project.in_production_on": days[2],
        "project.registered_on": NOT_YET if rng.random() < 0.1 else day_in_2022(rng),
    }


def day_in_2022(rng: random.Random) -> date:
    """A day of 2022, or one just outside."""
    return date(2022, 1, 1) + timedelta(days=rng.randint(-2, 366))


def referral(rng: random.Random, *, shared: bool = False) -> Row:
    """A referral; with ``shared`` by several referrers."""
    row = project(rng) | {
        "referrer.kind": rng.choice(("enterprise", "association", "organisation", "individual", "public_servant")),
        "referrer.brought_about": rng.random() < 0.9,
        "referral.paid_before": rng.choice((0, 0, 0, 0, 1, 10 * WAN, 30 * WAN - 1, 30 * WAN, 31 * WAN)),
        "referral.paid_to_referrer": rng.choice((0, 0, 0, 7, 30 * WAN - 1, 30 * WAN, 31 * WAN)),
    }
    if shared:
        weights = tuple(rng.choice((1, 1, 2, 3, 7, 10_000)) for _ in range(rng.randint(1, 5)))
        row |= {"weights": weights, "place": rng.randint(1, len(weights))}
    return with_unknowns(rng, row)


def support_claim(rng: random.Random) -> Row:
    """A claim of support funds."""
    return with_unknowns(rng, project(rng, near=100 * YI) | {"support_claim.support_funds": amount(rng)})


def funding_round(rng: random.Random) -> Row:
    """A round of funding, often about half of its base."""
    contribution = amount(rng)
    base = min(max(2 * contribution + rng.randint(-2, 2), 0), LARGEST)
    row = project(rng) | {
        "funding_round.fund_contribution": contribution,
        "funding_round.vehicle_capital": base if rng.random() < 0.5 else amount(rng),
        "funding_round.round_amount": base if rng.random() < 0.5 else amount(rng),
        "funding_round.exception_approved": rng.random() < 0.5,
    }
    if rng.random() < 0.5:
        row["project.agreed_investment"] = base
    return with_unknowns(rng, row)


def park_year(rng: random.Random) -> Row:
    """A park's place as a table states it."""
    rank = rng.randint(1, 7)
    tied = rng.choice((1, 1, 1, 2, 3, 7))
    winning = rng.choice((0, 1, 1, 2, 3))
    winners = rng.randint(max(1, min(winning, 1)), 7)
    return with_unknowns(
        rng,
        {
            "place.rank": rank,
            "place.tied": tied,
            "place.dense": rng.randint(1, rank),
            "place.in_tie": rng.randint(1, tied),
            "park_year.qualifying": rng.choice((0, 1, 1, 2)),
            "park_year.winning": winning,
            "park_year.winners": winners,
            "park_year.winner_order": rng.randint(1, winners),
            "park_year.other_award": rng.choice((0, 60 * WAN, 80 * WAN - 1, 80 * WAN, 100 * WAN, 100 * WAN + 1)),
        },
    )


def park_projects(rng: random.Random, parks: int) -> list[Row]:
    """All parks of 2022 with their projects; equal amounts are frequent, so that parks tie."""
    population: list[Row] = []
    for _ in range(parks):
        projects = [
            {
                "agreed_investment": rng.choice((49, 50, 50, 60, 100)) * YI - rng.choice((0, 0, 0, 1)),
                "actual_investment": rng.choice((49, 50, 50, 60, 100)) * YI,
                **{path.partition(".")[2]: value for path, value in project(rng).items() if path.endswith("_on")},
            }
            for _ in range(rng.choice((0, 1, 1, 1, 2, 3)))
        ]
        other = rng.choice((0, 60 * WAN, 80 * WAN, 100 * WAN))
        population.append({"year": 2022, "projects": projects, "other_award": other})
    return population


def with_unknowns(rng: random.Random, row: Row) -> Row:
    """Half of the rows complete, the others with one or several facts unknown."""
    rate = rng.choice((0.0, 0.0, 0.08, 0.3))
    return {path: None if "." in path and rng.random() < rate else value for path, value in row.items()}


# what rows become ---------------------------------------------------------------------------------


def model_of(kind: type[F], row: Row) -> F:
    """The facts of a row as the library has them."""
    fields: Row = {name: row[name] for name in kind.structure if name in row}
    for name, value, _ in kind.value_fields():
        path = f"{kind.fact_name}.{name}"
        if path in row:
            fields[name] = value.unknown(path) if row[path] is None else value.of_raw(row[path])
    for name, part in kind.model_parts():
        fields[name] = model_of(part, row)  # type: ignore[type-var]
    return kind.model_validate(fields)


def parks_of(population: Sequence[Row]) -> list[Row]:
    """A population of :func:`park_projects` as facts that a policy reads."""
    return [
        {
            "year": park["year"],
            "other_award": f"{park['other_award']}分",
            "projects": [
                model_of(Project, {f"project.{name}": value for name, value in one.items()}) for one in park["projects"]
            ],
        }
        for park in population
    ]


_ARROW: dict[str, Any] = {
    "money": pa.int64(),
    "count": pa.int64(),
    "points": pa.int64(),
    "truth": pa.bool_(),
    "choice": pa.string(),
    "day": pa.date32(),
}
ENGINES = ("polars", "polars-lazy", "pyarrow", "duckdb", "pandas-nullable", "pandas-pyarrow")


def frame_of(engine: str, kind: type[Facts], rows: Sequence[Row]) -> Any:
    """The rows as a native frame, columns named by fact paths, ``row`` their number."""
    sorts = {path: field.sort for path, field in kind.describe().items() if path in rows[0]}
    columns = {path: pa.array([row[path] for row in rows], type=_ARROW[sort]) for path, sort in sorts.items()}
    table = pa.table({"row": pa.array(range(len(rows))), **columns})
    match engine:
        case "polars":
            return pl.from_arrow(table)
        case "polars-lazy":
            return pl.DataFrame(pl.from_arrow(table)).lazy()
        case "pyarrow":
            return table
        case "duckdb":
            return duckdb.from_arrow(table)
        case "pandas-nullable":
            return table.to_pandas(types_mapper={pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}.get)
        case _:
            return table.to_pandas(types_mapper=pd.ArrowDtype)


def rows_of(native: Any) -> list[Row]:
    """A native frame as rows, in the order of ``row``."""
    match native:
        case pl.LazyFrame():
            table = native.collect().to_arrow()
        case pl.DataFrame() | duckdb.DuckDBPyRelation():
            table = native.to_arrow_table() if isinstance(native, duckdb.DuckDBPyRelation) else native.to_arrow()
        case pd.DataFrame():
            table = pa.Table.from_pandas(native, preserve_index=False)
        case _:
            table = native
    found: list[Row] = table.to_pylist()
    return sorted(found, key=lambda row: row["row"])
