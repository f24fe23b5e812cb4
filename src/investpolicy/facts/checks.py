"""What fact models check alike: names in a list, and years."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import MAXYEAR, MINYEAR

from investpolicy.errors import Problem


def named_once(where: str, names: Iterable[str]) -> Iterator[Problem]:
    """Names in the list ``where`` that are empty, or stand there twice."""
    seen: set[str] = set()
    for place, name in enumerate(names):
        if not name.strip():
            yield Problem(f"{where}.{place}.name", "has no name", "write one")
        elif name in seen:
            yield Problem(f"{where}.{place}.name", f"{name!r} stands twice", "keep one of the two")
        seen.add(name)


def calendar_year(year: int | None) -> Iterator[Problem]:
    """A year that is none; None where none is told."""
    if year is not None and not MINYEAR < year < MAXYEAR:  # the years before and after it exist too
        yield Problem("year", f"{year} is no calendar year", "write the year with four digits")
