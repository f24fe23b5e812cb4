"""Files that can not be read: each has its own message, which says what to do."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investpolicy.claims import reader, workbook
from investpolicy.claims.layout import Table
from investpolicy.errors import ClaimsError
from tests.claims.names import book, changed, messages, read

SHEET = "xl/worksheets/sheet1.xml"
HEADER = "项目名称,申报金额（万元）\n"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
GOOD = book(["项目名称", "申报金额（万元）"], ["示例", 5])


def part(old: bytes, new: bytes, name: str = SHEET) -> bytes:
    return changed(GOOD, {name: lambda data: data.replace(old, new, 1)})


def archive(**parts: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return written.getvalue()


def locked() -> bytes:
    """An archive that says of its first part that it is encrypted."""
    data = bytearray(GOOD)
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def crossed() -> bytes:
    """A workbook of which one stored byte is another."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return written.getvalue().replace(b"<sheetData>", b"<sheetdata>")


BINARY_RELATION = (
    b'<Relationships><Relationship Id="r" Type="http://x/officeDocument" Target="xl/workbook.bin"/></Relationships>'
)

SECOND_SHEET = (
    b'<sheet xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    b'name="Sheet2" sheetId="2" r:id="rId1"/></sheets>'
)

BAD: dict[str, tuple[str, bytes]] = {
    "empty": ("claims.csv", b""),
    "blank lines only": ("claims.csv", b"\r\n,,\r\n"),
    "header only": ("claims.csv", HEADER.encode()),
    "header and total only": ("claims.csv", (HEADER + "合计,0\n").encode()),
    "no header": ("claims.csv", "名称,数额\n示例,5\n".encode()),
    "neither UTF-8 nor GB18030": ("claims.csv", HEADER.encode("gb18030") + b"\xb3\xff,5\n"),
    "broken UTF-16": ("claims.csv", b"\xff\xfe" + HEADER.encode("utf-16-le") + b"\x00\xd8\x41\x00"),
    "UTF-16 without a mark": ("claims.csv", "name,amount\n".encode("utf-16-le")),
    "unclosed quotation mark": ("claims.csv", (HEADER + '示例一,5\n"示例二,6\n示例三,7\n').encode()),
    "text behind a quotation mark": ("claims.csv", (HEADER + '"示例"一,5\n').encode()),
    "web page": ("claims.xls", b"\r\n<html><body><table><tr><td>1</td></tr></table></body></html>"),
    "web page as xlsx": ("claims.xlsx", b"<!DOCTYPE html><html></html>"),
    "XML spreadsheet": (
        "claims.xls",
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>',
    ),
    "damaged old workbook": ("claims.xls", OLD_OFFICE),
    "old workbook as text": ("claims.csv", OLD_OFFICE),
    "password": ("claims.xlsx", OLD_OFFICE + "EncryptedPackage".encode("utf-16-le")),
    "password of the archive": ("claims.xlsx", locked()),
    "text as workbook": ("claims.xlsx", HEADER.encode()),
    "empty workbook file": ("claims.xlsx", b""),
    "workbook as text": ("claims.csv", GOOD),
    "zeros": ("claims.xlsx", bytes(2000)),
    "cut off": ("claims.xlsx", GOOD[: len(GOOD) // 2]),
    "another archive": ("claims.xlsx", archive(readme=b"hello")),
    "text document": ("claims.docx", changed(GOOD, {"xl/workbook.xml": lambda _: b'<document xmlns="a:b"/>'})),
    "PDF document": ("claims.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"),
    "text as Parquet": ("claims.parquet", HEADER.encode()),
    "binary workbook": ("claims.xlsb", archive(**{"_rels/.rels": BINARY_RELATION, "xl/workbook.bin": b""})),
    "strict form": ("claims.xlsx", part(b"<workbook ", b'<workbook conformance="strict" ', "xl/workbook.xml")),
    "one part for two sheets": ("claims.xlsx", part(b"</sheets>", SECOND_SHEET, "xl/workbook.xml")),
    "document type in the relations": (
        "claims.xlsx",
        part(b"<Relationships", b"<!DOCTYPE x><Relationships", "xl/_rels/workbook.xml.rels"),
    ),
    "missing sheet": ("claims.xlsx", changed(GOOD, {SHEET: lambda _: None})),
    "missing workbook part": ("claims.xlsx", changed(GOOD, {"xl/workbook.xml": lambda _: None})),
    "crossed byte": ("claims.xlsx", crossed()),
    "unfinished sheet": ("claims.xlsx", changed(GOOD, {SHEET: lambda data: data[: len(data) // 2]})),
    "document type": ("claims.xlsx", part(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet')),
    "unknown shared string": ("claims.xlsx", part(b'<c r="B2" t="n">', b'<c r="B2" t="s">')),
    "a row twice": ("claims.xlsx", part(b'<row r="2"', b'<row r="1"')),
    "a row behind a later one": ("claims.xlsx", part(b'<row r="1"', b'<row r="3"')),
    "a cell twice": ("claims.xlsx", part(b'r="B2"', b'r="A2"')),
    "a value far right": ("claims.xlsx", part(b'r="B2"', b'r="XFD2"')),
    "a value far down": ("claims.xlsx", part(b'<row r="2"', b'<row r="1000000"')),
    "workbook with a header only": ("claims.xlsx", book(["项目名称", "申报金额"])),
    "empty workbook": ("claims.xlsx", book()),
    "too many columns": ("claims.csv", (HEADER + "甲" + ",5" * 300 + "\n").encode()),
}

LIMITED: dict[str, tuple[object, str, int]] = {
    "too many bytes": (reader, "MAX_BYTES", 1000),
    "too large once unpacked": (workbook, "MAX_EXPANDED_BYTES", 1000),
    "too large for its size": (workbook, "MAX_EXPANSION", 1),
    "too many parts": (workbook, "MAX_PARTS", 2),
    "too many sheets": (workbook, "MAX_SHEETS", 0),
    "too many merged areas": (workbook, "MAX_MERGED", 0),
    "too many rows": (reader, "MAX_ROWS", 1),
}


def message(path: Path) -> str:
    with pytest.raises(ClaimsError) as caught:
        read(path)
    assert all(problem.instead for problem in caught.value.problems)
    return str(caught.value)


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_has_its_message(case: str, tmp_path: Path) -> None:
    name, data = BAD[case]
    path = tmp_path / name
    path.write_bytes(data)
    assert message(path) == messages("files.txt")[case]


@pytest.mark.parametrize("case", LIMITED)
def test_a_limit_is_refused_politely(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module, limit, size = LIMITED[case]
    monkeypatch.setattr(module, limit, size)
    monkeypatch.setattr(workbook, "_SMALL", 0)
    if case == "too many rows":
        path = tmp_path / "claims.csv"
        path.write_text(HEADER + "示例,5\n", encoding="utf-8")
    else:
        path = tmp_path / "claims.xlsx"
        path.write_bytes(part(b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:A2"/></mergeCells>'))
    found = message(path).replace(f"{path.stat().st_size:,}", "N")
    unpacked = re.sub("unpacks to [0-9,]+", "unpacks to N", found)
    assert unpacked == messages("files.txt")[case]


def test_a_file_that_is_not_there_or_is_a_folder(tmp_path: Path) -> None:
    expected = messages("files.txt")
    assert message(tmp_path / "none.csv").replace(str(tmp_path), "…") == expected["no file"]
    assert message(tmp_path).replace(str(tmp_path), "…") == expected["a folder"]


def test_every_expected_message_has_its_case() -> None:
    assert set(messages("files.txt")) == {*BAD, *LIMITED, "no file", "a folder", "without openpyxl"}


def test_the_faults_of_all_sheets_are_told_in_one_pass(tmp_path: Path) -> None:
    from openpyxl import Workbook

    made = Workbook()
    made.create_sheet("第二表")
    written = io.BytesIO()
    made.save(written)
    path = tmp_path / "claims.xlsx"
    gone = {SHEET: lambda _: None, "xl/worksheets/sheet2.xml": lambda _: None}
    path.write_bytes(changed(written.getvalue(), gone))
    with pytest.raises(ClaimsError) as caught:
        read(path)
    assert [problem.where for problem in caught.value.problems] == ["claims.xlsx[Sheet]", "claims.xlsx[第二表]"]


@given(st.one_of(st.binary(max_size=200), st.text(max_size=80).map(lambda text: (HEADER + text).encode("utf-8"))))
def test_no_bytes_break_the_reader(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(data)
    error: ClaimsError | None = None
    tables: list[Table] = []
    try:
        tables = read(path)
    except ClaimsError as refused:
        error = refused
    assert error is not None or any(table.rows for table in tables)
    assert error is None or all(problem.instead for problem in error.problems)


def test_a_workbook_without_openpyxl_is_refused_with_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    (tmp_path / "claims.xlsx").write_bytes(GOOD)
    assert message(tmp_path / "claims.xlsx") == messages("files.txt")["without openpyxl"]
    (tmp_path / "claims.csv").write_text(HEADER + "示例,5\n", encoding="utf-8")
    assert len(read(tmp_path / "claims.csv")[0].rows) == 1


def test_openpyxl_is_imported_only_when_a_workbook_is_read() -> None:
    program = "import sys, investpolicy.claims.reader; print('openpyxl' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("False\n", "")
