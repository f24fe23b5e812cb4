"""Provisions on columns: a frame in, the same kind of frame out.

pandas is turned into Arrow at the door, because its missing values are not the engine's nulls, and given back as it
came. Everything else goes through Narwhals as it is: Polars (eager and lazy), PyArrow, DuckDB, PySpark.
"""
# pyright: basic

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import narwhals as nw

from investpolicy.algebras.bounds import Interval
from investpolicy.algebras.columns import DOUBLE, INT64, Column, Columns, dtype_of, to_expr
from investpolicy.algebras.missing import Tracked, leaf, tracked, union
from investpolicy.errors import EngineError, PolicyError, Problem, nearest, not_known
from investpolicy.facts.base import Facts
from investpolicy.facts.project import Sector, section_of
from investpolicy.outcomes import Award, Check, Outcome, Score, Split, Status
from investpolicy.register.policy import Policy, Provision
from investpolicy.values.formula import Node, Raw, Sort, Value, constant, facts_of, simplify
from investpolicy.values.label import Labelled
from investpolicy.values.money import Money
from investpolicy.values.points import Points
from investpolicy.values.truth import Truth

_OWN: Final = "__investpolicy_"  # how the columns between two stages begin


@dataclass(frozen=True, slots=True)
class Masks:
    """What the bits of ``failed`` and ``missing`` stand for, in order: conditions, and facts or terms."""

    conditions: tuple[str, ...]
    names: tuple[str, ...]

    def failed(self, mask: int) -> tuple[str, ...]:
        """The conditions that fail in a row."""
        return tuple(name for bit, name in enumerate(self.conditions) if mask >> bit & 1)

    def missing(self, mask: int) -> tuple[str, ...]:
        """The facts and terms that are missing in a row."""
        return tuple(name for bit, name in enumerate(self.names) if mask >> bit & 1)


def masks(policy: Policy, provision: str) -> Masks:
    """What the bits of the masks stand for."""
    outcome = policy.provision(provision).formulas
    return Masks(tuple(outcome.conditions), tuple(sorted(_names(outcome))))


def evaluate(
    policy: Policy, provision: str, native: Any, *, columns: Mapping[str, str] | None = None, check_ranges: bool = True
) -> Any:
    """Decide every row of a frame. Lazy frames stay lazy.

    A fact's column is called by its path (``project.agreed_investment``), by its name alone, or by its Chinese label;
    ``columns`` maps paths to other names. Money is int64 分; missing values are unknown.

    Added columns: ``amount`` (int64 分; null where not determined) or one for each party of a split; ``status``;
    ``failed`` and ``missing``, integers whose bits :func:`masks` explains.

    :param check_ranges: look at the smallest and largest amounts first (one pass), so that nothing can overflow.
    :raises EngineError: for missing columns, wrong types, amounts out of range, before anything runs.
    """
    found = policy.provision(provision)
    door = enter(native)
    limit = DOUBLE if door.frame.implementation.is_pyspark() else INT64
    answers = _answer_names(found.formulas)
    if taken := [name for name in door.frame.collect_schema().names() if name in answers]:
        raise EngineError(Problem(", ".join(taken), "the frame has columns of the answer's names", "rename them first"))
    frame, names, constants = _with_facts(door.frame, found, columns or {})
    if check_ranges:
        _check_ranges(frame, names, found.rule.facts)
    return door.leave(_Plan(found, names, constants, limit).run(frame))


