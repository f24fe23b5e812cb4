"""Wrong answers that a reviewer with fresh eyes got out of the check, each with the right one."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

import investpolicy as ip
from investpolicy.claims import Verdict, check_claims
from investpolicy.claims.annotated import annotated_workbook
from investpolicy.errors import ClaimsError, KindError

from .names import EXAMPLES, book, messages

TEXTS = messages("review.txt")
CITY = ip.load_policy(EXAMPLES / "example-city.yaml")
HEADER = "项目名称,建设地点,协议投资额（亿元）,实际投资额（亿元）,签约日期,开工日期,引荐人,引荐人类型,引荐并促成,"
ROW = "甲项目,示例市甲区,5.2,5.2,2022-06-20,2022-09-01,某商会,商协会,是,"
MAJOR = "园区,年度,项目名称,协议投资额（亿元）,签约日期,开工日期,申报金额（万元）\n"


def check(folder: Path, text: str, policy: ip.Policy | str = CITY, **options: str) -> ip.ClaimsReport:
    path = folder / "claims.csv"
    path.write_text(text, encoding="utf-8")
    return check_claims(path, policy, **options)  # type: ignore[arg-type]


def verdicts(report: ip.ClaimsReport) -> list[Verdict]:
    return [one.verdict for one in report.claims]


@pytest.mark.parametrize(
    "second", [HEADER + "申报金额（元）\n", "单位：元,,,,,,,,,\n" + HEADER + "申报金额\n"], ids=["header", "corner"]
)
def test_a_later_header_with_another_unit_is_another_header(tmp_path: Path, second: str) -> None:
    first = "单位：万元,,,,,,,,,\n" + HEADER + "申报金额\n" if "单位" in second else HEADER + "申报金额（万元）\n"
    text = first + ROW + "27\n" + second + ROW.replace("甲", "乙").replace("示例市乙区", "示例市甲区") + "270000\n"
    assert [str(one.total) for one in check(tmp_path, text, provision="referral-reward").claims] == ["27万元"] * 2


def test_a_claim_merged_over_several_referrers_is_not_read_as_one_for_each(tmp_path: Path) -> None:
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.append([*HEADER.strip(",").split(","), "申报金额（万元）"])
    for number in range(3):
        row = [*ROW.replace("某商会", f"商会{number}").strip(",").split(",")]
        sheet.append([*row[:2], 5.2, 5.2, *row[4:], 27 if number == 0 else None])
    sheet.merge_cells("J2:J4")
    made.save(tmp_path / "claims.xlsx")
    with pytest.raises(ClaimsError) as error:
        check_claims(tmp_path / "claims.xlsx", CITY, provision="referral-reward")
    assert str(error.value) == TEXTS["a merged claim"]


def test_a_claim_merged_over_the_projects_of_a_park_is_one_claim(tmp_path: Path) -> None:
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = "重大项目奖励"
    sheet.append(MAJOR.strip().split(","))
    for name in ("一", "二"):
        sheet.append(["甲", 2022, name, 60, "2022-02-01", "2022-05-01", 100])
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("G2:G3")
    made.save(tmp_path / "claims.xlsx")
    report = check_claims(tmp_path / "claims.xlsx", "mianyang-2022")
    assert [(one.verdict, str(one.total)) for one in report.claims] == [(Verdict.RIGHT, "100万元")]


def test_a_project_that_a_park_lists_twice_counts_once(tmp_path: Path) -> None:
    rows = "甲,2022,一,60,2022-02-01,2022-05-01,100\n甲,2022,一,60,2022-02-01,2022-05-01,\n"
    rows += "".join(f"{name},2022,{name}一,100,2022-02-01,2022-05-01,100\n" for name in "乙丙丁")
    report = check(tmp_path, MAJOR + rows, "mianyang-2022", provision="major-project-award")
    assert verdicts(report) == [Verdict.NOT_ELIGIBLE, Verdict.RIGHT, Verdict.RIGHT, Verdict.RIGHT]
    assert "该项目已列出，只计一次" in report.claims[0].reasons("zh")
    other = rows.replace("甲,2022,一,60,2022-02-01,2022-05-01,\n", "甲,2022,一,70,2022-02-01,2022-05-01,\n")
    report = check(tmp_path, MAJOR + other, "mianyang-2022", provision="major-project-award")
    assert [str(one) for one in report.problems] == TEXTS["a project listed in two ways"].splitlines()


def test_one_project_of_two_parks_is_claimed_twice(tmp_path: Path) -> None:
    rows = "".join(f"{park},2022,某项目,60,2022-02-01,2022-05-01,100\n" for park in "甲乙")
    report = check(tmp_path, MAJOR + rows, "mianyang-2022", provision="major-project-award")
    assert [one.wheres for one in report.duplicates] == [("claims.csv:2", "claims.csv:3")]


def test_what_was_paid_before_is_held_against_the_reward_below_the_cap(tmp_path: Path) -> None:
    header = HEADER + "此前已付奖励（万元）,申报金额（万元）\n"
    report = check(tmp_path, header + ROW + "27,27\n", provision="referral-reward")
    assert [str(one) for one in report.conflicts] == [TEXTS["paid before"]]
    assert report.exit_code == 1
    several = header + ROW + "0,10\n" + ROW + "10,17\n"
    assert check(tmp_path, several, provision="referral-reward").conflicts == ()


def test_ranks_that_do_not_fit_together_are_noted_on_their_table(tmp_path: Path) -> None:
    rows = "".join(f"园{place},2022,{rank},80\n" for place, rank in enumerate((1, 1, 2, 3)))
    report = check(
        tmp_path, "园区,年度,综合考核名次,申报金额（万元）\n" + rows, "mianyang-2022", provision="园区综合考核奖励"
    )
    assert "并列应占位" in "".join(note.zh for note in report.sheets[0].notes)


@pytest.mark.parametrize("total", ["3,合计", ",合计数", ",共2个项目", ",合计2个", ",总和", "2,项目合计"])
def test_totals_in_common_forms_are_no_claims(tmp_path: Path, total: str) -> None:
    header = "序号," + HEADER + "申报金额（万元）\n"
    rows = "1," + ROW + "27\n2," + ROW.replace("甲项目", "乙项目") + "27\n"
    report = check(tmp_path, header + rows + total + ",,10.4,10.4,,,,,,54\n", provision="referral-reward")
    assert report.lines == {"header": 1, "judged": 2, "total": 1}
    assert report.totals["EX.referral-reward"].claimed == ip.Money.wan(54)


def test_a_split_is_over_where_its_sum_is(tmp_path: Path) -> None:
    header = (
        "项目名称,协议投资额（亿元）,行业门类,承接地类型,应兑现扶持资金（万元）,市本级承担（万元）,承接地承担（万元）\n"
    )
    row = "甲,120,制造业,市辖区,100,"
    text = header + row + "20,90\n" + row.replace("甲", "乙") + "40,50\n" + row.replace("甲", "丙") + "70,30\n"
    report = check(tmp_path, text, "mianyang-2022", provision="cost-sharing")
    assert [(one.verdict, str(one.difference)) for one in report.claims] == [
        (Verdict.OVER, "10万元"),
        (Verdict.UNDER, "-10万元"),
        (Verdict.OVER, "40万元"),
    ]


def test_a_row_with_an_amount_is_no_footer(tmp_path: Path) -> None:
    rows = "负责人大厦：一期,27,5.2\n审核中心：二期,27\n制表人：陈某某,审核人：周某某\n"
    text = "项目名称,申报金额（万元）,协议投资额（亿元）\n" + rows
    report = check(tmp_path, text, provision="referral-reward")
    assert report.lines == {"header": 1, "judged": 2, "footer": 1}


def test_a_name_that_stands_for_very_many_referrers_is_not_believed(tmp_path: Path) -> None:
    rows = "".join(ROW.replace("某商会", f"商会{number}") + "1\n" for number in range(101))
    with pytest.raises(ClaimsError) as error:
        check(tmp_path, HEADER + "申报金额（万元）\n" + rows, provision="referral-reward")
    assert str(error.value.problems[0]) == TEXTS["too many referrers"]


def test_our_own_summary_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "claims.xlsx"
    rows = [line.split(",") for line in (HEADER + "申报金额（万元）\n" + ROW + "27\n").splitlines()]
    path.write_bytes(book(*rows))
    report = check_claims(path, CITY, provision="referral-reward")
    path.write_bytes(annotated_workbook(report, path.read_bytes(), "claims.xlsx"))
    again = check_claims(path, CITY, provision="referral-reward")
    assert (again.problems, again.exit_code) == ((), 0)
    assert again.lines["judged"] == 1


def test_arguments_of_another_kind_are_refused(tmp_path: Path) -> None:
    for options in (
        {"assume": ["x"]},
        {"columns": {"项目名称": 5}},
        {"others": ["jinan-2019"]},
        {"assume": {"a": 1.5}},
    ):
        with pytest.raises(KindError):
            check_claims(tmp_path, CITY, **options)
    with pytest.raises(KindError, match="None is no policy"):
        check_claims(tmp_path, None)  # type: ignore[arg-type]
    with pytest.raises(ClaimsError, match="no file is named"):
        check_claims("", CITY)
