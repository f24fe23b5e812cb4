"""Assessment points (考核得分): units with what they are assessed on, adjustments, results, recommended leads."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated, ClassVar

from investpolicy.errors import Problem
from investpolicy.facts.base import Facts, one_of
from investpolicy.facts.checks import calendar_year, named_once
from investpolicy.models import ChoiceField, DayField, MoneyField, PointsField, TruthField, labelled, outside_rules
from investpolicy.values.formula import maximum
from investpolicy.values.label import Label, Labelled
from investpolicy.values.points import Points
from investpolicy.values.unknown import Unknown, unknown_of


class UnitKind(Labelled):
    """The kind of a unit that is assessed (被考核单位类型)."""

    COUNTY = "county", "县（区）", "county or district", "县", "区", "县区", "县（市、区）"
    HIGH_TECH_ZONE = "high_tech_zone", "高新区", "high-tech zone"
    AIRPORT_ZONE = "airport_zone", "临空经济区", "airport economic zone"
    PARK = "park", "园区", "park"
    DEPARTMENT = "department", "市级部门", "municipal department", "部门"
    OUTPOST = "outpost", "驻外机构", "outpost", "驻外招商机构", "驻外分局"


class AssessedItem(Facts):
    """How far a unit has come in one item of its assessment.

    Told in one way: ``achieved`` (yes or no), ``done`` of ``target`` as numbers, or both as amounts.
    """

    fact_name: ClassVar[str] = "assessed_item"
    kind_label: ClassVar[Label] = Label("考核事项", "assessed item")

    name: str = labelled("事项", "item", "考核指标", default="")
    achieved: TruthField = labelled("已达成", "achieved", "是否达成")
    done: PointsField = labelled("完成数", "done", "完成数量")
    target: PointsField = labelled("目标数", "target", "目标数量")
    done_amount: MoneyField = labelled("完成额", "amount done", "完成金额")
    target_amount: MoneyField = labelled("目标额", "target amount", "目标金额")

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """Told in two ways, or numbers below zero."""
        told = [
            self.achieved.is_known,
            self.done.is_known or self.target.is_known,
            self.done_amount.is_known or self.target_amount.is_known,
        ]
        if told.count(True) > 1:
            what = f"{self.name or 'the item'} is told in {told.count(True)} ways"
            yield Problem("", what, "keep one: achieved; done and target; done_amount and target_amount")
        for name in ("done", "target"):
            value = getattr(self, name)
            if value.is_known and value.raw < 0:
                yield Problem(name, f"{value} is below zero", "write a number of 0 or more")

    @outside_rules
    def completion(self) -> Fraction | Unknown:
        """Done by target, exactly; unknown where one of them is, and where the target is zero."""
        if self.achieved.is_known:
            return Fraction(bool(self.achieved))
        by_amount = self.done_amount.is_known or self.target_amount.is_known
        done, target = (self.done_amount, self.target_amount) if by_amount else (self.done, self.target)
        missing = unknown_of(done.raw, target.raw)
        if missing is not None:
            return missing
        name = "target_amount" if by_amount else "target"
        return Fraction(done.raw, target.raw) if target.raw else Unknown(f"{self.fact_name}.{name}")


class AssessedUnit(Facts):
    """A unit in one period of assessment: its points as they were given, or what they follow from."""

    fact_name: ClassVar[str] = "assessed_unit"
    kind_label: ClassVar[Label] = Label("被考核单位", "assessed unit")
    structure: ClassVar[tuple[str, ...]] = ("items",)

    name: str = labelled("单位", "unit", "被考核单位", "单位名称", default="")
    period: str = labelled("考核期", "period", "考核年度", default="")
    kind: Annotated[ChoiceField, one_of(UnitKind)] = labelled("单位类型", "kind of unit", "单位性质")
    earned: PointsField = labelled("评定得分", "points as assessed", "得分")
    measured: MoneyField = labelled("计分数额", "amount that points go by", "计分金额")
    published_on: DayField = labelled("公开日期", "day the appraisal was made public", "公布日期")
    items: tuple[AssessedItem, ...] = labelled("考核事项清单", "items", "考核事项", default=())

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """An item that stands there twice, or has no name."""
        yield from named_once("items", (one.name for one in self.items))


class Adjustment(Facts):
    """Points added to a result (above zero) or deducted (below)."""

    fact_name: ClassVar[str] = "adjustment"
    kind_label: ClassVar[Label] = Label("加减分", "adjustment")

    reason: str = labelled("事由", "reason", "加减分事由", default="")
    points: PointsField = labelled("加减分值", "points added or deducted", "分值")


_ZERO = Points(0)


class AdjustedUnit(Facts):
    """A department's additions and deductions in a year, as totals of 0 or more, or one by one."""

    fact_name: ClassVar[str] = "adjusted_unit"
    kind_label: ClassVar[Label] = Label("加减分单位", "unit with adjustments")
    structure: ClassVar[tuple[str, ...]] = ("adjustments",)

    name: str = labelled("单位", "unit", "部门", "单位名称", default="")
    kind: Annotated[ChoiceField, one_of(UnitKind)] = labelled("单位类型", "kind of unit", "单位性质")
    additions: PointsField = labelled("加分合计", "points added in all", "加分")
    deductions: PointsField = labelled("扣分合计", "points deducted in all", "扣分", "减分合计")
    adjustments: tuple[Adjustment, ...] | None = labelled("加减分清单", "adjustments", "加减分明细", default=None)

    @property
    def added(self) -> Points:
        """All additions together."""
        match self.adjustments:
            case None:
                return self.additions
            case several:
                total = _ZERO
                for one in several:
                    total = total + maximum(one.points, _ZERO)
                return total

    @property
    def deducted(self) -> Points:
        """All deductions together, as a number of 0 or more."""
        match self.adjustments:
            case None:
                return self.deductions
            case several:
                total = _ZERO
                for one in several:
                    total = total + maximum(_ZERO - one.points, _ZERO)
                return total

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """Totals below zero, and a list that does not add up to them."""
        for name, listed in (("additions", self.added), ("deductions", self.deducted)):
            total = getattr(self, name)
            if total.is_known and total.raw < 0:
                yield Problem(name, f"{total} is below zero", "write what is added and what is deducted as 0 or more")
            elif total.is_known and listed.is_known and total != listed:
                what = f"{total} in all, but those listed come to {listed}"
                yield Problem(name, what, "correct one of the two, or leave the total out")


