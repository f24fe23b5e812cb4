"""Totals against their rows: subtotals, sections, pages, grand totals, merged and unreadable cells."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from investpolicy.claims.cells import money
from investpolicy.claims.grid import Grid, Line, text_cell
from investpolicy.claims.layout import Row, Table, find_tables, total_kind
from investpolicy.claims.totals import wrong_totals
from tests.claims.names import KNOWN, book, messages, read

HEADER = ["项目名称", "申报金额（万元）", "备注"]


def table_of(*rows: Sequence[str]) -> Table:
    lines: list[Line] = []
    for number, row in enumerate((HEADER, *rows), 1):
        cells = {at: text_cell(value, f"claims.csv:{number}:{at}") for at, value in enumerate(row, 1)}
        lines.append(Line(number, {at: cell for at, cell in cells.items() if cell}, len(row)))
    (table,) = find_tables(Grid("claims.csv", None, lines), KNOWN.__contains__)
    return table


def problems(table: Table) -> list[str]:
    def amounts(row: Row, index: int) -> int | None:
        return money(row.cells[index], table.headers[index].unit)

    return list(map(str, wrong_totals(table, {1: "申报金额"}, amounts)))


A, B, C, D = ["甲", "1"], ["乙", "2"], ["丙", "4"], ["丁", "8"]
RIGHT: dict[str, list[list[str]]] = {
    "one total": [A, B, ["合计", "3"]],
    "in another unit": [A, B, ["合计", "30000元"]],
    "subtotals and total": [A, B, ["小计", "3"], C, ["小计", "4"], ["合计", "7"]],
    "sections": [["一、涪城区"], A, B, ["涪城区小计", "3"], ["二、游仙区"], C, ["游仙区小计", "4"], ["总计", "7"]],
    "a section without a subtotal": [["一、涪城区"], A, B, ["二、游仙区"], C, ["小计", "4"], ["合计", "7"]],
    "several totals and a grand total": [A, ["合计", "1"], B, C, ["合计", "6"], ["总计", "7"]],
    "a total of totals that is called the same": [A, ["合计", "1"], B, C, ["合计", "6"], ["合计", "7"]],
    "subtotals of pages": [A, B, ["小计", "3"], HEADER, C, D, ["小计", "12"], ["合计", "15"]],
    "a section over two pages": [A, B, HEADER, C, D, ["小计", "15"]],
    "the total of a page": [A, ["本页合计", "1"], HEADER, B, C, ["本页合计", "6"], ["总计", "7"]],
    "above the rows": [["合计", "15"], A, B, C, D],
    "above each section": [["总计", "15"], ["甲区小计", "3"], A, B, ["乙区小计", "12"], C, D],
    "the total above, subtotals below": [["合计", "15"], A, B, ["小计", "3"], C, D, ["小计", "12"]],
    "blank cells": [A, ["乙", ""], ["合计", "1"]],
    "a total without an amount": [A, B, ["合计", ""]],
    "what is not known, left out": [A, ["乙", "待定"], ["合计", "1"]],
    "in English": [A, ["Subtotal", "1"], B, ["subtotal", "2"], ["Grand total", "3"]],
    "no total": [A, B],
}


@pytest.mark.parametrize("case", RIGHT)
def test_totals_that_are_right_say_nothing(case: str) -> None:
    table = table_of(*RIGHT[case])
    assert problems(table) == []
    totals = [line.row for line in table.recognised if line.kind == "total"]
    assert len(totals) == sum(
        row[0] not in ("甲", "乙", "丙", "丁", "项目名称") and len(row) > 1 for row in RIGHT[case]
    )


WRONG: dict[str, list[list[str]]] = {
    "total": [A, ["乙", "228"], ["合计", "230.5"]],
    "subtotal": [A, B, ["小计", "2"], C, ["小计", "4"], ["合计", "7"]],
    "subtotal that takes the section before with it": [["一、甲区"], A, ["二、乙区"], B, ["小计", "3"]],
    "every total": [A, ["小计", "2"], B, ["小计", "3"], ["合计", "4"]],
    "total above": [["合计", "14"], A, B, C, D],
    "a row that says 待定": [A, ["乙", "待定"], ["合计", "3"]],
    "rows that can not be read": [A, *([name, "约二"] for name in "乙丙丁戊己庚"), ["合计", "3"]],
    "a total that can not be read": [A, ["合计", "约一万元"]],
}


@pytest.mark.parametrize("case", WRONG)
def test_a_total_that_is_wrong_is_told_at_its_cell(case: str) -> None:
    assert "\n".join(problems(table_of(*WRONG[case]))) == messages("totals.txt")[case]


def test_every_expected_message_has_its_case() -> None:
    assert set(messages("totals.txt")) == set(WRONG)


def test_a_merged_amount_counts_once(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        for row in (HEADER, ["甲", 5], ["乙", None], ["丙", 6], ["合计", 11]):
            sheet.append(row)
        sheet.merge_cells("B2:B3")

    path = tmp_path / "claims.xlsx"
    path.write_bytes(book(fill=fill))
    (table,) = read(path)
    assert [row.cells[1].value for row in table.rows] == [5, 5, 6]
    assert problems(table) == []


def test_a_line_out_of_step_makes_no_total_wrong_without_saying_why() -> None:
    table = table_of(["甲", "1"], ["乙", "52", "000", "旁注"], ["合计", "52001"])
    assert table.rows[1].fault is not None
    (problem,) = problems(table)
    assert problem.startswith("claims.csv:4:2: the total 52001万元 can not be checked: row 3 has no amount")


@pytest.mark.parametrize(
    ("text", "kind"),
    [("合  计 5", "合计"), ("共计：", "合计"), ("涪城区小计", "小计"), ("Grand Total", "总计"), ("TOTAL 7", "合计")],
)
def test_the_kind_of_a_total(text: str, kind: str) -> None:
    assert total_kind(text) == kind


CENTS = st.integers(0, 10**12)


@given(st.lists(st.lists(CENTS, min_size=1, max_size=4), min_size=1, max_size=4), st.integers(-5, 5), st.data())
def test_a_total_is_right_only_if_it_is_exact(sections: list[list[int]], off: int, data: st.DataObject) -> None:
    rows: list[list[str]] = []
    at = data.draw(st.integers(0, len(sections)))  # which total is off; the last is the grand total
    for number, section in enumerate(sections):
        rows += [["甲", f"{fen / Decimal(10**6):f}"] for fen in section]
        rows.append(["小计", f"{(sum(section) + off * (at == number)) / Decimal(10**6):f}"])
    whole = sum(map(sum, sections))
    rows.append(["总计", f"{(whole + off * (at == len(sections))) / Decimal(10**6):f}"])
    found = problems(table_of(*rows))
    assert len(found) == (off != 0)
    assert all("is not the sum of its rows" in problem for problem in found)
