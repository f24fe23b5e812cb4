"""XLSX workbooks (工作簿): each sheet as lines of cells, with what a spreadsheet program shows and hides.

openpyxl reads the cells, in its read-only mode; ``docs/decisions/0003-workbooks.md`` says why it is given a
lean copy of the file. What that mode does not show is found while the copy is made, in one pass a sheet.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import IO, TYPE_CHECKING, cast
from xml.parsers import expat

from investpolicy.claims.cells import Cell
from investpolicy.claims.formats import Format, day_cell, format_of, no_day_cell, number_cell, time_cell
from investpolicy.claims.grid import (
    MAX_COLUMNS,
    MAX_EXPANDED_BYTES,
    MAX_MERGED,
    MAX_ROWS,
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

if TYPE_CHECKING:  # imported only when a workbook is read: an extra
    from openpyxl.cell.read_only import ReadOnlyCell
    from openpyxl.packaging.relationship import Relationship
    from openpyxl.worksheet.worksheet import Worksheet

MAX_PARTS = 10_000
"""Most parts in the archive."""

MAX_EXPANSION = 200
"""Most times its size that a workbook may unpack to, if that is over 64 MiB. Painted formats make 12, claims 9."""

_SMALL = 64 * 2**20  # bytes
_CHUNK = 2**20  # bytes
_RESAVE = "open it in a spreadsheet program and save it again as .xlsx"
_DAMAGED = "the workbook is damaged"


def grids(data: bytes, file: str) -> list[Grid]:
    """Every sheet of the workbook, in order, hidden ones too.

    ClaimsError: openpyxl is not installed, or the workbook can not be read.
    """
    try:
        from openpyxl import load_workbook
    except ImportError as error:
        install = 'pip install "investpolicy[cli]", or save the table as .csv'
        raise refuse(file, "a workbook is read with openpyxl, which is not installed", install) from error
    with _archive(data, file) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells of drawings and rules that it leaves out
        try:
            lean, scans = _lean(archive, file)
            book = load_workbook(lean, read_only=True, data_only=True, keep_links=False)
            sheets = cast("list[Worksheet]", book.worksheets)
            return [_grid(sheet, scan, file, book.epoch) for sheet, scan in zip(sheets, scans, strict=True)]
        except ClaimsError:
            raise
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise refuse(file, f"{_DAMAGED}: a part can not be unpacked", _RESAVE) from error
        except _BROKEN as error:
            cause = " ".join(str(error.__cause__ or error).split())
            raise refuse(file, f"{_DAMAGED}: a part is not what it should be ({cause})", _RESAVE) from error


_BROKEN = (  # openpyxl has no error of its own for a part with the wrong content
    expat.ExpatError,
    SyntaxError,
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    ArithmeticError,
    AssertionError,
    OSError,
    RecursionError,
)


# --- the archive, before openpyxl sees it -----------------------------------------------------------------------


def _archive(data: bytes, file: str) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError) as error:
        raise refuse(file, f"{_DAMAGED}: it is cut off or not whole", "get the file again from who sent it") from error
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise refuse(file, "the workbook has a password", "save it without a password")
    if len(parts) > MAX_PARTS:
        raise refuse(file, f"the workbook has {len(parts):,} parts, more than {MAX_PARTS:,}", _RESAVE)
    expanded = sum(part.file_size for part in parts)
    most = min(MAX_EXPANDED_BYTES, max(_SMALL, MAX_EXPANSION * len(data)))
    if expanded > most:
        unpacks = f"the workbook unpacks to {expanded:,} bytes, more than {most:,}"
        raise refuse(file, unpacks, "split it, or remove what is no claim")
    return archive


def _lean(archive: zipfile.ZipFile, file: str) -> tuple[io.BytesIO, list[_Scan]]:
    """The workbook without painted cells and what else no cell needs; and what the scan of each sheet found."""
    lean = io.BytesIO()
    with zipfile.ZipFile(lean, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as kept:
        return lean, _copy_lean(archive, kept, file)


def _copy_lean(archive: zipfile.ZipFile, kept: zipfile.ZipFile, file: str) -> list[_Scan]:
    """Copies what cells need, and answers with the scan of each sheet."""
    from openpyxl.packaging.relationship import get_rels_path  # pyright: ignore[reportUnknownVariableType]
    from openpyxl.xml.constants import ARC_CONTENT_TYPES, ARC_ROOT_RELS, ARC_STYLE, REL_NS
    from openpyxl.xml.functions import fromstring

    names = set(archive.namelist())
    path = ""
    if ARC_ROOT_RELS in names:
        _copy(archive, ARC_ROOT_RELS, kept)
        path = next((part for kind, part in _related(archive, ARC_ROOT_RELS).values() if kind == "officeDocument"), "")
    if path.endswith(".bin"):
        raise refuse(file, "the workbook is in the binary form .xlsb", "save it as .xlsx")
    if path not in names:
        raise refuse(file, "the file is an archive, but no Excel workbook with sheets", "save the table as .xlsx")
    relations = cast("str", get_rels_path(path))  # type: ignore[no-untyped-call]
    for part in (ARC_CONTENT_TYPES, path, relations):
        _copy(archive, part, kept)
    root = fromstring(archive.read(path))
    if not str(root.tag).endswith("}workbook"):  # a text document, say
        raise refuse(file, "the file is an archive, but no Excel workbook with sheets", "save the table as .xlsx")
    if root.get("conformance") == "strict":
        raise refuse(file, "the workbook is in the form Strict Open XML", "save it as .xlsx (Excel Workbook)")
    related = _related(archive, relations)
    listed = list(root.iterfind("{*}sheets/{*}sheet"))
    if len(listed) > MAX_SHEETS:
        raise refuse(file, f"the workbook has {len(listed)} sheets, more than {MAX_SHEETS}", "split it")
    faults: list[Problem] = []
    sheets: list[tuple[str, str]] = []
    for sheet in listed:
        kind, part = related.get(sheet.get(f"{{{REL_NS}}}id", ""), ("", ""))
        place = f"{file}[{sheet.get('name')}]"
        if part not in names:
            faults.append(Problem(place, f"{_DAMAGED}: the sheet is listed, but its part is missing", _RESAVE))
        elif kind == "worksheet":
            sheets.append((place, part))
        names.discard(part)  # no part is two sheets
    if faults:
        raise ClaimsError(faults)
    for kind, part in related.values():
        if kind in ("styles", "sharedStrings") and part in names:
            _copy(archive, part, kept, ARC_STYLE if kind == "styles" else part)  # where openpyxl looks for it
    calculation = root.find("{*}calcPr")
    unsettled = calculation is not None and calculation.get("fullCalcOnLoad") in ("1", "true")
    scans = [_Scan(place, unsettled) for place, _ in sheets]
    for scan, (_, part) in zip(scans, sheets, strict=True):
        _copy(archive, part, kept, scan=scan)
    return scans


def _related(archive: zipfile.ZipFile, listing: str) -> dict[str, tuple[str, str]]:
    """The kind and the path of each part that a part (or the archive itself) refers to, by identity."""
    from openpyxl.packaging.relationship import get_dependents

    found = cast("dict[str, Relationship]", get_dependents(archive, listing).to_dict())
    return {key: (str(one.Type).rpartition("/")[2], str(one.Target)) for key, one in found.items()}


def _copy(
    archive: zipfile.ZipFile, path: str, kept: zipfile.ZipFile, to: str | None = None, scan: _Scan | None = None
) -> None:
    """Copies a part through a parser that allows no document type: without entities nothing grows while it is read."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _document_type
    if scan is not None:
        scan.listen(parser)
    with archive.open(path) as part, kept.open(to or path, "w") as copy:
        for chunk in iter(lambda: part.read(_CHUNK), b"") if scan is None else _unpainted(part):
            parser.Parse(chunk, False)
            copy.write(chunk)
    parser.Parse(b"", True)


