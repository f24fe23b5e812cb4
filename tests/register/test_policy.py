from __future__ import annotations

import copy
import itertools
import pickle
import warnings
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import investpolicy as ip
from investpolicy.errors import (
    FactsError,
    PolicyError,
    TermsError,
    UndeterminedError,
    UnknownNameError,
)
from investpolicy.facts import Project, Referral
from investpolicy.register.composing import Patch, compose, same_terms
from investpolicy.register.documents import Frozen, freeze, thaw
from investpolicy.register.policy import plain_value
from investpolicy.schedules import Fixed, Marginal, Open, Rate, Slab
from tests.register.cases import BRACKETS, CITY, RATE, REFERRAL, city, mianyang


def cap(policy: ip.Policy) -> str:
    return str(policy.terms("referral-reward").cap)  # type: ignore[attr-defined]


def scale(policy: ip.Policy) -> str:
    return str(policy.terms("referral-reward").scale)  # type: ignore[attr-defined]


def refused(changes: Any, of: ip.Policy | None = None, error: type[PolicyError] = TermsError) -> str:
    with pytest.raises(error) as caught:
        (of or mianyang()).vary(changes)
    assert type(caught.value) is error
    return str(caught.value)


# --- provisions and terms


@pytest.mark.parametrize("name", ["referral-reward", "MY22.referral-reward", "引荐奖励"])
def test_a_provision_by_its_name_id_or_label(name: str) -> None:
    assert mianyang().provision(name).id == "MY22.referral-reward"
    assert mianyang().decide(name, {}).provision.name == "referral-reward"
    assert mianyang().patches(name) == []


@pytest.mark.parametrize(
    ("name", "like"),
    [("referal-reward", "referral-reward"), ("引荐奖", "引荐奖励"), ("MY22.fund-shares", "fund-share")],
)
def test_an_unknown_provision_names_the_nearest(name: str, like: str) -> None:
    for ask in (mianyang().provision, mianyang().terms, mianyang().patches, lambda one: mianyang().decide(one, {})):
        with pytest.raises(UnknownNameError, match=f"did you mean .*'{like}'"):
            ask(name)
    with pytest.raises(UnknownNameError):
        mianyang().provision(None)  # type: ignore[arg-type]


def test_complete_terms_are_refused_where_the_document_leaves_one_open() -> None:
    message = (
        "MY22.referral-reward: 绵阳市更大力度促进招商引资10条措施 does not publish scale; "
        r"supply it: policy.vary\(\{'referral-reward.scale': …\}\)"
    )
    with pytest.raises(UndeterminedError, match=message):
        mianyang().terms("referral-reward", complete=True)
    assert isinstance(mianyang().terms("referral-reward").scale, Open)  # type: ignore[attr-defined]
    draft = mianyang().vary({"referral-reward.scale": RATE})
    assert draft.terms("referral-reward", complete=True) is draft.terms("referral-reward")


# --- patches, in their canonical order


def test_patches_come_in_their_canonical_order_whatever_the_order_of_the_calls() -> None:
    calls: list[Callable[[ip.Policy], ip.Policy]] = [
        lambda one: one.as_of(date(2024, 1, 1)),
        lambda one: one.under({"referral-reward.landed": "registered"}),
        lambda one: one.under(first_rate="lower"),
        lambda one: one.vary({"referral-reward.cap": "70万元"}),
        lambda one: one.vary({"referral-reward.threshold": "2亿元", "cost-sharing.threshold": "60亿元"}),
    ]
    made: list[ip.Policy] = []
    base = city()
    for order in itertools.permutations(calls):
        policy = base
        for call in order:
            policy = call(policy)
        made.append(policy)
    assert len(set(made)) == 1
    assert [(one.path, one.value, one.why) for one in made[0].patches()] == [
        ("referral-reward.scale.brackets[5亿元].from", "6亿元", "amendment of 2021-01-01"),
        ("referral-reward.scale.brackets[1亿元].below", "6亿元", "amendment of 2021-01-01"),
        ("referral-reward.cap", "40万元", "amendment of 2021-01-01"),
        ("referral-reward.cap", "60万元", "amendment of 2023-07-01"),
        ("referral-reward.scale.brackets[6亿元].rate", "1‰", "amendment of 2023-07-01"),
        ("referral-reward.scale.brackets[1亿元].rate", "0.4‰", "answer referral-reward.first-rate=lower"),
        ("referral-reward.landed_means", "registered", "answer referral-reward.landed=registered"),
        ("cost-sharing.threshold", "60亿元", "change"),
        ("referral-reward.cap", "70万元", "change"),
        ("referral-reward.threshold", "2亿元", "change"),
    ]
    assert cap(made[0]) == "70万元"
    assert scale(made[0]) == "slab on actual investment: from 1亿元 below 6亿元 0.4‰, from 6亿元 1‰"
    assert [one.path for one in made[0].patches("cost-sharing")] == ["cost-sharing.threshold"]


