from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investpolicy.errors import TermsError, UnknownNameError
from investpolicy.register import paths
from investpolicy.register.paths import Step, format_path, get, parse_path
from investpolicy.register.yaml_text import Plain


def data() -> Any:
    return {
        "referral-reward": {
            "cap": "30万元",
            "floor": None,
            "scale": {
                "kind": "brackets",
                "brackets": [
                    {"from": "0", "rate": "5‰"},
                    {"from": "5亿元", "rate": "6‰"},
                    {"from": "１０亿元", "rate": "7‰", "name": "large"},
                ],
            },
            "recipients": ["association", "company"],
            "适用_范围": {},
        },
        "awards": {
            "prizes": [{"rank": "1", "amount": "5万元"}, {"rank": "2", "amount": "3万元"}],
            "groups": [{"name": "市（州）", "lines": [{"name": "a.b", "x": "1"}]}, {"name": "县 (区)"}],
            "twice": [{"from": "1万元"}, {"from": "１万元"}],
            "none": [],
        },
    }


# --- reading a path


def test_a_path_is_read() -> None:
    assert parse_path("referral-reward.scale.brackets[5亿元].rate") == (
        Step("referral-reward"),
        Step("scale"),
        Step("brackets"),
        Step("5亿元", item=True),
        Step("rate"),
    )
    assert parse_path("适用_范围") == (Step("适用_范围"),)
    assert parse_path("a[1.5亿元][县 (区)].b") == (
        Step("a"),
        Step("1.5亿元", item=True),
        Step("县 (区)", item=True),
        Step("b"),
    )
    assert parse_path("a[ 5亿元 ]") == (Step("a"), Step("5亿元", item=True))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "path '', character 1: a name is expected, the path ends; {example}"),
        ("a..b", "path 'a..b', character 3: a name is expected, '.' was found; {example}"),
        ("a.", "path 'a.', character 3: a name is expected, the path ends; {example}"),
        (".a", "path '.a', character 1: a name is expected, '.' was found; {example}"),
        ("[1].a", "path '[1].a', character 1: a name is expected, '[' was found; {example}"),
        ("a[1", "path 'a[1', character 2: the bracket is not closed, or nothing is in it, '[' was found; {example}"),
        ("a[]", "path 'a[]', character 2: the bracket is not closed, or nothing is in it, '[' was found; {example}"),
        ("a[ ]", "path 'a[ ]', character 2: the bracket is not closed, or nothing is in it, '[' was found; {example}"),
        ("a[1]b", "path 'a[1]b', character 5: '.' or '[' is expected, 'b' was found; {example}"),
        ("a]b", "path 'a]b', character 2: '.' or '[' is expected, ']' was found; {example}"),
        ("a b", "path 'a b', character 2: '.' or '[' is expected, ' ' was found; {example}"),
        ("a【1】", "path 'a【1】', character 2: '.' or '[' is expected, '【' was found; write [ ] and . (half-width)"),
        ("a。b", "path 'a。b', character 2: '.' or '[' is expected, '。' was found; write [ ] and . (half-width)"),
    ],
)
def test_a_text_that_is_no_path(text: str, message: str) -> None:
    with pytest.raises(TermsError) as caught:
        parse_path(text)
    assert str(caught.value) == message.format(example="write it like referral-reward.scale.brackets[5亿元].rate")


names = st.text(st.characters(codec="utf-8", categories=["L", "Nd"]) | st.sampled_from("-_"), min_size=1)
steps = st.builds(Step, names) | st.builds(Step, names, st.just(True))


@given(names, st.lists(steps))
def test_what_is_written_is_read(first: str, rest: list[Step]) -> None:
    path = (Step(first), *rest)
    assert parse_path(format_path(path)) == path


# --- getting


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("referral-reward.cap", "30万元"),
        ("referral-reward.floor", None),
        ("referral-reward.recipients", ["association", "company"]),
        ("referral-reward.scale.brackets[5亿元].rate", "6‰"),
        ("referral-reward.scale.brackets[５亿元].rate", "6‰"),
        ("referral-reward.scale.brackets[10亿元].rate", "7‰"),
        ("referral-reward.scale.brackets[１０亿元].name", "large"),
        ("referral-reward.scale.brackets[0]", {"from": "0", "rate": "5‰"}),
        ("awards.prizes[2].amount", "3万元"),
        ("awards.groups[市（州）].lines[a.b].x", "1"),
        ("awards.groups[县 (区)].name", "县 (区)"),
    ],
)
def test_get(path: str, value: Plain) -> None:
    assert get(data(), path) == value
    assert get(data(), parse_path(path)) == value


