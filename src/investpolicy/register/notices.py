"""A further year's notice of holidays (放假安排通知) from a YAML file of the user.

::

    year: 2027
    source: {title: 国务院办公厅关于2027年部分节假日安排的通知, number: 国办发明电〔2026〕…号, date: 2026-11-…}
    holidays:
      - {name: {zh: 元旦, en: New Year's Day}, from: 2027-01-01, to: 2027-01-03}
    make_up_workdays: [2027-02-20]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from investpolicy.calendars import Holiday, Notice, StateCouncilCalendar
from investpolicy.calendars.working import NoticeDay, NoticeYear, notice_faults
from investpolicy.errors import PolicyError, PolicyFileError, Problem
from investpolicy.register.yaml_text import Document, Mark, read_document

T = TypeVar("T")

_DAY: TypeAdapter[Any] = TypeAdapter(NoticeDay)
_YEAR: TypeAdapter[Any] = TypeAdapter(NoticeYear)


def read_notice(source: Path | str, name: str | None = None) -> Notice:
    """The notice in a file (a ``Path``) or in a YAML text.

    :raises PolicyFileError: with every fault at its line and column.
    """
    return _read(read_document(source, name))


def with_notice(calendar: StateCouncilCalendar, source: Path | str, name: str | None = None) -> StateCouncilCalendar:
    """``calendar`` with the notice in a file (a ``Path``) or in a YAML text. The calendar given stays as it is.

    :raises PolicyFileError: with every fault at its line and column; a year that is known in another way is one.
    """
    document = read_document(source, name)
    notice = _read(document)
    if problems := calendar.differences(notice):
        raise PolicyFileError(sorted(_placed(document, problems), key=_position))
    return calendar.with_notice(notice)


def _read(document: Document) -> Notice:
    try:
        notice: Notice = Notice.__pydantic_validator__.validate_python(document.data)
        return notice
    except ValidationError as error:
        data = document.data if isinstance(document.data, dict) else {}
        # What is readable is checked further, so that nobody mends one fault to be told of the next.
        readable = notice_faults(
            _readable(_YEAR.validate_python, data.get("year")),
            _each(Holiday.model_validate, data.get("holidays")),
            _each(_DAY.validate_python, data.get("make_up_workdays")),
        )
        faults = dict.fromkeys((*document.problems(error, (), Notice), *_placed(document, readable)))
    raise PolicyFileError(sorted(faults, key=_position))


def _readable(read: Callable[[Any], T], given: object) -> T | None:
    try:
        return read(given)
    except (PolicyError, ValidationError):
        return None


def _each(read: Callable[[Any], T], given: object) -> Mapping[int, T]:
    """What can be read of a list, by its place."""
    entries = cast("list[object]", given) if isinstance(given, list) else []
    found = {number: _readable(read, one) for number, one in enumerate(entries)}
    return {number: one for number, one in found.items() if one is not None}


def _placed(document: Document, problems: Iterable[Problem]) -> list[Problem]:
    """The problems with ``file:line:column`` in place of their paths."""
    placed: list[Problem] = []
    for one in problems:
        path = [int(part) if part.isdigit() else part for part in one.where.split(".")]
        placed.append(Problem(document.where(path), one.what, one.instead))
    return placed


def _position(problem: Problem) -> Mark:
    line, column = problem.where.rsplit(":", 2)[1:]
    return Mark(int(line), int(column))
