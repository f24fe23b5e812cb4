"""Writes a file whole or not at all (整体写入), and over nothing that it was not told to replace."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from investpolicy.errors import PolicyError, Problem

Content = bytes | Callable[[BinaryIO], None]
"""What to write: bytes, or what writes them into an open file."""


def check_target(path: Path | str, *, force: bool = False, inputs: Iterable[Path | str] = ()) -> None:
    """Says before long work what :func:`write_whole` would say after it.

    :raises PolicyError: where something stands there that may not be replaced, or the folder can not be written to.
    """
    path = Path(path)
    if fault := _fault(path, force, inputs):
        raise PolicyError(fault)
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise PolicyError(_not_writable(path.parent))


def write_whole(path: Path | str, content: Content, *, force: bool = False, inputs: Iterable[Path | str] = ()) -> None:
    """Writes a file beside its place and moves it there when it is whole; on any fault nothing is left behind.

    A file that stands there is replaced only with ``force``, and keeps its permissions; never one of the ``inputs``,
    and never what is no regular file: a folder, a symbolic link, a device.

    :raises PolicyError: where the file may not or can not be written. What ``content`` raises is passed on.
    """
    path = Path(path)
    if fault := _fault(path, force, inputs):
        raise PolicyError(fault)
    beside = path.parent / f".investpolicy-{secrets.token_hex(8)}.tmp"  # short, whatever the length of the name
    try:
        _write(beside, content)
        _move(beside, path, force)
    except OSError as error:
        raise PolicyError(_problem(path, error)) from error
    finally:
        with suppress(OSError):  # it has been moved, or was never made
            beside.unlink()
    _flush_folder(path.parent)


def _fault(path: Path, force: bool, inputs: Iterable[Path | str]) -> Problem | None:
    where = str(path)
    try:
        if path.is_symlink():
            return Problem(where, "is a symbolic link", "name the file itself")
        if path.is_dir():
            return Problem(where, "is a folder", "name a file in it")
        if not path.exists():
            return None if path.parent.is_dir() else _no_folder(path.parent)
        if not path.is_file():
            return Problem(where, "is no regular file", "name another file")
        if any(_same(path, one) for one in inputs):
            return Problem(where, "is one of the files that are read; it is not written over", "name another file")
    except OSError as error:  # a name that is too long, a folder that may not be looked into
        return _problem(path, error)
    return None if force else _exists(path)


def _same(path: Path, other: Path | str) -> bool:
    try:
        return path.samefile(other)
    except OSError:  # the other is not there
        return False


def _write(beside: Path, content: Content) -> None:
    with beside.open("xb") as file:
        if isinstance(content, bytes):
            file.write(content)
        else:
            content(file)
        file.flush()
        os.fsync(file.fileno())


def _move(beside: Path, path: Path, force: bool) -> None:
    """To its place in one step; without ``force`` it fails where something has come to stand there meanwhile."""
    if force:
        if path.is_file() and not path.is_symlink():
            beside.chmod(path.stat().st_mode & 0o7777)
        beside.replace(path)
        return
    try:
        os.link(beside, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links: hold the place, then fill it
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        try:
            beside.replace(path)
        except BaseException:
            path.unlink()
            raise


def _flush_folder(folder: Path) -> None:
    """So that the name lasts too; not every system opens a folder."""
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _problem(path: Path, error: OSError) -> Problem:
    where = str(path)
    match error.errno:
        case errno.EEXIST:
            return _exists(path)
        case errno.ENOENT | errno.ENOTDIR:
            return _no_folder(path.parent)
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return _not_writable(path.parent)
        case errno.ENOSPC | errno.EDQUOT:
            return Problem(where, "the disk is full", "make room, or name a file on another disk")
        case errno.ENAMETOOLONG:
            return Problem(where, "the name is too long", "write a shorter one")
        case _:
            return Problem(where, f"can not be written ({error.strerror or error})", "name another file")


def _exists(path: Path) -> Problem:
    return Problem(str(path), "the file exists", "say --force to replace it, or name another file")


def _no_folder(folder: Path) -> Problem:
    return Problem(str(folder), "the folder does not exist", "make it first, or name another")


def _not_writable(folder: Path) -> Problem:
    return Problem(str(folder), "the folder can not be written to", "check who may write there, or name another")


__all__ = ["check_target", "write_whole"]
