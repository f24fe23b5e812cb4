"""ZY.department-adjustment, 十: additions or deductions of at most 3 points. In ten-thousandths of a point."""

from __future__ import annotations

from collections.abc import Sequence

from .answer import Answer, Facts, of_fact, waits
from .weighted_score import POINT, clamp, scored

LIMIT = 3 * POINT


def points_adjustment(facts: Facts, reading: str = "net") -> Answer:
    """Additions and deductions by their totals, which do not tell the single ones."""
    added, deducted = facts.get("adjusted_unit.additions"), facts.get("adjusted_unit.deductions")
    missing = waits(facts, "adjusted_unit.additions", "adjusted_unit.deductions")
    if reading == "each":
        missing = frozenset({"adjusted_unit.adjustments"})
    total = 0 if missing else adjusted([added or 0, -(deducted or 0)], reading)
    included = {"unit_included": of_fact(facts, "adjusted_unit.kind", lambda kind: kind == "department")}
    return scored(included, missing, total)


def adjusted(points: Sequence[int], reading: str = "net", limit: int = LIMIT) -> int:
    """What single additions and deductions come to."""
    if reading == "net":
        return clamp(sum(points), -limit, limit)
    if reading == "each":
        return sum(clamp(one, -limit, limit) for one in points)
    added = sum(one for one in points if one > 0)
    deducted = -sum(one for one in points if one < 0)
    return min(added, limit) - min(deducted, limit)
