from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import investpolicy as ip
from investpolicy.algebras.text import Phrase, Text, show, show_money, wording
from investpolicy.facts import LocalityKind, ReferrerKind
from investpolicy.rules import RULES
from investpolicy.values.curve import Curve, Piece
from investpolicy.values.formula import Node, all_of, any_of, fold, maximum, minimum, named, not_, where
from investpolicy.values.label import Label, Lang
from investpolicy.values.money import NOTHING, by_count
from investpolicy.values.rounding import TO_FEN, Line
from investpolicy.values.text import MONEY_LIMIT_FEN
from investpolicy.values.unknown import Unknown

LABELS = {
    "p.agreed": Label("协议投资额", "agreed investment"),
    "p.actual": Label("实际投资额", "actual investment"),
    "p.signed": Label("签约日期", "day of signing"),
    "p.kind": Label("引荐人类型", "kind of referrer"),
    "p.place": Label("建设地点", "place"),
    "p.asked": Label("引荐并促成", "brought about"),
    "p.rank": Label("名次", "rank"),
    "p.score": Label("得分", "score"),
    "terms.threshold": Label("项目门槛", "smallest project"),
    "step": Label("按标准计算", "amount by the scale"),
}
MEMBERS = {"p.kind": ReferrerKind}
AGREED, ACTUAL = ip.Money.symbol("p.agreed"), ip.Money.symbol("p.actual")
SIGNED = ip.Day.symbol("p.signed")
KIND, PLACE = ip.Choice.symbol("p.kind"), ip.Choice.symbol("p.place")
ASKED = ip.Truth.symbol("p.asked")
RANK = ip.Count.symbol("p.rank")
M = ip.Money.parse
NOT_GIVEN = Unknown("p.x")


def said(value: Any, raws: Mapping[str, Any] | None = None, *, with_value: bool = False) -> tuple[str, str]:
    """A formula in both languages; facts that are not told are not given."""
    found: list[str] = []
    langs: tuple[Lang, ...] = ("zh", "en")
    for lang in langs:
        text = Text(lang, LABELS, MEMBERS, None if raws is None else {**dict.fromkeys(LABELS, NOT_GIVEN), **raws})
        phrase = wording(value.raw, text)
        found.append(text.with_value(phrase) if with_value else str(phrase))
    return found[0], found[1]


def fen(text: str) -> int:
    return M(text).in_fen


# --- values


@pytest.mark.parametrize(
    ("raw", "sort", "members", "zh", "en"),
    [
        (fen("5.2亿元"), "money", None, "5.2亿元", "CNY 520,000,000"),
        (fen("1234.5元"), "money", None, "1234.5元", "CNY 1,234.5"),
        (-100, "money", None, "-1元", "CNY -1"),
        (MONEY_LIMIT_FEN, "money", None, "不设上限", "no limit"),
        (True, "truth", None, "是", "yes"),
        (False, "truth", None, "否", "no"),
        (date(2022, 6, 1), "day", None, "2022-06-01", "2022-06-01"),
        (date.max, "day", None, "尚未发生", "not yet"),
        ("association", "choice", ReferrerKind, "商协会", "association or chamber"),
        ("绵阳市", "choice", None, "绵阳市", "绵阳市"),
        (3, "count", None, "3", "3"),
        (Unknown("x"), "money", None, "未提供", "not given"),
    ],
)
def test_values(raw: Any, sort: Any, members: Any, zh: str, en: str) -> None:
    assert (show(raw, sort, "zh", members), show(raw, sort, "en", members)) == (zh, en)


@given(st.integers(-(10**15), 10**15))
def test_an_english_amount_is_exact(amount: int) -> None:
    written = show_money(ip.Money.of_raw(amount), "en").removeprefix("CNY ").replace(",", "")
    assert Fraction(written) * 100 == amount


# --- comparisons, as they turn out


