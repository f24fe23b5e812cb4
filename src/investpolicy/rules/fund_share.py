"""Limits on the share of an industry fund (产业基金出资比例): MY22.fund-share."""

from __future__ import annotations

from investpolicy.facts.funding import FundingRound
from investpolicy.models import MoneyField, required
from investpolicy.outcomes import Check, check
from investpolicy.rules.rule import Rule
from investpolicy.rules.terms import Terms
from investpolicy.schedules import Measure
from investpolicy.values.formula import named
from investpolicy.values.label import Label, Labelled
from investpolicy.values.money import Money
from investpolicy.values.ratio import Ratio
from investpolicy.values.rounding import DOWN_TO_FEN


class FundBase(Labelled):
    """What the share is a share of (出资比例的基数)."""

    VEHICLE = "vehicle", "项目基金或载体资本", "capital of the project fund or vehicle"
    ROUND = "round", "本轮融资额", "the round"
    PROJECT = "project", "项目投资额", "the project's investment"


class MajorMeans(Labelled):
    """What makes a project a major one (重大项目的认定)."""

    RECOGNISED = "recognised", "由主管部门认定", "as the office recognises it"
    BY_SIZE = "by_size", "按投资额", "by its size"


class FundShareTerms(Terms):
    """Terms of a limit on a fund's share. ``major_from`` is open where the document does not say what is major."""

    limit: Ratio = required("出资比例上限", "largest share", unit="ratio")
    base: FundBase = required("出资比例基数", "base of the share")
    investment: Measure = required("项目投资口径", "amount of a project's investment")
    major_means: MajorMeans = required("重大项目认定", "what makes a project major")
    major_from: MoneyField = required("重大项目门槛", "smallest major project", unit="money")

    def base_of(self, facts: FundingRound) -> Money:
        """The amount that the share is a share of."""
        match self.base:
            case FundBase.VEHICLE:
                return facts.vehicle_capital
            case FundBase.ROUND:
                return facts.round_amount
            case _:
                return facts.project.measure(self.investment)


def fund_share(facts: FundingRound, terms: FundShareTerms) -> Check:
    """Whether the fund contributes at most its share; an approved exception is reported as one."""
    # contribution ≤ limit × base, exactly: a whole number of 分 is at most x when it is at most x rounded down
    most = named("most", terms.base_of(facts).times(terms.limit, DOWN_TO_FEN))
    conditions = {"within_share": facts.fund_contribution <= most}
    match terms.major_means:
        case MajorMeans.BY_SIZE:
            conditions["major"] = facts.project.measure(terms.investment) >= terms.major_from
        case _:
            pass
    return check(excepted=facts.exception_approved, measured=facts.fund_contribution, limit=most, conditions=conditions)


RULE = Rule(
    name="fund_share",
    function=fund_share,
    facts=FundingRound,
    terms=FundShareTerms,
    labels={
        "within_share": Label("出资不超过比例上限", "within the largest share"),
        "major": Label("属于重大项目", "a major project"),
        "most": Label("可出资上限", "most that may be contributed"),
        "met": Label("符合", "met"),
        "excepted": Label("例外批准", "exception approved"),
    },
)
