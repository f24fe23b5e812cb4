"""The facts: made-up rows with a fixed seed, amounts in int64 分, written in parts so that any number fits."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.peers.figures import NOT_YET

SEED = 20221122
PART = 1_000_000
PARKS = 20  # in a group, R5
LARGEST = 10**16  # the largest amount that the library takes: 100万亿元, beyond 2^53 分

PLACES = ("绵阳市涪城区", "绵阳市江油市", "四川省绵阳市三台县", "绵阳高新区", "成都市武侯区", "德阳市", "重庆市渝北区")
UNCLEAR = ("四川省", "经济技术开发区", "北京路1号")  # places that do not say whether they lie inside
KINDS = ("enterprise", "association", "organisation", "individual", "public_servant")
SECTORS = ("C", "C", "C", "A", "I")
LOCALITIES = ("district", "city_park", "district_park", "county", "county_park")
ORIGINS = ("domestic", "foreign", "hong_kong_macao_taiwan")
CATEGORIES = {
    "place": PLACES, "kind": KINDS, "sector": SECTORS, "locality_kind": LOCALITIES, "capital_origin": ORIGINS,
}  # fmt: skip


def make(path: Path, rows: int) -> None:
    """Writes plain rows: every fact is known, no amount beyond 1000亿元."""
    with pq.ParquetWriter(path, _part(0, 1).schema) as writer:
        for start in range(0, rows, PART):
            writer.write_table(_part(start, min(PART, rows - start)))


def make_edges(path: Path, rows: int) -> None:
    """Writes rows at the edges: one fact in twenty is missing, amounts reach 10^16 分, half of a 分 is frequent."""
    generator = np.random.default_rng(SEED)
    table = _part(0, rows)
    for place, name in enumerate(table.column_names):
        values = table[name].to_numpy(zero_copy_only=False).copy()
        if name == "place":
            values = np.where(generator.random(rows) < 0.1, _picked(generator, UNCLEAR, rows), values)
        elif name.endswith(("_investment", "_funds")):
            large = LARGEST - generator.integers(0, 10**6, rows) * 500
            tied = generator.integers(0, 10**7, rows) * 1_000 + generator.choice((10, 25, 500), rows)
            values = np.select([generator.random(rows) < 0.2, generator.random(rows) < 0.2], [large, tied], values)
        keeps = name in ("row", "group", "score")
        missing = np.zeros(rows, bool) if keeps else generator.random(rows) < 0.05
        table = table.set_column(place, name, pa.array(values, table.schema.field(name).type, mask=missing))
    pq.write_table(table, path)


def _part(start: int, size: int) -> pa.Table:
    rows = PART  # all of them, so that a shorter file has the same first rows
    generator = np.random.default_rng((SEED, start))
    agreed = np.exp(generator.uniform(np.log(1e9), np.log(1e13), rows)).astype(np.int64)

    def some(most: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        return (most * generator.random(rows)).astype(np.int64)

    def days() -> pa.Array:
        found = np.datetime64("2022-06-01", "D") + generator.integers(0, 300, rows)
        return pa.array(np.where(generator.random(rows) < 0.05, np.datetime64(NOT_YET, "D"), found), pa.date32())

    paid = np.where(generator.random(rows) < 0.1, generator.integers(0, 40_000_000, rows), 0)
    columns = {
        "row": start + np.arange(rows),
        "agreed_investment": agreed,
        "actual_investment": some(agreed),
        "fixed_asset_investment": some(agreed),
        "arrived_funds": some(agreed),
        "support_funds": some(agreed),
        "paid_before": paid,
        "signed_on": days(),
        "started_on": days(),
        "brought_about": generator.random(rows) < 0.9,
        **{name: _picked(generator, among, rows) for name, among in CATEGORIES.items()},
        "group": (start + np.arange(rows)) // PARKS,
        "score": generator.integers(6_000, 6_040, rows) * 100,
    }
    return pa.table(columns).slice(0, size)


def _picked(generator: np.random.Generator, among: Sequence[str], rows: int) -> pa.Array:
    return pa.array(among).take(pa.array(generator.integers(0, len(among), rows)))


def numbers(path: Path) -> dict[str, np.ndarray[Any, Any]]:
    """The facts as NumPy columns of numbers and booleans, for peers that do not read text.

    A category is its place in CATEGORIES, a day the number since 1970; ``inside`` says that the place lies in Mianyang.
    """
    table = pq.read_table(path)
    found: dict[str, np.ndarray[Any, Any]] = {}
    for name in table.column_names:
        column = table[name].combine_chunks()
        if name in CATEGORIES:
            codes = [CATEGORIES[name].index(one) for one in column.unique().to_pylist()]
            column = pa.array(codes, pa.int8()).take(column.dictionary_encode().indices)
        elif pa.types.is_date32(column.type):
            column = column.cast(pa.int32())
        found[name] = column.to_numpy(zero_copy_only=False)
    found["inside"] = found.pop("place") < 4
    return found


def codes(name: str, among: Sequence[str]) -> tuple[int, ...]:
    """The numbers of some categories."""
    return tuple(place for place, one in enumerate(CATEGORIES[name]) if one in among)
