"""MY22.referral-reward (绵阳日报2022-05-25, 压实责任·考核激励)."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest
import z3
from hypothesis import given
from hypothesis import strategies as st

import investpolicy as ip
from investpolicy import frames
from investpolicy.algebras.proof import literal
from investpolicy.facts import Referral
from investpolicy.facts.places import PROVINCES
from investpolicy.outcomes import Award
from tests.expected.answer import NOT_YET, WAN, YI
from tests.expected.referral_reward import Terms, referral_reward

from . import generate
from .agree import DRAFT, MIANYANG, answer_of, as_row, check_record, one_unknown, some_answers
from .generate import Row, amounts, frame_of, model_of, rngs, rows_of
from .prove import Proof, never

NAME = "referral-reward"
CAP = 30 * WAN

GOOD: Row = {
    "project.place": "四川省绵阳市涪城区",
    "project.agreed_investment": 520_000_000_00,
    "project.actual_investment": 520_000_000_00,
    "project.signed_on": date(2022, 6, 20),
    "project.started_on": date(2022, 9, 1),
    "referrer.kind": "association",
    "referrer.brought_about": True,
}


def decide(policy: ip.Policy, **changes: Any) -> ip.Decision:
    """The decision on the good row with other facts: ``project__place='成都市'``."""
    row = GOOD | {name.replace("__", "."): value for name, value in changes.items()}
    return policy.decide(NAME, model_of(Referral, row))


# published figures --------------------------------------------------------------------------------


def test_the_text_alone_answers_up_to_30_wan_and_names_the_scale() -> None:
    decision = decide(MIANYANG)
    assert decision.status == "up_to"
    assert str(decision.ceiling) == "30万元"
    assert decision.missing == ("terms.scale",)
    assert decision.discretionary
    assert decision.citation.section == "压实责任·考核激励"
    with pytest.raises(ip.errors.UndeterminedError) as error:
        _ = decision.amount
    assert "绵阳市更大力度促进招商引资10条措施" in str(error.value)
    assert "terms.scale" in str(error.value)


@pytest.mark.parametrize(
    ("actual", "amount"),
    [("5.2亿元", "26万元"), ("6亿元", "30万元"), ("6.000001亿元", "30万元"), ("3亿元", "15万元"), ("0元", "0元")],
)
def test_a_draft_scale_of_half_a_per_mille_of_actual_investment(actual: str, amount: str) -> None:
    decision = decide(DRAFT, project__actual_investment=ip.Money.parse(actual).in_fen)
    assert decision.status == "entitled"
    assert str(decision.amount) == amount
    assert decision.discretionary


@pytest.mark.parametrize("policy", [MIANYANG, DRAFT], ids=["text", "draft"])
def test_499_yi_is_not_eligible_and_the_reason_is_given(policy: ip.Policy) -> None:
    decision = decide(policy, project__agreed_investment=499_000_000_00)
    assert decision.status == "ineligible"
    assert decision.outcome.failed == ("large_enough",)
    assert decision.amount == ip.Money.yuan(0)
    assert decision.ceiling is None
    assert "4.99亿元" in decision.conditions["large_enough"].words.zh


@pytest.mark.parametrize(
    ("policy", "missing"),
    [(MIANYANG, ("project.actual_investment", "terms.scale")), (DRAFT, ("project.actual_investment",))],
    ids=["text", "draft"],
)
def test_without_an_actual_investment_it_is_undetermined(policy: ip.Policy, missing: tuple[str, ...]) -> None:
    decision = decide(policy, project__actual_investment=None)
    assert decision.status == "undetermined"
    assert decision.missing == missing


def test_any_sector_may_be_rewarded() -> None:
    for sector in "ABCDEFGHIJKLMNOPQRST":
        assert decide(DRAFT, project__sector=sector).status == "entitled"


# edges --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fen", "status"), [(5 * YI - 1, "ineligible"), (5 * YI, "entitled"), (5 * YI + 1, "entitled")]
)
def test_the_threshold_of_5_yi_counts_itself(fen: int, status: str) -> None:
    assert decide(DRAFT, project__agreed_investment=fen).status == status


@pytest.mark.parametrize(
    ("actual", "fen"),
    [(6 * YI - 2000, CAP - 1), (6 * YI - 1001, CAP - 1), (6 * YI - 1000, CAP), (6 * YI, CAP), (6 * YI + 2000, CAP)],
)
def test_the_cap_is_reached_to_the_fen(actual: int, fen: int) -> None:
    assert decide(DRAFT, project__actual_investment=actual).amount.in_fen == fen


@pytest.mark.parametrize(("paid", "left"), [(0, CAP), (1, CAP - 1), (CAP - 1, 1), (CAP, 0), (CAP + 1, 0), (10**16, 0)])
def test_what_was_already_paid_for_the_project_leaves_less(paid: int, left: int) -> None:
    decision = decide(MIANYANG, referral__paid_before=paid)
    assert decision.ceiling == ip.Money.fen(left)
    assert decide(DRAFT, project__actual_investment=YI * 9, referral__paid_before=paid).amount.in_fen == left


# conditions ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "value", "condition"),
    [
        ("project.signed_on", NOT_YET, "signed"),
        ("project.started_on", NOT_YET, "landed"),
        ("project.place", "四川省成都市", "in_jurisdiction"),
        ("project.place", "广东深圳", "in_jurisdiction"),
        ("project.agreed_investment", 5 * YI - 1, "large_enough"),
        ("referrer.brought_about", False, "brought_about"),
        ("referrer.kind", "public_servant", "recipient_allowed"),
    ],
)
def test_each_condition_fails_alone_and_wins_over_all_that_is_unknown(path: str, value: Any, condition: str) -> None:
    row = GOOD | {path: value}
    if path == "project.signed_on":
        row["project.started_on"] = None  # nothing starts before it is signed
    policies = (MIANYANG, DRAFT)
    for policy in policies:
        assert policy.decide(NAME, model_of(Referral, row)).outcome.failed == (condition,)
        decision = policy.decide(NAME, model_of(Referral, {path: value}))
        assert decision.status == "ineligible"
        assert decision.outcome.failed == (condition,)
        assert decision.missing == ()


INSIDE = [
    "四川省绵阳市",
    "绵阳",
    "绵阳高新区",
    "四川绵阳游仙",
    "四川省江油市",
    "三台县潼川镇",
    "北川县",
    "涪城区",
    "(绵阳)科技城",
    "510722",
]
OUTSIDE = [
    "成都市武侯区",
    "四川省德阳市绵竹市",
    "四川广元",
    "阿坝州",
    "四川省凉山彝族自治州",
    "重庆市",
    "重庆",
    "内蒙古自治区",
    "广东深圳",
    "香港",
]
UNCLEAR = [
    "四川省",
    "四川",
    "Mianyang",
    "花荄镇",
    "经济技术开发区",
    "高新区",
    "经开区",
    "科技城",
    "三台子",
    "成都",
    "四川省绵竹市",
    "新绵阳",
    "北京路",
    "山东产业园",
]


@pytest.mark.parametrize(
    ("place", "met"),
    [*((one, True) for one in INSIDE), *((one, False) for one in OUTSIDE), *((one, None) for one in UNCLEAR)],
)
def test_a_place_is_inside_or_surely_elsewhere_or_not_known(place: str, met: bool | None) -> None:
    decision = decide(DRAFT, project__place=place)
    assert decision.conditions["in_jurisdiction"].met is met
    assert decision.status == {True: "entitled", False: "ineligible", None: "undetermined"}[met]
    assert decision.missing == (("project.place",) if met is None else ())
    assert f"须在绵阳市（建设地点 {place}）" in decision.explain()
    assert ("尚缺事实：建设地点" in decision.explain()) is (met is None)


def test_all_34_provinces_but_the_own_one_are_elsewhere() -> None:
    assert len(PROVINCES) == 34
    for short, full in PROVINCES.items():
        assert full.startswith(short)
        for name in (short, full):
            status = decide(DRAFT, project__place=name).status
            assert status == ("undetermined" if short == "四川" else "ineligible"), name


def test_a_jurisdiction_that_names_no_province_knows_only_its_own_list() -> None:
    policy = DRAFT.vary({f"{NAME}.jurisdiction": ["绵阳"], f"{NAME}.elsewhere": ["成都"]})
    places = ("绵阳市", "成都市", "广东省", "四川省")
    found = [str(decide(policy, project__place=place).status) for place in places]
    assert found == ["entitled", "ineligible", "undetermined", "undetermined"]
    alone = policy.vary({f"{NAME}.elsewhere": []})
    assert decide(alone, project__place="成都市").missing == ("project.place",)


def test_a_jurisdiction_that_is_open_is_waited_for() -> None:
    policy = DRAFT.vary({f"{NAME}.jurisdiction": "open"})
    decision = decide(policy)
    assert (decision.status, decision.missing) == ("undetermined", ("terms.jurisdiction",))
    assert policy.terms(NAME).open_terms == ("jurisdiction",)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"jurisdiction": []},
            "jurisdiction: names no place; write how places inside it begin, such as [绵阳市], or open",
        ),
        ({"jurisdiction": ["绵阳", " "]}, "jurisdiction[2]: is blank; write how places begin, such as 绵阳市"),
        ({"elsewhere": [""]}, "elsewhere[1]: is blank; write how places begin, such as 绵阳市"),
        ({"recipients": []}, "recipients: 'recipients' needs 1 or more inside, nothing was found"),
    ],
)
def test_lists_that_say_nothing_are_refused(change: Any, message: str) -> None:
    with pytest.raises(ip.errors.TermsError) as caught:
        MIANYANG.vary({f"{NAME}.{term}": value for term, value in change.items()})
    assert str(caught.value).startswith(f"{NAME}.{message}")


def test_columns_tell_places_as_records_do() -> None:
    rows = [GOOD | {"project.place": one, "referral.paid_before": 0} for one in (*INSIDE, *OUTSIDE, *UNCLEAR, None)]
    meaning = frames.masks(DRAFT, NAME)
    for engine in ("polars", "duckdb"):
        found = rows_of(frames.evaluate(DRAFT, NAME, frame_of(engine, Referral, rows)))
        for row, column in zip(rows, found, strict=True):
            record = as_row(DRAFT.decide(NAME, model_of(Referral, row)))
            assert (column["status"], frozenset(meaning.missing(column["missing"]))) == (
                record["status"],
                record["missing"],
            ), (engine, row["project.place"])


def test_z3_tells_places_as_records_do() -> None:
    proof = Proof()
    inside = proof.of(DRAFT.provision(NAME).formulas.conditions["in_jurisdiction"])
    place = proof.facts["project.place"][1]
    for met, places in ((True, INSIDE), (False, OUTSIDE), (None, UNCLEAR)):
        said = z3.Not(inside.known) if met is None else z3.And(inside.known, inside.value == met)
        for one in places:
            written = ((place.value, literal(one, "choice").value), (place.known, z3.BoolVal(True)))
            assert z3.is_true(z3.simplify(z3.substitute(said, *written))), one
    assert proof.refuted(z3.Implies(inside.known, place.known)) is None


@pytest.mark.parametrize("path", [*GOOD, "referral.paid_before"])
def test_each_single_unknown_fact_is_named(path: str) -> None:
    decision = one_unknown(NAME, GOOD, path, DRAFT)
    assert decision.status == "undetermined"
    assert decision.missing == (path,)


@pytest.mark.parametrize("path", ["project.registered_on", "project.in_production_on", "project.sector"])
def test_a_fact_that_can_not_matter_is_not_asked_for(path: str) -> None:
    assert one_unknown(NAME, GOOD, path, DRAFT).status == "entitled"


# several referrers --------------------------------------------------------------------------------


def parts(weights: tuple[int, ...], policy: ip.Policy = DRAFT, /, **changes: Any) -> list[int]:
    """What each of several referrers gets, in 分."""
    places = range(1, len(weights) + 1)
    return [decide(policy, weights=weights, place=place, **changes).amount.in_fen for place in places]


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ((1, 1), [15_000_000, 15_000_000]),
        ((1, 1, 1), [10_000_000, 10_000_000, 10_000_000]),
        ((6, 3, 1), [18_000_000, 9_000_000, 3_000_000]),
        ((1, 1, 1, 1, 1, 1, 1), [4_285_715, 4_285_715, 4_285_714, 4_285_714, 4_285_714, 4_285_714, 4_285_714]),
        ((0, 1), [0, 30_000_000]),
        ((2, 1, 4), [8_571_429, 4_285_714, 17_142_857]),
    ],
)
def test_referrers_share_one_cap_by_their_weights(weights: tuple[int, ...], expected: list[int]) -> None:
    assert parts(weights, project__actual_investment=60 * YI) == expected


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=6).filter(any), amounts, amounts)
def test_the_parts_of_all_referrers_add_up_to_the_reward_of_one(weights: list[int], actual: int, paid: int) -> None:
    changes: dict[str, Any] = {"project__actual_investment": actual, "referral__paid_before": paid}
    alone = decide(DRAFT, **changes).amount.in_fen
    shared = parts(tuple(weights), **changes)
    assert sum(shared) == alone
    for weight, part in zip(weights, shared, strict=True):
        assert abs(part * sum(weights) - alone * weight) < sum(weights)  # within one 分 of the exact share


@given(st.lists(st.integers(1, 9), min_size=2, max_size=5), st.integers(0, 40), st.integers(0, 40))
def test_no_part_is_above_its_ceiling_where_a_few_fen_are_left(weights: list[int], left: int, reward: int) -> None:
    """By largest remainders a part may be larger where the whole is smaller (the Alabama paradox)."""
    for place in range(1, len(weights) + 1):
        facts = {"weights": tuple(weights), "place": place, "referral__paid_before": CAP - left}
        decision = decide(DRAFT, project__actual_investment=2000 * reward, **facts)
        assert decision.ceiling is not None
        assert 0 <= decision.amount.in_fen <= decision.ceiling.in_fen


def test_each_referrer_has_a_cap_where_the_cap_is_a_referrers() -> None:
    policy = DRAFT.under({"referral-reward.cap-is-for": "referrer"})
    facts: dict[str, Any] = {"project__actual_investment": 60 * YI, "referral__paid_before": CAP}
    assert parts((1, 1), policy, **facts) == [CAP, CAP]
    assert parts((1, 1), policy, referral__paid_to_referrer=CAP - 5, **facts) == [5, 5]


# bounds and monotonicity --------------------------------------------------------------------------


@given(amounts, amounts, amounts)
def test_never_negative_and_with_what_is_already_paid_never_above_the_cap(agreed: int, actual: int, paid: int) -> None:
    facts = {"project__agreed_investment": agreed, "project__actual_investment": actual, "referral__paid_before": paid}
    decision = decide(DRAFT, **facts)
    amount = decision.amount.in_fen
    assert 0 <= amount <= CAP
    assert decision.status == "ineligible" or amount + min(paid, CAP) <= CAP


@given(amounts, amounts, amounts)
def test_more_actual_investment_never_earns_less(one: int, other: int, paid: int) -> None:
    low, high = sorted((one, other))
    earned = [
        decide(DRAFT, project__actual_investment=actual, referral__paid_before=paid).amount.in_fen
        for actual in (low, high)
    ]
    assert earned == sorted(earned)


@given(amounts, amounts)
def test_a_larger_project_is_never_turned_away_where_a_smaller_one_is_not(one: int, other: int) -> None:
    statuses = [decide(DRAFT, project__agreed_investment=fen).status for fen in sorted((one, other))]
    assert statuses != ["entitled", "ineligible"]


@given(rngs)
def test_a_decision_is_the_expected_one_under_any_answers(rng: random.Random) -> None:
    rows = [generate.referral(rng, shared=True) for _ in range(3)]
    check_record(NAME, rows, some_answers(rng, NAME), draft=rng.random() < 0.5)


def test_the_expected_values_know_the_published_figures() -> None:
    assert referral_reward(GOOD, Terms()).ceiling == CAP
    assert answer_of(decide(MIANYANG)) == referral_reward(GOOD)


# proofs for all facts in range --------------------------------------------------------------------


def test_z3_proves_that_the_reward_is_never_negative_or_above_the_cap() -> None:
    proof = Proof()
    amount = proof.amounts(DRAFT.provision(NAME).formulas)["amount"]
    assert never(proof, amount, lambda fen: z3.Or(fen < 0, fen > CAP)) is None


def test_z3_refutes_a_false_claim_with_facts_on_which_the_decision_fails_it() -> None:
    proof = Proof()
    formulas = DRAFT.provision(NAME).formulas
    assert isinstance(formulas, Award)
    amount = proof.amounts(formulas)["amount"]
    eligible = proof.of(formulas.eligible)
    at_least_one_yuan = z3.Implies(z3.And(eligible.known, eligible.value, amount.known), amount.value >= 100)
    facts = proof.refuted(at_least_one_yuan)
    assert facts is not None
    decision = DRAFT.decide(NAME, model_of(Referral, facts))
    assert decision.status == "entitled"
    assert decision.amount < ip.Money.yuan(1)


@pytest.mark.parametrize("weights", [(1, 1), (1, 1, 1), (6, 6, 2), (7, 7, 7, 2)], ids=str)
def test_z3_proves_that_the_parts_of_referrers_add_up_and_keep_under_their_ceilings(weights: tuple[int, ...]) -> None:
    proof = Proof()
    provision = DRAFT.provision(NAME)

    def outcome(weights: tuple[int, ...], place: int) -> Award:
        facts = Referral.symbols().model_copy(update={"weights": weights, "place": place})
        found = provision.rule.function(facts, provision.terms.symbols())
        assert isinstance(found, Award)
        return found

    alone = proof.of(outcome((1,), 1).computed)
    each = [outcome(weights, place + 1) for place in range(len(weights))]
    shares, ceilings = [proof.of(one.computed) for one in each], [proof.of(one.ceiling) for one in each]
    known = z3.And(alone.known, *(one.known for one in shares))
    add_up = z3.And(sum(one.value for one in shares) == alone.value, *(one.value >= 0 for one in shares))
    assert proof.refuted(z3.Implies(known, add_up)) is None
    within = z3.And(*(part.value <= most.value for part, most in zip(shares, ceilings, strict=True)))
    assert proof.refuted(z3.Implies(known, within)) is None
    assert proof.refuted(z3.Not(z3.And(known, alone.value == CAP))) is not None, "the claims are not empty"
