"""Three evaluations of a provision held together: its decision, the expected-value function, and columns.

The open questions are told a second time here, as terms of the expected-value functions: ``ANSWERS`` must name every
alternative of the policy file.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from typing import Any

import investpolicy as ip
from investpolicy import frames
from investpolicy.outcomes import Award, Score, Split
from tests.expected import cost_sharing, fund_share, major_project_award, park_ranking_award, referral_reward
from tests.expected.answer import Answer

from . import generate
from .generate import Row, frame_of, model_of, rows_of

MIANYANG = ip.policy("mianyang-2022")
DRAFT_SCALE = {"referral-reward.scale": {"kind": "rate", "rate": "0.05%", "base": "actual_investment"}}
DRAFT = MIANYANG.vary(DRAFT_SCALE)


@dataclass(frozen=True)
class Case:
    """A provision with its random rows and its expected-value function."""

    rows: generate.Generator
    expected: Callable[[Row, Any], Answer]
    terms: Any


CASES: dict[str, Case] = {
    "referral-reward": Case(generate.referral, referral_reward.referral_reward, referral_reward.Terms()),
    "park-ranking-award": Case(generate.park_year, park_ranking_award.park_ranking_award, park_ranking_award.Terms()),
    "major-project-award": Case(
        generate.park_year, major_project_award.major_project_award, major_project_award.Terms()
    ),
    "fund-share": Case(generate.funding_round, fund_share.fund_share, fund_share.Terms()),
    "cost-sharing": Case(generate.support_claim, cost_sharing.cost_sharing, cost_sharing.Terms()),
}

_KINDS = ("enterprise", "association", "organisation", "individual", "public_servant")
_TIES: dict[str, dict[str, Any]] = {name: {"ties": name} for name in ("worse", "dense", "pooled", "undetermined")}

ANSWERS: dict[str, dict[str, dict[str, dict[str, Any]]]] = {
    "major-project-award": {
        "prize-is-for": {"shared": {"shared": True}},
        "ranked-units": {"projects": {"ranked": "projects"}},
        "ranked-by": {"number": {"ranked_by": "number"}, "largest": {"ranked_by": "largest"}},
        "ties": _TIES,
        "landed": {"registered": {"landing": "registered_on"}, "in-production": {"landing": "in_production_on"}},
        "year": {"landing": {"landing_alone": True}},
        "threshold-base": {"actual": {"threshold_on": "actual_investment"}},
        "held-together": {"higher": {"higher_only": True}},
    },
    "park-ranking-award": {
        "tiers": {
            f"split-{a}-{b}-{c}": {"tiers": (a, b, c)}
            for a, b, c in ((1, 1, 3), (1, 3, 1), (2, 2, 1), (2, 1, 2), (3, 1, 1))
        },
        "amount-is-for": {"tier": {"shared_in_tier": True}},
        "ties": _TIES,
        "held-together": {"higher": {"higher_only": True}},
    },
    "referral-reward": {
        "threshold-base": {"actual": {"threshold_on": "project.actual_investment"}},
        "cap-is-for": {"referrer": {"cap_for": "referrer"}},
        "landed": {
            "registered": {"landing": "project.registered_on"},
            "in-production": {"landing": "project.in_production_on"},
        },
        "public-servants": {"included": {"recipients": _KINDS}},
    },
    "fund-share": {
        "base": {
            "round": {"base": "funding_round.round_amount"},
            "project": {"base": "project.agreed_investment"},
        },
        "major": {"by-size": {"by_size": True}},
    },
    "cost-sharing": {
        "edge": {"excluded": {"exactly_counts": False}},
        "county-parks": {"included": {"localities": ("district", "city_park", "district_park", "county_park")}},
        "threshold-base": {"actual": {"threshold_on": "project.actual_investment"}},
        "remainder": {"half-up": {"remainder": "last-half-up"}, "largest": {"remainder": "largest"}},
    },
}

ALTERNATIVES = [
    (provision, question, answer)
    for provision, questions in ANSWERS.items()
    for question, answers in questions.items()
    for answer in answers
]


Chosen = tuple[tuple[str, str], ...]


def some_answers(rng: random.Random, provision: str) -> Chosen:
    """Answers to some of a provision's questions, none of them the default."""
    return tuple(
        (question, rng.choice(list(answers))) for question, answers in ANSWERS[provision].items() if rng.random() < 0.4
    )


@cache
def policy_under(provision: str, chosen: Chosen, *, draft: bool = False) -> ip.Policy:
    """Mianyang's policy, or the draft with a scale, under the answers chosen."""
    base = DRAFT if draft else MIANYANG
    return base.under({f"{provision}.{question}": answer for question, answer in chosen}) if chosen else base


