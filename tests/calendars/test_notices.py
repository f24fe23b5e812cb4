"""A further year's notice from a YAML file: what it makes known, and what is refused."""

from __future__ import annotations

import dataclasses
import pickle
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

import chinese_calendar
import pytest

from investpolicy.calendars import DayKind, Notice, StateCouncilCalendar, working_deadline
from investpolicy.errors import PolicyFileError
from investpolicy.register.notices import read_notice, with_notice

CALENDAR = StateCouncilCalendar()

# Invented days; no notice for 2027 is meant.
NOTICE_2027 = """\
year: 2027
source: {title: 示例通知, number: 示例〔2026〕1号, date: 2026-11-20}
holidays:
  - {name: {zh: 元旦, en: New Year's Day}, from: 2026-12-31, to: 2027-01-03}
  - {name: {zh: 春节, en: Spring Festival}, from: 2027年2月5日, to: 2027-02-11}
make_up_workdays: [2027-01-30, 2027-02-20]
"""


def test_a_deadline_in_2027_is_undetermined_until_the_notice_is_loaded() -> None:
    received = date(2026, 12, 29)
    assert working_deadline(received, 3, CALENDAR).no_notice == 2027
    further = with_notice(CALENDAR, NOTICE_2027)
    counted = working_deadline(received, 3, further)
    assert counted.last_day == date(2027, 1, 5)
    assert [one.day for one in counted.counted] == [date(2026, 12, 30), date(2027, 1, 4), date(2027, 1, 5)]
    assert counted.skipped[0] == (date(2026, 12, 31), DayKind.HOLIDAY, ("元旦", "New Year's Day"))
    assert further.kind(date(2027, 2, 20)) is DayKind.MAKE_UP
    assert further.kind(date(2027, 2, 21)) is DayKind.WEEKEND
    assert further.years == (*CALENDAR.years, 2027)
    assert working_deadline(date(2027, 12, 31), 1, further).no_notice == 2028


def test_the_calendar_given_stays_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "2027.yaml"
    file.write_text(NOTICE_2027, "utf-8")
    further = with_notice(CALENDAR, file)
    assert further == with_notice(CALENDAR, NOTICE_2027)
    assert hash(further) == hash(with_notice(CALENDAR, NOTICE_2027))
    assert CALENDAR.notices == ()
    assert CALENDAR.kind(date(2026, 12, 31)) is DayKind.WORKDAY
    with pytest.raises(dataclasses.FrozenInstanceError):
        further.notices = ()  # type: ignore[misc]


def test_it_pickles() -> None:
    further = with_notice(CALENDAR, NOTICE_2027)
    further.kind(date(2027, 1, 1))
    again = pickle.loads(pickle.dumps(further))
    assert again == further
    assert again.kind(date(2027, 1, 30)) is DayKind.MAKE_UP


def test_the_order_of_loading_does_not_matter() -> None:
    other = NOTICE_2027.replace("2027", "2028").replace("2026", "2027")
    other = other.replace("[2028-01-30, 2028-02-20]", "[2028-01-29, 2028-02-19]")
    one, two = read_notice(NOTICE_2027), read_notice(other)
    assert CALENDAR.with_notice(one).with_notice(two) == CALENDAR.with_notice(two).with_notice(one)
    assert CALENDAR.with_notice(two).years == (*CALENDAR.years, 2028)
    with_both = CALENDAR.with_notice(two).with_notice(one)
    assert with_both.kind(date(2027, 12, 31)) is DayKind.HOLIDAY


ONE_OF_TWO = "correct the notice, or load one of the two only"


def test_the_same_year_twice() -> None:
    further = with_notice(CALENDAR, NOTICE_2027)
    assert with_notice(further, NOTICE_2027.replace("示例通知", "同一通知")) == further
    with pytest.raises(PolicyFileError) as found:
        with_notice(further, NOTICE_2027.replace("02-11", "02-12").replace("2027-01-30, ", ""), "again.yaml")
    assert str(found.value).splitlines() == [
        f"again.yaml:5:5: 2027-02-12 is 法定假日 here, and 工作日 in what is known of 2027; {ONE_OF_TWO}",
        f"again.yaml:6:19: 2027-01-30 is not listed here, and 调休上班 in what is known of 2027; {ONE_OF_TWO}",
    ]


def test_a_day_of_the_year_before_that_is_known_otherwise() -> None:
    contradicting = NOTICE_2027.replace("from: 2026-12-31", "from: 2027-01-01").replace("2027-01-30", "2026-12-27")
    assert with_notice(CALENDAR, contradicting).kind(date(2026, 12, 27)) is DayKind.MAKE_UP
    again = NOTICE_2027.replace("2027", "2028").replace("2026", "2027").replace("2028-01-30, 2028-02-20", "")
    loaded = with_notice(CALENDAR, NOTICE_2027.replace("2027-01-30", "2028-01-01"))
    with pytest.raises(
        PolicyFileError, match=r"^<text>:4:5: 2028-01-01 is 法定假日 here, and 调休上班 in what is known"
    ):
        with_notice(loaded, again)


