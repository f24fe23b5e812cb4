"""MY22.cost-sharing (绵阳日报2022-05-25, 强化保障·政策扶持)."""

from __future__ import annotations

import random
from typing import Any

import pytest
import z3
from hypothesis import given

import investpolicy as ip
from investpolicy.facts import SupportClaim
from investpolicy.outcomes import Split
from tests.expected.answer import YI
from tests.expected.cost_sharing import CITY, LOCALITY, cost_sharing, parts_of

from .agree import MIANYANG, answer_of, check_record, one_unknown, policy_under, some_answers, terms_under
from .generate import Row, amounts, model_of, rngs, support_claim
from .prove import Proof

NAME = "cost-sharing"
REMAINDERS = ("last", "half-up", "largest")

GOOD: Row = {
    "project.agreed_investment": 120 * YI,
    "project.sector": "C",
    "project.locality_kind": "district",
    "support_claim.support_funds": 1_000_000_01,
}


def decide(policy: ip.Policy = MIANYANG, **changes: Any) -> ip.Decision:
    """The decision on the good row with other facts: ``project__sector='D'``."""
    row = GOOD | {name.replace("__", "."): value for name, value in changes.items()}
    return policy.decide(NAME, model_of(SupportClaim, row))


def under(remainder: str) -> ip.Policy:
    """The policy with another party taking what rounding leaves."""
    return policy_under(NAME, () if remainder == "last" else (("remainder", remainder),))


# published figures --------------------------------------------------------------------------------


def test_30_to_70_of_1_000_000_01_adds_up() -> None:
    decision = decide()
    assert decision.status == "entitled"
    assert decision.parts == {CITY: ip.Money.parse("30万元"), LOCALITY: ip.Money.parse("700000.01元")}
    assert sum(part.in_fen for part in decision.parts.values()) == 1_000_000_01
    assert decision.citation.section == "强化保障·政策扶持"


def test_at_9999_yi_there_is_no_split_and_none_is_invented() -> None:
    decision = decide(project__agreed_investment=9_999_000_000_00)
    assert decision.status == "ineligible"
    assert decision.outcome.failed == ("large_enough",)
    with pytest.raises(ip.errors.UndeterminedError, match="no split is stated; because of: large_enough"):
        _ = decision.parts
    assert "30" not in decision.conclusion("zh")
    with pytest.raises(ip.errors.KindError, match=r"ask for \.parts"):
        _ = decision.amount


def test_exactly_100_yi_depends_on_the_reading_and_readings_shows_both() -> None:
    exactly = {"project.agreed_investment": 100 * YI, "project.actual_investment": 100 * YI}
    facts = model_of(SupportClaim, GOOD | exactly)
    found = ip.readings(MIANYANG, NAME, facts)
    assert found.default.status == "entitled"
    assert found.moves["edge"]["excluded"].status == "ineligible"
    assert found.statuses == {"entitled", "ineligible"}
    assert found.range is not None
    assert found.range[1] == ip.Money.wan(30)
    assert "threshold-base" not in found.moves
    lines = found.explain("en")
    assert "Does a project of exactly the threshold count? [edge]" in lines
    assert "it does not → not eligible" in lines


@pytest.mark.parametrize("kind", ["district", "city_park", "district_park"])
def test_districts_and_their_parks_share(kind: str) -> None:
    assert decide(project__locality_kind=kind).status == "entitled"


@pytest.mark.parametrize("kind", ["county", "county_park"])
def test_counties_do_not(kind: str) -> None:
    assert decide(project__locality_kind=kind).outcome.failed == ("locality_included",)


def test_only_manufacturing_shares() -> None:
    for sector in "ABDEFGHIJKLMNOPQRST":
        assert decide(project__sector=sector).outcome.failed == ("manufacturing",)


# edges ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fen", "by_default", "excluded"),
    [
        (100 * YI - 1, "ineligible", "ineligible"),
        (100 * YI, "entitled", "ineligible"),
        (100 * YI + 1, "entitled", "entitled"),
    ],
)
def test_the_threshold_of_100_yi(fen: int, by_default: str, excluded: str) -> None:
    assert decide(project__agreed_investment=fen).status == by_default
    assert decide(MIANYANG.under({f"{NAME}.edge": "excluded"}), project__agreed_investment=fen).status == excluded


