"""The command line: what it prints, its exit codes, and no traceback ever."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import investpolicy as ip
from investpolicy import cli
from investpolicy.cli import main

ROOT = Path(__file__).resolve().parents[1]
WORKBOOK = str(ROOT / "examples" / "mianyang-claims-2022.xlsx")
RIGHT = (
    "项目名称,建设地点,协议投资额（亿元）,实际投资额（亿元）,签约日期,开工日期,引荐人类型,引荐并促成,申报金额（万元）\n"
    "甲,绵阳市,5,1,2022-06-20,2022-09-01,个人,是,30\n"
)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_findings_end_with_one_and_none_with_zero(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(capsys, "check", WORKBOOK, "--policy", "mianyang-2022")[0] == 1
    right = tmp_path / "right.csv"
    right.write_text(RIGHT, encoding="utf-8")
    code, out, err = run(capsys, "check", str(right), "--policy", "mianyang-2022")
    assert (code, err) == (0, "")
    assert "1 项申报：未超上限 1" in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["check", "nowhere.csv", "--policy", "mianyang-2022"], "error: nowhere.csv: the file does not exist"),
        (["check", WORKBOOK, "--policy", "mianyang-2023"], "did you mean 'mianyang-2022' or 'mianyang-2016'"),
        (["check", WORKBOOK, "--policy", "nowhere.yaml"], "error: nowhere.yaml: can not be read"),
        (["check", WORKBOOK, "--policy", "mianyang-2022", "--assume", "建设地点"], "write --assume 建设地点=绵阳市"),
        (
            ["check", WORKBOOK, "--policy", "mianyang-2022", "--lang", "fr"],
            "language 'fr' does not exist; known: en, zh",
        ),
        (["check", WORKBOOK, "--policy", "mianyang-2022", "--format", "pdf"], "format 'pdf' does not exist"),
        (["check", WORKBOOK, "--policy", "mianyang-2022", "--on", "2020-01-01"], "write 2022-05-25 or later"),
        (["explain", WORKBOOK, "--policy", "mianyang-2022", "--row", "5"], "say --sheet"),
        (["explain", WORKBOOK, "--policy", "mianyang-2022", "--row", "99"], "no claim was judged there"),
        (
            ["explain", WORKBOOK, "--policy", "mianyang-2022", "--row", "5", "--sheet", "扶持"],
            "--sheet 扶持: no claims stand there; claims stand in mianyang-claims-2022.xlsx[",
        ),
        (
            ["check", WORKBOOK, "--policy", "mianyang-2022", "--assume", "a=1", "--assume", "a=2", "--assume", "b"],
            "--assume a=2: a is given twice; keep one of the two\nerror: --assume b: is no 字段=值",
        ),
        (
            ["check", WORKBOOK, "--policy", "mianyang-2022", "--assume", "投资额=5", "--assume", "签约=1"],
            "write the unit: 投资额=5万元\nerror: --assume 签约: field '签约' does not exist",
        ),
        (["show", "mianyang-2022", "referal-reward"], "did you mean 'referral-reward'"),
        (["chek"], "No such command 'chek'"),
        (["check"], "Missing argument"),
    ],
)
def test_bad_input_ends_with_two_and_says_what_to_write(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, *arguments)
    assert code == 2
    assert out == ""
    assert message in err
    assert "Traceback" not in err


def test_a_fault_of_the_library_is_told_without_a_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("of some kind")

    monkeypatch.setattr(cli, "check_claims", broken)
    code, _, err = run(capsys, "check", WORKBOOK, "--policy", "mianyang-2022")
    assert code == 2
    assert err == "error: RuntimeError: of some kind; this is a fault of the library, please report it\n"


def test_json_holds_the_same_verdicts(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "check", WORKBOOK, "--policy", "mianyang-2022", "--format", "json")
    report = json.loads(out)
    assert code == 1
    assert report["counts"]["not_eligible"] == 10
    assert len(report["claims"]) == 36


def test_explain_policies_and_show(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "explain", WORKBOOK, "--policy", "mianyang-2022", "--row", "14", "--sheet", "引荐奖励")
    assert code == 0
    assert "30万元" in out
    assert "已付" in out
    listed = run(capsys, "policies")[1].splitlines()
    assert "mianyang-2022\t绵阳市更大力度促进招商引资10条措施\t绵阳市\t2022-05-25" in listed
    code, out, _ = run(capsys, "show", "mianyang-2022", "--lang", "en")
    assert code == 0
    for provision in ("major-project-award", "park-ranking-award", "referral-reward", "fund-share", "cost-sharing"):
        assert f"MY22.{provision}" in out
    assert "scale (scale): not published" in out


FACTS = ROOT / "docs" / "examples" / "mianyang-2022"


def test_decide_one_record_and_a_population(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    facts = str(FACTS / "referral-reward.yaml")
    code, out, _ = run(capsys, "decide", "mianyang-2022", "referral-reward", facts)
    assert (code, "结论：不超过 30万元" in out) == (0, True)
    code, out, _ = run(capsys, "decide", "mianyang-2022", "MY22.referral-reward", facts, "--format", "json")
    assert ip.verify(out).ok
    several = str(FACTS / "park-ranking-award.yaml")
    code, out, _ = run(capsys, "decide", "mianyang-2022", "park-ranking-award", several, "--under", "ties=pooled")
    assert [line for line in out.splitlines() if line.startswith("结论")] == [
        "结论：应得 100万元",
        "结论：应得 80万元",
        "结论：应得 80万元",
        "结论：应得 60万元",
    ]
    wrong = tmp_path / "facts.json"
    wrong.write_text('{"项目": {"协议投资额": 5.2}}', encoding="utf-8")
    code, _, err = run(capsys, "decide", "mianyang-2022", "referral-reward", str(wrong))
    assert (code, f"error: {wrong}:1:18: money '5.2' has no unit" in err) == (2, True)
    code, _, err = run(capsys, "decide", "mianyang-2022", "referral-reward", facts, "--under", "landed")
    assert (code, "write --under landed=registered" in err) == (2, True)


def test_the_users_own_policy_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = (ROOT / "src" / "investpolicy" / "policies" / "mianyang-2022.yaml").read_text(encoding="utf-8")
    own = tmp_path / "own.yaml"
    own.write_text(text.replace("cap: 30万元", "cap: 20万元"), encoding="utf-8")
    claims = tmp_path / "claims.csv"
    claims.write_text(RIGHT, encoding="utf-8")
    code, out, _ = run(capsys, "check", str(claims), "--policy", str(own))
    assert code == 1
    assert "超过上限 20万元" in out
    own.write_text(text.replace("cap: 30万元", "cap: 30"), encoding="utf-8")
    code, _, err = run(capsys, "check", str(claims), "--policy", str(own))
    assert code == 2
    assert "own.yaml:" in err
    assert "has no unit" in err


def test_the_module_and_the_version_as_processes() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "investpolicy", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("investpolicy 0.")
    closed = subprocess.run(
        f'"{sys.executable}" -m investpolicy check "{WORKBOOK}" --policy mianyang-2022 | head -1',
        shell=True, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert closed.stdout.startswith("绵阳市")
    assert "Traceback" not in closed.stderr
