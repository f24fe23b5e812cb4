"""Columns in: units, text, decimals and floats as exact 分; categories, truths and days; and what is refused."""

# ruff: noqa: DTZ001, ISC004, E501 - times without a zone are read; messages stand in a table

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import investpolicy as ip
from investpolicy import frames
from investpolicy.errors import EngineError, PolicyError
from investpolicy.values.money import Money

from .engines import EVERY, HERE, frame, rows, table

REPORT = ip.policy("shandong-report")
FUND = "jinan-referral-fund"  # 6% of arrived funds where the capital is foreign, 5% of fixed assets where it is not
UNITS = {"分": 1, "元": 100, "万元": 10**6, "亿元": 10**10}


def amounts(engine: str, header: str, kind: Any, values: list[Any], **more: Any) -> list[int | None]:
    """What is read of a column of arrived funds: the amounts, by a rule that pays 6% of them."""
    native = table({header: (kind, values), "资本来源": (pa.string(), ["外资"] * len(values))})
    frame_ = frame(engine, native.append_column("固定资产投资额（元）", pa.array([0] * len(values), pa.int64())))
    return [row["amount"] for row in rows(frames.evaluate(REPORT, FUND, frame_, **more))]


def due(fen: int | None) -> int | None:
    return None if fen is None else (fen * 12 + 100) // 200


@pytest.mark.parametrize("engine", EVERY)
def test_every_form_of_an_amount_is_read_exactly(engine: str) -> None:
    fen = [5 * 10**10, 123_456, 100, 0, None, 10**15 - 1]

    def of(unit: str, kind: type[Any]) -> list[Any]:
        return [None if one is None else kind(Decimal(one) / UNITS[unit]) for one in fen]

    expected = [due(one) for one in fen]
    for unit in ("元", "万元", "亿元"):
        header = f"实际到位资金（{unit}）"
        places = 2 + {"元": 0, "万元": 4, "亿元": 8}[unit]
        assert amounts(engine, header, pa.decimal128(28, places), of(unit, Decimal)) == expected
        assert amounts(engine, header, pa.float64(), of(unit, float)) == expected
        texts = [None if one is None else format(one, "f") for one in of(unit, Decimal)]
        assert amounts(engine, header, pa.string(), texts) == expected
    assert amounts(engine, "arrived_funds", pa.int64(), fen) == expected
    assert amounts(engine, "实际到位资金/万元", pa.int32(), [5, None, 0]) == [due(5 * 10**6), None, 0]


WRITTEN = {
    "5.2亿元": 52 * 10**9, "1,234.56": 123_456 * 10**4, "１２万": 12 * 10**6, "3亿5000万元": 35 * 10**9,
    "0.000001": 1, "人民币30万元整": 30 * 10**6, " 7 ": 7 * 10**6, "": None, "   ": None, "+2": 2 * 10**6, "007": 7 * 10**6,
}  # fmt: skip


@pytest.mark.parametrize("engine", EVERY)
def test_text_is_read_as_offices_write_it(engine: str) -> None:
    found = amounts(engine, "到位资金（万元）", pa.string(), [*WRITTEN, None])
    assert found == [*(due(one) for one in WRITTEN.values()), None]
    own = amounts(engine, "到位资金", pa.string(), ["5.2亿元", "3元", None, ""])
    assert own == [due(52 * 10**9), due(300), None, None]


@pytest.mark.parametrize("engine", HERE)
def test_floats_count_at_15_digits(engine: str) -> None:
    values = [0.1 + 0.2, 1.1 * 3, 123456.78, 5.2, 1e-6, None]
    expected = [due(one) for one in (3000_00, 33_000_00, 123_456_7800_00, 52_000_00, 1, None)]
    assert amounts(engine, "实际到位资金（万元）", pa.float64(), values) == expected


decimals = st.decimals(0, 10**8, places=6).map(lambda one: one.copy_abs())


