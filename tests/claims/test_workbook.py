"""Workbooks: what a spreadsheet program keeps in cells, shows, merges and hides."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900
from openpyxl.worksheet.worksheet import Worksheet

from investpolicy.claims import cells, grid, workbook
from investpolicy.claims.cells import Cell
from investpolicy.claims.grid import number_of
from investpolicy.claims.layout import Table
from investpolicy.errors import ClaimsError
from tests.claims.names import SPREADSHEET, book, changed, messages, read, with_shared_strings

SHEET = "xl/worksheets/sheet1.xml"
HEADERS = ("项目名称", "申报金额（万元）", "开工日期")


def table(tmp_path: Path, data: bytes) -> Table:
    path = tmp_path / "claims.xlsx"
    path.write_bytes(data)
    (one,) = read(path)
    return one


def first_cell(tmp_path: Path, value: object, number_format: str = "General") -> Cell:
    """The cell C2 of a sheet, with a value in a format."""

    def fill(sheet: Worksheet) -> None:
        sheet.append(HEADERS)
        sheet["A2"] = "示例"
        sheet["C2"].value = value
        sheet["C2"].number_format = number_format

    return table(tmp_path, book(fill=fill)).rows[0].cells[2]


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [
        (5.1299999999999999, "General", Decimal("5.13")),
        (0.1 + 0.2, "General", Decimal("0.3")),
        (123456789012345, "0", Decimal(123456789012345)),
        (1e-7, "General", Decimal("0.0000001")),
        (1234.5, "#,##0.00", Decimal("1234.5")),
        (1234.5, "¥#,##0.00", Decimal("1234.5")),
        (1234.5, "#,##0.00_);[Red]\\(#,##0.00\\)", Decimal("1234.5")),
        (0.3, "0%", "30%"),
        (0.125, "0.00%", "12.5%"),
        (52000, '#,##0"万元"', "52000万元"),
        (5.2, "0.0亿元", "5.2亿元"),
        (3, '0"人"', Decimal(3)),
        (True, "General", True),
        ("  示例 \u3000", "@", "示例"),
        ("0012", "@", "0012"),
        (date(2022, 6, 1), "yyyy-mm-dd", date(2022, 6, 1)),
        (date(2022, 6, 1), 'yyyy"年"m"月"d"日"', date(2022, 6, 1)),
        (date(2022, 6, 1), "[$-804]yyyy/m/d;@", date(2022, 6, 1)),
        (date(2022, 6, 1), "m/d/yy", date(2022, 6, 1)),
        (datetime(2022, 6, 1, 15, 30), "yyyy/m/d h:mm", date(2022, 6, 1)),  # noqa: DTZ001
        (date(2022, 6, 1), 'yyyy"年"m"月"', "2022年6月"),
        (date(2022, 6, 15), 'yyyy"年"m"月"', date(2022, 6, 15)),
        (date(1900, 1, 15), "yyyy-mm-dd", date(1900, 1, 15)),
        (date(1900, 3, 1), "yyyy-mm-dd", date(1900, 3, 1)),
    ],
)
def test_a_cell_is_what_the_spreadsheet_shows(
    value: object, number_format: str, expected: object, tmp_path: Path
) -> None:
    cell = first_cell(tmp_path, value, number_format)
    assert cell == Cell(expected, "claims.xlsx[Sheet1]!C2")  # type: ignore[arg-type]
    assert type(cell.value) is type(expected)


def test_dates_of_the_1904_system(tmp_path: Path) -> None:
    made = Workbook()
    made.epoch = CALENDAR_MAC_1904
    made.worksheets[0].append(HEADERS)
    made.worksheets[0].append(["示例", 5, date(2022, 6, 1)])
    written = io.BytesIO()
    made.save(written)
    assert table(tmp_path, written.getvalue()).rows[0].cells[2].value == date(2022, 6, 1)


@pytest.mark.parametrize(
    ("built_in", "epoch", "serial", "expected"),
    [
        (31, CALENDAR_WINDOWS_1900, 44713, date(2022, 6, 1)),
        (58, CALENDAR_WINDOWS_1900, 44713.5, date(2022, 6, 1)),
        (57, CALENDAR_WINDOWS_1900, 44713, "2022年6月"),
        (57, CALENDAR_WINDOWS_1900, 44727, date(2022, 6, 15)),
        (31, CALENDAR_MAC_1904, 43251, date(2022, 6, 1)),
    ],
)
def test_dates_in_formats_that_chinese_spreadsheets_have_built_in(
    built_in: int, epoch: datetime, serial: float, expected: object, tmp_path: Path
) -> None:
    made = Workbook()
    made.epoch = epoch
    made.worksheets[0].append(HEADERS)
    made.worksheets[0].append(["示例", 5, serial])
    made.worksheets[0]["C2"].number_format = "d-mmm-yy"  # 15, a built-in one that openpyxl can write
    written = io.BytesIO()
    made.save(written)
    numbered = {"xl/styles.xml": lambda part: part.replace(b'numFmtId="15"', f'numFmtId="{built_in}"'.encode())}
    cell = table(tmp_path, changed(written.getvalue(), numbered)).rows[0].cells[2]
    assert (cell.value, cell.fault) == (expected, None)


def test_number_formats_are_found_wherever_the_file_keeps_them(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(HEADERS)
        sheet.append(["示例", 52000, date(2022, 6, 1)])
        sheet["B2"].number_format = '0"元"'

    data = book(fill=fill)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        styles = archive.read("xl/styles.xml")
    moved = {
        "xl/styles.xml": lambda _: None,
        "xl/other/forms.xml": lambda _: styles,
        "xl/_rels/workbook.xml.rels": lambda part: part.replace(b"styles.xml", b"other/forms.xml"),
        "[Content_Types].xml": lambda part: part.replace(b"styles.xml", b"other/forms.xml"),
    }
    row = table(tmp_path, changed(data, moved)).rows[0]
    assert [cell.value for cell in row.cells] == ["示例", "52000元", date(2022, 6, 1)]


def test_neither_a_wrong_size_nor_what_stands_behind_the_cells_matters(tmp_path: Path) -> None:
    def odd(part: bytes) -> bytes:
        assert b'<dimension ref="A1:C2"' in part
        part = part.replace(b'<dimension ref="A1:C2"', b'<dimension ref="A1"')
        return part.replace(b"</worksheet>", b'<pageSetup orientation="sideways" copies="two"/></worksheet>')

    row = table(
        tmp_path, changed(book(HEADERS, ["示例", 5, 6]), {SHEET: odd, "docProps/core.xml": lambda _: b"<"})
    ).rows[0]
    assert [cell.value for cell in row.cells] == ["示例", 5, 6]


def raw_cell(xml: str) -> Callable[[bytes], bytes]:
    """Puts a cell as XML in the place of C2."""
    return lambda part: re.sub(rb'<c r="C2".*?(/>|</c>)', xml.encode(), part, count=1)


RAW = {
    '<c r="C2"><v>1.0000000000000001E-2</v></c>': Decimal("0.01"),
    '<c r="C2" t="str"><f>A2&amp;""</f><v>甲&amp;乙</v></c>': "甲&乙",
    '<c r="C2" t="str"><f>""</f><v></v></c>': None,
    '<c r="C2"><f>B2*2</f><v>10</v></c>': Decimal(10),
    '<c r="C2" t="b"><f>TRUE()</f><v>1</v></c>': True,
    '<c r="C2" t="d"><v>2022-06-01T00:00:00</v></c>': date(2022, 6, 1),
    '<c r="C2" t="inlineStr"><is><r><t>分</t></r><r><t>段</t></r><rPh sb="0" eb="1"><t>fen</t></rPh></is></c>': "分段",
    '<c r="C2" t="inlineStr"><is><t>a_x0041_</t></is></c>': "aA",
    '<c r="C2" s="0" t="n"></c>': None,
    f'<x:c {SPREADSHEET.replace("xmlns", "xmlns:x")} r="C2"><x:v>7</x:v></x:c>': Decimal(7),
    '<c r="C2" t="inlineStr"><is><t>甲_x000D_\n乙</t></is></c>': "甲\r\n乙",
    '<c r="C2"><v>1.5e3</v></c>': Decimal(1500),
}


@pytest.mark.parametrize("xml", RAW)
def test_cells_as_other_programs_write_them(xml: str, tmp_path: Path) -> None:
    data = book(HEADERS, ["示例", 5, 1])
    assert table(tmp_path, changed(data, {SHEET: raw_cell(xml)})).rows[0].cells[2].value == RAW[xml]


def test_shared_strings_without_their_phonetic_guides(tmp_path: Path) -> None:
    data = book(HEADERS, ["示例", 5, 1])
    guide = "<rPh sb='0' eb='1'><t>mian</t></rPh><phoneticPr fontId='1'/>"
    guided = f"<si><r><t>绵</t></r><r><t xml:space='preserve'>阳 </t></r>{guide}</si>"
    data = changed(data, {SHEET: raw_cell('<c r="C2" t="s"><v>1</v></c>')})
    data = with_shared_strings(data, f"<sst><si><t>甲</t></si>{guided}<si/></sst>")
    assert table(tmp_path, data).rows[0].cells[2].value == "绵阳"


FAULTS: dict[str, Callable[[Path], Cell]] = {
    "a formula without a result": lambda tmp: first_cell(tmp, "=B2*2"),
    "an error": lambda tmp: first_cell(tmp, "#REF!"),
    "more than 15 digits": lambda tmp: first_cell(tmp, 510700202206200001),
    "a time of day": lambda tmp: first_cell(tmp, time(15, 30), "h:mm"),
    "hours and minutes": lambda tmp: first_cell(tmp, 1.5, "[h]:mm"),
    "a number shown scaled": lambda tmp: first_cell(tmp, 52000000, '0!.0,"万元"'),
    "a number shown in thousands": lambda tmp: first_cell(tmp, 52000000, "#,##0,"),
    "a date that is none": lambda tmp: first_cell(tmp, -5, "yyyy-mm-dd"),
    "the day that 1900 did not have": lambda tmp: first_cell(tmp, 60, "yyyy-mm-dd"),
    "a cell that is too long": lambda tmp: long_cell(tmp),
}


def long_cell(tmp_path: Path) -> Cell:
    data = book(HEADERS, ["示例", 5, 1])
    long = raw_cell(f'<c r="C2" t="inlineStr"><is><t>{"甲" * 32_768}</t></is></c>')
    return table(tmp_path, changed(data, {SHEET: long})).rows[0].cells[2]


@pytest.mark.parametrize("case", FAULTS)
def test_a_cell_that_can_not_be_read_has_a_fault_that_names_it(case: str, tmp_path: Path) -> None:
    cell = FAULTS[case](tmp_path)
    assert str(cell.fault) == messages("workbook_cells.txt")[case]
    assert str(cell.fault).startswith("claims.xlsx[Sheet1]!C2: ")
    with pytest.raises(ValueError, match=re.escape(str(cell.fault))):
        cells.text(cell)


def test_every_expected_fault_has_its_case() -> None:
    assert set(messages("workbook_cells.txt")) == set(FAULTS)


def test_the_zero_that_some_programs_leave_behind_a_formula_is_no_result(tmp_path: Path) -> None:
    data = book(HEADERS, ["示例", 5, 1])
    zero = raw_cell('<c r="C2"><f>B2*2</f><v>0</v></c>')
    assert table(tmp_path, changed(data, {SHEET: zero})).rows[0].cells[2].fault is not None
    settled = {SHEET: zero, "xl/workbook.xml": lambda part: part.replace(b' fullCalcOnLoad="1"', b"")}
    assert table(tmp_path, changed(data, settled)).rows[0].cells[2].value == 0


def test_merged_cells_are_filled_down_but_not_beyond_the_claims(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(HEADERS)
        for row in (["甲", 5, "引荐一"], [None, 6, "引荐二"], [None, None, None], [None, 7, "引荐三"], ["合计", 18]):
            sheet.append(row)
        sheet.merge_cells("A2:A5")

    down = b'<mergeCell ref="A6:A1048576"/></mergeCells>'
    data = changed(book(fill=fill), {SHEET: lambda part: part.replace(b"</mergeCells>", down)})
    one = table(tmp_path, data)
    assert [[cell.value for cell in row.cells[:2]] for row in one.rows] == [["甲", 5], ["甲", 6], ["甲", 7]]
    assert [row.cells[0].merged for row in one.rows] == [False, True, True]
    assert [(line.row, line.kind) for line in one.recognised] == [(1, "header"), (4, "blank"), (6, "total")]


def test_a_header_merged_over_two_rows_and_over_columns(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["申报表"])
        sheet.append(["序号", "项目名称", "投资额（亿元）", None, "申报金额（万元）"])
        sheet.append([None, None, "协议", "实际", None])
        sheet.append([1, "示例", 5.2, 3, 26])
        for area in ("A1:E1", "A2:A3", "B2:B3", "C2:D2", "E2:E3"):
            sheet.merge_cells(area)

    one = table(tmp_path, book(fill=fill))
    assert [header.name for header in one.headers] == ["序号", "项目名称", "协议投资额", "实际投资额", "申报金额"]
    assert [row.number for row in one.rows] == [4]


def test_what_is_hidden_is_read_and_listed(tmp_path: Path) -> None:
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = "Sheet1"
    sheet.append(HEADERS)
    sheet.append(["示例一", 5, None])
    sheet.append(["示例二", 6, None])
    sheet.row_dimensions[3].hidden = True
    sheet.row_dimensions[9].hidden = True
    sheet.column_dimensions["B"].hidden = True
    kept = made.create_sheet("底稿")
    kept.append(HEADERS)
    kept.append(["示例三", 7, None])
    kept.sheet_state = "veryHidden"
    made.create_sheet("空表")
    path = tmp_path / "claims.xlsx"
    made.save(path)
    shown, secret = read(path)
    assert [row.cells[0].value for row in shown.rows + secret.rows] == ["示例一", "示例二", "示例三"]
    assert shown.hidden == ("claims.xlsx[Sheet1]!3", "claims.xlsx[Sheet1]!B")
    assert secret.hidden == ("claims.xlsx[底稿]",)


def test_a_sheet_without_a_header_is_listed_beside_one_that_has_it(tmp_path: Path) -> None:
    made = Workbook()
    made.worksheets[0].append(["填表说明"])
    made.worksheets[0].append(["一、金额以万元计"])
    claims = made.create_sheet("申报")
    claims.append(HEADERS)
    claims.append(["示例", 5, None])
    path = tmp_path / "claims.xlsx"
    made.save(path)
    notes, table = read(path)
    assert (notes.headers, notes.rows) == ((), ())
    assert [(one.row, one.kind, one.text) for one in notes.recognised] == [
        (1, "outside", "填表说明"),
        (2, "outside", "一、金额以万元计"),
    ]
    assert table.place == "claims.xlsx[申报]"
    assert len(table.rows) == 1


def test_charts_and_empty_sheets_hold_nothing(tmp_path: Path) -> None:
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = "Sheet1"
    sheet.append(HEADERS)
    sheet.append(["示例", 5, None])
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=2))
    made.create_chartsheet("图", 0).add_chart(chart)
    made.create_sheet("空表", 0)
    path = tmp_path / "claims.xlsx"
    made.save(path)
    (one,) = read(path)
    assert one.place == "claims.xlsx[Sheet1]"
    assert [cell.value for cell in one.rows[0].cells] == ["示例", 5, None]


def test_formats_painted_to_the_last_column_and_row_do_no_harm(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(HEADERS)
        sheet.append(["示例", 5, None])
        paint = PatternFill("solid", fgColor="FFFFFF00")
        for row in range(1, 4):
            for column in range(4, 16_385):
                sheet.cell(row, column).fill = paint
        sheet.cell(1_048_576, 16_384).fill = paint

    one = table(tmp_path, book(fill=fill))
    assert len(one.headers) == 3
    assert [row.number for row in one.rows] == [2]
    assert [line.kind for line in one.recognised] == ["header"]


PAINTED = (
    b'<row r="1"><c r="A1" s="1" t="s"><v>0</v></c><c r="B1" s="1" /><c r="C1"></c><c r="D1"/><c r="E1"><v>5</v></c>'
    b'<c r="F1" s="1"/><c r="G1" s="1"/><c><v>6</v></c><c r="I1" t="n"/></row>'
)
KEPT = b'<row r="1"><c r="A1" s="1" t="s"><v>0</v></c><c r="E1"><v>5</v></c><c r="G1" s="1"/><c><v>6</v></c></row>'


@pytest.mark.parametrize("size", [1, 7, 64, 2**20])
def test_painted_cells_are_left_out_but_none_that_another_counts_from(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "_CHUNK", size)
    left = b"".join(workbook._unpainted(io.BytesIO(PAINTED)))  # pyright: ignore[reportPrivateUsage]
    assert workbook._PAINTED.sub(b"", left) == KEPT  # pyright: ignore[reportPrivateUsage]
    assert left == KEPT or size < len(PAINTED)


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**14), 10**14),
    st.floats(-1e9, 1e9, allow_nan=False).map(lambda one: round(one, 4)),
    st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=8),
    st.dates(date(1901, 1, 1), date(2200, 1, 1)),
)


@given(st.lists(st.lists(VALUES, min_size=1, max_size=6), min_size=1, max_size=8))
def test_every_cell_is_read_as_it_was_written(rows: list[list[object]]) -> None:
    def fill(sheet: Worksheet) -> None:
        for row, line in enumerate(rows, 1):
            for column, value in enumerate(line, 1):
                cell = sheet.cell(row, column)
                cell.value = value  # type: ignore[assignment]
                if isinstance(value, str):
                    cell.data_type = "s"  # no text is a formula here

    data = book(fill=fill)
    (ours,) = workbook.grids(data, "claims.xlsx")
    seen = {(line.number, column): cell for line in ours.lines for column, cell in line.cells.items()}
    expected: dict[tuple[int, int], object] = {}
    for row, line in enumerate(rows, 1):
        for column, value in enumerate(line, 1):
            if isinstance(value, float):
                expected[row, column] = number_of(value)
            elif isinstance(value, str) and grid.trimmed(value):
                expected[row, column] = grid.trimmed(value)
            elif value is not None and not isinstance(value, str):
                expected[row, column] = value
    assert {place: cell.value for place, cell in seen.items() if cell.fault is None} == {
        place: value for place, value in expected.items() if seen[place].fault is None
    }
    assert all(str(cell.value).startswith("#") for cell in seen.values() if cell.fault)


EXAMPLE = with_shared_strings(book(HEADERS, ["示例", 5, date(2022, 6, 1)]), "<sst><si><t>甲</t></si></sst>")


def refusal(data: bytes) -> ClaimsError | None:
    """The error with which a workbook is refused; None if it is read."""
    try:
        workbook.grids(data, "claims.xlsx")
    except ClaimsError as error:
        return error
    return None


@given(st.data())
def test_a_damaged_workbook_is_refused_and_never_breaks_the_reader(data: st.DataObject) -> None:
    broken = bytearray(EXAMPLE)
    for _ in range(data.draw(st.integers(1, 4))):
        broken[data.draw(st.integers(4, len(broken) - 1))] = data.draw(st.integers(0, 255))
    error = refusal(bytes(broken[: data.draw(st.integers(4, len(broken)))]))
    assert error is None or all(one.where.startswith("claims.xlsx") and one.instead for one in error.problems)


PARTS = (SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels")
PIECES = (b"", b"<c r='A1'>", b'"', b"9", b"-", b"x", b"</v>", b"\xff", b"<v>1e999</v>")


@given(st.data())
def test_a_damaged_part_is_refused_and_never_breaks_the_reader(data: st.DataObject) -> None:
    def breaking(part: bytes) -> bytes:
        at = data.draw(st.integers(0, len(part)))
        return part[:at] + data.draw(st.sampled_from(PIECES)) + part[at + data.draw(st.integers(0, 3)) :]

    error = refusal(changed(EXAMPLE, {data.draw(st.sampled_from(PARTS)): breaking}))
    assert error is None or all(one.where.startswith("claims.xlsx") and one.instead for one in error.problems)
