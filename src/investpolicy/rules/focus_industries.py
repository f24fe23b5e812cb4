"""Whether an industry is one of those in focus (重点产业方向): SD.focus-industries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Final

from pydantic import Field

from investpolicy.errors import Problem, TermsError
from investpolicy.facts.pool import IndustryProject
from investpolicy.models import Model, outside_rules, required
from investpolicy.outcomes import Check, check
from investpolicy.rules.rule import Rule
from investpolicy.rules.terms import Terms
from investpolicy.values.formula import named, not_, where
from investpolicy.values.label import Label
from investpolicy.values.truth import Truth


class Industry(Model):
    """An industry as the document names it, and the names that mean the same or a part of it."""

    error: ClassVar = TermsError
    name: str = Field(title="产业", description="industry")
    also: tuple[str, ...] = Field((), title="又称", description="also called")


class FocusTerms(Terms):
    """The industries in focus, in two groups."""

    emerging: tuple[Industry, ...] = required("新兴产业", "emerging industries")
    services: tuple[Industry, ...] = required("现代服务业", "modern services")

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """A name that stands twice."""
        seen: set[str] = set()
        for group in ("emerging", "services"):
            for place, one in enumerate(getattr(self, group)):
                for name in (one.name, *one.also):
                    if name in seen:
                        yield Problem(f"{group}.{place}", f"{name!r} stands twice", "name each industry once")
                    seen.add(name)


def focus_industries(facts: IndustryProject, terms: FocusTerms) -> Check:
    """Whether a project's industry is an emerging one or a modern service in focus.

    A name that only begins with one of theirs (电子信息产业), or is a part of one, may mean it: unknown is not false.
    """
    emerging = named("emerging", facts.industry.is_in(_names(terms.emerging)))
    service = named("services", facts.industry.is_in(_names(terms.services)))
    names = _names(terms.emerging) | _names(terms.services)
    begins, within = facts.industry.starts_with(tuple(sorted(names))), facts.industry.is_in(_fragments(names))
    alike = named("alike", begins | within, _ALIKE)
    listed = emerging | service
    return check(conditions={"in_focus": where(listed | not_(alike), listed, Truth.unknown(LISTED_NAME))})


def _names(industries: tuple[Industry, ...]) -> frozenset[str]:
    return frozenset(name for one in industries for name in (one.name, *one.also))


def _fragments(names: frozenset[str]) -> frozenset[str]:
    """What is written within the names; one character alone names no industry."""
    return frozenset(
        name[first:last] for name in names for first in range(len(name)) for last in range(first + 1 + 1, len(name) + 1)
    )


LISTED_NAME: Final = "listed_name"
_ALIKE: Final = Label("以所列名称开头，或为其一部分", "it begins with a name listed, or is a part of one")

RULE: Final = Rule(
    name="focus_industries",
    function=focus_industries,
    facts=IndustryProject,
    terms=FocusTerms,
    labels={
        "in_focus": Label("属于重点产业", "an industry in focus"),
        "emerging": Label("属于新兴产业", "an emerging industry"),
        "alike": Label("名称与重点产业相近", "a name like that of an industry in focus"),
        LISTED_NAME: Label("所属产业在重点产业名单中的名称", "the industry as the list names it"),
        "services": Label("属于现代服务业", "a modern service"),
        "met": Label("符合", "met"),
        "excepted": Label("例外批准", "exception approved"),
    },
)
