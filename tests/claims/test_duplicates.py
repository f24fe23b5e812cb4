"""Claims made twice, however they are written; awards that are not both paid; rows of one project across files."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import investpolicy as ip
from investpolicy.claims.duplicates import ClaimKey, find_duplicates, key_of, key_of_row, normal_name, project_key
from investpolicy.claims.together import both_claimed, other_awards, other_provision, with_other_awards
from investpolicy.facts import ParkYear, Project
from investpolicy.values.label import Label

from .names import messages

MIANYANG = ip.policy("mianyang-2022")
HIGHER = MIANYANG.under(held_together="higher")
LABEL = Label("引荐奖励", "referral reward")


def key(where: str, name: str = "", number: str = "", apart: tuple[Any, ...] = ()) -> ClaimKey:
    return ClaimKey(where, "MY22.referral-reward", LABEL, number, name, apart)


def wheres(*keys: ClaimKey) -> list[tuple[str, ...]]:
    return [one.wheres for one in find_duplicates(keys)]


def referral(where: str, name: str = "甲项目", by: str = "某商会", paid: str = "0元", number: str = "") -> ClaimKey:
    facts = {"project": {"name": name, "id": number}, "referrer": {"name": by}, "paid_before": paid}
    return key_of(MIANYANG.decide("referral-reward", facts), where)


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("绵阳甲电池有限公司（一期）", "绵阳甲电池有限责任公司(一期)"),
        ("ＡＢＣ 电池项目", "abc电池项目"),
        ("年产1,000吨“甲”项目", "年产1000吨甲项目"),
        ("甲【二期】·项目", "甲二期项目"),
        ("甲－1号项目", "甲1号项目"),
    ],
)
def test_one_name_written_in_two_ways(one: str, other: str) -> None:
    assert normal_name(one) == normal_name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("甲股份有限公司", "甲有限公司"),
        ("绵阳甲有限公司", "甲有限公司"),
        ("甲（一期）", "甲（二期）"),
        ("年产1.5万吨项目", "年产15万吨项目"),
        ("甲1-2期", "甲12期"),
        ("甲项目", "甲"),
        ("2022.1号", "20221号"),
    ],
)
def test_two_names_that_look_alike(one: str, other: str) -> None:
    assert normal_name(one) != normal_name(other)


WORDS = st.lists(st.sampled_from(["绵阳", "甲", "ABC", "电池", "有限公司", "一期", "5", "b2"]), min_size=1, max_size=5)
WIDE = {chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)}
SIGNS = st.sampled_from(["", " ", "　", "·", "（", "）", "【", "】", "、", "-", "“", "("])


@st.composite
def written_again(draw: st.DrawFn, words: list[str]) -> str:
    """The name in another width and case, with other signs between words; between two digits nothing is put."""
    found = draw(SIGNS)
    for place, word in enumerate(words):
        before = words[place - 1][-1] if place else ""
        sign = "" if before.isdigit() and word[0].isdigit() else draw(SIGNS)
        form = word.replace("有限公司", draw(st.sampled_from(["有限公司", "有限责任公司"])))
        wide = "".join(WIDE.get(one, one) for one in form)
        found += sign + draw(st.sampled_from([form, form.lower(), form.upper(), wide]))
    return found + draw(SIGNS)


@given(st.data(), WORDS, st.integers(2, 4))
def test_a_name_written_again_stays_in_its_group(data: st.DataObject, words: list[str], times: int) -> None:
    names = [data.draw(written_again(words)) for _ in range(times)]
    (found,) = find_duplicates(key(f"a.csv:{row}", name) for row, name in enumerate(names))
    assert found.wheres == tuple(f"a.csv:{row}" for row in range(times))
    assert found.same_written is (len(set(names)) == 1)


@given(st.lists(WORDS, min_size=2, max_size=6, unique_by="".join))
def test_different_names_stay_apart(names: list[list[str]]) -> None:
    assert wheres(*(key(f"a.csv:{row}", "".join(words)) for row, words in enumerate(names))) == []


# ---------------------------------------------------------------- claims


def test_by_id_where_there_is_one() -> None:
    assert wheres(key("a:2", "甲", "P-1"), key("b:3", "乙", " p－1")) == [("a:2", "b:3")]
    assert wheres(key("a:2", "甲", "P1"), key("a:3", "甲", "P2")) == []
    assert wheres(key("a:2", "甲", "P1"), key("a:3", "甲"), key("a:4", "甲 ")) == [("a:2", "a:3", "a:4")]
    assert wheres(key("a:2", "甲", "P1"), key("a:3", "甲", "P2"), key("a:4", "甲")) == []
    assert wheres(key("a:2"), key("a:3"), key("a:4", "——"), key("a:5", "（）")) == []


def test_sharers_and_successive_payments_are_no_duplicates() -> None:
    assert wheres(referral("a:2"), referral("a:3", by="乙商会")) == []
    assert wheres(referral("a:2"), referral("a:3", paid="10万元")) == []
    assert wheres(referral("a:2"), referral("b:9", "甲 项目", by="某 商会")) == [("a:2", "b:9")]
    assert wheres(referral("a:2", paid="10万元"), referral("a:3"), referral("a:4")) == [("a:3", "a:4")]


def test_two_provisions_are_no_duplicates_and_one_total_is_not_shared_twice() -> None:
    def split(where: str, total: str) -> ClaimKey:
        return key_of(MIANYANG.decide("cost-sharing", {"project": {"name": "甲"}, "support_funds": total}), where)

    assert wheres(key("a:2", "甲"), replace(key("a:3", "甲"), provision="MY22.cost-sharing")) == []
    assert wheres(split("a:2", "100万元"), split("a:3", "200万元")) == []
    assert wheres(split("a:2", "100万元"), split("a:3", "200万元"), split("b:2", "100万元")) == [("a:2", "b:2")]


def test_a_park_and_year_twice_but_not_a_park_with_two_projects() -> None:
    def park(where: str, name: str = "高新区", year: int = 2022, project: str = "") -> ClaimKey:
        facts: dict[tuple[str, ...], Any] = {("park",): name, ("year",): year}
        facts |= {("projects", "name"): project} if project else {}
        return key_of_row(MIANYANG.provision("major-project-award"), where, facts)

    assert wheres(park("a:2"), park("b:2", "高新区 ")) == [("a:2", "b:2")]
    assert wheres(park("a:2"), park("a:3", year=2023), park("a:4", "经开区")) == []
    assert wheres(park("a:2", project="甲"), park("a:3", project="乙"), park("a:4", project="甲")) == [("a:2", "a:4")]
    decided = [MIANYANG.decide("park-ranking-award", {"park": "高新区", "year": year}) for year in (2022, 2023, 2022)]
    assert wheres(*(key_of(one, f"a:{row}") for row, one in enumerate(decided))) == [("a:0", "a:2")]


def test_the_words_of_a_duplicate() -> None:
    expected = messages("judging.txt")
    cases = {
        "duplicate": [referral("a.csv:2"), referral("b.xlsx[引荐]:4")],
        "duplicate written differently": [referral("a.csv:2"), referral("a.csv:3", "甲 项目")],
        "duplicate by id": [referral("a.csv:2", number="P1"), referral("a.csv:3", "乙项目", number="P1")],
        "duplicate by id alone": [referral("a.csv:2", "", number="P1"), referral("a.csv:3", "", number="P1")],
    }
    for case, keys in cases.items():
        (found,) = find_duplicates(keys)
        assert "\n".join(found.words) == expected[case]


def test_a_hundred_thousand_claims_take_seconds() -> None:
    keys = [key(f"a.csv:{row}", f"项目（{row % 50_000}）", apart=(row % 7,)) for row in range(100_000)]
    start = time.perf_counter()
    found = find_duplicates(keys)
    assert time.perf_counter() - start < 20
    groups: dict[tuple[int, int], list[str]] = {}
    for row in range(100_000):
        groups.setdefault((row % 50_000, row % 7), []).append(f"a.csv:{row}")
    assert [one.wheres for one in found] == [tuple(own) for own in groups.values() if len(own) > 1]


def test_what_two_rows_of_a_project_share() -> None:
    assert project_key("", "甲 项目") == project_key("", "甲项目") != project_key("", "乙项目")
    assert project_key("P 1", "甲") == project_key("p1", "乙") != project_key("P2", "甲")
    assert project_key("", "—") == ""


# ---------------------------------------------------------------- awards that are not both paid

MAJOR = {"agreed_investment": "60亿元", "signed_on": "2022-01-01", "started_on": "2022-03-01", "place": "绵阳市",
         "sector": "C"}  # fmt: skip


def test_the_other_award_is_filled_in_and_only_the_higher_is_paid() -> None:
    ranks = {"甲": 1, "乙": 2, "丙": 3}
    parks = [{"park": park, "year": 2022, "place": {"rank": rank}} for park, rank in ranks.items()]
    scored = [ParkYear.model_validate(one) for one in parks]
    landed = [ParkYear(park=park, year=2022, projects=(Project.model_validate(MAJOR),)) for park in ("甲 ", "丁")]
    other = other_provision(HIGHER, "park-ranking-award")
    assert other is HIGHER.provision("major-project-award")
    of_major = other_awards(HIGHER.decide_all("major-project-award", landed))
    of_score = other_awards(HIGHER.decide_all("park-ranking-award", scored))
    assert of_major == {("name:甲", 2022): ip.Money.wan(100), ("name:丁", 2022): ip.Money.wan(100)}
    assert of_score[("name:乙", 2022)] == ip.Money.wan(80)
    placed = HIGHER.decide_all("park-ranking-award", with_other_awards(scored, of_major))
    assert [one.outcome.failed for one in placed[:1]] == [("higher_of_the_two",)]  # of two equal the other is paid
    built = HIGHER.decide_all("major-project-award", with_other_awards(landed, of_score))
    assert str(built[0].amount) == "100万元"
    given = with_other_awards([scored[0].model_copy(update={"other_award": ip.Money.wan(1)})], of_major)
    assert given[0].other_award == ip.Money.wan(1)


def test_both_claimed_is_said_where_only_the_higher_is_paid() -> None:
    def claims(policy: ip.Policy, year: int = 2022) -> list[tuple[str, ip.Decision, Any]]:
        one = policy.decide("park-ranking-award", {"park": "高新区", "year": 2022})
        two = policy.decide("major-project-award", {"park": "高新 区", "year": year})
        return [("a.xlsx[园区]:4", one, ip.Money.wan(80)), ("b.csv:2", two, ip.Money.wan(100))]

    (found,) = both_claimed(HIGHER, claims(HIGHER))
    assert found.wheres == ("a.xlsx[园区]:4", "b.csv:2")
    assert "\n".join(found.words) == messages("judging.txt")["both awards claimed"]
    assert both_claimed(MIANYANG, claims(MIANYANG)) == []
    assert both_claimed(HIGHER, claims(HIGHER, 2023)) == []
    assert both_claimed(HIGHER, [(where, one, ip.Money.fen(0)) for where, one, _ in claims(HIGHER)]) == []
    assert both_claimed(HIGHER, claims(HIGHER)[:1] * 2) == []
    assert other_provision(MIANYANG, "park-ranking-award") is None
    assert other_provision(HIGHER, "referral-reward") is None
