"""SD.huangpu-foreign and SD.huangpu-domestic (一（四）优惠政策): the mechanism, with terms that a user supplies."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

import investpolicy as ip
from investpolicy.facts import ProjectAward
from tests.expected.answer import NOT_YET, WAN, YI, Answer
from tests.expected.new_enterprise_award import Terms, new_enterprise_award

from .agree import answer_of, check_rows
from .generate import ENGINES, Row, amount, model_of, with_unknowns

REPORT = ip.policy("shandong-report")
SINCE = date(2017, 2, 1)


def supplied(name: str) -> ip.Policy:
    """The report with the terms supplied that it does not publish."""
    terms: dict[str, Any] = {"scale.kind": "rate", "scale.rate": "1%", "cap": "1000万元", "new_since": "2017-02-01"}
    return REPORT.vary({f"{name}.{term}": value for term, value in terms.items()})


FOREIGN, DOMESTIC = supplied("huangpu-foreign"), supplied("huangpu-domestic")
BY_FOREIGN_ASSETS = Terms("project.foreign_fixed_assets", ("domestic",))
CASES = {
    "foreign": (FOREIGN, "huangpu-foreign", Terms()),
    "foreign, not of Hong Kong": (
        FOREIGN.under({"huangpu-foreign.hong-kong-macao-taiwan": "separate"}),
        "huangpu-foreign",
        replace(Terms(), origins=("foreign",)),
    ),
    "domestic": (DOMESTIC, "huangpu-domestic", BY_FOREIGN_ASSETS),
    "domestic, all assets": (
        DOMESTIC.under({"huangpu-domestic.fixed-assets": "all"}),
        "huangpu-domestic",
        replace(BY_FOREIGN_ASSETS, base="project.fixed_asset_investment"),
    ),
}
GOOD: Row = {
    "project.capital_origin": "foreign",
    "project.registered_on": SINCE,
    "project.paid_in_capital": YI,
    "project_award.paid_before": 0,
}


def enterprise(rng: random.Random) -> Row:
    """An enterprise, registered about the first day that is new, its base about the 10亿元 from which the cap holds."""
    bases = ("paid_in_capital", "foreign_fixed_assets", "fixed_asset_investment")
    near = [10 * YI + step for step in (-51, -50, -1, 0, 1)]
    day = NOT_YET if rng.random() < 0.1 else SINCE + timedelta(days=rng.choice((-400, -1, 0, 1, 400)))
    return with_unknowns(
        rng,
        {f"project.{base}": rng.choice(near) if rng.random() < 0.4 else amount(rng) for base in bases}
        | {
            "project.capital_origin": rng.choice(("foreign", "domestic", "hong_kong_macao_taiwan")),
            "project.registered_on": day,
            "project_award.paid_before": rng.choice((0, 0, 1, 999 * WAN, 1000 * WAN, 1001 * WAN)),
        },
    )


@pytest.mark.parametrize(("policy", "name", "terms"), CASES.values(), ids=CASES)
def test_decisions_expected_values_and_columns_agree(policy: ip.Policy, name: str, terms: Terms) -> None:
    rng = random.Random(name)

    def expected(row: Row) -> Answer:
        return new_enterprise_award(row, terms)

    check_rows(policy, name, [enterprise(rng) for _ in range(200)], expected, ENGINES)


@pytest.mark.parametrize(
    ("day", "failed"), [(SINCE - timedelta(1), ("newly_established",)), (SINCE, ()), (NOT_YET, ("registered",))]
)
def test_new_from_the_first_day_on_and_once_registered(day: date, failed: tuple[str, ...]) -> None:
    decision = FOREIGN.decide("huangpu-foreign", model_of(ProjectAward, GOOD | {"project.registered_on": day}))
    assert decision.outcome.failed == failed


def test_what_the_report_does_not_publish_is_named_and_nothing_is_invented() -> None:
    open_terms = REPORT.terms("huangpu-foreign").open_terms
    assert set(open_terms) == {"scale", "cap", "new_since"}
    decision = REPORT.decide("huangpu-foreign", model_of(ProjectAward, GOOD))
    assert (decision.status, decision.missing) == ("undetermined", ("terms.new_since",))
    dated = REPORT.vary({"huangpu-foreign.new_since": "2017-02-01"})
    assert dated.decide("huangpu-foreign", model_of(ProjectAward, GOOD)).missing == ("terms.cap", "terms.scale")
    capped = dated.vary({"huangpu-foreign.cap": "1000万元"}).decide("huangpu-foreign", model_of(ProjectAward, GOOD))
    assert (capped.status, capped.ceiling) == ("up_to", ip.Money.wan(1000))


@pytest.mark.parametrize("path", GOOD)
def test_each_single_unknown_fact_is_named(path: str) -> None:
    decision = FOREIGN.decide("huangpu-foreign", model_of(ProjectAward, GOOD | {path: None}))
    assert (decision.status, decision.missing) == ("undetermined", (path,))
    assert answer_of(decision) == new_enterprise_award(GOOD | {path: None})
