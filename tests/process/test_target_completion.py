"""HB.targets (淮北市投资促进中心2022-06-20, 四)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import investpolicy as ip
from investpolicy.facts import TargetYear
from tests.expected import target_completion as expected

HUAIBEI = ip.policy("huaibei-2022")
# what the city's paper reported on 2022-07-06
REPORTED: dict[str, Any] = {"year": 2022, "as_of": "2022-07-06", "signed": 188, "started": 92, "completed": 98}


def decide(policy: ip.Policy = HUAIBEI, **facts: Any) -> ip.Decision:
    return policy.decide("targets", facts)


def test_the_first_half_of_2022() -> None:
    decision = decide(**REPORTED)
    shown = {name: str(decision.figures[name]) for name in ("signed", "started", "completed")}
    assert shown == {"signed": "60.6%", "started": "40.9%", "completed": "56%"}
    assert decision.status == "undetermined", "nothing is told of sizes and of fixed assets"
    assert decision.missing == ("target_year.fixed_assets", "target_year.signed_of_size")
    known = "新签约工业项目：60.6%；新开工工业项目：40.9%；新竣工工业项目：56%"
    assert decision.conclusion() == f"无法判定；已知：{known}"
    sizes = [{"at_least": "50亿元", "number": 2}, {"at_least": "10亿元", "number": 15}]
    complete = decide(**REPORTED, signed_of_size=sizes, fixed_assets="80亿元")
    assert complete.status == "determined"
    assert str(complete.figures["size.10亿元"]) == "62.5%"
    assert "新签约工业项目：完成 188，目标 310，完成率 60.6%" in complete.explain()
    assert complete.citation.section == "四、关于建议“四”"


def test_the_targets_are_those_of_one_year() -> None:
    other = decide(**{**REPORTED, "year": 2021, "as_of": None})
    assert (other.status, other.outcome.failed) == ("ineligible", ("year_of_targets",))
    assert dict(other.figures) == {}
    assert "目标是 2022 年的，不适用于其他年度" in other.explain()
    untold = decide(**{name: one for name, one in REPORTED.items() if name != "year"})
    assert (untold.status, untold.missing) == ("undetermined", ("year",))
    assert str(untold.figures["signed"]) == "60.6%"
    next_year = HUAIBEI.vary({"targets.year": "2023"})
    assert decide(next_year, year=2022, signed=1).status == "ineligible"


@pytest.mark.parametrize(("done", "reached"), [(309, False), (310, True), (311, True)])
def test_one_project_short_is_not_reached_whatever_it_is_rounded_to(done: int, reached: bool) -> None:
    assert decide(year=2022, signed=done).figures["signed_reached"].to_json() is reached
    target = HUAIBEI.vary({"targets.signed": "10000"})
    almost = decide(target, year=2022, signed=9999)
    assert str(almost.figures["signed"]) == "99.99%"
    assert almost.figures["signed_reached"].to_json() is False


def test_one_fen_of_fixed_assets_short_is_not_reached() -> None:
    assert decide(year=2022, fixed_assets="165亿元").figures["fixed_assets_reached"].to_json() is True
    short = decide(year=2022, fixed_assets="16499999999.99元").figures
    assert (str(short["fixed_assets"]), short["fixed_assets_reached"].to_json()) == ("99.9999999999%", False)


def test_a_target_of_zero_is_undetermined() -> None:
    found = decide(HUAIBEI.vary({"targets.started": "0"}), **REPORTED)
    assert found.figures["started"].to_json() is None
    assert "terms.started" in found.missing


DAYS = st.none() | st.integers(-40, 400).map(lambda days: date(2022, 1, 1) + timedelta(days=days))
AMOUNTS = st.sampled_from([0, 10, 50, 60]).flatmap(
    lambda yi: st.sampled_from([-1, 0, 1]).map(lambda fen: max(yi * expected.YI + fen, 0))
)


@st.composite
def listed(draw: st.DrawFn) -> expected.Listed:
    days = sorted(draw(st.lists(DAYS, min_size=3, max_size=3)), key=lambda day: day or date.max)
    return draw(st.sampled_from("ABCDE")), draw(AMOUNTS), days[0], days[1], days[2]


def project(one: expected.Listed) -> dict[str, Any]:
    section, amount, *days = one
    names = ("signed_on", "started_on", "completed_on")
    told = {name: day or "尚未" for name, day in zip(names, days, strict=True)}
    return {"sector": section, "agreed_investment": f"{amount}分", **told}


@settings(max_examples=60)
@given(st.lists(listed(), max_size=8), st.integers(0, 364), st.booleans())
def test_a_list_is_counted_as_expected(projects: list[expected.Listed], days: int, nested: bool) -> None:
    policy = HUAIBEI if nested else HUAIBEI.under({"targets.nested": "separate"})
    last = date(2022, 1, 1) + timedelta(days=days)
    found = decide(policy, year=2022, as_of=last, projects=[project(one) for one in projects]).figures
    told = expected.of_list(projects, 2022, last, nested=nested)
    assert {name: getattr(found[name], "fraction", None) for name in told} == told
    assert {name: str(found[name]) for name in told} == {name: expected.shown(rate) for name, rate in told.items()}


def test_a_day_that_is_not_known_leaves_the_number_open() -> None:
    projects = [{"sector": "C", "agreed_investment": "20亿元", "signed_on": "2022-03-01"}, {"sector": "C"}]
    found = decide(year=2022, projects=projects)
    assert found.figures["signed"].to_json() is None
    assert {"project.signed_on", "project.started_on"} <= set(found.missing)
    assert "project.agreed_investment" in found.missing, "of the sizes"


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        (
            {"year": 2022, "signed": 3, "projects": []},
            "projects: are listed, and signed told too; give the list or the numbers",
        ),
        (
            {"signed_of_size": [{"at_least": "10亿元", "number": 2}, {"at_least": "50亿元", "number": 3}]},
            "signed_of_size: 3 of 50亿元 or more, 2 of 10亿元 or more; count the larger ones among the smaller too",
        ),
        (
            {"signed": 1, "signed_of_size": [{"at_least": "10亿元", "number": 2}]},
            "signed_of_size: 2 of 10亿元 or more, but 1 signed in all; check the two numbers",
        ),
        (
            {"projects": [{"completed_on": "2022-06-02", "in_production_on": "2022-06-01"}]},
            "projects.0.in_production_on: 投产日期 2022-06-01 is before 竣工日期 2022-06-02; check the two dates",
        ),
        (
            {"year": 2022, "as_of": "2021-12-31"},
            "as_of: 2021-12-31 is before the year 2022; write a day of the year or later",
        ),
    ],
)
def test_facts_that_contradict_each_other_are_refused(facts: dict[str, Any], message: str) -> None:
    with pytest.raises(ip.errors.FactsError) as refusal:
        TargetYear.model_validate(facts)
    assert str(refusal.value) == message


def test_sizes_must_rise() -> None:
    sizes = [{"at_least": "50亿元", "number": "3"}, {"at_least": "10亿元", "number": "24"}]
    with pytest.raises(ip.errors.TermsError, match="10亿元 stands after 50亿元"):
        HUAIBEI.vary({"targets.sizes": sizes})


def test_a_decision_can_be_checked_again() -> None:
    decision = decide(**REPORTED, fixed_assets="80亿元")
    assert ip.verify(decision.to_json()).ok
