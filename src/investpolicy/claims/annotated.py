"""The user's own workbook with verdict columns added (核查结果写回申报表), or a new one where there is none to add to.

openpyxl loads the workbook whole and saves it again. Formats, widths, merged cells, formulas, hidden sheets, notes and
data validation stay. What it can not keep is listed on the summary sheet: drawings, charts, and other parts. Results
of formulas are not kept either; spreadsheet programs calculate them again when they open the file.
"""

from __future__ import annotations

import io
import re
import warnings
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, cast

from investpolicy.claims.grid import MAX_COLUMNS
from investpolicy.claims.kept import not_kept, too_large
from investpolicy.claims.layout import HEADER_WITHIN
from investpolicy.claims.marks import ADDED
from investpolicy.claims.report import Claim, ClaimsReport, Sheet
from investpolicy.claims.report_workbook import add_summary, new_workbook
from investpolicy.claims.spreadsheet import AMOUNT, BROKEN, cause_of, fill, letters, openpyxl, put, saved
from investpolicy.claims.writing import NOT_JUDGED, TO_CHECK, due_of, reasons_of
from investpolicy.errors import ClaimsError, Problem
from investpolicy.headers import header_name
from investpolicy.messages import in_words
from investpolicy.values.label import Label, Lang
from investpolicy.values.money import Money

if TYPE_CHECKING:  # imported only when a workbook is written: an extra
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

_WIDTHS: Final = (18, 18, 14, 60)


def annotated_workbook(
    report: ClaimsReport, workbook: bytes, file_name: str, lang: Lang = "zh", *, macros: bool = False
) -> bytes:
    """The workbook that was checked, with columns behind each table, and a sheet with the summary at the end.

    The columns are what is due and the difference (numbers, in 元), the verdict and all reasons; rows that were not
    judged say so, and why. Columns of an earlier check are written anew. ``file_name`` is what the report calls the
    file; ``macros``: keep them, for a file whose name ends in ``.xlsm``.

    A workbook that is too large for that (:data:`.kept.MAX_CELLS`), or that openpyxl can not load whole, is answered
    with :func:`new_workbook`, which says so.

    :raises ClaimsError: where the workbook has no sheet that the report speaks of, or openpyxl is not installed.
    """
    library = openpyxl()
    if why := too_large(workbook):
        return _instead(report, why, file_name, lang, macros)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what is left out is listed on the summary sheet
        try:
            book: Workbook = library.load_workbook(io.BytesIO(workbook), rich_text=True)
            if macros:  # only now: the archive that openpyxl keeps them in would complain of being left open
                book = library.load_workbook(io.BytesIO(workbook), rich_text=True, keep_vba=True)
        except BROKEN as error:
            return _instead(report, _not_whole(error), file_name, lang, macros)
        try:
            _annotate_all(book, report, file_name, lang)
            add_summary(book, report, lang, [one.of(lang) for one in not_kept(workbook, book)])
            return saved(book)
        finally:
            if macros:
                cast("Any", book).vba_archive.close()


def _not_whole(error: Exception) -> Label:
    cause = cause_of(error)
    return Label(
        f"原工作簿不能整体载入（{cause}），未在其中加列，结果写在新工作簿里",
        f"the workbook can not be loaded whole ({cause}): the verdicts stand in a new workbook",
    )


def _instead(report: ClaimsReport, why: Label, file_name: str, lang: Lang, macros: bool) -> bytes:
    """A new workbook, which says why. It has no macros, so that its name may not promise them."""
    if macros:
        raise ClaimsError(Problem(file_name, why.en, "write them to a file whose name ends in .xlsx"))
    return new_workbook(report, lang, [why.of(lang)])


# --- what to write where ------------------------------------------------------------------------------------------


def _annotate_all(book: Workbook, report: ClaimsReport, file_name: str, lang: Lang) -> None:
    marks = _marks(report, file_name, lang)
    sheets = {f"{file_name}[{sheet.title}]": sheet for sheet in cast("list[Worksheet]", book.worksheets)}
    if absent := [place for place in marks if place not in sheets]:
        what = "the workbook has no such sheet any more: it was changed after it was checked"
        raise ClaimsError(Problem(place, what, "check it again") for place in absent)
    for place, found in marks.items():
        _annotate(sheets[place], found, lang)
    book.template = False
    cast("Any", book).calculation.fullCalcOnLoad = True


@dataclass
class _Marks:
    """What is written into one sheet: verdicts by row, and the tables whose headers get names for the columns."""

    tables: list[Sheet] = field(default_factory=list["Sheet"])
    claims: dict[int, Claim] = field(default_factory=dict[int, Claim])
    first: dict[int, int] = field(default_factory=dict[int, int])  # rows judged with another one
    said: dict[int, list[str]] = field(default_factory=dict[int, list[str]])
    starts: list[int] = field(default_factory=list[int])  # the first row with something to say, by table