@given(st.permutations(["cap", "threshold", "scale", "landed_means", "recipients"]))
def test_the_order_of_changes_does_not_matter(order: list[str]) -> None:
    values = {
        "cap": "70万元",
        "threshold": "6亿元",
        "scale": BRACKETS,
        "landed_means": "registered",
        "recipients": ["individual"],
    }
    together = mianyang().vary({f"referral-reward.{name}": values[name] for name in values})
    assert mianyang().vary({f"referral-reward.{name}": values[name] for name in order}) == together
    one_by_one = mianyang()
    for name in order:
        one_by_one = one_by_one.vary({f"referral-reward.{name}": values[name]})
    assert one_by_one == together
    assert one_by_one.terms("referral-reward") == together.terms("referral-reward")


def test_a_whole_and_a_part_of_it_apply_the_whole_first_whatever_their_order() -> None:
    whole, part = {"referral-reward.scale": RATE}, {"referral-reward.scale.rate": "0.7‰"}
    for changes in (whole | part, part | whole):
        assert scale(mianyang().vary(changes)) == "0.7‰ × actual investment"
    assert scale(mianyang().vary(whole).vary(part)) == "0.7‰ × actual investment"
    replaced = mianyang().vary(whole).vary(part).vary({"referral-reward.scale": BRACKETS})
    assert [path for path, _ in replaced.changes] == ["referral-reward.scale"]


def test_a_later_change_replaces_an_earlier_one() -> None:
    draft = mianyang().vary({"referral-reward.cap": "50万元"}).vary({"MY22.referral-reward.cap": "40万元"})
    assert dict(draft.changes) == {"referral-reward.cap": "40万元"}
    back = draft.vary({"referral-reward.cap": "30万元"})
    assert back.terms("referral-reward") == mianyang().terms("referral-reward")


def test_an_author_is_kept() -> None:
    draft = mianyang().vary({"referral-reward.cap": "50万元"}, author="起草组")
    assert draft.vary({"referral-reward.threshold": "6亿元"}).author == "起草组"
    assert draft.under(landed="registered").author == "起草组"


# --- immutable, pickled, copied


def test_a_policy_can_not_be_changed() -> None:
    policy = city(date(2024, 1, 1)).vary({"referral-reward.scale": RATE})
    text = policy.text.provisions["referral-reward"]
    with pytest.raises(FrozenInstanceError):
        policy.on = None  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        policy.provision("referral-reward").name = "x"  # type: ignore[misc]
    with pytest.raises(ValueError, match="frozen"):
        policy.text.id = "x"
    with pytest.raises(ValueError, match="frozen"):
        policy.terms("referral-reward").discretionary = True  # type: ignore[attr-defined]
    mappings: list[Any] = [
        policy.provisions,
        policy.text.provisions,
        text.terms,
        text.terms["scale"],
        text.terms["scale"]["brackets"][0],
        text.questions,
        text.questions["landed"].answers,
        text.questions["landed"].answers["registered"].set,
        text.usual,
        text.open,
        policy.text.amendments[0].set,
        dict(policy.changes)["referral-reward.scale"],
        policy.patches()[-1].value,
    ]
    for mapping in mappings:
        with pytest.raises(TypeError):
            mapping["cap"] = "1元"
        with pytest.raises((TypeError, AttributeError)):
            mapping.update(cap="1元")
    assert isinstance(text.terms["recipients"], tuple)
    policy.provision("referral-reward").answers["landed"] = "registered"
    assert policy.answer("referral-reward", "landed") == "started"


def test_what_was_given_may_be_changed_afterwards() -> None:
    given_scale: dict[str, Any] = copy.deepcopy(BRACKETS)
    draft = mianyang().vary({"referral-reward.scale": given_scale})
    given_scale["brackets"][0]["rate"] = "90%"
    again = draft.under(landed="registered")
    assert "0.5‰" in scale(again)
    assert again.terms("referral-reward") != mianyang().terms("referral-reward")


