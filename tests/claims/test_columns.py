"""Which column is which fact, under which provision a row claims, and days that are only roughly known."""

from __future__ import annotations

from pathlib import Path

import pytest

import investpolicy as ip
from investpolicy.claims import Verdict, check_claims
from investpolicy.claims.claimed import claim_columns, is_claimable
from investpolicy.claims.columns import fields_of
from investpolicy.errors import ClaimsError
from investpolicy.headers import header_name

from .names import messages

HEADER = (
    "项目名称,建设地点,协议投资额（亿元）,实际投资额（亿元）,签约日期,开工日期,引荐人,引荐人类型,引荐并促成,"
    "申报金额（万元）\n"
)
ROW = "甲项目,绵阳市,5.2,3,2022-06-20,2022-09-01,某商会,商协会,是,26\n"
TEXTS = messages("columns.txt")


def check(folder: Path, text: str, policy: ip.Policy | str = "mianyang-2022", **options: object) -> ip.ClaimsReport:
    path = folder / "claims.csv"
    path.write_text(text, encoding="utf-8")
    return check_claims(path, policy, **options)  # type: ignore[arg-type]


def verdicts(report: ip.ClaimsReport) -> dict[int, Verdict]:
    return {one.row: one.verdict for one in report.claims}


# headers --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ip.policies())
def test_no_two_facts_of_a_claimable_provision_have_one_label_nor_a_fact_and_a_claim(name: str) -> None:
    for provision in ip.policy(name).provisions.values():
        if is_claimable(provision):
            fields = fields_of(provision.rule.facts)
            labels = [header_name(one.label.zh) for one in fields if one.location[0] != "others"]  # a list of the same
            own = {header_name(one.label.zh) for one in claim_columns(provision).values()}
            assert not own & set(labels), provision.id
            assert len(set(labels)) == len(labels), provision.id


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("投资额", "project.agreed_investment"),
        ("总投资", "project.agreed_investment"),
        ("实际完成投资", "project.actual_investment"),
        ("到位资金", "project.arrived_funds"),
        ("累计完成投资额", "project.actual_investment"),
    ],
)
def test_a_header_with_two_meanings_is_taken_as_documented_and_the_report_says_so(
    tmp_path: Path, written: str, path: str
) -> None:
    old = "实际投资额" if "actual" in path else "协议投资额"
    report = check(tmp_path, HEADER.replace(old, written) + ROW, provision="referral-reward")
    (taken,) = [meant for text, meant in report.sheets[0].columns if text.startswith(written)]
    assert taken.endswith(f"({path})")
    assert f"{written}（亿元） → {taken}" in report.to_text()


def test_columns_can_be_named_and_are_shown(tmp_path: Path) -> None:
    text = HEADER.replace("协议投资额", "规模").replace("建设地点", "在哪") + ROW
    assert verdicts(check(tmp_path, text)) == {2: Verdict.CANNOT_TELL}
    report = check(tmp_path, text, columns={"规模": "协议投资额", "在哪": "project.place"})
    assert verdicts(report) == {2: Verdict.WITHIN_CEILING}
    assert report.mapped == (("规模", "协议投资额"), ("在哪", "project.place"))
    assert "列 规模 按 协议投资额 读取" in report.to_text()
    assert "Column 规模 is read as 协议投资额" in report.to_text("en")


def test_the_claim_can_be_in_a_column_of_any_name(tmp_path: Path) -> None:
    text = HEADER.replace("申报金额", "数额") + ROW
    with pytest.raises(ClaimsError) as error:
        check(tmp_path, text, provision="referral-reward")
    assert str(error.value) == TEXTS["no claim"]
    report = check(tmp_path, text, columns={"数额": "申报金额"})
    assert [str(one.total) for one in report.claims] == ["26万元"]


@pytest.mark.parametrize(
    ("case", "columns"),
    [("a field that does not exist", {"建设地点": "建设"}), ("a claim that does not exist", {"申报金额": "申报多少"})],
)
def test_what_a_column_can_not_mean_is_refused_before_reading(
    tmp_path: Path, case: str, columns: dict[str, str]
) -> None:
    with pytest.raises(ClaimsError) as error:
        check(tmp_path, HEADER + ROW, columns=columns)
    assert str(error.value) == TEXTS[case]


def test_a_column_that_stands_nowhere_is_a_problem(tmp_path: Path) -> None:
    report = check(tmp_path, HEADER + ROW, columns={"规模": "协议投资额"})
    assert [str(one) for one in report.problems] == [TEXTS["a column that does not exist"]]
    assert report.exit_code == 1


# the column 条款 ------------------------------------------------------------------------------------------------------


