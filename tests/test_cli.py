"""The command line: what it prints, its exit codes, and no traceback ever."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

import investpolicy as ip
from investpolicy.claims.writing import report_bytes
from investpolicy.cli import claims as claims_command
from investpolicy.cli import main, progress

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
        (["check", "nowhere.csv", "--policy", "mianyang-2022"], "error: nowhere.csv: 文件不存在; 请核对文件名和文件夹"),
        (["check", "nowhere.csv", "--policy", "mianyang-2022", "--lang", "en"], "nowhere.csv: the file does not exist"),
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
            [
                "check",
                WORKBOOK,
                "--policy",
                "mianyang-2022",
                "--assume",
                "投资额=5",
                "--assume",
                "签约=1",
                "--lang",
                "en",
            ],
            "write the unit: 投资额=5万元\nerror: --assume 签约: field '签约' does not exist",
        ),
        (
            ["check", WORKBOOK, "--policy", "mianyang-2022", "--map", "投资=协议投资额", "--map", "协议"],
            "error: --map 协议: is no 列名=字段; write --map 规模=协议投资额",
        ),
        (["check", WORKBOOK, "--policy", "mianyang-2022", "--also", "mianyang-2017"], "did you mean 'mianyang-2016'"),
        (
            ["check", WORKBOOK, "--policy", "mianyang-2022", "--under", "landed=register"],
            "error: answer to referral-reward.landed 'register' does not exist; did you mean 'registered'",
        ),
        (
            ["check", WORKBOOK, "--policy", "mianyang-2022", "--format", "xlsx"],
            "error: --format xlsx: a workbook can not be printed; write --out 核查结果.xlsx",
        ),
        (
            ["check", WORKBOOK, "--policy", "mianyang-2022", "--out", "report.doc"],
            "error: --out report.doc: the name says no format; end it in .txt, .json, .csv, .xlsx, .xlsm, .md, .parq",
        ),
        (
            ["check", WORKBOOK, "--policy", "mianyang-2022", "--out", "report.csv", "--format", "json"],
            "error: --out report.csv: the name says csv, --format says json; write the same in both",
        ),
        (
            ["check", WORKBOOK, "--policy", "mianyang-2022", "--out", "report.xlsm"],
            "error: --out report.xlsm: the workbook has no macros; end the name in .xlsx",
        ),
        (
            ["check", WORKBOOK, "--policy", "mianyang-2022", "--out", WORKBOOK, "--force"],
            f"error: {WORKBOOK}: is one of the files that are read; it is not written over; name another file",
        ),
        (
            ["explain", WORKBOOK, "--policy", "mianyang-2022", "--row", "5", "--file", "mianyang.xlsx"],
            "error: --file mianyang.xlsx: file 'mianyang.xlsx' does not exist; did you mean 'mianyang-claims-2022",
        ),
        (["show", "mianyang-2022", "referal-reward"], "did you mean 'referral-reward'"),
        (["readings", "mianyang-2022", "fund"], "error: provision of mianyang-2022 'fund' does not exist"),
        (["schema", "fact"], "error: schema 'fact' does not exist; did you mean 'facts'?"),
        (
            ["schema", "facts", "mianyang-2022"],
            "error: schema facts: which policy and which provision is not said; write schema facts mianyang-2022 ref",
        ),
        (
            ["schema", "decision", "mianyang-2022"],
            "error: schema decision mianyang-2022: it is the same for all policies; write schema decision",
        ),
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

    monkeypatch.setattr(claims_command, "check_claims", broken)
    code, _, err = run(capsys, "check", WORKBOOK, "--policy", "mianyang-2022")
    assert code == 2
    assert err == "error: RuntimeError: of some kind; this is a fault of the library, please report it\n"


def test_json_holds_the_same_verdicts(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "check", WORKBOOK, "--policy", "mianyang-2022", "--format", "json")
    assert code == 1
    assert json.loads(out) == ip.check_claims(WORKBOOK, "mianyang-2022").document()


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


# --- --out --------------------------------------------------------------------------------------------------------


def csv_of(folder: Path, rows: str = RIGHT, name: str = "claims.csv") -> Path:
    path = folder / name
    path.write_text(rows, encoding="utf-8")
    return path


def test_out_writes_the_report_and_prints_a_summary(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    claims = csv_of(tmp_path)
    report = ip.check_claims(claims, "mianyang-2022")
    for suffix in ("txt", "json", "csv", "md", "xlsx"):
        out = tmp_path / "out" / f"报告.{suffix}"
        out.parent.mkdir(exist_ok=True)
        code, said, err = run(capsys, "check", str(claims), "--policy", "mianyang-2022", "--out", str(out))
        assert (code, err) == (0, "")
        assert said.splitlines()[1] == "1 项申报：未超上限 1"
        assert said.splitlines()[-2:] == ["共 2 行：判定 1，表头 1", f"已写入 {out}"]
        content = out.read_bytes()
        if suffix == "xlsx":
            assert load_workbook(out).sheetnames == ["claims.csv", "核查汇总"]
        else:
            assert content == report_bytes(report, "text" if suffix == "txt" else suffix)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["claims.csv", "out"]
    code, said, _ = run(capsys, "check", str(claims), "--policy", "mianyang-2022", "--format", "md", "--lang", "en")
    assert (code, said) == (0, report_bytes(report, "md", "en").decode())


def test_out_of_one_workbook_is_that_workbook_with_columns(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "back.xlsx"
    code, said, _ = run(capsys, "check", WORKBOOK, "--policy", "mianyang-2022", "--out", str(out), "--lang", "en")
    assert (code, said.splitlines()[-1]) == (1, f"written to {out}")
    before, after = load_workbook(WORKBOOK), load_workbook(out)
    assert after.sheetnames == [*before.sheetnames, "check summary"]
    assert after["引荐奖励"]["T6"].value == "over"


def test_nothing_is_overwritten_without_force(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    claims, out = csv_of(tmp_path), tmp_path / "报告.json"
    out.write_text("old", encoding="utf-8")
    arguments = ("check", str(claims), "--policy", "mianyang-2022", "--out", str(out))
    code, said, err = run(capsys, *arguments)
    assert (code, said) == (2, "")
    assert err == f"error: {out}: the file exists; say --force to replace it, or name another file\n"
    assert out.read_text(encoding="utf-8") == "old"
    assert run(capsys, *arguments, "--force")[0] == 0
    assert json.loads(out.read_text(encoding="utf-8"))["policy"] == "mianyang-2022"


def test_a_report_in_the_folder_that_is_checked_is_not_written_over(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    own = tmp_path / "own.yaml"
    own.write_bytes((ROOT / "src" / "investpolicy" / "policies" / "mianyang-2022.yaml").read_bytes())
    claims = csv_of(tmp_path)
    for out in (claims, own):
        arguments = ("--out", str(out), "--format", "csv", "--force")
        code, _, err = run(capsys, "check", str(tmp_path), "--policy", str(own), *arguments)
        assert (code, "is one of the files that are read" in err) == (2, True)
    assert claims.read_text(encoding="utf-8") == RIGHT


def test_ctrl_c_ends_with_130_and_leaves_nothing_behind(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    claims = csv_of(tmp_path)
    monkeypatch.setattr(claims_command, "report_bytes", stopped)
    code, out, err = run(
        capsys, "check", str(claims), "--policy", "mianyang-2022", "--out", str(tmp_path / "report.csv")
    )
    assert (code, out.strip(), err.strip()) == (130, "", "stopped")
    assert [one.name for one in tmp_path.iterdir()] == ["claims.csv"]


def test_a_workbook_that_changes_while_it_is_checked(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "claims.xlsx"
    own.write_bytes(Path(WORKBOOK).read_bytes())

    def meanwhile(*given: Any, **named: Any) -> ip.ClaimsReport:
        report = ip.check_claims(*given, **named)
        os.utime(own, ns=(0, 0))
        return report

    monkeypatch.setattr(claims_command, "check_claims", meanwhile)
    out = str(tmp_path / "back.xlsx")
    code, _, err = run(capsys, "check", str(own), "--policy", "mianyang-2022", "--out", out)
    assert (code, err) == (2, "error: claims.xlsx: the file was changed while it was checked; check it again\n")


def test_names_from_a_file_can_not_move_the_cursor(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    claims = csv_of(tmp_path, RIGHT.replace("甲", "甲\x1b[2J").replace(",30", ",31") + RIGHT.splitlines()[1] + "9\n")
    _, out, _ = run(capsys, "check", str(claims), "--policy", "mianyang-2022")
    assert "\x1b" not in out
    assert out.count("甲�[2J") == 2  # the largest differences, and the table
    _, out, _ = run(capsys, "explain", str(claims), "--policy", "mianyang-2022", "--row", "2")
    assert "对象：甲�[2J" in out


# --- options of check ---------------------------------------------------------------------------------------------


def test_several_files_columns_that_are_named_and_readings(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    csv_of(tmp_path, RIGHT.replace("协议投资额", "投资规模"), "一.csv")
    csv_of(tmp_path, RIGHT.replace("甲", "乙").replace("协议投资额", "投资规模"), "二.csv")
    arguments = ("check", str(tmp_path / "一.csv"), str(tmp_path / "二.csv"), "--policy", "mianyang-2022")
    code, out, _ = run(capsys, *arguments, "--map", "投资规模=协议投资额", "--under", "threshold-base=actual")
    assert code == 1
    assert "2 项申报：不符合条件 2" in out
    assert "列 投资规模 按 协议投资额 读取" in out
    assert "实际投资额 1亿元 < 项目门槛 5亿元" in out


def test_slips_are_sought_in_other_versions_too(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    policy = (ROOT / "src" / "investpolicy" / "policies" / "mianyang-2022.yaml").read_text(encoding="utf-8")
    older = tmp_path / "older.yaml"
    older.write_text(policy.replace("cap: 30万元", "cap: 40万元"), encoding="utf-8")
    seen: list[Any] = []

    def watched(*given: Any, **named: Any) -> ip.ClaimsReport:
        seen.append(named["others"])
        return ip.check_claims(*given, **named)

    claims = csv_of(tmp_path, RIGHT.replace(",30", ",40"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(claims_command, "check_claims", watched)
        run(capsys, "check", str(claims), "--policy", "mianyang-2022", "--also", str(older), "--also", "mianyang-2016")
    assert [one.id for one in seen[0]] == ["mianyang-2022", "mianyang-2016"]


def test_a_bar_on_a_terminal_and_silence_in_a_pipe(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "AFTER", 0)
    arguments = ("check", WORKBOOK, "--policy", "mianyang-2022", "--lang", "en")
    assert run(capsys, *arguments)[2] == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with progress.Bar("zh") as bar:
        time.sleep(0.3)  # the bar begins beside the work
        bar("reading", 1, 4)
        time.sleep(0.3)
    assert "读取" in (shown := capsys.readouterr().err)
    assert "1/4" in shown
    monkeypatch.setattr(progress, "AFTER", 60)
    assert run(capsys, *arguments)[2] == ""


# --- explain, verify, readings, schema ------------------------------------------------------------------------------


def test_explain_shows_the_verdict_with_reasons_and_slips(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, _ = run(
        capsys, "explain", WORKBOOK, "--policy", "mianyang-2022", "--row", "5", "--sheet", "扶持资金分担"
    )
    assert code == 0
    said = out.split("核查（")[1].splitlines()
    assert said[:4] == [
        "mianyang-claims-2022.xlsx[扶持资金分担]!5）：",
        "  申报 140万元 + 60万元，应得 60万元 + 140万元，差额 80万元",
        "  结论：多报",
        "  理由：市本级应为 60万元；承接地应为 140万元",
    ]
    assert said[4] == "  可得出申报数的假设（供核对，不是认定）："
    assert any("两方对调" in line for line in said[5:])
    twice = csv_of(tmp_path, RIGHT + RIGHT.splitlines()[1] + "\n")
    arguments = ("explain", str(twice), "--policy", "mianyang-2022", "--row", "3", "--lang", "en")
    said = run(capsys, *arguments)[1].splitlines()
    at = said.index("Check (claims.csv:3):")
    assert said[at + 1] == "  claimed CNY 300,000, due ≤ CNY 150,000, difference CNY 150,000"
    assert said[at + 2] == "  Verdict: over"
    assert said[at + 3].startswith("  Reasons: above the ceiling of CNY 150,000")
    assert said[-1] == "  Claimed twice: claims.csv:2"


def test_explain_a_row_of_several_files_and_one_that_was_judged_with_another(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    csv_of(tmp_path, RIGHT, "一.csv")
    csv_of(tmp_path, RIGHT.replace("甲", "乙").replace(",5,", ",五,") + RIGHT.splitlines()[1] + "\n", "二.csv")
    csv_of(tmp_path, RIGHT.replace("甲", "丙"), "三.csv")
    arguments = ("explain", str(tmp_path), "--policy", "mianyang-2022", "--row", "2")
    code, _, err = run(capsys, *arguments)
    assert (code, err) == (2, "error: --row 2: several files have one: 一.csv:2, 三.csv:2; say --file\n")
    assert "对象：丙" in run(capsys, *arguments, "--file", "三.csv")[1]
    code, _, err = run(capsys, *arguments, "--file", "二.csv")
    assert (code, err.startswith("error: 二.csv:2:3: money '五'")) == (2, True)
    code, _, err = run(capsys, *arguments[:-1], "7", "--file", "二.csv")
    assert (code, err) == (2, "error: --row 7: no claim was judged there; claims stand in rows 3 to 3\n")
    code, out, _ = run(
        capsys, "explain", WORKBOOK, "--policy", "mianyang-2022", "--row", "6", "--sheet", "重大项目奖励"
    )
    assert (code, "核查（mianyang-claims-2022.xlsx[重大项目奖励]!5）" in out) == (0, True)


def test_decisions_are_verified_again(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    stored: dict[str, Any] = {}
    commands = {
        "one.json": ("explain", WORKBOOK, "--policy", "mianyang-2022", "--row", "14", "--sheet", "引荐奖励", "--json"),
        "report.json": ("check", WORKBOOK, "--policy", "mianyang-2022", "--format", "json"),
    }
    for name, arguments in commands.items():
        out = run(capsys, *arguments)[1]
        (tmp_path / name).write_text(out, encoding="utf-8")
        stored[name] = json.loads(out)
    files = [str(tmp_path / name) for name in commands]
    assert run(capsys, "verify", *files) == (0, "37 项决定，37 项一致，0 项不一致\n", "")
    assert run(capsys, "verify", files[0], "--lang", "en")[1] == "1 decision: 1 the same, 0 different\n"
    report = stored["report.json"]
    report["claims"][2]["decision"]["ceiling"] = "400000.00"
    (tmp_path / "report.json").write_text(json.dumps(report), encoding="utf-8")
    code, out, err = run(capsys, "verify", files[1])
    assert (code, err) == (1, "")
    assert out.splitlines() == [
        f"{files[1]} mianyang-claims-2022.xlsx[引荐奖励]!6：不一致",
        "  ceiling: stored '400000.00', computed '300000.00'",
        "  fingerprint: does not fit the stored content; the document was changed after it was made",
        "36 项决定，35 项一致，1 项不一致",
    ]


def test_what_can_not_be_verified(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    decision = json.loads(
        run(capsys, "explain", WORKBOOK, "--policy", "mianyang-2022", "--row", "14", "--sheet", "引荐奖励", "--json")[1]
    )
    cases = {
        "text.json": ("甲", "is no JSON: Expecting value: line 1 column 1 (char 0); give what explain --json"),
        "float.json": ('{"a": 0.5}', "0.5 is a number that is not exact; amounts are texts"),
        "twice.json": ('{"a": 1, "a": 2}', "a key is written twice"),
        "deep.json": ("[" * 100_000, "is no JSON: it is nested too deeply"),
        "list.json": (json.dumps([decision, 5]), "list.json #2: is no decision"),
        "none.json": ("[]", "holds no decision"),
        "old.json": (
            json.dumps(decision | {"schema": "investpolicy/decision/0"}),
            "old.json schema: 'investpolicy/dec",
        ),
        "gone.json": (None, "the file does not exist; check its name and folder"),
        "folder.json": ("", "the file can not be read (Is a directory)"),
    }
    for name, (text, message) in cases.items():
        if name == "folder.json":
            (tmp_path / name).mkdir()
        elif text is not None:
            (tmp_path / name).write_text(text, encoding="utf-8")
        code, _, err = run(capsys, "verify", str(tmp_path / name))
        assert code == 2
        assert err.startswith(f"error: {tmp_path / name}")
        assert message in err
        assert "Traceback" not in err


def test_decisions_under_a_policy_of_the_users_own(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    text = (ROOT / "src" / "investpolicy" / "policies" / "mianyang-2022.yaml").read_text(encoding="utf-8")
    own.write_text(text.replace("id: mianyang-2022", "id: own").replace("cap: 30万元", "cap: 20万元"), encoding="utf-8")
    out = run(capsys, "check", str(csv_of(tmp_path)), "--policy", str(own), "--format", "json")[1]
    stored = tmp_path / "report.json"
    stored.write_text(out, encoding="utf-8")
    code, out, err = run(capsys, "verify", str(stored))
    assert (code, out) == (2, "0 项决定，0 项一致，0 项不一致\n")
    assert "claims.csv:2 policy: the decision is under 'own', which is not shipped with the library" in err
    assert run(capsys, "verify", str(stored), "--policy", str(own))[:2] == (0, "1 项决定，1 项一致，0 项不一致\n")


def test_readings_say_how_to_choose_another(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "readings", "mianyang-2022", "referral-reward")
    lines = out.splitlines()
    assert (code, lines[0]) == (0, "MY22.referral-reward · 引荐奖励")
    at = lines.index("  landed：怎样算“落地”？")
    assert lines[at + 1].startswith("    * started  开工（默认：")
    assert lines[at + 2] == "      registered  完成注册  --under referral-reward.landed=registered"
    everything = run(capsys, "readings", "mianyang-2022", "--lang", "en")[1]
    assert everything.count("(default: ") == sum(
        len(one.questions) for one in ip.policy("mianyang-2022").text.provisions.values()
    )
    assert run(capsys, "readings", "mianyang-2022", "fund-share", "--lang", "en")[1].startswith("MY22.fund-share")


def test_schemas_are_schemas_and_what_is_stored_fits_them(capsys: pytest.CaptureFixture[str]) -> None:
    report = json.loads(run(capsys, "check", WORKBOOK, "--policy", "mianyang-2022", "--format", "json")[1])
    decision = report["claims"][0]["decision"]
    about = ("mianyang-2022", "referral-reward")
    cases = (
        (("facts", *about), decision["facts"]),
        (("terms", *about), decision["terms"]),
        (("decision",), decision),
        (("report",), report),
    )
    for arguments, stored in cases:
        code, out, _ = run(capsys, "schema", *arguments)
        schema = json.loads(out)
        Draft202012Validator.check_schema(schema)
        assert (code, schema["$schema"]) == (0, "https://json-schema.org/draft/2020-12/schema")
        check = Draft202012Validator(schema)
        assert list(check.iter_errors(stored)) == []
        assert list(check.iter_errors({**stored, "不明": 1}))


@pytest.mark.parametrize("policy", ip.policies())
def test_every_schema_of_facts_and_terms(policy: str, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ip.policy(policy).provisions:
        for what in ("facts", "terms"):
            Draft202012Validator.check_schema(json.loads(run(capsys, "schema", what, policy, name)[1]))
