"""Reads a claims file as an office keeps it (申报表): CSV, workbook or Parquet in, tables of cells with places out.

It knows nothing of policies: which headers mean which facts is passed in. What can not be read exactly stays
as a fault of its cell or row, so that the other rows can be judged; a file of which nothing can be read is a
:class:`~investpolicy.errors.ClaimsError`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from investpolicy.claims import old_workbook, workbook
from investpolicy.claims.cells import Cell
from investpolicy.claims.frames import read_parquet
from investpolicy.claims.grid import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, Grid, Line, refuse, text_cell
from investpolicy.claims.layout import HEADER_WITHIN, Header, Recognised, Row, Table, find_tables
from investpolicy.headers import header_name

__all__ = ["Header", "Recognised", "Row", "Table", "header_name", "read_tables"]

_ARCHIVE = (b"PK\x03\x04", b"PK\x05\x06")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PARQUET = b"PAR1"
_TEXTS = (".csv", ".tsv", ".tab", ".txt")
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".ods")
_HTML = re.compile(rb"\s*(<!doctype html|<html|<head|<meta|<body|<table|mime-version:)", re.IGNORECASE)
_SEPARATORS = (",", "\t", ";")


def read_tables(path: Path, *, name: str | None = None, is_header: Callable[[str], bool]) -> list[Table]:
    """The tables of a CSV, XLSX, XLS or Parquet file, in order; hidden sheets too, empty ones and charts not.

    ``name`` is what places call the file, the last part of its path unless said otherwise.
    ``is_header`` says whether a normalised header name (see :func:`header_name`) is one that the caller knows.
    The header row is the first of 30 with at least two such names. A sheet without one is a table without
    headers, whose lines are all listed. ClaimsError: the file can not be read, or no table in it has a row.
    """
    file = name or path.name
    data = _bytes(path, file)
    if data.startswith(_PARQUET):
        return [read_parquet(path, file)]
    tables = [table for sheet in _grids(data, file, is_header) for table in find_tables(sheet, is_header)]
    if not tables:
        raise refuse(file, "the file is empty", "give a file with a header row and claims")
    if not any(table.headers for table in tables):
        seen = next(one.text for table in tables for one in table.recognised if one.text)
        raise refuse(
            file,
            f"no header row: none of the first {HEADER_WITHIN} rows has two known column names; the file begins "
            f"with {seen[:60]!r}",
            "write the column names in one row above the claims, such as 项目名称 and 申报金额",
        )
    if not any(table.rows for table in tables):
        raise refuse(file, "the file has a header and no claims", "write one claim a row below the header")
    return tables


def _grids(data: bytes, file: str, is_header: Callable[[str], bool]) -> list[Grid]:
    if data.startswith(_ARCHIVE):
        return workbook.grids(data, file)
    if data.startswith(_OLD_OFFICE):
        return old_workbook.grids(data, file)
    return [_csv_grid(_decoded(data, file), file, is_header)]


def _bytes(path: Path, file: str) -> bytes:
    """The content of a file that may be a CSV file or a workbook; the others are refused by what they are."""
    if path.is_dir():
        raise refuse(str(path), "this is a folder", "name a file in it")
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise refuse(file, f"the file has {size:,} bytes, more than {MAX_BYTES:,}", "split it")
        with path.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise refuse(str(path), "the file does not exist", "check its name and folder") from error
    except OSError as error:
        raise refuse(str(path), f"the file can not be read ({error.strerror})", "check what it is") from error
    if len(data) > MAX_BYTES:  # a pipe or a device does not say its size
        raise refuse(file, f"the file has more than {MAX_BYTES:,} bytes", "split it")
    _check_kind(data, file, path.suffix.lower())
    return data


def _check_kind(data: bytes, file: str, suffix: str) -> None:
    """Refuses what is neither text nor a workbook, and what its name says otherwise."""
    is_old = data.startswith(_OLD_OFFICE)
    if is_old and "EncryptedPackage".encode("utf-16-le") in data:
        raise refuse(file, "the workbook has a password", "save it without a password")
    if _HTML.match(data[:200].removeprefix(b"\xef\xbb\xbf")):
        raise refuse(file, "the file is a web page, whatever its name says", "open it and save it as .xlsx")
    if data.startswith(b"%PDF-"):
        raise refuse(file, "the file is a PDF document", "ask its sender for the table as .xlsx or .csv")
    if b"urn:schemas-microsoft-com:office:spreadsheet" in data[:2000]:
        raise refuse(file, "the workbook is in the form XML Spreadsheet 2003", "save it as .xlsx")
    if suffix == ".parquet" and data and not data.startswith(_PARQUET):
        what = "the file is no Parquet file, whatever its name says"
        raise refuse(file, what, "give it the name of what it is, such as .csv")
    is_archive = data.startswith(_ARCHIVE)
    if (is_archive or is_old) and suffix in _TEXTS:
        name = ".xlsx" if is_archive else ".xls"
        raise refuse(file, "the file is a workbook, whatever its name says", f"give it a name that ends in {name}")
    if data and not is_archive and not is_old and suffix in _WORKBOOKS:
        if b"\0" in data[:4000]:
            raise refuse(file, "the workbook is damaged", "get the file again from who sent it")
        raise refuse(file, "the file is text and no workbook", "save it as .xlsx, or give it a name that ends in .csv")


# --- CSV --------------------------------------------------------------------------------------------------------


def _decoded(data: bytes, file: str) -> str:
    """The text, decoded strictly: by its byte order mark, else as UTF-8, else as GB18030 (国标)."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    line = 1
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            continue
        if "\0" in text:
            raise refuse(file, "the file is no text, or UTF-16 without its mark", "save it as CSV UTF-8")
        return text
    names = "UTF-16, as its first bytes say" if marked else "neither UTF-8 nor GB18030"
    raise refuse(f"{file}:{line}", f"the text is {names}" + (", but broken" if marked else ""), "save it as CSV UTF-8")


