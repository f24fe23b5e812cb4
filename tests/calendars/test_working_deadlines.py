"""Working days: an independent count, worked examples, readings, what can not be known, what always holds."""

# ruff: noqa: DTZ001, times without a zone are what is tested

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from investpolicy.calendars import (
    SHANGHAI,
    Corrections,
    Counted,
    DayKind,
    NoNoticeError,
    StateCouncilCalendar,
    working_deadline,
)
from investpolicy.errors import FactsError, TermsError, UndeterminedError

CALENDAR = StateCouncilCalendar()
FIRST, LAST = date(2019, 1, 1), date(2026, 12, 31)
DOCS = Path(__file__).parents[2] / "docs/decisions/0004-calendars.md"

sweep_days = st.dates(FIRST, LAST)
numbers = st.integers(1, 60)


def independent(received: date, most: int, *, count_receipt_day: bool) -> Iterator[date | None]:
    """The last day for 1, 2, … working days, counted with nothing but chinesecalendar; None once a year is unknown."""
    day = received - timedelta(days=1) if count_receipt_day else received
    known = True
    for _ in range(most):
        while known:
            day += timedelta(days=1)
            try:
                if chinese_calendar.is_workday(day):
                    break
            except NotImplementedError:
                known = False
        yield day if known else None


def compare(received: date) -> int:
    """How many deadlines were compared, all equal."""
    compared = 0
    for count in (False, True):
        for days, expected in enumerate(independent(received, 60, count_receipt_day=count), 1):
            counted = working_deadline(received, days, CALENDAR, count_receipt_day=count)
            assert counted.last_day == expected, (received, days, count)
            assert (counted.no_notice == 2027) == (expected is None), (received, days, count)
            compared += 1
    return compared


def receipt_days(step: int) -> list[date]:
    return [FIRST + timedelta(days=n) for n in range(0, (LAST - FIRST).days + 1, step)]


def test_independent_count_on_a_stride_of_receipt_days() -> None:
    days = [*receipt_days(37), LAST]  # 37 shares no factor with a week
    assert {day.weekday() for day in days} == set(range(7))
    assert sum(map(compare, days)) == 120 * len(days)


@pytest.mark.slow
def test_independent_count_on_every_receipt_day_of_2019_to_2026() -> None:
    days = receipt_days(1)
    assert len(days) == 2922
    assert sum(map(compare, days)) == 120 * 2922


NATIONAL_DAY = """\
收到：2022-09-29 星期四，当日不计；期限 3 个工作日
  2022-09-30 星期五 工作日，第 1 日
  2022-10-01 星期六 法定假日（国庆节），不计
  2022-10-02 星期日 法定假日（国庆节），不计
  2022-10-03 星期一 法定假日（国庆节），不计
  2022-10-04 星期二 法定假日（国庆节），不计
  2022-10-05 星期三 法定假日（国庆节），不计
  2022-10-06 星期四 法定假日（国庆节），不计
  2022-10-07 星期五 法定假日（国庆节），不计
  2022-10-08 星期六 调休上班（国庆节），第 2 日
  2022-10-09 星期日 调休上班（国庆节），第 3 日
届满日：2022-10-09 星期日"""

SPRING_FESTIVAL = """\
Received: 2025-01-24 Friday, the day of receipt is not counted; 3 working days
  2025-01-25 Saturday weekend, not counted
  2025-01-26 Sunday make-up working day (Spring Festival), day 1
  2025-01-27 Monday working day, day 2
  2025-01-28 Tuesday public holiday (Spring Festival), not counted
  2025-01-29 Wednesday public holiday (Spring Festival), not counted
  2025-01-30 Thursday public holiday (Spring Festival), not counted
  2025-01-31 Friday public holiday (Spring Festival), not counted
  2025-02-01 Saturday public holiday (Spring Festival), not counted
  2025-02-02 Sunday public holiday (Spring Festival), not counted
  2025-02-03 Monday public holiday (Spring Festival), not counted
  2025-02-04 Tuesday public holiday (Spring Festival), not counted
  2025-02-05 Wednesday working day, day 3
Last day: 2025-02-05 Wednesday"""

