"""Claims of support funds."""

from __future__ import annotations

from hypothesis import given

from investpolicy import testing
from investpolicy.facts import SupportClaim
from investpolicy.values import Money


def test_a_claim_by_labels() -> None:
    claim = SupportClaim.model_validate({"应兑现扶持资金": "1000000.01元", "项目": {"承接地类型": "市辖区"}})
    assert claim.support_funds == Money.fen(100_000_001)
    assert str(claim.project.locality_kind) == "district"


def test_what_is_not_told_is_unknown() -> None:
    assert SupportClaim().support_funds.missing == {"support_claim.support_funds"}
    assert SupportClaim().project.sector.missing == {"project.sector"}


@given(testing.support_claims([Money.parse("100亿元")], unknowns=False))
def test_drawn_claims_are_complete(claim: SupportClaim) -> None:
    assert claim.support_funds.is_known
    assert claim.project.agreed_investment.is_known
