"""Curves: the line of the last piece that has begun, and nothing else."""

from __future__ import annotations

import copy
import dataclasses
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investpolicy.errors import ScheduleError
from investpolicy.values.curve import Curve, Piece
from investpolicy.values.rounding import Line

starts = st.lists(st.integers(-50, 50), min_size=1, max_size=6, unique=True).map(sorted)


@given(starts, st.integers(-60, 60), st.integers(-5, 5))
def test_the_last_piece_that_has_begun_holds(begins: list[int], x: int, below: int) -> None:
    curve = Curve(tuple(Piece(start, Line(place + 1, start, 1)) for place, start in enumerate(begins)), below)
    expected = below
    for place, start in enumerate(begins):
        if x >= start:
            expected = (place + 1) * x + start
    assert curve(x) == expected


@pytest.mark.parametrize("begins", [(), (1, 1), (2, 1), (0, 5, 5)])
def test_starts_rise(begins: tuple[int, ...]) -> None:
    with pytest.raises(ScheduleError) as refusal:
        Curve(tuple(Piece(start, Line.constant(0)) for start in begins))
    assert str(refusal.value) == f"a curve's starts must rise: {begins}"


def test_a_curve_is_a_value() -> None:
    curve = Curve((Piece(0, Line.constant(1)), Piece(5, Line.constant(2))))
    for same in (pickle.loads(pickle.dumps(curve)), copy.deepcopy(curve)):
        assert same == curve
        assert hash(same) == hash(curve)
        assert [same(x) for x in (-1, 0, 4, 5)] == [0, 1, 1, 2]
    assert curve != Curve(curve.pieces, below=1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        curve.below = 1  # type: ignore[misc]
