"""Honours and results that are rewarded (荣誉与工作成绩)."""

from __future__ import annotations

from typing import Annotated, ClassVar

from investpolicy.facts.base import Facts, one_of
from investpolicy.models import ChoiceField, DayField, PointsField, TruthField, labelled
from investpolicy.values.label import Label, Labelled


class HonourKind(Labelled):
    """Kinds of honour in investment promotion (招商引资荣誉)."""

    PROMOTION_UNIT = "promotion_unit", "招商引资先进单位", "unit advanced in investment promotion"
    FOREIGN_CAPITAL_UNIT = "foreign_capital_unit", "利用外资先进单位", "unit advanced in using foreign capital"
    INDIVIDUAL = "individual", "先进个人", "advanced individual", "先进个人奖"
    INFORMATION = "information", "重大信息", "major information", "重大信息奖"
    ADVISER = "adviser", "优秀投资顾问", "excellent investment adviser", "优秀投资顾问奖"


class HonouredKind(Labelled):
    """Who is honoured (受表彰对象类型)."""

    DISTRICT = "district", "区县", "district or county", "县区", "县（市）区"
    ZONE = "zone", "开发区", "development zone", "园区"
    PERSON = "person", "个人", "person"


class HonourConferred(Facts):
    """An honour, on whom it is conferred, and when (``尚未`` where it is not conferred)."""

    fact_name: ClassVar[str] = "honour"
    kind_label: ClassVar[Label] = Label("荣誉", "honour")

    name: str = labelled("受表彰对象", "who is honoured", "获奖单位", "获奖个人", default="")
    year: int = labelled("年度", "year", default=0)
    kind: Annotated[ChoiceField, one_of(HonourKind)] = labelled("荣誉类别", "kind of honour", "奖项")
    honoured_kind: Annotated[ChoiceField, one_of(HonouredKind)] = labelled("受表彰对象类型", "kind of who is honoured")
    conferred_on: DayField = labelled("表彰日期", "day it is conferred")


class DistrictResults(Facts):
    """A district's results of one year (区县年度招商引资成绩)."""

    fact_name: ClassVar[str] = "district_results"
    kind_label: ClassVar[Label] = Label("区县成绩", "results of a district")

    name: str = labelled("区县", "district", "县区", default="")
    year: int = labelled("年度", "year", default=0)
    recognised_outstanding: TruthField = labelled("认定成绩突出", "recognised as outstanding")
    score: PointsField = labelled("考核得分", "assessment score", "得分")
