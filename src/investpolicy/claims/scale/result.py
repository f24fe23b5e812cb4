"""The file of verdicts (核查结果): Parquet or CSV, written a part at a time, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

import polars as pl
from polars.io.plugins import register_io_source

from investpolicy.claims.scale.rows import schema_of

_AMOUNTS: Final = ("claimed", "due", "difference")
_YUAN: Final = pl.Decimal(20, 2)


class Parts:
    """Verdicts on their way to the file, in a folder beside it: parts in order, and what belongs among them later."""

    def __init__(self, folder: Path, provision: str, money: bool) -> None:
        self._folder = folder
        self._provision = provision
        self._money = money
        self._parts: list[tuple[Path, str]] = []
        self._late = 0

    def add(self, verdicts: pl.DataFrame, file: str) -> None:
        """The next verdicts of a file, but for those that come later."""
        path = self._folder / f"part-{len(self._parts):06}.parquet"
        verdicts.write_parquet(path, compression="lz4", statistics=False)
        self._parts.append((path, file))

    def add_late(self, verdicts: pl.DataFrame) -> None:
        """Verdicts of rows that were judged together, with the number of the ``part`` they belong to."""
        if len(verdicts):
            path = self._folder / f"late-{self._late:06}.parquet"
            verdicts.sort("part", "ord").write_parquet(path, compression="lz4", row_group_size=10_000)
            self._late += 1

    @property
    def next(self) -> int:
        """The number of the next part."""
        return len(self._parts)

    def write(self, out: BinaryIO, kind: str, several: bool) -> None:
        """Writes all of it in order."""
        schema = self._schema(several)

        def batches(
            columns: list[str] | None, predicate: pl.Expr | None, rows: int | None, size: int | None
        ) -> Iterator[pl.DataFrame]:
            del predicate, rows, size
            for number, (path, file) in enumerate(self._parts):
                frame = self._finished(pl.read_parquet(path), number, file, several)
                yield frame.select(columns) if columns is not None else frame

        frame = register_io_source(batches, schema=schema)
        if kind == "parquet":
            frame.sink_parquet(out, maintain_order=True)
        else:
            frame.sink_csv(out, include_bom=True, maintain_order=True)

    def _finished(self, part: pl.DataFrame, number: int, file: str, several: bool) -> pl.DataFrame:
        if self._late:
            late = pl.scan_parquet(sorted(self._folder.glob("late-*.parquet"))).filter(pl.col("part") == number)
            part = pl.concat([part, late.drop("part").collect()])
        part = part.sort("ord")
        amounts = (
            [(pl.col(name).cast(_YUAN) / pl.lit(100, dtype=_YUAN)).cast(_YUAN).alias(name) for name in _AMOUNTS]
            if self._money
            else []
        )
        made = part.rename({"line": "row"}).with_columns(*amounts, file=pl.lit(file), provision=pl.lit(self._provision))
        return made.select(list(self._schema(several)))

    def _schema(self, several: bool) -> dict[str, Any]:
        own = schema_of(self._money)
        del own["ord"], own["line"]
        if self._money:
            own |= dict.fromkeys(_AMOUNTS, _YUAN)
        file = {"file": pl.String} if several else {}
        return {**file, "row": pl.Int64, "provision": pl.String, **own}


__all__ = ["Parts"]
