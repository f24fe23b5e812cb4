"""Support of business associations from promotion funds (行业协会商会支持): HB.association-support."""

from __future__ import annotations

from investpolicy.facts.association import AssociationSupport, SupportPurpose
from investpolicy.facts.referral import ReferrerKind
from investpolicy.models import MoneyField, required
from investpolicy.outcomes import Award, award
from investpolicy.rules.rule import Rule
from investpolicy.rules.terms import Terms
from investpolicy.values.formula import minimum, named, where
from investpolicy.values.label import Label
from investpolicy.values.money import Money
from investpolicy.values.ratio import Ratio


class AssociationSupportTerms(Terms):
    """Terms of the support: for each purpose a share of the expense and the most; the part of the funds set aside."""

    start_up_share: Ratio = required("开办经费补助比例", "share of start-up costs", unit="ratio")
    start_up_cap: MoneyField = required("开办经费补助上限", "most for start-up costs", unit="money")
    operating_share: Ratio = required("工作经费补助比例", "share of operating costs", unit="ratio")
    operating_cap: MoneyField = required("工作经费补助上限", "most for operating costs", unit="money")
    entrusted_share: Ratio = required("委托工作支付比例", "share of the fee for entrusted work", unit="ratio")
    entrusted_cap: MoneyField = required("委托工作支付上限", "most for entrusted work", unit="money")
    pool: MoneyField = required("切块资金", "part of the funds set aside for a year", unit="money")
    recipients: tuple[ReferrerKind, ...] = required("支持对象", "who may receive")

    def support(self, facts: AssociationSupport, purpose: SupportPurpose) -> Money:
        """The support if it is for this purpose: the share of the expense, at most the cap."""
        share: Ratio = getattr(self, f"{purpose.field}_share")
        cap: Money = getattr(self, f"{purpose.field}_cap")
        return minimum(facts.expense.times(share), cap)


def association_support(facts: AssociationSupport, terms: AssociationSupportTerms) -> Award:
    """The support of one expense by its purpose, at most what is left of the part set aside."""
    first, *others = SupportPurpose
    amount = terms.support(facts, first)
    for other in others:
        amount = where(facts.purpose.is_in((other,)), terms.support(facts, other), amount)
    left = named("left_in_pool", terms.pool.left_after(facts.paid_of_pool))
    return award(
        minimum(named("for_purpose", amount), left),
        at_most=left,
        conditions={"recipient_allowed": facts.kind.is_in(terms.recipients)},
    )


RULE = Rule(
    name="association_support",
    function=association_support,
    facts=AssociationSupport,
    terms=AssociationSupportTerms,
    labels={
        "recipient_allowed": Label("属于支持对象", "recipient allowed"),
        "for_purpose": Label("按用途计算", "support for the purpose"),
        "left_in_pool": Label("切块资金余额", "left of the part set aside"),
        "award": Label("支持金额", "support"),
    },
)
