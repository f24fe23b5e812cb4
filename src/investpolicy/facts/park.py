"""Parks (园区) in one year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from investpolicy.errors import Problem
from investpolicy.facts.base import Facts
from investpolicy.facts.checks import calendar_year
from investpolicy.facts.project import Project
from investpolicy.models import CountField, MoneyField, PointsField, labelled, outside_rules, part
from investpolicy.values.label import Label


class Place(Facts):
    """A place in a ranking (名次), as the ranking aggregate or a table gives it.

    ``rank`` is the better place of those tied; ``tied`` how many stand there, this one included;
    ``dense`` the place when ties take up one place only; ``in_tie`` this one's order among those tied.
    """

    fact_name: ClassVar[str] = "place"
    kind_label: ClassVar[Label] = Label("名次", "place")

    rank: CountField = labelled(
        "名次",
        "rank",
        also="排名 综合考核名次 位次 考核名次 考核排名 综合排名 综合名次 考核位次",
    )
    tied: CountField = labelled("并列数", "number tied")
    dense: CountField = labelled("密集名次", "dense rank")
    in_tie: CountField = labelled("并列内次序", "order among those tied")

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """Places that are counted from 0, and an order beyond the number tied."""
        for name, _, field in self.value_fields():
            value = getattr(self, name)
            if value.is_known and not int(value):
                yield Problem(name, f"{field.title} is 0", "places are counted from 1")
        if self.tied.is_known and self.in_tie.is_known and int(self.in_tie) > int(self.tied):
            yield Problem("in_tie", f"{self.in_tie} of {self.tied} tied", f"write 1 to {self.tied}")


class ParkYear(Facts):
    """A park in one calendar year: its projects (None where they are not listed), its score, its place in a ranking.

    ``qualifying``, ``winning``, ``winners`` and ``winner_order`` follow from the projects of all parks of the year;
    a ranking (:mod:`investpolicy.rankings`) fills them in.
    """

    fact_name: ClassVar[str] = "park_year"
    kind_label: ClassVar[Label] = Label("园区年度", "park year")

    park: str = labelled("园区", "park", "园区名称", "申报园区", default="")
    id: str = labelled("园区编号", "park id", default="")
    year: int = labelled("年度", "year", "考核年度", default=0)
    projects: tuple[Project, ...] | None = labelled("项目清单", "projects", default=None)
    score: PointsField = labelled(
        "综合考核得分",
        "comprehensive assessment score",
        also="考核得分 得分 综合得分 考核总分 综合考核分数 考核分数",
    )
    qualifying: CountField = labelled("符合条件的项目数", "number of qualifying projects", "符合条件项目数")
    winning: CountField = labelled("获奖项目数", "projects among the winners")
    winners: CountField = labelled("获奖园区数", "number of winning parks")
    winner_order: CountField = labelled("获奖园区次序", "order among the winning parks")
    other_award: MoneyField = labelled("同年另一奖项金额", "the other award of the same year")
    place: Place = part("名次", "place", Place)

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """A year that is none."""
        yield from calendar_year(self.year or None)


class CityYear(Facts):
    """A city in one calendar year: its score in the annual assessment of promotion, and its place by it."""

    fact_name: ClassVar[str] = "city_year"
    kind_label: ClassVar[Label] = Label("设区市年度", "city year")

    name: str = labelled("设区市", "city", "市", "地市", default="")
    year: int = labelled("年度", "year", "考核年度", default=0)
    score: PointsField = labelled("绩效考核得分", "assessment score", "考核得分", "得分")
    place: Place = part("名次", "place", Place)
