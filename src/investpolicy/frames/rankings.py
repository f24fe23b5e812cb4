"""Who ranks where, on columns (排名): the places that the rank awards read, with ties, inside each year.

The same as :mod:`investpolicy.rankings` on records, which says what the places mean.
"""
# pyright: basic

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

import narwhals as nw

from investpolicy.aggregates import Ties
from investpolicy.algebras.columns import Column, Columns
from investpolicy.algebras.missing import Missing, Tracked, leaf
from investpolicy.errors import EngineError, Problem
from investpolicy.facts.project import Project
from investpolicy.frames.door import ROW, numbered, rows_of
from investpolicy.frames.plan import OWN, node_of
from investpolicy.frames.reading import bounds_of_fact
from investpolicy.rules.major_project_award import MajorProjectTerms, PrizeIsFor, RankedBy, RankedUnits
from investpolicy.values.formula import Node, Sort, fold, simplify

_PLACE: Final = f"{OWN}place_"
_GIVEN: Final = f"{OWN}given"  # whether the places of the year were given
PLACES: Final = ("place.rank", "place.tied", "place.dense", "place.in_tie")


@dataclass(frozen=True)
class Placed:
    """A frame with a column for each fact of a place, and how a leaf of the formulas reads it."""

    frame: Any
    names: Mapping[str, str]
    unknown: Mapping[str, dict[str, Column]]

    def leaf(self, path: str, sort: Sort) -> Tracked:
        """The column of a fact, with what it misses where it is null."""
        column = Column(nw.col(self.names[path]), bounds_of_fact(path, sort), short=True, name=self.names[path])
        return Tracked(column, self.unknown[path]) if path in self.unknown else leaf(path, column)


def place_by_score(
    frame: Any, names: Mapping[str, str], year: str, wanted: Collection[str], order: str | None
) -> Placed:
    """Parks with their places by score inside each year; where places are given, those tied are counted from them.

    ``names`` are the columns of facts; a score is in the first that ends in ``.score``, a given rank in ``place.rank``.
    """
    score = next((names[path] for path in names if path.endswith(".score")), None)
    given = names.get("place.rank")
    ordered = "place.in_tie" in wanted
    if ordered:
        frame, order = in_order(frame, order)
    if score is not None:
        frame = ranked(frame, score, year, f"{_PLACE}by_score", order if ordered else None)
    if given is None:
        return _as_facts(frame, names, {path: _of(f"{_PLACE}by_score", path) for path in PLACES})
    frame = ranked(frame, given, year, f"{_PLACE}as_given", order if ordered else None, descending=False)
    return _given_or_scored(frame, names, year, given, score is not None, wanted)


def _given_or_scored(
    frame: Any, names: Mapping[str, str], year: str, given: str, has_score: bool, wanted: Collection[str]
) -> Placed:
    """Years with any place given keep them; the others are placed by score, where there is one."""
    some = nw.when(nw.col(given).is_null()).then(nw.lit(0, nw.Int64)).otherwise(nw.lit(1, nw.Int64))
    frame = _over(frame.with_columns(**{_GIVEN: some}), {_GIVEN: nw.col(_GIVEN).max()}, [year])
    is_given = nw.col(_GIVEN) == 1
    places: dict[str, nw.Expr] = {}
    unknown: dict[str, dict[str, Column]] = {}
    for path in wanted:
        if path not in PLACES:
            continue
        own = nw.col(names[path]) if path in names else nw.lit(None, nw.Int64)
        counted = nw.col(given) if path == "place.rank" else nw.col(_of(f"{_PLACE}as_given", path))
        as_given = nw.when(nw.col(given).is_null()).then(own).otherwise(counted)
        scored = nw.col(_of(f"{_PLACE}by_score", path)) if has_score else nw.lit(None, nw.Int64)
        places[path] = nw.when(is_given).then(as_given).otherwise(scored).cast(nw.Int64)
        null = nw.col(_of(_PLACE, path)).is_null()
        if has_score and path in ("place.tied", "place.in_tie"):  # which wait for the rank that scores leave open
            unknown[path] = {path: Column(null & is_given, None), "place.rank": Column(null & ~is_given, None)}
    frame = frame.with_columns(**{_of(_PLACE, path): expr for path, expr in places.items()})
    return Placed(frame, {**names, **{path: _of(_PLACE, path) for path in places}}, unknown)


