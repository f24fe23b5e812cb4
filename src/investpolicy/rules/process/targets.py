"""Targets of a year and growth (目标任务完成率、增幅): HB.targets, HB.large-targets, HB.growth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Final, NamedTuple

from investpolicy.errors import Problem
from investpolicy.facts.completion import Completion
from investpolicy.facts.life import ProjectLife, Stage
from investpolicy.facts.project import Project, Sector
from investpolicy.facts.targets import GrowthYear, TargetYear
from investpolicy.models import CountField, MoneyField, required
from investpolicy.outcomes import Check, Totals
from investpolicy.rules.rule import Rule
from investpolicy.rules.terms import Terms
from investpolicy.schedules import Measure
from investpolicy.values.count import Count
from investpolicy.values.formula import all_of
from investpolicy.values.label import Label, Labelled
from investpolicy.values.money import NOTHING, Money
from investpolicy.values.ratio import Ratio
from investpolicy.values.truth import Truth
from investpolicy.values.unknown import unknown_of
from investpolicy.values.written import Written


class Nested(Labelled):
    """Whether a project counts towards the targets of smaller sizes too (分规模目标是否包含)."""

    INCLUDED = "included", "包含更大规模的项目", "larger projects are included"
    SEPARATE = "separate", "各规模分别计算", "each size by itself"


class SizeTarget(Terms):
    """A target for newly signed projects of one size or more."""

    at_least: Money = required("规模起点", "smallest project", unit="money")
    number: CountField = required("目标数", "number targeted", unit="count")


class CountingTerms(Terms):
    """How projects are counted from a list: industrial ones, by an amount."""

    sectors: tuple[Sector, ...] = required("计入的行业门类", "sections of industry that are counted")
    size_base: Measure = required("规模口径", "amount that the size is on")


class TargetTerms(CountingTerms):
    """The targets of one year. ``sizes`` are written in rising order."""

    year: CountField = required("目标年度", "year of the targets")
    signed: CountField = required("新签约项目目标", "target of newly signed projects", unit="count")
    sizes: tuple[SizeTarget, ...] = required("分规模新签约目标", "targets of newly signed projects by size")
    nested: Nested = required("分规模目标是否包含", "whether larger projects count among smaller ones")
    started: CountField = required("新开工项目目标", "target of newly started projects", unit="count")
    completed: CountField = required("新竣工项目目标", "target of newly completed projects", unit="count")
    fixed_assets: MoneyField = required("固定资产投资目标", "target of fixed-asset investment", unit="money")

    def contradictions(self) -> Iterator[Problem]:
        """Sizes that do not rise."""
        for place, (smaller, larger) in enumerate(pairwise(self.sizes), start=1):
            if larger.at_least.in_fen <= smaller.at_least.in_fen:
                what = f"{larger.at_least} stands after {smaller.at_least}"
                yield Problem(f"sizes.{place}", what, "write sizes in rising order")


class LargeTargetTerms(CountingTerms):
    """A target for very large projects; its number may be open."""

    threshold: Money = required("规模起点", "smallest project", unit="money")
    number: CountField = required("目标数", "number targeted", unit="count")


class GrowthTerms(CountingTerms):
    """The least growth of the numbers of projects signed, started and completed, each over the year before."""

    signed: Ratio = required("新签约项目增幅", "growth of signed projects", unit="ratio")
    started: Ratio = required("新开工项目增幅", "growth of started projects", unit="ratio")
    completed: Ratio = required("新竣工项目增幅", "growth of completed projects", unit="ratio")


class _Goal(NamedTuple):
    """One target, by the name of its figure: what was done, and what is to be done; ``base`` is the target's path."""

    name: str
    done: Count | Money
    target: Count | Money
    base: str

    @property
    def completion(self) -> Completion:
        return Completion.of(self.done, self.target, base=self.base)

    @property
    def reached_name(self) -> str:
        name, _, size = self.name.partition(".")
        return f"{name}_reached" + (f".{size}" if size else "")

    @property
    def note(self) -> Label:
        name, _, size = self.name.partition(".")
        zh, en = (f"{text} {size}".strip() for text in _LABELS[name])
        return Label(
            f"{zh}：完成 {_zh(self.done)}，目标 {_zh(self.target)}，完成率 {_zh(self.completion)}",
            f"{en}: {self.done} of {self.target}, completion {self.completion}",
        )


