"""Which files are meant: paths, folders, the same file twice, and the names that tell files apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from investpolicy.claims import sources
from investpolicy.claims.reader import read_tables
from investpolicy.claims.sources import Sources, claims_files
from tests.claims.names import KNOWN, messages

HEADER = "项目名称,申报金额（元）\n"


def make(folder: Path, *names: str) -> None:
    """Files of which no two hold the same."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{HEADER}{path},5\n", encoding="utf-8")


def names(found: Sources) -> list[str]:
    return [one.name for one in found.files]


def said(found: Sources, folder: Path) -> str:
    return "\n".join(map(str, found.problems)).replace(str(folder), "…")


def test_a_folder_is_read_whole_and_in_order(tmp_path: Path) -> None:
    make(tmp_path, "乙.xlsx", "甲.CSV", "里/丙.parquet", "里/深/丁.xls", "说明.docx", "里/图.pdf", "b.et", "readme.txt")
    make(tmp_path, "~$乙.xlsx", ".~lock.乙.xlsx#", ".git/戊.csv", "里/.己.csv")
    found = claims_files(tmp_path)
    assert names(found) == ["b.et", "乙.xlsx", "甲.CSV", "丙.parquet", "丁.xls"]
    assert [str(one) for one in found.left_out] == [
        "readme.txt: no claims file by its name",
        "说明.docx: no claims file by its name",
        "图.pdf: no claims file by its name",
    ]
    assert found.problems == ()
    assert claims_files(str(tmp_path)) == found


def test_several_paths_in_the_order_given_each_once(tmp_path: Path) -> None:
    make(tmp_path, "b.csv", "a.csv", "里/c.txt", "里/d.csv")
    found = claims_files([tmp_path / "里" / "c.txt", str(tmp_path / "b.csv"), tmp_path, tmp_path / "a.csv"])
    assert names(found) == ["c.txt", "b.csv", "a.csv", "d.csv"]
    assert (found.problems, found.left_out) == ((), ())


def test_files_that_end_the_same_are_told_apart(tmp_path: Path) -> None:
    make(tmp_path, "涪城/claims.csv", "游仙/claims.csv", "游仙/旧/claims.csv", "涪城/甲.csv")
    found = claims_files([tmp_path / "涪城", tmp_path / "游仙"])
    assert names(found) == ["涪城/claims.csv", "甲.csv", "游仙/claims.csv", "游仙/旧/claims.csv"]
    tables = [
        table for one in found.files for table in read_tables(one.path, name=one.name, is_header=KNOWN.__contains__)
    ]
    assert [table.rows[0].cells[1].where for table in tables] == [f"{name}:2:2" for name in names(found)]
    assert [table.place for table in tables] == names(found)


def test_each_fault_of_what_is_named_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    make(tmp_path, "a.csv", "空/读我.md")
    (tmp_path / "copy.csv").write_bytes((tmp_path / "a.csv").read_bytes())
    (tmp_path / "b.csv").write_text("", encoding="utf-8")
    (tmp_path / "c.csv").write_text("", encoding="utf-8")
    expected = messages("sources.txt")
    found = claims_files([tmp_path / "none.csv", tmp_path / "空", tmp_path / "a.csv", tmp_path / "copy.csv"])
    assert said(found, tmp_path).splitlines() == [
        expected["no file"],
        expected["a folder without claims"],
        expected["the same file twice"],
    ]
    assert names(found) == ["a.csv"]
    assert names(claims_files([tmp_path / "b.csv", tmp_path / "c.csv"])) == ["b.csv", "c.csv"]  # each is told empty
    assert said(claims_files([]), tmp_path) == expected["nothing named"]


def test_a_folder_with_too_many_files_is_refused_politely(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "a.csv", "b.csv", "c.csv")
    monkeypatch.setattr(sources, "MAX_FILES", 2)
    found = claims_files(tmp_path)
    assert said(found, tmp_path) == messages("sources.txt")["too many files"]
    assert names(found) == ["a.csv", "b.csv"]


def test_every_expected_message_has_its_case() -> None:
    assert set(messages("sources.txt")) == {
        "no file",
        "a folder without claims",
        "the same file twice",
        "nothing named",
        "too many files",
    }
