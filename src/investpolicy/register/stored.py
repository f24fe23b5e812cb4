"""The stored form of a decision: its JSON document, the schema of that, and its fingerprint."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Annotated, Any, Final, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from investpolicy.errors import KindError, Problem
from investpolicy.values.written import Written

SCHEMA: Final = "investpolicy/decision/1"

Yuan = Annotated[str, Field(pattern=r"^-?[0-9]+\.[0-9]{2}$", description="yuan with two decimals, as text")]
Hash = Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")]
Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


class StoredPolicy(_Part):
    """Which terms were in force."""

    id: str
    digest: Hash = Field(description="hash of the policy file")
    on: Day | None = Field(description="the day of the terms; null for the base text")
    answers: dict[str, str] = Field(description="answers to open questions that differ from the default")
    changes: dict[str, JsonValue] = Field(description="a draft's changes, by path")
    author: str = Field(description="the draft's author, where told")


class StoredCondition(_Part):
    """One condition; ``met`` is null where it is not known."""

    met: bool | None
    missing: list[str]


class StoredCitation(_Part):
    """Where the provision stands."""

    zh: str
    en: str


class StoredDecision(_Part):
    """A decision as :meth:`Decision.to_json` writes it. Amounts are yuan as text; nothing is a JSON fraction."""

    schema_: Literal["investpolicy/decision/1"] = Field(alias="schema")
    library: str = Field(description="version of the library")
    policy: StoredPolicy
    provision: str
    facts: dict[str, JsonValue] = Field(description="as given; what is not there, or null, was not given")
    unknown: dict[str, list[str]] = Field(description="facts that wait for other facts: the names of those")
    terms: dict[str, JsonValue]
    readings: dict[str, str] = Field(description="the answer relied on for each open question")
    status: Literal["entitled", "up_to", "ineligible", "met", "not_met", "excepted", "determined", "undetermined"]
    amount: Yuan | None
    ceiling: Yuan | None
    parts: dict[str, Yuan]
    figures: dict[str, JsonValue] = Field(
        description="points, days, totals, ranks: numbers that may have parts as text"
    )
    notes: dict[Literal["zh", "en"], list[str]]
    discretionary: bool
    conditions: dict[str, StoredCondition]
    steps: dict[str, JsonValue] = Field(description="money as yuan with two decimals, points as a decimal, as text")
    missing: list[str] = Field(description="facts and terms that are missing")
    citation: StoredCitation
    fingerprint: Hash = Field(description="hash of all the rest in its canonical form")


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a stored decision."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{SCHEMA.replace('/', ':')}",
        **StoredDecision.model_json_schema(),
    }


def fingerprint(content: Mapping[str, Any]) -> str:
    """The hash of plain data in its canonical form: whatever the order of the keys.

    :raises KindError: for a type that has no canonical form (a float, say).
    """
    _refuse_unknown_types(content)
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "sha256:" + sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def _refuse_unknown_types(content: Any) -> None:
    if isinstance(content, Mapping):
        for key, value in cast("Mapping[object, object]", content).items():
            if not isinstance(key, str):
                raise KindError(Problem("", f"the key {key!r:.40} is no text", "write it as text"))
            _refuse_unknown_types(value)
    elif isinstance(content, (list, tuple)):
        for value in cast("Sequence[Any]", content):
            _refuse_unknown_types(value)
    elif content is not None and not isinstance(content, (str, int)):
        raise KindError(Problem("", f"{type(content).__name__} has no canonical form", "turn it into text first"))


def plain(content: Any) -> Any:
    """Values, models and enumerations as JSON has them; what is None is left out."""
    if isinstance(content, Written):
        return content.to_json()
    if isinstance(content, BaseModel):
        fields = type(content).model_fields.items()
        return plain({field.alias or name: getattr(content, name) for name, field in fields})
    if isinstance(content, Mapping):
        mapping = cast("Mapping[object, object]", content)
        return {str(key): plain(value) for key, value in mapping.items() if value is not None}
    if isinstance(content, (list, tuple)):
        return [plain(value) for value in cast("Sequence[Any]", content)]
    return content if content is None or isinstance(content, (bool, int)) else str(content)
