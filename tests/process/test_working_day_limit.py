"""ZY.first-contact and HB.review: the last day, against a count on chinesecalendar alone."""

# ruff: noqa: DTZ001, times without a zone are what is tested

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import investpolicy as ip
from investpolicy.errors import FactsError, TermsError
from investpolicy.facts import Receipt
from investpolicy.register.notices import read_notice
from investpolicy.rules.process.deadline import WorkingDayTerms, working_day_limit
from tests.expected import working_day_limit as expected

ZIYANG, HUAIBEI = ip.policy("ziyang"), ip.policy("huaibei-2022")
FIRST, LAST = date(2019, 1, 1), date(2026, 12, 31)
NOTICE = """
year: 2027
source: {title: 试例, number: 试例〔2026〕1号, date: 2026-11-01}
holidays:
  - {name: {zh: 元旦, en: New Year's Day}, from: 2027-01-01, to: 2027-01-03}
make_up_workdays: [2027-01-09]
"""


def terms(days: str, receipt_day: str = "not_counted", corrections: str = "restart") -> WorkingDayTerms:
    data = {"days": days, "receipt_day": receipt_day, "receipt_closes": "end_of_day", "cut_off": "open"}
    return WorkingDayTerms.model_validate({**data, "corrections": corrections})


def independent(received: date, days: int, *, counted: bool) -> tuple[date | None, frozenset[str]]:
    """The last day, or the year whose notice is missing."""
    try:
        return expected.last_day([received], days, counted=counted), frozenset()
    except expected.NoNoticeError as gap:
        return None, frozenset({f"calendar.{gap}"})


def agree(received: date, days: int, rule_terms: WorkingDayTerms, *, counted: bool) -> None:
    outcome = working_day_limit(Receipt(received_on=received), rule_terms)
    last, missing = independent(received, days, counted=counted)
    assert (outcome.last_day.date if last else None, outcome.last_day.missing) == (last, missing), (received, days)
    assert outcome.status == ("determined" if last else "undetermined")


def test_the_published_limits() -> None:
    assert int(ZIYANG.terms("first-contact").days) == expected.FIRST_CONTACT  # type: ignore[attr-defined]  # 三
    assert int(HUAIBEI.terms("review").days) == expected.REVIEW  # type: ignore[attr-defined]  # 五


def test_an_independent_count_agrees_on_a_stride_of_receipt_days_for_1_to_60_days() -> None:
    days = [FIRST + timedelta(days=n) for n in range(0, (LAST - FIRST).days + 1, 421)]
    assert {day.weekday() for day in days} == set(range(7))
    for number in range(1, 61):
        plain, counted = terms(str(number)), terms(str(number), "counted")
        for place, day in enumerate([*days, LAST]):
            agree(day, number, counted if place % 2 else plain, counted=bool(place % 2))


@pytest.mark.slow
@pytest.mark.parametrize("number", [1, expected.FIRST_CONTACT, expected.REVIEW, 10, 60])
def test_an_independent_count_agrees_on_every_receipt_day_of_2019_to_2026(number: int) -> None:
    """The count itself is swept for all of 1 to 60 days in tests/calendars."""
    plain, counted = terms(str(number)), terms(str(number), "counted")
    for place in range((LAST - FIRST).days + 1):
        agree(FIRST + timedelta(days=place), number, plain, counted=False)
        agree(FIRST + timedelta(days=place), number, counted, counted=True)


receipts = st.lists(st.dates(FIRST, date(2026, 9, 30)), min_size=1, max_size=3).map(sorted)
told = st.none() | st.just(date.max) | st.integers(0, 12)


@given(receipts, st.sampled_from(["restart", "continue"]), told)
def test_corrections_and_the_day_it_was_done(days: list[date], corrections: str, done: Any) -> None:
    done_on = days[-1] + timedelta(days=done) if isinstance(done, int) else done
    facts: dict[str, Any] = {"received_on": days[0], "corrections": [{"received_on": one} for one in days[1:]]}
    written = "尚未" if done_on == date.max else done_on
    decision = HUAIBEI.under({"review.corrections": corrections}).decide("review", {**facts, "done_on": written})
    last = expected.last_day(days, expected.REVIEW, restart=corrections == "restart")
    assert str(decision.figures["last_day"]) == str(last)
    assert decision.status == expected.status(last, done_on)


