"""The page on columns: every block runs, and prints what it shows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import investpolicy as ip
from investpolicy import frames
from investpolicy.errors import EngineError

from .engines import SPARK, session

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "columns.md").read_text("utf-8")
BLOCK = re.compile(r"^```(python|text|python spark)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_every_block_runs_and_prints_what_it_shows(capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, Any] = {}
    blocks = BLOCK.findall(PAGE)
    for language, body in blocks:
        if language == "python":
            exec(body, names)
    shown = next(body for language, body in blocks if language == "text")
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert lines == [line.rstrip() for line in shown.splitlines()]
    assert [language for language, _ in blocks].count("python") == 3


@pytest.mark.parametrize("engine", [SPARK])
def test_the_block_for_spark_runs(engine: str) -> None:
    assert session()
    names: dict[str, Any] = {}
    for language, body in BLOCK.findall(PAGE):
        if language != "text":
            exec(body, names)


def test_dask_is_refused_as_the_page_says() -> None:
    dask = pytest.importorskip("dask.dataframe", reason="dask is not installed")
    native = dask.from_pandas(pd.DataFrame({"agreed_investment": [1]}), npartitions=1)
    with pytest.raises(EngineError, match=r"Dask makes whole numbers beside missing ones floating point"):
        frames.evaluate(ip.policy("mianyang-2022"), "cost-sharing", native)
