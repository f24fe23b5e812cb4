"""Truth (真、假、未知): three-valued, Kleene's logic."""

from __future__ import annotations

from typing import ClassVar, Final

from investpolicy.errors import KindError, Problem
from investpolicy.values import text
from investpolicy.values.formula import Sort, Value, all_of, any_of, not_


class Truth(Value):
    """True, false, or unknown. ``&``, ``|`` and ``~`` are Kleene's; unknown is never false."""

    __slots__ = ()
    sort: ClassVar[Sort] = "truth"

    def __new__(cls, value: bool) -> Truth:
        if value.__class__ is not bool:
            raise KindError(Problem("", f"{value!r} is no truth", "write True or False"))
        return TRUE if value else FALSE

    json_schema: ClassVar[dict[str, object]] = {"type": "boolean"}

    @classmethod
    def read(cls, given: object, *, json: bool = False) -> Truth:
        """From a bool, or text: yes/no, true/false, 是/否."""
        if isinstance(given, str):
            word = text.plain(given).lower()
            if word in _YES or word in _NO:
                return TRUE if word in _YES else FALSE
        return cls(given)  # type: ignore[arg-type]

    def to_json(self) -> bool | None:
        """True or false."""
        return bool(self._v) if self.is_known else None

    def __and__(self, other: Truth) -> Truth:
        self.same_kind(other, "combine")
        return all_of(self, other)

    def __or__(self, other: Truth) -> Truth:
        self.same_kind(other, "combine")
        return any_of(self, other)

    def __invert__(self) -> Truth:
        return not_(self)

    def __bool__(self) -> bool:
        """For users, on a known truth; inside a rule use ``where``, ``all_of``, ``any_of``, ``not_``.

        :raises UndeterminedError: when unknown. :raises SymbolError: on a symbol.
        """
        return bool(self.known())

    def __str__(self) -> str:
        return ("true" if self._v else "false") if self.is_known else "unknown"


def yes_or_no(written: str) -> bool | str:
    """True or False for 是, 否, yes, no and the like; any other text as it is."""
    word = text.plain(written).lower()
    return True if word in _YES else False if word in _NO else written


_YES: Final = frozenset(("true", "yes", "是", "有", "√"))
_NO: Final = frozenset(("false", "no", "否", "无", "×"))
TRUE: Final[Truth] = Truth.of_raw(True)
FALSE: Final[Truth] = Truth.of_raw(False)
