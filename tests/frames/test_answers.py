"""What comes out: words for the masks, totals that can not wrap, SQL that can be read."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import Any

import duckdb
import polars as pl
import pyarrow as pa
import pytest

import investpolicy as ip
from investpolicy import frames
from investpolicy.errors import EngineError, PolicyWarning

from .engines import EVERY, HERE, frame, rows, table

MIANYANG = ip.policy("mianyang-2022")
DRAFT = MIANYANG.vary({"referral-reward.scale": {"kind": "rate", "rate": "0.05%", "base": "actual_investment"}})
ROW: dict[str, Any] = {
    "place": "绵阳市", "agreed_investment": 6 * 10**10, "actual_investment": 52 * 10**9, "signed_on": date(2022, 6, 1),
    "started_on": date(2022, 9, 1), "kind": "association", "brought_about": True, "capital_origin": "foreign",
    "arrived_funds": 5, "fixed_asset_investment": 7, "sector": "C", "locality_kind": "district", "support_funds": 10,
}  # fmt: skip


# words ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", EVERY)
def test_status_and_masks_in_words(engine: str) -> None:
    data = [ROW, ROW | {"brought_about": False, "kind": "public_servant"}, ROW | {"signed_on": None, "place": None}]
    native = frame(engine, pa.Table.from_pylist([one | {"row": n} for n, one in enumerate(data)]))
    found = rows(frames.evaluate(DRAFT, "referral-reward", native, texts="zh"))
    assert [(row["status_text"], row["failed_text"], row["missing_text"]) for row in found] == [
        ("应得", "", ""),
        ("不符合条件", "引荐并促成、属于奖励对象", ""),
        ("无法判定", "", "建设地点、签约日期"),
    ]
    if engine == "polars":
        answered = frames.evaluate(DRAFT, "referral-reward", native)
        english = frames.with_texts(DRAFT, "referral-reward", answered, "en")
        assert english["missing_text"].to_list() == ["", "", "place, day of signing"]
        assert english["status_text"].to_list()[0] == "entitled"


def test_masks_decode_to_names_and_to_words() -> None:
    meaning = frames.masks(DRAFT, "referral-reward")
    assert meaning.failed(0b11) == ("signed", "landed")
    assert meaning.text("zh").failed(0b11) == ("已签约", "已落地")
    assert meaning.text("en").missing(0b1) == ("actual investment",)


def test_steps_and_decimal_yuan_are_added_on_request() -> None:
    out = frames.evaluate(DRAFT, "referral-reward", pl.DataFrame([ROW]), steps=True, decimal_yuan=True)
    assert out.schema["amount_yuan"] == pl.Decimal(20, 2)
    answers = out.select("amount", "amount_yuan", "scaled", "left_under_cap", "award").row(0)
    assert tuple(map(str, answers)) == ("26000000", "260000.00", "26000000", "30000000", "26000000")
    with pytest.raises(EngineError, match=r"award: the frame has columns of the answer's names; rename them first"):
        frames.evaluate(DRAFT, "referral-reward", pl.DataFrame([ROW | {"award": 1}]), steps=True)
    assert frames.evaluate(DRAFT, "referral-reward", pl.DataFrame([ROW | {"award": 1}]))["award"].to_list() == [1]


# totals ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", EVERY)
def test_totals_are_exact_however_large(engine: str) -> None:
    small = [3, None, 4, 5]
    large = [2**62, 2**62 + 1, 2**62 + 3, -(2**61) - 1]
    groups = ["甲", "甲", "乙", "乙"]
    native = frame(engine, table({"g": (pa.string(), groups), "a": (pa.int64(), small), "b": (pa.int64(), large)}))
    assert frames.total(native, "a") == 12
    assert frames.total(native, "b") == sum(large)
    assert frames.total(native, "a", by="g") == {"甲": 3, "乙": 9}
    assert frames.total(native, "b", by=["g"]) == {"甲": 2**63 + 1, "乙": 2**62 + 3 - 2**61 - 1}


def test_a_total_of_nothing_and_what_is_no_column_of_amounts() -> None:
    assert frames.total(pl.DataFrame({"a": pl.Series([], dtype=pl.Int64)}), "a") == 0
    assert frames.total(pl.DataFrame({"a": [1, 2], "b": ["x", "y"], "c": [1, 1]}), "a", by=["b", "c"]) == {
        ("x", 1): 1,
        ("y", 1): 2,
    }
    with pytest.raises(EngineError, match=r"amout: the frame has no such column; did you mean 'amount'\?"):
        frames.total(pl.DataFrame({"amount": [1]}), "amout")
    with pytest.raises(EngineError, match=r"amount: is Float64; give a column of whole numbers, in 分"):
        frames.total(pl.DataFrame({"amount": [1.0]}), "amount")


# generated SQL --------------------------------------------------------------------------------------

PROGRESSIVE = MIANYANG.vary(
    {
        "referral-reward.scale": {
            "kind": "marginal",
            "base": "actual_investment",
            "brackets": [
                {"from": "0元", "below": "1亿元", "rate": "0.15%"},
                {"from": "1亿元", "below": "5亿元", "rate": "0.25%"},
                {"from": "5亿元", "below": "10亿元", "rate": "0.4%"},
                {"from": "10亿元", "rate": "0.5%"},
            ],
        }
    }
)
RULES = {
    "R1": (DRAFT, "referral-reward", 9_000),
    "R2": (ip.policy("shandong-report"), "jinan-referral-fund", 6_500),
    "R3": (MIANYANG, "cost-sharing", 5_000),
    "R4": (PROGRESSIVE, "referral-reward", 12_000),
}


def subexpressions(sql: str) -> Counter[str]:
    """Every part in brackets, and every item of a list of selected columns, of more than 200 characters."""
    found: Counter[str] = Counter()
    starts: list[int] = []
    quote = ""
    for place, sign in enumerate(sql):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        elif sign == "(":
            starts.append(place)
        elif sign == ")" and (start := starts.pop()) < place - 200:
            part = sql[start : place + 1]
            if not part.startswith("(\nSELECT"):
                found[part] += 1
    return found


@pytest.mark.parametrize("rule", RULES)
def test_sql_is_short_and_says_nothing_long_twice(rule: str) -> None:
    policy, name, most = RULES[rule]
    relation = frames.evaluate(policy, name, duckdb.from_arrow(pa.Table.from_pylist([ROW])))
    sql = relation.sql_query()
    assert len(sql) <= most
    assert "typeof" not in sql, "a division at length"
    assert [part for part, times in subexpressions(sql).items() if times > 1] == []
    assert max(map(len, re.findall(r"^SELECT", sql, re.MULTILINE))) == 6
    assert relation.fetchall(), "it runs"


def test_the_search_for_repeated_parts_finds_them() -> None:
    part = f"({' + '.join(['aaaaaaaa'] * 30)})"
    assert subexpressions(f"SELECT {part} AS x, ({part} + 1) AS y")[part] == 2


# engines beyond -------------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", HERE)
def test_the_same_kind_of_frame_comes_back_with_the_columns_it_had(engine: str) -> None:
    native = frame(engine, pa.Table.from_pylist([ROW | {"own": "x"}]))
    out = frames.evaluate(DRAFT, "referral-reward", native)
    assert type(out) is type(native)
    names = list(out.collect_schema().names()) if isinstance(out, pl.LazyFrame) else None
    columns = names or list(getattr(out, "column_names", None) or out.columns)
    assert columns == [*ROW, "own", "amount", "status", "failed", "missing"]


@pytest.mark.parametrize("engine", HERE)
def test_a_bracket_that_a_row_is_not_in_can_not_overflow(engine: str) -> None:
    """The line of the lowest bracket is steep: on the largest amount it would leave 64 bits."""
    scale = {
        "kind": "marginal",
        "base": "actual_investment",
        "brackets": [
            {"from": "0元", "below": "100元", "rate": "33.33333333%"},
            {"from": "100元", "rate": "0.05%"},
        ],
    }
    with pytest.warns(PolicyWarning, match="legal, but unusual"):
        steep = MIANYANG.vary({"referral-reward.scale": scale})
    amounts = [10**16, 9_999, 1]
    native = pa.Table.from_pylist([ROW | {"actual_investment": one, "row": n} for n, one in enumerate(amounts)])
    found = [row["amount"] for row in rows(frames.evaluate(steep, "referral-reward", frame(engine, native)))]
    facts = {name: value for name, value in ROW.items() if name in ("place", "signed_on", "started_on")}
    project = {**facts, "agreed_investment": "6亿元"}
    referrer = {"kind": "association", "brought_about": True}
    expected = [
        steep.decide("referral-reward", {"project": project | {"actual_investment": f"{one}分"}, "referrer": referrer})
        for one in amounts
    ]
    assert found == [one.amount.in_fen for one in expected]
