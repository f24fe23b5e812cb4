"""Recorded projects by class, and industries (项目信息分类、产业方向)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from investpolicy.errors import Problem
from investpolicy.facts.base import Facts
from investpolicy.facts.checks import named_once
from investpolicy.facts.life import ProjectLife
from investpolicy.models import ChoiceField, DayField, MoneyField, labelled, outside_rules, part
from investpolicy.values.label import Label


class PooledProject(Facts):
    """A project as it is recorded: its industry chain, where the capital comes from, its size and its life so far."""

    fact_name: ClassVar[str] = "pooled_project"
    kind_label: ClassVar[Label] = Label("备案项目", "recorded project")

    name: str = labelled("项目名称", "project name", "项目", default="")
    chain: ChoiceField = labelled("产业链", "industry chain", "所属产业链")
    region: ChoiceField = labelled("投资来源区域", "source region", "来源区域", "投资来源地")
    agreed_investment: MoneyField = labelled("协议投资额", "agreed investment", "投资额", "项目规模")
    life: ProjectLife = part("项目生命周期", "life of the project", ProjectLife)


class ProjectPool(Facts):
    """The recorded projects as of a day, unknown where None. ``reserve`` asks for the reserve list of visits too."""

    fact_name: ClassVar[str] = "project_pool"
    kind_label: ClassVar[Label] = Label("项目信息库", "pool of recorded projects")

    projects: tuple[PooledProject, ...] | None = labelled("备案项目", "recorded projects", "项目清单", default=None)
    as_of: DayField = labelled("截至日期", "as of", "统计截止日期")
    reserve: bool = labelled("列出储备项目", "with the reserve list", default=False)

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """Projects without a name or named twice."""
        yield from named_once("projects", (one.name for one in self.projects or ()))


class IndustryProject(Facts):
    """A project with the industry that it belongs to (项目产业方向)."""

    fact_name: ClassVar[str] = "industry_project"
    kind_label: ClassVar[Label] = Label("项目产业方向", "industry of a project")

    name: str = labelled("项目名称", "project name", "项目", default="")
    industry: ChoiceField = labelled("所属产业", "industry", "产业", "产业方向")
