"""Formulas on columns, through Narwhals: pandas, Polars, PyArrow, DuckDB, PySpark. Nothing is executed here.

Unknown is null, and null never turns into an amount: every operation keeps it. Money, points and counts are int64.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import narwhals as nw

from investpolicy.algebras.bounds import Interval, bounds_of
from investpolicy.errors import EngineError, Problem
from investpolicy.values.curve import Curve
from investpolicy.values.formula import Node, Raw, Sort, fold, simplify
from investpolicy.values.rounding import Line, Mode
from investpolicy.values.unknown import Unknown

INT64: Final = 2**63 - 1
DOUBLE: Final = 2**53  # where division passes through a double (Spark)

_DTYPES: Final[dict[Sort, Any]] = {
    "money": nw.Int64,
    "points": nw.Int64,
    "count": nw.Int64,
    "truth": nw.Boolean,
    "day": nw.Date,
    "choice": nw.String,
}


def dtype_of(sort: Sort) -> Any:
    """The Narwhals type of a column of this sort."""
    return _DTYPES[sort]


@dataclass(frozen=True, slots=True)
class Column:
    """An expression and, where it is a number, the interval its known values lie in."""

    expr: nw.Expr
    bounds: Interval | None
    plain: Raw = None  # the value, where the column is a constant


def _literal(raw: Raw, sort: Sort) -> nw.Expr:
    if raw.__class__ is Unknown:
        return nw.lit(None, _DTYPES[sort])
    if sort == "choice":
        return nw.lit(str(raw), nw.String)
    return nw.lit(raw, _DTYPES[sort])


def floor_divide(numerator: nw.Expr, denominator: int) -> nw.Expr:
    """The one place where columns divide: the floor of ``numerator / denominator``."""
    return numerator // nw.lit(denominator, nw.Int64)


class Columns:
    """The algebra. ``limit`` is the largest integer that the engine divides exactly."""

    def __init__(self, limit: int = INT64) -> None:
        self.limit = limit

    def constant(self, raw: Raw, sort: Sort, name: str) -> Column:
        bounds = self._checked(Interval(raw, raw) if raw.__class__ is int else None)
        return Column(_literal(raw, sort), bounds, raw)

    def named(self, a: Column, name: str, says: object) -> Column:
        return a

    def open_term(self, *args: Any) -> Column:
        return Column(nw.lit(None, nw.Int64), None, Unknown(args[-1]))

    def add(self, a: Column, b: Column) -> Column:
        return Column(a.expr + b.expr, self._checked(bounds_of("add", a.bounds, b.bounds)))

    def subtract(self, a: Column, b: Column) -> Column:
        return Column(a.expr - b.expr, self._checked(bounds_of("subtract", a.bounds, b.bounds)))

    def minimum(self, a: Column, b: Column) -> Column:
        takes_b = (a.expr > b.expr) if b.plain.__class__ is int else (a.expr > b.expr) | b.expr.is_null()
        expr = nw.when(takes_b).then(b.expr).otherwise(a.expr)
        return Column(expr, bounds_of("minimum", a.bounds, b.bounds))

    def maximum(self, a: Column, b: Column) -> Column:
        takes_b = (b.expr > a.expr) if b.plain.__class__ is int else (b.expr > a.expr) | b.expr.is_null()
        expr = nw.when(takes_b).then(b.expr).otherwise(a.expr)
        return Column(expr, bounds_of("maximum", a.bounds, b.bounds))

    def at_least(self, a: Column, b: Column) -> Column:
        # the column first: an engine may not compare a literal with a column that is one value repeated
        return Column(b.expr <= a.expr if a.plain is not None else a.expr >= b.expr, None)

    def more_than(self, a: Column, b: Column) -> Column:
        return Column(b.expr < a.expr if a.plain is not None else a.expr > b.expr, None)

    def equal(self, a: Column, b: Column) -> Column:
        return Column(a.expr == b.expr, None)

    def is_in(self, a: Column, members: frozenset[str]) -> Column:
        # an engine may take a missing text for one that is not in the list
        found = a.expr.is_in(sorted(members)) if members else nw.lit(False, nw.Boolean)
        return Column(nw.when(~a.expr.is_null()).then(found), None)

    def starts_with(self, a: Column, prefixes: tuple[str, ...]) -> Column:
        found = nw.lit(False, nw.Boolean)
        for prefix in prefixes:
            found = found | a.expr.str.starts_with(prefix)
        return Column(nw.when(~a.expr.is_null()).then(found), None)

    def all_of(self, *args: Column) -> Column:
        expr = args[0].expr
        for arg in args[1:]:
            expr = expr & arg.expr
        return Column(expr, None)

    def any_of(self, *args: Column) -> Column:
        expr = args[0].expr
        for arg in args[1:]:
            expr = expr | arg.expr
        return Column(expr, None)

    def not_(self, a: Column) -> Column:
        return Column(~a.expr, None)

    def where(self, condition: Column, then: Column, otherwise: Column) -> Column:
        # one chain, so that a null condition falls through to null
        expr = nw.when(condition.expr).then(then.expr).when(~condition.expr).then(otherwise.expr)
        return Column(expr.otherwise(None), bounds_of("where", then.bounds, otherwise.bounds))

    def line(self, x: Column, by: Line) -> Column:
        bounds = x.bounds or Interval(-self.limit, self.limit)
        result = Interval(*sorted((by(bounds.low), by(bounds.high))))
        self._checked(result)
        return Column(self._line(x.expr, bounds, by), result)

    def _line(self, x: nw.Expr, bounds: Interval, by: Line) -> nw.Expr:
        if not by.slope:
            return x - x + nw.lit(by(0), nw.Int64)  # null where x is
        twice = 2 * by.divisor
        reach = max(abs(by.slope * edge + by.intercept) for edge in bounds) * 2 + twice
        if by.divisor == 1:
            result = x * nw.lit(by.slope, nw.Int64) + nw.lit(by.intercept, nw.Int64)
        elif reach < self.limit:
            result = self._rounded(nw.lit(0, nw.Int64), x * by.slope + nw.lit(by.intercept, nw.Int64), by, bounds)
        else:
            # x = whole·divisor + rest, so that no product is large; any whole number near the quotient will do
            if 4 * (abs(by.slope) + 1) * by.divisor >= self.limit:
                raise EngineError(
                    Problem(
                        "",
                        f"the ratio {by.slope}/{by.divisor} is too fine for 64-bit columns",
                        "decide record by record",
                    )
                )
            whole = floor_divide(x, by.divisor)
            rest = x - whole * nw.lit(by.divisor, nw.Int64)
            more, left = divmod(by.intercept, by.divisor)
            result = self._rounded(
                whole * nw.lit(by.slope, nw.Int64) + nw.lit(more, nw.Int64),
                rest * nw.lit(by.slope, nw.Int64) + nw.lit(left, nw.Int64),
                by,
                bounds,
            )
        return result * nw.lit(by.unit, nw.Int64) + nw.lit(by.offset, nw.Int64)

    def _rounded(self, whole: nw.Expr, rest: nw.Expr, by: Line, bounds: Interval) -> nw.Expr:
        """``whole + rest/divisor`` rounded; ``rest`` may be any small number."""
        lowest = min(by.slope * edge + by.intercept for edge in bounds)
        divisor = by.divisor
        if lowest >= 0 and by.mode is Mode.HALF_UP:
            return whole + floor_divide(rest * 2 + divisor, 2 * divisor)
        if lowest >= 0 and by.mode is Mode.UP:
            return whole + floor_divide(rest + (divisor - 1), divisor)
        part = floor_divide(rest, divisor)
        floor = whole + part
        if lowest >= 0 and by.mode is Mode.DOWN:
            return floor
        return _mode(floor, rest - part * divisor, nw.lit(divisor, nw.Int64), by.mode)

    def curve(self, x: Column, by: Curve) -> Column:
        bounds = x.bounds or Interval(-self.limit, self.limit)
        chain: Any = nw.when(x.expr.is_null()).then(nw.lit(None, nw.Int64))
        low, high = by.below, by.below
        upper = bounds.high
        for piece in reversed(by.pieces):
            inside = Interval(max(piece.start, min(bounds.low, upper)), max(upper, piece.start))
            values = [piece.line(edge) for edge in inside]
            low, high = min(low, *values), max(high, *values)
            expr = self._line(x.expr, inside, piece.line)
            chain = chain.when(x.expr >= piece.start).then(expr)
            upper = piece.start - 1
        self._checked(Interval(low, high))
        return Column(chain.otherwise(nw.lit(by.below, nw.Int64)), Interval(low, high))

    def equal_part(self, x: Column, parts: Column, place: Column) -> Column:
        bounds = x.bounds or Interval(-self.limit, self.limit)
        if max(map(abs, bounds)) >= self.limit:
            raise EngineError(
                Problem("", "this engine does not divide such amounts exactly", "decide record by record")
            )
        positive = nw.when(parts.expr > 0).then(parts.expr)
        whole = x.expr // positive
        more = nw.when(x.expr - whole * positive >= place.expr).then(nw.lit(1, nw.Int64))
        expr = nw.when((place.expr >= 1) & (place.expr <= parts.expr)).then(whole + more.otherwise(nw.lit(0, nw.Int64)))
        return Column(expr, Interval(min(bounds.low, 0), max(bounds.high, 0)))

    def _checked(self, bounds: Interval | None) -> Interval | None:
        if bounds is not None and max(abs(bounds.low), abs(bounds.high)) > INT64:
            raise EngineError(
                Problem("", f"a step of the formula can reach {bounds.high}, beyond 64 bits", "decide record by record")
            )
        return bounds


def _mode(floor: nw.Expr, rest: nw.Expr, divisor: nw.Expr, mode: Mode) -> nw.Expr:
    """The rounded value from a floor and what is left over it, of either sign."""
    negative = floor < 0
    twice = rest * 2
    match mode:
        case Mode.DOWN:
            up = negative & (rest > 0)
        case Mode.UP:
            up = ~negative & (rest > 0)
        case Mode.HALF_UP:
            up = (twice > divisor) | ((twice == divisor) & ~negative)
        case Mode.HALF_EVEN:
            odd = (floor - floor_divide(floor, 2) * 2) == 1
            up = (twice > divisor) | ((twice == divisor) & odd)
    return nw.when(up).then(floor + 1).otherwise(floor)


def column(
    node: Node, leaf: Callable[[str, Sort], Column], algebra: Columns, memo: dict[int, Any] | None = None
) -> Column:
    """A simplified formula as a column."""
    result: Column = fold(node, algebra, leaf, memo)
    return result


def to_expr(node: Node, columns: Mapping[str, str], *, limit: int = INT64) -> nw.Expr:
    """The expression of a formula; ``columns`` names the column of each fact."""

    def leaf(path: str, sort: Sort) -> Column:
        return Column(nw.col(columns[path]), Interval.of_fact(path, sort))

    return column(simplify(node), leaf, Columns(limit)).expr
