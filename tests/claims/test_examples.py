"""The shipped examples: made by their scripts, read to the last cell, reported row by row as worked out by hand."""

from __future__ import annotations

import importlib
import io
import shutil
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import get_args

import pytest

from investpolicy.claims import Verdict, cells, check_claims
from investpolicy.claims.cells import NOT_YET, Cell
from investpolicy.claims.claimed import is_claimable
from investpolicy.claims.columns import known_names
from investpolicy.claims.layout import Kind, Table
from investpolicy.claims.reader import read_tables
from investpolicy.claims.report import Claim, ClaimsReport
from investpolicy.claims.slips import SlipKind
from tests.claims.expected_reports import CHECKS, expected, report_of, rows_in, rows_of, short
from tests.claims.names import EXAMPLES, read

WORKBOOK = EXAMPLES / "mianyang-claims-2022.xlsx"
CSV = EXAMPLES / "mianyang-referral-2022-gb18030.csv"
FOLDER = EXAMPLES / "office-folder"
OLD = FOLDER / "安州区.xls"


@pytest.fixture(scope="module")
def script() -> Iterator[ModuleType]:
    sys.path.insert(0, str(EXAMPLES))
    try:
        yield importlib.import_module("make_examples")
    finally:
        sys.path.remove(str(EXAMPLES))


@pytest.fixture(scope="module")
def tables() -> dict[str, Table]:
    return {str(table.sheet): table for table in read(WORKBOOK)}


def column(table: Table, name: str) -> list[Cell]:
    place = [header.name for header in table.headers].index(name)
    return [row.cells[place] for row in table.rows]


def kinds(table: Table) -> list[tuple[int, str]]:
    return [(one.row, one.kind) for one in table.recognised]


