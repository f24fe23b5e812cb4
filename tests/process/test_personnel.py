"""ZY.personnel (十、完善督查考核机制)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import investpolicy as ip
from tests.expected.kleene import NOT_YET
from tests.expected.personnel import CandidateRow, Person, Year, personnel

POLICY = ip.policy("ziyang")
RESULT = date(2022, 1, 20)
HEAD: Person = ("locality_head", date(2021, 12, 28), RESULT)
GOOD = Year(2021, RESULT, [HEAD], [[(True, None, True), (False, True, False)]], [(RESULT, RESULT)])

dates = [date(2020, 12, 31), date(2021, 1, 1), date(2022, 1, 19), RESULT, date(2022, 1, 21), NOT_YET, None]
day = st.sampled_from(dates)
office = st.sampled_from(["city_leader", "locality_head", "department_head", "other", None])
yes_no = st.sampled_from([True, False, None])
posts = st.lists(st.lists(st.tuples(yes_no, yes_no, yes_no), max_size=3), max_size=2)
years = st.builds(
    Year,
    st.just(2021),
    day,
    st.one_of(st.none(), st.lists(st.tuples(office, day, day), max_size=3)),
    st.one_of(st.none(), posts),
    st.one_of(st.none(), st.lists(st.tuples(day, day), max_size=2)),
)


def facts(told: Year) -> dict[str, Any]:
    def listed(rows: Sequence[Any] | None, *names: str) -> list[dict[str, Any]] | None:
        return None if rows is None else [dict(zip(names, map(text, row), strict=True)) for row in rows]

    jobs = None
    if told.posts is not None:
        jobs = [{"candidates": listed(rows, "outstanding", "equal", "chosen")} for rows in told.posts]
    return {
        "year": told.year,
        "result_on": text(told.result),
        "officials": listed(told.persons, "office", "reported_on", "assessed_on"),
        "appointments": jobs,
        "neglects": listed(told.neglects, "found_on", "held_on"),
    }


def text(value: date | str | bool | None) -> str | bool | None:
    return ("尚未" if value == NOT_YET else str(value)) if isinstance(value, date) else value


def decide(told: Year) -> ip.Decision:
    return POLICY.decide("personnel", facts(told))


@given(years)
def test_agrees_with_the_expected(told: Year) -> None:
    assume(all(sum(one[2] is True for one in rows) < 2 for rows in told.posts or ()))
    decision = decide(told)
    assert (str(decision.status), set(decision.outcome.failed)) == personnel(told)
    assert (decision.status == "undetermined") == bool(decision.missing)


@pytest.mark.parametrize(
    ("person", "failed"),
    [
        (("locality_head", date(2021, 1, 1), RESULT), ()),
        (("locality_head", date(2020, 12, 31), RESULT), ("reported",)),
        (("locality_head", date(2021, 12, 28), date(2022, 1, 19)), ("assessed",)),
        (("city_leader", date(2021, 12, 28), NOT_YET), ()),
        (("city_leader", NOT_YET, NOT_YET), ("reported",)),
        (("other", NOT_YET, NOT_YET), ()),
    ],
)
def test_whose_report_and_whose_assessment(person: Person, failed: tuple[str, ...]) -> None:
    assert decide(replace(GOOD, persons=[person])).outcome.failed == failed


@pytest.mark.parametrize(
    ("candidates", "failed"),
    [
        ([(True, True, False), (False, None, True)], ("preferred",)),
        ([(True, False, False), (False, None, True)], ()),
        ([(True, True, False), (True, None, True)], ()),
        ([(False, True, False), (False, None, True)], ()),
    ],
)
def test_preference_is_among_equals(candidates: list[CandidateRow], failed: tuple[str, ...]) -> None:
    assert decide(replace(GOOD, posts=[candidates])).outcome.failed == failed


def test_each_unknown_list_is_named() -> None:
    for name in ("officials", "appointments", "neglects"):
        decision = POLICY.decide("personnel", facts(GOOD) | {name: None})
        assert decision.missing == (f"personnel_year.{name}",)
    assert decide(GOOD).status == "met"
    assert decide(replace(GOOD, neglects=[(RESULT, date(2022, 1, 19))])).outcome.failed == ("held_to_account",)


def test_nothing_told_is_undetermined_and_an_unknown_year_is_named() -> None:
    nothing = POLICY.decide("personnel", {})
    names = ("appointments", "neglects", "officials")
    assert (nothing.status, nothing.missing) == ("undetermined", tuple(f"personnel_year.{one}" for one in names))
    no_year = POLICY.decide("personnel", facts(GOOD) | {"year": None})
    assert (no_year.status, no_year.missing) == ("undetermined", ("personnel_year.year",))
    assert "尚缺事实：年度" in no_year.explain()


def test_two_for_one_post_are_refused() -> None:
    rows = [{"姓名": "甲", "获任用": "是"}, {"姓名": "乙", "获任用": "是"}]
    with pytest.raises(ip.errors.FactsError) as error:
        POLICY.decide("personnel", {"年度": 2021, "任用清单": [{"人选清单": rows}]})
    assert str(error.value).endswith("'甲' and '乙' are both chosen; write one appointment for each")
    with pytest.raises(ip.errors.FactsError, match="0 is no calendar year; write the year with four digits"):
        POLICY.decide("personnel", {"year": 0})
