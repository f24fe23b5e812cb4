"""The shipped examples: made by their script, read to the last cell, the same from CSV and XLSX."""

from __future__ import annotations

import importlib.util
import io
import zipfile
from datetime import date
from decimal import Decimal
from types import ModuleType

import pytest

from investpolicy.claims import cells
from investpolicy.claims.cells import NOT_YET, Cell
from investpolicy.claims.layout import Table
from tests.claims.names import EXAMPLES, read

WORKBOOK = EXAMPLES / "mianyang-claims-2022.xlsx"
CSV = EXAMPLES / "mianyang-referral-2022-gb18030.csv"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_examples", EXAMPLES / "make_examples.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules["make_examples"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def tables() -> dict[str, Table]:
    return {str(table.sheet): table for table in read(WORKBOOK)}


def column(table: Table, name: str) -> list[Cell]:
    place = [header.name for header in table.headers].index(name)
    return [row.cells[place] for row in table.rows]


def kinds(table: Table) -> list[tuple[int, str]]:
    return [(one.row, one.kind) for one in table.recognised]


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_examples_are_what_their_script_makes(script: ModuleType) -> None:
    made: dict[str, bytes] = script.files()
    assert set(made) == {path.name for path in EXAMPLES.iterdir() if path.suffix in (".xlsx", ".csv")}
    assert CSV.read_bytes() == made[CSV.name]
    assert unpacked(WORKBOOK.read_bytes()) == unpacked(made[WORKBOOK.name])


def test_the_workbook_has_one_table_a_sheet(tables: dict[str, Table]) -> None:
    assert {name: len(table.rows) for name, table in tables.items()} == {
        "引荐奖励": 11,
        "重大项目奖励": 7,
        "园区综合考核奖励": 7,
        "产业基金出资": 5,
        "扶持资金分担": 7,
    }
    assert all(table.hidden == () for table in tables.values())


def test_every_line_that_is_no_claim_is_recognised(tables: dict[str, Table]) -> None:
    assert kinds(tables["引荐奖励"]) == [
        (1, "title"),
        (2, "corner note"),
        (3, "header"),
        (15, "total"),
        (16, "footer"),
        (17, "footer"),
    ]
    assert kinds(tables["重大项目奖励"]) == [(1, "title"), (2, "title"), (3, "header"), (11, "total"), (12, "footer")]
    assert kinds(tables["园区综合考核奖励"])[-3:] == [(11, "total"), (12, "footer"), (13, "footer")]
    assert tables["引荐奖励"].recognised[1].text == "填报单位：示例投资促进局 单位：万元"


def test_units_come_from_the_header_or_else_from_the_corner(tables: dict[str, Table]) -> None:
    units = {header.name: header.unit for header in tables["引荐奖励"].headers}
    assert units["协议投资额"] == "亿元"
    assert units["申报金额"] == "万元"
    assert {header.name: header.unit for header in tables["扶持资金分担"].headers}["市本级承担"] == "元"
    assert tables["重大项目奖励"].headers[-1].unit is None
    header = tables["引荐奖励"].headers[6]
    assert (header.text, header.column) == ("协议投资额（亿元）", "G")


def test_the_first_claim_is_read_as_written(tables: dict[str, Table]) -> None:
    row = tables["引荐奖励"].rows[0]
    assert row.number == 4
    assert [cell.value for cell in row.cells] == [
        Decimal(1),
        "MY2022-001",
        "示例锂电池正极材料项目",
        "绵阳市涪城区",
        "制造业",
        "内资",
        Decimal("5.2"),
        Decimal(3),
        date(2022, 6, 20),
        date(2022, 7, 1),
        date(2022, 9, 1),
        "示例新能源商会",
        "商协会",
        "是",
        Decimal(0),
        Decimal(26),
        None,
    ]
    assert row.cells[6].where == "mianyang-claims-2022.xlsx[引荐奖励]!G4"


def test_amounts_days_and_truths_are_exact(tables: dict[str, Table]) -> None:
    referral = tables["引荐奖励"]
    agreed = [cells.money(cell, "亿元") for cell in column(referral, "协议投资额")]
    assert agreed == [fen * 10**8 for fen in (520, 500, 860, 499, 1200, 600, 930, 660, 750, 1000, 1000)]
    started = [cells.day(cell) for cell in column(referral, "开工日期")]
    assert started[1] == date(2022, 5, 10)
    assert started[4] == date(2022, 8, 1)
    assert started[6] is NOT_YET
    assert started[7] is None
    assert [cells.truth(cell) for cell in column(referral, "引荐并促成")] == [True] * 8 + [None, True, True]
    fund = tables["产业基金出资"]
    assert [cells.money(cell, "亿元") for cell in column(fund, "项目基金规模")] == [
        10 * 10**10,
        8 * 10**10,
        8 * 10**10,
        6 * 10**10,
        None,
    ]
    assert cells.money(column(tables["扶持资金分担"], "应兑现扶持资金")[0], "元") == 100_000_001
    ranking = tables["园区综合考核奖励"]
    assert [cells.count(cell) for cell in column(ranking, "综合考核名次")] == [1, 2, 3, 4, 5, 6, None]
    assert [cells.points(cell) for cell in column(ranking, "综合考核得分")][:2] == [Decimal("96.5"), Decimal("94.25")]


def test_totals_keep_their_cells_and_agree_with_their_rows(tables: dict[str, Table]) -> None:
    checked = 0
    for table in tables.values():
        (total,) = [one for one in table.recognised if one.kind == "total"]
        assert total.text.startswith("合计")
        for place, header in enumerate(table.headers):
            if place and total.cells[place].value is not None:
                unit = header.unit or "万元"
                amounts = [cells.money(row.cells[place], unit) or 0 for row in table.rows]
                assert cells.money(total.cells[place], unit) == sum(amounts)
                checked += 1
    assert checked == 7


def test_a_project_merged_over_two_referrers_is_filled_down(tables: dict[str, Table]) -> None:
    first, second = tables["引荐奖励"].rows[9:]
    assert [cell.value for cell in second.cells[1:11]] == [cell.value for cell in first.cells[1:11]]
    assert [cell.merged for cell in second.cells] == [False] + [True] * 10 + [False] * 6
    assert not any(cell.merged for cell in first.cells)
    assert second.cells[2].where == "mianyang-claims-2022.xlsx[引荐奖励]!C14"


def test_csv_and_workbook_read_to_the_same_values(tables: dict[str, Table]) -> None:
    workbook = tables["引荐奖励"]
    (table,) = read(CSV)
    assert [(one.text, one.name, one.unit) for one in table.headers] == [
        (one.text, one.name, one.unit) for one in workbook.headers
    ]
    assert [(one.row, one.kind, one.text) for one in table.recognised] == [
        (one.row, one.kind, one.text) for one in workbook.recognised
    ]
    assert table.rows[0].cells[2].where == "mianyang-referral-2022-gb18030.csv:4:3"

    def values(source: Table) -> list[list[object]]:
        found: list[list[object]] = []
        for row in source.rows:
            line: list[object] = []
            for header, cell in zip(source.headers, row.cells, strict=True):
                if header.name.endswith(("额", "奖励")):
                    line.append(cells.money(cell, header.unit))
                elif header.name.endswith("日期"):
                    line.append(cells.day(cell))
                else:
                    line.append(cells.text(cell))
            found.append(line)
        return found

    assert values(table) == values(workbook)
    assert values(table)[0][6] == 520 * 10**8
