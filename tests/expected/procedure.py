"""Steps before a signing or one after another: MY22.prudent-signing 健全机制, ZY.review-route 四, ZY.agreement 五."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product

from .kleene import YES, both, earlier, either, happened, negation, no_later, of, verdict


@dataclass(frozen=True)
class Case:
    """What is told of a project; None where it is not."""

    major: bool | None = None
    city_name: bool | None = None
    to_meeting: bool | None = None
    signed: date | None = None


REVIEWS = ("legality", "preferences", "duties")
EVALUATIONS = ("support_policy", "landing_conditions", "rights_and_duties")
ROUTE = ("opinion", "proposal", "heads_decision", "group_meeting")


def _before_signing(day: date | None, case: Case, same_day: bool) -> int:
    before = no_later(day, case.signed) if same_day else earlier(day, case.signed)
    return either(negation(happened(day)), negation(happened(case.signed)), before)


def _closed(
    days: Mapping[str, date | None], needed: Mapping[str, int], case: Case, same_day: bool
) -> tuple[str, set[str]]:
    taken = [either(negation(needed[name]), happened(days[name])) for name in needed]
    timely = [either(negation(needed[name]), _before_signing(days[name], case, same_day)) for name in needed]
    return verdict({"taken": both(*taken), "in_time": both(*timely)})


def prudent_signing(days: Mapping[str, date | None], case: Case, *, same_day: bool = False) -> tuple[str, set[str]]:
    """Legality of all; the three evaluations of major projects."""
    needed = {"legality_review": YES} | dict.fromkeys(EVALUATIONS, of(case.major))
    return _closed(days, needed, case, same_day)


def agreement(
    days: Mapping[str, date | None], case: Case, *, same_day: bool = False, binds_all: bool = False
) -> tuple[str, set[str]]:
    """The reviews of major projects and of what the city signs; the executive meeting of what the city signs."""
    city = of(case.city_name)
    reviewed = YES if binds_all else either(of(case.major), city)
    return _closed(days, dict.fromkeys(REVIEWS, reviewed) | {"executive_meeting": city}, case, same_day)


def review_route(days: Mapping[str, date | None], case: Case) -> tuple[str, set[str]]:
    """Opinion, proposal, decision, and the meeting if it is so decided, each no earlier than those before it."""
    major = of(case.major)
    needed = dict.fromkeys(ROUTE, major) | {
        "group_meeting": both(major, of(case.to_meeting)),
        "local_review": negation(major),
    }
    taken = [either(negation(needed[name]), happened(days[name])) for name in needed]
    order = YES
    stages = [("opinion", "local_review"), *((name,) for name in ROUTE[1:])]
    for number, stage in enumerate(stages):
        for name, later in product(stage, (one for group in stages[number + 1 :] for one in group)):
            wrong = both(happened(days[later]), negation(no_later(days[name], days[later])))
            order = both(order, negation(both(needed[name], needed[later], wrong)))
    return verdict({"taken": both(*taken), "in_order": order})
