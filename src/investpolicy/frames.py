"""Provisions on columns: a frame in, the same kind of frame out.

pandas is turned into Arrow at the door, because its missing values are not the engine's nulls, and given back as it
came. Everything else goes through Narwhals as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from investpolicy.errors import EngineError, Problem


@dataclass(frozen=True, slots=True)
class Door:
    """A frame as Narwhals sees it, and the way back to the user's own kind."""

    frame: Any
    leave: Callable[[Any], Any]


def enter(native: Any) -> Door:
    """The Narwhals frame of a pandas, Polars, PyArrow, DuckDB or PySpark frame.

    :raises EngineError: for something else, and for NumPy-backed columns with missing values.
    """
    try:
        frame = nw.from_native(native)
    except TypeError:
        name = type(native).__name__
        hint = "use pandas, Polars (eager or lazy), PyArrow, DuckDB or PySpark"
        raise EngineError(Problem("", f"{name} is not a frame this library knows", hint)) from None
    if frame.implementation.is_pandas():
        return _pandas(native)
    return Door(frame, lambda out: out.to_native())


def _pandas(native: Any) -> Door:
    import pyarrow as pa  # pandas alone cannot hold exact integers beside missing values
    from pandas.api.types import infer_dtype

    exact = ("string", "date", "datetime", "datetime64", "decimal", "empty")
    holes = [
        str(name)
        for name, dtype in native.dtypes.items()
        if not hasattr(dtype, "na_value")
        and native[name].isna().any()
        and (dtype.kind == "f" or (dtype.kind == "O" and infer_dtype(native[name], skipna=True) not in exact))
    ]
    if holes:
        raise EngineError(
            Problem(
                ", ".join(holes),
                "NumPy-backed columns with missing values hold floats or objects, which are not exact",
                "write df.convert_dtypes() or df.convert_dtypes(dtype_backend='pyarrow') first",
            )
        )
    table = pa.Table.from_pandas(native, preserve_index=False)
    index = native.index
    arrow_backed = any(type(dtype).__name__ == "ArrowDtype" for dtype in native.dtypes)

    def leave(out: Any) -> Any:
        import pandas as pd

        arrow = out.to_native()
        result = arrow.to_pandas(types_mapper=pd.ArrowDtype) if arrow_backed else _nullable(arrow)
        result.index = index
        return result

    return Door(nw.from_native(table), leave)


def _nullable(table: Any) -> Any:
    import pandas as pd
    import pyarrow as pa

    kinds = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype(), pa.string(): pd.StringDtype()}
    return table.to_pandas(types_mapper=kinds.get)
