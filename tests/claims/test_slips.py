"""Slips: each kind found as what it is, with its words; nothing for what is right or fits no single change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

import investpolicy as ip
from investpolicy.claims.slips import MOST_SLIPS, Slip, SlipKind, Slips
from investpolicy.outcomes import Award, Outcome, Split
from investpolicy.rankings import RANKINGS
from investpolicy.values.money import Money
from tests.register.cases import RATE, REFERRER, city, landed, mianyang, parks, referral, sharing

K = SlipKind
SCALE, CAP = "referral-reward.scale", "referral-reward.cap"


def jinan(**project: Any) -> Any:
    """A domestic project with 8000万元 of fixed assets: 5‰ of it is 40万元."""
    own = {"name": "甲", "capital_origin": "内资", "fixed_asset_investment": "8000万元"} | project
    return {"project": own, "referrer": REFERRER}


def draft(scale: Any = RATE, cap: str = "500万元") -> ip.Policy:
    return mianyang().vary({SCALE: scale, CAP: cap} if cap != "30万元" else {SCALE: scale})


def bracketed(kind: str, *brackets: dict[str, str], **more: str) -> dict[str, Any]:
    return {"kind": kind, "base": "actual_investment", "brackets": list(brackets), **more}


TWO = ({"from": "1亿元", "below": "5亿元", "rate": "0.5‰"}, {"from": "5亿元", "rate": "1‰"})
FIXED = ({"from": "1亿元", "to": "5亿元", "amount": "10万元"}, {"above": "5亿元", "amount": "20万元"})
STEPS = {"from": "1亿元", "amount": "10万元", "step": "1亿元", "per_step": "5万元"}


def of(amount: str) -> Any:
    return referral({"actual_investment": amount})


@dataclass(frozen=True)
class Case:
    kind: SlipKind
    policy: Callable[[], ip.Policy]
    provision: str
    facts: Any
    due: str | None
    claim: str | dict[str, str]
    zh: str
    en: str = ""
    others: Callable[[], list[ip.Policy]] = field(default=list)


def reward(
    kind: SlipKind, policy: Callable[[], ip.Policy], facts: Any, due: str, claim: str, zh: str, en: str = ""
) -> Case:
    return Case(kind, policy, "referral-reward", facts, due, claim, zh, en)


def fund(kind: SlipKind, claim: str, *words: str, due: str = "40万元", **project: Any) -> Case:
    return reward(kind, lambda: ip.policy("jinan-2019"), jinan(**project), due, claim, *words)


def shared(kind: SlipKind, city_part: str, other: str, zh: str, en: str = "", *, agreed: str = "120亿元") -> Case:
    facts = {**sharing(support_funds="1000万元")}
    facts["project"] = facts["project"] | {"agreed_investment": agreed}
    return Case(kind, mianyang, "cost-sharing", facts, None, {"市本级": city_part, "承接地": other}, zh, en)


CASES = {
    # unit: the claim, one amount, all amounts
    "claim-in-a-larger-unit": fund(
        K.UNIT,
        "40亿元",
        "应得 40万元，若元误作万元，则为 40亿元",
        "CNY 400,000 is due; with yuan taken for tens of thousands of yuan it is CNY 4,000,000,000",
    ),
    "claim-in-a-smaller-unit": fund(K.UNIT, "40元", "应得 40万元，若万元误作元，则为 40元"),
    "split-in-a-smaller-unit": shared(
        K.UNIT,
        "300元",
        "700元",
        "应得 市本级 300万元、承接地 700万元，若万元误作元，则为 市本级 300元、承接地 700元",
        "city CNY 3,000,000, locality CNY 7,000,000 is due; with tens of thousands of yuan taken for yuan it is "
        "city CNY 300, locality CNY 700",
    ),
    "amount-in-a-smaller-unit": reward(
        K.UNIT,
        lambda: draft(bracketed("slab", {"from": "0元", "below": "1亿元", "rate": "1%"}, TWO[1] | {"from": "1亿元"})),
        of("3亿元"),
        "30万元",
        "300元",
        "若实际投资额为 3万元（万元误作元），应得 300元",
        "with actual investment of CNY 30,000 (tens of thousands of yuan taken for yuan), CNY 300 would be due",
    ),
    "all-amounts-in-a-larger-unit": reward(
        K.UNIT,
        lambda: draft(cap="30万元"),
        referral({"agreed_investment": "5.2万元", "actual_investment": "3万元"}),
        "0元",
        "15万元",
        "若各项金额均以元误作万元，应得 15万元",
        "with all amounts read with yuan taken for tens of thousands of yuan, CNY 150,000 would be due",
    ),
    "within-the-ceiling-in-another-unit": reward(
        K.UNIT,
        mianyang,
        of("3亿元"),
        "",
        "25亿元",
        "若申报金额把元误作万元，所报为 25万元，未超上限 30万元",
        "with yuan taken for tens of thousands of yuan the claim is CNY 250,000, within the ceiling of CNY 300,000",
    ),
    # limits
    "cap": reward(
        K.CAP,
        lambda: draft(cap="30万元"),
        of("8亿元"),
        "30万元",
        "40万元",
        "若不计奖励上限（30万元），应得 40万元",
        "without cap (CNY 300,000), CNY 400,000 would be due",
    ),
    "paid-before": reward(
        K.CAP,
        lambda: draft(cap="30万元"),
        referral({"actual_investment": "8亿元"}, paid_before="10万元"),
        "20万元",
        "30万元",
        "若不计此前已付奖励（10万元），应得 30万元",
        "without already paid for this project (CNY 100,000), CNY 300,000 would be due",
    ),
    "all-of-the-cap": fund(
        K.CAP,
        "500万元",
        "若不按内资项目标准（固定资产投资额 × 5‰）而按上限，应得 500万元",
        "with all that the cap leaves, not scale for domestic projects (fixed-asset investment × 5‰), "
        "CNY 5,000,000 would be due",
    ),
    # rates
    "rate-of-the-other-branch": fund(
        K.RATE,
        "48万元",
        "若内资项目标准按 6‰（外资项目标准）而非 5‰，应得 48万元",
        "with 6‰ (scale for foreign-invested projects) for 5‰ (scale for domestic projects), CNY 480,000 would be due",
    ),
    "the-other-branch": fund(
        K.RATE,
        "42万元",
        "若内资项目标准用外资项目标准（实际到位资金 × 6‰），应得 42万元",
        arrived_funds="7000万元",
    ),
    "per-cent": fund(
        K.PER_MILLE,
        "400万元",
        "若内资项目标准的 5‰ 作 5%，应得 400万元",
        "with 5% for 5‰ (scale for domestic projects), CNY 4,000,000 would be due",
    ),
    "per-mille-of-all-brackets": reward(
        K.PER_MILLE,
        lambda: draft(bracketed("marginal", *TWO)),
        of("6亿元"),
        "30万元",
        "300万元",
        "若奖励标准各档比例均乘以 10（‰ 作 %），应得 300万元",
    ),
    # brackets and tiers
    "neighbouring-rate": reward(
        K.NEIGHBOUR,
        lambda: draft(bracketed("slab", *TWO)),
        of("3亿元"),
        "15万元",
        "30万元",
        "若奖励标准中1亿元起一档按相邻的5亿元起一档（1‰），应得 30万元",
        "with the neighbouring bracket from CNY 500,000,000 (1‰) for the bracket from CNY 100,000,000 of scale, "
        "CNY 300,000 would be due",
    ),
    "neighbouring-amount": reward(
        K.NEIGHBOUR,
        lambda: draft(bracketed("lookup", *FIXED)),
        of("5亿元"),
        "10万元",
        "20万元",
        "若奖励标准中1亿元起一档按相邻的超过5亿元一档（20万元），应得 20万元",
    ),
    "below-the-first-bracket": reward(
        K.NEIGHBOUR,
        lambda: draft(bracketed("lookup", *FIXED)),
        of("9999万元"),
        "0元",
        "10万元",
        "若奖励标准首档（1亿元起，10万元）以下也按首档，应得 10万元",
    ),
    "whole-amount": reward(
        K.PROGRESSIVE,
        lambda: draft(bracketed("marginal", *TWO)),
        of("6亿元"),
        "30万元",
        "60万元",
        "若奖励标准按全额分档而非超额累进，应得 60万元",
        "with scale by whole amounts, not progressive, CNY 600,000 would be due",
    ),
    "progressive": reward(
        K.PROGRESSIVE,
        lambda: draft(bracketed("slab", *TWO)),
        of("6亿元"),
        "60万元",
        "30万元",
        "若奖励标准按超额累进而非全额分档，应得 30万元",
    ),
    # amounts
    "agreed-for-actual": reward(
        K.MEASURE,
        draft,
        of("3亿元"),
        "15万元",
        "26万元",
        "若奖励标准按协议投资额（5.2亿元）而非实际投资额计算，应得 26万元",
        "with agreed investment (CNY 520,000,000) for actual investment (scale), CNY 260,000 would be due",
    ),
    "another-amount-to-share": shared(
        K.MEASURE,
        "9000万元",
        "21000万元",
        "若以实际投资额代替应兑现扶持资金（3亿元），应得 市本级 9000万元、承接地 2.1亿元",
        "with actual investment for support funds due (CNY 300,000,000), city CNY 90,000,000, "
        "locality CNY 210,000,000 would be due",
    ),
    # edges
    "threshold-excluded": shared(
        K.EDGE,
        "0元",
        "0元",
        "若“门槛含本数”读作“不含本数”，应得 市本级 0元、承接地 0元",
        "with whether the threshold itself is enough read as: only what is above it counts, "
        "city CNY 0, locality CNY 0 would be due",
        agreed="100亿元",
    ),
    "bracket-excluded": reward(
        K.EDGE,
        lambda: draft(bracketed("slab", *TWO)),
        of("5亿元"),
        "50万元",
        "25万元",
        "若奖励标准中“5亿元起”读作“超过5亿元”，应得 25万元",
    ),
    "bracket-included": reward(
        K.EDGE,
        lambda: draft(bracketed("lookup", *FIXED)),
        of("5亿元"),
        "10万元",
        "20万元",
        "若奖励标准中“超过5亿元”读作“5亿元起”，应得 20万元",
        "with “above CNY 500,000,000” of scale read as “from CNY 500,000,000”, CNY 200,000 would be due",
    ),
    # shares
    "shares-swapped": shared(
        K.SHARES,
        "700万元",
        "300万元",
        "若分担比例为 市本级 70 : 承接地 30（两方对调），应得 市本级 700万元、承接地 300万元",
        "with shares of city 70 : locality 30 (swapped), city CNY 7,000,000, locality CNY 3,000,000 would be due",
    ),
    "equal-shares": shared(
        K.SHARES,
        "500万元",
        "500万元",
        "若分担比例为 市本级 1 : 承接地 1（均分），应得 市本级 500万元、承接地 500万元",
    ),
    "not-shared": reward(
        K.SHARES,
        draft,
        referral(weights=(1, 2), place=1),
        "5万元",
        "15万元",
        "若不与其他引荐人分享，独得全部，应得 15万元",
        "with the whole, not shared with other referrers, CNY 150,000 would be due",
    ),
    "shared-equally": reward(
        K.SHARES, draft, referral(weights=(1, 2), place=1), "5万元", "7.5万元", "若 2 个引荐人均分，应得 7.5万元"
    ),
    "part-of-another": reward(
        K.SHARES,
        draft,
        referral(weights=(1, 2), place=1),
        "5万元",
        "10万元",
        "若按第 2 个引荐人的权重（实为第 1 个），应得 10万元",
    ),
    # other terms
    "before-the-amendment": reward(
        K.OTHER_TERMS,
        lambda: city(date(2021, 6, 1)),
        referral({"place": "某市", "actual_investment": "5亿元"}),
        "25万元",
        "40万元",
        "若按 2021-01-01 修订前的条款，应得 40万元",
        "by the terms before the amendment of 2021-01-01, CNY 400,000 would be due",
    ),
    "after-the-amendment": reward(
        K.OTHER_TERMS,
        lambda: city(date(2021, 6, 1)),
        referral({"place": "某市", "actual_investment": "6亿元"}),
        "40万元",
        "60万元",
        "若按 2023-07-01 修订后的条款，应得 60万元",
    ),
    "another-version": Case(
        K.OTHER_TERMS,
        lambda: ip.policy("jinan-2019"),
        "referral-reward",
        jinan(),
        "40万元",
        "56万元",
        "若按《济南市社会化招商奖励（政策汇编摘录）》（jinan-2019）的条款，应得 56万元",
        "by the terms of Jinan's rewards for referrals (as excerpted in a collection of policies) (jinan-2019), "
        "CNY 560,000 would be due",
        lambda: [ip.policy("jinan-2019").vary({"referral-reward.domestic.rate": "7‰"}), ip.policy("mianyang-2022")],
    ),
    # readings, conditions, rounding
    "reading": Case(
        K.READING,
        lambda: ip.policy("shandong-report"),
        "jinan-referral-fund",
        jinan(),
        "400万元",
        "40万元",
        "若“比例是百分之还是千分之？”读作“千分之，如济南办法所印”，应得 40万元",
        "with “Are the rates per cent or per mille?” read as “per mille, as Jinan's measure prints”, "
        "CNY 400,000 would be due",
    ),
    "conditions": reward(
        K.CONDITIONS,
        draft,
        referral({"started_on": "尚未", "agreed_investment": "4亿元"}),
        "0元",
        "15万元",
        "若忽略未满足的条件（已落地、达到项目门槛），应得 15万元",
        "with the failed conditions ignored (landed, large enough), CNY 150,000 would be due",
    ),
    "rounded-half-up-and-down": reward(
        K.ROUNDING,
        draft,
        of("300012340元"),
        "150006.17元",
        "150006元",
        "应得 150006.17元，若取整到元（四舍五入或舍去），则为 150006元",
        "CNY 150,006.17 is due; with rounding to 1 yuan (half up or down) it is CNY 150,006",
    ),
    "rounded-up": reward(
        K.ROUNDING,
        draft,
        of("300012340元"),
        "150006.17元",
        "16万元",
        "应得 150006.17元，若取整到万元（进一），则为 16万元",
    ),
    "rounding-of-the-scale": reward(
        K.ROUNDING, draft, of("300012350元"), "150006.18元", "150006.17元", "若奖励标准舍去到分，应得 150006.17元"
    ),
    "step-only-begun": reward(
        K.ROUNDING,
        lambda: draft(bracketed("base-plus-step", STEPS, partial_step="not-counted")),
        of("3.5亿元"),
        "20万元",
        "25万元",
        "若奖励标准为“基数加增量，不足一档按一档计（实际投资额）：1亿元（含） 10万元，每增加 1亿元 加 5万元”，"
        "应得 25万元",
    ),
}


def money(claim: str | dict[str, str]) -> dict[str, Money]:
    given = {"": claim} if isinstance(claim, str) else claim
    return {party: Money.parse(amount) for party, amount in given.items()}


def made(case: Case) -> tuple[Slips, ip.Decision]:
    policy = case.policy()
    decision = policy.decide(case.provision, case.facts)
    return Slips(policy, policy.provision(case.provision), others=case.others()), decision


def paid(outcome: Outcome) -> dict[str, Money]:
    """What an outcome pays: worked out as a reader of decisions would."""
    if isinstance(outcome, Split):
        return outcome.parts if outcome.failed == () else dict.fromkeys(outcome.parts, Money.fen(0))
    assert isinstance(outcome, Award)
    return {"": outcome.amount}


def gives_the_claim(slips: Slips, slip: Slip, claim: dict[str, Money]) -> bool:
    """Deciding again with what the slip says gives the claim."""
    if slip.facts is None or slip.terms is None:
        return slip.amounts == claim
    return slip.amounts == claim == paid(slips.provision.rule.function(slip.facts, slip.terms))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_slip_is_found_as_what_it_is(case: Case) -> None:
    slips, decision = made(case)
    claim = money(case.claim)
    found = slips.of(decision, claim)
    assert case.zh in [one.words.zh for one in found if one.kind is case.kind]
    if case.en:
        (one,) = (one for one in found if one.words.zh == case.zh)
        assert one.words.en == case.en
    if case.due:
        assert decision.amount == Money.parse(case.due)
    if case.due != "":
        assert all(gives_the_claim(slips, one, claim) for one in found)
    order = [list(SlipKind).index(one.kind) for one in found]
    assert order == sorted(order)
    assert len({(one.kind, one.words) for one in found}) == len(found) <= MOST_SLIPS


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_claim_that_is_one_fen_off_is_not_that_slip(case: Case) -> None:
    slips, decision = made(case)
    claim = {party: amount + Money.fen(1) for party, amount in money(case.claim).items()}
    assert slips.of(decision, claim) == ()


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_is_right_is_no_slip(case: Case) -> None:
    slips, decision = made(case)
    right = {"": Money.parse("30万元")} if case.due == "" else paid(decision.outcome)
    assert slips.of(decision, right) == ()


def test_every_kind_has_a_case() -> None:
    assert {case.kind for case in CASES.values()} == set(SlipKind)


def test_all_that_fit_are_listed_by_kind() -> None:
    slips, decision = made(CASES["reading"])
    found = slips.of(decision, money("40万元"))
    assert [one.kind for one in found] == [K.PER_MILLE, K.READING]
    assert found[0].words.zh == "若内资项目标准的 5% 作 5‰，应得 40万元"


def test_of_what_a_cap_makes_the_same_the_nearest_unit_is_listed() -> None:
    policy = draft(cap="30万元")
    decision = policy.decide("referral-reward", of("3亿元"))
    found = Slips(policy, policy.provision("referral-reward")).of(decision, money("30万元"))
    units = [one.words.zh for one in found if one.kind is K.UNIT]
    assert units == ["若实际投资额为 3000亿元（元误作千元），应得 30万元"]


def test_a_claim_of_nothing_is_explained_by_few_kinds() -> None:
    """A larger unit of a threshold, or a lower amount, fails a condition too: that says nothing of the claim."""
    policy = draft()
    decision = policy.decide("referral-reward", of("3亿元"))
    (found,) = Slips(policy, policy.provision("referral-reward")).of(decision, money("0元"))
    assert found.words.zh == "若“门槛按协议投资额还是实际投资额？”读作“实际投资额”，应得 0元"


def test_only_money_that_is_claimed_is_explained() -> None:
    policy = mianyang()
    share = {"fund_contribution": "6亿元", "vehicle_capital": "10亿元"}
    check = policy.decide("fund-share", share)
    assert Slips(policy, policy.provision("fund-share")).of(check, money("6亿元")) == ()
    split = policy.decide("cost-sharing", sharing())
    assert Slips(policy, policy.provision("cost-sharing")).of(split, money({"市本级": "1元"})) == ()


def test_what_waits_for_facts_may_be_explained_by_terms_that_do_not() -> None:
    policy = draft()
    facts = referral({"actual_investment": None})
    decision = policy.decide("referral-reward", facts)
    assert decision.status == "undetermined"
    found = Slips(policy, policy.provision("referral-reward")).of(decision, money("26万元"))
    assert [one.words.zh for one in found] == ["若奖励标准按协议投资额（5.2亿元）而非实际投资额计算，应得 26万元"]


# --- rank awards


SCORES = ("95", "95", "90", "88", "87", "80")


@pytest.mark.parametrize(
    ("place", "claim", "kind", "zh"),
    [
        (2, "100万元", K.NEIGHBOUR, "若名次为第 1 名（实为第 3 名），应得 100万元"),
        (2, "60万元", K.NEIGHBOUR, "若名次为第 4 名（实为第 3 名），应得 60万元"),
        (5, "60万元", K.NEIGHBOUR, "若名次为第 5 名（实为第 6 名），应得 60万元"),
        (0, "80万元", K.READING, "若“名次并列时如何奖励？”读作“均按较差名次”，应得 80万元"),
        (0, "90万元", K.READING, "若“名次并列时如何奖励？”读作“所占名次的奖金合并均分”，应得 90万元"),
        (3, "80万元", K.READING, "若“五个名次怎样分成三档？”读作“1、2-4、5”，应得 80万元"),
    ],
)
def test_slips_of_a_rank(place: int, claim: str, kind: SlipKind, zh: str) -> None:
    policy = mianyang()
    provision = policy.provision("park-ranking-award")
    population = [provision.read(one) for one in parks(*SCORES)]
    decision = policy.decide_all("park-ranking-award", population)[place]
    slips = Slips(policy, provision)
    found = slips.of(decision, money(claim), population=population, index=place)
    assert zh in [one.words.zh for one in found if one.kind is kind]
    assert all(gives_the_claim(slips, one, money(claim)) for one in found)


def test_terms_that_move_ranks_rank_the_whole_population_anew() -> None:
    sizes = (["200亿元"], ["90亿元"], ["80亿元"], ["55亿元", "20亿元"], ["51亿元"] * 2)
    policy = mianyang()
    provision = policy.provision("major-project-award")
    population = [provision.read(one) for one in landed(*sizes)]
    decisions = policy.decide_all("major-project-award", population)
    assert [str(one.status) for one in decisions].count("entitled") == 3
    slips = Slips(policy, provision)
    # by total: 200, 102, 90; by the largest project 200, 90, 80: the third park comes in
    found = slips.of(decisions[2], money("100万元"), population=population, index=2)
    assert "若“园区按什么排名？”读作“最大项目投资额”，应得 100万元" in [one.words.zh for one in found]
    alone = slips.of(decisions[2], money("100万元"))
    assert K.READING not in {one.kind for one in alone}  # as it is placed; nothing is guessed of the others
    others = [provision.read(one) for one in landed(*sizes[:3])]
    third = policy.decide_all("major-project-award", others)[2]
    found = slips.of(third, money("50万元"), population=others, index=2)
    assert found == ()


def test_a_population_is_ranked_once_under_each_of_the_other_terms(monkeypatch: pytest.MonkeyPatch) -> None:
    policy = mianyang()
    provision = policy.provision("park-ranking-award")
    population = [provision.read(one) for one in parks(*SCORES)]
    decisions = policy.decide_all("park-ranking-award", population)
    ranking, calls = RANKINGS["park_ranking_award"], [0]

    def counted(*given: Any) -> Any:
        calls[0] += 1
        return ranking(*given)

    monkeypatch.setitem(RANKINGS, "park_ranking_award", counted)
    slips = Slips(policy, provision)
    for place, decision in enumerate(decisions):
        slips.of(decision, money("7元"), population=population, index=place)
    once = calls[0]
    for place, decision in enumerate(decisions):
        slips.of(decision, money("7元"), population=population, index=place)
    assert 0 < once == calls[0] < 40


# --- any claim


DRAFTS = [
    draft(cap="30万元"),
    draft(bracketed("slab", *TWO)),
    draft(bracketed("marginal", *TWO)),
    draft(bracketed("lookup", *FIXED)),
]
SLIPS = [Slips(one, one.provision("referral-reward")) for one in DRAFTS]


def yuan(least: int) -> st.SearchStrategy[Money]:
    """Amounts about the edges of the drafts, and between, in whole yuan or with 分."""
    near = st.sampled_from([least, 5 * 10**8, 6 * 10**8]).flatmap(lambda edge: st.integers(edge, edge + 2))
    return (near | st.integers(least, 10**9)).map(Money.yuan) | st.integers(least * 100, 10**11).map(Money.fen)


CHANGES: list[dict[str, Any]] = [{}, {"paid_before": "0元"}, {"weights": (1,)}, {"project": "agreed"}]


@given(
    st.sampled_from(SLIPS),
    st.sampled_from(DRAFTS),
    st.tuples(yuan(5 * 10**8), yuan(10**8), st.sampled_from(["10万元", "0元", "1万元"])),
    st.sampled_from([(1, 2), (1,), (1, 1), (3, 1, 1)]),
    st.sampled_from([{"times": 100}, *CHANGES, {"times": 10**4}]),
    st.sampled_from([0, 0, 0, 1]),
)
def test_every_slip_gives_the_very_claim(
    slips: Slips,
    other: ip.Policy,
    amounts: tuple[Any, ...],
    weights: tuple[int, ...],
    change: dict[str, Any],
    off: int,
) -> None:
    """Claims with one thing changed: the scale, what was paid, the weights, the amount, the unit; or 1 分 beside it."""
    agreed, actual, before = amounts
    sizes = {"agreed_investment": agreed, "actual_investment": actual}
    facts = referral(sizes, paid_before=before, weights=weights)
    decision = slips.policy.decide("referral-reward", facts)
    changed = {**facts, **change}
    times = changed.pop("times", 1)
    changed["project"] = facts["project"] | ({"actual_investment": agreed} if "project" in change else {})
    outcome = (slips.policy if change else other).decide("referral-reward", changed).outcome
    assert isinstance(outcome, Award)
    claim = {"": Money.fen(outcome.amount.in_fen * times + off)}
    found = slips.of(decision, claim)
    event(f"{len(found) if len(found) < 3 else 'more'} slips")
    assert len(found) <= MOST_SLIPS
    right = claim == paid(decision.outcome)
    assert not (right and found)
    if change and not off and not right and claim != {"": Money.fen(0)} and times != 100:
        assert found
    for one in found:
        assert gives_the_claim(slips, one, claim), one
        if one.facts is None:
            assert one.kind in (K.UNIT, K.CONDITIONS, K.ROUNDING)
        else:
            assert (one.facts, one.terms) != (decision.facts, slips.provision.terms)
