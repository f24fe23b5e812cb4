"""Claims at scale: other provisions, other files, and what is refused."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from investpolicy.claims import check_claims
from investpolicy.claims.scale import check_claims_at_scale, source
from investpolicy.cli import main
from investpolicy.errors import ClaimsError, PolicyError
from tests.claims.scale.test_agreement import HEADERS, assert_same, policy, told, write


def row(number: int, name: str, place: str, actual: str, referrer: str, claimed: str) -> list[str]:
    days = ["2022-06-01", "2022-09-01", ""]
    return [str(number), "", name, place, "制造业", "", "6", actual, *days, referrer, "商协会", "是", "", claimed, ""]


PLAIN = [
    row(1, "甲项目", "绵阳市", "5.2", "甲商会", "26"),
    row(2, "乙项目", "绵阳市", "4", "甲商会", "2"),
    row(3, "丙项目", "成都市", "4", "甲商会", "0"),
    row(4, "丁项目", "绵阳市", "4", "乙", "20"),
    row(5, "丁 项目", "绵阳市", "4", "乙", "20"),
]

OTHERS = {
    "cost-sharing": (
        ["项目名称", "协议投资额（亿元）", "行业门类", "承接地类型", "应兑现扶持资金（元）", "市本级承担（元）",
         "承接地承担（元）"],
        [
            ["甲", "100", "制造业", "市辖区", "1.01", "0.30", "0.71"],
            ["乙", "100", "C", "市辖区", "1,000", "300", "700.01"],
            ["丙", "100", "C", "市辖区", "1000", "301", "699"],
            ["丁", "1", "K", "县", "1000", "0", "0"],
            ["戊", "", "", "市辖区", "1000", "0", "0"],
        ],
    ),
    "fund-share": (
        ["项目名称", "产业基金出资额（万元）", "项目基金规模（万元）", "本轮融资额（万元）", "例外已批准", "备注"],
        [
            ["甲", "100", "1000", "1000", "否", "略"],
            ["乙", "900", "1000", "1000", "否", "略"],
            ["丙", "900", "1000", "1000", "是", "略"],
            ["丁", "900", "", "", "", "略"],
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("slips", ["all", "none"])
def test_splits_and_checks(tmp_path: Path, name: str, slips: str) -> None:
    headers, body = OTHERS[name]
    file, out = tmp_path / "claims.csv", tmp_path / "verdicts.parquet"
    write(file, body, headers)
    report = check_claims(file, policy(), provision=name)
    scale = check_claims_at_scale(file, policy(), out, provision=name, slips=slips)
    if slips == "all":
        assert_same(report, scale, out)
        assert scale.one_by_one < len(body)  # some were judged a column at a time
    else:
        found = told(out)
        assert {row: one[:5] for row, one in found.items()} == {
            claim.row: (
                claim.subject,
                *found[claim.row][1:3],
                getattr(claim.difference, "in_yuan", None),
                str(claim.verdict),
            )
            for claim in report.claims
        }
        assert scale.one_by_one == 0
        assert scale.without_slips == sum(scale.counts[one] for one in ("over", "under", "not_eligible", "cannot_tell"))


@pytest.mark.parametrize("name", ["csv", "gb18030", "utf-16", "semicolons", "titles", "quoted"])
def test_texts_of_every_kind(tmp_path: Path, name: str) -> None:
    file, out = tmp_path / "claims.csv", tmp_path / "verdicts.parquet"
    write(file, PLAIN)
    text = file.read_text(encoding="utf-8")
    match name:
        case "semicolons":
            file.write_text(text.replace(",", ";"), encoding="utf-8-sig")
        case "titles":
            bare = text.replace("（万元）", "").replace("（亿元）", "")
            body = bare.replace(",5.2,", ",52000,").replace(",4,", ",40000,").replace(",6,", ",60000,")
            file.write_text(f"申报表\n单位：万元\n{body}合计,,,,,,,,,,,,,,,999,\n制表人：张三\n", encoding="utf-8")
        case "quoted":
            file.write_text(text.replace("甲商会", '"甲\n""商会"""'), encoding="utf-8")
        case "csv":
            file.write_text(text.replace("\n", "\r\n"), encoding="utf-8", newline="")
        case _:
            file.write_text(text, encoding=name)
    report = check_claims(file, policy(), provision="referral-reward")
    scale = check_claims_at_scale(file, policy(), out, provision="referral-reward", slips="all")
    assert_same(report, scale, out)
    assert scale.one_by_one <= 3 + 2 * (name == "titles")


def test_parquet_of_numbers_and_days(tmp_path: Path) -> None:
    file, out = tmp_path / "claims.parquet", tmp_path / "verdicts.parquet"
    frame = pl.DataFrame({name: [row[at] for row in PLAIN] for at, name in enumerate(HEADERS)})
    frame = frame.with_columns(
        pl.col("签约日期", "开工日期").str.to_date(),
        pl.col("实际投资额（亿元）").cast(pl.Float64) + 0.1 + 0.2 - 0.3,
        pl.col("协议投资额（亿元）").cast(pl.Int32),
        pl.col("申报金额（万元）").cast(pl.Decimal(10, 2)),
        引荐并促成=pl.lit(True),
    )
    pl.concat(
        [frame, frame.clear(), frame.head(1).with_columns(pl.lit(None).alias(name) for name in HEADERS)]
    ).write_parquet(file)
    report = check_claims(file, policy(), provision="referral-reward")
    scale = check_claims_at_scale(file, policy(), out, provision="referral-reward", slips="all")
    assert_same(report, scale, out)


