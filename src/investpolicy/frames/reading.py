"""What stands in columns, as the exact values of facts (读取): units, days, truths, categories.

Most values are read by the engine itself, in a form that can not be mistaken. What it can not read (``5.2亿元``,
``市级园区``, ``是``) is looked at once for each distinct value, and read as on a record. What is not exact is refused
with the first rows.
"""
# pyright: basic

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

import narwhals as nw

from investpolicy.algebras.bounds import Interval
from investpolicy.algebras.columns import dtype_of
from investpolicy.errors import EngineError, PolicyError, Problem, not_known
from investpolicy.frames.door import ROW, Door, numbered, rows_of
from investpolicy.frames.naming import Fact
from investpolicy.frames.plan import OWN
from investpolicy.headers import header_unit
from investpolicy.values.count import COUNT_LIMIT
from investpolicy.values.day import Day
from investpolicy.values.points import POINTS_LIMIT, SCALE, Points
from investpolicy.values.text import (
    MONEY_LIMIT_FEN,
    MONEY_UNITS,
    decimal_of,
    money_fen,
    money_fen_of_number,
    plain,
    points_of,
)
from investpolicy.values.truth import Truth

FACT: Final = f"{OWN}fact_"
MOST_ODD: Final = 20_000  # distinct values of one column that are read one by one
_SHOWN: Final = 3  # offending rows in a message
_DIGITS: Final = 15  # of a floating point number, as spreadsheets show them
_YES: Final = ("是", "true", "True", "TRUE")
_NO: Final = ("否", "false", "False", "FALSE")
_MIDNIGHT = re.compile(r"[T ]0?0:00(:00(\.0+)?)?$")
_UNUSUAL: Final = "^中国|^$|[\\s\u3000\u2000-\u200b\u00a0\ufeff\uff01-\uff5e]"
_KEY: Final = f"{OWN}key"
_VALUE: Final = f"{OWN}value"


@dataclass(frozen=True)
class Reading:
    """How one column is read. ``expr`` is null where ``odd`` holds; ``read`` reads such a value.

    ``low`` and ``high`` bound a column of integers as it stands, and ``size`` is what one of its units counts.
    """

    fact: Fact
    column: str
    expr: nw.Expr
    odd: nw.Expr | None = None
    read: Callable[[Any], Any] | None = None
    ends: Interval | None = None
    as_is: bool = False  # the column itself, without any conversion
    plain: bool = False  # the column itself, where nothing in it is odd


def readings_of(
    facts: Mapping[str, Fact], found: Mapping[str, str], door: Door, units: Mapping[str, str]
) -> tuple[dict[str, Reading], list[Problem]]:
    """How each fact's column is read, and which can not be read, by type and unit alone."""
    problems = list(_check_units(facts, found, units))
    schema = door.frame.collect_schema()
    readings: dict[str, Reading] = {}
    for path, column in found.items():
        fact = facts[path]
        told = units.get(path, units.get(column))
        if told is not None and told not in MONEY_UNITS:  # said already
            continue
        unit = told or header_unit(column)
        dtype = schema[door.inside(column)]
        if door.dotted and isinstance(dtype, nw.Datetime):  # of Spark: shown, and cut to a day, in the session's zone
            dtype = nw.Datetime("us")
        made = _reading(fact, door.inside(column), dtype, unit)
        if isinstance(made, Problem):
            problems.append(made)
        else:
            readings[path] = made
    return readings, problems


def _check_units(facts: Mapping[str, Fact], found: Mapping[str, str], units: Mapping[str, str]) -> Iterable[Problem]:
    names = {*facts, *found.values()}
    for name, unit in units.items():
        if name not in names:
            problem = not_known("column or fact", name, names)
            yield Problem("units", problem.what, problem.instead)
        if unit not in MONEY_UNITS:
            problem = not_known("unit of money", unit, MONEY_UNITS)
            yield Problem(f"units {name!r}", problem.what, problem.instead)


