"""Awards for newly established enterprises (新设企业奖励): SD.huangpu-foreign, SD.huangpu-domestic."""

from __future__ import annotations

from investpolicy.facts.award import ProjectAward
from investpolicy.facts.project import CapitalOrigin
from investpolicy.models import DayField, required
from investpolicy.outcomes import Award, award
from investpolicy.rules.award import LABELS, CapTerms, ScaleTerms
from investpolicy.rules.rule import Rule
from investpolicy.values.label import Label


class NewEnterpriseTerms(CapTerms, ScaleTerms):
    """Terms of an award for new enterprises: those registered on ``new_since`` or later, of some ``origins``."""

    origins: tuple[CapitalOrigin, ...] = required("适用资本来源", "origins of capital it applies to")
    new_since: DayField = required("新设起算日", "first day of registration that is new", unit="day")


def new_enterprise_award(facts: ProjectAward, terms: NewEnterpriseTerms) -> Award:
    """The award of one enterprise by its scale, at most what the cap leaves after what was already paid."""
    project = facts.project
    left = terms.left_under_cap(project, facts.paid_before)
    return award(
        terms.reward(project, left),
        at_most=terms.cap.ceiling(left),
        conditions={
            "origin_included": project.capital_origin.is_in(terms.origins),
            "registered": project.registered_on.happened,
            "newly_established": project.registered_on >= terms.new_since,
        },
    )


RULE = Rule(
    name="new_enterprise_award",
    function=new_enterprise_award,
    facts=ProjectAward,
    terms=NewEnterpriseTerms,
    labels=LABELS
    | {
        "origin_included": Label("资本来源适用", "origin of capital included"),
        "registered": Label("已注册", "registered"),
        "newly_established": Label("属于新设", "newly established"),
    },
)
