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
from investpolicy.values.formula import named
from investpolicy.values.label import Label


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
    """Whether a project's industry is an emerging one or a modern service in focus."""
    emerging = named("emerging", facts.industry.is_in(_names(terms.emerging)))
    service = named("services", facts.industry.is_in(_names(terms.services)))
    return check(conditions={"in_focus": emerging | service})


def _names(industries: tuple[Industry, ...]) -> frozenset[str]:
    return frozenset(name for one in industries for name in (one.name, *one.also))


RULE: Final = Rule(
    name="focus_industries",
    function=focus_industries,
    facts=IndustryProject,
    terms=FocusTerms,
    labels={
        "in_focus": Label("属于重点产业", "an industry in focus"),
        "emerging": Label("属于新兴产业", "an emerging industry"),
        "services": Label("属于现代服务业", "a modern service"),
        "met": Label("符合", "met"),
        "excepted": Label("例外批准", "exception approved"),
    },
)
