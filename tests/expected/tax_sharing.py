"""ZY.tax-sharing, 三: taxes of a project that moved are shared 1:9, until the province issues a policy.

The part retained locally, before rebates, for years that the user supplies.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .answer import Answer, Condition, Facts, condition, waits
from .index_sharing import moved, shared


@dataclass(frozen=True)
class Terms:
    """``years`` None: not supplied. ``issued`` None: no provincial policy yet; ``loaded`` are its shares."""

    weights: tuple[int, int] = (1, 9)
    remainder: str = "last"
    base: str = "local_retained"
    net: bool = False
    limited: bool = True
    years: int | None = None
    issued: date | None = None
    loaded: tuple[int, int] | None = None


def tax_sharing(facts: Facts, terms: Terms = Terms()) -> Answer:
    """Who gets what of a year's tax."""
    conditions = moved(facts)
    if terms.issued is not None:
        conditions["ratio_in_force"] = _in_force(facts.get("shared_tax.taxed_on"), terms.issued, terms.loaded)
    if terms.limited:
        missing = waits(facts, "shared_tax.sharing_year")
        missing |= frozenset({"terms.years"}) if terms.years is None else frozenset()
        conditions["within_years"] = condition(missing, lambda: facts["shared_tax.sharing_year"] <= terms.years)
    paths = [f"shared_tax.{terms.base}", *(["shared_tax.rebates"] if terms.net else [])]
    missing, total = waits(facts, *paths), facts.get(paths[0])
    if total is not None and terms.net and not missing:
        total = max(total - facts["shared_tax.rebates"], 0)
    return shared(conditions, None if missing else total, missing, terms.loaded or terms.weights, terms.remainder)


def _in_force(day: date | None, issued: date, loaded: tuple[int, int] | None) -> Condition:
    """Whether the shares at hand are those of the day; unknown where others apply, which are not at hand."""
    other = "terms.shares" if loaded else "terms.provincial_shares"
    if day is None:
        return Condition(None, frozenset({"shared_tax.taxed_on", other}))
    holds = (day >= issued) if loaded else (day < issued)
    return Condition(True) if holds else Condition(None, frozenset({other}))
