"""Which rows may belong together (同一项目): a key for each row, never different where the names are the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from investpolicy.claims.columns import Mapped
from investpolicy.claims.duplicates import normal_name
from investpolicy.claims.scale.plain import texts

_OF_PROJECT: Final = ("project.id", "project.name")
_OF_OTHERS: Final = ("move.name", "name", "park", "carrier.name")
_PLAIN: Final = r"^[\x00-\x7f\p{Han}]*$"
_DROPPED: Final = r"[^0-9a-z\p{Han}]+"
_AT_ONCE: Final = 20_000_000


def key_columns(mapped: Mapped) -> tuple[int | None, int | None]:
    """The columns that hold the number and the name of what a claim is for."""
    at = {".".join(one.location): index for index, one in mapped.facts.items()}
    if any(name in at for name in _OF_PROJECT):
        number, name = (at.get(one) for one in _OF_PROJECT)
        return number, name
    return at.get("id"), next((at[name] for name in _OF_OTHERS if name in at), None)


def coarse(cells: pl.Series) -> pl.Series:
    """Names so that any two that :func:`~..duplicates.normal_name` makes the same are the same; null where blank.

    It keeps letters, digits and Chinese characters. So some names that are different become the same, which costs
    time and changes nothing: rows that share a key are compared as the row-by-row path does.
    """
    written = texts(cells)
    if written is None:
        written = cells.cast(pl.String)
    odd = ~written.str.contains(_PLAIN).fill_null(True)
    if odd.any():
        full = written.str.normalize("NFKC")
        still = ~full.str.replace_all(r"\p{P}|\p{S}|\p{Z}", "").str.contains(_PLAIN).fill_null(True)
        if still.any():  # letters of which case folding says more than lower case
            own = written.filter(still).unique()
            folded = own.map_elements(normal_name, return_dtype=pl.String)
            full = pl.select(
                pl.when(pl.lit(still)).then(pl.lit(written).replace(own, folded)).otherwise(pl.lit(full))
            ).to_series()
    else:
        full = written
    bare = full.str.to_lowercase().str.replace_all(_DROPPED, "")
    kept = bare.str.replace_all("有限责任公司", "有限公司", literal=True)
    says = full.str.contains(r"[\p{L}\p{N}]")
    return pl.select(pl.when(pl.lit(says)).then(pl.lit(kept))).to_series()


@dataclass(frozen=True)
class Keys:
    """The keys of a batch: of what the claim is for (its number, else its name), and of its name beside a number."""

    own: pl.Series
    name: pl.Series

    @classmethod
    def of(cls, number: pl.Series | None, name: pl.Series | None) -> Keys:
        """Keys from the columns of numbers and of names, of which one may not be there."""
        size = len(number if number is not None else name if name is not None else ())
        nothing = pl.Series([None] * size, dtype=pl.String)
        numbers = coarse(number) if number is not None else nothing
        names = coarse(name) if name is not None else nothing
        frame = pl.DataFrame({"number": numbers, "name": names}).select(
            number=pl.when(pl.col("number").is_not_null()).then(pl.col("number").hash(1)),
            name=pl.when(pl.col("name").is_not_null()).then(pl.col("name").hash(2)),
        )
        own = frame.select(pl.coalesce("number", "name"))["number"]
        beside = frame.select(name=pl.when(pl.col("number").is_not_null()).then("name"))["name"]
        return cls(own, beside)


@dataclass(frozen=True)
class Repeated:
    """The keys that occur more than once, and the names that stand both with and without a number."""

    own: pl.Series
    mixed: pl.Series

    def rows(self, keys: Keys) -> pl.Series:
        """Which rows of a batch may belong together with another one, of this batch or not."""
        found = keys.own.is_in(self.own.implode()).fill_null(False)
        if len(self.mixed):
            found = found | keys.name.is_in(self.mixed.implode()).fill_null(False)
            found = found | keys.own.is_in(self.mixed.implode()).fill_null(False)
        return found


def repeated(folder: Path, rows: int) -> Repeated:
    """What occurs more than once in the keys that are kept in ``folder``: a part of the keys at a time."""
    files = sorted(folder.glob("keys-*.parquet"))
    scan = pl.scan_parquet(files)
    parts = 1 + rows // _AT_ONCE
    own: list[pl.Series] = []
    mixed: list[pl.Series] = []
    for part in range(parts):
        here = scan.filter(pl.col("own").is_not_null(), pl.col("own") % parts == part)
        counts = here.group_by("own").len().filter(pl.col("len") > 1).select("own")
        own.append(counts.collect(engine="streaming")["own"])
        beside = scan.filter(pl.col("name").is_not_null(), pl.col("name") % parts == part).select(own="name").unique()
        mixed.append(beside.join(here.select("own").unique(), on="own").collect(engine="streaming")["own"])
    return Repeated(pl.concat(own), pl.concat(mixed))


def written(folder: Path, number: int, keys: Keys) -> None:
    """Keeps the keys of a batch."""
    pl.DataFrame({"own": keys.own, "name": keys.name}).write_parquet(
        folder / f"keys-{number:06}.parquet", compression="lz4"
    )


def kept(folder: Path) -> Iterator[Keys]:
    """The keys of the batches, in order."""
    for file in sorted(folder.glob("keys-*.parquet")):
        frame = pl.read_parquet(file)
        yield Keys(frame["own"], frame["name"])


__all__ = ["Keys", "Repeated", "coarse", "kept", "key_columns", "repeated", "written"]
