"""The engines of these tests: a table of Arrow as each engine's own frame, and back as rows."""

from __future__ import annotations

import importlib
import importlib.util
import shutil
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

EAGER = ("polars", "pyarrow", "pandas-nullable", "pandas-arrow")
LAZY = ("polars-lazy", "duckdb")
HERE = (*EAGER, *LAZY)


def _no_spark() -> str:
    if importlib.util.find_spec("pyspark") is None:
        return "pyspark is not installed: pip install 'investpolicy[spark]'"
    return "" if shutil.which("java") else "there is no Java runtime for Spark"


SPARK = pytest.param(
    "pyspark", marks=[pytest.mark.spark, pytest.mark.skipif(bool(_no_spark()), reason=_no_spark() or "there")]
)
IBIS = pytest.param("ibis", marks=pytest.mark.skipif(not importlib.util.find_spec("ibis"), reason="no ibis-framework"))
EVERY = (*HERE, SPARK)
"""Every engine; that of Spark is skipped where it is not installed."""


@cache
def session() -> Any:
    """One small Spark session for all tests."""
    from pyspark.sql import SparkSession  # type: ignore[import-not-found,unused-ignore]

    settings = {
        "spark.master": "local[1]",
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "1",
        "spark.default.parallelism": "1",
        "spark.sql.session.timeZone": "UTC",
        "spark.driver.host": "127.0.0.1",
        "spark.log.level": "ERROR",
        "spark.driver.memory": "1g",
    }
    builder = SparkSession.builder.appName("investpolicy tests")
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def frame(engine: str, table: pa.Table) -> Any:
    """A table as the engine's own frame."""
    kinds = {
        pa.int32(): pd.Int32Dtype(),
        pa.int64(): pd.Int64Dtype(),
        pa.float64(): pd.Float64Dtype(),
        pa.bool_(): pd.BooleanDtype(),
        pa.string(): pd.StringDtype(),
    }
    made: dict[str, Callable[[], Any]] = {
        "polars": lambda: pl.DataFrame(table),
        "polars-lazy": lambda: pl.DataFrame(table).lazy(),
        "pyarrow": lambda: table,
        "duckdb": lambda: duckdb.from_arrow(table),
        "pandas-nullable": lambda: table.to_pandas(types_mapper=kinds.get),
        "pandas-arrow": lambda: table.to_pandas(types_mapper=pd.ArrowDtype),
        "ibis": lambda: importlib.import_module("ibis").memtable(table),
        "pyspark": lambda: session().createDataFrame(table),
    }
    return made[engine]()


def arrow(native: Any) -> pa.Table:
    """A native frame as a table."""
    match native:
        case pl.LazyFrame():
            return native.collect().to_arrow()
        case pl.DataFrame():
            return native.to_arrow()
        case duckdb.DuckDBPyRelation():
            return native.to_arrow_table()
        case pd.DataFrame():
            return pa.Table.from_pandas(native, preserve_index=False)
        case pa.Table():
            return native
        case _ if hasattr(native, "to_pyarrow"):
            return native.to_pyarrow()
        case _:
            return native.toArrow()


def rows(native: Any, by: Sequence[str] = ("row",)) -> list[dict[str, Any]]:
    """A native frame as rows, sorted."""
    found: list[dict[str, Any]] = arrow(native).to_pylist()
    return sorted(found, key=lambda row: tuple(row[name] for name in by))


def table(columns: Mapping[str, tuple[Any, Sequence[Any]]]) -> pa.Table:
    """A table of columns with their types, and ``row``, the number of each row."""
    arrays = {name: pa.array(list(values), type=kind) for name, (kind, values) in columns.items()}
    length = len(next(iter(arrays.values())))
    return pa.table({"row": pa.array(range(length), type=pa.int64()), **arrays})
