"""R1 to R5 as one would write them by hand, for the engine named by the mode: polars, polars-nulls, duckdb, numpy.

``polars-nulls`` keeps what is not known null, as the library does; the others take every fact for known.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, reduce
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks.peers import figures as f
from benchmarks.peers.rows import codes, numbers


def rules(path: Path, mode: str) -> dict[str, Callable[[], Any]]:
    match mode:
        case "polars":
            return _polars(path, polars_plain())
        case "polars-nulls":
            return _polars(path, polars_with_nulls())
        case "duckdb":
            return _duckdb(path)
    return _numpy(path)


def answers(native: Any) -> list[Any]:
    if isinstance(native, tuple):
        return [pa.array(one) for one in native]
    table = native if isinstance(native, pa.Table) else native.to_arrow()
    if "row" in table.column_names:  # an engine may give ranks back in another order
        table = table.sort_by("row").drop_columns("row")
    return [pa.chunked_array(column).cast(pa.int64()) for column in table.columns]


# Polars -------------------------------------------------------------------------------------------


def _polars(path: Path, of_rules: dict[str, list[Any]]) -> dict[str, Callable[[], Any]]:
    import polars as pl

    frame = pl.read_parquet(path).lazy()

    def run(columns: list[Any]) -> pl.DataFrame:
        return frame.select(*columns).collect()

    def prizes() -> pl.DataFrame:
        # in a stage of its own: inside a chain of when, Polars 2.1 mixes up the rows
        rank = pl.col("score").rank("min", descending=True).over("group")
        return frame.with_columns(rank=rank).select("row", _polars_prize()).collect()

    return {name: partial(run, columns) for name, columns in of_rules.items()} | {"R5": prizes}


def _polars_amounts() -> dict[str, tuple[Any, Any]]:
    """For R1 to R4, whether something is due and how much."""
    import polars as pl

    c, least, most = pl.col, pl.max_horizontal, pl.min_horizontal
    inside = reduce(lambda a, b: a | b, (c("place").str.starts_with(name) for name in f.INSIDE))
    referral = (
        (c("agreed_investment") >= f.REWARD_FROM)
        & c("brought_about")
        & (c("signed_on") < f.NOT_YET)
        & (c("started_on") < f.NOT_YET)
        & c("kind").is_in(f.RECIPIENTS)
        & inside
    )
    reward = (c("actual_investment") + f.REWARD_DIVISOR // 2) // f.REWARD_DIVISOR
    fund = (
        pl.when(c("capital_origin").is_in(f.FOREIGN))
        .then((c("arrived_funds") * 6 + 50) // 100)
        .otherwise((c("fixed_asset_investment") * 5 + 50) // 100)
    )
    shared = (c("agreed_investment") >= f.SPLIT_FROM) & (c("sector") == "C") & c("locality_kind").is_in(f.LOCALITIES)
    actual = c("actual_investment")
    (_, rate, more), *others = f.lines()
    earned: Any = actual * rate + more
    for start, rate, more in others:
        earned = pl.when(actual >= start).then(actual * rate + more).otherwise(earned)
    return {
        "R1": (referral, most(reward, least(f.REWARD_CAP - c("paid_before"), 0))),
        "R2": (pl.lit(True), fund),
        "R3": (shared, c("support_funds") * 3 // 10),
        "R4": (
            (c("agreed_investment") >= f.AWARD_FROM) & (c("started_on") < f.NOT_YET),
            most((earned + 500) // 1000, least(f.AWARD_CAP - c("paid_before"), 0)),
        ),
    }


def polars_plain() -> dict[str, list[Any]]:
    """Where every fact is known."""
    import polars as pl

    due = _polars_amounts()
    city = due["R3"][1]
    return {
        "R1": [pl.when(due["R1"][0]).then(due["R1"][1]).otherwise(0)],
        "R2": [due["R2"][1]],
        "R3": [
            pl.when(due["R3"][0]).then(city).alias("city"),
            pl.when(due["R3"][0]).then(pl.col("support_funds") - city).alias("locality"),
        ],
        "R4": [pl.when(due["R4"][0]).then(due["R4"][1]).otherwise(0)],
    }


def polars_with_nulls() -> dict[str, list[Any]]:
    """Where a null must neither pay out money nor refuse it."""
    import polars as pl

    due = _polars_amounts()
    c = pl.col
    known = {
        "R1": c("actual_investment").is_not_null() & c("paid_before").is_not_null(),
        "R4": c("actual_investment").is_not_null() & c("paid_before").is_not_null(),
    }

    def kept(rule: str) -> Any:
        eligible, amount = due[rule]
        return pl.when(eligible & known[rule]).then(amount).when(~eligible).then(0)

    fund = pl.when(c("capital_origin").is_not_null() & c("paid_before").is_not_null()).then(due["R2"][1])
    return {**polars_plain(), "R1": [kept("R1")], "R2": [fund], "R4": [kept("R4")]}


def _polars_prize() -> Any:
    import polars as pl

    prize: Any = pl.lit(0)
    for last, amount in reversed(f.PRIZES):
        prize = pl.when(pl.col("rank") <= last).then(amount).otherwise(prize)
    return prize


# DuckDB -------------------------------------------------------------------------------------------


def duckdb_sql() -> dict[str, str]:
    """R1 to R5 as SQL."""

    def texts(among: tuple[str, ...]) -> str:
        return ", ".join(f"'{one}'" for one in among)

    inside = " OR ".join(f"starts_with(place, '{one}')" for one in f.INSIDE)
    pieces = " ".join(
        f"WHEN actual_investment >= {start} THEN actual_investment * {rate} + ({more})"
        for start, rate, more in reversed(f.lines())
    )
    prizes = " ".join(f"WHEN place <= {last} THEN {amount}" for last, amount in f.PRIZES)
    return {
        "R1": f"""
            SELECT CASE WHEN agreed_investment >= {f.REWARD_FROM} AND brought_about
                AND signed_on < DATE '{f.NOT_YET}' AND started_on < DATE '{f.NOT_YET}'
                AND kind IN ({texts(f.RECIPIENTS)}) AND ({inside})
            THEN least((actual_investment + {f.REWARD_DIVISOR // 2}) // {f.REWARD_DIVISOR},
                greatest({f.REWARD_CAP} - paid_before, 0))
            ELSE 0 END AS amount FROM facts""",
        "R2": f"""
            SELECT CASE WHEN capital_origin IN ({texts(f.FOREIGN)}) THEN (arrived_funds * 6 + 50) // 100
            ELSE (fixed_asset_investment * 5 + 50) // 100 END AS amount FROM facts""",
        "R3": f"""
            SELECT CASE WHEN shared THEN city END AS city, CASE WHEN shared THEN support_funds - city END AS locality
            FROM (SELECT support_funds, support_funds * 3 // 10 AS city, agreed_investment >= {f.SPLIT_FROM}
                AND sector = 'C' AND locality_kind IN ({texts(f.LOCALITIES)}) AS shared FROM facts)""",
        "R4": f"""
            SELECT CASE WHEN agreed_investment >= {f.AWARD_FROM} AND started_on < DATE '{f.NOT_YET}'
            THEN least((CASE {pieces} END + 500) // 1000, greatest({f.AWARD_CAP} - paid_before, 0))
            ELSE 0 END AS amount FROM facts""",
        "R5": f"""
            SELECT row, CASE {prizes} ELSE 0 END AS amount
            FROM (SELECT row, rank() OVER (PARTITION BY "group" ORDER BY score DESC) AS place FROM facts)""",
    }


def _duckdb(path: Path) -> dict[str, Callable[[], Any]]:
    import duckdb

    duckdb.sql(f"CREATE OR REPLACE TABLE facts AS FROM '{path}'")

    def run(sql: str) -> Any:
        relation: Any = duckdb.sql(sql)
        return relation.to_arrow_table()

    return {name: partial(run, sql) for name, sql in duckdb_sql().items()}


# NumPy --------------------------------------------------------------------------------------------


def _numpy(path: Path) -> dict[str, Callable[[], Any]]:
    """On numbers only: categories are codes, and whether the place lies inside is given."""
    x = numbers(path)
    never = np.datetime64(f.NOT_YET, "D").astype(np.int64)
    recipients = codes("kind", f.RECIPIENTS)
    foreign = codes("capital_origin", f.FOREIGN)
    localities = codes("locality_kind", f.LOCALITIES)

    def referral() -> Any:
        due = x["inside"] & x["brought_about"] & (x["agreed_investment"] >= f.REWARD_FROM)
        due &= (x["signed_on"] < never) & (x["started_on"] < never) & np.isin(x["kind"], recipients)
        reward = (x["actual_investment"] + f.REWARD_DIVISOR // 2) // f.REWARD_DIVISOR
        return (np.where(due, np.minimum(reward, np.maximum(f.REWARD_CAP - x["paid_before"], 0)), 0),)

    def fund() -> Any:
        domestic = (x["fixed_asset_investment"] * 5 + 50) // 100
        return (np.where(np.isin(x["capital_origin"], foreign), (x["arrived_funds"] * 6 + 50) // 100, domestic),)

    def shared() -> Any:
        due = (x["agreed_investment"] >= f.SPLIT_FROM) & (x["sector"] == 0) & np.isin(x["locality_kind"], localities)
        city = x["support_funds"] * 3 // 10
        return np.where(due, city, -1), np.where(due, x["support_funds"] - city, -1)

    def progressive() -> Any:
        actual = x["actual_investment"]
        due = (x["agreed_investment"] >= f.AWARD_FROM) & (x["started_on"] < never)
        earned = np.select(
            [actual >= start for start, _, _ in reversed(f.lines())],
            [actual * rate + more for _, rate, more in reversed(f.lines())],
        )
        left = np.maximum(f.AWARD_CAP - x["paid_before"], 0)
        return (np.where(due, np.minimum((earned + 500) // 1000, left), 0),)

    def prizes() -> Any:
        order = np.lexsort((-x["score"], x["group"]))
        group, score = x["group"][order], x["score"][order]
        place = np.arange(len(order))
        first = np.r_[True, group[1:] != group[:-1]]
        new = first | np.r_[True, score[1:] != score[:-1]]
        rank = np.maximum.accumulate(np.where(new, place, 0)) - np.maximum.accumulate(np.where(first, place, 0)) + 1
        found = np.zeros(len(order), np.int64)
        found[order] = np.select([rank <= last for last, _ in f.PRIZES], [amount for _, amount in f.PRIZES])
        return (found,)

    return {"R1": referral, "R2": fund, "R3": shared, "R4": progressive, "R5": prizes}
