"""ZY.tax-sharing (三): 1:9, until the province issues a policy, for years that the user supplies."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import z3
from hypothesis import given

import investpolicy as ip
from investpolicy.facts import SharedTax
from investpolicy.outcomes import Split
from tests.expected.index_sharing import FIRST, REGISTERED
from tests.expected.tax_sharing import Terms, tax_sharing

from .agree import answer_of, check_rows
from .generate import ENGINES, Row, amount, amounts, model_of, rngs, with_unknowns
from .prove import Proof
from .test_index_sharing import MOVED, moves

NAME = "tax-sharing"
ZIYANG = ip.policy("ziyang")
ISSUED = date(2021, 3, 1)
FIVE = ZIYANG.vary({f"{NAME}.years": "5"})
AFTER = FIVE.vary({f"{NAME}.province_issued_on": str(ISSUED)})
LOADED = AFTER.vary({f"{NAME}.provincial_shares": "首谈地 2 : 注册落户地 8"})
POLICIES = {
    "text": (ZIYANG, Terms()),
    "five years": (FIVE, Terms(years=5)),
    "no limit": (ZIYANG.under({f"{NAME}.duration": "unlimited"}), Terms(limited=False)),
    "all taxes": (FIVE.under({f"{NAME}.taxes": "all"}), Terms(years=5, base="taxes")),
    "net": (FIVE.under({f"{NAME}.rebates": "net"}), Terms(years=5, net=True)),
    "all net": (FIVE.under({f"{NAME}.taxes": "all", f"{NAME}.rebates": "net"}), Terms(years=5, base="taxes", net=True)),
    "half-up": (FIVE.under({f"{NAME}.remainder": "half-up"}), Terms(years=5, remainder="last-half-up")),
    "largest": (FIVE.under({f"{NAME}.remainder": "largest"}), Terms(years=5, remainder="largest")),
    "issued": (AFTER, Terms(years=5, issued=ISSUED)),
    "loaded": (LOADED, Terms(years=5, issued=ISSUED, loaded=(2, 8))),
}
GOOD: Row = MOVED | {
    "shared_tax.taxes": 1200_0000_00,
    "shared_tax.local_retained": 480_0000_01,
    "shared_tax.rebates": 60_0000_00,
    "shared_tax.sharing_year": 5,
    "shared_tax.taxed_on": date(2020, 12, 31),
}


def decide(policy: ip.Policy = FIVE, **changes: Any) -> ip.Decision:
    row = GOOD | {f"shared_tax.{name}": value for name, value in changes.items()}
    return policy.decide(NAME, model_of(SharedTax, row))


def taxes(rng: random.Random) -> Row:
    """A year's tax of a project that moved, about the day the province might issue its policy."""
    total = amount(rng)
    return with_unknowns(
        rng,
        moves(rng)
        | {
            "shared_tax.taxes": total,
            "shared_tax.local_retained": rng.randint(0, total),
            "shared_tax.rebates": amount(rng),
            "shared_tax.sharing_year": rng.randint(1, 7),
            "shared_tax.taxed_on": ISSUED + timedelta(days=rng.randint(-2, 2)),
        },
    )


def test_1_to_9_of_what_is_retained_locally() -> None:
    decision = decide()
    assert decision.parts == {FIRST: ip.Money.parse("48万元"), REGISTERED: ip.Money.parse("4320000.01元")}
    assert "暂行至：省上出台" in decision.explain()


def test_the_years_are_not_stated_and_none_are_invented() -> None:
    decision = decide(ZIYANG)
    assert (decision.status, decision.missing) == ("undetermined", ("terms.years",))
    assert "文件未公布：分享年限（文件未说明分享多少年" in decision.explain()


@pytest.mark.parametrize(("year", "status"), [(4, "entitled"), (5, "entitled"), (6, "ineligible")])
def test_the_last_year_of_sharing(year: int, status: str) -> None:
    assert decide(sharing_year=year).status == status


@pytest.mark.parametrize(
    ("beside", "trial", "provincial"),
    [
        (-1, "entitled", "undetermined"),
        (0, "undetermined", "entitled"),
        (1, "undetermined", "entitled"),
    ],
)
def test_from_the_day_the_province_issues_its_policy_its_ratio_is_waited_for(
    beside: int, trial: str, provincial: str
) -> None:
    day = ISSUED + timedelta(days=beside)
    before, after = decide(AFTER, taxed_on=day), decide(LOADED, taxed_on=day)
    assert (before.status, after.status) == (trial, provincial)
    if beside < 0:
        assert before.parts == decide().parts
        assert after.missing == ("terms.shares",)
    else:
        assert before.missing == ("terms.provincial_shares",)
        assert after.parts[FIRST] == ip.Money.parse("96万元")