def _csv_grid(text: str, file: str, is_header: Callable[[str], bool]) -> Grid:
    lines: list[Line] = []
    for number, record in _records(text, _separator(text, file, is_header), file):
        cells: dict[int, Cell] = {}
        for column, value in enumerate(record, 1):
            cell = text_cell(value, f"{file}:{number}:{column}") if value else None
            if cell is not None:
                cells[column] = cell
        if cells and max(cells) > MAX_COLUMNS:
            raise refuse(
                f"{file}:{number}", f"the row has {max(cells)} values, more than {MAX_COLUMNS}", "split the table"
            )
        lines.append(Line(number, cells, len(record)))
        if len(lines) > MAX_ROWS:
            raise refuse(file, f"the file has more than {MAX_ROWS:,} rows", "split it")
    while lines and not lines[-1].cells:
        lines.pop()
    return Grid(file, None, lines)


def _separator(text: str, file: str, is_header: Callable[[str], bool]) -> str:
    """The sign that splits the header into the most known names; a comma if none does."""
    head = "".join(text.splitlines(keepends=True)[: 4 * HEADER_WITHIN])

    def known(separator: str) -> int:
        most = 0
        try:
            for _, record in _records(head, separator, file):
                most = max(most, sum(is_header(header_name(value)) for value in record[:MAX_COLUMNS]))
        except ValueError:  # told again when the whole is read
            pass
        return most

    return max(_SEPARATORS, key=known)


def _records(text: str, separator: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line on which it begins; a value in quotation marks may run over several lines."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 1
    while True:
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            closed = "expected after" in str(error)
            what = "text stands behind a closing quotation mark" if closed else "a quotation mark is not closed"
            raise refuse(
                f"{file}:{number}",
                f"in the row that begins here {what}",
                'put a value in one pair of marks and double those inside, as in "a ""b"" c"',
            ) from error
        yield number, record
        number = reader.line_num + 1
