"""Between which numbers each part of a formula lies, so that nothing overflows and the short division is used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from investpolicy.values.count import COUNT_LIMIT
from investpolicy.values.formula import Sort
from investpolicy.values.points import POINTS_LIMIT, SCALE
from investpolicy.values.text import MONEY_LIMIT_FEN


@dataclass(frozen=True, slots=True)
class Interval:
    """From ``low`` to ``high``, both included."""

    low: int
    high: int

    def __iter__(self) -> Iterator[int]:
        yield self.low
        yield self.high

    @classmethod
    def of_fact(cls, path: str, sort: Sort) -> Interval | None:
        """Where a fact can lie; None where it is no number."""
        match sort:
            case "money":
                return cls(-MONEY_LIMIT_FEN, MONEY_LIMIT_FEN)
            case "points":
                return cls(-POINTS_LIMIT * SCALE, POINTS_LIMIT * SCALE)
            case "count":
                return cls(0, COUNT_LIMIT)
            case _:
                return None


def bounds_of(op: str, a: Interval | None, b: Interval | None) -> Interval | None:
    """The interval of an operation's result; None where nothing is known."""
    if a is None or b is None:
        return None
    match op:
        case "add":
            return Interval(a.low + b.low, a.high + b.high)
        case "subtract":
            return Interval(a.low - b.high, a.high - b.low)
        case "minimum":
            return Interval(min(a.low, b.low), min(a.high, b.high))
        case "maximum":
            return Interval(max(a.low, b.low), max(a.high, b.high))
        case _:
            return Interval(min(a.low, b.low), max(a.high, b.high))
