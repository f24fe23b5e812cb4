"""MY16.trip-table (绵投促〔2016〕45号, 一)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import investpolicy as ip
from tests.expected.team_ledger import Row, totals
from tests.expected.trip_table import counted

from .test_team_ledger import rows, told

MIANYANG = ip.policy("mianyang-2016")
TRIP: dict[str, Any] = {"who": "甲县", "place": "深圳", "day": "2016-03-02", "projects": 3, "verified": True}


def decide(policy: ip.Policy, rows: list[dict[str, Any]], **facts: Any) -> ip.Decision:
    return policy.decide("trip-table", {"rows": rows, **facts})


def test_only_verified_trips_are_totalled_and_the_others_are_named() -> None:
    decision = decide(MIANYANG, [TRIP, TRIP | {"place": "上海", "verified": False, "projects": None}])
    assert decision.status == "determined"
    assert (str(decision.figures["entries"]), str(decision.figures["projects.甲县"])) == ("1", "3")
    assert "未核定，不计：甲县 2016-03-02 上海" in decision.explain()
    assert "汇总周期未公布，合计为全部记录" in decision.explain()
    waits = decide(MIANYANG, [TRIP | {"verified": None}])
    assert (waits.status, waits.missing) == ("undetermined", ("ledger_row.verified",))


def test_a_row_that_may_not_count_leaves_the_totals_open() -> None:
    other = TRIP | {"who": "乙县", "projects": 2}
    unverified = decide(MIANYANG, [TRIP | {"projects": 300, "verified": None}, other])
    undated = decide(MIANYANG.vary({"trip-table.period": "year"}), [TRIP | {"day": None}, other], as_of="2016-12-31")
    for decision, missing in ((unverified, "ledger_row.verified"), (undated, "ledger_row.day")):
        assert (decision.status, decision.missing) == ("undetermined", (missing,))
        found = {name: decision.figures[name].to_json() for name in ("projects", "projects.甲县", "projects.乙县")}
        assert found == {"projects": None, "projects.甲县": None, "projects.乙县": 2}


def test_rows_that_are_not_listed_are_not_none() -> None:
    assert MIANYANG.decide("trip-table", {}).missing == ("ledger.rows",)
    assert decide(MIANYANG, []).figures["projects"].to_json() == 0
    with pytest.raises(ip.errors.FactsError, match="as_of: 'not yet' is no day to tell to"):
        decide(MIANYANG, [], as_of="尚未")


@settings(max_examples=60)
@given(rows(), st.integers(0, 364), st.sampled_from([("month", 1), ("quarter", 3), ("half_year", 6), ("year", 12)]))
def test_the_totals_of_a_period_as_expected(rows: list[Row], days: int, period: tuple[str, int]) -> None:
    as_of = date(2018, 1, 1) + timedelta(days=days)
    policy = MIANYANG.vary({"trip-table.period": period[0]})
    decision = decide(policy, told(rows), as_of=as_of)
    found = {name: one.to_json() for name, one in decision.figures.items()}
    expected = totals(counted(rows, as_of, period[1]))
    assert {name: found[name] for name in expected if not name.startswith("rank.")} == {
        name: one for name, one in expected.items() if not name.startswith("rank.")
    }
    inside = {name.partition(".")[2] for name in expected}
    absent = [one for name, one in found.items() if name.startswith("entries.") and name[8:] not in inside]
    assert set(absent) <= {0}
    assert {name: found[name] for name in expected if name.startswith("rank.")} == {
        name: one for name, one in expected.items() if name.startswith("rank.")
    }


def test_a_period_waits_for_the_day_asked_about() -> None:
    decision = decide(MIANYANG.vary({"trip-table.period": "季度"}), [TRIP])
    assert (decision.status, decision.missing) == ("undetermined", ("ledger.as_of",))


def test_points_wait_for_what_is_not_published() -> None:
    scored = decide(MIANYANG, [TRIP], scored=True)
    assert (scored.status, scored.missing) == ("undetermined", ("terms.period", "terms.points_each"))
    assert scored.figures["entries.甲县"].to_json() == 1
    complete = MIANYANG.vary({"trip-table.period": "year", "trip-table.points_each": "0.5分"})
    found = decide(complete, [TRIP, TRIP | {"place": "上海"}], scored=True, as_of="2016-12-31")
    assert (found.status, str(found.figures["points.甲县"])) == ("determined", "1分")
    by_projects = complete.under({"trip-table.ranked-by": "projects"})
    assert str(decide(by_projects, [TRIP], scored=True, as_of="2016-12-31").figures["points.甲县"]) == "1.5分"


def test_a_decision_can_be_checked_again() -> None:
    assert ip.verify(decide(MIANYANG, [TRIP]).to_json()).ok
