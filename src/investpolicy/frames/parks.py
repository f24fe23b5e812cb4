"""Rank awards on frames (排名奖励): of parks with their scores, and of projects that are grouped to parks first."""
# pyright: basic

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import narwhals as nw

from investpolicy.errors import EngineError, Problem
from investpolicy.facts.base import Facts
from investpolicy.facts.park import ParkYear
from investpolicy.facts.project import Project
from investpolicy.frames.door import Door, column_names, enter, rows_of
from investpolicy.frames.naming import Fact, columns_of, facts_of_model, no_column
from investpolicy.frames.plan import OWN, Plan, Wanted, answer_names, names_of
from investpolicy.frames.rankings import PLACES, Placed, parks_of_projects, place_by_score
from investpolicy.frames.reading import checked, readings_of, trusted, with_facts
from investpolicy.frames.texts import add_texts, masks, missing_names
from investpolicy.rankings import RANKINGS, read_by_ranking
from investpolicy.register.policy import Policy, Provision
from investpolicy.rules.major_project_award import MajorProjectTerms
from investpolicy.values.label import Lang

_OTHER: Final = "park_year.other_award"


def is_population(found: Provision, columns: Sequence[str], given: Mapping[str, str]) -> bool:
    """Whether a frame holds parks or cities to be placed: a score or a rank, and a year, where places are needed."""
    if found.rule.name not in RANKINGS or isinstance(found.terms, MajorProjectTerms):
        return False
    own = _own(found, columns, given)
    has_score = any(path.endswith(".score") for path in own)
    needed = [path for path in names_of(found.formulas) if path in PLACES]
    ready = all(path in own for path in needed)
    return _year(found.rule.facts) in own and (has_score or ("place.rank" in own and not ready))


def with_places(
    found: Provision,
    native: Any,
    given: Mapping[str, str],
    units: Mapping[str, str],
    order: str | None,
    trust_values: bool,
) -> tuple[Door, Any, Plan]:
    """The frame with the places that the formulas read, and the plan that reads them."""
    facts = facts_of_model(found.rule.facts)
    columns = column_names(native)
    year, needed = _year(found.rule.facts), names_of(found.formulas)
    others = sorted(path for path in needed if path in facts and path not in PLACES)
    score = [path for path in facts if path.endswith(".score")]
    names = [path for path in ("park_year.park", "park_year.id") if path in facts]
    own, problems = columns_of(facts, [*PLACES, *others, *score, *names, year], columns, given)
    problems += [no_column(facts[path], columns, given) for path in others if path not in own and path not in given]
    if problems:
        raise EngineError(problems)
    door = enter(native, {*own.values(), *([order] if order else [])})
    numbers = {path: column for path, column in own.items() if path not in names}
    frame, columns_of_facts = _read(door, facts, numbers, units, trust_values)
    parks = [door.inside(own[path]) for path in names if path in own]
    order = None if order is None else door.inside(order)
    if not trust_values:
        _check_years(frame, columns_of_facts[year], own[year], parks)
    placed = place_by_score(frame, columns_of_facts, columns_of_facts[year], needed, order)
    plan = Plan(found, missing_names(found), placed.leaf, {}, door)
    return door, placed.frame, plan


