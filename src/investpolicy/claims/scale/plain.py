"""Columns of plain cells (整列读取): what is certain of a cell is read a column at a time, exactly; the rest is told.

Each reader answers with values and with where they are certain. A cell that is not certain (odd text, a unit of its
own, 待定, a fault) is no error here: its row is read by the row-by-row path.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

import polars as pl

from investpolicy.claims.cells import Cell
from investpolicy.claims.columns import Field, Location, Mapped, nested, read_row
from investpolicy.claims.layout import Row
from investpolicy.errors import PolicyError
from investpolicy.facts.base import Facts
from investpolicy.values.formula import Sort
from investpolicy.values.text import MONEY_LIMIT_FEN, MONEY_UNITS
from investpolicy.values.unknown import is_unknown

_SPACES: Final = "".join(map(chr, (*range(0x09, 0x0E), *range(0x1C, 0x21), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B))))
_AROUND: Final = _SPACES + "\u2028\u2029\u202f\u205f\u3000\ufeff\u200b\u200c\u200d\u2060"
"""What is trimmed from a cell: spaces of any width, and invisible signs."""

_NUMBER: Final = r"^(?:[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:\.[0-9]{1,10})?$"
_SPELT: Final = ("待定", "待确认", "待核实", "未定", "不详", "未知", "不明", "n/a", "unknown", "tbd")
_GAP: Final = r"[\s\x{200B}\x{2060}\x{FEFF}]*"
_ODD_TEXT: Final = (
    r"^[^\p{L}\p{N}]*$|^#|(?i)^" + _GAP + "(?:" + "|".join(_GAP.join(word) for word in _SPELT) + f"){_GAP}$"
)
"""Of a text: signs alone, an error of a spreadsheet, a word for what is not known."""

_LONGEST: Final = 32_767
_BLANK: Final = "\0"  # stands for a blank cell, where a text is wanted
_FORGET: Final = 200_000  # distinct texts that are kept

DTYPES: Final[Mapping[Sort, Any]] = {
    "money": pl.Int64,
    "points": pl.Int64,
    "count": pl.Int64,
    "truth": pl.Boolean,
    "day": pl.Date,
    "choice": pl.String,
}


@dataclass(frozen=True, slots=True)
class Read:
    """Values, and where they are certain: a blank cell has no value, and that is certain."""

    values: pl.Series
    certain: pl.Series


def texts(cells: pl.Series) -> pl.Series | None:
    """Cells as trimmed text, blank ones as null; None where the column's type is read by the row-by-row path only."""
    kind = cells.dtype
    if kind == pl.Null:
        return cells.cast(pl.String)
    if kind == pl.String:
        return cells.str.strip_chars(_AROUND).replace("", None) if _needs_trimming(cells) else cells
    if kind.is_integer() or isinstance(kind, pl.Decimal):
        return cells.cast(pl.String)
    if kind == pl.Float64:
        return cells.fill_nan(None).cast(pl.String)
    return None


def _needs_trimming(cells: pl.Series) -> bool:
    """Whether a cell begins or ends with what is trimmed, or is empty."""
    odd = cells.str.contains(r"^$|^[\s\p{Cf}\x1c-\x1f]|[\s\p{Cf}\x1c-\x1f]$")
    return bool(odd.any())


def money(cells: pl.Series, unit: str | None) -> Read:
    """Amounts in 分: digits, thousands separators in their places, decimals, all in the unit of the header."""
    written = texts(cells)
    if written is None or unit not in MONEY_UNITS:
        return _none(cells, pl.Int64)
    places = len(str(MONEY_UNITS[unit])) - 1
    frame = pl.DataFrame({"text": written})
    if cells.dtype == pl.Float64:  # what has more than 15 digits is rounded to 15 by the row-by-row path
        digits = pl.col("text").str.replace_all(r"[^0-9]|\.0$", "").str.len_chars()
        frame = frame.with_columns(few=(digits <= 15).fill_null(True))
    else:
        frame = frame.with_columns(few=pl.lit(True))
    if frame["text"].str.contains(",", literal=True).any():
        plain = pl.col("text").str.contains(_NUMBER)
        frame = frame.with_columns(plain=plain, text=pl.col("text").str.replace_all(",", "", literal=True))
    else:
        frame = frame.with_columns(plain=pl.col("text").str.contains(_NUMBER))
    parts = pl.when(pl.col("plain")).then(pl.col("text")).str.split_exact(".", 1)
    frame = frame.with_columns(
        whole=parts.struct.field("field_0"), decimals=parts.struct.field("field_1").fill_null("")
    )
    fits = (pl.col("whole").str.len_chars() <= 18 - places) & (pl.col("decimals").str.len_chars() <= places)
    whole = pl.col("whole").cast(pl.Int64, strict=False) * MONEY_UNITS[unit]
    part = (pl.col("decimals") + "0" * places).str.slice(0, places).cast(pl.Int64, strict=False) if places else 0
    fen = pl.when(pl.col("plain") & pl.col("few") & fits).then(whole + part)
    frame = frame.select("text", fen=pl.when(fen <= MONEY_LIMIT_FEN).then(fen))
    return Read(frame["fen"], frame["fen"].is_not_null() | frame["text"].is_null())


