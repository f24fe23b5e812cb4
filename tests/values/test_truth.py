"""Truth: Kleene's tables, and unknown is never false."""

from __future__ import annotations

from itertools import product

import pytest

from investpolicy.errors import KindError, SymbolError, UndeterminedError
from investpolicy.values.formula import all_of, any_of, not_
from investpolicy.values.truth import FALSE, TRUE, Truth

U = Truth.unknown("u")
V = Truth.unknown("v")
UV = Truth.unknown("u", "v")


@pytest.mark.parametrize(
    ("first", "second", "both", "either"),
    [
        (TRUE, TRUE, TRUE, TRUE),
        (TRUE, FALSE, FALSE, TRUE),
        (TRUE, V, V, TRUE),
        (FALSE, TRUE, FALSE, TRUE),
        (FALSE, FALSE, FALSE, FALSE),
        (FALSE, V, FALSE, V),
        (U, TRUE, U, TRUE),
        (U, FALSE, FALSE, U),
        (U, V, UV, UV),
        (U, U, U, U),
    ],
)
def test_and_and_or(first: Truth, second: Truth, both: Truth, either: Truth) -> None:
    assert first & second == all_of(first, second) == both
    assert first | second == any_of(first, second) == either


@pytest.mark.parametrize(("given", "negated"), [(TRUE, FALSE), (FALSE, TRUE), (U, U)])
def test_not(given: Truth, negated: Truth) -> None:
    assert ~given == not_(given) == negated


def kleene(values: tuple[bool | None, ...], decides: bool) -> bool | None:
    if decides in values:
        return decides
    return None if None in values else not decides


@pytest.mark.parametrize("values", list(product((True, False, None), repeat=3)))
def test_three_at_a_time(values: tuple[bool | None, ...]) -> None:
    truths = [Truth.unknown(str(place)) if one is None else Truth(one) for place, one in enumerate(values)]
    assert all_of(*truths).to_json() == kleene(values, decides=False)
    assert any_of(*truths).to_json() == kleene(values, decides=True)
    unknown = {str(place) for place, one in enumerate(values) if one is None}
    assert all_of(*truths).missing == (set() if False in values else unknown)
    assert any_of(*truths).missing == (set() if True in values else unknown)
    assert not_(all_of(*truths)) == any_of(*map(not_, truths))  # De Morgan


def test_a_known_truth_may_stand_in_an_if_and_an_unknown_one_may_not() -> None:
    assert bool(TRUE)
    assert not bool(FALSE)
    with pytest.raises(UndeterminedError, match=r"^Truth is not known; missing: u, v$"):
        bool(UV)
    with pytest.raises(UndeterminedError, match=r"^Truth is not known; missing: a value$"):
        bool(Truth.unknown())
    with pytest.raises(SymbolError, match=r"^Truth is a symbol here"):
        bool(Truth.symbol("project.signed"))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("yes", TRUE),
        ("是", TRUE),
        ("√", TRUE),
        (" TRUE ", TRUE),
        (True, TRUE),
        ("no", FALSE),
        ("否", FALSE),
        ("×", FALSE),
    ],
)
def test_truths_are_read(written: object, expected: Truth) -> None:
    assert Truth.read(written) == expected


@pytest.mark.parametrize("given", [1, 0, "maybe", "", None, 1.0])
def test_what_is_no_truth_is_refused(given: object) -> None:
    with pytest.raises(KindError) as refusal:
        Truth.read(given)
    assert str(refusal.value) == f"{given!r} is no truth; write True or False"


def test_truths_combine_with_truths_only() -> None:
    with pytest.raises(KindError, match=r"^can not combine Truth and bool; use two Truth values$"):
        _ = TRUE & True  # type: ignore[operator]
    with pytest.raises(KindError, match=r"^can not combine Truth and bool; use two Truth values$"):
        _ = TRUE | False  # type: ignore[operator]


def test_how_truths_are_written() -> None:
    assert [str(one) for one in (TRUE, FALSE, U)] == ["true", "false", "unknown"]
    assert [one.to_json() for one in (TRUE, FALSE, U)] == [True, False, None]
