"""Days that are only known to lie between two (只知大概的日期): a month, or an event that has happened some day.

Such a day is enough where every day between the two gives the same answer. Formulas only compare days, so the days
to try are the two ends, the days that the terms name, and the other days of the record, each with its neighbours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from itertools import islice, product
from typing import Any

from investpolicy.claims.columns import Location, part_of
from investpolicy.errors import FactsError, PolicyError, Problem
from investpolicy.models import label_of
from investpolicy.register.decision import Decision
from investpolicy.register.policy import Provision
from investpolicy.values.day import Day
from investpolicy.values.formula import Node
from investpolicy.values.label import Label

MOST_TRIED = 1_000
"""Most combinations of days that are tried for one row; beyond it the days are unknown."""

Days = tuple[date, date]

_ONE = timedelta(days=1)


def decide_between(
    provision: Provision,
    facts: Mapping[Location, Any],
    days: Mapping[Location, Days],
    decide: Callable[[Mapping[Location, Any]], Decision],
) -> tuple[Decision, tuple[Label, ...]]:
    """The decision that all days between the ends agree on, else the one on unknown days; and a note for each.

    :raises PolicyError: when the facts contradict each other whatever the days.
    """
    unknown = decide({**facts, **dict.fromkeys(days)})
    wanted = {location: _tried(provision, facts, location, ends) for location, ends in days.items()}
    combinations = list(islice(product(*wanted.values()), MOST_TRIED + 1))
    found: list[Decision] = []
    if 0 < len(combinations) <= MOST_TRIED:
        for one in combinations:
            try:
                found.append(decide({**facts, **dict(zip(wanted, one, strict=True))}))
            except PolicyError:  # an order of events that can not be
                continue
        if not found:
            raise FactsError(_can_not_be(provision, location, ends) for location, ends in days.items())
    agreed = bool(found) and all(_answer(one) == _answer(found[0]) for one in found)
    notes = tuple(_note(provision, location, ends, agreed) for location, ends in days.items())
    return (found[0] if agreed else unknown), notes


def _tried(provision: Provision, facts: Mapping[Location, Any], location: Location, ends: Days) -> list[date]:
    """The days to try, the likeliest first; none where they are too many."""
    first, last = ends
    if not provision.rule.folds:
        span = (last - first).days + 1
        return [first + place * _ONE for place in range(span)] if span <= MOST_TRIED else []
    named = [first, last, *_days_of_terms(provision)]
    for other, value in facts.items():
        if other != location and (day := _plain(value)) is not None:
            named.append(day)
    around = [first + _ONE, *(day + step for day in named[2:] for step in (-_ONE, _ONE) if date.min < day < date.max)]
    start = provision.policy.text.in_force_from
    order = ([start] if start else []) + named[2:] + named[:2] + around
    return list(dict.fromkeys(day for day in order if first <= day <= last))


def _plain(value: Any) -> date | None:
    if isinstance(value, Day):
        return value.date if value.is_known and bool(value.happened) else None
    return value if isinstance(value, date) else None


def _days_of_terms(provision: Provision) -> Iterator[date]:
    """The days that the formulas of a provision name."""
    outcome = provision.formulas
    for value in (*outcome.conditions.values(), *outcome.values.values()):
        if isinstance(value.raw, Node):
            constants = (node.params[0] for node in value.raw.walk() if node.op == "constant")
            yield from (one for one in constants if isinstance(one, date) and one != date.max)


def _answer(decision: Decision) -> object:
    outcome = decision.outcome
    values = tuple((name, str(value)) for name, value in outcome.values.items())
    figures = tuple((name, value.to_json()) for name, value in outcome.figures.items())
    return decision.status, values, figures, outcome.failed, outcome.undecided


def _note(provision: Provision, location: Location, ends: Days, agreed: bool) -> Label:
    label = _label(provision, location)
    first, last = ends
    if (first.year, first.month) == (last.year, last.month):
        known = Label(f"{label.zh}只写到月（{first.year}年{first.month}月）", f"of {label.en} only the month is given")
    else:
        known = Label(f"{label.zh}未写，仅知已发生", f"{label.en} is not given, only that it has happened")
    if agreed:
        return Label(f"{known.zh}，任何一天结论相同", f"{known.en}; any day gives the same answer")
    return Label(f"{known.zh}，不同日期结论不同", f"{known.en}; the answer depends on the day")


def _can_not_be(provision: Provision, location: Location, ends: Days) -> Problem:
    first, last = ends
    span = f"{first.year}年{first.month}月" if (first.year, first.month) == (last.year, last.month) else "已发生"
    what = f"{_label(provision, location).zh} {span} contradicts the other days of the row"
    return Problem(".".join(location), what, "check the days")


def _label(provision: Provision, location: Location) -> Label:
    model: Any = provision.rule.facts
    for part in location[:-1]:
        model = part_of(model.model_fields[part].annotation)
    return label_of(model.model_fields[location[-1]])
