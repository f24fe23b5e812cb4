"""Provisions on columns (批量判定): a frame in, the same kind of frame out.

pandas is turned into Arrow at the door, because its missing values are not the engine's nulls, and given back as it
came. Everything else goes through Narwhals as it is: Polars (eager and lazy), PyArrow, DuckDB, PySpark.
"""
# pyright: basic

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import narwhals as nw

from investpolicy.algebras.columns import Column
from investpolicy.algebras.missing import Tracked, leaf
from investpolicy.errors import EngineError, Problem
from investpolicy.frames.days import deadline, working_days
from investpolicy.frames.door import Door, column_names, enter
from investpolicy.frames.naming import columns_of, facts_of_model, no_column
from investpolicy.frames.parks import is_population, rank_parks, with_places
from investpolicy.frames.plan import Plan, Wanted, answer_names, names_of
from investpolicy.frames.reading import bounds_of_fact, checked, readings_of, trusted, with_facts
from investpolicy.frames.texts import Masks, add_texts, masks, missing_names, with_texts
from investpolicy.frames.totals import total
from investpolicy.register.policy import Policy, Provision
from investpolicy.values.formula import Raw, Sort
from investpolicy.values.label import Lang


def evaluate(
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
    """Decide every row of a frame. Lazy frames stay lazy.

    **In.** A fact's column is called by its path (``project.agreed_investment``), its English name, its Chinese label
    or a synonym of it; ``columns`` maps paths to other names. Missing values are unknown. Amounts are integers, exact
    decimals, floats (read at 15 digits) or text in the unit of the header (``投资额（万元）``) or of ``units``
    (``{"协议投资额": "亿元"}``); text may say its own unit. Only an integer column under the English name needs none:
    it is in 分. Categories, 是 and 否, and days are read as on a record; blank text is unknown.

    **Out.** ``amount`` (int64 分; null where not determined), or one column for each party of a split, or ``points``
    (int64 ten-thousandths); ``status``; ``failed`` and ``missing``, integers whose bits :func:`masks` explains.

    **Rankings.** A rank award on a frame with a score and a year places the parks of each year first, as
    ``Policy.decide_all`` does; the frame has to hold all of them. On a frame with places it decides row by row.

    :param order: the column that says who comes first among those tied, where the tie rule asks and the engine keeps
        no order of rows (DuckDB, PySpark).
    :param steps: add a column for each named step of the calculation, by its name.
    :param decimal_yuan: add each amount as an exact decimal of 元 too, in ``amount_yuan``.
    :param texts: add status and masks in words of this language; see :func:`with_texts`.
    :param trust_values: spare the pass over the values before anything runs. Then an amount out of range can overflow
        and give a wrong amount without a word; text that is not plain (``5.2亿元``, ``1,234``), a category by its label
        and a code of industry are unknown; and the same park twice in a year is not noticed.
    :raises EngineError: for missing columns, wrong types and units, values that are not exact or out of range, with the
        first rows, all before anything runs.
    """
    found = policy.provision(provision)
    wanted = Wanted(steps, decimal_yuan)
    _check_answers(found, column_names(native), wanted, texts)
    if is_population(found, column_names(native), columns or {}):
        door, frame, plan = with_places(found, native, columns or {}, units or {}, order, trust_values)
    else:
        door, frame, plan = _by_rows(found, native, columns or {}, units or {}, trust_values)
    out = plan.run(frame, wanted)
    return door.leave(out if texts is None else add_texts(out, masks(policy, provision), texts))


def _by_rows(
    found: Provision, native: Any, given: Mapping[str, str], units: Mapping[str, str], trust_values: bool
) -> tuple[Door, Any, Plan]:
    """Each row by itself: every fact that the formulas need has a column, or a value where it is not told."""
    facts = facts_of_model(found.rule.facts)
    needed = sorted(path for path in names_of(found.formulas) if path in facts)
    columns = column_names(native)
    own, problems = columns_of(facts, needed, columns, given)
    defaults = found.rule.facts().raws()
    constants: dict[str, Raw] = {}
    for path in needed:
        if path not in own and path not in given:
            if getattr(defaults[path], "names", None) is None:
                constants[path] = defaults[path]
            elif path not in {one.where for one in problems}:
                problems.append(no_column(facts[path], columns, given))
    if problems:
        raise EngineError(problems)
    door = enter(native, set(own.values()))
    readings, problems = readings_of(facts, own, door, units)
    if problems:
        raise EngineError(problems)
    frame, names = with_facts(door.frame, trusted(readings) if trust_values else checked(door.frame, readings))

    def column(path: str, sort: Sort) -> Tracked:
        return leaf(path, Column(nw.col(names[path]), bounds_of_fact(path, sort), short=True, name=names[path]))

    return door, frame, Plan(found, missing_names(found), column, constants, door)


def _check_answers(found: Provision, columns: list[str], wanted: Wanted, texts: Lang | None) -> None:
    answers = [*answer_names(found, wanted), *(("status_text", "failed_text", "missing_text") if texts else ())]
    if taken := [name for name in columns if name in answers]:
        raise EngineError(Problem(", ".join(taken), "the frame has columns of the answer's names", "rename them first"))


__all__ = [
    "Door",
    "Masks",
    "deadline",
    "enter",
    "evaluate",
    "masks",
    "rank_parks",
    "total",
    "with_texts",
    "working_days",
]