def notice_of(year: int) -> Notice:
    """The notice of a year as chinesecalendar has it, with what reaches into the December before."""

    def belongs(day: date) -> bool:
        return (day.year == year and day.month < 12) or (day.year == year - 1 and day.month == 12)

    names = {one.value: one.chinese for one in chinese_calendar.Holiday}
    days = sorted((day, name) for day, name in chinese_calendar.holidays.items() if belongs(day))
    runs = [
        [day for _, (day, _) in run]
        for _, run in groupby(enumerate(days), lambda one: (one[1][1], one[1][0] - timedelta(days=one[0])))
    ]
    found = dict(days)
    return Notice.model_validate(
        {
            "year": year,
            "source": {"title": "chinesecalendar", "number": "-", "date": f"{year - 1}-11-20"},
            "holidays": [
                {"name": {"zh": names[found[run[0]]], "en": found[run[0]]}, "from": run[0], "to": run[-1]}
                for run in runs
                if run[-1].year == year or (run[-1] + timedelta(days=1)).year == year
            ],
            "make_up_workdays": [day for day in sorted(chinese_calendar.workdays) if belongs(day)],
        }
    )


@pytest.mark.parametrize("year", range(2004, 2027))
def test_a_published_year_is_accepted_as_it_was_published(year: int) -> None:
    notice = notice_of(year)
    assert CALENDAR.differences(notice) == ()
    assert CALENDAR.with_notice(notice) == CALENDAR
    shorter = notice.model_copy(update={"holidays": notice.holidays[:-1]})
    assert any("is not listed here, and 法定假日" in one.what for one in CALENDAR.differences(shorter))


FAULTS = """\
year: 2027
source: {title: x, number: y, date: 2026-11-31}
holidays:
  - {name: {zh: 元旦, en: New Year}, from: 2027-01-01, to: 2027-01-03}
  - {name: {zh: 春节, en: Spring}, from: 2027-02-05, to: 2027-02-01}
  - {name: {zh: 甲, en: A}, from: 2027-01-03, to: 2027-01-05}
  - {name: {zh: 乙, en: B}, from: 2028-02-01, to: 2028-02-03}
  - {name: {zh: 丙}, from: 2027-05-01, to: 2027-05-0x, until: 2027-05-03}
make_up_workdays: [2027-01-02, 2027-02-08, 2027-02-20, 2027-02-20, 2026-06-06]
"""

FOUND = """\
n.yaml:2:37: day '2026-11-31' does not exist in the calendar; write, for example, '2022-06-01' or '2022年6月1日'
n.yaml:5:56: the holiday ends on 2027-02-01, before it begins on 2027-02-05; swap them
n.yaml:6:5: 甲 from 2027-01-03 overlaps 元旦, 2027-01-01 to 2027-01-03; write the common days in one of the two
n.yaml:7:5: 乙 from 2028-02-01 to 2028-02-03 is no holiday of 2027; it may reach into December before and January \
after, no further
n.yaml:8:6: field 'en' is missing; add 'en: …' here
n.yaml:8:43: day '2027-05-0x' is not a day with its year first; write, for example, '2022-06-01' or '2022年6月1日'
n.yaml:8:55: field 'until' does not exist; known: from, name, to
n.yaml:9:20: the make-up day 2027-01-02 lies in 元旦, 2027-01-01 to 2027-01-03; correct one of the two
n.yaml:9:32: the make-up day 2027-02-08 is a Monday, a working day anyway; write the Saturday or Sunday on which \
people work
n.yaml:9:56: 2027-02-20 is written twice; take one out
n.yaml:9:68: the make-up day 2026-06-06 is not in 2027; correct the day or the year"""


def test_all_faults_in_one_pass() -> None:
    with pytest.raises(PolicyFileError) as found:
        read_notice(FAULTS, "n.yaml")
    assert str(found.value) == FOUND


def test_faults_where_every_field_can_be_read() -> None:
    with pytest.raises(PolicyFileError) as found:
        read_notice(NOTICE_2027.replace("2027-01-30", "2027-01-29").replace("2027-02-20", "2027-02-06"), "n.yaml")
    friday, holiday = str(found.value).splitlines()
    assert friday.startswith("n.yaml:6:20: the make-up day 2027-01-29 is a Friday, a working day anyway; write the ")
    assert holiday == (
        "n.yaml:6:32: the make-up day 2027-02-06 lies in 春节, 2027-02-05 to 2027-02-11; correct one of the two"
    )


@pytest.mark.parametrize(
    ("text", "where"),
    [("", "n.yaml"), ("- 1", "n.yaml:1:1"), ("year: 2027.0\nholidays: x", "n.yaml:1:7"), ("year：2027", "n.yaml:1:1")],
)
def test_what_is_no_notice(text: str, where: str) -> None:
    with pytest.raises(PolicyFileError) as found:
        read_notice(text, "n.yaml")
    assert any(one.where.startswith(where) for one in found.value.problems), str(found.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(PolicyFileError, match="can not be read"):
        with_notice(CALENDAR, tmp_path / "none.yaml")
