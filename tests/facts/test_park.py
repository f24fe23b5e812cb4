"""Parks of one year, and places in a ranking."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings

from investpolicy import testing
from investpolicy.errors import FactsError
from investpolicy.facts import ParkYear, Place, Project
from investpolicy.values import Money, Points


def test_a_park_by_labels() -> None:
    park = ParkYear.model_validate(
        {
            "园区": "某园区",
            "年度": 2022,
            "综合考核得分": "95.5分",
            "同年另一奖项金额": "80万元",
            "名次": {"名次": 2, "并列数": 3},
            "项目清单": [{"协议投资额": "60亿元"}],
        }
    )
    assert (park.park, park.year, park.score) == ("某园区", 2022, Points(Decimal("95.5")))
    assert park.other_award == Money.wan(80)
    assert park.place == Place(rank=2, tied=3)
    assert park.projects == (Project(agreed_investment="60亿元"),)


def test_what_is_not_told() -> None:
    park = ParkYear()
    assert park.projects is None
    assert park.other_award.missing == {"park_year.other_award"}
    assert park.place.rank.missing == {"place.rank"}
    assert park.place.tied.missing | park.place.in_tie.missing == {"place.tied", "place.in_tie"}
    assert ParkYear(projects=()).projects == ()


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"score": 95.5}, "score: points can not be made from float 95.5; a float is not exact: write an int, a Decimal, or Points.parse('2.5')"),  # noqa: E501
        ({"place": {"rank": -1}}, "place.rank: count -1 is out of range; write a whole number from 0 to 1000000000"),
        ({"place": {"rank": 1.5}}, "place.rank: 1.5 is no count; write a whole number"),
        ({"year": 22000}, "year: 22000 is no calendar year; write the year with four digits"),
        ({"projects": [{"agreed_investment": "-1元"}]}, "projects.0.agreed_investment: 协议投资额 is -1元, below zero; write an amount of 0 or more"),  # noqa: E501
    ],
)  # fmt: skip
def test_what_can_not_be_is_refused(facts: dict[str, object], message: str) -> None:
    with pytest.raises(FactsError) as refusal:
        ParkYear.model_validate(facts)
    assert str(refusal.value) == message


@given(testing.places(unknowns=False))
def test_drawn_places_fit_together(place: Place) -> None:
    assert 1 <= int(place.dense) <= int(place.rank)
    assert 1 <= int(place.in_tie) <= int(place.tied)


@settings(max_examples=15)
@given(testing.populations(size=5))
def test_drawn_populations_are_of_one_year(parks: tuple[ParkYear, ...]) -> None:
    assert {park.year for park in parks} == {2022}
    assert len({park.id for park in parks}) == len(parks)