def _as_facts(frame: Any, names: Mapping[str, str], places: Mapping[str, str]) -> Placed:
    waits = {path: {"place.rank": _null(places[path])} for path in ("place.tied", "place.in_tie")}
    return Placed(frame, {**names, **places}, waits)


def _of(prefix: str, path: str) -> str:
    """A column between, for a fact; without dots, which some engines take for a part of a structure."""
    return f"{prefix}_{path.replace('.', '_')}"


def _null(name: str) -> Column:
    return Column(nw.col(name).is_null(), None)


# ranks ----------------------------------------------------------------------------------------------


def ranked(frame: Any, score: str, year: str, prefix: str, order: str | None, *, descending: bool = True) -> Any:
    """The frame with ``rank``, ``tied``, ``dense`` and ``in_tie`` of a column inside each year.

    An unknown score leaves open whom it may pass: no rank of its year is known then, but that of one alone. Of given
    places (``descending=False``) an unknown one leaves the others as they are.
    """
    rank, tied, dense, in_tie = (_of(prefix, path) for path in PLACES)
    unknown, size = f"{prefix}_unknown", f"{prefix}_size"
    none = nw.when(nw.col(score).is_null()).then(nw.lit(1, nw.Int64)).otherwise(nw.lit(0, nw.Int64))
    frame = frame.with_columns(**{unknown: none, size: nw.lit(1, nw.Int64)})
    frame = _over(frame, {unknown: nw.col(unknown).sum(), size: nw.col(size).sum()}, [year])
    frame = _ranks(frame, score, year, rank, tied, dense, descending)
    if order is not None:
        frame = _order_in_tie(frame, score, year, order, in_tie)
    names = [rank, tied, dense, *([in_tie] if order is not None else [])]
    alone = nw.col(score).is_null() & (nw.col(size) == 1)
    one = nw.lit(1, nw.Int64)
    open_ = (nw.col(unknown) > 0) if descending else nw.col(score).is_null()
    known: dict[str, nw.Expr] = {}
    for name in names:
        chain = nw.when(alone).then(one) if descending else nw.when(open_).then(nw.lit(None, nw.Int64))
        known[name] = chain.when(~open_).then(nw.col(name)).otherwise(nw.lit(None, nw.Int64)).cast(nw.Int64)
    frame = frame.with_columns(**known)
    return frame if order is not None else frame.with_columns(**{in_tie: nw.lit(None, nw.Int64)})


def _ranks(frame: Any, score: str, year: str, rank: str, tied: str, dense: str, descending: bool) -> Any:
    if frame.implementation.is_pyarrow():
        return _ranks_by_joining(frame, score, year, rank, tied, dense, descending)
    column = nw.col(score)
    better, worse, close = (
        column.rank(method, descending=descending).over(year).cast(nw.Int64) for method in ("min", "max", "dense")
    )
    frame = frame.with_columns(**{rank: better, tied: worse, dense: close})
    return frame.with_columns(**{tied: nw.col(tied) - nw.col(rank) + 1})


def _ranks_by_joining(frame: Any, score: str, year: str, rank: str, tied: str, dense: str, descending: bool) -> Any:
    """For an engine that does not rank inside groups: the scores of each year, counted and joined again."""
    row = f"{rank}_row"
    scores = frame.filter(~nw.col(score).is_null()).group_by(year, score).agg(nw.len().alias(tied))
    scores = scores.sort(year, score, descending=[False, descending]).with_row_index(dense)
    scores = scores.with_columns(nw.col(dense).cast(nw.Int64), nw.col(tied).cast(nw.Int64))
    scores = scores.with_columns((nw.col(tied).cum_sum() - nw.col(tied)).alias(rank))
    first = scores.group_by(year).agg(nw.col(rank).min().alias("first_rank"), nw.col(dense).min().alias("first_dense"))
    scores = scores.join(first, on=year, how="left")
    scores = scores.select(
        year,
        score,
        tied,
        (nw.col(rank) - nw.col("first_rank") + 1).alias(rank),
        (nw.col(dense) - nw.col("first_dense") + 1).alias(dense),
    )
    return frame.with_row_index(row).join(scores, on=[year, score], how="left").sort(row).drop(row)


