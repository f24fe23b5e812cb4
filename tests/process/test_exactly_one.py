"""MY16.five-ones (一), SD.five-ones (一（二）), ZY.six-ones (二)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import investpolicy as ip
from tests.expected.exactly_one import FIVE_MIANYANG, FIVE_SHANDONG, SEVEN, SIX, Held, exactly_one

OWN = ("",)
CASES = {
    ("mianyang-2016", "five-ones"): (OWN, FIVE_MIANYANG),
    ("shandong-report", "five-ones"): (OWN, FIVE_SHANDONG),
    ("ziyang", "six-ones"): (SEVEN, SIX),
}


def facts(held: Iterable[Held], *, complete: bool) -> dict[str, Any]:
    parts = [{"group": group, "part": part, "holder": holder} for group, part, holder in held]
    return {"parts": parts, "complete": complete or None}


def full(groups: Iterable[str], parts: Iterable[str]) -> list[Held]:
    return [(group, part, "甲") for group in groups for part in parts]


@pytest.mark.parametrize("name", CASES, ids=":".join)
@given(data=st.data())
def test_agrees_with_the_expected(name: tuple[str, str], data: st.DataObject) -> None:
    groups, parts = CASES[name]
    one = st.tuples(st.sampled_from(groups), st.sampled_from(parts), st.sampled_from(["甲", "乙"]))
    left_out = data.draw(st.sets(one, max_size=3))
    held = [each for each in full(groups, parts) if each not in left_out] + data.draw(st.lists(one, max_size=2))
    complete = data.draw(st.booleans())
    decision = ip.policy(name[0]).decide(name[1], facts(held, complete=complete))
    found = str(decision.status), set(decision.outcome.failed), int(str(decision.figures["filled"]))
    assert found == exactly_one(held, groups, parts, complete=complete)
    assert int(str(decision.figures["wanted"])) == len(groups) * len(parts)


@pytest.mark.parametrize("name", CASES, ids=":".join)
def test_none_one_two_of_each_part(name: tuple[str, str]) -> None:
    groups, parts = CASES[name]
    policy, whole = ip.policy(name[0]), full(groups, parts)
    assert policy.decide(name[1], facts(whole, complete=False)).status == "met"
    for number, (group, part, _) in enumerate(whole):
        without = whole[:number] + whole[number + 1 :]
        assert policy.decide(name[1], facts(without, complete=False)).missing == ("arrangement.parts",)
        assert policy.decide(name[1], facts(without, complete=True)).outcome.failed == ("present",)
        two = policy.decide(name[1], facts([*whole, (group, part, "乙")], complete=False))
        assert two.outcome.failed == ("once",)
        assert any("有 2 个（乙、甲）" in note.zh for note in two.outcome.notes)


def test_the_published_numbers_of_ones() -> None:
    assert [len(parts) for _, parts in CASES.values()] == [5, 5, 6]
    terms = ip.policy("ziyang").terms("six-ones")
    assert [one.name for one in getattr(terms, "groups")] == list(SEVEN)  # noqa: B009, terms of any rule


def test_what_is_not_named_is_refused_with_the_nearest() -> None:
    wrong = [{"part": "市级领导", "holder": "甲", "group": "现代服务"}]
    with pytest.raises(ip.errors.FactsError) as error:
        ip.policy("ziyang").decide("six-ones", {"parts": wrong})
    assert (
        str(error.value) == "parts.0.group: group '现代服务' does not exist; did you mean '现代服务业' or '现代农业'?"
    )
    with pytest.raises(ip.errors.FactsError, match="there are no groups here, found '现代服务业'; leave it out"):
        ip.policy("mianyang-2016").decide(
            "five-ones", {"parts": [{**wrong[0], "part": "leader", "group": "现代服务业"}]}
        )
