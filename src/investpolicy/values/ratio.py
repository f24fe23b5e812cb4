"""Ratios (比例): exact fractions, written as percent, per mille, decimal or fraction."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from investpolicy.errors import KindError, Problem, UndeterminedError, ValueTextError
from investpolicy.values import text
from investpolicy.values.unknown import Unknown
from investpolicy.values.written import Written


class Ratio(Written):
    """An exact ratio; ``written`` keeps how it was written, for display. ``%`` and ``‰`` are never guessed."""

    __slots__ = ("_v", "_written")
    _v: Fraction | Unknown
    _written: str

    def __init__(self, value: Fraction | Decimal | int) -> None:
        if isinstance(value, bool) or not isinstance(value, (Fraction, Decimal, int)):
            hint = "a float is not exact: write Ratio.parse('5%') or a Fraction"
            raise KindError(Problem("", f"a ratio can not be made from {type(value).__name__} {value!r}", hint))
        if isinstance(value, Decimal) and not value.is_finite():
            raise ValueTextError(Problem("", f"{value} is no ratio", "leave it out where it is not known"))
        object.__setattr__(self, "_v", Fraction(value))
        object.__setattr__(self, "_written", "")

    @classmethod
    def parse(cls, written: str) -> Ratio:
        """Read ``5%``, ``5‰``, ``0.05`` or ``1/3``. :raises ValueTextError: for anything else."""
        if not isinstance(written, str):
            hint = "write '5%' or '5‰' in quotes"
            raise KindError(Problem("", f"Ratio.parse takes text, not {type(written).__name__} {written!r}", hint))
        ratio = cls(text.ratio_of(written))
        object.__setattr__(ratio, "_written", text.plain(written).replace(" ", ""))
        return ratio

    @classmethod
    def unknown(cls, *names: str) -> Ratio:
        """A ratio that was not given or is not published."""
        ratio = object.__new__(cls)
        object.__setattr__(ratio, "_v", Unknown(*names))
        object.__setattr__(ratio, "_written", "")
        return ratio

    @classmethod
    def read(cls, given: object, *, json: bool = False) -> Ratio:
        """From text, a Fraction or a Decimal."""
        return cls.parse(given) if isinstance(given, str) else cls(given)  # type: ignore[arg-type]

    def to_json(self) -> str | None:
        """As it was written."""
        return str(self) if self.is_known else None

    @property
    def raw(self) -> Any:
        """The fraction or Unknown inside."""
        return self._v

    @property
    def is_known(self) -> bool:
        """Whether the ratio is given."""
        return isinstance(self._v, Fraction)

    @property
    def missing(self) -> frozenset[str]:
        """The names that an unknown ratio waits for."""
        return self._v.names if isinstance(self._v, Unknown) else frozenset()

    @property
    def fraction(self) -> Fraction:
        """The exact fraction. :raises UndeterminedError: when it is not given."""
        if isinstance(self._v, Unknown):
            raise UndeterminedError(
                Problem("", "the ratio is not known", f"missing: {', '.join(sorted(self._v.names))}")
            )
        return self._v

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("Ratio can not be changed")

    def __eq__(self, other: object) -> bool:
        return self._v == other._v if isinstance(other, Ratio) else NotImplemented

    def __hash__(self) -> int:
        return hash(("Ratio", self._v))

    def __str__(self) -> str:
        if isinstance(self._v, Unknown):
            return "unknown"
        return self._written or text.ratio_text(self._v)

    def __repr__(self) -> str:
        return f"Ratio({str(self)!r})" if self.is_known else f"Ratio.unknown({', '.join(sorted(self.missing))})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (self._v, self._written)


def _restored(value: Fraction | Unknown, written: str) -> Ratio:
    ratio = object.__new__(Ratio)
    object.__setattr__(ratio, "_v", value)
    object.__setattr__(ratio, "_written", written)
    return ratio
