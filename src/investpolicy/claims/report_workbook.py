"""The report as a new workbook (核查结果工作簿): a sheet a table, and one with the summary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from investpolicy.claims.marks import SUMMARY
from investpolicy.claims.rendering import KINDS, to_look_at
from investpolicy.claims.report import ClaimsReport
from investpolicy.claims.spreadsheet import Page, fill, openpyxl, saved
from investpolicy.claims.writing import HEADERS, ReportRow, report_rows
from investpolicy.values.label import Lang

if TYPE_CHECKING:
    from openpyxl import Workbook

_WIDTHS: Final = (22, 14, 6, 24, 24, 28, 18, 18, 18, 12, 60, 40, 30)
_VERDICT: Final = 10

Row = Sequence[str | int | Decimal | None]


def new_workbook(report: ClaimsReport, lang: Lang = "zh", remarks: Sequence[str] = ()) -> bytes:
    """A workbook with a sheet a table, one row a claim and a problem, and a sheet with the summary and ``remarks``.

    :raises ClaimsError: where openpyxl is not installed.
    """
    book: Workbook = openpyxl().Workbook()
    book.remove(book.worksheets[0])
    tables: dict[tuple[str, str], list[ReportRow]] = {}
    for row in report_rows(report, lang):
        tables.setdefault((row.file, row.sheet), []).append(row)
    for (file, name), rows in tables.items():
        page = Page(book, name or file, _WIDTHS)
        page.write([one.of(lang) for one in HEADERS], bold=True)
        page.sheet.freeze_panes = "A2"
        for row in rows:
            page.write(row.cells(lang))
            page.cell(_VERDICT).fill = fill(row.claim.verdict if row.claim else row.verdict.zh)
    add_summary(book, report, lang, remarks)
    return saved(book)


def add_summary(book: Workbook, report: ClaimsReport, lang: Lang, remarks: Sequence[str] = ()) -> None:
    """Adds a sheet at the end: verdicts, totals, the largest differences, what could not be read, how it was read."""
    page = Page(book, SUMMARY.of(lang), (40, 24, 24, 24, 24))
    policy = report.policy
    title = policy.title(lang)
    page.write([f"{title}（{policy.id}）" if lang == "zh" else f"{title} ({policy.id})"], bold=True)
    said: list[Row] = [[one] for one in remarks]
    for heading, rows in (*_summary(report, lang), ("说明" if lang == "zh" else "Remarks", said)):
        if rows:
            page.write()
            page.write([heading], bold=True)
            for row in rows:
                page.write(row)


def _summary(report: ClaimsReport, lang: Lang) -> Iterator[tuple[str, list[Row]]]:
    zh = lang == "zh"
    yield "结论" if zh else "Verdicts", [[one.label.of(lang), count] for one, count in report.counts.items() if count]
    labels = {sheet.provision: sheet.label.of(lang) for sheet in report.sheets}
    headers = ("条款", "项数", "申报（元）", "多报或不符合条件（元）", "少报（元）")
    headers = (
        headers if zh else ("provision", "claims", "claimed (yuan)", "over or not eligible (yuan)", "under (yuan)")
    )
    totals: list[Row] = [
        [f"{labels[name]} {name}", one.count, one.claimed.in_yuan, one.over.in_yuan, one.under.in_yuan]
        for name, one in report.totals.items()
    ]
    yield "各条款" if zh else "Provisions", [headers, *totals]
    largest: list[Row] = [
        [one.where, one.subject, one.difference.in_yuan, one.verdict.label.of(lang)] for one in report.largest
    ]
    if largest:
        over = ("位置", "对象", "差额（元）", "结论") if zh else ("where", "subject", "difference (yuan)", "verdict")
        largest.insert(0, over)
    yield "差额最大的各项" if zh else "Largest differences", largest
    for heading, items in to_look_at(report, lang):
        yield heading, [[one] for one in items]
    yield "列的读法" if zh else "Columns read as", [list(one) for one in _columns(report, lang)]
    assumed: list[Row] = [[name, value, rows] for name, value, rows in report.assumed]
    yield "假定（字段、值、用于几行）" if zh else "Assumed (field, value, rows)", assumed
    yield "指定的列名" if zh else "Columns named", [list(one) for one in report.mapped]
    yield "各行的类别" if zh else "Lines", [[KINDS[kind].of(lang), count] for kind, count in report.lines.items()]


def _columns(report: ClaimsReport, lang: Lang) -> Iterator[tuple[str, str, str]]:
    """Place, column as written, what it was taken for; and the notes of each table."""
    unused, like = ("未用到", "，最接近的名称：") if lang == "zh" else ("not used", ", nearest name: ")
    for sheet in report.sheets:
        for text, taken in sheet.columns:
            yield sheet.place, text, taken
        for text, near in sheet.unmapped:
            yield sheet.place, text, unused + (like + near if near else "")
        for note in sheet.notes:
            yield sheet.place, "", note.of(lang)


__all__ = ["add_summary", "new_workbook"]
