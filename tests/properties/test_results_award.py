"""SD.jinan-district-award (一、（一）): the mechanism, with terms that a user supplies."""

from __future__ import annotations

import random

import pytest

import investpolicy as ip
from investpolicy.facts import DistrictResults
from tests.expected.answer import Answer
from tests.expected.results_award import Terms, results_award

from .agree import check_rows
from .generate import ENGINES, Row, model_of, with_unknowns

NAME = "jinan-district-award"
REPORT = ip.policy("shandong-report")
SUPPLIED = REPORT.vary({f"{NAME}.amount": "50万元", f"{NAME}.outstanding_from": "90"})
BY_SCORE = SUPPLIED.under({f"{NAME}.outstanding": "by-score"})


def results(rng: random.Random) -> Row:
    """A district about the 90 points from which its results are outstanding."""
    return with_unknowns(
        rng,
        {
            "district_results.recognised_outstanding": rng.random() < 0.5,
            "district_results.score": rng.choice((0, 899_999, 900_000, 900_001, 1_000_000)),
        },
    )


@pytest.mark.parametrize(
    ("policy", "terms"), [(SUPPLIED, Terms()), (BY_SCORE, Terms(outstanding_from=900_000))], ids=["found", "score"]
)
def test_decisions_expected_values_and_columns_agree(policy: ip.Policy, terms: Terms) -> None:
    rng = random.Random(1)

    def expected(row: Row) -> Answer:
        return results_award(row, terms)

    check_rows(policy, NAME, [results(rng) for _ in range(200)], expected, ENGINES)


def test_the_amount_is_named_as_not_published() -> None:
    found = REPORT.decide(NAME, {"name": "某区", "recognised_outstanding": True})
    assert (found.status, found.missing) == ("undetermined", ("terms.amount",))
    assert "报告未说明金额" in found.explain()
    by_score = REPORT.under({f"{NAME}.outstanding": "by-score"})
    assert by_score.decide(NAME, {"score": 95}).missing == ("terms.outstanding_from",)


def test_nothing_known_is_undetermined() -> None:
    decision = SUPPLIED.decide(NAME, model_of(DistrictResults, {}))
    assert (decision.status, decision.missing) == ("undetermined", ("district_results.recognised_outstanding",))
