"""Tables as text into files as offices keep them: workbooks, CSV in any encoding. Shared by the scripts beside it."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import PatternFill
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | Decimal | date | None

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def lines(text: str) -> list[list[Value]]:
    """One line a row, ``|`` between its cells: 12 a number, 2022-06-01 a date, '12 a text, ⏎ a new line, blank none."""
    return [[_value(cell.strip()) for cell in line.split("|")] for line in text.strip("\n").split("\n")]


def _value(text: str) -> Value:
    if not text:
        return None
    if _NUMBER.fullmatch(text):
        return Decimal(text) if "." in text else int(text)
    if _DAY.fullmatch(text):
        return date.fromisoformat(text)
    return text.removeprefix("'").replace("⏎", "\n").replace("␣", " ")


@dataclass(frozen=True)
class Page:
    """A sheet: its lines as they stand, what is merged, hidden, how cells are shown, how far formats are painted."""

    name: str
    text: str
    merged: Sequence[str] = ()
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[str] = ()
    hidden: bool = False
    formats: Mapping[str, str] = field(default_factory=dict[str, str])
    painted: int = 0
    """The last row that is painted from column A to the last of all, XFD."""


def book_of(*pages: Page, from_1904: bool = False) -> Workbook:
    """The workbook of these sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    if from_1904:
        book.epoch = CALENDAR_MAC_1904
    for page in pages:
        _fill(book.create_sheet(page.name), page)
    return book


def workbook(*pages: Page, from_1904: bool = False) -> bytes:
    """The workbook as a file, the same bytes in each run of one Python."""
    written = io.BytesIO()
    book_of(*pages, from_1904=from_1904).save(written)
    return settled(written.getvalue())


def _fill(sheet: Worksheet, page: Page) -> None:
    for row, line in enumerate(lines(page.text), 1):
        for column, value in enumerate(line, 1):
            if value is None:
                continue
            cell = sheet.cell(row, column)
            cell.value = value
            if isinstance(value, date):
                cell.number_format = "yyyy/m/d"
            elif isinstance(value, str) and _NUMBER.fullmatch(value):
                cell.number_format = "@"
    for area in page.merged:
        sheet.merge_cells(area)
    for number in page.hidden_rows:
        sheet.row_dimensions[number].hidden = True
    for letter in page.hidden_columns:
        sheet.column_dimensions[letter].hidden = True
    for place, code in page.formats.items():
        sheet[place].number_format = code
    if page.hidden:
        sheet.sheet_state = "hidden"
    if page.painted:
        _paint(sheet, page.painted)


def _paint(sheet: Worksheet, last_row: int) -> None:
    """A background over whole rows, as who marks a row by its number leaves it."""
    fill = PatternFill("solid", fgColor="FFF2F2F2")
    for row in range(1, last_row + 1):
        for column in range(1, column_index_from_string("XFD") + 1):
            sheet.cell(row, column).fill = fill


def csv_text(text: str, separator: str = ",") -> str:
    """The lines as CSV, days as 2022/6/1, quoted where they must be."""
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=separator).writerows([[shown(value) for value in line] for line in lines(text)])
    return written.getvalue()


def shown(value: Value) -> str:
    """A value as a spreadsheet program in Chinese writes it to CSV."""
    if isinstance(value, date):
        return f"{value.year}/{value.month}/{value.day}"
    return "" if value is None else str(value)


def settled(data: bytes, kept: Mapping[str, str] | None = None) -> bytes:
    """The archive without the time at which it was written; numbers with the 17 digits to which they are ``kept``."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2022-12-30T08:00:00Z", old.read(name))
            for number, digits in (kept or {}).items():
                part = part.replace(f"<v>{number}</v>".encode(), f"<v>{digits}</v>".encode())
            entry = zipfile.ZipInfo(name, (2022, 12, 30, 8, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, part)
    return written.getvalue()


__all__ = ["Page", "Value", "book_of", "csv_text", "get_column_letter", "lines", "settled", "shown", "workbook"]
