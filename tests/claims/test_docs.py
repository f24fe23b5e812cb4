"""The page on claims says what the code holds: limits, verdicts, slips."""

from __future__ import annotations

import re

from investpolicy.claims import Verdict, grid, sharing, slips, sources, vague, workbook
from investpolicy.claims.patches import SlipKind

from .names import ROOT

PAGE = (ROOT / "docs" / "claims.md").read_text(encoding="utf-8")


def table(heading: str) -> list[list[str]]:
    """The rows of the first table below a heading."""
    below = PAGE.partition(f"## {heading}\n")[2]
    rows = re.search(r"^\|.*\n\|[-|]+\n((?:\|.*\n)+)", below, re.MULTILINE)
    assert rows is not None
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in rows[1].splitlines()]


def test_the_limits() -> None:
    said = [int(re.sub(r"\D", "", most.replace("1 GiB, and", ""))) for _, most in table("Limits")]
    assert said == [
        grid.MAX_BYTES // 2**20,
        workbook.MAX_EXPANSION,
        workbook.MAX_PARTS,
        grid.MAX_SHEETS,
        grid.MAX_ROWS,
        grid.MAX_COLUMNS,
        grid.MAX_CELL_LENGTH,
        grid.MAX_MERGED,
        sources.MAX_FILES,
        slips.MOST_SLIPS,
        vague.MOST_TRIED,
        sharing.MOST_SHARERS,
    ]
    assert grid.MAX_EXPANDED_BYTES == 2**30


def test_the_verdicts() -> None:
    assert [row[:2] for row in table("Verdicts")] == [[one.label.en, one.label.zh] for one in Verdict]


def test_the_slips_in_their_order() -> None:
    assert [row[:2] for row in table("Slips")] == [[one.value, one.label.zh] for one in SlipKind]