@pytest.mark.parametrize(
    ("value", "raws", "zh", "en"),
    [
        (AGREED >= M("5亿元"), None, "协议投资额 ≥ 5亿元", "agreed investment ≥ CNY 500,000,000"),
        (
            AGREED >= M("5亿元"),
            {"p.agreed": fen("5亿元")},
            "协议投资额 5亿元 ≥ 5亿元",
            "agreed investment CNY 500,000,000 ≥ CNY 500,000,000",
        ),
        (
            AGREED >= M("5亿元"),
            {"p.agreed": fen("4.99亿元")},
            "协议投资额 4.99亿元 < 5亿元",
            "agreed investment CNY 499,000,000 < CNY 500,000,000",
        ),
        (
            AGREED >= M("5亿元"),
            {},
            "协议投资额（未提供）须 ≥ 5亿元",
            "agreed investment (not given) must be ≥ CNY 500,000,000",
        ),
        (
            AGREED > M("5亿元"),
            {"p.agreed": fen("5亿元")},
            "协议投资额 5亿元 ≤ 5亿元",
            "agreed investment CNY 500,000,000 ≤ CNY 500,000,000",
        ),
        (
            AGREED > ACTUAL,
            {"p.agreed": 200, "p.actual": 100},
            "协议投资额 2元 > 实际投资额 1元",
            "agreed investment CNY 2 > actual investment CNY 1",
        ),
        # what is measured comes first, however the comparison is built
        (AGREED <= M("5元"), {"p.agreed": 500}, "协议投资额 5元 ≤ 5元", "agreed investment CNY 5 ≤ CNY 5"),
        (AGREED <= M("5元"), {"p.agreed": 501}, "协议投资额 5.01元 > 5元", "agreed investment CNY 5.01 > CNY 5"),
        (AGREED <= M("5元"), {}, "协议投资额（未提供）须 ≤ 5元", "agreed investment (not given) must be ≤ CNY 5"),
        (RANK.equals(ip.Count(1)), {"p.rank": 2}, "名次 2 ≠ 1", "rank 2 ≠ 1"),
        (RANK.equals(ip.Count(1)), {"p.rank": 1}, "名次 1 = 1", "rank 1 = 1"),
        # whether there is anything at all
        (AGREED > NOTHING, {"p.agreed": 0}, "协议投资额 0元", "agreed investment CNY 0"),
        (
            AGREED.times(ip.Ratio.parse("5%")) > NOTHING,
            {"p.agreed": 2000},
            "协议投资额 20元 × 5% = 1元",
            "agreed investment CNY 20 × 5% = CNY 1",
        ),
        (AGREED > NOTHING, {}, "协议投资额（未提供）须 > 0元", "agreed investment (not given) must be > CNY 0"),
        # whether something has happened
        (SIGNED.happened, None, "签约日期 已发生", "day of signing has happened"),
        (SIGNED.happened, {"p.signed": date(2022, 6, 1)}, "签约日期 2022-06-01", "day of signing 2022-06-01"),
        (SIGNED.happened, {"p.signed": date.max}, "签约日期 尚未发生", "day of signing not yet"),
        (SIGNED.happened, {}, "签约日期（未提供）", "day of signing (not given)"),
        # a fact alone: what it is called stands before it
        (ASKED, {"p.asked": True}, "是", "yes"),
        (ASKED, {}, "未提供", "not given"),
        (ASKED, None, "引荐并促成", "brought about"),
    ],
)
def test_comparisons(value: Any, raws: Mapping[str, Any] | None, zh: str, en: str) -> None:
    assert said(value, raws) == (zh, en)


KINDS = [ReferrerKind.INDIVIDUAL, ReferrerKind.ASSOCIATION]