def _document_type(*_: object) -> None:
    raise ValueError("it declares a document type")


_PAINTED = re.compile(rb'(?:<c r="[A-Z]{1,3}+[0-9]{1,7}+"(?: [st]="[a-zA-Z0-9]*+")*+ ?+(?:/>|></c>))+(?=<c r="|</row>)')


def _unpainted(part: IO[bytes]) -> Iterator[bytes]:
    """The part without cells that hold a style alone: there may be millions, and nothing else hangs on them.

    A cell that does not say where it stands counts from the one before it, so that one is kept. Some painted
    cells stay where two chunks meet.
    """
    rest = b""
    while chunk := part.read(_CHUNK):
        chunk = rest + chunk
        end = chunk.rfind(b"<c ") if b"<c " in chunk else len(chunk)
        rest = chunk[end:]
        yield _PAINTED.sub(b"", chunk[:end])
    yield _PAINTED.sub(b"", rest)


# --- what the read-only mode does not show ----------------------------------------------------------------------


@dataclass
class _Scan:
    """One pass over a sheet: merged areas, what is hidden, formulas without a result, and how far values reach.

    Where openpyxl would silently take one of two cells, or leave a row out, the sheet is refused.
    """

    place: str
    unsettled: bool  # some programs write 0 for each result and leave it to Excel
    merged: dict[int, list[tuple[int, int]]] = field(default_factory=dict[int, list[tuple[int, int]]])
    """By the first row: column and last row of areas that reach over several rows."""
    hidden_rows: set[int] = field(default_factory=set[int])
    hidden_columns: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    without_result: set[tuple[int, int]] = field(default_factory=set[tuple[int, int]])
    rows: int = 0
    columns: int = 0

    def listen(self, parser: expat.XMLParserType) -> None:
        """Hears each element of the part."""
        from openpyxl.utils.cell import column_index_from_string

        texts: list[str] = []
        row = column = areas = 0
        formula = is_text = False
        value = ""
        filled: set[int] = set()

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal row, column, areas, formula, is_text, value
            texts.clear()
            match name.rpartition(":")[2]:
                case "row":
                    number = int(attributes.get("r", row + 1))
                    if number <= row:
                        order = "stands there twice" if number == row else f"stands behind row {row}"
                        raise refuse(f"{self.place}!{number}", f"{_DAMAGED}: the row {order}", _RESAVE)
                    row, column = number, 0
                    filled.clear()
                    if attributes.get("hidden") in ("1", "true"):
                        self.hidden_rows.add(row)
                case "c":
                    reference = attributes.get("r")
                    column = column_index_from_string(reference.rstrip("0123456789")) if reference else column + 1
                    is_text = attributes.get("t") == "str"
                    formula, value = False, ""
                case "f":
                    formula = True
                case "mergeCell":
                    areas += 1
                    self._merge(attributes["ref"], areas)
                case "col" if attributes.get("hidden") in ("1", "true"):
                    self.hidden_columns.append((int(attributes["min"]), int(attributes["max"])))
                case _:
                    pass

        def end(name: str) -> None:
            nonlocal value
            match name.rpartition(":")[2]:
                case "v" | "t":
                    value += "".join(texts)
                case "c":
                    if formula and not is_text and (not value or (self.unsettled and value == "0")):
                        self.without_result.add((row, column))
                    elif not value:
                        return
                    self._reach(row, column)
                    if column in filled:
                        where = f"{self.place}!{letters(column)}{row}"
                        raise refuse(where, f"{_DAMAGED}: the cell stands there twice", _RESAVE)
                    filled.add(column)
                case _:
                    pass

        parser.buffer_text = True
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = texts.append

    def _reach(self, row: int, column: int) -> None:
        if column > MAX_COLUMNS:
            last = letters(MAX_COLUMNS)
            where = f"{self.place}!{letters(column)}{row}"
            within = f"keep the table within columns A to {last}"
            raise refuse(where, f"a value stands beyond column {last}", within)
        if row > MAX_ROWS:
            where = f"{self.place}!{letters(column)}{row}"
            raise refuse(where, f"a value stands beyond row {MAX_ROWS}", "split the sheet")
        self.rows = row
        self.columns = max(self.columns, column)

    def _merge(self, reference: str, areas: int) -> None:
        from openpyxl.utils.cell import range_boundaries

        if areas > MAX_MERGED:
            many = f"the sheet has more than {MAX_MERGED:,} merged areas"
            raise refuse(self.place, many, "remove what is no claim")
        column, top, _, bottom = range_boundaries(reference)
        if column and top and bottom and bottom > top:
            self.merged.setdefault(top, []).append((column, bottom))


