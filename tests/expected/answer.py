"""What the expected-value functions share: an answer, conditions that may be unknown, and division to the 分.

Facts are plain: 分 as int, days as ``date`` (``NOT_YET`` where the event has not happened), None for unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Any

YUAN = 100
WAN = 10_000 * YUAN
YI = 10_000 * WAN
NOT_YET = date.max

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Condition:
    """One condition: True, False, or None where ``waits_for`` is not known."""

    holds: bool | None
    waits_for: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Answer:
    """What a decision should say. Amounts in 分; None where there is none, or it is not determined."""

    status: str
    failed: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    amount: int | None = None
    ceiling: int | None = None
    parts: dict[str, int] = field(default_factory=dict)


def waits(facts: Facts, *paths: str) -> frozenset[str]:
    """What is missing of these facts. A fact that itself waits for something else is given as those names."""
    missing: set[str] = set()
    for path in paths:
        value = facts.get(path)
        if value is None:
            missing.add(path)
        elif isinstance(value, frozenset):
            missing |= value
    return frozenset(missing)


def condition(missing: frozenset[str], test: Callable[[], bool]) -> Condition:
    """The condition that ``test`` holds, once nothing is missing."""
    return Condition(None, missing) if missing else Condition(bool(test()))


def of_fact(facts: Facts, path: str, test: Callable[[Any], bool]) -> Condition:
    """The condition that ``test`` holds of one fact."""
    return condition(waits(facts, path), lambda: test(facts[path]))


def all_hold(conditions: Iterable[Condition]) -> Condition:
    """One failure decides; else one unknown leaves it open."""
    found = list(conditions)
    if any(one.holds is False for one in found):
        return Condition(False)
    waits = frozenset[str]().union(*(one.waits_for for one in found))
    return Condition(None, waits) if any(one.holds is None for one in found) else Condition(True)


def failures(conditions: Mapping[str, Condition]) -> frozenset[str]:
    """The names of all that surely fail."""
    return frozenset(name for name, one in conditions.items() if one.holds is False)


def half_up(exact: Fraction | int) -> int:
    """A number of 分, 0 or more, rounded to a whole one (四舍五入)."""
    return floor(exact + Fraction(1, 2))


def rounded_up(exact: Fraction | int) -> int:
    """A number of 分 rounded up to a whole one."""
    return ceil(exact)


def by_largest_remainder(total: int, weights: Sequence[int]) -> list[int]:
    """``total`` divided by weights (最大余数法): floors first, then one 分 each to the largest remainders, in order."""
    exact = [Fraction(total * weight, sum(weights)) for weight in weights]
    parts = [floor(one) for one in exact]
    order = sorted(range(len(weights)), key=lambda place: (parts[place] - exact[place], place))
    for place in order[: total - sum(parts)]:
        parts[place] += 1
    return parts
