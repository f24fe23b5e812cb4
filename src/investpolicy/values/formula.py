"""Formulas: what a rule body becomes when it is run on symbols, and the operations that build them.

A :class:`Node` is one operation; there are some twenty. ``operate`` runs an operation on plain values at once, makes
a node when a symbol takes part, and lets an unknown through; what each operation means is said once, in
:mod:`investpolicy.values.plain_operations`. A fold replays a formula in another algebra.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, ClassVar, Final, Literal, NoReturn, Protocol, Self, TypeVar

from investpolicy.errors import KindError, Problem, SymbolError, UndeterminedError
from investpolicy.values import plain_operations
from investpolicy.values.label import Label
from investpolicy.values.unknown import Unknown
from investpolicy.values.written import Written

Sort = Literal["money", "points", "count", "truth", "day", "choice"]
Raw = Any  # int, bool, date or str by sort; or Unknown; or Node


class Node:
    """One operation of a formula: ``op`` on ``args`` (nodes) and ``params`` (plain data), which gives a ``sort``."""

    __slots__ = ("args", "op", "params", "sort")

    def __init__(self, op: str, sort: Sort, args: tuple[Node, ...] = (), params: tuple[Any, ...] = ()) -> None:
        self.op = op
        self.sort: Sort = sort
        self.args = args
        self.params = params

    def __bool__(self) -> NoReturn:
        raise SymbolError(Problem("", "a formula has no truth value", "use where, all_of, any_of or not_"))

    def __repr__(self) -> str:
        inside = ", ".join([*map(repr, self.args), *map(repr, self.params)])
        return f"{self.op}({inside})"

    def walk(self) -> Iterator[Node]:
        """Every node below and including this one, each once, arguments first."""
        seen: set[int] = set()
        stack: list[tuple[Node, bool]] = [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                yield node
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                stack.extend((arg, False) for arg in reversed(node.args))


def fact(path: str, sort: Sort) -> Node:
    """The node of a fact, named by its path: ``project.agreed_investment``."""
    return Node("fact", sort, (), (path,))


def constant(raw: Raw, sort: Sort, name: str = "") -> Node:
    """The node of a plain or unknown value; ``name`` is the term it comes from, if any."""
    return Node("constant", sort, (), (raw, name))


_OPERATIONS: Final[dict[str, Callable[..., Raw]]] = {
    name: getattr(plain_operations, name) for name in plain_operations.__all__
}


def operate(op: str, sort: Sort, raws: tuple[Raw, ...], sorts: tuple[Sort, ...], *params: Any) -> Raw:
    """``op`` on plain values at once, or a node when one of ``raws`` is a node."""
    for raw in raws:
        if raw.__class__ is Node:
            args = tuple(
                raw if raw.__class__ is Node else constant(raw, its) for raw, its in zip(raws, sorts, strict=True)
            )
            return Node(op, sort, args, params)
    return _OPERATIONS[op](*raws, *params)


class Value(Written):
    """What all values share. ``_v`` holds the plain value, an Unknown, or a Node; nothing outside reads it."""

    __slots__ = ("_v",)
    _v: Raw
    sort: ClassVar[Sort]

    @classmethod
    def of_raw(cls, raw: Raw) -> Self:
        """For algebras and facts: a value that holds ``raw`` as it is."""
        self = _new(cls)
        hold(self, raw)
        return self

    @classmethod
    def unknown(cls, *names: str) -> Self:
        """A value that was not given; ``names`` say what is missing."""
        return cls.of_raw(Unknown(*names))

    @classmethod
    def symbol(cls, path: str) -> Self:
        """The symbol of the fact ``path``."""
        return cls.of_raw(fact(path, cls.sort))

    @property
    def raw(self) -> Raw:
        """The plain value, Unknown or Node inside, for algebras and writers."""
        return self._v

    @property
    def is_known(self) -> bool:
        """Whether this is a plain value: neither unknown nor a symbol."""
        return self._v.__class__ is not Unknown and self._v.__class__ is not Node

    @property
    def missing(self) -> frozenset[str]:
        """The names that an unknown value waits for; empty when it is known."""
        raw = self._v
        return raw.names if raw.__class__ is Unknown else frozenset()

    def known(self) -> Raw:
        """The plain value.

        :raises UndeterminedError: when it is unknown; the message names what is missing.
        :raises SymbolError: when it is a symbol.
        """
        raw = self._v
        if raw.__class__ is Unknown:
            names = ", ".join(sorted(raw.names)) or "a value"
            raise UndeterminedError(Problem("", f"{type(self).__name__} is not known", f"missing: {names}"))
        if raw.__class__ is Node:
            raise SymbolError(Problem("", f"{type(self).__name__} is a symbol here", "use the operations of a rule"))
        return raw

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} can not be changed")

    def __bool__(self) -> bool:
        """True, as of any object, so that ``if decision.ceiling`` asks for None.

        :raises SymbolError: on a symbol.
        """
        if self._v.__class__ is Node:
            what = f"{type(self).__name__} is a symbol here and has no truth value"
            raise SymbolError(Problem("", what, "use where, all_of, any_of or not_"))
        return True

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Value) or type(self) is not type(other):
            return NotImplemented
        if self._v.__class__ is Node or other._v.__class__ is Node:
            raise SymbolError(
                Problem("", f"== on {type(self).__name__} symbols", "write .equals(…), which gives a Truth")
            )
        return bool(self._v == other._v)

    def __hash__(self) -> int:
        return hash((type(self).__name__, self._v))

    def __repr__(self) -> str:
        if self.is_known:
            return f"{type(self).__name__}({str(self)!r})"
        if self.missing:
            return f"{type(self).__name__}.unknown({', '.join(map(repr, sorted(self.missing)))})"
        return f"{type(self).__name__}[{self._v!r}]"

    def __reduce__(self) -> tuple[Callable[[Raw], Self], tuple[Raw]]:
        return type(self).of_raw, (self._v,)

    def same_kind(self, other: Value, doing: str) -> Raw:
        """The inside of ``other``, which must be of this very type.

        :raises KindError: when it is not; ``doing`` says what the two were wanted for.
        """
        if other.__class__ is not self.__class__:
            raise KindError(
                Problem(
                    "",
                    f"can not {doing} {type(self).__name__} and {type(other).__name__}",
                    f"use two {type(self).__name__} values",
                )
            )
        return other._v


_new = object.__new__
hold = Value.__dict__["_v"].__set__  # the slot's own setter, past __setattr__

V = TypeVar("V", bound=Value)
"""Any one value type."""


class _TruthLike(Protocol):
    @property
    def raw(self) -> Raw: ...


def where(condition: _TruthLike, then: V, otherwise: V) -> V:
    """``then`` where the condition holds, ``otherwise`` where it does not; unknown where that is not known.

    The branch that is not taken may be unknown.
    """
    sort = then.sort
    raws = (condition.raw, then.raw, then.same_kind(otherwise, "choose between"))
    return then.of_raw(operate("where", sort, raws, ("truth", sort, sort)))


def minimum(first: V, second: V) -> V:
    """The smaller of two; unknown when either is (an unknown is never taken for the cap)."""
    if first.__class__ is not second.__class__:
        first.same_kind(second, "compare")  # refuses
    a, b = first._v, second._v  # pyright: ignore[reportPrivateUsage]
    if a.__class__ is int and b.__class__ is int:  # the common case, without a detour
        return second if a > b else first
    return first.of_raw(operate("minimum", first.sort, (a, b), (first.sort, first.sort)))


def maximum(first: V, second: V) -> V:
    """The larger of two; unknown when either is."""
    if first.__class__ is not second.__class__:
        first.same_kind(second, "compare")
    a, b = first._v, second._v  # pyright: ignore[reportPrivateUsage]
    if a.__class__ is int and b.__class__ is int:
        return second if b > a else first
    return first.of_raw(operate("maximum", first.sort, (a, b), (first.sort, first.sort)))


T = TypeVar("T", bound=Value)
_TRUTH: Final[tuple[Sort]] = ("truth",)


def all_of(*truths: T) -> T:
    """True when all hold, false when one surely fails, else unknown (Kleene)."""
    return truths[0].of_raw(operate("all_of", "truth", tuple(t.raw for t in truths), _TRUTH * len(truths)))


def any_of(*truths: T) -> T:
    """True when one holds, false when all surely fail, else unknown (Kleene)."""
    return truths[0].of_raw(operate("any_of", "truth", tuple(t.raw for t in truths), _TRUTH * len(truths)))


def not_(truth: T) -> T:
    """The negation; unknown stays unknown."""
    return truth.of_raw(operate("not_", "truth", (truth.raw,), ("truth",)))


def named(name: str, value: V, says: Label | None = None) -> V:
    """A step that an explanation shows under ``name``, in the words of ``says`` where its formula would say little.

    The value itself is not changed.
    """
    if value._v.__class__ is Node:  # pyright: ignore[reportPrivateUsage]
        return value.of_raw(Node("named", value.sort, (value._v,), (name, says)))  # pyright: ignore[reportPrivateUsage]
    return value


class Algebra(Protocol):
    """What a formula is folded into: one method for each operation, arguments first, then the parameters."""

    def constant(self, raw: Raw, sort: Sort, name: str) -> Any:
        """A plain or unknown value."""


def fold(node: Node, algebra: Algebra, leaf: Callable[[str, Sort], Any], memo: dict[int, Any] | None = None) -> Any:
    """Replay a formula in ``algebra``; ``leaf(path, sort)`` gives its facts.

    Shared parts are folded once. ``memo`` may be kept for several formulas that share nodes.
    """
    memo = {} if memo is None else memo
    for part in node.walk():
        if id(part) in memo:
            continue
        if part.op == "fact":
            memo[id(part)] = leaf(part.params[0], part.sort)
        elif part.op == "constant":
            memo[id(part)] = algebra.constant(part.params[0], part.sort, part.params[1])
        else:
            memo[id(part)] = getattr(algebra, part.op)(*(memo[id(arg)] for arg in part.args), *part.params)
    return memo[id(node)]


def facts_of(node: Node) -> frozenset[str]:
    """The paths of the facts that a formula needs."""
    return frozenset(part.params[0] for part in node.walk() if part.op == "fact")


def simplify(node: Node) -> Node:
    """The same formula with constant parts computed, for engines that must not meet constants only."""
    memo: dict[int, Node] = {}
    for part in node.walk():
        memo[id(part)] = _simplified(part, tuple(memo[id(arg)] for arg in part.args))
    return memo[id(node)]


def _simplified(part: Node, args: tuple[Node, ...]) -> Node:
    if part.op in ("fact", "constant"):
        return part
    if part.op == "named":
        return args[0]
    if all(arg.op == "constant" for arg in args):
        return constant(_OPERATIONS[part.op](*(arg.params[0] for arg in args), *part.params), part.sort)
    if part.op == "where" and args[0].op == "constant":
        condition = args[0].params[0]
        if condition.__class__ is Unknown:
            return constant(condition, part.sort)
        return args[1] if condition else args[2]
    if part.op in ("all_of", "any_of"):
        decides = part.op == "any_of"
        if any(arg.op == "constant" and arg.params[0] is decides for arg in args):
            return constant(decides, "truth")
        args = tuple(
            arg
            for arg in args
            if not (arg.op == "constant" and arg.params[0] is not decides and arg.params[0].__class__ is bool)
        )
        if len(args) == 1:
            return args[0]
    return Node(part.op, part.sort, args, part.params)
