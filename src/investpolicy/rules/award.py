"""The general award (奖补通则): an amount by a schedule, never above a cap, from a threshold on.

Its terms are the parameter language: a measure of this form is a file of these terms and no Python. Rules for a
narrower case, such as referral rewards, add their own conditions to the same terms.
"""

from __future__ import annotations

from investpolicy.facts.award import ProjectAward
from investpolicy.facts.project import Landed, Project
from investpolicy.models import MoneyField, required
from investpolicy.outcomes import Award, award
from investpolicy.rules.rule import Rule
from investpolicy.rules.terms import Terms
from investpolicy.schedules import Cap, Measure, Measured, Scale
from investpolicy.values.formula import minimum, named
from investpolicy.values.label import Label, Labelled
from investpolicy.values.money import Money
from investpolicy.values.truth import Truth


class Edge(Labelled):
    """Whether a threshold itself is enough (以上是否含本数)."""

    INCLUDED = "included", "含本数", "the number itself counts"
    EXCLUDED = "excluded", "不含本数", "only what is above it counts"


class ThresholdTerms(Terms):
    """A smallest project: ``threshold`` on one of its amounts."""

    threshold: MoneyField = required("项目门槛", "smallest project", unit="money")
    threshold_base: Measure = required("门槛基数", "amount that the threshold is on")
    threshold_edge: Edge = required("门槛含本数", "whether the threshold itself is enough")

    def large_enough(self, project: Project) -> Truth:
        """Whether the project reaches the threshold."""
        amount = project.measure(self.threshold_base)
        match self.threshold_edge:
            case Edge.INCLUDED:
                return amount >= self.threshold
            case _:
                return amount > self.threshold


class ScaleTerms(Terms):
    """How much: ``scale`` gives the amount."""

    scale: Scale = required("奖励标准", "scale")

    def reward(self, project: Measured, left: Money) -> Money:
        """The amount of the scale, at most what is ``left`` under the cap."""
        return minimum(named("scaled", self.scale.amount(project)), left)


class CapTerms(Terms):
    """The most that is paid: ``cap``."""

    cap: Cap = required("奖励上限", "cap")

    def left_under_cap(self, project: Measured, paid: Money) -> Money:
        """What the cap leaves after what was already paid; never below zero."""
        return named("left_under_cap", named("cap", self.cap.amount(project)).left_after(paid))


class AwardTerms(CapTerms, ScaleTerms, ThresholdTerms):
    """How much, for a project that is large enough."""


class GeneralAwardTerms(AwardTerms):
    """Terms of an award for a project that is large enough and has landed."""

    landed_means: Landed = required("落地含义", "what counts as landing")
    discretionary: bool = required("可以给予", "may be granted, is no claim")


def general_award(facts: ProjectAward, terms: GeneralAwardTerms) -> Award:
    """The award of one project: by the scale, at most what the cap leaves after what was already paid."""
    project = facts.project
    left = terms.left_under_cap(project, facts.paid_before)
    return award(
        terms.reward(project, left),
        at_most=terms.cap.ceiling(left),
        discretionary=terms.discretionary,
        conditions={
            "large_enough": terms.large_enough(project),
            "landed": project.landed(terms.landed_means),
        },
    )


LABELS = {
    "large_enough": Label("达到项目门槛", "large enough"),
    "landed": Label("已落地", "landed"),
    "scaled": Label("按标准计算", "amount by the scale"),
    "cap": Label("奖励上限", "cap"),
    "left_under_cap": Label("上限余额", "left under the cap"),
    "award": Label("奖励金额", "reward"),
}
"""What the parts are called, of this rule and of those that add to it."""

RULE = Rule(name="award", function=general_award, facts=ProjectAward, terms=GeneralAwardTerms, labels=LABELS)
