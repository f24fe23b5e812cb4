"""Referral rewards (引荐奖励): MY22.referral-reward."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated

from pydantic import BeforeValidator

from investpolicy.errors import Problem, TermsError
from investpolicy.facts.places import NAMED_AFTER, other_provinces
from investpolicy.facts.project import Landed, Project
from investpolicy.facts.referral import Referral, ReferrerKind
from investpolicy.models import outside_rules, required
from investpolicy.outcomes import Award, award
from investpolicy.rules.award import LABELS, AwardTerms
from investpolicy.rules.rule import Rule
from investpolicy.values.label import Label, Labelled
from investpolicy.values.truth import Truth


class CapIsFor(Labelled):
    """What one cap is for (上限的对象)."""

    PROJECT = "project", "每个项目", "a project, shared by its referrers"
    REFERRER = "referrer", "每个引荐人", "a referrer"


def _names_or_open(given: object) -> object:
    """``open`` where a document does not name its place: no names; a list without names is refused."""
    match given:
        case "open":
            return ()
        case []:
            hint = (
                "write how places inside it begin, such as [绵阳市], or open where the document does not name its place"
            )
            raise TermsError(Problem("", "names no place", hint))
        case _:
            return given


class ReferralRewardTerms(AwardTerms):
    """Terms of a referral reward.

    ``jurisdiction`` lists how places inside it begin (none where the document leaves it open), ``elsewhere`` how other
    places of its province do; other provinces are elsewhere too where a name of ``jurisdiction`` begins with its own.
    """

    landed_means: Landed = required("落地含义", "what counts as landing")
    recipients: tuple[ReferrerKind, ...] = required("奖励对象", "who may receive", at_least=1)
    jurisdiction: Annotated[tuple[str, ...], BeforeValidator(_names_or_open)] = required(
        "辖区", "places inside the jurisdiction"
    )
    elsewhere: tuple[str, ...] = required("辖区外地名", "places outside the jurisdiction")
    cap_is_for: CapIsFor = required("上限对象", "what one cap is for")
    discretionary: bool = required("可以给予", "may be granted, is no claim")

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """Names that every place begins with."""
        for field, names in (("jurisdiction", self.jurisdiction), ("elsewhere", self.elsewhere)):
            for place, name in enumerate(names):
                if not name.strip():
                    yield Problem(f"{field}.{place}", "is blank", "write how places begin, such as 绵阳市")

    @property
    @outside_rules
    def open_terms(self) -> tuple[str, ...]:
        """The names of the parameters that are open."""
        return super().open_terms if self.jurisdiction else (*super().open_terms, "jurisdiction")

    @cached_property
    def _elsewhere(self) -> tuple[str, ...]:
        return (*self.elsewhere, *other_provinces(self.jurisdiction))

    @cached_property
    def _must_lie_in(self) -> Label:
        return Label(f"须在{self.jurisdiction[0]}", f"must lie in {self.jurisdiction[0]}")

    def covers(self, project: Project) -> Truth:
        """Whether a project lies in the jurisdiction; unknown where its place does not say."""
        match self.jurisdiction:
            case ():
                return Truth.unknown("terms.jurisdiction")
            case inside:
                return project.place.lies_in(inside, self._elsewhere, NAMED_AFTER, self._must_lie_in, "project.place")


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
            "signed": project.signed_on.happened,
            "landed": project.landed(terms.landed_means),
            "in_jurisdiction": terms.covers(project),
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
