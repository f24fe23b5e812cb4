"""ZY.special-item, 十 (20 points), and other scores whose points are open. In ten-thousandths of a point."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from .answer import Answer, Condition, Facts, all_hold, failures, half_up, of_fact, waits

POINT = 10_000
STEP = POINT // 100  # a weighted sum is rounded to 0.01
UNITS = ("county", "high_tech_zone", "airport_zone")


def clamp(points: int, low: int, high: int) -> int:
    """Held within the two bounds."""
    return max(low, min(points, high))


def weighted(items: Sequence[tuple[int, Fraction]], most: Fraction | None = None) -> int:
    """Points × completion, added up and rounded once, half-up, to 0.01."""
    counted = [(points, done if most is None else min(done, most)) for points, done in items]
    return half_up(sum((points * done for points, done in counted), Fraction(0)) / STEP) * STEP


def weighted_score(
    facts: Facts,
    scale: str = "open",
    brackets: Sequence[tuple[int, int]] = (),
    high: int = 20 * POINT,
) -> Answer:
    """Points as assessed, or by an amount, held from 0 to the most."""
    earned = 0
    if scale == "open":
        missing = frozenset({"terms.scale"})
    elif scale == "as-assessed":
        missing = waits(facts, "assessed_unit.earned")
        earned = facts.get("assessed_unit.earned") or 0
    else:
        missing = waits(facts, "assessed_unit.measured")
        reached = [points for start, points in brackets if start <= (facts.get("assessed_unit.measured") or 0)]
        earned = reached[-1] if reached else 0
    included = {"unit_included": of_fact(facts, "assessed_unit.kind", lambda kind: kind in UNITS)}
    return scored(included, missing, clamp(earned, 0, high))


def scored(conditions: dict[str, Condition], missing: frozenset[str], points: int) -> Answer:
    """Points where all conditions hold."""
    eligible = all_hold(conditions.values())
    if eligible.holds is False:
        return Answer("ineligible", failures(conditions))
    if eligible.holds is None:
        return Answer("undetermined", missing=eligible.waits_for)
    return Answer("undetermined", missing=missing) if missing else Answer("determined", amount=points)
