"""Writing cells of a workbook (写单元格): numbers as numbers, text as text that nothing can run."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, cast

from investpolicy.claims.verdicts import Verdict
from investpolicy.claims.writing import NOT_JUDGED, TO_CHECK, could_be_formula
from investpolicy.errors import ClaimsError, Problem

if TYPE_CHECKING:  # imported only when a workbook is written: an extra
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.styles import PatternFill
    from openpyxl.worksheet.worksheet import Worksheet

MAX_TEXT: Final = 32_767
"""Most characters in a cell of a spreadsheet."""

AMOUNT: Final = "#,##0.00"
"""How amounts of yuan are shown."""

Value = str | int | Decimal | None

_COLOURS: Final[Mapping[str, str]] = {
    Verdict.RIGHT: "E2EFDA",
    Verdict.WITHIN_CEILING: "E2EFDA",
    Verdict.EXCEPTED: "DDEBF7",
    Verdict.OVER: "F8CBAD",
    Verdict.UNDER: "FFE699",
    Verdict.NOT_ELIGIBLE: "F4B183",
    Verdict.CANNOT_TELL: "EDEDED",
    NOT_JUDGED.zh: "E4DFEC",
    TO_CHECK.zh: "E4DFEC",
}


def openpyxl() -> Any:
    """The library. :raises ClaimsError: where it is not installed."""
    try:
        import openpyxl as library
    except ImportError as error:
        install = 'pip install "investpolicy[excel]", or write --format csv'
        what = "a workbook is written with openpyxl, which is not installed"
        raise ClaimsError(Problem("", what, install)) from error
    return library


BROKEN: Final = (
    zipfile.BadZipFile,
    SyntaxError,
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    ArithmeticError,
    AssertionError,
    OSError,
)
"""What openpyxl raises where a part of a workbook is not what it should be: it has no error of its own for that."""


def saved(book: Workbook) -> bytes:
    """The workbook as a file. :raises ClaimsError: where openpyxl can not write what it has read."""
    written = io.BytesIO()
    try:
        book.save(written)
    except BROKEN as error:
        what = f"the workbook can not be written again ({cause_of(error)})"
        raise ClaimsError(Problem("", what, "write the report to a .csv file")) from error
    return written.getvalue()


def cause_of(error: Exception) -> str:
    """What went wrong, on one line."""
    return " ".join(str(error.__cause__ or error).split())[:200]


def put(cell: Cell, value: Value) -> None:
    """A number as a number, a text as a text: never as a formula, an error or a date."""
    if not isinstance(value, str):
        cell.value = value
        return
    cell.value = _writable(value)
    cell.data_type = "s"
    if could_be_formula(value):
        cast("Any", cell).quotePrefix = True  # stays a text when somebody edits it


def _writable(text: str) -> str:
    """A text without signs that XML can not hold, not longer than a cell."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    text = ILLEGAL_CHARACTERS_RE.sub("�", text.encode("utf-8", "backslashreplace").decode("utf-8"))
    return text if len(text) <= MAX_TEXT else f"{text[: MAX_TEXT - 1]}…"


def fill(verdict: str) -> PatternFill:
    """The colour of a verdict."""
    from openpyxl.styles import PatternFill

    return PatternFill("solid", fgColor=_COLOURS[verdict])


def letters(column: int) -> str:
    """``A`` for 1."""
    from openpyxl.utils import get_column_letter

    return get_column_letter(column)


class Page:
    """A sheet of our own, written row by row."""

    def __init__(self, book: Workbook, name: str, widths: Sequence[int]) -> None:
        self.sheet = cast("Worksheet", book.create_sheet(_title(name, book.sheetnames)))
        self.row = 0
        for column, width in enumerate(widths, 1):
            self.sheet.column_dimensions[letters(column)].width = width

    def write(self, values: Sequence[Value] = (), *, bold: bool = False) -> None:
        """The next row; blank without values."""
        from openpyxl.styles import Font

        self.row += 1
        for column, value in enumerate(values, 1):
            if value is None or value == "":
                continue
            cell = self.cell(column)
            put(cell, value)
            if isinstance(value, Decimal):
                cell.number_format = AMOUNT
            if bold:
                cell.font = Font(bold=True)

    def cell(self, column: int) -> Cell:
        """A cell of the row that was written last."""
        return cast("Cell", self.sheet.cell(self.row, column))


def _title(name: str, taken: Sequence[str]) -> str:
    """A name for a sheet: no sign that Excel forbids, 31 characters at most, unlike the others in any case."""
    clean = _writable(re.sub(r"[\\/*?:\[\]\t\r\n]", "_", name))[:31].strip("'") or "1"
    used = {one.casefold() for one in taken}
    number, title = 1, clean
    while title.casefold() in used:
        number += 1
        title = f"{clean[: 31 - len(str(number))]}{number}"
    return title


__all__ = ["AMOUNT", "BROKEN", "MAX_TEXT", "Page", "cause_of", "fill", "letters", "openpyxl", "put", "saved"]
