"""The user's own workbook comes back as it was, with verdict columns; other files come back as a new workbook."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import time
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from investpolicy.claims import ClaimsReport, check_claims, kept
from investpolicy.claims.annotated import annotated_workbook
from investpolicy.claims.marks import ADDED
from investpolicy.claims.report_workbook import new_workbook
from investpolicy.errors import ClaimsError
from tests.claims.names import EXAMPLES, changed

HEADERS = (
    "项目名称", "建设地点", "协议投资额（亿元）", "实际投资额（亿元）", "签约日期", "开工日期",
    "引荐人类型", "引荐并促成", "申报金额（万元）",
)  # fmt: skip
GOOD = ("绵阳市", 5, 1, date(2022, 6, 20), date(2022, 9, 1), "个人", "是")
CLAIMS: list[tuple[Any, ...]] = [
    ("甲项目", *GOOD, 30),
    ("乙项目", *GOOD, 35),
    ("丙项目", "绵阳市", "五", *GOOD[2:], 20),
    ("=1+1", *GOOD, 30),
    ("丁项目", *GOOD, "=20+9"),
]
LINE = Side("thin")
THIN = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)


def office_book() -> Workbook:
    """A sheet as an office keeps it: a merged title, a styled header in row 3, a formula, notes, a hidden sheet."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "引荐奖励"
    sheet["A1"] = "2022年申报表"
    sheet.merge_cells("A1:I1")
    sheet["A1"].font = Font(bold=True, size=16)
    for column, text in enumerate(HEADERS, 1):
        cell = sheet.cell(3, column, text)
        cell.font, cell.border = Font(bold=True), THIN
        cell.fill = PatternFill("solid", fgColor="DDDDDD")
        cell.alignment = Alignment(horizontal="center", wrap_text=True)
    for row, claim in enumerate(CLAIMS, 4):
        for column, value in enumerate(claim, 1):
            cell = sheet.cell(row, column, value)
            cell.border = THIN
            if value == "=1+1":  # a text that somebody typed
                cell.data_type = "s"
    sheet["B4"] = CellRichText("绵", TextBlock(InlineFont(b=True), "阳市"))
    sheet["C4"].number_format = "0.00"
    sheet["B4"].comment = Comment("见附件", "张三")
    sheet["K1"].fill = PatternFill("solid", fgColor="FFEEEE")
    sheet.column_dimensions["A"].width = 33
    sheet.row_dimensions[5].hidden = True
    sheet.row_dimensions[3].height = 40
    sheet.freeze_panes = "B4"
    sheet.auto_filter.ref = "A3:I8"
    rule = DataValidation("list", formula1='"是,否"')
    rule.add("H4:H8")
    sheet.add_data_validation(rule)
    other = book.create_sheet("参考")
    other.sheet_state = "hidden"
    other["A1"] = "=SUM(引荐奖励!C4:C5)"
    return book


def saved(book: Workbook) -> bytes:
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def with_results(data: bytes) -> bytes:
    """Formulas with the results that a spreadsheet program would have kept."""
    parts = {f"xl/worksheets/sheet{number}.xml": (b"<v></v>", b"<v>29</v>") for number in (1, 2)}
    return changed(
        data,
        {
            name: lambda part, old=old, new=new: part.replace(old, new).replace(b"<v />", new)  # type: ignore[misc]
            for name, (old, new) in parts.items()
        },
    )


def checked(folder: Path, data: bytes, name: str = "claims.xlsx") -> ClaimsReport:
    (folder / name).write_bytes(data)
    return check_claims(folder / name, "mianyang-2022")


def sheet_of(data: bytes, name: str = "引荐奖励") -> Worksheet:
    return load_workbook(io.BytesIO(data), rich_text=True)[name]


def column(sheet: Worksheet, letter: str, first: int = 3, last: int = 8) -> list[Any]:
    return [sheet[f"{letter}{row}"].value for row in range(first, last + 1)]


def look(cell: Any) -> tuple[str, ...]:
    return tuple(map(repr, (cell.font, cell.fill, cell.border, cell.alignment, cell.number_format, cell.protection)))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, ClaimsReport, bytes]:
    data = with_results(saved(office_book()))
    report = checked(tmp_path_factory.mktemp("office"), data)
    return data, report, annotated_workbook(report, data, "claims.xlsx")


