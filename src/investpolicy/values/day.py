"""Days (日期), with one that says an event has not happened."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, Final

from investpolicy.errors import KindError, Problem
from investpolicy.values import text
from investpolicy.values.formula import Sort
from investpolicy.values.ordered import Ordered
from investpolicy.values.truth import FALSE, TRUE, Truth

_NEVER: Final = date.max


class Day(Ordered):
    """The day of an event. :meth:`not_yet` says that it has not happened; unknown says that nobody told."""

    __slots__ = ()
    sort: ClassVar[Sort] = "day"

    def __new__(cls, value: date) -> Day:
        if isinstance(value, datetime) or not isinstance(value, date):
            raise KindError(Problem("", f"{value!r} is no day", "write a datetime.date or Day.parse('2022-06-01')"))
        return cls.of_raw(value)

    @classmethod
    def parse(cls, written: str) -> Day:
        """Read ``2022-06-01``, ``2022年6月1日``, ``2022/6/1``; ``尚未`` and ``not yet`` say it has not happened."""
        if not isinstance(written, str):
            raise KindError(
                Problem("", f"Day.parse takes text, not {type(written).__name__} {written!r}", "write '2022-06-01'")
            )
        if text.plain(written).lower() in ("尚未", "未", "not yet"):
            return cls.not_yet()
        return cls.of_raw(text.day_of(written))

    json_schema: ClassVar[dict[str, object]] = {
        "type": "string",
        "description": "a day, or 'not yet'",
        "examples": ["2022-06-01", "not yet"],
    }

    @classmethod
    def read(cls, given: object, *, json: bool = False) -> Day:
        """From a date or text."""
        return cls.parse(given) if isinstance(given, str) else cls(given)  # type: ignore[arg-type]

    def to_json(self) -> str | None:
        """ISO 8601, or ``not yet``."""
        return str(self) if self.is_known else None

    @classmethod
    def not_yet(cls) -> Day:
        """The event has not happened (尚未)."""
        return cls.of_raw(_NEVER)

    @property
    def happened(self) -> Truth:
        """Whether the event has happened."""
        if self._v.__class__ is date:  # the common case, without a detour
            return FALSE if self._v == _NEVER else TRUE
        return _NOT_YET > self

    def within_year(self, year: int) -> Truth:
        """Whether the day lies in the calendar year."""
        return self.between(date(year, 1, 1), date(year, 12, 31))

    def between(self, first: date, last: date) -> Truth:
        """Whether the day lies from ``first`` to ``last``, both included."""
        return (self >= Day.of_raw(first)) & (self <= Day.of_raw(last))

    @property
    def date(self) -> date:
        """The calendar day. :raises UndeterminedError: when unknown."""
        raw: date = self.known()
        return raw

    def __str__(self) -> str:
        if not self.is_known:
            return "unknown"
        return "not yet" if self._v == _NEVER else str(self._v)


_NOT_YET: Final = Day.of_raw(_NEVER)
