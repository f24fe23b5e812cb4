"""Points: exact to a ten-thousandth or refused, whatever precision the user has set."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investpolicy.errors import KindError, PolicyError, UndeterminedError, ValueTextError
from investpolicy.values.points import Points
from investpolicy.values.rounding import Mode
from tests import oracles

Loose: Any = Points  # for what type checkers refuse as well


parts = st.integers(-(10**13), 10**13) | st.integers(-(10**6), 10**6)


@given(parts)
def test_points_are_exact_to_a_ten_thousandth(number: int) -> None:
    points = Points(Decimal(number).scaleb(-4))
    assert points.raw == number
    assert Fraction(points.decimal) == Fraction(number, 10_000)
    assert Points.parse(str(points)) == points
    assert Points.read(points.to_json(), json=True) == points


@pytest.mark.parametrize(("written", "raw"), [("20分", 200_000), ("-3", -30_000), ("+2.5分", 25_000), ("0.0001", 1)])
def test_points_are_read(written: str, raw: int) -> None:
    assert Points.parse(written).raw == raw


RANGE = "write at most four decimals, from -1000000000 to 1000000000"


@pytest.mark.parametrize(
    ("make", "kind", "message"),
    [
        (lambda: Loose(2.5), KindError, "points can not be made from float 2.5; a float is not exact: write an int, a Decimal, or Points.parse('2.5')"),  # noqa: E501
        (lambda: Loose(True), KindError, "points can not be made from bool True; a float is not exact: write an int, a Decimal, or Points.parse('2.5')"),  # noqa: E501
        (lambda: Loose(Decimal("NaN")), ValueTextError, f"NaN is no number of points; {RANGE}"),
        (lambda: Loose(Decimal("-Infinity")), ValueTextError, f"-Infinity is no number of points; {RANGE}"),
        (lambda: Loose(Decimal("0.00001")), ValueTextError, f"0.00001 is no number of points; {RANGE}"),
        (lambda: Loose(Decimal("1.00000000000000000000000000000000001")), ValueTextError, f"1.00000000000000000000000000000000001 is no number of points; {RANGE}"),  # noqa: E501
        (lambda: Loose(Decimal("1E-999999")), ValueTextError, f"1E-999999 is no number of points; {RANGE}"),
        (lambda: Loose(Decimal("1E+999999")), ValueTextError, f"1E+999999 is no number of points; {RANGE}"),
        (lambda: Loose(10**9 + 1), ValueTextError, f"1000000001 is no number of points; {RANGE}"),
        (lambda: Loose.parse("20points"), ValueTextError, "points '20points' is not a number of points; write, for example, '20分' or '-2.5分'"),  # noqa: E501
        (lambda: Loose.parse(20), KindError, "Points.parse takes text, not int 20; write '2.5' in quotes"),
        (lambda: Loose(1) + 1, KindError, "can not add Points and int; use two Points values"),
        (lambda: Loose(1).rounded(Decimal("0.00001")), ValueTextError, f"0.00001 is no number of points; {RANGE}"),
        (lambda: Loose(1).rounded(Decimal(0)), ValueTextError, "points can not be rounded to 0; write a step such as 0.01"),  # noqa: E501
    ],
)  # fmt: skip
def test_what_is_not_exact_is_refused(make: Callable[[], Any], kind: type[PolicyError], message: str) -> None:
    with pytest.raises(kind) as refusal:
        make()
    assert str(refusal.value) == message


@given(parts, parts)
def test_arithmetic_is_exact(first: int, second: int) -> None:
    a, b = Points.of_raw(first), Points.of_raw(second)
    assert (a + b).raw == first + second
    assert (a - b).raw == first - second
    assert bool(a > b) is (first > second)


@given(parts, st.sampled_from(["0.0001", "0.01", "0.5", "1", "10"]), st.sampled_from(Mode))
def test_points_are_rounded_to_a_step(number: int, step: str, mode: Mode) -> None:
    expected = oracles.rounded(Fraction(number, 10_000), mode.value, unit=1) if step == "1" else None
    unit = int(Decimal(step) * 10_000)
    got = Points.of_raw(number).rounded(Decimal(step), mode).raw
    assert got == oracles.rounded(Fraction(number), mode.value, unit)
    assert expected is None or got == expected * 10_000


def test_the_precision_that_the_user_has_set_does_not_matter() -> None:
    with localcontext() as context:
        context.prec = 3
        points = Points(Decimal("1.2345"))
        assert points.raw == 12_345
        assert str(points.decimal) == "1.2345"
        assert str(points) == "1.2345分"


def test_unknown_points() -> None:
    points = Points.unknown("park_year.score")
    assert (str(points), points.to_json()) == ("unknown", None)
    with pytest.raises(UndeterminedError, match=r"^Points is not known; missing: park_year.score$"):
        _ = points.decimal
