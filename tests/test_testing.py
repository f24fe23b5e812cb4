"""The public strategies: they draw what they promise, and terms for every rule."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from investpolicy import testing
from investpolicy.facts import Referral
from investpolicy.rules import RULES
from investpolicy.rules.terms import Terms
from investpolicy.values import Money, Ratio, Shares

FIND = settings(max_examples=1000, phases=[Phase.generate])
EDGE = Money.parse("5亿元")


@settings(max_examples=60)
@given(testing.near(EDGE, Money.yuan(0)))
def test_near_draws_an_edge_and_one_fen_beside_it(amount: Money) -> None:
    assert amount.in_fen in {EDGE.in_fen - 1, EDGE.in_fen, EDGE.in_fen + 1, 0, 1}


@pytest.mark.parametrize("beside", [-1, 0, 1])
def test_amounts_at_an_edge_are_found(beside: int) -> None:
    wanted = EDGE.in_fen + beside
    assert find(testing.moneys([EDGE]), lambda amount: amount.in_fen == wanted, settings=FIND).in_fen == wanted


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=10)
@given(st.data())
def test_every_rule_has_terms(rule: str, data: st.DataObject) -> None:
    terms = data.draw(testing.terms(rule, [EDGE], opens=False))
    assert type(terms) is RULES[rule].terms
    assert terms.open_terms == ()
    assert isinstance(data.draw(testing.terms(rule)), Terms)


@pytest.mark.parametrize("rule", ["fund_share", "cost_sharing", "referral_reward"])
def test_some_terms_are_open(rule: str) -> None:
    assert find(testing.terms(rule), lambda terms: terms.open_terms != (), settings=FIND).open_terms


def test_without_unknowns_everything_is_known() -> None:
    known: Counter[bool] = Counter()

    @given(testing.referrals([EDGE], unknowns=False), testing.referrals([EDGE]))
    def draw(complete: Referral, other: Referral) -> None:
        assert all(raw.__class__.__name__ != "Unknown" for raw in complete.raws().values())
        known[all(raw.__class__.__name__ != "Unknown" for raw in other.raws().values())] += 1

    draw()
    assert set(known) == {True, False}


@given(testing.moneys(most=Money.yuan(3)), testing.ratios(most=Ratio.parse("5%")), testing.shares(2))
def test_what_is_drawn_stays_in_its_range(amount: Money, ratio: Ratio, shares: Shares) -> None:
    assert 0 <= amount.in_fen <= 300
    assert 0 <= ratio.fraction * 20 <= 1
    assert len(shares.weights) == 2


def test_importing_the_library_does_not_import_hypothesis() -> None:
    program = "import sys, investpolicy; print('hypothesis' in sys.modules, 'investpolicy.testing' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
