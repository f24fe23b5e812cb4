"""Finding the table: headers, units, corner notes, tiers, pages, totals, footers; and CSV as it comes."""

from __future__ import annotations

import codecs
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investpolicy.claims.cells import money
from investpolicy.claims.grid import Grid, Line, text_cell
from investpolicy.claims.layout import Table, find_tables
from investpolicy.claims.units import unit_notes
from investpolicy.headers import corner_unit, header_name, header_unit
from tests.claims.names import KNOWN, read


def sheet(*rows: list[str], name: str | None = None) -> list[Table]:
    """The tables of rows of text."""
    lines: list[Line] = []
    for number, row in enumerate(rows, 1):
        cells = {at: text_cell(value, f"f.csv:{number}:{at}") for at, value in enumerate(row, 1)}
        lines.append(Line(number, {at: cell for at, cell in cells.items() if cell}, len(row)))
    return find_tables(Grid("f.csv", name, lines), KNOWN.__contains__)


def kinds(table: Table) -> dict[int, str]:
    return {one.row: one.kind for one in table.recognised} | {row.number: "row" for row in table.rows}


@pytest.mark.parametrize(
    ("text", "name", "unit"),
    [
        ("协议投资额（亿元）", "协议投资额", "亿元"),
        ("协议 投资额\n(万元)", "协议投资额", "万元"),
        ("协议投资额【单位：万元】", "协议投资额", "万元"),
        ("协议投资额（人民币万元）", "协议投资额", "万元"),
        ("协议投资额（亿）", "协议投资额", "亿元"),
        ("协议投资额/万元", "协议投资额", "万元"),
        ("实际投资额（截至2022年底）（万元，含税）", "实际投资额", "万元"),
        ("实际到位外资（万美元）", "实际到位外资", "万美元"),
        ("出资比例（％）", "出资比例", "%"),
        ("出资比例%", "出资比例", "%"),
        ("承接地类型（市辖区/县（市）/园区）", "承接地类型", None),
        ("＊项目名称：", "项目名称", None),
        ("1.项目名称", "项目名称", None),
        ("二、项目名称", "项目名称", None),
        ("签约/开工日期", "签约/开工日期", None),
        ("Agreed Investment (万元)", "agreedinvestment", "万元"),
        ("（亿元）", "", "亿元"),
        ("申报金额\n（万元）", "申报金额", "万元"),
        ("申报金额(单位:元)", "申报金额", "元"),
        ("投资额（万元人民币）", "投资额", "万元"),
        ("协议 投资额 （亿元人民币）", "协议投资额", "亿元"),
        ("申报金额（人民币：万元）", "申报金额", "万元"),
        ("申报金额（单位：人民币/万元）", "申报金额", "万元"),
        ("申报金额（￥万元）", "申报金额", "万元"),
        ("申报金额（人民币）", "申报金额", None),
        ("申报金额（RMB）", "申报金额", None),
        ("申报金额（RMB万元）", "申报金额", "万元"),
        ("申报金额，万元", "申报金额", "万元"),
        ("申报金额_元", "申报金额", "元"),
        ("申报金额 万元", "申报金额", "万元"),
        ("实际到位外资万美元", "实际到位外资", "万美元"),
        ("申报金额（万元", "申报金额", "万元"),
        ("申报金额｛万元｝", "申报金额", "万元"),
        ("申报金额「千元」", "申报金额", "千元"),
        ("申报金额（元）*", "申报金额", "元"),
        ("总投资（亿元、万美元）", "总投资", None),
        ("Amount claimed (10,000 yuan)", "amountclaimed", "万元"),
        ("Amount claimed (RMB million)", "amountclaimed", "百万元"),
        ("签约时间(年/月/日)", "签约时间", None),
        ("签约时间（yyyy-mm-dd）", "签约时间", None),
        ("是否开工（是/否）", "是否开工", None),
        ("是否开工？", "是否开工", None),
        ("1、项目名称", "项目名称", None),
        ("1）项目名称", "项目名称", None),
        ("（一）项目名称", "项目名称", None),
        ("①项目名称", "项目名称", None),
        ("*项目名称", "项目名称", None),
        ("项目名称*", "项目名称", None),
        ("★项目名称", "项目名称", None),
        ("“项目名称”", "项目名称", None),
        ("《项目名称》", "项目名称", None),
        ("项目名称（必填）", "项目名称", None),
        ("【必填】项目名称", "项目名称", None),
        ("ＡＧＲＥＥＤ　Ｉｎｖｅｓｔｍｅｎｔ２", "agreedinvestment2", None),
        ("1.5亿元以上项目", "1.5亿元以上项目", None),
        ("引进亿元", "引进亿元", None),
        ("No.", "no.", None),
        ("project.agreed_investment", "project.agreed_investment", None),
    ],
)
def test_header_name_and_unit(text: str, name: str, unit: str | None) -> None:
    assert (header_name(text), header_unit(text)) == (name, unit)
    assert header_name(name) == name


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("单位：万元", "万元"),
        ("（单位: 亿元）", "亿元"),
        ("金额单位：人民币万元", "万元"),
        ("填报单位：示例局　　单位：万元", "万元"),
        ("单位：万元、亩", "万元"),
        ("单位：亿元、万美元", None),
        ("单位：万元（人民币）", "万元"),
        ("填报单位：万元", None),
        ("单位：示例投资促进局", None),
        ("单位负责人：万元", None),
        ("万元", None),
    ],
)
def test_corner_unit(text: str, unit: str | None) -> None:
    assert corner_unit(text) == unit