def _order_in_tie(frame: Any, score: str, year: str, order: str, name: str) -> Any:
    if not frame.implementation.is_pyarrow():
        return frame.with_columns(**{name: nw.col(order).rank("ordinal").over(year, score).cast(nw.Int64)})
    row = f"{name}_row"
    ordered = frame.with_row_index(row).sort(year, score, order).with_row_index(name)
    ordered = ordered.with_columns(nw.col(name).cast(nw.Int64))
    first = ordered.group_by(year, score).agg(nw.col(name).min().alias("first"))
    marked = ordered.filter(~nw.col(score).is_null()).join(first, on=[year, score], how="left")
    marked = marked.select(row, (nw.col(name) - nw.col("first") + 1).alias(name))
    return frame.with_row_index(row).join(marked, on=row, how="left").sort(row).drop(row)


def in_order(frame: Any, order: str | None) -> tuple[Any, str]:
    """The frame with the column that says who comes first among those tied: ``order``, else that of the rows.

    :raises EngineError: where the engine keeps no order of rows and none is named.
    """
    if order is not None:
        return frame, order
    own = None if frame.implementation.is_duckdb() else numbered(frame)
    if own is None:
        what = "the tie rule needs an order among those tied, and this engine keeps none of the rows"
        raise EngineError(Problem("order", what, "name a column: order='park'"))
    return own, ROW


def _over(frame: Any, sums: Mapping[str, nw.Expr], by: list[str]) -> Any:
    """Aggregates inside groups, as columns."""
    if not frame.implementation.is_pyarrow():
        return frame.with_columns(**{name: expr.over(*by) for name, expr in sums.items()})
    row = f"{OWN}order"
    found = frame.group_by(*by).agg(*(expr.alias(name) for name, expr in sums.items()))
    rest = frame.drop(*(name for name in sums if name in frame.columns)).with_row_index(row)
    return rest.join(found, on=by, how="left").sort(row).drop(row)


# parks of projects ----------------------------------------------------------------------------------


def parks_of_projects(
    frame: Any,
    names: Mapping[str, str],
    keys: Mapping[str, str],
    terms: MajorProjectTerms,
    limit: int,
    order: str | None,
) -> Placed:
    """One row for each park and year of a frame of projects, with its place, and who wins beside it.

    ``keys`` are the columns of ``year``, of the park and what else tells parks apart.
    """
    year = keys["park_year.year"]
    needs_order = _needs_order(terms)
    if needs_order:
        frame, order = in_order(frame, order)
    frame, waits = _qualifying(frame, names, year, terms, limit)
    by = list(dict.fromkeys(keys.values()))
    amount = names[f"project.{terms.threshold_base.field}"]
    counts, fine = nw.col(f"{_PLACE}counts"), nw.col(amount)
    frame = frame.with_columns(
        **{
            f"{_PLACE}open": nw.when(counts.is_null()).then(nw.lit(1, nw.Int64)).otherwise(nw.lit(0, nw.Int64)),
            f"{_PLACE}number": nw.when(counts).then(nw.lit(1, nw.Int64)).otherwise(nw.lit(0, nw.Int64)),
            f"{_PLACE}amount": nw.when(counts).then(fine).otherwise(nw.lit(0, nw.Int64)),
        }
    )
    frame = _winning_projects(frame, year, terms) if terms.ranked_units is RankedUnits.PROJECTS else frame
    aggregates = {
        f"{_PLACE}open": nw.col(f"{_PLACE}open").sum(),
        "number": nw.col(f"{_PLACE}number").sum(),
        "total": nw.col(f"{_PLACE}amount").sum(),
        "largest": nw.col(f"{_PLACE}amount").max(),
        **{name: nw.col(name).max() for name in waits.values()},
    }
    if terms.ranked_units is RankedUnits.PROJECTS:
        aggregates["winning"] = nw.col(f"{_PLACE}wins").sum()
        aggregates["wins_open"] = nw.col(f"{_PLACE}wins_open").max()
    if "park_year.other_award" in names:
        aggregates["other"] = nw.col(names["park_year.other_award"]).max()
    if needs_order:
        aggregates["order"] = nw.col(str(order)).min()
    named = {name: name if name.startswith(OWN) else f"{_PLACE}{name}" for name in aggregates}
    parks = frame.group_by(*by).agg(*(expr.alias(named[name]) for name, expr in aggregates.items()))
    return _placed_parks(parks, year, terms, waits, "park_year.other_award" in names, needs_order)


