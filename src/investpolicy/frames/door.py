"""The door (入口): a user's frame as Narwhals sees it, and the way back to the user's own kind."""
# pyright: basic

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

import narwhals as nw

from investpolicy.algebras.columns import DOUBLE, INT64, Divide
from investpolicy.errors import EngineError, Problem

ROW: Final = "__investpolicy_row"
DOT: Final = "\u2024"  # looks like a dot
_KNOWN: Final = "use pandas, Polars (eager or lazy), PyArrow, DuckDB, PySpark or Ibis"


@dataclass(frozen=True, slots=True)
class Door:
    """A frame as Narwhals sees it, and the way back to the user's own kind."""

    frame: Any
    leave: Callable[[Any], Any]
    dotted: bool = False

    def inside(self, column: str) -> str:
        """A column's name inside: Spark takes a dot for a part of a structure."""
        return column.replace(".", DOT) if self.dotted else column

    @property
    def limit(self) -> int:
        """The largest integer that the engine divides exactly: some divide in floating point."""
        kind = self.frame.implementation
        exact = kind.is_polars() or kind.is_pyarrow() or kind.is_duckdb()
        return INT64 if exact else DOUBLE

    @property
    def divide(self) -> Divide | None:
        """How the engine divides in its own words, where Narwhals says it at length."""
        return _divide_in_duckdb if self.frame.implementation.is_duckdb() else None


def _divide_in_duckdb(frame: Any, quotients: Mapping[str, tuple[str, int]]) -> Any:
    texts = (f'"{above}" // {below} AS "{name}"' for name, (above, below) in quotients.items())
    return nw.from_native(frame.to_native().project(f"*, {', '.join(texts)}"))


def column_names(native: Any) -> list[str]:
    """The names of a frame's columns."""
    return [str(name) for name in _known(native).collect_schema().names()]


def enter(native: Any, only: Collection[str] | None = None) -> Door:
    """The Narwhals frame of a pandas, Polars, PyArrow, DuckDB, PySpark or Ibis frame; of pandas, the columns ``only``.

    :raises EngineError: for something else, and for NumPy-backed columns with missing values.
    """
    frame = _known(native)
    if frame.implementation.is_pandas():
        return _pandas(native, only)
    if (kind := frame.implementation).is_pyspark() or kind.is_pyspark_connect():
        return _spark(native)
    return Door(frame, lambda out: out.to_native())


def _spark(native: Any) -> Door:
    names = {name.replace(".", DOT): name for name in native.columns}

    def leave(out: Any) -> Any:
        return out.to_native().toDF(*(names.get(name, name) for name in out.collect_schema().names()))

    return Door(nw.from_native(native.toDF(*names)), leave, dotted=True)


def numbered(frame: Any) -> Any | None:
    """The frame with the number of each row, from 0; None where the engine keeps no order."""
    if isinstance(frame, nw.DataFrame):
        return frame.with_row_index(ROW)
    if frame.implementation.is_polars():
        return nw.from_native(frame.to_native().with_row_index(ROW))
    if frame.implementation.is_duckdb():
        return nw.from_native(frame.to_native().project(f'row_number() OVER () - 1 AS "{ROW}", *'))
    return None


def rows_of(frame: Any) -> list[dict[str, Any]]:
    """A small frame as rows of plain values."""
    eager = frame.collect("pyarrow") if isinstance(frame, nw.LazyFrame) else frame
    rows: list[dict[str, Any]] = eager.to_arrow().to_pylist()
    return rows


def _known(native: Any) -> Any:
    if type(native).__module__.partition(".")[0] == "dask":
        what = "Dask makes whole numbers beside missing ones floating point, which is not exact"
        raise EngineError(Problem("", what, "read the same files with Polars, DuckDB or PySpark"))
    try:
        return nw.from_native(native)
    except TypeError:
        name = type(native).__name__
        raise EngineError(Problem("", f"{name} is not a frame this library knows", _KNOWN)) from None
    except ValueError as error:  # two columns of one name
        raise EngineError(
            Problem("", str(error).strip().splitlines()[0], "give each column a name of its own")
        ) from None


def _pandas(native: Any, only: Collection[str] | None) -> Door:
    import pyarrow as pa  # pandas alone can not hold exact integers beside missing values
    from pandas.api.types import infer_dtype

    own = native if only is None else native[[name for name in native.columns if str(name) in only]]
    exact = ("string", "date", "datetime", "datetime64", "decimal", "empty", "mixed-integer", "mixed")
    holes = [
        str(name)
        for name, dtype in own.dtypes.items()
        if not hasattr(dtype, "na_value")
        and own[name].isna().any()
        and (dtype.kind == "f" or (dtype.kind == "O" and infer_dtype(own[name], skipna=True) not in exact))
    ]
    if holes:
        raise EngineError(
            Problem(
                ", ".join(holes),
                "NumPy-backed columns with missing values hold floats or objects, which are not exact",
                "write df.convert_dtypes() or df.convert_dtypes(dtype_backend='pyarrow') first",
            )
        )
    arrays = {str(name): _arrow_of(pa, own, name) for name in own.columns}
    frame = nw.from_native(pa.table(arrays or {ROW: pa.nulls(len(native))}))

    def leave(out: Any) -> Any:
        """As it came: the user's own columns untouched, the answers added."""
        import pandas as pd

        taken = {str(name) for name in native.columns} | {ROW}
        added = out.to_native().select([name for name in out.collect_schema().names() if name not in taken])
        answers = as_pandas(native, added)
        answers.index = native.index
        return pd.concat([native, answers], axis=1)

    return Door(frame, leave)


def _arrow_of(pa: Any, own: Any, name: Any) -> Any:
    try:
        return pa.array(own[name], from_pandas=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError, TypeError) as error:
        what = f"the column mixes kinds of values: {str(error).splitlines()[0][:80]}"
        hint = f"make it one kind, such as df[{name!r}].astype('string')"
        raise EngineError(Problem(str(name), what, hint)) from None


def as_pandas(native: Any, table: Any) -> Any:
    """An Arrow table as pandas, backed by Arrow where the user's frame is, else by nullable types."""
    import pandas as pd
    import pyarrow as pa

    if any(type(dtype).__name__ == "ArrowDtype" for dtype in native.dtypes):
        return table.to_pandas(types_mapper=pd.ArrowDtype)
    kinds = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype(), pa.string(): pd.StringDtype()}
    return table.to_pandas(types_mapper=kinds.get)
