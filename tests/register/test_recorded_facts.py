"""Provisions that are facts: their figures, and lists that have as many members as they say."""

from __future__ import annotations

import re

import pytest

import investpolicy as ip

FIGURES = {
    ("mianyang-2016", "commissioners"): ["6"],
    ("mianyang-2016", "provincial-offices"): ["6"],
    ("mianyang-2016", "base-documents"): ["2015", "89", "2015", "92"],
    ("shandong-report", "facts"): ["31", "1800", "40", "7", "1", "3", "5"],
    ("huaibei-2022", "teams"): ["102", "140", "100", "100"],
    ("huaibei-2022", "funds"): ["2021", "13", "16", "22.5"],
}


def says(policy: str, provision: str) -> tuple[str, str]:
    words = ip.policy(policy).text.provisions[provision].says
    return words.zh, words.en


@pytest.mark.parametrize(
    ("provision", "places"),
    [
        ("commissioners", ["北美", "捷克", "俄罗斯", "德国", "新加坡", "瑞士"]),
        ("provincial-offices", ["北美", "英国", "法国", "日本", "韩国", "新加坡"]),
    ],
)
def test_as_many_places_are_listed_as_are_said(provision: str, places: list[str]) -> None:
    zh, en = says("mianyang-2016", provision)
    listed = re.split("[、；。]", zh.partition("：")[2])
    assert listed[: len(places)] == places
    number = int(FIGURES["mianyang-2016", provision][0])
    assert len(places) == number
    assert re.search(rf"\b{number}\b", en)
    assert len(re.split("[,;]", en.partition(": ")[2])) == number + en.count(";")


@pytest.mark.parametrize("name", FIGURES, ids=".".join)
def test_the_figures_are_recorded_in_both_languages(name: tuple[str, str]) -> None:
    zh, en = says(*name)
    assert re.findall(r"[0-9]+(?:\.[0-9]+)?", zh) == FIGURES[name]
    assert sorted(re.findall(r"[0-9]+(?:\.[0-9]+)?", en.replace("1,800", "1800"))) == sorted(FIGURES[name])


@pytest.mark.parametrize("policy", ["mianyang-2022", "mianyang-2016", "ziyang", "shandong-report", "huaibei-2022"])
def test_a_fact_can_be_cited_and_not_decided(policy: str) -> None:
    found = ip.policy(policy)
    facts = [name for name, text in found.text.provisions.items() if text.kind == "F"]
    assert facts
    for name in facts:
        text = found.text.provisions[name]
        assert text.section.zh
        assert text.says.en
        with pytest.raises(ip.errors.UnknownNameError):
            found.decide(name, {})
