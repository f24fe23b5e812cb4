"""Files are written whole or not at all, and over nothing that may not be replaced."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path
from typing import BinaryIO

import pytest

from investpolicy import files
from investpolicy.errors import PolicyError
from investpolicy.files import check_target, write_whole

MESSAGES = {
    case: message.strip()
    for case, message in re.findall(
        r"^# (.+)\n((?:(?!# ).*\n?)*)",
        (Path(__file__).parent / "errors" / "claims" / "writing.txt").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
}


def said(error: pytest.ExceptionInfo[PolicyError], folder: Path) -> str:
    return str(error.value).replace(str(folder), "…")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_bytes_and_what_a_writer_writes(tmp_path: Path) -> None:
    path = tmp_path / ("表" * 80 + ".csv")  # 244 bytes: a longer name for the file beside it would not fit
    write_whole(path, "甲".encode())
    assert path.read_text(encoding="utf-8") == "甲"
    write_whole(path, lambda file: file.writelines([b"n", b"ew"]), force=True)
    assert path.read_bytes() == b"new"
    assert names(tmp_path) == [path.name]


def test_a_file_that_is_replaced_keeps_its_permissions_and_a_new_one_has_the_usual_ones(tmp_path: Path) -> None:
    path, other = tmp_path / "a", tmp_path / "b"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_whole(path, b"new", force=True)
    write_whole(other, b"new")
    (tmp_path / "c").write_bytes(b"")
    assert path.stat().st_mode & 0o777 == 0o640
    assert other.stat().st_mode == (tmp_path / "c").stat().st_mode


def breaks(file: BinaryIO) -> None:
    file.write(b"half")
    raise RuntimeError("in the middle")


def stops(file: BinaryIO) -> None:
    file.write(b"half")
    raise KeyboardInterrupt


def fills(file: BinaryIO) -> None:
    file.write(b"half")
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(
    ("writer", "raised"), [(breaks, RuntimeError), (stops, KeyboardInterrupt), (fills, PolicyError)]
)
@pytest.mark.parametrize("force", [False, True])
def test_a_writer_that_fails_leaves_everything_as_it_was(
    writer: files.Content, raised: type[BaseException], force: bool, tmp_path: Path
) -> None:
    if force:
        (tmp_path / "out").write_bytes(b"old")
    with pytest.raises(raised):
        write_whole(tmp_path / "out", writer, force=force)
    assert names(tmp_path) == (["out"] if force else [])
    assert not force or (tmp_path / "out").read_bytes() == b"old"


def test_what_stands_there_is_replaced_only_by_force_and_never_an_input(tmp_path: Path) -> None:
    own = tmp_path / "claims.csv"
    own.write_bytes(b"claims")
    (tmp_path / "other.csv").hardlink_to(own)
    with pytest.raises(PolicyError) as exists:
        write_whole(own, b"new")
    assert said(exists, tmp_path) == MESSAGES["exists"]
    for path in (own, tmp_path / "." / "other.csv"):
        for force in (False, True):
            with pytest.raises(PolicyError) as kept:
                write_whole(path, b"new", force=force, inputs=[tmp_path / "gone.csv", own])
            assert said(kept, tmp_path) == MESSAGES["input"].replace("claims.csv", path.name)
    assert own.read_bytes() == b"claims"


def test_a_symbolic_link_is_not_followed(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_bytes(b"old")
    for name, to in (("link", target), ("dangling", tmp_path / "gone")):
        (tmp_path / name).symlink_to(to)
        for force in (False, True):
            with pytest.raises(PolicyError) as linked:
                write_whole(tmp_path / name, b"new", force=force)
            assert said(linked, tmp_path) == MESSAGES["link"].replace("link:", f"{name}:")
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["dangling", "link", "target"]


def test_places_where_no_file_can_be(tmp_path: Path) -> None:
    cases = {
        "folder": tmp_path,
        "no folder": tmp_path / "gone" / "out",
        "no regular file": Path(os.devnull),
        "long name": tmp_path / ("x" * 300),
    }
    for case, path in cases.items():
        for tried in (write_whole, lambda one, _: check_target(one)):
            with pytest.raises(PolicyError) as error:
                tried(path, b"new")
            assert said(error, tmp_path).replace("x" * 300, "x…") == MESSAGES[case]
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(PolicyError) as below:
        write_whole(tmp_path / "file" / "out", b"new")
    assert said(below, tmp_path) == MESSAGES["no folder"].replace("gone", "file")


@pytest.mark.parametrize(
    ("number", "case"), [(errno.EACCES, "not writable"), (errno.ENOSPC, "disk full"), (errno.EIO, "other")]
)
def test_what_the_system_refuses(number: int, case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(files, "_write", refuse)
    with pytest.raises(PolicyError) as error:
        write_whole(tmp_path / "out", b"new")
    assert said(error, tmp_path) == MESSAGES[case]


def test_a_folder_that_can_not_be_written_to_is_told_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_target(tmp_path / "out")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(PolicyError) as error:
        check_target(tmp_path / "out")
    assert said(error, tmp_path) == MESSAGES["not writable"]


def test_what_comes_to_stand_there_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "out"

    def late(file: BinaryIO) -> None:
        file.write(b"new")
        path.write_bytes(b"of another program")

    with pytest.raises(PolicyError) as error:
        write_whole(path, late)
    assert said(error, tmp_path) == MESSAGES["exists"].replace("claims.csv", "out")
    assert (path.read_bytes(), names(tmp_path)) == (b"of another program", ["out"])


def test_a_file_system_without_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unable(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", unable)
    path = tmp_path / "out"
    write_whole(path, b"new")
    assert (path.read_bytes(), names(tmp_path)) == (b"new", ["out"])
    monkeypatch.setattr(Path, "replace", unable)
    with pytest.raises(PolicyError):
        write_whole(tmp_path / "other", b"new")
    assert names(tmp_path) == ["out"]
