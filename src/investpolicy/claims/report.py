"""What checking claims answers: a verdict for each claim, what could not be read, and what was taken for what."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any, Final

from investpolicy.algebras.text import show_money
from investpolicy.claims.duplicates import Duplicate
from investpolicy.claims.slips import Slip
from investpolicy.claims.together import BothClaimed
from investpolicy.claims.verdicts import Judged, Verdict
from investpolicy.errors import Problem
from investpolicy.messages import in_words
from investpolicy.outcomes import Award, Check, Deadline
from investpolicy.register.decision import Decision
from investpolicy.register.policy import Policy
from investpolicy.values.label import Label, Lang
from investpolicy.values.money import NOTHING, Money
from investpolicy.values.written import Written

SCHEMA: Final = "investpolicy/claims-report/1"

LARGEST: Final = 10
"""How many of the largest differences the summary names."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim: where it stands, what it is for, what is claimed, the decision, and the verdict.

    ``rows`` are the places of all rows it was judged from: one, or those of a park with several projects.
    ``slips`` are the changes under which it would be right; ``table`` says which table it stands in, from 0.
    """

    where: str
    row: int
    rows: tuple[str, ...]
    subject: str
    claimed: Mapping[str, Any]
    decision: Decision
    judged: Judged
    table: int
    slips: tuple[Slip, ...] = ()
    notes: tuple[Label, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """What checking it says."""
        return self.judged.verdict

    @property
    def difference(self) -> Any:
        """Claimed less due; None where that is not known."""
        return self.judged.difference

    @property
    def total(self) -> Money | None:
        """What is claimed in all; None where no money is."""
        amounts = [amount for amount in self.claimed.values() if isinstance(amount, Money)]
        return sum(amounts[1:], amounts[0]) if amounts else None

    @property
    def due(self) -> Money | None:
        """The amount due, the ceiling where only that is known, or the limit of a check; None where none is known."""
        outcome = self.decision.outcome
        if isinstance(outcome, Check):
            return outcome.limit if outcome.limit is not None and outcome.limit.is_known else None
        if isinstance(outcome, Award) and outcome.payable.is_known:
            return outcome.payable
        ceiling = self.decision.ceiling
        return ceiling if ceiling is not None and not outcome.undecided else None

    def show_claimed(self, lang: Lang) -> str:
        """What is claimed, in words."""
        return " + ".join("—" if one is None else show(one, lang) for one in self.claimed.values()) or "—"

    def show_due(self, lang: Lang) -> str:
        """What is due, in words: an amount, ``≤`` the ceiling or the limit, the parts, points, a last day."""
        outcome = self.decision.outcome
        due = self.due
        if due is not None:
            exact = isinstance(outcome, Award) and outcome.payable.is_known
            return show(due, lang) if exact else f"≤ {show(due, lang)}"
        parts = [one for one in outcome.values.values() if isinstance(one, Money)]
        if parts and all(part.is_known for part in parts):
            return " + ".join(show(part, lang) for part in parts)
        if isinstance(outcome, Deadline):
            return show(outcome.last_day, lang) if outcome.last_day.is_known else "—"
        figures = [show(one, lang) for one in outcome.figures.values() if one.to_json() is not None]
        return " + ".join(figures[:3]) or "—"

    def show_difference(self, lang: Lang) -> str:
        """Claimed less due, in words; empty where that is not known."""
        return self.judged.show_difference(lang)

    def reasons(self, lang: Lang) -> str:
        """All reasons and notes, in one line."""
        return _joined([self.judged.why(lang), *(one.of(lang) for one in self.notes)], lang)

    def slips_in_words(self, lang: Lang) -> str:
        """All slips that would explain the claim, in one line; empty where none fits."""
        return _joined([one.words.of(lang) for one in self.slips], lang)


def _joined(said: Iterable[str], lang: Lang) -> str:
    return ("；" if lang == "zh" else "; ").join(one for one in said if one)


def show(value: Any, lang: Lang) -> str:
    """A value in words: an amount, points, a day, a number."""
    return show_money(value, lang) if isinstance(value, Money) else str(value)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file, or the part of it under one provision: how its columns were read, what else stood in it.

    ``lines`` counts its lines: ``judged``, ``reported`` (not judged, and said why), and those recognised as
    ``title``, ``corner note``, ``header``, ``blank``, ``total``, ``footer``, ``outside``.
    """

    place: str
    provision: str
    label: Label
    columns: tuple[tuple[str, str], ...]
    unmapped: tuple[tuple[str, str], ...]
    notes: tuple[Label, ...]
    lines: dict[str, int]


