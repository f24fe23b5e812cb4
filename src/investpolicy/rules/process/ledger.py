"""Totals and standings from a ledger (台账汇总): MY16.trip-table, SD.team-ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Final

from investpolicy.calendars import Unit, periods
from investpolicy.facts.base import one_of
from investpolicy.facts.contest import Ledger, LedgerRow
from investpolicy.models import ChoiceField, PointsField, required
from investpolicy.outcomes import Totals
from investpolicy.rules.process.standings import StandingsTerms, placed
from investpolicy.rules.rule import Rule
from investpolicy.values.count import Count
from investpolicy.values.label import Label, Labelled
from investpolicy.values.points import Points
from investpolicy.values.truth import TRUE, Truth
from investpolicy.values.unknown import unknown_of
from investpolicy.values.written import Written


class RankedBy(Labelled):
    """What a ledger's standings are by (按什么排名)."""

    ENTRIES = "entries", "次数", "number of entries"
    PLACES = "places", "地点或企业数", "number of different places or enterprises"
    PROJECTS = "projects", "洽谈项目数", "projects negotiated"


class LedgerTerms(StandingsTerms):
    """Which rows count, and what ranks those who made them."""

    verified_only: bool = required("只计已核定的记录", "verified rows only")
    ranked_by: RankedBy = required("按什么排名", "what ranks them")


class TripTableTerms(LedgerTerms):
    """Terms of a table that is totalled periodically and counts in the assessment; both may be open."""

    period: Annotated[ChoiceField, one_of(Unit)] = required("汇总周期", "period of the totals", unit="period")
    points_each: PointsField = required("每项分值", "points each", unit="points")


def team_ledger(facts: Ledger, terms: LedgerTerms) -> Totals:
    """The totals of each team over all rows, and who stands where."""
    rows = facts.rows
    if rows is None:
        return _NOT_LISTED
    return Totals(_totals(rows, terms, None), notes=_left_out(rows, terms))


def trip_table(facts: Ledger, terms: TripTableTerms) -> Totals:
    """The totals of each head in the period that ``as_of`` lies in, up to that day, and who stands where.

    While the period is not published they are of all rows, and a note says so. Where it is asked for, the points too.
    """
    rows = facts.rows
    if rows is None:
        return _NOT_LISTED
    notes = _left_out(rows, terms)
    figures: dict[str, Written]
    if not terms.period.is_known:
        figures = _totals(rows, terms, None)
        notes.insert(0, _NO_PERIOD)
    elif not facts.as_of.is_known:
        figures = {"entries": Count.unknown(*facts.as_of.missing)}
    else:
        last = facts.as_of.date
        period = periods(last, last, Unit.read(terms.period.raw), partial_first=True)[0]
        figures = _totals(rows, terms, (period.first, last))
        notes.insert(0, Label(f"{period.name('zh')}，截至 {last}", f"{period.name('en')}, to {last}"))
    if facts.scored:
        figures |= _points(figures, terms)
    return Totals(figures, notes=notes)


def _totals(rows: Sequence[LedgerRow], terms: LedgerTerms, days: tuple[date, date] | None) -> dict[str, Written]:
    """Entries, places and projects of each, the ranks, and those of all together."""
    counts = [_counts(row, terms, days) for row in rows]
    names = list(dict.fromkeys(row.who for row in rows))
    figures: dict[str, Written] = {}
    by: dict[RankedBy, list[Count]] = {kind: [] for kind in RankedBy}
    for name in names:
        own = [(row, counts[place]) for place, row in enumerate(rows) if row.who == name]
        for kind in RankedBy:
            by[kind].append(_total(own, kind))
            figures[f"{kind}.{name}"] = by[kind][-1]
    for one in placed(names, by[terms.ranked_by], terms.ties):
        known = one.best == one.worst
        figures[f"rank.{one.name}"] = Count(one.best) if known else Count.unknown(*_waits_for(by[terms.ranked_by]))
    everything = [(row, counts[place]) for place, row in enumerate(rows)]
    return {"entries": _total(everything, RankedBy.ENTRIES), "projects": _projects(everything)} | figures


def _counts(row: LedgerRow, terms: LedgerTerms, days: tuple[date, date] | None) -> Truth:
    """Whether a row counts: in the period, and verified where only such rows do."""
    inside = row.day.between(*days) if days else TRUE
    return inside & row.verified if terms.verified_only else inside


def _total(rows: Sequence[tuple[LedgerRow, Truth]], kind: RankedBy) -> Count:
    """A total of the rows that count; unknown where it is not known which do."""
    missing = unknown_of(*(counts.raw for _, counts in rows))
    if missing is not None:
        return Count.unknown(*missing.names)
    match kind:
        case RankedBy.ENTRIES:
            return Count(sum(counts.raw for _, counts in rows))
        case RankedBy.PLACES:
            return Count(len({row.place for row, counts in rows if counts.raw}))
        case _:
            return _projects(rows)


def _projects(rows: Sequence[tuple[LedgerRow, Truth]]) -> Count:
    """The projects negotiated; what a row that does not count says of them does not matter."""
    total = Count(0)
    for row, counts in rows:
        if counts.raw is not False:
            total = total + (row.projects if counts.raw is True else Count.unknown(*counts.missing))
    return total


def _points(figures: dict[str, Written], terms: TripTableTerms) -> dict[str, Written]:
    """What each earns; it waits for the period and the points where they are open."""
    found: dict[str, Written] = {}
    kind = f"{terms.ranked_by}."
    for name, figure in figures.items():
        if name.startswith(kind) and isinstance(figure, Count):
            missing = unknown_of(terms.period.raw, terms.points_each.raw, figure.raw)
            points = Points.unknown(*missing.names) if missing else Points.of_raw(terms.points_each.raw * figure.raw)
            found[f"points.{name.removeprefix(kind)}"] = points
    return found


def _waits_for(counts: Sequence[Count]) -> tuple[str, ...]:
    return tuple(sorted(frozenset[str]().union(*(one.missing for one in counts)))) or ("terms.ties",)


def _left_out(rows: Sequence[LedgerRow], terms: LedgerTerms) -> list[Label]:
    """The rows that are not verified, where only verified ones count."""
    return [
        Label(
            f"未核定，不计：{row.who} {row.day} {row.place}", f"not verified, left out: {row.who} {row.day} {row.place}"
        )
        for row in rows
        if terms.verified_only and row.verified.raw is False
    ]


_NOT_LISTED: Final = Totals({name: Count.unknown("ledger.rows") for name in ("entries", "projects")})
_NO_PERIOD: Final = Label("汇总周期未公布，合计为全部记录", "the period is not published; the totals are of all rows")


def _labels(who: Label, entries: Label, places: Label) -> dict[str, Label]:
    return {
        "entries": entries,
        "places": places,
        "projects": Label("洽谈项目数", "projects negotiated"),
        "rank": Label("名次", "rank"),
        "points": Label(f"{who.zh}得分", f"points of the {who.en}"),
    }


TEAM_LEDGER: Final = Rule(
    name="team_ledger",
    function=team_ledger,
    facts=Ledger,
    terms=LedgerTerms,
    labels=_labels(Label("小分队", "team"), Label("走访次数", "visits"), Label("走访企业数", "enterprises visited")),
    folds=False,
)
TRIP_TABLE: Final = Rule(
    name="trip_table",
    function=trip_table,
    facts=Ledger,
    terms=TripTableTerms,
    labels=_labels(Label("负责同志", "head"), Label("外出次数", "trips"), Label("外出地点数", "places")),
    folds=False,
)
