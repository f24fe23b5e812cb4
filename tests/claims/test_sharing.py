"""Rows of one project: who shares, what they claim together, and cells that say unknown."""

from __future__ import annotations

from pathlib import Path

import pytest

import investpolicy as ip
from investpolicy.claims import Verdict

R, W, O, N, C = (  # noqa: E741
    Verdict.RIGHT,
    Verdict.WITHIN_CEILING,
    Verdict.OVER,
    Verdict.NOT_ELIGIBLE,
    Verdict.CANNOT_TELL,
)
HEADER = (
    "项目名称,协议投资额（亿元）,实际投资额（亿元）,建设地点,签约日期,开工日期,"
    "引荐人,引荐人类型,引荐并促成,此前已付奖励（万元）,申报金额（元）\n"
)


def row(
    claim: str, *, name: str = "甲", by: str = "某商会", kind: str = "商会", paid: str = "", agreed: str = "6"
) -> str:
    return f"{name},{agreed},5.2,绵阳市,2022-06-20,2022-09-01,{by},{kind},是,{paid},{claim}\n"


def check(folder: Path, *rows: str) -> ip.ClaimsReport:
    path = folder / "claims.csv"
    path.write_text(HEADER + "".join(rows), encoding="utf-8")
    return ip.check_claims(path, "mianyang-2022", provision="referral-reward")


@pytest.mark.parametrize("cell", ["待定", "不详", "—", "/"])
def test_a_cell_that_says_unknown_takes_no_default(tmp_path: Path, cell: str) -> None:
    report = check(tmp_path, row("300000", paid=cell), row("300000", name="乙", paid=""))
    assert [one.verdict for one in report.claims] == [C, W]
    assert report.claims[0].decision.missing == ("referral.paid_before", "terms.scale")


def test_an_assumption_fills_what_is_blank_and_not_what_is_said_to_be_unknown(tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    rows = row("300000", paid="待定"), row("300000", name="乙"), row("300000", name="丙", paid="—")
    path.write_text(HEADER + "".join(rows), encoding="utf-8")
    report = ip.check_claims(path, "mianyang-2022", provision="referral-reward", assume={"此前已付奖励": "10万元"})
    assert [one.verdict for one in report.claims] == [C, O, O]
    assert report.assumed == (("此前已付奖励", "10万元", 2),)


def test_one_cap_is_claimed_once_whatever_was_paid_before(tmp_path: Path) -> None:
    report = check(tmp_path, row("300000"), row("299900", by="乙", paid="0.01"), row("299800", by="丙", paid="0.02"))
    assert report.exit_code == 1
    assert len(report.conflicts) == 1
    assert str(report.conflicts[0]).startswith(
        "claims.csv:2,3,4: together they claim 89.97万元, and the project's reward is at most 30万元; check what"
    )


def test_successive_payments_within_the_cap_are_no_conflict(tmp_path: Path) -> None:
    report = check(tmp_path, row("100000", paid="0"), row("200000", paid="10"))
    assert [one.verdict for one in report.claims] == [W, W]
    assert report.exit_code == 0


def test_seven_ceilings_rounded_up_do_not_break_the_cap(tmp_path: Path) -> None:
    report = check(tmp_path, *(row("42857.15", by=f"商会{number}") for number in range(7)))
    assert {one.verdict for one in report.claims} == {W}
    assert "together they claim 300000.05元" in str(report.conflicts[0])
    assert report.exit_code == 1


def test_names_that_differ_by_a_space_are_one_project(tmp_path: Path) -> None:
    report = check(tmp_path, row("300000", name="甲 项目"), row("300000", name="甲项目", by="乙"))
    assert [one.verdict for one in report.claims] == [O, O]
    assert len(report.conflicts) == 1


def test_who_can_not_be_eligible_has_no_share(tmp_path: Path) -> None:
    report = check(tmp_path, row("300000"), row("0", by="某局", kind="公务员"))
    assert [(one.verdict, one.decision.ceiling) for one in report.claims] == [(W, ip.Money.wan(30)), (R, None)]
    assert not report.conflicts


def test_one_referrer_twice_and_two_projects_of_one_name_are_conflicts(tmp_path: Path) -> None:
    report = check(tmp_path, row("150000"), row("150000", agreed="7"))
    assert [str(one).partition(";")[0] for one in report.conflicts] == [
        "claims.csv:2,3: they say 6亿元 and 7亿元 of one project's agreed_investment",
    ]
    assert [one.wheres for one in report.duplicates] == [("claims.csv:2", "claims.csv:3")]
    assert "重复申报：" in report.to_text()
    assert "同一项目的各行：" in report.to_text()
    assert "Rows of one project:" in report.to_text("en")
    assert "7亿元" in report._repr_html_()
    assert '"conflicts"' in report.to_json()


def test_nothing_claimed_of_what_is_not_shared_is_right(tmp_path: Path) -> None:
    path = tmp_path / "sharing.csv"
    path.write_text(
        "项目名称,协议投资额（亿元）,行业门类,承接地类型,应兑现扶持资金（万元）,市本级承担（万元）,承接地承担（万元）\n"
        "甲,99.99,制造业,市辖区,100,0,0\n乙,99.99,制造业,市辖区,100,30,70\n",
        encoding="utf-8",
    )
    report = ip.check_claims(path, "mianyang-2022", provision="cost-sharing")
    assert [one.verdict for one in report.claims] == [R, N]