def unpacked(data: bytes) -> dict[str, bytes] | bytes:
    """The parts of an archive, whose bytes depend on how it is packed; any other file as it is."""
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_examples_are_what_their_scripts_make(script: ModuleType) -> None:
    from pyarrow import parquet

    made: dict[str, bytes] = script.files()
    held = {path for path in EXAMPLES.rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc", ".yaml")}
    assert {path.relative_to(EXAMPLES).as_posix() for path in held} == {*made, OLD.relative_to(EXAMPLES).as_posix()}
    for name, data in made.items():
        if name.endswith(".parquet"):  # which says what wrote it
            held_by, made_by = (parquet.read_table(source) for source in (EXAMPLES / name, io.BytesIO(data)))
            assert held_by.schema == made_by.schema
            assert repr(held_by.to_pylist()) == repr(made_by.to_pylist())  # NaN is not equal to itself
        else:
            assert unpacked((EXAMPLES / name).read_bytes()) == unpacked(data), name


def test_the_old_workbook_holds_what_its_script_says(script: ModuleType, tmp_path: Path) -> None:
    new = tmp_path / "new.xlsx"
    new.write_bytes(script.old_as_new())
    old, fresh = ([values_of(table) for table in read(path)] for path in (OLD, new))
    assert old == fresh
    assert len(old[0]) == 3


def values_of(table: Table) -> list[list[object]]:
    return [[cell.value for cell in row.cells] for row in table.rows]


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


# --- the report, row by row


@pytest.mark.parametrize("name", CHECKS)
def test_every_row_has_its_expected_verdict_difference_and_slips(name: str) -> None:
    assert rows_in(report_of(name), name) == rows_of(name)


@pytest.mark.parametrize("name", CHECKS)
def test_what_can_not_be_read_is_told_by_its_place(name: str) -> None:
    told = [(short(one.where, name), one.what) for one in report_of(name).problems]
    wanted = [tuple(one) for one in expected()[name].get("problems", ())]
    assert [place for place, _ in told] == [place for place, _ in wanted]
    assert [what for (_, what), (_, begins) in zip(told, wanted, strict=True) if begins not in what] == []


@pytest.mark.parametrize("name", CHECKS)
def test_rows_that_belong_together_are_told(name: str) -> None:
    report, wanted = report_of(name), expected()[name]
    conflicts = [[short(one.where, name), one.what] for one in report.conflicts]
    assert conflicts == wanted.get("conflicts", [])
    for kind in ("duplicates", "exclusive"):
        told = [[short(where, name) for where in one.wheres] for one in getattr(report, kind)]
        assert told == [[place.replace("_row_", " row ") for place in one] for one in wanted.get(kind, [])]


@pytest.mark.parametrize("name", CHECKS)
def test_every_line_is_counted_once(name: str) -> None:
    report = report_of(name)
    assert report.lines == expected()[name]["lines"]
    path = EXAMPLES / name
    if path.is_file():
        held = sum(len(table.rows) + len(table.recognised) for table in tables_of(name))
        assert sum(report.lines.values()) == held


def tables_of(name: str) -> list[Table]:
    names = known_names([one for one in report_of(name).policy.provisions.values() if is_claimable(one)])
    return read_tables(EXAMPLES / name, is_header=names.__contains__)


@pytest.mark.parametrize("name", CHECKS)
def test_how_columns_were_taken_is_told(name: str) -> None:
    report, wanted = report_of(name), expected()[name]
    unmapped: dict[str, list[str]] = {}
    for one in report.sheets:
        if one.unmapped:
            unmapped.setdefault(short(one.place, name), []).extend(text for text, _ in one.unmapped)
    assert unmapped == wanted.get("unmapped", {})
    notes = {short(one.place, name): [note.zh for note in one.notes] for one in report.sheets if one.notes}
    expected_notes: dict[str, list[str]] = wanted.get("notes", {})
    assert {place: len(said) for place, said in notes.items()} == {
        place: len(said) for place, said in expected_notes.items()
    }
    for place, said in expected_notes.items():
        assert [note for note, begins in zip(notes[place], said, strict=True) if not note.startswith(begins)] == []
    assert [list(one) for one in report.assumed] == wanted.get("assumed", [])
    assert [list(one) for one in report.mapped] == wanted.get("mapped", [])
    left_out = [str(one) for one in report.left_out]
    assert left_out == wanted.get("left_out", [])


def test_a_lock_file_is_no_part_of_a_folder(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "in")
    (tmp_path / "in" / "~$涪城区.xlsx").write_bytes(b"who has it open")
    report = CHECKS["office-folder"].check(tmp_path / "in")
    assert rows_in(report, "") == rows_of("office-folder")
    assert [str(one) for one in report.left_out] == expected()["office-folder"]["left_out"]


def test_what_two_files_claim_is_claimed_twice() -> None:
    report = check_claims([WORKBOOK, CSV], "mianyang-2022")
    wanted = [(f"{WORKBOOK.name}[引荐奖励]!{row}", f"{CSV.name}:{row}") for row in range(4, 15)]
    assert [one.wheres for one in report.duplicates] == wanted


# --- what the examples show, all together


def test_the_examples_show_every_verdict_slip_and_kind_of_line() -> None:
    reports = [report_of(name) for name in CHECKS]
    claims = [claim for report in reports for claim in report.claims]
    assert {claim.verdict for claim in claims} == set(Verdict)
    assert {slip.kind for claim in claims for slip in claim.slips} == set(SlipKind)
    assert {kind for report in reports for kind in report.lines} == {*get_args(Kind), "judged", "reported"}
    kinds = {report_of(name).claims[0].decision.outcome.kind for name in CHECKS}
    assert {"award", "split", "deadline", "totals"} <= kinds | {one.decision.outcome.kind for one in claims}
    assert {"award", "split", "score", "check", "deadline", "totals"} == {one.decision.outcome.kind for one in claims}


def content(name: str) -> bytes:
    return (EXAMPLES / name).read_bytes()


def claim_at(name: str, place: str) -> Claim:
    return next(one for one in report_of(name).claims if short(one.where, name) == place)


def fact(name: str, place: str, path: str) -> str:
    found: object = claim_at(name, place).decision.facts
    for part in path.split("."):
        found = getattr(found, part)
    return str(found)


def written(name: str, text: str) -> bool:
    """Whether a text stands in a part of a workbook."""
    parts = unpacked(content(name))
    assert isinstance(parts, dict)
    return any(text.encode() in part for part in parts.values())


def columns(name: str, place: str = "") -> dict[str, str]:
    return {
        header: meant
        for one in report_of(name).sheets
        if short(one.place, name) == place
        for header, meant in one.columns
    }


def said(name: str) -> str:
    report: ClaimsReport = report_of(name)
    return "\n".join(note.zh for sheet in report.sheets for note in sheet.notes)


JINAN, REPORT, CITY, PARKS = "jinan-fund-2019.xlsx", "jinan-report-fund.csv", "city-awards-2022.xlsx", "mianyang-parks"
DOMESTIC, FOREIGN, FIRST = "[内资项目]", "[外资项目]", "[引荐奖励（上半年）]"
ENGLISH = "mianyang-referral-2022-en.csv"
REVIEW, TARGETS, ZIYANG = "huaibei-review-2022.csv", "huaibei-targets-2022.xlsx", "ziyang-2022.xlsx"

FEATURES: dict[str, Callable[[], bool]] = {
    "CSV in UTF-8 without a mark": lambda: (
        content(REVIEW).decode().isprintable() is False and content(REVIEW)[0] != 239
    ),
    "CSV in UTF-8 with a mark": lambda: content(REPORT).startswith(b"\xef\xbb\xbf"),
    "CSV in UTF-16": lambda: content(f"{PARKS}-earlier.csv").startswith(b"\xff\xfe"),
    "CSV in GB18030": lambda: "申报" in content(CSV.name).decode("gb18030"),
    "tabs": lambda: "年度\t园区" in content(f"{PARKS}-earlier.csv").decode("utf-16"),
    "semicolons": lambda: "项目名称;资本来源" in content(REPORT).decode(),
    "line breaks in quotation marks": lambda: claim_at(REPORT, ":7").subject == "示例外资化妆品\n（二期）项目",
    "an old workbook": lambda: rows_of("office-folder").keys() >= {"安州区.xls[引荐奖励]!3"},
    "Parquet": lambda: content("mianyang-support-2022.parquet").startswith(b"PAR1"),
    "a provision by the sheet's name": lambda: len({one.provision for one in report_of(WORKBOOK.name).sheets}) == 5,
    "a provision by the row": lambda: len([one for one in report_of(ZIYANG).sheets if "分享申报" in one.place]) == 2,
    "headers in two tiers": lambda: any("投资额（万元） / 固定资产" == one for one in columns(JINAN, DOMESTIC)),
    "a header again on a later page": lambda: report_of(JINAN).sheets[1].lines["header"] == 2,
    "sections with subtotals": lambda: report_of(CITY).sheets[1].lines["total"] == 3,
    "cells merged over two referrers": lambda: fact(CITY, f"{FIRST}!13", "project.name") == "示例铜箔项目",
    "a hidden row, column and sheet": lambda: said(JINAN).count("已隐藏") == 3,
    "formats painted to the last column": lambda: written(JINAN, 'r="XFD1"'),
    "a synonym": lambda: columns(CITY, "[引荐奖励（下半年）]")["项目全称"].startswith("项目名称"),
    "headers in English": lambda: columns(ENGLISH)["Kind of referrer"].startswith("引荐人类型"),
    "units in English": lambda: fact(ENGLISH, ":3", "project.actual_investment") == "1.2亿元",
    "a header with two meanings": lambda: columns(CITY, FIRST)["投资额（亿元）"].startswith("协议投资额"),
    "到位资金 is not actual investment": lambda: columns(JINAN, FOREIGN)["到位资金（万元）"].startswith("实际到位资金"),
    "a column that means nothing, and the nearest name": lambda: report_of(REPORT).sheets[0].unmapped != (),
    "--map": lambda: columns(REPORT)["固资"].startswith("固定资产投资额"),
    "--assume": lambda: fact(JINAN, f"{FOREIGN}!9", "referrer.brought_about") == "true",
    "the unit in the header": lambda: fact(JINAN, f"{FOREIGN}!3", "project.arrived_funds") == "1亿元",
    "the unit in the corner": lambda: claim_at(JINAN, f"{DOMESTIC}!5").show_claimed("zh") == "40万元",
    "the unit in the cell": lambda: claim_at(JINAN, f"{DOMESTIC}!10").show_claimed("zh") == "32元",
    "an amount in dollars": lambda: "到账外币金额（万美元）" in columns(JINAN, FOREIGN),
    "a number as text, with separators": lambda: fact(JINAN, f"{FOREIGN}!8", "paid_before") == "100万元",
    "a number in full-width digits": lambda: (
        fact(JINAN, f"{DOMESTIC}!6", "project.fixed_asset_investment") == "9000万元"
    ),
    "a number with a space in it": lambda: fact(JINAN, f"{DOMESTIC}!6", "project.planned_fixed_assets") == "2.2亿元",
    "a number of 17 digits": lambda: (
        written(CITY, "<v>2.0000000000000004</v>")
        and fact(CITY, "[引荐奖励（下半年）]!5", "project.actual_investment") == "2亿元"
    ),
    "a per cent cell": lambda: str(claim_at(TARGETS, "[年度目标任务]!4").claimed["started"]) == "53.3%",
    "days from 1904": lambda: (
        written(JINAN, 'date1904="1"') and fact(JINAN, f"{DOMESTIC}!5", "project.signed_on") == "2019-03-05"
    ),
    "2022年3月3日": lambda: fact(REVIEW, ":4", "received_on") == "2022-03-03",
    "20220401": lambda: fact(REVIEW, ":5", "received_on") == "2022-04-01",
    "2022.04.29": lambda: fact(REVIEW, ":6", "received_on") == "2022-04-29",
    "2022/8/1": lambda: fact(CITY, "[引荐奖励（下半年）]!5", "project.started_on") == "2022-08-01",
    "a month where it is enough": lambda: "只写到月" in claim_at(CITY, f"{FIRST}!3").reasons("zh"),
    "a month where it is not": lambda: "不同日期结论不同" in claim_at(REVIEW, ":15").reasons("zh"),
    "a stage and no day": lambda: claim_at(CITY, f"{FIRST}!6").decision.conditions["landed"].met is True,
    "√ 有": lambda: fact(ZIYANG, "[分享申报]!3", "move.move_arranged") == "true",
    "×": lambda: fact(ZIYANG, "[分享申报]!8", "move.move_arranged") == "false",
    "待定": lambda: "project.place" in claim_at(CITY, f"{FIRST}!11").decision.missing,
    "the best and worst of a table that is not whole": lambda: (
        "最好 80万元，最差 0元" in claim_at(f"{PARKS}-earlier.csv", ":8").reasons("zh")
    ),
}


@pytest.mark.parametrize("feature", FEATURES)
def test_the_examples_show(feature: str) -> None:
    assert FEATURES[feature]()
