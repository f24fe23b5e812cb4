"""ZY.department-adjustment (十): points added to or deducted from departments, at most 3."""

from __future__ import annotations

import random
from typing import Any

import pytest
import z3
from hypothesis import given
from hypothesis import strategies as st

import investpolicy as ip
from investpolicy.facts import AdjustedUnit
from investpolicy.outcomes import Score
from investpolicy.values import Points
from tests.expected.points_adjustment import LIMIT, adjusted, points_adjustment
from tests.expected.weighted_score import POINT

from .agree import check_rows
from .generate import ENGINES, Row, with_unknowns
from .prove import Proof

NAME = "department-adjustment"
ZIYANG = ip.policy("ziyang")
READINGS = {name: ZIYANG.under({f"{NAME}.limit-is-for": name}) for name in ("net", "each", "gross")}
EDGES = [0, 1, LIMIT - 1, LIMIT, LIMIT + 1, 4 * POINT, 5 * POINT]

signed = st.sampled_from([sign * edge for edge in EDGES for sign in (1, -1)]) | st.integers(-10 * POINT, 10 * POINT)
lists = st.lists(signed, max_size=6)


def decide(policy: ip.Policy, *points: int | str, **facts: Any) -> ip.Decision:
    """The decision on adjustments one by one: raw ten-thousandths, or text."""
    listed = [{"points": Points.of_raw(one) if isinstance(one, int) else one} for one in points]
    return policy.decide(NAME, {"kind": "department", "adjustments": listed, **facts})


def raw_of(decision: ip.Decision) -> int:
    points = decision.figures["points"]
    assert isinstance(points, Points)
    return int(points.known())


def test_plus_5_and_minus_4_under_each_reading() -> None:
    found = {name: decide(policy, "5", "-4").figures["points"] for name, policy in READINGS.items()}
    assert found == {"net": Points(1), "gross": Points(0), "each": Points(0)}
    shown = ip.readings(ZIYANG, NAME, {"kind": "department", "additions": "5", "deductions": "4"})
    assert {answer: one.status for answer, one in shown.moves["limit-is-for"].items()} == {
        "gross": "determined",
        "each": "undetermined",  # totals do not tell the single ones
    }


@pytest.mark.parametrize(
    ("points", "net", "each", "gross"),
    [
        (["3"], "3", "3", "3"),
        (["3.0001"], "3", "3", "3"),
        (["2.9999"], "2.9999", "2.9999", "2.9999"),
        (["-3.0001"], "-3", "-3", "-3"),
        (["2", "2"], "3", "4", "3"),
        (["-2", "-2", "-0.5"], "-3", "-4.5", "-3"),
        (["5", "-1"], "3", "2", "2"),
        (["1", "-5"], "-3", "-2", "-2"),
        (["2", "2", "-4"], "0", "1", "0"),
        ([], "0", "0", "0"),
    ],
)
def test_a_few_by_hand(points: list[str], net: str, each: str, gross: str) -> None:
    for reading, value in {"net": net, "each": each, "gross": gross}.items():
        assert decide(READINGS[reading], *points).figures == {"points": Points.parse(value)}, reading


@pytest.mark.parametrize("reading", READINGS)
@given(points=lists)
def test_exact_within_bounds_and_symmetric(reading: str, points: list[int]) -> None:
    found = raw_of(decide(READINGS[reading], *points))
    assert found == adjusted(points, reading)
    assert abs(found) <= LIMIT * (len(points) if reading == "each" else 1)
    assert raw_of(decide(READINGS[reading], *(-one for one in points))) == -found
    assert raw_of(decide(READINGS[reading], *reversed(points))) == found


@pytest.mark.parametrize("reading", READINGS)
@given(points=lists, place=st.integers(0, 5), more=st.integers(0, 5 * POINT))
def test_more_points_never_leave_less(reading: str, points: list[int], place: int, more: int) -> None:
    raised = [one + more if index == place else one for index, one in enumerate(points)]
    assert raw_of(decide(READINGS[reading], *raised)) >= raw_of(decide(READINGS[reading], *points))


@pytest.mark.parametrize("reading", ["net", "gross"])
@given(points=lists)
def test_totals_and_the_list_say_the_same(reading: str, points: list[int]) -> None:
    added, deducted = sum(one for one in points if one > 0), -sum(one for one in points if one < 0)
    totals = {"additions": Points.of_raw(added), "deductions": Points.of_raw(deducted)}
    by_totals = READINGS[reading].decide(NAME, {"kind": "department", **totals})
    by_list, by_both = (decide(READINGS[reading], *points, **more) for more in ({}, totals))
    assert by_totals.figures == by_list.figures == by_both.figures


