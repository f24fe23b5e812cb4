"""The same claims give the same report, whatever program saved them, and in whatever form."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from investpolicy.claims import check_claims
from investpolicy.claims.report import ClaimsReport
from tests.claims.expected_reports import example_city
from tests.claims.names import ROOT
from tests.data.make_same_report import HEADERS, ROWS, TOTAL, as_csv, by_libreoffice, by_openpyxl, sheet_lines

DATA = ROOT / "tests" / "data"
FIRST_LINE = 2
"""The lines above the first claim, title and header, that a Parquet file does not have."""


def by_xlsxwriter() -> bytes:
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True})
    sheet = book.add_worksheet("引荐奖励")
    day = book.add_format({"num_format": "yyyy/m/d"})
    for row, line in enumerate(sheet_lines()):
        for column, value in enumerate(line):
            if isinstance(value, date):
                sheet.write_datetime(row, column, value, day)
            elif value is not None:
                sheet.write(row, column, value)
    book.close()
    return written.getvalue()


def as_parquet() -> bytes:
    """Columns with a type each: text where a column holds numbers and words."""
    import pyarrow as pa
    from pyarrow import parquet

    columns: dict[str, Any] = {}
    for header, *values in zip(HEADERS, *ROWS, TOTAL, strict=True):
        kinds = {type(value) for value in values if value is not None}
        mixed = len(kinds - {int, float}) > 1 or (str in kinds and len(kinds) > 1)
        columns[header] = [None if value is None else str(value) if mixed else value for value in values]
    written = io.BytesIO()
    parquet.write_table(pa.table(columns), written)
    return written.getvalue()


FORMS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "openpyxl": ("a.xlsx", by_openpyxl),
    "XlsxWriter": ("a.xlsx", by_xlsxwriter),
    "LibreOffice": ("a.xlsx", (DATA / "same-report.xlsx").read_bytes),
    "XLS": ("a.xls", (DATA / "same-report.xls").read_bytes),
    "GB18030": ("a.csv", lambda: as_csv().encode("gb18030")),
    "UTF-8 with a mark": ("a.csv", lambda: as_csv().encode("utf-8-sig")),
    "UTF-16": ("a.csv", lambda: as_csv("\t").encode("utf-16")),
    "Parquet": ("a.parquet", as_parquet),
}


def report_on(folder: Path, name: str, data: bytes) -> ClaimsReport:
    (folder / name).write_bytes(data)
    return check_claims(folder / name, example_city())


@cache
def place(where: str) -> tuple[int, int]:
    """Line and column of a place, in whatever form; column 0 for a row."""
    if found := re.fullmatch(r".*\.parquet row ([0-9]+)(?:, column (.+))?", where):
        return int(found[1]) + FIRST_LINE, HEADERS.index(found[2]) + 1 if found[2] else 0
    if found := re.fullmatch(r".*\]!([A-Z]?)([0-9]+)", where):
        return int(found[2]), ord(found[1]) - ord("A") + 1 if found[1] else 0
    found = re.fullmatch(r".*\.csv:([0-9]+)(?::([0-9]+))?", where)
    assert found is not None
    return int(found[1]), int(found[2] or 0)


def told(report: ClaimsReport) -> dict[str, Any]:
    """All that a report says, with places by line and column."""
    return {
        "claims": [
            {
                "place": place(one.where),
                "subject": one.subject,
                "claimed": one.show_claimed("zh"),
                "due": one.show_due("zh"),
                "verdict": str(one.verdict),
                "difference": (one.show_difference("zh"), one.show_difference("en")),
                "reasons": (one.reasons("zh"), one.reasons("en")),
                "slips": [(str(slip.kind), slip.words) for slip in one.slips],
                "missing": one.decision.missing,
                "facts": one.decision.facts.model_dump(mode="json"),
            }
            for one in report.claims
        ],
        "problems": [(place(one.where), one.what, one.instead) for one in report.problems],
        "duplicates": [[place(where) for where in one.wheres] for one in report.duplicates],
        "conflicts": [one.what for one in report.conflicts],
        "unmapped": [one.unmapped for one in report.sheets],
        "columns": [one.columns for one in report.sheets],
        "notes": [note.zh.partition("按单元格")[0] for one in report.sheets for note in one.notes],  # without places
    }


@cache
def wanted(folder: Path) -> ClaimsReport:
    return report_on(folder, "wanted.xlsx", by_openpyxl())


def test_the_table_is_worth_comparing(tmp_path: Path) -> None:
    """By example-city.yaml: 0.5‰ up to 5亿元, 1‰ above it, at most 100万元, from 1亿元 on."""
    report = wanted(tmp_path)
    assert [
        (one.row, str(one.verdict), one.show_difference("zh"), [str(slip.kind) for slip in one.slips])
        for one in report.claims
    ] == [
        (3, "right", "0元", []),
        (4, "over", "25万元", ["neighbour", "progressive"]),
        (5, "under", "-6500元", ["neighbour"]),
        (6, "over", "75万元", ["limit"]),
        (7, "under", "-6万元", ["other_terms"]),
        (8, "not_eligible", "2.5万元", ["conditions"]),
        (9, "under", "-5万元", ["edge"]),
        (10, "cannot_tell", "", []),
        (11, "right", "0元", []),
        (12, "right", "0元", []),
        (14, "under", "-0.17元", ["rounding"]),
        (15, "not_eligible", "10万元", ["conditions"]),
        (16, "over", "300000.5元", ["limit"]),
        (17, "cannot_tell", "", []),
    ]
    assert [place(one.where) for one in report.problems] == [(13, 6)]
    assert report.lines == {
        "title": 1, "header": 1, "judged": 14, "reported": 1, "blank": 1, "total": 1, "footer": 1,
    }  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_report(form: str, tmp_path: Path) -> None:
    name, make = FORMS[form]
    report, other = report_on(tmp_path, name, make()), wanted(tmp_path)
    assert told(report) == told(other)
    apart = {"title", "header", "blank", "footer"} if form == "Parquet" else set[str]()
    assert report.lines == {kind: count for kind, count in other.lines.items() if kind not in apart}
    assert report.exit_code == other.exit_code == 1


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_what_libreoffice_saves_anew_gives_the_same_report(kind: str, tmp_path: Path) -> None:
    assert shutil.which("soffice"), "install LibreOffice (soffice)"
    report = report_on(tmp_path, f"a.{kind}", by_libreoffice(kind, tmp_path))
    assert told(report) == told(wanted(tmp_path))
    assert report.lines == wanted(tmp_path).lines
