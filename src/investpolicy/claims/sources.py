"""Which files are meant (申报文件): a path, several, whole folders; each with the name that messages call it by."""

from __future__ import annotations

import hashlib
import os
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from investpolicy.claims.grid import MAX_BYTES
from investpolicy.errors import Problem

SUFFIXES = (".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".ods", ".parquet")
"""What the name of a claims file in a folder ends with; a file that is named itself may be called anything."""

MAX_FILES = 10_000
"""Most files that are looked at in one folder, with the folders in it."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file, and its ``name`` in messages: the last part of its path, or more where two files end the same."""

    path: Path
    name: str


@dataclass(frozen=True)
class Sources:
    """The ``files`` to read in order, what is wrong with what was named, and files in folders that are ``left_out``."""

    files: tuple[Source, ...]
    problems: tuple[Problem, ...] = ()
    left_out: tuple[Problem, ...] = ()


def claims_files(source: str | Path | Sequence[str | Path]) -> Sources:
    """The files that a path, several paths or folders mean; those of a folder sorted, with the folders in it.

    Lock files (``~$…``) and names that begin with a dot are no part of a folder; files of other kinds in it are
    listed in ``left_out``. A path that does not exist, a folder without claims files and a file that is the same as
    another, byte by byte, are problems; the others are read.
    """
    named: Sequence[str | Path] = [source] if isinstance(source, (str, Path)) else source
    search = _Search()
    named = [one for one in named if str(one).strip()]  # "" would be the folder that one happens to be in
    for one in named:
        search.add(Path(one))
    if not named:
        search.problems.append(Problem("", "no file is named", "name a claims file or a folder"))
    names = _names(search.found)
    kept = search.distinct(names)
    left_out = tuple(
        Problem(path.name, "no claims file by its name") for path in search.left_out if not search.has(path)
    )
    return Sources(tuple(Source(path, names[path]) for path in kept), tuple(search.problems), left_out)


class _Search:
    """What is found, each file once, in the order in which it is named."""

    def __init__(self) -> None:
        self.found: list[Path] = []
        self.problems: list[Problem] = []
        self.left_out: list[Path] = []
        self._seen: set[Path] = set()

    def add(self, path: Path) -> None:
        if path.is_dir():
            self._add_folder(path)
        elif os.path.lexists(path):  # what can not be read is told when it is read
            self._add_file(path)
        else:
            self.problems.append(Problem(str(path), "the file does not exist", "check its name and folder"))

    def has(self, path: Path) -> bool:
        """Whether the file is one of those found: a folder and a file in it may both be named."""
        return path.resolve() in self._seen

    def _add_file(self, path: Path) -> None:
        if not self.has(path):
            self._seen.add(path.resolve())
            self.found.append(path)

    def _add_folder(self, folder: Path) -> None:
        claims = False
        for number, path in enumerate(self._inside(folder), 1):
            if number > MAX_FILES:
                many = f"the folder has more than {MAX_FILES:,} files"
                self.problems.append(Problem(str(folder), many, "name the folder or the files with the claims"))
                break
            if path.suffix.lower() in SUFFIXES:
                claims = True
                self._add_file(path)
            else:
                self.left_out.append(path)
        if not claims:
            ends = ", ".join(SUFFIXES)
            self.problems.append(Problem(str(folder), "the folder holds no claims file", f"name one that holds {ends}"))

    def _inside(self, folder: Path) -> Iterator[Path]:
        """The files of a folder, sorted, before those of the folders in it."""
        for place, folders, files in os.walk(folder, onerror=self._unreadable):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(files):
                if not name.startswith((".", "~$")):
                    yield Path(place, name)

    def _unreadable(self, error: OSError) -> None:
        what = f"the folder can not be read ({error.strerror})"
        self.problems.append(Problem(str(error.filename), what, "check who may read it"))

    def distinct(self, names: dict[Path, str]) -> list[Path]:
        """The files that are not the same as an earlier one."""
        sizes = Counter(_size(path) for path in self.found)
        first: dict[bytes, Path] = {}
        kept: list[Path] = []
        for path in self.found:
            size = _size(path)
            content = _digest(path) if size and sizes[size] > 1 else None
            if content is not None and (same := first.setdefault(content, path)) is not path:
                twice = f"the file is the same as {names[same]}: it is read once"
                self.problems.append(Problem(names[path], twice, "name one of the two"))
                continue
            kept.append(path)
        return kept


def _size(path: Path) -> int:
    """The bytes of a file that can be compared; 0 for what is no regular file, or too large to be read."""
    try:
        size = path.stat().st_size if path.is_file() else 0
    except OSError:  # told when it is read
        return 0
    return size if size <= MAX_BYTES else 0


def _digest(path: Path) -> bytes | None:
    try:
        return hashlib.sha256(path.read_bytes()).digest()
    except OSError:  # told when it is read
        return None


def _names(paths: Sequence[Path]) -> dict[Path, str]:
    """The name of each file: the last part of its path; where several have that, the path from their common folder."""
    alike: dict[str, list[Path]] = defaultdict(list)
    for path in paths:
        alike[path.name].append(path)
    names: dict[Path, str] = {}
    for name, group in alike.items():
        if len(group) == 1:
            names[group[0]] = name
            continue
        whole = [path.resolve() for path in group]
        folder = _common_folder(whole)
        for path, full in zip(group, whole, strict=True):
            names[path] = (full.relative_to(folder) if folder else full).as_posix()
    return names


def _common_folder(paths: Sequence[Path]) -> Path | None:
    try:
        return Path(os.path.commonpath([path.parent for path in paths]))
    except ValueError:  # on two drives
        return None