def test_verdicts_stand_behind_each_row(office: tuple[bytes, ClaimsReport, bytes]) -> None:
    sheet = sheet_of(office[2])
    assert [sheet.cell(3, 10 + offset).value for offset in range(4)] == [one.zh for one in ADDED]
    assert column(sheet, "J") == ["核查应得（元）", 300000, 300000, None, 300000, 300000]
    assert column(sheet, "K") == ["核查差额（元）", None, 50000, None, None, None]
    assert column(sheet, "L") == ["核查结论", "未超上限", "多报", "未能判定", "未超上限", "未超上限"]
    assert sheet["M5"].value == "超过上限 30万元"
    assert str(sheet["M6"].value).startswith("claims.xlsx[引荐奖励]!C6：")
    assert sheet["J4"].number_format == sheet["K5"].number_format == "#,##0.00"
    assert [sheet[f"L{row}"].fill.fgColor.rgb for row in (4, 5, 6)] == ["00E2EFDA", "00F8CBAD", "00E4DFEC"]
    assert sheet["M4"].fill.fill_type is None
    head, last = sheet["J3"], sheet["I3"]
    assert look(head) == look(last)
    assert repr(sheet["L5"].border) == repr(sheet["I5"].border) != repr(sheet["A1"].border)
    assert [sheet.column_dimensions[letter].width for letter in "JKLM"] == [18, 18, 14, 60]
    assert [sheet.cell(row, 10).value for row in (1, 2, 9)] == [None] * 3


def test_everything_else_is_as_it_was(office: tuple[bytes, ClaimsReport, bytes]) -> None:
    before, after = (load_workbook(io.BytesIO(data), rich_text=True) for data in (office[0], office[2]))
    assert after.sheetnames == [*before.sheetnames, "核查汇总"]
    assert [one.sheet_state for one in after.worksheets] == ["visible", "hidden", "visible"]
    old, new = before["引荐奖励"], after["引荐奖励"]
    for row in old.iter_rows(max_col=9):
        for cell in row:
            now = new[cell.coordinate]
            assert (now.value, now.data_type) == (cell.value, cell.data_type)
            assert look(now) == look(cell)
    assert isinstance(new["B4"].value, CellRichText)
    assert new["I8"].value == "=20+9"
    assert (new["A7"].value, new["A7"].data_type) == ("=1+1", "s")
    assert after["参考"]["A1"].value == "=SUM(引荐奖励!C4:C5)"
    assert [str(area) for area in new.merged_cells.ranges] == ["A1:I1"]
    assert (new.column_dimensions["A"].width, new.row_dimensions[3].height) == (33, 40)
    assert (new.row_dimensions[5].hidden, new.freeze_panes, new.auto_filter.ref) == (True, "B4", "A3:I8")
    assert new["B4"].comment is not None
    assert new["B4"].comment.text == "见附件"
    assert [str(rule.sqref) for rule in new.data_validations.dataValidation] == ["H4:H8"]
    assert new["K1"].fill.fgColor.rgb == "00FFEEEE"
    assert after.calculation.fullCalcOnLoad


def test_the_summary_stands_on_a_sheet_of_its_own(office: tuple[bytes, ClaimsReport, bytes]) -> None:
    rows = [[cell.value for cell in row if cell.value is not None] for row in sheet_of(office[2], "核查汇总")]
    assert rows[0] == ["绵阳市更大力度促进招商引资10条措施（mianyang-2022）"]
    at = rows.index(["结论"])
    assert rows[at + 1 : at + 3] == [["未超上限", 3], ["多报", 1]]
    assert ["引荐奖励 MY22.referral-reward", 4, 1240000, 50000, 0] in rows
    assert ["claims.xlsx[引荐奖励]!5", "乙项目", 50000, "多报"] in rows
    assert ["claims.xlsx[引荐奖励]", "协议投资额（亿元）", "协议投资额 (project.agreed_investment)"] in rows
    assert rows[-2:] == [["说明"], ["公式保留；结果在打开文件时重新计算"]]
    assert ["未能判定", 1] in rows
    assert any(row and str(row[0]).startswith("claims.xlsx[引荐奖励]!C6：") for row in rows)


def test_in_english(office: tuple[bytes, ClaimsReport, bytes]) -> None:
    data, report, _ = office
    answer = annotated_workbook(report, data, "claims.xlsx", "en")
    sheet = sheet_of(answer)
    assert [sheet.cell(3, 10 + offset).value for offset in range(4)] == [one.en for one in ADDED]
    assert column(sheet, "L", 4) == ["within ceiling", "over", "not judged", "within ceiling", "within ceiling"]
    assert sheet_of(answer, "check summary")["A1"].value.endswith("(mianyang-2022)")