class _Plan:
    """The columns of one provision, in two stages: conditions and amounts first, then what follows from them."""

    def __init__(
        self, provision: Provision, names: Mapping[str, str], constants: Mapping[str, Raw], limit: int
    ) -> None:
        self.outcome = provision.formulas
        self.names = names
        self.constants = constants
        self.columns = Columns(limit)
        self.masks = Masks(tuple(self.outcome.conditions), tuple(sorted(_names(self.outcome))))
        self.memo: dict[int, Any] = {}
        self.conditions = {name: self._tracked(truth) for name, truth in self.outcome.conditions.items()}
        self.values = {name: self._tracked(value) for name, value in _computed(self.outcome).items()}

    def _tracked(self, value: Value) -> Tracked:
        raw = value.raw
        node = raw if raw.__class__ is Node else constant(raw, value.sort)
        return tracked(simplify(_with_constants(node, self.constants)), self._leaf, self.columns, {})

    def _leaf(self, path: str, sort: Sort) -> Tracked:
        return leaf(path, Column(nw.col(self.names[path]), Interval.of_fact(path, sort)))

    def run(self, frame: Any) -> Any:
        stage = {f"{_OWN}{name}": one.column.expr for name, one in {**self.conditions, **self.values}.items()}
        staged = frame.with_columns(**stage)
        out = staged.with_columns(**self._answers())
        return out.drop([*stage, *(one for one in out.collect_schema().names() if one.startswith(_FACT))])

    def _answers(self) -> dict[str, nw.Expr]:
        symbols = {name: Truth.symbol(name) for name in self.conditions}
        outcome = _outcome_of_symbols(self.outcome, symbols)
        eligible = self._expr(outcome.eligible)
        answers: dict[str, nw.Expr] = {}
        if not isinstance(self.outcome, Check):
            for name, value in outcome.values.items():
                answers[name] = self._expr(value)
        answers["status"] = self._status(eligible)
        answers["failed"] = _mask({name: ~nw.col(f"{_OWN}{name}") for name in self.conditions}, self.masks.conditions)
        answers["missing"] = self._missing(eligible)
        return answers

    def _expr(self, value: Value) -> nw.Expr:
        raw = value.raw
        node = raw if raw.__class__ is Node else constant(raw, value.sort)
        return to_expr(
            node, {name: f"{_OWN}{name}" for name in {**self.conditions, **self.values}}, limit=self.columns.limit
        )

    def _status(self, eligible: nw.Expr) -> nw.Expr:
        def say(status: Status) -> nw.Expr:
            return nw.lit(str(status), nw.String)

        undetermined = say(Status.UNDETERMINED)
        if isinstance(self.outcome, Check):
            excepted = nw.col(f"{_OWN}excepted")
            not_met = nw.when(excepted).then(say(Status.EXCEPTED)).when(~excepted).then(say(Status.NOT_MET))
            return (
                nw.when(eligible)
                .then(say(Status.MET))
                .when(~eligible)
                .then(not_met.otherwise(undetermined))
                .otherwise(undetermined)
            )
        value = next(iter(self.values))
        known = eligible & ~nw.col(f"{_OWN}{value}").is_null()
        decided = Status.DETERMINED if isinstance(self.outcome, Score) else Status.ENTITLED
        chain = nw.when(~eligible).then(say(Status.INELIGIBLE)).when(known).then(say(decided))
        if isinstance(self.outcome, Award) and any(
            name.startswith("terms.") for name in self.values["computed"].missing
        ):
            waits = [expr for name, expr in self.values["computed"].missing.items() if not name.startswith("terms.")]
            up_to = eligible & ~nw.col(f"{_OWN}ceiling").is_null()
            for one in waits:
                up_to = up_to & ~one
            chain = chain.when(up_to).then(say(Status.UP_TO))
        return chain.otherwise(undetermined)

    def _missing(self, eligible: nw.Expr) -> nw.Expr:
        """What conditions wait for; where they are decided, what the value waits for. None where a condition fails."""
        of_conditions = union(*(one.missing for one in self.conditions.values()))
        own = "excepted" if isinstance(self.outcome, Check) else next(iter(self.values))
        of_value = self.values[own].missing
        decided = ~eligible if isinstance(self.outcome, Check) else eligible
        exprs: dict[str, nw.Expr] = {}
        for name in self.masks.names:
            no = nw.lit(False, nw.Boolean)
            waits = nw.when(eligible.is_null()).then(of_conditions.get(name, no))
            exprs[name] = waits.when(decided).then(of_value.get(name, no)).otherwise(no)
        return _mask(exprs, self.masks.names)


def _computed(outcome: Outcome) -> dict[str, Value]:
    """The values of an outcome before its conditions are looked at."""
    if isinstance(outcome, Award):
        return {"computed": outcome.computed, "ceiling": outcome.ceiling}
    if isinstance(outcome, Split):
        return {"total": outcome.total}
    if isinstance(outcome, Score):
        return {"points": outcome.points}
    return {"excepted": outcome.excepted} if isinstance(outcome, Check) else {}