def _marks(report: ClaimsReport, file: str, lang: Lang) -> dict[str, _Marks]:
    """By place, in the order of the sheets; places of other files are not among them."""
    found: dict[str, _Marks] = {}
    for number, table in enumerate(report.sheets):
        if not (table.place.startswith(f"{file}[") and table.provision):
            continue
        marks = found.setdefault(table.place, _Marks())
        marks.tables.append(table)
        rows: list[int] = []
        for claim in report.of_table(number):
            marks.claims[claim.row] = claim
            rows.append(claim.row)
            for row in _rows_of(claim.rows, table.place):
                if row != claim.row:
                    marks.first[row] = claim.row
                    rows.append(row)
            if twice := report.twice.get(claim.where):
                words = _says(lang, f"重复申报：{'、'.join(twice)}", f"claimed twice: {', '.join(twice)}")
                marks.said.setdefault(claim.row, []).append(words)
        marks.starts.append(min(rows, default=0))
    for place, marks in found.items():
        said = [(one.where, in_words(one, lang)) for one in (*report.problems, *report.conflicts)]
        said += [(where, one.words.of(lang)) for one in report.exclusive for where in one.wheres]
        for where, words in said:
            for row in _rows_of([where], place):
                marks.said.setdefault(row, []).append(words)
        below = min([*marks.claims, *marks.said], default=0)
        marks.starts = [start or below for start in marks.starts]
    return found


def _rows_of(wheres: Iterable[str], place: str) -> Iterator[int]:
    """The rows of places in a sheet: 7 of ``claims.xlsx[引荐奖励]!C7``; others are in other sheets, or in none."""
    at = re.compile(rf"{re.escape(place)}!([A-Z]{{0,3}})([0-9]+)(?![0-9])")
    for where in wheres:
        yield from dict.fromkeys(int(found[2]) for found in at.finditer(where))


def _annotate(sheet: Worksheet, marks: _Marks, lang: Lang) -> None:
    found = (_header_row(sheet, table, start) for table, start in zip(marks.tables, marks.starts, strict=True))
    headers = sorted({row for row in found if row})
    rows = sorted({*marks.claims, *marks.first, *marks.said} - set(headers))
    column = _first_column(sheet, headers, rows)
    headers += _repeated(sheet, headers, column)
    for row in _old_rows(sheet, headers, column):
        for offset in range(len(ADDED)):
            cell = cast("Cell", sheet.cell(row, column + offset))
            cell.value = None
            cell.style = "Normal"
    beside = _Beside(sheet, column - 1, sorted([*headers, *rows]))
    for row in headers:
        for offset, label in enumerate(ADDED):
            cell = cast("Cell", sheet.cell(row, column + offset))
            put(cell, label.of(lang))
            beside.copy_to(cell)
    for row in rows:
        _write_row(sheet, row, column, marks, beside, lang)
    _widen(sheet, column)


def _header_row(sheet: Worksheet, table: Sheet, start: int) -> int:
    """The row with the names of a table's columns: as the report says, else the one above with most of them."""
    if (known := getattr(table, "header_row", 0)) or not start:
        return int(known)
    texts = [text for text, _ in (*table.columns, *table.unmapped)]
    names = {header_name(part) for text in texts for part in text.split(" / ") if part}
    best, found = 0, 0
    above = sheet.iter_rows(max(1, start - 2 * HEADER_WITHIN), start - 1, 1, MAX_COLUMNS, values_only=True)
    for row, values in enumerate(above, max(1, start - 2 * HEADER_WITHIN)):
        count = sum(value is not None and header_name(str(value)) in names for value in values)
        if count >= max(best, 1):  # of two that are alike the nearer one
            best, found = count, row
    return found


def _first_column(sheet: Worksheet, headers: Sequence[int], rows: Sequence[int]) -> int:
    """Where the columns begin: where they stood after an earlier check, else behind everything in the sheet."""
    first = set(ADDED[0])
    used = 0
    for row, column, value in _filled(sheet):
        if row in headers and isinstance(value, str) and value in first:
            return column
        used = max(used, column)
    touched = sorted([*headers, *rows])
    for area in sheet.merged_cells.ranges:  # a cell inside one can not be written to
        if area.max_col > used and _between(touched, int(area.min_row), int(area.max_row)):
            used = int(area.max_col)
    return used + 1


def _filled(sheet: Worksheet) -> Iterator[tuple[int, int, Any]]:
    """Row, column and value of the cells that hold something; asking for the others would make them."""
    for (row, column), cell in cast("dict[tuple[int, int], Cell]", cast("Any", sheet)._cells).items():
        if cell.value is not None:
            yield row, column, _plain(cell.value)


def _between(rows: Sequence[int], first: int, last: int) -> Sequence[int]:
    return rows[bisect_left(rows, first) : bisect_right(rows, last)]


def _repeated(sheet: Worksheet, headers: Sequence[int], column: int) -> list[int]:
    """The rows where a header stands again, as on later pages."""
    own = {row: _values(sheet, row, column) for row in headers}
    first = {next(iter(values.items())) for values in own.values() if values}
    alike = {row for row, at, value in _filled(sheet) if (at, value) in first and row not in own}
    return sorted(row for row in alike if _values(sheet, row, column) in own.values())


