"""Random well-typed formulas and rows with unknowns, for the kernel fuzz."""

from __future__ import annotations

import random
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from investpolicy.values.curve import Curve, Piece
from investpolicy.values.formula import Node, Sort, constant, fact
from investpolicy.values.rounding import Line, Mode, Rounding
from investpolicy.values.unknown import Unknown

FACTS: dict[Sort, tuple[str, ...]] = {
    "money": ("m1", "m2", "m3"),
    "count": ("n1", "n2"),
    "truth": ("t1", "t2", "t3"),
    "choice": ("c1", "c2"),
    "day": ("d1", "d2"),
}
SORT_OF = {name: sort for sort, names in FACTS.items() for name in names}
WORDS = ("企业", "商协会", "个人", "涪城区", "a")
MODES = tuple(Mode)
EDGES = (0, 1, -1, 49, 50, 99, 100, 149, 150, 10**6, 5 * 10**10, 10**16, -(10**16), 10**16 - 1, 2**53 + 1)


def plain(rng: random.Random, sort: Sort) -> Any:
    match sort:
        case "money":
            return rng.choice(EDGES) if rng.random() < 0.5 else rng.randint(-(10**14), 10**16)
        case "count":
            return rng.randint(0, 6) if rng.random() < 0.7 else rng.randint(0, 10**9)
        case "truth":
            return rng.random() < 0.5
        case "choice":
            return rng.choice(WORDS)
        case _:
            return date(2022, 1, 1) + timedelta(days=rng.randint(-3, 3)) if rng.random() < 0.8 else date.max


def rows(rng: random.Random, count: int, *, unknowns: bool = True) -> list[dict[str, Any]]:
    """Rows of plain values; about a quarter of the cells unknown."""
    return [
        {
            name: Unknown(name) if unknowns and rng.random() < 0.25 else plain(rng, sort)
            for name, sort in SORT_OF.items()
        }
        for _ in range(count)
    ]


def line(rng: random.Random) -> Line:
    if rng.random() < 0.2:
        step = rng.choice((3, 100, 10**10))
        return Line.steps(
            rng.choice((0, 50, 10**10)),
            step,
            rng.choice((1, 100, 10**6)),
            offset=rng.choice((0, 7)),
            count_partial=rng.random() < 0.5,
        )
    ratio = Fraction(rng.choice((0, 1, 3, 5, 7, 50, 999, 1234567)), rng.choice((1, 2, 3, 7, 100, 1000, 10**7)))
    if rng.random() < 0.2:
        ratio = -ratio
    while abs(ratio) > 100:
        ratio /= 1000
    plus = Fraction(rng.choice((0, 0, 1, -7, 10**9)), rng.choice((1, 2, 3)))
    return Line.rate(ratio, Rounding(rng.choice(MODES), rng.choice(("分", "元", "万元"))), plus=plus)


def curve(rng: random.Random) -> Curve:
    starts = sorted({rng.choice((0, 50, 100, 10**6, 5 * 10**10, 10**15)) for _ in range(rng.randint(1, 4))})
    return Curve(tuple(Piece(start, line(rng)) for start in starts), below=rng.choice((0, 3)))


def formula(rng: random.Random, sort: Sort, depth: int, *, constants_only: bool = False) -> Node:
    """A random formula of ``sort``."""
    if depth == 0 or rng.random() < 0.1:
        if constants_only or rng.random() < 0.25:
            raw = Unknown("terms.open") if rng.random() < 0.15 else plain(rng, sort)
            return constant(raw, sort)
        return fact(rng.choice(FACTS[sort]), sort)

    def sub(of: Sort) -> Node:
        return formula(rng, of, depth - 1, constants_only=constants_only)

    general = ["where"]
    if sort in ("money", "count"):
        ops = [*general, "add", "subtract", "minimum", "maximum", "named"]
        if sort == "money":
            ops += ["line", "line", "curve", "curve", "equal_part", "by_count", "open_term"]
        else:
            ops.remove("subtract")  # a count is never below zero
    elif sort == "truth":
        ops = [*general, "all_of", "any_of", "not_", "at_least", "more_than", "equal", "is_in", "starts_with"]
    elif sort == "day":
        ops = [*general, "minimum", "maximum"]
    else:
        ops = general
    match op := rng.choice(ops):
        case "where":
            return Node(op, sort, (sub("truth"), sub(sort), sub(sort)))
        case "named":
            return Node(op, sort, (sub(sort),), ("step", None))
        case "line":
            return Node(op, sort, (shallow(rng, constants_only),), (line(rng),))
        case "curve":
            return Node(op, sort, (shallow(rng, constants_only),), (curve(rng),))
        case "by_count":
            return Node("curve", sort, (formula(rng, "count", 0, constants_only=constants_only),), (curve(rng),))
        case "equal_part":
            counts = tuple(formula(rng, "count", 0, constants_only=constants_only) for _ in range(2))
            return Node(op, sort, (shallow(rng, constants_only), *counts))
        case "open_term":
            return Node(op, sort, (sub(sort),), ("terms.open",))
        case "all_of" | "any_of":
            return Node(op, sort, tuple(sub("truth") for _ in range(rng.randint(1, 4))))
        case "not_":
            return Node(op, sort, (sub("truth"),))
        case "at_least" | "more_than" | "equal":
            of: Sort = rng.choice(("money", "count", "day"))
            if op == "equal" and rng.random() < 0.3:
                of = "choice"
            return Node(op, sort, (sub(of), sub(of)))
        case "is_in":
            return Node(op, sort, (sub("choice"),), (frozenset(rng.sample(WORDS, rng.randint(0, 3))),))
        case "starts_with":
            return Node(op, sort, (sub("choice"),), (tuple(rng.sample(("涪", "企", "a", "商协会"), 2)),))
        case _:
            return Node(op, sort, (sub(sort), sub(sort)))


def shallow(rng: random.Random, constants_only: bool) -> Node:
    """An amount in the range of a fact, as schedules get it."""
    return formula(rng, "money", 0, constants_only=constants_only)
