"""Admission of projects to parks (项目准入)."""

from __future__ import annotations

from typing import Annotated, ClassVar

from investpolicy.facts.base import Facts, one_of
from investpolicy.facts.project import Project
from investpolicy.models import ChoiceField, DayField, labelled, part
from investpolicy.values.day import Day
from investpolicy.values.label import Label, Labelled


class Approver(Labelled):
    """Who approved an exception (例外批准单位)."""

    COMMITTEE = "committee", "市项目投资促进工作委员会", "the city's project promotion committee", "市投促委"
    CITY = "city", "市政府", "the city government", "市人民政府"
    LOCALITY = "locality", "县（市、区）", "the county or district", "县市区"
    PARK = "park", "园区", "the park"
    OTHER = "other", "其他", "another"


class Admission(Facts):
    """A project, and the industries of the park that it goes to. Industries are names, or codes of GB/T 4754.

    A list of industries that is not given is unknown; one that is given is whole. An exception counts only where it
    is on record, with who approved it and when.
    """

    fact_name: ClassVar[str] = "admission"
    kind_label: ClassVar[Label] = Label("项目准入", "admission")

    project: Project = part("项目", "project", Project)
    industry: ChoiceField = labelled("所属产业", "industry of the project", "产业", "项目产业")
    leading: tuple[str, ...] | None = labelled("主导产业", "leading industries of the park", default=None)
    characteristic: tuple[str, ...] | None = labelled("特色产业", "characteristic industries", default=None)
    admitted_on: DayField = labelled("准入日期", "day of admission", "入园日期")
    approved_by: Annotated[ChoiceField, one_of(Approver)] = labelled("例外批准单位", "who approved an exception")
    approved_on: DayField = labelled("例外批准日期", "day of the exception", default=Day.not_yet())
