"""Formulas on columns, with what each row is missing: for every name, where its absence leaves the answer unknown.

The same rules as on a record: arithmetic and comparison miss all that any argument misses; ``all_of`` and ``any_of``
miss something only while they are not decided; ``where`` misses what its condition misses, then its chosen branch.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from investpolicy.algebras.columns import Column, Columns
from investpolicy.values.formula import Node, Raw, Sort, fold
from investpolicy.values.unknown import Unknown


@dataclass(frozen=True, slots=True)
class Tracked:
    """A column, and for each fact or term a truth that its absence matters in the row."""

    column: Column
    missing: dict[str, nw.Expr]


def leaf(path: str, column: Column) -> Tracked:
    """A fact: missing where it is null."""
    return Tracked(column, {path: column.expr.is_null()})


class Missing:
    """The algebra, over that of columns."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns

    def constant(self, raw: Raw, sort: Sort, name: str) -> Tracked:
        names = raw.names if isinstance(raw, Unknown) else ()
        return Tracked(self.columns.constant(raw, sort, name), {one: nw.lit(True, nw.Boolean) for one in names})

    def open_term(self, *args: Any) -> Tracked:
        own = {args[-1]: nw.lit(True, nw.Boolean)}
        return Tracked(self.columns.open_term(*args), union(*(arg.missing for arg in args[:-1]), own))

    def all_of(self, *args: Tracked) -> Tracked:
        return self._undecided(self.columns.all_of(*(arg.column for arg in args)), args)

    def any_of(self, *args: Tracked) -> Tracked:
        return self._undecided(self.columns.any_of(*(arg.column for arg in args)), args)

    def _undecided(self, column: Column, args: tuple[Tracked, ...]) -> Tracked:
        together = union(*(arg.missing for arg in args))
        return Tracked(column, {name: column.expr.is_null() & expr for name, expr in together.items()})

    def where(self, condition: Tracked, then: Tracked, otherwise: Tracked) -> Tracked:
        column = self.columns.where(condition.column, then.column, otherwise.column)
        no = nw.lit(False, nw.Boolean)
        missing: dict[str, nw.Expr] = {}
        for name in {*condition.missing, *then.missing, *otherwise.missing}:
            undecided = condition.missing.get(name, no)
            chosen = nw.when(condition.column.expr).then(then.missing.get(name, no))
            rest = nw.when(~condition.column.expr).then(otherwise.missing.get(name, no)).otherwise(undecided)
            missing[name] = nw.when(condition.column.expr.is_null()).then(undecided).otherwise(chosen.otherwise(rest))
        return Tracked(column, missing)

    def __getattr__(self, op: str) -> Callable[..., Tracked]:
        """All other operations are strict: they miss whatever any argument misses."""
        operation = getattr(self.columns, op)

        def strict(*args: Any) -> Tracked:
            columns = [arg.column if isinstance(arg, Tracked) else arg for arg in args]
            return Tracked(operation(*columns), union(*(arg.missing for arg in args if isinstance(arg, Tracked))))

        return strict


def union(*parts: dict[str, nw.Expr]) -> dict[str, nw.Expr]:
    """What any of the parts misses."""
    together: dict[str, nw.Expr] = {}
    for part in parts:
        for name, expr in part.items():
            together[name] = together[name] | expr if name in together else expr
    return together


def tracked(node: Node, facts: Callable[[str, Sort], Tracked], columns: Columns, memo: dict[int, Any]) -> Tracked:
    """A simplified formula as a column with what it misses."""
    result: Tracked = fold(node, Missing(columns), facts, memo)
    return result
