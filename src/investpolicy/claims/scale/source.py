"""Large files in batches (分批读取): the head of a file as the row-by-row path reads it, its body as frames of text.

A batch has the columns ``ord`` (which line of the body, from 0), ``line`` (its number in the file), ``wide`` (of a
line with more values than there are headers, how many) and one for each column of the file: ``c1``, ``c2``, …
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Final, Protocol

import polars as pl
from polars.exceptions import PanicException, PolarsError

from investpolicy.claims.cells import Cell
from investpolicy.claims.frames import table_of_frame
from investpolicy.claims.grid import MAX_COLUMNS, Line, refuse, text_cell
from investpolicy.claims.layout import Header, Recognised, Row, Table
from investpolicy.claims.reader import read_tables
from investpolicy.errors import ClaimsError, Problem
from investpolicy.headers import header_name, header_unit

BATCH_ROWS: Final = 100_000
"""Rows of a Parquet file that are read at once."""

BATCH_BYTES: Final = 16 * 2**20
"""Bytes of a CSV file that are read at once, about: a batch ends with a line."""

_HEAD_BYTES: Final = 2**18
_LONGEST_LINE: Final = 64 * 2**20
_PLACES: Final = ("ord", "line", "wide")
_SEPARATORS: Final = (",", "\t", ";")

IsHeader = Callable[[str], bool]


class Source(Protocol):
    """A file that is read in batches, as often as one likes; its headers stand still."""

    @property
    def name(self) -> str:
        """What places call the file."""
        ...

    @property
    def headers(self) -> tuple[Header, ...]:
        """Its columns."""
        ...

    @property
    def columns(self) -> tuple[str, ...]:
        """The column of a batch for each header."""
        ...

    @property
    def above(self) -> tuple[Recognised, ...]:
        """What stands above the body: titles, corner notes, the header."""
        ...

    @property
    def size(self) -> int:
        """How much there is to read, in the unit in which :meth:`batches` tells how far it has come."""
        ...

    def batches(self, only: Sequence[str] | None = None) -> Iterator[tuple[pl.DataFrame, int]]:
        """The batches in order, with ``only`` some of the columns, and how much has been read with each."""
        ...

    def rows(self, lines: pl.DataFrame) -> list[Row]:
        """Lines of a batch that surely are rows, as the row-by-row path has them."""
        ...


def place(number: int) -> str:
    """The column of a batch for the column of the file at ``number``, from 1."""
    return f"c{number}"


# --- CSV --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CsvFile:
    """A CSV file: ``path`` holds UTF-8 without its mark up to ``start``, where the body begins on ``line``."""

    name: str
    path: Path
    table: Table
    head: tuple[Line, ...]
    """The lines above the body."""
    separator: str
    start: int
    line: int
    width: int

    @property
    def headers(self) -> tuple[Header, ...]:
        """Its columns."""
        return self.table.headers

    @property
    def columns(self) -> tuple[str, ...]:
        """The column of a batch for each header."""
        return tuple(place(int(header.column)) for header in self.headers)

    @property
    def all_columns(self) -> tuple[str, ...]:
        """All columns of a batch that hold cells; one more than the header has, so that it is seen when it is used."""
        return tuple(place(number) for number in range(1, self.width + 2))

    @property
    def above(self) -> tuple[Recognised, ...]:
        """Titles, corner notes and the header."""
        return tuple(one for one in self.table.recognised if one.row < self.line)

    @property
    def size(self) -> int:
        """Bytes of the body."""
        return self.path.stat().st_size - self.start

    def batches(self, only: Sequence[str] | None = None) -> Iterator[tuple[pl.DataFrame, int]]:
        """:raises ClaimsError: where a quotation mark is not closed."""
        done, order, line = 0, 0, self.line
        for chunk in _chunks(self.path, self.start):
            frame = self._parsed(chunk, only)
            if frame is None:
                frame = self._parsed_by_csv(chunk, line)
            if frame is None:  # the quotation marks are such that nobody knows where a batch ends
                for some in self._by_csv(self.start + done, line, order):
                    yield some, self.size
                return
            if "line" not in frame.columns:
                frame = frame.with_columns(line=line + pl.int_range(len(frame), dtype=pl.Int64))
            frame = frame.with_columns(ord=order + pl.int_range(len(frame), dtype=pl.Int64))
            done, order, line = done + len(chunk), order + len(frame), line + chunk.count(b"\n")
            yield frame, done

    def lines(self, frame: pl.DataFrame) -> list[Line]:
        """Lines of a batch as they stand."""
        found: list[Line] = []
        for number, wide, *texts in frame.select("line", "wide", *self.all_columns).iter_rows():
            cells: dict[int, Cell] = {}
            for column, text in enumerate(texts, 1):
                cell = text_cell(text, f"{self.name}:{number}:{column}") if text else None
                if cell is not None:
                    cells[column] = cell
            if wide is not None:
                cells[wide] = Cell("…", f"{self.name}:{number}:{wide}")
            found.append(Line(number, cells, wide or len(texts)))
        return found

    def rows(self, lines: pl.DataFrame) -> list[Row]:
        """Lines of a batch that surely are rows."""
        order = [int(header.column) for header in self.headers]
        return [
            Row(
                one.number,
                tuple(one.cells.get(at) or Cell(None, f"{self.name}:{one.number}:{at}") for at in order),
            )
            for one in self.lines(lines)
        ]

    def _parsed(self, chunk: bytes, only: Sequence[str] | None) -> pl.DataFrame | None:
        """The lines of a chunk, if Polars reads them as they stand: one line a record, none with too many values."""
        schema = {place(number): pl.String for number in range(1, self.width + 2)}
        if chunk.count(b"\r") != chunk.count(b"\r\n"):
            return None
        try:
            frame = pl.read_csv(
                chunk,
                has_header=False,
                schema=schema,
                columns=[int(name[1:]) - 1 for name in only] if only is not None else None,
                separator=self.separator,
                missing_columns="insert",
            )
        except (PolarsError, PanicException):
            return None
        if len(frame) != chunk.count(b"\n") + (not chunk.endswith(b"\n")):
            return None
        return frame.with_columns(wide=pl.lit(None, pl.Int64))

    def _parsed_by_csv(self, chunk: bytes, line: int) -> pl.DataFrame | None:
        try:
            records = list(_records(io.StringIO(chunk.decode(), newline=""), self.separator, line))
        except csv.Error:
            return None
        return self._frame(records)

    def _by_csv(self, offset: int, line: int, order: int) -> Iterator[pl.DataFrame]:
        with self.path.open("rb") as file:
            file.seek(offset)
            records: list[tuple[int, list[str]]] = []
            number = line
            try:
                for number, record in _records(
                    io.TextIOWrapper(file, encoding="utf-8", newline=""), self.separator, line
                ):
                    records.append((number, record))
                    if len(records) == BATCH_ROWS:
                        yield self._frame(records).with_columns(ord=order + pl.int_range(pl.len(), dtype=pl.Int64))
                        order, records = order + len(records), []
            except csv.Error as error:
                closed = "expected after" in str(error)
                what = "text stands behind a closing quotation mark" if closed else "a quotation mark is not closed"
                raise refuse(
                    f"{self.name}:{records[-1][0] + 1 if records else number}",
                    f"in or below the row that begins here {what}",
                    'put a value in one pair of marks and double those inside, as in "a ""b"" c"',
                ) from error
            yield self._frame(records).with_columns(ord=order + pl.int_range(pl.len(), dtype=pl.Int64))

    def _frame(self, records: Sequence[tuple[int, list[str]]]) -> pl.DataFrame:
        columns = range(self.width + 1)
        data: dict[str, list[str | int | None]] = {
            place(at + 1): [record[at] if at < len(record) else None for _, record in records] for at in columns
        }
        data["wide"] = [_wide(record, self.width + 1) for _, record in records]
        data["line"] = [number for number, _ in records]
        kinds = {name: pl.Int64 if name in _PLACES else pl.String for name in data}
        return pl.DataFrame(data, schema=kinds)


def _wide(record: Sequence[str], width: int) -> int | None:
    """The last place with a value, where it lies beyond the width."""
    return next((at for at in range(len(record), width, -1) if record[at - 1].strip()), None)


def _records(text: io.TextIOBase, separator: str, line: int) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line on which it begins."""
    reader = csv.reader(text, delimiter=separator, strict=True)
    number = line
    for record in reader:
        yield number, record
        number = line + reader.line_num


