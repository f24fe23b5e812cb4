"""Several sheets and files at once: nothing is dropped, and what belongs together is compared across them."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

import investpolicy as ip
from investpolicy.claims import Verdict, check_claims
from investpolicy.errors import ClaimsError

from .names import book, messages

TEXTS = messages("several.txt")
HEADER = (
    "项目名称,建设地点,协议投资额（亿元）,实际投资额（亿元）,签约日期,开工日期,引荐人,引荐人类型,引荐并促成,"
    "申报金额（万元）\n"
)
ROW = "甲项目有限公司,绵阳市,5.2,3,2022-06-20,2022-09-01,某商会,商协会,是,26\n"
PARKS = "园区,年度,综合考核名次,申报金额（万元）\n"
MAJOR = "园区,年度,项目名称,协议投资额（亿元）,签约日期,开工日期,申报金额（万元）\n"


def written(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def test_a_folder_is_read_whole_and_what_is_no_claims_file_is_named(tmp_path: Path) -> None:
    written(tmp_path, b=HEADER + ROW, a=HEADER + ROW.replace("甲", "乙"))
    (tmp_path / "说明.docx").write_bytes(b"PK\x03\x04")
    (tmp_path / "~$b.xlsx").write_bytes(b"lock")
    report = check_claims(tmp_path, "mianyang-2022")
    assert [one.where for one in report.claims] == ["a.csv:2", "b.csv:2"]
    assert [str(one) for one in report.left_out] == ["说明.docx: no claims file by its name"]
    assert report.lines == {"judged": 2, "header": 2}
    assert report.exit_code == 0


def test_a_file_that_can_not_be_read_does_not_hide_the_others(tmp_path: Path) -> None:
    written(tmp_path, a=HEADER + ROW)
    (tmp_path / "b.xls").write_bytes(b"<html></html>")
    report = check_claims([tmp_path / "a.csv", tmp_path / "b.xls", tmp_path / "c.csv"], "mianyang-2022")
    assert [one.where for one in report.claims] == ["a.csv:2"]
    assert [str(one).replace(f"{tmp_path}/", "…/") for one in report.problems] == TEXTS["files"].splitlines()
    assert report.exit_code == 1


def test_one_project_in_two_files_is_claimed_twice_however_it_is_written(tmp_path: Path) -> None:
    other = ROW.replace("甲项目有限公司", "甲项目 有限责任公司")
    report = check_claims(written(tmp_path, a=HEADER + ROW, b=HEADER + other), "mianyang-2022")
    (twice,) = report.duplicates
    assert twice.wheres == ("a.csv:2", "b.csv:2")
    assert report.twice == {"a.csv:2": ("b.csv:2",), "b.csv:2": ("a.csv:2",)}
    assert report.exit_code == 1
    assert TEXTS["twice"] in report.to_text()
    assert [one.decision.ceiling for one in report.claims] == [ip.Money.wan(30)] * 2  # one referrer shares with nobody


def test_a_park_whose_claims_stand_in_two_files_is_one_of_one_table(tmp_path: Path) -> None:
    first = PARKS + "".join(f"园{rank},2022,{rank},{100 if rank == 1 else 80}\n" for rank in (1, 2))
    second = PARKS + "".join(f"园{rank},2022,{rank},{80 if rank == 3 else 60}\n" for rank in (3, 4, 5))
    report = check_claims(written(tmp_path, a=first, b=second), "mianyang-2022", provision="park-ranking-award")
    assert {one.verdict for one in report.claims} == {Verdict.RIGHT}
    assert len(report.claims) == 5
    again = check_claims(
        written(tmp_path, c=PARKS + "园 1,2022,1,100\n"), "mianyang-2022", provision="park-ranking-award"
    )
    assert [one.wheres for one in again.duplicates] == [("a.csv:2", "c.csv:2")]


def test_two_awards_of_one_park_are_compared_where_only_the_higher_is_paid(tmp_path: Path) -> None:
    ranking = PARKS + "园1,2022,1,100\n园2,2022,2,80\n园3,2022,3,80\n"
    major = MAJOR + "园2,2022,项目,60,2022-02-01,2022-05-01,100\n"
    written(tmp_path, **{"2022园区综合考核奖励": ranking, "major": major})
    paths = [tmp_path / "2022园区综合考核奖励.csv", tmp_path / "major.csv"]
    both = check_claims(paths, "mianyang-2022")
    assert [one.verdict for one in both.claims] == [Verdict.RIGHT] * 4
    assert both.exclusive == ()
    higher = check_claims(paths, ip.policy("mianyang-2022").under({"held-together": "higher"}))
    assert {one.where: one.verdict for one in higher.claims}["2022园区综合考核奖励.csv:3"] is Verdict.NOT_ELIGIBLE
    (exclusive,) = higher.exclusive
    assert exclusive.wheres == ("2022园区综合考核奖励.csv:3", "major.csv:2")
    assert exclusive.words.zh in higher.to_text()


def test_rows_of_a_park_with_a_row_that_can_not_be_read_are_all_reported(tmp_path: Path) -> None:
    text = MAJOR + (
        "园1,2022,甲,60,2022-02-01,2022-05-01,100\n园1,2022,乙,六十,2022-02-01,2022-05-01,\n"
        "园2,2022,丙,90,2022-02-01,2022-05-01,100\n"
    )
    report = check_claims(written(tmp_path, a=text) / "a.csv", "mianyang-2022", provision="major-project-award")
    assert [str(one) for one in report.problems] == TEXTS["a park with an unreadable row"].splitlines()
    assert report.lines == {"judged": 1, "reported": 2, "header": 1}


def test_remarks_are_no_problem_and_a_wide_sheet_without_header_is(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = tmp_path / "claims.xlsx"
    path.write_bytes(book(*(line.split(",") for line in (HEADER + ROW).splitlines())))
    loaded = load_workbook(path)
    loaded.create_sheet("填表说明").append(["一、本表由各园区填报"])
    loaded.save(path)
    report = check_claims(path, "mianyang-2022", provision="referral-reward")
    assert report.problems == ()
    assert report.lines == {"judged": 1, "header": 1, "outside": 1}
    wide = loaded.create_sheet("别的")
    for row in (["名字", "数", "日子"], ["甲", 5, "2022-06-01"], ["乙", 6, "2022-06-01"]):
        wide.append(row)
    loaded.save(path)
    report = check_claims(path, "mianyang-2022", provision="referral-reward")
    assert [str(one) for one in report.problems] == [TEXTS["no header"]]


def test_progress_is_told_while_files_are_read_and_rows_judged(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    rows = "".join(ROW.replace("甲", f"第{number}号") for number in range(2500))
    folder = written(tmp_path, a=HEADER + rows)
    check_claims(folder, "mianyang-2022", progress=lambda doing, done, of: told.append((doing, done, of)))
    assert {doing for doing, _, _ in told} == {"reading", "judging"}
    judged = [done for doing, done, of in told if doing == "judging"]
    assert judged == sorted(judged)
    assert all(0 <= done <= of for _, done, of in told)


def test_a_wrong_total_is_a_problem_at_its_cell(tmp_path: Path) -> None:
    text = HEADER + ROW + ROW.replace("甲", "乙") + "合计,,10.4,6,,,,,,53\n"
    report = check_claims(written(tmp_path, a=text) / "a.csv", "mianyang-2022")
    assert [str(one) for one in report.problems] == [TEXTS["a wrong total"]]
    assert report.lines == {"judged": 2, "header": 1, "total": 1}


def test_the_same_claims_from_parquet_and_from_a_frame(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "项目名称": ["甲", "乙"],
            "建设地点": "绵阳市",
            "协议投资额（亿元）": [5.2, 4.99],
            "申报金额（万元）": [26, 30],
        }
    )
    frame.write_parquet(tmp_path / "claims.parquet")
    assume = {"签约日期": "2022-06-01", "开工日期": "2022-06-02", "引荐人类型": "个人", "引荐并促成": "是"}
    assume["实际投资额"] = "3亿元"
    found = [
        check_claims(source, "mianyang-2022", provision="referral-reward", assume=assume)
        for source in (frame, frame.lazy(), frame.to_pandas(), frame.to_arrow(), tmp_path / "claims.parquet")
    ]
    assert [[one.verdict for one in report.claims] for report in found] == [
        [Verdict.WITHIN_CEILING, Verdict.NOT_ELIGIBLE]
    ] * 5
    assert {report.assumed for report in found} == {tuple((name, value, 2) for name, value in assume.items())}
    assert found[0].claims[0].where == "row 1"
    assert found[4].claims[0].where == "claims.parquet row 1"


def test_nothing_to_judge_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ClaimsError) as error:
        check_claims(written(tmp_path, a="") / "a.csv", "mianyang-2022")
    assert str(error.value) == TEXTS["nothing"]
    (tmp_path / "leer").mkdir()
    with pytest.raises(ClaimsError) as error:
        check_claims(tmp_path / "leer", "mianyang-2022")
    assert str(error.value).replace(f"{tmp_path}/", "…/") == TEXTS["an empty folder"]
