"""ZY.budget (九): funds that honour policies enter the annual budget and are paid on time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import investpolicy as ip
from tests.expected.honouring_budget import Payment, honouring_budget, totals

NAME = "budget"
ZIYANG = ip.policy("ziyang")
THIRTY = ZIYANG.vary({f"{NAME}.pay_within": "30"})
DUE = date(2020, 9, 30)
PAID: dict[str, Any] = {
    "name": "示例项目",
    "strictly_performed": True,
    "funds_due": "100万元",
    "due_on": DUE,
    "paid": "100万元",
    "paid_on": DUE,
}


def decide(*payments: dict[str, Any], policy: ip.Policy = ZIYANG, **budget: Any) -> ip.Decision:
    facts = {"year": 2020, "budgeted": "100万元", "as_of": "2020-12-31", "payments": list(payments), **budget}
    return policy.decide(NAME, facts)


def failed(decision: ip.Decision) -> set[str]:
    return set(decision.outcome.failed)


def test_totals_of_the_year_count_strictly_performed_projects_only() -> None:
    decision = decide(PAID, {**PAID, "strictly_performed": False}, {**PAID, "paid_on": "尚未", "funds_due": "1分"})
    assert decision.figures == {
        "due": ip.Money.parse("1000000.01元"),
        "paid": ip.Money.parse("100万元"),
        "budgeted": ip.Money.parse("100万元"),
    }
    assert failed(decision) == {"within_budget", "none_late"}
    assert "示例项目：未认定严格履约，不计入" in decision.explain()
    assert decision.citation.section == "九、建立经费保障机制"
    assert ip.verify(decision.to_json()).ok


@pytest.mark.parametrize(
    ("changes", "late"),
    [
        ({}, False),
        ({"paid_on": DUE + timedelta(days=1)}, True),
        ({"paid": "999999.99元"}, True),
        ({"paid_on": "尚未"}, True),
        ({"strictly_performed": False, "paid_on": "尚未"}, False),
        ({"paid_on": "尚未", "due_on": "2020-12-31"}, False),  # the last day is not over
        ({"paid_on": "尚未", "due_on": "2020-12-30"}, True),
        ({"paid_on": "尚未", "funds_due": "0元"}, False),
    ],
)
def test_late_is_what_was_not_paid_in_full_when_the_due_day_is_over(changes: dict[str, Any], late: bool) -> None:
    decision = decide({**PAID, **changes})
    assert (decision.status, failed(decision)) == (("not_met", {"none_late"}) if late else ("met", set()))


def test_on_time_needs_a_due_date_which_is_open() -> None:
    payment = {**PAID, "due_on": None, "assessed_on": "2020-09-01"}
    decision = decide(payment)
    assert decision.status == "undetermined"
    assert "terms.pay_within" in decision.missing
    assert decision.figures["due"] == ip.Money.parse("100万元")
    for day, status in (("2020-10-01", "met"), ("2020-10-02", "not_met")):
        assert decide({**payment, "paid_on": day}, policy=THIRTY).status == status


@pytest.mark.parametrize("fen", [-1, 0, 1])
def test_the_budget_covers_what_is_due_to_the_fen(fen: int) -> None:
    decision = decide(PAID, budgeted=ip.Money.fen(100_000_000 + fen))
    assert failed(decision) == ({"within_budget"} if fen < 0 else set())


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"strictly_performed": None}, "honouring_payment.strictly_performed"),
        ({"funds_due": None}, "honouring_payment.funds_due"),
    ],
)
def test_what_is_not_told_is_neither_nothing_nor_no(changes: dict[str, Any], missing: str) -> None:
    decision = decide({**PAID, **changes})
    assert (decision.status, decision.missing) == ("undetermined", (missing,))
    assert decision.figures["due"].to_json() is None


def test_without_a_list_nothing_is_known() -> None:
    decision = ZIYANG.decide(NAME, {"year": 2020, "budgeted": "1元"})
    assert (decision.status, decision.missing) == ("undetermined", ("honouring_budget.payments",))
    assert decide().status == "met", "a list of none: nothing is due"


days = st.dates(date(2020, 1, 1), date(2020, 12, 31))
payments_drawn = st.lists(
    st.builds(
        Payment,
        st.booleans(),
        st.integers(0, 3),
        st.none() | days,
        days,
        st.integers(0, 3),
        st.none() | days,
    ),
    max_size=4,
)


@given(payments_drawn, st.integers(0, 6), st.integers(0, 40), st.integers(0, 30))
def test_decisions_are_the_expected_ones(payments: list[Payment], budgeted: int, pay_within: int, after: int) -> None:
    as_of = max([date(2020, 1, 1), *(one.paid_on for one in payments if one.paid_on)]) + timedelta(days=after)
    facts = [
        {
            "strictly_performed": one.strict,
            "funds_due": ip.Money.fen(one.due),
            "due_on": one.due_on,
            "assessed_on": one.assessed_on,
            "paid": ip.Money.fen(one.paid),
            "paid_on": one.paid_on or "尚未",
        }
        for one in payments
    ]
    policy = ZIYANG.vary({f"{NAME}.pay_within": str(pay_within)})
    decision = decide(*facts, policy=policy, budgeted=ip.Money.fen(budgeted), as_of=as_of)
    assert failed(decision) == honouring_budget(payments, budgeted, as_of, pay_within)
    assert decision.status == ("not_met" if failed(decision) else "met")
    assert (decision.figures["due"], decision.figures["paid"]) == tuple(map(ip.Money.fen, totals(payments)))


def test_a_payment_after_the_day_of_the_record_is_refused() -> None:
    with pytest.raises(ip.errors.FactsError) as refused:
        decide({**PAID, "paid_on": "2021-01-01"}, year=99999)
    assert str(refused.value).splitlines() == [
        "year: 99999 is no calendar year; write the year with four digits",
        "payments.0.paid_on: paid on 2021-01-01, after 2020-12-31, the day of the record; correct one of the two days",
    ]
    with pytest.raises(ip.errors.FactsError, match="money '100' has no unit"):
        decide({**PAID, "funds_due": "100"})
