"""MY16.trip-table, 一: verified rows of a period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from .team_ledger import Row


def counted(rows: Sequence[Row], as_of: date, months: int) -> list[Row]:
    """The verified rows of the calendar period of so many months that ``as_of`` lies in, up to that day."""
    first_month = (as_of.month - 1) // months * months + 1
    first = date(as_of.year, first_month, 1)
    return [row for row in rows if row[4] and first <= row[1] <= as_of]
