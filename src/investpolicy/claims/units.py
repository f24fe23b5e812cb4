"""Where units disagree (单位不一致): what is written in a cell, in its header, in the corner of its table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from investpolicy.claims.cells import Cell, unit_of
from investpolicy.claims.layout import Table
from investpolicy.values.label import Label
from investpolicy.values.text import MONEY_UNITS

_PLACES = 3


def unit_notes(table: Table, money_columns: Sequence[int]) -> list[Label]:
    """A line for each difference of units in the columns (by index from 0) that hold money, and which unit counts.

    The unit in a cell wins over that of the header, the header's over that of the corner note.
    """
    return [*_headers_apart(table, money_columns), *(note for index in money_columns for note in _notes(table, index))]


def _headers_apart(table: Table, money_columns: Sequence[int]) -> Iterator[Label]:
    """The headers that say another unit than the corner note above them."""
    apart = [
        header
        for header in (table.headers[index] for index in money_columns)
        if header.unit in MONEY_UNITS
        and header.corner in MONEY_UNITS
        and MONEY_UNITS[header.unit] != MONEY_UNITS[header.corner]
    ]
    if apart:
        corner, names = apart[0].corner, [" ".join(one.text.split()) for one in apart]
        yield Label(
            f"角注写“{corner}”，以下各列按表头：{'、'.join(names)}",
            f"the corner note says {corner}; in these columns the header counts: {', '.join(names)}",
        )


def _notes(table: Table, index: int) -> Iterator[Label]:
    header = table.headers[index]
    unit = header.unit
    others = [row.cells[index] for row in table.rows if _differs(row.cells[index], unit)]
    if others and unit in MONEY_UNITS:
        name = " ".join(header.text.split())
        places = [f"{cell.where.rpartition('!')[2]} {cell.value}" for cell in others[:_PLACES]]
        more = len(others) > _PLACES
        yield Label(
            f"{name}：表头单位为“{unit}”，{len(others)}个单元格自带别的单位，按单元格"
            f"（{'、'.join(places)}{'等' if more else ''}）",
            f"{name}: the header's unit is {unit}, {len(others)} cell{'s' * (len(others) > 1)} "
            f"{'have' if len(others) > 1 else 'has'} another; the cell counts "
            f"({', '.join(places)}{', …' if more else ''})",
        )


def _differs(cell: Cell, unit: str | None) -> bool:
    own = unit_of(cell)
    return own is not None and unit in MONEY_UNITS and MONEY_UNITS[own] != MONEY_UNITS[unit]