@pytest.mark.parametrize(
    ("value", "raws", "zh", "en"),
    [
        (
            KIND.is_in(KINDS),
            None,
            "引荐人类型，属于商协会、个人",
            "kind of referrer, one of association or chamber, individual",
        ),
        (KIND.is_in(KINDS), {"p.kind": "individual"}, "引荐人类型 个人，属于商协会、个人", None),
        (KIND.is_in(KINDS), {"p.kind": "enterprise"}, "引荐人类型 企业，不属于商协会、个人", None),
        (KIND.is_in(KINDS), {}, "引荐人类型（未提供），须属于商协会、个人", None),
        (KIND.is_in(KINDS[:1]), {"p.kind": "individual"}, "引荐人类型 个人", "kind of referrer individual"),
        (
            KIND.is_in(KINDS[:1]),
            {"p.kind": "enterprise"},
            "引荐人类型 企业，不属个人",
            "kind of referrer enterprise, not individual",
        ),
        (
            KIND.is_in(KINDS[:1]),
            {},
            "引荐人类型（未提供），须属个人",
            "kind of referrer (not given), must be individual",
        ),
        (PLACE.is_in(["乙", "甲"]), {"p.place": "丙"}, "建设地点 丙，不属于乙、甲", "place 丙, none of 乙, 甲"),
        (
            PLACE.starts_with(("绵阳市", "绵阳")),
            {"p.place": "绵阳涪城"},
            "建设地点 绵阳涪城，在绵阳市",
            "place 绵阳涪城, in 绵阳市",
        ),
        (
            PLACE.starts_with(("绵阳市", "绵阳")),
            {"p.place": "成都"},
            "建设地点 成都，不在绵阳市",
            "place 成都, not in 绵阳市",
        ),
        (PLACE.starts_with(("绵阳市",)), {}, "建设地点（未提供），须在绵阳市", "place (not given), must be in 绵阳市"),
        (
            all_of(ASKED, SIGNED.happened),
            {"p.asked": True},
            "引荐并促成 是，且签约日期（未提供）",
            "brought about yes, and day of signing (not given)",
        ),
        (any_of(ASKED, not_(ASKED)), {"p.asked": False}, "引荐并促成 否，或并非（引荐并促成 否）", None),
    ],
)
def test_categories_and_logic(value: Any, raws: Mapping[str, Any] | None, zh: str, en: str | None) -> None:
    found = said(value, raws)
    assert found == (zh, en or found[1])


# --- amounts

HALF = ip.Ratio.parse("0.5‰")
CURVE = Curve(
    (
        Piece(fen("1亿元"), Line.rate(Fraction(1, 1000), TO_FEN)),
        Piece(fen("5亿元") + 1, Line.rate(Fraction(2, 1000), TO_FEN, plus=Fraction(-5_000_000))),
        Piece(fen("9亿元"), Line.constant(fen("200万元"))),
    )
)
PRIZES = Curve(
    (Piece(1, Line.constant(fen("100万元"))), Piece(2, Line.constant(fen("80万元"))), Piece(4, Line.constant(0)))
)