def test_the_header_row_is_the_first_with_two_known_names() -> None:
    (table,) = sheet(
        ["2022年申报表"], ["", "项目名称：示例"], [], ["序号", "项目名称", "申报金额（元）"], ["1", "示例项目", "5"]
    )
    assert kinds(table) == {1: "title", 2: "title", 3: "blank", 4: "header", 5: "row"}
    assert [(one.name, one.unit, one.column) for one in table.headers] == [
        ("序号", None, "1"),
        ("项目名称", None, "2"),
        ("申报金额", "元", "3"),
    ]


def test_a_header_below_row_30_is_not_looked_for() -> None:
    rows = [[f"说明{number}"] for number in range(30)] + [["项目名称", "申报金额"], ["示例", "5"]]
    (table,) = sheet(*rows)
    assert table.headers == ()
    assert set(kinds(table).values()) == {"outside"}
    assert sheet(*rows[1:])[0].rows[0].number == 31


def test_a_cell_unit_wins_over_the_header_and_the_header_over_the_corner() -> None:
    (table,) = sheet(
        ["单位：万元"], ["协议投资额（亿元）", "申报金额", "备注"], ["5", "5元", ""], ["50000万元", "5", ""]
    )
    amounts = [
        [money(cell, header.unit) for header, cell in zip(table.headers, row.cells, strict=True)] for row in table.rows
    ]
    assert amounts == [[5 * 10**10, 500, None], [5 * 10**10, 5 * 10**6, None]]


def test_where_units_disagree_it_is_said_which_counts() -> None:
    header = ["项目名称", "协议投资额（亿元）", "申报金额", "实际到位外资（万美元）"]
    rows = [
        ["甲", "5", "5万元", "1"],
        ["乙", "50000万元", "50元", "2"],
        ["丙", "5亿", "待定", "300万欧元"],
        ["丁", "3千万", "约5亿元", ""],
        *([name, "7万元", "", ""] for name in "戊己"),
    ]
    (table,) = sheet(["单位：万元"], header, *rows, name="Sheet1")
    assert [(one.unit, one.corner) for one in table.headers[1:3]] == [("亿元", "万元"), ("万元", "万元")]
    zh = [note.zh for note in unit_notes(table, [1, 2])]
    assert zh == [
        "角注写“万元”，以下各列按表头：协议投资额（亿元）",
        (
            "协议投资额（亿元）：表头单位为“亿元”，4个单元格自带别的单位，按单元格"
            "（f.csv:4:2 50000万元、f.csv:6:2 3千万、f.csv:7:2 7万元等）"
        ),
        "申报金额：表头单位为“万元”，1个单元格自带别的单位，按单元格（f.csv:4:3 50元）",
    ]
    en = [note.en for note in unit_notes(table, [1, 2])]
    assert en == [
        "the corner note says 万元; in these columns the header counts: 协议投资额（亿元）",
        (
            "协议投资额（亿元）: the header's unit is 亿元, 4 cells have another; the cell counts "
            "(f.csv:4:2 50000万元, f.csv:6:2 3千万, f.csv:7:2 7万元, …)"
        ),
        "申报金额: the header's unit is 万元, 1 cell has another; the cell counts (f.csv:4:3 50元)",
    ]


@pytest.mark.parametrize("unit", ["万元", "亿元", None])
def test_units_that_agree_or_are_written_once_need_no_note(unit: str | None) -> None:
    corner = [f"单位：{unit}"] if unit else []
    (table,) = sheet(
        corner, ["项目名称", f"申报金额（{unit}）" if unit else "申报金额"], ["甲", "5.2" + (unit or "元")]
    )
    assert unit_notes(table, [1]) == []


