"""The stored form of a report (核查报告的存档格式): the JSON Schema of what :meth:`ClaimsReport.to_json` writes."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from investpolicy.claims.report import SCHEMA
from investpolicy.claims.verdicts import Verdict
from investpolicy.register.stored import StoredDecision, Yuan

VerdictName = Annotated[str, Field(json_schema_extra={"enum": [str(one) for one in Verdict]})]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


class BothLanguages(_Part):
    """The same in Chinese and English."""

    zh: str
    en: str


class StoredSlip(_Part):
    """A change of facts, terms or claim that gives what is claimed."""

    kind: str
    words: BothLanguages
    amounts: dict[str, Yuan] = Field(description="what it gives, by part")


class StoredClaim(_Part):
    """One claim. A claim that is no money (points, a day, a share) is written as its text."""

    where: str
    rows: list[str] = Field(min_length=1, description="the places of all rows that it was judged from")
    subject: str
    claimed: dict[str, str | int | bool | None] = Field(description="by part: yuan with two decimals, as text")
    verdict: VerdictName
    difference: str | int | None = Field(description="claimed less due; null where it is not known")
    reasons: list[BothLanguages]
    missing: list[str] = Field(description="facts and terms that are missing")
    notes: list[BothLanguages]
    slips: list[StoredSlip]
    decision: StoredDecision


class StoredColumn(_Part):
    """A column: its header as written, and what it was taken for."""

    header: str
    taken_for: str


class StoredUnmapped(_Part):
    """A column that is not used: its header, and the nearest known name; empty where none is near."""

    header: str
    nearest: str


class StoredTotals(_Part):
    """The claims of a provision together; amounts are yuan with two decimals, as text."""

    claims: Annotated[int, Field(ge=0)]
    claimed: str
    over: str
    under: str


class StoredSheet(_Part):
    """One table of a file: how its columns were read, and what its lines are."""

    place: str
    provision: str
    columns: list[StoredColumn]
    unmapped: list[StoredUnmapped]
    notes: list[BothLanguages]
    lines: dict[str, Annotated[int, Field(ge=0)]]


class StoredProblem(_Part):
    """What could not be read, or contradicts another row: where, what was found, what to write instead."""

    where: str
    what: str
    instead: str


class StoredDuplicate(_Part):
    """Claims that are not paid side by side, and why."""

    where: list[str] = Field(min_length=2)
    words: BothLanguages


class StoredAssumption(_Part):
    """A fact stated for blank cells, and in how many rows it was used."""

    field: str
    value: str
    rows: Annotated[int, Field(ge=0)]


class StoredReport(_Part):
    """The report of a check, with every decision. Amounts are yuan as text; nothing is a JSON fraction."""

    schema_: Literal["investpolicy/claims-report/1"] = Field(alias="schema")
    policy: str
    digest: str = Field(description="the version of the policy file")
    on: str | None = Field(description="the day whose terms count; null for the text as published")
    answers: dict[str, str] = Field(description="answers to open questions that are not the default")
    changes: dict[str, str] = Field(description="the changes of a draft, by path")
    totals: dict[str, StoredTotals] = Field(description="by provision")
    counts: dict[str, Annotated[int, Field(ge=0)]] = Field(description="how many claims of each verdict")
    lines: dict[str, Annotated[int, Field(ge=0)]] = Field(description="how many lines of the files were what")
    claims: list[StoredClaim]
    sheets: list[StoredSheet]
    problems: list[StoredProblem]
    conflicts: list[StoredProblem] = Field(description="rows of one project that contradict each other")
    duplicates: list[StoredDuplicate]
    exclusive: list[StoredDuplicate] = Field(description="awards of which only the higher is paid")
    assumed: list[StoredAssumption]
    mapped: dict[str, str] = Field(description="columns that were named: header, and field")
    left_out: list[StoredProblem] = Field(description="files of folders that are no claims")


def report_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a stored report."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{SCHEMA.replace('/', ':')}",
        **StoredReport.model_json_schema(),
    }


__all__ = ["report_schema"]
