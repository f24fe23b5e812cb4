"""MY22.joint-review (健全机制·联合研判)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import investpolicy as ip
from tests.expected.joint_review import Lead, joint_review
from tests.expected.kleene import NOT_YET

PUBLISHED = ip.policy("mianyang-2022")
SINCE = date(2022, 6, 1)
KEY = 10_000
WHOLE = ("industrial_policy", "layout")
POLICY = PUBLISHED.vary({"joint-review.every_days": 30, "joint-review.key_from": "1亿元"})

known = st.integers(0, 6).map(lambda number: SINCE + timedelta(7 * number))
maybe = st.one_of(known, st.none())
aspects = st.sampled_from([None, (), ("layout",), WHOLE, (*WHOLE, "other")])
lead = st.builds(Lead, st.sampled_from([KEY - 1, KEY, None]), maybe, st.one_of(maybe, st.just(NOT_YET)), aspects)


def facts(
    meetings: Sequence[date | None] | None, leads: Sequence[Lead] | None, since: date | None, until: date | None
) -> dict[str, Any]:
    held = None if meetings is None else [{"on": text(day)} for day in meetings]
    listed = None if leads is None else [row(one) for one in leads]
    return {"since": text(since), "asked_on": text(until), "meetings": held, "leads": listed}


def row(one: Lead) -> dict[str, Any]:
    size = None if one.size is None else f"{one.size}万元"
    days = {"received_on": text(one.received), "reviewed_on": text(one.reviewed)}
    return {"agreed_investment": size, **days, "aspects": None if one.aspects is None else list(one.aspects)}


def text(day: date | None) -> str | None:
    return None if day is None else "尚未" if day == NOT_YET else str(day)


@given(
    st.one_of(st.none(), st.lists(maybe, max_size=3)),
    st.one_of(st.none(), st.lists(lead, max_size=2)),
    st.one_of(st.just(SINCE), st.none()),
    maybe,
    st.one_of(st.none(), st.integers(1, 45)),
    st.booleans(),
)
def test_agrees_with_the_expected(
    meetings: list[date | None] | None,
    leads: list[Lead] | None,
    since: date | None,
    until: date | None,
    every: int | None,
    key: bool,
) -> None:
    changes: dict[str, Any] = {} if every is None else {"joint-review.every_days": every}
    changes |= {"joint-review.key_from": "1亿元"} if key else {}
    decision = (PUBLISHED.vary(changes) if changes else PUBLISHED).decide(
        "joint-review", facts(meetings, leads, since, until)
    )
    wanted = joint_review(meetings, leads, since, until, every_days=every, key_from=KEY if key else None)
    assert (str(decision.status), set(decision.outcome.failed)) == wanted


@pytest.mark.parametrize(("days", "status"), [(29, "met"), (30, "met"), (31, "not_met")])
def test_the_edge_of_the_interval(days: int, status: str) -> None:
    """Between two meetings, before the first, and after the last."""
    end = SINCE + timedelta(days)
    for meetings, until in (([SINCE, end], end), ([end], end), ([SINCE], end), ([], end)):
        decision = POLICY.decide("joint-review", facts(meetings, [], SINCE, until))
        assert decision.status == status
        assert decision.figures["longest_interval"].to_json() == days


def test_information_waits_for_the_next_meeting_and_no_longer() -> None:
    meeting, until = date(2022, 6, 20), date(2022, 6, 25)
    after = Lead(KEY, date(2022, 6, 21), NOT_YET, None)
    before = Lead(KEY, meeting, NOT_YET, None)
    assert POLICY.decide("joint-review", facts([meeting], [after], SINCE, until)).status == "met"
    decision = POLICY.decide("joint-review", facts([meeting], [before], SINCE, until))
    assert decision.outcome.failed == ("reviewed",)
    assert "收到后已开过研判会议，未经研判" in decision.explain()
    smaller = Lead(KEY - 1, meeting, NOT_YET, None)
    assert POLICY.decide("joint-review", facts([meeting], [smaller], SINCE, until)).status == "met"


def test_a_review_on_a_day_without_a_meeting_is_none() -> None:
    apart = Lead(KEY, SINCE, date(2022, 6, 19), WHOLE)
    decision = POLICY.decide("joint-review", facts([date(2022, 6, 20)], [apart], SINCE, date(2022, 6, 25)))
    assert decision.outcome.failed == ("reviewed",)


def test_what_is_not_published_is_asked_for() -> None:
    decision = PUBLISHED.decide(
        "joint-review", facts([SINCE], [Lead(KEY, SINCE, NOT_YET, None)], SINCE, date(2022, 7, 1))
    )
    assert decision.missing == ("terms.every_days", "terms.key_from")


def test_a_time_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(
        ip.errors.FactsError, match="2022-05-31 is before 2022-06-01; swap the two days, or correct one"
    ):
        POLICY.decide("joint-review", facts([], [], SINCE, date(2022, 5, 31)))