def _needs_order(terms: MajorProjectTerms) -> bool:
    shared = terms.prize_is_for is not PrizeIsFor.EACH
    return shared or (terms.ties is Ties.POOLED and terms.ranked_units is RankedUnits.PARKS)


def _qualifying(
    frame: Any, names: Mapping[str, str], year: str, terms: MajorProjectTerms, limit: int
) -> tuple[Any, dict[str, str]]:
    """Whether each project counts in its year, and a 0 or 1 column for each fact that this waits for."""
    years = [row[year] for row in rows_of(frame.select(year).unique())]
    if any(one is None for one in years):
        raise EngineError(Problem("park_year.year", f"column {year!r} has nulls", "give the year of every project"))
    counts: Any = nw.lit(None, nw.Boolean)
    missing: dict[str, nw.Expr] = {}
    for one in sorted(years):
        node = simplify(node_of(terms.qualifies(Project.symbols(), one)))
        tracked = _inline(node, names, limit)
        own = nw.col(year) == one
        counts = nw.when(own).then(tracked.column.expr).otherwise(counts)
        for name, column in tracked.missing.items():
            flag = nw.when(column.expr).then(nw.lit(1, nw.Int64)).otherwise(nw.lit(0, nw.Int64))
            missing[name] = nw.when(own).then(flag).otherwise(missing.get(name, nw.lit(0, nw.Int64)))
    waits = {name: _of(f"{_PLACE}waits", name) for name in missing}
    return frame.with_columns(
        **{f"{_PLACE}counts": counts, **{waits[name]: expr for name, expr in missing.items()}}
    ), waits


def _inline(node: Node, names: Mapping[str, str], limit: int) -> Tracked:
    def own(path: str, sort: Sort) -> Tracked:
        return leaf(path, Column(nw.col(names[path]), bounds_of_fact(path, sort), short=True))

    found: Tracked = fold(node, Missing(Columns(limit)), own)
    return found


def _winning_projects(frame: Any, year: str, terms: MajorProjectTerms) -> Any:
    """Where projects are ranked: whether each stands on a rank that is paid, in a year in which all is known."""
    score, prefix = f"{_PLACE}project_score", f"{_PLACE}project"
    counts = nw.col(f"{_PLACE}number") == 1
    frame = frame.with_columns(
        **{score: nw.when(counts).then(nw.col(f"{_PLACE}amount")).otherwise(nw.lit(-1, nw.Int64))}
    )
    frame = ranked(frame, score, year, prefix, None)
    last = _last(terms)
    rank, tied = nw.col(f"{prefix}_place_rank"), nw.col(f"{prefix}_place_tied")
    crosses = counts & (rank <= last) & (rank + tied - 1 > last)
    undecided = crosses if terms.ties in (Ties.POOLED, Ties.UNDETERMINED) else nw.lit(False, nw.Boolean)
    paid = counts & (_last_place(prefix, terms.ties) <= last)
    one, none = nw.lit(1, nw.Int64), nw.lit(0, nw.Int64)
    return frame.with_columns(
        **{
            f"{_PLACE}wins": nw.when(paid).then(one).otherwise(none),
            f"{_PLACE}wins_open": nw.when(undecided).then(one).otherwise(none),
        }
    )


def _last(terms: MajorProjectTerms) -> int:
    last: int = terms.prizes.last_rank.raw
    return last