AMENDED = """
amendments:
  - from: 2021-03-01
    cites: {zh: "某省级政策", en: "a provincial policy"}
    set:
      tax-sharing.province_issued_on: 2021-03-01
      tax-sharing.provincial_shares: "首谈地 2 : 注册落户地 8"
"""


def test_the_provinces_ratio_is_loaded_by_an_amendment_with_its_day(tmp_path: Path) -> None:
    shipped = (resources.files("investpolicy") / "policies" / "ziyang.yaml").read_text("utf-8")
    (tmp_path / "ziyang.yaml").write_text(shipped + AMENDED, "utf-8")
    for on, day, first in ((ISSUED - timedelta(days=1), "2021-02-28", "48万元"), (ISSUED, "2021-03-01", "96万元")):
        policy = ip.load_policy(tmp_path / "ziyang.yaml", on=on).vary({f"{NAME}.years": "5"})
        assert decide(policy, taxed_on=date.fromisoformat(day)).parts[FIRST] == ip.Money.parse(first)


def test_the_day_of_the_tax_is_asked_for_only_once_it_matters() -> None:
    assert decide(taxed_on=None).status == "entitled"
    assert decide(AFTER, taxed_on=None).missing == ("shared_tax.taxed_on", "terms.provincial_shares")


def test_what_is_net_of_rebates_is_never_below_zero() -> None:
    net = POLICIES["net"][0]
    assert decide(net).parts[FIRST] == ip.Money.parse("42万元")
    assert set(decide(net, rebates=GOOD["shared_tax.local_retained"] + 1).parts.values()) == {ip.Money.yuan(0)}
    assert decide(net, rebates=None).missing == ("shared_tax.rebates",)


@given(rngs)
def test_a_decision_is_the_expected_one_under_any_terms(rng: random.Random) -> None:
    policy, terms = POLICIES[rng.choice(list(POLICIES))]
    row = taxes(rng)
    assert answer_of(policy.decide(NAME, model_of(SharedTax, row))) == tax_sharing(row, terms)


@pytest.mark.parametrize("case", POLICIES)
def test_every_engine_answers_as_the_record_does(case: str) -> None:
    policy, terms = POLICIES[case]
    rng = random.Random(case)
    rows = [taxes(rng) for _ in range(120)]
    engines = ENGINES if case in ("five years", "issued") else ("polars", "duckdb")
    check_rows(policy, NAME, rows, lambda row: tax_sharing(row, terms), engines)


@given(total=amounts)
def test_the_parts_add_up(total: int) -> None:
    for name in ("five years", "half-up", "largest"):
        parts = [part.in_fen for part in decide(POLICIES[name][0], taxes=total, local_retained=total).parts.values()]
        assert sum(parts) == total
        assert abs(10 * parts[0] - total) < 10


def test_z3_proves_that_the_parts_add_up() -> None:
    proof = Proof()
    formulas = POLICIES["all net"][0].provision(NAME).formulas
    assert isinstance(formulas, Split)
    parts, total = list(proof.amounts(formulas).values()), proof.of(formulas.total)
    adds_up = z3.And(sum(part.value for part in parts) == total.value, *(part.value >= 0 for part in parts))
    assert proof.refuted(z3.Implies(z3.And(*(part.known for part in parts)), adds_up)) is None


def test_faults_are_told_together() -> None:
    with pytest.raises(ip.errors.FactsError) as refused:
        ZIYANG.decide(NAME, {"全部税收": "10元", "地方留成税收": "10.01元", "分享年次": 0})
    assert [problem.where for problem in refused.value.problems] == ["local_retained", "sharing_year"]
    with pytest.raises(ip.errors.TermsError, match="of a policy that is not issued yet; write the day"):
        ZIYANG.vary({f"{NAME}.provincial_shares": "首谈地 2 : 注册落户地 8"})


def test_terms_of_the_expected_values_are_those_of_the_text() -> None:
    assert answer_of(decide()) == tax_sharing(GOOD, replace(Terms(), years=5))
