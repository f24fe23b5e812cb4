"""XLSX workbooks (工作簿): each sheet as lines of cells, with what a spreadsheet program shows and hides.

The parts of the archive are read with the standard library's ``zipfile`` and ``expat``, one pass a part. The
usual package reads merged cells only in the mode that also builds every painted cell, does not tell a formula
without a result from a blank cell, and takes minutes for formats painted to the last column.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import IO
from xml.parsers import expat

from investpolicy.claims.cells import Cell, shown
from investpolicy.claims.grid import (
    MAX_COLUMNS,
    MAX_EXPANDED_BYTES,
    MAX_MERGED,
    MAX_ROWS,
    MAX_SHEETS,
    Grid,
    Line,
    letters,
    number_of,
    refuse,
    text_cell,
)
from investpolicy.errors import ClaimsError, Problem
from investpolicy.values.text import MONEY_UNITS, plain

Attributes = dict[str, str]

_RESAVE = "open it in a spreadsheet program and save it again as .xlsx"
_DAMAGED = "the workbook is damaged"
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_CHUNK = 2**20
_REFERENCE = re.compile("([A-Z]{1,3})([0-9]{1,7})")
_DATE_IDS = frozenset({14, 15, 16, 22, *range(28, 32), 51, 53, 54, 58})  # built-in: their codes stand in no file
_MONTH_IDS = frozenset({17, 27, 36, 50, 52, 57})
_TIME_IDS = frozenset({*range(18, 22), *range(32, 36), 45, 46, 47, 55, 56})
_PERCENT_IDS = frozenset({9, 10})


def grids(data: bytes, file: str) -> list[Grid]:
    """Every sheet of the workbook, in order, hidden ones too."""
    with _archive(data, file) as archive:
        try:
            return list(_sheets(archive, file))
        except ClaimsError:
            raise
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise refuse(file, f"{_DAMAGED}: a part can not be unpacked", _RESAVE) from error
        except (expat.ExpatError, UnicodeDecodeError, ValueError, KeyError, IndexError, OverflowError) as error:
            raise refuse(file, f"{_DAMAGED}: a part is not what it should be ({error})", _RESAVE) from error


def _archive(data: bytes, file: str) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, EOFError, ValueError) as error:
        raise refuse(file, f"{_DAMAGED}: it is cut off or not whole", "get the file again from who sent it") from error
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise refuse(file, "the workbook has a password", "save it without a password")
    expanded = sum(part.file_size for part in parts)
    if expanded > MAX_EXPANDED_BYTES:
        raise refuse(
            file,
            f"the workbook unpacks to {expanded:,} bytes, more than {MAX_EXPANDED_BYTES:,}",
            "split it, or remove what is no claim",
        )
    return archive


def _sheets(archive: zipfile.ZipFile, file: str) -> Iterator[Grid]:
    names = set(archive.namelist())
    book = next((path for kind, path in _related(archive, "").values() if kind == "officeDocument"), "")
    if book.endswith(".bin"):
        raise refuse(file, "the workbook is in the binary form .xlsb", "save it as .xlsx")
    listed, dates_from, unsettled = _book(archive, book) if book in names else ([], date.min, False)
    related = _related(archive, book)
    if not listed:
        raise refuse(file, "the file is an archive, but no Excel workbook with sheets", "save the table as .xlsx")
    if len(listed) > MAX_SHEETS:
        raise refuse(file, f"the workbook has {len(listed)} sheets, more than {MAX_SHEETS}", "split it")
    faults = [
        Problem(f"{file}[{name}]", f"{_DAMAGED}: the sheet is listed, but its part is missing", _RESAVE)
        for name, identity, _ in listed
        if related.get(identity, ("", ""))[1] not in names
    ]
    if faults:
        raise ClaimsError(faults)
    parts = {kind: path for kind, path in related.values() if path in names}
    strings = _strings(archive, parts["sharedStrings"]) if "sharedStrings" in parts else []
    formats = _formats(archive, parts["styles"]) if "styles" in parts else []
    shared = _Book(file, strings, formats, dates_from, unsettled)
    for name, identity, hidden in listed:
        kind, path = related[identity]
        if kind == "worksheet":
            yield _Sheet(shared, name, hidden).read(archive, path)


# --- the parts of the archive -----------------------------------------------------------------------------------


Start = Callable[[str, Attributes], None]
End = Callable[[str, str], None]


def _feed(chunks: Iterable[bytes], start: Start, end: End) -> None:
    """Runs through a part: ``start`` gets each element, ``end`` its name and the text right before it ends."""
    texts: list[str] = []

    def started(name: str, attributes: Attributes) -> None:
        texts.clear()
        start(name.rpartition(":")[2] if ":" in name else name, attributes)

    def ended(name: str) -> None:
        end(name.rpartition(":")[2] if ":" in name else name, "".join(texts))
        texts.clear()

    def doctype(*_: object) -> None:
        raise ValueError("it declares a document type")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = started
    parser.EndElementHandler = ended
    parser.CharacterDataHandler = texts.append
    parser.StartDoctypeDeclHandler = doctype  # no entities, so nothing grows while it is read
    for chunk in chunks:
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _ignore(_element: str, _text: str) -> None:
    pass


def _parse(archive: zipfile.ZipFile, path: str, start: Start, end: End = _ignore) -> None:
    with archive.open(path) as part:
        _feed(iter(lambda: part.read(_CHUNK), b""), start, end)


def _related(archive: zipfile.ZipFile, path: str) -> dict[str, tuple[str, str]]:
    """The kind and the path of each part that a part (or the archive itself) refers to, by identity."""
    folder, name = posixpath.split(path)
    listing = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, tuple[str, str]] = {}

    def start(element: str, attributes: Attributes) -> None:
        if element == "Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, attributes["Target"])).lstrip("/")
            found[attributes["Id"]] = (attributes["Type"].rpartition("/")[2], target)

    if listing in archive.namelist():
        _parse(archive, listing, start)
    return found


def _book(archive: zipfile.ZipFile, path: str) -> tuple[list[tuple[str, str, bool]], date, bool]:
    """The sheets (name, identity, hidden), the day that dates count from, and whether results await a first run."""
    sheets: list[tuple[str, str, bool]] = []
    dates_from = date(1899, 12, 30)
    unsettled = False

    def start(element: str, attributes: Attributes) -> None:
        nonlocal dates_from, unsettled
        if element == "sheet":
            identity = next(value for key, value in attributes.items() if key.rpartition(":")[2] == "id")
            sheets.append((attributes["name"], identity, attributes.get("state", "visible") != "visible"))
        elif element == "workbookPr" and attributes.get("date1904") in ("1", "true"):
            dates_from = date(1904, 1, 1)
        elif element == "calcPr":
            unsettled = attributes.get("fullCalcOnLoad") in ("1", "true")

    _parse(archive, path, start)
    return sheets, dates_from, unsettled


def _strings(archive: zipfile.ZipFile, path: str) -> list[str]:
    """The shared strings; the phonetic guides beside them are left out."""
    found: list[str] = []
    pieces: list[str] = []
    guided = False

    def start(element: str, _: Attributes) -> None:
        nonlocal guided
        if element == "si":
            pieces.clear()
        elif element == "rPh":
            guided = True

    def end(element: str, text: str) -> None:
        nonlocal guided
        if element == "t" and not guided:
            pieces.append(text)
        elif element == "rPh":
            guided = False
        elif element == "si":
            found.append(_unescaped("".join(pieces)))

    _parse(archive, path, start, end)
    return found


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


# --- number formats ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Format:
    """What a number format makes of a number: number, date, month, time, percent or scaled; and the unit it writes."""

    kind: str = "number"
    unit: str = ""


_GENERAL = _Format()


def _formats(archive: zipfile.ZipFile, path: str) -> list[_Format]:
    """The format of each cell style."""
    codes: dict[int, str] = {}
    styles: list[_Format] = []
    inside = False

    def start(element: str, attributes: Attributes) -> None:
        nonlocal inside
        if element == "numFmt":
            codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif element == "cellXfs":
            inside = True
        elif element == "xf" and inside:
            styles.append(_format(int(attributes.get("numFmtId", "0")), codes))

    def end(element: str, _: str) -> None:
        nonlocal inside
        inside = inside and element != "cellXfs"

    _parse(archive, path, start, end)
    return styles


def _format(identity: int, codes: dict[int, str]) -> _Format:
    if identity in codes:
        return _format_of(codes[identity])
    if identity in _DATE_IDS:
        return _Format("date")
    if identity in _MONTH_IDS:
        return _Format("month")
    if identity in _TIME_IDS:
        return _Format("time")
    return _Format("percent") if identity in _PERCENT_IDS else _GENERAL


def _format_of(code: str) -> _Format:
    """``yyyy"年"m"月"`` is a date, ``0.0%`` a percentage, ``0.00"万元"`` a number of 万元, ``0!.0,`` a scaled one."""
    bare = re.sub(r"\[[^\]]*\]", "", code)  # colours, currencies, conditions
    bare = re.split(r""";(?=(?:[^"]*"[^"]*")*[^"]*$)""", bare, maxsplit=1)[0]
    signs = re.sub(r'"[^"]*"|[\\!_*].', "", bare).lower()
    if signs in ("general", "standard", "g/通用格式", "@", ""):
        return _GENERAL
    if not re.search("[0#?]", signs):
        if re.search("[hs]", signs + "".join(re.findall(r"\[[hms]+\]", code.lower()))) and not re.search("[yd]", signs):
            return _Format("time")
        if "d" in signs:
            return _Format("date")
        return _Format("month") if re.search("[ym]", signs) else _GENERAL
    if "%" in signs:
        return _Format("percent")
    if re.search(r"[0#?],+(?![0#?,])", signs) or re.search(r'0(!\.|\\\.|"\.")0', bare):
        return _Format("scaled")
    written = re.findall(r'"([^"]*)"|[\\!](.)|([\u4e00-\u9fff])', bare)  # the text beside the number
    unit = plain("".join("".join(one) for one in written))
    return _Format("number", unit if unit in MONEY_UNITS else "")


# --- one sheet --------------------------------------------------------------------------------------------------

_PAINTED = re.compile(rb'<c r="[A-Z]{1,3}[0-9]{1,7}"(?: [st]="[a-zA-Z0-9]*")* ?(?:/>|></c>)')  # a cell with nothing but a style


def _unpainted(part: IO[bytes]) -> Iterator[bytes]:
    """The part without painted cells, which may be millions; a chunk ends where an element does."""
    rest = b""
    while chunk := part.read(_CHUNK):
        chunk = rest + chunk
        end = chunk.rfind(b"<c ") if b"<c " in chunk else len(chunk)
        rest = chunk[end:]
        yield _PAINTED.sub(b"", chunk[:end])
    yield _PAINTED.sub(b"", rest)


@dataclass(frozen=True)
class _Book:
    """What the sheets of a workbook share."""

    file: str
    strings: list[str]
    formats: list[_Format]
    dates_from: date
    unsettled: bool


class _Sheet:
    """One sheet, read in one pass; the merged areas stand behind the cells in the file."""

    def __init__(self, book: _Book, name: str, hidden: bool) -> None:
        self.book = book
        self.name = name
        self.place = f"{book.file}[{name}]"
        self.rows: dict[int, dict[int, Cell]] = {}
        self.hidden = [self.place] if hidden else []
        self.hidden_columns: list[tuple[int, int]] = []
        self.merged: list[str] = []

    def read(self, archive: zipfile.ZipFile, path: str) -> Grid:
        """The lines of the sheet, from row 1 to the last with a value."""
        with archive.open(path) as part:
            self._parse(_unpainted(part))
        if len(self.merged) > MAX_MERGED:
            many = f"the sheet has {len(self.merged):,} merged areas, more than {MAX_MERGED:,}"
            raise refuse(self.place, many, "remove what is no claim")
        self.rows = dict(sorted(self.rows.items()))
        self._fill_down()
        used = {column for cells in self.rows.values() for column in cells}
        for first, last in self.hidden_columns:
            self.hidden += [f"{self.place}!{letters(column)}" for column in sorted(used) if first <= column <= last]
        lines = [
            Line(number, dict(sorted(self.rows.get(number, {}).items())))
            for number in range(1, max(self.rows, default=0) + 1)
        ]
        return Grid(self.book.file, self.name, lines, tuple(self.hidden))

    def _parse(self, chunks: Iterator[bytes]) -> None:
        row = column = 0
        is_hidden = formula = guided = False
        cells: dict[int, Cell] = {}
        cell: Attributes = {}
        value = ""

        def start(element: str, attributes: Attributes) -> None:
            nonlocal row, column, is_hidden, formula, guided, cells, cell, value
            if element == "c":
                cell, value, formula = attributes, "", False
            elif element == "f":
                formula = True
            elif element == "row":
                row = int(attributes.get("r", row + 1))
                column, cells = 0, {}
                is_hidden = attributes.get("hidden") in ("1", "true")
            elif element == "rPh":
                guided = True
            elif element == "mergeCell":
                self.merged.append(attributes["ref"])
            elif element == "col" and attributes.get("hidden") in ("1", "true"):
                self.hidden_columns.append((int(attributes["min"]), int(attributes["max"])))

        def end(element: str, text: str) -> None:
            nonlocal column, guided, value
            if element == "v":
                value = text
            elif element == "c":
                reference = cell.get("r")
                column = _reference(reference)[0] if reference else column + 1
                if value or formula:
                    self._add(
                        cells, row, column, self._cell(cell, value, formula, f"{self.place}!{letters(column)}{row}")
                    )
            elif element == "t" and not guided:
                value += text
            elif element == "rPh":
                guided = False
            elif element == "row" and cells:
                self._add_row(row, cells, is_hidden)

        _feed(chunks, start, end)

    def _add(self, cells: dict[int, Cell], row: int, column: int, cell: Cell | None) -> None:
        if cell is None:
            return
        if column > MAX_COLUMNS:
            last = letters(MAX_COLUMNS)
            within = f"keep the table within columns A to {last}"
            raise refuse(cell.where, f"a value stands beyond column {last}", within)
        if row > MAX_ROWS:
            raise refuse(cell.where, f"a value stands beyond row {MAX_ROWS}", "split the sheet")
        if column in cells:
            raise refuse(cell.where, f"{_DAMAGED}: the cell stands there twice", _RESAVE)
        cells[column] = cell

    def _add_row(self, row: int, cells: dict[int, Cell], is_hidden: bool) -> None:
        if row in self.rows:
            raise refuse(f"{self.place}!{row}", f"{_DAMAGED}: the row stands there twice", _RESAVE)
        self.rows[row] = cells
        if is_hidden:
            self.hidden.append(f"{self.place}!{row}")

    def _cell(self, attributes: Attributes, value: str, formula: bool, where: str) -> Cell | None:
        kind = attributes.get("t", "n")
        awaited = not value or (self.book.unsettled and value == "0")  # some programs write 0 and leave it to Excel
        if formula and awaited and kind != "str":
            return Cell(None, where, Problem(where, "the formula has no result", f"{_RESAVE}, or write the value"))
        match kind:
            case "s":
                return text_cell(self.book.strings[int(value)], where)
            case "n":
                return self._number(float(value), int(attributes.get("s", "0")), where)
            case "b":
                return Cell(value in ("1", "true"), where)
            case "d":
                return Cell(date.fromisoformat(value[:10]), where)
            case _:  # inlineStr, str: the text of a formula, e: an error
                return text_cell(_unescaped(value), where)

    def _number(self, double: float, style: int, where: str) -> Cell:
        form = self.book.formats[style] if style < len(self.book.formats) else _GENERAL
        if abs(double) >= 10**15:
            beyond = "the number has more than 15 digits, of which a spreadsheet keeps 15"
            return Cell(None, where, Problem(where, beyond, "write it as text (format the cell as text first)"))
        number = number_of(double)
        match form.kind:
            case "date" | "month":
                return self._day(double, where, month=form.kind == "month")
            case "time":
                fault = f"the number {shown(number)} is formatted as a time of day"
                return Cell(number, where, Problem(where, fault, "format the cell as a number or a date"))
            case "percent":
                return Cell(f"{shown(number * 100)}%", where)
            case "scaled":
                fault = f"the number {shown(number)} is shown as another number by its format"
                plainly = "format the cell as a plain number, in the header's unit"
                return Cell(number, where, Problem(where, fault, plainly))
            case _:
                return Cell(shown(number) + form.unit, where) if form.unit else Cell(number, where)

    def _day(self, double: float, where: str, *, month: bool) -> Cell:
        days = int(double // 1)
        from_1900 = self.book.dates_from.year < 1900
        if (days < 1 and from_1900) or days < 0 or (from_1900 and days == 60) or days > 2_950_000:
            fault = f"the number {shown(number_of(double))} is formatted as a date, but is none"
            return Cell(None, where, Problem(where, fault, "write the date again"))
        if from_1900 and days < 60:
            days += 1  # spreadsheets hold 1900 for a leap year
        day = self.book.dates_from + timedelta(days)
        if month and day.day == 1:  # what was typed as 2022年6月 is kept as the first, which nobody wrote
            return Cell(f"{day.year}年{day.month}月", where)
        return Cell(day, where)

    def _fill_down(self) -> None:
        """Gives the value of a cell merged over several rows to each of them; only rows that hold something count."""
        starting: dict[int, list[tuple[int, int]]] = {}
        for reference in self.merged:
            first, _, last = reference.partition(":")
            column, top = _reference(first)
            bottom = _reference(last)[1] if last else top
            if bottom > top:
                starting.setdefault(top, []).append((column, bottom))
        current: dict[int, tuple[int, Cell]] = {}
        for row, cells in self.rows.items():
            for column, (bottom, cell) in list(current.items()):
                if row > bottom:
                    del current[column]
                elif column not in cells:
                    where = f"{self.place}!{letters(column)}{row}"
                    fault = cell.fault and Problem(where, cell.fault.what, cell.fault.instead)
                    cells[column] = Cell(cell.value, where, fault, merged=True)
            for column, bottom in starting.get(row, ()):
                if column in cells:
                    current[column] = (bottom, cells[column])


def _reference(text: str) -> tuple[int, int]:
    """Column and row of ``C7``."""
    found = _REFERENCE.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no place of a cell")
    return _column(found[1]), int(found[2])


@cache
def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column
