"""Formulas on columns, through Narwhals: pandas, Polars, PyArrow, DuckDB, PySpark. Nothing is executed here.

Unknown is null, and null never turns into an amount: every operation keeps it. Money, points and counts are int64.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
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
    """An expression and, where it is a number, the interval its known values lie in.

    ``level`` is the stage from which on it can be computed; ``short`` says that it is a mere name or literal.
    """

    expr: nw.Expr
    bounds: Interval | None
    plain: Raw = None  # the value, where the column is a constant
    level: int = 0
    short: bool = False
    name: str = ""  # of the column, where it is one as it stands


Divide = Callable[[Any, Mapping[str, tuple[str, int]]], Any]
"""Adds columns to a frame: the floors of columns, by name, that are never below zero, over whole numbers."""


class Stages:
    """Columns between the facts and the answers, so that no engine is asked twice for the same thing.

    Each is added to the frame with the others of its stage; a stage reads those before it.
    """

    def __init__(self, prefix: str, divide: Divide | None = None) -> None:
        self.prefix = prefix
        self.divide = divide
        self.steps: list[dict[str, nw.Expr]] = []
        self.quotients: list[dict[str, tuple[str, int]]] = []

    def keep(self, a: Column, name: str = "") -> Column:
        """The same column by name, computed once."""
        if a.short:
            return a
        own = self._new(a.level, name)
        self.steps[a.level][own] = a.expr
        return Column(nw.col(own), a.bounds, a.plain, a.level + 1, short=True, name=own)

    def quotient(self, a: Column, denominator: int) -> Column:
        """The floor of a quotient that is never below zero, where the engine divides in its own words."""
        above = a if a.name else self.keep(replace(a, short=False))
        own = self._new(above.level, "")
        self.quotients[above.level][own] = above.name, denominator
        return Column(nw.col(own), None, level=above.level + 1, short=True, name=own)

    def _new(self, level: int, name: str) -> str:
        while len(self.steps) <= level:
            self.steps.append({})
            self.quotients.append({})
        number = len(self.steps[level]) + len(self.quotients[level]) + 1
        own = f"{self.prefix}{name or f'{level + 1}_{number}'}"
        taken = any(own in one for one in self.steps) or any(own in one for one in self.quotients)
        return f"{own}_{level + 1}_{number}" if taken else own

    def add_to(self, frame: Any) -> Any:
        """The frame with the columns, stage by stage."""
        for step, quotients in zip(self.steps, self.quotients, strict=True):
            frame = frame.with_columns(**step) if step else frame
            if quotients and self.divide is not None:
                frame = self.divide(frame, quotients)
        return frame


def _literal(raw: Raw, sort: Sort) -> nw.Expr:
    if raw.__class__ is Unknown:
        return nw.lit(None, _DTYPES[sort])
    if sort == "choice":
        return nw.lit(str(raw), nw.String)
    return nw.lit(raw, _DTYPES[sort])


def floor_divide(numerator: nw.Expr, denominator: int) -> nw.Expr:
    """The one place where columns divide: the floor of ``numerator / denominator``."""
    return numerator // nw.lit(denominator, nw.Int64)


def _whole(number: int) -> nw.Expr:
    return nw.lit(number, nw.Int64)


_NO: Final = nw.lit(False, nw.Boolean)
_FEW: Final = 4  # prefixes that are looked for one by one


class Columns:
    """The algebra. ``limit`` is the largest integer that the engine divides exactly.

    With ``stages``, what an operation reads more than once becomes a column of its own first; without, it is repeated.
    """

    def __init__(self, limit: int = INT64, stages: Stages | None = None) -> None:
        self.limit = limit
        self.stages = stages

    def once(self, a: Column, name: str = "") -> Column:
        """A column that may be read several times."""
        return a if self.stages is None else self.stages.keep(a, name)

    def constant(self, raw: Raw, sort: Sort, name: str) -> Column:
        bounds = self._checked(Interval(raw, raw) if raw.__class__ is int else None)
        return Column(_literal(raw, sort), bounds, raw, short=True)

    def named(self, a: Column, name: str, says: object) -> Column:
        return a

    def open_term(self, *args: Any) -> Column:
        return Column(nw.lit(None, nw.Int64), None, Unknown(args[-1]), short=True)

    def add(self, a: Column, b: Column) -> Column:
        return Column(a.expr + b.expr, self._checked(bounds_of("add", a.bounds, b.bounds)), level=_level(a, b))

    def subtract(self, a: Column, b: Column) -> Column:
        return Column(a.expr - b.expr, self._checked(bounds_of("subtract", a.bounds, b.bounds)), level=_level(a, b))

    def minimum(self, a: Column, b: Column) -> Column:
        a, b = self.once(a), self.once(b)
        takes_b = (a.expr > b.expr) if b.plain.__class__ is int else (a.expr > b.expr) | b.expr.is_null()
        expr = nw.when(takes_b).then(b.expr).otherwise(a.expr)
        return Column(expr, bounds_of("minimum", a.bounds, b.bounds), level=_level(a, b))

    def maximum(self, a: Column, b: Column) -> Column:
        a, b = self.once(a), self.once(b)
        takes_b = (b.expr > a.expr) if b.plain.__class__ is int else (b.expr > a.expr) | b.expr.is_null()
        expr = nw.when(takes_b).then(b.expr).otherwise(a.expr)
        return Column(expr, bounds_of("maximum", a.bounds, b.bounds), level=_level(a, b))

    def at_least(self, a: Column, b: Column) -> Column:
        # the column first: an engine may not compare a literal with a column that is one value repeated
        expr = b.expr <= a.expr if a.plain is not None else a.expr >= b.expr
        return Column(expr, None, level=_level(a, b))

    def more_than(self, a: Column, b: Column) -> Column:
        expr = b.expr < a.expr if a.plain is not None else a.expr > b.expr
        return Column(expr, None, level=_level(a, b))

    def equal(self, a: Column, b: Column) -> Column:
        return Column(a.expr == b.expr, None, level=_level(a, b))

    def is_in(self, a: Column, members: frozenset[str]) -> Column:
        # an engine may take a missing text for one that is not in the list
        a = self.once(a)
        found = a.expr.is_in(sorted(members)) if members else _NO
        return Column(nw.when(~a.expr.is_null()).then(found), None, level=a.level)

    def starts_with(self, a: Column, prefixes: tuple[str, ...]) -> Column:
        a = self.once(a)
        found = _begins(a.expr, prefixes)
        return Column(nw.when(~a.expr.is_null()).then(found), None, level=a.level)

    def is_null(self, a: Column) -> Column:
        """Whether a column is unknown in a row; never unknown itself."""
        return Column(a.expr.is_null(), None, level=a.level)

    def all_of(self, *args: Column) -> Column:
        if len(args) == 1:
            return args[0]
        expr = args[0].expr
        for arg in args[1:]:
            expr = expr & arg.expr
        return Column(expr, None, level=_level(*args))

    def any_of(self, *args: Column) -> Column:
        expr = args[0].expr
        for arg in args[1:]:
            expr = expr | arg.expr
        return Column(expr, None, level=_level(*args))

    def not_(self, a: Column) -> Column:
        return Column(~a.expr, None, level=a.level)

    def where(self, condition: Column, then: Column, otherwise: Column) -> Column:
        # one chain, so that a null condition falls through to null
        condition = self.once(condition)
        expr = nw.when(condition.expr).then(then.expr).when(~condition.expr).then(otherwise.expr)
        bounds = bounds_of("where", then.bounds, otherwise.bounds)
        return Column(expr.otherwise(None), bounds, level=_level(condition, then, otherwise))

    def line(self, x: Column, by: Line) -> Column:
        bounds = x.bounds or Interval(-self.limit, self.limit)
        result = Interval(*sorted((by(bounds.low), by(bounds.high))))
        self._checked(result)
        found = self._line(x, bounds, by)
        return Column(found.expr, result, level=found.level)

    def _line(self, x: Column, bounds: Interval, by: Line) -> Column:
        """The line inside ``bounds``; where the column reaches further, what it gives there is never used."""
        if not by.slope:
            x = self.once(x)
            return self._with(x, x.expr - x.expr + _whole(by(0)))  # null where x is
        twice = 2 * by.divisor
        reach = max(abs(by.slope * edge + by.intercept) for edge in bounds) * 2 + twice
        if by.divisor == 1:
            result = self._scaled(x, by.slope, by.intercept)
        elif reach < self.limit:
            if x.bounds is None or max(abs(by.slope * edge + by.intercept) for edge in x.bounds) * 2 + twice > INT64:
                x = self._inside(x, bounds)
            rest = self._scaled(x, by.slope, by.intercept)
            result = self._rounded(None, rest, by, bounds)
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
            x = self.once(x)
            whole = self.once(self._floor(x, by.divisor, positive=bounds.low >= 0))
            rest = self._with(whole, x.expr - whole.expr * _whole(by.divisor))
            more, left = divmod(by.intercept, by.divisor)
            result = self._rounded(
                self._scaled(whole, by.slope, more),
                self._scaled(rest, by.slope, left),
                by,
                bounds,
            )
        return self._scaled(result, by.unit, by.offset)

    def _inside(self, x: Column, bounds: Interval) -> Column:
        """Null outside ``bounds``: an engine may compute a branch that it does not take, and find that it overflows."""
        if x.bounds == bounds:
            return x
        x = self.once(x)
        expr = nw.when((x.expr >= bounds.low) & (x.expr <= bounds.high)).then(x.expr)
        return Column(expr, bounds, level=x.level)

    def _scaled(self, a: Column, times: int, plus: int) -> Column:
        """``a × times + plus``, without what changes nothing."""
        expr = a.expr if times == 1 else a.expr * _whole(times)
        return self._with(a, expr + _whole(plus) if plus else expr)

    def _with(self, a: Column, expr: nw.Expr) -> Column:
        """An expression on one column."""
        return Column(expr, None, level=a.level)

    def _floor(self, a: Column, denominator: int, *, positive: bool) -> Column:
        if positive and self.stages is not None and self.stages.divide is not None:
            return self.stages.quotient(a, denominator)
        return self._with(a, floor_divide(a.expr, denominator))

    def _sum(self, whole: Column | None, part: Column) -> Column:
        return part if whole is None else Column(whole.expr + part.expr, None, level=_level(whole, part))

    def _rounded(self, whole: Column | None, rest: Column, by: Line, bounds: Interval) -> Column:
        """``whole + rest/divisor`` rounded; ``rest`` may be any small number."""
        lowest = min(by.slope * edge + by.intercept for edge in bounds)
        divisor = by.divisor
        positive = lowest >= 0 if whole is None else bounds.low >= 0 and by.slope >= 0 and by.intercept >= 0
        more = {Mode.HALF_UP: (2, divisor), Mode.UP: (1, divisor - 1), Mode.DOWN: (1, 0)}.get(by.mode)
        if lowest >= 0 and more is not None:
            times, plus = more
            above = rest.expr * times if times > 1 else rest.expr
            part = self._floor(self._with(rest, above + plus if plus else above), times * divisor, positive=positive)
            return self._sum(whole, part)
        rest = self.once(rest)
        part = self.once(self._floor(rest, divisor, positive=positive))
        floor = self._sum(whole, part)
        floor = self.once(floor)
        left = self.once(self._with(part, rest.expr - part.expr * divisor))
        level = max(floor.level, left.level)
        return Column(_mode(floor.expr, left.expr, _whole(divisor), by.mode), None, level=level)

    def curve(self, x: Column, by: Curve) -> Column:
        bounds = x.bounds or Interval(-self.limit, self.limit)
        x = self.once(x)
        parts: list[tuple[int, Column]] = []
        ends: list[int] = []
        upper = bounds.high
        for start, line in ((piece.start, piece.line) for piece in reversed(by.pieces)):
            inside = Interval(max(start, min(bounds.low, upper)), max(upper, start))
            ends += [line(edge) for edge in inside]
            parts.append((start, self._line(x, inside, line) if line.slope else self._with(x, _whole(line(0)))))
            if start <= bounds.low:  # nothing lies below
                break
            upper = start - 1
        else:
            ends.append(by.below)
            parts.append((bounds.low, self._with(x, _whole(by.below))))
        between = self._checked(Interval(min(ends), max(ends)))
        if len(parts) == 1 and by.pieces[-1].line.slope:  # one line, which is null where x is
            return Column(parts[0][1].expr, between, level=parts[0][1].level)
        *above, (_, last) = parts
        chain: Any = nw.when(x.expr.is_null()).then(nw.lit(None, nw.Int64))
        for start, found in above:
            chain = chain.when(x.expr >= start).then(found.expr)
        return Column(chain.otherwise(last.expr), between, level=_level(*(found for _, found in parts)))

    def equal_part(self, x: Column, parts: Column, place: Column) -> Column:
        bounds = x.bounds or Interval(-self.limit, self.limit)
        if max(map(abs, bounds)) >= self.limit:
            raise EngineError(
                Problem("", "this engine does not divide such amounts exactly", "decide record by record")
            )
        x, parts, place = self.once(x), self.once(parts), self.once(place)
        positive = nw.when(parts.expr > 0).then(parts.expr)
        whole = self.once(Column(x.expr // positive, None, level=_level(x, parts)))
        more = nw.when(x.expr - whole.expr * parts.expr >= place.expr).then(_whole(1)).otherwise(_whole(0))
        expr = nw.when((place.expr >= 1) & (place.expr <= parts.expr)).then(whole.expr + more)
        between = Interval(min(bounds.low, 0), max(bounds.high, 0))
        return Column(expr, between, level=_level(whole, place, parts))

    def _checked(self, bounds: Interval | None) -> Interval | None:
        if bounds is not None and max(abs(bounds.low), abs(bounds.high)) > INT64:
            raise EngineError(
                Problem("", f"a step of the formula can reach {bounds.high}, beyond 64 bits", "decide record by record")
            )
        return bounds


def _begins(text: nw.Expr, prefixes: tuple[str, ...]) -> nw.Expr:
    """Whether a text begins with any of these; of many in one search."""
    fewest = [one for one in prefixes if not any(one != other and one.startswith(other) for other in prefixes)]
    if len(fewest) > _FEW:
        return text.str.contains(f"^({'|'.join(map(re.escape, dict.fromkeys(fewest)))})")
    found = _NO
    for prefix in fewest:
        begins = text.str.starts_with(prefix)
        found = begins if found is _NO else found | begins
    return found


def _level(*columns: Column) -> int:
    return max(one.level for one in columns)


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
        return Column(nw.col(columns[path]), Interval.of_fact(path, sort), short=True)

    return column(simplify(node), leaf, Columns(limit)).expr