WRONG = [
    ("referal-reward.cap", "field 'referal-reward' does not exist; did you mean 'referral-reward' or 'awards'?"),
    ("referral-reward.scal.kind", "referral-reward: field 'scal' does not exist; did you mean 'scale' or 'cap'?"),
    ("awards.x.y", "awards: field 'x' does not exist; known: groups, none, prizes, twice"),
    (
        "referral-reward.scale.brackets[50亿元].rate",
        "referral-reward.scale.brackets: item '50亿元' does not exist; did you mean '5亿元' or '１０亿元'?",
    ),
    # never by place, and by another label only where there is no `from`
    ("awards.prizes[0].amount", "awards.prizes: item '0' does not exist; known: 1, 2"),
    (
        "referral-reward.scale.brackets[large].rate",
        "referral-reward.scale.brackets: item 'large' does not exist; known: 0, 5亿元, １０亿元",
    ),
    (
        "referral-reward.scale.brackets.5亿元.rate",
        "referral-reward.scale.brackets: '5亿元' does not exist; this is a list: write one of [0], [5亿元], [１０亿元]",
    ),
    (
        "referral-reward.scale[kind].x",
        "referral-reward.scale: '[kind]' does not exist; this is a mapping: write .name, one of kind, brackets",
    ),
    ("referral-reward.适用_范围[x].y", "referral-reward.适用_范围: '[x]' does not exist; this is an empty mapping"),
    (
        "referral-reward.cap.amount.x",
        "referral-reward.cap: 'amount' does not exist; this is the value '30万元', with nothing inside",
    ),
    ("referral-reward.floor.x.y", "referral-reward.floor: 'x' does not exist; nothing is written here"),
    (
        "referral-reward.recipients.x.y",
        (
            "referral-reward.recipients: 'x' does not exist; "
            "no item of this list has a 'from', 'name' or 'rank': replace the list as a whole"
        ),
    ),
    ("referral-reward.recipients[company].x", "referral-reward.recipients: item 'company' does not exist; known: none"),
    ("awards.none[1].x", "awards.none: item '1' does not exist; known: none"),
    (
        "awards.groups[市（州）].lines[a.b].x.y.z",
        "awards.groups[市（州）].lines[a.b].x: 'y' does not exist; this is the value '1', with nothing inside",
    ),
]


@pytest.mark.parametrize(("path", "message"), WRONG)
def test_a_path_to_nothing(path: str, message: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        get(data(), path)
    assert str(caught.value) == message
    with pytest.raises(UnknownNameError) as caught:
        paths.replace(data(), path, "x")
    assert str(caught.value) == message


def test_two_items_with_one_label() -> None:
    with pytest.raises(TermsError) as caught:
        get(data(), "awards.twice[1万元]")
    assert str(caught.value) == (
        "awards.twice: 2 items are labelled '1万元'; give each item another 'from' (or 'name', or 'rank')"
    )


# --- replacing


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("referral-reward.cap", "50万元"),
        ("referral-reward.floor", "1万元"),
        ("referral-reward.scale.brackets[5亿元].rate", "1%"),
        ("referral-reward.scale.brackets[10亿元].rate", None),
        ("referral-reward.scale.brackets", [{"from": "0", "rate": "1‰"}]),
        ("awards.prizes[2]", {"rank": "2", "amount": "4万元"}),
        ("awards.groups[市（州）].lines[a.b].x", {"y": ["z"]}),
        ("referral-reward.new", "a new field"),
        ("referral-reward.适用_范围.new", "a new field"),
        ("new", {"cap": "1元"}),
    ],
)
def test_replace_changes_this_value_and_nothing_else(path: str, value: Plain) -> None:
    before = data()
    after = paths.replace(before, path, value)
    assert before == data()
    assert get(after, path) == value
    expected = data()  # the same change by hand, in place
    *parents, last = parse_path(path)
    holder: Any = get(expected, parents) if parents else expected
    if last.item:
        holder[[item.get("from") or item.get("rank") for item in holder].index(last.name)] = value
    else:
        holder[last.name] = value
    assert after == expected


def test_a_bracket_can_be_moved_by_its_start() -> None:
    after = paths.replace(data(), "referral-reward.scale.brackets[5亿元].from", "6亿元")
    assert get(after, "referral-reward.scale.brackets[6亿元].rate") == "6‰"
    with pytest.raises(UnknownNameError):
        get(after, "referral-reward.scale.brackets[5亿元]")


def test_what_is_given_as_value_is_not_shared() -> None:
    value: list[Plain] = ["a"]
    after = paths.replace(data(), "referral-reward.recipients", value)
    value.append("b")
    assert get(after, "referral-reward.recipients") == ["a"]


def test_an_item_can_not_be_added_by_its_label() -> None:
    with pytest.raises(UnknownNameError, match=r"item '3' does not exist; known: 1, 2"):
        paths.replace(data(), "awards.prizes[3]", {"rank": "3"})


@given(st.permutations(["referral-reward.cap", "referral-reward.scale.brackets[0].rate", "awards.prizes[1].amount"]))
def test_changes_in_different_places_do_not_depend_on_their_order(order: list[str]) -> None:
    before = data()
    after: Plain = before
    for path in order:
        after = paths.replace(after, path, f"new {path}")
    expected = copy.deepcopy(before)
    expected["referral-reward"]["cap"] = "new referral-reward.cap"
    expected["referral-reward"]["scale"]["brackets"][0]["rate"] = "new referral-reward.scale.brackets[0].rate"
    expected["awards"]["prizes"][0]["amount"] = "new awards.prizes[1].amount"
    assert after == expected
    assert before == data()
