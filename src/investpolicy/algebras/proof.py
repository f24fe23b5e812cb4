"""Formulas as Z3 terms (extra ``proof``). Every term says beside its value whether that value is known."""
# pyright: basic

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import z3

from investpolicy.values.curve import Curve
from investpolicy.values.formula import Node, Raw, Sort, fold
from investpolicy.values.rounding import Line, Mode
from investpolicy.values.unknown import Unknown


@dataclass(frozen=True, slots=True)
class Term:
    """A value (a day is a number), and whether it is ``known``."""

    value: Any
    known: Any


def literal(raw: Raw, sort: Sort) -> Term:
    """The term of a plain or unknown value."""
    known = z3.BoolVal(raw.__class__ is not Unknown)
    if raw.__class__ is Unknown:
        raw = {"truth": False, "choice": "", "day": date.min}.get(sort, 0)
    if sort == "truth":
        return Term(z3.BoolVal(raw), known)
    if sort == "choice":
        return Term(z3.StringVal(str(raw)), known)
    return Term(z3.IntVal(raw.toordinal() if isinstance(raw, date) else raw), known)


def variable(path: str, sort: Sort) -> Term:
    """A free fact, which may be unknown."""
    make = {"truth": z3.Bool, "choice": z3.String}.get(sort, z3.Int)
    return Term(make(path), z3.Bool(f"known:{path}"))


def _strict(value: Any, *args: Term) -> Term:
    return Term(value, z3.And(*(arg.known for arg in args)))


class Z3Terms:
    """The algebra."""

    def constant(self, raw: Raw, sort: Sort, name: str) -> Term:
        return literal(raw, sort)

    def named(self, a: Term, name: str, says: object) -> Term:
        return a

    def open_term(self, *args: Any) -> Term:
        return Term(z3.IntVal(0), z3.BoolVal(False))

    def add(self, a: Term, b: Term) -> Term:
        return _strict(a.value + b.value, a, b)

    def subtract(self, a: Term, b: Term) -> Term:
        return _strict(a.value - b.value, a, b)

    def minimum(self, a: Term, b: Term) -> Term:
        return _strict(z3.If(a.value > b.value, b.value, a.value), a, b)

    def maximum(self, a: Term, b: Term) -> Term:
        return _strict(z3.If(b.value > a.value, b.value, a.value), a, b)

    def at_least(self, a: Term, b: Term) -> Term:
        return _strict(a.value >= b.value, a, b)

    def more_than(self, a: Term, b: Term) -> Term:
        return _strict(a.value > b.value, a, b)

    def equal(self, a: Term, b: Term) -> Term:
        return _strict(a.value == b.value, a, b)

    def is_in(self, a: Term, members: frozenset[str]) -> Term:
        return _strict(z3.Or(*(a.value == z3.StringVal(one) for one in sorted(members))), a)

    def starts_with(self, a: Term, prefixes: tuple[str, ...]) -> Term:
        return _strict(z3.Or(*(z3.PrefixOf(z3.StringVal(one), a.value) for one in prefixes)), a)

    def all_of(self, *args: Term) -> Term:
        fails = z3.Or(*(z3.And(arg.known, z3.Not(arg.value)) for arg in args))
        holds = z3.And(*(z3.And(arg.known, arg.value) for arg in args))
        return Term(holds, z3.Or(fails, holds))

    def any_of(self, *args: Term) -> Term:
        holds = z3.Or(*(z3.And(arg.known, arg.value) for arg in args))
        fails = z3.And(*(z3.And(arg.known, z3.Not(arg.value)) for arg in args))
        return Term(holds, z3.Or(fails, holds))

    def not_(self, a: Term) -> Term:
        return Term(z3.Not(a.value), a.known)

    def where(self, condition: Term, then: Term, otherwise: Term) -> Term:
        value = z3.If(condition.value, then.value, otherwise.value)
        return Term(value, z3.And(condition.known, z3.If(condition.value, then.known, otherwise.known)))

    def line(self, x: Term, by: Line) -> Term:
        return _strict(_line(x.value, by), x)

    def curve(self, x: Term, by: Curve) -> Term:
        value: Any = z3.IntVal(by.below)
        for piece in by.pieces:
            value = z3.If(x.value >= piece.start, _line(x.value, piece.line), value)
        return _strict(value, x)

    def equal_part(self, x: Term, parts: Term, place: Term) -> Term:
        whole = x.value / parts.value
        value = whole + z3.If(x.value - whole * parts.value >= place.value, 1, 0)
        return Term(value, z3.And(x.known, parts.known, place.known, place.value >= 1, place.value <= parts.value))


def _line(x: Any, by: Line) -> Any:
    return by.offset + by.unit * _divide(by.slope * x + by.intercept, z3.IntVal(by.divisor), by.mode)


def _divide(numerator: Any, divisor: Any, mode: Mode) -> Any:
    floor = numerator / divisor  # Z3's integer division: the floor, for a positive divisor
    rest = numerator - floor * divisor
    match mode:
        case Mode.DOWN:
            up = z3.And(numerator < 0, rest > 0)
        case Mode.UP:
            up = z3.And(numerator >= 0, rest > 0)
        case Mode.HALF_UP:
            up = z3.Or(2 * rest > divisor, z3.And(2 * rest == divisor, numerator >= 0))
        case Mode.HALF_EVEN:
            up = z3.Or(2 * rest > divisor, z3.And(2 * rest == divisor, floor % 2 == 1))
    return z3.If(up, floor + 1, floor)


def to_term(node: Node, leaf: Callable[[str, Sort], Term] = variable) -> Term:
    """The Z3 term of a formula; ``leaf`` gives its facts, free variables unless told otherwise."""
    result: Term = fold(node, Z3Terms(), leaf)
    return result


def plain_value(term: Term, sort: Sort) -> Raw:
    """The plain or unknown value of a term without free variables."""
    if not z3.is_true(z3.simplify(term.known)):
        return Unknown()
    value = cast("Any", z3.simplify(term.value))  # its class follows from the sort
    if sort == "truth":
        return z3.is_true(value)
    if sort == "choice":
        return re.sub(r"\\u\{([0-9a-f]+)\}", lambda found: chr(int(found[1], 16)), value.as_string())
    number = value.as_long()
    return date.fromordinal(number) if sort == "day" else number
