"""docs/deadlines.md: each program in it prints what stands below it."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[2] / "docs/deadlines.md"
PAIRS = re.compile(r"^```python\n(.*?)^```\n\n```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def printed(program: str, names: dict[str, Any]) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(program, str(PAGE), "exec"), names)
    return out.getvalue()


def test_each_program_prints_what_the_page_says() -> None:
    text = PAGE.read_text("utf-8")
    pairs = PAIRS.findall(text)
    assert len(pairs) == text.count("```python") == text.count("```text")
    names: dict[str, Any] = {}
    for program, output in pairs:
        assert printed(program, names) == output


def test_the_worked_examples_cross_national_day_and_the_spring_festival() -> None:
    outputs = "".join(output for _, output in PAIRS.findall(PAGE.read_text("utf-8")))
    for line in (
        "  2022-10-01 星期六 法定假日（国庆节），不计",
        "  2022-10-08 星期六 调休上班（国庆节），第 2 日",
        "  2025-01-28 Tuesday public holiday (Spring Festival), not counted",
    ):
        assert line in outputs.splitlines()