CUT_OFF = """\
收到：2022-09-30 星期五 17:30，不在办公时间（截止 17:30），视为 2022-10-08 星期六 收到，当日不计；期限 1 个工作日
  2022-10-01 星期六 法定假日（国庆节），不计
  2022-10-02 星期日 法定假日（国庆节），不计
  2022-10-03 星期一 法定假日（国庆节），不计
  2022-10-04 星期二 法定假日（国庆节），不计
  2022-10-05 星期三 法定假日（国庆节），不计
  2022-10-06 星期四 法定假日（国庆节），不计
  2022-10-07 星期五 法定假日（国庆节），不计
  2022-10-09 星期日 调休上班（国庆节），第 1 日
届满日：2022-10-09 星期日"""


def test_across_national_day_with_make_up_days() -> None:
    assert working_deadline(date(2022, 9, 29), 3, CALENDAR).explain() == NATIONAL_DAY
    assert NATIONAL_DAY in DOCS.read_text("utf-8")


def test_across_spring_festival() -> None:
    assert str(working_deadline(date(2025, 1, 24), 3, CALENDAR)) == SPRING_FESTIVAL
    assert SPRING_FESTIVAL in DOCS.read_text("utf-8")


def test_cut_off_explained() -> None:
    moment = datetime(2022, 9, 30, 17, 30)
    assert working_deadline(moment, 1, CALENDAR, cut_off=time(17, 30)).explain() == CUT_OFF


def test_a_year_without_notice_is_named() -> None:
    counted = working_deadline(date(2026, 12, 29), 3, CALENDAR)
    assert (counted.last_day, counted.no_notice, counted.missing) == (None, 2027, ("calendar.2027",))
    assert [one.day.day for one in counted.counted] == [30, 31]
    assert not counted.last.is_known
    assert counted.last.missing == {"calendar.2027"}
    assert counted.explain().splitlines()[-1] == "无法判定：2027 年的放假安排通知尚未载入（已计 2 日）"
    assert str(counted).splitlines()[-1] == (
        "Undetermined: the notice of holidays for 2027 is not loaded (2 counted so far)"
    )
    before = working_deadline(date(2003, 12, 31), 1, CALENDAR, count_receipt_day=True)
    assert before.missing == ("calendar.2003",)
    with_hour = working_deadline(date(2027, 1, 4), 1, CALENDAR, cut_off=time(17))
    assert with_hour.missing == ("calendar.2027",)


def test_the_end_of_december_may_still_change() -> None:
    counted = working_deadline(date(2026, 12, 29), 2, CALENDAR)
    assert (counted.last_day, counted.unsettled_by) == (date(2026, 12, 31), 2027)
    assert counted.explain().splitlines()[-1] == "注意：2027 年的通知尚未载入，它可能调整上年 12 月末的工作日"
    assert working_deadline(date(2026, 12, 23), 1, CALENDAR).unsettled_by is None
    assert working_deadline(date(2025, 12, 29), 2, CALENDAR).unsettled_by is None


@pytest.mark.parametrize(
    ("day", "kind", "name"),
    [
        (date(2022, 9, 30), DayKind.WORKDAY, None),
        (date(2022, 9, 25), DayKind.WEEKEND, None),
        (date(2022, 10, 3), DayKind.HOLIDAY, "国庆节"),
        (date(2022, 10, 1), DayKind.HOLIDAY, "国庆节"),
        (date(2022, 10, 8), DayKind.MAKE_UP, "国庆节"),
    ],
)
def test_kinds_of_days(day: date, kind: DayKind, name: str | None) -> None:
    assert CALENDAR.kind(day) is kind
    label = CALENDAR.name(day)
    assert (label and label.zh) == name
    assert kind.works == chinese_calendar.is_workday(day)


def test_every_known_day_works_as_in_chinesecalendar() -> None:
    days = [date(2004, 1, 1) + timedelta(days=n) for n in range((date(2027, 1, 1) - date(2004, 1, 1)).days)]
    assert CALENDAR.years == tuple(range(2004, 2027))
    assert [CALENDAR.kind(day).works for day in days] == [chinese_calendar.is_workday(day) for day in days]


