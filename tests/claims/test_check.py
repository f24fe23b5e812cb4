"""Checking claims: the shipped examples row by row, and what an analyst can run into."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import investpolicy as ip
from investpolicy.claims import Verdict, check_claims
from investpolicy.errors import ClaimsError, UnknownNameError

from .names import EXAMPLES

WORKBOOK = EXAMPLES / "mianyang-claims-2022.xlsx"
CSV = EXAMPLES / "mianyang-referral-2022-gb18030.csv"

R, W, X, O, U, N, C = (  # noqa: E741
    Verdict.RIGHT,
    Verdict.WITHIN_CEILING,
    Verdict.EXCEPTED,
    Verdict.OVER,
    Verdict.UNDER,
    Verdict.NOT_ELIGIBLE,
    Verdict.CANNOT_TELL,
)

# sheet → row: verdict and difference (claimed less due), worked out by hand from the workbook
EXPECTED: dict[str, dict[int, tuple[Verdict, str | None]]] = {
    "引荐奖励": {
        4: (W, None),
        5: (W, None),
        6: (O, "5万元"),
        7: (N, "20万元"),
        8: (W, None),
        9: (N, "10万元"),
        10: (N, "12万元"),
        11: (C, None),
        12: (C, None),
        13: (W, None),
        14: (O, "5万元"),
    },
    "重大项目奖励": {
        4: (R, "0元"),
        5: (U, "-20万元"),
        7: (O, "20万元"),
        8: (N, "100万元"),
        9: (N, "100万元"),
        10: (N, "100万元"),
    },
    "园区综合考核奖励": {
        4: (R, "0元"),
        5: (R, "0元"),
        6: (O, "20万元"),
        7: (R, "0元"),
        8: (U, "-10万元"),
        9: (N, "60万元"),
        10: (N, "60万元"),
    },
    "产业基金出资": {
        4: (R, None),
        5: (R, None),
        6: (O, "5000万元"),
        7: (X, "6000万元"),
        8: (C, None),
    },
    "扶持资金分担": {
        4: (R, "0元"),
        5: (O, "80万元"),
        6: (R, "0元"),
        7: (N, "80万元"),
        8: (N, "60万元"),
        9: (N, "40万元"),
        10: (C, None),
    },
}

HEADER = (
    "项目名称,建设地点,协议投资额（亿元）,实际投资额（亿元）,签约日期,开工日期,引荐人,引荐人类型,引荐并促成,"
    "申报金额（万元）\n"
)
ROW = "甲项目,绵阳市,5.2,3,2022-06-20,2022-09-01,某商会,商协会,是,26\n"
OTHER = ROW.replace("某商会", "某协会")


def csv(folder: Path, text: str, name: str = "claims.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def seen(report: ip.ClaimsReport, sheet: str) -> dict[int, tuple[Verdict, str | None]]:
    return {
        one.row: (one.verdict, None if one.difference is None else str(one.difference))
        for one in report.claims
        if f"[{sheet}]" in one.where
    }


@pytest.mark.parametrize("sheet", EXPECTED)
def test_the_example_workbook_row_by_row(sheet: str) -> None:
    report = check_claims(WORKBOOK, "mianyang-2022")
    assert seen(report, sheet) == EXPECTED[sheet]


def test_every_verdict_occurs_in_the_example() -> None:
    report = check_claims(WORKBOOK, "mianyang-2022")
    assert {verdict for rows in EXPECTED.values() for verdict, _ in rows.values()} == set(Verdict)
    assert sum(report.counts.values()) == len(report.claims) == sum(map(len, EXPECTED.values()))
    assert len(report.findings) == sum(one.verdict.is_finding for one in report.claims)
    assert report.exit_code == 1
    assert report.problems == ()


def test_the_same_sheet_as_gb18030_csv_gives_the_same_verdicts() -> None:
    rows = seen(check_claims(WORKBOOK, "mianyang-2022"), "引荐奖励")
    report = check_claims(CSV, "mianyang-2022")
    assert {
        one.row: (one.verdict, str(one.difference) if one.difference is not None else None) for one in report.claims
    } == rows


def test_a_claim_is_the_decision_of_its_record() -> None:
    """The report decides as the policy does, and each decision can be verified."""
    policy = ip.policy("mianyang-2022")
    for one in check_claims(WORKBOOK, policy).claims:
        if one.decision.provision.name in ("referral-reward", "cost-sharing", "fund-share"):
            again = policy.decide(one.decision.provision.name, one.decision.facts)
            assert again.fingerprint == one.decision.fingerprint
        assert ip.verify(one.decision.to_json())


def test_a_draft_with_a_scale_tells_right_from_over_and_under(tmp_path: Path) -> None:
    draft = ip.policy("mianyang-2022").vary(
        {"referral-reward.scale": {"kind": "rate", "rate": "0.05%", "base": "actual_investment"}}
    )
    single = [check_claims(csv(tmp_path, HEADER + row), draft).claims[0] for row in (
        ROW.replace("5.2,3", "5.2,5.2"),
        ROW.replace(",26\n", ",15\n"),
        ROW.replace(",26\n", ",15.000001\n"),
        ROW.replace(",26\n", ",14.999999\n"),
    )]  # fmt: skip
    assert [(one.verdict, str(one.difference)) for one in single] == [
        (R, "0元"),
        (R, "0元"),
        (O, "0.01元"),
        (U, "-0.01元"),
    ]


def test_rows_of_one_project_share_its_ceiling_unless_they_are_successive_payments(tmp_path: Path) -> None:
    header = HEADER.replace("申报金额", "此前已付奖励（万元）,申报金额")
    shared = csv(tmp_path, header + ROW.replace(",26", ",0,15") + OTHER.replace(",26", ",0,16"))
    assert [(one.verdict, one.decision.ceiling) for one in check_claims(shared, "mianyang-2022").claims] == [
        (W, ip.Money.wan(15)),
        (O, ip.Money.wan(15)),
    ]
    successive = csv(tmp_path, header + ROW.replace(",26", ",0,15") + ROW.replace(",26", ",15,16"))
    assert [(one.verdict, one.decision.ceiling) for one in check_claims(successive, "mianyang-2022").claims] == [
        (W, ip.Money.wan(30)),
        (O, ip.Money.wan(15)),
    ]


def test_an_assumed_fact_fills_blank_cells_and_is_shown(tmp_path: Path) -> None:
    path = csv(tmp_path, HEADER + ROW.replace("绵阳市", "") + ROW.replace("甲", "乙").replace("绵阳市", "成都市"))
    without = check_claims(path, "mianyang-2022")
    assert [one.verdict for one in without.claims] == [C, N]
    report = check_claims(path, "mianyang-2022", assume={"建设地点": "绵阳市"})
    assert [one.verdict for one in report.claims] == [W, N]
    assert report.assumed == (("建设地点", "绵阳市", 1),)
    assert "假定 建设地点 = 绵阳市（用于 1 行）" in report.to_text()
    with pytest.raises(ClaimsError, match=r"--assume 建设地: field '建设地' does not exist; did you mean '建设地点'"):
        check_claims(path, "mianyang-2022", assume={"建设地": "绵阳市"})


def test_what_can_not_be_read_is_reported_and_the_rest_is_judged(tmp_path: Path) -> None:
    path = csv(
        tmp_path,
        HEADER + ROW + ROW.replace("5.2", "五亿多").replace("2022-06-20", "2022-13-40") + ROW.replace("甲", "丙"),
    )
    report = check_claims(path, "mianyang-2022")
    assert [one.row for one in report.claims] == [2, 4]
    assert report.lines["reported"] == 1
    assert [str(one).partition(";")[0] for one in report.problems] == [
        "claims.csv:3:3: money '五亿多' has no number in digits",
        "claims.csv:3:5: day '2022-13-40' does not exist in the calendar",
    ]
    assert report.exit_code == 1


def test_contradictory_facts_are_reported_at_their_row(tmp_path: Path) -> None:
    path = csv(tmp_path, HEADER + ROW.replace("2022-09-01", "2022-01-01") + ROW)
    report = check_claims(path, "mianyang-2022")
    assert [str(one) for one in report.problems] == [
        "claims.csv:2:6: 开工日期 2022-01-01 is before 签约日期 2022-06-20; check the two dates"
    ]
    assert [one.row for one in report.claims] == [3]


def test_cells_and_contradictions_of_one_row_are_said_in_one_pass(tmp_path: Path) -> None:
    row = ROW.replace("5.2", "五亿多").replace("2022-06-20", "2022-09-02")
    report = check_claims(csv(tmp_path, HEADER + row + ROW), "mianyang-2022")
    assert report.lines["reported"] == 1
    assert [str(one).partition(";")[0] for one in report.problems] == [
        "claims.csv:2:3: money '五亿多' has no number in digits",
        "claims.csv:2:6: 开工日期 2022-09-01 is before 签约日期 2022-09-02",
    ]


def test_two_columns_for_one_fact_and_a_claim_without_a_column_are_errors(tmp_path: Path) -> None:
    twice = csv(tmp_path, HEADER.replace("实际投资额（亿元）", "协议总投资（亿元）") + ROW)
    with pytest.raises(ClaimsError, match="hold the same fact; keep one of the two"):
        check_claims(twice, "mianyang-2022")
    none = csv(tmp_path, HEADER.replace("申报金额（万元）", "金额") + ROW)
    with pytest.raises(ClaimsError, match="no column for the claim under 引荐奖励; name it 申报金额"):
        check_claims(none, "mianyang-2022")


def test_columns_that_mean_nothing_are_listed_with_the_nearest_name(tmp_path: Path) -> None:
    report = check_claims(csv(tmp_path, HEADER.replace("引荐人,", "开工日,") + ROW), "mianyang-2022")
    assert report.sheets[0].unmapped == (("开工日", "开工日期"),)
    assert "未用到的列：开工日，最接近的名称：开工日期" in report.to_text()


@pytest.mark.parametrize("make", [pd.DataFrame, pl.DataFrame, pa.table])
def test_a_frame_is_checked_like_a_file(make: object) -> None:
    columns = {
        "项目名称": ["甲", "乙"],
        "建设地点": ["绵阳市", "绵阳市"],
        "协议投资额（亿元）": [5.1299999999999999, 4.99],
        "实际投资额（万元）": [3, None],
        "签约日期": ["2022-06-20"] * 2,
        "开工日期": ["2022-09-01"] * 2,
        "引荐人类型": ["个人"] * 2,
        "引荐并促成": ["是"] * 2,
        "申报金额（万元）": [30, 30],
    }
    report = check_claims(make(columns), "mianyang-2022")  # type: ignore[operator]
    assert [one.verdict for one in report.claims] == [W, N]
    assert str(report.claims[0].decision.facts.project.agreed_investment) == "5.13亿元"  # type: ignore[attr-defined]


def test_what_is_no_claims_source_is_refused() -> None:
    with pytest.raises(ClaimsError, match="int is no claims file and no frame"):
        check_claims(3, "mianyang-2022")
    with pytest.raises(UnknownNameError, match="did you mean 'mianyang-2022'"):
        check_claims(CSV, "mianyang-2023")
    with pytest.raises(UnknownNameError, match="did you mean 'referral-reward'"):
        check_claims(CSV, "mianyang-2022", provision="referal-reward")


def test_the_report_as_json_text_and_html() -> None:
    report = check_claims(WORKBOOK, "mianyang-2022")
    stored = json.loads(report.to_json())
    assert stored["schema"] == "investpolicy/claims-report/1"
    assert len(stored["claims"]) == len(report.claims)
    assert stored["claims"][0]["claimed"] == {"": "260000.00"}
    assert all(ip.verify(one["decision"]) for one in stored["claims"])
    assert "not eligible" in report.to_text("en")
    assert report._repr_html_().count("<tr>") == len(report.claims) + 1


def test_a_hostile_name_can_not_move_the_cursor_or_become_markup(tmp_path: Path) -> None:
    path = csv(tmp_path, HEADER + ROW.replace("甲项目", "<script>\x1b[2J</script>").replace("\x1b", "\x1b"))
    report = check_claims(path, "mianyang-2022")
    assert "\x1b" not in report.to_text()
    assert "<script>" not in report._repr_html_()


def test_an_unreadable_row_still_counts_among_its_neighbours(tmp_path: Path) -> None:
    """Its facts are unknown to a ranking and to those who share a project: nobody moves up because of a typo."""
    parks = "园区,年度,综合考核得分,申报金额（万元）\n甲,2022,九十,100\n乙,2022,95,100\n丙,2022,90,80\n"
    report = check_claims(csv(tmp_path, parks), "mianyang-2022", provision="park-ranking-award")
    assert [(one.row, one.verdict) for one in report.claims] == [(3, C), (4, R)]
    assert report.lines["reported"] == 1
    claim_only = parks.replace("九十,100", "97,一百")
    report = check_claims(csv(tmp_path, claim_only), "mianyang-2022", provision="park-ranking-award")
    assert [(one.row, one.verdict, one.show_due("zh")) for one in report.claims] == [(3, O, "80万元"), (4, R, "80万元")]
    shared = HEADER + ROW.replace(",26", ",15") + OTHER.replace(",26", ",一")
    report = check_claims(csv(tmp_path, shared), "mianyang-2022")
    assert [(one.verdict, one.decision.ceiling) for one in report.claims] == [(W, ip.Money.wan(15))]
    assert "同一项目共 2 个引荐人分享" in report.claims[0].judged.why("zh")


def test_years_are_ranked_each_by_itself(tmp_path: Path) -> None:
    parks = "园区,年度,综合考核得分,申报金额（万元）\n甲,2022,90,100\n乙,2023,95,100\n"
    report = check_claims(csv(tmp_path, parks), "mianyang-2022", provision="park-ranking-award")
    assert [one.verdict for one in report.claims] == [R, R]
    rows = [{"park": "甲", "year": 2022, "score": 90}, {"park": "乙", "year": 2023, "score": 95}]
    decided = ip.policy("mianyang-2022").decide_all("park-ranking-award", rows)
    assert [str(one.amount) for one in decided] == ["100万元", "100万元"]


def test_rows_of_one_park_that_contradict_each_other_are_named(tmp_path: Path) -> None:
    parks = "园区,年度,综合考核名次,申报金额（万元）\n甲,2022,1,100\n甲,2022,2,100\n乙,2022,3,80\n"
    report = check_claims(csv(tmp_path, parks), "mianyang-2022", provision="park-ranking-award")
    assert "claims.csv:2 and claims.csv:3 say 1 and 2 of one park" in str(report.problems[0])
    assert [one.row for one in report.claims] == [4]


def test_a_claim_below_zero_is_a_problem(tmp_path: Path) -> None:
    report = check_claims(csv(tmp_path, HEADER + ROW.replace(",26", ",-30") + ROW.replace("甲", "乙")), "mianyang-2022")
    assert [str(one) for one in report.problems] == [
        "claims.csv:2:10: the claim -30万元 is below zero; write an amount of 0 or more"
    ]


def test_two_tables_of_one_file_each_have_their_own_claims_and_total(tmp_path: Path) -> None:
    text = check_claims(csv(tmp_path, HEADER + ROW + HEADER + ROW.replace("甲", "乙")), "mianyang-2022").to_text()
    assert text.count("甲项目") == text.count("乙项目") == 1
