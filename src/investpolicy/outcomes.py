"""What a rule answers, with the conditions it rests on: an award, a split, a check, a score; and of rules that are
decided on a record of dates and lists (:mod:`investpolicy.rules.process`) a deadline, totals, or standings.

An outcome is built from values; on symbols it holds formulas, which columns and proofs fold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Final, NamedTuple

from investpolicy.errors import Problem, UndeterminedError
from investpolicy.values.count import Count
from investpolicy.values.day import Day
from investpolicy.values.formula import Value, all_of, maximum, minimum, named, not_, where
from investpolicy.values.label import Label, Labelled
from investpolicy.values.money import NOTHING, Money
from investpolicy.values.points import Points
from investpolicy.values.shares import Remainder, Shares
from investpolicy.values.truth import FALSE, TRUE, Truth
from investpolicy.values.unknown import Unknown
from investpolicy.values.written import Written


class Status(Labelled):
    """How far the facts and the published terms decide."""

    ENTITLED = "entitled", "应得", "entitled"
    UP_TO = "up_to", "不超过上限", "up to the ceiling"
    INELIGIBLE = "ineligible", "不符合条件", "not eligible"
    MET = "met", "符合", "met"
    NOT_MET = "not_met", "不符合", "not met"
    EXCEPTED = "excepted", "例外批准", "excepted"
    DETERMINED = "determined", "已确定", "determined"
    UNDETERMINED = "undetermined", "无法判定", "undetermined"


class Outcome:
    """What all outcomes share: named conditions, and what is missing to decide them.

    ``notes`` are what a person should see beside the answer: the periods missed, the days counted.
    """

    _conditions: dict[str, Truth]
    notes: tuple[Label, ...] = ()
    kind: ClassVar[str] = ""

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} can not be changed")

    @property
    def conditions(self) -> Mapping[str, Truth]:
        """What it rests on, by name."""
        return MappingProxyType(self._conditions)

    @property
    def failed(self) -> tuple[str, ...]:
        """The conditions that surely fail, all of them."""
        return tuple(name for name, truth in self._conditions.items() if truth.raw is False)

    @property
    def undecided(self) -> tuple[str, ...]:
        """The conditions that are not known."""
        return tuple(name for name, truth in self._conditions.items() if truth.raw.__class__ is Unknown)

    @property
    def eligible(self) -> Truth:
        """Whether all conditions hold."""
        return all_of(*self._conditions.values()) if self._conditions else TRUE

    @property
    def status(self) -> Status:
        """How far this decides."""
        raise NotImplementedError

    @property
    def values(self) -> dict[str, Value]:
        """The values that the outcome carries, by name, as formulas on symbols."""
        return {}

    @property
    def figures(self) -> Mapping[str, Written]:
        """What is answered beside an amount or parts, by name: points, days, totals, ranks."""
        return {}

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts and terms that are missing, where the outcome is not decided; else empty."""
        if self.status not in (Status.UNDETERMINED, Status.UP_TO):
            return ()
        names: set[str] = set()
        for truth in self._conditions.values():
            names |= truth.missing
        if not names:
            for value in (*self.values.values(), *self.figures.values()):
                names |= missing_of(value)
        return tuple(sorted(names))


def missing_of(value: Written) -> frozenset[str]:
    """The names that an unknown value waits for."""
    found: frozenset[str] = getattr(value, "missing", frozenset[str]())
    return found


_new: Final = object.__new__
# past __setattr__ and in one step: awards are made by the million, and are not changed afterwards
_hold: Final[Callable[[Outcome, dict[str, Any]], None]] = Outcome.__dict__["__dict__"].__set__


class Award(Outcome):
    """An amount of money that is due, or the ceiling it may not pass.

    ``computed`` is the amount if all conditions hold; ``ceiling`` the most it can be, where a document states one.
    """

    computed: Money
    ceiling: Money
    discretionary: bool
    kind: ClassVar[str] = "award"

    def __init__(
        self, computed: Money, ceiling: Money, conditions: dict[str, Truth], discretionary: bool = False
    ) -> None:
        fields = {"computed": computed, "ceiling": ceiling, "discretionary": discretionary, "_conditions": conditions}
        _hold(self, fields)

    @property
    def status(self) -> Status:
        """Entitled, up to the ceiling, not eligible, or undetermined."""
        eligible = self.eligible.raw
        if eligible is False:
            return Status.INELIGIBLE
        if eligible is not True:
            return Status.UNDETERMINED
        raw = self.computed.raw
        if raw.__class__ is not Unknown:
            return Status.ENTITLED
        return Status.UP_TO if raw.only_terms and raw.names and self.ceiling.is_known else Status.UNDETERMINED

    @property
    def payable(self) -> Money:
        """What is due: the computed amount where all conditions hold, nothing where one fails, else unknown."""
        return where(self.eligible, self.computed, NOTHING)

    @property
    def values(self) -> dict[str, Value]:
        """The amount due."""
        return {"amount": self.payable}

    @property
    def amount(self) -> Money:
        """The amount due; 0元 when not eligible.

        :raises UndeterminedError: when it is not decided; the message names what is missing.
        """
        payable = self.payable
        if payable.is_known:
            return payable
        ceiling = f"; the ceiling is {self.ceiling}" if self.status is Status.UP_TO else ""
        names = ", ".join(self.missing) or "a value"
        raise UndeterminedError(Problem("", f"the amount is not determined{ceiling}", f"missing: {names}"))


