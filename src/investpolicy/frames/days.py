"""Limits in working days on columns (工作日期限): a calendar table that is joined."""
# pyright: basic

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from typing import Any, Final

import narwhals as nw

from investpolicy.calendars import Notice, StateCouncilCalendar
from investpolicy.errors import EngineError, Problem
from investpolicy.frames.door import Door, column_names, enter
from investpolicy.frames.naming import columns_of, facts_of_model, no_column
from investpolicy.frames.plan import OWN
from investpolicy.frames.reading import checked, readings_of, trusted, with_facts
from investpolicy.outcomes import Status
from investpolicy.register.policy import Policy, Provision
from investpolicy.rules.process.deadline import ReceiptCloses, ReceiptDay, WorkingDayTerms

_ONE_DAY: Final = timedelta(days=1)
_GAP: Final = 1_000_000  # between the ordinals before and after a year without a notice
_NOT_YET: Final = date.max
_DAY, _ORDINAL, _WORKS = (f"{OWN}{name}" for name in ("day", "ordinal", "works"))


def working_days(first: date, last: date, *, notices: Sequence[Notice] = ()) -> dict[str, list[Any]]:
    """The days from ``first`` to ``last`` as columns: ``date``, ``is_working_day``, ``ordinal``.

    ``ordinal`` numbers the working days from 1, and stands at the last number on rest days, so that the n-th working
    day after a day is the working day whose ordinal is n larger. ``pl.DataFrame(working_days(…))`` makes a frame of it.

    :raises NoNoticeError: for a year without a notice of holidays. :raises EngineError: when ``last`` is before.
    """
    if last < first:
        raise EngineError(Problem("last", f"{last} is before {first}", "swap them"))
    calendar = StateCouncilCalendar(tuple(notices))
    days = [first + _ONE_DAY * n for n in range((last - first).days + 1)]
    works = [calendar.kind(day).works for day in days]
    ordinals, count = [], 0
    for one in works:
        count += one
        ordinals.append(count)
    return {"date": days, "is_working_day": works, "ordinal": ordinals}


def deadline(
    policy: Policy,
    provision: str,
    native: Any,
    *,
    columns: Mapping[str, str] | None = None,
    notices: Sequence[Notice] = (),
    trust_values: bool = False,
) -> Any:
    """The last day of a limit in working days for every row, by joining a calendar table. Lazy frames stay lazy.

    Columns: 收到日期 (``receipt.received_on``), 办结日期 (``done_on``) if any, and for holders of a card the day it was
    issued. A frame has no list of corrections: where a correction restarts the count, its day stands as the day of
    receipt. Where receipt closes at an hour, ``received_at`` is a time or text such as 17:30.

    Added columns: ``last_day`` (null where it is not determined) and ``status``. Days outside the known calendar are
    undetermined.

    :param trust_values: see :func:`~investpolicy.frames.evaluate`.
    :raises EngineError: for missing columns, and for a provision that is no limit in working days.
    """
    found = policy.provision(provision)
    terms = found.terms
    if not isinstance(terms, WorkingDayTerms):
        raise EngineError(Problem(found.id, "is no limit in working days", "use frames.evaluate, or policy.decide"))
    door = enter(native)
    frame, names = _facts(door, column_names(native), found, terms, columns or {}, trust_values)
    if terms.missing_for_a_day:
        frame = frame.with_columns(**{f"{OWN}last": nw.lit(None, nw.Date)})
    else:
        frame = _with_last_day(frame, names, terms, StateCouncilCalendar(tuple(notices)))
    frame = frame.with_columns(last_day=nw.col(f"{OWN}last"), status=_status(names))
    own = [name for name in frame.collect_schema().names() if not name.startswith(OWN)]
    return door.leave(frame.select(*own))


def _facts(
    door: Door,
    columns: Sequence[str],
    provision: Provision,
    terms: WorkingDayTerms,
    given: Mapping[str, str],
    trust_values: bool,
) -> tuple[Any, dict[str, str]]:
    facts = facts_of_model(provision.rule.facts)
    paths = [path for path in facts if path.endswith((".received_on", ".done_on", ".card_issued_on"))]
    found, problems = columns_of(facts, paths, columns, given)
    needed = [path for path in paths if not path.endswith(".done_on")]
    problems += [no_column(facts[path], columns, given) for path in needed if path not in found]
    if taken := [name for name in ("last_day", "status") if name in columns]:
        problems.append(Problem(", ".join(taken), "the frame has columns of the answer's names", "rename them first"))
    hours = [one for one in ("receipt.received_at", "received_at", "收到时刻") if one in columns]
    if terms.receipt_closes is ReceiptCloses.CUT_OFF and not terms.missing_for_a_day and not hours:
        hint = "name a column of times received_at or 收到时刻"
        problems.append(Problem("receipt.received_at", f"receipt closes at {terms.cut_off}: the time is needed", hint))
    readings, faults = readings_of(facts, found, door, {})
    if problems or faults:
        raise EngineError([*problems, *faults])
    frame, names = with_facts(door.frame, trusted(readings) if trust_values else checked(door.frame, readings))
    names = {path.rpartition(".")[2]: name for path, name in names.items()}
    return frame, names | ({"received_at": door.inside(hours[0])} if hours else {})


