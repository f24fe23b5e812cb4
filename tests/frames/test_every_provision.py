"""Every provision that folds, of every policy: random rows with nulls give what the record gives, on every engine."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

import investpolicy as ip
from investpolicy import frames
from investpolicy.errors import FactsError
from investpolicy.frames.naming import Fact, facts_of_model
from investpolicy.frames.plan import names_of
from investpolicy.register.policy import Provision
from investpolicy.values.points import SCALE
from tests.properties.agree import as_row
from tests.properties.generate import AROUND, INSIDE, OUTSIDE, model_of

from .engines import EVERY, IBIS, frame, rows

SCALES = {"mianyang-2022": {"referral-reward.scale": {"kind": "rate", "rate": "0.05%", "base": "actual_investment"}}}


def every() -> list[Any]:
    """Each provision as it is published, and Mianyang's reward as a draft with a scale."""
    found: list[Any] = []
    for name in sorted(ip.policies()):
        policy = ip.policy(name)
        found += [pytest.param(policy, one.name, id=one.id) for one in policy.provisions.values() if one.rule.folds]
        if name in SCALES:
            found.append(pytest.param(policy.vary(SCALES[name]), "referral-reward", id="draft"))
    return found


PROVISIONS = every()

_ARROW: dict[str, Any] = {
    "money": pa.int64(),
    "points": pa.int64(),
    "count": pa.int64(),
    "truth": pa.bool_(),
    "day": pa.date32(),
    "choice": pa.string(),
}


def value(rng: random.Random, fact: Fact) -> Any:
    """A random value of a fact as a column holds it, null now and then."""
    if rng.random() < 0.12:
        return None
    match fact.sort:
        case "money":
            return rng.choice((rng.choice(AROUND), rng.randint(0, 10 ** rng.randint(1, 14))))
        case "points":
            return rng.choice((0, 1, -SCALE, rng.randint(-200, 1200) * SCALE, rng.randint(0, 100 * SCALE)))
        case "count":
            return rng.choice((1, 1, 2, 3, rng.randint(1, 40)))
        case "truth":
            return rng.random() < 0.6
        case "day":
            return rng.choice((date.max, date(2022, 1, 1) + timedelta(days=rng.randint(-400, 800))))
        case _:
            return str(rng.choice(list(fact.members) if fact.members else [*INSIDE, *OUTSIDE[:-1], "稀土", "预制菜"]))


def made(provision: Provision, count: int, seed: int) -> tuple[pa.Table, list[dict[str, Any]]]:
    """A table of the facts that the formulas need, and the same rows."""
    rng = random.Random(f"{provision.id} {seed}")
    facts = facts_of_model(provision.rule.facts)
    needed = sorted(path for path in names_of(provision.formulas) if path in facts)
    data: list[dict[str, Any]] = []
    while len(data) < count:
        row = {path: value(rng, facts[path]) for path in needed}
        with suppress(FactsError):  # facts that contradict each other: a record refuses them
            model_of(provision.rule.facts, row)
            data.append(row)
    columns = {path: pa.array([row[path] for row in data], type=_ARROW[facts[path].sort]) for path in needed}
    return pa.table({"row": pa.array(range(count), type=pa.int64()), **columns}), data


def agree(policy: ip.Policy, name: str, engine: str, count: int) -> None:
    provision = policy.provision(name)
    native, data = made(provision, count, seed=1)
    meaning = frames.masks(policy, name)
    found = rows(frames.evaluate(policy, name, frame(engine, native), steps=True, decimal_yuan=True))
    assert len(found) == count
    for row, column in zip(data, found, strict=True):
        decision = policy.decide(name, model_of(provision.rule.facts, row))
        record = as_row(decision)
        answers = {one: column[one] for one in record}
        answers["failed"] = frozenset(meaning.failed(column["failed"]))
        answers["missing"] = frozenset(meaning.missing(column["missing"]))
        assert answers == record, (engine, row)
        for step in decision.steps:
            raw = step.value.raw if step.value.is_known else None
            assert column[step.name] == raw, (engine, step.name, row)
        for one in [one for one in column if one.endswith("_yuan")]:
            fen = record[one.removesuffix("_yuan")]
            assert column[one] == (None if fen is None else Decimal(fen) / 100), (engine, row)


def test_there_are_all_of_them() -> None:
    kinds = {one.values[0].provision(one.values[1]).rule.name for one in PROVISIONS}
    assert len(PROVISIONS) >= 24
    assert kinds >= {
        "index_sharing", "tax_sharing", "weighted_score", "points_adjustment", "bonus_link", "honour_award",
        "association_support", "results_award", "new_enterprise_award", "focus_industries", "fund_share",
    }  # fmt: skip


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
@pytest.mark.parametrize(("policy", "name"), PROVISIONS)
def test_columns_give_what_the_record_gives(policy: ip.Policy, name: str, engine: str) -> None:
    agree(policy, name, engine, 150)


@pytest.mark.parametrize("engine", [*(one for one in EVERY if one not in ("polars", "duckdb")), IBIS])
@pytest.mark.parametrize("name", ["referral-reward", "cost-sharing", "fund-share", "park-ranking-award"])
def test_every_other_engine_too(name: str, engine: str) -> None:
    policy = ip.policy("mianyang-2022").vary(SCALES["mianyang-2022"])
    agree(policy, name, engine, 100)
