"""Rows on their way to a verdict (待判定的行), and rows of one park as one record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from investpolicy.claims.columns import Location, Mapped, nested
from investpolicy.claims.duplicates import project_key
from investpolicy.claims.vague import Days
from investpolicy.errors import ClaimsError, Problem
from investpolicy.facts.base import Facts
from investpolicy.values.label import Label


@dataclass(slots=True)
class Entry:
    """A row: where it stands, its facts by location, days known roughly, what it claims.

    ``unread``: a cell of it can not be read. It is reported and not judged, but counts among its neighbours.
    """

    where: str
    row: int
    table: int
    facts: dict[Location, Any]
    claims: dict[str, Any]
    days: dict[Location, Days] = field(default_factory=dict[Location, Days])
    unread: bool = False
    mapped: Mapped | None = field(default=None, repr=False)
    notes: tuple[Label, ...] = ()

    def cell(self, fact: str) -> str:
        """The place of the cell that holds a fact (``project.started_on``); else the row, and the fact."""
        location = tuple(part for part in fact.split(".") if not part.isdigit())
        index = self.mapped.place_of(location) if self.mapped else None
        if index is None or self.mapped is None:
            return f"{self.where} {fact}".strip()
        header = self.mapped.headers[index]
        sheet, sign, row = self.where.rpartition("!")
        if sign:
            return f"{sheet}!{header.column}{row}"
        file, sign, row = self.where.rpartition(":")
        return f"{file}:{row}:{header.column}" if sign else f"{self.where}, column {header.text}"

    @property
    def subject(self) -> str:
        """What a claim is for, as a person would name it."""
        named = (self.facts.get(location, "") for location in _NAMED)
        return " · ".join(dict.fromkeys(str(part) for part in named if part)) or "—"


@dataclass
class Population:
    """All members of a table: the facts of each, not yet placed, and the rows that tell them."""

    facts: list[Facts]
    rows: list[list[Entry]]

    def years(self) -> dict[int, list[int]]:
        """The members of each year, by their places in the table."""
        found: dict[int, list[int]] = {}
        for index, one in enumerate(self.facts):
            found.setdefault(getattr(one, "year", 0), []).append(index)
        return found


_NAMES_OF_PARK: tuple[Location, ...] = (("park",), ("name",), ("id",))
_NAMED: tuple[Location, ...] = (
    ("project", "name"),
    ("projects", "name"),
    ("park",),
    ("name",),
    ("unit",),
    ("district",),
    ("referrer", "name"),
)


def groups_of(entries: Sequence[Entry]) -> list[list[Entry]]:
    """The rows of each park (or city) and year; a row that names none stands alone."""
    groups: dict[Any, list[Entry]] = {}
    for number, entry in enumerate(entries):
        facts = entry.facts
        name = facts.get(("park",)) or facts.get(("projects", "park")) or facts.get(("name",)) or ""
        park = project_key(str(facts.get(("id",)) or ""), str(name))
        key = (park, facts.get(("year",))) if park else number
        groups.setdefault(key, []).append(entry)
    return list(groups.values())


def facts_of_group(group: Sequence[Entry], model: type[Facts]) -> dict[str, Any]:
    """One park from its rows: what the rows say of the park, and a project for each row that has one.

    :raises ClaimsError: where two rows say different things of the park.
    """
    own: dict[Location, Any] = {}
    said: dict[Location, Entry] = {}
    projects: dict[Any, dict[str, Any]] = {}
    problems: list[Problem] = []
    for entry in group:
        project = {location: value for location, value in entry.facts.items() if location[0] == "projects"}
        for one in nested(project, model)["projects"] if project else ():
            key = project_key(str(one.get("id") or ""), str(one.get("name") or "")) or len(projects)
            if projects.setdefault(key, one) != one:
                what = f"{entry.where} says other things of a project that is listed already"
                problems.append(Problem("projects", what, "give different projects different names, or correct one"))
            elif projects[key] is not one:
                entry.notes += (Label("该项目已列出，只计一次", "the project is listed already, and counts once"),)
        for location, value in entry.facts.items():
            if location[0] == "projects":
                continue
            if value is None or own.get(location) is None:  # a cell that says 待定 contradicts nothing
                own[location] = own.get(location, value) if value is None else value
                said.setdefault(location, entry)
            elif own[location] != value and location not in _NAMES_OF_PARK:  # one park, however it is written
                text = f"{said[location].where} and {entry.where} say {own[location]} and {value} of one park"
                problems.append(Problem(".".join(location), text, "write the same in both"))
    if problems:
        raise ClaimsError(problems)
    facts = nested(own, model)
    if projects:
        facts["projects"] = tuple(projects.values())
        facts.setdefault("park", next(iter(projects.values())).get("park", ""))
    return facts


def settled(entry: Entry) -> Mapping[Location, Any]:
    """The facts of a row of a population: it reads years only, so that any day of a month will do; else unknown."""
    found: dict[Location, Any] = dict(entry.facts)
    for location, (first, last) in entry.days.items():
        found[location] = first if first.year == last.year else None
    return found
