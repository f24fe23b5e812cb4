"""The report as files and frames: the same figures in each, and text that stays text."""

from __future__ import annotations

import csv
import io
import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from investpolicy.claims import ClaimsReport, check_claims
from investpolicy.claims.report_frames import BACKENDS, to_frame
from investpolicy.claims.report_schema import report_schema
from investpolicy.claims.writing import FORMS, HEADERS, could_be_formula, guarded, report_bytes
from investpolicy.errors import EngineError, UnknownNameError
from investpolicy.values.label import Lang
from tests.claims.names import EXAMPLES

HEADER = (
    "项目名称,建设地点,协议投资额（亿元）,实际投资额（亿元）,签约日期,开工日期,引荐人类型,引荐并促成,申报金额（万元）\n"
)
NASTY = '''=HYPERLINK("http://x","甲"),绵阳市,5,1,2022-06-20,2022-09-01,个人,是,30
"乙|<b>[x](y)
换行",绵阳市,5,1,2022-06-20,2022-09-01,个人,是,30.01
丙,绵阳市,5,1,2022-06-20,2022-09-01,个人,是,待定
丁,绵阳市,4,1,2022-06-20,2022-09-01,个人,是,20
戊,绵阳市,五,1,2022-06-20,2022-09-01,个人,是,20
丁,绵阳市,4,1,2022-06-20,2022-09-01,个人,是,20
'''.replace('=HYPERLINK("http://x","甲")', '"=HYPERLINK(""http://x"",""甲"")"')  # fmt: skip


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> ClaimsReport:
    path = tmp_path_factory.mktemp("claims") / "+甲.csv"
    path.write_text(HEADER + NASTY, encoding="utf-8")
    return check_claims(path, "mianyang-2022")


@pytest.fixture(scope="module")
def example() -> ClaimsReport:
    return check_claims(EXAMPLES / "mianyang-claims-2022.xlsx", "mianyang-2022")


def rows(report: ClaimsReport, lang: Lang = "zh") -> list[list[str]]:
    text = report_bytes(report, "csv", lang).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def test_csv_has_a_row_a_claim_and_a_row_a_problem(nasty: ClaimsReport) -> None:
    header, *found = rows(nasty)
    assert header == [one.zh for one in HEADERS]
    assert [row[:3] + row[5:10] for row in found] == [
        ["'+甲.csv", "", "2", '\'=HYPERLINK("http://x","甲")', "300000.00", "300000.00", "", "未超上限"],
        ["'+甲.csv", "", "3", "乙|<b>[x](y)\n换行", "300100.00", "300000.00", "100.00", "多报"],
        ["'+甲.csv", "", "5", "丙", "", "300000.00", "", "无法判定"],
        ["'+甲.csv", "", "6", "丁", "200000.00", "0.00", "200000.00", "不符合条件"],
        ["'+甲.csv", "", "8", "丁", "200000.00", "0.00", "200000.00", "不符合条件"],
        ["'+甲.csv", "", "7", "", "", "", "", "未能判定"],
    ]
    assert found[1][10] == "超过上限 30万元"
    assert found[3][12] == "'+甲.csv:8"
    assert found[5][10].startswith("'+甲.csv:7:3：")
    assert "五" in found[5][10]


def test_csv_for_excel_begins_with_its_mark_and_every_value_is_quoted(nasty: ClaimsReport) -> None:
    content = report_bytes(nasty, "csv", "en")
    assert content.startswith('\ufeff"file","sheet","row","provision",'.encode())
    assert content.endswith(b'"\r\n')
    assert rows(nasty, "en")[1][9] == "within ceiling"


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n1", "＝1", "＋1", "－1", "＠x", "﹦1", " =1", "'=1", '"=1',
        "“=1", "　＝1", "\u200b=1", "\ufeff=1", "' \"=1", "=",
    ],
)  # fmt: skip
def test_a_text_that_could_be_a_formula(text: str) -> None:
    assert could_be_formula(text)
    assert guarded(text) == "'" + text


@pytest.mark.parametrize("text", ["甲=乙", "5亿元", "", " ", "'甲'", "1-2", "—", "≤ 30万元", "（=1）"])
def test_a_text_that_could_not(text: str) -> None:
    assert guarded(text) == text


@given(st.text())
def test_whatever_a_cell_holds_no_spreadsheet_sees_a_formula(text: str) -> None:
    shown = guarded(text)
    assert shown.removeprefix("'") in (text, text.removeprefix("'"))
    assert not shown.lstrip(" \u3000\u200b\ufeff").startswith(
        ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
    )


