"""Values and symbols: what may be asked of them, how they are kept, and that a formula means what the value does."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from investpolicy.algebras.record import evaluate
from investpolicy.errors import KindError, PolicyError, SymbolError
from investpolicy.values import (
    Choice,
    Count,
    Curve,
    Day,
    ForeignAmount,
    Line,
    Money,
    Piece,
    Points,
    Ratio,
    Rounding,
    Shares,
    Truth,
    Unknown,
    all_of,
    any_of,
    maximum,
    minimum,
    named,
    not_,
    where,
)
from investpolicy.values.formula import Node, Value, constant, fact, facts_of, simplify
from investpolicy.values.label import Label
from investpolicy.values.truth import FALSE, TRUE

KINDS: list[type[Value]] = [Money, Points, Count, Truth, Day, Choice]
SYMBOLS = [pytest.param(kind.symbol("facts.a"), kind.symbol("facts.b"), id=kind.__name__) for kind in KINDS]

# ---------------------------------------------------------------- symbols have no truth


@pytest.mark.parametrize(("a", "b"), SYMBOLS)
@pytest.mark.parametrize(
    "ask",
    [
        lambda a, b: 1 if a else 2,
        lambda a, b: a and b,
        lambda a, b: a or b,
        lambda a, b: not a,
        lambda a, b: bool(a),
        lambda a, b: a == b,
        lambda a, b: a != b,
        lambda a, b: a in (b, 0),
        lambda a, b: all([a, b]),
        lambda a, b: any([a, b]),
        lambda a, b: a.known(),
    ],
    ids=["if", "and", "or", "not", "bool", "==", "!=", "in", "all", "any", "known"],
)
def test_symbols_have_no_truth(ask: Callable[[Any, Any], object], a: Value, b: Value) -> None:
    with pytest.raises(SymbolError):
        ask(a, b)


@pytest.mark.parametrize(("a", "b"), SYMBOLS[:3])
@pytest.mark.parametrize(
    "ask",
    [lambda a, b: min(a, b), lambda a, b: max(a, b), lambda a, b: sorted([a, b]), lambda a, b: a < b < a],
    ids=["min", "max", "sorted", "chained"],
)
def test_symbols_are_not_ordered(ask: Callable[[Any, Any], object], a: Value, b: Value) -> None:
    with pytest.raises(SymbolError):
        ask(a, b)


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: bool(Money.symbol("a")), "Money is a symbol here and has no truth value; use where, all_of, any_of or not_"),  # noqa: E501
        (lambda: bool(Truth.symbol("a")), "Truth is a symbol here; use the operations of a rule"),
        (lambda: Money.symbol("a") == Money.symbol("a"), "== on Money symbols; write .equals(…), which gives a Truth"),
        (lambda: Money.symbol("a") == Money.yuan(1), "== on Money symbols; write .equals(…), which gives a Truth"),
        (lambda: Money.symbol("a").in_fen, "Money is a symbol here; use the operations of a rule"),
        (lambda: bool(fact("a", "money")), "a formula has no truth value; use where, all_of, any_of or not_"),
    ],
)  # fmt: skip
def test_the_message_says_what_to_use(ask: Callable[[], object], message: str) -> None:
    with pytest.raises(SymbolError) as refusal:
        ask()
    assert str(refusal.value) == message


def test_a_value_is_true_as_any_object_is() -> None:
    """So that ``if decision.ceiling`` asks for None; only symbols refuse."""
    assert bool(Money.yuan(0))
    assert bool(Money.unknown("a"))


# ---------------------------------------------------------------- values are kept as they are

VALUES: list[Any] = [
    Money.parse("30万元"),
    Money.fen(-1),
    Money.unknown("facts.a", "terms.b"),
    Points(Decimal("2.5")),
    Count(3),
    TRUE,
    FALSE,
    Truth.unknown(),
    Day(date(2022, 6, 1)),
    Day.not_yet(),
    Choice("企业"),
    Ratio.parse("5‰"),
    Ratio.unknown("terms.rate"),
    Shares.parse("市本级 30 : 承接地 70"),
    ForeignAmount.parse("1000万美元"),
    Rounding.parse("down to 元"),
    Curve((Piece(0, Line.constant(1)),)),
    Unknown("facts.a"),
]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_values_are_hashed_copied_and_pickled(value: Any) -> None:
    for same in (copy.copy(value), copy.deepcopy(value), *(pickle.loads(pickle.dumps(value, p)) for p in range(2, 6))):
        assert same == value
        assert hash(same) == hash(value)
        assert str(same) == str(value)
        assert type(same) is type(value)
    assert {value: 1}[copy.deepcopy(value)] == 1
    assert value not in (None, 0, "", object())


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_values_can_not_be_changed(value: Any) -> None:
    names = [name for kind in type(value).__mro__ for name in getattr(kind, "__slots__", ())]
    assert names
    for name in [*names, "another"]:
        with pytest.raises((AttributeError, TypeError)):
            setattr(value, name, 1)


@pytest.mark.parametrize("kind", KINDS)
def test_values_of_different_kinds_do_not_mix(kind: type[Value]) -> None:
    other = Count.unknown() if kind is not Count else Money.unknown()
    one = kind.unknown("a")
    message = f"{kind.__name__} and {type(other).__name__}; use two {kind.__name__} values"
    for mix in (minimum, maximum):
        with pytest.raises(KindError, match=f"^can not compare {message}$"):
            mix(one, other)
    with pytest.raises(KindError, match=f"^can not choose between {message}$"):
        where(TRUE, one, other)
    assert one != other


# ---------------------------------------------------------------- a formula means what the value does

HALF = Ratio.parse("1/2")
STEPS: list[tuple[str, Callable[[Any, Any, Any], Value]]] = [
    ("add", lambda a, b, t: a + b),
    ("subtract", lambda a, b, t: a - b),
    ("negate", lambda a, b, t: -a),
    ("minimum", lambda a, b, t: minimum(a, b)),
    ("maximum", lambda a, b, t: maximum(a, b)),
    ("at_least", lambda a, b, t: a >= b),
    ("more_than", lambda a, b, t: a > b),
    ("at_most", lambda a, b, t: a <= b),
    ("less_than", lambda a, b, t: a < b),
    ("equals", lambda a, b, t: a.equals(b)),
    ("times", lambda a, b, t: a.times(HALF)),
    ("curve", lambda a, b, t: a.curve(Curve((Piece(50, Line.constant(7)),), below=3))),
    ("where", lambda a, b, t: where(t, a, b)),
    ("where with a value", lambda a, b, t: where(t, a, Money.fen(5))),
    ("all_of", lambda a, b, t: all_of(a > b, t)),
    ("any_of", lambda a, b, t: any_of(a > b, t, FALSE)),
    ("not_", lambda a, b, t: not_(t)),
    ("named", lambda a, b, t: named("step", a + b)),
    ("nested", lambda a, b, t: where((a > b) & ~t, minimum(a - b, Money.fen(9)), maximum(a, b))),
]
ROWS: list[tuple[Money, Money, Truth]] = [
    (Money.fen(a), Money.fen(b), t) for a in (49, 50, 51) for b in (-50, 50) for t in (TRUE, FALSE)
]
ROWS += [
    (Money.unknown("a"), Money.fen(1), TRUE),
    (Money.fen(1), Money.unknown("b"), Truth.unknown("t")),
    (Money.unknown("a"), Money.unknown("b"), FALSE),
]


@pytest.mark.parametrize(("name", "step"), STEPS, ids=[name for name, _ in STEPS])
def test_a_formula_means_what_the_value_does(name: str, step: Callable[[Any, Any, Any], Value]) -> None:
    formula = step(Money.symbol("a"), Money.symbol("b"), Truth.symbol("t"))
    assert isinstance(formula.raw, Node)
    for a, b, t in ROWS:
        facts = {"a": a.raw, "b": b.raw, "t": t.raw}
        value = step(a, b, t)
        assert evaluate(formula.raw, facts.__getitem__) == value.raw
        assert evaluate(simplify(formula.raw), facts.__getitem__) == value.raw
        assert formula.raw.sort == value.sort


def test_a_formula_names_the_facts_that_it_needs() -> None:
    a, b = Money.symbol("project.a"), Money.symbol("project.b")
    formula = where(a > b, a, Money.yuan(1))
    assert facts_of(formula.raw) == {"project.a", "project.b"}
    assert repr((a + b).raw) == "add(fact('project.a'), fact('project.b'))"
    assert not formula.is_known
    assert formula.missing == frozenset()


def test_shared_parts_are_walked_once() -> None:
    value = Money.symbol("a")
    for _ in range(60):
        value = value + value
    assert len(list(value.raw.walk())) == 61
    assert evaluate(value.raw, lambda path: 1) == 2**60


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (all_of(Truth.symbol("t"), Truth.of_raw(constant(True, "truth"))).raw, "fact('t')"),
        (all_of(Truth.symbol("t"), Truth.of_raw(constant(False, "truth"))).raw, "constant(False, '')"),
        (any_of(Truth.symbol("t"), Truth.of_raw(constant(False, "truth"))).raw, "fact('t')"),
        (where(Truth.of_raw(constant(True, "truth")), Money.symbol("a"), Money.symbol("b")).raw, "fact('a')"),
        (where(Truth.of_raw(constant(Unknown("t"), "truth")), Money.symbol("a"), Money.symbol("b")).raw, "constant(Unknown('t'), '')"),  # noqa: E501
        (named("step", Money.symbol("a"), Label("步", "step")).raw, "fact('a')"),
        ((Money.of_raw(constant(2, "money")) + Money.fen(3)).raw, "constant(5, '')"),
    ],
)  # fmt: skip
def test_constant_parts_are_computed(formula: Node, expected: str) -> None:
    assert repr(simplify(formula)) == expected


def test_naming_a_value_does_not_change_it() -> None:
    assert named("step", Money.yuan(1)) == Money.yuan(1)


def test_errors_are_one_family_and_can_be_pickled() -> None:
    with pytest.raises(PolicyError) as refusal:
        Money.parse("300000")
    error = refusal.value
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), again.problems) == (type(error), str(error), error.problems)