def test_a_second_check_writes_the_same_columns_anew(tmp_path: Path) -> None:
    book = office_book()
    book.worksheets[0]["I8"] = 29
    data = saved(book)
    first = annotated_workbook(checked(tmp_path, data), data, "claims.xlsx", "en")
    corrected = load_workbook(io.BytesIO(first), rich_text=True)
    corrected["引荐奖励"]["I5"] = 30
    corrected["引荐奖励"].delete_rows(8)
    corrected["引荐奖励"]["A8"], corrected["引荐奖励"]["L8"] = "合计", "to check"  # what was wrong is mended
    corrected["参考"]["A1"] = None
    del corrected["check summary"]
    again = saved(corrected)
    sheet = sheet_of(annotated_workbook(checked(tmp_path, again), again, "claims.xlsx"))
    assert sheet.max_column == 13
    assert column(sheet, "L") == ["核查结论", "未超上限", "未超上限", "未能判定", "未超上限", None]
    assert column(sheet, "K", 5, 5) == [None]


def test_a_cell_never_becomes_a_formula(tmp_path: Path) -> None:
    """What the report takes from the file stands in the summary and in reasons as text."""
    book = office_book()
    sheet = book.worksheets[0]
    for row, name in enumerate(("=HYPERLINK(1)", "+1", "@x", "-1"), 4):
        sheet.cell(row, 1).value = name
        sheet.cell(row, 1).data_type = "s"
        sheet.cell(row, 9).value = 90 + row
    sheet["C6"], sheet["I8"] = 5, 31
    sheet["J3"].value, sheet["J3"].data_type = "=备用", "s"
    data = saved(book)
    report = checked(tmp_path, data)
    for content in (annotated_workbook(report, data, "claims.xlsx"), new_workbook(report)):
        answer = load_workbook(io.BytesIO(content))
        cells = [cell for one in answer for row in one for cell in row if isinstance(cell.value, str)]
        risky = [cell for cell in cells if str(cell.value)[:1] in "=+@-" and cell.parent.title != "参考"]
        assert {cell.value for cell in risky} >= {"=HYPERLINK(1)", "+1", "@x", "-1", "=备用"}
        assert {cell.data_type for cell in risky} == {"s"}
        ours = [cell for cell in risky if cell.parent.title == "核查汇总" or answer.sheetnames[0] != "引荐奖励"]
        assert all(cell.quotePrefix for cell in ours)


def test_one_width_for_many_columns_is_split(tmp_path: Path) -> None:
    book = office_book()
    book.worksheets[0]["I8"] = 29
    book.worksheets[0].column_dimensions["C"].width = 11
    data = changed(
        saved(book),
        {
            "xl/worksheets/sheet1.xml": lambda part: part.replace(
                b'min="3" max="3"', b'min="3" max="16384" hidden="0"'
            ).replace(b'width="11" customWidth="1" min="3"', b'width="11" customWidth="1" min="3"')
        },
    )
    sheet = sheet_of(annotated_workbook(checked(tmp_path, data), data, "claims.xlsx"))
    spans = sorted((one.min, one.max, one.width) for one in sheet.column_dimensions.values())
    assert spans == [(1, 1, 33), (3, 9, 11), (10, 10, 18), (11, 11, 18), (12, 12, 14), (13, 13, 60), (14, 16384, 11)]


def test_several_tables_in_two_sheets_and_rows_that_are_judged_together(tmp_path: Path) -> None:
    data = (EXAMPLES / "mianyang-claims-2022.xlsx").read_bytes()
    report = checked(tmp_path, data)
    answer = annotated_workbook(report, data, "claims.xlsx")
    for number, sheet in enumerate(report.sheets):
        place = sheet.place.removeprefix("claims.xlsx[").removesuffix("]")
        page = sheet_of(answer, place)
        last = page.max_column
        assert page.cell(3, last).value == "核查理由"
        for claim in report.of_table(number):
            assert page.cell(claim.row, last - 1).value == claim.verdict.label.zh
    parks = sheet_of(answer, "重大项目奖励")
    assert [cell.value for cell in parks[6]][-4:] == [None, None, "少报", "与第 5 行一并判定"]


