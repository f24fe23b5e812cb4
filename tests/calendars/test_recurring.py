"""Recurring days, moved to working days, and periods with what became of them."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investpolicy.calendars import (
    FIFTEENTH_AND_LAST,
    FIRST_AND_SIXTEENTH,
    HalfMonthDays,
    PeriodStatus,
    StateCouncilCalendar,
    Unit,
    check_periods,
    following_monday,
    half_month_days,
    missed_periods,
    mondays,
    month_ends,
    moved_to_working_day,
    periods,
    repeated,
)
from investpolicy.errors import FactsError, TermsError

CALENDAR = StateCouncilCalendar()
days = st.dates(date(2004, 1, 1), date(2026, 12, 31))
spans = st.tuples(days, st.integers(0, 800)).map(lambda one: (one[0], one[0] + timedelta(days=one[1])))


def test_a_monday_that_is_a_holiday_moves_to_the_make_up_day() -> None:
    planned = mondays(date(2022, 9, 26), date(2022, 10, 10))
    assert planned == (date(2022, 9, 26), date(2022, 10, 3), date(2022, 10, 10))
    moved = moved_to_working_day(planned, CALENDAR)
    assert [one.day for one in moved] == [date(2022, 9, 26), date(2022, 10, 8), date(2022, 10, 10)]
    assert [one.day.day for one in moved[1].skipped] == [3, 4, 5, 6, 7]
    assert str(moved[1].value) == "2022-10-08"


def test_a_day_that_reaches_a_year_without_notice_is_undetermined() -> None:
    [moved] = moved_to_working_day([date(2027, 1, 4)], CALENDAR)
    assert (moved.day, moved.no_notice) == (None, 2027)
    assert moved.value.missing == {"calendar.2027"}


@given(days)
def test_following_monday(day: date) -> None:
    monday = following_monday(day)
    assert monday.weekday() == 0
    assert 1 <= (monday - day).days <= 7


@given(spans)
def test_recurring_days_are_those_that_a_walk_through_the_calendar_finds(span: tuple[date, date]) -> None:
    first, last = span
    walk = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    ends = [day for day in walk if day.day == monthrange(day.year, day.month)[1]]
    assert list(month_ends(first, last)) == ends
    assert list(mondays(first, last)) == [day for day in walk if day.weekday() == 0]
    assert list(half_month_days(first, last, FIRST_AND_SIXTEENTH)) == [day for day in walk if day.day in (1, 16)]
    assert list(half_month_days(first, last, FIFTEENTH_AND_LAST)) == [d for d in walk if d.day == 15 or d in ends]
    assert list(half_month_days(first, last, HalfMonthDays(10, 25))) == [day for day in walk if day.day in (10, 25)]


@pytest.mark.parametrize(("first", "second"), [(0, 15), (15, 31), (29, 1), (-29, 1), (True, 15), (5, 5)])
def test_half_month_days_that_are_refused(first: int, second: int) -> None:
    with pytest.raises(TermsError):
        HalfMonthDays(first, second)


def test_repeated_counts_from_the_anchor() -> None:
    anchor = date(2023, 1, 31)
    assert [str(day) for day in repeated(anchor, date(2023, 5, 31), months=1)] == [
        "2023-01-31",
        "2023-02-28",
        "2023-03-31",
        "2023-04-30",
        "2023-05-31",
    ]
    assert [str(day) for day in repeated(date(2022, 11, 30), date(2023, 9, 1), months=3)] == [
        "2022-11-30",
        "2023-02-28",
        "2023-05-30",
        "2023-08-30",
    ]
    assert [str(day) for day in repeated(date(2024, 2, 29), date(2028, 2, 29), years=2)] == [
        "2024-02-29",
        "2026-02-28",
        "2028-02-29",
    ]
    assert repeated(anchor, date(2023, 1, 30), months=1) == ()
    with pytest.raises(TermsError, match="no period"):
        repeated(anchor, date(2024, 1, 1))


# --- periods -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "count", "zh", "en", "first", "last"),
    [
        (Unit.WEEK, 1, "2022-01-03 起的一周", "the week of 2022-01-03", "2022-01-03", "2022-01-09"),
        (Unit.HALF_MONTH, 1, "2022年1月上半月", "the first half of 2022-01", "2022-01-01", "2022-01-15"),
        (Unit.MONTH, 1, "2022年1月", "2022-01", "2022-01-01", "2022-01-31"),
        (Unit.MONTH, 2, "2022年1月至2022年2月", "2022-01 to 2022-02", "2022-01-01", "2022-02-28"),
        (Unit.QUARTER, 1, "2022年第1季度", "2022 Q1", "2022-01-01", "2022-03-31"),
        (Unit.HALF_YEAR, 1, "2022年上半年", "2022 H1", "2022-01-01", "2022-06-30"),
        (Unit.YEAR, 1, "2022年", "2022", "2022-01-01", "2022-12-31"),
        (Unit.YEAR, 2, "2022年至2023年", "2022 to 2023", "2022-01-01", "2023-12-31"),
    ],
)
def test_the_first_period_from_new_year(unit: Unit, count: int, zh: str, en: str, first: str, last: str) -> None:
    one = periods(date(2022, 1, 1), date(2024, 12, 31), unit, count)[0]
    assert (one.name(), one.name("en"), str(one.first), str(one.last)) == (zh, en, first, last)


@given(spans, st.sampled_from(Unit), st.integers(1, 3), st.booleans())
def test_periods_follow_each_other_without_gap(span: tuple[date, date], unit: Unit, count: int, partial: bool) -> None:
    first, last = span
    found = periods(first, last, unit, count, partial_first=partial)
    for one, following in pairwise(found):
        assert following.first == one.last + timedelta(days=1)
    if partial:
        assert first in found[0]
    assert all(one.first <= last and (partial or one.first >= first) for one in found)
    if found:
        assert found[-1].last >= last
    if count == 1:
        assert all(
            one.name("en") == periods(one.last, one.last, unit, partial_first=True)[0].name("en") for one in found
        )


def test_a_period_already_begun_is_left_out() -> None:
    assert [one.name("en") for one in periods(date(2022, 5, 25), date(2022, 7, 3), Unit.MONTH)] == [
        "2022-06",
        "2022-07",
    ]
    whole = periods(date(2022, 5, 25), date(2022, 7, 3), Unit.MONTH, partial_first=True)
    assert [one.name("en") for one in whole] == ["2022-05", "2022-06", "2022-07"]


def test_held_missed_excepted_pending() -> None:
    log = [date(2022, 1, 31), date(2022, 1, 4), date(2022, 4, 30), date(2022, 5, 30)]
    months = periods(date(2022, 1, 1), date(2022, 5, 31), Unit.MONTH)
    results = check_periods(log, months, date(2022, 5, 29), {date(2022, 3, 15): "疫情"})
    assert [one.explain() for one in results] == [
        "2022年1月：已开展（2022-01-04、2022-01-31）",
        "2022年2月：未开展（已于 2022-02-28 期满，无记录）",
        "2022年3月：有因未开展（已于 2022-03-31 期满，无记录；原因：疫情）",
        "2022年4月：已开展（2022-04-30）",
        "2022年5月：尚未到期（截至 2022-05-29 无记录，2022-05-31 才期满）",
    ]
    assert [
        one.explain("en") for one in missed_periods(log, months, date(2022, 5, 29), {date(2022, 3, 1): "疫情"})
    ] == [
        "2022-02: missed (it ended on 2022-02-28, none on record)",
        "2022-03: excepted (it ended on 2022-03-31, none on record; reason: 疫情)",
        "2022-05: pending (none by 2022-05-29, it ends on 2022-05-31)",
    ]


def test_a_period_is_missed_once_it_is_over_not_on_its_last_day() -> None:
    [month] = periods(date(2022, 2, 1), date(2022, 2, 1), Unit.MONTH)
    reasons = {date(2022, 2, 1): "x"}
    for asked_on, plain, with_reason in (
        (date(2022, 2, 28), PeriodStatus.PENDING, PeriodStatus.PENDING),
        (date(2022, 3, 1), PeriodStatus.MISSED, PeriodStatus.EXCEPTED),
    ):
        assert check_periods([], [month], asked_on)[0].status is plain
        assert check_periods([], [month], asked_on, reasons)[0].status is with_reason
        assert check_periods([date(2022, 2, 28)], [month], asked_on, reasons)[0].status is PeriodStatus.HELD
    assert check_periods([date(2022, 2, 28)], [month], date(2022, 2, 27))[0].status is PeriodStatus.PENDING


@given(st.lists(days, max_size=40), spans, days)
def test_each_period_is_missed_exactly_when_over_and_without_event(
    log: list[date], span: tuple[date, date], asked_on: date
) -> None:
    quarters = periods(*span, Unit.QUARTER)
    for one in check_periods(log, quarters, asked_on):
        seen = {day for day in log if one.period.first <= day <= min(one.period.last, asked_on)}
        assert set(one.days) == seen
        assert (one.status is PeriodStatus.MISSED) == (not seen and one.period.last < asked_on)
        assert (one.status is PeriodStatus.PENDING) == (not seen and one.period.last >= asked_on)


def test_times_in_a_log_count_on_their_day_in_shanghai() -> None:
    january, february = periods(date(2022, 1, 1), date(2022, 2, 1), Unit.MONTH)
    night = datetime(2022, 1, 31, 16, 30, tzinfo=UTC)
    results = check_periods([night], [january, february], night)
    assert [one.status for one in results] == [PeriodStatus.MISSED, PeriodStatus.HELD]
    assert results[1].days == (date(2022, 2, 1),)
    assert night in february
    assert following_monday(night) == date(2022, 2, 7)


def test_reasons_that_are_refused_all_at_once() -> None:
    months = periods(date(2022, 1, 1), date(2022, 3, 31), Unit.MONTH)
    reasons = {date(2021, 12, 31): "早", date(2022, 1, 1): " ", date(2022, 2, 1): "甲", date(2022, 2, 2): "乙"}
    with pytest.raises(FactsError) as found:
        check_periods([], months, date(2022, 4, 1), reasons)
    assert str(found.value).splitlines() == [
        "reasons.2021-12-31: 2021-12-31 lies in none of the periods; write a day of the period meant",
        "reasons.2022-01-01: the reason is empty; write the reason on record, or leave it out",
        "reasons.2022-02-02: 2022-02 has two reasons; put them together",
    ]


@pytest.mark.parametrize(("last", "count"), [(date(2021, 12, 31), 1), (date(2022, 12, 31), 0)])
def test_periods_that_are_none(last: date, count: int) -> None:
    with pytest.raises(TermsError):
        periods(date(2022, 1, 1), last, Unit.MONTH, count)