def terms_under(provision: str, chosen: Chosen, *, draft: bool = False) -> Any:
    """The terms of the expected-value function under the answers chosen."""
    changes: dict[str, Any] = {}
    for question, answer in chosen:
        changes |= ANSWERS[provision][question][answer]
    if draft and provision == "referral-reward":
        changes["rate"] = Fraction(5, 10_000)
    return replace(CASES[provision].terms, **changes)


# a decision as an answer ----------------------------------------------------------------------------


def answer_of(decision: ip.Decision) -> Answer:
    """What a decision says, in the form of the expected-value functions."""
    outcome = decision.outcome
    amount = ceiling = None
    parts: dict[str, int] = {}
    if isinstance(outcome, Award):
        amount = outcome.payable.in_fen if outcome.payable.is_known else None
        ceiling = decision.ceiling.in_fen if decision.ceiling is not None else None
    elif isinstance(outcome, Score):  # points in ten-thousandths stand where an amount in 分 would
        points = outcome.values["points"]
        amount = points.raw if points.is_known else None
    elif isinstance(outcome, Split) and decision.status == "entitled":
        parts = {party: part.in_fen for party, part in decision.parts.items()}
    status = str(decision.status)
    return Answer(status, frozenset(outcome.failed), frozenset(decision.missing), amount, ceiling, parts)


def check_record(provision: str, rows: Iterable[Row], chosen: Chosen = (), *, draft: bool = False) -> None:
    """Every row: the decision is the expected one, to the 分."""
    policy, terms = policy_under(provision, chosen, draft=draft), terms_under(provision, chosen, draft=draft)
    kind, expected = policy.provision(provision).rule.facts, CASES[provision].expected
    for row in rows:
        assert answer_of(policy.decide(provision, model_of(kind, row))) == expected(row, terms), (chosen, row)


def check_many(provision: str, count: int, seed: int) -> None:
    """Many random rows, in batches each under its own answers; a draft's scale in every other batch."""
    rng = random.Random(seed)
    batch = min(count, 500)
    for number in range(count // batch):
        chosen = () if number % 4 == 0 else some_answers(rng, provision)
        rows = (CASES[provision].rows(rng) for _ in range(batch))
        check_record(provision, rows, chosen, draft=provision == "referral-reward" and number % 2 == 0)


def check_columns(
    provision: str, count: int, seed: int, engines: Sequence[str], chosen: Chosen = (), *, draft: bool = False
) -> None:
    """Every row: the decision is the expected one, and every engine answers as it does.

    What is compared: status, amounts, failed conditions, what is missing.
    """
    policy = policy_under(provision, chosen, draft=draft)
    rng = random.Random(seed)
    rows = [CASES[provision].rows(rng) for _ in range(count)]
    terms, expected = terms_under(provision, chosen, draft=draft), CASES[provision].expected
    check_rows(policy, provision, rows, lambda row: expected(row, terms), engines)


def check_rows(
    policy: ip.Policy, provision: str, rows: Sequence[Row], expected: Callable[[Row], Answer], engines: Sequence[str]
) -> None:
    """Every row of any policy: the decision is the expected one, and every engine answers as it does."""
    kind = policy.provision(provision).rule.facts
    records: list[Row] = []
    for row in rows:
        decision = policy.decide(provision, model_of(kind, row))
        assert answer_of(decision) == expected(row), (policy.answers, row)
        records.append(as_row(decision))
    meaning = frames.masks(policy, provision)
    for engine in engines:
        found = rows_of(frames.evaluate(policy, provision, frame_of(engine, kind, rows)))
        assert len(found) == len(rows)
        for row, record, column in zip(rows, records, found, strict=True):
            said = dict(column)
            answers: Row = {name: said[name] for name in record}
            answers["failed"] = frozenset(meaning.failed(said["failed"]))
            answers["missing"] = frozenset(meaning.missing(said["missing"]))
            assert answers == record, (engine, policy.answers, row)


def as_row(decision: ip.Decision) -> Row:
    """A decision as columns show it: amounts in 分, None where there is none."""
    outcome = decision.outcome
    row: Row = {"status": str(decision.status)}
    if isinstance(outcome, (Award, Score, Split)):
        row |= {name: value.raw if value.is_known else None for name, value in outcome.values.items()}
    return row | {"failed": frozenset(outcome.failed), "missing": frozenset(decision.missing)}


def one_unknown(provision: str, complete: Mapping[str, Any], path: str, policy: ip.Policy) -> ip.Decision:
    """The decision when just one fact is not known."""
    kind = policy.provision(provision).rule.facts
    return policy.decide(provision, model_of(kind, {**complete, path: None}))
