"""ZY.performance, 六: honour, second round, clear out, or no outcome that the text names."""

from __future__ import annotations

from collections.abc import Sequence


def outcome(
    invested: tuple[int, int],
    terms: Sequence[tuple[int, int]],
    on_time: bool,
    breach: bool,
    strict: bool | None = None,
    *,
    breach_first: bool = True,
) -> str:
    """``invested`` and ``terms``: what was reached, and what was agreed. ``strict``: what an assessment found."""
    complete = invested[0] >= invested[1]
    missed = any(reached < agreed for reached, agreed in terms)
    if strict or (strict is None and complete and not missed and on_time and not breach):
        return "honour"
    if breach:
        return "clear_out" if breach_first or not (complete and missed) else "not stated"
    return "second_round" if complete and missed else "not stated"
