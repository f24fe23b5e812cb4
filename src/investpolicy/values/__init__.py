"""Exact values. Each holds a plain value, an :class:`Unknown`, or a formula node."""

from investpolicy.values.choice import Choice
from investpolicy.values.count import Count
from investpolicy.values.curve import Curve, Piece
from investpolicy.values.day import Day
from investpolicy.values.foreign import ForeignAmount
from investpolicy.values.formula import all_of, any_of, maximum, minimum, named, not_, where
from investpolicy.values.money import Money
from investpolicy.values.points import Points
from investpolicy.values.ratio import Ratio
from investpolicy.values.rounding import Line, Mode, Rounding
from investpolicy.values.shares import Shares
from investpolicy.values.truth import Truth
from investpolicy.values.unknown import Unknown

__all__ = [
    "Choice",
    "Count",
    "Curve",
    "Day",
    "ForeignAmount",
    "Line",
    "Mode",
    "Money",
    "Piece",
    "Points",
    "Ratio",
    "Rounding",
    "Shares",
    "Truth",
    "Unknown",
    "all_of",
    "any_of",
    "maximum",
    "minimum",
    "named",
    "not_",
    "where",
]
