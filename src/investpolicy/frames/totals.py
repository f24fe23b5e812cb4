"""Totals that can not wrap (合计)."""
# pyright: basic

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import narwhals as nw

from investpolicy.algebras.columns import INT64, floor_divide
from investpolicy.errors import EngineError, Problem, nearest
from investpolicy.frames.door import enter, rows_of

_HALF: Final = 2**31


def total(native: Any, column: str, *, by: str | Sequence[str] | None = None) -> int | dict[Any, int]:
    """The exact total of a column of whole numbers (分), as a Python integer; nulls count as nothing.

    The engine's own sum is used where count × largest shows that it fits; else the high and the low parts are added
    apart. With ``by``, the total of each group: by value, or by tuple of values where several columns are named.

    :raises EngineError: for a column that is not there, or not of whole numbers.
    """
    groups = [by] if isinstance(by, str) else list(by or ())
    frame = enter(native, {column, *groups}).frame
    _check(frame, column, groups)
    frame = frame.select(*dict.fromkeys([column, *groups]))
    value = nw.col(column)
    (seen,) = rows_of(frame.select(nw.len().alias("rows"), value.min().alias("low"), value.max().alias("high")))
    largest = max(abs(int(seen["low"] or 0)), abs(int(seen["high"] or 0)))
    if seen["rows"] * largest <= INT64:
        parts = {"low": value.sum()}
    else:
        high = floor_divide(value, _HALF)  # any whole number near the quotient will do
        frame = frame.with_columns(__investpolicy_high=high)
        high = nw.col("__investpolicy_high")
        parts = {"low": (value - high * _HALF).sum(), "high": high.sum()}
    sums = [expr.alias(f"__investpolicy_{name}_sum") for name, expr in parts.items()]
    if not groups:
        (found,) = rows_of(frame.select(*sums))
        return _whole(found)
    frame = frame.with_columns(
        __investpolicy_low=value if len(parts) == 1 else value - nw.col("__investpolicy_high") * _HALF
    )
    sums = [nw.col(f"__investpolicy_{name}").sum().alias(f"__investpolicy_{name}_sum") for name in parts]
    rows = rows_of(frame.group_by(*groups).agg(*sums))
    return {row[groups[0]] if len(groups) == 1 else tuple(row[one] for one in groups): _whole(row) for row in rows}


def _whole(row: dict[str, Any]) -> int:
    high = row.get("__investpolicy_high_sum") or 0
    return int(high) * _HALF + int(row["__investpolicy_low_sum"] or 0)


def _check(frame: Any, column: str, groups: Sequence[str]) -> None:
    schema = frame.collect_schema()
    problems: list[Problem] = []
    for name in (column, *groups):
        if name not in schema:
            like = nearest(name, schema.names())
            problems.append(Problem(name, "the frame has no such column", f"did you mean {like[0]!r}?" if like else ""))
    if column in schema and not schema[column].is_integer():
        problems.append(Problem(column, f"is {schema[column]}", "give a column of whole numbers, in 分"))
    if problems:
        raise EngineError(problems)
