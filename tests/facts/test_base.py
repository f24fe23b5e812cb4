"""What all facts share: unknown unless told, read by name and label, kept exactly, the same on symbols."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from investpolicy import testing
from investpolicy.errors import FactsError
from investpolicy.facts import Facts, FundingRound, ParkYear, Place, Project, Referral, Referrer, SupportClaim
from investpolicy.models import label_of
from investpolicy.values import Count, Money, Truth
from investpolicy.values.formula import Node

STRATEGIES: dict[type[Facts], st.SearchStrategy[Any]] = {
    Project: testing.projects(),
    Referrer: testing.referrers(),
    Referral: testing.referrals(),
    Place: testing.places(),
    ParkYear: testing.park_years() | testing.populations(size=1).map(lambda parks: parks[0]),
    FundingRound: testing.funding_rounds(),
    SupportClaim: testing.support_claims(),
}
MODELS = list(STRATEGIES)
any_facts = st.one_of(*STRATEGIES.values())


@given(any_facts)
def test_json_keeps_every_fact_exactly(facts: Facts) -> None:
    written = facts.model_dump_json()
    assert type(facts).model_validate_json(written) == facts
    assert type(facts).model_validate_json(facts.model_dump_json(exclude_unset=True)) == facts


@given(any_facts)
def test_facts_are_copied_pickled_and_hashed(facts: Facts) -> None:
    for same in (pickle.loads(pickle.dumps(facts)), copy.copy(facts), copy.deepcopy(facts), facts.model_copy()):
        assert same == facts
        assert hash(same) == hash(facts)
        assert repr(same) == repr(facts)


@pytest.mark.parametrize("model", MODELS)
def test_facts_can_not_be_changed(model: type[Facts]) -> None:
    facts = model()
    for name in [*model.model_fields, "another"]:
        with pytest.raises(ValidationError):
            setattr(facts, name, None)
        if name != "another":
            with pytest.raises(ValidationError):
                delattr(facts, name)


@given(any_facts)
def test_labels_read_as_names_do(facts: Facts) -> None:
    given = {name: getattr(facts, name) for name in facts.model_fields_set}
    labels = {label_of(type(facts).model_fields[name]).zh: value for name, value in given.items()}
    assert labels.keys().isdisjoint(given.keys()) or not given
    assert type(facts).model_validate(labels) == facts


@pytest.mark.parametrize("model", MODELS)
def test_what_is_not_given_is_unknown_and_named(model: type[Facts]) -> None:
    known = {"paid_before", "paid_to_referrer", "exception_approved"}
    facts = model()
    for name, kind, _ in model.value_fields():
        value = getattr(facts, name)
        assert value.is_known is (name in known), name
        assert value.missing == (set() if name in known else {f"{model.fact_name}.{name}"})
        null = getattr(model(**{name: None}), name)  # unknown, even where a fact that is not told has a value
        assert (type(null), null.missing) == (kind, {f"{model.fact_name}.{name}"})
        assert getattr(model.model_validate_json(f'{{"{name}": null}}'), name) == null


def test_null_is_not_taken_for_nothing_or_for_no() -> None:
    assert Referral().paid_before == Money.yuan(0)
    assert Referral(paid_before=None).paid_before == Money.unknown("referral.paid_before")
    assert FundingRound.model_validate({"例外已批准": None}).exception_approved == Truth.unknown(
        "funding_round.exception_approved"
    )
    assert Place().tied == Place(tied=None).tied == Count.unknown("place.tied")


@pytest.mark.parametrize("model", MODELS)
def test_symbols_stand_for_every_fact(model: type[Facts]) -> None:
    symbols = model.symbols()
    assert isinstance(symbols, model)
    for name, kind, _ in model.value_fields():
        raw = getattr(symbols, name).raw
        assert isinstance(raw, Node)
        assert (raw.op, raw.params[0], raw.sort) == ("fact", f"{model.fact_name}.{name}", kind.sort)
    for name, part in model.model_parts():
        inner = getattr(symbols, name)
        assert isinstance(inner, part)
        assert isinstance(inner, Facts)
        assert all(isinstance(raw, Node) for raw in inner.raws().values())
    assert set(symbols.raws()) == set(model.describe()) == set(model().raws())


def test_facts_are_described_by_their_path() -> None:
    described = Referral.describe()
    assert described["project.agreed_investment"].label == ("协议投资额", "agreed investment")
    assert described["project.agreed_investment"].sort == "money"
    assert described["referrer.kind"].members is not None
    assert described["referrer.brought_about"].members is None
    assert "weights" not in " ".join(described)


# ---------------------------------------------------------------- refusals


def refused(model: type[Facts], data: Any) -> list[str]:
    with pytest.raises(FactsError) as refusal:
        model.model_validate(data)
    return str(refusal.value).splitlines()


def test_a_misspelled_field_names_the_nearest() -> None:
    assert refused(Project, {"agreed_investmnt": "1元", "协议投资项": "1元", "qqq": 1})[:2] == [
        "agreed_investmnt: there is no 'agreed_investmnt' in Project; did you mean 'agreed_investment'?",
        "协议投资项: there is no '协议投资项' in Project; did you mean '协议投资额'?",
    ]
    assert refused(Referral, {"project": {"sektor": "C"}, "referer": {}}) == [
        "project.sektor: there is no 'sektor' in Project; did you mean 'sector'?",
        "referer: there is no 'referer' in Referral; did you mean 'referrer'?",
    ]
    assert refused(ParkYear, {"projects": [{}, {"sektor": "C"}]}) == [
        "projects.1.sektor: there is no 'sektor' in Project; did you mean 'sector'?"
    ]


def test_several_faults_in_one_pass() -> None:
    data = {
        "项目": {"协议投资额": 520000000.0, "实际投资额": "3", "签约日期": "2022-13-01", "行业门类": "XX"},
        "referrer": {"kind": "商会会", "brought_about": "perhaps"},
        "paid_before": True,
    }
    lines = refused(Referral, data)
    assert [line.partition(": ")[0] for line in lines] == [
        "project.sector",
        "project.agreed_investment",
        "project.actual_investment",
        "project.signed_on",
        "referrer.kind",
        "referrer.brought_about",
        "paid_before",
    ]
    assert lines[1].endswith(
        "float 520000000.0 is no exact amount; write text with a unit, such as '30万元', or Money.yuan(300000)"
    )
    assert "did you mean '商会'?" in lines[4]


def test_amounts_below_zero_are_refused_all_together() -> None:
    assert refused(Project, {"agreed_investment": "-0.01元", "实缴注册资本": "-1亿元"}) == [
        "agreed_investment: 协议投资额 is -0.01元, below zero; write an amount of 0 or more",
        "paid_in_capital: 实缴注册资本 is -1亿元, below zero; write an amount of 0 or more",
    ]
    assert refused(SupportClaim, {"support_funds": "-1元"}) == [
        "support_funds: 应兑现扶持资金 is -1元, below zero; write an amount of 0 or more"
    ]
    assert Project(agreed_investment="0元").agreed_investment == Money.yuan(0)


def test_a_fact_given_twice_is_refused() -> None:
    assert refused(Project, {"协议投资额": "1元", "agreed_investment": "1元"}) == [
        "协议投资额: 'agreed_investment' is given twice, by name and by label; keep one of the two"
    ]


# ---------------------------------------------------------------- JSON


def test_money_is_text_with_two_decimals_in_json() -> None:
    project = Project(
        agreed_investment="5.2亿元", actual_investment="0.01元", signed_on="2022年6月1日", started_on="尚未"
    )
    written = json.loads(project.model_dump_json(exclude_unset=True))
    assert written == {
        "agreed_investment": "520000000.00",
        "actual_investment": "0.01",
        "signed_on": "2022-06-01",
        "started_on": "not yet",
    }
    assert json.loads(project.model_dump_json())["fixed_asset_investment"] is None


@pytest.mark.parametrize("number", ["520000000", "520000000.00", "0.1", "1e3", "true"])
def test_a_json_number_is_no_amount(number: str) -> None:
    with pytest.raises(FactsError, match=r"^agreed_investment: .* is no exact amount; write text with a unit"):
        Project.model_validate_json(f'{{"agreed_investment": {number}}}')


def test_in_json_yuan_are_read_with_and_without_their_unit() -> None:
    plain = Project.model_validate_json('{"agreed_investment": "520000000.00"}')
    assert (
        plain == Project.model_validate_json('{"agreed_investment": "5.2亿元"}') == Project(agreed_investment="5.2亿元")
    )
    with pytest.raises(FactsError, match=r"^agreed_investment: money '520000000.00' has no unit"):
        Project(agreed_investment="520000000.00")
