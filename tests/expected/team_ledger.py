"""SD.team-ledger, 二（三）: totals of a ledger's rows (who, day, place, projects, verified)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

Row = tuple[str, date, str, int, bool]


def totals(rows: Sequence[Row]) -> dict[str, int]:
    """By the name of the figure."""
    found = {"entries": len(rows), "projects": sum(row[3] for row in rows)}
    for who in {row[0] for row in rows}:
        own = [row for row in rows if row[0] == who]
        found[f"entries.{who}"] = len(own)
        found[f"places.{who}"] = len({row[2] for row in own})
        found[f"projects.{who}"] = sum(row[3] for row in own)
    for who in {row[0] for row in rows}:
        more = [name for name in found if name.startswith("entries.") and found[name] > found[f"entries.{who}"]]
        found[f"rank.{who}"] = 1 + len(more)
    return found
