"""Which column is which fact (列与字段), and a row's cells as the facts of a provision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, cast, get_args, get_origin

from investpolicy.claims import cells
from investpolicy.claims.cells import Cell
from investpolicy.claims.claimed import claim_columns
from investpolicy.claims.layout import Header, Row
from investpolicy.claims.marks import ADDED
from investpolicy.claims.stages import STAGE, STAGE_SYNONYMS, days_of_stage
from investpolicy.errors import ClaimsError, PolicyError, Problem, nearest, not_known
from investpolicy.facts.base import Facts
from investpolicy.facts.project import Project
from investpolicy.headers import header_name
from investpolicy.models import label_of, synonyms_of
from investpolicy.register.policy import Provision
from investpolicy.values.choice import Choice
from investpolicy.values.count import Count
from investpolicy.values.day import Day
from investpolicy.values.foreign import ForeignAmount
from investpolicy.values.label import Label
from investpolicy.values.money import Money
from investpolicy.values.points import Points
from investpolicy.values.ratio import Ratio
from investpolicy.values.truth import Truth

PROVISION = Label("条款", "provision")
PROVISION_SYNONYMS = ("申报条款", "政策条款", "奖励条款", "奖励事项", "申报事项", "奖励类别", "奖补类别", "政策依据")
IGNORED = frozenset(
    header_name(one) for one in ("序号", "备注", "编号", "No.", "说明", *(text for added in ADDED for text in added))
)

Location = tuple[str, ...]
"""Where a fact goes: ``("project", "agreed_investment")``."""

_KINDS = (str, int, Money, Points, Count, Truth, Day, Choice, Ratio, ForeignAmount, Decimal, date)


@dataclass(frozen=True, slots=True)
class Field:
    """A fact that a column may hold: where it goes in the facts, what it is called, what kind of value it is."""

    path: str
    location: Location
    label: Label
    synonyms: tuple[str, ...]
    kind: type[Any]

    @property
    def names(self) -> tuple[str, ...]:
        """All the header names that mean this fact, normalised."""
        own = (self.label.zh, self.label.en, self.path, self.path.rpartition(".")[2], *self.synonyms)
        return tuple(dict.fromkeys(header_name(name) for name in own))


@cache
def fields_of(facts: type[Facts], at: Location = ()) -> tuple[Field, ...]:
    """Every fact of a model that a column may hold, nested models included; of a list, those of one item."""
    found: list[Field] = []
    for name, model_field in facts.model_fields.items():
        here = (*at, name)
        part = part_of(model_field.annotation)
        if part is not None:
            found.extend(fields_of(part, here))
        elif (kind := _kind(model_field.annotation)) is not None and name not in facts.structure:
            path = f"{facts.fact_name}.{name}"
            found.append(Field(path, here, label_of(model_field), synonyms_of(model_field), kind))
    return tuple(found)


def part_of(kind: Any) -> type[Facts] | None:
    """The fact model that a field holds, alone or in a tuple."""
    if isinstance(kind, type) and issubclass(kind, Facts):
        return kind
    parts = (part_of(one) for one in get_args(kind))
    return next((one for one in parts if one is not None), None)


def _kind(annotation: Any) -> type[Any] | None:
    """The type of value that a field takes, without its ``None``; None where no cell can hold it."""
    if get_origin(annotation) is Annotated:
        return _kind(get_args(annotation)[0])
    if annotation in _KINDS:
        return cast("type[Any]", annotation)
    several = [one for one in get_args(annotation) if one is not type(None)]
    is_optional = get_origin(annotation) in (Union, UnionType) and len(several) == 1
    return _kind(several[0]) if is_optional else None


@cache
def _by_name(facts: type[Facts]) -> Mapping[str, Field]:
    """Each fact by each of its names; of two facts with one name the first."""
    found: dict[str, Field] = {}
    for one in fields_of(facts):
        for name in one.names:
            found.setdefault(name, one)
    return found


@dataclass(frozen=True)
class Mapped:
    """The columns of one table: facts, claims by part, the stage, and columns that mean nothing here."""

    provision: Provision
    headers: Sequence[Header]
    facts: Mapping[int, Field]
    claims: Mapping[str, int]
    stage: int | None = None
    unmapped: tuple[tuple[str, str], ...] = field(default=())  # header and nearest known name

    def lines(self) -> list[tuple[str, str]]:
        """Header as written, and what it was taken for; for the report."""
        columns = claim_columns(self.provision)
        found = {index: f"{one.label.zh} ({one.path})" for index, one in self.facts.items()}
        found |= {index: f"{columns[part].label.zh} ({columns[part].label.en})" for part, index in self.claims.items()}
        if self.stage is not None:
            found[self.stage] = f"{STAGE.zh} ({STAGE.en})"
        return [(self.headers[index].text, found[index]) for index in sorted(found)]

    def place_of(self, location: Location) -> int | None:
        """The column of a fact, by its place from 0; None where none holds it."""
        return next((index for index, one in self.facts.items() if one.location == location), None)

    @property
    def money(self) -> dict[int, str]:
        """The columns that hold amounts of money, and what each holds."""
        columns = claim_columns(self.provision)
        found = {index: one.label.zh for index, one in self.facts.items() if one.kind is Money}
        claims = {index: columns[part].label.zh for part, index in self.claims.items() if columns[part].kind is Money}
        return found | claims


def known_names(provisions: Sequence[Provision], columns: Mapping[str, str] | None = None) -> frozenset[str]:
    """Every header name that means something under any of the provisions, or that ``columns`` maps."""
    names = {header_name(one) for one in (PROVISION.zh, *PROVISION_SYNONYMS, STAGE.zh, *STAGE_SYNONYMS)} | IGNORED
    names.update(header_name(one) for one in columns or ())
    for provision in provisions:
        names.update(_by_name(provision.rule.facts))
        names.update(claims_by_name(provision))
    return frozenset(names)


def claims_by_name(provision: Provision) -> dict[str, str]:
    """The part that each header name claims."""
    return {
        header_name(name): part
        for part, one in claim_columns(provision).items()
        for name in (one.label.zh, one.label.en, *one.synonyms)
    }


def provision_column(headers: Sequence[Header]) -> int | None:
    """The column that says under which provision each row claims (条款)."""
    names = {header_name(one) for one in (PROVISION.zh, PROVISION.en, *PROVISION_SYNONYMS)}
    return next((index for index, header in enumerate(headers) if header.name in names), None)


def map_columns(
    headers: Sequence[Header], provision: Provision, place: str, columns: Mapping[str, str] | None = None
) -> Mapped:
    """Which column is which fact of the provision; ``columns`` says it of headers that have other names.

    :raises ClaimsError: when two columns hold the same fact, or the claim has no column.
    """
    said = {header_name(name): header_name(meant) for name, meant in (columns or {}).items()}
    claims, facts = claims_by_name(provision), _by_name(provision.rule.facts)
    has_stages = any(map(_is_project, facts.values()))
    stages = {header_name(one) for one in (STAGE.zh, STAGE.en, *STAGE_SYNONYMS)} if has_stages else set[str]()
    taken: dict[str, int] = {}
    unmapped: list[tuple[str, str]] = []
    problems: list[Problem] = []
    for index, header in enumerate(headers):
        name = said.get(header.name, header.name)
        if name in claims:
            meaning = f"claim:{claims[name]}"
        elif name in facts:
            meaning = facts[name].path
        elif name in stages:
            meaning = "stage"
        else:
            if name and name not in IGNORED and index != provision_column(headers):
                like = nearest(name, [*facts, *claims], 1)
                unmapped.append((header.text, like[0] if like else ""))
            continue
        if meaning in taken:
            first = headers[taken[meaning]]
            text = f"columns {first.column} ({first.text}) and {header.column} ({header.text}) hold the same fact"
            problems.append(Problem(place, text, "keep one of the two, or rename the other"))
            continue
        taken[meaning] = index
    problems.extend(_without_claim(provision, taken, place))
    if problems:
        raise ClaimsError(problems)
    by_path = {one.path: one for one in facts.values()}
    return Mapped(
        provision,
        headers,
        {index: by_path[meaning] for meaning, index in taken.items() if meaning in by_path},
        {meaning.removeprefix("claim:"): index for meaning, index in taken.items() if meaning.startswith("claim:")},
        taken.get("stage"),
        tuple(unmapped),
    )


def _without_claim(provision: Provision, taken: Mapping[str, int], place: str) -> Iterator[Problem]:
    absent = [one for part, one in claim_columns(provision).items() if one.needed and f"claim:{part}" not in taken]
    if absent:
        names = ", ".join(one.label.zh for one in absent)
        what = f"there is no column for the claim under {provision.text.label.zh}"
        yield Problem(place, what, f"name it {names}, or say which one it is: --map 列名={absent[0].label.zh}")


def check_meant(columns: Mapping[str, str], provisions: Sequence[Provision]) -> Iterator[Problem]:
    """What ``--map`` says that a column means and no provision knows."""
    names = known_names(provisions)
    labels = {one.label.zh for provision in provisions for one in fields_of(provision.rule.facts)}
    labels |= {one.label.zh for provision in provisions for one in claim_columns(provision).values()}
    for name, meant in columns.items():
        if header_name(meant) not in names:
            problem = not_known("field", meant, labels)
            yield Problem(f"--map {name}={meant}", problem.what, problem.instead)


def check_written(columns: Mapping[str, str], headers: Sequence[str]) -> Iterator[Problem]:
    """The columns of ``--map`` that stand in no table."""
    written = {header_name(one) for one in headers}
    for name, meant in columns.items():
        if header_name(name) not in written:
            problem = not_known("column", name, set(headers))
            yield Problem(f"--map {name}={meant}", problem.what, problem.instead)


# --- rows ---------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Read:
    """What was read of a row: facts by location, ``days`` that are known to lie between two, claims by part."""

    facts: dict[Location, Any] = field(default_factory=dict[Location, Any])
    days: dict[Location, tuple[date, date]] = field(default_factory=dict[Location, tuple[date, date]])
    claims: dict[str, Any] = field(default_factory=dict[str, Any])
    problems: list[Problem] = field(default_factory=list[Problem])


def read_row(row: Row, mapped: Mapped) -> Read:
    """A row's facts, its claims, and what can not be read, all in one pass.

    A blank cell gives no fact; a cell that says its value is not known (待定, —) gives None, which no default replaces.
    """
    read = Read(problems=[row.fault] if row.fault else [])
    for index, one in mapped.facts.items():
        try:
            value = _value(row.cells[index], one.kind, mapped.headers[index].unit)
        except PolicyError as error:
            read.problems.extend(error.problems)
            continue
        if isinstance(value, tuple):
            read.days[one.location] = value
        elif value is not None or row.cells[index].value not in (None, ""):
            read.facts[one.location] = value
    _read_claims(row, mapped, read)
    if mapped.stage is not None:
        _read_stage(row.cells[mapped.stage], mapped, read)
    return read


def _read_claims(row: Row, mapped: Mapped, read: Read) -> None:
    columns = claim_columns(mapped.provision)
    for part, index in mapped.claims.items():
        cell = row.cells[index]
        try:
            claimed = _value(cell, columns[part].kind, mapped.headers[index].unit)
        except PolicyError as error:
            read.problems.extend(error.problems)
            continue
        if isinstance(claimed, tuple):
            month = f"{cells.shown(cell.value)!r} is a month without a day"
            read.problems.append(Problem(cell.where, month, "write the day"))
            continue
        read.claims[part] = Day(claimed) if isinstance(claimed, date) else claimed
        if isinstance(claimed, Money) and claimed.in_fen < 0:
            what = f"the claim {claimed} is below zero"
            read.problems.append(Problem(cell.where, what, "write an amount of 0 or more"))


def _read_stage(cell: Cell, mapped: Mapped, read: Read) -> None:
    """What a stage (签约, 开工, 投产) says of the events whose days are not given."""
    places = {one.location[-1]: one.location for one in fields_of(mapped.provision.rule.facts) if _is_project(one)}
    try:
        for name, days in days_of_stage(cell).items():
            location = places[name]
            given = read.facts.get(location)
            if location in read.days or given is not None:
                _agrees(cell, given, days, location)
            elif days is None:
                read.facts[location] = Day.not_yet()
            else:
                read.days[location] = days
    except PolicyError as error:
        read.problems.extend(error.problems)


def _is_project(one: Field) -> bool:
    return one.path.startswith(f"{Project.fact_name}.")


def _agrees(cell: Cell, given: Any, days: tuple[date, date] | None, location: Location) -> None:
    """:raises ClaimsError: where a stage and a day contradict each other."""
    happened = not (isinstance(given, Day) and not bool(given.happened))
    if happened != (days is not None):
        label = label_of(Project.model_fields[location[-1]]).zh
        what = f"the stage {cells.shown(cell.value)} and {label} {given or 'given'} contradict each other"
        raise ClaimsError(Problem(cell.where, what, "correct one of the two"))


def _value(cell: Cell, kind: type[Any], unit: str | None) -> Any:
    """A cell as a value of its kind; None where it is blank or says unknown; the days of a month as a pair."""
    if kind is Money:
        fen = cells.money(cell, unit)
        return None if fen is None else Money.fen(fen)
    if kind is Day:
        day = cells.day_or_month(cell)
        return Day.not_yet() if day is cells.NOT_YET else day
    if kind is date:
        return cells.day(cell)
    if kind is Truth:
        return cells.truth(cell)
    if kind in (Count, int):
        return cells.count(cell)
    if kind is Points:
        points = cells.points(cell)
        return None if points is None else Points(points)
    if kind is Ratio:
        ratio = cells.ratio(cell, unit)
        return None if ratio is None else Ratio(ratio)
    if kind is ForeignAmount:
        foreign = cells.foreign(cell, unit)
        return None if foreign is None else ForeignAmount(*foreign)
    return cells.text(cell)


def nested(facts: Mapping[Location, Any], model: type[Facts]) -> dict[str, Any]:
    """Facts by location as nested mappings, as ``model`` reads them; a list in it gets one item."""
    found: dict[str, Any] = {}
    for location, value in facts.items():
        at = found
        for part in location[:-1]:
            at = at.setdefault(part, {})
        at[location[-1]] = value
    return _listed(found, model)


def _listed(facts: dict[str, Any], model: type[Facts]) -> dict[str, Any]:
    for name, value in facts.items():
        annotation = model.model_fields[name].annotation
        part = part_of(annotation)
        if part is not None:
            item = _listed(value, part)
            facts[name] = item if annotation is part else (item,)
    return facts


# --- facts stated for the whole file --------------------------------------------------------------------------------


def assumption(name: str, written: str, provision: Provision) -> tuple[Location, Any] | None:
    """A fact stated for the whole file, ready to stand in for blank cells; None where the provision has no such fact.

    :raises PolicyError: when the value can not be read.
    """
    one = _by_name(provision.rule.facts).get(header_name(name))
    return None if one is None else (one.location, _assumed(name, written, one))


def check_assumed(assume: Mapping[str, str], provisions: Sequence[Provision]) -> Iterator[Problem]:
    """What is wrong with ``--assume``: names that no provision knows, and values that can not be read."""
    fields = {name: one for provision in provisions for name, one in _by_name(provision.rule.facts).items()}
    labels = {one.label.zh for one in fields.values()}
    for name, written in assume.items():
        one = fields.get(header_name(name))
        if one is None:
            problem = not_known("field", name, labels)
            yield Problem(f"--assume {name}", problem.what, problem.instead)
            continue
        try:
            _assumed(name, written, one)
        except PolicyError as error:
            for found in error.problems:
                unit = f"write the unit: {name}={written}万元" if "has no unit" in found.what else found.instead
                yield Problem(found.where, found.what, unit)


def _assumed(name: str, written: str, one: Field) -> Any:
    value = _value(Cell(written, f"--assume {name}"), one.kind, None)
    if isinstance(value, tuple):
        raise ClaimsError(Problem(f"--assume {name}", f"{written!r} is a month without a day", "write the day"))
    return value
