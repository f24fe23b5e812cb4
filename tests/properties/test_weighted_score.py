"""ZY.special-item (十): 20 points, and the other scores of the same rule."""

from __future__ import annotations

import random
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
import z3
from hypothesis import given
from hypothesis import strategies as st

import investpolicy as ip
from investpolicy.facts import AssessedUnit
from investpolicy.outcomes import Score
from investpolicy.values import Points
from tests.expected.answer import YI
from tests.expected.weighted_score import POINT, clamp, weighted, weighted_score

from .agree import answer_of, check_rows
from .generate import ENGINES, Row, amount, model_of, with_unknowns
from .prove import Proof

NAME = "special-item"
ZIYANG = ip.policy("ziyang")
BRACKETS = [(YI, 5 * POINT), (5 * YI, 12 * POINT + 5_000), (9 * YI, 25 * POINT)]
BY_AMOUNT = {
    "kind": "by-amount",
    "brackets": [
        {"from": "1亿元", "points": "5"},
        {"from": "5亿元", "points": "12.5"},
        {"from": "9亿元", "points": "25"},
    ],
}
SCALES = {
    "open": ZIYANG,
    "as-assessed": ZIYANG.vary({f"{NAME}.scale": "as-assessed"}),
    "by-amount": ZIYANG.vary({f"{NAME}.scale": BY_AMOUNT}),
}
KINDS = ("county", "high_tech_zone", "airport_zone", "park", "department", "outpost")

raw_points = st.sampled_from([-1, 0, 1, 20 * POINT - 1, 20 * POINT, 20 * POINT + 1]) | st.integers(
    -50 * POINT, 50 * POINT
)


def units(rng: random.Random) -> Row:
    """A unit with its points and an amount, often about an edge."""
    edge = rng.choice([0, 20 * POINT, *(points for _, points in BRACKETS)])
    return with_unknowns(
        rng,
        {
            "assessed_unit.kind": rng.choice(KINDS[: rng.choice((3, 6))]),
            "assessed_unit.earned": edge + rng.randint(-2, 2) if rng.random() < 0.5 else rng.randint(-(10**13), 10**13),
            "assessed_unit.measured": rng.choice([amount(rng), *(start + rng.randint(-1, 1) for start, _ in BRACKETS)]),
        },
    )


def decide(policy: ip.Policy, **facts: Any) -> ip.Decision:
    return policy.decide(NAME, {"kind": "county", **facts})


def raw_of(decision: ip.Decision) -> int:
    points = decision.figures["points"]
    assert isinstance(points, Points)
    return int(points.known() if points.is_known else 0)


# bounds ---------------------------------------------------------------------------------------------


def test_how_points_are_earned_is_open_and_the_bounds_are_shown() -> None:
    decision = decide(ZIYANG, earned="18")
    assert (decision.status, decision.missing) == ("undetermined", ("terms.scale",))
    assert isinstance(decision.outcome, Score)
    assert (decision.outcome.at_least, decision.outcome.at_most) == (Points(0), Points(20))
    assert "最低分 0，最高分 20" in decision.explain()
    assert "fewest points 0, most points 20" in decision.explain("en")
    assert decision.citation.section == "十、完善督查考核机制"


@pytest.mark.parametrize(
    ("earned", "held"),
    [
        ("-0.0001", "0"),
        ("0", "0"),
        ("0.0001", "0.0001"),
        ("19.9999", "19.9999"),
        ("20", "20"),
        ("20.0001", "20"),
        ("21.5", "20"),
    ],
)
def test_never_below_0_nor_above_20(earned: str, held: str) -> None:
    decision = decide(SCALES["as-assessed"], earned=earned)
    assert decision.figures == {"points": Points.parse(held)}
    assert decision.conclusion("zh") == f"得分：{Points.parse(held)}"


@given(raw_points, raw_points)
def test_points_are_exact_held_in_bounds_and_never_fall(one: int, other: int) -> None:
    low, high = (raw_of(decide(SCALES["as-assessed"], earned=Points.of_raw(earned))) for earned in sorted((one, other)))
    assert (low, high) == tuple(clamp(earned, 0, 20 * POINT) for earned in sorted((one, other)))
    assert 0 <= low <= high <= 20 * POINT


@pytest.mark.parametrize("scale", ["as-assessed", "by-amount"])
def test_z3_proves_the_bounds_and_that_more_is_never_less(scale: str) -> None:
    proof = Proof()
    formulas = SCALES[scale].provision(NAME).formulas
    assert isinstance(formulas, Score)
    points = proof.of(formulas.points)
    inside = z3.And(points.value >= 0, points.value <= 20 * POINT)
    assert proof.refuted(z3.Implies(points.known, inside)) is None
    path = "assessed_unit.earned" if scale == "as-assessed" else "assessed_unit.measured"
    fact, other = proof.facts[path][1].value, z3.Int("more")
    more = z3.substitute(points.value, (fact, other))
    assert proof.refuted(z3.Implies(z3.And(points.known, other >= fact), more >= points.value)) is None