def test_a_folder_of_files_and_projects_in_several(tmp_path: Path) -> None:
    folder, out = tmp_path / "2022", tmp_path / "verdicts.csv"
    folder.mkdir()
    write(folder / "a.csv", PLAIN[:4])
    write(folder / "b.csv", PLAIN[4:])
    scale = check_claims_at_scale(folder, policy(), out, provision="referral-reward")
    report = check_claims(folder, policy(), provision="referral-reward")
    assert scale.duplicates.first == [one.words for one in report.duplicates]
    assert scale.duplicates.count == 1
    frame = pl.read_csv(out, infer_schema=False)
    places = [("a.csv", "5"), ("b.csv", "2")]
    shared = [
        (*place, str(claim.due.in_yuan), str(claim.verdict))
        for place, claim in zip(places, report.claims[3:], strict=True)
        if claim.due is not None
    ]
    assert frame.select("file", "row", "due", "verdict").rows() == [
        ("a.csv", "2", "260000.00", "right"),
        ("a.csv", "3", "200000.00", "under"),
        ("a.csv", "4", "0.00", "right"),
        *shared,
    ]  # fmt: skip


def test_facts_that_are_stated(tmp_path: Path) -> None:
    file, out = tmp_path / "claims.csv", tmp_path / "verdicts.parquet"
    write(file, [[*row[:3], "", *row[4:]] for row in PLAIN])
    asked = {"建设地点": "绵阳市", "资本来源": "内资"}
    report = check_claims(file, policy(), provision="referral-reward", assume=asked)
    scale = check_claims_at_scale(file, policy(), out, provision="referral-reward", assume=asked, slips="all")
    assert_same(report, scale, out)
    assert scale.one_by_one < len(PLAIN)


def test_sums_do_not_wrap(tmp_path: Path) -> None:
    file, out = tmp_path / "claims.csv", tmp_path / "verdicts.parquet"
    largest = "100000000"  # 亿元 in 万元: the largest amount there is
    rows = [[*row[:2], f"{number}号", *row[3:15], largest + "00", ""] for number, row in enumerate([PLAIN[0]] * 3000)]
    write(file, rows)
    scale = check_claims_at_scale(file, policy(), out, provision="referral-reward", slips="none")
    assert scale.claimed == 3000 * 10**16
    assert scale.over == 3000 * (10**16 - 26_000_000)
    assert pl.read_parquet(out)["difference"][0] == Decimal("99999999740000.00")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"provision": "park-ranking-award"}, "goes by rank, for which all rows are needed at once"),
        ({"slips": "some"}, "'some' is no number of claims"),
        ({"out": "x.txt"}, "the name says no format"),
        ({"columns": {"规模": "协议投资额"}}, "column '规模' does not exist"),
    ],
)
def test_what_is_refused(tmp_path: Path, change: dict[str, object], said: str) -> None:
    file = tmp_path / "claims.csv"
    write(file, PLAIN)
    asked = {"provision": "referral-reward", "out": "verdicts.parquet", **change}
    out = tmp_path / str(asked.pop("out"))
    with pytest.raises(PolicyError, match=said):
        check_claims_at_scale(file, policy(), out, **asked)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == [file]  # nothing is left behind


def test_a_second_table_and_an_open_quotation_mark_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "BATCH_BYTES", 100)
    file, out = tmp_path / "claims.csv", tmp_path / "verdicts.parquet"
    write(file, [*PLAIN, ["项目名称", "投资额（亿元）", "申报金额（万元）"], ["己", "1", "1"]])
    with pytest.raises(ClaimsError, match=r"claims.csv:7: a second table begins here"):
        check_claims_at_scale(file, policy(), out, provision="referral-reward")
    write(file, PLAIN)
    with file.open("a", encoding="utf-8") as opened:
        opened.write('6,,"己项目,绵阳市\n')
    with pytest.raises(ClaimsError, match=r"claims.csv:7: .*a quotation mark is not closed"):
        check_claims_at_scale(file, policy(), out, provision="referral-reward")
    assert not out.exists()


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, out = tmp_path / "claims.csv", tmp_path / "verdicts.parquet"
    write(file, PLAIN)
    asked = ["check", str(file), "--policy", "mianyang-2022", "--provision", "referral-reward", "--out", str(out)]
    assert main(asked) == 1
    said = capsys.readouterr().out
    assert "逐行读取 2 行，其余整列判定" in said
    assert "共 6 行：判定 5，表头 1" in said
    assert f"已写入 {out}" in said.replace("\n", "")
    assert len(pl.read_parquet(out)) == 5
    assert main(asked) == 2
    assert "the file exists" in capsys.readouterr().err
    assert main([*asked[:-2], "--slips", "9"]) == 2
    assert "--slips: is for large files" in capsys.readouterr().err