def test_a_time_is_looked_up_by_its_day_in_shanghai() -> None:
    assert CALENDAR.kind(datetime(2022, 10, 3, 9, 0)) is DayKind.HOLIDAY
    assert CALENDAR.kind(datetime(2022, 9, 30, 15, 59, tzinfo=UTC)) is DayKind.WORKDAY
    assert CALENDAR.kind(datetime(2022, 9, 30, 16, 0, tzinfo=UTC)) is DayKind.HOLIDAY
    assert CALENDAR.kind(datetime(2022, 9, 16, 16, 0, tzinfo=UTC)) is DayKind.WEEKEND


def test_unknown_years_raise_and_name_themselves() -> None:
    with pytest.raises(NoNoticeError, match="2027") as found:
        CALENDAR.kind(date(2027, 1, 4))
    assert found.value.year == 2027
    assert isinstance(found.value, UndeterminedError)
    assert pickle.loads(pickle.dumps(found.value)).year == 2027
    with pytest.raises(NoNoticeError, match="2003"):
        CALENDAR.name(date(2003, 12, 31))


# --- readings ----------------------------------------------------------------------------------------------------


def test_the_day_of_receipt() -> None:
    tuesday = date(2022, 6, 7)
    assert working_deadline(tuesday, 2, CALENDAR).last_day == date(2022, 6, 9)
    assert working_deadline(tuesday, 2, CALENDAR, count_receipt_day=True).last_day == date(2022, 6, 8)
    saturday = date(2022, 6, 11)  # a rest day is never day one
    assert working_deadline(saturday, 1, CALENDAR).last_day == date(2022, 6, 13)
    counted = working_deadline(saturday, 1, CALENDAR, count_receipt_day=True)
    assert counted.last_day == date(2022, 6, 13)
    assert [one.day for one in counted.skipped] == [saturday, date(2022, 6, 12)]


@pytest.mark.parametrize(
    ("moment", "received", "last"),
    [
        (datetime(2022, 6, 10, 16, 59, 59), date(2022, 6, 10), date(2022, 6, 13)),
        (datetime(2022, 6, 10, 17, 0), date(2022, 6, 13), date(2022, 6, 14)),
        (datetime(2022, 6, 11, 9, 0), date(2022, 6, 13), date(2022, 6, 14)),
        (datetime(2022, 6, 10, 8, 59, 59, tzinfo=UTC), date(2022, 6, 10), date(2022, 6, 13)),
        (datetime(2022, 6, 10, 9, 0, tzinfo=UTC), date(2022, 6, 13), date(2022, 6, 14)),
        (datetime(2022, 6, 10, 17, 0, tzinfo=SHANGHAI), date(2022, 6, 13), date(2022, 6, 14)),
    ],
)
def test_a_cut_off_hour(moment: datetime, received: date, last: date) -> None:
    counted = working_deadline(moment, 1, CALENDAR, cut_off=time(17))
    assert (counted.receipt_day, counted.last_day) == (received, last)


def test_without_a_cut_off_hour_the_day_counts_in_shanghai() -> None:
    assert working_deadline(datetime(2022, 6, 9, 23, 59), 1, CALENDAR).last_day == date(2022, 6, 10)
    assert working_deadline(datetime(2022, 6, 8, 16, 0, tzinfo=UTC), 1, CALENDAR).last_day == date(2022, 6, 10)
    assert working_deadline(datetime(2022, 6, 8, 15, 59, tzinfo=UTC), 1, CALENDAR).last_day == date(2022, 6, 9)


def test_a_cut_off_hour_needs_the_time_on_a_working_day_only() -> None:
    counted = working_deadline(date(2022, 6, 10), 1, CALENDAR, cut_off=time(17))
    assert (counted.last_day, counted.missing, counted.no_notice) == (None, ("received_at",), None)
    assert counted.explain().splitlines()[-1] == "无法判定：以 17:00 为截止时刻，需要收到的时刻"
    assert working_deadline(date(2022, 6, 11), 1, CALENDAR, cut_off=time(17)).last_day == date(2022, 6, 14)


def test_corrections_restart_or_leave_the_count() -> None:
    receipts = [date(2022, 6, 6), datetime(2022, 6, 8, 10, 0)]
    restarted = working_deadline(receipts, 3, CALENDAR)
    assert restarted.last_day == date(2022, 6, 13)
    assert restarted.explain().splitlines()[0] == (
        "收到：2022-06-08 星期三 10:00，补正后重新计算（此前 2022-06-06 星期一），当日不计；期限 3 个工作日"
    )
    going_on = working_deadline(receipts, 3, CALENDAR, corrections=Corrections.CONTINUE)
    assert going_on.last_day == date(2022, 6, 9)
    assert str(going_on).splitlines()[0] == (
        "Received: 2022-06-06 Monday, corrections change nothing (2022-06-08 Wednesday 10:00), "
        "the day of receipt is not counted; 3 working days"
    )


