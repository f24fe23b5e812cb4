"""How an investment agreement is performed (项目履约情况)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from investpolicy.errors import Problem
from investpolicy.facts.base import Facts
from investpolicy.models import DayField, MoneyField, TruthField, label_of, labelled, outside_rules
from investpolicy.values.day import Day
from investpolicy.values.label import Label
from investpolicy.values.truth import FALSE, Truth


class EconomicTerm(Facts):
    """An economic term of the agreement (协议约定经济条款): output, tax and the like, agreed and reached."""

    fact_name: ClassVar[str] = "economic_term"
    kind_label: ClassVar[Label] = Label("经济条款", "economic term")

    name: str = labelled("条款", "term", "指标", default="")
    agreed: MoneyField = labelled("约定值", "agreed")
    reached: MoneyField = labelled("完成值", "reached", "实际值")


class Milestone(Facts):
    """A day that the agreement sets, and when it was kept (约定节点)."""

    fact_name: ClassVar[str] = "milestone"
    kind_label: ClassVar[Label] = Label("约定节点", "milestone")

    name: str = labelled("节点", "milestone", default="")
    due_on: DayField = labelled("约定日期", "due on", "约定时间")
    done_on: DayField = labelled("完成日期", "done on", "完成时间")

    @outside_rules
    def kept(self, as_of: Day) -> Truth:
        """Whether it was done by the day agreed; one not done yet is missed from that day, and pending before."""
        if self.done_on.happened.raw is not False:
            return self.done_on <= self.due_on
        due = self.due_on <= as_of
        return FALSE if due.raw is True else Truth.unknown(*due.missing or ("milestone.done_on",))


class AgreementPerformance(Facts):
    """A project's agreement and what has become of it.

    ``strictly_performed`` is the result of the locality's own assessment, where there is one; else it follows from
    amounts, terms and days. ``as_of`` is the day to which all is told. ``economic_terms`` and ``milestones`` are
    unknown where None, and none where empty.
    """

    fact_name: ClassVar[str] = "performance"
    kind_label: ClassVar[Label] = Label("项目履约", "performance of an agreement")

    name: str = labelled("项目名称", "project name", "项目", default="")
    agreed_investment: MoneyField = labelled("协议投资额", "agreed investment", "协议总投资")
    actual_investment: MoneyField = labelled("实际投资额", "actual investment", "实际完成投资")
    economic_terms: tuple[EconomicTerm, ...] | None = labelled("经济条款", "economic terms", default=None)
    milestones: tuple[Milestone, ...] | None = labelled("约定节点", "milestones", default=None)
    as_of: DayField = labelled("核查日期", "told to this day", "截至日期")
    serious_breach: TruthField = labelled("严重违约", "serious breach", "是否严重违约")
    strictly_performed: TruthField = labelled("严格履约", "strictly performed", "履约评估为严格履约")

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """Strict performance beside a serious breach, a missed economic term, or a milestone not kept in time."""
        if self.as_of.happened.raw is False:
            yield Problem("as_of", "'not yet' is no day to tell to", "write a day such as 2022-06-30")
        if self.strictly_performed.raw is not True:
            return
        strict = label_of(type(self).model_fields["strictly_performed"]).zh
        if self.serious_breach.raw is True:
            breach = label_of(type(self).model_fields["serious_breach"]).zh
            yield Problem(
                "strictly_performed",
                f"both {strict} (strictly_performed) and {breach} (serious_breach) are true",
                "at most one of the two can be; correct one",
            )
        for place, one in enumerate(self.economic_terms or ()):
            if (one.reached < one.agreed).raw is True:
                what = f"{one.name} reached {one.reached} of {one.agreed}, and {strict} (strictly_performed) is true"
                yield Problem(f"economic_terms.{place}", what, "correct one of the two")
        for place, milestone in enumerate(self.milestones or ()):
            if milestone.kept(self.as_of).raw is False:
                done = f"done {milestone.done_on}" if milestone.done_on.happened.raw else f"not done on {self.as_of}"
                what = f"{milestone.name} due {milestone.due_on}, {done}, and {strict} (strictly_performed) is true"
                yield Problem(f"milestones.{place}", what, "correct one of the two")
