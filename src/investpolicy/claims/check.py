"""Checking claims (申报核查): files or a frame in, a verdict for each claim out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol, cast

from investpolicy.aggregates import Ties
from investpolicy.claims import cells
from investpolicy.claims.cells import says_unknown
from investpolicy.claims.claimed import is_claimable
from investpolicy.claims.columns import (
    Location,
    Mapped,
    assumption,
    check_assumed,
    check_meant,
    check_written,
    known_names,
    map_columns,
    nested,
    read_row,
)
from investpolicy.claims.duplicates import ClaimKey, Duplicate, find_duplicates, key_of, key_of_row
from investpolicy.claims.entries import Entry, Population, facts_of_group, groups_of, settled
from investpolicy.claims.frames import table_of_frame
from investpolicy.claims.layout import Row, Table
from investpolicy.claims.marks import SUMMARY
from investpolicy.claims.populations import Bounds, bounds_of, whole
from investpolicy.claims.provisions import by_provision
from investpolicy.claims.reader import read_tables
from investpolicy.claims.report import Claim, ClaimsReport, Sheet
from investpolicy.claims.sharing import Sharing
from investpolicy.claims.slips import Slip, SlipKind, Slips
from investpolicy.claims.sources import claims_files
from investpolicy.claims.together import BothClaimed, both_claimed, other_awards, other_provision, with_other_awards
from investpolicy.claims.totals import wrong_totals
from investpolicy.claims.units import unit_notes
from investpolicy.claims.vague import decide_between
from investpolicy.claims.verdicts import judge
from investpolicy.errors import ClaimsError, KindError, PolicyError, Problem
from investpolicy.facts.base import Facts
from investpolicy.facts.park import ParkYear
from investpolicy.outcomes import Check
from investpolicy.rankings import RANKINGS
from investpolicy.register.decision import Decision
from investpolicy.register.loader import policy as shipped
from investpolicy.register.policy import Policy, Provision
from investpolicy.rules.major_project_award import MajorProjectTerms
from investpolicy.values.label import Label
from investpolicy.values.money import Money


class Progress(Protocol):
    """Is told how far a check has come: what it does (``reading``, ``judging``), how much is done, of how much."""

    def __call__(self, doing: str, done: int, of: int, /) -> None: ...


def check_claims(
    source: Any,
    policy: Policy | str,
    *,
    provision: str | None = None,
    assume: Mapping[str, str] | None = None,
    columns: Mapping[str, str] | None = None,
    others: Sequence[Policy] = (),
    progress: Progress | None = None,
) -> ClaimsReport:
    """Judge every claim of a file, several files, folders (CSV, XLSX, XLS, Parquet), or of a data frame.

    A row claims under the provision that its column 条款 says, else the one that its sheet is named after, else the one
    that its columns fit; ``provision`` says it for all. ``assume`` states facts for blank cells (``{"建设地点":
    "绵阳市"}``), ``columns`` says what headers mean (``{"规模": "协议投资额"}``); the report shows both.
    ``others`` are other versions of the document, in which slips are sought too.

    :raises ClaimsError: when nothing can be judged: no readable file, no header, no claims.
    :raises UnknownNameError: for a policy or provision that does not exist.
    """
    _check_arguments(policy, provision, others, assume=assume, columns=columns)
    policy = shipped(policy) if isinstance(policy, str) else policy
    chosen = (
        [policy.provision(provision)]
        if provision is not None
        else [one for one in policy.provisions.values() if is_claimable(one)]
    )
    run = _Run(policy, chosen, dict(assume or {}), dict(columns or {}), tuple(others), progress or _silent)
    run.problems.extend([*check_assumed(run.assume, chosen), *check_meant(run.columns, chosen)])
    if run.problems:
        raise ClaimsError(run.problems)
    run.read(source)
    run.judge()
    return run.report()


def _check_arguments(policy: Any, provision: Any, others: Any, **texts: Any) -> None:
    """:raises KindError: for what is of another kind than the arguments take."""
    problems: list[Problem] = []
    if not isinstance(policy, (str, Policy)):
        problems.append(Problem("policy", f"{policy!r:.60} is no policy", "give the id of one, or a Policy"))
    if provision is not None and not isinstance(provision, str):
        problems.append(Problem("provision", f"{provision!r:.60} is no name", "give the name of a provision"))
    if isinstance(others, str) or not all(isinstance(one, Policy) for one in others):
        problems.append(Problem("others", f"{others!r:.60} are no policies", "give a list of Policy"))
    for name, given in texts.items():
        pairs = cast("Mapping[object, object]", given) if isinstance(given, Mapping) else None
        if given is not None and (
            pairs is None or not all(isinstance(one, str) for two in pairs.items() for one in two)
        ):
            problems.append(
                Problem(name, f"{given!r:.60} is no mapping of text to text", "write {'建设地点': '绵阳市'}")
            )
    if problems:
        raise KindError(problems)


def _silent(doing: str, done: int, of: int, /) -> None:
    """No progress is told."""


MOST_SHARERS_FOR_SLIPS = 10
"""Where more referrers share one reward no slips are sought: each would be parted between all of them."""


@dataclass
class _Run:
    """One check: tables are read into entries, entries are judged, claims are compared with each other."""

    policy: Policy
    provisions: Sequence[Provision]
    assume: dict[str, str]
    columns: dict[str, str]
    others: tuple[Policy, ...]
    progress: Progress
    entries: dict[str, list[Entry]] = field(default_factory=dict[str, list[Entry]])
    claims: list[Claim] = field(default_factory=list[Claim])
    sheets: list[Sheet] = field(default_factory=list[Sheet])
    problems: list[Problem] = field(default_factory=list[Problem])
    conflicts: list[Problem] = field(default_factory=list[Problem])
    duplicates: list[Duplicate] = field(default_factory=list[Duplicate])
    exclusive: list[BothClaimed] = field(default_factory=list[BothClaimed])
    used: Counter[str] = field(default_factory=Counter[str])
    left_out: tuple[Problem, ...] = ()
    headers: dict[str, None] = field(default_factory=dict[str, None])
    _slips: dict[str, Slips] = field(default_factory=dict[str, Slips])
    _made: dict[str, Population] | None = None

    def report(self) -> ClaimsReport:
        """What was found, the claims in the order of their rows."""
        if not self.claims:
            raise ClaimsError(self.problems or [Problem("", "nothing could be judged", "give a file with claims")])
        assumed = tuple((name, value, self.used[name]) for name, value in self.assume.items())
        return ClaimsReport(
            self.policy,
            tuple(sorted(self.claims, key=lambda one: (one.table, one.row))),
            tuple(self.sheets),
            tuple(self.problems),
            tuple(self.conflicts),
            tuple(self.duplicates),
            tuple(self.exclusive),
            assumed,
            tuple(self.columns.items()),
            self.left_out,
        )

    # reading ------------------------------------------------------------------------------------------------------

    def read(self, source: Any) -> None:
        """Takes in all tables, a file at a time."""
        if not _is_path(source):
            self._take(table_of_frame(source))
        else:
            sources = claims_files(source)
            self.problems.extend(sources.problems)
            self.left_out = sources.left_out
            names = known_names(self.provisions, self.columns)
            for number, one in enumerate(sources.files):
                self.progress("reading", number, len(sources.files))
                try:
                    for table in read_tables(one.path, name=one.name, is_header=names.__contains__):
                        self._take(table)
                except ClaimsError as error:
                    self.problems.extend(error.problems)
        self.problems.extend(check_written(self.columns, list(self.headers)))

    def _take(self, table: Table) -> None:
        if _is_summary(table):
            outside = Counter({"outside": len(table.rows) + len(table.recognised)})
            self.sheets.append(Sheet(table.place, "", Label("", ""), (), (), (), outside))
            return
        if not table.headers:
            self._take_without_header(table)
            return
        self.headers.update(dict.fromkeys(header.text for header in table.headers))
        try:
            found = by_provision(table, self.provisions)
        except PolicyError as error:
            self.problems.extend(error.problems)
            self._sheet(table, None, reported=len(table.rows))
            return
        self.problems.extend(found.problems)
        if not found.parts:
            self._sheet(table, None, reported=len(table.rows))
        first = len(self.sheets)
        for number, (provision, part) in enumerate(found.parts):
            self._take_part(part, provision, found.unnamed if number == 0 else 0)
        own = self.sheets[first:]
        if len(own) > 1:  # a column that another provision of the table uses is used
            unused = [one for one in own[0].unmapped if all(one in sheet.unmapped for sheet in own)]
            self.sheets[first:] = [replace(sheet, unmapped=tuple(unused) if sheet is own[0] else ()) for sheet in own]

    def _take_without_header(self, table: Table) -> None:
        if not table.is_remarks:
            what = "no header row: no row has two known column names"
            self.problems.append(Problem(table.place, what, "write the column names in one row above the claims"))
        self._sheet(table, None)

    def _take_part(self, table: Table, provision: Provision, unnamed: int) -> None:
        try:
            mapped = map_columns(table.headers, provision, table.place, self.columns)
            assumed = self._assumed(provision)
        except PolicyError as error:
            self.problems.extend(error.problems)
            self._sheet(table, provision, reported=len(table.rows) + unnamed)
            return
        notes = [Label(f"已隐藏：{one}", f"hidden: {one}") for one in table.hidden]
        notes += unit_notes(table, list(mapped.money))
        self.problems.extend(wrong_totals(table, mapped.money, _amount_of(table)))
        entries = [self._entry(table, number, mapped, assumed) for number in range(len(table.rows))]
        self._refuse_merged_claims(table, mapped, entries)
        if provision.rule.name in RANKINGS:
            notes += _year_of_title(table, entries)
        self._sheet(table, provision, mapped, notes, unnamed)
        self.entries.setdefault(provision.name, []).extend(entries)

    def _entry(self, table: Table, number: int, mapped: Mapped, assumed: Mapping[str, tuple[Location, Any]]) -> Entry:
        row = table.rows[number]
        read = read_row(row, mapped)
        self.problems.extend(read.problems)
        said = {one.location for index, one in mapped.facts.items() if says_unknown(row.cells[index])}
        for name, (location, value) in assumed.items():
            free = read.facts.get(location) is None and location not in read.days and location not in said
            if free and value is not None:
                read.facts[location] = value
                self.used[name] += 1
        where, unread = _place(table, row), bool(read.problems)
        return Entry(where, row.number, len(self.sheets), read.facts, read.claims, read.days, unread, mapped)

    def _refuse_merged_claims(self, table: Table, mapped: Mapped, entries: Sequence[Entry]) -> None:
        """A claim that is merged over rows of one park is one claim; over rows of their own it can not be parted."""
        for part, index in mapped.claims.items():
            for place, row in enumerate(table.rows):
                if not row.cells[index].merged:
                    continue
                if mapped.provision.rule.name in RANKINGS:
                    entries[place].claims[part] = None
                    continue
                above = next(one for one in range(place, -1, -1) if not table.rows[one].cells[index].merged)
                for one in (above, place):
                    if not entries[one].unread:
                        what = "the claim is merged over several rows"
                        cell = table.rows[one].cells[index].where
                        self.problems.append(Problem(cell, what, "write in each row what it claims"))
                        entries[one].unread = True

    def _assumed(self, provision: Provision) -> dict[str, tuple[Location, Any]]:
        read = {name: assumption(name, value, provision) for name, value in self.assume.items()}
        return {name: one for name, one in read.items() if one is not None}

    def _sheet(
        self,
        table: Table,
        provision: Provision | None,
        mapped: Mapped | None = None,
        notes: Sequence[Label] = (),
        reported: int = 0,
    ) -> None:
        lines: Counter[str] = Counter(one.kind for one in table.recognised)
        lines["reported"] = reported
        self.sheets.append(
            Sheet(
                table.place,
                provision.id if provision else "",
                provision.text.label.label if provision else Label("", ""),
                tuple(mapped.lines()) if mapped else (),
                mapped.unmapped if mapped else (),
                tuple(notes),
                lines,
            )
        )

    # judging ------------------------------------------------------------------------------------------------------

    def judge(self) -> None:
        """Judges all entries, a provision at a time, and compares the claims with each other."""
        of = sum(map(len, self.entries.values()))
        for name, entries in self.entries.items():
            provision = self.policy.provision(name)
            if provision.rule.name in RANKINGS:
                self._judge_population(provision, self._populations()[name])
            else:
                self._judge_records(provision, entries, of)
        self._count("reported", [one for entries in self.entries.values() for one in entries if one.unread])
        self.duplicates.extend(find_duplicates(self._keys()))
        amounts = [(one.where, one.decision, one.claimed.get("")) for one in self.claims]
        self.exclusive.extend(both_claimed(self.policy, amounts))

    def _keys(self) -> Iterator[ClaimKey]:
        """What each claim is for, in the order of the files; of a park with several rows, what each row is for."""
        rows = {one.where: one for name in self.entries for one in self.entries[name]}
        for claim in self.claims:
            provision = claim.decision.provision
            if provision.rule.name in RANKINGS:
                claimed = (where for where in claim.rows if rows[where].claims.get("") is not None)
                yield from (key_of_row(provision, where, rows[where].facts) for where in claimed)
            else:
                yield key_of(claim.decision, claim.where)

    def _judge_records(self, provision: Provision, entries: Sequence[Entry], of: int) -> None:
        sharing = Sharing(self.policy, provision)
        model = provision.rule.facts
        for entry in entries:
            sharing.add(entry)
        for entry in entries:
            structure: dict[str, Any] = {}

            def decide(facts: Mapping[Location, Any], structure: Mapping[str, Any] = structure) -> Decision:
                return self.policy.decide(provision.name, model.model_validate({**nested(facts, model), **structure}))

            try:
                structure |= sharing.structure(entry)
                if entry.days:
                    decision, entry.notes = decide_between(provision, entry.facts, entry.days, decide)
                else:
                    decision = decide(entry.facts)
            except PolicyError as error:
                self._unread(entry, error)
                continue
            if not entry.unread:  # what can be read of the others was checked all the same
                self._add([entry], entry.subject, decision, entry.claims)
            if len(self.claims) % 1000 == 0:
                self.progress("judging", len(self.claims), of)
        self.conflicts.extend(sharing.conflicts())

    def _judge_population(self, provision: Provision, population: Population) -> None:
        for indices in population.years().values():
            facts = [population.facts[one] for one in indices]
            self._judge_year(provision, facts, [population.rows[one] for one in indices])

    def _populations(self) -> dict[str, Population]:
        """Every table of parks (or cities), with what a park is due under another award that is not paid beside it."""
        if self._made is None:
            made = {
                name: self._population(self.policy.provision(name), entries)
                for name, entries in self.entries.items()
                if self.policy.provision(name).rule.name in RANKINGS
            }
            decided = {name: self._decided(name, one) for name, one in made.items()}
            for name, one in made.items():
                other = other_provision(self.policy, name)
                if other is not None and other.name in decided:
                    parks = [park for park in one.facts if isinstance(park, ParkYear)]
                    one.facts = list(with_other_awards(parks, other_awards(decided[other.name])))
            self._made = made
        return self._made

    def _decided(self, name: str, population: Population) -> list[Decision]:
        try:
            return self.policy.decide_all(name, population.facts)
        except PolicyError:
            return []  # told where its year is judged

    def _population(self, provision: Provision, entries: Sequence[Entry]) -> Population:
        model = provision.rule.facts
        made = Population([], [])
        for group in groups_of(entries):
            for entry in group:
                entry.facts = dict(settled(entry))
            try:
                made.facts.append(model.model_validate(facts_of_group(group, model)))
                made.rows.append(group)
            except PolicyError as error:
                for entry in group:
                    self._unread(entry, error)
        return made

    def _judge_year(self, provision: Provision, population: Sequence[Facts], members: Sequence[list[Entry]]) -> None:
        try:
            decisions = self.policy.decide_all(provision.name, population)
            bounds = bounds_of(self.policy, provision.name, population)
        except PolicyError as error:  # one park stands there twice
            first = members[0][0].where
            self.problems.extend(Problem(first, one.what, one.instead) for one in error.problems)
            self._count("reported", [entry for group in members for entry in group if not entry.unread])
            return
        by_projects = isinstance(provision.terms, MajorProjectTerms)
        lacking = tuple(whole(population, by_projects=by_projects))
        for table in sorted({entry.table for group in members for entry in group}) if lacking else ():
            sheet = self.sheets[table]
            self.sheets[table] = replace(sheet, notes=(*sheet.notes, *lacking))
        for index, (group, decision) in enumerate(zip(members, decisions, strict=True)):
            if unread := [entry for entry in group if entry.unread]:
                others = [entry for entry in group if not entry.unread]
                why = "is not judged, since another row of the park could not be read"
                self.problems.extend(Problem(one.where, why, f"mend {unread[0].where}") for one in others)
                self._count("reported", others)
                continue
            claimed = [entry for entry in group if entry.claims.get("") is not None]
            first_row = (claimed or group)[0]
            amounts = [one.claims[""] for one in claimed]
            claims = {"": sum(amounts[1:], amounts[0]) if amounts else None}
            own = population[index]
            subject = getattr(own, "park", "") or getattr(own, "name", "") or first_row.subject
            ordered = [first_row, *(one for one in group if one is not first_row)]
            self._add(ordered, subject, decision, claims, bounds[index], population, index)

    def _add(
        self,
        rows: Sequence[Entry],
        subject: str,
        decision: Decision,
        claims: dict[str, Any],
        bounds: Bounds | None = None,
        population: Sequence[Facts] | None = None,
        index: int = 0,
    ) -> None:
        judged = judge(decision, claims, bounds)
        outcome = decision.outcome
        if isinstance(outcome, Check) and outcome.measured is not None:  # what is measured is what is claimed
            claims = {"": outcome.measured if outcome.measured.is_known else None}
        amounts = {part: one for part, one in claims.items() if isinstance(one, Money)}
        slips: tuple[Slip, ...] = ()
        few = len(getattr(decision.facts, "weights", ())) <= MOST_SHARERS_FOR_SLIPS
        if judged.verdict.is_finding and amounts and few:
            found = self._slips_of(decision.provision)
            slips = found.of(decision, amounts, population=population, index=index)
            if population:
                slips = tuple(one for one in slips if _is_certain(one, decision.provision, population))
        self._count("judged", rows)
        entry, places = rows[0], tuple(one.where for one in rows)
        notes = tuple(note for one in rows for note in one.notes)
        self.claims.append(
            Claim(entry.where, entry.row, places, subject, claims, decision, judged, entry.table, slips, notes)
        )

    def _slips_of(self, provision: Provision) -> Slips:
        if provision.name not in self._slips:
            self._slips[provision.name] = Slips(self.policy, provision, others=self.others)
        return self._slips[provision.name]

    def _count(self, what: str, rows: Sequence[Entry]) -> None:
        for entry in rows:
            self.sheets[entry.table].lines[what] += 1

    def _unread(self, entry: Entry, error: PolicyError) -> None:
        self.problems.extend(Problem(entry.cell(one.where), one.what, one.instead) for one in error.problems)
        entry.unread = True


def _is_summary(table: Table) -> bool:
    """Whether this is the sheet that a checked workbook got from us."""
    return bool(table.sheet) and str(table.sheet).startswith((SUMMARY.zh, SUMMARY.en))


def _year_of_title(table: Table, entries: Sequence[Entry]) -> list[Label]:
    """Without a column for the year, the one that stands in the title counts, and is said."""
    if any(("year",) in entry.facts for entry in entries):
        return []
    titles = " ".join(one.text for one in table.recognised if one.kind == "title")
    years = set(re.findall(r"(20[0-9]{2})\s*年", titles)) - set(re.findall(r"(20[0-9]{2})年[0-9]+月", titles))
    if len(years) != 1:
        return []
    year = int(years.pop())
    for entry in entries:
        entry.facts[("year",)] = year
    return [Label(f"年度 {year}：取自表题", f"year {year}: taken from the title")]


def _place(table: Table, row: Row) -> str:
    """The place of a row, from that of its first cell: ``claims.xlsx[Sheet1]!7``, ``claims.csv:7``, ``row 7``."""
    if table.sheet is not None:
        return f"{table.place}!{row.number}"
    first = row.cells[0].where
    return first.partition(", column ")[0] if ", column " in first else first.rpartition(":")[0]


def _is_certain(slip: Slip, provision: Provision, population: Sequence[Facts]) -> bool:
    """Whether a slip holds whatever completes a table: other terms place it anew, unless given ranks alone decide."""
    if slip.kind not in (SlipKind.READING, SlipKind.OTHER_TERMS):
        return True
    by_projects = isinstance(provision.terms, MajorProjectTerms)
    by_rank = not by_projects and getattr(slip.terms, "ties", None) is Ties.BETTER
    return by_rank or not whole(population, by_projects=by_projects)


def _amount_of(table: Table) -> Callable[[Row, int], int | None]:
    """The amount in 分 of a cell of a row, in the unit of its column."""
    return lambda row, index: cells.money(row.cells[index], table.headers[index].unit)


def _is_path(source: Any) -> bool:
    if not isinstance(source, (list, tuple)):
        return isinstance(source, (str, Path))
    several = cast("Sequence[object]", source)
    return bool(several) and all(isinstance(one, (str, Path)) for one in several)
