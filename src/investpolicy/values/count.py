"""Counts (个数、名次): whole numbers, not negative."""

from __future__ import annotations

from typing import ClassVar

from investpolicy.errors import KindError, Problem, ValueTextError
from investpolicy.values import text
from investpolicy.values.formula import Sort, operate
from investpolicy.values.ordered import Ordered

COUNT_LIMIT = 10**9


class Count(Ordered):
    """A number of things or a rank. At most 10^9."""

    __slots__ = ()
    sort: ClassVar[Sort] = "count"

    def __new__(cls, value: int) -> Count:
        if value.__class__ is not int:
            raise KindError(Problem("", f"{value!r} is no count", "write a whole number"))
        if not 0 <= value <= COUNT_LIMIT:
            raise ValueTextError(
                Problem("", f"count {value} is out of range", f"write a whole number from 0 to {COUNT_LIMIT}")
            )
        return cls.of_raw(value)

    json_schema: ClassVar[dict[str, object]] = {"type": "integer", "minimum": 0, "maximum": COUNT_LIMIT}

    @classmethod
    def read(cls, given: object, *, json: bool = False) -> Count:
        """From an int, or text that is one."""
        if isinstance(given, str):
            number = text.decimal_of(given)
            if number != int(number):
                raise ValueTextError(Problem("", f"{given[:60]!r} is no whole number", "write 3"))
            given = int(number)
        return cls(given)  # type: ignore[arg-type]

    def to_json(self) -> int | None:
        """The number."""
        return int(self._v) if self.is_known else None

    def __add__(self, other: Count) -> Count:
        raws = (self._v, self.same_kind(other, "add"))
        return Count.of_raw(operate("add", "count", raws, ("count", "count")))

    def __sub__(self, other: Count) -> Count:
        raws = (self._v, self.same_kind(other, "subtract"))
        return Count.of_raw(operate("subtract", "count", raws, ("count", "count")))

    def __int__(self) -> int:
        return int(self.known())

    def __str__(self) -> str:
        return str(self._v) if self.is_known else "unknown"
