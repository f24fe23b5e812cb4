"""HB.classify (淮北市投资促进中心2022-06-20, 五)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import investpolicy as ip
from tests.expected.classify import Recorded, classes, reserve

HUAIBEI = ip.policy("huaibei-2022")
YI = 100_000_000_00
EDGES = (10 * YI, 50 * YI)
TERMS = {
    "classify.sizes": {"kind": "from", "amounts": ["10亿元", "50亿元"]},
    "classify.mature_from": "签约",
    "classify.larger_from": "10亿元",
}
COMPLETE = HUAIBEI.vary(TERMS)
SIZES = ("不足10亿元", "10亿元以上", "50亿元以上")
AS_OF = date(2022, 6, 30)


def told(one: Recorded, place: int) -> dict[str, Any]:
    chain, region, amount, signed, started, ended = one
    days = {"signed_on": signed, "started_on": started, "ended_on": ended, "completed_on": None}
    life = {name: day or "尚未" for name, day in days.items()} | {"in_production_on": "尚未"}
    return {"name": f"项目{place}", "chain": chain, "region": region, "agreed_investment": f"{amount}分", "life": life}


@st.composite
def recorded(draw: st.DrawFn) -> Recorded:
    amounts = st.sampled_from([edge + fen for edge in EDGES for fen in (-1, 0, 1)])
    days = st.none() | st.integers(-2, 2).map(lambda days: AS_OF + timedelta(days=days))
    signed, started, ended = sorted((draw(days) for _ in range(3)), key=lambda day: day or date.max)
    return draw(st.sampled_from("甲乙")), draw(st.sampled_from("东西")), draw(amounts), signed, started, ended


@settings(max_examples=50)
@given(st.lists(recorded(), max_size=5))
def test_classes_and_reserve_as_expected(projects: list[Recorded]) -> None:
    facts = {"projects": [told(*one[::-1]) for one in enumerate(projects)], "as_of": AS_OF, "reserve": True}
    decision = COMPLETE.decide("classify", facts)
    assert decision.status == "determined"
    chains, regions, sizes = classes(projects, EDGES)
    expected = {f"chain.{name}": number for name, number in chains.items()}
    expected |= {f"region.{name}": number for name, number in regions.items()}
    expected |= {f"size.{SIZES[place]}": number for place, number in sizes.items()}
    expected |= {"projects": len(projects), "reserve": reserve(projects, AS_OF, EDGES[0])}
    assert {name: one.to_json() for name, one in decision.figures.items()} == expected


def test_what_is_mature_and_larger_is_not_published() -> None:
    facts = {"projects": [told(("甲", "东", YI, AS_OF, None, None), 1)], "as_of": AS_OF}
    decision = HUAIBEI.decide("classify", facts)
    assert decision.status == "determined"
    assert "规模分档未公布，不按规模分类" in decision.explain()
    asked = HUAIBEI.decide("classify", facts | {"reserve": True})
    assert (asked.status, asked.missing) == ("undetermined", ("terms.larger_from", "terms.mature_from"))
    assert "项目1：是否列入储备待定" in asked.explain()


def test_projects_that_are_not_listed_are_not_none() -> None:
    decision = HUAIBEI.decide("classify", {})
    assert (decision.status, decision.missing) == ("undetermined", ("project_pool.projects",))
    assert HUAIBEI.decide("classify", {"projects": []}).figures["projects"].to_json() == 0


def test_one_fact_may_decide_and_an_unknown_one_does_not() -> None:
    small = told(("甲", "东", 10 * YI - 1, AS_OF, None, None), 1)
    del small["life"]
    facts: dict[str, Any] = {"projects": [small], "as_of": AS_OF, "reserve": True}
    assert COMPLETE.decide("classify", facts).figures["reserve"].to_json() == 0, "too small, whatever its stage"
    small["agreed_investment"] = "10亿元"
    waits = COMPLETE.decide("classify", facts)
    assert waits.status == "undetermined"
    assert "project_life.signed_on" in waits.missing
    del small["chain"]
    assert "pooled_project.chain" in COMPLETE.decide("classify", facts).missing


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        ({"classify.sizes": {"kind": "from", "amounts": ["50亿元", "10亿元"]}}, "10亿元 stands after 50亿元"),
        ({"classify.mature_from": "签了约"}, "'签了约' is not one of the known"),
    ],
)
def test_terms_that_can_not_be_are_refused(terms: dict[str, Any], message: str) -> None:
    with pytest.raises(ip.errors.TermsError) as refusal:
        HUAIBEI.vary(terms)
    assert message in str(refusal.value)


def test_a_project_named_twice_is_refused() -> None:
    with pytest.raises(ip.errors.FactsError, match=r"projects\.1\.name: '某项目' stands twice"):
        HUAIBEI.decide("classify", {"projects": [{"name": "某项目"}] * 2})