@pytest.mark.parametrize("make", [lambda one: pickle.loads(pickle.dumps(one)), copy.deepcopy, copy.copy])
@pytest.mark.parametrize(
    "policy", [mianyang(), city(date(2024, 1, 1)).under(first_rate="lower").vary({"referral-reward.cap": "1万元"})]
)
def test_a_policy_is_pickled_and_copied(policy: ip.Policy, make: Callable[[ip.Policy], ip.Policy]) -> None:
    policy.provision("referral-reward").formulas.values  # noqa: B018, kept in the policy
    again = make(policy)
    assert again == policy
    assert hash(again) == hash(policy)
    assert repr(again) == repr(policy)
    assert again.provisions.keys() == policy.provisions.keys()
    assert again.provision("referral-reward").policy is again or make is copy.copy
    assert again.decide("referral-reward", REFERRAL).to_json() == policy.decide("referral-reward", REFERRAL).to_json()
    assert again.vary({"referral-reward.cap": "2万元"}) == policy.vary({"referral-reward.cap": "2万元"})


def test_frozen_data() -> None:
    data = {"a": [{"b": "c"}, "d", None], "e": {}}
    frozen = freeze(data)
    assert thaw(frozen) == data
    assert thaw(frozen) is not data
    assert frozen == freeze(frozen)
    assert hash(frozen) == hash(freeze(dict(reversed(data.items()))))
    assert pickle.loads(pickle.dumps(frozen)) == frozen
    assert list(Frozen({"x": 1})) == ["x"]
    data["a"].append("later")  # type: ignore[attr-defined]
    assert len(frozen["a"]) == 3


def test_the_baseline_is_not_touched() -> None:
    before = mianyang()
    stored = before.decide("referral-reward", REFERRAL).to_json()
    before.vary({"referral-reward.cap": "1元", "referral-reward.scale": RATE}).under(landed="registered")
    assert before.decide("referral-reward", REFERRAL).to_json() == stored
    assert mianyang() == before
    assert mianyang().decide("referral-reward", REFERRAL).to_json() == stored
    assert before.changes == ()


# --- vary: what may be written


MONEY_50 = ip.Money.parse("50万元")


@pytest.mark.parametrize(
    ("value", "gives"),
    [
        ("50万元", "50万元"),
        ("伍拾万元整", None),
        (MONEY_50, "50万元"),
        ({"kind": "fixed", "amount": "50万元"}, "50万元"),
        ({"kind": "fixed", "amount": MONEY_50}, "50万元"),
        (Fixed(amount=MONEY_50), "50万元"),
        ("unlimited", "unlimited"),
        ("open", "open"),
        (ip.Money.unknown("terms.cap"), "open"),
        (Rate.model_validate({**RATE, "rate": ip.Ratio.parse("1%")}), "1% × actual investment"),
        (
            {"kind": "rate", "rate": ip.Ratio(Fraction(1, 100)), "base": "实际投资额", "rounding": "down to 元"},
            "1% × actual investment",
        ),
    ],
)
def test_values_of_a_change(value: object, gives: str | None) -> None:
    if gives is None:
        assert "referral-reward.cap: " in refused({"referral-reward.cap": value})
    else:
        assert cap(mianyang().vary({"referral-reward.cap": value})) == gives


SCHEDULES = [
    Marginal.model_validate(BRACKETS),
    Slab.model_validate({"kind": "slab", "base": "actual_investment", "brackets": [{"from": "1亿元", "rate": "0.5‰"}]}),
]


@pytest.mark.parametrize("schedule", SCHEDULES, ids=lambda one: one.kind)
def test_a_model_of_a_schedule(schedule: Marginal | Slab) -> None:
    draft = mianyang().vary({"referral-reward.scale": schedule})
    assert draft.terms("referral-reward").scale == schedule  # type: ignore[attr-defined]
    assert ip.verify(draft.decide("referral-reward", REFERRAL).to_json())


def test_other_values() -> None:
    draft = mianyang().vary(
        {
            "referral-reward.discretionary": False,
            "referral-reward.landed_means": "投产",
            "referral-reward.recipients": ("个人", "enterprise"),
            "fund-share.limit": ip.Ratio.parse("30%"),
            "cost-sharing.shares": ip.Shares.parse("市本级 4 : 承接地 6"),
            "park-ranking-award.prizes.tiers[2-3].amount": "90万元",
        }
    )
    assert not draft.decide("referral-reward", REFERRAL).discretionary
    assert str(draft.terms("fund-share").limit) == "30%"  # type: ignore[attr-defined]
    assert draft.terms("cost-sharing").shares.weights == (4, 6)  # type: ignore[attr-defined]
    assert str(draft.terms("park-ranking-award").prizes) == "1: 100万元, 2-3: 90万元, 4-5: 60万元"  # type: ignore[attr-defined]


