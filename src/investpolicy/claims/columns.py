"""Which column is which fact (列与字段), and a row's cells as the facts of a provision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args

from investpolicy.claims import cells
from investpolicy.claims.cells import Cell
from investpolicy.claims.layout import Header, Row, header_name
from investpolicy.errors import ClaimsError, PolicyError, Problem, nearest, not_known
from investpolicy.facts.base import Facts
from investpolicy.models import label_of, synonyms_of
from investpolicy.outcomes import Check, Split
from investpolicy.register.policy import Provision
from investpolicy.values.choice import Choice
from investpolicy.values.count import Count
from investpolicy.values.day import Day
from investpolicy.values.label import Label
from investpolicy.values.money import Money
from investpolicy.values.points import Points
from investpolicy.values.truth import Truth

CLAIM = Label("申报金额", "amount claimed")
CLAIM_SYNONYMS = ("申请金额", "申报奖励金额", "申请奖励", "申报资金", "拟奖励金额", "claimed", "claim")
PROVISION = Label("条款", "provision")
IGNORED = frozenset(header_name(one) for one in ("序号", "备注", "编号", "No.", "说明"))


@dataclass(frozen=True, slots=True)
class Field:
    """A fact that a column may hold: where it goes in the facts, what it is called, what kind of value it is."""

    path: str
    location: tuple[str, ...]
    label: Label
    synonyms: tuple[str, ...]
    kind: type[Any]

    @property
    def names(self) -> tuple[str, ...]:
        """All the header names that mean this fact, normalised."""
        own = (self.label.zh, self.path, self.path.rpartition(".")[2], *self.synonyms)
        return tuple(dict.fromkeys(header_name(name) for name in own))


def fields_of(facts: type[Facts], at: tuple[str, ...] = ()) -> list[Field]:
    """Every fact of a model that a column may hold, nested models included; of a list, those of one item."""
    found: list[Field] = []
    for name, model_field in facts.model_fields.items():
        kind: Any = model_field.annotation
        here = (*at, name)
        part = _part(kind)
        if part is not None:
            found.extend(fields_of(part, here))
        elif kind in (str, int, Money, Points, Count, Truth, Day, Choice):
            path = f"{facts.fact_name}.{name}"
            found.append(Field(path, here, label_of(model_field), synonyms_of(model_field), kind))
    return found


def _part(kind: Any) -> type[Facts] | None:
    """The fact model that a field holds, alone or in a tuple."""
    if isinstance(kind, type) and issubclass(kind, Facts):
        return kind
    parts = (_part(one) for one in get_args(kind))
    return next((one for one in parts if one is not None), None)


@dataclass(frozen=True)
class Mapped:
    """The columns of one table: facts, claims (by party for a split), and columns that mean nothing here."""

    provision: Provision
    facts: dict[int, Field]
    claims: dict[str, int]
    units: dict[int, str | None]
    headers: Sequence[Header]
    unmapped: tuple[tuple[str, str], ...] = field(default=())  # header and nearest known name

    def lines(self) -> list[tuple[str, str]]:
        """Header as written, and what it was taken for; for the report."""
        found = [(self.headers[index].text, f"{one.label.zh} ({one.path})") for index, one in self.facts.items()]
        found.extend(
            (self.headers[index].text, f"{name or CLAIM.zh} ({CLAIM.en})") for name, index in self.claims.items()
        )
        return found


def claim_names(provision: Provision) -> dict[str, tuple[str, ...]]:
    """What is claimed under a provision, and the header names that mean it: one amount, or one for each party."""
    outcome = provision.formulas
    if isinstance(outcome, Check):
        return {}
    if isinstance(outcome, Split):
        parties = outcome.shares.parties
        return {
            party: (header_name(f"{party}承担"), header_name(party), header_name(f"{party}负担")) for party in parties
        }
    return {"": tuple(header_name(name) for name in (CLAIM.zh, *CLAIM_SYNONYMS))}


def known_names(provisions: Sequence[Provision]) -> frozenset[str]:
    """Every header name that means something under any of the provisions."""
    names = {header_name(PROVISION.zh)} | IGNORED
    for provision in provisions:
        for one in fields_of(provision.rule.facts):
            names.update(one.names)
        for own in claim_names(provision).values():
            names.update(own)
    return frozenset(names)


def map_columns(headers: Sequence[Header], provision: Provision, place: str) -> Mapped:
    """Which column is which fact of the provision.

    :raises ClaimsError: when two columns hold the same fact, or the claim has no column.
    """
    by_name: dict[str, Field] = {}
    for known in fields_of(provision.rule.facts):
        for name in known.names:
            by_name.setdefault(name, known)
    claims = {name: part for part, names in claim_names(provision).items() for name in names}
    facts: dict[int, Field] = {}
    claimed: dict[str, int] = {}
    unmapped: list[tuple[str, str]] = []
    problems: list[Problem] = []
    taken: dict[str, Header] = {}
    for index, header in enumerate(headers):
        what = claims.get(header.name)
        one = by_name.get(header.name)
        if what is None and one is None:
            if header.name and header.name not in IGNORED and header.name != header_name(PROVISION.zh):
                like = nearest(header.name, [*by_name, *claims], 1)
                unmapped.append((header.text, like[0] if like else ""))
            continue
        path = one.path if one is not None and what is None else f"claim:{what}"
        if path in taken:
            first = taken[path]
            text = f"columns {first.column} ({first.text}) and {header.column} ({header.text}) hold the same fact"
            problems.append(Problem(place, text, "keep one of the two, or rename the other"))
            continue
        taken[path] = header
        if what is not None:
            claimed[what] = index
        elif one is not None:
            facts[index] = one
    missing = [part for part in claim_names(provision) if part not in claimed]
    if missing:
        names = ", ".join(f"{part}承担" if part else CLAIM.zh for part in missing)
        problems.append(
            Problem(place, f"there is no column for the claim under {provision.text.label.zh}", f"name it {names}")
        )
    if problems:
        raise ClaimsError(problems)
    units = {index: header.unit for index, header in enumerate(headers)}
    return Mapped(provision, facts, claimed, units, headers, tuple(unmapped))


def read_row(row: Row, mapped: Mapped) -> tuple[dict[tuple[str, ...], Any], dict[str, Money | None], list[Problem]]:
    """A row's facts by location, its claims, and what can not be read, all in one pass.

    A blank cell gives no fact; a cell that says its value is not known (待定, —) gives None, which no default replaces.
    """
    facts: dict[tuple[str, ...], Any] = {}
    claims: dict[str, Money | None] = {}
    problems: list[Problem] = [row.fault] if row.fault else []
    for index, one in mapped.facts.items():
        try:
            value = _value(row.cells[index], one.kind, mapped.units[index])
        except PolicyError as error:
            problems.extend(error.problems)
        else:
            if value is not None or row.cells[index].value not in (None, ""):
                facts[one.location] = value
    for part, index in mapped.claims.items():
        cell = row.cells[index]
        try:
            amount: Money | None = _value(cell, Money, mapped.units[index])
        except PolicyError as error:
            problems.extend(error.problems)
            continue
        claims[part] = amount
        if amount is not None and amount.in_fen < 0:
            problems.append(Problem(cell.where, f"the claim {amount} is below zero", "write an amount of 0 or more"))
    return facts, claims, problems


def _value(cell: Cell, kind: type[Any], unit: str | None) -> Any:
    """A cell as a value of its kind; None where it is blank or says unknown."""
    if kind is Money:
        fen = cells.money(cell, unit)
        return None if fen is None else Money.fen(fen)
    if kind is Day:
        day = cells.day(cell)
        return Day.not_yet() if day is cells.NOT_YET else day
    if kind is Truth:
        return cells.truth(cell)
    if kind in (Count, int):
        return cells.count(cell)
    if kind is Points:
        return cells.points(cell)
    return cells.text(cell)


def nested(facts: Mapping[tuple[str, ...], Any]) -> dict[str, Any]:
    """Facts by location as nested mappings."""
    found: dict[str, Any] = {}
    for location, value in facts.items():
        at = found
        for part in location[:-1]:
            at = at.setdefault(part, {})
        at[location[-1]] = value
    return found


def assumption(name: str, written: str, provision: Provision) -> tuple[tuple[str, ...], Any] | None:
    """A fact stated for the whole file, ready to stand in for blank cells; None where the provision has no such fact.

    :raises PolicyError: when the value can not be read.
    """
    wanted = header_name(name)
    for one in fields_of(provision.rule.facts):
        if wanted in one.names:
            return one.location, _value(Cell(written, f"--assume {name}"), one.kind, None)
    return None


def check_assumed(assume: Mapping[str, str], provisions: Sequence[Provision]) -> None:
    """:raises ClaimsError: for names that no provision knows, and values that can not be read; all in one pass."""
    fields = {name: one for provision in provisions for one in fields_of(provision.rule.facts) for name in one.names}
    labels = {one.label.zh for one in fields.values()}
    problems: dict[Problem, None] = {}
    for name, written in assume.items():
        one = fields.get(header_name(name))
        if one is None:
            problem = not_known("field", name, labels)
            problems[Problem(f"--assume {name}", problem.what, problem.instead)] = None
            continue
        try:
            _value(Cell(written, f"--assume {name}"), one.kind, None)
        except PolicyError as error:
            for found in error.problems:
                unit = f"write the unit: {name}={written}万元" if "has no unit" in found.what else found.instead
                problems[Problem(found.where, found.what, unit)] = None
    if problems:
        raise ClaimsError(problems)
