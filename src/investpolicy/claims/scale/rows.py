"""The rows that are read one by one (逐行判定): what is not plain, what shares with other rows, what is not right.

Everything is decided, judged and told by the code of a row-by-row check; here it is only made into rows of a result.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from investpolicy.claims.cells import says_unknown
from investpolicy.claims.columns import Location, Mapped, nested, read_row
from investpolicy.claims.duplicates import ClaimKey, Duplicate, find_duplicates, key_of
from investpolicy.claims.entries import Entry
from investpolicy.claims.layout import Row
from investpolicy.claims.report import Claim, show
from investpolicy.claims.sharing import Sharing
from investpolicy.claims.slips import Slips
from investpolicy.claims.vague import decide_between
from investpolicy.claims.verdicts import judge
from investpolicy.claims.writing import claimed_of, due_of, reasons_of
from investpolicy.errors import PolicyError, Problem
from investpolicy.messages import in_words
from investpolicy.outcomes import Check
from investpolicy.register.decision import Decision
from investpolicy.register.policy import Policy, Provision
from investpolicy.values.label import Lang
from investpolicy.values.money import Money


@dataclass(frozen=True)
class Task:
    """What is checked: how rows are read, decided and told."""

    policy: Policy
    provision: Provision
    columns: Mapping[str, str]
    assumed: Mapping[str, tuple[Location, Any]]
    others: tuple[Policy, ...]
    lang: Lang
    money: bool
    """Whether claims are amounts; else they are told in words."""


@dataclass
class OneByOne:
    """Judges rows; ``slips`` are sought for so many more claims (None: for all), and counted where they are not."""

    task: Task
    slips: int | None
    problems: list[Problem] = field(default_factory=list[Problem])
    conflicts: list[Problem] = field(default_factory=list[Problem])
    duplicates: list[Duplicate] = field(default_factory=list[Duplicate])
    used: Counter[str] = field(default_factory=Counter[str])
    without_slips: int = 0
    _slips: Slips | None = None

    def entries(self, rows: Sequence[Row], orders: Sequence[int], mapped: Mapped, name: str) -> list[Numbered]:
        """Rows as they are read."""
        return [self._entry(row, order, mapped, name) for row, order in zip(rows, orders, strict=True)]

    def _entry(self, row: Row, order: int, mapped: Mapped, name: str) -> Numbered:
        read = read_row(row, mapped)
        said = {one.location for index, one in mapped.facts.items() if says_unknown(row.cells[index])}
        for stated, (location, value) in self.task.assumed.items():
            free = read.facts.get(location) is None and location not in read.days and location not in said
            if free and value is not None:
                read.facts[location] = value
                self.used[stated] += 1
        first = row.cells[0].where
        where = first.partition(", column ")[0] if ", column " in first else first.rpartition(":")[0]
        unread = bool(read.problems)
        entry = Entry(where, row.number, 0, read.facts, read.claims, read.days, unread, mapped)
        return Numbered(entry, order, list(read.problems))

    def judge(self, rows: Sequence[Numbered], *, together: bool = False) -> pl.DataFrame:
        """The verdicts. All rows of a project are among them; ``together``: some share one, or are claimed twice."""
        task = self.task
        model = task.provision.rule.facts
        sharing = Sharing(task.policy, task.provision)
        for one in rows:
            sharing.add(one.entry)
        keys: list[ClaimKey] = []
        made: list[Verdict] = []
        for one in rows:
            entry = one.entry
            structure = sharing.structure(entry)

            def decide(facts: Mapping[Location, Any], structure: Mapping[str, Any] = structure) -> Decision:
                read = model.model_validate({**nested(facts, model), **structure})
                return task.policy.decide(task.provision.name, read)

            try:
                if entry.days:
                    decision, entry.notes = decide_between(task.provision, entry.facts, entry.days, decide)
                else:
                    decision = decide(entry.facts)
            except PolicyError as error:
                one.problems.extend(
                    Problem(entry.cell(found.where), found.what, found.instead) for found in error.problems
                )
                entry.unread = True
            else:
                if not entry.unread:
                    made.append(self._verdict(one, decision))
                    if together:
                        keys.append(key_of(decision, entry.where))
                    continue
            self.problems.extend(one.problems)
            made.append(_not_read(one, task.lang))
        self.conflicts.extend(sharing.conflicts())
        if together:
            twice = find_duplicates(keys)
            self.duplicates.extend(twice)
            _name(made, twice, task.lang)
        return frame_of(made, task.money)

    def _verdict(self, one: Numbered, decision: Decision) -> Verdict:
        entry, claims = one.entry, one.entry.claims
        judged = judge(decision, claims)
        outcome = decision.outcome
        if isinstance(outcome, Check) and outcome.measured is not None:  # what is measured is what is claimed
            claims = {"": outcome.measured if outcome.measured.is_known else None}
        amounts = {part: amount for part, amount in claims.items() if isinstance(amount, Money)}
        found = self._sought(decision, amounts) if judged.verdict.is_finding and amounts else ()
        claim = Claim(
            entry.where, entry.row, (entry.where,), entry.subject, claims, decision, judged, 0, found, entry.notes
        )
        lang = self.task.lang
        return Verdict(
            one.order,
            entry.row,
            entry.where,
            entry.subject,
            self._figure(claimed_of(claim)),
            self._figure(due_of(claim)),
            self._figure(claim.difference),
            str(claim.verdict),
            reasons_of(claim, lang),
            claim.slips_in_words(lang),
        )

    def _sought(self, decision: Decision, amounts: Mapping[str, Money]) -> Any:
        if self.slips is not None:
            if self.slips <= 0:
                self.without_slips += 1
                return ()
            self.slips -= 1
        if self._slips is None:
            self._slips = Slips(self.task.policy, self.task.provision, others=self.task.others)
        return self._slips.of(decision, amounts)

    def _figure(self, value: Any) -> Any:
        if value is None:
            return None
        if self.task.money:
            return value.in_fen if isinstance(value, Money) else None
        return show(value, self.task.lang)


@dataclass(slots=True)
class Numbered:
    """A row on its way: its place among the lines of the file, and what can not be read of it."""

    entry: Entry
    order: int
    problems: list[Problem]


@dataclass(slots=True)
class Verdict:
    """One line of the result; without a verdict where the row can not be read, and ``reasons`` say why."""

    ord: int
    line: int
    where: str
    subject: str
    claimed: Any
    due: Any
    difference: Any
    verdict: str | None
    reasons: str
    slips: str
    duplicates: str = ""


def _not_read(one: Numbered, lang: Lang) -> Verdict:
    words = ("；" if lang == "zh" else "; ").join(in_words(problem, lang) for problem in one.problems)
    return Verdict(one.order, one.entry.row, one.entry.where, one.entry.subject, None, None, None, None, words, "")


def _name(made: Iterable[Verdict], twice: Sequence[Duplicate], lang: Lang) -> None:
    """Tells each claim that is made again where the others stand."""
    others = {where: [one for one in own.wheres if one != where] for own in twice for where in own.wheres}
    for one in made:
        if one.verdict is not None:
            one.duplicates = ("、" if lang == "zh" else ", ").join(others.get(one.where, ()))


def schema_of(money: bool) -> dict[str, Any]:
    """The columns of verdicts on their way: amounts are 分."""
    figure = pl.Int64 if money else pl.String
    return {
        "ord": pl.Int64,
        "line": pl.Int64,
        "subject": pl.String,
        "claimed": figure,
        "due": figure,
        "difference": figure,
        "verdict": pl.String,
        "reasons": pl.String,
        "slips": pl.String,
        "duplicates": pl.String,
    }


def frame_of(made: Sequence[Verdict], money: bool) -> pl.DataFrame:
    """Verdicts as a frame."""
    schema = schema_of(money)
    return pl.DataFrame({name: [getattr(one, name) for one in made] for name in schema}, schema=schema)


__all__ = ["Numbered", "OneByOne", "Task", "Verdict", "frame_of", "schema_of"]
