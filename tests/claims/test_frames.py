"""Frames and Parquet files: every kind of value, its place, and each way in which they can not be read."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from pyarrow import parquet

from investpolicy.claims import frames
from investpolicy.claims.frames import read_parquet, table_of_frame
from investpolicy.errors import ClaimsError
from tests.claims.names import messages, read

DAY = date(2022, 6, 1)
CHINA = timezone(timedelta(hours=8))


def values(frame: Any) -> list[object]:
    """The cells of the first column."""
    return [row.cells[0].value for row in table_of_frame(frame).rows]


def columns() -> dict[str, tuple[Any, object]]:
    """By case: a column of one value (and a text beside it), and the value as it is read."""
    one = {"名": ["甲"]}
    return {
        "polars integer": (pl.DataFrame({"a": [510700202206200001]} | one), 510700202206200001),
        "polars decimal": (pl.DataFrame({"a": [Decimal("5.20")]} | one), Decimal("5.20")),
        "polars float": (pl.DataFrame({"a": [0.1 + 0.2]} | one), Decimal("0.3")),
        "polars single": (pl.DataFrame({"a": pl.Series([52000], dtype=pl.Float32)} | one), Decimal(52000)),
        "polars day": (pl.DataFrame({"a": [DAY]} | one), DAY),
        "polars midnight": (pl.DataFrame({"a": [datetime(2022, 6, 1)]} | one), DAY),  # noqa: DTZ001
        "polars time stamp": (pl.DataFrame({"a": [datetime(2022, 6, 1, 7, 30, tzinfo=CHINA)]}).with_columns(
            pl.col("a").dt.convert_time_zone("Asia/Shanghai"), pl.lit("甲").alias("名")), DAY),
        "polars truth": (pl.DataFrame({"a": [True]} | one), True),
        "polars category": (pl.DataFrame({"a": pl.Series([" 市辖区　"], dtype=pl.Categorical)} | one), "市辖区"),
        "polars NaN": (pl.DataFrame({"a": [float("nan")]} | one), None),
        "polars null": (pl.DataFrame({"a": [None]} | one), None),
        "polars blank": (pl.DataFrame({"a": [" "]} | one), None),
        "polars lazy": (pl.LazyFrame({"a": [5]} | one), Decimal(5)),
        "pandas integer": (pd.DataFrame({"a": [5]} | one), Decimal(5)),
        "pandas float": (pd.DataFrame({"a": [5.1299999999999999]} | one), Decimal("5.13")),
        "pandas NA": (pd.DataFrame({"a": pd.array([None], dtype="Int64")} | one), None),
        "pandas NaT": (pd.DataFrame({"a": pd.to_datetime([None])} | one), None),
        "pandas time stamp": (pd.DataFrame({"a": pd.to_datetime(["2022-06-01 15:30"])} | one), DAY),
        "pandas numpy truth": (pd.DataFrame({"a": np.array([np.bool_(True)], dtype=object)} | one), True),
        "pandas numpy float": (pd.DataFrame({"a": np.array([np.float64(0.5)], dtype=object)} | one), Decimal("0.5")),
        "pandas category": (pd.DataFrame({"a": pd.Categorical(["市辖区"])} | one), "市辖区"),
        "pandas objects": (pd.DataFrame({"a": np.array([Decimal("0.1")], dtype=object)} | one), Decimal("0.1")),
        "arrow decimal": (pa.table({"a": pa.array([Decimal("5.20")])} | one), Decimal("5.20")),
        "arrow dictionary": (pa.table({"a": pa.array(["市辖区"]).dictionary_encode()} | one), "市辖区"),
        "arrow day": (pa.table({"a": pa.array([DAY])} | one), DAY),
    }  # fmt: skip


COLUMNS = columns()


@pytest.mark.parametrize("case", COLUMNS)
def test_every_kind_of_value_is_exact(case: str) -> None:
    frame, expected = COLUMNS[case]
    (value,) = values(frame)
    assert value == expected
    assert isinstance(value, Decimal) == (isinstance(expected, (int, Decimal)) and not isinstance(expected, bool))


def test_places_headers_and_what_is_no_claim() -> None:
    frame = pl.DataFrame({"项目名称": ["甲", None, "合计"], "申报金额（万元）": [5.5, None, 5.5]})
    table = table_of_frame(frame)
    assert [(one.name, one.unit, one.column) for one in table.headers] == [
        ("项目名称", None, "1"),
        ("申报金额", "万元", "2"),
    ]
    assert [(row.number, row.cells[1].where) for row in table.rows] == [(1, "row 1, column 申报金额（万元）")]
    assert [(one.row, one.kind, len(one.cells)) for one in table.recognised] == [(2, "blank", 0), (3, "total", 2)]
    assert table.place == "frame"


FAULTS: dict[str, Callable[[], Any]] = {
    "a float with 16 digits": lambda: pl.DataFrame({"金额": [5107002022062000.0]}),
    "a float of 32 bits": lambda: pl.DataFrame({"金额": pl.Series([5.2], dtype=pl.Float32)}),
    "infinity": lambda: pl.DataFrame({"金额": [float("inf")]}),
    "an infinite decimal": lambda: pd.DataFrame({"金额": np.array([Decimal("inf")], dtype=object)}),
    "a time of day": lambda: pl.DataFrame({"金额": [time(15, 30)]}),
    "a list among objects": lambda: pd.DataFrame({"金额": np.array([[1, 2], None], dtype=object)[:1]}),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_value_that_is_not_exact_is_a_fault_of_its_cell(case: str) -> None:
    (row,) = table_of_frame(FAULTS[case]()).rows
    assert str(row.cells[0].fault) == messages("frames.txt")[case]


def nested() -> pl.DataFrame:
    return pl.DataFrame({"a": [[1]], "b": [{"c": 1}], "d": [b"x"], "金额": [1]})


REFUSED: dict[str, Callable[[], Any]] = {
    "no frame": lambda: 5,
    "no rows": lambda: pl.DataFrame({"金额": []}),
    "two columns of one name": lambda: pd.DataFrame([[1, 2]], columns=["金额", "金额"]),
    "nested columns": nested,
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_frame_that_can_not_be_read_has_its_message(case: str) -> None:
    with pytest.raises(ClaimsError) as caught:
        table_of_frame(REFUSED[case]())
    assert str(caught.value) == messages("frames.txt")[case]


# --- Parquet ----------------------------------------------------------------------------------------------------


def save(folder: Path, **columns: list[Any]) -> Path:
    path = folder / "claims.parquet"
    parquet.write_table(pa.table(columns), path)
    return path


def with_engine(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if engine == "polars":
        monkeypatch.setitem(sys.modules, "pyarrow", None)
    if engine == "none":
        monkeypatch.setattr(frames, "_with_pyarrow", _missing)
        monkeypatch.setattr(frames, "_with_polars", _missing)


def _missing(*_: object) -> None:
    raise ImportError


@pytest.mark.parametrize("engine", ["pyarrow", "polars"])
def test_a_parquet_file_is_read_with_what_is_installed(
    engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = save(tmp_path, 项目名称=["甲", "乙"], 申报金额=[Decimal("5.20"), None], 签约日期=[DAY, None])
    path = path.rename(tmp_path / "claims.bin")  # known by what it holds
    with_engine(engine, monkeypatch)
    (table,) = read(path)
    assert [[cell.value for cell in row.cells] for row in table.rows] == [
        ["甲", Decimal("5.20"), DAY],
        ["乙", None, None],
    ]
    assert table.rows[1].cells[1].where == "claims.bin row 2, column 申报金额"
    assert read_parquet(path, "甲/claims.bin").place == "甲/claims.bin"


@pytest.mark.parametrize("engine", ["pyarrow", "polars"])
@pytest.mark.parametrize("case", ["cut off", "text as Parquet", "too many rows", "too many columns", "no claims"])
def test_a_parquet_file_that_can_not_be_read_has_its_message(
    case: str, engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = save(
        tmp_path, 项目名称=["甲", "乙"] if case != "no claims" else [], 申报金额=[1, 2] if case != "no claims" else []
    )
    if case == "cut off":
        path.write_bytes(path.read_bytes()[:-9])
    if case == "text as Parquet":
        path.write_text("项目名称,申报金额\n甲,5\n", encoding="utf-8")
    monkeypatch.setattr(frames, "MAX_ROWS", 1 if case == "too many rows" else 200_000)
    monkeypatch.setattr(frames, "MAX_COLUMNS", 1 if case == "too many columns" else 256)
    with_engine(engine, monkeypatch)
    with pytest.raises(ClaimsError) as caught:
        read(path)
    found = str(caught.value)
    if "damaged (" in found:  # what the engine says of it is its own
        found = found.partition("(")[0] + "(…)" + found.rpartition(")")[2]
    assert found == messages("frames.txt")[case]


def test_a_parquet_file_that_would_not_fit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save(tmp_path, 项目名称=["甲" * 1000])
    monkeypatch.setattr(frames, "MAX_EXPANDED_BYTES", 1000)
    with pytest.raises(
        ClaimsError, match=r"^claims.parquet: the file unpacks to [0-9,]+ bytes, more than 1,000; split"
    ):
        read(path)


def test_without_an_engine_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save(tmp_path, 项目名称=["甲"])
    with_engine("none", monkeypatch)
    with pytest.raises(ClaimsError) as caught:
        read(path)
    assert str(caught.value) == messages("frames.txt")["no engine"]
    monkeypatch.setitem(sys.modules, "narwhals", None)
    with pytest.raises(ClaimsError) as caught:
        table_of_frame(pl.DataFrame({"a": [1]}))
    assert str(caught.value) == messages("frames.txt")["no narwhals"]


def test_every_expected_message_has_its_case() -> None:
    files = {"cut off", "text as Parquet", "too many rows", "too many columns", "no claims", "no engine", "no narwhals"}
    assert set(messages("frames.txt")) == {*FAULTS, *REFUSED, *files}