def test_a_header_on_two_tiers_and_a_merged_last_column(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "引荐奖励"
    for at, text in enumerate(HEADERS, 1):
        if "投资额" not in text:
            sheet.cell(1, at, text)
            sheet.merge_cells(start_row=1, end_row=2, start_column=at, end_column=at)
    sheet["C1"] = "投资额（亿元）"
    sheet.merge_cells("C1:D1")
    sheet["C2"], sheet["D2"] = "协议投资额", "实际投资额"
    sheet["I1"].fill = PatternFill("solid", fgColor="00FF00")
    sheet.append(CLAIMS[0])
    sheet.append([*CLAIMS[1][:8], 35])
    sheet.append(["备注：", *[None] * 10, "共两项"])
    sheet.merge_cells("I3:K3")  # reaches into what would be the first free column
    data = saved(book)
    page = sheet_of(annotated_workbook(checked(tmp_path, data), data, "claims.xlsx"))
    assert [page.cell(row, 15).value for row in range(1, 6)] == ["核查结论", None, "未超上限", "多报", None]
    assert page["L5"].value == "共两项"


def test_a_header_that_stands_again_on_a_later_page(tmp_path: Path) -> None:
    book = office_book()
    sheet = book.worksheets[0]
    for at, text in enumerate(HEADERS, 1):
        sheet.cell(9, at, text)
    sheet.append(["戊项目", *GOOD, 31])
    sheet["I8"] = 29
    data = saved(book)
    page = sheet_of(annotated_workbook(checked(tmp_path, data), data, "claims.xlsx"))
    assert column(page, "L", 8, 10) == ["未超上限", "核查结论", "多报"]


def test_what_is_not_kept_is_said(tmp_path: Path) -> None:
    book = office_book()
    chart = BarChart()
    chart.add_data(Reference(book.worksheets[0], min_col=3, min_row=3, max_row=8), titles_from_data=True)
    book.worksheets[0].add_chart(chart, "P3")
    book.worksheets[0]["I8"] = 29
    book["参考"]["A1"] = 1
    data = changed(
        saved(book),
        {
            "xl/slicers/slicer1.xml": lambda _: b"<slicers/>",
            "xl/media/image1.emf": lambda _: b"picture",
            "xl/drawings/drawing1.xml": lambda part: part + b"<!-- <xdr:sp > -->",
            "xl/worksheets/sheet2.xml": lambda part: part.replace(b"</worksheet>", b"<extLst /></worksheet>"),
        },
    )
    data = changed(data, {"xl/worksheets/sheet2.xml": lambda part: part.replace(b"<extLst />", b"<extLst ></extLst>")})
    report = checked(tmp_path, data)
    page = sheet_of(annotated_workbook(report, data, "claims.xlsx"), "核查汇总")
    said = [str(row[0].value) for row in page]
    assert said[said.index("说明") + 1 :] == [
        "图片未保留",
        "切片器未保留",
        "图表已重新写入，样式可能有出入",
        "图形、文本框未保留",
        "迷你图、扩展的条件格式和数据验证未保留",
    ]


def test_a_workbook_painted_to_its_last_column_is_answered_in_bounded_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "MAX_CELLS", 100_000)  # the real one takes half a minute to make
    book = office_book()
    book.worksheets[0]["I8"] = 29
    painted = [f'<c r="{get_column_letter(at)}%d" s="1"/>' for at in range(20, 16_385)]
    rows = re.compile(rb'(<row r="([0-9]+)".*?)</row>', re.DOTALL)

    def paint(found: re.Match[bytes]) -> bytes:
        cells = "".join(painted).replace("%d", found[2].decode())
        return found[1] + cells.encode() + b"</row>"

    data = changed(saved(book), {"xl/worksheets/sheet1.xml": lambda part: rows.sub(paint, part)})
    report = checked(tmp_path, data)
    began = time.monotonic()
    answer = annotated_workbook(report, data, "claims.xlsx")
    assert time.monotonic() - began < 10
    assert load_workbook(io.BytesIO(answer)).sheetnames == ["引荐奖励", "核查汇总"]
    said = [row[0].value for row in sheet_of(answer, "核查汇总")]
    assert said[-1] == "原工作簿有超过 100,000 个单元格（含只有格式的），未在其中加列，结果写在新工作簿里"


