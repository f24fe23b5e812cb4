"""ZY.index-sharing, 三: indices of a project that moved are shared 3:7 between first contact and registration."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor

from .answer import Answer, Condition, Facts, all_hold, by_largest_remainder, failures, half_up, of_fact, waits

FIRST, REGISTERED = "首谈地", "注册落户地"


@dataclass(frozen=True)
class Terms:
    """What the text says, with the default where it is silent."""

    weights: tuple[int, int] = (3, 7)
    remainder: str = "last"


def index_sharing(facts: Facts, terms: Terms = Terms()) -> Answer:
    """Who counts what of one index."""
    missing = waits(facts, "shared_index.amount")
    return shared(moved(facts), facts.get("shared_index.amount"), missing, terms.weights, terms.remainder)


def moved(facts: Facts) -> dict[str, Condition]:
    """The first place can not meet the needs, the office has assessed it and has arranged the move."""
    names = ("first_place_unsuitable", "office_assessed", "move_arranged")
    return {name: of_fact(facts, f"project_move.{name}", lambda holds: holds) for name in names}


def shared(
    conditions: dict[str, Condition],
    total: int | None,
    missing: frozenset[str],
    weights: tuple[int, int],
    remainder: str,
) -> Answer:
    """A total shared where all conditions hold."""
    eligible = all_hold(conditions.values())
    if eligible.holds is False:
        return Answer("ineligible", failures(conditions))
    if eligible.holds is None:
        return Answer("undetermined", missing=eligible.waits_for)
    if total is None:
        return Answer("undetermined", missing=missing)
    return Answer("entitled", parts=parts_of(total, weights, remainder))


def parts_of(total: int, weights: tuple[int, int] = (3, 7), remainder: str = "last") -> dict[str, int]:
    """To the 分; the parts add up whoever takes what rounding leaves."""
    exact = Fraction(weights[0] * total, sum(weights))
    if remainder == "last":
        first = floor(exact)
    elif remainder == "last-half-up":
        first = min(half_up(exact), total)
    else:
        first = by_largest_remainder(total, weights)[0]
    return {FIRST: first, REGISTERED: total - first}
