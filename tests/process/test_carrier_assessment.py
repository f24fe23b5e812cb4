"""HB.carrier-assessment (淮北市投资促进中心2022-06-20, 四)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import investpolicy as ip
from tests.expected.carrier_assessment import base_plus_step, min_max, points, proportional

HUAIBEI = ip.policy("huaibei-2022")
NAME = "carrier-assessment"
COMPLETE = {"completion_weight": "60分", "fixed_assets_weight": "40分", "fixed_assets_score": "proportional"}
OWN = {"name": "某开发区", "done": 46, "target": 40, "fixed_assets": "9亿元", "fixed_assets_target": "10亿元"}


def with_terms(**terms: Any) -> ip.Policy:
    return HUAIBEI.vary({f"{NAME}.{name}": value for name, value in (COMPLETE | terms).items()})


def decide(policy: ip.Policy = HUAIBEI, *, others: list[dict[str, Any]] | None = None, **facts: Any) -> ip.Decision:
    told = {"period": "2022年第2季度", "unit": "季度", "carrier": OWN, "others": others or [], "scored": True}
    return policy.decide(NAME, told | facts)


def earned(policy: ip.Policy, done: int, target: int = 100) -> Fraction:
    found = decide(policy, carrier=OWN | {"done": done, "target": target}).figures["credited"]
    rate: Fraction = found.fraction  # type: ignore[attr-defined]
    return rate


def test_the_ratios_are_worked_out_while_the_weights_are_open() -> None:
    decision = decide(scored=False)
    assert {name: str(one) for name, one in decision.figures.items()} == {
        "completion": "115%",
        "credited": "115%",
        "fixed_assets": "9亿元",
    }
    assert decision.status == "determined"
    scored = decide()
    terms = ("terms.completion_weight", "terms.fixed_assets_score", "terms.fixed_assets_weight")
    assert (scored.status, scored.missing) == ("undetermined", terms)
    assert str(scored.figures["credited"]) == "115%"


def test_points_are_added_up_exactly_and_rounded_once() -> None:
    assert str(decide(with_terms()).figures["points"]) == "105分"  # 60 × 1.15 + 40 × 0.9
    thirds = OWN | {"done": 1, "target": 3, "fixed_assets": "1亿元", "fixed_assets_target": "3亿元"}
    found = decide(with_terms(completion_weight="0.01分", fixed_assets_weight="0.005分"), carrier=thirds)
    assert str(found.figures["points"]) == "0.01分", "0.00333… + 0.00166… is a half"


@pytest.mark.parametrize("unit", ["季度", "年", "月"])
def test_by_quarter_and_by_year(unit: str) -> None:
    decision = decide(with_terms(), unit=unit)
    assert decision.status == ("ineligible" if unit == "月" else "determined")
    assert decide(with_terms(), unit=None).missing == ("carrier_period.unit",)


def test_a_target_of_zero_is_undetermined() -> None:
    decision = decide(with_terms(), carrier=OWN | {"target": 0})
    assert (decision.status, decision.missing) == ("undetermined", ("carrier.target",))


@pytest.mark.parametrize(
    ("done", "cap", "expected"),
    [
        (99, "100%", 99), (100, "100%", 100), (101, "100%", 100),
        (119, "120%", 119), (120, "120%", 120), (121, "120%", 120), (250, None, 250),
    ],
)  # fmt: skip
def test_completion_above_the_target(done: int, cap: str | None, expected: int) -> None:
    policy = with_terms(completion_score={"kind": "proportional", "cap": cap}) if cap else HUAIBEI
    assert earned(policy, done) == Fraction(expected, 100)


@pytest.mark.parametrize(("done", "expected"), [(59, 0), (60, 60), (61, 61), (300, 200)])
def test_nothing_below_a_floor_and_no_more_than_a_multiple_of_the_weight(done: int, expected: int) -> None:
    policy = with_terms(completion_score={"kind": "proportional", "floor": "60%", "most": "200%"})
    assert earned(policy, done) == Fraction(expected, 100)


NUMBERS = st.integers(0, 30)


@settings(max_examples=40)
@given(NUMBERS, st.integers(1, 30), st.sampled_from([None, 1, Fraction(6, 5)]), st.sampled_from([None, Fraction(1, 2)]))
def test_proportional_as_expected(done: int, target: int, cap: Fraction | None, floor: Fraction | None) -> None:
    terms = {"kind": "proportional", "most": "150%"}
    terms |= {"cap": f"{cap * 100}%"} if cap else {}
    terms |= {"floor": f"{floor * 100}%"} if floor else {}
    most = Fraction(3, 2)
    policy = with_terms(completion_score=terms)
    assert earned(policy, done, target) == proportional(Fraction(done, target), cap, floor, most)


@settings(max_examples=40)
@given(NUMBERS, st.integers(1, 30), st.sampled_from(["counted", "not-counted", "pro-rata"]))
def test_base_plus_step_as_expected(done: int, target: int, partial: str) -> None:
    terms = {"kind": "base-plus-step", "from": "100%", "base": "80%", "step": "5%", "per_step": "2%"}
    policy = with_terms(completion_score=terms | {"partial_step": partial})
    shares = (Fraction(1), Fraction(4, 5), Fraction(1, 20), Fraction(1, 50))
    assert earned(policy, done, target) == base_plus_step(Fraction(done, target), *shares, partial)


@settings(max_examples=40)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=4), st.integers(0, 600_000), st.integers(0, 400_000))
def test_min_max_and_points_as_expected(done: list[int], first: int, second: int) -> None:
    weights = {"completion_weight": f"{first / 10_000:.4f}", "fixed_assets_weight": f"{second / 10_000:.4f}"}
    policy = with_terms(completion_score="min-max", **weights)
    carriers = [OWN | {"name": str(place), "done": one, "target": 10} for place, one in enumerate(done)]
    decision = decide(policy, carrier=carriers[0], others=carriers[1:])
    expected = min_max(Fraction(done[0], 10), [Fraction(one, 10) for one in done[1:]])
    if expected is None:
        assert (decision.status, decision.missing) == ("undetermined", ("all_equal",))
        assert "各单位完成率相同，无法作极差标准化" in decision.explain()
    else:
        hundredths = points([(first, expected), (second, Fraction(9, 10))])
        assert decision.figures["points"] == ip.Points.parse(f"{hundredths / 100:.2f}")


def test_another_carrier_that_is_not_known_leaves_min_max_open() -> None:
    decision = decide(with_terms(completion_score="min-max"), others=[{"name": "另一园区", "target": 10}])
    assert (decision.status, decision.missing) == ("undetermined", ("carrier.done",))


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        ({"completion_score": {"kind": "proportional", "floor": "-1%"}}, "floor: -1% is below zero"),
        (
            {"completion_score": {"kind": "base-plus-step", "from": "100%", "base": "80%", "step": "0%",
                                  "per_step": "2%", "partial_step": "counted"}},
            "step: step 0% is not above zero",
        ),
        ({"rounded_to": "0分"}, "rounded_to: 0分 is not above zero"),
    ],
)  # fmt: skip
def test_terms_that_can_not_be_are_refused(terms: dict[str, Any], message: str) -> None:
    with pytest.raises(ip.errors.TermsError) as refusal:
        with_terms(**terms)
    assert message in str(refusal.value)


def test_a_decision_can_be_checked_again() -> None:
    assert ip.verify(decide(scored=False).to_json()).ok
