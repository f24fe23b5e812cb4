"""What frames.evaluate refuses before anything runs, and what it reads as a record does."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pytest

import investpolicy as ip
from investpolicy import frames
from investpolicy.errors import EngineError

SCALE = {"referral-reward.scale": {"kind": "rate", "rate": "0.05%", "base": "actual_investment"}}


def policy() -> ip.Policy:
    return ip.policy("mianyang-2022").vary(SCALE)


def frame(**changed: Any) -> pl.DataFrame:
    row = {
        "place": "绵阳市",
        "agreed_investment": 6 * 10**10,
        "actual_investment": 52 * 10**9,
        "signed_on": date(2022, 6, 1),
        "started_on": date(2022, 9, 1),
        "kind": "association",
        "brought_about": True,
    }
    return pl.DataFrame([row | changed])


def test_labels_and_synonyms_of_categories_are_read_as_on_a_record() -> None:
    for written in ("association", "商协会", "商会"):
        found = frames.evaluate(policy(), "referral-reward", frame(kind=written))
        assert found["amount"].to_list() == [26_000_000]
    with pytest.raises(EngineError, match=r"column 'kind', row 0 .*: 'assoc' is not one of the known; did you mean"):
        frames.evaluate(policy(), "referral-reward", frame(kind="assoc"))


@pytest.mark.parametrize("written", ["C", "制造业", "C3921", "39"])
def test_industry_codes_are_read_as_on_a_record(written: str) -> None:
    row = {"agreed_investment": 10**12, "sector": written, "locality_kind": "市辖区", "support_funds": 101}
    found = frames.evaluate(policy(), "cost-sharing", pl.DataFrame([row]).lazy()).collect()
    assert found.select("市本级", "承接地", "status").row(0) == (30, 71, "entitled")


def test_amounts_below_zero_and_places_before_the_first_are_refused() -> None:
    with pytest.raises(EngineError, match=r"column 'paid_before': -1 in row 0 is out of range; give values from 0 to"):
        frames.evaluate(policy(), "referral-reward", frame(paid_before=-1))
    with pytest.raises(EngineError, match=r"column 'rank': 0 in row 0 is out of range; give values from 1 to"):
        frames.evaluate(policy(), "park-ranking-award", pl.DataFrame({"rank": [0, 2]}))


def test_misspelled_missing_and_double_columns_are_named() -> None:
    with pytest.raises(EngineError, match=r"columns: fact 'referral.paid_befor' does not exist; did you mean"):
        frames.evaluate(policy(), "referral-reward", frame(x=1), columns={"referral.paid_befor": "x"})
    with pytest.raises(EngineError, match=r"project.place: has no column; .*one of project.place, place, 建设地点"):
        frames.evaluate(policy(), "referral-reward", frame().drop("place"))
    with pytest.raises(EngineError, match=r"columns agreed_investment and 协议投资额 hold the same fact"):
        frames.evaluate(policy(), "referral-reward", frame(协议投资额=1))
    with pytest.raises(EngineError, match=r"the frame has columns of the answer's names; rename them first"):
        frames.evaluate(policy(), "referral-reward", frame(status="x"))


def test_a_tie_rule_that_needs_the_number_tied_asks_for_it() -> None:
    worse = policy().under(ties="worse")
    with pytest.raises(EngineError, match=r"place.tied: has no column"):
        frames.evaluate(worse, "park-ranking-award", pl.DataFrame({"rank": [1, 2]}))
    found = frames.evaluate(worse, "park-ranking-award", pl.DataFrame({"rank": [3, 5], "tied": [2, 1]}))
    assert found["amount"].to_list() == [60_000_000, 60_000_000]


def test_a_column_that_is_one_literal_repeated() -> None:
    whole = pl.concat([frame()] * 3).with_columns(pl.lit(date(2022, 9, 1)).alias("started_on"))
    assert frames.evaluate(policy(), "referral-reward", whole)["amount"].to_list() == [26_000_000] * 3


def test_the_users_own_kind_of_frame_comes_back() -> None:
    own = frame()
    as_pandas = frames.evaluate(policy(), "referral-reward", own.to_pandas())
    assert isinstance(as_pandas, pd.DataFrame)
    assert as_pandas["amount"].tolist() == [26_000_000]
    assert isinstance(frames.evaluate(policy(), "referral-reward", own.lazy()), pl.LazyFrame)
    relation = frames.evaluate(policy(), "referral-reward", duckdb.from_arrow(own.to_arrow()))
    assert relation.select("amount").fetchall() == [(26_000_000,)]
    with pytest.raises(EngineError, match=r"list is not a frame this library knows"):
        frames.evaluate(policy(), "referral-reward", [])
