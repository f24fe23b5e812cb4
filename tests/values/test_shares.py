"""Shares: the parts add up to the total, to the 分, whoever takes what rounding leaves."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from investpolicy import testing
from investpolicy.algebras.record import evaluate
from investpolicy.errors import KindError, PolicyError, ValueTextError
from investpolicy.values.money import Money
from investpolicy.values.shares import Remainder, Shares
from tests import oracles

Loose: Any = Shares  # for what type checkers refuse as well


totals = (st.integers(0, 300) | st.integers(0, 10**16)).map(Money.fen)


def fens(parts: tuple[Money, ...]) -> list[int]:
    return [part.in_fen for part in parts]


@pytest.mark.parametrize("remainder", Remainder)
@given(shares=testing.shares(), total=totals)
@example(shares=Shares((1,) * 7), total=Money.fen(3))
@example(shares=Shares((0, 1, 0)), total=Money.fen(1))
def test_the_parts_add_up(remainder: Remainder, shares: Shares, total: Money) -> None:
    parts = fens(shares.split(total, remainder))
    assert sum(parts) == total.in_fen
    assert all(part >= 0 for part in parts)
    back = fens(shares.split(-total, remainder))  # a claw-back is split as the amount was
    assert back == [-part for part in parts]


@pytest.mark.parametrize("remainder", Remainder)
@given(shares=testing.shares(), total=totals)
def test_symbols_split_as_values_do(remainder: Remainder, shares: Shares, total: Money) -> None:
    parts = shares.split(Money.symbol("total"), remainder)
    assert [evaluate(part.raw, lambda path: total.in_fen) for part in parts] == fens(shares.split(total, remainder))


@given(testing.shares(), totals)
def test_the_last_takes_what_rounding_down_leaves(shares: Shares, total: Money) -> None:
    *others, last = fens(shares.split(total))
    exact = [Fraction(total.in_fen * weight, sum(shares.weights)) for weight in shares.weights]
    assert others == [oracles.rounded(one, "down") for one in exact[:-1]]
    assert 0 <= last - exact[-1] < len(shares.weights)


@given(testing.shares(2), totals)
def test_of_two_the_first_is_rounded_half_up_and_the_last_takes_the_rest(shares: Shares, total: Money) -> None:
    first, last = fens(shares.split(total, Remainder.LAST_HALF_UP))
    exact = Fraction(total.in_fen * shares.weights[0], sum(shares.weights))
    assert (first, last) == (oracles.rounded(exact, "half-up"), total.in_fen - oracles.rounded(exact, "half-up"))


@given(testing.shares(), totals)
def test_the_largest_remainders_get_what_is_left(shares: Shares, total: Money) -> None:
    expected = oracles.largest_remainder(total.in_fen, shares.weights)
    assert fens(shares.split(total, Remainder.LARGEST)) == expected


@pytest.mark.parametrize(
    ("weights", "total", "remainder", "expected"),
    [
        ("30:70", 101, Remainder.LAST, [30, 71]),
        ("30:70", 105, Remainder.LAST_HALF_UP, [32, 73]),
        ("1:1:1", 100, Remainder.LAST, [33, 33, 34]),
        ("1:1:1", 100, Remainder.LARGEST, [34, 33, 33]),
        ("1:1:1:1", 2, Remainder.LAST_HALF_UP, [1, 1, 0, 0]),
        ("0:3:7", 10, Remainder.LARGEST, [0, 3, 7]),
        ("30:70", -101, Remainder.LAST, [-30, -71]),
        ("1:1:1", -100, Remainder.LARGEST, [-34, -33, -33]),
    ],
)
def test_splits_worked_out_by_hand(weights: str, total: int, remainder: Remainder, expected: list[int]) -> None:
    assert fens(Shares.parse(weights).split(Money.fen(total), remainder)) == expected


def test_one_party_gets_all() -> None:
    assert Shares((5,)).split(Money.fen(7)) == (Money.fen(7),)


@pytest.mark.parametrize("remainder", Remainder)
def test_an_unknown_total_leaves_every_part_unknown(remainder: Remainder) -> None:
    parts = Shares.parse("1:1:1").split(Money.unknown("support_claim.support_funds"), remainder)
    assert [part.missing for part in parts] == [{"support_claim.support_funds"}] * 3


@pytest.mark.parametrize(
    ("written", "weights", "parties"),
    [
        ("3:7", (3, 7), ()),
        ("30：70", (30, 70), ()),
        ("1:0.6:0.4", (5, 3, 2), ()),
        ("市本级 30 : 承接地 70", (30, 70), ("市本级", "承接地")),
        ("city=30%, locality=70%", (3, 7), ("city", "locality")),
    ],
)
def test_shares_are_read(written: str, weights: tuple[int, ...], parties: tuple[str, ...]) -> None:
    shares = Shares.parse(written)
    assert (shares.weights, shares.parties) == (weights, parties)
    assert Shares.read(shares.to_json(), json=True) == shares
    assert shares.ratio(0).fraction == Fraction(weights[0], sum(weights))


def test_parties_may_be_named_beside() -> None:
    assert str(Shares.parse("3:7", ["市本级", "承接地"])) == "市本级 3 : 承接地 7"


@given(testing.shares())
def test_what_is_written_is_read_back(shares: Shares) -> None:
    assert Shares.parse(str(shares)) == shares


@pytest.mark.parametrize(
    ("make", "kind", "message"),
    [
        (lambda: Loose(()), ValueTextError, "shares () do not divide a whole; write weights such as 30:70"),
        (lambda: Loose((0, 0)), ValueTextError, "shares (0, 0) do not divide a whole; write weights such as 30:70"),
        (lambda: Loose((3, -1)), ValueTextError, "shares (3, -1) do not divide a whole; write weights such as 30:70"),
        (lambda: Loose((0.3, 0.7)), KindError, "shares (0.3, 0.7) are not whole numbers; write Shares.parse('30:70')"),
        (lambda: Loose((True, 1)), KindError, "shares (True, 1) are not whole numbers; write Shares.parse('30:70')"),
        (lambda: Loose.of([0.3, 0.7]), KindError, "shares can not be made from [0.3, 0.7]; a float is not exact: write Fractions, or Shares.parse('1:0.6:0.4')"),  # noqa: E501
        (lambda: Loose((3, 7), ("甲",)), ValueTextError, "2 shares for the parties 甲; name each party once"),
        (lambda: Loose((3, 7), ("甲", "甲")), ValueTextError, "2 shares for the parties 甲, 甲; name each party once"),
        (lambda: Loose.parse(0.3), KindError, "Shares.parse takes text, not float 0.3; write '30:70' in quotes"),
        (lambda: Loose.parse("30"), ValueTextError, "shares '30' has 1 part, not 2 to 100; write, for example, '3:7' or '市本级 30 : 承接地 70' or 'city=30%, locality=70%'"),  # noqa: E501
        (lambda: Loose.parse("30%:60%"), ValueTextError, "shares '30%:60%' adds up to 90%, not 100%; write, for example, '3:7' or '市本级 30 : 承接地 70' or 'city=30%, locality=70%'"),  # noqa: E501
    ],
)  # fmt: skip
def test_what_divides_no_whole_is_refused(make: Callable[[], Any], kind: type[PolicyError], message: str) -> None:
    with pytest.raises(kind) as refusal:
        make()
    assert str(refusal.value) == message