def target_completion(facts: TargetYear, terms: TargetTerms) -> Totals:
    """How far each target of the year is completed by the day told, and whether it is reached by then, exactly.

    Work of another year counts towards no target of this one.
    """
    year = Count(facts.year) if facts.year else Count.unknown("year")
    of_year = all_of(year >= terms.year, year <= terms.year)
    if of_year.raw is False:
        return Totals({}, {"year_of_targets": of_year}, [_of_year(terms.year)])
    signed, started, completed = (
        _number(facts, terms, stage, getattr(facts, stage.value))
        for stage in (Stage.SIGNED, Stage.STARTED, Stage.COMPLETED)
    )
    return _totals(
        [
            _Goal("signed", signed, terms.signed, "terms.signed"),
            *(_size_goal(facts, terms, place) for place in range(len(terms.sizes))),
            _Goal("started", started, terms.started, "terms.started"),
            _Goal("completed", completed, terms.completed, "terms.completed"),
            _Goal("fixed_assets", facts.fixed_assets, terms.fixed_assets, "terms.fixed_assets"),
        ],
        {"year_of_targets": of_year},
    )


def large_project_target(facts: TargetYear, terms: LargeTargetTerms) -> Totals:
    """How far the target of very large projects is completed, and whether it is reached."""
    done = _of_size(facts, terms, terms.threshold)
    return _totals([_Goal(f"size.{terms.threshold}", done, terms.number, "terms.number")])


def growth(facts: GrowthYear, terms: GrowthTerms) -> Check:
    """Whether the numbers of projects have grown by the least rates, exactly; from nothing no growth is determined.

    A list is counted up to the day told, and up to the same day of the year before (同比).
    """
    conditions: dict[str, Truth] = {}
    found: dict[str, Written] = {}
    notes: list[Label] = []
    for stage in (Stage.SIGNED, Stage.STARTED, Stage.COMPLETED):
        name = stage.value
        now, before = getattr(facts, name), getattr(facts, f"{name}_before")
        if facts.projects is not None:
            now, before = (_counted(facts.projects, terms, stage, NOTHING, _days(facts, ago)) for ago in (0, 1))
        rate = Completion.growth(now, before, base=f"growth_year.{name}_before")
        least: Ratio = getattr(terms, name)
        conditions[name] = rate.at_least(least.fraction)
        found[name] = rate
        notes.append(_growth_note(_LABELS[name], now, before, rate, least))
    return Check(conditions, found=found, notes=notes)


def _of_year(year: Count) -> Label:
    return Label(f"目标是 {year} 年的，不适用于其他年度", f"the targets are those of {year}, not of another year")


def _totals(goals: Sequence[_Goal], conditions: dict[str, Truth] | None = None) -> Totals:
    figures: dict[str, Written] = {goal.name: goal.completion for goal in goals}
    figures |= {goal.reached_name: goal.completion.at_least(Fraction(1)) for goal in goals}
    return Totals(figures, conditions, [goal.note for goal in goals])


def _growth_note(label: Label, now: Count, before: Count, rate: Completion, least: Ratio) -> Label:
    zh, en = label
    if before.raw == 0:
        return Label(
            f"{zh}：{_zh(now)}，上年为零，增幅无从计算", f"{en}: {now}, none before, so that no growth is defined"
        )
    grown = rate.beside(least.fraction)
    return Label(
        f"{zh}：{_zh(now)}，上年 {_zh(before)}，增幅 {grown if rate.is_known else '未知'}，要求 {least}",
        f"{en}: {now}, {before} the year before, growth {grown}, required {least}",
    )


