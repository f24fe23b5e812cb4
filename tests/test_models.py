"""What all models share: strict names, labels in two languages, and every fault in one pass."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest
from pydantic import Field, ValidationError

from investpolicy.errors import FactsError, PolicyError, ScheduleError, TermsError
from investpolicy.facts import FundingRound, ParkYear, Place, Project, Referral, Referrer, SupportClaim
from investpolicy.models import Model, from_labels, label_of, labelled, required, synonyms_of
from investpolicy.rules import RULES, CostSharingTerms, ReferralRewardTerms
from investpolicy.schedules import Marginal, Slab
from investpolicy.values import Money
from investpolicy.values.label import Label, Labelled
from tests.register.cases import mianyang


class Colour(Labelled):
    RED = "red", "红", "red", "赤"
    LIGHT_BLUE = "light_blue", "浅蓝", "light blue"


class Inner(Model):
    amount: Money = required("金额", "amount", unit="money")


class Outer(Model):
    error: ClassVar[type[PolicyError]] = ScheduleError
    colour: Colour = required("颜色", "colour")
    inner: Inner | None = Field(None, title="里", description="inner")
    list_: tuple[Inner, ...] = Field((), alias="list", title="列", min_length=1)
    synonym: str = labelled("同义", "synonym", "别名", default="")


NOTHING: Any = {}


def refused(model: type[Model], data: Any) -> str:
    with pytest.raises(model.error) as refusal:
        model.model_validate(data)
    assert type(refusal.value) is model.error
    return str(refusal.value)


def test_every_fault_is_said_in_one_pass_with_its_place() -> None:
    data = {"inner": {"amount": 5, "amont": "1元"}, "list": [{"amount": "1"}, {}], "colr": "red"}
    assert refused(Outer, data).splitlines() == [
        "colour: is missing; write it",
        "inner.amount: int 5 is no exact amount; write text with a unit, such as '30万元', or Money.yuan(300000)",
        "inner.amont: there is no 'amont' in Inner; did you mean 'amount'?",
        "list.0.amount: money '1' has no unit; write, for example, '1元' or '1万元'",
        "list.1.amount: is missing; write it",
        "colr: there is no 'colr' in Outer; did you mean 'colour'?",
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"colour": "red", "list": []}, "list: is empty; write at least one"),
        ({"colour": "red", "别名": "x"}, "别名: there is no '别名' in Outer; write '同义' or 'synonym'"),
        ({"colour": "red", "同意": "x"}, "同意: there is no '同意' in Outer; did you mean '同义'?"),
        ({"colour": "red", "zzzz": "x"}, "zzzz: there is no 'zzzz' in Outer; known: colour, inner, list, synonym"),
        ({"colour": "red", "synonym": 5}, "synonym: 5 is no text; write it in quotes"),
        ({"colour": "light blu"}, "colour: 'light blu' is not one of the known; did you mean 'light blue'? write one of 红 (red), 浅蓝 (light_blue)"),  # noqa: E501
        ({"colour": "绿"}, "colour: '绿' is not one of the known; write one of 红 (red), 浅蓝 (light_blue)"),
    ],
)  # fmt: skip
def test_a_fault_says_what_to_write(data: dict[str, Any], message: str) -> None:
    assert refused(Outer, data) == message


@pytest.mark.parametrize("written", ["red", "RED", "红", " 赤 ", "Ｒed"])
def test_categories_are_read_by_name_label_and_synonym(written: str) -> None:
    assert Outer.model_validate({"colour": written}).colour is Colour.RED


def test_names_may_be_written_with_hyphens() -> None:
    assert Colour.read("light-blue") is Colour.read("Light Blue") is Colour.LIGHT_BLUE
    assert (Colour.RED.label.of("zh"), Colour.RED.label.of("en")) == ("红", "red")


def test_errors_come_from_every_way_in() -> None:
    with pytest.raises(ScheduleError, match=r"^colour: is missing; write it$"):
        Outer(**NOTHING)
    with pytest.raises(ScheduleError, match=r"^colour: is missing; write it$"):
        Outer.model_validate({})
    with pytest.raises(ScheduleError, match=r"^colour: is missing; write it$"):
        Outer.model_validate_json("{}")
    assert issubclass(PolicyError, ValueError)


def test_models_can_not_be_changed() -> None:
    one = Outer.model_validate({"colour": "red"})
    with pytest.raises(ValidationError, match="frozen"):
        one.synonym = "x"
    assert hash(one) == hash(Outer.model_validate({"colour": "赤"}))
    assert one == Outer.model_validate({"colour": "赤"})


def test_labels() -> None:
    data = {"颜色": "红", "synonym": "x", "inner": None, "unknown": 1}
    assert from_labels(Outer, data) == {"colour": "红", "synonym": "x", "unknown": 1}
    assert label_of(Outer.model_fields["colour"]) == Label("颜色", "colour")
    assert synonyms_of(Outer.model_fields["synonym"]) == ("别名",)
    assert synonyms_of(Outer.model_fields["colour"]) == ()
    for twice in ({"颜色": "红", "colour": "red"}, {"colour": "red", "颜色": None}):
        assert from_labels(Outer, twice) == twice  # the label stays, and no field has that name
        assert refused(Outer, twice | {"synonym": 5}).splitlines() == [
            "synonym: 5 is no text; write it in quotes",
            "颜色: 'colour' is given twice, by name and by label; keep one of the two",
        ]


def test_each_family_of_models_has_its_error() -> None:
    for facts in (FundingRound, ParkYear, Place, Project, Referral, Referrer, SupportClaim):
        assert refused(facts, {"nme": 1}).startswith("nme: there is no 'nme' in ")
        assert facts.error is FactsError
    for rule in RULES.values():
        assert rule.terms.error is TermsError
    assert Marginal.error is ScheduleError


def test_every_field_has_a_label_in_both_languages() -> None:
    for model in (FundingRound, ParkYear, Place, Project, Referral, Referrer, SupportClaim):
        assert all(all(label_of(field)) for field in model.model_fields.values()), model
    for rule in RULES.values():
        assert all(all(label) for label in rule.terms.describe().values()), rule.name


def test_a_misspelled_bracket_field_names_the_bracket() -> None:
    data = {"kind": "marginal", "base": "agreed", "brackets": [{"fron": "0元", "rate": "5%"}]}
    assert refused(Marginal, data) == "brackets.0.fron: there is no 'fron' in RateBracket; did you mean 'from'?"


def test_a_misspelled_field_of_a_bracket_hides_no_fault_of_its_edges() -> None:
    brackets = [{"from": "0元", "to": "1亿元", "rat": "5%"}, {"from": "3亿元", "rate": "1%"}]
    assert [
        line.partition(";")[0]
        for line in refused(Slab, {"kind": "slab", "base": "agreed", "brackets": brackets}).splitlines()
    ] == [
        "brackets.0.rate: is missing",
        "brackets.0.rat: there is no 'rat' in RateBracket",
        "brackets.1: there is a gap between (from 0元 to 1亿元) and (from 3亿元): 100000000.01元 to 299999999.99元",
    ]
    for name in ("blow", "xyz"):  # what may stand for an edge is compared with nothing
        brackets = [{"from": "0元", name: "1亿元", "rate": "5%"}, {"from": "3亿元", "rate": "1%"}]
        assert len(refused(Slab, {"kind": "slab", "base": "agreed", "brackets": brackets}).splitlines()) == 1


def test_a_schedule_without_its_kind_is_told_the_kinds() -> None:
    given = mianyang().terms("referral-reward").model_dump(by_alias=True)
    assert refused(ReferralRewardTerms, given | {"cap": {"amount": "1元"}}) == (
        "cap: field 'kind' is missing; "
        "write kind: one of fixed, rate, marginal, slab, lookup, base-plus-step, unlimited, open"
    )
    for nothing in (None, True, 5):
        said = refused(ReferralRewardTerms, given | {"scale": nothing})
        assert said.startswith(f"scale: {'nothing' if nothing is None else nothing} is no schedule; write an amount")


def test_terms_say_what_is_wrong_in_one_pass() -> None:
    data = {
        "threshold": "100",
        "threshold_base": "agred investment",
        "threshold_edge": "included",
        "shares": "30%:60%",
        "localities": ["区", "镇"],
        "remainder": "last",
    }
    lines = refused(CostSharingTerms, data).splitlines()
    assert [line.partition(":")[0] for line in lines] == ["threshold", "threshold_base", "shares", "localities.1"]
    assert lines[0] == "threshold: money '100' has no unit; write, for example, '100元' or '100万元'"
    assert "did you mean 'agreed investment'?" in lines[1]


def test_faults_between_fields_are_said_with_those_of_single_fields() -> None:
    data = {
        "投资额": "1亿元",
        "agreed_investment": "-1元",
        "actual_investment": 5.2,
        "sector_code": "C39",
        "行业门类": "J",
        "signed_on": "2022-06-20",
        "开工日期": "2022-06-19",
        "in_production_on": "2022-13-01",
    }
    assert [line.partition(";")[0] for line in refused(Project, data).splitlines()] == [
        "agreed_investment: 协议投资额 is -1元, below zero",
        "actual_investment: float 5.2 is no exact amount",
        "in_production_on: day '2022-13-01' does not exist in the calendar",
        "投资额: there is no '投资额' in Project",
        "started_on: 开工日期 2022-06-19 is before 签约日期 2022-06-20",
        "sector_code: 行业代码 C39 is in section C, 行业门类 is J",
    ]
    nested = {"project": data, "weights": (0, 0), "place": 3, "referrer": {"kind": "friend"}, "paid_before": "-1元"}
    lines = refused(Referral, nested).splitlines()
    assert "project.started_on: 开工日期 2022-06-19 is before 签约日期 2022-06-20; check the two dates" in lines
    assert [line.partition(":")[0] for line in lines[-3:]] == ["referrer.kind", "paid_before", "weights"]


def test_what_can_not_be_read_contradicts_nothing() -> None:
    """Only the field itself is at fault, though its default would not fit the others."""
    assert len(refused(Referral, {"weights": ("a",), "place": 3}).splitlines()) == 1
    assert len(refused(Place, {"tied": "x", "in_tie": 3}).splitlines()) == 1


def test_an_open_term_is_unknown_and_named() -> None:
    data = {
        "threshold": "open",
        "threshold_base": "agreed",
        "threshold_edge": "included",
        "shares": "市本级 30 : 承接地 70",
        "localities": ["district"],
        "remainder": "last",
    }
    terms = CostSharingTerms.model_validate(data)
    assert terms.threshold.missing == {"terms.threshold"}
    assert terms.open_terms == ("threshold",)
