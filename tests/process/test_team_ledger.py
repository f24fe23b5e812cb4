"""SD.team-ledger (山东某市调研报告, 二（三）)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import investpolicy as ip
from tests.expected.team_ledger import Row, totals

SHANDONG = ip.policy("shandong-report")


def rows() -> st.SearchStrategy[list[Row]]:
    days = st.integers(0, 300).map(lambda days: date(2018, 1, 1) + timedelta(days=days))
    row = st.tuples(st.sampled_from("甲乙丙"), days, st.sampled_from("子丑寅"), st.integers(0, 3), st.booleans())
    return st.lists(row, max_size=8, unique_by=lambda row: row[:3])


def told(rows: list[Row]) -> list[dict[str, Any]]:
    names = ("who", "day", "place", "projects", "verified")
    return [dict(zip(names, row, strict=True)) for row in rows]


@settings(max_examples=60)
@given(rows())
def test_totals_as_expected(rows: list[Row]) -> None:
    decision = SHANDONG.decide("team-ledger", {"rows": told(rows)})
    assert decision.status == "determined"
    assert {name: one.to_json() for name, one in decision.figures.items()} == totals(rows)


def test_rows_that_are_not_listed_are_not_none() -> None:
    decision = SHANDONG.decide("team-ledger", {})
    assert (decision.status, decision.missing) == ("undetermined", ("ledger.rows",))
    assert SHANDONG.decide("team-ledger", {"rows": []}).figures["entries"].to_json() == 0


def test_projects_that_are_not_told_are_not_none() -> None:
    decision = SHANDONG.decide("team-ledger", {"rows": [{"who": "第一小分队", "place": "某公司", "day": "2018-07-03"}]})
    assert (decision.status, decision.missing) == ("undetermined", ("ledger_row.projects",))
    assert decision.figures["entries"].to_json() == 1


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([{"place": "某公司"}], "rows.0.who: is empty; write who it was"),
        ([{"who": "第一小分队"}], "rows.0.place: is empty; write where it was"),
        (
            [{"who": "第一小分队", "place": "某公司", "day": "2018-07-03"}] * 2,
            "rows.1: is row 1 once more: 第一小分队, 2018-07-03, 某公司; keep one of the two",
        ),
    ],
)
def test_rows_that_can_not_be_counted_are_refused(rows: list[dict[str, Any]], message: str) -> None:
    with pytest.raises(ip.errors.FactsError) as refusal:
        SHANDONG.decide("team-ledger", {"rows": rows})
    assert str(refusal.value) == message
