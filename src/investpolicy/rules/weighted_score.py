"""Points held within bounds (计分考核): as assessed, by weighted items, or by an amount.

ZY.special-item, ZY.information-assessment, MY22.outpost-appraisal, MY16.department-points.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from investpolicy.errors import Problem, ScheduleError
from investpolicy.facts.points import AssessedItem, AssessedUnit, UnitKind
from investpolicy.models import Model, PointsField, outside_rules, required
from investpolicy.outcomes import Score
from investpolicy.rules.rule import Rule
from investpolicy.rules.terms import OPEN, Terms
from investpolicy.schedules import Open
from investpolicy.values.formula import maximum, minimum, named, where
from investpolicy.values.label import Label
from investpolicy.values.money import Money
from investpolicy.values.points import Points
from investpolicy.values.ratio import Ratio
from investpolicy.values.rounding import Mode, divide_round
from investpolicy.values.unknown import Unknown


class _PointScale(Model):
    error: ClassVar = ScheduleError

    def notes(self, facts: AssessedUnit) -> tuple[Label, ...]:
        """How each part came about, where there are parts."""
        return ()


class OpenPoints(Open):
    """A way of earning points that the document does not publish (未公布)."""

    def points(self, facts: AssessedUnit, lowest: Points, step: Points) -> Points:
        """Unknown: it waits for this term."""
        return Points.unknown(self._name)

    def notes(self, facts: AssessedUnit) -> tuple[Label, ...]:
        """None."""
        return ()


class AsAssessed(_PointScale):
    """The points that the assessing office gave (按评定得分)."""

    kind: Literal["as-assessed"]

    def points(self, facts: AssessedUnit, lowest: Points, step: Points) -> Points:
        """As they are given."""
        return facts.earned

    def __str__(self) -> str:
        return "as assessed"


class PointBracket(Model):
    """From an amount on, so many points."""

    error: ClassVar = ScheduleError
    from_: Money = Field(alias="from", title="起（含）", description="from, included")
    points: Points = Field(title="分值", description="points")


class ByAmount(_PointScale):
    """Points by an amount (按数额分档): those of the last bracket reached; the lowest below the first."""

    kind: Literal["by-amount"]
    brackets: tuple[PointBracket, ...] = Field(min_length=1, title="分档", description="brackets")

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """Brackets that do not rise."""
        for place, (left, right) in enumerate(pairwise(self.brackets), start=1):
            if bool(right.from_ <= left.from_):
                what = f"from {right.from_} stands after from {left.from_}"
                yield Problem(f"brackets.{place}", what, "write brackets in rising order, each amount once")

    def points(self, facts: AssessedUnit, lowest: Points, step: Points) -> Points:
        """Those of the last bracket reached."""
        points = lowest
        for bracket in self.brackets:
            points = where(facts.measured >= bracket.from_, bracket.points, points)
        return points

    def __str__(self) -> str:
        return "by amount: " + ", ".join(f"from {one.from_} {one.points}" for one in self.brackets)


class WeightedItem(Model):
    """An item with the points that it counts for when it is done."""

    error: ClassVar = ScheduleError
    name: str = Field(min_length=1, title="事项", description="item")
    points: Points = Field(title="满分", description="points when done")


class Weighted(_PointScale):
    """Points × completion of each item, added up and rounded once, half-up (加权计分).

    A completion counts up to ``completion_at_most`` (120%, say), in full where that is not given.
    """

    kind: Literal["weighted"]
    items: tuple[WeightedItem, ...] = Field(min_length=1, title="事项", description="items")
    completion_at_most: Ratio | None = Field(None, title="完成率上限", description="most that a completion counts")

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """Points below zero, items that stand there twice, a limit below zero."""
        names = [one.name for one in self.items]
        for place, one in enumerate(self.items):
            if one.points.raw < 0:
                yield Problem(f"items.{place}.points", f"{one.points} is below zero", "write points of 0 or more")
            if one.name in names[:place]:
                yield Problem(f"items.{place}.name", f"{one.name} is listed twice", "keep one of the two")
        if self.completion_at_most is not None and self.completion_at_most.fraction < 0:
            what = f"a completion of at most {self.completion_at_most}"
            yield Problem("completion_at_most", what, "write a ratio of 0 or more, such as 120%")

    @outside_rules
    def counted(self, item: WeightedItem, facts: AssessedUnit) -> Fraction | Unknown:
        """How much of an item's points counts; unknown where the unit does not list it."""
        listed: dict[str, AssessedItem] = {one.name: one for one in facts.items}
        if item.name not in listed:
            return Unknown("assessed_unit.items")
        completion = listed[item.name].completion()
        if isinstance(completion, Unknown) or self.completion_at_most is None:
            return completion
        return min(completion, self.completion_at_most.fraction)

    @outside_rules
    def points(self, facts: AssessedUnit, lowest: Points, step: Points) -> Points:
        """The sum, rounded once to ``step``; unknown where the completion of any item that counts is."""
        total, missing = Fraction(0), set[str]()
        for item in self.items:
            counted = self.counted(item, facts)
            if isinstance(counted, Fraction):
                total += counted * item.points.raw
            elif item.points.raw:
                missing |= counted.names
        if missing or not step.is_known:
            return Points.unknown(*missing, *step.missing)
        return Points.of_raw(step.raw * divide_round(total.numerator, total.denominator * step.raw, Mode.HALF_UP))

    @outside_rules
    def notes(self, facts: AssessedUnit) -> tuple[Label, ...]:
        """Each item with what counts of it; then those that are listed, and count for nothing."""
        lines: list[Label] = []
        for item in self.items:
            counted = self.counted(item, facts)
            part = "" if isinstance(counted, Unknown) else str(Ratio(counted))
            zh, en = part or "未知", part or "unknown"
            lines.append(Label(f"{item.name}：{item.points} × {zh}", f"{item.name}: {_number(item.points)} × {en}"))
        names = {one.name for one in self.items}
        rest = (one.name for one in facts.items if one.name not in names)
        return (*lines, *(Label(f"{name}：不计分", f"{name}: does not count") for name in rest))

    def __str__(self) -> str:
        return "weighted: " + ", ".join(f"{one.name} {one.points}" for one in self.items)


