"""Old workbooks (.xls): the cells, what is merged and hidden, and each way in which such a file can not be read.

tests/data/make_old_workbooks.py makes the files.
"""

from __future__ import annotations

import io
import struct
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlrd.compdoc import CompDoc

from investpolicy.claims import old_workbook
from investpolicy.errors import ClaimsError
from tests.claims.names import ROOT, messages, read

DATA = ROOT / "tests" / "data"
CLAIMS = (DATA / "claims.xls").read_bytes()


def stream() -> tuple[int, bytes]:
    """Where the records lie in the file, and the records."""
    found, base, size = CompDoc(CLAIMS, logfile=io.StringIO()).locate_named_stream("Workbook")
    assert found is not None
    records = found[base : base + size]
    at = CLAIMS.index(records[:64])
    assert CLAIMS[at : at + size] == records  # LibreOffice writes them in one piece
    return at, records


AT, RECORDS = stream()


def places(kind: int) -> Iterator[int]:
    """Where each record of a kind begins in the file."""
    at = 0
    while at + 4 <= len(RECORDS):
        found, size = struct.unpack_from("<HH", RECORDS, at)
        if found == kind:
            yield AT + at
        at += 4 + size


def patched(at: int, new: bytes) -> bytes:
    return CLAIMS[:at] + new + CLAIMS[at + len(new) :]


def test_every_kind_of_cell_is_read_as_a_spreadsheet_shows_it() -> None:
    claims, secret = read(DATA / "claims.xls")
    values = [[cell.value for cell in row.cells] for row in claims.rows]
    assert values == [
        [1, "示例项目一", Decimal("5.13"), 26, "30%", date(2022, 6, 1), "2022年7月", True, "#DIV/0!"],
        [2, "示例项目一", "6.5", 52, "12.5%", date(2022, 6, 1), "2022年7月15日", "否", "甲乙"],
        [3, "示例项目三", None, "52000元", None, None, Decimal("0.5"), False, 0],
    ]
    assert [header.unit for header in claims.headers[2:4]] == ["亿元", "万元"]
    assert [row.cells[1].merged for row in claims.rows] == [False, True, False]
    assert [(line.row, line.kind) for line in claims.recognised] == [
        (1, "title"),
        (2, "corner note"),
        (3, "header"),
        (7, "total"),
    ]
    assert claims.recognised[3].cells[3].value == 52078
    assert claims.hidden == ("claims.xls[申报]!5", "claims.xls[申报]!I")
    assert secret.hidden == ("claims.xls[底稿]",)
    assert [cell.value for cell in secret.rows[0].cells] == ["示例项目四", 1]
    faults = {cell.where: str(cell.fault) for row in claims.rows for cell in row.cells if cell.fault}
    expected = messages("old_workbook.txt")
    assert list(faults.values()) == [expected[name] for name in ("an error", "15 digits", "no day", "a time of day")]
    assert all(fault.startswith(where) for where, fault in faults.items())


def test_days_counted_from_1904() -> None:
    (table,) = read(DATA / "claims-1904.xls")
    assert [cell.value for cell in table.rows[0].cells] == ["示例项目", 1, date(2022, 6, 1)]


def test_a_workbook_of_wps_is_one_of_these(tmp_path: Path) -> None:
    (tmp_path / "claims.et").write_bytes(CLAIMS)
    assert read(tmp_path / "claims.et")[0].rows[0].cells[1].where == "claims.et[申报]!B4"


def test_a_formula_that_was_never_calculated_has_no_result(tmp_path: Path) -> None:
    zero = next(at for at in places(0x06) if CLAIMS[at + 10 : at + 18] == bytes(8))
    (tmp_path / "claims.xls").write_bytes(patched(zero + 18, b"\x03\x00"))
    cell = read(tmp_path / "claims.xls")[0].rows[2].cells[8]
    assert str(cell.fault) == messages("old_workbook.txt")["a formula without a result"]


def bad(case: str) -> bytes:
    match case:
        case "password":
            return patched(next(places(0x5C)), b"\x2f\x00")  # who wrote it becomes how it is locked
        case "no workbook":
            return CLAIMS.replace("Workbook".encode("utf-16-le"), "WordFile".encode("utf-16-le"))
        case "cut off":
            return CLAIMS[: AT + len(RECORDS) // 2]
        case "sheet is missing":
            return patched(next(places(0x85)) + 4, b"\x01\x00\x00\x00")
        case "a value too far right":
            return patched(next(places(0x203)) + 6, b"\x00\x01")
        case _:
            return CLAIMS


BAD = ("password", "no workbook", "cut off", "sheet is missing", "a value too far right")
LIMITED = {"too many sheets": ("MAX_SHEETS", 1), "too many merged areas": ("MAX_MERGED", 1)}


@pytest.mark.parametrize("case", [*BAD, *LIMITED])
def test_an_old_workbook_that_can_not_be_read_has_its_message(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "claims.xls"
    path.write_bytes(bad(case))
    if case in LIMITED:
        monkeypatch.setattr(old_workbook, *LIMITED[case])
    with pytest.raises(ClaimsError) as caught:
        read(path)
    assert str(caught.value) == messages("old_workbook.txt")[case]


def test_without_xlrd_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlrd", None)
    with pytest.raises(ClaimsError) as caught:
        read(DATA / "claims.xls")
    assert str(caught.value) == messages("old_workbook.txt")["without xlrd"]


def test_every_expected_message_has_its_case() -> None:
    cells = {"an error", "15 digits", "no day", "a time of day", "a formula without a result"}
    assert set(messages("old_workbook.txt")) == {*cells, *BAD, *LIMITED, "without xlrd"}


@given(st.data())
def test_a_damaged_file_is_refused_and_never_breaks_the_reader(data: st.DataObject) -> None:
    broken = bytearray(CLAIMS)
    for _ in range(data.draw(st.integers(1, 4))):
        broken[data.draw(st.integers(8, len(broken) - 1))] = data.draw(st.integers(0, 255))
    error: ClaimsError | None = None
    try:
        sheets = old_workbook.grids(bytes(broken[: data.draw(st.integers(600, len(broken)))]), "claims.xls")
    except ClaimsError as refused:
        error = refused
    else:
        assert all(sheet.file == "claims.xls" for sheet in sheets)
    assert error is None or all(one.where.startswith("claims.xls") and one.instead for one in error.problems)
