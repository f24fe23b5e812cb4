"""Which lines are rows (行的辨认): lines that may be totals, remarks or headers, told apart as in any sheet.

A line of which that is not sure is held back until a line is met that surely is a row, for a header that stands
below it may make it a title.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

import polars as pl

from investpolicy.claims.cells import Cell
from investpolicy.claims.grid import Grid, Line, refuse
from investpolicy.claims.layout import Header, Row, find_tables
from investpolicy.claims.scale.source import CsvFile, IsHeader, ParquetFile

MOST_HELD: Final = 200_000
"""Most lines in a row of which none is surely a row."""


_MOST_TOTALS: Final = 50  # each by another name


@dataclass(frozen=True)
class Sorted:
    """Rows with their places (``ord``), and the headers their cells stand under."""

    rows: list[Row] = field(default_factory=list[Row])
    orders: list[int] = field(default_factory=list[int])
    headers: tuple[Header, ...] = ()


class CsvLines:
    """Tells the lines of a CSV file apart, a batch at a time."""

    def __init__(self, source: CsvFile, is_header: IsHeader) -> None:
        self._source = source
        self._is_header = is_header
        self._before: list[Line] = list(source.head)  # what says how the lines below are read
        self._ended: set[str] = set()
        self.counts: Counter[str] = Counter()

    def held(self, unsure: pl.DataFrame, last: int) -> int:
        """How many of the last unsure lines are to be held back: those with no sure row below them."""
        orders: list[int] = unsure["ord"].to_list()
        count = 0
        while count < len(orders) and orders[-1 - count] == last - count:
            count += 1
        if count > MOST_HELD:
            what = f"more than {MOST_HELD:,} lines without a claim that can be read"
            raise refuse(f"{self._source.name}:{unsure['line'][-1]}", what, "check the header, and the units in it")
        return count

    def sort(self, unsure: pl.DataFrame) -> Sorted:
        """The rows among the lines; the others are counted."""
        lines = self._source.lines(unsure)
        orders: list[int] = unsure["ord"].to_list()
        shown: list[Line] = list(self._before)
        before = -1
        for line, order in zip(lines, orders, strict=True):
            if order != before + 1 and order:
                shown.append(_ROW)
            shown.append(line)
            before = order
        tables = find_tables(Grid(self._source.name, None, shown), self._is_header)
        if len(tables) > 1:
            header = next(one for one in tables[1].recognised if one.kind == "header")
            where = f"{self._source.name}:{header.row}"
            raise refuse(where, "a second table begins here", "write each table in a file of its own")
        table = tables[0]
        own = dict(zip((line.number for line in lines), orders, strict=True))
        told = [one for one in table.recognised if one.row in own]
        self.counts.update(one.kind for one in told)
        totals = {one.row for one in told if one.kind == "total"}
        for line in (line for line in lines if line.number in totals):
            name = str(line.own[0].value)
            if name not in self._ended and len(self._ended) < _MOST_TOTALS:
                self._ended.add(name)  # what stands below one may be a remark
                self._before.append(line)
        rows = [row for row in table.rows if row.number in own]
        return Sorted(rows, [own[row.number] for row in rows], table.headers)


_ROW: Final = Line(0, {at: Cell(Decimal(1), "") for at in (1, 2)}, 2)
"""A line that is surely a row, in place of those that are."""


def sorted_parquet(source: ParquetFile, unsure: pl.DataFrame, counts: Counter[str]) -> Sorted:
    """The rows among lines of a Parquet file."""
    if not len(unsure):
        return Sorted(headers=source.headers)
    table = source.table(unsure)
    counts.update(one.kind for one in table.recognised)
    own = dict(zip(unsure["line"].to_list(), unsure["ord"].to_list(), strict=True))
    return Sorted(list(table.rows), [own[row.number] for row in table.rows], source.headers)


def sure_rows(source: CsvFile | ParquetFile, lines: pl.DataFrame) -> Sorted:
    """Lines that surely are rows."""
    orders: list[int] = lines["ord"].to_list()
    return Sorted(source.rows(lines), orders, source.headers)


def known_rows(source: CsvFile | ParquetFile, lines: pl.DataFrame, is_header: IsHeader) -> Sorted:
    """Lines that were found to be rows, of whatever file, as they were found."""
    if isinstance(source, ParquetFile):
        return sorted_parquet(source, lines, Counter())
    apart = lines.with_columns(ord=2 * pl.col("ord") + 1)  # none stands right below another
    told = CsvLines(source, is_header).sort(apart)
    return Sorted(told.rows, [order // 2 for order in told.orders], told.headers)


__all__ = ["CsvLines", "Sorted", "known_rows", "sorted_parquet", "sure_rows"]
