"""What every operation means on plain values and unknowns: the one place where it is said.

Arguments are int (分, counts, points in ten-thousandths), bool, date, str, or Unknown. Arithmetic and comparison are
strict (an unknown argument gives unknown, naming all that is missing); ``all_of``, ``any_of`` and ``where`` are
Kleene's: an unknown that can not matter does not.
"""

from __future__ import annotations

from typing import Any

from investpolicy.values.curve import Curve
from investpolicy.values.rounding import Line
from investpolicy.values.unknown import Unknown, unknown_of

__all__ = [
    "add",
    "all_of",
    "any_of",
    "at_least",
    "curve",
    "equal",
    "equal_part",
    "is_in",
    "line",
    "maximum",
    "minimum",
    "more_than",
    "named",
    "not_",
    "open_term",
    "starts_with",
    "subtract",
    "where",
]

Plain = Any


def add(a: Plain, b: Plain) -> Plain:
    missing = unknown_of(a, b)
    return a + b if missing is None else missing


def subtract(a: Plain, b: Plain) -> Plain:
    missing = unknown_of(a, b)
    return a - b if missing is None else missing


def minimum(a: Plain, b: Plain) -> Plain:
    missing = unknown_of(a, b)
    return (b if a > b else a) if missing is None else missing


def maximum(a: Plain, b: Plain) -> Plain:
    missing = unknown_of(a, b)
    return (b if b > a else a) if missing is None else missing


def at_least(a: Plain, b: Plain) -> Plain:
    missing = unknown_of(a, b)
    return a >= b if missing is None else missing


def more_than(a: Plain, b: Plain) -> Plain:
    missing = unknown_of(a, b)
    return a > b if missing is None else missing


def equal(a: Plain, b: Plain) -> Plain:
    missing = unknown_of(a, b)
    return a == b if missing is None else missing


def is_in(a: Plain, members: frozenset[str]) -> Plain:
    missing = unknown_of(a)
    return a in members if missing is None else missing


def starts_with(a: Plain, prefixes: tuple[str, ...]) -> Plain:
    missing = unknown_of(a)
    return a.startswith(prefixes) if missing is None else missing


def all_of(*args: Plain) -> Plain:
    for arg in args:
        if arg is False:
            return False
    missing = unknown_of(*args)
    return True if missing is None else missing


def any_of(*args: Plain) -> Plain:
    for arg in args:
        if arg is True:
            return True
    missing = unknown_of(*args)
    return False if missing is None else missing


def not_(a: Plain) -> Plain:
    missing = unknown_of(a)
    return not a if missing is None else missing


def where(condition: Plain, then: Plain, otherwise: Plain) -> Plain:
    if condition.__class__ is Unknown:
        return condition
    return then if condition else otherwise


def line(x: Plain, by: Line) -> Plain:
    missing = unknown_of(x)
    return by(x) if missing is None else missing


def curve(x: Plain, by: Curve) -> Plain:
    missing = unknown_of(x)
    return by(x) if missing is None else missing


def equal_part(x: Plain, parts: Plain, place: Plain) -> Plain:
    """The ``place``-th of ``parts`` equal parts of x; the first ones take what is left over, so that all add up.

    Unknown where there is no such part.
    """
    missing = unknown_of(x, parts, place)
    if missing is not None:
        return missing
    if not 1 <= place <= parts:
        return Unknown()
    whole, rest = divmod(x, parts)
    return whole + (rest >= place)


def open_term(*args: Plain) -> Plain:
    """A term that is not published, used on ``args`` (all but the last, which is its name)."""
    missing = unknown_of(*args[:-1])
    return Unknown(args[-1], *(missing.names if missing is not None else ()))


def named(a: Plain, name: str, says: object) -> Plain:
    return a
