"""A sheet as it stands: its lines of cells, before anybody asks which of them is the header; and the limits."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, cached_property

from investpolicy.claims.cells import Cell
from investpolicy.errors import ClaimsError, Problem

MAX_BYTES = 64 * 2**20
"""Largest file that is read: 64 MiB."""

MAX_EXPANDED_BYTES = 1024 * 2**20
"""Largest XLSX or Parquet file once unpacked: 1 GiB."""

MAX_ROWS = 200_000
"""Last row of a sheet that may hold a value; most rows in a CSV or Parquet file."""

MAX_COLUMNS = 256
"""Last column that may hold a value, most columns in a Parquet file; formats painted beyond it do no harm."""

MAX_CELL_LENGTH = 32_767
"""Most characters in a cell, as in a spreadsheet."""

MAX_MERGED = 50_000
"""Most merged areas in a sheet."""

MAX_SHEETS = 200
"""Most sheets in a workbook."""

_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060"
_ERRORS = frozenset({"#REF!", "#VALUE!", "#N/A", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"})


@dataclass(frozen=True)
class Line:
    """One row as it stands: the cells that hold something, by column from 1. ``width``: cells written, blank too."""

    number: int
    cells: Mapping[int, Cell]
    width: int = 0

    @cached_property
    def own(self) -> list[Cell]:
        """The cells with a value of their own, left to right; what was filled down from a merged cell is not."""
        return [cell for cell in self.cells.values() if not cell.merged]


@dataclass(frozen=True)
class Grid:
    """A sheet, or a CSV file: ``lines`` without trailing blank ones, and the places that are ``hidden``."""

    file: str
    sheet: str | None
    lines: Sequence[Line]
    hidden: tuple[str, ...] = field(default=())

    @property
    def place(self) -> str:
        """``claims.xlsx[Sheet1]``, or ``claims.csv``."""
        return self.file if self.sheet is None else f"{self.file}[{self.sheet}]"

    def where(self, row: int, column: int) -> str:
        """The place of a cell: ``claims.xlsx[Sheet1]!C7``; in a CSV file line and place, ``claims.csv:7:3``."""
        if self.sheet is None:
            return f"{self.file}:{row}:{column}"
        return f"{self.place}!{letters(column)}{row}"

    def row_place(self, row: int) -> str:
        """The place of a row: ``claims.xlsx[Sheet1]!7``, ``claims.csv:7``."""
        return f"{self.file}:{row}" if self.sheet is None else f"{self.place}!{row}"

    def column(self, column: int) -> str:
        """The name of a column: ``C`` in a sheet, ``3`` in a CSV file."""
        return str(column) if self.sheet is None else letters(column)


@cache
def letters(column: int) -> str:
    """``A`` for 1, ``AA`` for 27."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def fill_down(
    cells: dict[int, Cell], row: int, merged: dict[int, tuple[int, Cell]], starts: Iterable[tuple[int, int]], place: str
) -> None:
    """Gives the value of a cell merged over several rows to this one of them; only rows that hold something count.

    ``merged``: last row and cell of the areas that reach here, by column. ``starts``: column and last row of those
    that begin here.
    """
    for column, (bottom, cell) in list(merged.items()):
        if row > bottom:
            del merged[column]
        elif column not in cells:
            where = f"{place}!{letters(column)}{row}"
            fault = cell.fault and Problem(where, cell.fault.what, cell.fault.instead)
            cells[column] = Cell(cell.value, where, fault, merged=True)
    for column, bottom in starts:
        if column in cells:
            merged[column] = (bottom, cells[column])


def hidden_places(
    place: str,
    lines: Sequence[Line],
    whole: bool,
    rows: Container[int],
    columns: Iterable[tuple[int, int]],
) -> tuple[str, ...]:
    """The hidden places of a sheet that hold something: the ``whole`` sheet, rows, and columns (first and last)."""
    used = sorted({column for line in lines for column in line.cells})
    hidden = [place] if whole else []
    hidden += [f"{place}!{line.number}" for line in lines if line.cells and line.number in rows]
    for first, last in columns:
        hidden += [f"{place}!{letters(column)}" for column in used if first <= column <= last]
    return tuple(hidden)


def trimmed(text: str) -> str:
    """Text without spaces of any width and invisible signs around it."""
    while text != (text := text.strip().strip(_INVISIBLE)):
        pass
    return text


def text_cell(text: str, where: str) -> Cell | None:
    """The cell of a text, None if it is blank; the text of a spreadsheet error is a fault."""
    text = trimmed(text)
    if not text:
        return None
    if text in _ERRORS:
        return Cell(
            text, where, Problem(where, f"the cell holds the error {text}", "mend its formula or write the value")
        )
    if len(text) > MAX_CELL_LENGTH:
        long = f"the cell holds {len(text)} characters, more than {MAX_CELL_LENGTH}"
        return Cell(text[:40], where, Problem(where, long, "shorten it"))
    return Cell(text, where)


def number_of(double: float) -> Decimal:
    """A spreadsheet's number at 15 significant digits, as spreadsheets show it: 5.1299999999999999 is 5.13."""
    number = Decimal(format(double, ".15g"))
    exponent = number.as_tuple().exponent
    return number.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else number


def refuse(where: str, what: str, instead: str) -> ClaimsError:
    """The error that nothing of a file can be read."""
    return ClaimsError(Problem(where, what, instead))
