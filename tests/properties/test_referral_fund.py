"""SD.jinan-referral-fund (一、（四）招商引资优惠政策) and JN19.referral-reward (济政办发〔2019〕15号)."""

from __future__ import annotations

import random
import warnings
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
import z3
from hypothesis import given, settings
from hypothesis import strategies as st

import investpolicy as ip
from investpolicy.facts import FundReferral
from tests.expected.answer import WAN, YI, Answer
from tests.expected.referral_fund import JINAN_2019, Terms, in_fen, referral_fund

from .agree import answer_of, check_rows
from .generate import ENGINES, Row, amount, amounts, model_of, with_unknowns
from .prove import Proof, never

FUND, REWARD = "jinan-referral-fund", "referral-reward"
REPORT, JINAN = ip.policy("shandong-report"), ip.policy("jinan-2019")
PER_MILLE = REPORT.under({f"{FUND}.rate-unit": "per-mille"})
ORIGINS = ("domestic", "foreign", "hong_kong_macao_taiwan")

GOOD: Row = {
    "project.capital_origin": "domestic",
    "project.fixed_asset_investment": YI,
    "referrer.brought_about": True,
    "referrer.kind": "individual",
}

READINGS: dict[tuple[str, str], dict[str, Any]] = {
    ("rate-unit", "per-mille"): {"domestic": Fraction(5, 1000), "foreign": Fraction(6, 1000)},
    ("amount-is", "reward"): {"to_referrers": True},
    ("fixed-assets", "planned"): {"domestic_on": "project.planned_fixed_assets"},
    ("foreign-base", "foreign-part"): {"foreign_on": "project.foreign_capital_arrived"},
    ("conversion", "award"): {"foreign_on": "fund_referral.arrived_at_award"},
    ("hong-kong-macao-taiwan", "domestic"): {"foreign_origins": ("foreign",)},
}
POLICIES = {
    "report": (REPORT, FUND, Terms()),
    **{
        f"{question} {answer}": (REPORT.under({f"{FUND}.{question}": answer}), FUND, replace(Terms(), **changes))
        for (question, answer), changes in READINGS.items()
    },
    "jinan-2019": (JINAN, REWARD, JINAN_2019),
}
EACH = pytest.mark.parametrize(("policy", "name", "terms"), POLICIES.values(), ids=POLICIES)


def fund_referral(rng: random.Random) -> Row:
    """A project by its fixed assets or funds, often about the 10亿元 from which the cap holds."""
    near = [10 * YI + step for step in (-200, -100, -1, 0, 1, 100)]

    def base() -> int:
        return rng.choice(near) if rng.random() < 0.4 else amount(rng)

    return with_unknowns(
        rng,
        {
            "project.capital_origin": rng.choice(ORIGINS),
            "project.fixed_asset_investment": base(),
            "project.planned_fixed_assets": base(),
            "project.arrived_funds": base(),
            "project.foreign_capital_arrived": base(),
            "fund_referral.arrived_at_award": base(),
            "fund_referral.foreign_at_award": base(),
            "fund_referral.paid_before": rng.choice((0, 0, 0, 1, 500 * WAN - 1, 500 * WAN, 501 * WAN)),
            "referrer.brought_about": rng.random() < 0.9,
            "referrer.kind": rng.choice(("enterprise", "association", "individual", "public_servant")),
        },
    )


def decide(policy: ip.Policy, **changes: Any) -> ip.Decision:
    """The decision on the good row with other facts: ``project__capital_origin='foreign'``."""
    row = GOOD | {name.replace("__", "."): value for name, value in changes.items()}
    return policy.decide(FUND if policy.id == "shandong-report" else REWARD, model_of(FundReferral, row))


# published figures --------------------------------------------------------------------------------


def test_1_yi_of_fixed_assets() -> None:
    assert decide(REPORT).amount == ip.Money.wan(500)
    assert decide(PER_MILLE).amount == ip.Money.wan(50)
    assert decide(JINAN).amount == ip.Money.wan(50)
    assert decide(REPORT).outcome.failed == ()
    assert decide(REPORT).citation.section == "一、（四）招商引资优惠政策"


def test_6_per_cent_of_what_arrived_for_a_foreign_project() -> None:
    arrived = {"project__capital_origin": "foreign", "project__arrived_funds": YI}
    assert [decide(one, **arrived).amount for one in (REPORT, PER_MILLE, JINAN)] == [
        ip.Money.wan(600),
        ip.Money.wan(60),
        ip.Money.wan(60),
    ]


def test_the_report_calls_it_a_fund_which_nobody_has_a_claim_to() -> None:
    assert decide(REPORT).discretionary
    assert decide(REPORT, referrer__brought_about=False).amount == ip.Money.wan(500)
    reward = REPORT.under({f"{FUND}.amount-is": "reward"})
    assert not decide(reward).discretionary
    assert decide(reward, referrer__brought_about=False).outcome.failed == ("brought_about",)


