"""What promotion work means for persons (考核结果运用、选人用人、问责)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from investpolicy.errors import Problem
from investpolicy.facts.base import Facts, one_of
from investpolicy.facts.checks import calendar_year
from investpolicy.models import ChoiceField, DayField, TruthField, labelled, outside_rules
from investpolicy.values.label import Label, Labelled


class Office(Labelled):
    """What a person is (职务类别)."""

    CITY_LEADER = "city_leader", "市级领导", "city leader"
    LOCALITY_HEAD = "locality_head", "县（区）、园区主要负责人", "head of a county, district or zone", "县区主要负责人"
    DEPARTMENT_HEAD = "department_head", "市级部门主要负责人", "head of a municipal department", "部门主要负责人"
    OTHER = "other", "其他", "another"


class Official(Facts):
    """A person: the day of the duty report that covers promotion, and of the personal annual assessment."""

    fact_name: ClassVar[str] = "official"
    kind_label: ClassVar[Label] = Label("干部", "official")

    name: str = labelled("姓名", "name", default="")
    office: Annotated[ChoiceField, one_of(Office)] = labelled("职务类别", "office", "职务")
    reported_on: DayField = labelled("述职日期", "day of the duty report on promotion", "招商述职日期")
    assessed_on: DayField = labelled("个人年度考核日期", "day of the personal assessment")


class Candidate(Facts):
    """One who might be appointed."""

    fact_name: ClassVar[str] = "candidate"
    kind_label: ClassVar[Label] = Label("人选", "candidate")

    name: str = labelled("姓名", "name", default="")
    outstanding: TruthField = labelled("招商实绩突出", "outstanding in promotion")
    equal: TruthField = labelled("同等条件", "equal to the one chosen in all else")
    chosen: TruthField = labelled("获任用", "chosen")


class Appointment(Facts):
    """A post that was filled, from whom."""

    fact_name: ClassVar[str] = "appointment"
    kind_label: ClassVar[Label] = Label("任用", "appointment")

    post: str = labelled("岗位", "post", default="")
    candidates: tuple[Candidate, ...] = labelled("人选清单", "candidates", default=())


class Neglect(Facts):
    """Work that was found to be shirked or neglected, and the day somebody was held to account for it."""

    fact_name: ClassVar[str] = "neglect"
    kind_label: ClassVar[Label] = Label("推进不力", "neglect")

    name: str = labelled("姓名", "name", "责任人", default="")
    found_on: DayField = labelled("认定日期", "day it was found")
    held_on: DayField = labelled("问责日期", "day of being held to account")


class PersonnelYear(Facts):
    """A year's record of persons. A year or a list that is not given is unknown, not empty."""

    fact_name: ClassVar[str] = "personnel_year"
    kind_label: ClassVar[Label] = Label("干部考核年度", "personnel year")

    year: int | None = labelled("年度", "year", default=None)
    result_on: DayField = labelled("考核结果日期", "day of the assessment's result", "结果公布日期")
    officials: tuple[Official, ...] | None = labelled("干部清单", "officials", default=None)
    appointments: tuple[Appointment, ...] | None = labelled("任用清单", "appointments", default=None)
    neglects: tuple[Neglect, ...] | None = labelled("推进不力清单", "cases of neglect", default=None)

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """A year that is none, and a post that two were chosen for."""
        yield from calendar_year(self.year)
        for number, one in enumerate(self.appointments or ()):
            chosen = [candidate.name for candidate in one.candidates if candidate.chosen.raw is True]
            if len(chosen) > 1:
                names = " and ".join(repr(name) for name in chosen)
                yield Problem(f"appointments.{number}", f"{names} are both chosen", "write one appointment for each")