@dataclass(frozen=True, slots=True)
class Totals:
    """The claims of a provision together: how many, claimed in all, over (or not eligible) in all, under in all."""

    count: int = 0
    claimed: Money = NOTHING
    over: Money = NOTHING
    under: Money = NOTHING

    def plus(self, claim: Claim) -> Totals:
        """With one claim more."""
        difference = claim.difference if isinstance(claim.difference, Money) else NOTHING
        is_over = claim.verdict in (Verdict.OVER, Verdict.NOT_ELIGIBLE)
        return Totals(
            self.count + 1,
            self.claimed + (claim.total or NOTHING),
            self.over + difference if is_over else self.over,
            self.under - difference if claim.verdict is Verdict.UNDER else self.under,
        )


@dataclass(frozen=True)
class ClaimsReport:
    """The report of a check. ``findings`` are the claims that somebody should look at.

    ``problems`` could not be read; ``conflicts`` are between rows of one project, which contradict each other or claim
    too much together; ``duplicates`` claim the same twice; ``exclusive`` are awards of which only one is paid;
    ``left_out`` are files of a folder that are no claims.
    """

    policy: Policy
    claims: tuple[Claim, ...]
    sheets: tuple[Sheet, ...]
    problems: tuple[Problem, ...] = ()
    conflicts: tuple[Problem, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()
    exclusive: tuple[BothClaimed, ...] = ()
    assumed: tuple[tuple[str, str, int], ...] = ()
    mapped: tuple[tuple[str, str], ...] = ()
    left_out: tuple[Problem, ...] = ()

    @property
    def findings(self) -> tuple[Claim, ...]:
        """The claims that are over, under, not eligible, or can not be told."""
        return tuple(claim for claim in self.claims if claim.verdict.is_finding)

    @property
    def exit_code(self) -> int:
        """0 when every row was read and is right, 1 when anything is to be looked at, 2 when nothing was judged."""
        if not self.claims:
            return 2
        return 1 if self.findings or self.problems or self.conflicts or self.duplicates or self.exclusive else 0

    @cached_property
    def counts(self) -> dict[Verdict, int]:
        """How many claims of each verdict."""
        return {verdict: sum(claim.verdict is verdict for claim in self.claims) for verdict in Verdict}

    @cached_property
    def lines(self) -> dict[str, int]:
        """How many lines of the files were judged, reported, and recognised as what; together all of them."""
        found: dict[str, int] = {}
        for sheet in self.sheets:
            for kind, count in sheet.lines.items():
                found[kind] = found.get(kind, 0) + count
        return {kind: count for kind, count in found.items() if count}

    @cached_property
    def totals(self) -> dict[str, Totals]:
        """The totals of each provision, by its id. Only where amounts are known."""
        return totals(self.claims)

    @cached_property
    def largest(self) -> tuple[Claim, ...]:
        """The ten claims with the largest differences in money, the largest first."""
        money = [one for one in self.findings if isinstance(one.difference, Money) and one.difference != NOTHING]
        return tuple(sorted(money, key=lambda one: -abs(one.difference.in_fen))[:LARGEST])

    @cached_property
    def twice(self) -> dict[str, tuple[str, ...]]:
        """For each claim that is claimed again, where the others stand."""
        return {
            where: tuple(other for other in one.wheres if other != where)
            for one in self.duplicates
            for where in one.wheres
        }

    def of_table(self, number: int) -> tuple[Claim, ...]:
        """The claims of one table, from 0."""
        return self._by_table.get(number, ())

    @cached_property
    def _by_table(self) -> dict[int, tuple[Claim, ...]]:
        found: dict[int, list[Claim]] = {}
        for claim in self.claims:
            found.setdefault(claim.table, []).append(claim)
        return {number: tuple(claims) for number, claims in found.items()}

    def to_rows(self, lang: Lang = "zh") -> list[dict[str, str]]:
        """One row of text a claim."""
        return [
            {
                "where": claim.where,
                "provision": claim.decision.provision.id,
                "subject": claim.subject,
                "claimed": claim.show_claimed(lang),
                "due": claim.show_due(lang),
                "difference": claim.show_difference(lang),
                "verdict": claim.verdict.label.of(lang),
                "reasons": claim.reasons(lang),
                "slips": claim.slips_in_words(lang),
            }
            for claim in self.claims
        ]

    def to_frame(self, backend: str | None = None) -> Any:
        """A data frame with one row a claim, amounts as exact decimals of yuan.

        ``backend`` is pandas, polars or pyarrow; None takes the first that is installed.
        """
        from investpolicy.claims.report_frames import to_frame

        return to_frame(self, backend)

    def document(self) -> dict[str, Any]:
        """The report as plain data (schema ``investpolicy/claims-report/1``), with every decision."""
        return {
            "schema": SCHEMA,
            "policy": self.policy.id,
            "digest": self.policy.digest,
            "on": str(self.policy.on) if self.policy.on else None,
            "answers": dict(self.policy.answers),
            "changes": {path: str(value) for path, value in self.policy.changes},
            "totals": {
                name: {
                    "claims": one.count,
                    "claimed": one.claimed.to_json(),
                    "over": one.over.to_json(),
                    "under": one.under.to_json(),
                }
                for name, one in self.totals.items()
            },
            "counts": {str(verdict): count for verdict, count in self.counts.items()},
            "lines": self.lines,
            "claims": [_claim_document(claim) for claim in self.claims],
            "sheets": [
                {
                    "place": sheet.place,
                    "provision": sheet.provision,
                    "columns": [{"header": header, "taken_for": taken} for header, taken in sheet.columns],
                    "unmapped": [{"header": header, "nearest": nearest} for header, nearest in sheet.unmapped],
                    "notes": _both(sheet.notes),
                    "lines": dict(sheet.lines),
                }
                for sheet in self.sheets
            ],
            "problems": _problems(self.problems),
            "conflicts": _problems(self.conflicts),
            "duplicates": [{"where": list(one.wheres), "words": one.words._asdict()} for one in self.duplicates],
            "exclusive": [{"where": list(one.wheres), "words": one.words._asdict()} for one in self.exclusive],
            "assumed": [{"field": name, "value": value, "rows": rows} for name, value, rows in self.assumed],
            "mapped": dict(self.mapped),
            "left_out": _problems(self.left_out),
        }

    def to_json(self, *, indent: int | None = None) -> str:
        """The report as JSON."""
        return json.dumps(self.document(), ensure_ascii=False, indent=indent)

    def to_text(self, lang: Lang = "zh") -> str:
        """The report for a terminal: a summary first, then a table a sheet, then what could not be read."""
        from investpolicy.claims.rendering import text_lines

        return "\n".join(text_lines(self, lang))

    def __str__(self) -> str:
        return self.to_text("zh")

    def __repr__(self) -> str:
        counted = ", ".join(f"{count} {verdict.label.en}" for verdict, count in self.counts.items() if count)
        return f"<ClaimsReport {self.policy.id}: {counted or 'no claims'}; {len(self.problems)} problems>"

    def _repr_html_(self) -> str:
        """For notebooks; everything that comes from the file is escaped."""
        names = ("位置", "条款", "对象", "申报", "应得", "差额", "结论", "理由", "可能的差错")
        head = "".join(f"<th>{name}</th>" for name in names)
        body = "".join(
            "<tr>" + "".join(f"<td style='text-align:left'>{escape(value)}</td>" for value in row.values()) + "</tr>"
            for row in self.to_rows()
        )
        counted = "，".join(f"{verdict.label.zh} {count}" for verdict, count in self.counts.items() if count)
        twice = [one.words.zh for one in self.duplicates] + [one.words.zh for one in self.exclusive]
        conflicts, unread = ([in_words(one, "zh") for one in some] for some in (self.conflicts, self.problems))
        said = [*conflicts, *twice, *unread]
        problems = "".join(f"<li>{escape(one)}</li>" for one in said)
        return (
            f"<div><b>{escape(self.policy.title())}</b>：{len(self.claims)} 项申报，{counted}"
            f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
            + (f"<div>需核对：<ul>{problems}</ul></div>" if problems else "")
            + "</div>"
        )


def totals(claims: Iterable[Claim]) -> dict[str, Totals]:
    """The totals of some claims, by the id of their provision."""
    found: dict[str, Totals] = {}
    for claim in claims:
        name = claim.decision.provision.id
        found[name] = found.get(name, Totals()).plus(claim)
    return found


def _claim_document(claim: Claim) -> dict[str, Any]:
    return {
        "where": claim.where,
        "rows": list(claim.rows),
        "subject": claim.subject,
        "claimed": {part: _plain(value) for part, value in claim.claimed.items()},
        "verdict": str(claim.verdict),
        "difference": _plain(claim.difference),
        "reasons": [{"zh": zh, "en": en} for zh, en in claim.judged.reasons],
        "missing": list(claim.judged.missing),
        "notes": _both(claim.notes),
        "slips": [
            {
                "kind": str(slip.kind),
                "words": slip.words._asdict(),
                "amounts": {part: amount.to_json() for part, amount in slip.amounts.items()},
            }
            for slip in claim.slips
        ],
        "decision": claim.decision.document(),
    }


def _plain(value: Any) -> Any:
    return value.to_json() if isinstance(value, Written) else None if value is None else str(value)


def _both(labels: Iterable[Label]) -> list[dict[str, str]]:
    return [one._asdict() for one in labels]


def _problems(problems: Iterable[Problem]) -> list[dict[str, str]]:
    return [{"where": one.where, "what": one.what, "instead": one.instead} for one in problems]
