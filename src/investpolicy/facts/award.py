"""Projects that an award is claimed for (项目奖补)."""

from __future__ import annotations

from typing import ClassVar

from investpolicy.facts.base import Facts
from investpolicy.facts.project import Project
from investpolicy.models import MoneyField, labelled, part
from investpolicy.values.label import Label
from investpolicy.values.money import NOTHING


class ProjectAward(Facts):
    """A project, and what was already paid for it under the same provision (0 unless told)."""

    fact_name: ClassVar[str] = "project_award"
    kind_label: ClassVar[Label] = Label("项目奖补", "project award")

    project: Project = part("项目", "project", Project)
    paid_before: MoneyField = labelled("此前已付奖励", "already paid for this project", "已付奖励", default=NOTHING)