def test_brackets_are_addressed_by_where_they_start() -> None:
    draft = mianyang().vary({"referral-reward.scale": BRACKETS})
    other = draft.vary({"referral-reward.scale.brackets[5亿元].rate": "2‰"})
    assert scale(other) == "marginal on actual investment: from 1亿元 to 5亿元 0.5‰, above 5亿元 2‰"
    message = refused({"referral-reward.scale.brackets[4亿元].rate": "2‰"}, draft, UnknownNameError)
    assert message == "referral-reward.scale.brackets: item '4亿元' does not exist; did you mean '5亿元' or '1亿元'?"


def test_a_threshold_and_edges_moved_together_are_validated_once() -> None:
    path = "referral-reward.scale.brackets"
    edges = {f"{path}[1亿元].below": "7亿元", f"{path}[5亿元].from": "7亿元"}
    for part in edges.items():
        with pytest.raises(TermsError, match=r"gap|overlaps"):
            city().vary(dict([part]))
    for order in itertools.permutations({**edges, "referral-reward.threshold": "2亿元"}.items()):
        draft = city().vary(dict(order))
        assert scale(draft) == "slab on actual investment: from 1亿元 below 7亿元 0.5‰, from 7亿元 0.8‰"


def test_moved_brackets_may_be_addressed_by_where_they_start_now() -> None:
    path = "referral-reward.scale.brackets"
    moved = city().vary({f"{path}[1亿元].below": "7亿元", f"{path}[5亿元].from": "7亿元"})
    further = moved.vary({f"{path}[7亿元].rate": "1‰"})
    assert further == city().vary(
        {f"{path}[1亿元].below": "7亿元", f"{path}[5亿元].from": "7亿元", f"{path}[5亿元].rate": "1‰"}
    )
    again = further.vary({f"{path}[7亿元].from": "8亿元", f"{path}[1亿元].below": "8亿元"})
    assert scale(again) == "slab on actual investment: from 1亿元 below 8亿元 0.5‰, from 8亿元 1‰"
    assert len(again.changes) == 3


def test_two_brackets_may_change_places_at_once() -> None:
    tiers = "park-ranking-award.prizes.tiers"
    draft = mianyang().vary({f"{tiers}[1].ranks": "1-2", f"{tiers}[2-3].ranks": "3", f"{tiers}[2-3].amount": "70万元"})
    assert str(draft.terms("park-ranking-award").prizes) == "1-2: 100万元, 3: 70万元, 4-5: 60万元"  # type: ignore[attr-defined]


