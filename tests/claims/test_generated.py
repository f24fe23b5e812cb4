"""Workbooks with layouts drawn at random: every row is counted, every injected fault is found at its cell, and every
verdict is that of deciding the record directly."""

from __future__ import annotations

import io
import tempfile
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

import investpolicy as ip
from investpolicy.claims import check_claims
from investpolicy.claims.verdicts import judge

POLICY = ip.policy("mianyang-2022").vary(
    {"referral-reward.scale": {"kind": "rate", "rate": "0.05%", "base": "actual_investment"}}
)
WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
FEN = {"元": 100, "万元": 10**6, "亿元": 10**10}

# what a column is: the headers that offices write, and the fact it holds
TEXT = {
    "name": (("项目名称", "招商项目", "项 目 名 称", "1.项目名称", "＊项目名称："), ("project", "name")),
    "place": (("建设地点", "落地地点", "项目建设地点"), ("project", "place")),
    "referrer": (("引荐人", "引荐机构", "引荐单位"), ("referrer", "name")),
    "kind": (("引荐人类型", "引荐人性质"), ("referrer", "kind")),
    "brought": (("引荐并促成", "是否促成", "是否引荐并促成（是/否）"), ("referrer", "brought_about")),
}
MONEY = {
    "agreed": (("协议投资额", "投资额", "签约金额", "协议总投资", "合同投资额"), ("project", "agreed_investment")),
    "actual": (("实际投资额", "实际完成投资", "累计完成投资"), ("project", "actual_investment")),
    "claim": (("申报金额", "申请金额", "申请奖励金额", "拟兑现金额"), ("",)),
}
DAYS = {
    "signed": (("签约日期", "签约时间", "协议签订日期"), ("project", "signed_on")),
    "started": (("开工日期", "开工时间", "动工时间"), ("project", "started_on")),
}
FAULTS = {
    "agreed": ("五亿多", "52,00", "1e3", "约5亿元"),
    "actual": ("三千余万元", "一半", "3..5"),
    "claim": ("按政策", "十几万", "2022年6月"),
    "signed": ("2022-13-40", "去年", "2022年2月30日"),
    "started": ("上半年", "2022.1.32"),
    "brought": ("部分", "1", "待上会"),
    "kind": ("神仙",),
}


@dataclass
class Made:
    """A workbook, and what is in it: for each judged row its facts and claim, and the cells with faults."""

    data: bytes = field(init=False, default=b"")
    rows: dict[int, tuple[dict[str, Any], ip.Money]] = field(default_factory=dict[int, tuple[dict[str, Any], ip.Money]])
    faults: dict[str, int] = field(default_factory=dict[str, int])  # cell → row
    lines: int = 0
    wrong_total: str = ""


def amount(draw: st.DrawFn, fen: int, unit: str, *, whole: bool) -> object:
    """An amount as a cell holds it: a number in the unit of the column, or text with or without a unit of its own."""
    number = Decimal(fen) / FEN[unit]
    digits = format(number, "f")
    forms: list[object] = [float(number), digits]  # as many as 15 digits
    if not whole:
        forms += [f"{number:,f}", f" {digits} ", digits.translate(WIDE)]
        forms += [f"{Decimal(fen) / FEN[own]:,f}{own}" for own in FEN]
    return draw(st.sampled_from(forms))


def written_day(draw: st.DrawFn, day: date) -> object:
    return draw(
        st.sampled_from(
            (
                day,
                day.isoformat(),
                f"{day.year}年{day.month}月{day.day}日",
                f"{day.year}/{day.month}/{day.day}",
                f"{day:%Y.%m.%d}",
                f"{day:%Y%m%d}",
            )
        )
    )


@st.composite
def workbooks(draw: st.DrawFn) -> Made:
    """A workbook of one sheet with claims under referral-reward."""
    made = Made()
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = draw(st.sampled_from(("引荐奖励", "Sheet1", "2022年申报")))
    corner = draw(st.sampled_from((None, "万元", "元")))
    order = draw(st.permutations([*TEXT, *MONEY, *DAYS]))
    extra = draw(st.lists(st.sampled_from(("序号", "备注", "联系电话")), unique=True, max_size=3))
    columns = [*(["序号"] if "序号" in extra else []), *order, *(one for one in extra if one != "序号")]
    offset = draw(st.integers(0, 2))
    units = {one: draw(st.sampled_from(("元", "万元", "亿元"))) for one in MONEY}
    from_corner = {one for one in MONEY if corner and draw(st.booleans())}
    units |= dict.fromkeys(from_corner, corner or "")
    headers = [_header(draw, one, units.get(one), one in from_corner) for one in columns]

    def put(values: dict[int, Any]) -> int:
        row = made.lines + 1
        for column, value in values.items():
            sheet.cell(row=row, column=column + 1 + offset, value=value)
        made.lines = row
        return row

    for title in draw(st.lists(st.sampled_from(("某市2022年引荐奖励申报汇总表", "（初审稿）", "")), max_size=3)):
        put({0: title} if title else {})
    if corner:
        put({len(columns) - 1: f"单位：{corner}"})
    put(dict(enumerate(headers)))
    since: dict[str, int] = dict.fromkeys(MONEY, 0)
    whole = draw(st.booleans())
    count = draw(st.integers(1, 8))
    for number in range(count):
        _put_row(draw, made, put, columns, units, number, offset, since, whole=whole)
        if draw(st.integers(0, 9)) == 0:
            put({})
        elif draw(st.integers(0, 9)) == 0:
            put(dict(enumerate(headers)))
    if whole and not made.faults and draw(st.booleans()):
        _put_total(draw, made, put, columns, units, offset, since)
    if draw(st.booleans()):
        put({0: "制表人：陈某某", 3: "审核人：周某某"})
    written = io.BytesIO()
    book.save(written)
    made.data = written.getvalue()
    while made.lines and not any(cell.value for cell in sheet[made.lines]):
        made.lines -= 1
    return made