@pytest.mark.parametrize(
    ("value", "raws", "zh"),
    [
        (ACTUAL.times(HALF), None, "实际投资额 × 0.5‰"),
        (ACTUAL.times(HALF), {"p.actual": fen("3亿元")}, "实际投资额 3亿元 × 0.5‰ = 15万元"),
        (ACTUAL.times(HALF), {}, "实际投资额（未提供）× 0.5‰"),
        (ACTUAL.times(ip.Ratio.parse("1/3")), {"p.actual": 100}, "实际投资额 1元 × 1/3 = 0.33元"),
        (ACTUAL + AGREED, {"p.actual": 100, "p.agreed": 200}, "实际投资额 1元 + 协议投资额 2元 = 3元"),
        (minimum(ACTUAL, M("5元")), {"p.actual": 600}, "实际投资额 6元 与 5元 取较小者 = 5元"),
        (minimum(ACTUAL, M("5元")), {}, "实际投资额（未提供）与 5元 取较小者"),
        (minimum(ACTUAL, ip.Money.of_raw(MONEY_LIMIT_FEN)), {"p.actual": 600}, "实际投资额 6元"),
        (maximum(ACTUAL, M("5元")), {"p.actual": 600}, "实际投资额 6元 与 5元 取较大者 = 6元"),
        (maximum(M("5元") - ACTUAL, NOTHING), {"p.actual": 100}, "5元 − 实际投资额 1元 = 4元"),
        (maximum(M("5元") - ACTUAL, NOTHING), {"p.actual": 900}, "5元 − 实际投资额 9元，不足 0元 按 0元 计 = 0元"),
        (maximum(M("5元") - ACTUAL, NOTHING), None, "5元 − 实际投资额 与 0元 取较大者"),
        (maximum(ip.Money.of_raw(MONEY_LIMIT_FEN) - ACTUAL, NOTHING), {"p.actual": 900}, "不设上限"),
        (ACTUAL.curve(CURVE), None, "实际投资额 所在档"),
        (ACTUAL.curve(CURVE), {}, "实际投资额（未提供）所在档"),
        (ACTUAL.curve(CURVE), {"p.actual": fen("9999万元")}, "实际投资额 9999万元，未达最低一档（1亿元 起） = 0元"),
        (ACTUAL.curve(CURVE), {"p.actual": fen("5亿元")}, "实际投资额 5亿元 × 1‰（适用档次：1亿元 起） = 50万元"),
        (
            ACTUAL.curve(CURVE),
            {"p.actual": fen("6亿元")},
            "实际投资额 6亿元 × 2‰ − 5万元（适用档次：超过 5亿元） = 115万元",
        ),
        (ACTUAL.curve(CURVE), {"p.actual": fen("10亿元")}, "实际投资额 10亿元，适用档次：9亿元 起 = 200万元"),
        (by_count(RANK, PRIZES), {"p.rank": 3}, "名次 3 所在档 = 80万元"),
        (by_count(RANK, PRIZES), {"p.rank": 4}, "名次 4，不在奖励名次内"),
        (by_count(RANK, PRIZES), {}, "名次（未提供）所在档"),
        (by_count(RANK, Curve((Piece(0, Line(fen("3元"), 0, 1)),))), {"p.rank": 2}, "名次 2 × 3元 = 6元"),
        (M("10元").equal_part(RANK, ip.Count(1)), {"p.rank": 3}, "10元 ÷ 名次 3 = 3.34元"),
        (where(ASKED, ACTUAL, M("1元")), {"p.asked": True, "p.actual": 500}, "实际投资额 5元"),
        (where(ASKED, ACTUAL, M("1元")), {"p.asked": False}, "1元"),
        (where(ASKED, ACTUAL, M("1元")), {"p.actual": 500}, "若 引荐并促成（未提供）则 实际投资额 5元，否则 1元"),
        (named("step", ACTUAL.times(HALF)), {"p.actual": fen("3亿元")}, "实际投资额 3亿元 × 0.5‰ = 15万元"),
        (named("step", named("step", ACTUAL)), {"p.actual": 500}, "按标准计算 5元"),
        (named("none", ACTUAL) + ACTUAL, {"p.actual": 500}, "实际投资额 5元 + 实际投资额 5元 = 10元"),
        (named("step", ACTUAL) + ACTUAL, {}, "按标准计算（未知）+ 实际投资额（未提供）"),
        (named("step", ACTUAL) + ACTUAL, None, "按标准计算 + 实际投资额"),
        (
            named("step", ACTUAL + named("step", AGREED), Label("各取一半", "half each")),
            {"p.actual": 100, "p.agreed": 200},
            "各取一半（实际投资额 1元、按标准计算 2元） = 3元",
        ),
    ],
)
def test_amounts(value: Any, raws: Mapping[str, Any] | None, zh: str) -> None:
    assert said(value, raws, with_value=True)[0] == zh


