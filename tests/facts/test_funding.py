"""Rounds of funding: an exception counts only where it is on record."""

from __future__ import annotations

import pytest
from hypothesis import given

from investpolicy import testing
from investpolicy.errors import FactsError
from investpolicy.facts import FundingRound
from investpolicy.values import Money
from investpolicy.values.truth import FALSE, TRUE


def test_a_round_by_labels() -> None:
    funding = FundingRound.model_validate(
        {"产业基金出资额": "5000万元", "项目基金规模": "1亿元", "例外已批准": "是", "项目": {"协议投资额": "3亿元"}}
    )
    assert funding.fund_contribution == Money.wan(5000)
    assert funding.vehicle_capital == Money.yi(1)
    assert funding.exception_approved == TRUE
    assert funding.project.agreed_investment == Money.yi(3)
    assert funding.round_amount.missing == {"funding_round.round_amount"}


def test_an_exception_that_nobody_told_of_is_none() -> None:
    assert FundingRound().exception_approved == FALSE


def test_what_can_not_be_is_refused() -> None:
    with pytest.raises(FactsError) as refusal:
        FundingRound.model_validate({"fund_contribution": "-1元", "exception_approved": False})
    assert str(refusal.value) == "fund_contribution: 产业基金出资额 is -1元, below zero; write an amount of 0 or more"


@given(testing.funding_rounds(unknowns=False))
def test_drawn_rounds_are_complete(funding: FundingRound) -> None:
    assert funding.fund_contribution.is_known
    assert funding.exception_approved in (TRUE, FALSE)
