"""Ratios: exact fractions that keep how they were written; per cent and per mille are never guessed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investpolicy import testing
from investpolicy.errors import KindError, PolicyError, UndeterminedError, ValueTextError
from investpolicy.values.ratio import Ratio

Loose: Any = Ratio  # for what type checkers refuse as well


@pytest.mark.parametrize(
    ("written", "fraction"),
    [
        ("5%", Fraction(1, 20)),
        ("5‰", Fraction(1, 200)),
        ("0.05", Fraction(1, 20)),
        ("1/3", Fraction(1, 3)),
        ("百分之五", Fraction(1, 20)),
        ("５ ％", Fraction(1, 20)),
        ("-2.5%", Fraction(-1, 40)),
    ],
)
def test_ratios_are_exact_and_keep_how_they_were_written(written: str, fraction: Fraction) -> None:
    ratio = Ratio.parse(written)
    assert ratio.fraction == fraction
    assert Ratio.parse(str(ratio)).fraction == fraction
    assert str(ratio) == written.replace("５ ％", "5%")


@given(testing.ratios() | st.fractions(-10, 10, max_denominator=10**9).map(Ratio))
def test_what_is_written_is_read_back(ratio: Ratio) -> None:
    assert Ratio.parse(str(ratio)) == ratio
    assert Ratio.read(ratio.to_json(), json=True) == ratio


def test_how_it_was_written_does_not_make_it_another_ratio() -> None:
    assert Ratio.parse("5%") == Ratio.parse("0.05") == Ratio(Fraction(1, 20))
    assert hash(Ratio.parse("5%")) == hash(Ratio.parse("1/20"))
    assert Ratio.parse("5%") != Ratio.parse("5‰")
    assert Ratio.parse("5%") != Fraction(1, 20)
    assert str(Ratio(Fraction(1, 20))) == "5%"


HINT = "a float is not exact: write Ratio.parse('5%') or a Fraction"


@pytest.mark.parametrize(
    ("make", "kind", "message"),
    [
        (lambda: Loose(0.05), KindError, f"a ratio can not be made from float 0.05; {HINT}"),
        (lambda: Loose(True), KindError, f"a ratio can not be made from bool True; {HINT}"),
        (lambda: Loose("5%"), KindError, f"a ratio can not be made from str '5%'; {HINT}"),
        (lambda: Loose(Decimal("NaN")), ValueTextError, "NaN is no ratio; leave it out where it is not known"),
        (lambda: Loose(Decimal("-Infinity")), ValueTextError, "-Infinity is no ratio; leave it out where it is not known"),  # noqa: E501
        (lambda: Loose.parse("5"), ValueTextError, "ratio '5' could be per cent or per mille; write, for example, '5%' or '5‰'"),  # noqa: E501
        (lambda: Loose.parse("1/0"), ValueTextError, "ratio '1/0' has a zero denominator; write, for example, '5%' or '5‰' or '0.05' or '1/3'"),  # noqa: E501
        (lambda: Loose.parse("nan"), ValueTextError, "ratio 'nan' is not a number; leave it out where it is not known"),
        (lambda: Loose.parse(0.05), KindError, "Ratio.parse takes text, not float 0.05; write '5%' or '5‰' in quotes"),
        (lambda: Loose.read(0.05, json=True), KindError, f"a ratio can not be made from float 0.05; {HINT}"),
    ],
)  # fmt: skip
def test_what_is_not_exact_is_refused(make: Callable[[], Any], kind: type[PolicyError], message: str) -> None:
    with pytest.raises(kind) as refusal:
        make()
    assert str(refusal.value) == message


def test_an_unknown_ratio_names_what_is_missing() -> None:
    ratio = Ratio.unknown("terms.rate")
    assert (str(ratio), repr(ratio), ratio.to_json()) == ("unknown", "Ratio.unknown(terms.rate)", None)
    assert not ratio.is_known
    assert ratio.missing == {"terms.rate"}
    assert Ratio.parse("5%").missing == frozenset()
    with pytest.raises(UndeterminedError, match=r"^the ratio is not known; missing: terms.rate$"):
        _ = ratio.fraction