@pytest.mark.parametrize(
    ("counted", "offset", "zh"),
    [
        (False, 0, "实际投资额 26元 超过 5元 的部分，每 10元 计 1元 = 2元"),
        (True, 0, "实际投资额 26元 超过 5元 的部分，每 10元 计 1元 = 3元"),
        (False, 700, "7元 + 实际投资额 26元 超过 5元 的部分，每 10元 计 1元 = 9元"),
    ],
)
def test_whole_steps(counted: bool, offset: int, zh: str) -> None:
    line = Line.steps(500, 1000, 100, offset=offset, count_partial=counted)
    assert said(ACTUAL.line(line), {"p.actual": 2600}, with_value=True)[0] == zh


def test_an_open_term_and_an_unpublished_constant() -> None:
    threshold = ip.Money.of_raw(Node("constant", "money", (), (Unknown("terms.threshold"), "terms.threshold")))
    assert said(AGREED >= threshold, {"p.agreed": 100}) == (
        "协议投资额 1元 须 ≥ 项目门槛（未公布）",
        "agreed investment CNY 1 must be ≥ smallest project (not published)",
    )
    known = ip.Money.of_raw(Node("constant", "money", (), (500, "terms.threshold")))
    assert said(AGREED >= known, {"p.agreed": 100})[0] == "协议投资额 1元 < 项目门槛 5元"
    assert said(named("step", known), {}, with_value=True)[0] == "5元"


# --- what holds for all


FOLDING = [
    (policy, name) for policy in ip.policies() for name, one in ip.policy(policy).provisions.items() if one.rule.folds
]


@pytest.mark.parametrize(("policy", "name"), FOLDING)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_formula_of_every_rule_is_text_without_figures(policy: str, name: str, lang: Lang) -> None:
    provision = ip.policy(policy).provision(name)
    labels: dict[str, Label] = {path: one.label for path, one in provision.rule.facts.describe().items()}
    labels |= provision.rule.terms.describe() | dict(provision.rule.labels)
    members = {path: one.members for path, one in provision.rule.facts.describe().items()}
    text = Text(lang, labels, members)
    values = [*provision.formulas.conditions.values(), *provision.formulas.values.values()]
    for value in values:
        if value.raw.__class__ is not Node:  # a term that the document does not publish
            assert all(name.startswith("terms.") for name in value.missing)
            continue
        words = wording(value.raw, text)
        assert words
        assert "（未提供）" not in words
        for path in labels:
            assert path not in words or "." not in path


def test_every_operation_has_its_words() -> None:
    from investpolicy.values import plain_operations

    assert all(callable(getattr(Text, name)) for name in plain_operations.__all__)


@given(st.integers(0, 10**13), st.booleans(), st.sampled_from([1, 2, 3, 4, 5]))
def test_the_value_in_the_words_is_the_value(amount: int, asked: bool, rank: int) -> None:
    raws = {**dict.fromkeys(LABELS, NOT_GIVEN), "p.actual": amount, "p.asked": asked, "p.rank": rank}
    values: list[ip.Money] = [
        ACTUAL.curve(CURVE),
        minimum(ACTUAL.times(HALF), M("30万元")),
        where(ASKED, ACTUAL, by_count(RANK, PRIZES)),
        maximum(M("30万元") - ACTUAL, NOTHING),
    ]
    text = Text("zh", LABELS, MEMBERS, raws)
    check: Callable[[Node], Any] = lambda node: fold(node, text, text.leaf)  # noqa: E731
    for value in values:
        phrase = check(value.raw)
        assert isinstance(phrase, Phrase)
        from investpolicy.algebras.record import evaluate

        assert phrase.raw == evaluate(value.raw, raws.__getitem__)


def test_locality_kinds_have_labels_for_the_text() -> None:
    assert all(one.label.zh and one.label.en for kind in (LocalityKind, ReferrerKind) for one in kind)
    assert all(rule.labels["award"] for rule in RULES.values() if "award" in rule.name or "reward" in rule.name)
