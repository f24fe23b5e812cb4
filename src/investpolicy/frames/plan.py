"""From a provision's formulas to columns, in stages: facts, shared parts, conditions and values, answers."""
# pyright: basic

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import narwhals as nw

from investpolicy.algebras.columns import Column, Columns, Stages
from investpolicy.algebras.missing import NO, Missing, Tracked
from investpolicy.errors import EngineError, Problem
from investpolicy.frames.door import Door
from investpolicy.outcomes import Award, Check, Outcome, Score, Split, Status
from investpolicy.register.policy import Provision
from investpolicy.values.formula import Node, Raw, Sort, Value, constant, facts_of, simplify
from investpolicy.values.money import Money
from investpolicy.values.points import Points
from investpolicy.values.truth import Truth
from investpolicy.values.unknown import Unknown

OWN: Final = "__investpolicy_"  # how the columns between two stages begin
MOST_BITS: Final = 62  # of a mask

Leaf = Callable[[str, Sort], Tracked]


@dataclass(frozen=True)
class Wanted:
    """What is asked for beside amounts, status and masks."""

    steps: bool = False
    decimal_yuan: bool = False


class Plan:
    """The columns of one provision; ``leaf`` gives the column of a fact, ``constants`` the facts that have none."""

    def __init__(
        self, provision: Provision, names: Iterable[str], leaf: Leaf, constants: Mapping[str, Raw], door: Door
    ) -> None:
        self.outcome = provision.formulas
        self.names = tuple(names)
        self.stages = Stages(OWN, door.divide)
        self.missing = Missing(Columns(door.limit, self.stages))
        self.computed = computed(self.outcome)
        roots = {name: node_of(one) for name, one in {**self.outcome.conditions, **self.computed}.items()}
        self.step_nodes = dict(steps_of(provision, roots.values()))
        one_of_each = _OneOfEach(constants)
        roots = {name: one_of_each(node) for name, node in roots.items()}
        self.step_nodes = {name: one_of_each(node) for name, node in self.step_nodes.items()}
        named = {id(node): name for name, node in reversed([*self.step_nodes.items(), *roots.items()])}
        self._shared = _Shared(self.missing, leaf, one_of_each.nodes, named)
        found = {name: self._shared.fold(node) for name, node in roots.items()}
        self.conditions = {name: found[name] for name in self.outcome.conditions}
        self.values = {name: found[name] for name in self.computed}

    def run(self, frame: Any, wanted: Wanted) -> Any:
        """The frame with the answers; the columns between are taken away again."""
        before = frame.collect_schema().names()
        steps = {name: self._shared.fold(node).column for name, node in self.step_nodes.items()} if wanted.steps else {}
        steps = {name: self.missing.columns.once(one) for name, one in steps.items()}
        answers = self._answers(self._eligible())
        staged = self.stages.add_to(frame)
        if wanted.decimal_yuan:
            answers |= {f"{name}_yuan": in_yuan(answers[name]) for name in money_answers(self.outcome)}
        answers |= {name: one.expr for name, one in steps.items()}
        out = staged.with_columns(**answers)
        return out.select(*(name for name in before if not name.startswith(OWN)), *answers)

    def _eligible(self) -> Column:
        if not self.conditions:
            return Column(nw.lit(True, nw.Boolean), None, True, short=True)
        columns = self.missing.columns
        return columns.once(columns.all_of(*(one.column for one in self.conditions.values())), "eligible")

    def _answers(self, eligible: Column) -> dict[str, nw.Expr]:
        symbols = {"eligible": Truth.symbol("eligible")}
        outcome = _outcome_of_symbols(self.outcome, symbols)
        columns = {"eligible": eligible, **{name: one.column for name, one in self.values.items()}}
        answers: dict[str, nw.Expr] = {}
        if not isinstance(self.outcome, Check):
            one_of_each = _OneOfEach({})
            nodes = {name: one_of_each(node_of(value)) for name, value in outcome.values.items()}
            algebra = self.missing.columns
            shared = _Shared(algebra, lambda path, sort: columns[path], one_of_each.nodes, {})
            answers = {name: shared.fold(node).expr for name, node in nodes.items()}
        answers["status"] = self._status(eligible.expr)
        answers["failed"] = _mask({name: ~one.column.expr for name, one in self.conditions.items()}, self.conditions)
        answers["missing"] = self._missing(eligible)
        return answers

    def _status(self, eligible: nw.Expr) -> nw.Expr:
        def say(status: Status) -> nw.Expr:
            return nw.lit(str(status), nw.String)

        undetermined = say(Status.UNDETERMINED)
        if isinstance(self.outcome, Check):
            excepted = self.values["excepted"].column.expr
            chain = nw.when(eligible).then(say(Status.MET)).when(eligible.is_null()).then(undetermined)
            chain = chain.when(excepted).then(say(Status.EXCEPTED)).when(~excepted).then(say(Status.NOT_MET))
            return chain.otherwise(undetermined)
        value = next(iter(self.values.values()))
        decided = Status.DETERMINED if isinstance(self.outcome, Score) else Status.ENTITLED
        chain = nw.when(~eligible).then(say(Status.INELIGIBLE))
        chain = chain.when(eligible & ~value.column.expr.is_null()).then(say(decided))
        if isinstance(self.outcome, Award) and any(name.startswith("terms.") for name in value.missing):
            up_to = eligible & ~self.values["ceiling"].column.expr.is_null()
            for name, one in value.missing.items():
                if not name.startswith("terms."):
                    up_to = up_to & ~one.expr
            chain = chain.when(up_to).then(say(Status.UP_TO))
        return chain.otherwise(undetermined)

    def _missing(self, eligible: Column) -> nw.Expr:
        """What conditions wait for; where they are decided, what the value waits for. None where a condition fails."""
        of_conditions = self.missing.union(*(one.missing for one in self.conditions.values()))
        own = self.values["excepted" if isinstance(self.outcome, Check) else next(iter(self.values))]
        decided = ~eligible.expr if isinstance(self.outcome, Check) else eligible.expr
        none = nw.lit(0, nw.Int64)
        waits, then = (
            _mask({name: found.get(name, NO).expr for name in self.names}, self.names, only=found)
            for found in (of_conditions, own.missing)
        )
        return nw.when(eligible.expr.is_null()).then(waits).when(decided).then(then).otherwise(none)


