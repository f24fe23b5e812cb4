"""What the library knows of a rule: the pure function, its facts, its terms, and how its parts are called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from investpolicy.facts.base import Facts
from investpolicy.outcomes import Outcome
from investpolicy.rules.terms import Terms
from investpolicy.values.label import Label


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: ``function(facts, terms)`` answers one record.

    ``labels`` names every condition, step, figure and party of its outcome; ``met``, ``not_met`` and ``exception``
    are what a check concludes, where it has its own words. ``folds`` says whether it also runs on
    symbols, so that columns, proofs and formulas in words come of it; a process rule reasons over dates and lists and
    is decided on records only.
    """

    name: str
    function: Callable[[Any, Any], Outcome]
    facts: type[Facts]
    terms: type[Terms]
    labels: Mapping[str, Label]
    folds: bool = True

    def formulas(self, terms: Terms) -> Outcome:
        """The outcome on symbols, for folding."""
        return self.function(self.facts.symbols(), terms.symbols())
