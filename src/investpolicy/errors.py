"""What can go wrong, said so that the reader can mend it.

Every error of the library is a :class:`PolicyError`. A message says where, what was found, and what to
write instead. Checks that can find several faults collect them as :class:`Problem` and raise once.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: ``where`` (file, line and column, or the field), ``what`` was found, what to write ``instead``."""

    where: str
    what: str
    instead: str = ""

    def __str__(self) -> str:
        text = f"{self.where}: {self.what}" if self.where else self.what
        return f"{text}; {self.instead}" if self.instead else text


class PolicyError(ValueError):
    """The one family of errors. ``problems`` lists the faults, at least one."""

    problems: tuple[Problem, ...]

    def __init__(self, problems: str | Problem | Iterable[Problem]) -> None:
        if isinstance(problems, str):
            problems = Problem("", problems)
        if isinstance(problems, Problem):
            problems = (problems,)
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[PolicyError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


class ValueTextError(PolicyError):
    """A value (amount, ratio, shares, points, date) that can not be read exactly."""


class KindError(PolicyError, TypeError):
    """Values of different kinds put together: money and a bare number, say."""


class SymbolError(PolicyError, TypeError):
    """A symbol used where only a known value will do: in ``if``, ``and``, ``or``, ``not``, ``min``, ``max``."""


class UndeterminedError(PolicyError):
    """An answer was asked for that the facts or the published terms do not determine."""


class ScheduleError(PolicyError):
    """Brackets, tiers or rates that do not make a schedule."""


class FactsError(PolicyError):
    """Facts that are misspelled, out of range, or contradict each other."""


class TermsError(PolicyError):
    """Terms or changes to terms that are not allowed."""


class PolicyFileError(PolicyError):
    """A policy file that can not be loaded; every problem names file, line and column."""


class UnknownNameError(PolicyError, KeyError):
    """A policy, provision, question or path that does not exist; the message names the nearest ones."""

    def __str__(self) -> str:  # KeyError would print the quoted repr
        return ValueError.__str__(self)


class ClaimsError(PolicyError):
    """A claims file of which nothing can be judged."""


class VerificationError(PolicyError):
    """A stored decision that can not be recomputed; the message names the difference."""


class EngineError(PolicyError):
    """A frame or an engine that can not give exact answers; the message names the conversion to write."""


class PolicyWarning(UserWarning):
    """Legal, but unusual: worth a second look."""


def nearest(name: str, known: Iterable[str], count: int = 3) -> Sequence[str]:
    """The known names most like ``name``, best first; of names in Chinese too."""
    return difflib.get_close_matches(name, list(known), n=count, cutoff=0.5)


def not_known(what: str, name: str, known: Iterable[str]) -> Problem:
    """The problem that ``name`` is no known ``what``, with the nearest names or all of them."""
    known = sorted(known)
    like = nearest(name, known)
    if like:
        instead = "did you mean " + " or ".join(repr(one) for one in like) + "?"
    else:
        instead = "known: " + (", ".join(known) or "none")
    return Problem("", f"{what} {name!r} does not exist", instead)
