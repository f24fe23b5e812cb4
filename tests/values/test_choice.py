"""Choices: a name among names, or a text that is only compared."""

from __future__ import annotations

import pytest

from investpolicy.errors import KindError
from investpolicy.values.choice import Choice
from investpolicy.values.count import Count
from investpolicy.values.truth import FALSE, TRUE

UNKNOWN = Choice.unknown("project.place")


@pytest.mark.parametrize(
    ("members", "expected"), [(["企业", "个人"], TRUE), (["个人"], FALSE), ([], FALSE), (["企"], FALSE)]
)
def test_is_in(members: list[str], expected: object) -> None:
    assert Choice("企业").is_in(members) == expected


@pytest.mark.parametrize(
    ("prefixes", "expected"),
    [(("绵阳市",), FALSE), (("成都", "四川省绵阳市"), TRUE), (("四川省绵阳市涪城区",), TRUE), ((), FALSE)],
)
def test_starts_with(prefixes: tuple[str, ...], expected: object) -> None:
    assert Choice("四川省绵阳市涪城区").starts_with(prefixes) == expected


def test_equals() -> None:
    assert Choice("C").equals(Choice("C")) == TRUE
    assert Choice("C").equals(Choice("D")) == FALSE
    assert Choice("C").equals(UNKNOWN).missing == {"project.place"}


def test_an_unknown_choice_stays_unknown() -> None:
    assert UNKNOWN.is_in(["企业"]).missing == {"project.place"}
    assert UNKNOWN.starts_with(("绵阳",)).missing == {"project.place"}
    assert (str(UNKNOWN), UNKNOWN.to_json()) == ("unknown", None)


@pytest.mark.parametrize("given", [5, None, True, ["企业"]])
def test_what_is_no_text_is_no_category(given: object) -> None:
    with pytest.raises(KindError) as refusal:
        Choice.read(given)
    assert str(refusal.value) == f"{given!r} is no category; write its name"


def test_choices_are_compared_with_choices_only() -> None:
    with pytest.raises(KindError, match=r"^can not compare Choice and Count; use two Choice values$"):
        Choice("C").equals(Count(1))  # type: ignore[arg-type]
    assert Choice("C") != "C"