def test_markdown_shows_text_as_it_is(nasty: ClaimsReport) -> None:
    lines = report_bytes(nasty, "md").decode().split("\n")
    table = [line for line in lines if line.startswith("|")]
    assert table[0] == "| 位置 | 条款 | 对象 | 申报 | 应得 | 差额 | 结论 | 理由 |"
    subject = "乙\\|&lt;b&gt;\\[x\\](y)<br>换行"
    figures = "30.01万元 | ≤ 30万元 | 100元 | 多报"
    assert table[3].startswith(f"| +甲.csv:3 | MY22.referral-reward | {subject} | {figures} |")
    assert len(table) == 2 + 5
    assert lines[0] == "# 绵阳市更大力度促进招商引资10条措施（mianyang-2022）"
    assert "## 未能读取（1 行未判定）" in lines
    assert "## 重复申报" in lines
    assert lines[-2].startswith("共 7 行：判定 5，未能判定 1，表头 1")


def test_json_and_text_are_those_of_the_report(nasty: ClaimsReport) -> None:
    assert json.loads(report_bytes(nasty, "json")) == json.loads(nasty.to_json())
    assert report_bytes(nasty, "text", "en").decode() == nasty.to_text("en") + "\n"
    with pytest.raises(UnknownNameError, match="format 'html' does not exist"):
        report_bytes(nasty, "html")


def test_the_name_of_a_file_that_is_no_unicode(nasty: ClaimsReport, tmp_path: Path) -> None:
    path = tmp_path / "\udcb4\udcf3.csv"  # as Python has a GBK name on a disk in UTF-8
    path.write_text(HEADER + NASTY, encoding="utf-8")
    report = check_claims(path, "mianyang-2022")
    for form in FORMS:
        assert b"\\udcb4\\udcf3.csv" in report_bytes(report, form).replace(b"\\\\udc", b"\\udc")
    assert json.loads(report_bytes(report, "json"))["claims"][0]["where"] == "\udcb4\udcf3.csv:2"


def test_reports_fit_their_schema(nasty: ClaimsReport, example: ClaimsReport) -> None:
    schema = report_schema()
    Draft202012Validator.check_schema(schema)
    check = Draft202012Validator(schema)
    for report in (nasty, example):
        document = json.loads(report.to_json())
        assert list(check.iter_errors(document)) == []
        document["claims"][0]["difference"] = 0.5
        document["claims"][1]["verdict"] = "wrong"
        del document["claims"][2]["decision"]["fingerprint"]
        assert len(list(check.iter_errors(document))) == 3


def test_frames_hold_exact_amounts(nasty: ClaimsReport) -> None:
    table: Any = to_frame(nasty, "pyarrow")
    assert table.schema.field("claimed").type == pa.decimal128(20, 2)
    assert table.column("claimed").to_pylist() == [
        Decimal("300000.00"), Decimal("300100.00"), None, Decimal("200000.00"), Decimal("200000.00"),
    ]  # fmt: skip
    polars: Any = to_frame(nasty, "polars")
    assert polars.schema["difference"] == pl.Decimal(20, 2)
    assert polars["difference"].to_list() == [None, Decimal("100.00"), None, Decimal(200000), Decimal(200000)]
    pandas: Any = to_frame(nasty)
    assert isinstance(pandas, pd.DataFrame)
    assert pandas["difference"].dtype == pd.ArrowDtype(pa.decimal128(20, 2))
    assert pandas["difference"].sum() == Decimal("400100.00")
    assert list(pandas["verdict"])[:2] == ["within_ceiling", "over"]
    assert pandas["missing"][0] == "terms.scale"
    for backend in BACKENDS:
        frame: Any = to_frame(nasty, backend)
        assert list(frame.column_names if backend == "pyarrow" else frame.columns) == list(pandas.columns)


def test_a_frame_without_its_library(nasty: ClaimsReport, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnknownNameError, match="backend 'dask' does not exist; did you mean 'pandas'"):
        to_frame(nasty, "dask")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(EngineError, match=r"pyarrow is not installed; pip install \"investpolicy\[pandas\]\""):
        to_frame(nasty, "pandas")
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(EngineError, match=r"pandas is not installed; pip install \"investpolicy\[pandas\]\""):
        to_frame(nasty, "pandas")
    assert isinstance(to_frame(nasty), pl.DataFrame)
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(EngineError, match="no library for frames is installed"):
        to_frame(nasty)
