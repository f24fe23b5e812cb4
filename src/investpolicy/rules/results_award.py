"""Rewards for outstanding results (成绩突出奖励): SD.jinan-district-award."""

from __future__ import annotations

from investpolicy.facts.honour import DistrictResults
from investpolicy.models import MoneyField, PointsField, required
from investpolicy.outcomes import Award, award
from investpolicy.rules.rule import Rule
from investpolicy.rules.terms import Terms
from investpolicy.values.label import Label, Labelled
from investpolicy.values.truth import Truth


class OutstandingMeans(Labelled):
    """What makes results outstanding (成绩突出的认定)."""

    RECOGNISED = "recognised", "由主管部门认定", "as the office recognises it"
    BY_SCORE = "by_score", "按考核得分", "by the assessment score"


class ResultsAwardTerms(Terms):
    """Terms of a reward for results: ``amount``, from ``outstanding_from`` points on where it goes by score."""

    amount: MoneyField = required("奖励金额", "amount", unit="money")
    outstanding_means: OutstandingMeans = required("成绩突出认定", "what makes results outstanding")
    outstanding_from: PointsField = required(
        "成绩突出分数线", "score from which results are outstanding", unit="points"
    )

    def outstanding(self, facts: DistrictResults) -> Truth:
        """Whether the results are outstanding."""
        match self.outstanding_means:
            case OutstandingMeans.RECOGNISED:
                return facts.recognised_outstanding
            case _:
                return facts.score >= self.outstanding_from


def results_award(facts: DistrictResults, terms: ResultsAwardTerms) -> Award:
    """The reward of one district for outstanding results."""
    return award(terms.amount, at_most=terms.amount, conditions={"outstanding": terms.outstanding(facts)})


RULE = Rule(
    name="results_award",
    function=results_award,
    facts=DistrictResults,
    terms=ResultsAwardTerms,
    labels={"outstanding": Label("成绩突出", "outstanding results"), "award": Label("奖励金额", "reward")},
)