# --- vary: what is refused


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"referral-reward.cap": "30"}, "referral-reward.cap: money '30' has no unit; write, for example, '30元'"),
        ({"referral-reward.cap": 30}, "referral-reward.cap: money '30' has no unit; write, for example, '30元'"),
        (
            {"referral-reward.cap": 300000.0},
            "referral-reward.cap: float 300000.0 can not be a term; a float is not exact: write text such as '0.05%'",
        ),
        (
            {"referral-reward.scale": {**RATE, "rate": 0.0005}},
            "referral-reward.scale.rate: float 0.0005 can not be a term; a float is not exact: write text such as",
        ),
        (
            {"referral-reward.cap": Decimal(5)},
            "referral-reward.cap: Decimal Decimal('5') can not be a term; write text such as '50万元'",
        ),
        (
            {"referral-reward.cap": "-1元"},
            "referral-reward.cap: amount -1元 is below zero; write an amount of 0 or more",
        ),
        (
            {"referral-reward.threshold": ip.Money.parse("-1元")},
            "referral-reward.threshold: 项目门槛 -1元 is below zero; write an amount of 0 or more",
        ),
        (
            {"referral-reward.scale": {**RATE, "rate": "-5%"}},
            "referral-reward.scale.rate: rate -5% is not between 0 and 100%; write a rate such as 5% or 5‰",
        ),
        (
            {"referral-reward.scale": {**RATE, "rate": "5"}},
            "referral-reward.scale.rate: ratio '5' could be per cent or",
        ),
        (
            {"fund-share.limit": "150%"},
            "fund-share.limit: 出资比例上限 150% is not between 0 and 100%; write such as 50%",
        ),
        ({"fund-share.limit": "50万元"}, "fund-share.limit: ratio '50万元' is not a ratio; write, for example, '5%'"),
        ({"referral-reward.cap": "50%"}, "referral-reward.cap: money '50%' "),
        (
            {"referral-reward.cap": None},
            "referral-reward.cap: nothing is no schedule; write an amount such as '30万元', 'open' where none",
        ),
        (
            {"referral-reward.cap": ["50万元"]},
            "referral-reward.cap: ['50万元'] is no schedule; write an amount such as",
        ),
        (
            {"referral-reward.cap": True},
            "referral-reward.cap: True is no value of this term; write text such as '50万元', a value or a schedule",
        ),
        (
            {"referral-reward.cap": {"amount": "5万元"}},
            "referral-reward.cap: field 'kind' is missing; add 'kind: …' here, one of fixed, rate, marginal, slab",
        ),
        ({"cost-sharing.localities": []}, "cost-sharing.localities: 'localities' needs 1 or more inside"),
        ({"referral-reward.recipients": "个人"}, "referral-reward.recipients: a list is expected, '个人' was found"),
        (
            {"referral-reward.landed_means": "started_"},
            "referral-reward.landed_means: 'started_' is not one of the known",
        ),
        (
            {"referral-reward.scale": {"kind": "rat", "rate": "1%"}},
            "referral-reward.scale.kind: 'kind' can not be 'rat'; did you mean 'rate'?",
        ),
        ({"referral-reward.scale": {"kind": "rate"}}, "referral-reward.scale: field 'base' is missing"),
        ({"cost-sharing.shares": "0:0"}, "cost-sharing.shares: "),
        ({}, "changes: {} states no changes; write a mapping such as {'referral-reward.cap': '50万元'}"),
        ("referral-reward.cap=5", "changes: 'referral-reward.cap=5' states no changes"),
        ({("referral-reward", "cap"): "5元"}, "('referral-reward', 'cap'): is no path; write text such as"),
        (
            {"referral-reward..cap": "5元"},
            "path 'referral-reward..cap', character 17: a name is expected, '.' was found",
        ),
        (
            {"referral-reward.cap": "50万元", "MY22.referral-reward.cap": "60万元"},
            "referral-reward.cap: is written twice, in two ways; keep one of them",
        ),
    ],
)
def test_illegal_values_say_what_to_write(changes: Any, message: str) -> None:
    assert refused(changes).startswith(message)


def test_all_faults_of_a_draft_in_one_pass() -> None:
    found = refused(
        {
            "referral-reward.cap": "30",
            "referral-reward.threshold": "-1元",
            "fund-share.limit": "2",
            "referral-reward.scale": {**BRACKETS, "brackets": [{"from": "1亿元", "rate": "7"}]},
        }
    )
    assert [line.partition(": ")[0] for line in found.split("\n")] == [
        "referral-reward.threshold",
        "referral-reward.scale.brackets[1亿元].rate",
        "referral-reward.cap",
        "fund-share.limit",
    ]
    assert len(refused({"referral-reward.cap": 1.5, "referral-reward.threshold": 2.5}).split("\n")) == 2


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("referral-reward.cup", "term of referral-reward 'cup' does not exist; did you mean 'cap'?"),
        (
            "referal-reward.cap",
            "provision of mianyang-2022 'referal-reward' does not exist; did you mean 'referral-reward'?",
        ),
        (
            "referral-reward",
            "referral-reward: names a provision, not one of its terms; write referral-reward.term, one of",
        ),
        (
            "referral-reward.scale.rate",
            (
                "referral-reward.scale.rate: field 'rate' does not exist in a schedule of the kind 'open'; "
                "write the whole schedule, with its kind"
            ),
        ),
        ("referral-reward.cap.amount", "referral-reward.cap: 'amount' does not exist; this is the value '30万元'"),
        ("park-ranking-award.prizes.tears", "park-ranking-award.prizes.tears: field 'tears' does not exist"),
        (
            "park-ranking-award.prizes.tiers[2]",
            "park-ranking-award.prizes.tiers: item '2' does not exist; did you mean '2-3'",
        ),
        (
            "park-ranking-award.prizes.tiers.amount",
            "park-ranking-award.prizes.tiers: 'amount' does not exist; this is a list",
        ),
        ("referral-reward.threshold[1]", "referral-reward.threshold: '[1]' does not exist"),
    ],
)
def test_an_unknown_path_names_the_nearest(path: str, message: str) -> None:
    assert refused({path: "1元"}, error=UnknownNameError).startswith(message)