def _last_place(prefix: str, ties: Ties) -> nw.Expr:
    rank, tied = nw.col(f"{prefix}_place_rank"), nw.col(f"{prefix}_place_tied")
    match ties:
        case Ties.WORSE:
            return rank + tied - 1
        case Ties.DENSE:
            return nw.col(f"{prefix}_place_dense")
        case _:
            return rank


def _placed_parks(
    parks: Any, year: str, terms: MajorProjectTerms, waits: Mapping[str, str], other: bool, ordered: bool
) -> Placed:
    by = {RankedBy.TOTAL: "total", RankedBy.NUMBER: "number"}.get(terms.ranked_by, "largest")
    known = nw.col(f"{_PLACE}open") == 0
    null = nw.lit(None, nw.Int64)
    parks = parks.with_columns(
        **{
            f"{_PLACE}score": nw.when(known).then(nw.col(f"{_PLACE}{by}")).otherwise(null),
            f"{_PLACE}qualifying": nw.when(known).then(nw.col(f"{_PLACE}number")).otherwise(null),
        }
    )
    prefix = f"{_PLACE}park"
    parks = ranked(parks, f"{_PLACE}score", year, prefix, f"{_PLACE}order" if ordered else None)
    places = {path: _of(prefix, path) for path in PLACES}
    parks, unknown = _winners(parks, year, terms, waits, places, ordered)
    names = {
        **places,
        "park_year.qualifying": f"{_PLACE}qualifying",
        "park_year.winning": f"{_PLACE}won",
        "park_year.winners": f"{_PLACE}winners",
        "park_year.winner_order": f"{_PLACE}winner_order",
        **({"park_year.other_award": f"{_PLACE}other"} if other else {}),
    }
    own = {name: _column((nw.col(flag) == 1) & nw.col(f"{_PLACE}qualifying").is_null()) for name, flag in waits.items()}
    ties = {path: {"place.rank": _null(places[path])} for path in ("place.tied", "place.in_tie")}
    return Placed(parks, names, {**ties, "park_year.qualifying": own, **unknown})


def _column(expr: nw.Expr) -> Column:
    return Column(expr, None)


def _winners(
    parks: Any,
    year: str,
    terms: MajorProjectTerms,
    waits: Mapping[str, str],
    places: Mapping[str, str],
    ordered: bool,
) -> tuple[Any, dict[str, dict[str, Column]]]:
    """Who wins, how many do, and in which order; unknown in a whole year where one of its parks is open."""
    last, null = _last(terms), nw.lit(None, nw.Int64)
    one, none = nw.lit(1, nw.Int64), nw.lit(0, nw.Int64)
    qualifying = nw.col(f"{_PLACE}qualifying")
    of_year = {name: f"{flag}_year" for name, flag in waits.items()}
    flags = {of_year[name]: nw.when((nw.col(flag) == 1) & qualifying.is_null()).then(one).otherwise(none)
             for name, flag in waits.items()}  # fmt: skip
    by_project = terms.ranked_units is RankedUnits.PROJECTS
    if by_project:
        flags[f"{_PLACE}year_open"] = nw.when(qualifying.is_null()).then(one).otherwise(none)
        flags[f"{_PLACE}year_ties"] = nw.col(f"{_PLACE}wins_open")
    else:
        rank, tied = nw.col(places["place.rank"]), nw.col(places["place.tied"])
        crosses = (rank <= last) & (rank + tied - 1 > last) & (qualifying > 0)
        ties = nw.when(crosses).then(one).otherwise(none) if terms.ties is Ties.UNDETERMINED else none + 0
        flags[f"{_PLACE}year_open"] = nw.when(rank.is_null() | qualifying.is_null()).then(one).otherwise(none)
        flags[f"{_PLACE}own_ties"] = ties
        flags[f"{_PLACE}year_ties"] = ties
        flags[f"{_PLACE}rank_open"] = nw.when(rank.is_null()).then(one).otherwise(none)
        flags[f"{_PLACE}year_rank"] = flags[f"{_PLACE}rank_open"]
    parks = parks.with_columns(**flags)
    over = [
        f"{_PLACE}year_open",
        f"{_PLACE}year_ties",
        *of_year.values(),
        *([] if by_project else [f"{_PLACE}year_rank"]),
    ]
    parks = _over(parks, {name: nw.col(name).max() for name in over}, [year])
    year_open = (nw.col(f"{_PLACE}year_open") == 1) | (nw.col(f"{_PLACE}year_ties") == 1)
    if by_project:
        won = nw.when(~year_open).then(nw.col(f"{_PLACE}winning")).otherwise(null)
    else:
        paid = nw.when((qualifying > 0) & (_last_place(f"{_PLACE}park", terms.ties) <= last)).then(one).otherwise(none)
        own_open = nw.col(places["place.rank"]).is_null() | qualifying.is_null() | (nw.col(f"{_PLACE}own_ties") == 1)
        won = nw.when(~own_open).then(paid).otherwise(null)
    parks = parks.with_columns(**{f"{_PLACE}won": won})
    wins = nw.when(nw.col(f"{_PLACE}won") > 0).then(one).otherwise(none)
    parks = parks.with_columns(**{f"{_PLACE}is_winner": wins, f"{_PLACE}winners": wins})
    parks = _over(parks, {f"{_PLACE}winners": nw.col(f"{_PLACE}winners").sum()}, [year])
    if ordered:
        parks = _winner_order(parks, year)
    else:
        parks = parks.with_columns(**{f"{_PLACE}winner_order": null})
    kept = {name: nw.when(~year_open).then(nw.col(name)).otherwise(null)
            for name in (f"{_PLACE}winners", f"{_PLACE}winner_order")}  # fmt: skip
    parks = parks.with_columns(**kept)
    return parks, _unknown_winners(waits, of_year, by_project)


