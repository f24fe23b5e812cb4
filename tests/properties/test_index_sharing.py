"""ZY.index-sharing (三): 3:7 between the place of first contact and the place of registration."""

from __future__ import annotations

import random
from typing import Any

import pytest
import z3
from hypothesis import given

import investpolicy as ip
from investpolicy.facts import SharedIndex
from investpolicy.outcomes import Split
from tests.expected.answer import YI
from tests.expected.index_sharing import FIRST, REGISTERED, Terms, index_sharing, parts_of

from .agree import answer_of, check_rows
from .generate import ENGINES, Row, amount, amounts, model_of, with_unknowns
from .prove import Proof

NAME = "index-sharing"
ZIYANG = ip.policy("ziyang")
REMAINDERS = {"last": "last", "half-up": "last-half-up", "largest": "largest"}
MOVED: Row = {
    "project_move.first_place_unsuitable": True,
    "project_move.office_assessed": True,
    "project_move.move_arranged": True,
}
HINT = "write the place to which it moved"
GOOD: Row = MOVED | {"shared_index.amount": 1_000_000_01}


def under(answer: str) -> ip.Policy:
    return ZIYANG.under({f"{NAME}.remainder": answer})


def moves(rng: random.Random) -> Row:
    """A move of which most conditions hold."""
    return {path: rng.random() < 0.85 for path in MOVED}


def decide(policy: ip.Policy = ZIYANG, **changes: Any) -> ip.Decision:
    row = GOOD | {name.replace("__", "."): value for name, value in changes.items()}
    return policy.decide(NAME, model_of(SharedIndex, row))


def test_3_to_7_adds_up_to_the_fen() -> None:
    decision = decide()
    assert decision.parts == {FIRST: ip.Money.parse("30万元"), REGISTERED: ip.Money.parse("700000.01元")}
    assert decision.citation.section == "三、建立项目信息联动机制"


def test_several_indices_at_once_each_add_up() -> None:
    move = {"name": "示例项目", **{path.partition(".")[2]: True for path in MOVED}}
    indices = {"签约资金": "5.2亿元", "到位资金": "12345678.99元", "固定资产投资": "0.09元"}
    records = [{"move": move, "index": name, "amount": of} for name, of in indices.items()]
    for answer, remainder in REMAINDERS.items():
        for one, of in zip(under(answer).decide_all(NAME, records), indices.values(), strict=True):
            total = ip.Money.parse(of).in_fen
            assert {party: part.in_fen for party, part in one.parts.items()} == parts_of(total, remainder=remainder)
            assert sum(part.in_fen for part in one.parts.values()) == total


@pytest.mark.parametrize("path", MOVED)
def test_without_an_arranged_move_nothing_is_shared(path: str) -> None:
    decision = ZIYANG.decide(NAME, model_of(SharedIndex, GOOD | {path: False}))
    assert (decision.status, decision.outcome.failed) == ("ineligible", (path.partition(".")[2],))
    with pytest.raises(ip.errors.UndeterminedError, match="no split is stated"):
        _ = decision.parts


@pytest.mark.parametrize("path", GOOD)
def test_each_single_unknown_fact_is_named(path: str) -> None:
    decision = ZIYANG.decide(NAME, model_of(SharedIndex, GOOD | {path: None}))
    assert (decision.status, decision.missing) == ("undetermined", (path,))


@pytest.mark.parametrize(
    ("total", "last", "half_up", "largest"),
    [
        (0, 0, 0, 0),
        (1, 0, 0, 0),
        (2, 0, 1, 1),
        (3, 0, 1, 1),
        (5, 1, 2, 2),
        (15, 4, 5, 5),
        (100 * YI, 30 * YI, 30 * YI, 30 * YI),
    ],
)
def test_a_few_fen_by_hand(total: int, last: int, half_up: int, largest: int) -> None:
    for answer, first in zip(REMAINDERS, (last, half_up, largest), strict=True):
        parts = decide(under(answer), shared_index__amount=total).parts
        assert [part.in_fen for part in parts.values()] == [first, total - first]


@pytest.mark.parametrize("answer", REMAINDERS)
@given(one=amounts, other=amounts)
def test_parts_add_up_lie_within_a_fen_of_3_to_7_and_never_fall(answer: str, one: int, other: int) -> None:
    low, high = (decide(under(answer), shared_index__amount=total) for total in sorted((one, other)))
    for decision, total in zip((low, high), sorted((one, other)), strict=True):
        first, registered = (part.in_fen for part in decision.parts.values())
        assert first + registered == total
        assert abs(10 * first - 3 * total) < 10
    assert all(low.parts[party] <= high.parts[party] for party in low.parts)


@pytest.mark.parametrize("answer", REMAINDERS)
def test_decisions_expected_values_and_every_engine_agree(answer: str) -> None:
    rng = random.Random(f"{NAME} {answer}")
    rows = [with_unknowns(rng, moves(rng) | {"shared_index.amount": amount(rng)}) for _ in range(300)]
    terms = Terms(remainder=REMAINDERS[answer])
    check_rows(under(answer), NAME, rows, lambda row: index_sharing(row, terms), ENGINES)
    assert {answer_of(under(answer).decide(NAME, model_of(SharedIndex, row))).status for row in rows} == {
        "entitled",
        "ineligible",
        "undetermined",
    }


@pytest.mark.parametrize("answer", REMAINDERS)
def test_z3_proves_that_the_parts_add_up_and_none_is_negative(answer: str) -> None:
    proof = Proof()
    formulas = under(answer).provision(NAME).formulas
    assert isinstance(formulas, Split)
    parts, total = list(proof.amounts(formulas).values()), proof.of(formulas.total)
    known = z3.And(*(part.known for part in parts))
    adds_up = z3.And(sum(part.value for part in parts) == total.value, *(part.value >= 0 for part in parts))
    assert proof.refuted(z3.Implies(known, adds_up)) is None


def test_a_project_that_did_not_move_is_refused() -> None:
    with pytest.raises(ip.errors.FactsError) as refused:
        ZIYANG.decide(NAME, {"项目流转": {"首谈地": "高新区", "注册落户地": "高新区"}, "指标数额": "-1元"})
    assert str(refused.value).splitlines() == [
        "move.registered_place: 高新区 is the place of first contact too, so that the project did not move; " + HINT,
        "amount: 指标数额 is -1元, below zero; write an amount of 0 or more",
    ]


def test_shares_without_names_are_refused() -> None:
    with pytest.raises(ip.errors.TermsError, match="shares 2:8 name no parties; write such as"):
        ZIYANG.vary({f"{NAME}.shares": "2:8"})
