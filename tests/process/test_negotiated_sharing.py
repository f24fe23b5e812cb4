"""SD.enclave (二（三）): what two places share by negotiated shares."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import investpolicy as ip
from investpolicy.values import Points
from tests.expected.negotiated_sharing import negotiated_sharing

NAME = "enclave"
REPORT = ip.policy("shandong-report")
READINGS = {
    remainder: REPORT.under({f"{NAME}.remainder": answer})
    for remainder, answer in {"last": "last", "last-half-up": "half-up", "largest": "largest"}.items()
}


def decide(*items: dict[str, Any], policy: ip.Policy = REPORT) -> ip.Decision:
    return policy.decide(NAME, {"items": list(items)})


def test_shares_given_split_each_item_and_add_up() -> None:
    decision = decide(
        {"name": "税收留成", "amount": "100.01元", "shares": "飞出地 4 : 飞入地 6"},
        {"name": "招商任务", "points": "7", "shares": "飞出地 1 : 飞入地 1"},
    )
    assert decision.status == "determined"
    assert decision.figures == {
        "part.税收留成 · 飞出地": ip.Money.parse("40元"),
        "part.税收留成 · 飞入地": ip.Money.parse("60.01元"),
        "part.招商任务 · 飞出地": Points.parse("3.5"),
        "part.招商任务 · 飞入地": Points.parse("3.5"),
    }
    assert "税收留成：按 飞出地 4 : 飞入地 6 分享" in decision.explain()
    assert "part of 税收留成 · 飞出地: CNY 40" in decision.explain("en")
    assert decision.citation.section == "二、（三）创新招商引资方式方法"
    assert ip.verify(decision.to_json()).ok


@pytest.mark.parametrize(
    ("items", "missing"),
    [
        ([], ("enclave_agreement.items",)),
        ([{"name": "税收", "amount": "1元"}], ("shared_item.shares",)),
        ([{"name": "税收"}], ("shared_item.amount", "shared_item.shares")),
        ([{"name": "税收", "shares": "甲 1 : 乙 2"}], ("shared_item.amount",)),
        ([{"name": "任务", "points": "1"}], ("shared_item.shares",)),
    ],
)
def test_what_is_not_negotiated_is_not_invented(items: list[dict[str, str]], missing: tuple[str, ...]) -> None:
    decision = decide(*items, {"name": "另一项", "amount": "1元", "shares": "甲 1 : 乙 1"}) if items else decide()
    assert (decision.status, decision.missing) == ("undetermined", missing)


@pytest.mark.parametrize("remainder", READINGS)
@pytest.mark.parametrize("field", ["amount", "points"])
@given(total=st.integers(0, 10**13), weights=st.lists(st.integers(0, 99), min_size=2, max_size=5).filter(any))
def test_parts_are_the_expected_ones(remainder: str, field: str, total: int, weights: list[int]) -> None:
    shares = " : ".join(f"地{place} {weight}" for place, weight in enumerate(weights))
    whole = ip.Money.of_raw(total) if field == "amount" else Points.of_raw(total)
    decision = decide({"name": "项", field: whole, "shares": shares}, policy=READINGS[remainder])
    parts = [one.raw for one in decision.figures.values() if isinstance(one, (ip.Money, Points))]
    assert parts == negotiated_sharing(total, weights, remainder)
    assert sum(parts) == total


def test_faults_are_told_together() -> None:
    with pytest.raises(ip.errors.FactsError) as refused:
        decide(
            {"name": "税收", "amount": "1元", "points": "1", "shares": "4:6"},
            {"name": "税收", "points": "-1"},
            {"shares": "甲 0 : 乙 0"},
        )
    assert sorted(problem.where for problem in refused.value.problems) == [
        "items.0.points",
        "items.0.shares",
        "items.1.name",
        "items.1.points",
        "items.2.name",
        "items.2.shares",
    ]
    assert "4:6 names no parties; write such as '飞出地 4 : 飞入地 6'" in str(refused.value)
