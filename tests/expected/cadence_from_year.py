"""MY22.best-promoters, 强化保障·队伍建设: a selection every two years; the first year is not published."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date


def missed(selections: Collection[date], first_year: int, asked_on: date, every: int = 2) -> list[int]:
    """The first years of the periods that are over and had no selection."""
    starts = range(first_year, asked_on.year + 1, every)
    over = [year for year in starts if date(year + every - 1, 12, 31) < asked_on]
    return [year for year in over if not any(year <= one.year < year + every for one in selections)]