def _winner_order(parks: Any, year: str) -> Any:
    """The number of winners up to each park, in the order of the parks."""
    name, order, winner = f"{_PLACE}winner_order", f"{_PLACE}order", nw.col(f"{_PLACE}is_winner")
    if not parks.implementation.is_pyarrow():
        return parks.with_columns(**{name: winner.cum_sum().over(year, order_by=order)})
    before = f"{name}_before"
    ordered = parks.sort(year, order).with_columns(**{name: winner.cum_sum(), before: winner.cum_sum() - winner})
    ordered = _over(ordered, {before: nw.col(before).min()}, [year])
    return ordered.with_columns(**{name: nw.col(name) - nw.col(before)}).sort(order)


def _unknown_winners(
    waits: Mapping[str, str], of_year: Mapping[str, str], by_project: bool
) -> dict[str, dict[str, Column]]:
    """What the winners wait for: what any project of the year does, and the tie rule."""
    won, winners = nw.col(f"{_PLACE}won").is_null(), nw.col(f"{_PLACE}winners").is_null()
    whole = {name: nw.col(flag) == 1 for name, flag in of_year.items()}
    whole["terms.ties"] = nw.col(f"{_PLACE}year_ties") == 1
    if by_project:  # a tie is looked at only where it is known which projects count
        whole["terms.ties"] = whole["terms.ties"] & (nw.col(f"{_PLACE}year_open") == 0)
        return {
            "park_year.winning": {name: _column(won & expr) for name, expr in whole.items()},
            "park_year.winners": {name: _column(winners & expr) for name, expr in whole.items()},
            "park_year.winner_order": {name: _column(winners & expr) for name, expr in whole.items()},
        }
    whole["place.rank"] = nw.col(f"{_PLACE}year_rank") == 1
    own = {name: nw.col(flag) == 1 for name, flag in waits.items()}
    own |= {"terms.ties": nw.col(f"{_PLACE}own_ties") == 1, "place.rank": nw.col(f"{_PLACE}rank_open") == 1}
    return {
        "park_year.winning": {name: _column(won & expr) for name, expr in own.items()},
        "park_year.winners": {name: _column(winners & expr) for name, expr in whole.items()},
        "park_year.winner_order": {name: _column(winners & expr) for name, expr in whole.items()},
    }
