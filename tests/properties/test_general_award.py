"""The general award: another city's measure, written as YAML and no Python."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import investpolicy as ip
from investpolicy import frames

CITY = """\
schema: 1
id: some-city
prefix: SC
title: {zh: "某市奖励办法", en: "Measures of some city"}
issuer: {zh: "某市", en: "Some city"}
published: 2020-04-02
in_force_from: 2020-04-02
checked: 2026-11-22
provisions:
  step-award:
    kind: C
    label: {zh: "落地奖励", en: "landing award"}
    section: {zh: "第三条", en: "article 3"}
    says: {zh: "按固定资产投资分档奖励。", en: "An award in brackets of fixed-asset investment."}
    rule: award
    terms:
      threshold: 2亿元
      threshold_base: fixed_asset_investment
      threshold_edge: included
      scale:
        kind: base-plus-step
        base: fixed_asset_investment
        partial_step: not-counted
        brackets:
          - {from: 2亿元, below: 5亿元, amount: 6万元, step: 1亿元, per_step: 1万元}
          - {from: 5亿元, below: 10亿元, amount: 10万元, step: 1亿元, per_step: 1.5万元}
          - {from: 10亿元, amount: 20万元, step: 1亿元, per_step: 2万元}
      cap: 50万元
      landed_means: started
      discretionary: no
"""
YI = 10**10


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> ip.Policy:
    path: Path = tmp_path_factory.mktemp("policy") / "some-city.yaml"
    path.write_text(CITY, encoding="utf-8")
    return ip.load_policy(path)


def expected(fen: int, paid: int = 0) -> int:
    """The award in 分, in fractions: by band from its start, whole steps only, 50万元 less what was paid at most."""
    if fen < 2 * YI:
        return 0
    start, base, each = (
        (2, 6, Fraction(1)) if fen < 5 * YI else (5, 10, Fraction(3, 2)) if fen < 10 * YI else (10, 20, Fraction(2))
    )
    wan = base + (fen - start * YI) // YI * each
    return min(int(wan * 10**6), max(50 * 10**6 - paid, 0))


def decide(city: ip.Policy, fen: int, paid: int = 0) -> ip.Decision:
    facts = {
        "project": {"fixed_asset_investment": ip.Money.fen(fen), "started_on": "2020-06-01"},
        "paid_before": ip.Money.fen(paid),
    }
    return city.decide("step-award", facts)


@pytest.mark.parametrize(
    ("yi", "wan"),
    [("2", "6"), ("3", "7"), ("5", "10"), ("8", "14.5"), ("10", "20"), ("20", "40"), ("25", "50"), ("30", "50")],
)
def test_the_figures_of_such_a_measure(city: ip.Policy, yi: str, wan: str) -> None:
    assert decide(city, ip.Money.yi(yi).in_fen).amount == ip.Money.wan(wan)


@pytest.mark.parametrize("edge", [2, 3, 5, 6, 10, 11, 25])
def test_at_one_fen_below_and_one_fen_above_each_edge(city: ip.Policy, edge: int) -> None:
    for fen in (edge * YI - 1, edge * YI, edge * YI + 1):
        assert decide(city, fen).amount.in_fen == expected(fen)


@given(st.integers(0, 40 * YI), st.integers(0, 60 * 10**6))
def test_as_expected_and_never_above_the_cap(city: ip.Policy, fen: int, paid: int) -> None:
    amount = decide(city, fen, paid).amount.in_fen
    assert amount == expected(fen, paid)
    assert 0 <= amount <= 50 * 10**6


@given(st.lists(st.none() | st.integers(0, 40 * YI), min_size=1, max_size=20))
def test_columns_agree(city: ip.Policy, fens: list[int | None]) -> None:
    frame = pl.DataFrame(
        {"fixed_asset_investment": fens, "started_on": ["2020-06-01"] * len(fens)},
        schema_overrides={"fixed_asset_investment": pl.Int64},
    ).with_columns(pl.col("started_on").str.to_date())
    found = frames.evaluate(city, "step-award", frame)
    assert found["amount"].to_list() == [None if fen is None else expected(fen) for fen in fens]


def test_unknown_facts_are_named(city: ip.Policy) -> None:
    decision = city.decide("step-award", {"project": {"fixed_asset_investment": "3亿元"}})
    assert (str(decision.status), decision.missing) == ("undetermined", ("project.started_on",))
