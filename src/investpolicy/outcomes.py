"""What a rule answers: an award, a split, or a check, with the conditions it rests on.

An outcome is built from values; on symbols it holds formulas, which columns and proofs fold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Final

from investpolicy.errors import Problem, UndeterminedError
from investpolicy.values.formula import Value, all_of, named, not_, where
from investpolicy.values.label import Labelled
from investpolicy.values.money import NOTHING, Money
from investpolicy.values.shares import Remainder, Shares
from investpolicy.values.truth import FALSE, TRUE, Truth
from investpolicy.values.unknown import Unknown


class Status(Labelled):
    """How far the facts and the published terms decide."""

    ENTITLED = "entitled", "应得", "entitled"
    UP_TO = "up_to", "不超过上限", "up to the ceiling"
    INELIGIBLE = "ineligible", "不符合条件", "not eligible"
    MET = "met", "符合", "met"
    NOT_MET = "not_met", "不符合", "not met"
    EXCEPTED = "excepted", "例外批准", "excepted"
    UNDETERMINED = "undetermined", "无法判定", "undetermined"


_keep: Final = object.__setattr__


class Outcome:
    """What all outcomes share: named conditions, and what is missing to decide them."""

    __slots__ = ("conditions",)
    conditions: Mapping[str, Truth]
    kind: ClassVar[str] = ""

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} can not be changed")

    def __reduce__(self) -> tuple[Callable[..., Outcome], tuple[type[Outcome], dict[str, object]]]:
        names = (name for kind in type(self).__mro__ for name in getattr(kind, "__slots__", ()))
        state: dict[str, object] = {name: getattr(self, name) for name in names}
        return _restored, (type(self), state | {"conditions": dict(self.conditions)})

    @property
    def failed(self) -> tuple[str, ...]:
        """The conditions that surely fail, all of them."""
        return tuple(name for name, truth in self.conditions.items() if truth.raw is False)

    @property
    def undecided(self) -> tuple[str, ...]:
        """The conditions that are not known."""
        return tuple(name for name, truth in self.conditions.items() if truth.raw.__class__ is Unknown)

    @property
    def eligible(self) -> Truth:
        """Whether all conditions hold."""
        return all_of(*self.conditions.values()) if self.conditions else TRUE

    @property
    def status(self) -> Status:
        """How far this decides."""
        raise NotImplementedError

    @property
    def values(self) -> dict[str, Value]:
        """The values that the outcome carries, by name, as formulas on symbols."""
        return {}

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts and terms that are missing, where the outcome is not decided; else empty."""
        if self.status not in (Status.UNDETERMINED, Status.UP_TO):
            return ()
        names: set[str] = set()
        for truth in self.conditions.values():
            names |= truth.missing
        if not names:
            for value in self.values.values():
                names |= value.missing
        return tuple(sorted(names))


class Award(Outcome):
    """An amount of money that is due, or the ceiling it may not pass.

    ``computed`` is the amount if all conditions hold; ``ceiling`` the most it can be, where a document states one.
    """

    __slots__ = ("ceiling", "computed", "discretionary")
    computed: Money
    ceiling: Money
    discretionary: bool
    kind: ClassVar[str] = "award"

    def __init__(
        self, computed: Money, ceiling: Money, conditions: dict[str, Truth], discretionary: bool = False
    ) -> None:
        _keep_computed(self, computed)
        _keep_ceiling(self, ceiling)
        _keep_conditions(self, MappingProxyType(conditions))
        _keep_discretionary(self, discretionary)

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


# the setters of the slots: awards are made by the million, and are not changed afterwards
_keep_conditions: Final = Outcome.__dict__["conditions"].__set__
_keep_computed: Final = Award.__dict__["computed"].__set__
_keep_ceiling: Final = Award.__dict__["ceiling"].__set__
_keep_discretionary: Final = Award.__dict__["discretionary"].__set__


class Split(Outcome):
    """A sum divided between named parties."""

    __slots__ = ("remainder", "shares", "total")
    total: Money
    shares: Shares
    remainder: Remainder
    kind: ClassVar[str] = "split"

    def __init__(self, total: Money, shares: Shares, remainder: Remainder, conditions: dict[str, Truth]) -> None:
        _keep(self, "total", total)
        _keep(self, "shares", shares)
        _keep(self, "remainder", remainder)
        _keep(self, "conditions", MappingProxyType(conditions))

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

    ``measured`` and ``limit`` are the two amounts compared, where that is what it requires.
    """

    __slots__ = ("excepted", "limit", "measured")
    excepted: Truth
    measured: Money | None
    limit: Money | None
    kind: ClassVar[str] = "check"

    def __init__(
        self,
        conditions: dict[str, Truth],
        excepted: Truth = FALSE,
        measured: Money | None = None,
        limit: Money | None = None,
    ) -> None:
        _keep(self, "conditions", MappingProxyType(conditions))
        _keep(self, "excepted", excepted)
        _keep(self, "measured", measured)
        _keep(self, "limit", limit)

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


_NO_SPLIT: Final = Money.unknown()


def _restored(kind: type[Outcome], state: dict[str, Any]) -> Outcome:
    """A pickled outcome."""
    self = object.__new__(kind)
    for name, value in state.items():
        _keep(self, name, MappingProxyType(value) if name == "conditions" else value)
    return self


def award(
    computed: Money,
    /,
    *,
    at_most: Money,
    discretionary: bool = False,
    conditions: Mapping[str, Truth] | None = None,
    **more: Truth,
) -> Award:
    """An award of ``computed``, never above ``at_most``, if all conditions hold.

    A condition is written as a keyword; ``conditions`` takes those that a rule has collected by name.
    """
    together = more if conditions is None else {**conditions, **more}
    return Award(named("award", computed), at_most, together, discretionary)


def split(total: Money, shares: Shares, remainder: Remainder, **conditions: Truth) -> Split:
    """``total`` divided by ``shares``, if all ``conditions`` hold."""
    return Split(total, shares, remainder, conditions)


def check(
    *,
    excepted: Truth = FALSE,
    measured: Money | None = None,
    limit: Money | None = None,
    conditions: Mapping[str, Truth] | None = None,
    **more: Truth,
) -> Check:
    """A requirement that all conditions hold; ``measured`` against ``limit`` where it compares two amounts."""
    return Check({**(conditions or {}), **more}, excepted, measured, limit)
