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

    ``labels`` names every condition, step and party of its outcome.
    """

    name: str
    function: Callable[[Any, Any], Outcome]
    facts: type[Facts]
    terms: type[Terms]
    labels: Mapping[str, Label]

    def formulas(self, terms: Terms) -> Outcome:
        """The outcome on symbols, for folding."""
        return self.function(self.facts.symbols(), terms.symbols())
