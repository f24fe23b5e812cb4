"""Every alternative reading of every shipped policy decides otherwise on some facts."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pytest

import investpolicy as ip
from tests.properties.agree import MIANYANG, answer_of

from . import Alternative, Differs, decide, policy_of, says
from .mianyang_money import AT_THE_CUT, LANDED_LATER, project, referral

FOLDER = str(Path(__file__).parent)
MODULES = sorted(one.name for one in pkgutil.iter_modules([FOLDER]) if not one.name.startswith("test_"))
DIFFERS: dict[Alternative, Differs] = {}
for module in MODULES:
    table: dict[Alternative, Differs] = importlib.import_module(f"tests.readings.{module}").DIFFERS
    assert not table.keys() & DIFFERS.keys(), module
    DIFFERS |= table


def of_the_files() -> set[Alternative]:
    """Every (policy, provision, question, alternative) of the shipped policy files."""
    return {
        (policy, provision, name, answer)
        for policy in ip.policies()
        for provision, text in ip.policy(policy).text.provisions.items()
        for name, question in text.questions.items()
        for answer in question.answers
        if answer != question.default
    }


def test_the_tables_cover_every_alternative_of_the_policy_files() -> None:
    assert set(DIFFERS) == of_the_files()


@pytest.mark.parametrize(("alternative", "case"), DIFFERS.items(), ids=["/".join(one) for one in DIFFERS])
def test_the_alternative_decides_otherwise(alternative: Alternative, case: Differs) -> None:
    name, provision, question, answer = alternative
    policy = policy_of(name, case)
    default = decide(policy, provision, case)
    other = decide(policy.under({f"{provision}.{question}": answer}), provision, case)
    assert (says(default), says(other)) == (case.by_default, case.otherwise)
    assert case.by_default != case.otherwise
    assert other.readings[question] == answer
    assert default.readings[question] == policy.text.provisions[provision].questions[question].default


@pytest.mark.parametrize(
    ("alternative", "case"),
    [item for item in DIFFERS.items() if not item[1].slow],
    ids=["/".join(name) for name, one in DIFFERS.items() if not one.slow],
)
def test_readings_shows_the_alternative(alternative: Alternative, case: Differs) -> None:
    name, provision, question, answer = alternative
    found = ip.readings(policy_of(name, case), provision, case.facts, place=case.place)
    assert says(found.default) == case.by_default
    assert says(found.moves[question][answer]) == case.otherwise


def test_readings_of_a_population_shows_what_ties_cost() -> None:
    chosen = MIANYANG.text.provisions["major-project-award"].questions
    found = ip.readings(MIANYANG, "major-project-award", AT_THE_CUT, place=2)
    assert len(found.each) == 1440
    assert {answer: says(one) for answer, one in found.moves["ties"].items()} == {
        "worse": "ineligible",
        "pooled": "entitled 50万元",
        "undetermined": "undetermined",
    }
    assert set(found.moves) <= set(chosen)
    assert found.range is not None
    assert found.range[0] == ip.Money.yuan(0)


def test_one_name_answers_the_question_in_every_provision_that_asks_it() -> None:
    policy = MIANYANG.under(landed="registered")
    for provision in ("major-project-award", "referral-reward"):
        assert policy.answer(provision, "landed") == "registered"
    assert answer_of(policy.decide("referral-reward", referral(project("6亿元", **LANDED_LATER)))).status == "up_to"


def test_answers_apply_in_any_order_and_the_default_can_be_chosen_again() -> None:
    one = MIANYANG.under(landed="registered").under(ties="pooled")
    other = MIANYANG.under(ties="pooled").under(landed="registered")
    assert one == other
    assert one.under(landed="started", ties="better") == MIANYANG


def test_an_answer_that_does_not_exist_is_refused_with_the_nearest() -> None:
    with pytest.raises(ip.errors.UnknownNameError) as error:
        MIANYANG.under({"referral-reward.landed": "registred"})
    message = "answer to referral-reward.landed 'registred' does not exist; did you mean 'registered'"
    assert str(error.value).startswith(message)
    with pytest.raises(ip.errors.UnknownNameError, match="did you mean 'landed'"):
        MIANYANG.under(lande="registered")