class Split(Outcome):
    """A sum divided between named parties."""

    total: Money
    shares: Shares
    remainder: Remainder
    kind: ClassVar[str] = "split"

    def __init__(self, total: Money, shares: Shares, remainder: Remainder, conditions: dict[str, Truth]) -> None:
        _hold(self, {"total": total, "shares": shares, "remainder": remainder, "_conditions": conditions})

    @property
    def status(self) -> Status:
        """Entitled, not eligible, or undetermined."""
        eligible = self.eligible.raw
        if eligible is False:
            return Status.INELIGIBLE
        return Status.ENTITLED if eligible is True and self.total.is_known else Status.UNDETERMINED

    @property
    def parts(self) -> dict[str, Money]:
        """The part of each party if all conditions hold; they add up to the total."""
        parties = self.shares.parties or tuple(str(place) for place in range(1, len(self.shares.weights) + 1))
        return dict(zip(parties, self.shares.split(self.total, self.remainder), strict=True))

    @property
    def values(self) -> dict[str, Value]:
        """The parts. Where the condition fails there is no split at all, so that they are unknown, not 0."""
        eligible = self.eligible
        return {party: where(eligible, part, _NO_SPLIT) for party, part in self.parts.items()}


class Check(Outcome):
    """A requirement that is met, not met, excepted, or not known; ``excepted`` is an approved exception on record.

    ``measured`` and ``limit`` are the two amounts compared, where that is what it requires; ``found`` are figures that
    it was derived from.
    """

    excepted: Truth
    found: Mapping[str, Written] = MappingProxyType({})
    measured: Money | None
    limit: Money | None
    kind: ClassVar[str] = "check"

    def __init__(
        self,
        conditions: dict[str, Truth],
        excepted: Truth = FALSE,
        measured: Money | None = None,
        limit: Money | None = None,
        notes: Iterable[Label] = (),
        found: Mapping[str, Written] | None = None,
    ) -> None:
        fields = {"excepted": excepted, "measured": measured, "limit": limit, "_conditions": conditions}
        _hold(self, {**fields, "notes": tuple(notes), "found": dict(found or {})})

    @property
    def figures(self) -> Mapping[str, Written]:
        """The figures that the check was derived from."""
        return MappingProxyType(dict(self.found))

    @property
    def status(self) -> Status:
        """An exception is never reported as compliance, and matters only where the requirement is not met."""
        eligible = self.eligible.raw
        if eligible is True:
            return Status.MET
        if eligible is not False:
            return Status.UNDETERMINED
        excepted = self.excepted.raw
        if excepted is True:
            return Status.EXCEPTED
        return Status.NOT_MET if excepted is False else Status.UNDETERMINED

    @property
    def values(self) -> dict[str, Value]:
        """Whether it is met, and whether an exception is on record."""
        return {"met": self.eligible, "excepted": self.excepted & not_(self.eligible)}

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts and terms that are missing; of the exception only where the requirement is not met."""
        if self.status is not Status.UNDETERMINED:
            return ()
        names: frozenset[str] = self.eligible.missing
        return tuple(sorted(names or self.excepted.missing))


class _Determined(Outcome):
    """An outcome that is determined, or not: what shares no status with money."""

    @property
    def _is_known(self) -> bool:
        raise NotImplementedError

    @property
    def status(self) -> Status:
        """Determined, not eligible, or undetermined."""
        eligible = self.eligible.raw
        if eligible is False:
            return Status.INELIGIBLE
        return Status.DETERMINED if eligible is True and self._is_known else Status.UNDETERMINED


class Score(_Determined):
    """Assessment points (考核得分), held within ``at_least`` and ``at_most`` by the rule."""

    points: Points
    at_least: Points
    at_most: Points
    kind: ClassVar[str] = "score"

    def __init__(
        self,
        points: Points,
        at_least: Points,
        at_most: Points,
        conditions: dict[str, Truth],
        notes: Iterable[Label] = (),
    ) -> None:
        fields = {"points": points, "at_least": at_least, "at_most": at_most, "_conditions": conditions}
        _hold(self, {**fields, "notes": tuple(notes)})

    @property
    def _is_known(self) -> bool:
        return self.points.is_known

    @property
    def values(self) -> dict[str, Value]:
        """The points; unknown where a condition fails, since there is no score then."""
        return {"points": where(self.eligible, self.points, _NO_POINTS)}

    @property
    def figures(self) -> Mapping[str, Written]:
        """The points."""
        return MappingProxyType({"points": where(self.eligible, self.points, _NO_POINTS)})


class Totals(_Determined):
    """Figures worked out from a list or a ledger (合计), by name. It is determined when all are known."""

    _figures: dict[str, Written]
    kind: ClassVar[str] = "totals"

    def __init__(
        self, figures: Mapping[str, Written], conditions: dict[str, Truth] | None = None, notes: Iterable[Label] = ()
    ) -> None:
        _hold(self, {"_figures": dict(figures), "_conditions": dict(conditions or {}), "notes": tuple(notes)})

    @property
    def figures(self) -> Mapping[str, Written]:
        """The figures, known or not."""
        return MappingProxyType(self._figures)

    @property
    def _is_known(self) -> bool:
        return all(one.to_json() is not None for one in self._figures.values())


class Deadline(_Determined):
    """The last day for something (期限), and whether it was done by then where the day it was done is told.

    ``last_day`` is unknown where the calendar of a year is not known yet; ``notes`` say how it was counted.
    """

    last_day: Day
    done_on: Day
    kind: ClassVar[str] = "deadline"

    def __init__(
        self, last_day: Day, done_on: Day, conditions: dict[str, Truth] | None = None, notes: Iterable[Label] = ()
    ) -> None:
        fields = {"last_day": last_day, "done_on": done_on, "notes": tuple(notes)}
        _hold(self, {**fields, "_conditions": dict(conditions or {})})

    @property
    def _is_known(self) -> bool:
        return self.last_day.is_known

    @property
    def status(self) -> Status:
        """Met or not met where it is told when it was done; else determined; undetermined without a last day."""
        status = super().status
        if status is not Status.DETERMINED or not self.done_on.is_known or not self.done_on.happened:
            return status
        return Status.MET if bool(self.done_on <= self.last_day) else Status.NOT_MET

    @property
    def figures(self) -> Mapping[str, Written]:
        """The last day, and the day it was done."""
        return MappingProxyType({"last_day": self.last_day, "done_on": self.done_on})

    @property
    def missing(self) -> tuple[str, ...]:
        """What the last day waits for; not the day it was done."""
        if self.status is not Status.UNDETERMINED:
            return ()
        names: frozenset[str] = self.eligible.missing
        return tuple(sorted(names or self.last_day.missing))


class Placed(NamedTuple):
    """One place in a standing: from ``best`` to ``worst`` where unknown scores leave it open.

    ``moved`` is how many places it rose (above zero) or fell since the last time; None where that is not known.
    """

    name: str
    score: Points | Money | Count
    best: int
    worst: int
    tied: int
    moved: int | None


class Standings(_Determined):
    """Who stands where (名次表), the first first."""

    places: tuple[Placed, ...]
    kind: ClassVar[str] = "standings"

    def __init__(
        self, places: Iterable[Placed], conditions: dict[str, Truth] | None = None, notes: Iterable[Label] = ()
    ) -> None:
        _hold(self, {"places": tuple(places), "_conditions": dict(conditions or {}), "notes": tuple(notes)})

    @property
    def _is_known(self) -> bool:
        return all(one.best == one.worst for one in self.places)

    @property
    def figures(self) -> Mapping[str, Written]:
        """The rank of each; unknown where it is open."""
        return MappingProxyType({one.name: _rank_of(one) for one in self.places})


def _rank_of(place: Placed) -> Count:
    names = place.score.missing or ("scores",)
    return Count(place.best) if place.best == place.worst else Count.unknown(*names)


_NO_POINTS: Final = Points.unknown()
_NO_SPLIT: Final = Money.unknown()


def award(computed: Money, /, *, at_most: Money, conditions: dict[str, Truth], discretionary: bool = False) -> Award:
    """An award of ``computed``, never above ``at_most``, if all conditions hold."""
    made: Award = _new(Award)  # as Award(…), without the detour of a call of the class
    if computed._v.__class__ is not int:  # pyright: ignore[reportPrivateUsage]
        computed = named("award", computed)
    _hold(made, {"computed": computed, "ceiling": at_most, "discretionary": discretionary, "_conditions": conditions})
    return made


def split(total: Money, shares: Shares, remainder: Remainder, *, conditions: dict[str, Truth]) -> Split:
    """``total`` divided by ``shares``, if all conditions hold."""
    return Split(total, shares, remainder, conditions)


def check(
    *,
    conditions: dict[str, Truth],
    excepted: Truth = FALSE,
    measured: Money | None = None,
    limit: Money | None = None,
    notes: Iterable[Label] = (),
    found: Mapping[str, Written] | None = None,
) -> Check:
    """A requirement that all conditions hold; ``measured`` against ``limit`` where it compares two amounts."""
    return Check(conditions, excepted, measured, limit, notes, found)


def score(points: Points, /, *, at_least: Points, at_most: Points, conditions: dict[str, Truth]) -> Score:
    """``points``, held within the two bounds, if all conditions hold."""
    held = maximum(minimum(points, at_most), at_least)
    return Score(named("score", held), at_least, at_most, conditions)
