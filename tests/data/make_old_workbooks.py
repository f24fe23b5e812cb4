"""Makes claims.xls and claims-1904.xls beside this file; needs openpyxl and LibreOffice (soffice).

    python tests/data/make_old_workbooks.py

The tests read the two files and so need no LibreOffice. All names and amounts are made up.
"""

from __future__ import annotations

import subprocess
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import Workbook
from openpyxl.styles import PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904

HERE = Path(__file__).resolve().parent


def claims() -> Workbook:
    """Everything that a cell may be, merged and hidden places, a title, a total, an empty sheet."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "申报"
    for row in (
        ["2022年申报表（示例）"],
        [None] * 7 + ["单位：万元"],
        [
            "序号",
            "项目名称",
            "协议投资额（亿元）",
            "申报金额",
            "出资比例",
            "签约日期",
            "开工日期",
            "引荐并促成",
            "备注",
        ],
        [1, "示例项目一", 5.13, 26, 0.3, date(2022, 6, 1), date(2022, 7, 1), True, "=1/0"],
        [2, None, "6.5", "=D4*2", 0.125, datetime(2022, 6, 1, 15, 30), "2022年7月15日", "否", '="甲"&"乙"'],  # noqa: DTZ001
        [3, "示例项目三", 123456789012345680, 52000, None, date(1900, 2, 28), 0.5, False, "=D4-26"],
        ["合计", None, None, "=SUM(D4:D6)"],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:I1")
    sheet.merge_cells("B4:B5")
    for place, code in {
        "C4": "#,##0.00",
        "D6": '#,##0"元"',
        "E4": "0%",
        "E5": "0.0%",
        "F4": 'yyyy"年"m"月"d"日"',
        "F5": "yyyy/m/d h:mm",
        "G4": 'yyyy"年"m"月"',
        "G6": "h:mm",
    }.items():
        sheet[place].number_format = code
    for number in range(1, 12):
        for column in range(10, 40):
            sheet.cell(number, column).fill = PatternFill("solid", fgColor="FFFFFF00")
    sheet.row_dimensions[5].hidden = True
    sheet.column_dimensions["I"].hidden = True
    book.create_sheet("空表")
    kept = book.create_sheet("底稿")
    kept.append(["项目名称", "申报金额（元）"])
    kept.append(["示例项目四", 1])
    kept.sheet_state = "hidden"
    return book


def claims_1904() -> Workbook:
    """A workbook that counts its days from 1904."""
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.worksheets[0]
    sheet.title = "Sheet1"
    sheet.append(["项目名称", "申报金额（元）", "签约日期"])
    sheet.append(["示例项目", 1, date(2022, 6, 1)])
    return book


def main() -> None:
    for name, book in (("claims", claims()), ("claims-1904", claims_1904())):
        with TemporaryDirectory() as folder:
            path = Path(folder, f"{name}.xlsx")
            book.save(path)
            command = ["soffice", "--headless", "--convert-to", "xls", "--outdir", str(HERE), str(path)]
            subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    main()
