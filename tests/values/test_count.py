"""Counts: whole numbers from 0 to 10^9."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investpolicy.errors import KindError, PolicyError, UndeterminedError, ValueTextError
from investpolicy.values.count import Count

counts = st.integers(0, 10**9)


@given(counts, counts)
def test_counts_are_whole_numbers(first: int, second: int) -> None:
    a, b = Count(first), Count(second)
    assert (int(a), str(a), a.to_json()) == (first, str(first), first)
    assert Count.read(str(a)) == Count.read(a.to_json(), json=True) == a
    assert (a + b).raw == first + second
    assert (a - b).raw == first - second
    assert bool(a >= b) is (first >= second)
    assert bool(a.equals(b)) is (first == second)


def test_counts_are_read_as_people_write_them() -> None:
    assert Count.read("1,000") == Count(1000)
    assert Count.read("3.0") == Count.read(" ３ ") == Count(3)


@pytest.mark.parametrize(
    ("given", "kind", "message"),
    [
        (1.0, KindError, "1.0 is no count; write a whole number"),
        (True, KindError, "True is no count; write a whole number"),
        (Decimal(1), KindError, "Decimal('1') is no count; write a whole number"),
        (float("nan"), KindError, "nan is no count; write a whole number"),
        (-1, ValueTextError, "count -1 is out of range; write a whole number from 0 to 1000000000"),
        (10**9 + 1, ValueTextError, "count 1000000001 is out of range; write a whole number from 0 to 1000000000"),
        ("3.5", ValueTextError, "'3.5' is no whole number; write 3"),
        ("three", ValueTextError, "number 'three' is not a number; write, for example, '1234.56' or '1,234,567.89'"),
    ],
)
def test_what_is_no_count_is_refused(given: object, kind: type[PolicyError], message: str) -> None:
    with pytest.raises(kind) as refusal:
        Count.read(given)
    assert str(refusal.value) == message


def test_counts_add_to_counts_only() -> None:
    with pytest.raises(KindError, match=r"^can not add Count and int; use two Count values$"):
        _ = Count(1) + 1  # type: ignore[operator]


def test_an_unknown_count() -> None:
    with pytest.raises(UndeterminedError, match=r"^Count is not known; missing: place.rank$"):
        int(Count.unknown("place.rank"))
    assert (Count.unknown("place.rank") + Count(1)).missing == {"place.rank"}