def test_a_sheet_of_remarks_is_told_from_a_table_whose_header_is_not_known() -> None:
    remarks = [
        ["填表说明"],
        [],
        ["一、金额以万元计"],
        ["填报人：", "陈某某"],
        ["联系电话：", "0816-1234567"],
        ["共", "3"],
    ]
    (table,) = sheet(*remarks, name="说明")
    assert table.is_remarks
    assert {one.kind for one in table.recognised} == {"outside", "blank"}
    (wide,) = sheet(*remarks, ["企业", "所在地", "数额"], name="说明")
    (narrow,) = sheet(["企业", "数额"], ["甲", "5"], ["乙", "6.5万元"], name="申报")
    (claims,) = sheet(["项目名称", "申报金额"], ["甲", "5"], name="申报")
    assert [wide.is_remarks, narrow.is_remarks, claims.is_remarks] == [False, False, False]


def test_two_tiers_of_header_are_joined() -> None:
    (table,) = sheet(
        ["序号", "项目名称", "投资额（亿元）", "", "备注"],
        ["", "", "协议", "实际（万元）", ""],
        ["1", "示例项目", "5.2", "30000", ""],
    )
    assert [(one.name, one.unit) for one in table.headers] == [
        ("序号", None),
        ("项目名称", None),
        ("协议投资额", "亿元"),
        ("实际投资额", "万元"),
        ("备注", None),
    ]
    assert table.headers[2].text == "投资额（亿元） / 协议"
    assert kinds(table) == {1: "header", 2: "header", 3: "row"}


def test_a_header_is_repeated_on_a_later_page_with_its_titles() -> None:
    page = [["申报表"], ["", "", "单位：万元"], ["序号", "项目名称", "申报金额"]]
    (table,) = sheet(*page, ["1", "示例一", "5"], [], *page, ["2", "示例二", "6"], ["合计", "", "11"])
    assert [row.number for row in table.rows] == [4, 9]
    assert kinds(table) == {
        1: "title",
        2: "corner note",
        3: "header",
        4: "row",
        5: "blank",
        6: "title",
        7: "corner note",
        8: "header",
        9: "row",
        10: "total",
    }


def test_a_second_table_below_the_first_is_a_table_of_its_own() -> None:
    first, second = sheet(
        ["单位：万元"],
        ["项目名称", "申报金额"],
        ["示例一", "5"],
        ["合计", "5"],
        ["二、园区"],
        ["园区", "综合考核名次", "申报金额（元）"],
        ["示例园区", "1", "6"],
    )
    assert [one.name for one in second.headers] == ["园区", "综合考核名次", "申报金额"]
    assert [one.unit for one in second.headers] == ["万元", "万元", "元"]
    assert kinds(first) == {1: "corner note", 2: "header", 3: "row", 4: "total"}
    assert kinds(second) == {5: "title", 6: "header", 7: "row"}


@pytest.mark.parametrize("label", ["合计", "合  计", "合计：", "小计", "总计", "Total", "合计（2个）", "涪城区小计"])
def test_totals(label: str) -> None:
    (table,) = sheet(["序号", "项目名称", "申报金额"], ["1", "示例", "5"], [label, "", "5"])
    (total,) = [one for one in table.recognised if one.kind == "total"]
    assert [cell.value for cell in total.cells] == [label, None, "5"]
    assert len(table.rows) == 1


@pytest.mark.parametrize("name", ["示例小计", "合计科技公司", "总计划项目", "小计算机项目"])
def test_a_project_that_is_called_like_a_total_is_a_claim(name: str) -> None:
    (table,) = sheet(["项目名称", "建设地点", "申报金额"], [name, "涪城区", "5"])
    assert [row.cells[0].value for row in table.rows] == [name]


@pytest.mark.parametrize(
    "footer",
    [
        ["制表人：陈某某", "审核：周某某"],
        ["填报日期：", "2022-12-30"],
        ["备注：金额含税"],
        ["注：1.金额含税"],
        ["说明:"],
        ["示例局（盖章）"],
        ["单位负责人（签字）："],
    ],
)
def test_footers(footer: list[str]) -> None:
    (table,) = sheet(["序号", "项目名称", "申报金额", "备注"], ["1", "示例", "5", ""], footer, ["2.不含已付部分"])
    assert kinds(table) == {1: "header", 2: "row", 3: "footer", 4: "footer"}


def test_what_stands_alone_below_the_total_is_a_footer_but_a_claim_is_not() -> None:
    header = ["序号", "项目名称", "申报金额"]
    (table,) = sheet(
        header, ["1", "甲", "5"], ["小计", "", "5"], ["2", "乙", "6"], ["合计", "", "11"], ["", "12月30日"]
    )
    assert kinds(table) == {1: "header", 2: "row", 3: "total", 4: "row", 5: "total", 6: "footer"}
    (table,) = sheet(
        header, ["1", "甲", "5"], ["", "只有名称", ""], ["一、涪城区"], ["合计", "", "5"], ["9", "丙", "7"]
    )
    assert kinds(table) == {1: "header", 2: "row", 3: "row", 4: "title", 5: "total", 6: "row"}