def _answer_names(outcome: Outcome) -> set[str]:
    return {"status", "failed", "missing"} | (set() if isinstance(outcome, Check) else set(outcome.values))


def _outcome_of_symbols(outcome: Outcome, conditions: dict[str, Truth]) -> Outcome:
    """The same kind of outcome on the columns of the first stage, so that what follows is said once."""
    if isinstance(outcome, Award):
        return Award(Money.symbol("computed"), Money.symbol("ceiling"), conditions)
    if isinstance(outcome, Split):
        return Split(Money.symbol("total"), outcome.shares, outcome.remainder, conditions)
    if isinstance(outcome, Score):
        return Score(Points.symbol("points"), outcome.at_least, outcome.at_most, conditions)
    return Check(conditions, Truth.symbol("excepted"))


def _names(outcome: Outcome) -> set[str]:
    """All facts and open terms that an outcome can be missing."""
    names: set[str] = set()
    for value in [*outcome.conditions.values(), *_computed(outcome).values()]:
        raw = value.raw
        if raw.__class__ is Node:
            names |= facts_of(raw)
            for node in raw.walk():
                if node.op == "open_term":
                    names.add(node.params[0])
                elif node.op == "constant":
                    names |= getattr(node.params[0], "names", frozenset())
        else:
            names |= value.missing
    return names


def _mask(exprs: Mapping[str, nw.Expr], order: tuple[str, ...]) -> nw.Expr:
    total = nw.lit(0, nw.Int64)
    for bit, name in enumerate(order):
        total = total + nw.when(exprs[name]).then(nw.lit(1 << bit, nw.Int64)).otherwise(nw.lit(0, nw.Int64))
    return total


# the facts of a frame ---------------------------------------------------------------------------

_FACT: Final = f"{_OWN}fact_"


def _with_facts(
    frame: Any, provision: Provision, given: Mapping[str, str]
) -> tuple[Any, dict[str, str], dict[str, Raw]]:
    """The frame with a well-typed column for each fact that the rule needs; and the facts that have a default."""
    fields = provision.rule.facts.describe()
    defaults = provision.rule.facts().raws()
    schema = frame.collect_schema()
    names: dict[str, str] = {}
    constants: dict[str, Raw] = {}
    problems = [
        Problem("columns", problem.what, problem.instead)
        for path in given
        if path not in fields
        for problem in [not_known("fact", path, fields)]
    ]
    casts: list[nw.Expr] = []
    for path in sorted(one for one in _names(provision.formulas) if one in fields):
        field = fields[path]
        known = [given[path]] if path in given else [path, path.rpartition(".")[2], field.label.zh]
        found_columns = [one for one in dict.fromkeys(known) if one in schema]
        if len(found_columns) > 1:
            text = f"columns {' and '.join(found_columns)} hold the same fact"
            problems.append(Problem(path, text, "keep one of the two"))
        column = found_columns[0] if found_columns else None
        if column is None:
            if getattr(defaults[path], "names", None) is None and path not in given:
                constants[path] = defaults[path]
                continue
            like = nearest(known[0], schema.names()) or nearest(known[-1], schema.names())
            hint = f"did you mean {like[0]!r}? " if like else ""
            problems.append(Problem(path, "has no column", f"{hint}name a column one of {', '.join(known)}"))
            continue
        found = schema[column]
        wanted = dtype_of(field.sort)
        if not _fits(found, field.sort):
            problems.append(Problem(path, f"column {column!r} is {found}", _wanted(field.sort)))
            continue
        names[path] = f"{_FACT}{path}"
        expr = nw.col(column).cast(wanted)
        if field.members is not None:
            try:
                expr = _categories(frame, column, field.members)
            except PolicyError as error:
                problems.extend(Problem(f"{path}, column {column!r}", one.what, one.instead) for one in error.problems)
        casts.append(expr.alias(names[path]))
    if problems:
        raise EngineError(problems)
    return frame.with_columns(*casts), names, constants


