"""MY22.fund-share (绵阳日报2022-05-25, 强化保障·政策扶持)."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest
import z3
from hypothesis import given

import investpolicy as ip
from investpolicy.facts import FundingRound
from investpolicy.outcomes import Check
from tests.expected.answer import YI
from tests.expected.fund_share import fund_share

from .agree import MIANYANG, answer_of, check_record, one_unknown, some_answers
from .generate import LARGEST, Row, amounts, funding_round, model_of, rngs
from .prove import Proof

NAME = "fund-share"

GOOD: Row = {
    "funding_round.fund_contribution": 5 * YI,
    "funding_round.vehicle_capital": 10 * YI,
    "funding_round.round_amount": 12 * YI,
    "funding_round.exception_approved": False,
    "project.agreed_investment": 40 * YI,
}


def decide(policy: ip.Policy = MIANYANG, **changes: Any) -> ip.Decision:
    """The decision on the good row with other facts of the round."""
    row = GOOD | {f"funding_round.{name}": value for name, value in changes.items()}
    return policy.decide(NAME, model_of(FundingRound, row))


def test_half_of_the_vehicles_capital_is_the_most() -> None:
    decision = decide()
    assert decision.status == "met"
    assert decision.citation.section == "强化保障·政策扶持"
    assert {step.name: str(step.value) for step in decision.steps} == {"most": "5亿元"}
    with pytest.raises(ip.errors.KindError, match="has no amount"):
        _ = decision.amount


@pytest.mark.parametrize(
    ("contribution", "capital", "status"),
    [
        (5 * YI - 1, 10 * YI, "met"),
        (5 * YI, 10 * YI, "met"),
        (5 * YI + 1, 10 * YI, "not_met"),
        (5 * YI, 10 * YI - 1, "not_met"),  # half of an odd number of 分 is no whole one: 4,999… and a half
        (5 * YI, 10 * YI + 1, "met"),
        (5 * YI + 1, 10 * YI + 1, "not_met"),
        (1, 1, "not_met"),
        (0, 0, "met"),
        (LARGEST, LARGEST, "not_met"),
        (LARGEST // 2, LARGEST, "met"),
        (LARGEST // 2 + 1, LARGEST, "not_met"),
    ],
)
def test_the_edge_of_50_percent(contribution: int, capital: int, status: str) -> None:
    decision = decide(fund_contribution=contribution, vehicle_capital=capital)
    assert decision.status == status
    assert decision.outcome.failed == (() if status == "met" else ("within_share",))


def test_an_exception_is_reported_as_one_and_only_where_it_is_needed() -> None:
    assert decide(exception_approved=True).status == "met"
    excepted = decide(fund_contribution=6 * YI, exception_approved=True)
    assert excepted.status == "excepted"
    assert excepted.outcome.failed == ("within_share",)
    assert decide(fund_contribution=6 * YI).status == "not_met"


@pytest.mark.parametrize(
    ("chosen", "needed"),
    [
        ({}, ("funding_round.fund_contribution", "funding_round.vehicle_capital")),
        ({"base": "round"}, ("funding_round.fund_contribution", "funding_round.round_amount")),
        ({"base": "project"}, ("funding_round.fund_contribution", "project.agreed_investment")),
    ],
    ids=str,
)
def test_each_single_unknown_fact_is_named(chosen: dict[str, str], needed: tuple[str, ...]) -> None:
    policy = MIANYANG.under({f"{NAME}.{question}": answer for question, answer in chosen.items()})
    for path in GOOD:
        decision = one_unknown(NAME, GOOD, path, policy)
        if path in needed:
            assert (decision.status, decision.missing) == ("undetermined", (path,))
        else:
            assert (decision.status, decision.missing) == ("met", ())


def test_an_unknown_exception_matters_only_where_the_share_is_too_large() -> None:
    assert decide(exception_approved=None).status == "met"
    decision = decide(fund_contribution=6 * YI, exception_approved=None)
    assert (decision.status, decision.missing) == ("undetermined", ("funding_round.exception_approved",))


def test_what_is_major_by_size_waits_for_the_size() -> None:
    by_size = MIANYANG.under({f"{NAME}.major": "by-size"})
    assert decide(by_size).missing == ("terms.major_from",)
    failed = decide(by_size, fund_contribution=6 * YI)
    assert failed.status == "not_met", "too large a share is not met, whatever is major"
    supplied = by_size.vary({f"{NAME}.major_from": "40亿元"})
    assert decide(supplied).status == "met"
    larger = by_size.vary({f"{NAME}.major_from": "40.00000001亿元"})
    assert decide(larger).outcome.failed == ("major",)


@given(amounts, amounts)
def test_met_means_exactly_at_most_half(contribution: int, capital: int) -> None:
    status = decide(fund_contribution=contribution, vehicle_capital=capital).status
    assert (status == "met") == (Fraction(contribution) <= Fraction(capital, 2))


@given(amounts, amounts, amounts)
def test_a_smaller_contribution_to_a_larger_vehicle_stays_met(one: int, other: int, capital: int) -> None:
    low, high = sorted((one, other))
    if decide(fund_contribution=high, vehicle_capital=capital).status == "met":
        assert decide(fund_contribution=low, vehicle_capital=capital).status == "met"
        assert decide(fund_contribution=high, vehicle_capital=min(capital + low, LARGEST)).status == "met"


@given(rngs)
def test_a_decision_is_the_expected_one_under_any_answers(rng: random.Random) -> None:
    check_record(NAME, [funding_round(rng) for _ in range(3)], some_answers(rng, NAME))


def test_the_expected_values_know_the_published_figures() -> None:
    assert answer_of(decide()) == fund_share(GOOD)


def test_z3_proves_that_met_is_at_most_half_for_all_amounts() -> None:
    proof = Proof()
    formulas = MIANYANG.provision(NAME).formulas
    assert isinstance(formulas, Check)
    met = proof.of(formulas.eligible)
    contribution = proof.facts["funding_round.fund_contribution"][1].value
    capital = proof.facts["funding_round.vehicle_capital"][1].value
    assert proof.refuted(z3.Implies(met.known, met.value == (2 * contribution <= capital))) is None
    facts = proof.refuted(z3.Implies(z3.And(met.known, met.value), 3 * contribution <= capital))
    assert facts is not None
    assert MIANYANG.decide(NAME, model_of(FundingRound, facts)).status == "met"
    assert 3 * facts["funding_round.fund_contribution"] > facts["funding_round.vehicle_capital"]