def test_a_workbook_that_can_not_be_loaded_whole_or_has_changed(
    office: tuple[bytes, ClaimsReport, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    data, report, _ = office
    broken = changed(data, {"xl/comments/comment1.xml": lambda _: b"<comments"})
    answer = load_workbook(io.BytesIO(annotated_workbook(report, broken, "claims.xlsx", "en")))
    assert answer.sheetnames == ["引荐奖励", "check summary"]
    told = list(answer["check summary"].iter_rows(values_only=True))[-1][0]
    assert str(told).startswith("the workbook can not be loaded whole (")
    with pytest.raises(ClaimsError, match=r"write them to a file whose name ends in \.xlsx"):
        annotated_workbook(report, broken, "claims.xlsx", macros=True)
    book = load_workbook(io.BytesIO(data))
    book["引荐奖励"].title = "别的"
    with pytest.raises(ClaimsError, match=r"claims\.xlsx\[引荐奖励\]: the workbook has no such sheet any more"):
        annotated_workbook(report, saved(book), "claims.xlsx")
    monkeypatch.setattr(kept, "MAX_CELLS", 10)
    with pytest.raises(ClaimsError, match="the workbook has more than 10 cells"):
        annotated_workbook(report, data, "claims.xlsx", macros=True)


def test_macros_are_kept_only_for_a_name_that_promises_them(office: tuple[bytes, ClaimsReport, bytes]) -> None:
    data, report, _ = office
    kind = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    relation = (
        b'<Relationship Id="vba" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" '
        b'Target="vbaProject.bin"/></Relationships>'
    )
    plain = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    default = b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    macros = changed(
        data,
        {
            "[Content_Types].xml": lambda part: part.replace(plain, kind).replace(b"</Types>", default),
            "xl/_rels/workbook.xml.rels": lambda part: part.replace(b"</Relationships>", relation),
            "xl/vbaProject.bin": lambda _: b"macro",
        },
    )
    for keep in (True, False):
        answer = annotated_workbook(report, macros, "claims.xlsx", macros=keep)
        with zipfile.ZipFile(io.BytesIO(answer)) as archive:
            assert (kind in archive.read("[Content_Types].xml")) is keep
            assert ("xl/vbaProject.bin" in archive.namelist()) is keep
        said = [row[0].value for row in sheet_of(answer, "核查汇总")]
        assert ("宏未保留" in said) is not keep


def test_other_files_come_back_as_a_new_workbook(tmp_path: Path) -> None:
    head = ",".join(HEADERS) + "\n"
    (tmp_path / "一.csv").write_text(head + "甲,绵阳市,5,1,2022-06-20,2022-09-01,个人,是,31\n", encoding="utf-8")
    (tmp_path / "二[x].csv").write_text(
        head + "乙\x01,绵阳市,5,1,2022-06-20,2022-09-01,个人,是,30\n丙,,五,1,2022-06-20,,个人,是,30\n", encoding="utf-8"
    )
    report = check_claims(tmp_path, "mianyang-2022")
    book = load_workbook(io.BytesIO(new_workbook(report)))
    assert book.sheetnames == ["一.csv", "二_x_.csv", "核查汇总"]
    first, second = book["一.csv"], book["二_x_.csv"]
    assert [cell.value for cell in first[2]][5:10] == ["甲", 310000, 300000, 10000, "多报"]
    assert (first["G2"].number_format, first["J2"].fill.fgColor.rgb) == ("#,##0.00", "00F8CBAD")
    assert second["F2"].value == "乙�"
    assert [second["C3"].value, second["J3"].value] == [3, "未能判定"]
    assert first.freeze_panes == "A2"


def test_names_of_sheets_are_made_unique(tmp_path: Path) -> None:
    book = office_book()
    book.worksheets[0]["I8"] = 29
    book["参考"].title = "核查汇总"
    data = saved(book)
    answer = load_workbook(io.BytesIO(annotated_workbook(checked(tmp_path, data), data, "claims.xlsx")))
    assert answer.sheetnames == ["引荐奖励", "核查汇总", "核查汇总2"]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_saves_the_same(office: tuple[bytes, ClaimsReport, bytes], tmp_path: Path) -> None:
    (tmp_path / "in.xlsx").write_bytes(office[2])
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", "out", "in.xlsx"], cwd=tmp_path, check=True, capture_output=True, timeout=180)
    before = sheet_of(office[2])
    after = load_workbook(tmp_path / "out" / "in.xlsx")["引荐奖励"]
    for row in range(3, 9):
        for at in range(10, 14):
            assert after.cell(row, at).value == before.cell(row, at).value
    assert after["I8"].value == "=20+9"
    results = load_workbook(tmp_path / "out" / "in.xlsx", data_only=True)
    assert results["引荐奖励"]["I8"].value == 29
    assert results["引荐奖励"]["A7"].value == "=1+1"
