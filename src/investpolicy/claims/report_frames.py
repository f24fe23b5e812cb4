"""The report as a data frame (数据框): pandas, Polars or PyArrow; amounts as exact decimal numbers of yuan."""
# pyright: basic

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final, cast

from investpolicy.claims.report import Claim, ClaimsReport
from investpolicy.claims.writing import claimed_of, due_of, reasons_of
from investpolicy.errors import EngineError, Problem, UnknownNameError, not_known
from investpolicy.values.money import Money

BACKENDS: Final = ("pandas", "polars", "pyarrow")
_AMOUNTS: Final = ("claimed", "due", "difference")


def to_frame(report: ClaimsReport, backend: str | None = None) -> Any:
    """The claims as a frame of ``pandas``, ``polars`` or ``pyarrow``; of the first of these that is installed.

    Columns: ``where``, ``provision``, ``subject``; ``claimed``, ``due``, ``difference``: yuan, exactly, as decimal
    numbers with two places, null where there is no money or it is not known; ``claimed_text``, ``due_text``: the same
    in Chinese words, and what is no money; ``verdict`` by its name, such as ``over``; ``reasons_zh``, ``reasons_en``,
    ``slips`` (their kinds), ``missing`` (facts and terms by their paths), the last two separated by ``;``.

    :raises UnknownNameError: for another backend. :raises EngineError: where it is not installed.
    """
    if backend is not None and backend not in BACKENDS:
        raise UnknownNameError(not_known("backend", backend, BACKENDS))
    columns = _columns(report.claims)
    absent = ""
    for name in BACKENDS if backend is None else (backend,):
        try:
            return _MAKERS[name](columns)
        except ImportError as error:
            absent = error.name or name
    what = f"{absent} is not installed" if backend else "no library for frames is installed"
    extra = "polars" if backend == "polars" else "pandas"
    raise EngineError(Problem("to_frame", what, f'pip install "investpolicy[{extra}]"'))


def _columns(claims: Sequence[Claim]) -> dict[str, list[Any]]:
    def yuan(value: Any) -> Decimal | None:
        return value.in_yuan if isinstance(value, Money) else None

    return {
        "where": [one.where for one in claims],
        "provision": [one.decision.provision.id for one in claims],
        "subject": [one.subject for one in claims],
        "claimed": [yuan(claimed_of(one)) for one in claims],
        "due": [yuan(due_of(one)) for one in claims],
        "difference": [yuan(one.difference) for one in claims],
        "claimed_text": [one.show_claimed("zh") for one in claims],
        "due_text": [one.show_due("zh") for one in claims],
        "verdict": [str(one.verdict) for one in claims],
        "reasons_zh": [reasons_of(one, "zh") for one in claims],
        "reasons_en": [reasons_of(one, "en") for one in claims],
        "slips": [";".join(str(slip.kind) for slip in one.slips) for one in claims],
        "missing": [";".join(one.decision.missing) for one in claims],
    }


def _arrow(columns: Mapping[str, list[Any]]) -> Any:
    import pyarrow as pa

    kinds = [(name, pa.decimal128(20, 2) if name in _AMOUNTS else pa.string()) for name in columns]
    return pa.table(dict(columns), schema=pa.schema(kinds))


def _pandas(columns: Mapping[str, list[Any]]) -> Any:
    """Amounts are Arrow decimals, texts as pandas has them."""
    import pandas as pd

    table = _arrow(columns)
    arrow = {name: pd.arrays.ArrowExtensionArray(table[name]) for name in _AMOUNTS}
    return pd.DataFrame(dict(columns) | arrow)


def _polars(columns: Mapping[str, list[Any]]) -> Any:
    import polars as pl

    kinds = {name: pl.Decimal(20, 2) if name in _AMOUNTS else pl.String() for name in columns}
    return pl.DataFrame(dict(columns), schema=cast("Any", kinds))


_MAKERS: Final[Mapping[str, Callable[[Mapping[str, list[Any]]], Any]]] = MappingProxyType(
    {"pandas": _pandas, "polars": _polars, "pyarrow": _arrow}
)

__all__ = ["BACKENDS", "to_frame"]
