"""Verdicts: of money, splits, limits, points, days, findings and figures, with all reasons in both languages."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import investpolicy as ip
from investpolicy.claims.populations import Bounds
from investpolicy.claims.verdicts import Apart, Difference, Judged, Verdict, is_rounded, judge, show_difference
from investpolicy.errors import ClaimsError
from investpolicy.values.label import Label

from .names import messages

MIANYANG = ip.policy("mianyang-2022")
HUAIBEI = ip.policy("huaibei-2022")
ZIYANG = ip.policy("ziyang")
SHANDONG = ip.policy("shandong-report")
SCALED = MIANYANG.vary({"referral-reward.scale": {"kind": "rate", "rate": "0.05%", "base": "actual_investment"}})

PROJECT: dict[str, Any] = {
    "name": "甲", "place": "绵阳市", "sector": "C", "agreed_investment": "6亿元", "actual_investment": "5.2亿元",
    "signed_on": "2022-06-20", "started_on": "2022-09-01",
}  # fmt: skip
REFERRER = {"name": "某商会", "kind": "association", "brought_about": True}
COSTS: dict[str, Any] = {
    "project": PROJECT | {"agreed_investment": "100亿元", "locality_kind": "市辖区"},
    "support_funds": "100万元",
}
ROUND = {"project": PROJECT, "fund_contribution": "6000万元", "vehicle_capital": "1亿元", "round_amount": "1亿元"}
CARRIER: dict[str, Any] = {
    "carrier": {"name": "某区", "done": 20, "target": 33, "fixed_assets": "9亿元"},
    "unit": "year",
}
CITY, PLACE = "市本级", "承接地"


def money(written: str) -> ip.Money:
    return ip.Money.parse(written)


def parts(city: str | None, place: str | None) -> dict[str, ip.Money | None]:
    return {CITY: money(city) if city else None, PLACE: money(place) if place else None}


def referral(claim: str | None, policy: ip.Policy = MIANYANG, **changes: Any) -> Judged:
    facts = {"project": PROJECT, "referrer": REFERRER} | changes
    return judge(policy.decide("referral-reward", facts), {"": money(claim) if claim else None})


def split(city: str | None, place: str | None, **changes: Any) -> Judged:
    return judge(MIANYANG.decide("cost-sharing", COSTS | changes), parts(city, place))


def fund(**changes: Any) -> Judged:
    return judge(MIANYANG.decide("fund-share", ROUND | changes), {})


def score(points: str | None, **facts: Any) -> Judged:
    decision = ZIYANG.decide("department-adjustment", {"name": "某局", "kind": "部门"} | facts)
    return judge(decision, {"": ip.Points.parse(points) if points else None})


def day(claim: str | None, provision: str = "review", **facts: Any) -> Judged:
    decision = HUAIBEI.decide(provision, {"name": "某事项"} | facts)
    return judge(decision, {"": ip.Day.parse(claim) if claim else None})


def growth(said: bool | None, rate: str | None = None, **facts: int) -> Judged:
    told = {"year": 2022, "signed": 900, "signed_before": 100, "started": 900, "started_before": 100}
    counts = told | {"completed": 900, "completed_before": 100} | facts
    claims: dict[str, Any] = {"": said, "signed": ip.Ratio.parse(rate) if rate else None}
    return judge(HUAIBEI.decide("growth", counts), claims)


def carrier(rate: str | None, assets: str | None = None, **changes: Any) -> Judged:
    claims: dict[str, Any] = {"completion": ip.Ratio.parse(rate) if rate else None}
    claims["fixed_assets"] = money(assets) if assets else None
    return judge(HUAIBEI.decide("carrier-assessment", CARRIER | changes), claims)


def targets(reached: bool | None, size: str | None = None, year: int = 2022) -> Judged:
    claims: dict[str, Any] = {"signed_reached": reached, "size.10亿元": ip.Ratio.parse(size) if size else None}
    return judge(HUAIBEI.decide("targets", {"year": year, "signed": 10}), claims)


def ranked(claim: str, best: str | None, worst: str | None, decided: dict[str, Any] | None = None) -> Judged:
    decision = MIANYANG.decide("park-ranking-award", decided or {"park": "甲园", "year": 2022})
    why = (Label("没有得分：乙园", "no score: 乙园"),)
    bounds = Bounds(money(best) if best else None, money(worst) if worst else None, why)
    return judge(decision, {"": money(claim)}, bounds)


LATE = {"received_on": "2022-06-01", "done_on": "2022-06-13"}

CASES: dict[str, Judged] = {
    "within the ceiling": referral("26万元"),
    "above the ceiling": referral("35万元"),
    "award right": referral("26万元", SCALED),
    "award over": referral("26.01万元", SCALED),
    "award under": referral("25.99万元", SCALED),
    "award not eligible, for two reasons": referral(
        "20万元", project=PROJECT | {"agreed_investment": "4.99亿元", "place": "成都市"}
    ),
    "nothing claimed and not eligible": referral("0元", project=PROJECT | {"agreed_investment": "4.99亿元"}),
    "award waits for facts": referral("20万元", project=PROJECT | {"started_on": None}),
    "award waits, and is above the ceiling": referral("31万元", project=PROJECT | {"started_on": None}),
    "award without a claim": referral(None),
    "award without a claim, not eligible": referral(None, project=PROJECT | {"agreed_investment": "4.99亿元"}),
    "award without a claim, waiting": referral(None, project=PROJECT | {"started_on": None}),
    "award shared": referral("15万元", weights=(1, 1), place=2),
    "split right": split("30万元", "70万元"),
    "split over": split("70万元", "30万元"),
    "split under": split("29万元", "70万元"),
    "split wrong in the second part": split("30万元", "71万元"),
    "split not eligible": split("30万元", "70万元", project=COSTS["project"] | {"agreed_investment": "9亿元"}),
    "split waits": split("30万元", "70万元", project=COSTS["project"] | {"sector": None}),
    "split without a part": split("30万元", None),
    "limit kept": fund(fund_contribution="4000万元"),
    "limit passed": fund(),
    "limit passed, excepted": fund(exception_approved=True),
    "limit waits": fund(round_amount=None, vehicle_capital=None),
    "points right": score("1分", additions=2, deductions=1),
    "points over": score("2.5分", additions=2, deductions=1),
    "points under": score("-1分", additions=2, deductions=1),
    "points not eligible": score("2分", kind="县", additions=2, deductions=1),
    "points wait": score("1分", additions=2),
    "points wait, and are above the most": score("99分", additions=2),
    "points without a claim": score(None, additions=2, deductions=1),
    "done in time": day(None, received_on="2022-06-01", done_on="2022-06-02"),
    "done late": day(None, **LATE),
    "done late, and another last day claimed": day("2022-06-20", **LATE),
    "done in time, a later last day claimed": day("2022-06-30", received_on="2022-06-01", done_on="2022-06-02"),
    "last day right, not told whether done": day("2022-06-07", received_on="2022-06-01"),
    "an earlier last day claimed": day("2022-06-08", received_on="2022-06-01"),
    "not told whether done": day(None, received_on="2022-06-01"),
    "not done yet": day(None, received_on="2022-06-01", done_on="尚未"),
    "receipt not told": day("2022-06-09"),
    "never received": day("2022-06-09", received_on="尚未"),
    "published late": day(None, "publicity", recorded_on="2022-06-01", published_on="2022-06-07"),
    "finding met": growth(None),
    "finding met, claimed so": growth(True, signed=800),
    "finding met, claimed as not met": growth(False, signed=800),
    "finding not met": growth(None, signed=101),
    "finding not met, claimed as met": growth(True, signed=101),
    "finding not met, claimed so": growth(False, signed=101),
    "finding waits": growth(True, signed_before=0),
    "finding met, another rate claimed": growth(True, "710%", signed=800),
    "finding not met, rate right": growth(True, "1%", signed=101),
    "finding waits, a rate claimed": growth(None, "30%", signed_before=0),
    "completion right to its decimals": carrier("60.6%"),
    "completion over": carrier("61%"),
    "completion under, investment right": carrier("60.5%", "9亿元"),
    "completion right, investment over": carrier("60.61%", "9.5亿元"),
    "no figure claimed": carrier(None),
    "completion waits": carrier("60.6%", carrier=CARRIER["carrier"] | {"target": None}),
    "period not assessed": carrier("60.6%", unit="month"),
    "target claimed as reached": targets(True),
    "target not reached, said so": targets(False),
    "size not told": targets(None, "50%"),
    "one figure right, one not told": targets(False, "50%"),
    "targets of another year": targets(True, year=2023),
    "between best and worst": ranked("80万元", "100万元", "60万元"),
    "above the best": ranked("120万元", "100万元", "60万元"),
    "below the worst": ranked("50万元", "100万元", "60万元"),
    "certain whatever is missing": ranked("80万元", "80万元", "80万元"),
    "certain, and claimed more": ranked("100万元", "80万元", "80万元"),
    "certain that nothing is due": ranked("60万元", "0元", "0元"),
    "no bounds": ranked("80万元", None, None),
    "decided, but the table leaves it open": ranked(
        "80万元", "100万元", "80万元", {"park": "甲园", "year": 2022, "place": {"rank": 2, "tied": 1}}
    ),
}


def told(judged: Judged) -> str:
    apart = f" {judged.show_difference('zh')} / {judged.show_difference('en')}" if judged.difference is not None else ""
    first = f"{judged.verdict.label.zh}{apart}"
    missing = f"\nmissing {', '.join(judged.missing)}" if judged.missing else ""
    return f"{first}\n{judged.why('zh')}\n{judged.why('en')}{missing}"


@pytest.mark.parametrize("case", CASES)
def test_a_verdict_says_how_far_and_why(case: str) -> None:
    assert told(CASES[case]) == messages("judging.txt")[f"verdict: {case}"]


def test_every_expected_verdict_has_its_case_and_every_verdict_occurs() -> None:
    expected = [name.partition(": ")[2] for name in messages("judging.txt") if name.startswith("verdict: ")]
    assert expected == list(CASES)
    assert {one.verdict for one in CASES.values()} == set(Verdict)


@given(st.integers(0, 30 * 10**6), st.integers(0, 10**12) | st.integers(0, 30 * 10**6))
def test_a_claim_of_money_is_right_to_the_fen_and_only_then(due: int, claimed: int) -> None:
    project = PROJECT | {"agreed_investment": "6亿元", "actual_investment": ip.Money.fen(2000 * due)}
    judged = referral(f"{claimed // 100}.{claimed % 100:02}元", SCALED, project=project)
    apart = claimed - due
    assert judged.difference == ip.Money.fen(claimed) - ip.Money.fen(due)
    assert judged.verdict is (Verdict.OVER if apart > 0 else Verdict.UNDER if apart < 0 else Verdict.RIGHT)


@given(st.integers(0, 2000), st.integers(1, 2000), st.integers(1, 3))
def test_a_rate_written_by_rounding_half_up_is_right_unless_it_becomes_whole(done: int, of: int, places: int) -> None:
    exact, unit = Fraction(done, of), Fraction(1, 100 * 10**places)
    written = (exact / unit + Fraction(1, 2)).__floor__() * unit
    whole = (written * 100).denominator == 1 and written != exact
    assert is_rounded(written, exact) is not whole
    for other in (written - unit, written + unit):
        if (other / unit) % 10:  # else it is written with fewer decimals
            assert not is_rounded(other, exact)


@pytest.mark.parametrize("written", ["100%", "99.9%", "0%"])
def test_nearly_whole_is_not_whole(written: str) -> None:
    assert not is_rounded(ip.Ratio.parse(written).fraction, Fraction(9996, 10_000))


def test_a_rate_without_decimals_is_right_only_exactly() -> None:
    assert is_rounded(Fraction(1, 3), Fraction(1, 3))
    assert not is_rounded(Fraction(1, 3), Fraction(333, 1000))


def test_differences_in_words() -> None:
    shown: dict[Difference, tuple[str, str]] = {
        ip.Money.wan(20): ("20万元", "CNY 200,000"),
        ip.Points.parse("-2.5"): ("-2.5分", "-2.5 points"),
        ip.Ratio(Fraction(-1, 300)): ("-0.3个百分点", "-0.3 percentage points"),
        ip.Ratio(Fraction(1, 100_000)): ("0.001个百分点", "0.001 percentage points"),
        Apart(1): ("1天", "1 day"),
        Apart(-3): ("-3天", "-3 days"),
        Apart(2, days=False): ("2", "2"),
    }
    for difference, (zh, en) in shown.items():
        assert (show_difference(difference, "zh"), show_difference(difference, "en")) == (zh, en)
    assert str(Apart(3)) == "3天"
    assert Judged(Verdict.RIGHT, None, ()).show_difference("zh") == ""


def test_what_is_no_claim_of_its_kind_is_refused() -> None:
    expected = messages("judging.txt")
    standings = SHANDONG.decide("monthly-ranking", {})
    with pytest.raises(ClaimsError) as caught:
        judge(standings, {})
    assert str(caught.value) == expected["error: standings"]
    with pytest.raises(ClaimsError) as caught:
        judge(HUAIBEI.decide("carrier-assessment", CARRIER), {"completion": money("1元")})
    assert str(caught.value) == expected["error: another kind"]