def _reading(fact: Fact, column: str, dtype: Any, unit: str | None) -> Reading | Problem:
    kind = _kind_of(dtype)
    made: Reading | None = None
    match fact.sort:
        case "money":
            return _money(fact, column, dtype, kind, unit)
        case "points" if kind == "whole":
            size = 1 if fact.is_english(column) else SCALE
            most = POINTS_LIMIT * SCALE // size
            made = _whole(fact, column, dtype, size, Interval(-most, most))
        case "points":
            made = _number(fact, column, kind, 4, _points)
        case "count" | None if kind == "whole":
            made = _whole(fact, column, dtype, 1, Interval(least(fact.path, "count"), COUNT_LIMIT))
        case "count" | None if fact.sort or fact.kind is int:
            made = _number(fact, column, kind, 0, _count)
        case "truth":
            made = _truth(fact, column, kind)
        case "day":
            made = _day(fact, column, dtype, kind)
        case _:
            made = _choice(fact, column, dtype, kind)
    if made is None:
        return Problem(fact.path, f"column {column!r} is {dtype}", _wanted(fact.sort))
    return made


def _kind_of(dtype: Any) -> str:
    if dtype == nw.Unknown:
        return "nothing"
    if dtype.is_integer():
        return "whole"
    if dtype.is_decimal():
        return "decimal"
    if dtype.is_float():
        return "float"
    if dtype in (nw.String, nw.Categorical, nw.Enum):
        return "text"
    if dtype == nw.Boolean:
        return "truth"
    return "day" if dtype == nw.Date else "other"


def _wanted(sort: str | None) -> str:
    return {
        "points": "give numbers of points, or ten-thousandths of a point as int64 under the English name",
        "count": "give whole numbers as int64",
        "truth": "give booleans, or 是 and 否",
        "day": "give dates, datetimes without a zone, or text such as 2022-06-01",
        "choice": "give text",
    }.get(sort or "", "give whole numbers or text")


# amounts and numbers --------------------------------------------------------------------------------