def _categories(frame: Any, column: str, members: type[Labelled]) -> nw.Expr:
    """A column of categories by their names: labels and synonyms are read as on a record (one pass over the column).

    :raises PolicyError: for texts that are no category, all of them at once.
    """
    seen = frame.select(nw.col(column).cast(nw.String).alias("seen")).unique()
    eager = seen.collect("pyarrow") if isinstance(seen, nw.LazyFrame) else seen
    names: dict[str, str] = {}
    problems: list[Problem] = []
    for written in sorted(one for one in eager.to_arrow().column("seen").to_pylist() if one is not None):
        try:
            names[written] = str(members.read(section_of(written) or written if members is Sector else written))
        except PolicyError as error:
            problems.extend(error.problems)
    if problems:
        raise EngineError(problems)
    text = nw.col(column).cast(nw.String)
    for written, name in names.items():
        if written != name:
            text = nw.when(nw.col(column).cast(nw.String) == written).then(nw.lit(name, nw.String)).otherwise(text)
    return text


def _fits(found: Any, sort: Sort) -> bool:
    if found == nw.Unknown:  # a column of nulls only
        return True
    if sort in ("money", "points", "count"):
        return bool(found.is_integer())
    if sort == "truth":
        return bool(found == nw.Boolean)
    if sort == "day":
        return found in (nw.Date, nw.Datetime)
    return found in (nw.String, nw.Categorical, nw.Enum)


def _wanted(sort: Sort) -> str:
    return {
        "money": "give whole 分 as int64",
        "points": "give ten-thousandths of a point as int64",
        "count": "give whole numbers as int64",
        "truth": "give booleans",
        "day": "give dates",
        "choice": "give text",
    }[sort]


def _least(path: str, sort: Sort) -> int:
    """The least that a fact can be on a record: no amount is below zero, and places are counted from 1."""
    if sort == "points":
        return Interval.of_fact(path, sort).low  # type: ignore[union-attr]
    return 1 if path.startswith("place.") else 0


def _check_ranges(frame: Any, names: Mapping[str, str], facts: type[Facts]) -> None:
    fields = facts.describe()
    bounded = {path: Interval.of_fact(path, fields[path].sort) for path in names}
    numbers = {path: Interval(_least(path, fields[path].sort), one.high) for path, one in bounded.items() if one}
    if not numbers:
        return
    ends = [
        expr
        for path in numbers
        for expr in (nw.col(names[path]).min().alias(f"{path}|min"), nw.col(names[path]).max().alias(f"{path}|max"))
    ]
    row = frame.select(*ends)
    eager = row.collect("pyarrow") if isinstance(row, nw.LazyFrame) else row
    found = {name: column[0] for name, column in eager.to_arrow().to_pydict().items()}
    problems = [
        Problem(path, f"{found[f'{path}|{end}']} is out of range", f"give values from {bounds.low} to {bounds.high}")
        for path, bounds in numbers.items()
        for end in ("min", "max")
        if found[f"{path}|{end}"] is not None and not bounds.low <= found[f"{path}|{end}"] <= bounds.high
    ]
    if problems:
        raise EngineError(problems)


def _with_constants(node: Node, constants: Mapping[str, Raw]) -> Node:
    """The formula with the facts that the frame does not have at their default."""
    memo: dict[int, Node] = {}
    for part in node.walk():
        if part.op == "fact" and part.params[0] in constants:
            memo[id(part)] = constant(constants[part.params[0]], part.sort)
        else:
            memo[id(part)] = Node(part.op, part.sort, tuple(memo[id(arg)] for arg in part.args), part.params)
    return memo[id(node)]


# the door -----------------------------------------------------------------------------------------


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
    import pyarrow as pa  # pandas alone can not hold exact integers beside missing values
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
        """As it came: the user's own columns untouched, the answers added."""
        import pandas as pd

        added = out.to_native().select([name for name in out.collect_schema().names() if name not in native.columns])
        answers = added.to_pandas(types_mapper=pd.ArrowDtype) if arrow_backed else _nullable(added)
        answers.index = index
        return pd.concat([native, answers], axis=1)

    return Door(nw.from_native(table), leave)


def _nullable(table: Any) -> Any:
    import pandas as pd
    import pyarrow as pa

    kinds = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype(), pa.string(): pd.StringDtype()}
    return table.to_pandas(types_mapper=kinds.get)