def _header(draw: st.DrawFn, name: str, unit: str | None, from_corner: bool) -> str:
    known = {**TEXT, **MONEY, **DAYS}
    if name not in known:
        return name
    text = draw(st.sampled_from(known[name][0]))
    form = draw(st.sampled_from(("{}（{}）", "{}({})", "{}\n（单位：{}）", "{}/{}")))
    return text if unit is None or from_corner else form.format(text, unit)


def _put_row(
    draw: st.DrawFn,
    made: Made,
    put: Any,
    columns: list[str],
    units: dict[str, str],
    number: int,
    offset: int,
    since: dict[str, int],
    *,
    whole: bool,
) -> None:
    signed = date(2022, 1, 1) + timedelta(days=draw(st.integers(0, 200)))
    started = signed + timedelta(days=draw(st.integers(0, 150)))
    actual = draw(st.integers(0, 10**6)) * 10**6
    agreed = actual + draw(st.integers(0, 10**5)) * 10**6
    claim = draw(st.sampled_from((min(actual // 2000, 30 * 10**6), 26 * 10**6, 12_345_600, 30 * 10**6)))
    has = draw(st.sampled_from(("是", "√", "有", "否", "×")))
    facts: dict[str, Any] = {
        "project": {
            "name": f"第{number}号示例项目",
            "place": draw(st.sampled_from(("绵阳市涪城区", "绵阳市", "成都市"))),
            "agreed_investment": ip.Money.fen(agreed),
            "actual_investment": ip.Money.fen(actual),
            "signed_on": signed,
            "started_on": started,
        },
        "referrer": {
            "name": f"示例商会{number}",
            "kind": draw(st.sampled_from(("商协会", "企业", "个人", "公职人员"))),
            "brought_about": has in ("是", "√", "有"),
        },
    }
    values: dict[str, object] = {
        "序号": number + 1,
        "备注": draw(st.sampled_from(("", "材料齐全"))),
        "联系电话": "0816-0000000",
        "name": facts["project"]["name"],
        "place": facts["project"]["place"],
        "referrer": facts["referrer"]["name"],
        "kind": facts["referrer"]["kind"],
        "brought": has,
        "agreed": amount(draw, agreed, units["agreed"], whole=whole),
        "actual": amount(draw, actual, units["actual"], whole=whole),
        "claim": amount(draw, claim, units["claim"], whole=whole),
        "signed": written_day(draw, signed),
        "started": written_day(draw, started),
    }
    broken = draw(st.sampled_from((*[""] * 6, *FAULTS)))
    if broken:
        values[broken] = draw(st.sampled_from(FAULTS[broken]))
    row = put({column: values[name] for column, name in enumerate(columns)})
    if broken:
        made.faults[f"{get_column_letter(columns.index(broken) + 1 + offset)}{row}"] = row
    else:
        made.rows[row] = (facts, ip.Money.fen(claim))
    for name, fen in (("agreed", agreed), ("actual", actual), ("claim", claim)):
        since[name] += fen


def _put_total(
    draw: st.DrawFn,
    made: Made,
    put: Any,
    columns: list[str],
    units: dict[str, str],
    offset: int,
    since: dict[str, int],
) -> None:
    """A total below all rows; of one that is wrong the cell is noted."""
    label = columns.index("name") if columns[0] in MONEY else 0
    values: dict[int, object] = {label: draw(st.sampled_from(("合计", "合 计", "总计：")))}
    slip = draw(st.sampled_from((0, 0, 10**6)))
    for name in MONEY:
        column = columns.index(name)
        fen = since[name] + (slip if name == "claim" else 0)
        values[column] = format(Decimal(fen) / FEN[units[name]], "f")
    row = put(values)
    if slip:
        made.wrong_total = f"{get_column_letter(columns.index('claim') + 1 + offset)}{row}"


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
@given(workbooks())
def test_generated_workbooks_are_read_right(made: Made) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "claims.xlsx"
        path.write_bytes(made.data)
        if not made.rows:
            with pytest.raises(ip.errors.ClaimsError) as refused:
                check_claims(path, POLICY, provision="referral-reward")
            problems = refused.value.problems
        else:
            report = check_claims(path, POLICY, provision="referral-reward")
            problems = report.problems
            assert report.lines == {**report.lines, "judged": len(made.rows)}
            assert report.lines.get("reported", 0) == len(made.faults)
            assert sum(report.lines.values()) == made.lines
            judged = {one.row: (one.verdict, one.difference, one.decision.status) for one in report.claims}
            assert judged == {row: _directly(*one) for row, one in made.rows.items()}
    places = {one.where.rpartition("!")[2].split()[0] for one in problems}
    totals = {made.wrong_total} if made.wrong_total else set[str]()
    assert places == {*made.faults, *totals}


def _directly(facts: dict[str, Any], claim: ip.Money) -> tuple[Any, Any, Any]:
    decision = POLICY.decide("referral-reward", facts)
    judged = judge(decision, {"": claim})
    return judged.verdict, judged.difference, decision.status