class _OneOfEach:
    """Formulas with the facts that a frame does not have at their value, simplified, and equal parts made one."""

    def __init__(self, constants: Mapping[str, Raw]) -> None:
        self.constants = constants
        self._known: dict[Any, Node] = {}

    @property
    def nodes(self) -> Iterable[Node]:
        return self._known.values()

    def __call__(self, node: Node) -> Node:
        simple = simplify(with_constants(node, self.constants))
        memo: dict[int, Node] = {}
        for part in simple.walk():
            args = tuple(memo[id(arg)] for arg in part.args)
            key = (part.op, part.sort, *map(id, args), *((type(one), one) for one in part.params))
            if key not in self._known:
                self._known[key] = Node(part.op, part.sort, args, part.params)
            memo[id(part)] = self._known[key]
        return memo[id(simple)]


class _Shared:
    """A fold in which what several operations read becomes a column of its own first."""

    def __init__(
        self, algebra: Any, leaf: Callable[[str, Sort], Any], nodes: Iterable[Node], names: Mapping[int, str]
    ) -> None:
        self.algebra = algebra
        self.leaf = leaf
        self.memo: dict[int, Any] = {}
        self.uses = Counter(id(arg) for node in nodes for arg in node.args)
        self.names = dict(names)

    def fold(self, root: Node) -> Any:
        """The formula in the algebra."""
        memo = self.memo
        for part in root.walk():
            if id(part) in memo:
                continue
            if part.op == "fact":
                memo[id(part)] = self.leaf(part.params[0], part.sort)
            elif part.op == "constant":
                memo[id(part)] = self.algebra.constant(part.params[0], part.sort, part.params[1])
            else:
                made = getattr(self.algebra, part.op)(*(memo[id(arg)] for arg in part.args), *part.params)
                kept = self.uses[id(part)] > 1 or id(part) in self.names
                memo[id(part)] = self.algebra.once(made, self.names.get(id(part), "")) if kept else made
        return memo[id(root)]


