"""Referrals: who introduced a project, and which part is whose."""

from __future__ import annotations

import pytest
from hypothesis import given

from investpolicy import testing
from investpolicy.errors import FactsError
from investpolicy.facts import Referral, Referrer, ReferrerKind
from investpolicy.values import Money
from tests import oracles


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("商会", ReferrerKind.ASSOCIATION),
        ("商（协）会", ReferrerKind.ASSOCIATION),
        ("自然人", ReferrerKind.INDIVIDUAL),
        ("public-servant", ReferrerKind.PUBLIC_SERVANT),
        ("公司", ReferrerKind.ENTERPRISE),
    ],
)
def test_kinds_of_referrer(written: str, kind: ReferrerKind) -> None:
    assert Referrer.model_validate({"引荐人类型": written}).kind.is_in([kind]).to_json() is True


@given(testing.referrals(unknowns=False), testing.moneys())
def test_the_parts_of_all_referrers_add_up(referral: Referral, total: Money) -> None:
    places = range(1, len(referral.weights) + 1)
    parts = [referral.model_copy(update={"place": place}).own_share(total, total)[0].in_fen for place in places]
    assert parts == oracles.largest_remainder(total.in_fen, referral.weights)


def test_one_referrer_gets_all() -> None:
    assert Referral().own_share(Money.wan(30), Money.wan(60)) == (Money.wan(30), Money.wan(60))
    assert str(Referral(weights=(1, 3), place=2).shares) == "1:3"


WEIGHTS = "do not divide a whole; write whole numbers from 0 to 10000, such as (1, 1)"


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"weights": (1, 1), "place": 3}, "place: 3 of 2 referrers; write 1 to 2"),
        ({"weights": (1, 1), "place": 0}, "place: 0 of 2 referrers; write 1 to 2"),
        ({"weights": (0, 0)}, f"weights: (0, 0) {WEIGHTS}"),
        ({"weights": ()}, f"weights: () {WEIGHTS}"),
        ({"weights": (2, -1)}, f"weights: (2, -1) {WEIGHTS}"),
        ({"paid_before": "-1元"}, "paid_before: 此前已付奖励 is -1元, below zero; write an amount of 0 or more"),
    ],
)  # fmt: skip
def test_what_can_not_be_is_refused(facts: dict[str, object], message: str) -> None:
    with pytest.raises(FactsError) as refusal:
        Referral.model_validate(facts)
    assert str(refusal.value) == message
