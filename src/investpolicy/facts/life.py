"""A project's life (项目生命周期): one state model, derived from dated events."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import ClassVar

from investpolicy.errors import Problem
from investpolicy.facts.base import Facts
from investpolicy.facts.project import Project
from investpolicy.models import DayField, label_of, labelled, outside_rules
from investpolicy.values.choice import Choice
from investpolicy.values.day import Day
from investpolicy.values.formula import any_of
from investpolicy.values.label import Label, Labelled
from investpolicy.values.truth import Truth


class Stage(Labelled):
    """The stages of a project, in order (项目阶段); ``ended`` may come at any time and nothing comes after it."""

    INFORMATION = "information", "信息", "information", "项目信息"
    NEGOTIATION = "negotiation", "洽谈", "negotiation", "在谈"
    SIGNED = "signed", "签约", "signed", "已签约"
    STARTED = "started", "开工", "construction started", "已开工"
    COMPLETED = "completed", "竣工", "completed", "已竣工"
    IN_PRODUCTION = "in_production", "投产", "in production", "已投产"
    ENDED = "ended", "终止", "ended", "已终止"


STAGES = tuple(stage for stage in Stage if stage is not Stage.ENDED)
"""The stages that follow one another."""


class ProjectLife(Facts):
    """A project by the days of its events; ``尚未`` says that one has not happened, what is not told is unknown.

    Only the end is taken as not having come unless it is told. An order that can not be is refused with both events
    named: a stage before an earlier one, or while that has not been reached (production before completion, too), and
    anything after the end. Several on one day are in order.
    """

    fact_name: ClassVar[str] = "project_life"
    kind_label: ClassVar[Label] = Label("项目生命周期", "life of a project")

    name: str = labelled("项目名称", "project name", "项目", default="")
    information_on: DayField = labelled("信息登记日期", "day of registration as information", "信息日期")
    negotiation_on: DayField = labelled("洽谈日期", "day of first negotiation", "首次洽谈日期")
    signed_on: DayField = labelled("签约日期", "day of signing", "签约时间")
    started_on: DayField = labelled("开工日期", "day of construction start", "开工时间")
    completed_on: DayField = labelled("竣工日期", "day of completion", "竣工时间")
    in_production_on: DayField = labelled("投产日期", "day of production", "投产时间")
    ended_on: DayField = labelled("终止日期", "day of the end", "终止时间", default=Day.not_yet())

    @classmethod
    def of(cls, project: Project) -> ProjectLife:
        """The life of a project, from its own dates. :raises FactsError: for an order that can not be."""
        days = {f"{stage}_on": getattr(project, f"{stage}_on", None) for stage in STAGES}
        return cls.model_validate({"name": project.name} | {name: day for name, day in days.items() if day is not None})

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """Events in an order that can not be; both are named."""
        for earlier, later in combinations(STAGES, 2):
            first, second = self.day_of(earlier), self.day_of(later)
            if first.is_known and second.is_known and bool(second.happened) and bool(first > second):
                yield self._out_of_order(later, f"{self._words(later)} is before {self._words(earlier)}")
        for stage in STAGES:
            day = self.day_of(stage)
            if day.is_known and self.ended_on.is_known and bool(day.happened) and bool(day > self.ended_on):
                yield self._out_of_order(stage, f"{self._words(stage)} is after {self._words(Stage.ENDED)}")

    @outside_rules
    def _out_of_order(self, stage: Stage, what: str) -> Problem:
        return Problem(f"{stage}_on", what, "check the two dates")

    @outside_rules
    def _words(self, stage: Stage) -> str:
        return f"{label_of(type(self).model_fields[f'{stage}_on']).zh} {self.day_of(stage)}"

    @outside_rules
    def day_of(self, stage: Stage) -> Day:
        """The day on which a stage began."""
        day: Day = getattr(self, f"{stage}_on")
        return day

    @outside_rules
    def reached(self, stage: Stage, by: Day) -> Truth:
        """Whether a stage was reached by the end of a day; a later stage shows that it was."""
        following = STAGES[STAGES.index(stage) :] if stage in STAGES else (Stage.ENDED,)
        return any_of(*(self.day_of(one) <= by for one in following))

    @outside_rules
    def stage_on(self, day: Day) -> Choice:
        """The stage at the end of a day; unknown where it is not known, or where nothing had happened by then."""
        for stage in (Stage.ENDED, *reversed(STAGES)):
            reached = self.day_of(stage) <= day
            if reached.raw is not False:
                return Choice(stage) if reached.raw is True else Choice.unknown(*reached.missing)
        return Choice.unknown(f"{self.fact_name}.{Stage.INFORMATION}_on")
