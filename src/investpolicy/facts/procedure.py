"""Procedures (程序): which steps were taken, and on which day."""

from __future__ import annotations

from typing import Annotated, ClassVar

from investpolicy.facts.base import Facts, one_of
from investpolicy.facts.project import Project
from investpolicy.models import ChoiceField, DayField, TruthField, labelled, part, required
from investpolicy.values.label import Label, Labelled


class Signatory(Labelled):
    """In whose name an agreement is signed (签署名义)."""

    CITY = "city", "市政府", "the city government", "市人民政府"
    COUNTY_OR_ZONE = "county_or_zone", "县（区）、园区", "a county, district or zone", "县区", "园区", "县（区）"
    OTHER = "other", "其他", "another"


class StepTaken(Facts):
    """A step on record: which (by the name or the Chinese label that the policy file gives it), and its day."""

    fact_name: ClassVar[str] = "step_taken"
    kind_label: ClassVar[Label] = Label("步骤", "step taken")

    step: str = required("步骤", "step")
    on: DayField = labelled("日期", "day", "完成日期", "办理日期")
    by: str = labelled("承办单位", "by whom", "单位", default="")


class ProcedureRecord(Facts):
    """What was done for one project. A step that is not listed is unknown, unless the list is said to be complete.

    Of a step that was taken several times, the first counts.
    """

    fact_name: ClassVar[str] = "procedure_record"
    kind_label: ClassVar[Label] = Label("程序", "procedure")

    project: Project = part("项目", "project", Project)
    signatory: Annotated[ChoiceField, one_of(Signatory)] = labelled("签署名义", "in whose name it is signed")
    steps: tuple[StepTaken, ...] = labelled("步骤清单", "steps taken", "程序记录", default=())
    complete: TruthField = labelled("步骤清单完整", "all steps taken are listed")
    sent_to_meeting: TruthField = labelled("确定上会", "a meeting is to decide", "是否上会")
    asked_on: DayField = labelled("截至日期", "as of", "统计截止日期")
