"""What a policy file says: the document, its provisions, their terms and open questions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Annotated, Any, Literal, TypeVar, cast

from pydantic import AfterValidator, BeforeValidator, Field

from investpolicy.errors import Problem, TermsError
from investpolicy.models import Model
from investpolicy.values.label import Label, Lang
from investpolicy.values.money import Money
from investpolicy.values.ratio import Ratio
from investpolicy.values.text import day_of

T = TypeVar("T")


class Frozen(Mapping[str, T]):
    """A mapping that nothing can change."""

    __slots__ = ("_of", "get")

    def __init__(self, of: Mapping[str, T]) -> None:
        self._of = dict(of)
        self.get: Callable[..., Any] = self._of.get  # deciding asks it for each record

    def __getitem__(self, name: str) -> T:
        return self._of[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._of)

    def __len__(self) -> int:
        return len(self._of)

    def __hash__(self) -> int:
        return hash(frozenset(self._of.items()))

    def __repr__(self) -> str:
        return repr(self._of)

    def __reduce__(self) -> tuple[type[Frozen[T]], tuple[dict[str, T]]]:
        return Frozen, (self._of,)


def freeze(data: Any) -> Any:
    """Plain data (mappings, lists, texts) that nothing can change."""
    if isinstance(data, Mapping):
        return Frozen({str(key): freeze(value) for key, value in cast("Mapping[object, Any]", data).items()})
    if isinstance(data, (list, tuple)):
        return tuple(freeze(value) for value in cast("list[Any]", data))
    return data


def thaw(data: Any) -> Any:
    """The same plain data as dicts and lists, new each time."""
    if isinstance(data, Mapping):
        return {str(key): thaw(value) for key, value in cast("Mapping[object, Any]", data).items()}
    return [thaw(value) for value in cast("list[Any]", data)] if isinstance(data, (list, tuple)) else data


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


DayText = Annotated[date, BeforeValidator(_day)]
Kinds = Literal["C", "P", "K", "F", "C+P", "K+P", "C+K"]


def _bound(given: Any) -> Any:
    if not isinstance(given, str):
        return given
    return Ratio.parse(given) if given[-1:] in ("%", "‰") else Money.parse(given)


def _name(given: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9-]*", given):
        raise TermsError(Problem("", f"{given!r:.60} is no name", "write a-z, 0-9 and '-', such as referral-reward"))
    return given


def _prefix(given: str) -> str:
    if not re.fullmatch(r"[A-Z][A-Z0-9]*", given):
        raise TermsError(Problem("", f"{given!r:.60} is no prefix", "write A-Z and 0-9, such as MY22"))
    return given


Name = Annotated[str, AfterValidator(_name)]
PlainTerms = Annotated[Mapping[str, Any], AfterValidator(freeze)]
Bound = Annotated[Money | Ratio, BeforeValidator(_bound)]
_NONE: Frozen[Any] = Frozen({})


class Answer(Model):
    """One way to read an open question: the terms that it sets (none for the default)."""

    label: Words
    set: PlainTerms = _NONE


class Question(Model):
    """What a text leaves open, the default answer and why."""

    ask: Words
    default: str
    reason: Words
    answers: Annotated[Mapping[Name, Answer], Field(min_length=2), AfterValidator(Frozen)]


class Usual(Model):
    """What is usual for a term, both ends included; beyond it is legal, but worth a second look."""

    at_least: Bound | None = None
    at_most: Bound | None = None


class ProvisionText(Model):
    """One provision: where it stands, what it says in our words, its rule and terms."""

    kind: Kinds
    label: Words
    section: Words
    says: Words
    rule: str | None = None
    terms: PlainTerms = _NONE
    open: Annotated[Mapping[str, Words], AfterValidator(Frozen)] = Field(_NONE, description="why a term is open")
    usual: Annotated[Mapping[str, Usual], AfterValidator(Frozen)] = Field(
        _NONE, description="by a path into the terms without items: scale.brackets.rate"
    )
    provisional_until: Words | None = None
    questions: Annotated[Mapping[Name, Question], AfterValidator(Frozen)] = _NONE


class Amendment(Model):
    """A later document that changes terms from a day on."""

    from_: DayText = Field(alias="from")
    cites: Words
    set: Annotated[PlainTerms, Field(min_length=1)]


class PolicyText(Model):
    """A policy file: one document."""

    schema_: Literal["1"] = Field(alias="schema")
    id: Name
    prefix: Annotated[str, AfterValidator(_prefix)]
    title: Words
    issuer: Words
    number: str = ""
    published: DayText | None = Field(None, description="none where the document does not say")
    reported_by: Words | None = None
    in_force_from: DayText | None = Field(None, description="none where the start is not known")
    checked: DayText = Field(description="when it was last checked against its source")
    provisions: Annotated[Mapping[Name, ProvisionText], Field(min_length=1), AfterValidator(Frozen)]
    amendments: tuple[Amendment, ...] = ()
