"""Shares (分担、分成比例): a whole divided between parties, to the 分."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import lcm

from investpolicy.errors import KindError, Problem, ValueTextError
from investpolicy.values import text
from investpolicy.values.formula import minimum, where
from investpolicy.values.money import NOTHING, Money
from investpolicy.values.ratio import Ratio
from investpolicy.values.rounding import Line, Mode, Rounding
from investpolicy.values.written import Written


class Remainder(StrEnum):
    """Who gets what rounding leaves over. The parts always add up."""

    LAST = "last"  # the others rounded down, the last takes the rest (尾差归末位)
    LAST_HALF_UP = "last-half-up"  # the others rounded half-up, the last takes the rest
    LARGEST = "largest"  # rounded down, then one 分 each to the largest remainders (最大余数法)


@dataclass(frozen=True, slots=True)
class Shares(Written):
    """Weights between named parties, in order: ``3:7``, ``30:70``, ``1:0.6:0.4``."""

    weights: tuple[int, ...]
    parties: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if any(weight.__class__ is not int for weight in self.weights):
            raise KindError(Problem("", f"shares {self.weights} are not whole numbers", "write Shares.parse('30:70')"))
        if len(self.weights) < 1 or any(weight < 0 for weight in self.weights) or not sum(self.weights):
            raise ValueTextError(
                Problem("", f"shares {self.weights} do not divide a whole", "write weights such as 30:70")
            )
        if self.parties and (len(self.parties) != len(self.weights) or len(set(self.parties)) != len(self.parties)):
            raise ValueTextError(
                Problem(
                    "", f"{len(self.weights)} shares for the parties {', '.join(self.parties)}", "name each party once"
                )
            )

    @classmethod
    def parse(cls, written: str, parties: Sequence[str] = ()) -> Shares:
        """Read ``3:7``, ``30：70``, ``1:0.6:0.4`` or ``市本级 30 : 承接地 70``.

        :raises ValueTextError: for text that is no shares, or a number of parties that does not fit.
        """
        if not isinstance(written, str):
            hint = "write '30:70' in quotes"
            raise KindError(Problem("", f"Shares.parse takes text, not {type(written).__name__} {written!r}", hint))
        read = text.shares_of(written)
        named = tuple(name for name, _ in read if name)
        return cls.of([weight for _, weight in read], named or tuple(parties))

    @classmethod
    def read(cls, given: object, *, json: bool = False) -> Shares:
        """From text."""
        return cls.parse(given)  # type: ignore[arg-type]

    def to_json(self) -> str:
        """As text, with the parties where they are named."""
        return str(self)

    @classmethod
    def of(cls, weights: Sequence[Fraction | int], parties: Sequence[str] = ()) -> Shares:
        """From exact weights, brought to whole numbers."""
        if any(isinstance(weight, bool) or not isinstance(weight, (Fraction, int)) for weight in weights):
            hint = "a float is not exact: write Fractions, or Shares.parse('1:0.6:0.4')"
            raise KindError(Problem("", f"shares can not be made from {weights!r}", hint))
        common = lcm(*(Fraction(weight).denominator for weight in weights))
        return cls(tuple(int(weight * common) for weight in weights), tuple(parties))

    def ratio(self, place: int) -> Ratio:
        """The share of the party at ``place`` (0 for the first)."""
        return Ratio(Fraction(self.weights[place], sum(self.weights)))

    def split(self, total: Money, remainder: Remainder = Remainder.LAST) -> tuple[Money, ...]:
        """The part of each party, in order. The parts add up to ``total``, on records and on symbols."""
        if total.is_known and total.in_fen < 0:  # a claw-back is split as the amount was
            return tuple(-part for part in self.split(-total, remainder))
        if len(self.weights) == 1:
            return (total,)
        if remainder is Remainder.LARGEST:
            return self._by_largest_remainder(total)
        mode = Mode.DOWN if remainder is Remainder.LAST else Mode.HALF_UP
        parts: list[Money] = []
        rest = total
        for place in range(len(self.weights) - 1):
            part = total.times(self.ratio(place), Rounding(mode))
            if mode is Mode.HALF_UP:  # many halves up could take more than there is
                part = minimum(part, rest)
            parts.append(part)
            rest = rest - part
        return (*parts, rest)

    def _by_largest_remainder(self, total: Money) -> tuple[Money, ...]:
        whole = sum(self.weights)
        down = [total.line(Line.reduced(weight, 0, whole, mode=Mode.DOWN)) for weight in self.weights]
        left_over = total
        for part in down:
            left_over = left_over - part
        # the exact remainders, as counts of 1/whole 分
        rests = [
            total.line(Line(weight, 0, 1)) - part.line(Line(whole, 0, 1))
            for weight, part in zip(self.weights, down, strict=True)
        ]
        parts: list[Money] = []
        for place, part in enumerate(down):
            ahead = NOTHING
            for other, rest in enumerate(rests):
                if other != place:
                    before = rest >= rests[place] if other < place else rest > rests[place]
                    ahead = ahead + where(before, _ONE, NOTHING)
            parts.append(part + where(left_over > ahead, _ONE, NOTHING))
        return tuple(parts)

    def __str__(self) -> str:
        if self.parties:
            return " : ".join(f"{name} {weight}" for name, weight in zip(self.parties, self.weights, strict=True))
        return ":".join(map(str, self.weights))


_ONE = Money.of_raw(1)
