"""Rounding against Decimal's quantize, on both sides of zero, and the exact lines that use it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investpolicy import testing
from investpolicy.errors import KindError, ValueTextError
from investpolicy.values.ratio import Ratio
from investpolicy.values.rounding import DOWN_TO_FEN, TO_FEN, Line, Mode, Rounding, divide_round
from tests import oracles

fractions = st.fractions(max_denominator=10**6) | st.builds(
    Fraction, st.integers(-(10**18), 10**18), st.sampled_from([1, 2, 3, 4, 7, 100, 1000])
)


@given(fractions, st.sampled_from(Mode))
def test_every_mode_is_decimals_quantize(exact: Fraction, mode: Mode) -> None:
    assert divide_round(exact.numerator, exact.denominator, mode) == oracles.rounded(exact, mode.value)


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        # of  -2.5 -1.5 -1.2 -0.5 -0.1  0  0.1  0.5  1.2  1.5  2.5
        (Mode.HALF_UP, [-3, -2, -1, -1, 0, 0, 0, 1, 1, 2, 3]),
        (Mode.DOWN, [-2, -1, -1, 0, 0, 0, 0, 0, 1, 1, 2]),
        (Mode.HALF_EVEN, [-2, -2, -1, 0, 0, 0, 0, 0, 1, 2, 2]),
        (Mode.UP, [-3, -2, -2, -1, -1, 0, 1, 1, 2, 2, 3]),
    ],
)
def test_each_mode_on_both_sides_of_zero(mode: Mode, expected: list[int]) -> None:
    tenths = [-25, -15, -12, -5, -1, 0, 1, 5, 12, 15, 25]
    assert [divide_round(number, 10, mode) for number in tenths] == expected


@given(fractions, st.sampled_from(Mode))
def test_minus_x_is_rounded_as_x_is(exact: Fraction, mode: Mode) -> None:
    there = divide_round(exact.numerator, exact.denominator, mode)
    assert divide_round(-exact.numerator, exact.denominator, mode) == -there


@given(testing.ratios(), testing.roundings(), st.integers(-(10**16), 10**16), fractions)
def test_a_rate_is_rounded_once(ratio: Ratio, rounding: Rounding, x: int, plus: Fraction) -> None:
    exact = ratio.fraction * x + plus
    line = Line.rate(ratio.fraction, rounding, plus=plus)
    assert line(x) == oracles.rounded(exact, rounding.mode.value, oracles.unit_fen(rounding.unit))
    assert line.exact(x) == exact


@given(st.integers(0, 100), st.integers(1, 50), st.integers(0, 9), st.integers(0, 9), st.integers(0, 400))
def test_steps_count_whole_ones_or_those_begun(start: int, step: int, pay: int, base: int, beyond: int) -> None:
    x = start + beyond
    whole = Line.steps(start, step, pay, offset=base, count_partial=False)
    begun = Line.steps(start, step, pay, offset=base, count_partial=True)
    assert whole(x) == base + pay * (beyond // step)
    assert begun(x) == base + pay * -(-beyond // step)
    assert whole.stepped
    assert not Line.rate(Fraction(1, 2), TO_FEN).stepped


def test_a_constant_is_the_same_everywhere() -> None:
    assert [Line.constant(7)(x) for x in (-(10**16), 0, 10**16)] == [7, 7, 7]


@given(testing.roundings())
def test_a_rounding_reads_what_it_writes(rounding: Rounding) -> None:
    assert Rounding.parse(str(rounding)) == rounding
    assert Rounding.read(rounding.to_json(), json=True) == rounding


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("half-up to 分", TO_FEN),
        ("down", DOWN_TO_FEN),
        ("half-even to yuan", Rounding(Mode.HALF_EVEN, "元")),
        ("up to wan", Rounding(Mode.UP, "万元")),
    ],
)
def test_roundings_are_read(written: str, expected: Rounding) -> None:
    assert Rounding.parse(written) == expected


@pytest.mark.parametrize("written", ["", "nearest", "half-up to 角", "half-up 分", "to 分"])
def test_other_text_is_no_rounding(written: str) -> None:
    with pytest.raises(ValueTextError) as refusal:
        Rounding.parse(written)
    assert str(refusal.value) == (f"{written!r} is no rounding; write 'half-up to 分': half-up, down, half-even or up")


def test_a_rounding_says_what_it_takes() -> None:
    with pytest.raises(ValueTextError, match=r"^rounding unit '角' is not known; write 分, 元 or 万元$"):
        Rounding(Mode.DOWN, "角")
    with pytest.raises(KindError, match=r"^'down' is no rounding mode; write Mode.DOWN, or Rounding.parse\(…\)$"):
        Rounding("down")  # type: ignore[arg-type]
    with pytest.raises(ValueTextError, match=r"^2 is no rounding; write 'half-up to 分'$"):
        Rounding.read(2)
    assert (TO_FEN.label("zh"), TO_FEN.label("en")) == ("四舍五入到分", "half-up to 分")