@given(st.datetimes(datetime(2019, 1, 1), datetime(2026, 9, 30)).map(lambda one: one.replace(microsecond=0)))
def test_a_cut_off_hour(moment: datetime) -> None:
    policy = ZIYANG.under({"first-contact.cut-off": "an-hour"}).vary({"first-contact.cut_off": "17:30"})
    facts = {"received_on": moment.date(), "received_at": moment.time()}
    last = expected.last_day([moment], expected.FIRST_CONTACT, cut_off=time(17, 30))
    assert str(policy.decide("first-contact", facts).figures["last_day"]) == str(last)


def test_what_is_not_known_is_named() -> None:
    def missing(policy: ip.Policy, facts: dict[str, Any]) -> tuple[str, ...]:
        decision = policy.decide("first-contact", facts)
        assert decision.status == "undetermined"
        return decision.missing

    an_hour = ZIYANG.under({"first-contact.cut-off": "an-hour"})
    with_hour = an_hour.vary({"first-contact.cut_off": "17:30"})
    assert missing(ZIYANG, {}) == ("receipt.received_on",)
    assert missing(an_hour, {"received_on": "2022-06-07"}) == ("terms.cut_off",)
    assert missing(with_hour, {"received_on": "2022-06-07"}) == ("receipt.received_at",)
    assert missing(ZIYANG, {"received_on": "2026-12-30"}) == ("calendar.2027",)
    assert missing(ZIYANG, {"received_on": "2022-06-07", "corrections": [{}]}) == ("correction.received_on",)
    assert (
        "无法判定：2027 年的放假安排通知尚未载入（已计 1 日）"
        in ZIYANG.decide("first-contact", {"received_on": "2026-12-30"}).explain()
    )
    assert with_hour.decide("first-contact", {"received_on": "2022-06-11"}).status == "determined"  # a Saturday


def test_the_count_does_not_run_before_the_receipt() -> None:
    decision = HUAIBEI.decide("review", {"received_on": "2022-06-06", "corrections": [{"received_on": "尚未"}]})
    assert (decision.status, decision.missing) == ("undetermined", ("correction.received_on",))
    assert decision.outcome.notes[0].en == "a correction is awaited: the limit runs from its receipt"
    assert "尚缺事实：补正收到日期" in decision.explain()
    continues = HUAIBEI.under({"review.corrections": "continue"})
    asked_for = {"received_on": "2022-06-06", "corrections": [{"received_on": "尚未"}]}
    assert continues.decide("review", asked_for).status == "determined"
    nothing_came = HUAIBEI.decide("review", {"received_on": "尚未"})
    assert (nothing_came.status, nothing_came.outcome.failed) == ("ineligible", ("received",))


def test_a_further_notice_goes_with_the_facts_and_with_the_stored_decision(tmp_path: Path) -> None:
    path = tmp_path / "2027.yaml"
    path.write_text(NOTICE, "utf-8")
    facts = {"received_on": "2026-12-30", "further_notices": [read_notice(path)]}
    decision = ZIYANG.decide("first-contact", facts)
    assert str(decision.figures["last_day"]) == "2027-01-04"
    assert ip.verify(decision.to_json()).ok
    written = {"收到日期": "2027-01-07", "补充放假安排通知": [read_notice(path).model_dump(by_alias=True)]}
    assert str(ZIYANG.decide("first-contact", written).figures["last_day"]) == "2027-01-09"  # the make-up day


def test_faults_are_said_with_what_to_write() -> None:
    with pytest.raises(FactsError) as error:
        Receipt.model_validate(
            {
                "received_on": "2022-06-08",
                "received_at": "25:00",
                "corrections": [{"received_on": "2022-06-07"}],
                "done_on": "2022-06-06",
            }
        )
    assert str(error.value).splitlines() == [
        "received_at: '25:00' is no time of day; write such as 17:30",
        "corrections: the correction of 2022-06-07 is before the receipt of 2022-06-08; sort them by day and time",
        "done_on: 办结日期 2022-06-06 is before the last receipt, 2022-06-07; check the two days",
    ]
    notice = read_notice(NOTICE.replace("2027", "2026").replace("[2026-01-09]", "[]"))
    with pytest.raises(FactsError, match=r"further_notices\.0\.make_up_workdays: 2026-01-04 is not listed here"):
        Receipt(further_notices=(notice,))
    for change, message in (
        ({"first-contact.days": "0"}, "0 working days are no limit; write 1 to 10000, or open"),
        ({"first-contact.cut_off": "half past five"}, "'half past five' is no hour; write such as 17:30, or open"),
    ):
        with pytest.raises(TermsError) as refused:
            ZIYANG.vary(change)
        assert message in str(refused.value)