# numbers of projects, told or counted ---------------------------------------------------------------


def _number(facts: TargetYear, terms: CountingTerms, stage: Stage, told: Count) -> Count:
    """The number of industrial projects that reached a stage in the year, by the day told."""
    return told if facts.projects is None else _counted(facts.projects, terms, stage, NOTHING, _days(facts, 0))


def _of_size(facts: TargetYear, terms: CountingTerms, at_least: Money) -> Count:
    """The number of newly signed projects of a size or more."""
    if facts.projects is not None:
        return _counted(facts.projects, terms, Stage.SIGNED, at_least, _days(facts, 0))
    told = (one.number for one in facts.signed_of_size if one.at_least == at_least)
    return next(told, Count.unknown("target_year.signed_of_size"))


def _size_goal(facts: TargetYear, terms: TargetTerms, place: int) -> _Goal:
    size = terms.sizes[place]
    done = _of_size(facts, terms, size.at_least)
    if terms.nested is Nested.SEPARATE and size is not terms.sizes[-1]:
        done = done - _of_size(facts, terms, terms.sizes[place + 1].at_least)
    return _Goal(f"size.{size.at_least}", done, size.number, "terms.sizes")


def _counted(
    projects: Sequence[Project], terms: CountingTerms, stage: Stage, at_least: Money, days: tuple[date, date] | None
) -> Count:
    """How many projects of the sections and of the size reached a stage within the days; unknown if one is unknown."""
    if days is None:
        return Count.unknown("year")
    truths = [
        all_of(
            ProjectLife.of(project).day_of(stage).between(*days),
            project.sector.is_in(terms.sectors),
            project.measure(terms.size_base) >= at_least if at_least.raw else Truth(True),
        ).raw
        for project in projects
    ]
    missing = unknown_of(*truths)
    return Count.unknown(*missing.names) if missing is not None else Count(sum(truths))


def _days(facts: TargetYear | GrowthYear, ago: int) -> tuple[date, date] | None:
    """The days of the year up to that to which it is told, or the same days of a year before."""
    from dateutil.relativedelta import relativedelta

    if not facts.year:
        return None
    last = date(facts.year + 1, 1, 1) - timedelta(days=1)
    if facts.as_of.is_known:
        last = min(last, facts.as_of.date)
    return date(facts.year - ago, 1, 1), last - relativedelta(years=ago)


def _zh(value: Written) -> str:
    return str(value) if value.to_json() is not None else "未知"


_LABELS: Final = {
    "signed": Label("新签约工业项目", "newly signed industrial projects"),
    "size": Label("新签约工业项目，规模不低于", "newly signed industrial projects of at least"),
    "started": Label("新开工工业项目", "newly started industrial projects"),
    "completed": Label("新竣工工业项目", "newly completed industrial projects"),
    "fixed_assets": Label("规模工业项目固定资产投资", "fixed-asset investment of industrial projects of scale"),
    "signed_reached": Label("新签约目标已达到", "target of signed projects reached"),
    "size_reached": Label("新签约目标已达到，规模不低于", "target reached of projects of at least"),
    "started_reached": Label("新开工目标已达到", "target of started projects reached"),
    "completed_reached": Label("新竣工目标已达到", "target of completed projects reached"),
    "fixed_assets_reached": Label("固定资产投资目标已达到", "target of fixed-asset investment reached"),
    "year": Label("年度", "year"),
    "year_of_targets": Label("属于目标年度", "a record of the year of the targets"),
}

TARGET_COMPLETION: Final = Rule("target_completion", target_completion, TargetYear, TargetTerms, _LABELS, folds=False)
LARGE_PROJECT_TARGET: Final = Rule(
    "large_project_target", large_project_target, TargetYear, LargeTargetTerms, _LABELS, folds=False
)
GROWTH: Final = Rule("growth", growth, GrowthYear, GrowthTerms, _LABELS, folds=False)
