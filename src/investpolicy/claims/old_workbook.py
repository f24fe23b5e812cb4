"""Workbooks of the old form .xls (BIFF, 97–2003 工作簿), and .et of WPS: each sheet as lines of cells.

xlrd reads the cells. Before it sees the records, one pass over them blanks painted cells (a format and no value, of
which there may be millions) and finds what xlrd does not show: a password, formulas that were never calculated, a
sheet that is cut off.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from investpolicy.claims.cells import Cell
from investpolicy.claims.formats import Format, day_cell, format_of, no_day_cell, number_cell
from investpolicy.claims.grid import (
    MAX_COLUMNS,
    MAX_MERGED,
    MAX_SHEETS,
    Grid,
    Line,
    fill_down,
    hidden_places,
    letters,
    number_of,
    refuse,
    text_cell,
)
from investpolicy.errors import ClaimsError, Problem

if TYPE_CHECKING:  # imported only when an old workbook is read: an extra
    from xlrd.book import Book
    from xlrd.sheet import Cell as XlsCell

_RESAVE = "open it in a spreadsheet program and save it as .xlsx"
_DAMAGED = "the workbook is damaged"
_CUT = "it is cut off or not whole"
_AGAIN = "get the file again from who sent it"


def grids(data: bytes, file: str) -> list[Grid]:
    """Every sheet of the workbook, in order, hidden ones too; sheets that are charts or macros are none.

    ClaimsError: xlrd is not installed, or the workbook can not be read.
    """
    try:
        import xlrd
        from xlrd.biffh import XLRDError
    except ImportError as error:
        install = 'pip install "investpolicy[cli]", or save the workbook as .xlsx'
        raise refuse(file, "an old workbook (.xls) is read with xlrd, which is not installed", install) from error
    try:
        scan = _Scan(file, _records(data, file))
        with xlrd.open_workbook(
            file_contents=bytes(scan.records),
            logfile=io.StringIO(),
            formatting_info=True,
            on_demand=True,
            ragged_rows=True,
        ) as book:
            if book.biff_version < 50 or (book.biff_version < 80 and book.codepage is None):
                raise refuse(file, "the workbook is in a form older than Excel 97", _RESAVE)
            return [_grid(book, index, scan) for index in range(book.nsheets)]
    except ClaimsError:
        raise
    except (XLRDError, *_BROKEN) as error:
        cause = " ".join(str(error).split())[:200]
        raise refuse(file, f"{_DAMAGED}: a part is not what it should be ({cause})", _RESAVE) from error


_BROKEN = (  # xlrd has no error of its own for most of what may be wrong in a record
    struct.error,
    AssertionError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    NameError,
    NotImplementedError,
    RecursionError,
    OSError,
    EOFError,
)


# --- the records, before xlrd sees them -------------------------------------------------------------------------

_EOF, _FILEPASS, _BOUNDSHEET, _BOF = 0x0A, 0x2F, 0x85, 0x809
_FORMULAS = (0x06, 0x206, 0x406)
_RKS, _BLANKS = 0xBD, 0xBE
_CELLS = frozenset({*_FORMULAS, _RKS, 0xD6, 0xFD, 0x203, 0x204, 0x205, 0x27E})
_PAINTED = frozenset({_BLANKS, 0x201})
_NOTHING = struct.pack("<H", 0xFF)  # a record that says nothing of cells
_NOT_CALCULATED = 2  # the flag of a formula that is to be calculated when the file is opened


def _records(data: bytes, file: str) -> bytearray:
    """The records of the workbook, out of the compound file (复合文档) in which they lie."""
    from xlrd.compdoc import CompDoc, CompDocError

    try:
        compound = CompDoc(data, logfile=io.StringIO())
        for name in ("Workbook", "Book"):
            found, base, size = compound.locate_named_stream(name)
            if found:
                return bytearray(found[base : base + size])
    except (CompDocError, *_BROKEN) as error:
        raise refuse(file, f"{_DAMAGED}: {_CUT}", _AGAIN) from error
    raise refuse(file, "the file is an Office file, but no workbook", "save the table as .xlsx")


@dataclass
class _Scan:
    """One pass over the records. ``unset``: by the index of its sheet, the cells of formulas without a result."""

    file: str
    records: bytearray
    unset: list[set[tuple[int, int]]] = field(default_factory=list[set[tuple[int, int]]])

    def __post_init__(self) -> None:
        begins: list[int] = []
        unset: dict[int, set[tuple[int, int]]] = {}
        records = self.records
        at = depth = sheet = 0
        while at + 4 <= len(records):
            kind, size = struct.unpack_from("<HH", records, at)
            if kind == _BOF:
                if depth == 0:  # a chart may lie within a sheet
                    sheet = at
                    unset[sheet] = set()
                depth += 1
            elif kind == _EOF:
                depth -= 1
            elif kind == _FILEPASS:
                raise refuse(self.file, "the workbook has a password", "save it without a password")
            elif kind == _BOUNDSHEET:
                begin, sort = struct.unpack_from("<LxB", records, at + 4)
                if sort == 0:  # the others are charts and macros
                    begins.append(begin)
            elif kind in _PAINTED:
                records[at : at + 2] = _NOTHING
            elif kind in _CELLS:
                cell = self._cell(at, kind, size)
                if cell is not None:
                    unset[sheet].add(cell)
            at += 4 + size
        if depth or at > len(records) or any(begin not in unset for begin in begins):
            raise refuse(self.file, f"{_DAMAGED}: {_CUT}", _AGAIN)
        if len(begins) > MAX_SHEETS:
            raise refuse(self.file, f"the workbook has {len(begins)} sheets, more than {MAX_SHEETS}", "split it")
        self.unset = [unset[begin] for begin in begins]

    def _cell(self, at: int, kind: int, size: int) -> tuple[int, int] | None:
        """The place of a formula that was never calculated: some programs write 0 and leave the rest to Excel."""
        row, column = struct.unpack_from("<HH", self.records, at + 4)
        last = column + (size - 6) // 6 - 1 if kind == _RKS else column
        if last >= MAX_COLUMNS:  # more than the form allows
            raise refuse(self.file, f"{_DAMAGED}: a value stands beyond column {letters(MAX_COLUMNS)}", _RESAVE)
        if kind not in _FORMULAS:
            return None
        result, flags = struct.unpack_from("<8sH", self.records, at + 10)
        return (row, column) if flags & _NOT_CALCULATED and not any(result) else None


# --- cells ------------------------------------------------------------------------------------------------------


def _grid(book: Book, index: int, scan: _Scan) -> Grid:
    """The lines of a sheet, from row 1 to the last with a value."""
    sheet = book.sheet_by_index(index)
    place = f"{scan.file}[{sheet.name}]"
    if len(sheet.merged_cells) > MAX_MERGED:
        raise refuse(place, f"the sheet has more than {MAX_MERGED:,} merged areas", "remove what is no claim")
    starts: dict[int, list[tuple[int, int]]] = {}
    for top, bottom, left, _ in sheet.merged_cells:
        if bottom - top > 1:
            starts.setdefault(top + 1, []).append((left + 1, bottom))
    formats = {at: _format(book, at) for at in range(len(book.xf_list))}
    merged: dict[int, tuple[int, Cell]] = {}
    lines: list[Line] = []
    for number in range(1, sheet.nrows + 1):
        cells = _cells(sheet.row(number - 1), number, place, formats, scan.unset[index], book.datemode == 1)
        if cells:
            fill_down(cells, number, merged, starts.get(number, ()), place)
        lines.append(Line(number, dict(sorted(cells.items()))))
    while lines and not lines[-1].cells:
        lines.pop()
    rows = {row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden}
    columns = sorted((column + 1, column + 1) for column, info in sheet.colinfo_map.items() if info.hidden)
    hidden = hidden_places(place, lines, sheet.visibility != 0, rows, columns)
    name = sheet.name
    book.unload_sheet(index)
    return Grid(scan.file, name, lines, hidden)


def _format(book: Book, at: int) -> Format:
    key = book.xf_list[at].format_key
    known = book.format_map.get(key)
    return format_of(key, known.format_str if known else "General")


def _cells(
    row: Sequence[XlsCell],
    number: int,
    place: str,
    formats: Mapping[int, Format],
    unset: set[tuple[int, int]],
    is_1904: bool,
) -> dict[int, Cell]:
    cells: dict[int, Cell] = {}
    for column, found in enumerate(row, 1):
        where = f"{place}!{letters(column)}{number}"
        if (number - 1, column - 1) in unset:
            fault = Problem(where, "the formula has no result", f"{_RESAVE}, or write the value")
            cells[column] = Cell(None, where, fault)
            continue
        cell = _cell(found.ctype, found.value, formats.get(found.xf_index or 0, Format()), where, is_1904)
        if cell is not None:
            cells[column] = cell
    return cells


def _cell(kind: int, value: object, form: Format, where: str, is_1904: bool) -> Cell | None:
    import xlrd

    if kind == xlrd.XL_CELL_TEXT:
        return text_cell(str(value), where)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return Cell(bool(value), where)
    if kind == xlrd.XL_CELL_ERROR:
        code = value if isinstance(value, int) else -1
        return text_cell(xlrd.error_text_from_code.get(code, "#VALUE!"), where)
    if not isinstance(value, int | float):  # blank
        return None
    if abs(value) < 10**15 and form.is_day:
        return _day(value, form, where, is_1904)
    return number_cell(value, form, where)


def _day(serial: float, form: Format, where: str, is_1904: bool) -> Cell:
    """The day of a number, as a spreadsheet counts: from 1 January 1904, or from 1900 with a day that did not exist."""
    first = datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 30)  # noqa: DTZ001
    days, part = divmod(serial, 1)
    time = timedelta(milliseconds=round(part * 86_400_000))
    if serial < 0 or (serial < 1 and time.days == 0):
        return no_day_cell(number_of(serial), where)
    try:
        day: date = (first + timedelta(days + (not is_1904 and serial < 60)) + time).date()
    except OverflowError:
        return no_day_cell(number_of(serial), where)
    return day_cell(day, form, where)
