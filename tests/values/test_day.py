"""Days: an event that has not happened is known; one that nobody told of is not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investpolicy import testing
from investpolicy.errors import KindError, ValueTextError
from investpolicy.values.day import Day
from investpolicy.values.truth import FALSE, TRUE

JUNE = date(2022, 6, 1)


@pytest.mark.parametrize(
    "written", ["2022-06-01", "2022年6月1日", "2022/6/1", "2022.06.01", "20220601", "２０２２-06-01"]
)
def test_days_are_read(written: str) -> None:
    assert Day.parse(written) == Day(JUNE)
    assert Day.read(JUNE) == Day(JUNE)


@pytest.mark.parametrize("written", ["尚未", "未", "not yet", " Not Yet "])
def test_an_event_may_not_have_happened(written: str) -> None:
    day = Day.parse(written)
    assert day == Day.not_yet()
    assert (day.is_known, day.happened, str(day), day.to_json()) == (True, FALSE, "not yet", "not yet")
    assert Day.read(day.to_json(), json=True) == day


def test_an_unknown_day_is_not_one_that_has_not_happened() -> None:
    day = Day.unknown("project.started_on")
    assert day.happened.missing == {"project.started_on"}
    assert (str(day), day.to_json()) == ("unknown", None)
    assert Day(JUNE).happened == TRUE


@given(testing.days(unknowns=True))
def test_what_is_written_is_read_back(day: Day) -> None:
    assert not day.is_known or Day.read(day.to_json(), json=True) == day


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.dates(date(1950, 1, 1), date(2150, 1, 1)))
def test_days_are_compared_as_dates_are(first: date, second: date) -> None:
    a, b = Day(first), Day(second)
    assert bool(a >= b) is (first >= second)
    assert bool(a > b) is (first > second)
    assert bool(a <= b) is (first <= second)
    assert bool(a < b) is (first < second)
    assert bool(a.equals(b)) is (first == second)
    assert bool(Day.not_yet() > a)
    assert a.date == first


@pytest.mark.parametrize(("offset", "inside"), [(-1, False), (0, True), (364, True), (365, False)])
def test_the_first_and_the_last_day_of_a_year_lie_in_it(offset: int, inside: bool) -> None:
    day = Day(date(2022, 1, 1) + timedelta(days=offset))
    assert bool(day.within_year(2022)) is inside
    assert bool(day.between(date(2022, 1, 1), date(2022, 12, 31))) is inside


def test_what_has_not_happened_lies_in_no_year() -> None:
    assert Day.not_yet().within_year(2022) == FALSE
    assert Day.unknown("d").within_year(2022).missing == {"d"}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("2022-06", "day '2022-06' is a month without a day; write, for example, '2022-06-01' or '2022年6月1日'"),
        ("2022-02-30", "day '2022-02-30' does not exist in the calendar; write, for example, '2022-06-01' or '2022年6月1日'"),  # noqa: E501
        ("01/06/2022", "day '01/06/2022' is not a day with its year first; write, for example, '2022-06-01' or '2022年6月1日'"),  # noqa: E501
        ("2022-06-01 12:00", "day '2022-06-01 12:00' has a time; write '2022-06-01'"),
        ("9999-12-31", "day '9999-12-31' has a year outside 1900 to 2200; write, for example, '2022-06-01' or '2022年6月1日'"),  # noqa: E501
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused(given: str, message: str) -> None:
    with pytest.raises(ValueTextError) as refusal:
        Day.read(given)
    assert str(refusal.value) == message


@pytest.mark.parametrize("given", [44713, 44713.0, True, datetime(2022, 6, 1, tzinfo=UTC)])
def test_numbers_and_times_are_no_days(given: object) -> None:
    with pytest.raises(KindError) as refusal:
        Day.read(given)
    assert str(refusal.value) == f"{given!r} is no day; write a datetime.date or Day.parse('2022-06-01')"


def test_text_is_what_parse_takes() -> None:
    with pytest.raises(KindError, match=r"^Day.parse takes text, not int 20220601; write '2022-06-01'$"):
        Day.parse(20220601)  # type: ignore[arg-type]
    with pytest.raises(KindError, match=r"^can not compare Day and date; use two Day values$"):
        _ = Day(JUNE) > JUNE  # type: ignore[operator]
