"""This library: the same call on each engine.

Modes: an engine (polars, duckdb, pyarrow, pandas, pyspark) gives the amount column with all checks;
with ``-trusted`` without the pass over the values; with ``-all`` amount, status and reasons.
Polars is a lazy frame and DuckDB a relation, so that only the columns asked for are computed. PyArrow and pandas are
eager: they always compute all. One record: `Policy.decide`, whole decisions.
"""

from __future__ import annotations

import importlib
import timeit
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import narwhals as nw
import pyarrow as pa
import pyarrow.parquet as pq

import investpolicy as ip
from investpolicy import facts, frames

REASONS = ("status", "failed", "missing")
SCALE = {"referral-reward.scale": {"kind": "rate", "rate": "0.05%", "base": "actual_investment"}}

Rule = tuple[ip.Policy, str, tuple[str, ...]]


def provisions() -> dict[str, Rule]:
    """Policy, provision and the columns it answers, by rule. R1's scale is a draft: Mianyang publishes none."""
    mianyang = ip.policy("mianyang-2022").vary(SCALE)
    city = ip.load_policy(Path(__file__).parent / "city.yaml")
    return {
        "R1": (mianyang, "referral-reward", ("amount",)),
        "R2": (ip.policy("shandong-report"), "jinan-referral-fund", ("amount",)),
        "R3": (mianyang, "cost-sharing", ("市本级", "承接地")),
        "R4": (city, "progressive-award", ("amount",)),
        "R5": (mianyang, "park-ranking-award", ("amount",)),
    }


def parks(native: Any) -> Any:
    """The columns of a ranking only: score and year (the group), from which the library finds the places."""
    return nw.from_native(native).select("row", "score", nw.col("group").alias("year")).to_native()


def loaded(path: Path, engine: str) -> tuple[Any, Callable[[Any], Any]]:
    """The facts in the engine's memory, and what makes it compute a result."""
    match engine:
        case "polars":
            import polars as pl

            return pl.read_parquet(path).lazy(), lambda out: out.collect()
        case "duckdb":
            import duckdb

            duckdb.sql(f"CREATE OR REPLACE TABLE facts AS FROM '{path}'")
            return duckdb.table("facts"), lambda out: out.to_arrow_table()
        case "pyarrow":
            return pq.read_table(path), lambda out: out
        case "pandas":
            import pandas as pd

            return pq.read_table(path).to_pandas(types_mapper=pd.ArrowDtype), lambda out: out
        case "pyspark":
            return _spark(path)
    raise ValueError(engine)


def _spark(path: Path) -> tuple[Any, Callable[[Any], Any]]:
    sql = importlib.import_module("pyspark.sql")
    settings = {
        "spark.master": "local[2]",
        "spark.driver.memory": "4g",
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "8",
        "spark.sql.session.timeZone": "UTC",
        "spark.log.level": "ERROR",
    }
    builder = sql.SparkSession.builder
    for name, value in settings.items():
        builder = builder.config(name, value)
    frame = builder.getOrCreate().read.parquet(str(path)).cache()
    frame.count()

    def computed(out: Any) -> Any:
        out.write.format("noop").mode("overwrite").save()
        return out

    return frame, computed


def rules(path: Path, mode: str) -> dict[str, Callable[[], Any]]:
    """R1 to R5."""
    engine, _, what = mode.partition("-")
    frame, computed = loaded(path, engine)

    def run(rule: Rule, by_rank: bool) -> Any:
        policy, provision, amounts = rule
        given = parks(frame) if by_rank else frame
        out = frames.evaluate(policy, provision, given, trust_values=what == "trusted")
        names = [*amounts, *(REASONS if what == "all" else ()), *(["row"] if by_rank or engine == "pyspark" else [])]
        return computed(nw.from_native(out).select(*names).to_native())

    return {name: partial(run, rule, name == "R5") for name, rule in provisions().items()}


def answers(native: Any) -> list[Any]:
    """The amounts, of whatever frame."""
    if hasattr(native, "toArrow"):
        native = native.toArrow()
    table = nw.from_native(native).lazy().collect("pyarrow").to_native()
    if "row" in table.column_names:
        table = table.sort_by("row").drop_columns("row")
    return [pa.chunked_array(table[name]).cast(pa.int64()) for name in table.column_names if name not in REASONS]


def one_record() -> dict[str, float]:
    """Microseconds for a whole decision on one record of facts, by rule; the quickest of many."""
    project = facts.Project(
        place="绵阳市涪城区", locality_kind="district", sector="C", capital_origin="foreign",
        agreed_investment="120亿元", actual_investment="5.2亿元", arrived_funds="3亿元",
        signed_on=date(2022, 6, 20), started_on=date(2022, 9, 1),
    )  # fmt: skip
    records: Mapping[str, Any] = {
        "R1": facts.Referral(project=project, referrer=facts.Referrer(kind="association", brought_about=True)),
        "R2": facts.FundReferral(project=project),
        "R3": facts.SupportClaim(project=project, support_funds="1000000.01元"),
        "R4": facts.ProjectAward(project=project),
    }
    given = provisions()
    calls = {name: partial(given[name][0].decide, given[name][1], record) for name, record in records.items()}
    return {name: min(timeit.repeat(call, number=200, repeat=30)) / 200 * 1e6 for name, call in calls.items()}
