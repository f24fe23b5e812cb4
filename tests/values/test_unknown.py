"""Unknown: never false, never zero; exactly the names that matter reach the answer."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investpolicy.values.count import Count
from investpolicy.values.curve import Curve, Piece
from investpolicy.values.formula import Value, all_of, any_of, maximum, minimum, not_, where
from investpolicy.values.money import Money, by_count
from investpolicy.values.points import Points
from investpolicy.values.ratio import Ratio
from investpolicy.values.rounding import Line
from investpolicy.values.truth import FALSE, TRUE, Truth
from investpolicy.values.unknown import Unknown, is_unknown, unknown_of

A, B = Money.unknown("facts.a"), Money.unknown("facts.b")
ONE = Money.yuan(1)
CURVE = Curve((Piece(0, Line.constant(7)),))
U, V = Truth.unknown("u"), Truth.unknown("v")


@pytest.mark.parametrize(
    ("make", "names"),
    [
        (lambda: A + B, "facts.a facts.b"),
        (lambda: A - ONE, "facts.a"),
        (lambda: ONE - B, "facts.b"),
        (lambda: -A, "facts.a"),
        (lambda: A.repeated(0), "facts.a"),
        (lambda: A.times(Ratio.parse("0%")), "facts.a"),
        (lambda: A.curve(CURVE), "facts.a"),
        (lambda: by_count(Count.unknown("place.rank"), CURVE), "place.rank"),
        (lambda: minimum(A, ONE), "facts.a"),
        (lambda: minimum(ONE, A), "facts.a"),
        (lambda: maximum(A, B), "facts.a facts.b"),
        (lambda: A >= B, "facts.a facts.b"),
        (lambda: A > ONE, "facts.a"),
        (lambda: A <= ONE, "facts.a"),
        (lambda: ONE < B, "facts.b"),
        (lambda: A.equals(A), "facts.a"),
        (lambda: Points.unknown("p").rounded(Decimal(1)), "p"),
        (lambda: A.equal_part(Count.unknown("n"), Count.unknown("k")), "facts.a n k"),
        (lambda: ONE.equal_part(Count(2), Count.unknown("k")), "k"),
        (lambda: all_of(U, TRUE, V), "u v"),
        (lambda: all_of(U, FALSE), ""),
        (lambda: any_of(U, FALSE, V), "u v"),
        (lambda: any_of(U, TRUE), ""),
        (lambda: not_(U), "u"),
        (lambda: where(U, A, B), "u"),
        (lambda: where(TRUE, A, B), "facts.a"),
        (lambda: where(FALSE, A, B), "facts.b"),
        (lambda: where(TRUE, ONE, B), ""),
        (lambda: where(FALSE, A, ONE), ""),
        (lambda: where(U, ONE, ONE), "u"),
        (lambda: where(all_of(U, FALSE), A, ONE), ""),
    ],
)
def test_exactly_these_names_reach_the_answer(make: Callable[[], Value], names: str) -> None:
    answer = make()
    assert answer.missing == frozenset(names.split())
    assert answer.is_known is (names == "")


def test_an_unknown_is_no_cap() -> None:
    """The fault to fear: a smallest of unknown and 30万元 that is 30万元."""
    assert not minimum(Money.unknown("x"), Money.wan(30)).is_known
    assert not maximum(Money.unknown("x"), Money.wan(30)).is_known


names = st.lists(st.sampled_from("abc"), max_size=3).map(lambda drawn: Unknown(*drawn))


@given(names, names)
def test_unknowns_are_sets_of_names(first: Unknown, second: Unknown) -> None:
    assert (first == second) is (first.names == second.names)
    both = unknown_of(first, 5, second, None)
    assert both is not None
    assert both.names == first.names | second.names
    assert first != first.names
    assert is_unknown(first)
    for same in (pickle.loads(pickle.dumps(first)), copy.copy(first), copy.deepcopy(first)):
        assert same == first
        assert hash(same) == hash(first)


def test_nothing_unknown_among_known_values() -> None:
    assert unknown_of(0, False, "", None) is None
    assert unknown_of() is None


def test_unknowns_can_not_be_changed() -> None:
    with pytest.raises(AttributeError, match=r"^Unknown can not be changed$"):
        Unknown("a").names = frozenset()
    assert repr(Unknown("b", "a")) == "Unknown('a', 'b')"


@pytest.mark.parametrize(("given", "expected"), [(["terms.scale"], True), (["terms.a", "b.c"], False), ([], True)])
def test_only_terms(given: list[str], expected: bool) -> None:
    assert Unknown(*given).only_terms is expected
