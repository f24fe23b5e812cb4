"""What checking a file answers: a verdict for each claim, what could not be read, and what was taken for what."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any, Final

from investpolicy.algebras.text import show_money
from investpolicy.claims.verdicts import Judged, Verdict
from investpolicy.errors import Problem
from investpolicy.outcomes import Award, Check
from investpolicy.register.decision import Decision
from investpolicy.register.policy import Policy
from investpolicy.tables import Align, text_table
from investpolicy.values.label import Label, Lang
from investpolicy.values.money import NOTHING, Money

SCHEMA: Final = "investpolicy/claims-report/1"


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim: where it stands, what it is for, what is claimed, the decision, and the verdict."""

    where: str
    row: int
    subject: str
    claimed: dict[str, Money | None]
    decision: Decision
    judged: Judged
    table: int  # which table of the file it stands in, from 0

    @property
    def verdict(self) -> Verdict:
        """What checking it says."""
        return self.judged.verdict

    @property
    def difference(self) -> Money | None:
        """Claimed less due; None where that is not known."""
        return self.judged.difference

    @property
    def total(self) -> Money | None:
        """What is claimed in all; None where nothing is."""
        amounts = [amount for amount in self.claimed.values() if amount is not None]
        return sum(amounts[1:], amounts[0]) if amounts else None

    def due(self, lang: Lang) -> str:
        """What is due, in words."""
        outcome = self.decision.outcome
        if isinstance(outcome, Check):
            known = outcome.limit is not None and outcome.limit.is_known
            return f"≤ {show_money(outcome.limit, lang)}" if outcome.limit is not None and known else "—"
        if isinstance(outcome, Award) and outcome.payable.is_known:
            return show_money(outcome.payable, lang)
        ceiling = self.decision.ceiling
        if ceiling is not None and not self.decision.outcome.undecided:
            return f"≤ {show_money(ceiling, lang)}"
        parts = [part for part in outcome.values.values() if isinstance(part, Money)]
        if parts and all(part.is_known for part in parts):
            return " + ".join(show_money(part, lang) for part in parts)
        return "—"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file: which provision it claims under, how its columns were read, what else stood in it."""

    place: str
    provision: str
    label: Label
    columns: tuple[tuple[str, str], ...]
    unmapped: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    lines: dict[str, int]


@dataclass(frozen=True)
class ClaimsReport:
    """The report of a claims file. ``findings`` are the claims that somebody should look at."""

    policy: Policy
    claims: tuple[Claim, ...]
    sheets: tuple[Sheet, ...]
    problems: tuple[Problem, ...]
    unread_rows: int
    assumed: tuple[tuple[str, str, int], ...]
    conflicts: tuple[Problem, ...] = ()  # between rows of one project: they contradict, or claim too much together

    @property
    def findings(self) -> tuple[Claim, ...]:
        """The claims that are over, under, not eligible, or can not be told."""
        return tuple(claim for claim in self.claims if claim.verdict.is_finding)

    @property
    def exit_code(self) -> int:
        """0 when every row was read and is right, 1 when anything is to be looked at, 2 when nothing was judged."""
        if not self.claims:
            return 2
        return 1 if self.findings or self.problems or self.conflicts else 0

    @cached_property
    def counts(self) -> dict[Verdict, int]:
        """How many claims of each verdict."""
        return {verdict: sum(claim.verdict is verdict for claim in self.claims) for verdict in Verdict}

    @cached_property
    def totals(self) -> dict[str, tuple[int, Money, Money, Money]]:
        """A provision: claims, claimed in all, over in all, under in all. Only where amounts are known."""
        return _totals(self.claims)

    def to_rows(self, lang: Lang = "zh") -> list[dict[str, Any]]:
        """One plain row a claim, for a data frame or a table; amounts as text."""
        return [
            {
                "where": claim.where,
                "provision": claim.decision.provision.id,
                "subject": claim.subject,
                "claimed": _amounts(claim.claimed, lang),
                "due": claim.due(lang),
                "difference": show_money(claim.difference, lang) if claim.difference is not None else "",
                "verdict": claim.verdict.label.of(lang),
                "reasons": claim.judged.why(lang),
            }
            for claim in self.claims
        ]

    def to_json(self, *, indent: int | None = None) -> str:
        """The report as JSON (schema ``investpolicy/claims-report/1``), with every decision."""
        content = {
            "schema": SCHEMA,
            "policy": self.policy.id,
            "counts": {str(verdict): count for verdict, count in self.counts.items()},
            "claims": [
                {
                    "where": claim.where,
                    "row": claim.row,
                    "subject": claim.subject,
                    "claimed": {part: amount.to_json() if amount else None for part, amount in claim.claimed.items()},
                    "verdict": str(claim.verdict),
                    "difference": claim.difference.to_json() if claim.difference is not None else None,
                    "reasons": [{"zh": zh, "en": en} for zh, en in claim.judged.reasons],
                    "decision": claim.decision.document(),
                }
                for claim in self.claims
            ],
            "sheets": [
                {
                    "place": sheet.place,
                    "provision": sheet.provision,
                    "columns": dict(sheet.columns),
                    "unmapped": dict(sheet.unmapped),
                    "notes": list(sheet.notes),
                    "lines": sheet.lines,
                }
                for sheet in self.sheets
            ],
            "problems": [{"where": one.where, "what": one.what, "instead": one.instead} for one in self.problems],
            "conflicts": [{"where": one.where, "what": one.what, "instead": one.instead} for one in self.conflicts],
            "assumed": [{"field": name, "value": value, "rows": rows} for name, value, rows in self.assumed],
        }
        return json.dumps(content, ensure_ascii=False, indent=indent)

    def to_text(self, lang: Lang = "zh") -> str:
        """The report for a terminal: a summary first, then a table a sheet, then what could not be read."""
        return "\n".join(self._lines(lang))

    def _lines(self, lang: Lang) -> Iterable[str]:
        zh = lang == "zh"
        yield (
            f"{self.policy.title(lang)}（{self.policy.id}）" if zh else f"{self.policy.title(lang)} ({self.policy.id})"
        )
        counted = [f"{verdict.label.of(lang)} {count}" for verdict, count in self.counts.items() if count]
        claims = f"{len(self.claims)} 项申报" if zh else f"{len(self.claims)} claims"
        yield f"{claims}：{'，'.join(counted)}" if zh else f"{claims}: {', '.join(counted)}"
        for name, value, rows in self.assumed:
            yield (
                f"假定 {name} = {value}（用于 {rows} 行）" if zh else f"Assumed {name} = {value} (used in {rows} rows)"
            )
        for number, sheet in enumerate(self.sheets):
            yield ""
            yield from self._sheet_lines(number, sheet, lang)
        if self.conflicts:
            yield ""
            yield "同一项目的各行：" if zh else "Rows of one project:"
            yield from (f"  {conflict}" for conflict in self.conflicts)
        if self.problems:
            yield ""
            yield (
                f"未能读取（{self.unread_rows} 行未判定）："
                if zh
                else f"Not read ({self.unread_rows} rows not judged):"
            )
            yield from (f"  {problem}" for problem in self.problems)

    def _sheet_lines(self, number: int, sheet: Sheet, lang: Lang) -> Iterable[str]:
        zh = lang == "zh"
        yield (
            f"{sheet.place} · {sheet.label.of(lang)}（{sheet.provision}）"
            if zh
            else (f"{sheet.place} · {sheet.label.of(lang)} ({sheet.provision})")
        )
        headers = ("行", "对象", "申报", "应得", "差额", "结论", "理由") if zh else (
            "row", "subject", "claimed", "due", "difference", "verdict", "reasons"
        )  # fmt: skip
        own = [claim for claim in self.claims if claim.table == number]
        rows = [
            (
                str(claim.row),
                claim.subject,
                _amounts(claim.claimed, lang),
                claim.due(lang),
                show_money(claim.difference, lang) if claim.difference is not None else "—",
                claim.verdict.label.of(lang),
                claim.judged.why(lang),
            )
            for claim in own
        ]
        aligns: Sequence[Align] = ("right", "left", "right", "right", "right", "left", "left")
        yield from text_table(headers, rows, aligns)
        if any(claim.total is not None for claim in own):
            count, *sums = _totals(own)[sheet.provision]
            claimed, over, under = (show_money(one, lang) for one in sums)
            yield (
                f"合计：{count} 项，申报 {claimed}，多报或不符合条件 {over}，少报 {under}"
                if zh
                else f"Total: {count} claims, claimed {claimed}, over or not eligible {over}, under {under}"
            )
        for text, like in sheet.unmapped:
            hint = (f"，最接近的名称：{like}" if zh else f", nearest name: {like}") if like else ""
            yield f"未用到的列：{text}{hint}" if zh else f"Column not used: {text}{hint}"
        yield from sheet.notes

    def __str__(self) -> str:
        return self.to_text("zh")

    def __repr__(self) -> str:
        counted = ", ".join(f"{count} {verdict.label.en}" for verdict, count in self.counts.items() if count)
        return f"<ClaimsReport {self.policy.id}: {counted or 'no claims'}; {len(self.problems)} problems>"

    def _repr_html_(self) -> str:
        """For notebooks; everything that comes from the file is escaped."""
        head = "".join(f"<th>{name}</th>" for name in ("位置", "条款", "对象", "申报", "应得", "差额", "结论", "理由"))
        body = "".join(
            "<tr>"
            + "".join(f"<td style='text-align:left'>{escape(str(value))}</td>" for value in row.values())
            + "</tr>"
            for row in self.to_rows()
        )
        counted = "，".join(f"{verdict.label.zh} {count}" for verdict, count in self.counts.items() if count)
        problems = "".join(f"<li>{escape(str(problem))}</li>" for problem in (*self.conflicts, *self.problems))
        return (
            f"<div><b>{escape(self.policy.title())}</b>：{len(self.claims)} 项申报，{counted}"
            f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
            + (f"<div>需核对：<ul>{problems}</ul></div>" if problems else "")
            + "</div>"
        )


def _totals(claims: Iterable[Claim]) -> dict[str, tuple[int, Money, Money, Money]]:
    found: dict[str, tuple[int, Money, Money, Money]] = {}
    for claim in claims:
        count, claimed, over, under = found.get(claim.decision.provision.id, (0, NOTHING, NOTHING, NOTHING))
        difference = claim.difference or NOTHING
        if claim.verdict in (Verdict.OVER, Verdict.NOT_ELIGIBLE):
            over = over + difference
        elif claim.verdict is Verdict.UNDER:
            under = under - difference
        found[claim.decision.provision.id] = (count + 1, claimed + (claim.total or NOTHING), over, under)
    return found


def _amounts(claimed: dict[str, Money | None], lang: Lang) -> str:
    return " + ".join("—" if amount is None else show_money(amount, lang) for amount in claimed.values()) or "—"
