"""Comparison, said once for all values that have an order."""

from __future__ import annotations

from datetime import date
from typing import Final, Self

from investpolicy.values.formula import Value, operate
from investpolicy.values.truth import FALSE, TRUE, Truth

_PLAIN: Final = frozenset((int, date))  # two of these are compared at once, without a detour


class Ordered(Value):
    """A value with an order. A comparison gives a :class:`Truth`, which may be unknown."""

    __slots__ = ()

    def __ge__(self, other: Self) -> Truth:
        if other.__class__ is not self.__class__:
            self.same_kind(other, "compare")  # refuses
        a, b = self._v, other._v
        if a.__class__ is b.__class__ and a.__class__ in _PLAIN:
            return TRUE if a >= b else FALSE
        return Truth.of_raw(operate("at_least", "truth", (a, b), (self.sort, self.sort)))

    def __gt__(self, other: Self) -> Truth:
        if other.__class__ is not self.__class__:
            self.same_kind(other, "compare")  # refuses
        a, b = self._v, other._v
        if a.__class__ is b.__class__ and a.__class__ in _PLAIN:
            return TRUE if a > b else FALSE
        return Truth.of_raw(operate("more_than", "truth", (a, b), (self.sort, self.sort)))

    def __le__(self, other: Self) -> Truth:
        if other.__class__ is not self.__class__:
            self.same_kind(other, "compare")  # refuses
        a, b = self._v, other._v
        if a.__class__ is b.__class__ and a.__class__ in _PLAIN:
            return TRUE if a <= b else FALSE
        return Truth.of_raw(operate("at_least", "truth", (b, a), (self.sort, self.sort)))

    def __lt__(self, other: Self) -> Truth:
        if other.__class__ is not self.__class__:
            self.same_kind(other, "compare")  # refuses
        a, b = self._v, other._v
        if a.__class__ is b.__class__ and a.__class__ in _PLAIN:
            return TRUE if a < b else FALSE
        return Truth.of_raw(operate("more_than", "truth", (b, a), (self.sort, self.sort)))

    def equals(self, other: Self) -> Truth:
        """Equality as a :class:`Truth`, for rules (``==`` compares two values as they are)."""
        raws = (self._v, self.same_kind(other, "compare"))
        return Truth.of_raw(operate("equal", "truth", raws, (self.sort, self.sort)))
