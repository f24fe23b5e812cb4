"""Completion and growth rates: exact, shown in per cent."""

from __future__ import annotations

import pickle
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investpolicy.facts import Completion
from investpolicy.values import Count, Money
from tests.expected.target_completion import shown


@pytest.mark.parametrize(
    ("done", "target", "text"),
    [
        (188, 310, "60.6%"),
        (92, 225, "40.9%"),
        (98, 175, "56%"),
        (5981, 10000, "59.8%"),
        (5996, 10000, "59.96%"),
        (60_004, 100_000, "60.004%"),
        (59_850, 100_000, "59.9%"),  # a half goes up
        (1, 3000, "0.03%"),
        (59949, 100000, "59.9%"),
        (6, 10, "60%"),
        (0, 7, "0%"),
        (375, 1000, "37.5%"),
        (3, 2, "150%"),
    ],
)
def test_as_it_is_shown(done: int, target: int, text: str) -> None:
    found = Completion.of(Count(done), Count(target), base="target")
    assert str(found) == text
    assert found.fraction == Fraction(done, target)


def test_what_rounds_up_to_a_pass_is_none() -> None:
    for done in (5981, 5996, 5999):
        assert Completion.of(Count(done), Count(10_000), base="target").at_least(Fraction(60, 100)).raw is False
    assert Completion.of(Count(6000), Count(10_000), base="target").at_least(Fraction(60, 100)).raw is True


def test_it_is_never_shown_as_the_limit_that_it_is_not() -> None:
    short = Completion.of(Count(6246), Count(10_000), base="target")
    assert (str(short), short.beside(Fraction(625, 1000))) == ("62.5%", "62.46%")
    exact = Completion.of(Count(5), Count(8), base="target")
    assert exact.beside(Fraction(625, 1000)) == "62.5%"


def test_a_target_of_zero_and_unknown_numbers_wait_for_their_names() -> None:
    nothing = Completion.of(Count(3), Count(0), base="the target")
    assert (str(nothing), nothing.to_json(), set(nothing.missing)) == ("unknown", None, {"the target"})
    assert nothing.at_least(Fraction(1)).missing == {"the target"}
    assert Completion.of(Count.unknown("a"), Count.unknown("b"), base="c").missing == {"a", "b"}
    assert Completion.growth(Count(3), Count(0), base="before").missing == {"before"}


def test_growth_may_be_below_zero_and_money_is_completed_too() -> None:
    assert str(Completion.growth(Count(199), Count(400), base="before")) == "-50.3%"
    assert str(Completion.of(Money.yi(80), Money.yi(165), base="target")) == "48.5%"
    assert Completion.of(Money.fen(1), Money.fen(3), base="target").to_json() == "1/3"


def test_it_is_kept_whole_when_it_is_stored() -> None:
    for one in (Completion(Fraction(1, 3)), Completion.unknown("a")):
        again = pickle.loads(pickle.dumps(one))
        assert type(again) is Completion
        assert again == one


@given(st.integers(0, 2000), st.integers(1, 2000))
def test_shown_as_expected(now: int, before: int) -> None:
    assert str(Completion.growth(Count(now), Count(before), base="before")) == shown(Fraction(now - before, before))
