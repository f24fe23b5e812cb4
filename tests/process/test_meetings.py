"""ZY.meetings: the head once a quarter, the deputy once a month; 原则上 excepts where a reason is on record."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import investpolicy as ip
from investpolicy.errors import FactsError
from tests.expected import meetings as expected

ZIYANG = ip.policy("ziyang")
days = st.dates(date(2022, 1, 1), date(2022, 12, 31))
MONTHS = [date(2022, month, 10) for month in range(1, 13)]
QUARTERS = [date(2022, month, 20) for month in (2, 5, 8, 11)]


@given(
    st.sets(st.sampled_from(QUARTERS)),
    st.sets(st.sampled_from(MONTHS)),
    st.sets(st.sampled_from(QUARTERS)),
    st.sets(st.sampled_from(MONTHS)),
    st.integers(31, 400),
)
def test_both_meet_or_have_their_reasons(
    head: set[date], deputy: set[date], head_why: set[date], deputy_why: set[date], more: int
) -> None:
    asked_on = min(date(2022, 1, 1) + timedelta(days=more), date(2022, 12, 31))
    head_why = {day for day in head_why if day.month <= (asked_on.month + 2) // 3 * 3}
    deputy_why = {day for day in deputy_why if day.month <= asked_on.month}
    facts = {
        "since": "2022-01-01",
        "asked_on": asked_on,
        "head_held_on": sorted(head),
        "deputy_held_on": sorted(deputy),
        "head_reasons": [{"day": day, "reason": "出差"} for day in head_why],
        "deputy_reasons": [{"day": day, "reason": "出差"} for day in deputy_why],
    }
    why = [dict.fromkeys(one, "出差") for one in (head_why, deputy_why)]
    status = expected.status(date(2022, 1, 1), asked_on, head, deputy, why[0], why[1])
    assert ZIYANG.decide("meetings", facts).status == status


def test_what_is_not_told_of_one_does_not_excuse_the_other() -> None:
    facts = {"since": "2022-01-01", "asked_on": "2022-04-01"}
    assert ZIYANG.decide("meetings", facts).missing == ("meeting_log.deputy_held_on", "meeting_log.head_held_on")
    head_missed = ZIYANG.decide("meetings", {**facts, "head_held_on": []})
    assert (head_missed.status, head_missed.outcome.failed) == ("not_met", ("head",))
    excused = {**facts, "head_held_on": [], "head_reasons": [{"day": "2022-02-01", "reason": "换届"}]}
    waits = ZIYANG.decide("meetings", excused)
    assert (waits.status, waits.missing) == ("undetermined", ("meeting_log.deputy_held_on",))


def test_the_notes_say_who_and_when() -> None:
    facts = {"since": "2022-01-01", "asked_on": "2022-04-01", "head_held_on": [], "deputy_held_on": ["2022-02-10"]}
    decision = ZIYANG.decide("meetings", facts)
    assert [note.en for note in decision.outcome.notes if "missed" in note.en] == [
        "meetings of the head: 2022 Q1: missed (it ended on 2022-03-31, none on record)",
        "meetings of the deputy: 2022-01: missed (it ended on 2022-01-31, none on record)",
        "meetings of the deputy: 2022-03: missed (it ended on 2022-03-31, none on record)",
    ]
    assert decision.figures["deputy_missed"].to_json() == 2


def test_a_reason_on_record_is_no_approval() -> None:
    facts: dict[str, Any] = {"since": "2022-01-01", "asked_on": "2022-02-01", "head_held_on": [], "deputy_held_on": []}
    excused = ZIYANG.decide("meetings", {**facts, "deputy_reasons": [{"day": "2022-01-10", "reason": "换届"}]})
    assert excused.status == "excepted"
    assert (excused.conclusion(), excused.conclusion("en")) == (
        "有因未开展，原因在案",
        "missed, with a reason on record",
    )
    assert "  有因未开展，原因在案：是" in excused.explain().splitlines()
    assert "批准" not in excused.explain().split("依据：")[0]
    assert "例外已批准" not in ZIYANG.decide("meetings", facts).explain()


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(FactsError, match="since: 起算日期 is 尚未, no day; write the day, such as 2022-06-01"):
        ZIYANG.decide("meetings", {"since": "尚未"})
