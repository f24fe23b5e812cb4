"""Data frames (数据框) and Parquet files as tables of cells: pandas, Polars, PyArrow, and what Narwhals knows else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from importlib import import_module
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from investpolicy.claims.cells import Cell, shown
from investpolicy.claims.grid import MAX_COLUMNS, MAX_EXPANDED_BYTES, MAX_ROWS, Line, number_of, refuse, text_cell
from investpolicy.claims.layout import Header, Recognised, Row, Table, is_total
from investpolicy.errors import ClaimsError, Problem
from investpolicy.headers import header_name, header_unit

if TYPE_CHECKING:
    import narwhals as nw

_INSTALL = 'pip install "investpolicy[polars]"'
_LARGEST_EXACT = 2**24
"""Up to here a 32-bit float holds every whole number."""


def table_of_frame(frame: Any, name: str = "frame") -> Table:
    """A data frame as a table: its columns are the header, each of its rows a claim, counted from 1.

    A total (合计) and a row without values are recognised, as in a sheet. Floats are taken at 15 significant digits,
    as spreadsheets show them; of a time stamp the day counts; NaN is blank. ``name`` begins the place of a cell,
    as in ``claims.parquet row 3, column 申报金额``; that of a frame without a name is ``row 3, column 申报金额``.

    ClaimsError: no frame, no rows, or a column whose values are lists, records or bytes.
    """
    try:
        import narwhals as nw
        from narwhals.exceptions import NarwhalsError
    except ImportError as error:
        instead = 'pip install "investpolicy[frames]", or give the path of a file'
        raise refuse("", "a frame is read with narwhals, which is not installed", instead) from error
    own = "" if name == "frame" else name
    try:
        native = nw.from_native(frame)
        eager = native.collect() if isinstance(native, nw.LazyFrame) else native
    except TypeError:
        kind = type(frame).__name__
        raise refuse(own, f"{kind} is no claims file and no frame", "give a path, or a data frame") from None
    except (NarwhalsError, ValueError) as error:  # two columns of one name, say
        what = f"the frame can not be read ({' '.join(str(error).split())[:200]})"
        raise refuse(own, what, "give each column one name and one kind of value") from error
    if not len(eager):
        raise refuse(own, f"the {'file' if own else 'frame'} has no rows", "give one claim a row")
    _check_columns(eager, own)
    names = [str(column) for column in eager.columns]
    headers = tuple(
        Header(text, header_name(text), header_unit(text), str(number)) for number, text in enumerate(names, 1)
    )
    prefix = f"{own} " if own else ""
    single = {at for at, kind in enumerate(eager.schema.dtypes()) if kind == nw.Float32}
    rows: list[Row] = []
    recognised: list[Recognised] = []
    for number, values in enumerate(cast("Iterable[Sequence[object]]", eager.iter_rows()), 1):
        cells = tuple(
            _cell(value, f"{prefix}row {number}, column {names[at]}", at in single) for at, value in enumerate(values)
        )
        held = [cell for cell in cells if cell.value is not None or cell.fault is not None]
        if held and not is_total(Line(number, dict(enumerate(held)))):
            rows.append(Row(number, cells))
        else:
            text = " ".join(shown(cell.value) for cell in held)
            recognised.append(Recognised(number, "total" if held else "blank", text, cells if held else ()))
    return Table(name, None, headers, tuple(rows), tuple(recognised))


def read_parquet(path: Path, name: str | None = None) -> Table:
    """The table of a Parquet file; ``name`` is what places call it. Reads with PyArrow, else with Polars.

    ClaimsError: neither is installed, the file is damaged, or it has more than MAX_ROWS rows or MAX_COLUMNS columns.
    """
    file = name or path.name
    try:
        return table_of_frame(_with_pyarrow(path, file), file)
    except ImportError:
        pass
    try:
        return table_of_frame(_with_polars(path, file), file)
    except ImportError as error:
        instead = f"{_INSTALL}, or save the table as .csv"
        raise refuse(file, "Parquet is read with Polars or PyArrow, of which none is installed", instead) from error


def _with_pyarrow(path: Path, file: str) -> Any:
    arrow: Any = import_module("pyarrow")
    parquet: Any = import_module("pyarrow.parquet")
    try:
        with parquet.ParquetFile(path) as opened:
            _check_size(opened.metadata.num_rows, opened.metadata.num_columns, file)
            size = sum(opened.metadata.row_group(at).total_byte_size for at in range(opened.num_row_groups))
            if size > MAX_EXPANDED_BYTES:
                unpacks = f"the file unpacks to {size:,} bytes, more than {MAX_EXPANDED_BYTES:,}"
                raise refuse(file, unpacks, "split it, or remove what is no claim")
            return opened.read()
    except ClaimsError:
        raise
    except (arrow.ArrowException, OSError, ValueError, KeyError, NotImplementedError) as error:
        raise _damaged(file, error) from error


def _with_polars(path: Path, file: str) -> Any:
    import polars as pl
    from polars.exceptions import PanicException, PolarsError

    try:
        scan = pl.scan_parquet(path, glob=False)
        rows = scan.select(pl.len()).collect().item()
        _check_size(rows, len(scan.collect_schema()), file)
        return scan.collect()
    except (PolarsError, PanicException, OSError, OverflowError) as error:
        raise _damaged(file, error) from error


def _damaged(file: str, error: BaseException) -> ClaimsError:
    cause = " ".join(str(error).split())[:200]
    return refuse(file, f"the Parquet file is damaged ({cause})", "get the file again from who sent it")


def _check_size(rows: int, columns: int, file: str) -> None:
    if rows > MAX_ROWS:
        raise refuse(file, f"the file has {rows:,} rows, more than {MAX_ROWS:,}", "split it")
    if columns > MAX_COLUMNS:
        raise refuse(file, f"the file has {columns} columns, more than {MAX_COLUMNS}", "keep those of the claims")


def _check_columns(frame: nw.DataFrame[Any], own: str) -> None:
    """Refuses columns whose values are no single value."""
    import narwhals as nw

    held = {nw.List: "lists", nw.Array: "lists", nw.Struct: "records", nw.Binary: "bytes"}
    faults: list[Problem] = []
    for column, kind in frame.schema.items():
        for refused, values in held.items():
            if isinstance(kind, refused):
                where = f"{own} column {column}".strip()
                faults.append(Problem(where, f"the column holds {values}", "leave it out, or give one value a row"))
    if faults:
        raise ClaimsError(faults)


def _cell(value: Any, where: str, is_single: bool) -> Cell:
    """The cell of a value of a frame; NaN, NaT and NA are blank."""
    if isinstance(value, str):
        return text_cell(value, where) or Cell(None, where)
    if value.__class__.__module__ == "numpy" and hasattr(value, "item"):
        value = value.item()
    if value is None or value.__class__.__name__ in ("NaTType", "NAType"):
        return Cell(None, where)
    if isinstance(value, (float, Decimal)) and isnan(value):
        return Cell(None, where)
    if isinstance(value, float):
        return _float_cell(value, where, is_single)
    if isinstance(value, Decimal) and not value.is_finite():
        return _fault(where, f"the number is {value}", "leave the value out where it is not known")
    if isinstance(value, datetime):
        return Cell(value.date(), where)
    if isinstance(value, (bool, date, Decimal)):
        return Cell(value, where)
    if isinstance(value, int):
        return Cell(Decimal(value), where)
    kind = "a time of day" if isinstance(value, (time, timedelta)) else f"a {type(value).__name__}"
    return _fault(where, f"the value is {kind}", "give a text, a number, a day, yes or no")


def _float_cell(value: float, where: str, is_single: bool) -> Cell:
    if abs(value) == float("inf"):
        return _fault(where, f"the number is {value}", "leave the value out where it is not known")
    if abs(value) >= 10**15:
        beyond = "the number has more than 15 digits, of which a float keeps 15"
        return _fault(where, beyond, "give the column as integers, decimals or text")
    if is_single and not (value.is_integer() and abs(value) <= _LARGEST_EXACT):
        exact = f"the number {shown(number_of(value))} is a 32-bit float, which keeps 7 digits"
        return _fault(where, exact, "give the column as decimals or 64-bit floats, from its source")
    return Cell(number_of(value), where)


def _fault(where: str, what: str, instead: str) -> Cell:
    return Cell(None, where, Problem(where, what, instead))
