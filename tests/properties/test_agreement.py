"""All evaluations of a rule agree to the 分: its decision, the expected value, and every engine's columns."""

from __future__ import annotations

import ast
import random
from pathlib import Path

import pytest

from investpolicy import frames
from tests import expected

from .agree import (
    ALTERNATIVES,
    ANSWERS,
    CASES,
    MIANYANG,
    answer_of,
    check_columns,
    check_many,
    check_record,
    policy_under,
    some_answers,
)
from .generate import ENGINES, frame_of, model_of, referral, rows_of

ALLOWED = {
    "__future__",
    "collections",
    "collections.abc",
    "dataclasses",
    "datetime",
    "decimal",
    "fractions",
    "itertools",
    "math",
    "typing",
}


@pytest.mark.parametrize("provision", CASES)
def test_2_000_decisions_are_the_expected_ones(provision: str) -> None:
    check_many(provision, 2_000, seed=1)


@pytest.mark.slow
@pytest.mark.parametrize("provision", CASES)
def test_20_000_decisions_are_the_expected_ones_under_many_answers(provision: str) -> None:
    check_many(provision, 20_000, seed=2)


def test_the_expected_value_functions_know_every_alternative_of_the_policy_file() -> None:
    assert set(ALTERNATIVES) == {
        (provision, name, answer)
        for provision in CASES
        for name, question in MIANYANG.text.provisions[provision].questions.items()
        for answer in question.answers
        if answer != question.default
    }


@pytest.mark.parametrize(("provision", "question", "answer"), ALTERNATIVES)
def test_decisions_are_the_expected_ones_under_every_alternative(provision: str, question: str, answer: str) -> None:
    rng = random.Random(f"{provision} {question} {answer}")
    rows = (CASES[provision].rows(rng) for _ in range(200))
    check_record(provision, rows, ((question, answer),), draft=True)


def test_shared_referrals_are_decided_as_expected() -> None:
    rng = random.Random(3)
    for draft in (False, True):
        check_record("referral-reward", [referral(rng, shared=True) for _ in range(500)], draft=draft)


@pytest.mark.slow
def test_5_000_shared_referrals_are_decided_as_expected() -> None:
    rng = random.Random(4)
    for _ in range(10):
        check_record(
            "referral-reward",
            [referral(rng, shared=True) for _ in range(500)],
            some_answers(rng, "referral-reward"),
            draft=rng.random() < 0.8,
        )


@pytest.mark.parametrize("provision", CASES)
def test_the_rows_come_out_in_every_way(provision: str) -> None:
    """Agreement on rows that are all turned away would show little."""
    rng = random.Random(5)
    policy = MIANYANG
    kind = policy.provision(provision).rule.facts
    found = [policy.decide(provision, model_of(kind, CASES[provision].rows(rng))) for _ in range(1000)]
    statuses = [str(one.status) for one in found]
    possible = {
        "referral-reward": {"up_to", "ineligible", "undetermined"},
        "fund-share": {"met", "not_met", "excepted", "undetermined"},
    }.get(provision, {"entitled", "ineligible", "undetermined"})
    assert set(statuses) == possible
    assert all(statuses.count(status) >= 50 for status in possible)
    failed = {name for one in found for name in answer_of(one).failed}
    assert failed == set(policy.provision(provision).formulas.conditions), "every condition fails somewhere"


# columns ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("draft", [False, True], ids=["text", "draft"])
@pytest.mark.parametrize("provision", CASES)
def test_every_engine_answers_as_the_record_does(provision: str, draft: bool) -> None:
    check_columns(provision, 300, 6, ENGINES, draft=draft)


@pytest.mark.parametrize(("provision", "question", "answer"), ALTERNATIVES)
def test_columns_answer_as_the_record_does_under_every_alternative(provision: str, question: str, answer: str) -> None:
    check_columns(provision, 100, 7, ("polars", "duckdb"), ((question, answer),), draft=True)


@pytest.mark.slow
@pytest.mark.parametrize("provision", CASES)
def test_decisions_expected_values_and_engines_agree_on_100_000_rows(provision: str) -> None:
    check_columns(provision, 100_000, 8, ("polars", "pyarrow", "duckdb", "pandas-nullable"), draft=True)


@pytest.mark.slow
@pytest.mark.parametrize("provision", CASES)
def test_every_engine_answers_as_the_record_does_under_many_answers(provision: str) -> None:
    rng = random.Random(9)
    for number in range(20):
        chosen = some_answers(rng, provision)
        check_columns(provision, 1_000, number, ENGINES, chosen, draft=bool(number % 2))


def test_a_null_never_pays_out_money() -> None:
    """Rows with nothing known at all."""
    for provision in CASES:
        policy = policy_under(provision, (), draft=True)
        kind = policy.provision(provision).rule.facts
        empty = dict.fromkeys(CASES[provision].rows(random.Random(0)))
        for engine in ENGINES:
            (row,) = rows_of(frames.evaluate(policy, provision, frame_of(engine, kind, [empty])))
            assert row["status"] == "undetermined"
            paid = [row[name] for name in ("amount", "市本级", "承接地") if name in row]
            assert all(one is None for one in paid)
            assert row["failed"] == 0
            assert row["missing"] > 0


def test_the_answers_of_a_question_are_told_for_every_provision_with_random_rows() -> None:
    assert set(ANSWERS) == set(CASES)


def test_the_expected_value_functions_import_nothing_of_the_library() -> None:
    folder = Path(expected.__file__).parent
    trees = {path.name: ast.parse(path.read_text(encoding="utf-8")) for path in folder.glob("*.py")}
    assert {f"{rule.replace('-', '_')}.py" for rule in CASES} <= set(trees)
    for name, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                assert all("investpolicy" not in one.name for one in node.names), name
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 1 or node.module in ALLOWED, (name, node.module)