# --- refused -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("days", [0, -1, True, 2.0, 10_001])
def test_days_that_are_no_number_of_days(days: int) -> None:
    with pytest.raises(TermsError, match=r"^days: .* is no number of working days; write a whole number from 1 to"):
        working_deadline(date(2022, 6, 6), days, CALENDAR)


@pytest.mark.parametrize(
    ("received", "message"),
    [
        ([], "received: there is no receipt; write the day of receipt"),
        (
            [date(2022, 6, 8), date(2022, 6, 7)],
            "received: the correction of 2022-06-07 is before the receipt of 2022-06-08; sort them",
        ),
        (
            "2022-06-08",
            "received: '2022-06-08' is no day of receipt; write a datetime.date, or a datetime for the time of day",
        ),
    ],
)
def test_receipts_that_are_none(received: list[date], message: str) -> None:
    with pytest.raises(FactsError) as found:
        working_deadline(received, 3, CALENDAR)
    assert str(found.value) == message


def test_a_cut_off_hour_with_a_zone_is_refused() -> None:
    with pytest.raises(TermsError, match=r"^cut_off: .* has a zone"):
        working_deadline(datetime(2022, 6, 8, 9, 0), 3, CALENDAR, cut_off=time(17, tzinfo=UTC))


def test_importing_the_calendars_loads_no_calendar_data() -> None:
    code = (
        "import sys, investpolicy.calendars; sys.exit('chinese_calendar' in sys.modules or 'dateutil' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# --- what always holds -------------------------------------------------------------------------------------------

moments = st.datetimes(datetime(2019, 1, 1), datetime(2026, 6, 30))
cut_offs = st.none() | st.times().map(lambda one: one.replace(microsecond=0))


@given(moments, numbers, st.booleans(), cut_offs)
def test_what_is_counted(moment: datetime, days: int, count: bool, cut_off: time | None) -> None:
    counted = working_deadline(moment, days, CALENDAR, count_receipt_day=count, cut_off=cut_off)
    last, start = counted.last_day, counted.receipt_day
    assert last is not None
    assert start is not None
    assert [one.ordinal for one in counted.counted] == list(range(1, days + 1))
    assert all(chinese_calendar.is_workday(one.day) for one in counted.counted)
    assert not any(chinese_calendar.is_workday(one.day) for one in (*counted.skipped, *counted.waited))
    first = start if count else start + timedelta(days=1)
    covered = sorted([*(one.day for one in counted.counted), *(one.day for one in counted.skipped)])
    assert covered == [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert len(counted.explain().splitlines()) == len(covered) + len(counted.waited) + 2 + bool(counted.unsettled_by)


@given(sweep_days, numbers, numbers, st.booleans())
def test_more_days_end_later(received: date, days: int, more: int, count: bool) -> None:
    def last(number: int) -> date:
        return working_deadline(received, number, CALENDAR, count_receipt_day=count).last_day or date.max

    assert last(days) < last(days + more) or last(days + more) == date.max


@given(moments, st.timedeltas(timedelta(0), timedelta(days=14)), numbers, st.booleans(), cut_offs)
def test_later_receipts_never_end_earlier(
    moment: datetime, later: timedelta, days: int, count: bool, cut_off: time | None
) -> None:
    def counted(received: datetime) -> Counted:
        return working_deadline(received, days, CALENDAR, count_receipt_day=count, cut_off=cut_off)

    one, other = counted(moment), counted(moment + later)
    assert one.last_day is not None
    assert other.last_day is not None
    assert one.last_day <= other.last_day


@given(moments, numbers, st.booleans(), cut_offs)
def test_a_counted_deadline_survives_pickling(moment: datetime, days: int, count: bool, cut_off: time | None) -> None:
    counted = working_deadline(moment, days, CALENDAR, count_receipt_day=count, cut_off=cut_off)
    assert pickle.loads(pickle.dumps(counted)) == counted