@pytest.mark.parametrize("scale", SCALES)
def test_decisions_expected_values_and_every_engine_agree(scale: str) -> None:
    rng = random.Random(scale)
    rows = [units(rng) for _ in range(250)]
    check_rows(SCALES[scale], NAME, rows, lambda row: weighted_score(row, scale, BRACKETS), ENGINES)
    statuses = {answer_of(SCALES[scale].decide(NAME, model_of(AssessedUnit, row))).status for row in rows}
    assert statuses == {"ineligible", "undetermined"} | ({"determined"} if scale != "open" else set())


def test_only_counties_and_the_two_zones_have_the_item() -> None:
    for kind in KINDS:
        decision = SCALES["as-assessed"].decide(NAME, {"kind": kind, "earned": "3"})
        assert (decision.status == "determined") is (kind in KINDS[:3])


@pytest.mark.parametrize(
    ("fen", "points"), [(YI - 1, "0"), (YI, "5"), (5 * YI - 1, "5"), (5 * YI, "12.5"), (9 * YI, "20")]
)
def test_points_by_an_amount(fen: int, points: str) -> None:
    decision = decide(SCALES["by-amount"], measured=ip.Money.fen(fen))
    assert decision.figures == {"points": Points.parse(points)}


# weighted items -------------------------------------------------------------------------------------


def items_policy(points: Sequence[int], most: str | None = None) -> ip.Policy:
    """Weighted items called 1, 2, … with these points."""
    items = [{"name": str(place), "points": Points.of_raw(one)} for place, one in enumerate(points, start=1)]
    scale = {"kind": "weighted", "items": items} | ({"completion_at_most": most} if most else {})
    return ZIYANG.vary({f"{NAME}.scale": scale})


def items_of(results: Sequence[tuple[int, int]]) -> list[dict[str, Any]]:
    """Done and target of each, in hundredths."""
    return [
        {"name": str(place), "done": Decimal(done) / 100, "target": Decimal(target) / 100}
        for place, (done, target) in enumerate(results, start=1)
    ]


def test_completion_times_points_is_summed_and_rounded_once() -> None:
    policy = items_policy([4 * POINT, 4 * POINT, 12 * POINT])
    results = items_of([(100, 300), (100, 300), (5_000, 10_000)])  # 1.333… + 1.333… + 6
    decision = decide(policy, items=results)
    assert decision.figures == {"points": Points.parse("8.67")}, "rounding each would give 8.66"
    assert "1：4分 × 1/3" in decision.explain()
    assert ip.verify(decision.to_json()).ok


@pytest.mark.parametrize(("done", "points"), [(12_344, "12.34"), (12_345, "12.35"), (12_346, "12.35")])
def test_halves_are_rounded_up_at_a_hundredth(done: int, points: str) -> None:
    decision = decide(items_policy([POINT]), items=[{"name": "1", "done": str(done), "target": "1000"}])
    assert decision.figures == {"points": Points.parse(points)}


@given(
    st.lists(
        st.tuples(st.integers(0, 15 * POINT), st.integers(0, 10**6), st.integers(1, 10**6)), min_size=1, max_size=5
    ),
    st.sampled_from([None, "100%", "120%"]),
)
def test_weighted_sums_are_the_expected_ones(items: list[tuple[int, int, int]], most: str | None) -> None:
    decision = decide(
        items_policy([points for points, _, _ in items], most), items=items_of([(done, of) for _, done, of in items])
    )
    limit = None if most is None else Fraction(int(most[:-1]), 100)
    total = weighted([(points, Fraction(done, of)) for points, done, of in items], limit)
    assert raw_of(decision) == clamp(total, 0, 20 * POINT)


@given(st.integers(0, 10**5), st.integers(0, 10**5), st.integers(1, 10**5))
def test_doing_more_never_earns_less(one: int, other: int, target: int) -> None:
    policy = items_policy([7 * POINT + 3], "120%")
    low, high = (raw_of(decide(policy, items=items_of([(done, target)]))) for done in sorted((one, other)))
    assert low <= high <= weighted([(7 * POINT + 3, Fraction(6, 5))])


@given(st.permutations(range(4)))
def test_the_order_of_items_does_not_matter(order: list[int]) -> None:
    results = items_of([(1, 3), (2, 7), (5, 6), (9, 4)])
    policy = items_policy([POINT, 2 * POINT, 3 * POINT, 4 * POINT])
    assert raw_of(decide(policy, items=[results[place] for place in order])) == raw_of(decide(policy, items=results))


