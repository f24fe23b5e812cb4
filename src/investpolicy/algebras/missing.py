"""Formulas on columns, with what each row is missing: for every name, where its absence leaves the answer unknown.

The same rules as on a record: arithmetic and comparison miss all that any argument misses; ``all_of`` and ``any_of``
miss something only while they are not decided; ``where`` misses what its condition misses, then its chosen branch.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import narwhals as nw

from investpolicy.algebras.columns import Column, Columns
from investpolicy.values.formula import Raw, Sort
from investpolicy.values.unknown import Unknown


@dataclass(frozen=True, slots=True)
class Tracked:
    """A column, and for each fact or term a truth, never unknown itself, that its absence matters in the row."""

    column: Column
    missing: dict[str, Column]


def leaf(path: str, column: Column) -> Tracked:
    """A fact: missing where it is null."""
    return Tracked(column, {path: Column(column.expr.is_null(), None, level=column.level, short=True)})


YES: Final = Column(nw.lit(True, nw.Boolean), None, True, short=True)
NO: Final = Column(nw.lit(False, nw.Boolean), None, False, short=True)


class Missing:
    """The algebra, over that of columns."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns

    def constant(self, raw: Raw, sort: Sort, name: str) -> Tracked:
        names = raw.names if isinstance(raw, Unknown) else ()
        return Tracked(self.columns.constant(raw, sort, name), dict.fromkeys(names, YES))

    def open_term(self, *args: Any) -> Tracked:
        return Tracked(self.columns.open_term(*args), self.union(*(arg.missing for arg in args[:-1]), {args[-1]: YES}))

    def all_of(self, *args: Tracked) -> Tracked:
        return self._undecided(self.columns.all_of(*(arg.column for arg in args)), args)

    def any_of(self, *args: Tracked) -> Tracked:
        return self._undecided(self.columns.any_of(*(arg.column for arg in args)), args)

    def _undecided(self, column: Column, args: tuple[Tracked, ...]) -> Tracked:
        together = self.union(*(arg.missing for arg in args))
        if not together:
            return Tracked(column, {})
        column = self.columns.once(column)
        undecided = self.columns.is_null(column)
        return Tracked(
            column,
            {name: undecided if one is YES else self.columns.all_of(undecided, one) for name, one in together.items()},
        )

    def where(self, condition: Tracked, then: Tracked, otherwise: Tracked) -> Tracked:
        decides = self.columns.once(condition.column)
        column = self.columns.where(decides, then.column, otherwise.column)
        missing: dict[str, Column] = {}
        for name in {*condition.missing, *then.missing, *otherwise.missing}:
            parts = [condition.missing.get(name, NO), then.missing.get(name, NO), otherwise.missing.get(name, NO)]
            undecided, chosen, rest = parts
            # a condition's missing facts are those of rows where it is not known
            expr = nw.when(decides.expr).then(chosen.expr).when(~decides.expr).then(rest.expr).otherwise(undecided.expr)
            missing[name] = Column(expr, None, level=max(one.level for one in (decides, *parts)))
        return Tracked(column, missing)

    def once(self, a: Tracked, name: str = "") -> Tracked:
        """What may be read several times."""
        return Tracked(
            self.columns.once(a.column, name), {key: self.columns.once(one) for key, one in a.missing.items()}
        )

    def union(self, *parts: dict[str, Column]) -> dict[str, Column]:
        """What any of the parts misses."""
        together: dict[str, Column] = {}
        for part in parts:
            for name, one in part.items():
                before = together.get(name)
                if before is None or one is YES:
                    together[name] = one
                elif before is not YES and before is not one:
                    together[name] = self.columns.any_of(before, one)
        return together

    def __getattr__(self, op: str) -> Callable[..., Tracked]:
        """All other operations are strict: they miss whatever any argument misses."""
        operation = getattr(self.columns, op)

        def strict(*args: Any) -> Tracked:
            columns = [arg.column if isinstance(arg, Tracked) else arg for arg in args]
            parts = [arg.missing for arg in args if isinstance(arg, Tracked)]
            return Tracked(operation(*columns), self.union(*parts))

        return strict
