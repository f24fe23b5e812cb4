"""SD.hefei-honours, 一（四）优惠政策: two honours of districts and zones, three of persons, each with a reward."""

from __future__ import annotations

from collections.abc import Mapping

from .answer import NOT_YET, WAN, Answer, Condition, Facts, all_hold, failures, of_fact, waits

OF_UNITS = ("promotion_unit", "foreign_capital_unit")
OF_PERSONS = ("individual", "information", "adviser")
AMOUNTS = {kind: place * WAN for place, kind in enumerate((*OF_UNITS, *OF_PERSONS), start=1)}


def honour_award(facts: Facts, amounts: Mapping[str, int] = AMOUNTS) -> Answer:
    """The reward of one honour; ``amounts`` by its kind are what a user supplies."""
    kind = facts.get("honour.kind")
    holders = ("district", "zone") if kind in OF_UNITS else ("person",)
    if kind is None:  # who may hold it is not known before
        may_hold = Condition(None, frozenset({"honour.kind"}))
    else:
        may_hold = of_fact(facts, "honour.honoured_kind", lambda honoured: honoured in holders)
    conditions = {
        "conferred": of_fact(facts, "honour.conferred_on", lambda day: day != NOT_YET),
        "may_hold": may_hold,
    }
    eligible = all_hold(conditions.values())
    if eligible.holds is False:
        return Answer("ineligible", failures(conditions), amount=0)
    amount = None if waits(facts, "honour.kind") else amounts[facts["honour.kind"]]
    if eligible.holds is None:
        return Answer("undetermined", missing=eligible.waits_for, ceiling=amount)
    return Answer("entitled", amount=amount, ceiling=amount)
