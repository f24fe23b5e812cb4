"""Claims at scale: the same verdicts as the row-by-row path, on random files with whatever stands in them."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import investpolicy as ip
from investpolicy.claims import check_claims
from investpolicy.claims.report import ClaimsReport
from investpolicy.claims.scale import ScaleReport, check_claims_at_scale, source
from investpolicy.claims.writing import claimed_of, due_of, reasons_of
from investpolicy.errors import ClaimsError
from investpolicy.messages import in_words
from investpolicy.values.money import Money

SCALE = {"referral-reward.scale": {"kind": "rate", "rate": "0.05%", "base": "actual_investment"}}
HEADERS = [
    *("序号", "项目编号", "项目名称", "建设地点", "行业门类", "行业代码", "协议投资额（亿元）", "实际投资额（亿元）"),
    *("签约日期", "开工日期", "投产日期", "引荐人", "引荐人类型", "引荐并促成", "此前已付奖励（万元）"),
    *("申报金额（万元）", "备注"),
]

_DAY = st.dates(date(2022, 1, 1), date(2023, 12, 31))
_WRITTEN_DAY = st.one_of(
    _DAY.map(str),
    _DAY.map(lambda one: f"{one:%Y/%m/%d}"),
    _DAY.map(lambda one: f"{one.year}年{one.month}月{one.day}日"),
)
_ODD = st.sampled_from(
    [
        *("待定", "-", "尚未", "未开工", "2022年6月", "2022.1", "不详", "#N/A", "５", "abc", "1e3", "３亿"),
        *("N／Ａ", "——", "unknown", "", " ", "待 定"),
    ]
)
_AMOUNT = st.one_of(
    st.integers(1, 70).map(str),
    st.decimals(Decimal("0.1"), 70, places=2).map(str),
    st.sampled_from(
        ["1,000", "5.2亿元", "52,000万元", "0", "10", "6.0000000001", "-3", " 12 ", "１２", "0.123456789012"]
    ),
)


def _or_odd(usual: st.SearchStrategy[str], odd: int = 12) -> st.SearchStrategy[str]:
    """Mostly what is usual, sometimes what is not."""
    return st.integers(0, odd).flatmap(lambda one: _ODD if one == 0 else usual)


@st.composite
def rows(draw: st.DrawFn) -> list[list[str]]:
    """The body of a claims file."""
    made: list[list[str]] = []
    for number in range(draw(st.integers(1, 12))):
        kind = draw(st.integers(0, 30))
        if kind == 0:
            made.append(
                [draw(st.sampled_from(["合计", "小计", " 合 计 ", "城区合计", "total"]))] + [""] * 14 + ["100", ""]
            )
        elif kind == 1:
            made.append([])
        elif kind == 2:
            made.append([draw(st.sampled_from(["制表人：张三", "备注：略", "一、重点项目", "说明", "（盖章）"]))])
        elif kind == 3:
            made.append(list(HEADERS))
        else:
            own = draw(st.integers(1, 6))
            actual = draw(_AMOUNT)
            try:
                due = str(Decimal(actual) * 5)
            except ArithmeticError:
                due = "5"
            signed = draw(_DAY)
            started = draw(st.sampled_from([signed + timedelta(30), signed - timedelta(1), signed]))
            row = [
                str(number),
                draw(st.sampled_from(["", "", f"MY{own}", f"my {own}", "-"])),
                draw(
                    _or_odd(
                        st.sampled_from(
                            [
                                f"第{own}号项目",
                                f"第{own}号 项目",
                                f"第{own}号（项目）",
                                f"乙{own}有限公司",
                                f"乙{own}有限责任公司",
                            ]
                        )
                    )
                ),
                draw(_or_odd(st.sampled_from(["绵阳市", "四川省绵阳市涪城区", "成都市", "中国 四川省绵阳市"]))),
                draw(_or_odd(st.sampled_from(["制造业", "C", "39", "K", "房地产业", ""]))),
                draw(st.sampled_from(["", "", "", "3921", "C39"])),
                draw(_or_odd(_AMOUNT)),
                draw(_or_odd(st.just(actual))),
                draw(_or_odd(st.just(str(signed)))),
                draw(_or_odd(st.just(str(started)))),
                draw(_or_odd(st.one_of(st.just(""), _WRITTEN_DAY))),
                draw(_or_odd(st.sampled_from(["甲商会", "乙商会", "丙"]))),
                draw(_or_odd(st.sampled_from(["商协会", "企业", "公务员"]))),
                draw(_or_odd(st.sampled_from(["是", "是", "否", "√"]))),
                draw(_or_odd(st.sampled_from(["", "", "0", "2"]))),
                draw(_or_odd(st.one_of(st.just(due), st.just(due), _AMOUNT))),
                draw(st.sampled_from(["", "略", '说"明"', "第一行\n第二行"])),
            ]
            made.append(row if draw(st.integers(0, 25)) else [*row, "多出"])
    return made


def policy(scale: bool = True) -> ip.Policy:
    found = ip.policy("mianyang-2022")
    return found.vary(SCALE) if scale else found


def expected(report: ClaimsReport) -> dict[int, tuple[Any, ...]]:
    """What the row-by-row path says of each row."""
    found: dict[int, tuple[Any, ...]] = {}
    for claim in report.claims:
        twice = "、".join(report.twice.get(claim.where, ()))
        found[claim.row] = (
            claim.subject, _yuan(claimed_of(claim)), _yuan(due_of(claim)), _yuan(claim.difference),
            str(claim.verdict), reasons_of(claim, "zh"), claim.slips_in_words("zh"), twice,
        )  # fmt: skip
    return found


def _yuan(value: Any) -> Any:
    return value.in_yuan if isinstance(value, Money) else None


def told(out: Path) -> dict[int, tuple[Any, ...]]:
    frame = pl.read_parquet(out)
    names = ("subject", "claimed", "due", "difference", "verdict", "reasons", "slips", "duplicates")
    return {row["row"]: tuple(row[name] for name in names) for row in frame.iter_rows(named=True)}


def assert_same(report: ClaimsReport, scale: ScaleReport, out: Path) -> None:
    found, wanted = told(out), expected(report)
    assert pl.read_parquet(out)["row"].is_sorted()
    judged = {row: one for row, one in found.items() if one[4] is not None}
    assert judged == {row: _without_figures(one, judged.get(row)) for row, one in wanted.items()}
    unread = {row: one[5] for row, one in found.items() if one[4] is None}
    said = "；".join(unread.values())
    own = [one for one in report.problems if not one.what.startswith("the total")]
    assert all(in_words(one, "zh") in said for one in own)
    assert scale.lines == report.lines
    assert {str(verdict): count for verdict, count in report.counts.items() if count} == dict(scale.counts)
    assert sorted(map(str, scale.conflicts.first)) == sorted(map(str, report.conflicts))
    assert sorted(scale.duplicates.first) == sorted(one.words for one in report.duplicates)
    for one in report.totals.values():
        assert (scale.claimed, scale.over, scale.under) == (one.claimed.in_fen, one.over.in_fen, one.under.in_fen)


def _without_figures(wanted: tuple[Any, ...], found: tuple[Any, ...] | None) -> tuple[Any, ...]:
    """A condition that fails in a claim of nothing is named without its figures, where a column was judged at once."""
    if found is None or wanted[4] != "right" or "不满足" not in wanted[5]:
        return wanted
    bare = "；".join(one.partition("：")[0] for one in wanted[5].split("；"))
    return (*wanted[:5], bare if found[5] == bare else wanted[5], *wanted[6:])


def write(path: Path, body: list[list[str]], headers: list[str] | None = None) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(headers or HEADERS)
        writer.writerows(body)


@pytest.mark.parametrize("scale", [True, False])
@given(body=rows(), size=st.sampled_from([64, 300, 2**24]))
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_verdicts_are_those_of_the_row_by_row_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scale: bool, body: list[list[str]], size: int
) -> None:
    monkeypatch.setattr(source, "BATCH_BYTES", size)
    file, out = tmp_path / "claims.csv", tmp_path / "verdicts.parquet"
    write(file, body)
    try:
        report = check_claims(file, policy(scale), provision="referral-reward")
    except ClaimsError as error:
        with pytest.raises(ClaimsError) as found:
            check_claims_at_scale(file, policy(scale), out, provision="referral-reward", force=True)
        own = [str(one) for one in error.problems if not one.what.startswith("the total")]
        assert sorted(map(str, found.value.problems)) == sorted(own) or not own
        return
    made = check_claims_at_scale(file, policy(scale), out, provision="referral-reward", slips="all", force=True)
    assert_same(report, made, out)
