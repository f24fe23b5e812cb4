"""Schedules: each kind against Fractions, at every edge and one 分 beside it; each fault said, all in one pass."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from investpolicy import testing
from investpolicy.errors import ScheduleError
from investpolicy.facts import Measure, Project
from investpolicy.schedules import (
    SCHEDULE_LABELS,
    BasePlusStep,
    Cap,
    Edges,
    Fixed,
    Lookup,
    Marginal,
    Open,
    Ranked,
    Rate,
    Scale,
    Slab,
    Unlimited,
)
from investpolicy.values import Count, Curve, Money, Ratio
from investpolicy.values.formula import fact
from tests import oracles

SCALE: TypeAdapter[Any] = TypeAdapter(Scale)
CAP: TypeAdapter[Any] = TypeAdapter(Cap)
RANKED: TypeAdapter[Any] = TypeAdapter(Ranked)
anywhere = st.integers(0, 2 * 10**12)


def plain(bracket: Edges) -> dict[str, Any]:
    """A bracket in plain numbers, for the oracle."""
    found: dict[str, Any] = {}
    for name in type(bracket).model_fields:
        value = getattr(bracket, name)
        if isinstance(value, Money):
            found[name.rstrip("_")] = value.in_fen
        elif isinstance(value, Ratio):
            found[name] = value.fraction
    return found


def places(brackets: list[dict[str, Any]], anywhere: int) -> list[int]:
    """Every edge, one 分 beside it, and some amount."""
    edges = {one[name] for one in brackets for name in ("from", "above", "to", "below") if name in one}
    return sorted({max(edge + step, 0) for edge in edges for step in (-1, 0, 1)} | {0, anywhere, 10**16})


def amount(schedule: Any, x: int) -> int:
    """What the schedule pays a project whose base is ``x`` 分, on the record and by its curve alike."""
    project = Project.model_validate({schedule.base.value: Money.fen(x)})
    paid = schedule.amount(project)
    assert isinstance(schedule.curve, Curve)
    assert schedule.curve(x) == paid.in_fen
    return int(paid.in_fen)


# ---------------------------------------------------------------- each kind against Fractions


@given(testing.schedules("marginal"), anywhere)
def test_marginal_pays_each_rate_on_its_part(schedule: Marginal, x: int) -> None:
    brackets = [plain(one) for one in schedule.brackets]
    mode, unit = schedule.rounding.mode.value, oracles.unit_fen(schedule.rounding.unit)
    for at in places(brackets, x):
        assert amount(schedule, at) == oracles.marginal(brackets, at, mode, unit)


@given(testing.schedules("slab"), anywhere)
def test_slab_pays_one_rate_on_the_whole(schedule: Slab, x: int) -> None:
    brackets = [plain(one) for one in schedule.brackets]
    mode, unit = schedule.rounding.mode.value, oracles.unit_fen(schedule.rounding.unit)
    for at in places(brackets, x):
        assert amount(schedule, at) == oracles.slab(brackets, at, mode, unit)


@given(testing.schedules("lookup"), anywhere)
def test_lookup_pays_the_sum_of_the_bracket(schedule: Lookup, x: int) -> None:
    brackets = [plain(one) for one in schedule.brackets]
    for at in places(brackets, x):
        assert amount(schedule, at) == oracles.lookup(brackets, at)


@given(testing.schedules("base-plus-step"), anywhere, st.integers(0, 40))
def test_base_plus_step_counts_steps(schedule: BasePlusStep, x: int, steps: int) -> None:
    brackets = [plain(one) for one in schedule.brackets]
    mode, unit = schedule.rounding.mode.value, oracles.unit_fen(schedule.rounding.unit)
    on_steps = [oracles.lower(one) + steps * one["step"] + beside for one in brackets for beside in (-1, 0, 1)]
    for at in [*places(brackets, x), *(max(one, 0) for one in on_steps)]:
        expected = oracles.base_plus_step(brackets, at, schedule.partial_step, mode, unit)
        assert amount(schedule, at) == expected


@given(testing.schedules("rate"), anywhere)
def test_a_rate_is_rounded_once(schedule: Rate, x: int) -> None:
    mode, unit = schedule.rounding.mode.value, oracles.unit_fen(schedule.rounding.unit)
    assert amount(schedule, x) == oracles.rounded(schedule.rate.fraction * x, mode, unit)


@given(testing.schedules("fixed"), anywhere)
def test_a_fixed_amount_does_not_depend_on_anything(schedule: Fixed, x: int) -> None:
    assert schedule.amount(Project()) == schedule.amount_
    assert schedule.curve(x) == schedule.amount_.in_fen


@given(testing.schedules("ranked"), st.integers(0, 12))
def test_ranked_pays_by_rank(schedule: Ranked, rank: int) -> None:
    tiers = [(*one.span, one.amount.in_fen) for one in schedule.tiers]
    paid = oracles.prizes(tiers)
    assert schedule.prize(Count(rank)).in_fen == schedule.curve(rank) == paid.get(rank, 0)
    together = sum(fen for place, fen in paid.items() if place <= rank)
    assert schedule.together(Count(rank)).in_fen == together
    assert int(schedule.last_rank) == max(paid)


@given(testing.schedules("ranked"))
def test_a_tier_shared_by_its_ranks_pays_what_the_tier_is_worth(schedule: Ranked) -> None:
    shared = schedule.shared_in_tiers()
    for tier in schedule.tiers:
        first, last = tier.span
        parts = [shared.curve(rank) for rank in range(first, last + 1)]
        assert parts == oracles.largest_remainder(tier.amount.in_fen, [1] * (last - first + 1))


# ---------------------------------------------------------------- edges, worked out by hand

YI = 10**10


def brackets_of(*edges: dict[str, str], **more: str) -> dict[str, Any]:
    return {"base": "agreed", "brackets": [{**edge, **more} for edge in edges]}


@pytest.mark.parametrize(
    ("edges", "at_5_yi"),
    [
        ([{"from": "0元", "below": "5亿元"}, {"from": "5亿元"}], (1, 2, 2)),
        ([{"from": "0元", "to": "5亿元"}, {"above": "5亿元"}], (1, 1, 2)),
        ([{"above": "0元", "to": "5亿元"}, {"from": "500000000.01元"}], (1, 1, 2)),
        ([{"from": "0元", "to": "499999999.99元"}, {"from": "5亿元"}], (1, 2, 2)),
        ([{"from": "5亿元"}], (0, 1, 1)),
        ([{"above": "5亿元"}], (0, 0, 1)),
    ],
)
def test_each_edge_word_says_its_side(edges: list[dict[str, str]], at_5_yi: tuple[int, int, int]) -> None:
    brackets = [{**edge, "amount": f"{place}分"} for place, edge in enumerate(edges, start=1)]
    lookup = SCALE.validate_python({"kind": "lookup", "base": "agreed", "brackets": brackets})
    assert tuple(amount(lookup, 5 * YI + beside) for beside in (-1, 0, 1)) == at_5_yi


def test_above_nothing_does_not_pay_nothing() -> None:
    lookup = SCALE.validate_python({"kind": "lookup", **brackets_of({"above": "0元"}, amount="3元")})
    assert [amount(lookup, x) for x in (0, 1)] == [0, 300]


TWO: Any = [{"from": "0元", "to": "1亿元", "rate": "5‰"}, {"above": "1亿元", "rate": "6‰"}]


@pytest.mark.parametrize(
    ("schedule", "x", "paid"),
    [
        ({"kind": "marginal", "base": "agreed", "brackets": TWO}, "1亿元", "50万元"),
        ({"kind": "marginal", "base": "agreed", "brackets": TWO}, "3亿元", "170万元"),
        ({"kind": "slab", "base": "agreed", "brackets": TWO}, "1亿元", "50万元"),
        ({"kind": "slab", "base": "agreed", "brackets": TWO}, "100000001元", "600000.01元"),
        ({"kind": "slab", "base": "agreed", "rounding": "down to 万元", "brackets": TWO}, "10150万元", "60万元"),
        ({"kind": "rate", "base": "agreed", "rate": "1/3"}, "100元", "33.33元"),
        ({"kind": "rate", "base": "agreed", "rate": "1/3", "rounding": "up to 元"}, "100元", "34元"),
    ],
)
def test_amounts_worked_out_by_hand(schedule: dict[str, Any], x: str, paid: str) -> None:
    assert amount(SCALE.validate_python(schedule), Money.parse(x).in_fen) == Money.parse(paid).in_fen


@pytest.mark.parametrize(
    ("partial", "expected"),
    [
        ("not-counted", ["10万元", "10万元", "12万元", "12万元"]),
        ("counted", ["10万元", "12万元", "12万元", "14万元"]),
        ("pro-rata", ["10万元", "12万元", "12万元", "12万元"]),  # half-up to the 分
    ],
)
def test_a_step_that_has_begun(partial: str, expected: list[str]) -> None:
    bracket = {"from": "1亿元", "amount": "10万元", "step": "1亿元", "per_step": "2万元"}
    data = {"kind": "base-plus-step", "base": "agreed", "partial_step": partial, "brackets": [bracket]}
    schedule = SCALE.validate_python(data)
    paid = [amount(schedule, x) for x in (YI, 2 * YI - 1, 2 * YI, 2 * YI + 1)]
    assert paid == [Money.parse(one).in_fen for one in expected]


# ---------------------------------------------------------------- reading


def test_an_amount_alone_is_fixed_and_two_words_stand_for_themselves() -> None:
    assert SCALE.validate_python("30万元") == Fixed.model_validate({"amount": "30万元"})
    assert SCALE.validate_python(Money.wan(30)) == Fixed.model_validate({"amount": "30万元"})
    assert isinstance(SCALE.validate_python("open"), Open)
    assert isinstance(CAP.validate_python("unlimited"), Unlimited)


def test_an_open_schedule_waits_for_itself_and_for_its_base() -> None:
    scale = SCALE.validate_python({"kind": "open", "base": "actual"})
    assert scale.amount(Project()).missing == {"terms", "project.actual_investment"}
    assert scale.amount(Project(actual_investment="1元")).missing == {"terms"}
    assert SCALE.validate_python("open").amount(Project()).missing == {"terms"}


def test_unlimited_is_more_than_any_amount() -> None:
    assert CAP.validate_python("unlimited").amount(Project()) == Money.yi(10**6)


@pytest.mark.parametrize("kind", ["open", "unlimited"])
def test_what_is_not_published_has_no_curve(kind: str) -> None:
    with pytest.raises(ScheduleError, match=r"has no curve; use a schedule that is published$"):
        _ = CAP.validate_python(kind).curve


@given(testing.schedules())
def test_schedules_are_values(schedule: testing.AnySchedule) -> None:
    fresh = copy.deepcopy(schedule)
    if schedule.kind not in ("open", "unlimited"):
        assert schedule.curve == fresh.curve
    for same in (fresh, pickle.loads(pickle.dumps(schedule))):
        assert same == schedule
        assert hash(same) == hash(schedule)
        assert str(same) == str(schedule)
    again = (RANKED if schedule.kind == "ranked" else CAP).validate_json(schedule.model_dump_json(by_alias=True))
    assert again == schedule
    with pytest.raises(ValueError, match="frozen"):
        schedule.kind = "fixed"


@pytest.mark.parametrize("kind", SCHEDULE_LABELS)
@settings(max_examples=5)
@given(st.data())
def test_every_kind_is_drawn(kind: str, data: st.DataObject) -> None:
    assert data.draw(testing.schedules(kind)).kind == kind


def test_a_kind_that_does_not_exist_can_not_be_drawn() -> None:
    with pytest.raises(ValueError, match=r"^no such kind of schedule: slabs; known: fixed, rate"):
        testing.schedules("slabs")


def test_an_unknown_base_leaves_the_amount_unknown() -> None:
    rate = SCALE.validate_python({"kind": "rate", "base": "actual", "rate": "5%"})
    assert rate.amount(Project()).missing == {"project.actual_investment"}
    symbol = rate.amount(Project.symbols())
    assert repr(symbol.raw.args[0]) == repr(fact("project.actual_investment", "money"))


def test_a_schedule_may_be_on_any_measure() -> None:
    for place, measure in enumerate(Measure, start=1):
        rate = SCALE.validate_python({"kind": "rate", "base": measure.label.zh, "rate": "100%"})
        assert rate.amount(Project.model_validate({measure.value: f"{place}元"})) == Money.yuan(place)


# ---------------------------------------------------------------- refusals, all of one pass together

FOLDER = Path(__file__).parent / "errors" / "schedules"
REFUSED: dict[str, dict[str, Any]] = {
    "gap": {"kind": "slab", "base": "agreed", "brackets": [{"from": "0元", "below": "1亿元", "rate": "1%"}, {"from": "2亿元", "rate": "2%"}]},  # noqa: E501
    "gap_of_one_fen": {"kind": "slab", "base": "agreed", "brackets": [{"from": "0元", "below": "1亿元", "rate": "1%"}, {"above": "1亿元", "rate": "2%"}]},  # noqa: E501
    "overlap_of_one_fen": {"kind": "slab", "base": "agreed", "brackets": [{"from": "0元", "to": "1亿元", "rate": "1%"}, {"from": "1亿元", "rate": "2%"}]},  # noqa: E501
    "no_end_before_the_last": {"kind": "lookup", **brackets_of({"from": "0元"}, {"from": "1亿元"}, amount="1元")},
    "end_of_the_last": {"kind": "lookup", **brackets_of({"from": "0元", "to": "1亿元"}, amount="1元")},
    "wrong_order": {"kind": "lookup", **brackets_of({"from": "2亿元", "below": "3亿元"}, {"from": "1亿元", "below": "2亿元"}, {"from": "3亿元"}, amount="1元")},  # noqa: E501
    "empty_brackets": {"kind": "lookup", **brackets_of({"from": "1亿元", "below": "1亿元"}, {"from": "1亿元"}, amount="1元")},  # noqa: E501
    "no_brackets": {"kind": "slab", "base": "agreed", "brackets": []},
    "edges_missing_and_twice": {"kind": "lookup", **brackets_of({"to": "1亿元"}, {"from": "2亿元", "above": "1亿元", "to": "3亿元", "below": "4亿元"}, {"above": "3亿元"}, amount="1元")},  # noqa: E501
    "edges_below_zero": {"kind": "lookup", **brackets_of({"from": "-1元"}, amount="1元")},
    "rates_out_of_range": {"kind": "marginal", "base": "agreed", "brackets": [{"from": "0元", "to": "1亿元", "rate": "100.01%"}, {"above": "1亿元", "rate": "-1‰"}]},  # noqa: E501
    "rate_out_of_range": {"kind": "rate", "base": "agreed", "rate": "2/1"},
    "amounts_below_zero": {"kind": "base-plus-step", "base": "agreed", "partial_step": "counted", "brackets": [{"from": "0元", "amount": "-1元", "step": "1元", "per_step": "-1分"}]},  # noqa: E501
    "steps_and_edges": {"kind": "base-plus-step", "base": "agreed", "partial_step": "counted", "brackets": [{"from": "0元", "to": "1亿元", "amount": "1元", "step": "0元", "per_step": "1元"}, {"above": "2亿元", "amount": "1元", "step": "-1元", "per_step": "1元"}]},  # noqa: E501
    "step_not_said": {"kind": "base-plus-step", "base": "agreed", "brackets": [{"from": "0元", "amount": "1元", "step": "1元", "per_step": "1元"}]},  # noqa: E501
    "numbers": {"kind": "slab", "base": "agreed", "brackets": [{"from": 0, "rate": 0.05}]},
    "misspelled": {"kind": "slab", "base": "agreed", "bracket": [], "brackets": [{"frm": "0元", "rate": "5%"}]},
    "unknown_base": {"kind": "rate", "base": "agreed_investmnt", "rate": "5%"},
    "ranks_not_covered": {"kind": "ranked", "tiers": [{"ranks": "2", "amount": "3元"}, {"ranks": "5-6", "amount": "2元"}, {"ranks": "8", "amount": "1元"}]},  # noqa: E501
    "ranks_overlap": {"kind": "ranked", "tiers": [{"ranks": "1-3", "amount": "3元"}, {"ranks": "3-4", "amount": "2元"}, {"ranks": "4-5", "amount": "1元"}]},  # noqa: E501
    "ranks_empty": {"kind": "ranked", "tiers": [{"ranks": "1", "amount": "3元"}, {"ranks": "3-2", "amount": "2元"}, {"ranks": "0", "amount": "1元"}]},  # noqa: E501
    "edges_beside_rates": {"kind": "marginal", **brackets_of({"from": "0元", "to": "2亿元", "rate": "150%"}, {"from": "1亿元", "below": "0.5亿元", "rate": "x"}, {"from": "y", "below": "3亿元", "rate": "1%"}, {"from": "9亿元", "to": "9亿元", "rate": "1%"})},  # noqa: E501
    "steps_beside_edges": {"kind": "base-plus-step", "partial_step": "x", **brackets_of({"from": "0元", "to": "2亿元", "amount": "-1元", "step": "0元", "per_step": "1元"}, {"from": "1亿元", "amount": "1元", "step": "1", "per_step": "1元"})},  # noqa: E501
    "ranks_beside_amounts": {"kind": "ranked", "tiers": [{"ranks": "2", "amount": "-3元"}, {"ranks": "x", "amount": "2元"}, {"ranks": "1", "amount": "1元"}]},  # noqa: E501
    "not_brackets": {"kind": "lookup", "base": "agreed", "brackets": ["1亿元", {"from": "1亿元", "to": "2亿元", "amount": "1元"}]},  # noqa: E501
    "no_ranks": {"kind": "ranked", "tiers": [{"ranks": "first", "amount": "3元"}, {"ranks": "2-", "amount": "2元"}, {"ranks": "", "amount": "-1元"}]},  # noqa: E501
    "no_tiers": {"kind": "ranked", "tiers": []},
}  # fmt: skip
MODELS: dict[str, type[Any]] = {
    "fixed": Fixed,
    "rate": Rate,
    "marginal": Marginal,
    "slab": Slab,
    "lookup": Lookup,
    "base-plus-step": BasePlusStep,
    "ranked": Ranked,
}


@pytest.mark.parametrize("name", REFUSED)
def test_refusals(name: str) -> None:
    schedule = REFUSED[name]
    with pytest.raises(ScheduleError) as refusal:
        MODELS[schedule["kind"]].model_validate(schedule)
    assert f"{refusal.value}\n" == (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def test_every_expected_text_has_its_refusal() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(REFUSED)
