"""HB.growth (淮北市投资促进中心2022-06-20, 一)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import investpolicy as ip
from tests.expected.growth import grown, status

HUAIBEI = ip.policy("huaibei-2022")
NAMES = ("signed", "started", "completed")


def decide(pairs: list[tuple[int | None, int | None]]) -> ip.Decision:
    facts: dict[str, Any] = {"year": 2022}
    for name, (now, before) in zip(NAMES, pairs, strict=True):
        facts |= {name: now, f"{name}_before": before}
    return HUAIBEI.decide("growth", facts)


@pytest.mark.parametrize(
    ("now", "text", "met"),
    [(15_981, "59.8%", False), (15_996, "59.96%", False), (15_999, "59.99%", False), (16_000, "60%", True)],
)
def test_what_rounds_up_to_60_percent_has_not_grown_by_60_percent(now: int, text: str, met: bool) -> None:
    decision = decide([(now, 10_000)] * 3)
    assert str(decision.figures["signed"]) == text
    assert decision.status == ("met" if met else "not_met")
    assert decision.outcome.failed == (() if met else NAMES)
    assert f"增幅 {text}，要求 60%" in decision.explain()


def test_from_nothing_no_growth_is_determined() -> None:
    decision = decide([(7, 0), (16, 10), (16, 10)])
    assert (decision.status, decision.missing) == ("undetermined", ("growth_year.signed_before",))
    assert "上年为零，增幅无从计算" in decision.explain()
    assert "so that no growth is defined" in decision.explain("en")


NUMBERS = st.none() | st.sampled_from([0, 5, 8, 10, 15, 16, 17, 159, 160])


@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=3, max_size=3))
def test_as_expected(pairs: list[tuple[int | None, int | None]]) -> None:
    decision = decide(pairs)
    assert decision.status == status(pairs)
    for name, pair in zip(NAMES, pairs, strict=True):
        rate = decision.figures[name]
        assert (None if rate.to_json() is None else getattr(rate, "fraction", None)) == grown(*pair)


def test_a_list_is_counted_to_the_same_day_of_both_years() -> None:
    days = ["2021-02-28", "2021-03-01", "2022-01-05", "2022-02-28", "2022-03-01"]
    projects = [{"sector": "C", "signed_on": day, "started_on": "尚未", "completed_on": "尚未"} for day in days]
    facts = {"year": 2022, "as_of": "2022-02-28", "projects": projects}
    decision = HUAIBEI.decide("growth", facts)
    assert str(decision.figures["signed"]) == "100%"
    assert str(HUAIBEI.decide("growth", facts | {"as_of": None}).figures["signed"]) == "50%"
    assert decision.missing == ("growth_year.completed_before", "growth_year.started_before"), "none before"


def test_numbers_beside_a_list_are_refused() -> None:
    with pytest.raises(ip.errors.FactsError, match="signed_before told too; give the list or the numbers"):
        HUAIBEI.decide("growth", {"year": 2022, "signed_before": 3, "projects": []})
