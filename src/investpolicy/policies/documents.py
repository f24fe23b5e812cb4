"""What a policy file says: the document, its provisions, their terms and open questions."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from investpolicy.models import Model
from investpolicy.values.label import Label, Lang
from investpolicy.values.text import day_of


class Words(Model):
    """The same in Chinese and English, in our own words."""

    zh: str
    en: str

    def of(self, lang: Lang) -> str:
        """In one language."""
        return self.zh if lang == "zh" else self.en

    @property
    def label(self) -> Label:
        """As a label."""
        return Label(self.zh, self.en)


def _day(given: Any) -> Any:
    return day_of(given) if isinstance(given, str) else given


DayText = Annotated[datetime.date, BeforeValidator(_day)]
Kinds = Literal["C", "P", "K", "F", "C+P", "K+P", "C+K"]


class Answer(Model):
    """One way to read an open question: the terms that it sets (none for the default)."""

    label: Words
    set: dict[str, Any] = Field(default_factory=dict)


class Question(Model):
    """What a text leaves open, the default answer and why."""

    ask: Words
    default: str
    reason: Words
    answers: dict[str, Answer] = Field(min_length=2)


class ProvisionText(Model):
    """One provision: where it stands, what it says in our words, its rule and terms."""

    kind: Kinds
    label: Words
    section: Words
    says: Words
    rule: str | None = None
    terms: dict[str, Any] = Field(default_factory=dict)
    open: dict[str, Words] = Field(default_factory=dict, description="why a term is open")
    provisional_until: Words | None = None
    questions: dict[str, Question] = Field(default_factory=dict)


class Amendment(Model):
    """A later document that changes terms from a day on."""

    from_: DayText = Field(alias="from")
    cites: Words
    set: dict[str, Any] = Field(min_length=1)


class PolicyText(Model):
    """A policy file: one document."""

    schema_: Literal["1"] = Field(alias="schema")
    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    prefix: str = Field(pattern=r"^[A-Z][A-Z0-9]*$")
    title: Words
    issuer: Words
    number: str = ""
    published: DayText
    reported_by: Words | None = None
    in_force_from: DayText
    checked: DayText = Field(description="when it was last checked against its source")
    provisions: dict[str, ProvisionText] = Field(min_length=1)
    amendments: tuple[Amendment, ...] = ()
