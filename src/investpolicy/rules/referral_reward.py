"""Referral rewards (引荐奖励): MY22.referral-reward."""

from __future__ import annotations

from investpolicy.facts.project import Landed
from investpolicy.facts.referral import Referral, ReferrerKind
from investpolicy.models import required
from investpolicy.outcomes import Award, award
from investpolicy.rules.award import LABELS, AwardTerms
from investpolicy.rules.rule import Rule
from investpolicy.values.label import Label, Labelled


class CapIsFor(Labelled):
    """What one cap is for (上限的对象)."""

    PROJECT = "project", "每个项目", "a project, shared by its referrers"
    REFERRER = "referrer", "每个引荐人", "a referrer"


class ReferralRewardTerms(AwardTerms):
    """Terms of a referral reward. ``jurisdiction`` lists how places inside it begin."""

    landed_means: Landed = required("落地含义", "what counts as landing")
    recipients: tuple[ReferrerKind, ...] = required("奖励对象", "who may receive")
    jurisdiction: tuple[str, ...] = required("辖区", "places inside the jurisdiction")
    cap_is_for: CapIsFor = required("上限对象", "what one cap is for")
    discretionary: bool = required("可以给予", "may be granted, is no claim")


def referral_reward(facts: Referral, terms: ReferralRewardTerms) -> Award:
    """The reward of one referrer for one project.

    One cap a project is shared by its referrers by their weights, after what was already paid for the project.
    """
    project, referrer = facts.project, facts.referrer
    match terms.cap_is_for:
        case CapIsFor.PROJECT:
            left = terms.left_under_cap(project, facts.paid_before)
            reward, ceiling = facts.own_share(terms.reward(project, left), at_most=left)
        case _:
            left = terms.left_under_cap(project, facts.paid_to_referrer)
            reward, ceiling = terms.reward(project, left), left
    return award(
        reward,
        at_most=terms.cap.ceiling(ceiling),
        discretionary=terms.discretionary,
        conditions={
            "signed": project.signed,
            "landed": project.landed(terms.landed_means),
            "in_jurisdiction": project.place.starts_with(terms.jurisdiction),
            "large_enough": terms.large_enough(project),
            "brought_about": referrer.brought_about,
            "recipient_allowed": referrer.kind.is_in(terms.recipients),
        },
    )


RULE = Rule(
    name="referral_reward",
    function=referral_reward,
    facts=Referral,
    terms=ReferralRewardTerms,
    labels=LABELS
    | {
        "signed": Label("已签约", "signed"),
        "in_jurisdiction": Label("在辖区内", "inside the jurisdiction"),
        "brought_about": Label("引荐并促成", "introduced and brought about"),
        "recipient_allowed": Label("属于奖励对象", "recipient allowed"),
        "of_project": Label("项目应得奖励", "reward of the project"),
        "own_share": Label("本引荐人所得", "this referrer's part"),
    },
)