def rank_parks(
    policy: Policy,
    provision: str,
    native: Any,
    *,
    columns: Mapping[str, str] | None = None,
    units: Mapping[str, str] | None = None,
    order: str | None = None,
    steps: bool = False,
    decimal_yuan: bool = False,
    texts: Lang | None = None,
    trust_values: bool = False,
) -> Any:
    """Decide an award for major projects on a frame of projects: one row for each park and year comes back.

    The frame has to hold all projects of the years, each with its park (``park`` or 园区), year, amounts and days. The
    answer holds the columns of year and park, ``qualifying`` (the number of projects that count; null where that is not
    known) and what :func:`~investpolicy.frames.evaluate` adds, which explains the parameters. A park without projects
    wins nothing, and is not in it. The rows come in no order.

    :raises EngineError: for a provision that ranks no projects, and as ``evaluate`` does.
    """
    found = policy.provision(provision)
    terms = found.terms
    if not isinstance(terms, MajorProjectTerms):
        raise EngineError(Problem(found.id, "ranks no parks by their projects", "use frames.evaluate"))
    given = columns or {}
    facts = {**facts_of_model(ParkYear), **facts_of_model(Project)}
    base = f"project.{terms.threshold_base.field}"
    read = [path for path in read_by_ranking(found.rule.name, terms) if path in facts]
    needed: list[str] = sorted({base, *read, *([_OTHER] if _OTHER in names_of(found.formulas) else [])})
    keys = ["park_year.year", "park_year.park", "park_year.id"]
    names = column_names(native)
    own, problems = columns_of(facts, [*needed, *keys], names, given)
    if "park_year.park" not in own and "park_year.id" in own:
        keys.remove("park_year.park")
    problems += [
        no_column(facts[one], names, given) for one in (*needed, *keys[:2]) if one not in own and one not in given
    ]
    if problems:
        raise EngineError(problems)
    door = enter(native, {*own.values(), *([order] if order else [])})
    numbers = {path: column for path, column in own.items() if path not in ("park_year.park", "park_year.id")}
    frame, of_facts = _read(door, facts, numbers, units or {}, trust_values)
    order = None if order is None else door.inside(order)
    by = {path: door.inside(own[path]) for path in keys if path in own} | {"park_year.year": of_facts["park_year.year"]}
    placed = parks_of_projects(frame, of_facts, by, terms, door.limit, order)
    placed = _with_year(placed, by, door.inside(own["park_year.year"]))
    plan = Plan(found, missing_names(found), placed.leaf, {}, door)
    wanted = Wanted(steps, decimal_yuan)
    taken = {*by.values()} & {*answer_names(found, wanted), "qualifying"}
    if taken:
        raise EngineError(
            Problem(", ".join(sorted(taken)), "the frame has columns of the answer's names", "rename them")
        )
    qualifying = nw.col(placed.names["park_year.qualifying"]).alias("qualifying")
    out = plan.run(placed.frame.with_columns(qualifying), wanted)
    out = out if texts is None else add_texts(out, masks(policy, provision), texts)
    return _leave_rows(native, door, out)


def _with_year(placed: Placed, by: Mapping[str, str], column: str) -> Placed:
    """The year under the user's own name of it."""
    if by["park_year.year"] == column:
        return placed
    frame = placed.frame.with_columns(nw.col(by["park_year.year"]).alias(column))
    return Placed(frame, placed.names, placed.unknown)


def _leave_rows(native: Any, door: Door, out: Any) -> Any:
    """Other rows than came in, as the user's own kind of frame."""
    if not nw.from_native(native).implementation.is_pandas():
        return door.leave(out)
    from investpolicy.frames.door import as_pandas

    return as_pandas(native, out.to_native())


def _own(found: Provision, columns: Sequence[str], given: Mapping[str, str]) -> dict[str, str]:
    facts = facts_of_model(found.rule.facts)
    year = _year(found.rule.facts)
    paths = [*(one for one in facts if one.endswith(".score")), *PLACES, year]
    return columns_of(facts, [one for one in paths if one in facts], columns, given)[0]


def _year(facts: type[Facts]) -> str:
    return f"{facts.fact_name}.year"


def _read(
    door: Door, facts: Mapping[str, Fact], own: Mapping[str, str], units: Mapping[str, str], trust_values: bool
) -> tuple[Any, dict[str, str]]:
    readings, problems = readings_of(facts, own, door, units)
    if problems:
        raise EngineError(problems)
    return with_facts(door.frame, trusted(readings) if trust_values else checked(door.frame, readings))


def _check_years(frame: Any, year: str, column: str, parks: Sequence[str]) -> None:
    """Nulls among the years, and parks that stand twice in one, by id or else by name."""
    (seen,) = rows_of(frame.select(nw.col(year).is_null().cast(nw.Int64).sum().alias("nulls")))
    if seen["nulls"]:
        raise EngineError(
            Problem(f"column {column!r}", f"{seen['nulls']} rows have no year", "give the year of every park")
        )
    if not parks:
        return
    park = parks[-1]
    named = frame.filter(~nw.col(park).is_null() & (nw.col(park).cast(nw.String) != ""))
    count = f"{OWN}count"
    twice = named.group_by(year, park).agg(nw.len().alias(count)).filter(nw.col(count) > 1).head(3)
    problems = [
        Problem(f"column {park!r}", f"{row[park]} stands {row[count]} times in {row[year]}", "give each park once")
        for row in rows_of(twice)
    ]
    if problems:
        raise EngineError(problems)