@pytest.mark.parametrize(
    "value", ["30万元", "0.3百万元", "300,000元", ip.Money.yuan(300000), Fixed(amount=ip.Money.wan(30))]
)
def test_a_change_that_changes_nothing_however_it_is_written(value: object) -> None:
    assert refused({"referral-reward.cap": value}) == (
        "referral-reward.cap: the change changes nothing; leave it out, or write another value"
    )


@pytest.mark.parametrize(
    "change",
    [
        {"fund-share.limit": "0.5"},
        {"fund-share.limit": "1/2"},
        {"cost-sharing.shares": "市本级 3 : 承接地 7"},
        {"cost-sharing.localities": ["市属园区", "district_park", "市辖区"]},
        {"referral-reward.scale": {"kind": "open", "base": "实际投资额"}},
        {"referral-reward.discretionary": True},
        {"park-ranking-award.prizes.tiers[2-3].amount": "0.8百万元"},
    ],
)
def test_more_changes_that_change_nothing(change: dict[str, Any]) -> None:
    assert "the change changes nothing" in refused(change)


def test_one_idle_change_among_several() -> None:
    found = refused(
        {"referral-reward.cap": "50万元", "fund-share.limit": "0.5", "cost-sharing.threshold": "10000000000元"}
    )
    assert [line.partition(":")[0] for line in found.split("\n")] == ["fund-share.limit", "cost-sharing.threshold"]
    found = refused({"referral-reward.scale": RATE, "referral-reward.scale.rate": "0.05%"})
    assert found.startswith("referral-reward.scale.rate: the change changes nothing")


def test_a_change_that_is_idle_against_an_earlier_draft() -> None:
    draft = mianyang().vary({"referral-reward.cap": "50万元"})
    assert "changes nothing" in refused({"referral-reward.cap": "0.5百万元"}, draft)
    assert cap(draft.vary({"referral-reward.cap": "30万元"})) == "30万元"  # back to what is published
    under = mianyang().under(public_servants="included")
    everyone = ["public_servant", "individual", "organisation", "association", "enterprise"]
    assert "changes nothing" in refused({"referral-reward.recipients": everyone}, under)


def test_terms_are_the_same_that_mean_the_same() -> None:
    terms = mianyang().terms("cost-sharing")
    assert same_terms(terms, terms)
    assert not same_terms(terms, mianyang().vary({"cost-sharing.shares": "甲 3 : 乙 7"}).terms("cost-sharing"))
    assert not same_terms(terms, mianyang().vary({"cost-sharing.localities": ["district"]}).terms("cost-sharing"))


# --- unusual terms


def test_an_unusual_draft_warns_once_where_it_was_made() -> None:
    with pytest.warns(ip.PolicyWarning) as caught:
        draft = mianyang().vary({"referral-reward.scale": {**RATE, "rate": "5%"}})
    assert [str(one.message) for one in caught] == [
        "referral-reward.scale.rate: 5% is above 1%, the most that is usual; legal, but unusual: check it"
    ]
    assert caught[0].filename == __file__
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        draft.vary({"referral-reward.cap": "50万元"}).under(landed="registered")  # known already
        mianyang().vary({"referral-reward.scale": {**RATE, "rate": "1%"}})


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"referral-reward.cap": "1000.01万元"}, "referral-reward.cap.amount: 1000.01万元 is above 1000万元"),
        (
            {"referral-reward.scale": {**BRACKETS, "brackets": [{"from": "1亿元", "rate": "50‰"}]}},
            "referral-reward.scale.brackets.rate: 50‰ is above 1%",
        ),
    ],
)
def test_more_that_is_unusual(change: dict[str, Any], named: str) -> None:
    with pytest.warns(ip.PolicyWarning, match=named):
        mianyang().vary(change)


# --- under


def test_answers_in_every_provision_or_in_one() -> None:
    both = mianyang().under(landed="registered")
    assert both.answers == (("major-project-award.landed", "registered"), ("referral-reward.landed", "registered"))
    assert mianyang().under({"landed": "registered"}) == both
    one = mianyang().under({"referral-reward.landed": "registered"})
    assert one.answers == (("referral-reward.landed", "registered"),)
    assert mianyang().under({"MY22.referral-reward.landed": "registered"}) == one
    assert one.answer("referral-reward", "landed") == "registered"
    assert one.answer("major-project-award", "landed") == "started"
    assert mianyang().under(public_servants="included").provision("referral-reward").answers == {
        "threshold-base": "agreed",
        "cap-is-for": "project",
        "landed": "started",
        "public-servants": "included",
    }


