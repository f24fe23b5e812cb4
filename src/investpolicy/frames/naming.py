"""Which column is which fact (列与字段): by its path, its English name, its Chinese label or a synonym of it."""
# pyright: basic

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from investpolicy.errors import Problem, nearest, not_known
from investpolicy.facts.base import Facts, OneOf
from investpolicy.frames.door import DOT
from investpolicy.headers import header_name
from investpolicy.models import label_of, synonyms_of
from investpolicy.values.formula import Value
from investpolicy.values.label import Label, Labelled


@dataclass(frozen=True)
class Fact:
    """A fact that a column may hold; ``kind`` is its type of value, ``members`` its categories."""

    path: str
    label: Label
    synonyms: tuple[str, ...]
    kind: Any
    members: type[Labelled] | None
    model: type[Facts]

    @property
    def name(self) -> str:
        """Its English name without the path."""
        return self.path.rpartition(".")[2]

    @property
    def sort(self) -> Any:
        """The sort of its values; None of a plain number or text."""
        return self.kind.sort if isinstance(self.kind, type) and issubclass(self.kind, Value) else None

    def is_english(self, column: str) -> bool:
        """Whether a column is called by the path or the English name, as they stand (inside, with another dot)."""
        return column.replace(DOT, ".") in (self.path, self.name)

    @property
    def names(self) -> tuple[str, ...]:
        """All names, normalised as headers are."""
        return tuple(header_name(one) for one in (self.path, self.name, self.label.zh, *self.synonyms))


@cache
def facts_of_model(kind: type[Facts]) -> Mapping[str, Fact]:
    """Every fact of a model by its path, nested models and plain fields (a year, a name) included."""
    found: dict[str, Fact] = {}
    for name, field in kind.model_fields.items():
        path = f"{kind.fact_name}.{name}"
        annotation = field.annotation
        value = isinstance(annotation, type) and issubclass(annotation, Value)
        if value or annotation in (int, str):
            members = next((one.kind for one in field.metadata if isinstance(one, OneOf)), None)
            found[path] = Fact(path, label_of(field), synonyms_of(field), annotation, members, kind)
    for _, part in kind.model_parts():
        if issubclass(part, Facts):
            found |= facts_of_model(part)
    return found


def columns_of(
    facts: Mapping[str, Fact], wanted: Collection[str], columns: Collection[str], given: Mapping[str, str]
) -> tuple[dict[str, str], list[Problem]]:
    """The column of each wanted fact that has one, and what is wrong with the others.

    ``given`` maps paths to columns with other names. A column's own name counts before what it means as a header.
    """
    problems = list(_check_given(facts, columns, given))
    by_name: dict[str, list[str]] = {}
    for column in columns:
        by_name.setdefault(header_name(column), []).append(column)
    found: dict[str, str] = {}
    for path in wanted:
        if path in given:
            found[path] = given[path]
            continue
        fact = facts[path]
        own = [one for one in dict.fromkeys((path, fact.name, fact.label.zh)) if one in columns]
        meant = list(dict.fromkeys(one for name in fact.names for one in by_name.get(name, ())))
        other = [one for one in meant if one not in own and one not in given.values()]
        if len(own) > 1 or (not own and len(other) > 1) or (own and other and not fact.is_english(own[0])):
            text = f"columns {' and '.join(dict.fromkeys([*own, *other]))} hold the same fact"
            problems.append(Problem(path, text, "keep one of the two"))
        elif own or other:
            found[path] = (own or other)[0]
    return found, [*problems, *_twice(found)]


def no_column(fact: Fact, columns: Collection[str], given: Mapping[str, str]) -> Problem:
    """That a fact has no column, with the nearest there is."""
    if fact.path in given:
        return Problem(fact.path, f"the frame has no column {given[fact.path]!r}", _meant(given[fact.path], columns))
    known = [fact.path, fact.name, fact.label.zh]
    like = nearest(fact.name, columns) or nearest(fact.label.zh, columns)
    hint = f"did you mean {like[0]!r}? " if like else ""
    return Problem(fact.path, "has no column", f"{hint}name a column one of {', '.join(known)}")


def _check_given(facts: Mapping[str, Fact], columns: Collection[str], given: Mapping[str, str]) -> Iterator[Problem]:
    for path, column in given.items():
        if path not in facts:
            problem = not_known("fact", path, facts)
            yield Problem("columns", problem.what, problem.instead)
        elif column not in columns:
            yield Problem(path, f"the frame has no column {column!r}", _meant(column, columns))


def _meant(name: str, columns: Collection[str]) -> str:
    like = nearest(name, columns)
    return f"did you mean {like[0]!r}?" if like else f"it has: {', '.join(list(columns)[:20])}"


def _twice(found: Mapping[str, str]) -> Iterator[Problem]:
    """One column taken for two facts."""
    paths: dict[str, list[str]] = {}
    for path, column in found.items():
        paths.setdefault(column, []).append(path)
    for column, several in paths.items():
        if len(several) > 1:
            yield Problem(f"column {column!r}", f"may be {' or '.join(several)}", "name it by one of these paths")
