"""MY22.admission, 健全机制: only leading and characteristic industries of the park, as the main principle."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from .kleene import NO, OPEN, both, either, happened, no_later, of, verdict


def admission(
    industry: str | None,
    code: str,
    lists: Sequence[Sequence[str] | None],
    exception: tuple[str | None, date | None, date | None],
    may: Collection[str] = ("committee", "city"),
) -> tuple[str, set[str]]:
    """``code`` is digits, empty where it is not told; ``exception`` is who approved, when, and the day of admission."""
    found = NO
    for one in lists:
        if one is None:
            found = either(found, OPEN)
            continue
        for entry in one:
            if entry.lstrip("C").isdigit():
                found = either(found, of(code.startswith(entry.lstrip("C"))) if code else OPEN)
            else:
                found = either(found, of(None if industry is None else industry == entry))
    by, approved, admitted = exception
    allowed = of(None if by is None else by in may)
    return verdict({"industry_of_the_park": found}, both(happened(approved), allowed, no_later(approved, admitted)))