@pytest.mark.parametrize(
    ("fen", "due"),
    [
        (10 * YI - 200, 500 * WAN - 1),
        (10 * YI - 101, 500 * WAN - 1),
        (10 * YI - 100, 500 * WAN),  # half a 分 less is rounded up
        (10 * YI, 500 * WAN),
        (10 * YI + 1, 500 * WAN),
        (12 * YI, 500 * WAN),
        (42 * YI // 10, 210 * WAN),
    ],
)
def test_the_measure_of_2019_caps_at_500_wan_from_10_yi_on(fen: int, due: int) -> None:
    assert decide(JINAN, project__fixed_asset_investment=fen).amount.in_fen == due
    assert decide(REPORT, project__fixed_asset_investment=fen).amount.in_fen == (fen * 5 + 50) // 100


def test_one_cap_a_project_less_what_was_paid_and_shared_by_its_referrers() -> None:
    large = {"project__fixed_asset_investment": 20 * YI, "fund_referral__paid_before": 200 * WAN}
    assert decide(JINAN, **large).amount == ip.Money.wan(300)
    shared = [decide(JINAN, **large, weights=(1, 1, 1), place=place).amount.in_fen for place in (1, 2, 3)]
    assert shared == [100 * WAN] * 3
    decision = decide(JINAN, project__fixed_asset_investment=20 * YI, weights=(1, 2), place=2)
    assert decision.amount.in_fen == 333_333_333 == answer_of(decision).amount


def test_the_shipped_rates_do_not_warn_and_higher_ones_do() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        _ = REPORT.vary({f"{FUND}.domestic.rate": "4%"})
    with pytest.warns(ip.errors.PolicyWarning, match="5.1%"):
        _ = REPORT.vary({f"{FUND}.domestic.rate": "5.1%"})
    with pytest.warns(ip.errors.PolicyWarning, match="5%"):
        _ = JINAN.vary({f"{REWARD}.domestic.rate": "5%"})


# foreign currency ---------------------------------------------------------------------------------


def dollars(*arrivals: tuple[str, str, str]) -> dict[str, Any]:
    """Facts of a foreign project: dollars, the rate when they arrived, the rate when the reward is decided."""
    listed = [
        {
            "foreign_amount": f"USD {number}",
            "rate": rate,
            "rate_on": "2019-01-10",
            "award_rate": later,
            "award_rate_on": "2019-04-30",
        }
        for number, rate, later in arrivals
    ]
    referrer = {"kind": "enterprise", "brought_about": True}
    return {"project": {"capital_origin": "foreign"}, "referrer": referrer, "arrivals": listed}


def test_20_million_dollars_at_6_80() -> None:
    decision = JINAN.decide(REWARD, dollars(("20,000,000", "6.80", "7.00")))
    assert decision.amount == ip.Money.yuan(816_000)
    stored = decision.to_json()
    for kept in ("USD 20000000", "6.80", "2019-01-10", "136000000.00"):
        assert f'"{kept}"' in stored, "amount, rate, day and what they come to are on the record"
    assert ip.verify(stored)
    assert JINAN.under(conversion="award").decide(REWARD, dollars(("20,000,000", "6.80", "7.00"))).amount == (
        ip.Money.yuan(840_000)
    )


cents = st.decimals(0, 10**9, places=2)
rates = st.decimals("0.0001", 20, places=4)


@settings(max_examples=40)
@given(st.lists(st.tuples(cents, rates, rates), min_size=1, max_size=4), st.booleans())
def test_conversion_is_exact_for_each_arrival(arrivals: list[tuple[Decimal, Decimal, Decimal]], award: bool) -> None:
    policy = REPORT.under({f"{FUND}.conversion": "award"}) if award else REPORT
    written = [(f"{number:f}", f"{rate:f}", f"{later:f}") for number, rate, later in arrivals]
    arrived = in_fen([(number, later if award else rate) for number, rate, later in arrivals])
    path = "fund_referral.arrived_at_award" if award else "project.arrived_funds"
    row = {"project.capital_origin": "foreign", path: arrived, "fund_referral.paid_before": 0}
    terms = replace(Terms(), foreign_on=path)
    assert answer_of(policy.decide(FUND, dollars(*written))) == referral_fund(row, terms)


def test_without_a_rate_nothing_is_paid_and_the_rate_is_asked_for() -> None:
    facts = dollars(("20,000,000", "6.80", "7.00"))
    del facts["arrivals"][0]["rate"], facts["arrivals"][0]["rate_on"]
    decision = REPORT.decide(FUND, facts)
    assert (decision.status, decision.missing) == ("undetermined", ("arrival.rate",))
    assert "到账日汇率" in decision.explain()


def test_renminbi_of_an_unknown_investor_leaves_the_foreign_part_open() -> None:
    facts = dollars(("10,000,000", "7", "7"))
    facts["arrivals"].append({"amount": "3000万元"})
    part = REPORT.under({f"{FUND}.foreign-base": "foreign-part"})
    assert REPORT.decide(FUND, facts).amount == ip.Money.wan(600)
    assert part.decide(FUND, facts).missing == ("arrival.from_foreign_investor",)
    facts["arrivals"][1]["from_foreign_investor"] = True
    assert part.decide(FUND, facts).amount == ip.Money.wan(600)


def rate_without_day(facts: dict[str, Any]) -> None:
    del facts["arrivals"][0]["rate_on"]


def rate_of_zero(facts: dict[str, Any]) -> None:
    facts["arrivals"][0]["rate"] = "0"


def rate_as_float(facts: dict[str, Any]) -> None:
    facts["arrivals"][0]["rate"] = 6.8


def two_amounts(facts: dict[str, Any]) -> None:
    facts["arrivals"][0]["amount"] = "1亿元"


def other_total(facts: dict[str, Any]) -> None:
    facts["project"]["arrived_funds"] = "1亿元"


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (rate_without_day, "arrivals.0.rate_on: a rate and its day are given together"),
        (rate_of_zero, "arrivals.0.rate: rate 0 is not above zero"),
        (rate_as_float, "a rate can not be made from float 6.8"),
        (two_amounts, "arrivals.0.amount: is given beside an amount in foreign currency"),
        (other_total, "project.arrived_funds: is 1亿元, the arrivals listed come to 1.36亿元"),
    ],
)
def test_a_record_that_can_not_be_converted_is_refused(spoil: Callable[[dict[str, Any]], None], message: str) -> None:
    facts = dollars(("20,000,000", "6.80", "7.00"))
    spoil(facts)
    with pytest.raises(ip.errors.FactsError, match=message):
        REPORT.decide(FUND, facts)