def node_of(value: Value) -> Node:
    """The formula of a value."""
    raw = value.raw
    return raw if raw.__class__ is Node else constant(raw, value.sort)


def computed(outcome: Outcome) -> dict[str, Value]:
    """The values of an outcome before its conditions are looked at."""
    if isinstance(outcome, Award):
        return {"computed": outcome.computed, "ceiling": outcome.ceiling}
    if isinstance(outcome, Split):
        return {"total": outcome.total}
    if isinstance(outcome, Score):
        return {"points": outcome.points}
    return {"excepted": outcome.excepted} if isinstance(outcome, Check) else {}


def money_answers(outcome: Outcome) -> list[str]:
    """The columns of amounts."""
    return list(outcome.values) if isinstance(outcome, (Award, Split)) else []


def answer_names(provision: Provision, wanted: Wanted) -> list[str]:
    """The columns that are added."""
    outcome = provision.formulas
    names = [] if isinstance(outcome, Check) else list(outcome.values)
    yuan = [f"{name}_yuan" for name in money_answers(outcome)] if wanted.decimal_yuan else []
    roots = [node_of(one) for one in {**outcome.conditions, **computed(outcome)}.values()]
    steps = [name for name, _ in steps_of(provision, roots)] if wanted.steps else []
    return [*names, "status", "failed", "missing", *yuan, *steps]


def steps_of(provision: Provision, roots: Iterable[Node]) -> Iterable[tuple[str, Node]]:
    """The named steps of the formulas, in the order in which a decision explains them."""
    seen: set[str] = set()
    for root in roots:
        for node in root.walk():
            name = node.params[0] if node.op == "named" else ""
            if name in provision.rule.labels and name not in seen:
                seen.add(name)
                yield name, node


def names_of(outcome: Outcome) -> set[str]:
    """All facts and open terms that an outcome can be missing."""
    names: set[str] = set()
    for value in [*outcome.conditions.values(), *computed(outcome).values()]:
        raw = value.raw
        if raw.__class__ is not Node:
            names |= value.missing
            continue
        names |= facts_of(raw)
        for node in raw.walk():
            if node.op == "open_term":
                names.add(node.params[0])
            elif node.op == "constant":
                names |= node.params[0].names if node.params[0].__class__ is Unknown else set()
    return names


def with_constants(node: Node, constants: Mapping[str, Raw]) -> Node:
    """The formula with some facts at a value."""
    memo: dict[int, Node] = {}
    for part in node.walk():
        if part.op == "fact" and part.params[0] in constants:
            memo[id(part)] = constant(constants[part.params[0]], part.sort)
        else:
            memo[id(part)] = Node(part.op, part.sort, tuple(memo[id(arg)] for arg in part.args), part.params)
    return memo[id(node)]


def in_yuan(fen: nw.Expr) -> nw.Expr:
    """An amount in 分 as an exact decimal of 元."""
    return nw.concat_str(fen.cast(nw.String), nw.lit("e-2")).cast(nw.Decimal(20, 2))


def _outcome_of_symbols(outcome: Outcome, conditions: dict[str, Truth]) -> Outcome:
    """The same kind of outcome on the columns of the stages before, so that what follows is said once."""
    if isinstance(outcome, Award):
        return Award(Money.symbol("computed"), Money.symbol("ceiling"), conditions)
    if isinstance(outcome, Split):
        return Split(Money.symbol("total"), outcome.shares, outcome.remainder, conditions)
    if isinstance(outcome, Score):
        return Score(Points.symbol("points"), outcome.at_least, outcome.at_most, conditions)
    return Check(conditions, Truth.symbol("excepted"))


def _mask(exprs: Mapping[str, nw.Expr], order: Iterable[str], only: Iterable[str] | None = None) -> nw.Expr:
    order = list(order)
    if len(order) > MOST_BITS:
        raise EngineError(Problem("", f"{len(order)} names do not fit in a mask", "decide record by record"))
    kept = set(order if only is None else only)
    total = None
    for bit, name in enumerate(order):
        if name in kept:
            one = nw.when(exprs[name]).then(nw.lit(1 << bit, nw.Int64)).otherwise(nw.lit(0, nw.Int64))
            total = one if total is None else total + one
    return nw.lit(0, nw.Int64) if total is None else total
