"""SD.service-card: limits that are not published, for holders of a card."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

import investpolicy as ip
from investpolicy.facts import CardSubmission
from tests.expected.service_card_limit import service_card

SHANDONG = ip.policy("shandong-report")
days = st.dates(date(2019, 1, 1), date(2025, 12, 31))
told = st.none() | st.just(date.max) | days


def written(day: date | None) -> date | str | None:
    return "尚未" if day == date.max else day


@given(days, st.none() | st.integers(1, 30), told, st.none() | st.just(date.max) | st.integers(0, 50))
def test_the_limit_runs_for_holders_of_a_card(
    received: date, limit: int | None, issued: date | None, done: date | int | None
) -> None:
    done_on = received + timedelta(days=done) if isinstance(done, int) else done
    policy = SHANDONG if limit is None else SHANDONG.vary({"service-card.days": str(limit)})
    facts = {"received_on": received, "card_issued_on": written(issued), "done_on": written(done_on)}
    decision = policy.decide("service-card", facts)
    assert decision.status == service_card(received, limit, issued, done_on)
    if decision.status == "undetermined":
        waits = {"receipt.card_issued_on"} if issued is None else {"terms.days"}
        assert set(decision.missing) == waits


def test_a_card_of_the_day_itself_counts() -> None:
    policy = SHANDONG.vary({"service-card.days": "5"})
    for issued, status in (("2022-06-06", "determined"), ("2022-06-07", "ineligible")):
        facts = CardSubmission.model_validate({"received_on": "2022-06-06", "card_issued_on": issued})
        assert policy.decide("service-card", facts).status == status
