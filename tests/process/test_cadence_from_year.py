"""MY22.best-promoters: every two years from a first year that is not published."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import investpolicy as ip
from investpolicy.errors import TermsError
from tests.expected.cadence_from_year import missed

MIANYANG = ip.policy("mianyang-2022")
days = st.dates(date(2021, 1, 1), date(2032, 12, 31))


@given(st.lists(days, max_size=6), st.integers(2022, 2026), days)
def test_every_two_years_from_the_first(selections: list[date], first_year: int, asked_on: date) -> None:
    policy = MIANYANG.vary({"best-promoters.first_year": str(first_year)})
    seen = [day for day in selections if day <= asked_on]
    decision = policy.decide("best-promoters", {"asked_on": asked_on, "held_on": selections})
    years = missed(seen, first_year, asked_on)
    assert decision.status == ("not_met" if years else "met")
    lines = [note.en for note in decision.outcome.notes if ": missed" in note.en]
    assert [line[:12] for line in lines] == [f"{year} to {year + 1}" for year in years]


def test_the_first_year_matters_and_is_open() -> None:
    facts = {"asked_on": "2027-01-05", "held_on": ["2023-03-10", "2025-04-02"]}
    assert MIANYANG.decide("best-promoters", facts).missing == ("terms.first_year",)
    for year, status in (("2022", "met"), ("2023", "met"), ("2021", "not_met")):
        assert MIANYANG.vary({"best-promoters.first_year": year}).decide("best-promoters", facts).status == status
    assert MIANYANG.decide("best-promoters", {}).missing == (
        "activity_log.asked_on",
        "activity_log.held_on",
        "terms.first_year",
    )
    with pytest.raises(TermsError, match="0 is no year; write it with four digits"):
        MIANYANG.vary({"best-promoters.first_year": "0"})
