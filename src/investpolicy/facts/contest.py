"""Monthly contests and ledgers (擂台赛、月度排名、台账)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from investpolicy.errors import Problem, ValueTextError
from investpolicy.facts.base import Facts
from investpolicy.facts.checks import named_once
from investpolicy.models import CountField, DayField, MoneyField, PointsField, TruthField, labelled, outside_rules
from investpolicy.values.label import Label
from investpolicy.values.text import day_of


class Earned(Facts):
    """What a contestant has done that earns points (得分事项)."""

    fact_name: ClassVar[str] = "earned"
    kind_label: ClassVar[Label] = Label("得分事项", "what earns points")

    item: str = labelled("事项", "item", default="")
    number: CountField = labelled("次数", "number", "数量")


class Contestant(Facts):
    """A county, park or department in one month: its score, or what it has earned points with."""

    fact_name: ClassVar[str] = "contestant"
    kind_label: ClassVar[Label] = Label("参赛单位", "contestant")

    name: str = labelled("单位", "name", "名称", "县（区）", "园区", default="")
    score: PointsField = labelled("得分", "score", "月度得分")
    earned: tuple[Earned, ...] = labelled("得分事项", "what earns points", default=())

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """A score beside what it would be counted from."""
        if self.score.is_known and self.earned:
            yield Problem("earned", f"a score of {self.score} is told too", "give the score or what earns it")


class MonthlyContest(Facts):
    """All contestants of one month, with last month's (``previous``) for the movement.

    ``contestants`` are unknown where None, and none where empty.
    ``pool`` is a sum that they share by their points, where there is one. ``year_end`` asks for what the month counts
    at the end of the year too.
    """

    fact_name: ClassVar[str] = "monthly_contest"
    kind_label: ClassVar[Label] = Label("月度排名", "monthly ranking")

    month: str = labelled("月份", "month", default="")
    contestants: tuple[Contestant, ...] | None = labelled("参赛单位", "contestants", "排名单位", default=None)
    previous: tuple[Contestant, ...] = labelled("上月得分", "last month's scores", default=())
    pool: MoneyField = labelled("按得分分配的资金", "sum shared by points", "奖金池")
    year_end: bool = labelled("计入年终考核", "counted at the end of the year", default=False)

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """A month that is none, and contestants without a name or named twice."""
        try:
            if self.month:
                day_of(f"{self.month}-01")
        except ValueTextError:
            yield Problem("month", f"{self.month!r:.40} is no month", "write such as 2022-05")
        for where in ("contestants", "previous"):
            yield from named_once(where, (one.name for one in getattr(self, where) or ()))


class LedgerRow(Facts):
    """One trip of a head, or one visit of a small team (一次外出招商、一次企业走访)."""

    fact_name: ClassVar[str] = "ledger_row"
    kind_label: ClassVar[Label] = Label("台账记录", "ledger row")

    who: str = labelled("责任人或小分队", "head or team", "负责同志", "主要负责同志", "小分队", "责任人", default="")
    unit: str = labelled("单位", "unit", "县市区（园区）", default="")
    day: DayField = labelled("日期", "day", "外出日期", "走访日期")
    place: str = labelled("地点或企业", "place or enterprise", "外出地点", "地点", "走访企业", default="")
    projects: CountField = labelled("洽谈项目数", "projects negotiated", "洽谈项目")
    verified: TruthField = labelled("已核定", "verified", "是否核定")


class Ledger(Facts):
    """The rows of a ledger, unknown where None; ``as_of`` is a day of the period asked about.

    ``scored`` asks for the points too.
    """

    fact_name: ClassVar[str] = "ledger"
    kind_label: ClassVar[Label] = Label("台账", "ledger")

    rows: tuple[LedgerRow, ...] | None = labelled("记录", "rows", "台账记录", default=None)
    as_of: DayField = labelled("截至日期", "told to this day", "统计截止日期")
    scored: bool = labelled("计分", "with points", default=False)

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """Rows without a name or place, the same row twice, and a day asked about that is none."""
        if self.as_of.happened.raw is False:
            yield Problem("as_of", "'not yet' is no day to tell to", "write a day such as 2016-06-30")
        seen: dict[tuple[object, ...], int] = {}
        for place, row in enumerate(self.rows or ()):
            if not row.who.strip():
                yield Problem(f"rows.{place}.who", "is empty", "write who it was")
            if not row.place.strip():
                yield Problem(f"rows.{place}.place", "is empty", "write where it was")
            key = (row.who, row.unit, row.day.raw, row.place)
            if row.day.is_known and key in seen:
                what = f"is row {seen[key] + 1} once more: {row.who}, {row.day}, {row.place}"
                yield Problem(f"rows.{place}", what, "keep one of the two")
            seen.setdefault(key, place)