@pytest.mark.parametrize(
    ("item", "missing"),
    [
        ({"done": "3", "target": "0"}, "assessed_item.target"),  # a target of zero says nothing
        ({"done_amount": "3元", "target_amount": "0元"}, "assessed_item.target_amount"),
        ({"target": "5"}, "assessed_item.done"),
        ({"target_amount": "5元"}, "assessed_item.done_amount"),
    ],
)
def test_a_completion_that_is_not_known_is_never_zero(item: dict[str, str], missing: str) -> None:
    decision = decide(items_policy([POINT]), items=[{"name": "1", **item}])
    assert (decision.status, decision.missing) == ("undetermined", (missing,))
    assert "1：1分 × 未知" in decision.explain()


def test_items_that_are_not_listed_leave_it_open_and_others_count_for_nothing() -> None:
    policy = items_policy([POINT, 0])
    assert decide(policy).missing == ("assessed_unit.items",)
    listed = [{"name": "1", "achieved": "是"}, {"name": "招待", "achieved": "是"}]
    decision = decide(policy, items=listed)  # the second item counts no points
    assert decision.figures == {"points": Points(1)}
    assert "招待：不计分" in decision.explain()


# the other provisions -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("policy", "provision", "kind"),
    [
        ("ziyang", "information-assessment", "department"),
        ("mianyang-2022", "outpost-appraisal", "outpost"),
        ("mianyang-2016", "department-points", "department"),
    ],
)
def test_scores_of_which_nothing_is_published(policy: str, provision: str, kind: str) -> None:
    text = ip.policy(policy)
    facts: dict[str, Any] = {
        "kind": kind,
        "published_on": "2023-01-20",  # only the appraisal of outposts must be made public
        "items": [{"name": "甲", "achieved": True}, {"name": "乙", "done_amount": "1亿元", "target_amount": "3亿元"}],
    }
    assert text.decide(provision, facts).missing == ("terms.highest", "terms.scale")
    scale = {"kind": "weighted", "items": [{"name": "甲", "points": "2"}, {"name": "乙", "points": "4"}]}
    half = text.vary({f"{provision}.scale": scale})
    assert half.decide(provision, facts).missing == ("terms.highest",)
    for highest, points in (("10", "3.33"), ("3", "3")):
        decision = half.vary({f"{provision}.highest": highest}).decide(provision, facts)
        assert decision.figures == {"points": Points.parse(points)}
    assert half.decide(provision, {**facts, "kind": "park"}).status == "ineligible"


def test_the_appraisal_of_an_outpost_must_be_made_public() -> None:
    appraisal = ip.policy("mianyang-2022").vary(
        {"outpost-appraisal.scale": "as-assessed", "outpost-appraisal.highest": "100"}
    )
    facts = {"kind": "outpost", "earned": "88.5"}
    decided = [
        appraisal.decide("outpost-appraisal", {**facts, "published_on": day}) for day in ("2023-01-20", "尚未", None)
    ]
    assert [str(one.status) for one in decided] == ["determined", "ineligible", "undetermined"]
    assert decided[1].outcome.failed == ("made_public",)
    assert decided[2].missing == ("assessed_unit.published_on",)


# faults ---------------------------------------------------------------------------------------------


def test_faults_of_a_record_are_told_together() -> None:
    with pytest.raises(ip.errors.FactsError) as refused:
        decide(ZIYANG, items=[{"name": "1", "achieved": "是", "done": "-1"}, {"achieved": "否"}, {"name": "1"}])
    assert str(refused.value).splitlines() == [
        "items.0: 1 is told in 2 ways; keep one: achieved; done and target; done_amount and target_amount",
        "items.0.done: -1分 is below zero; write a number of 0 or more",
        "items.1.name: has no name; write one",
        "items.2.name: '1' stands twice; keep one of the two",
    ]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"lowest": "21"}, "21分 is above the most points, 20分; exchange the two"),
        ({"step": "0"}, "0分 is no step; write such as 0.01"),
        ({"scale": {"kind": "weighted", "items": []}}, "'items' needs 1 or more inside, nothing was found"),
        (
            {"scale": {"kind": "weighted", "items": [{"name": "1", "points": "-1"}]}},
            "-1分 is below zero; write points of 0 or more",
        ),
        (
            {"scale": {"kind": "by-amount", "brackets": [{"from": "1元", "points": "1"}] * 2}},
            "from 1元 stands after from 1元; write brackets in rising order, each amount once",
        ),
        ({"scale": {"kind": "weighted", "items": [{"name": "1", "points": 1.5}]}}, "float 1.5 can not be a term"),
    ],
)
def test_terms_that_make_no_sense_are_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ip.errors.TermsError) as refused:
        ZIYANG.vary({f"{NAME}.{name}": value for name, value in changes.items()})
    assert message in str(refused.value)