@outside_rules
def _number(points: Points) -> str:
    """Points without their unit."""
    return str(points).removesuffix("分")


@outside_rules
def _spelled_out(given: Any) -> Any:
    """``open`` and ``as-assessed`` stand for themselves."""
    if isinstance(given, Open):
        return {"kind": OPEN}
    return {"kind": given} if isinstance(given, str) else given


PointScale = Annotated[
    Annotated[AsAssessed | Weighted | ByAmount | OpenPoints, Field(discriminator="kind")], BeforeValidator(_spelled_out)
]
"""How points are earned: as assessed, by weighted items, by an amount, or open."""


class WeightedScoreTerms(Terms):
    """Terms of a score: who is assessed, how points are earned, and the bounds that they are held in."""

    units: tuple[UnitKind, ...] = required("被考核单位", "units that are assessed")
    lowest: PointsField = required("最低分", "fewest points", unit="points")
    highest: PointsField = required("分值", "most points", unit="points")
    scale: PointScale = required("计分办法", "how points are earned")
    step: PointsField = required("计分精度", "what a weighted sum is rounded to", unit="points")
    made_public: bool = Field(False, title="须公开考评", description="whether the appraisal must be made public")

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """Bounds the wrong way round, and a step of nothing."""
        if self.lowest.is_known and self.highest.is_known and bool(self.lowest > self.highest):
            yield Problem("lowest", f"{self.lowest} is above the most points, {self.highest}", "exchange the two")
        if self.step.is_known and self.step.raw <= 0:
            yield Problem("step", f"{self.step} is no step", "write such as 0.01")

    @property
    @outside_rules
    def bounds(self) -> Label:
        """The bounds in words."""
        ends = (self.lowest, self.highest)
        low, high = (_number(one) if one.is_known else "未公布" for one in ends)
        from_, to = (_number(one) if one.is_known else "not published" for one in ends)
        return Label(f"最低分 {low}，最高分 {high}", f"fewest points {from_}, most points {to}")


def weighted_score(facts: AssessedUnit, terms: WeightedScoreTerms) -> Score:
    """The points of a unit, never below the fewest and never above the most."""
    earned = named("earned", terms.scale.points(facts, terms.lowest, terms.step))
    held = maximum(minimum(earned, terms.highest), terms.lowest)
    conditions = {"unit_included": facts.kind.is_in(terms.units)}
    match terms.made_public:
        case True:
            conditions["made_public"] = facts.published_on.happened
        case _:
            pass
    return Score(
        named("score", held),
        terms.lowest,
        terms.highest,
        conditions,
        notes=(terms.bounds, *terms.scale.notes(facts)),
    )


RULE = Rule(
    name="weighted_score",
    function=weighted_score,
    facts=AssessedUnit,
    terms=WeightedScoreTerms,
    labels={
        "unit_included": Label("属于被考核单位", "among the units assessed"),
        "made_public": Label("考评已公开", "appraisal made public"),
        "earned": Label("所得分", "points earned"),
        "score": Label("得分", "score"),
        "points": Label("得分", "points"),
    },
)