def _chunks(path: Path, start: int) -> Iterator[bytes]:
    """The bytes from ``start`` on, in pieces that end with a line, outside of quotation marks."""
    with path.open("rb") as file:
        file.seek(start)
        rest = b""
        while piece := file.read(BATCH_BYTES):
            rest += piece
            end = _end(rest)
            if not end and len(rest) > _LONGEST_LINE:
                end = len(rest)  # told as what it is: a quotation mark that is not closed
            if end:
                yield rest[:end]
                rest = rest[end:]
        if rest:
            yield rest


def _end(piece: bytes) -> int:
    """Where the last line ends that ends in the piece, outside of quotation marks; 0 where none does."""
    end = piece.rfind(b"\n") + 1
    open_marks = piece.count(b'"', 0, end) % 2
    while end and open_marks:
        before = piece.rfind(b"\n", 0, end - 1) + 1
        open_marks ^= piece.count(b'"', before, end) % 2
        end = before
    return end


def open_csv(path: Path, name: str, is_header: IsHeader, folder: Path) -> CsvFile:
    """A CSV file, with its head read as the row-by-row path reads it; in ``folder`` is room for a copy in UTF-8.

    :raises ClaimsError: where no header is found, and for text that is neither UTF-8, GB18030 nor UTF-16.
    """
    own, start = _in_utf8(path, name, folder)
    with own.open("rb") as file:
        file.seek(start)
        head = file.read(_HEAD_BYTES)
        end = len(head) if len(head) < _HEAD_BYTES else _end(head) or len(head)
    head = head[:end]
    shown = folder / f"head-{len(list(folder.iterdir()))}.csv"
    shown.write_bytes(head)
    table = read_tables(shown, name=name, is_header=is_header)[0]
    text = head.decode()
    separator = _separator(text, is_header)
    below = max(one.row for one in table.recognised if one.kind == "header" and one.row <= _first(table))
    lines: list[Line] = []
    line, width = 0, max(int(header.column) for header in table.headers)
    for number, record in _records(io.StringIO(text, newline=""), separator, 1):
        line = number
        if number > below:
            break
        cells = {at: cell for at, one in enumerate(record, 1) if (cell := text_cell(one, f"{name}:{number}:{at}"))}
        lines.append(Line(number, cells, len(record)))
    if lines:
        width = max(width, lines[-1].width)
    if width > MAX_COLUMNS:
        raise refuse(name, f"the header has {width} columns, more than {MAX_COLUMNS}", "split the table")
    at = 0
    for _ in range(line - 1):
        at = head.index(b"\n", at) + 1
    return CsvFile(name, own, table, tuple(lines), separator, start + at, line, width)