@given(st.lists(decimals, min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_decimals_and_their_text_are_read_alike(values: list[Decimal]) -> None:
    expected = [due(int(one * 10**6)) for one in values]
    for engine in ("polars", "pyarrow", "duckdb"):
        assert amounts(engine, "实际到位资金（万元）", pa.decimal128(20, 6), values) == expected
        assert amounts(engine, "实际到位资金（万元）", pa.string(), [format(one, "f") for one in values]) == expected


@given(st.lists(st.text("0123456789.,-元万亿 ", max_size=8), min_size=1, max_size=6))
@settings(max_examples=150, deadline=None)
def test_text_is_read_as_money_reads_it_or_refused(values: list[str]) -> None:
    def read(one: str) -> int | None:
        if not one.strip():
            return None
        try:
            return Money.parse(one).in_fen
        except PolicyError:
            return Money.wan(one).in_fen

    try:
        expected: list[int | None] | None = [read(one) for one in values]
    except PolicyError:
        expected = None
    if expected is None or any(one is not None and one < 0 for one in expected):
        with pytest.raises(EngineError):
            amounts("polars", "到位资金（万元）", pa.string(), list(values))
    else:
        assert amounts("polars", "到位资金（万元）", pa.string(), list(values)) == [due(one) for one in expected]


# refused --------------------------------------------------------------------------------------------

BAD: dict[str, tuple[str, Any, list[Any], dict[str, Any], str]] = {
    "no unit": ("实际到位资金", pa.int64(), [5], {},
        "project.arrived_funds: column '实际到位资金' has no unit; name it 实际到位资金（万元）, or write "
        "units={'实际到位资金': '万元'}"),
    "no unit in text": ("实际到位资金", pa.string(), ["5"], {},
        "project.arrived_funds, column '实际到位资金', row 0 (from 0): money '5' has no unit; write, for example, "
        "'5元' or '5万元'"),
    "part of a 分": ("到位资金（元）", pa.string(), ["1.00", "0.005", "1.2345", "7"], {},
        "project.arrived_funds, column '到位资金（元）', row 1 (from 0): money '0.005元' is not a whole number of 分; "
        "write, for example, '0元' or '0.01元'\n"
        "project.arrived_funds, column '到位资金（元）', row 2 (from 0): money '1.2345元' is not a whole number of 分; "
        "write, for example, '1.23元' or '1.24元'"),
    "decimal": ("到位资金（元）", pa.decimal128(10, 4), [Decimal("1.0001")], {},
        "project.arrived_funds, column '到位资金（元）', row 0 (from 0): money '1.0001元' is not a whole number of 分; "
        "write, for example, '1元' or '1.01元'"),
    "nan": ("到位资金（元）", pa.float64(), [1.0, float("nan")], {},
        "project.arrived_funds, column '到位资金（元）', row 1 (from 0): nan is not a number; "
        "give null where it is not known"),
    "below zero": ("到位资金（元）", pa.float64(), [-1.5], {},
        "project.arrived_funds, column '到位资金（元）', row 0 (from 0): -1.5 is below zero; give amounts of 0 or more"),
    "out of range": ("到位资金（亿元）", pa.int64(), [1, 2, 10**6 + 1, -1], {},
        "project.arrived_funds, column '到位资金（亿元）': 1000001 in row 2, -1 in row 3 are out of range; "
        "give values from 0 to 1000000"),
    "overflow": ("到位资金（亿元）", pa.int64(), [2**62], {},
        "project.arrived_funds, column '到位资金（亿元）': 4611686018427387904 in row 0 is out of range; "
        "give values from 0 to 1000000"),
    "dollars": ("到位资金（万美元）", pa.int64(), [5], {},
        "project.arrived_funds: column '到位资金（万美元）' is in 万美元, not in renminbi; give it in 元, 万元 or 亿元"),
    "truths": ("到位资金（元）", pa.bool_(), [True], {},
        "project.arrived_funds: column '到位资金（元）' is Boolean; give amounts: numbers with a unit, or text"),
    "unit of what": ("到位资金", pa.int64(), [5], {"units": {"到位资": "万元", "到位资金": "万"}},
        "units: column or fact '到位资' does not exist; did you mean '到位资金'?"),
    "what unit": ("到位资金", pa.int64(), [5], {"units": {"到位资金": "万块"}},
        "units '到位资金': unit of money '万块' does not exist; did you mean '万' or '万元'?"),
    "more rows": ("到位资金（元）", pa.string(), ["?"] * 5, {},
        "\nproject.arrived_funds, column '到位资金（元）': 2 more rows can not be read"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_what_is_not_exact_is_refused_with_the_first_rows(case: str) -> None:
    header, kind, values, more, message = BAD[case]
    for engine in ("polars", "polars-lazy", "pyarrow", "duckdb"):
        with pytest.raises(EngineError) as caught:
            amounts(engine, header, kind, values, **more)
        assert message in str(caught.value), engine


def test_all_columns_are_looked_at_in_one_pass() -> None:
    native = pl.DataFrame(
        {"到位资金（元）": ["x"], "固定资产投资（元）": [-1], "资本来源": ["外星"], "paid_before": ["30万元"]}
    ).lazy()
    with pytest.raises(EngineError) as caught:
        frames.evaluate(REPORT, FUND, native)
    assert [one.where.partition(",")[0] for one in caught.value.problems] == [
        "project.arrived_funds",
        "project.capital_origin",
        "project.fixed_asset_investment",
    ]


# categories, truths, days ---------------------------------------------------------------------------

REWARD = ip.policy("mianyang-2022").vary(
    {"referral-reward.scale": {"kind": "rate", "rate": "0.05%", "base": "actual_investment"}}
)


def rewarded(engine: str, **changed: Any) -> list[dict[str, Any]]:
    columns: dict[str, Any] = {
        "建设地点": (pa.string(), ["绵阳市", " 四川省 绵阳市", "中国四川省绵阳市", None, ""]),
        "协议投资额（亿元）": (pa.float64(), [6.0] * 5),
        "实际投资额（万元）": (pa.int64(), [52_000] * 5),
        "签约日期": (pa.string(), ["2022-06-01", "2022年6月1日", "2022/6/1", "尚未", "2022-06-01 00:00:00"]),
        "开工日期": (pa.timestamp("us"), [datetime(2022, 9, 1)] * 5),
        "引荐人类型": (pa.string(), ["商协会", "association", "企业", "公职人员", "商会"]),
        "brought_about": (pa.string(), ["是", "true", "√", "否", "是"]),
    }
    return rows(frames.evaluate(REWARD, "referral-reward", frame(engine, table({**columns, **changed}))))


@pytest.mark.parametrize("engine", EVERY)
def test_categories_truths_and_days_are_read_as_on_a_record(engine: str) -> None:
    name = frames.masks(REWARD, "referral-reward")
    found = rewarded(engine)
    assert [row["amount"] for row in found] == [26_000_000] * 3 + [0, None]
    assert name.failed(found[3]["failed"]) == ("signed", "brought_about", "recipient_allowed")
    assert name.missing(found[4]["missing"]) == ("project.place",)


def test_words_that_are_no_truth_and_days_that_are_none_are_refused() -> None:
    with pytest.raises(EngineError, match=r"brought_about.*row 1 \(from 0\): '也许'"):
        rewarded("polars", brought_about=(pa.string(), ["是", "也许", "是", "是", "是"]))
    with pytest.raises(EngineError, match=r"project.signed_on.*row 0 \(from 0\): .*2022-13-01"):
        rewarded("polars", 签约日期=(pa.string(), ["2022-13-01"] * 5))
    with pytest.raises(
        EngineError, match=r"referrer.brought_about: column 'brought_about' is Int64; give booleans, or 是"
    ):
        rewarded("polars", brought_about=(pa.int64(), [1] * 5))
    zoned = (pa.timestamp("us", "Europe/Paris"), [datetime(2022, 9, 1)] * 5)
    with pytest.raises(EngineError, match=r"project.started_on: .*; give dates, datetimes without a zone, or text"):
        rewarded("polars", 开工日期=zoned)


def test_points_are_read_with_their_decimals() -> None:
    def award(name: str, kind: Any, scores: list[Any]) -> list[int]:
        native = table({name: (kind, scores), "年度": (pa.int64(), [2022] * len(scores))})
        out = frames.evaluate(ip.policy("mianyang-2022"), "park-ranking-award", frame("duckdb", native))
        return [row["amount"] for row in rows(out)]

    expected = [80_000_000, 100_000_000, 80_000_000]
    assert award("综合考核得分", pa.string(), ["92.5", "92.5001", "92.50分"]) == expected
    assert award("综合考核得分", pa.float64(), [92.5, 92.5001, 92.5]) == expected
    assert award("score", pa.int64(), [925_000, 925_001, 925_000]) == expected
    assert award("考核得分", pa.int64(), [92, 93, 92]) == expected


# the look at the values, and without it ---------------------------------------------------------------


def test_without_the_look_at_the_values_text_that_is_not_plain_is_unknown() -> None:
    found = amounts("polars-lazy", "到位资金（万元）", pa.string(), ["5.2亿元", "12.5", None], trust_values=True)
    assert found == [None, None, None]  # 外资 is the label of a category, and is not looked up
    native = pl.DataFrame({"arrived_funds": [100], "capital_origin": ["foreign"], "fixed_asset_investment": [0]}).lazy()
    assert frames.evaluate(REPORT, FUND, native, trust_values=True).collect()["amount"].to_list() == [6]


@pytest.mark.parametrize("how", ["pandas, others not asked for", "numpy floats", "mixed kinds", "two of a name"])
def test_pandas_at_the_door(how: str) -> None:
    fine = {"arrived_funds": [100, 200], "capital_origin": ["foreign", "foreign"], "fixed_asset_investment": [0, 0]}
    make: dict[str, Callable[[], pd.DataFrame]] = {
        "pandas, others not asked for": lambda: pd.DataFrame({**fine, "x": [1.5, None], "y": [1, "a"]}),
        "numpy floats": lambda: pd.DataFrame({**fine, "arrived_funds": [100.0, None]}),
        "mixed kinds": lambda: pd.DataFrame({**fine, "arrived_funds": [100, "3元"]}),
        "two of a name": lambda: pd.DataFrame([[1, 2]], columns=["arrived_funds", "arrived_funds"]),
    }
    native = make[how]()
    if how.startswith("pandas"):
        found = frames.evaluate(REPORT, FUND, native)
        assert found["amount"].tolist() == [6, 12]
        assert list(found.columns[:5]) == list(native.columns)
        return
    message = {
        "numpy floats": r"arrived_funds: NumPy-backed columns with missing values .*; write df.convert_dtypes\(\)",
        "mixed kinds": r"arrived_funds: the column mixes kinds of values: .*; make it one kind, such as df\[",
        "two of a name": r"give each column a name of its own",
    }[how]
    with pytest.raises(EngineError, match=message):
        frames.evaluate(REPORT, FUND, native)


def test_a_million_odd_amounts_are_refused_rather_than_read_one_by_one() -> None:
    rng = random.Random(1)
    texts = [f"{rng.randint(1, 10**9)}元" for _ in range(25_000)]
    with pytest.raises(EngineError, match=r"has more than 20000 different values that are read one by one; give plain"):
        amounts("polars", "到位资金", pa.string(), texts)


def test_not_yet_is_a_day_too() -> None:
    native = pl.DataFrame({"received_on": [date(2022, 1, 4)], "done_on": ["尚未"]})
    found = frames.deadline(ip.policy("ziyang"), "first-contact", native)
    assert found["status"].to_list() == ["determined"]