def test_the_answer_of_one_provision_goes_before_that_of_all() -> None:
    expected = (("major-project-award.landed", "registered"),)
    for order in itertools.permutations({"landed": "registered", "referral-reward.landed": "started"}.items()):
        assert mianyang().under(dict(order)).answers == expected


def test_a_default_answer_is_no_patch() -> None:
    assert mianyang().under(landed="registered").under(landed="started") == mianyang()
    assert mianyang().under() == mianyang()
    assert mianyang().under(landed="started").patches() == []


def test_unknown_questions_and_answers_in_one_pass() -> None:
    with pytest.raises(UnknownNameError) as caught:
        mianyang().under({"land": "started", "referral-reward.landed": "begun"}, ties="bettr")
    assert str(caught.value) == (
        "question of mianyang-2022 'land' does not exist; did you mean 'landed'?\n"
        "answer to major-project-award.ties 'bettr' does not exist; did you mean 'better'?\n"
        "answer to park-ranking-award.ties 'bettr' does not exist; did you mean 'better'?\n"
        "answer to referral-reward.landed 'begun' does not exist; known: in-production, registered, started"
    )
    with pytest.raises(UnknownNameError, match=r"answer to referral-reward.cap-is-for 'True' does not exist"):
        mianyang().under(cap_is_for=True)  # type: ignore[arg-type]


def test_a_question_that_two_provisions_ask_with_other_answers() -> None:
    with pytest.raises(UnknownNameError, match=r"answer to cost-sharing.landed 'started'"):
        city().under(landed="started")
    assert city().under({"referral-reward.landed": "registered"}).patches("cost-sharing") == []


# --- deciding


def test_facts_as_a_model_as_names_and_as_labels() -> None:
    project = {"agreed_investment": "5.2亿元", "signed_on": "2022-06-20"}
    by_model = Referral(project=Project(**project), referrer={"kind": "个人"})  # type: ignore[arg-type]
    by_name = {"project": project, "referrer": {"kind": "individual"}}
    by_label = {"项目": {"协议投资额": "5.2亿元", "签约日期": "2022年6月20日"}, "引荐主体": {"引荐人类型": "自然人"}}
    stored = {mianyang().decide("referral-reward", one).to_json() for one in (by_model, by_name, by_label)}
    assert len(stored) == 1


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        (
            Project(),
            "MY22.referral-reward: a Project is not what this provision decides on; give a Referral (项目引荐), ",
        ),
        (None, "MY22.referral-reward: None is not what this provision decides on; give a Referral"),
        ("某项目", "MY22.referral-reward: '某项目' is not what this provision decides on"),
        ([REFERRAL], "MY22.referral-reward: [{'project': "),
        ({"projct": {}}, "projct: there is no 'projct' in Referral; did you mean 'project'?"),
        (
            {"project": {"agreed_investment": 5.2}},
            "project.agreed_investment: float 5.2 is no exact amount; write text",
        ),
        (
            {"project": {"agreed_investment": "5亿元", "协议投资额": "6亿元"}},
            "project.协议投资额: 'agreed_investment' is given twice, by name and by label; keep one of the two",
        ),
    ],
)
def test_facts_that_can_not_be_read(facts: Any, message: str) -> None:
    with pytest.raises(FactsError) as caught:
        mianyang().decide("referral-reward", facts)
    assert str(caught.value).startswith(message)
    with pytest.raises(FactsError):
        mianyang().decide_all("referral-reward", [facts])


@pytest.mark.parametrize("name", sorted(mianyang().provisions))
def test_deciding_never_raises_for_open_terms_or_unknown_facts(name: str) -> None:
    for policy in (mianyang(), mianyang().under(ties="undetermined"), mianyang().under(major="by-size", base="round")):
        decision = policy.decide(name, {})
        assert decision.status == "undetermined"
        assert decision.missing
        assert decision.explain("zh") != decision.explain("en")
        assert ip.verify(decision.to_json())


def test_a_policy_says_what_it_is() -> None:
    assert repr(mianyang()) == "<Policy mianyang-2022 on 2022-06-01>"
    assert repr(ip.load_policy(CITY).vary({"referral-reward.cap": "1元"})) == "<Policy city-2020 with changes>"
    assert mianyang().title("zh") == "绵阳市更大力度促进招商引资10条措施"


