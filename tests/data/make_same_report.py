"""One table of claims, and what saves it as a spreadsheet program does. Makes two files beside it with LibreOffice:

    python -m tests.data.make_same_report

same-report.xlsx and same-report.xls, which the tests read and so need no LibreOffice. All names are made up.
"""

from __future__ import annotations

import csv
import io
import subprocess
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import Workbook

HERE = Path(__file__).resolve().parent
Value = str | int | float | date | None

TITLE = "示例市2022年引荐奖励申报表"
FOOTER = "制表人：陈某某"
HEADERS = (
    *("序号", "项目编号", "项目名称", "建设地点", "协议投资额（亿元）", "实际投资额（亿元）", "签约日期", "开工日期"),
    *("引荐人", "引荐人类型", "引荐并促成", "此前已付奖励（元）", "申报金额（万元）", "备注"),
)


def _row(number: int, agreed: Value, actual: Value, started: Value, claim: Value, **other: Value) -> list[Value]:
    place, kind, paid = other.get("place", "示例市东区"), other.get("kind", "商会"), other.get("paid", 0)
    told = other.get("told", "是")
    id_, name = other.get("id", f"S-{number:03}"), other.get("name", f"示例第{number}号项目")
    signed = date(2022, 1, number)
    by = f"示例商会{number}"
    return [number, id_, name, place, agreed, actual, signed, started, by, kind, told, paid, claim, other.get("note")]


STARTED = date(2022, 6, 1)
ROWS: list[list[Value]] = [
    _row(1, 4, 3, STARTED, 15),
    _row(2, 7, 6, STARTED, 60, note="按全额算"),
    _row(3, 9.5, 5.13, "2022年7月1日", 25.65),
    _row(4, 25, 20, STARTED, 175),
    _row(5, 8.5, 8, STARTED, 49),
    _row(6, 2, 0.5, "尚未开工", 2.5),
    _row(7, 1, 1, STARTED, 0),
    _row(8, 3, 2, "待定", 10),
    _row(9, "50,000万元", 4, STARTED, 10),
    _row(10, 5, 4, STARTED, 10, id="S-009", name="示例第9号项目"),
    _row(11, 5, "约3亿元", STARTED, 15),
    _row(12, 4.5, 3.0001234, STARTED, 15.0006),
    _row(13, 3, 2, STARTED, 10, kind="公务员"),
    _row(14, 25, 20, STARTED, 100, paid=300000.5),
    _row(15, 3, 2, STARTED, None, told="×"),
]
ROWS[9][6] = ROWS[8][6]  # one project, two referrers
TOTAL: list[Value] = ["合计", *[None] * 11, 497.1506, None]


def sheet_lines() -> list[list[Value]]:
    """Title, header, claims, a blank line, total, footer."""
    return [[TITLE], list(HEADERS), *ROWS, [], TOTAL, [FOOTER]]


def by_openpyxl() -> bytes:
    """The workbook as openpyxl writes it."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "引荐奖励"
    for line in sheet_lines():
        sheet.append(line)
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(HEADERS))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def as_csv(separator: str = ",") -> str:
    """The lines as a spreadsheet program saves them as text: days as 2022/6/1."""
    written = io.StringIO(newline="")
    lines = [[_shown(value) for value in line] for line in sheet_lines()]
    csv.writer(written, delimiter=separator).writerows(lines)
    return written.getvalue()


def _shown(value: Value) -> str:
    if isinstance(value, date):
        return f"{value.year}/{value.month}/{value.day}"
    return "" if value is None else str(value)


def by_libreoffice(kind: str, folder: Path) -> bytes:
    """The workbook as LibreOffice saves it, as ``xlsx`` or ``xls``."""
    source = folder / "from" / "same-report.xlsx"
    source.parent.mkdir(exist_ok=True)
    source.write_bytes(by_openpyxl())
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    return (folder / f"same-report.{kind}").read_bytes()


def main() -> None:
    for kind in ("xlsx", "xls"):
        with TemporaryDirectory() as folder:
            (HERE / f"same-report.{kind}").write_bytes(by_libreoffice(kind, Path(folder)))


if __name__ == "__main__":
    main()
