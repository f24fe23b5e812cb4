"""HB.association-support (二、社会化招商): the mechanism, with terms that a user supplies."""

from __future__ import annotations

import random

import pytest
import z3

import investpolicy as ip
from investpolicy.facts import AssociationSupport
from tests.expected.answer import WAN
from tests.expected.association_support import association_support

from .agree import check_rows
from .generate import ENGINES, Row, amount, model_of, with_unknowns
from .prove import Proof, never

NAME = "association-support"
REPLY = ip.policy("huaibei-2022")
TERMS = {
    "start_up_share": "50%",
    "start_up_cap": "3万元",
    "operating_share": "1/3",
    "operating_cap": "5万元",
    "entrusted_share": "100%",
    "entrusted_cap": "20万元",
    "pool": "100万元",
}
SUPPLIED = REPLY.vary({f"{NAME}.{term}": value for term, value in TERMS.items()})
GOOD: Row = {
    "association_support.kind": "association",
    "association_support.purpose": "start_up",
    "association_support.expense": 10 * WAN,
    "association_support.paid_of_pool": 0,
}


def support(rng: random.Random) -> Row:
    """An expense of an association, often about what its cap allows, with little left in the pool at times."""
    near = [wan * WAN + step for wan in (6, 15, 20) for step in (-2, -1, 0, 1, 2)]
    return with_unknowns(
        rng,
        {
            "association_support.kind": rng.choice(("association", "association", "enterprise", "individual")),
            "association_support.purpose": rng.choice(("start_up", "operating", "entrusted")),
            "association_support.expense": rng.choice(near) if rng.random() < 0.6 else amount(rng),
            "association_support.paid_of_pool": rng.choice((0, 0, 99 * WAN, 100 * WAN - 1, 100 * WAN, 101 * WAN)),
        },
    )


def test_decisions_expected_values_and_columns_agree() -> None:
    rng = random.Random(1)
    check_rows(SUPPLIED, NAME, [support(rng) for _ in range(400)], association_support, ENGINES)


@pytest.mark.parametrize(
    ("purpose", "fen"), {"start_up": 3 * WAN, "operating": 3_333_333, "entrusted": 10 * WAN}.items()
)
def test_what_is_not_published_is_named_for_the_purpose_alone(purpose: str, fen: int) -> None:
    facts = model_of(AssociationSupport, GOOD | {"association_support.purpose": purpose})
    decision = REPLY.decide(NAME, facts)
    assert decision.status == "undetermined"
    assert set(decision.missing) == {"terms.pool", f"terms.{purpose}_cap", f"terms.{purpose}_share"}
    needed = {f"{NAME}.{term}": TERMS[term] for term in ("pool", f"{purpose}_cap", f"{purpose}_share")}
    assert REPLY.vary(needed).decide(NAME, facts).amount.in_fen == fen
    del needed[f"{NAME}.{purpose}_share"]
    assert REPLY.vary(needed).decide(NAME, facts).status == "up_to"


@pytest.mark.parametrize("path", GOOD)
def test_each_single_unknown_fact_is_named(path: str) -> None:
    decision = SUPPLIED.decide(NAME, model_of(AssociationSupport, GOOD | {path: None}))
    assert (decision.status, decision.missing) == ("undetermined", (path,))


def test_z3_proves_that_no_support_passes_what_is_left_of_the_part_set_aside() -> None:
    proof = Proof()
    due = proof.amounts(SUPPLIED.provision(NAME).formulas)["amount"]
    paid = proof.facts["association_support.paid_of_pool"][1]
    left = z3.If(paid.value > 100 * WAN, 0, 100 * WAN - paid.value)
    assert never(proof, due, lambda fen: z3.Or(fen > left, fen < 0, fen > 20 * WAN)) is None
    assert never(proof, due, lambda fen: fen == 20 * WAN) is not None, "the largest cap is reached"


def test_the_formula_in_words_says_that_a_share_is_not_published() -> None:
    words = REPLY.decide(NAME, model_of(AssociationSupport, GOOD)).explain()
    assert "开办经费补助比例（未公布）" in words
    assert "未公布）+" not in words
