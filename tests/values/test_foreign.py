"""Foreign amounts: money only by a rate and its day, both on the record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investpolicy import testing
from investpolicy.errors import KindError, PolicyError, ValueTextError
from investpolicy.values.foreign import ForeignAmount
from investpolicy.values.rounding import Rounding
from tests import oracles

Loose: Any = ForeignAmount  # for what type checkers refuse as well

DOLLAR: Any = ForeignAmount("USD", Decimal(1))
ON = date(2022, 6, 1)


@given(
    st.decimals(0, 10**8, places=2),
    st.decimals("0.0001", 20, places=4),
    testing.roundings(),
)
def test_converting_rounds_once(amount: Decimal, rate: Decimal, rounding: Rounding) -> None:
    conversion = ForeignAmount("USD", amount).in_yuan(rate, ON, rounding)
    exact = Fraction(amount) * Fraction(rate) * 100
    expected = oracles.rounded(exact, rounding.mode.value, oracles.unit_fen(rounding.unit))
    assert conversion.money.in_fen == expected
    assert (conversion.rate, conversion.on, conversion.foreign.amount) == (rate, ON, amount)


@pytest.mark.parametrize(
    ("written", "currency", "amount", "text"),
    [
        ("1000万美元", "USD", Decimal(10_000_000), "USD 10,000,000"),
        ("USD 10,000,000", "USD", Decimal(10_000_000), "USD 10,000,000"),
        ("3亿日元", "JPY", Decimal(300_000_000), "JPY 300,000,000"),
        ("0.5港币", "HKD", Decimal("0.5"), "HKD 0.5"),
    ],
)
def test_foreign_amounts_are_read(written: str, currency: str, amount: Decimal, text: str) -> None:
    foreign = ForeignAmount.parse(written)
    assert (foreign.currency, foreign.amount, str(foreign)) == (currency, amount, text)
    assert ForeignAmount.read(foreign.to_json(), json=True) == foreign


FLOAT = "a float is not exact: write a Decimal, or ForeignAmount.parse('1000万美元')"


@pytest.mark.parametrize(
    ("make", "kind", "message"),
    [
        (lambda: Loose("USD", 1.5), KindError, f"a foreign amount can not be made from float 1.5; {FLOAT}"),
        (lambda: Loose("USD", 1), KindError, f"a foreign amount can not be made from int 1; {FLOAT}"),
        (lambda: Loose("USD", Decimal("NaN")), ValueTextError, "NaN is no amount; leave it out where it is not known"),
        (lambda: Loose("CNY", Decimal(1)), ValueTextError, "currency 'CNY' is not known; known: USD, EUR, HKD, JPY, GBP, KRW, SGD, TWD, MOP, CHF, CAD, AUD"),  # noqa: E501
        (lambda: DOLLAR.in_yuan(6.8, ON), KindError, "a rate can not be float 6.8; write a Decimal('6.80')"),
        (lambda: DOLLAR.in_yuan(True, ON), KindError, "a rate can not be bool True; write a Decimal('6.80')"),
        (lambda: DOLLAR.in_yuan(Decimal("NaN"), ON), ValueTextError, "rate NaN is not positive; write the yuan for one unit of the currency"),  # noqa: E501
        (lambda: DOLLAR.in_yuan(Decimal(0), ON), ValueTextError, "rate 0 is not positive; write the yuan for one unit of the currency"),  # noqa: E501
        (lambda: Loose.parse("1000万元"), ValueTextError, "foreign amount '1000万元' is in renminbi; use Money"),
        (lambda: Loose.parse(5), KindError, "ForeignAmount.parse takes text, not int 5; write '1000万美元' in quotes"),
        (lambda: Loose("USD", Decimal(10**14)).in_yuan(Decimal(7), ON), ValueTextError, "money '70000000000000000分' is beyond ±10^14 yuan (100万亿元); check its unit and its digits"),  # noqa: E501
    ],
)  # fmt: skip
def test_what_is_not_exact_is_refused(make: Callable[[], Any], kind: type[PolicyError], message: str) -> None:
    with pytest.raises(kind) as refusal:
        make()
    assert str(refusal.value) == message


def test_the_precision_that_the_user_has_set_does_not_matter() -> None:
    with localcontext() as context:
        context.prec = 3
        conversion = ForeignAmount.parse("1234567.89美元").in_yuan(Decimal("6.8431"), ON)
    assert conversion.money.in_fen == 844_827_153
