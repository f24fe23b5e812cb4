"""Comparison, said once for all values that have an order."""

from __future__ import annotations

from typing import Self

from investpolicy.values.formula import Value, operate
from investpolicy.values.truth import FALSE, TRUE, Truth


class Ordered(Value):
    """A value with an order. A comparison gives a :class:`Truth`, which may be unknown."""

    __slots__ = ()

    def __ge__(self, other: Self) -> Truth:
        a, b = self._v, self._same(other, "compare")
        if a.__class__ is int and b.__class__ is int:  # the common case, without a detour
            return TRUE if a >= b else FALSE
        return Truth.of_raw(operate("at_least", "truth", (a, b), (self.sort, self.sort)))

    def __gt__(self, other: Self) -> Truth:
        raws = (self._v, self._same(other, "compare"))
        return Truth.of_raw(operate("more_than", "truth", raws, (self.sort, self.sort)))

    def __le__(self, other: Self) -> Truth:
        raws = (self._same(other, "compare"), self._v)
        return Truth.of_raw(operate("at_least", "truth", raws, (self.sort, self.sort)))

    def __lt__(self, other: Self) -> Truth:
        raws = (self._same(other, "compare"), self._v)
        return Truth.of_raw(operate("more_than", "truth", raws, (self.sort, self.sort)))

    def equals(self, other: Self) -> Truth:
        """Equality as a :class:`Truth`, for rules (``==`` compares two values as they are)."""
        raws = (self._v, self._same(other, "compare"))
        return Truth.of_raw(operate("equal", "truth", raws, (self.sort, self.sort)))
