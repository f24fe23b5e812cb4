"""Random formulas over random rows with unknowns: every engine and Z3 must answer as the record does."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import duckdb
import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from investpolicy.algebras import proof
from investpolicy.algebras.columns import to_expr
from investpolicy.algebras.record import evaluate
from investpolicy.errors import EngineError
from investpolicy.frames import enter
from investpolicy.values import plain_operations
from investpolicy.values.formula import Node, Sort, facts_of
from investpolicy.values.unknown import Unknown

from .formulas import FACTS, SORT_OF, formula, rows

_ARROW: dict[Sort, Any] = {
    "money": pa.int64(),
    "count": pa.int64(),
    "truth": pa.bool_(),
    "choice": pa.string(),
    "day": pa.date32(),
}
ENGINES = ("polars", "polars-lazy", "pyarrow", "duckdb", "pandas-numpy", "pandas-nullable", "pandas-pyarrow")


def arrow_table(data: list[dict[str, Any]]) -> pa.Table:
    columns = {
        name: pa.array([None if isinstance(row[name], Unknown) else row[name] for row in data], type=_ARROW[sort])
        for name, sort in SORT_OF.items()
    }
    return pa.table(columns)


def frame(engine: str, table: pa.Table) -> Any:
    match engine:
        case "polars":
            return pl.DataFrame(table)
        case "polars-lazy":
            return pl.DataFrame(table).lazy()
        case "pyarrow":
            return table
        case "duckdb":
            return duckdb.from_arrow(table)
        case "pandas-numpy":
            return table.to_pandas()
        case "pandas-nullable":
            return table.to_pandas(types_mapper={pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}.get)
        case _:
            return table.to_pandas(types_mapper=pd.ArrowDtype)


def on_engine(engine: str, table: pa.Table, formulas: list[Node]) -> list[list[Any]]:
    native = frame(engine, table)
    door = enter(native)
    names = {name: name for name in SORT_OF}
    out = door.frame.with_columns(**{f"f{i}": to_expr(node, names) for i, node in enumerate(formulas)})
    out = out.select(*[f"f{i}" for i in range(len(formulas))])
    eager = out.collect("pyarrow") if isinstance(out, nw.LazyFrame) else out
    arrow = eager.to_arrow()
    return [arrow.column(f"f{i}").to_pylist() for i in range(len(formulas))]


def expected(node: Node, data: list[dict[str, Any]]) -> list[Any]:
    values = (evaluate(node, row.__getitem__) for row in data)
    return [None if isinstance(value, Unknown) else value for value in values]


def made(rng: random.Random, count: int) -> list[Node]:
    """Formulas that stay within 64 bits; one in eight has constants only."""
    found: list[Node] = []
    while len(found) < count:
        sort: Sort = rng.choice(("money", "money", "truth", "truth", "count", "day", "choice"))
        node = formula(rng, sort, rng.randint(1, 4), constants_only=rng.random() < 0.125)
        try:
            to_expr(node, {name: name for name in SORT_OF})
        except EngineError:
            continue
        found.append(node)
    return found


def check_engines(seed: int, formulas: int, row_count: int) -> int:
    rng = random.Random(seed)
    compared = 0
    nodes = made(rng, formulas)
    for engine in ENGINES:
        data = rows(rng, row_count, unknowns=engine != "pandas-numpy")
        table = arrow_table(data)
        for node, got in zip(nodes, on_engine(engine, table, nodes), strict=True):
            assert got == expected(node, data), f"{engine}, seed {seed}: {node!r}"
            compared += len(got)
    return compared


def literals(row: dict[str, Any]) -> Callable[[str, Sort], proof.Term]:
    return lambda path, sort: proof.literal(row[path], sort)


def check_z3(seed: int, formulas: int, row_count: int) -> int:
    rng = random.Random(seed)
    compared = 0
    for node in made(rng, formulas):
        data = rows(rng, row_count)
        for row in data:
            term = proof.to_term(node, literals(row))
            got = proof.plain_value(term, node.sort)
            want = evaluate(node, row.__getitem__)
            if isinstance(want, Unknown):
                assert isinstance(got, Unknown), f"seed {seed}: {node!r} at {row}"
            else:
                assert got == want, f"seed {seed}: {node!r} at {row}"
            compared += 1
    return compared


@pytest.mark.parametrize("seed", range(3))
def test_engines_answer_as_the_record_does(seed: int) -> None:
    assert check_engines(seed, 20, 25) == 20 * 25 * len(ENGINES)


def test_z3_answers_as_the_record_does() -> None:
    assert check_z3(0, 40, 5) == 200


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1000, 1040))
def test_engines_answer_as_the_record_does_at_length(seed: int) -> None:
    assert check_engines(seed, 50, 50) == 50 * 50 * len(ENGINES)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1000, 1040))
def test_z3_answers_as_the_record_does_at_length(seed: int) -> None:
    assert check_z3(seed, 50, 50) == 2500


def test_a_null_never_passes_for_the_cap() -> None:
    """The fault of ordinary columns: min(null, cap) is the cap."""
    node = Node("minimum", "money", (Node("fact", "money", (), ("m1",)), Node("constant", "money", (), (5, ""))))
    empty: dict[str, Any] = dict.fromkeys(SORT_OF, Unknown())
    data = [empty, empty | {"m1": 9}]
    for engine in ENGINES:
        if engine != "pandas-numpy":
            assert on_engine(engine, arrow_table(data), [node]) == [[None, 5]], engine


def test_the_generator_reaches_every_operation_and_fact() -> None:
    """A fuzz that never makes an operation proves nothing of it."""
    nodes = made(random.Random(1), 400)
    ops = {part.op for node in nodes for part in node.walk()}
    assert ops >= set(plain_operations.__all__)
    assert set().union(*(facts_of(node) for node in nodes)) == {name for names in FACTS.values() for name in names}
    assert any(not facts_of(node) for node in nodes)


def test_numpy_backed_nulls_are_refused_with_the_conversion_to_write() -> None:
    native = pd.DataFrame({"m1": [1.0, None]})
    with pytest.raises(EngineError, match="convert_dtypes"):
        enter(native)