# --- underneath


def test_plain_values() -> None:
    assert plain_value("x", {"a": [True, 5, None, ip.Ratio.parse("5‰")]}) == {"a": ["yes", "5", None, "5‰"]}
    with pytest.raises(TermsError, match=r"x.a: object .* can not be a term; write text"):
        plain_value("x", {"a": object()})


def test_composing_collects_the_faults_of_patches() -> None:
    patches = [Patch("nowhere.cap", "1元", "change"), Patch("referral-reward.cup", "1元", "change")]
    composed = compose(city().text.provisions, [patches])
    assert [one.what for one in composed.faults] == [
        "provision 'nowhere' does not exist",
        "term of referral-reward 'cup' does not exist",
    ]
    assert all(one.unknown for one in composed.faults)
    assert composed.terms["referral-reward"] == city().terms("referral-reward")


# --- vary: paths, values and changes of nothing in one pass


def problems_of(changes: dict[str, Any], policy: ip.Policy | None = None) -> list[str]:
    with pytest.raises((TermsError, UnknownNameError)) as caught:
        (policy or mianyang()).vary(changes)
    return [str(one).partition("; ")[0] for one in caught.value.problems]


def test_an_unknown_path_hides_no_other_fault() -> None:
    faults = problems_of(
        {
            "referral-reward.cup": "5元",
            "referral-reward.threshold": "5 trees",
            "cost-sharing.discretionary": True,
            "cost-sharing.threshold": True,
            "fund-share.limit": 0.5,
        }
    )
    assert faults == [
        "term of referral-reward 'cup' does not exist",
        "term of cost-sharing 'discretionary' does not exist",
        "cost-sharing.threshold: True is no value of this term",
        "fund-share.limit: float 0.5 can not be a term",
        "referral-reward.threshold: money '5 trees' is not an amount of money",
    ]
    assert problems_of({"referral-reward.cup": "5元", "referral-reward.cap": "30万元"}) == [
        "term of referral-reward 'cup' does not exist",
        "referral-reward.cap: the change changes nothing",
    ]


def test_a_fault_that_a_misspelled_path_would_mend_is_not_said() -> None:
    brackets = "referral-reward.scale.brackets"
    moved = {f"{brackets}[5亿元].from": "6亿元", f"{brackets}[1亿元].below": "6亿元"}
    city().vary(moved)
    misspelled = {f"{brackets}[5亿元].from": "6亿元", f"{brackets}[1亿].below": "6亿元"}
    assert problems_of(misspelled, city()) == ["referral-reward.scale.brackets: item '1亿' does not exist"]
    assert problems_of({f"{brackets}[5亿元].from": "6亿元", "cost-sharing.shars": "1:1"}, city()) == [
        "term of cost-sharing 'shars' does not exist",
        f"{brackets}[6亿元]: there is a gap between (from 1亿元 below 5亿元) and (from 6亿元): 5亿元 to 599999999.99元",
    ]


# --- a population


def test_a_park_twice_in_one_year_is_refused_with_both_places() -> None:
    named = [{"park": "甲"}, {"park": "乙"}, {"park": "甲"}]
    same_id = [{"park": "甲", "id": "K1"}, {"park": "甲区", "id": "K1"}]
    for name in ("park-ranking-award", "major-project-award"):
        with pytest.raises(FactsError) as caught:
            mianyang().decide_all(name, [one | {"year": 2022} for one in named])
        assert str(caught.value) == (
            "place 2 of the population of 2022, from 0: 甲 stands in it already, at place 0; give each park once"
        )
        with pytest.raises(
            FactsError, match="place 1 of the population, from 0: 甲区 stands in it already, at place 0"
        ):
            mianyang().decide_all(name, same_id)
        with pytest.raises(FactsError, match="place 1 of the population, from 0: 甲 stands in it already"):
            mianyang().decide_all(name, [{"park": "甲", "id": "K1"}, {"park": "甲"}])


@pytest.mark.parametrize(
    "population",
    [
        [{"park": "甲", "year": 2022}, {"park": "甲", "year": 2023}],
        [{"park": "甲", "id": "K1"}, {"park": "甲", "id": "K2"}],
        [{"score": "90"}, {"score": "90"}],
        [{"id": "K1"}, {"park": "K1"}],
    ],
)
def test_other_parks_or_years_are_none_twice(population: list[dict[str, Any]]) -> None:
    assert len(mianyang().decide_all("park-ranking-award", population)) == 2
