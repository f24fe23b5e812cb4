"""Checking claims: a file or a frame in, a verdict for each claim out."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from investpolicy.claims.cells import Cell, says_unknown
from investpolicy.claims.columns import (
    Mapped,
    assumption,
    check_assumed,
    fields_of,
    known_names,
    map_columns,
    nested,
    read_row,
)
from investpolicy.claims.grid import number_of
from investpolicy.claims.layout import Header, Row, Table, header_name, header_unit
from investpolicy.claims.reader import read_tables
from investpolicy.claims.report import Claim, ClaimsReport, Sheet
from investpolicy.claims.sharing import Entry, Sharing
from investpolicy.claims.verdicts import judge
from investpolicy.errors import ClaimsError, PolicyError, Problem
from investpolicy.outcomes import Award, Check, Split
from investpolicy.rankings import RANKINGS
from investpolicy.register.loader import policy as shipped
from investpolicy.register.policy import Policy, Provision


def check_claims(
    source: Any,
    policy: Policy | str,
    *,
    provision: str | None = None,
    assume: Mapping[str, str] | None = None,
) -> ClaimsReport:
    """Judge every claim of a CSV or XLSX file, or of a pandas, Polars or PyArrow frame.

    A sheet claims under the provision that its name says, else under the one its columns fit; ``provision`` says it
    for all. ``assume`` states facts for blank cells (``{"建设地点": "绵阳市"}``), and is shown in the report.

    :raises ClaimsError: when nothing can be judged: no readable file, no header, no claims.
    :raises UnknownNameError: for a policy or provision that does not exist.
    """
    policy = shipped(policy) if isinstance(policy, str) else policy
    chosen = (
        [policy.provision(provision)] if provision else [one for one in policy.provisions.values() if _claimed(one)]
    )
    check_assumed(assume or {}, chosen)
    names = known_names(chosen)
    if isinstance(source, (str, Path)):
        tables = read_tables(Path(source), is_header=names.__contains__)
    else:
        tables = [_table_of(source)]
    run = _Run(policy, chosen, dict(assume or {}))
    for table in tables:
        run.check(table)
    return run.report()


@dataclass
class _Run:
    """One file being checked."""

    policy: Policy
    provisions: Sequence[Provision]
    assume: dict[str, str]
    claims: list[Claim] = field(default_factory=list[Claim])
    sheets: list[Sheet] = field(default_factory=list[Sheet])
    problems: list[Problem] = field(default_factory=list[Problem])
    conflicts: list[Problem] = field(default_factory=list[Problem])
    unread: int = 0
    used: Counter[str] = field(default_factory=Counter[str])

    def report(self) -> ClaimsReport:
        if not self.claims:
            raise ClaimsError(self.problems or [Problem("", "nothing could be judged", "give a file with claims")])
        assumed = tuple((name, value, self.used[name]) for name, value in self.assume.items())
        return ClaimsReport(
            self.policy,
            tuple(self.claims),
            tuple(self.sheets),
            tuple(self.problems),
            self.unread,
            assumed,
            tuple(self.conflicts),
        )

    def check(self, table: Table) -> None:
        if not table.headers:
            text = "no header row: no row has two known column names"
            self.problems.append(Problem(table.place, text, "write the column names in one row above the claims"))
            return
        try:
            found = _provision_of(table, self.provisions)
            mapped = map_columns(table.headers, found, table.place)
            assumed = self._assumed(found)
        except PolicyError as error:
            self.problems.extend(error.problems)
            self.unread += len(table.rows)
            return
        notes: list[str] = [f"{one}" for one in table.hidden]
        entries = self._entries(table, mapped, assumed)
        if found.rule.name in RANKINGS:
            self._with_year(table, mapped, entries, notes)
            self._judge_population(table, found, entries)
        else:
            self._judge_records(table, found, entries)
        lines: Counter[str] = Counter(one.kind for one in table.recognised)
        lines["row"] = len(table.rows)
        label = found.text.label.label
        columns = tuple(mapped.lines())
        self.sheets.append(Sheet(table.place, found.id, label, columns, mapped.unmapped, tuple(notes), dict(lines)))

    def _assumed(self, provision: Provision) -> dict[str, tuple[tuple[str, ...], Any]]:
        read = {name: assumption(name, value, provision) for name, value in self.assume.items()}
        return {name: one for name, one in read.items() if one is not None}

    def _entries(self, table: Table, mapped: Mapped, assumed: Mapping[str, tuple[tuple[str, ...], Any]]) -> list[Entry]:
        entries: list[Entry] = []
        for row in table.rows:
            facts, claims, problems = read_row(row, mapped)
            self.problems.extend(problems)
            self.unread += bool(problems)
            said = {field.location for index, field in mapped.facts.items() if says_unknown(row.cells[index])}
            for name, (location, value) in assumed.items():
                if facts.get(location) is None and location not in said and value is not None:
                    facts[location] = value
                    self.used[name] += 1
            entries.append(Entry(row, facts, claims, bool(problems)))
        return entries

    # one record a row -----------------------------------------------------------------------------

    def _judge_records(self, table: Table, provision: Provision, entries: Sequence[Entry]) -> None:
        sharing = Sharing(self.policy, provision)
        for entry in entries:
            sharing.add(entry)
        for entry in entries:
            structure = sharing.structure(entry)
            try:
                facts = provision.rule.facts.model_validate(nested(entry.facts) | structure)
            except PolicyError as error:
                self._unread(table, entry, error)
                continue
            if entry.unread:  # what can be read of it was checked all the same
                continue
            decision = self.policy.decide(provision.name, facts)
            self._add(table, entry, _subject(entry), decision)
        self.conflicts.extend(sharing.conflicts(table.place))

    # a whole population ---------------------------------------------------------------------------

    def _with_year(self, table: Table, mapped: Mapped, entries: Sequence[Entry], notes: list[str]) -> None:
        """Without a column for the year, the one that stands in the title counts, and is said."""
        if any(("year",) in entry.facts for entry in entries):
            return
        titles = " ".join(one.text for one in table.recognised if one.kind == "title")
        years = set(re.findall(r"(20[0-9]{2})\s*年", titles)) - set(re.findall(r"(20[0-9]{2})年[0-9]+月", titles))
        if len(years) == 1:
            year = int(years.pop())
            for entry in entries:
                entry.facts[("year",)] = year
            notes.append(f"年度 {year}：取自表题 (the year is taken from the title)")

    def _judge_population(self, table: Table, provision: Provision, entries: Sequence[Entry]) -> None:
        groups: dict[Any, list[Entry]] = defaultdict(list)
        for number, entry in enumerate(entries):
            park = entry.facts.get(("park",)) or entry.facts.get(("projects", "park"))
            year = entry.facts.get(("year",))
            groups[(park, year) if park else number].append(entry)
        population: list[Any] = []
        members: list[list[Entry]] = []
        for group in groups.values():
            try:
                population.append(provision.rule.facts.model_validate(_of_group(group)))
                members.append(group)
            except PolicyError as error:
                for entry in group:
                    self._unread(table, entry, error)
        years: dict[int, list[int]] = defaultdict(list)
        for index, one in enumerate(population):
            years[one.year].append(index)
        for indices in years.values():
            try:
                decisions = self.policy.decide_all(provision.name, [population[index] for index in indices])
            except PolicyError as error:  # one park stands there twice
                self.problems.extend(Problem(table.place, one.what, one.instead) for one in error.problems)
                self.unread += sum(not entry.unread for index in indices for entry in members[index])
                continue
            for index, decision in zip(indices, decisions, strict=True):
                if any(entry.unread for entry in members[index]):
                    continue
                claimed = [entry for entry in members[index] if entry.claims.get("") is not None]
                entry = (claimed or members[index])[0]
                amounts = [amount for one in claimed if (amount := one.claims[""]) is not None]
                entry.claims[""] = sum(amounts[1:], amounts[0]) if amounts else None
                self._add(table, entry, population[index].park or _subject(entry), decision)

    def _add(self, table: Table, entry: Entry, subject: str, decision: Any) -> None:
        where = f"{table.place}:{entry.row.number}"
        judged = judge(decision, entry.claims)
        outcome = decision.outcome
        if isinstance(outcome, Check) and outcome.measured is not None:  # what is measured is what is claimed
            entry.claims[""] = outcome.measured if outcome.measured.is_known else None
        self.claims.append(Claim(where, entry.row.number, subject, entry.claims, decision, judged, len(self.sheets)))

    def _unread(self, table: Table, entry: Entry, error: PolicyError) -> None:
        where = f"{table.place}:{entry.row.number}"
        self.problems.extend(Problem(f"{where} {one.where}", one.what, one.instead) for one in error.problems)
        self.unread += not entry.unread


def _claimed(provision: Provision) -> bool:
    """Whether a claims file may be under it: it answers with money, or checks an amount against a limit."""
    if not provision.rule.folds:
        return False
    outcome = provision.formulas
    return isinstance(outcome, (Award, Split)) or (isinstance(outcome, Check) and outcome.measured is not None)


def _provision_of(table: Table, provisions: Sequence[Provision]) -> Provision:
    """The provision that the sheet's name says, else the one whose facts its columns fit best.

    :raises ClaimsError: when several fit as well.
    """
    if len(provisions) == 1:
        return provisions[0]
    sheet = header_name(table.sheet or "")
    for one in provisions:
        names = {header_name(one.text.label.zh), header_name(one.name), header_name(one.id)}
        if sheet and (sheet in names or header_name(one.text.label.zh).startswith(sheet)):
            return one
    headers = {header.name for header in table.headers}
    scores = {one.name: _fit(one, headers) for one in provisions}
    best = [one for one in provisions if scores[one.name] == max(scores.values())]
    if len(best) == 1:
        return best[0]
    said = ", ".join(f"{one.text.label.zh} ({one.name})" for one in best)
    hint = "name the sheet after the provision, or say --provision"
    raise ClaimsError(Problem(table.place, f"its columns fit several provisions: {said}", hint))


def _fit(provision: Provision, headers: set[str]) -> int:
    """How many columns are facts that the rule asks for, and facts of its model."""
    needed = {path for path in provision.rule.facts.describe() if path in _needed(provision)}
    fields = fields_of(provision.rule.facts)
    mapped = [one for one in fields if headers & set(one.names)]
    return sum(2 if one.path in needed else 1 for one in mapped)


def _needed(provision: Provision) -> frozenset[str]:
    from investpolicy.values.formula import Node, facts_of

    outcome = provision.formulas
    values = [*outcome.conditions.values(), *outcome.values.values()]
    return frozenset(path for value in values if isinstance(value.raw, Node) for path in facts_of(value.raw))


def _of_group(group: Sequence[Entry]) -> dict[str, Any]:
    """One park from its rows: what the rows say of the park, and a project for each row that has one."""
    own: dict[tuple[str, ...], Any] = {}
    projects: list[dict[str, Any]] = []
    for entry in group:
        project = {location[1:]: value for location, value in entry.facts.items() if location[0] == "projects"}
        if project:
            projects.append(nested(project))
        for location, value in entry.facts.items():
            if location[0] == "projects":
                continue
            if value is None or own.get(location) is None:  # a cell that says 待定 contradicts nothing
                own[location] = own.get(location, value) if value is None else value
            elif own[location] != value:
                rows = " and ".join(str(one.row.number) for one in (group[0], entry))
                text = f"rows {rows} of one park say {own[location]} and {value}"
                raise ClaimsError(Problem(".".join(location), text, "write the same in both"))
    facts = nested(own)
    if projects:
        facts["projects"] = tuple(projects)
        facts.setdefault("park", projects[0].get("park", ""))
    return facts


def _subject(entry: Entry) -> str:
    """What a claim is for, as a person would name it."""
    parts = [
        entry.facts.get(location, "")
        for location in (("project", "name"), ("projects", "name"), ("park",), ("referrer", "name"))
    ]
    return " · ".join(str(part) for part in parts if part) or "—"


def _table_of(frame: Any) -> Table:
    """A data frame as a table; floats are taken at 15 significant digits, as in a spreadsheet."""
    import narwhals as nw

    try:
        native = nw.from_native(frame)
    except TypeError:
        name = type(frame).__name__
        raise ClaimsError(
            Problem("", f"{name} is no claims file and no frame", "give a path, or a data frame")
        ) from None
    eager = native.collect() if isinstance(native, nw.LazyFrame) else native
    headers = tuple(
        Header(text, header_name(text), header_unit(text), str(number))
        for number, text in enumerate(map(str, eager.columns), start=1)
    )
    rows = tuple(
        Row(
            number,
            tuple(
                Cell(_plain(value), f"row {number}, column {text}")
                for value, text in zip(line, eager.columns, strict=True)
            ),
        )
        for number, line in enumerate(eager.iter_rows(), start=1)
    )
    if not rows:
        raise ClaimsError(Problem("", "the frame has no rows", "give a frame with one claim a row"))
    return Table("frame", None, headers, rows, ())


def _plain(value: Any) -> str | Decimal | date | bool | None:
    if (
        value is None
        or (isinstance(value, float) and value != value)
        or value.__class__.__name__ in ("NaTType", "NAType")
    ):
        return None
    if isinstance(value, float):
        return number_of(value)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, (bool, date, Decimal)):
        return value
    if isinstance(value, int) or value.__class__.__module__ == "numpy":
        return Decimal(int(value))
    return str(value)