def _money(fact: Fact, column: str, dtype: Any, kind: str, unit: str | None) -> Reading | Problem:
    if unit is not None and unit not in MONEY_UNITS:
        return Problem(fact.path, f"column {column!r} is in {unit}, not in renminbi", "give it in 元, 万元 or 亿元")
    if kind == "nothing":
        return Reading(fact, column, nw.col(column).cast(nw.Int64))
    if kind not in ("whole", "decimal", "float", "text"):
        return Problem(fact.path, f"column {column!r} is {dtype}", "give amounts: numbers with a unit, or text")
    if unit is None and kind == "whole" and fact.is_english(column):
        unit = "分"
    if unit is None and kind != "text":
        hint = f"name it {fact.label.zh}（万元）, or write units={{{column!r}: '万元'}}"
        return Problem(fact.path, f"column {column!r} has no unit", hint)
    size = 0 if unit is None else MONEY_UNITS[unit]
    if kind == "whole":
        return _whole(fact, column, dtype, size, Interval(0, MONEY_LIMIT_FEN // size))
    places = len(str(size)) - 1 if unit else None
    made = _number(fact, column, kind, places, lambda value: _fen(value, unit))
    return made or Problem(fact.path, f"column {column!r} is {dtype}", "give numbers or text")


def _whole(fact: Fact, column: str, dtype: Any, size: int, ends: Interval) -> Reading:
    expr = nw.col(column) if dtype == nw.Int64 else nw.col(column).cast(nw.Int64)
    if size != 1:
        expr = expr * nw.lit(size, nw.Int64)
    return Reading(fact, column, expr, ends=ends, as_is=size == 1 and dtype == nw.Int64)


def _number(fact: Fact, column: str, kind: str, places: int | None, read: Callable[[Any], Any]) -> Reading | None:
    """Decimals, floats and text as whole numbers of the smallest unit, ``places`` decimals below theirs.

    Without ``places`` there is no unit: each value has to say its own.
    """
    raw = nw.col(column)
    if kind == "nothing":
        return Reading(fact, column, raw.cast(nw.Int64))
    if kind == "float" and places is not None:
        return _float(fact, column, places, read)
    if kind not in ("decimal", "text"):
        return None
    text = raw.cast(nw.String)
    if places is None:
        return Reading(fact, column, nw.lit(None, nw.Int64), ~raw.is_null(), read)
    decimals = rf"(\.[0-9]{{1,{places}}}0*)?" if places else r"(\.0+)?"
    simple = text.str.contains(rf"^[0-9]{{1,{17 - places}}}{decimals}$")
    whole = text.str.replace_all(r"\..*$", "")
    digits = nw.concat_str(whole, _first_decimals(text, places)) if places else whole
    expr = nw.when(simple).then(digits).cast(nw.Int64)
    return Reading(fact, column, expr, ~simple & ~raw.is_null(), read)


def _first_decimals(text: nw.Expr, places: int) -> nw.Expr:
    behind = text.str.replace_all(r"^[0-9]*\.?", "")
    return nw.concat_str(behind, nw.lit("0" * places, nw.String)).str.slice(0, places)


def _float(fact: Fact, column: str, places: int, read: Callable[[Any], Any]) -> Reading:
    """The number that it shows at 15 digits; the engine reads those that are exactly such a number."""
    raw = nw.col(column)
    size = float(10**places)
    usual = (raw >= 0.0) & (raw < 10.0**_DIGITS / size)
    near = (nw.when(usual).then(raw) * size).round(0)
    exact = usual & (near / size == raw)
    return Reading(fact, column, nw.when(exact).then(near).cast(nw.Int64), ~exact & ~raw.is_null(), read)


def _fen(value: Any, unit: str | None) -> int | None:
    """An amount as text, Decimal or float in 分; a unit of its own wins over that of the column."""
    if isinstance(value, str):
        if not plain(value):
            return None
        number = _decimal(value) if unit else None
        fen = money_fen(value) if number is None else money_fen_of_number(number, str(unit))
    else:
        fen = money_fen_of_number(_shown(value), str(unit))
    if fen < 0:
        raise EngineError(Problem("", f"{value!s} is below zero", "give amounts of 0 or more"))
    return fen


def _decimal(written: str) -> Decimal | None:
    try:
        return decimal_of(written)
    except PolicyError:
        return None


def _shown(value: Any) -> Decimal:
    """A number at the digits that count."""
    number = value if isinstance(value, Decimal) else Decimal(f"{value:.{_DIGITS}g}")
    if not number.is_finite():
        raise EngineError(Problem("", f"{value!r} is not a number", "give null where it is not known"))
    return number


def _points(value: Any) -> int | None:
    if isinstance(value, str):
        if not plain(value):
            return None
        value = points_of(value)
    raw: int = Points(_shown(value)).raw
    return raw


def _count(value: Any) -> int | None:
    if isinstance(value, str):
        if not plain(value):
            return None
        value = decimal_of(plain(value).removeprefix("第").removesuffix("名").removesuffix("年"))
    number = _shown(value)
    if number != number.to_integral_value():
        raise EngineError(Problem("", f"{value!s} is no whole number", "give whole numbers"))
    return int(number)


# truths, days, categories ---------------------------------------------------------------------------


def _truth(fact: Fact, column: str, kind: str) -> Reading | None:
    raw = nw.col(column)
    if kind in ("truth", "nothing"):
        return Reading(fact, column, raw.cast(nw.Boolean), as_is=kind == "truth")
    if kind != "text":
        return None
    text = raw.cast(nw.String)
    yes, no = text.is_in(_YES), text.is_in(_NO)
    expr = nw.when(yes).then(nw.lit(True, nw.Boolean)).when(no).then(nw.lit(False, nw.Boolean))
    return Reading(fact, column, expr, ~yes & ~no & ~raw.is_null(), _read_truth)


def _read_truth(value: str) -> bool | None:
    return bool(Truth.read(value)) if plain(value) else None


def _day(fact: Fact, column: str, dtype: Any, kind: str) -> Reading | None:
    raw = nw.col(column)
    if kind in ("day", "nothing"):
        return Reading(fact, column, raw.cast(nw.Date), as_is=kind == "day")
    if isinstance(dtype, nw.Datetime):
        return Reading(fact, column, raw.cast(nw.Date)) if dtype.time_zone in (None, "Asia/Shanghai") else None
    if kind != "text":
        return None
    text = raw.cast(nw.String)
    simple = text.str.contains("^(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$")
    expr = nw.when(simple).then(text).str.to_date("%Y-%m-%d")
    return Reading(fact, column, expr, ~simple & ~raw.is_null(), _read_day)


def _read_day(value: str) -> date | None:
    written = _MIDNIGHT.sub("", plain(value))
    if not written:
        return None
    day: date = Day.parse(written).raw
    return day


def _choice(fact: Fact, column: str, dtype: Any, kind: str) -> Reading | None:
    raw = nw.col(column)
    if kind not in ("text", "nothing"):
        return None
    is_text = dtype == nw.String
    text = raw if is_text else raw.cast(nw.String)
    if kind == "nothing" or (fact.members is None and fact.path != "project.place"):
        return Reading(fact, column, text, as_is=is_text)
    if fact.members is None:
        odd = text.str.contains(_UNUSUAL)
    else:
        odd = ~text.is_in([str(one) for one in fact.members]) & ~raw.is_null()
    return Reading(fact, column, nw.when(~odd).then(text), odd, lambda value: _read_choice(fact, value), plain=is_text)


def _read_choice(fact: Fact, value: str) -> str | None:
    """A category or place as the record reads it; blank is unknown."""
    if not plain(value):
        return None
    read = getattr(fact.model.model_validate({fact.name: value}), fact.name)
    return str(read.raw) if read.is_known else None


# looking at the values ------------------------------------------------------------------------------


def least(path: str, sort: Any) -> int:
    """The least that a fact can be on a record: no amount is below zero, and places are counted from 1."""
    if sort == "points":
        return -POINTS_LIMIT * SCALE
    return 1 if path.startswith("place.") else 0


def checked(frame: Any, readings: Mapping[str, Reading]) -> dict[str, Reading]:
    """The readings with the odd values read; one pass over the frame, and one more for each column that has any.

    :raises EngineError: for what is out of range or can not be read, all columns at once, with the first rows.
    """
    asked: list[nw.Expr] = []
    for number, one in enumerate(readings.values()):
        raw = nw.col(one.column)
        if one.ends is not None:
            asked += [raw.min().alias(f"low_{number}"), raw.max().alias(f"high_{number}")]
        if one.odd is not None:
            asked.append(nw.when(one.odd).then(nw.lit(1, nw.Int64)).sum().alias(f"odd_{number}"))
    if not asked:
        return dict(readings)
    (seen,) = rows_of(frame.select(*asked))
    problems: list[Problem] = []
    known: dict[str, Reading] = {}
    for number, (path, one) in enumerate(readings.items()):
        known[path] = one
        if one.ends is not None:
            ends = [seen[f"{end}_{number}"] for end in ("low", "high")]
            if any(end is not None and not one.ends.low <= end <= one.ends.high for end in ends):
                problems.append(_out_of_range(frame, one))
        elif one.odd is not None and seen[f"odd_{number}"]:
            known[path], faults = _with_odd(frame, one)
            problems += faults
        elif one.plain:
            known[path] = replace(one, as_is=True)
    if problems:
        raise EngineError(problems)
    return known


def _with_odd(frame: Any, one: Reading) -> tuple[Reading, list[Problem]]:
    """The reading with each odd value read, and those that can not be."""
    assert one.odd is not None and one.read is not None  # noqa: S101, PT018
    raw = nw.col(one.column)
    odd = frame.filter(one.odd).select(raw.cast(nw.String).alias(_KEY), raw.alias(_VALUE)).unique()
    rows = rows_of(odd.head(MOST_ODD + 1))
    if len(rows) > MOST_ODD:
        what = f"column {one.column!r} has more than {MOST_ODD} different values that are read one by one"
        return one, [Problem(one.fact.path, what, "give plain numbers, dates or names of categories")]
    values: dict[str, Any] = {}
    faults: dict[str, Problem] = {}
    for row in rows:
        value = row[_KEY] if isinstance(row[_VALUE], (str, dict)) else row[_VALUE]
        try:
            values[row[_KEY]] = one.read(value)
        except PolicyError as error:
            faults[row[_KEY]] = error.problems[0]
    if faults:
        return one, _faults(frame, one, faults)
    dtype = nw.Int64 if one.fact.sort is None else dtype_of(one.fact.sort)
    told = {key: value for key, value in values.items() if value is not None}
    if not told:
        return one, []
    read = raw.cast(nw.String).replace_strict(list(told), list(told.values()), default=None, return_dtype=dtype)
    return replace(one, expr=nw.when(one.odd).then(read).otherwise(one.expr)), []


def _faults(frame: Any, one: Reading, faults: Mapping[str, Problem]) -> list[Problem]:
    """The first rows with values that can not be read, and why."""
    bad = frame.filter(nw.col(one.column).cast(nw.String).is_in(list(faults)))
    rows, more = _first(frame, bad, one.column)
    found: list[Problem] = []
    for row in rows:
        problem = faults[row[_KEY]]
        found.append(Problem(_place(one, row), problem.what, problem.instead))
    return [*found, *more_rows(one, more)]


def more_rows(one: Reading, more: int) -> list[Problem]:
    """That there are more rows of the same kind."""
    return [Problem(f"{one.fact.path}, column {one.column!r}", f"{more} more rows can not be read")] if more else []


def _out_of_range(frame: Any, one: Reading) -> Problem:
    assert one.ends is not None  # noqa: S101
    raw = nw.col(one.column)
    bad = frame.filter((raw < one.ends.low) | (raw > one.ends.high))
    rows, more = _first(frame, bad, one.column)
    texts = [f"{row[_KEY]}{f' in row {row[ROW]}' if ROW in row else ''}" for row in rows]
    what = f"{', '.join(texts)}{f' and {more} more' if more else ''} {'is' if len(texts) == 1 else 'are'} out of range"
    where = f"{one.fact.path}, column {one.column!r}"
    return Problem(where, what, f"give values from {one.ends.low} to {one.ends.high}")


def _first(frame: Any, bad: Any, column: str) -> tuple[list[dict[str, Any]], int]:
    """The first offending rows with their numbers, where the engine knows them; and how many more there are."""
    count = rows_of(bad.select(nw.len().alias(_VALUE)))[0][_VALUE]
    with_rows = numbered(frame)
    key = nw.col(column).cast(nw.String).alias(_KEY)
    if with_rows is None:
        return rows_of(bad.select(key).head(_SHOWN)), max(count - _SHOWN, 0)
    values = [row[_KEY] for row in rows_of(bad.select(key).unique().head(_SHOWN * 100))]
    rows = with_rows.select(nw.col(ROW), key).filter(nw.col(_KEY).is_in(values)).sort(ROW).head(_SHOWN)
    return rows_of(rows), max(count - _SHOWN, 0)


def _place(one: Reading, row: Mapping[str, Any]) -> str:
    where = f"{one.fact.path}, column {one.column!r}"
    return f"{where}, row {row[ROW]} (from 0)" if ROW in row else where


def trusted(readings: Mapping[str, Reading]) -> dict[str, Reading]:
    """The readings without a look at the values: a place stands as it is, and what is no category is unknown."""
    return {
        path: replace(one, as_is=True) if one.plain and one.fact.members is None else one
        for path, one in readings.items()
    }


def bounds_of_fact(path: str, sort: Any) -> Interval | None:
    """Where the values of a fact's column lie: those of a record."""
    widest = Interval.of_fact(path, sort)
    return None if widest is None else Interval(least(path, sort), widest.high)


def with_facts(frame: Any, readings: Mapping[str, Reading]) -> tuple[Any, dict[str, str]]:
    """The frame with a well-typed column for each fact, and the name of each."""
    names = {path: one.column if one.as_is else f"{FACT}{path.replace('.', '_')}" for path, one in readings.items()}
    casts = [one.expr.alias(names[path]) for path, one in readings.items() if not one.as_is]
    return (frame.with_columns(*casts) if casts else frame), names
