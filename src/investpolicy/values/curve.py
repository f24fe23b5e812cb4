"""A schedule as data: where each piece begins, and the exact line that holds from there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from investpolicy.errors import Problem, ScheduleError
from investpolicy.values.rounding import Line
from investpolicy.values.text import MONEY_LIMIT_FEN


@dataclass(frozen=True, slots=True)
class Piece:
    """``line`` holds from ``start`` on, ``start`` included."""

    start: int
    line: Line


@dataclass(frozen=True, slots=True)
class Curve:
    """Pieces in rising order of their start. Below the first, ``below`` is the value (0 for amounts).

    Amounts are integers (分), so an edge that does not belong to a bracket is the next 分: there is no other
    notion of open and closed here.
    """

    pieces: tuple[Piece, ...]
    below: int = 0
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)
    # how each piece is computed, that below the first included
    _lines: tuple[Callable[[int], int], ...] = field(init=False, repr=False, compare=False)
    at: Callable[[int], int] = field(init=False, repr=False, compare=False)
    """The value at a point. Where one line holds for all amounts, it is that line's, without a search."""

    def __post_init__(self) -> None:
        starts = tuple(piece.start for piece in self.pieces)
        if not starts or any(left >= right for left, right in pairwise(starts)):
            raise ScheduleError(Problem("", f"a curve's starts must rise: {starts}", ""))
        object.__setattr__(self, "_starts", starts)
        lines = (Line.constant(self.below), *(piece.line for piece in self.pieces))
        object.__setattr__(self, "_lines", tuple(line.at for line in lines))
        everywhere = len(starts) == 1 and starts[0] <= -MONEY_LIMIT_FEN
        object.__setattr__(self, "at", self.pieces[0].line.at if everywhere else self._search)

    def _search(self, x: int) -> int:
        return self._lines[bisect_right(self._starts, x)](x)

    def __call__(self, x: int) -> int:
        """The value at ``x``."""
        return self.at(x)