# --- cells ------------------------------------------------------------------------------------------------------


def _grid(sheet: Worksheet, scan: _Scan, file: str, epoch: datetime) -> Grid:
    """The lines of a sheet, from row 1 to the last with a value; what may stand behind them is not looked at."""
    rows: Iterator[tuple[ReadOnlyCell, ...]] = iter(())
    if scan.rows:  # what the sheet says of its own size may be wrong
        every = sheet.iter_rows(min_row=1, max_row=scan.rows, min_col=1, max_col=scan.columns)
        rows = islice(cast("Iterator[tuple[ReadOnlyCell, ...]]", every), scan.rows)
    lines: list[Line] = []
    merged: dict[int, tuple[int, Cell]] = {}
    for number, row in enumerate(rows, 1):
        cells: dict[int, Cell] = {}
        for column, found in enumerate(row, 1):
            where = f"{scan.place}!{letters(column)}{number}"
            if (number, column) in scan.without_result:
                fault = Problem(where, "the formula has no result", f"{_RESAVE}, or write the value")
                cells[column] = Cell(None, where, fault)
            elif found.value is not None and (cell := _cell(found, where, epoch)) is not None:
                cells[column] = cell
        if cells:
            fill_down(cells, number, merged, scan.merged.get(number, ()), scan.place)
        lines.append(Line(number, dict(sorted(cells.items()))))
    spans = scan.hidden_columns
    hidden = hidden_places(scan.place, lines, sheet.sheet_state != "visible", scan.hidden_rows, spans)
    return Grid(file, sheet.title, lines, hidden)


