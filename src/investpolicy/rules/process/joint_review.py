"""Periodic joint review of key project information (项目信息联合研判): MY22.joint-review."""

from __future__ import annotations

from pydantic import Field

from investpolicy.facts.joint_review import Aspect, JointReview, ReviewedLead
from investpolicy.models import CountField, MoneyField, required
from investpolicy.outcomes import Check
from investpolicy.rules.process.intervals import at_most_apart, longest_interval
from investpolicy.rules.rule import Rule
from investpolicy.rules.terms import Terms
from investpolicy.values.count import Count
from investpolicy.values.day import Day
from investpolicy.values.formula import all_of, any_of, not_
from investpolicy.values.label import Label
from investpolicy.values.truth import FALSE, TRUE, Truth


class JointReviewTerms(Terms):
    """How often, for what, and from what size information is key; open where the document does not say."""

    every_days: CountField = required("最长间隔天数", "most days between two", unit="days")
    key_from: MoneyField = required("重点项目门槛", "smallest key project", unit="money")
    aspects: tuple[Aspect, ...] = Field(..., min_length=1, title="研判内容", description="what it is reviewed for")


def joint_review(facts: JointReview, terms: JointReviewTerms) -> Check:
    """Whether meetings are regular, and key information that came before one was reviewed at one, in every aspect."""
    days = None if facts.meetings is None else [one.on for one in facts.meetings]
    unlisted = Truth.unknown("joint_review.meetings")
    if days is None:
        longest = Count.unknown("joint_review.meetings")
        regular = unlisted
    else:
        longest = longest_interval(days, facts.since, facts.asked_on)
        regular = at_most_apart(longest, terms.every_days)
    reviewed: list[Truth] = []
    covered: list[Truth] = []
    notes: list[Label] = []
    for lead in facts.leads or ():
        due = lead.agreed_investment >= terms.key_from
        at_one = unlisted if days is None else _reviewed(lead, days, facts.asked_on)
        had = any_of(not_(lead.reviewed_on.happened), _covers(lead, terms.aspects))
        reviewed.append(any_of(not_(due), at_one))
        covered.append(any_of(not_(due), had))
        notes.extend(_notes(lead, at_one, had))
    if facts.leads is None:
        reviewed = covered = [Truth.unknown("joint_review.leads")]
    conditions = {"regular": regular, "reviewed": all_of(TRUE, *reviewed), "covered": all_of(TRUE, *covered)}
    return Check(conditions, notes=notes, found={"longest_interval": longest})


def _reviewed(lead: ReviewedLead, meetings: list[Day], asked_on: Day) -> Truth:
    """Whether it was reviewed at a meeting after it came; there is time while none has been held since."""
    held = [all_of(lead.received_on <= day, day <= asked_on) for day in meetings]
    at_one = [all_of(lead.reviewed_on.equals(day), one) for day, one in zip(meetings, held, strict=True)]
    return any_of(not_(any_of(FALSE, *held)), *at_one)


def _covers(lead: ReviewedLead, aspects: tuple[Aspect, ...]) -> Truth:
    """Whether the review had every aspect."""
    return Truth.unknown("reviewed_lead.aspects") if lead.aspects is None else Truth(set(aspects) <= set(lead.aspects))


def _notes(lead: ReviewedLead, at_one: Truth, had: Truth) -> list[Label]:
    name = lead.name or "?"
    notes: list[Label] = []
    if at_one.raw is False:
        notes.append(
            Label(f"{name}：收到后已开过研判会议，未经研判", f"{name}: not reviewed, though a meeting was held since")
        )
    if had.raw is False:
        notes.append(Label(f"{name}：研判内容不全", f"{name}: not reviewed in every aspect"))
    return notes


RULE = Rule(
    name="joint_review",
    function=joint_review,
    facts=JointReview,
    terms=JointReviewTerms,
    labels={
        "regular": Label("定期召开研判会议", "meetings are regular"),
        "reviewed": Label("重点项目信息均经研判", "key information is reviewed"),
        "covered": Label("研判内容齐全", "reviewed in every aspect"),
        "longest_interval": Label("最长间隔（天）", "longest interval (days)"),
    },
    folds=False,
)
