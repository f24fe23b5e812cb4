"""What a checked workbook got from us (核查标记): known again when it is read."""

from __future__ import annotations

from typing import Final

from investpolicy.values.label import Label

SUMMARY: Final = Label("核查汇总", "check summary")
"""The sheet with the summary; with a number behind it where there is one already."""

ADDED: Final = (
    Label("核查应得（元）", "due (checked, yuan)"),
    Label("核查差额（元）", "difference (checked, yuan)"),
    Label("核查结论", "verdict (checked)"),
    Label("核查理由", "reasons (checked)"),
)
"""The columns that are added to a table."""
