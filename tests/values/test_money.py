"""Money: exact or refused, and rounded only where a rounding is named."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investpolicy import testing
from investpolicy.errors import KindError, PolicyError, UndeterminedError, ValueTextError
from investpolicy.values.count import Count
from investpolicy.values.money import NOTHING, Money
from investpolicy.values.points import Points
from investpolicy.values.ratio import Ratio
from investpolicy.values.rounding import DOWN_TO_FEN, Rounding
from tests import oracles

Loose: Any = Money  # for what type checkers refuse as well


any_money = st.integers(-(10**16), 10**16).map(Money.fen)
HALF = Ratio.parse("1/2")
FLOAT_HINT = "a float is not exact: write an int, a Decimal, or text such as '5.2亿元'"


@given(any_money)
def test_what_is_written_is_read_back(amount: Money) -> None:
    assert Money.parse(str(amount)) == amount
    assert Money.parse(amount.to("亿元")) == amount
    assert Money.yuan(amount.in_yuan) == amount
    assert Money.read(amount.to_json(), json=True) == amount
    assert Money.fen(amount.in_fen) == amount


@pytest.mark.parametrize(
    ("made", "fen"),
    [
        (Money.parse("5.2亿元"), 52_000_000_000),
        (Money.parse("人民币１，２３４.56元"), 123_456),
        (Money.yuan(300_000), 30_000_000),
        (Money.yuan(Decimal("0.01")), 1),
        (Money.wan("1.5"), 1_500_000),
        (Money.yi(Decimal("0.00000001")), 100),
        (Money.fen(-7), -7),
    ],
)
def test_amounts_are_counted_in_fen(made: Money, fen: int) -> None:
    assert made.in_fen == fen


@pytest.mark.parametrize(
    ("make", "kind", "message"),
    [
        (lambda: Loose.yuan(0.1), KindError, f"an amount can not be made from float 0.1; {FLOAT_HINT}"),
        (lambda: Loose.wan(float("nan")), KindError, f"an amount can not be made from float nan; {FLOAT_HINT}"),
        (lambda: Loose.yuan(True), KindError, f"an amount can not be made from bool True; {FLOAT_HINT}"),
        (lambda: Loose.yuan(None), KindError, f"an amount can not be made from NoneType None; {FLOAT_HINT}"),
        (lambda: Loose.yuan(Fraction(1, 3)), KindError, f"an amount can not be made from Fraction Fraction(1, 3); {FLOAT_HINT}"),  # noqa: E501
        (lambda: Loose.yuan(Decimal("NaN")), ValueTextError, "money 'NaN元' is not a number; leave it out where it is not known"),  # noqa: E501
        (lambda: Loose.yi(Decimal("Infinity")), ValueTextError, "money 'Infinity亿元' is not a number; leave it out where it is not known"),  # noqa: E501
        (lambda: Loose.yuan("nan"), ValueTextError, "number 'nan' is not a number; leave it out where it is not known"),
        (lambda: Loose.parse("300000"), ValueTextError, "money '300000' has no unit; write, for example, '300000元' or '300000万元'"),  # noqa: E501
        (lambda: Loose.parse("1.234元"), ValueTextError, "money '1.234元' is not a whole number of 分; write, for example, '1.23元' or '1.24元'"),  # noqa: E501
        (lambda: Loose.fen(Decimal("0.5")), ValueTextError, "money '0.5分' is not a whole number of 分; write, for example, '0元' or '0.01元'"),  # noqa: E501
        (lambda: Loose.yuan(Decimal("-0.005")), ValueTextError, "money '-0.005元' is not a whole number of 分; write, for example, '0元' or '-0.01元'"),  # noqa: E501
        (lambda: Loose.parse(5), KindError, "Money.parse takes text, not int 5; write '30万元' in quotes"),
        (lambda: Loose(5), KindError, "Money is not made directly; write Money.parse('30万元') or Money.yuan(300000)"),
        (lambda: Loose.yi(10**6 + 1), ValueTextError, "money '1000001亿元' is beyond ±10^14 yuan (100万亿元); check its unit and its digits"),  # noqa: E501
        (lambda: Loose.read(300000), KindError, "int 300000 is no exact amount; write text with a unit, such as '30万元', or Money.yuan(300000)"),  # noqa: E501
        (lambda: Loose.read(3.5, json=True), KindError, "float 3.5 is no exact amount; write text with a unit, such as '30万元', or Money.yuan(300000)"),  # noqa: E501
        (lambda: Loose.read("300000.00"), ValueTextError, "money '300000.00' has no unit; write, for example, '300000.00元' or '300000.00万元'"),  # noqa: E501
        (lambda: Loose.read("1.234", json=True), ValueTextError, "yuan '1.234' is not a plain number of yuan; write, for example, '300000.00'"),  # noqa: E501
    ],
)  # fmt: skip
def test_what_is_not_exact_is_refused(make: Callable[[], Any], kind: type[PolicyError], message: str) -> None:
    with pytest.raises(kind) as refusal:
        make()
    assert str(refusal.value) == message


@given(any_money, st.fractions(-2, 2, max_denominator=10**6), testing.roundings())
def test_times_rounds_once_as_the_rounding_says(amount: Money, ratio: Fraction, rounding: Rounding) -> None:
    expected = oracles.rounded(amount.in_fen * ratio, rounding.mode.value, oracles.unit_fen(rounding.unit))
    assert amount.times(Ratio(ratio), rounding).in_fen == expected


def test_times_is_half_up_to_the_fen_where_nothing_else_is_named() -> None:
    assert [Money.fen(fen).times(HALF).in_fen for fen in (-3, -1, 1, 3)] == [-2, -1, 1, 2]
    assert Money.fen(3).times(HALF, DOWN_TO_FEN) == Money.fen(1)


@given(any_money, any_money, st.integers(-3, 3))
def test_arithmetic_is_exact(first: Money, second: Money, count: int) -> None:
    assert (first + second).in_fen == first.in_fen + second.in_fen
    assert (first - second).in_fen == first.in_fen - second.in_fen
    assert (-first).in_fen == -first.in_fen
    assert first.repeated(count).in_fen == first.in_fen * count


@given(any_money, any_money)
def test_comparisons_are_truths(first: Money, second: Money) -> None:
    a, b = first.in_fen, second.in_fen
    assert bool(first >= second) is (a >= b)
    assert bool(first > second) is (a > b)
    assert bool(first <= second) is (a <= b)
    assert bool(first < second) is (a < b)
    assert bool(first.equals(second)) is (a == b) is (first == second)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda one: one * 2, "money can not be multiplied by int 2 with *; write amount.times(ratio, Rounding()), which names the rounding, or amount.repeated(3)"),  # noqa: E501
        (lambda one: 0.5 * one, "money can not be multiplied by float 0.5 with *; write amount.times(ratio, Rounding()), which names the rounding, or amount.repeated(3)"),  # noqa: E501
        (lambda one: one * HALF, "money can not be multiplied by Ratio Ratio('1/2') with *; write amount.times(ratio, Rounding()), which names the rounding, or amount.repeated(3)"),  # noqa: E501
        (lambda one: one / 2, "money can not be multiplied by int 2 with *; write amount.times(ratio, Rounding()), which names the rounding, or amount.repeated(3)"),  # noqa: E501
        (lambda one: one + 1, "can not add Money and int; use two Money values"),
        (lambda one: one - Points(1), "can not subtract Money and Points; use two Money values"),
        (lambda one: one > 1, "can not compare Money and int; use two Money values"),
        (lambda one: one.equals(Count(1)), "can not compare Money and Count; use two Money values"),
        (lambda one: one.repeated(1.5), "1.5 times is no count; write a whole number, or times(ratio)"),
        (lambda one: one.repeated(True), "True times is no count; write a whole number, or times(ratio)"),
    ],
)  # fmt: skip
def test_money_and_anything_else_do_not_mix(make: Callable[[Any], Any], message: str) -> None:
    with pytest.raises(KindError) as refusal:
        make(Money.yuan(3))
    assert str(refusal.value) == message


def test_money_equals_no_number() -> None:
    assert Money.fen(3) != 3
    assert Money.fen(3) != Points(Decimal("0.0003"))


@pytest.mark.parametrize(
    ("written", "shortest", "in_wan", "capital"),
    [
        ("300000元", "30万元", "30万元", "叁拾万元整"),
        ("520000000元", "5.2亿元", "52000万元", "伍亿贰仟万元整"),
        ("1409.5元", "1409.5元", "0.14095万元", "壹仟肆佰零玖元伍角"),
        ("-0.01元", "-0.01元", "-0.000001万元", "负壹分"),
    ],
)
def test_how_an_amount_is_written(written: str, shortest: str, in_wan: str, capital: str) -> None:
    amount = Money.parse(written)
    assert (str(amount), f"{amount}", f"{amount:>8}") == (shortest, shortest, f"{shortest:>8}")
    assert (amount.to("万元"), f"{amount:万元}") == (in_wan, in_wan)
    assert amount.capital == capital
    assert repr(amount) == f"Money({shortest!r})"


def test_grouped_digits() -> None:
    assert Money.parse("123456.7万元").to("元", grouped=True) == "1,234,567,000元"


@pytest.mark.parametrize("unit", ["万", "百万", "USD", ""])
def test_an_unknown_unit_is_refused(unit: str) -> None:
    amount = Money.wan(1)
    if unit == "万":
        assert amount.to(unit) == "1万"
    else:
        with pytest.raises(ValueTextError, match="does not exist; known: 分, 角, 元, 千元, 万元"):
            amount.to(unit)


def test_the_precision_that_the_user_has_set_does_not_matter() -> None:
    with localcontext() as context:
        context.prec = 3
        assert Money.yuan(Decimal("1234567.89")).in_fen == 123_456_789
        assert str(Money.fen(123_456_789).in_yuan) == "1234567.89"
        assert Money.fen(123_456_789).times(Ratio.parse("12.345%")).in_fen == 15_240_741


@given(st.integers(0, 10**15), st.integers(1, 12))
def test_equal_parts_add_up(total: int, parts: int) -> None:
    amount = Money.fen(total)
    each = [amount.equal_part(Count(parts), Count(place)).in_fen for place in range(1, parts + 1)]
    assert sum(each) == total
    assert each == sorted(each, reverse=True)
    assert each[0] - each[-1] <= 1


def test_without_parts_there_is_no_part() -> None:
    assert not Money.yuan(1).equal_part(Count(0), Count(1)).is_known


def test_an_unknown_amount_says_what_is_missing_when_it_is_asked_for() -> None:
    amount = Money.unknown("project.actual_investment", "terms.scale")
    assert (str(amount), amount.to_json(), amount.is_known) == ("unknown", None, False)
    for ask in (lambda: amount.in_fen, lambda: amount.in_yuan, lambda: amount.capital, lambda: amount.to("元")):
        with pytest.raises(UndeterminedError) as refusal:
            ask()
        assert str(refusal.value) == "Money is not known; missing: project.actual_investment, terms.scale"


def test_an_unknown_ratio_makes_the_product_unknown() -> None:
    assert Money.yuan(1).times(Ratio.unknown("terms.rate")).missing == {"terms.rate"}
    both = Money.unknown("project.actual_investment").times(Ratio.unknown("terms.rate"))
    assert both.missing == {"project.actual_investment", "terms.rate"}


def test_nothing_is_zero() -> None:
    assert Money.parse("0元") == NOTHING


@pytest.mark.parametrize(
    ("amount", "paid", "left"), [(5, 0, 5), (5, 3, 2), (5, 5, 0), (5, 6, 0), (-5, 0, 0), (0, 0, 0), (5, -1, 6)]
)
def test_what_is_left_after_a_payment_is_never_below_zero(amount: int, paid: int, left: int) -> None:
    assert Money.fen(amount).left_after(Money.fen(paid)) == Money.fen(left)
    assert Money.fen(amount).left_after(Money.unknown("a")).missing == {"a"}
    assert Money.unknown("b").left_after(Money.fen(paid)).missing == {"b"}
    with pytest.raises(KindError):
        Money.fen(amount).left_after(Count(paid if paid > 0 else 0))  # type: ignore[arg-type]
