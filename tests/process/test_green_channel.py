"""MY22.green-channel (强化保障·优化环境)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import investpolicy as ip
from tests.expected.green_channel import ProjectRow, TalentRow, green_channel
from tests.expected.kleene import NOT_YET

POLICY = ip.policy("mianyang-2022")
DAY = date(2022, 6, 10)
CARD: TalentRow = (DAY, [("education", DAY), ("medical", DAY)])

day = st.one_of(st.integers(-1, 1).map(lambda number: DAY + timedelta(number)), st.sampled_from([NOT_YET, None]))
projects = st.lists(st.tuples(day, st.one_of(st.none(), st.lists(day, max_size=2))), max_size=3)
use = st.tuples(st.sampled_from(["education", "medical", "other", None]), day)
talents = st.lists(st.tuples(day, st.one_of(st.none(), st.lists(use, max_size=3))), max_size=2)


def facts(rows: Sequence[ProjectRow] | None, cards: Sequence[TalentRow] | None) -> dict[str, Any]:
    given: dict[str, Any] = {"projects": None, "talents": None}
    if rows is not None:
        given["projects"] = [
            {"entered_on": text(entered), "services": None if days is None else [{"on": text(one)} for one in days]}
            for entered, days in rows
        ]
    if cards is not None:
        given["talents"] = [
            {"card_on": text(card), "services": None if uses is None else [row(*one) for one in uses]}
            for card, uses in cards
        ]
    return given


def row(kind: str | None, since: date | None) -> dict[str, Any]:
    return {"service": kind, "on": text(since)}


def text(one: date | None) -> str | None:
    return None if one is None else "尚未" if one == NOT_YET else str(one)


@given(st.one_of(st.none(), projects), st.one_of(st.none(), talents))
def test_agrees_with_the_expected(rows: list[ProjectRow] | None, cards: list[TalentRow] | None) -> None:
    decision = POLICY.decide("green-channel", facts(rows, cards))
    covered = decision.figures["covered"].to_json()
    assert (str(decision.status), set(decision.outcome.failed), covered) == green_channel(rows, cards)
    assert (decision.status == "undetermined") == bool(decision.missing)


@pytest.mark.parametrize(("offset", "status"), [(-1, "not_met"), (0, "met"), (1, "met")])
def test_a_service_before_the_entry_is_none_of_the_channel(offset: int, status: str) -> None:
    decision = POLICY.decide("green-channel", facts([(DAY, [DAY + timedelta(offset)])], [CARD]))
    assert decision.status == status
    assert decision.outcome.failed == (() if status == "met" else ("served",))


def test_who_is_left_out_is_named() -> None:
    given = facts([(DAY, [DAY]), (NOT_YET, [])], [CARD, (DAY, [("education", DAY)])])
    given["projects"][1]["name"] = "某物流项目"
    given["talents"][1]["name"] = "李某"
    decision = POLICY.decide("green-channel", given)
    assert decision.outcome.failed == ("entered", "served", "cards")
    notes = [note.zh for note in decision.outcome.notes]
    assert notes == ["某物流项目：尚未纳入绿色通道", "李某：绿卡或其服务未落实"]
    assert {name: one.to_json() for name, one in decision.figures.items()} == {
        "covered": 1,
        "projects": 2,
        "with_card": 1,
        "talents": 2,
    }


def test_a_list_that_is_not_given_is_not_an_empty_one() -> None:
    assert POLICY.decide("green-channel", {}).missing == ("green_channel.projects", "green_channel.talents")
    assert POLICY.decide("green-channel", {"projects": [], "talents": []}).status == "met"


def test_a_misspelled_field_in_the_list_is_refused() -> None:
    with pytest.raises(
        ip.errors.FactsError, match=r"projects.0.纳入日: there is no '纳入日' in ChannelProject; did you mean"
    ):
        POLICY.decide("green-channel", {"projects": [{"纳入日": "2022-06-10"}]})
