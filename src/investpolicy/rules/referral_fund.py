"""Reward funds for referrals (引荐奖励基金): SD.jinan-referral-fund, and Jinan's own measure of 2019."""

from __future__ import annotations

from investpolicy.facts.project import CapitalOrigin
from investpolicy.facts.referral import ReferrerKind
from investpolicy.facts.referral_fund import ConvertedOn, FundReferral
from investpolicy.models import required
from investpolicy.outcomes import Award, award
from investpolicy.rules.award import LABELS, CapTerms
from investpolicy.rules.rule import Rule
from investpolicy.schedules import Scale
from investpolicy.values.formula import minimum, named, where
from investpolicy.values.label import Label, Labelled
from investpolicy.values.money import Money


class AmountIs(Labelled):
    """What the amount is (金额的性质)."""

    FUND = "fund", "可供支取的奖励基金", "a project's fund to draw on"
    REWARD = "reward", "引荐人应得奖励", "what its referrers are due"


class ReferralFundTerms(CapTerms):
    """Terms of a reward fund: one scale for domestic projects, one for those of ``foreign_origins``; one cap."""

    domestic: Scale = required("内资项目标准", "scale for domestic projects")
    foreign: Scale = required("外资项目标准", "scale for foreign-invested projects")
    foreign_origins: tuple[CapitalOrigin, ...] = required("适用外资标准的资本", "origins on the foreign scale")
    converted_on: ConvertedOn = required("外币折算日", "day whose rate converts foreign currency")
    amount_is: AmountIs = required("金额性质", "what the amount is")
    recipients: tuple[ReferrerKind, ...] = required("奖励对象", "who may receive")

    def amount(self, facts: FundReferral) -> Money:
        """The amount of the project's own branch, domestic or foreign."""
        project = facts.valued(self.converted_on)
        foreign = project.capital_origin.is_in(self.foreign_origins)
        return where(foreign, self.foreign.amount(project), self.domestic.amount(project))


def referral_fund(facts: FundReferral, terms: ReferralFundTerms) -> Award:
    """The fund for a project, to draw on; or what one of its referrers is due of it.

    The cap is one for a project, less what was already paid for it.
    """
    left = terms.left_under_cap(facts.project, facts.paid_before)
    fund = minimum(named("scaled", terms.amount(facts)), left)
    match terms.amount_is:
        case AmountIs.FUND:
            return award(fund, at_most=terms.cap.ceiling(left), discretionary=True, conditions={})
        case _:
            reward, ceiling = facts.own_share(fund, at_most=left)
            return award(
                reward,
                at_most=terms.cap.ceiling(ceiling),
                conditions={
                    "brought_about": facts.referrer.brought_about,
                    "recipient_allowed": facts.referrer.kind.is_in(terms.recipients),
                },
            )


RULE = Rule(
    name="referral_fund",
    function=referral_fund,
    facts=FundReferral,
    terms=ReferralFundTerms,
    labels=LABELS
    | {
        "brought_about": Label("引荐并促成", "introduced and brought about"),
        "recipient_allowed": Label("属于奖励对象", "recipient allowed"),
        "of_project": Label("项目应得奖励", "reward of the project"),
        "own_share": Label("本引荐人所得", "this referrer's part"),
    },
)