# unknown facts ------------------------------------------------------------------------------------


def test_only_the_amount_of_its_own_branch_is_asked_for() -> None:
    assert decide(REPORT, project__fixed_asset_investment=None).missing == ("project.fixed_asset_investment",)
    assert decide(REPORT, project__capital_origin="foreign").missing == ("project.arrived_funds",)
    assert decide(REPORT, project__capital_origin=None).missing == ("project.capital_origin",)


def test_not_eligible_wins_over_all_that_is_unknown() -> None:
    decision = JINAN.decide(REWARD, {"referrer": {"kind": "public_servant"}})
    assert (decision.status, decision.outcome.failed, decision.missing) == ("ineligible", ("recipient_allowed",), ())


# agreement ----------------------------------------------------------------------------------------


@EACH
def test_150_decisions_are_the_expected_ones(policy: ip.Policy, name: str, terms: Terms) -> None:
    rng = random.Random(f"{name} {terms}")
    for _ in range(150):
        row = fund_referral(rng)
        if rng.random() < 0.3:
            weights = tuple(rng.choice((1, 2, 7)) for _ in range(rng.randint(1, 4)))
            row |= {"weights": weights, "place": rng.randint(1, len(weights))}
        assert answer_of(policy.decide(name, model_of(FundReferral, row))) == referral_fund(row, terms), row


@EACH
def test_every_engine_answers_as_the_record_does(policy: ip.Policy, name: str, terms: Terms) -> None:
    rng = random.Random(name)
    engines = ENGINES if policy in (REPORT, JINAN) else ("polars", "duckdb")

    def expected(row: Row) -> Answer:
        return referral_fund(row, terms)

    check_rows(policy, name, [fund_referral(rng) for _ in range(80)], expected, engines)


@settings(max_examples=40)
@given(one=amounts, other=amounts)
def test_more_assets_never_give_less(one: int, other: int) -> None:
    low, high = (decide(JINAN, project__fixed_asset_investment=fen).amount for fen in sorted((one, other)))
    assert low <= high <= ip.Money.wan(500)


def test_z3_proves_that_no_reward_of_2019_is_above_500_wan_and_none_is_negative() -> None:
    proof = Proof()
    due = proof.amounts(JINAN.provision(REWARD).formulas)["amount"]
    assert never(proof, due, lambda fen: z3.Or(fen > 500 * WAN, fen < 0)) is None
    domestic = proof.facts["project.capital_origin"][1].value == z3.StringVal("domestic")
    facts = proof.refuted(z3.Implies(due.known, due.value != 500 * WAN), given=domestic)
    assert facts is not None, "the cap is reached"
    assert JINAN.decide(REWARD, model_of(FundReferral, facts)).amount == ip.Money.wan(500)
