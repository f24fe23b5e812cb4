"""What answers should be, in plain Fractions and Decimals; nothing here is imported from the library.

Amounts are 分. A bracket is a mapping with ``from`` or ``above``, perhaps ``to`` or ``below``, and what it pays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Context, Decimal
from fractions import Fraction
from typing import Any

_DECIMAL_MODES = {
    "half-up": ROUND_HALF_UP,
    "down": ROUND_DOWN,
    "half-even": ROUND_HALF_EVEN,
    "up": ROUND_UP,
}
_UNITS = {"分": 1, "元": 100, "万元": 1_000_000}


def rounded(exact: Fraction, mode: str, unit: int = 1) -> int:
    """``exact`` rounded to a whole number of ``unit``, by Decimal's own quantize."""
    scaled = exact / unit
    floor = scaled.numerator // scaled.denominator
    rest = scaled - floor
    # the part that decides, in few digits: below a half, a half, above a half
    half = Fraction(1, 2)
    part = "0" if not rest else "0.25" if rest < half else "0.5" if rest == half else "0.75"
    near = Context(prec=60).add(Decimal(floor), Decimal(part))
    return int(near.quantize(Decimal(1), _DECIMAL_MODES[mode], Context(prec=60))) * unit


def unit_fen(unit: str) -> int:
    """A rounding unit in 分."""
    return _UNITS[unit]


def largest_remainder(total: int, weights: Sequence[int]) -> list[int]:
    """Parts of ``total`` ≥ 0: floors, then one 分 each to the largest remainders, the first of equals before."""
    exact = [Fraction(total * weight, sum(weights)) for weight in weights]
    parts = [part.numerator // part.denominator for part in exact]
    order = sorted(range(len(weights)), key=lambda place: (parts[place] - exact[place], place))
    for place in order[: total - sum(parts)]:
        parts[place] += 1
    return parts


# --- schedules --------------------------------------------------------------------------------------------------


def inside(bracket: Mapping[str, Any], x: int) -> bool:
    """Whether an amount belongs to a bracket."""
    return (
        ("from" not in bracket or x >= bracket["from"])
        and ("above" not in bracket or x > bracket["above"])
        and ("to" not in bracket or x <= bracket["to"])
        and ("below" not in bracket or x < bracket["below"])
    )


def lower(bracket: Mapping[str, Any]) -> int:
    """The lower edge of a bracket as it is written."""
    return int(bracket["from"] if "from" in bracket else bracket["above"])


def slab(brackets: Sequence[Mapping[str, Any]], x: int, mode: str, unit: int) -> int:
    """The rate of the one bracket on the whole amount."""
    return next((rounded(one["rate"] * x, mode, unit) for one in brackets if inside(one, x)), 0)


def lookup(brackets: Sequence[Mapping[str, Any]], x: int) -> int:
    """The sum of the one bracket."""
    return next((int(one["amount"]) for one in brackets if inside(one, x)), 0)


def marginal(brackets: Sequence[Mapping[str, Any]], x: int, mode: str, unit: int) -> int:
    """Each rate on the part of the amount inside its bracket."""
    if not any(inside(one, x) for one in brackets):
        return 0
    earned = Fraction(0)
    for place, one in enumerate(brackets):
        top = lower(brackets[place + 1]) if place + 1 < len(brackets) else x
        earned += one["rate"] * max(min(x, top) - lower(one), 0)
    return rounded(earned, mode, unit)


def base_plus_step(brackets: Sequence[Mapping[str, Any]], x: int, partial: str, mode: str, unit: int) -> int:
    """The base amount, and more for each step beyond the lower edge."""
    for one in brackets:
        if inside(one, x):
            steps = Fraction(x - lower(one), one["step"])
            if partial == "pro-rata":
                return rounded(one["amount"] + steps * one["per_step"], mode, unit)
            whole = steps.numerator // steps.denominator
            begun = whole + (partial == "counted" and steps != whole)
            return int(one["amount"] + begun * one["per_step"])
    return 0


def prizes(tiers: Sequence[tuple[int, int, int]]) -> dict[int, int]:
    """The amount of each rank that gets one; ``tiers`` are (first, last, amount)."""
    return {rank: amount for first, last, amount in tiers for rank in range(first, last + 1)}


# --- rankings ---------------------------------------------------------------------------------------------------


def places(scores: Sequence[Any]) -> list[tuple[int, int, int, int]]:
    """(rank, number tied, dense rank, order in the tie) of each score, the highest first."""
    return [
        (
            1 + sum(other > score for other in scores),
            sum(other == score for other in scores),
            1 + len({other for other in scores if other > score}),
            1 + sum(other == score for other in scores[:place]),
        )
        for place, score in enumerate(scores)
    ]
