"""README's promises: its output is what the command prints, and its example decides as it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import investpolicy as ip
from investpolicy.cli import main

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_output_shown_is_the_output_printed(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    blocks = BLOCK.findall((ROOT / name).read_text("utf-8"))
    command = next(body for language, body in blocks if language == "sh").split("/bin/investpolicy ")[1].split()
    shown = next(body for language, body in blocks if language == "text")
    assert main(command) == 1
    assert [line.rstrip() for line in capsys.readouterr().out.splitlines()] == shown.splitlines()


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_example_runs_and_decides_as_it_says(name: str) -> None:
    blocks = BLOCK.findall((ROOT / name).read_text("utf-8"))
    program = next(body for language, body in blocks if language == "python")
    names: dict[str, object] = {}
    exec(program, names)
    decision = names["decision"]
    assert isinstance(decision, ip.Decision)
    assert str(decision.status) == "up_to"
    assert decision.ceiling == ip.Money.parse("30万元")


def test_both_languages_show_the_same_two_commands() -> None:
    commands = [
        [body for language, body in BLOCK.findall((ROOT / name).read_text("utf-8")) if language == "sh"][:2]
        for name in ("README.md", "README.zh-CN.md")
    ]
    assert commands[0][0].replace(" --lang en", "") == commands[1][0]
    assert commands[0][1] == commands[1][1]
    assert all(body.count("\n") == 1 for pair in commands for body in pair)