def _values(sheet: Worksheet, row: int, column: int) -> dict[int, Any]:
    """What stands in a row before a column."""
    values = next(sheet.iter_rows(row, row, 1, max(1, column - 1), values_only=True))
    return {at: _plain(value) for at, value in enumerate(values, 1) if value is not None}


def _plain(value: Any) -> Any:
    """Rich text is a list of texts."""
    return str(cast("object", value)) if isinstance(value, list) else value


def _old_rows(sheet: Worksheet, headers: Sequence[int], column: int) -> list[int]:
    """The rows of an earlier check."""
    last = column + len(ADDED)
    found = {row for row, at, _ in _filled(sheet) if column <= at < last and headers and row > headers[0]}
    return sorted(found - set(headers))


class _Beside:
    """The cells before the added columns, whose format those get; of a merged area its first cell has it."""

    def __init__(self, sheet: Worksheet, column: int, rows: Sequence[int]) -> None:
        self._sheet = sheet
        self._column = column
        self._origins: dict[int, tuple[int, int]] = {}
        self._styles: dict[tuple[object, ...], Any] = {}
        for area in sheet.merged_cells.ranges:
            if area.min_col <= column <= area.max_col:
                origin = int(area.min_row), int(area.min_col)
                self._origins.update(dict.fromkeys(_between(rows, origin[0], int(area.max_row)), origin))

    def copy_to(self, cell: Cell) -> None:
        """Gives a cell the whole format."""
        if self._column:
            cast("Any", cell)._style = copy(self._of(cell.row)._style)

    def dress(self, cell: Cell, number_format: str, verdict: str) -> None:
        """Gives a cell the font and the border, a format for numbers, and the colour of a verdict."""
        styles, at = cast("Any", cell), self._of(cell.row) if self._column else None
        key = (at.style_id if at else 0, number_format, verdict, styles.quotePrefix)
        if key in self._styles:
            styles._style = copy(self._styles[key])  # making one for each cell would take minutes
            return
        if at is not None:
            cell.font, cell.border = copy(at.font), copy(at.border)
        if number_format:
            cell.number_format = number_format
        if verdict:
            cell.fill = fill(verdict)
        self._styles[key] = copy(styles._style)

    def _of(self, row: int) -> Any:
        return self._sheet.cell(*self._origins.get(row, (row, self._column)))


def _write_row(sheet: Worksheet, row: int, column: int, marks: _Marks, beside: _Beside, lang: Lang) -> None:
    due, difference, told, why = (cast("Cell", sheet.cell(row, column + offset)) for offset in range(len(ADDED)))
    said = marks.said.get(row, [])
    claim = marks.claims.get(row)
    first = marks.first.get(row)
    verdict: str
    if claim is not None:
        verdict, words = claim.verdict, claim.verdict.label
        reasons = [reasons_of(claim, lang), claim.slips_in_words(lang), *said]
        put(due, _figure(due_of(claim), claim.show_due(lang)))
        put(difference, _figure(claim.difference, claim.show_difference(lang)))
    elif first is not None:
        verdict, words = marks.claims[first].verdict, marks.claims[first].verdict.label
        reasons = [_says(lang, f"与第 {first} 行一并判定", f"judged with row {first}"), *said]
    else:
        words = TO_CHECK if _is_total(sheet, row) else NOT_JUDGED
        verdict, reasons = words.zh, said
    put(told, words.of(lang))
    put(why, ("；" if lang == "zh" else "; ").join(one for one in reasons if one))
    for cell in (due, difference):
        beside.dress(cell, AMOUNT, "")
    beside.dress(told, "", verdict)
    beside.dress(why, "", "")


def _is_total(sheet: Worksheet, row: int) -> bool:
    """Whether a row with a problem is a total: it is recognised and not judged."""
    first = next((value for value in _values(sheet, row, MAX_COLUMNS).values()), "")
    return re.search(r"合计|小计|总计|共计|total", "".join(str(first).split()), re.IGNORECASE) is not None


def _figure(value: Any, words: str) -> Decimal | str | None:
    return value.in_yuan if isinstance(value, Money) else None if words == "—" else words or None


def _widen(sheet: Worksheet, column: int) -> None:
    """Gives the columns their widths; one width for many columns is split, so that no two overlap."""
    last = column + len(ADDED) - 1
    for one in list(sheet.column_dimensions.values()):
        low, high = int(one.min or 0), int(one.max or 0)
        if low and high >= column and low <= last:
            if high > last:
                name = letters(last + 1)
                rest = type(one)(sheet, name, width=one.width, hidden=one.hidden, min=last + 1, max=high)
                cast("Any", rest)._style = copy(cast("Any", one)._style)
                sheet.column_dimensions[name] = rest
            if low < column:
                one.max = column - 1
            else:
                del sheet.column_dimensions[letters(low)]
    for offset, width in enumerate(_WIDTHS):
        sheet.column_dimensions[letters(column + offset)].width = width


def _says(lang: Lang, zh: str, en: str) -> str:
    return zh if lang == "zh" else en


__all__ = ["annotated_workbook"]