def names(cells: pl.Series) -> Read:
    """Texts such as names and numbers of projects, as they are written."""
    written = None if cells.dtype == pl.Float64 or isinstance(cells.dtype, pl.Decimal) else texts(cells)
    if written is None:
        return _none(cells, pl.String)
    odd = written.str.contains(_ODD_TEXT) | (written.str.len_bytes() > _LONGEST)
    return Read(written, ~odd.fill_null(False))


def _none(cells: pl.Series, kind: Any) -> Read:
    return Read(pl.Series([None] * len(cells), dtype=kind), cells.is_null())


class Distinct:
    """Reads each distinct text of one column, or of columns that are read together, as a row by itself.

    What a text says is what the facts of a row say that has nothing else; so labels, synonyms, codes and dates are
    read by the code that reads rows.
    """

    def __init__(self, mapped: Mapped, columns: tuple[int, ...]) -> None:
        self._mapped = mapped
        self.columns = columns
        self._model: type[Facts] = mapped.provision.rule.facts
        self._kept: dict[tuple[str, ...], tuple[Any, ...] | None] = {}
        described = self._model.describe()
        self.paths = tuple(mapped.facts[at].path for at in columns if mapped.facts[at].path in described)
        self._sorts: dict[str, Sort] = {path: described[path].sort for path in self.paths}

    @cached_property
    def _defaults(self) -> Mapping[str, Any]:
        return self._model().raws()

    def read(self, cells: list[pl.Series]) -> tuple[dict[str, pl.Series], pl.Series]:
        """The values by path, and where they are certain."""
        written = [self._texts(one, self._mapped.facts[at]) for one, at in zip(cells, self.columns, strict=True)]
        keys = [f"key{place}" for place in range(len(written))]
        frame = pl.DataFrame([one.fill_null(_BLANK).alias(key) for one, key in zip(written, keys, strict=True)])
        seen = frame.unique()
        if len(self._kept) > _FORGET:
            self._kept.clear()
        values = [self._value(row) for row in seen.iter_rows()]
        answers = {
            path: pl.Series(
                [None if one is None else one[place] for one in values], dtype=DTYPES[self._sorts[path]], strict=True
            )
            for place, path in enumerate(self.paths)
        }
        table = seen.with_columns(**answers, certain=pl.Series([one is not None for one in values], dtype=pl.Boolean))
        found = frame.join(table, on=keys, how="left", maintain_order="left")
        blind = [one.is_null() for one in cells if one.dtype != pl.String]
        certain = found["certain"]
        for one in blind:
            certain = certain & one
        return {path: found[path] for path in self.paths}, certain

    def _texts(self, cells: pl.Series, fact: Field) -> pl.Series:
        """Cells as text; null too where the kind of the column is not that of the fact, which is no certain reading."""
        nothing = pl.Series([None] * len(cells), dtype=pl.String)
        if cells.dtype == pl.String or cells.dtype == pl.Null:
            written = texts(cells)
            return nothing if written is None else written.replace("", None)
        return nothing

    def _value(self, row: tuple[str, ...]) -> tuple[Any, ...] | None:
        if row not in self._kept:
            self._kept[row] = self._read(row)
        return self._kept[row]

    def _read(self, row: tuple[str, ...]) -> tuple[Any, ...] | None:
        """The raw values of the facts; None where the texts are not certain."""
        cells = [Cell(None, "")] * len(self._mapped.headers)
        for at, text in zip(self.columns, row, strict=True):
            if len(text) > _LONGEST or text.startswith("#"):
                return None
            cells[at] = Cell(None if text == _BLANK else text, "")
        read = read_row(Row(0, tuple(cells)), self._mapped)
        if read.problems or read.days or any(value is None for value in read.facts.values()):
            return None
        facts: dict[Location, Any] = read.facts
        try:
            raws = self._model.model_validate(nested(facts, self._model)).raws()
        except PolicyError:
            return None
        moved = {path for path, raw in raws.items() if not _same(raw, self._defaults[path])}
        if not moved <= set(self.paths):
            return None
        return tuple(None if is_unknown(raws[path]) else _plain(raws[path]) for path in self.paths)


def _same(raw: Any, default: Any) -> bool:
    return is_unknown(raw) if is_unknown(default) else not is_unknown(raw) and raw == default


def _plain(raw: Any) -> Any:
    return str(raw) if isinstance(raw, str) else raw


def days(cells: pl.Series) -> Read | None:
    """Days of a column of dates; None of any other."""
    if cells.dtype != pl.Date and not isinstance(cells.dtype, pl.Datetime):
        return None
    day = cells.cast(pl.Date)
    inside = (day >= date(1900, 3, 2)) & (day <= date(2200, 12, 31))
    return Read(day, inside.fill_null(True))


def truths(cells: pl.Series) -> Read | None:
    """Yes and no of a column of booleans; None of any other."""
    return Read(cells, cells.is_null() | True) if cells.dtype == pl.Boolean else None


__all__ = ["DTYPES", "Distinct", "Read", "days", "money", "names", "texts", "truths"]
