"""MY22.prudent-signing (健全机制·落地预审评估), ZY.review-route (四), ZY.agreement (五)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import investpolicy as ip
from tests.expected import procedure as expected
from tests.expected.kleene import NOT_YET

THRESHOLD = "50亿元"
MIANYANG = ip.policy("mianyang-2022").vary({"prudent-signing.major_from": THRESHOLD})
ZIYANG = ip.policy("ziyang").vary({"agreement.major_from": THRESHOLD, "review-route.major_from": THRESHOLD})
Days = Mapping[str, date | None]
SIGNED = date(2022, 7, 4)

days = st.one_of(
    st.integers(0, 6).map(lambda number: date(2022, 7, 1) + timedelta(number)), st.sampled_from([NOT_YET, None])
)
yes_no = st.sampled_from([True, False, None])
cases = st.builds(expected.Case, yes_no, yes_no, yes_no, days)
SIGNING = ("legality_review", *expected.EVALUATIONS)
AGREEMENT = (*expected.REVIEWS, "executive_meeting")
ROUTE = (*expected.ROUTE, "local_review")


def record(taken: Days, case: expected.Case, *, complete: bool = False) -> dict[str, Any]:
    """A procedure as facts. What is not known is left out, or stands there as null."""
    amount = {True: THRESHOLD, False: "4999999999.99元", None: None}[case.major]
    signatory = {True: "city", False: "county_or_zone", None: None}[case.city_name]
    steps = [{"step": name, "on": day_text(day)} for name, day in taken.items() if not complete or day != NOT_YET]
    project = {"agreed_investment": amount, "signed_on": day_text(case.signed)}
    facts = {"project": project, "signatory": signatory, "steps": steps, "sent_to_meeting": case.to_meeting}
    return facts | ({"complete": True} if complete else {})


def day_text(day: date | None) -> str | None:
    return None if day is None else "尚未" if day == NOT_YET else str(day)


def said(decision: ip.Decision) -> tuple[str, set[str]]:
    assert (decision.status == "undetermined") == bool(decision.missing)
    return str(decision.status), set(decision.outcome.failed)


@given(st.fixed_dictionaries(dict.fromkeys(SIGNING, days)), cases, st.booleans(), st.booleans())
def test_prudent_signing(taken: Days, case: expected.Case, same_day: bool, complete: bool) -> None:
    policy = MIANYANG.under({"prudent-signing.same-day": "in-time" if same_day else "late"})
    decision = policy.decide("prudent-signing", record(taken, case, complete=complete))
    assert said(decision) == expected.prudent_signing(taken, case, same_day=same_day)


@given(st.fixed_dictionaries(dict.fromkeys(AGREEMENT, days)), cases, st.booleans(), st.booleans())
def test_agreement(taken: Days, case: expected.Case, same_day: bool, binds_all: bool) -> None:
    answers = {"same-day": "in-time" if same_day else "late", "review-binds": "all" if binds_all else "major-or-city"}
    policy = ZIYANG.under({f"agreement.{name}": answer for name, answer in answers.items()})
    answer = expected.agreement(taken, case, same_day=same_day, binds_all=binds_all)
    assert said(policy.decide("agreement", record(taken, case))) == answer


@given(st.fixed_dictionaries(dict.fromkeys(ROUTE, days)), cases)
def test_review_route(taken: Days, case: expected.Case) -> None:
    assert said(ZIYANG.decide("review-route", record(taken, case))) == expected.review_route(taken, case)


@pytest.mark.parametrize(("offset", "status"), [(-1, "met"), (0, "not_met"), (1, "not_met")])
def test_the_edge_of_the_signing_day(offset: int, status: str) -> None:
    taken: Days = dict.fromkeys(SIGNING, SIGNED + timedelta(offset))
    decision = MIANYANG.decide("prudent-signing", record(taken, expected.Case(True, signed=SIGNED)))
    assert decision.status == status
    assert decision.outcome.failed == (() if status == "met" else ("in_time",))


def test_what_is_major_matters_only_where_an_evaluation_is_missing() -> None:
    published = ip.policy("mianyang-2022")
    done: Days = dict.fromkeys(SIGNING, date(2022, 7, 1))
    assert published.decide("prudent-signing", record(done, expected.Case(True, signed=SIGNED))).status == "met"
    lacking: Days = {**done, "landing_conditions": NOT_YET}
    decision = published.decide("prudent-signing", record(lacking, expected.Case(True, signed=SIGNED)))
    assert decision.missing == ("terms.major_from",)
    smaller = MIANYANG.decide("prudent-signing", record(lacking, expected.Case(False, signed=SIGNED)))
    assert smaller.status == "met"
    assert "落地条件预审评估：不适用（仅重大项目）" in smaller.explain()


def test_a_step_that_is_not_listed_is_unknown_until_the_list_is_said_to_be_complete() -> None:
    facts = record({}, expected.Case(False, signed=SIGNED))
    assert MIANYANG.decide("prudent-signing", facts).missing == ("procedure_record.steps",)
    decision = MIANYANG.decide("prudent-signing", {**facts, "complete": True})
    assert decision.status == "not_met"
    assert decision.outcome.failed == ("taken",)


def test_a_wrong_order_names_the_two_steps_and_their_days() -> None:
    taken: Days = dict.fromkeys(expected.ROUTE, date(2022, 7, 5)) | {"opinion": date(2022, 7, 6), "proposal": NOT_YET}
    decision = ZIYANG.decide("review-route", record(taken, expected.Case(True, to_meeting=True)))
    assert decision.outcome.failed == ("taken", "in_order")
    wrong = [note for note in decision.outcome.notes if note.zh.startswith("次序有误")]
    assert [note.zh for note in wrong] == [
        "次序有误：组长、副组长确定是否上会（2022-07-05）先于主管部门评审意见（2022-07-06）",
        "次序有误：领导小组例会研究（2022-07-05）先于主管部门评审意见（2022-07-06）",
        "次序有误：组长、副组长确定是否上会（2022-07-05）先于领导小组办公室意见建议（尚未办理）",
        "次序有误：领导小组例会研究（2022-07-05）先于领导小组办公室意见建议（尚未办理）",
    ]
    steps = ("decision of head and deputies (2022-07-05)", "written opinion of the lead department (2022-07-06)")
    assert wrong[0].en == f"wrong order: {steps[0]} before {steps[1]}"
    right: Days = dict.fromkeys(expected.ROUTE, date(2022, 7, 5))
    in_order = ZIYANG.decide("review-route", record(right, expected.Case(True, to_meeting=True)))
    assert in_order.status == "met"
    assert not any("次序" in note.zh for note in in_order.outcome.notes)


def test_the_first_of_a_step_taken_twice_counts() -> None:
    facts = record({"legality_review": date(2022, 7, 2)}, expected.Case(False, signed=SIGNED))
    again = [{"步骤": "合法性审查", "日期": "2022-07-10"}, *facts["steps"]]
    assert MIANYANG.decide("prudent-signing", {**facts, "steps": again}).status == "met"


def test_a_step_that_the_document_does_not_name_is_refused_with_the_nearest() -> None:
    with pytest.raises(ip.errors.FactsError) as error:
        MIANYANG.decide("prudent-signing", {"steps": [{"step": "合法性审核", "on": "2022-07-01"}]})
    message = "steps.0.step: step '合法性审核' does not exist; did you mean '合法性审查'?"
    assert str(error.value) == message


def test_a_name_that_stands_for_two_steps_is_refused() -> None:
    step = {"name": "one", "zh": "甲", "en": "one", "stage": "1", "applies": "all"}
    with pytest.raises(ip.errors.TermsError, match="'甲' stands twice; give each its own name"):
        MIANYANG.vary({"prudent-signing.steps": [step, {**step, "name": "other"}]})
