"""For every alternative answer of every open question: facts on which the decision differs.

One module a family of provisions, with a table ``DIFFERS`` by (policy, provision, question, answer).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import investpolicy as ip
from investpolicy.outcomes import Award, Split

Facts = Mapping[str, Any]
Alternative = tuple[str, str, str, str]


class Differs(NamedTuple):
    """Facts of one record, or a population and which of its records is meant; what is said of them."""

    facts: Facts | Sequence[Facts]
    by_default: str
    otherwise: str
    place: int = 0
    slow: bool = False  # too many combinations to try them all for each alternative
    draft: Facts | None = None  # terms that are open, supplied so that something is decided


def policy_of(name: str, case: Differs) -> ip.Policy:
    """The shipped policy, with the terms supplied that the case needs."""
    return ip.policy(name).vary(case.draft) if case.draft else ip.policy(name)


def decide(policy: ip.Policy, provision: str, case: Differs) -> ip.Decision:
    if isinstance(case.facts, Mapping):
        return policy.decide(provision, case.facts)
    return policy.decide_all(provision, case.facts)[case.place]


def says(decision: ip.Decision) -> str:
    """Status and amounts in one line."""
    parts = [str(decision.status)]
    if decision.status == "entitled" and isinstance(decision.outcome, Award):
        parts.append(str(decision.amount))
    elif decision.status == "entitled" and isinstance(decision.outcome, Split):
        parts.append(" : ".join(str(part) for part in decision.parts.values()))
    elif decision.status == "up_to":
        parts.append(str(decision.ceiling))
    elif decision.status in ("determined", "met", "not_met"):
        parts.extend(f"{name}={value}" for name, value in decision.figures.items())
    return " ".join(parts)