def _cell(found: ReadOnlyCell, where: str, epoch: datetime) -> Cell | None:
    value: object = found.value
    if isinstance(value, bool):
        return Cell(value, where)
    if isinstance(value, str):
        return text_cell(_unescaped(value) if "_x" in value else value, where)
    form = format_of(found.style_array.numFmtId, found.number_format)
    if isinstance(value, int | float):
        if abs(value) >= 10**15 or not form.is_day:
            return number_cell(value, form, where)
        try:
            value = _dated(value, epoch)
        except (OverflowError, ValueError):
            return text_cell("#VALUE!", where)  # as openpyxl calls a date of a format that it knows
    if isinstance(value, date | time | timedelta):
        return _day(value, form, where, epoch)
    raise TypeError(f"{where} holds neither text nor number nor date")


def _unescaped(text: str) -> str:
    from openpyxl.utils.escape import unescape

    return str(unescape(text))


def _dated(serial: float, epoch: datetime) -> date | time | timedelta:
    from openpyxl.utils.datetime import from_excel  # pyright: ignore[reportUnknownVariableType]

    return cast("date | time | timedelta", from_excel(serial, epoch))


def _serial(value: date | time | timedelta, epoch: datetime) -> Decimal:
    from openpyxl.utils.datetime import to_excel  # pyright: ignore[reportUnknownVariableType]

    return number_of(to_excel(value, epoch))  # type: ignore[no-untyped-call]


def _day(value: date | time | timedelta, form: Format, where: str, epoch: datetime) -> Cell:
    """The day of a number in a date format, which openpyxl has turned into a date; into a time if it is below 1."""
    day = value.date() if isinstance(value, datetime) else value
    if form.kind == "time" or not (isinstance(day, date) or form.is_day):
        return time_cell(_serial(value, epoch), where)
    if not isinstance(day, date) or day < epoch.date():
        return no_day_cell(_serial(value, epoch), where)
    return day_cell(day, form, where)