def rows(rng: random.Random, count: int) -> list[Row]:
    def points() -> int:
        return rng.choice(EDGES) if rng.random() < 0.6 else rng.randint(0, 10**13)

    return [
        with_unknowns(
            rng,
            {
                "adjusted_unit.kind": rng.choice(("department", "department", "department", "county")),
                "adjusted_unit.additions": points(),
                "adjusted_unit.deductions": points(),
            },
        )
        for _ in range(count)
    ]


@pytest.mark.parametrize("reading", READINGS)
def test_decisions_expected_values_and_every_engine_agree(reading: str) -> None:
    some = rows(random.Random(reading), 250)
    check_rows(READINGS[reading], NAME, some, lambda row: points_adjustment(row, reading), ENGINES)


@pytest.mark.parametrize("reading", ["net", "gross"])
def test_z3_proves_the_bounds_the_symmetry_and_that_additions_never_hurt(reading: str) -> None:
    proof = Proof()
    formulas = READINGS[reading].provision(NAME).formulas
    assert isinstance(formulas, Score)
    points = proof.of(formulas.points)
    added, deducted = (proof.facts[f"adjusted_unit.{name}"][1].value for name in ("additions", "deductions"))
    real = z3.And(added >= 0, deducted >= 0)
    inside = z3.And(points.value >= -LIMIT, points.value <= LIMIT)
    mirrored = z3.substitute(points.value, (added, deducted), (deducted, added))
    other = z3.Int("more")
    more = z3.substitute(points.value, (added, other))
    assert proof.refuted(z3.Implies(points.known, inside)) is None
    assert proof.refuted(z3.Implies(z3.And(points.known, real), mirrored == -points.value)) is None
    assert proof.refuted(z3.Implies(z3.And(points.known, real, other >= added), more >= points.value)) is None


def test_the_two_readings_differ_where_z3_says_so() -> None:
    proof = Proof()
    net, gross = (proof.of(READINGS[name].provision(NAME).formulas.values["points"]) for name in ("net", "gross"))
    real = z3.And(*(term.value >= 0 for sort, term in proof.facts.values() if sort == "points"))
    facts = proof.refuted(z3.Implies(z3.And(net.known, gross.known, real), net.value == gross.value))
    assert facts is not None
    totals = {name: Points.of_raw(facts[f"adjusted_unit.{name}"]) for name in ("additions", "deductions")}
    both = [READINGS[name].decide(NAME, {"kind": "department", **totals}).figures for name in ("net", "gross")]
    assert both[0] != both[1]


@pytest.mark.parametrize("reading", READINGS)
def test_an_adjustment_that_is_not_known_leaves_it_open(reading: str) -> None:
    adjustments = [{"points": "1"}, {"reason": "待定"}]
    decision = READINGS[reading].decide(NAME, {"kind": "department", "adjustments": adjustments})
    assert (decision.status, decision.missing) == ("undetermined", ("adjustment.points",))


def test_only_departments_are_adjusted() -> None:
    assert decide(ZIYANG, "1", kind="县（区）").outcome.failed == ("unit_included",)
    assert decide(ZIYANG, "1", kind=None).missing == ("adjusted_unit.kind",)


def test_an_explanation_by_totals_shows_what_counts() -> None:
    facts = {"单位类型": "市级部门", "加分合计": "5", "扣分合计": "4"}
    lines = READINGS["gross"].decide(NAME, facts).explain()
    assert "计入的加分：加分合计 5分 与 3分 取较小者 = 3分" in lines
    assert "结论：加减分：0分" in lines


def test_totals_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ip.errors.FactsError) as refused:
        decide(ZIYANG, "5", "-4", additions="4", deductions="-1")
    assert str(refused.value).splitlines() == [
        "additions: 4分 in all, but those listed come to 5分; correct one of the two, or leave the total out",
        "deductions: -1分 is below zero; write what is added and what is deducted as 0 or more",
    ]
    with pytest.raises(ip.errors.TermsError, match="-3分 is below zero; write 3 for ±3"):
        ZIYANG.vary({f"{NAME}.limit": "-3"})
    assert AdjustedUnit().added.missing == {"adjusted_unit.additions"}
