"""Recorded projects by class, and the reserve list (项目信息分类与储备): HB.classify."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import BeforeValidator, Field

from investpolicy.errors import Problem, TermsError
from investpolicy.facts.base import one_of
from investpolicy.facts.life import Stage
from investpolicy.facts.pool import PooledProject, ProjectPool
from investpolicy.models import ChoiceField, Model, MoneyField, required
from investpolicy.outcomes import Totals
from investpolicy.rules.rule import Rule
from investpolicy.rules.terms import OPEN, Terms
from investpolicy.schedules import Open
from investpolicy.values.choice import Choice
from investpolicy.values.count import Count
from investpolicy.values.day import Day
from investpolicy.values.formula import all_of, not_
from investpolicy.values.label import Label
from investpolicy.values.money import Money
from investpolicy.values.truth import Truth
from investpolicy.values.unknown import unknown_of
from investpolicy.values.written import Written


class SizeClasses(Model):
    """Classes of size: each begins with its amount, which belongs to it (规模分档)."""

    error: ClassVar = TermsError
    kind: Literal["from"]
    amounts: tuple[Money, ...] = Field(min_length=1)

    def contradictions(self) -> Iterator[Problem]:
        """Amounts that do not rise."""
        for place, (one, other) in enumerate(pairwise(self.amounts), start=1):
            if other.in_fen <= one.in_fen:
                yield Problem(f"amounts.{place}", f"{other} stands after {one}", "write amounts in rising order")

    def class_of(self, amount: Money) -> str:
        """The class of an amount: ``不足10亿元``, ``10亿元以上``."""
        place = bisect_right([one.raw for one in self.amounts], amount.raw)
        return f"{self.amounts[place - 1]}以上" if place else f"不足{self.amounts[0]}"


Sizes = Annotated[
    Annotated[SizeClasses | Open, Field(discriminator="kind")],
    BeforeValidator(lambda given: {"kind": OPEN} if given == OPEN else given),
]
"""The classes of size, or open."""


class ClassifyTerms(Terms):
    """Terms of the classes and of the reserve list; what is mature and what is larger may be open."""

    sizes: Sizes = required("规模分档", "classes of size")
    mature_from: Annotated[ChoiceField, one_of(Stage)] = required("成熟项目的起始阶段", "stage from which it is mature")
    larger_from: MoneyField = required("规模较大的起点", "smallest larger project", unit="money")


def classify(facts: ProjectPool, terms: ClassifyTerms) -> Totals:
    """How many projects there are by industry chain, source region and size.

    Where it is asked for, how many are mature and larger and have not ended, and which: the reserve list.
    """
    projects = facts.projects
    if projects is None:
        return Totals({"projects": Count.unknown("project_pool.projects")})
    figures: dict[str, Written] = {"projects": Count(len(projects))}
    figures |= _by_class("chain", [one.chain for one in projects])
    figures |= _by_class("region", [one.region for one in projects])
    notes: list[Label] = []
    if isinstance(terms.sizes, SizeClasses):
        figures |= _by_class("size", [_class_of(terms.sizes, one.agreed_investment) for one in projects])
    else:
        notes.append(_NO_SIZES)
    if facts.reserve:
        listed = [_in_reserve(one, facts.as_of, terms) for one in projects]
        missing = unknown_of(*(one.raw for one in listed))
        figures["reserve"] = Count(sum(one.raw for one in listed)) if missing is None else Count.unknown(*missing.names)
        notes += [_note(one, truth) for one, truth in zip(projects, listed, strict=True)]
    return Totals(figures, notes=notes)


def _by_class(name: str, classes: Sequence[Choice]) -> dict[str, Written]:
    """The number of each class that occurs; none is known while the class of one project is not."""
    missing = unknown_of(*(one.raw for one in classes))
    if missing is not None:
        return {name: Count.unknown(*missing.names)}
    raws = [one.raw for one in classes]
    return {f"{name}.{one}": Count(raws.count(one)) for one in dict.fromkeys(raws)}


def _class_of(sizes: SizeClasses, amount: Money) -> Choice:
    return Choice(sizes.class_of(amount)) if amount.is_known else Choice.unknown(*amount.missing)


def _in_reserve(project: PooledProject, as_of: Day, terms: ClassifyTerms) -> Truth:
    """Mature and larger, and not ended."""
    stage: Any = terms.mature_from
    mature = project.life.reached(Stage.read(stage.raw), as_of) if stage.is_known else Truth.unknown(*stage.missing)
    ended = project.life.reached(Stage.ENDED, as_of)
    return all_of(mature, project.agreed_investment >= terms.larger_from, not_(ended))


def _note(project: PooledProject, listed: Truth) -> Label:
    if not listed.is_known:
        return Label(f"{project.name}：是否列入储备待定", f"{project.name}: not known whether in reserve")
    if listed.raw:
        return Label(f"{project.name}：列入储备", f"{project.name}: in reserve")
    return Label(f"{project.name}：不列入储备", f"{project.name}: not in reserve")


_NO_SIZES: Final = Label(
    "规模分档未公布，不按规模分类", "the classes of size are not published, so that none is counted"
)

RULE: Final = Rule(
    name="classify",
    function=classify,
    facts=ProjectPool,
    terms=ClassifyTerms,
    labels={
        "projects": Label("备案项目数", "recorded projects"),
        "chain": Label("产业链", "industry chain"),
        "region": Label("投资来源区域", "source region"),
        "size": Label("规模", "size"),
        "reserve": Label("列入储备的项目数", "projects in reserve"),
    },
    folds=False,
)
