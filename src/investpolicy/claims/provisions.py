"""Under which provision a sheet, or a row, claims (申报条款)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from investpolicy.claims.cells import Cell, text
from investpolicy.claims.columns import claims_by_name, fields_of, provision_column
from investpolicy.claims.layout import Row, Table
from investpolicy.errors import ClaimsError, PolicyError, Problem, not_known
from investpolicy.headers import header_name
from investpolicy.rankings import read_by_ranking
from investpolicy.register.policy import Provision
from investpolicy.values.formula import Node, facts_of


@dataclass(frozen=True)
class Parts:
    """A table by provision: each with its rows; and what is wrong with the ``unnamed`` rows, that name none."""

    parts: tuple[tuple[Provision, Table], ...]
    problems: tuple[Problem, ...] = ()
    unnamed: int = 0


def by_provision(table: Table, provisions: Sequence[Provision]) -> Parts:
    """The table as it is, or with a column 条款 its rows by what that says. What is no row stays with the first part.

    :raises ClaimsError: when the columns fit several provisions as well, and nothing says which it is.
    """
    column = provision_column(table.headers)
    if column is None or len(provisions) == 1:
        return Parts(((provision_of(table, provisions), table),))
    names = {header_name(name): one for one in provisions for name in (one.text.label.zh, one.name, one.id)}
    groups: dict[str, list[Row]] = {}
    problems: list[Problem] = []
    for row in table.rows:
        try:
            groups.setdefault(_named(row.cells[column], names), []).append(row)
        except PolicyError as error:
            problems.extend(error.problems)
    found = {one.name: one for one in provisions}
    parts = [
        (found[name], replace(table, rows=tuple(rows), recognised=table.recognised if place == 0 else (), hidden=()))
        for place, (name, rows) in enumerate(groups.items())
    ]
    if parts:
        parts[0] = (parts[0][0], replace(parts[0][1], hidden=table.hidden))
    return Parts(tuple(parts), tuple(problems), len(table.rows) - sum(map(len, groups.values())))


def _named(cell: Cell, names: Mapping[str, Provision]) -> str:
    """The name of the provision that a cell says."""
    written = text(cell)
    if written is None:
        raise ClaimsError(Problem(cell.where, "the row names no provision", "write one in the column 条款"))
    found = names.get(header_name(written))
    if found is None:
        problem = not_known("provision", written, {one.text.label.zh for one in names.values()})
        raise ClaimsError(Problem(cell.where, problem.what, problem.instead))
    return found.name


def provision_of(table: Table, provisions: Sequence[Provision]) -> Provision:
    """The provision that the name of the sheet, or else of the file, says; else the one that its columns fit best.

    :raises ClaimsError: when several fit as well.
    """
    if len(provisions) == 1:
        return provisions[0]
    named = _called(header_name(table.sheet or ""), provisions) or _called(header_name(_stem(table)), provisions)
    headers = frozenset(header.name for header in table.headers)
    fits = {one.name: _fit(one, headers) for one in named or provisions}
    best = [one for one in named or provisions if fits[one.name] == max(fits.values())]
    if len(best) == 1:
        return best[0]
    said = ", ".join(f"{one.text.label.zh} ({one.name})" for one in best)
    hint = "name the sheet or the file after the provision, add a column 条款, or say --provision"
    raise ClaimsError(Problem(table.place, f"its columns fit several provisions: {said}", hint))


def _called(name: str, provisions: Sequence[Provision]) -> list[Provision]:
    """The provisions that a name says: it is the id or the name of one, holds its label, or is how the label begins."""
    labels = {one.name: header_name(one.text.label.zh) for one in provisions}
    exact = [one for one in provisions if name in (header_name(one.name), header_name(one.id), labels[one.name])]
    inside = [one for one in provisions if labels[one.name] in name]
    longest = max((len(labels[one.name]) for one in inside), default=0)
    found = exact or [one for one in inside if len(labels[one.name]) == longest]
    return found or [one for one in provisions if name and labels[one.name].startswith(name)]


def _stem(table: Table) -> str:
    """The name of a file without its folder and its ending."""
    return PurePath(table.file).stem


def _fit(provision: Provision, headers: frozenset[str]) -> tuple[int, int]:
    """How many columns mean something, and how many of them the rule asks for."""
    needed = _needed(provision)
    mapped = [one for one in fields_of(provision.rule.facts) if headers & set(one.names)]
    claimed = headers & set(claims_by_name(provision))
    return len(mapped) + len(claimed), sum(one.path in needed for one in mapped)


def _needed(provision: Provision) -> frozenset[str]:
    """The facts that the formulas of a provision ask for, or a ranking before them."""
    if not provision.rule.folds:
        return frozenset()
    outcome = provision.formulas
    values = [*outcome.conditions.values(), *outcome.values.values()]
    of_ranking = read_by_ranking(provision.rule.name, provision.terms)
    return of_ranking.union(path for value in values if isinstance(value.raw, Node) for path in facts_of(value.raw))