def _with_last_day(frame: Any, names: Mapping[str, str], terms: WorkingDayTerms, calendar: StateCouncilCalendar) -> Any:
    row = f"{OWN}row"
    ordered = isinstance(frame, nw.DataFrame)
    frame = frame.with_row_index(row) if ordered else frame
    table = _table(frame, calendar)
    received = names["received_on"]
    frame = frame.join(table, left_on=received, right_on=_DAY, how="left")
    ordinal, works = nw.col(_ORDINAL), nw.col(_WORKS)
    counts_receipt = terms.receipt_day is ReceiptDay.COUNTED
    here = ordinal - works if counts_receipt else ordinal
    if terms.receipt_closes is ReceiptCloses.CUT_OFF:
        here = _after_closing(here, works, names, terms, counts_receipt)
    target = f"{OWN}target"
    # the day before the first of a known year is in the table to count from, and is itself of no known kind
    known = (
        here
        if not counts_receipt and terms.receipt_closes is ReceiptCloses.END_OF_DAY
        else nw.when(works >= 0).then(here)
    )
    frame = frame.with_columns(**{target: known + int(terms.days)})
    days = table.filter(nw.col(_WORKS) == 1).select(
        nw.col(_DAY).alias(f"{OWN}last"), nw.col(_ORDINAL).alias(f"{OWN}last_ordinal")
    )
    frame = frame.join(days, left_on=target, right_on=f"{OWN}last_ordinal", how="left")
    return frame.sort(row) if ordered else frame


def _after_closing(
    here: nw.Expr, works: nw.Expr, names: Mapping[str, str], terms: WorkingDayTerms, counts_receipt: bool
) -> Any:
    """The count at what counts as the day of receipt: the next working day, for what comes late or on a rest day."""
    hour = nw.col(names["received_at"]).cast(nw.String).str.slice(0, 5)
    late = hour >= time.fromisoformat(terms.cut_off).strftime("%H:%M")
    one, none = nw.lit(1, nw.Int64), nw.lit(0, nw.Int64)
    # counted from a later working day, which is the next ordinal; a rest day stands at the one before
    moved: Any = nw.when(works == 0).then(one if not counts_receipt else none)
    moved = moved.when(late).then(one).when(~late).then(none).otherwise(nw.lit(None, nw.Int64))
    return here + moved


def _status(names: Mapping[str, str]) -> Any:
    def say(status: Status) -> nw.Expr:
        return nw.lit(str(status), nw.String)

    received, last = nw.col(names["received_on"]), nw.col(f"{OWN}last")
    eligible = received < _NOT_YET
    if "card_issued_on" in names:
        eligible = eligible & (nw.col(names["card_issued_on"]) <= received)
    chain: Any = nw.when(~eligible).then(say(Status.INELIGIBLE))
    chain = chain.when(eligible.is_null() | last.is_null()).then(say(Status.UNDETERMINED))
    if "done_on" in names:
        done = nw.col(names["done_on"])
        chain = chain.when(done.is_null() | (done == _NOT_YET)).then(say(Status.DETERMINED))
        return chain.when(done <= last).then(say(Status.MET)).otherwise(say(Status.NOT_MET))
    return chain.otherwise(say(Status.DETERMINED))


# the calendar in the engine of the frame --------------------------------------------------------------


def _table(frame: Any, calendar: StateCouncilCalendar) -> Any:
    """Every known day with whether people work (1, 0) and its ordinal, as a frame of the same engine."""
    days, works, ordinals = _known_days(calendar)
    kind = frame.implementation
    if kind.is_duckdb():
        return nw.from_native(_in_duckdb(frame.to_native(), days, works, ordinals))
    if kind.is_pyspark() or kind.is_pyspark_connect():
        session = frame.to_native().sparkSession
        rows = list(zip(days, works, ordinals, strict=True))
        return nw.from_native(session.createDataFrame(rows, f"{_DAY} date, {_WORKS} bigint, {_ORDINAL} bigint"))
    data = {_DAY: days, _WORKS: works, _ORDINAL: ordinals}
    schema: Any = {_DAY: nw.Date, _WORKS: nw.Int64, _ORDINAL: nw.Int64}
    if kind.is_polars() or kind.is_pyarrow():
        table = nw.from_dict(data, schema=schema, backend=kind)
        return table.lazy() if isinstance(frame, nw.LazyFrame) else table
    what = "deadlines are not joined on this engine"
    raise EngineError(Problem("", f"{kind}: {what}", "use Polars, pandas, PyArrow, DuckDB or PySpark"))


def _in_duckdb(relation: Any, days: list[date], works: list[int | None], ordinals: list[int]) -> Any:
    """The table on the connection of the user's relation."""
    rows = ", ".join(
        f"(DATE '{day}', {'NULL' if one is None else one}, {ordinal})"
        for day, one, ordinal in zip(days, works, ordinals, strict=True)
    )
    values = f"(VALUES {rows}) AS days({_DAY}, {_WORKS}, {_ORDINAL})"
    sql = f"SELECT {_DAY}, {_WORKS}::BIGINT AS {_WORKS}, {_ORDINAL}::BIGINT AS {_ORDINAL} FROM {values}"  # noqa: S608
    return relation.query(f"{OWN}self", sql)


def _known_days(calendar: StateCouncilCalendar) -> tuple[list[date], list[int | None], list[int]]:
    days: list[date] = []
    works: list[int | None] = []
    ordinals: list[int] = []
    ordinal = 0
    for year in calendar.years:
        if year - 1 not in calendar.years:
            ordinal += _GAP
            days.append(date(year - 1, 12, 31))
            works.append(None)
            ordinals.append(ordinal)
        day = date(year, 1, 1)
        while day.year == year:
            own = int(calendar.kind(day).works)
            ordinal += own
            days.append(day)
            works.append(own)
            ordinals.append(ordinal)
            day += _ONE_DAY
    return days, works, ordinals