def _first(table: Table) -> int:
    return table.rows[0].number if table.rows else max(one.row for one in table.recognised)


def _separator(text: str, is_header: IsHeader) -> str:
    """The sign that splits the header into the most known names, as the row-by-row path takes it."""

    def known(separator: str) -> int:
        most = 0
        try:
            for _, record in _records(io.StringIO(text[:20_000], newline=""), separator, 1):
                most = max(most, sum(is_header(header_name(one)) for one in record[:MAX_COLUMNS]))
        except csv.Error:  # cut off in the middle
            pass
        return most

    return max(_SEPARATORS, key=known)


def _in_utf8(path: Path, name: str, folder: Path) -> tuple[Path, int]:
    """The file itself where it is UTF-8, else a copy that is; and how long its mark is."""
    with path.open("rb") as file:
        first = file.read(4)
        if first.startswith((b"\xff\xfe", b"\xfe\xff")):
            return _copied(path, name, "utf-16", folder), 0
        file.seek(0)
        if _is_text(file, "utf-8", name):
            return path, 3 if first.startswith(codecs.BOM_UTF8) else 0
    return _copied(path, name, "gb18030", folder), 0


def _is_text(file: BinaryIO, encoding: str, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while piece := file.read(2**22):
            decoder.decode(piece)
            if b"\0" in piece:
                raise refuse(name, "the file is no text, or UTF-16 without its mark", "save it as CSV UTF-8")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _copied(path: Path, name: str, encoding: str, folder: Path) -> Path:
    copy = folder / f"text-{len(list(folder.iterdir()))}.csv"
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file, copy.open("wb") as written:
            while piece := file.read(2**22):
                written.write(decoder.decode(piece).encode())
            written.write(decoder.decode(b"", final=True).encode())
    except UnicodeDecodeError as error:
        marked = encoding == "utf-16"
        names = "UTF-16, as its first bytes say, but broken" if marked else "neither UTF-8 nor GB18030"
        raise refuse(name, f"the text is {names}", "save it as CSV UTF-8") from error
    return copy


# --- Parquet ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ParquetFile:
    """A Parquet file: its first row is row 1."""

    name: str
    path: Path
    headers: tuple[Header, ...]
    names: tuple[str, ...]
    size: int
    above: tuple[Recognised, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The column of a batch for each header."""
        return tuple(place(number) for number in range(1, len(self.names) + 1))

    @property
    def all_columns(self) -> tuple[str, ...]:
        """All columns of a batch that hold cells."""
        return self.columns

    def batches(self, only: Sequence[str] | None = None) -> Iterator[tuple[pl.DataFrame, int]]:
        """:raises ClaimsError: where the file is damaged."""
        renamed = dict(zip(self.names, self.columns, strict=True))
        done = 0
        try:
            scan = pl.scan_parquet(self.path, glob=False).rename(renamed).select(only or self.columns)
            for frame in scan.collect_batches(chunk_size=BATCH_ROWS, maintain_order=True):
                order = done + pl.int_range(len(frame), dtype=pl.Int64)
                done += len(frame)
                yield frame.with_columns(ord=order, line=order + 1, wide=pl.lit(None, pl.Int64)), done
        except (PolarsError, PanicException, OSError) as error:
            raise _damaged(self.name, error) from error

    def rows(self, lines: pl.DataFrame) -> list[Row]:
        """Lines of a batch that surely are rows."""
        return list(self.table(lines).rows)

    def table(self, lines: pl.DataFrame) -> Table:
        """Lines of a batch as a table: totals and rows without values are recognised."""
        own = lines.select(self.columns).rename(dict(zip(self.columns, self.names, strict=True)))
        table = table_of_frame(own, self.name)
        numbers: list[int] = lines["line"].to_list()
        rows = tuple(self._at(one, numbers[one.number - 1]) for one in table.rows)
        recognised = tuple(replace(one, row=numbers[one.row - 1]) for one in table.recognised)
        return replace(table, rows=rows, recognised=recognised)

    def _at(self, row: Row, number: int) -> Row:
        """A row of some lines under its own number."""
        old, new = f"{self.name} row {row.number}, ", f"{self.name} row {number}, "
        cells = tuple(
            Cell(
                one.value,
                new + one.where.removeprefix(old),
                one.fault and Problem(new + one.fault.where.removeprefix(old), one.fault.what, one.fault.instead),
            )
            for one in row.cells
        )
        return Row(number, cells, row.fault)


def open_parquet(path: Path, name: str) -> ParquetFile:
    """A Parquet file.

    :raises ClaimsError: where it is damaged, has no rows or too many columns, or columns of lists, records or bytes.
    """
    try:
        scan = pl.scan_parquet(path, glob=False)
        rows: int = scan.select(pl.len()).collect().item()
        names = tuple(scan.collect_schema().names())
        first = scan.head(1).collect()
    except (PolarsError, PanicException, OSError) as error:
        raise _damaged(name, error) from error
    if len(names) > MAX_COLUMNS:
        raise refuse(name, f"the file has {len(names)} columns, more than {MAX_COLUMNS}", "keep those of the claims")
    table_of_frame(first, name)  # refuses what can be no claims
    headers = tuple(
        Header(text, header_name(text), header_unit(text), str(number)) for number, text in enumerate(names, 1)
    )
    return ParquetFile(name, path, headers, names, rows)


def _damaged(name: str, error: BaseException) -> ClaimsError:
    cause = " ".join(str(error).split())[:200]
    return refuse(name, f"the Parquet file is damaged ({cause})", "get the file again from who sent it")