@pytest.mark.parametrize(
    ("total", "last", "half_up", "largest"),
    [(0, 0, 0, 0), (1, 0, 0, 0), (2, 0, 1, 1), (3, 0, 1, 1), (4, 1, 1, 1), (5, 1, 2, 2), (10, 3, 3, 3), (15, 4, 5, 5)],
)
def test_a_few_fen_by_hand(total: int, last: int, half_up: int, largest: int) -> None:
    for remainder, city in zip(REMAINDERS, (last, half_up, largest), strict=True):
        parts = decide(under(remainder), support_claim__support_funds=total).parts
        assert [part.in_fen for part in parts.values()] == [city, total - city]


# unknown facts --------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", GOOD)
def test_each_single_unknown_fact_is_named(path: str) -> None:
    decision = one_unknown(NAME, GOOD, path, MIANYANG)
    assert (decision.status, decision.missing) == ("undetermined", (path,))
    with pytest.raises(ip.errors.UndeterminedError, match=f"the split is not determined; because of: {path}"):
        _ = decision.parts


@pytest.mark.parametrize("path", ["project.actual_investment", "project.place", "project.signed_on"])
def test_a_fact_that_can_not_matter_is_not_asked_for(path: str) -> None:
    assert one_unknown(NAME, GOOD, path, MIANYANG).status == "entitled"


@pytest.mark.parametrize(
    ("path", "value", "condition"),
    [
        ("project.agreed_investment", 100 * YI - 1, "large_enough"),
        ("project.sector", "I", "manufacturing"),
        ("project.locality_kind", "county", "locality_included"),
    ],
)
def test_not_eligible_wins_over_all_that_is_unknown(path: str, value: Any, condition: str) -> None:
    decision = MIANYANG.decide(NAME, model_of(SupportClaim, {path: value}))
    assert (decision.status, decision.outcome.failed, decision.missing) == ("ineligible", (condition,), ())


# conservation and monotonicity ------------------------------------------------------------------------


@pytest.mark.parametrize("remainder", REMAINDERS)
@given(total=amounts)
def test_the_parts_add_up_and_are_within_one_fen_of_30_to_70(remainder: str, total: int) -> None:
    city, locality = (
        part.in_fen for part in decide(under(remainder), support_claim__support_funds=total).parts.values()
    )
    assert city + locality == total
    assert min(city, locality) >= 0
    assert abs(10 * city - 3 * total) < 10


@pytest.mark.parametrize("remainder", REMAINDERS)
@given(one=amounts, other=amounts)
def test_more_funds_never_leave_a_party_with_less(remainder: str, one: int, other: int) -> None:
    low, high = (decide(under(remainder), support_claim__support_funds=total).parts for total in sorted((one, other)))
    assert all(low[party] <= high[party] for party in low)


@given(rngs)
def test_a_decision_is_the_expected_one_under_any_answers(rng: random.Random) -> None:
    check_record(NAME, [support_claim(rng) for _ in range(3)], some_answers(rng, NAME))


def test_the_expected_values_know_the_published_figures() -> None:
    assert parts_of(1_000_000_01) == {CITY: 300_000_00, LOCALITY: 700_000_01}
    assert answer_of(decide()) == cost_sharing(GOOD, terms_under(NAME, ()))


@pytest.mark.parametrize("remainder", REMAINDERS)
def test_z3_proves_that_the_parts_add_up_and_none_is_negative(remainder: str) -> None:
    proof = Proof()
    formulas = under(remainder).provision(NAME).formulas
    assert isinstance(formulas, Split)
    parts = list(proof.amounts(formulas).values())
    total = proof.of(formulas.total)
    known = z3.And(*(part.known for part in parts))
    adds_up = z3.And(sum(part.value for part in parts) == total.value, *(part.value >= 0 for part in parts))
    assert proof.refuted(z3.Implies(known, adds_up)) is None
    facts = proof.refuted(z3.Implies(known, parts[0].value * 10 == total.value * 3))
    assert facts is not None, "30% is not always a whole number of 分"
    city = MIANYANG.decide(NAME, model_of(SupportClaim, facts)).parts[CITY]
    assert city.in_fen * 10 != facts["support_claim.support_funds"] * 3
