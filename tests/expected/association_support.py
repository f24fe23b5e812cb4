"""HB.association-support, 二、社会化招商: part of the funds goes to associations, for three purposes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from .answer import WAN, Answer, Facts, all_hold, failures, half_up, of_fact, waits


@dataclass(frozen=True)
class Terms:
    """What a user supplies: share and cap by purpose, and what is set aside for the year."""

    by_purpose: Mapping[str, tuple[Fraction, int]] = field(
        default_factory=lambda: {
            "start_up": (Fraction(1, 2), 3 * WAN),
            "operating": (Fraction(1, 3), 5 * WAN),
            "entrusted": (Fraction(1), 20 * WAN),
        }
    )
    pool: int = 100 * WAN


def association_support(facts: Facts, terms: Terms = Terms()) -> Answer:
    """The support of one expense."""
    conditions = {"recipient_allowed": of_fact(facts, "association_support.kind", lambda kind: kind == "association")}
    eligible = all_hold(conditions.values())
    if eligible.holds is False:
        return Answer("ineligible", failures(conditions), amount=0)
    paid = facts.get("association_support.paid_of_pool")
    left = None if paid is None else max(terms.pool - paid, 0)
    if eligible.holds is None:
        return Answer("undetermined", missing=eligible.waits_for, ceiling=left)
    purpose = facts.get("association_support.purpose")
    needed = ["association_support.paid_of_pool", "association_support.purpose"]
    needed += ["association_support.expense"] if purpose is not None else []  # asked for once the purpose is known
    missing = waits(facts, *needed)
    if missing or purpose is None or left is None:
        return Answer("undetermined", missing=missing, ceiling=left)
    share, cap = terms.by_purpose[purpose]
    amount = min(half_up(share * facts["association_support.expense"]), cap, left)
    return Answer("entitled", amount=amount, ceiling=left)
