"""ZY.personnel, 十: duty reports, personal assessment, preference among equals, accountability."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .kleene import OPEN, both, either, happened, negation, no_later, of, verdict

HEADS = ("locality_head", "department_head")
Person = tuple[str | None, date | None, date | None]
CandidateRow = tuple[bool | None, bool | None, bool | None]


@dataclass(frozen=True)
class Year:
    """Persons as office, day of report, day of assessment; candidates as outstanding, equal, chosen. None: not told."""

    year: int
    result: date | None
    persons: Sequence[Person] | None
    posts: Sequence[Sequence[CandidateRow]] | None
    neglects: Sequence[tuple[date | None, date | None]] | None


def personnel(told: Year) -> tuple[str, set[str]]:
    """Whether all was done."""
    reported = assessed = preferred = answered = OPEN
    if told.persons is not None:
        reported = both(*(_reported(one, told.year) for one in told.persons))
        assessed = both(*(_assessed(one, told.result) for one in told.persons))
    if told.posts is not None:
        preferred = both(*map(_preferred, told.posts))
    if told.neglects is not None:
        answered = both(*(both(happened(held), no_later(found, held)) for found, held in told.neglects))
    names = {"reported": reported, "assessed": assessed, "preferred": preferred, "held_to_account": answered}
    return verdict(names)


def _reported(person: Person, year: int) -> int:
    office, day, _ = person
    concerned = of(None if office is None else office in ("city_leader", *HEADS))
    return either(negation(concerned), both(happened(day), of(None if day is None else day.year >= year)))


def _assessed(person: Person, result: date | None) -> int:
    office, _, day = person
    concerned = of(None if office is None else office in HEADS)
    return either(negation(concerned), both(happened(day), happened(result), no_later(result, day)))


def _preferred(candidates: Sequence[CandidateRow]) -> int:
    passed_over = chosen = of(False)
    for outstanding, equal, was_chosen in candidates:
        passed_over = either(passed_over, both(of(outstanding), of(equal), negation(of(was_chosen))))
        chosen = either(chosen, both(of(outstanding), of(was_chosen)))
    return either(negation(passed_over), chosen)
