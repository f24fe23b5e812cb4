"""ZY.bonus-link (十): bonuses linked with the annual result, by brackets that the user supplies."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import investpolicy as ip
from investpolicy.values import Points
from tests.expected.bonus_link import bonus_link
from tests.expected.weighted_score import POINT, UNITS

from .agree import check_rows
from .generate import ENGINES, Row, amount, amounts, with_unknowns

NAME = "bonus-link"
ZIYANG = ip.policy("ziyang")
BRACKETS = [(60 * POINT, Fraction(1, 3)), (80 * POINT, Fraction(1)), (90 * POINT, Fraction(6, 5))]
LINKED = ZIYANG.vary(
    {
        f"{NAME}.scale": {
            "kind": "by-result",
            "brackets": [{"from": "60", "part": "1/3"}, {"from": "80", "part": "100%"}, {"from": "90", "part": "120%"}],
        }
    }
)


def decide(points: Any, full: Any = "80万元", policy: ip.Policy = LINKED) -> ip.Decision:
    return policy.decide(NAME, {"kind": "county", "points": points, "full_bonus": full})


def test_how_it_is_linked_is_open() -> None:
    decision = decide("95", policy=ZIYANG)
    assert (decision.status, decision.missing, decision.ceiling) == ("undetermined", ("terms.scale",), None)


@pytest.mark.parametrize(
    ("points", "fen"),
    [
        ("59.9999", 0),
        ("60", 26_666_667),
        ("79.9999", 26_666_667),
        ("80", 80_000_000),
        ("89.9999", 80_000_000),
        ("90", 96_000_000),
    ],
)
def test_the_part_of_the_last_bracket_reached(points: str, fen: int) -> None:
    assert decide(points).amount.in_fen == fen


@given(st.integers(0, 100 * POINT), st.integers(0, 100 * POINT), amounts)
def test_a_better_result_never_earns_less(one: int, other: int, full: int) -> None:
    low, high = (decide(Points.of_raw(points), ip.Money.of_raw(full)).amount for points in sorted((one, other)))
    assert low <= high
    assert high.in_fen <= full * 6 // 5 + 1


@pytest.mark.parametrize("linked", [True, False])
def test_decisions_expected_values_and_every_engine_agree(linked: bool) -> None:
    rng = random.Random(linked)
    rows: list[Row] = [
        with_unknowns(
            rng,
            {
                "annual_result.kind": rng.choice((*UNITS, "department")),
                "annual_result.points": rng.choice([start for start, _ in BRACKETS]) + rng.randint(-1, 1),
                "annual_result.full_bonus": amount(rng),
            },
        )
        for _ in range(250)
    ]
    brackets = BRACKETS if linked else ()
    check_rows(LINKED if linked else ZIYANG, NAME, rows, lambda row: bonus_link(row, brackets), ENGINES)


def test_brackets_must_rise_and_parts_may_not_be_negative() -> None:
    brackets = [{"from": "80", "part": "-1%"}, {"from": "60", "part": "100%"}]
    with pytest.raises(ip.errors.TermsError) as refused:
        ZIYANG.vary({f"{NAME}.scale": {"kind": "by-result", "brackets": brackets}})
    assert "-1% is below zero; write 0 or more, such as 120%" in str(refused.value)
    assert "from 60分 stands after from 80分; write brackets in rising order, each result once" in str(refused.value)
