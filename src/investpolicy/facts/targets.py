"""Yearly targets, growth, and what carriers have done in a period (目标任务、增幅、载体单位完成情况)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Annotated, ClassVar

from investpolicy.calendars import Unit
from investpolicy.errors import Problem
from investpolicy.facts.base import Facts, one_of
from investpolicy.facts.checks import calendar_year
from investpolicy.facts.project import Project
from investpolicy.models import ChoiceField, CountField, DayField, MoneyField, labelled, outside_rules, part
from investpolicy.values.label import Label


class SizeCount(Facts):
    """How many projects were signed of one size or more, larger ones included (某一规模以上项目数)."""

    fact_name: ClassVar[str] = "size_count"
    kind_label: ClassVar[Label] = Label("分规模项目数", "number of projects of a size")

    at_least: MoneyField = labelled("规模起点", "smallest project", "起点")
    number: CountField = labelled("项目数", "number of projects", "个数")


class TargetYear(Facts):
    """What a place has done in a year by a day: the numbers as reported, or the list of projects, then counted.

    ``as_of`` is the day to which it is told. ``fixed_assets`` is always reported: the fixed-asset investment that
    industrial projects of scale made in this year, which a list of projects does not tell.
    """

    fact_name: ClassVar[str] = "target_year"
    kind_label: ClassVar[Label] = Label("目标完成情况", "work towards the year's targets")

    year: int = labelled("年度", "year", "考核年度", default=0)
    as_of: DayField = labelled("截至日期", "told to this day", "统计截止日期")
    signed: CountField = labelled("新签约工业项目数", "newly signed industrial projects", "新签约项目数")
    started: CountField = labelled("新开工工业项目数", "newly started industrial projects", "新开工项目数")
    completed: CountField = labelled("新竣工工业项目数", "newly completed industrial projects", "新竣工项目数")
    signed_of_size: tuple[SizeCount, ...] = labelled(
        "分规模新签约项目数", "newly signed projects by size, of each size or more", default=()
    )
    fixed_assets: MoneyField = labelled(
        "规模工业项目固定资产投资额", "fixed-asset investment of industrial projects of scale", "固定资产投资额"
    )
    projects: tuple[Project, ...] | None = labelled("项目清单", "projects", default=None)

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """Counts beside a list, and more large projects than smaller ones."""
        yield from calendar_year(self.year or None)
        if self.year and self.as_of.is_known and bool(self.as_of.happened) and self.as_of.date < date(self.year, 1, 1):
            yield Problem("as_of", f"{self.as_of} is before the year {self.year}", "write a day of the year or later")
        told = [name for name in ("signed", "started", "completed") if getattr(self, name).is_known]
        told += ["signed_of_size"] if self.signed_of_size else []
        yield from list_problems(self.projects, told)
        sizes = sorted((one for one in self.signed_of_size if one.at_least.is_known), key=lambda one: one.at_least.raw)
        for smaller, larger in pairwise(sizes):
            if smaller.at_least == larger.at_least:
                yield Problem("signed_of_size", f"{larger.at_least} is told twice", "keep one of the two")
            elif smaller.number.is_known and larger.number.is_known and bool(larger.number > smaller.number):
                what = f"{larger.number} of {larger.at_least} or more, {smaller.number} of {smaller.at_least} or more"
                yield Problem("signed_of_size", what, "count the larger ones among the smaller too")
        for one in sizes:
            if one.number.is_known and self.signed.is_known and bool(one.number > self.signed):
                what = f"{one.number} of {one.at_least} or more, but {self.signed} signed in all"
                yield Problem("signed_of_size", what, "check the two numbers")


class GrowthYear(Facts):
    """Numbers of projects in a year and in the same time of the year before: as reported, or a list of both years.

    ``as_of`` is the day to which it is told, where the year is not over.
    """

    fact_name: ClassVar[str] = "growth_year"
    kind_label: ClassVar[Label] = Label("项目数量增长", "growth of the number of projects")

    year: int = labelled("年度", "year", "考核年度", default=0)
    as_of: DayField = labelled("截至日期", "told to this day", "统计截止日期")
    signed: CountField = labelled("新签约工业项目数", "newly signed industrial projects", "新签约项目数")
    started: CountField = labelled("新开工工业项目数", "newly started industrial projects", "新开工项目数")
    completed: CountField = labelled("新竣工工业项目数", "newly completed industrial projects", "新竣工项目数")
    signed_before: CountField = labelled("上年新签约工业项目数", "signed in the year before", "上年新签约项目数")
    started_before: CountField = labelled("上年新开工工业项目数", "started in the year before", "上年新开工项目数")
    completed_before: CountField = labelled("上年新竣工工业项目数", "completed in the year before", "上年新竣工项目数")
    projects: tuple[Project, ...] | None = labelled("项目清单", "projects", default=None)

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """Counts beside a list."""
        yield from calendar_year(self.year or None)
        told = [name for name, _, _ in self.value_fields() if name != "as_of" and getattr(self, name).is_known]
        yield from list_problems(self.projects, told)


class CarrierFigures(Facts):
    """What one carrier (载体单位: a county, district or park) has done in a period, and its targets for it."""

    fact_name: ClassVar[str] = "carrier"
    kind_label: ClassVar[Label] = Label("载体单位完成情况", "what a carrier has done")

    name: str = labelled("载体单位", "carrier", "单位", "园区", default="")
    done: CountField = labelled("完成项目数", "projects achieved", "完成数")
    target: CountField = labelled("目标项目数", "projects targeted", "目标数", "目标任务")
    fixed_assets: MoneyField = labelled(
        "规模工业项目固定资产投资额", "fixed-asset investment of industrial projects of scale", "固定资产投资额"
    )
    fixed_assets_target: MoneyField = labelled("固定资产投资目标", "target of fixed-asset investment")


class CarrierPeriod(Facts):
    """A carrier in a quarter or a year, beside the other carriers.

    ``scored`` asks for the points too; without it only the ratios are worked out.
    """

    fact_name: ClassVar[str] = "carrier_period"
    kind_label: ClassVar[Label] = Label("载体单位考核", "assessment of a carrier")

    period: str = labelled("考核期", "period", "考核期间", default="")
    unit: Annotated[ChoiceField, one_of(Unit)] = labelled("考核周期", "length of the period", "季度或年度")
    carrier: CarrierFigures = part("载体单位完成情况", "what the carrier has done", CarrierFigures)
    others: tuple[CarrierFigures, ...] = labelled("其他载体单位", "the other carriers", default=())
    scored: bool = labelled("计分", "with points", default=False)


def list_problems(projects: Sequence[Project] | None, told: Sequence[str]) -> Iterator[Problem]:
    """Numbers told beside the list that they would be counted from."""
    if projects is not None and told:
        yield Problem("projects", f"are listed, and {', '.join(told)} told too", "give the list or the numbers")