def test_a_column_says_under_which_provision_each_row_claims(tmp_path: Path) -> None:
    header = "申报事项,应兑现扶持资金（万元）,市本级承担（万元）,承接地承担（万元）," + HEADER
    rows = [
        "引荐奖励,,,," + ROW,
        "cost-sharing,100,30,70,乙项目,绵阳市,120,1,2022-06-20,2022-09-01,,,,\n",
        "引荐奖,,,," + ROW,
        ",,,," + ROW,
        "MY22.referral-reward,,,," + ROW.replace("甲", "丙").replace(",26", ",31"),
    ]
    report = check(tmp_path, header + "".join(rows))
    assert {one.row: (one.decision.provision.name, one.verdict) for one in report.claims} == {
        2: ("referral-reward", Verdict.WITHIN_CEILING),
        3: ("cost-sharing", Verdict.CANNOT_TELL),
        6: ("referral-reward", Verdict.OVER),
    }
    assert [str(one) for one in report.problems] == TEXTS["rows without a provision"].splitlines()
    assert report.lines == {"judged": 3, "reported": 2, "header": 1}


def test_a_table_that_fits_several_provisions_asks_which(tmp_path: Path) -> None:
    with pytest.raises(ClaimsError) as error:
        check(tmp_path, "园区,年度,申报金额（万元）\n甲,2022,100\n")
    assert str(error.value) == TEXTS["several provisions"]


# days that are only roughly known -------------------------------------------------------------------------------------


def test_a_stage_stands_in_for_days_that_are_not_given(tmp_path: Path) -> None:
    header = HEADER.replace("开工日期", "项目进度")
    rows = [ROW.replace("2022-09-01", stage) for stage in ("开工", "已签约", "投产", "待定", "奠基")]
    report = check(tmp_path, header + "".join(f"{number}{row}" for number, row in enumerate(rows)))
    assert verdicts(report) == {
        2: Verdict.WITHIN_CEILING,
        3: Verdict.NOT_ELIGIBLE,
        4: Verdict.WITHIN_CEILING,
        5: Verdict.CANNOT_TELL,
    }
    assert "开工日期未写，仅知已发生，任何一天结论相同" in report.claims[0].reasons("zh")
    assert "of day of construction start is not given" not in report.claims[0].reasons("en")
    assert [str(one) for one in report.problems] == [TEXTS["no stage"]]


def test_a_stage_and_a_day_that_contradict_each_other_are_told(tmp_path: Path) -> None:
    header = HEADER.replace("项目名称", "项目阶段,项目名称")
    report = check(tmp_path, header + "开工," + ROW + "签约," + ROW + "开工," + ROW.replace("2022-09-01", "未开工"))
    assert [str(one) for one in report.problems] == TEXTS["stage against day"].splitlines()


def test_a_month_is_enough_where_every_day_of_it_gives_the_same(tmp_path: Path) -> None:
    report = check(tmp_path, HEADER + ROW.replace("2022-09-01", "2022年9月").replace("2022-06-20", "2022.06"))
    assert verdicts(report) == {2: Verdict.WITHIN_CEILING}
    assert "签约日期只写到月（2022年6月），任何一天结论相同" in report.claims[0].reasons("zh")


def test_a_month_is_not_enough_where_the_answer_depends_on_the_day(tmp_path: Path) -> None:
    """Of a deadline in working days from receipt, the month tells enough only where one day of it can be right."""
    header = "事项名称,收到日期,办结日期\n"
    policy = ip.policy("ziyang")
    report = check(
        tmp_path,
        header + "甲,2022年6月,2022-06-01\n丙,2022年6月,2022-06-14\n",
        policy,
        provision="first-contact",
    )
    assert verdicts(report) == {2: Verdict.RIGHT, 3: Verdict.CANNOT_TELL}
    assert "收到日期只写到月（2022年6月），不同日期结论不同" in report.claims[-1].reasons("zh")


def test_months_that_contradict_each_other_are_told_without_inventing_days(tmp_path: Path) -> None:
    wrong = ROW.replace("甲", "乙").replace("2022-06-20", "2022年6月").replace("2022-09-01", "2022年5月")
    report = check(tmp_path, HEADER + ROW + wrong)
    assert [str(one) for one in report.problems] == TEXTS["months in the wrong order"].splitlines()


def test_the_month_of_a_project_counts_in_the_year_of_a_park(tmp_path: Path) -> None:
    text = (
        "园区,年度,项目名称,协议投资额（亿元）,签约日期,开工日期,申报金额（万元）\n"
        "甲,2022,一,60,2022年2月,2022年5月,100\n"
        "乙,2022,二,70,2021年12月,2022年5月,100\n"
    )
    report = check(tmp_path, text, provision="major-project-award")
    assert verdicts(report) == {2: Verdict.RIGHT, 3: Verdict.NOT_ELIGIBLE}