class AnnualResult(Facts):
    """A year's result of a unit or of a responsible person, and the bonus that it is linked with."""

    fact_name: ClassVar[str] = "annual_result"
    kind_label: ClassVar[Label] = Label("年度考核结果", "annual result")

    name: str = labelled("单位或责任人", "unit or responsible person", "单位", "责任人", default="")
    kind: Annotated[ChoiceField, one_of(UnitKind)] = labelled("单位类型", "kind of unit", "单位性质")
    points: PointsField = labelled("年度考核得分", "annual points", "年度得分")
    full_bonus: MoneyField = labelled("全额绩效奖", "bonus in full", "年终目标绩效奖基数")


class Lead(Facts):
    """A lead (招商线索) that somebody recommended."""

    fact_name: ClassVar[str] = "lead"
    kind_label: ClassVar[Label] = Label("招商线索", "lead")

    name: str = labelled("线索", "lead", "线索名称", default="")
    recommended_on: DayField = labelled("引荐日期", "day of recommendation", "引荐日")
    valuable: TruthField = labelled("有价值", "of value", "是否有价值")


class LeadRecord(Facts):
    """The leads that a department recommended, and whether it carries targets of its own."""

    fact_name: ClassVar[str] = "lead_record"
    kind_label: ClassVar[Label] = Label("线索引荐记录", "record of leads")

    name: str = labelled("部门", "department", "部门名称", default="")
    year: int = labelled("年度", "year", default=0)
    carries_targets: TruthField = labelled("承担招商任务", "carries targets", "是否承担招商任务")
    leads: tuple[Lead, ...] | None = labelled("线索清单", "leads", default=None)

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """A year that is none."""
        yield from calendar_year(self.year or None)
