"""What can be claimed under each provision of the shipped policies, and what the columns are called."""

from __future__ import annotations

from collections import Counter

import pytest

import investpolicy as ip
from investpolicy.claims.claimed import claim_columns, fact_names, is_claimable, shape_of
from investpolicy.claims.duplicates import key_of
from investpolicy.headers import header_name
from investpolicy.outcomes import Award, Check, Deadline, Score, Split, Totals
from investpolicy.values import Count, Day, Money, Points, Ratio, Truth

PROVISIONS = {one.id: one for name in ip.policies() for one in ip.policy(name).provisions.values()}

# what can be claimed, by hand: one row of a sheet can tell all that these need
CLAIMABLE = {
    Award: """
        HB.association-support JN19.referral-reward MY22.major-project-award MY22.park-ranking-award
        MY22.referral-reward SD.jinan-referral-fund SD.jinan-district-award SD.huangpu-foreign SD.huangpu-domestic
        SD.guangxi-ranking SD.hefei-honours SD.referral-proposal ZY.bonus-link""",
    Split: "MY22.cost-sharing ZY.index-sharing ZY.tax-sharing",
    Check: "HB.growth MY22.fund-share SD.jinan-interview SD.focus-industries ZY.fund",
    Score: """
        MY16.department-points MY22.outpost-appraisal ZY.information-assessment ZY.special-item
        ZY.department-adjustment""",
    Deadline: "HB.review HB.publicity SD.service-card ZY.first-contact",
    Totals: "HB.targets HB.large-targets HB.carrier-assessment",
}


def names(provision: str) -> list[str]:
    """All header names of its claims, normalised."""
    columns = claim_columns(PROVISIONS[provision]).values()
    return [header_name(name) for one in columns for name in {one.label.zh, one.label.en, *one.synonyms}]


def test_the_provisions_that_can_be_claimed_under() -> None:
    found = {kind: set(said.split()) for kind, said in CLAIMABLE.items()}
    assert {one.id for one in PROVISIONS.values() if is_claimable(one)} == set().union(*found.values())
    assert all(isinstance(shape_of(PROVISIONS[name]), kind) for kind, own in found.items() for name in own)


@pytest.mark.parametrize("provision", [name for name, one in PROVISIONS.items() if is_claimable(one)])
def test_no_name_of_a_claim_is_the_name_of_a_fact_or_of_another_claim(provision: str) -> None:
    own = Counter(names(provision))
    assert [name for name, count in own.items() if count > 1] == []
    for other in PROVISIONS.values():
        assert own.keys() & fact_names(other.rule.facts) == set(), other.id


def test_an_amount_may_be_called_as_offices_call_it() -> None:
    expected = (
        "申报金额 申请金额 拟申请金额 申报奖励金额 申请奖励资金 拟奖励金额 申报资金 申请补助金额 拟兑现金额 奖励金额"
    )
    assert set(expected.split()) < set(names("MY22.referral-reward"))
    column = claim_columns(PROVISIONS["MY22.referral-reward"])[""]
    assert (column.kind, column.needed, column.label.zh) == (Money, True, "申报金额")


def test_each_party_of_a_split_has_its_column_and_a_fact_keeps_its_name() -> None:
    columns = claim_columns(PROVISIONS["MY22.cost-sharing"])
    assert [(part, one.label.zh, one.kind, one.needed) for part, one in columns.items()] == [
        ("市本级", "市本级承担", Money, True),
        ("承接地", "承接地承担", Money, True),
    ]
    assert {"市本级", "市本级负担", "市本级分担"} < set(columns["市本级"].synonyms)
    shared = claim_columns(PROVISIONS["ZY.tax-sharing"])["首谈地"]  # 首谈地 itself is the place, a fact
    assert (shared.label.zh, "首谈地" in shared.synonyms) == ("首谈地分享", False)


def test_points_days_findings_and_figures_have_columns_of_their_kind() -> None:
    def kinds(provision: str) -> dict[str, tuple[str, type, bool]]:
        return {
            part: (one.label.zh, one.kind, one.needed) for part, one in claim_columns(PROVISIONS[provision]).items()
        }

    assert kinds("ZY.special-item") == {"": ("申报得分", Points, True)}
    assert kinds("HB.review") == {"": ("申报截止日", Day, False)}
    assert kinds("SD.focus-industries") == {"": ("申报结论", Truth, False)}
    assert kinds("MY22.fund-share") == {}
    assert kinds("HB.growth")["signed"] == ("申报新签约工业项目增幅", Ratio, False)
    assert kinds("HB.carrier-assessment") == {
        "completion": ("申报完成率", Ratio, False),
        "credited": ("申报完成率计分（权重倍数）", Ratio, False),
        "fixed_assets": ("申报规模工业项目固定资产投资额", Money, False),
    }
    assert "完成率" in claim_columns(PROVISIONS["HB.carrier-assessment"])["completion"].synonyms
    targets = claim_columns(PROVISIONS["HB.targets"])
    assert "10亿元以上项目完成率" in targets["size.10亿元"].synonyms
    assert targets["size_reached.10亿元"].kind is Truth
    assert not any(one.kind is Count for one in targets.values())


def test_columns_are_worked_out_once_a_provision() -> None:
    one = PROVISIONS["HB.targets"]
    assert claim_columns(one) is claim_columns(one)
    draft = ip.policy("huaibei-2022").vary({"targets.sizes": [{"at_least": "20亿元", "number": 3}]})
    assert "size.20亿元" in claim_columns(draft.provision("targets"))
    assert "size.20亿元" not in claim_columns(one)


@pytest.mark.parametrize("provision", [name for name, one in PROVISIONS.items() if is_claimable(one)])
def test_the_facts_say_what_a_claim_is_for(provision: str) -> None:
    """Without that no two claims of a provision are ever duplicates; targets of a year name nobody."""
    found = PROVISIONS[provision]
    key = key_of(found.policy.decide(found.name, {}), "a.csv:2")
    assert (key.where, key.provision, key.id, key.name) == ("a.csv:2", provision, "", "")
    nameless = provision in ("HB.targets", "HB.large-targets", "HB.growth")
    assert nameless is (key.apart == () and found.rule.facts.fact_name in ("target_year", "growth_year"))
