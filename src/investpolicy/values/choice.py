"""Choices (类别): one of a list, or a place name."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from investpolicy.errors import KindError, Problem
from investpolicy.values.formula import Sort, Value, all_of, named, not_, operate, where
from investpolicy.values.label import Label
from investpolicy.values.truth import FALSE, TRUE, Truth


class Choice(Value):
    """A category (a kind of recipient, a section of industry) or a text that is only compared (a place)."""

    __slots__ = ()
    sort: ClassVar[Sort] = "choice"

    def __new__(cls, value: str) -> Choice:
        if not isinstance(value, str):
            raise KindError(Problem("", f"{value!r} is no category", "write its name"))
        return cls.of_raw(str(value))

    @classmethod
    def read(cls, given: object, *, json: bool = False) -> Choice:
        """From its name."""
        return cls(given)  # type: ignore[arg-type]

    def to_json(self) -> str | None:
        """Its name."""
        return str(self._v) if self.is_known else None

    def is_in(self, members: Collection[str]) -> Truth:
        """Whether it is one of ``members`` (a tuple, list or set)."""
        if self._v.__class__ is str:  # the common case, without a detour
            return TRUE if self._v in members else FALSE
        return Truth.of_raw(operate("is_in", "truth", (self._v,), ("choice",), frozenset(str(one) for one in members)))

    def starts_with(self, prefixes: tuple[str, ...]) -> Truth:
        """Whether the text begins with one of ``prefixes`` (a place lies in a city)."""
        if self._v.__class__ is str:
            return TRUE if self._v.startswith(prefixes) else FALSE
        return Truth.of_raw(operate("starts_with", "truth", (self._v,), ("choice",), prefixes))

    def lies_in(
        self,
        inside: tuple[str, ...],
        elsewhere: tuple[str, ...],
        only_named_after: tuple[str, ...],
        says: Label,
        waits_for: str,
    ) -> Truth:
        """Whether a place begins with a name ``inside``; false where it begins with one ``elsewhere``.

        Unknown is not false: any other place (四川省, 经济技术开发区) may lie inside, and so may one that is only named
        after a place elsewhere (北京路); it waits for ``waits_for`` then. ``says`` are the words for it.
        """
        if self._v.__class__ is str and self._v.startswith(inside):  # the common case, without a detour
            return TRUE
        told = found = self.starts_with(inside)
        if elsewhere:
            told |= all_of(self.starts_with(elsewhere), not_(self.starts_with(only_named_after)))
        return named("lies_in", where(told, found, Truth.unknown(waits_for)), says)

    def equals(self, other: Choice) -> Truth:
        """Whether two categories are the same."""
        raws = (self._v, self.same_kind(other, "compare"))
        return Truth.of_raw(operate("equal", "truth", raws, ("choice", "choice")))

    def __str__(self) -> str:
        return str(self._v) if self.is_known else "unknown"
