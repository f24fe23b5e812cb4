"""Claims about a rule for all facts in range, proved by Z3 or refuted with facts on which they fail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import z3

from investpolicy.algebras.proof import Term, literal, plain_value, to_term, variable
from investpolicy.outcomes import Award, Outcome, Split
from investpolicy.values.count import COUNT_LIMIT
from investpolicy.values.formula import Node, Sort, Value
from investpolicy.values.text import MONEY_LIMIT_FEN
from investpolicy.values.unknown import is_unknown

SECONDS = 60


@dataclass
class Proof:
    """Free facts, each in its range, and the terms of values on them."""

    facts: dict[str, tuple[Sort, Term]] = field(default_factory=dict)

    def leaf(self, path: str, sort: Sort) -> Term:
        """The free fact ``path``: one variable, however often it is asked for."""
        if path not in self.facts:
            self.facts[path] = (sort, variable(path, sort))
        return self.facts[path][1]

    def of(self, value: Value) -> Term:
        """The term of a value that a rule gave on symbols."""
        return to_term(value.raw, self.leaf) if isinstance(value.raw, Node) else literal(value.raw, value.sort)

    def amounts(self, outcome: Outcome) -> Mapping[str, Term]:
        """The amount due, or the parts of a split."""
        assert isinstance(outcome, (Award, Split))
        return {name: self.of(value) for name, value in outcome.values.items()}

    def in_range(self) -> Any:
        """What holds of every fact: amounts from 0 to 10^14 yuan, counts from 0, places from 1."""
        ranges: list[Any] = []
        for path, (sort, term) in self.facts.items():
            if sort == "money":
                ranges += [term.value >= 0, term.value <= MONEY_LIMIT_FEN]
            elif sort == "count":
                ranges += [term.value >= int(path.startswith("place.")), term.value <= COUNT_LIMIT]
            elif sort == "day":
                ranges += [term.value >= date.min.toordinal(), term.value <= date.max.toordinal()]
        return z3.And(*ranges)

    def refuted(self, claim: Any, *, given: Any = True) -> dict[str, Any] | None:
        """Facts on which ``claim`` fails although ``given`` holds; None where there are none, which proves it.

        ``claim`` is built first, so that every fact in it is known here.
        """
        solver = z3.Solver()
        solver.set("timeout", SECONDS * 1000)
        solver.add(self.in_range(), given, z3.Not(claim))
        found = solver.check()
        assert found != z3.unknown, f"Z3 gives up: {solver.reason_unknown()}"
        return self._facts_of(solver.model()) if found == z3.sat else None

    def _facts_of(self, model: Any) -> dict[str, Any]:
        facts: dict[str, Any] = {}
        for path, (sort, term) in self.facts.items():
            value, known = (model.eval(one, model_completion=True) for one in (term.value, term.known))
            plain = plain_value(Term(value, known), sort)
            facts[path] = None if is_unknown(plain) else plain
        return facts


def never(proof: Proof, amount: Term, beyond: Callable[[Any], Any]) -> dict[str, Any] | None:
    """Facts on which a known amount is what it must never be; None where there are none."""
    return proof.refuted(z3.Implies(amount.known, z3.Not(beyond(amount.value))))
