"""Points added to or deducted from a department's result (加分或扣分), within a limit: ZY.department-adjustment."""

from __future__ import annotations

from collections.abc import Iterator

from investpolicy.errors import Problem
from investpolicy.facts.points import AdjustedUnit, UnitKind
from investpolicy.models import PointsField, outside_rules, required
from investpolicy.outcomes import Score, score
from investpolicy.rules.rule import Rule
from investpolicy.rules.terms import Terms
from investpolicy.values.formula import maximum, minimum, named
from investpolicy.values.label import Label, Labelled
from investpolicy.values.points import Points


class LimitIsFor(Labelled):
    """What the limit holds for (限额的对象)."""

    NET = "net", "加减相抵后的净分", "the net sum"
    EACH = "each", "每一笔加分或扣分", "each adjustment"
    GROSS = "gross", "加分合计与扣分合计各自", "additions and deductions separately"


class PointsAdjustmentTerms(Terms):
    """Terms of adjustments. What is beyond the limit is cut to it, not refused."""

    units: tuple[UnitKind, ...] = required("适用单位", "units it applies to")
    limit: PointsField = required("加减分限额", "most points added or deducted", unit="points")
    limit_is_for: LimitIsFor = required("限额对象", "what the limit holds for")

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """A limit below zero."""
        if self.limit.is_known and self.limit.raw < 0:
            yield Problem("limit", f"{self.limit} is below zero", "write 3 for ±3")

    def cut(self, points: Points) -> Points:
        """``points``, at most the limit either way."""
        return maximum(minimum(points, self.limit), _ZERO - self.limit)

    def each_cut(self, facts: AdjustedUnit) -> tuple[Points, Points]:
        """The adjustments, each cut to the limit, added up; and the most that they can come to."""
        match facts.adjustments:
            case None:
                unknown = Points.unknown("adjusted_unit.adjustments")
                return unknown, unknown
            case several:
                total, most = _ZERO, _ZERO
                for one in several:
                    total, most = total + self.cut(one.points), most + self.limit
                return total, most


def points_adjustment(facts: AdjustedUnit, terms: PointsAdjustmentTerms) -> Score:
    """The points added to a unit's result, below zero where they are deducted."""
    match terms.limit_is_for:
        case LimitIsFor.NET:
            total, most = named("net", facts.added - facts.deducted), terms.limit
        case LimitIsFor.GROSS:
            added = maximum(minimum(facts.added, terms.limit), _ZERO)
            deducted = maximum(minimum(facts.deducted, terms.limit), _ZERO)
            total, most = named("added", added) - named("deducted", deducted), terms.limit
        case _:
            total, most = terms.each_cut(facts)
    conditions = {"unit_included": facts.kind.is_in(terms.units)}
    return score(total, at_least=_ZERO - most, at_most=most, conditions=conditions)


_ZERO = Points(0)

RULE = Rule(
    name="points_adjustment",
    function=points_adjustment,
    facts=AdjustedUnit,
    terms=PointsAdjustmentTerms,
    labels={
        "unit_included": Label("属于适用单位", "among the units it applies to"),
        "net": Label("加减相抵", "net sum"),
        "added": Label("计入的加分", "additions that count"),
        "deducted": Label("计入的扣分", "deductions that count"),
        "score": Label("加减分", "adjustment"),
        "points": Label("加减分", "points added or deducted"),
    },
)
