"""ZY.budget, 九: what is due to strictly performed projects is in the year's budget, and is paid on time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple


class Payment(NamedTuple):
    """One project; ``paid_on`` None: not yet paid. Amounts in 分."""

    strict: bool
    due: int
    due_on: date | None
    assessed_on: date
    paid: int
    paid_on: date | None


def totals(payments: Sequence[Payment]) -> tuple[int, int]:
    """Due and paid in all, of strictly performed projects."""
    strict = [one for one in payments if one.strict]
    return sum(one.due for one in strict), sum(one.paid for one in strict if one.paid_on is not None)


def is_late(one: Payment, as_of: date, pay_within: int) -> bool:
    """Something is due, the due day is over, and by then it was not paid in full."""
    due_on = one.due_on or one.assessed_on + timedelta(days=pay_within)
    in_time = one.due == 0 or (one.paid_on is not None and one.paid_on <= due_on and one.paid >= one.due)
    return one.strict and not in_time and as_of > due_on


def honouring_budget(payments: Sequence[Payment], budgeted: int, as_of: date, pay_within: int) -> set[str]:
    """The conditions that fail."""
    failed: set[str] = set()
    if budgeted < totals(payments)[0]:
        failed.add("within_budget")
    if any(is_late(one, as_of, pay_within) for one in payments):
        failed.add("none_late")
    return failed