def test_a_value_under_no_header_is_kept_in_a_sheet_and_is_a_fault_of_its_row_in_csv() -> None:
    rows = (["项目名称", "申报金额"], ["示例", "5", "旁注"], ["示例", "6"])
    (table,) = sheet(*rows, name="Sheet1")
    assert [(one.text, one.column) for one in table.headers] == [("项目名称", "A"), ("申报金额", "B"), ("", "C")]
    assert [[cell.value for cell in row.cells] for row in table.rows] == [["示例", "5", "旁注"], ["示例", "6", None]]
    (table,) = sheet(*rows)
    assert len(table.headers) == 2
    assert str(table.rows[0].fault) == (
        "f.csv:2: the row has 3 values under 2 headers; put a value that contains the separator in quotation marks, "
        'as in "52,000"'
    )
    assert table.rows[1].fault is None


TEXTS = st.sampled_from(
    [
        "",
        "",
        "项目名称",
        "申报金额（万元）",
        "备注",
        "合计",
        "小计",
        "单位：万元",
        "备注：无",
        "示例",
        "5",
        "2022-06-01",
        "一、甲",
    ]
)


@given(st.lists(st.lists(TEXTS, max_size=5), min_size=1, max_size=40), st.sampled_from([None, "Sheet1"]))
def test_no_line_is_dropped_or_told_twice(rows: list[list[str]], name: str | None) -> None:
    tables = sheet(*rows, name=name)
    seen = [one.row for table in tables for one in table.recognised] + [row.number for t in tables for row in t.rows]
    assert sorted(seen) == list(range(1, len(rows) + 1))
    for table in tables:
        widths = {len(row.cells) for row in table.rows} | {len(one.cells) for one in table.recognised if one.cells}
        assert widths <= {len(table.headers)}


# --- CSV --------------------------------------------------------------------------------------------------------

TEXT = '项目名称,申报金额（万元）,备注\r\n示例项目,"52,000","两行\n备注 ""甲"""\r\n示例二,5,\r\n'


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("gb18030"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.replace("\r\n", "\n").encode(),
    ],
    ids=["utf-8", "utf-8 with mark", "gb18030", "utf-16 little", "utf-16 big", "line feeds"],
)
def test_csv_in_every_encoding(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_bytes(data)
    (table,) = read(path)
    assert [[cell.value for cell in row.cells] for row in table.rows] == [
        ["示例项目", "52,000", '两行\n备注 "甲"'],
        ["示例二", "5", None],
    ]
    assert [row.number for row in table.rows] == [2, 4]
    assert table.rows[1].cells[1].where == "claims.csv:4:2"
    assert table.sheet is None


@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_csv_with_every_separator(separator: str, tmp_path: Path) -> None:
    path = tmp_path / "claims.txt"
    rows = [["某表, 共两项; 示例"], ["项目名称", "申报金额（元）", "备注"], ["示例，甲", "5", "无"]]
    path.write_text("\n".join(separator.join(f'"{value}"' for value in row) for row in rows), encoding="utf-8")
    (table,) = read(path)
    assert [cell.value for cell in table.rows[0].cells] == ["示例，甲", "5", "无"]


def test_rare_characters_of_gb18030_are_read(tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_bytes("项目名称,申报金额\n𠮷㐂镕項目,5\n".encode("gb18030"))
    assert read(path)[0].rows[0].cells[0].value == "𠮷㐂镕項目"


def test_invisible_signs_around_a_value_are_no_part_of_it(tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_text("项目名称,申报金额（元）\n\u3000示例\u200b\xa0 ,\u200b\n", encoding="utf-8")
    (row,) = read(path)[0].rows
    assert [cell.value for cell in row.cells] == ["示例", None]


def test_numbers_in_csv_stay_text_as_written(tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_text("项目编号,申报金额（元）\n0012,1e3\n", encoding="utf-8")
    (row,) = read(path)[0].rows
    assert [cell.value for cell in row.cells] == ["0012", "1e3"]
    assert not isinstance(row.cells[0].value, Decimal)


def test_an_amount_may_stand_before_the_word_of_a_total_and_a_project_may_be_called_so() -> None:
    header = ["协议投资额（亿元）", "项目名称", "引荐人", "申报金额（万元）"]
    (table,) = sheet(header, ["5", "甲", "某商会", "26"], ["6", "合计", "某商会", "20"], ["11", "合计", "", "46"])
    assert kinds(table) == {1: "header", 2: "row", 3: "row", 4: "total"}
