from __future__ import annotations

import copy
import itertools
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investpolicy.errors import UndeterminedError
from investpolicy.outcomes import Award, Check, Outcome, Split, Status, award, check, split
from investpolicy.values import Money, Shares, Truth
from investpolicy.values.shares import Remainder
from investpolicy.values.truth import FALSE, TRUE

UNKNOWN = Truth.unknown("project.signed_on")
WAITING = Truth.unknown("terms.major_from")
SCALE = Money.unknown("terms.scale")
FACT = Money.unknown("project.actual_investment")
BOTH = Money.unknown("terms.scale", "project.actual_investment")
NO_NAME = Money.unknown()
YI, WAN = Money.yi(1), Money.wan(1)


def an_award(computed: Money = WAN, ceiling: Money = YI, **conditions: Truth) -> Award:
    return award(computed, at_most=ceiling, conditions=conditions)


# --- awards


@pytest.mark.parametrize(
    ("computed", "ceiling", "conditions", "status"),
    [
        (WAN, YI, [TRUE, TRUE], Status.ENTITLED),
        (WAN, YI, [], Status.ENTITLED),
        (WAN, SCALE, [TRUE], Status.ENTITLED),
        (SCALE, YI, [TRUE], Status.UP_TO),
        (SCALE, SCALE, [TRUE], Status.UNDETERMINED),  # no ceiling is published
        (SCALE, NO_NAME, [TRUE], Status.UNDETERMINED),  # there is none
        (FACT, YI, [TRUE], Status.UNDETERMINED),
        (BOTH, YI, [TRUE], Status.UNDETERMINED),  # a fact is missing too
        (NO_NAME, YI, [TRUE], Status.UNDETERMINED),
        (WAN, YI, [TRUE, UNKNOWN], Status.UNDETERMINED),
        (SCALE, YI, [TRUE, UNKNOWN], Status.UNDETERMINED),
        (WAN, YI, [FALSE], Status.INELIGIBLE),
        (WAN, YI, [UNKNOWN, FALSE], Status.INELIGIBLE),  # surely not, whatever is missing
        (SCALE, SCALE, [WAITING, FALSE, UNKNOWN], Status.INELIGIBLE),
    ],
)
def test_the_status_of_an_award(computed: Money, ceiling: Money, conditions: list[Truth], status: Status) -> None:
    for order in itertools.permutations(conditions):
        found = an_award(computed, ceiling, **{f"c{place}": one for place, one in enumerate(order)})
        assert found.status is status


def test_what_is_payable() -> None:
    assert an_award(met=TRUE).amount == WAN
    assert an_award(met=FALSE).amount == Money.yuan(0)
    assert an_award(SCALE, met=FALSE).amount == Money.yuan(0)
    assert an_award(met=UNKNOWN).payable.missing == {"project.signed_on"}


@pytest.mark.parametrize(
    ("found", "message"),
    [
        (an_award(SCALE, met=TRUE), "the amount is not determined; the ceiling is 1亿元; missing: terms.scale"),
        (an_award(SCALE, SCALE, met=TRUE), "the amount is not determined; missing: terms.scale"),
        (an_award(met=UNKNOWN), "the amount is not determined; missing: project.signed_on"),
        (an_award(NO_NAME, met=TRUE), "the amount is not determined; missing: a value"),
    ],
)
def test_an_amount_that_is_not_determined(found: Award, message: str) -> None:
    with pytest.raises(UndeterminedError) as caught:
        found.amount  # noqa: B018
    assert str(caught.value) == message


def test_what_is_missing() -> None:
    assert an_award(SCALE, met=TRUE).missing == ("terms.scale",)
    assert an_award(BOTH, met=TRUE).missing == ("project.actual_investment", "terms.scale")
    assert an_award(BOTH, a=UNKNOWN, b=WAITING).missing == ("project.signed_on", "terms.major_from")
    assert an_award(SCALE, met=FALSE).missing == ()
    assert an_award(met=TRUE).missing == ()


def test_failed_and_undecided_conditions_are_all_named() -> None:
    found = an_award(a=FALSE, b=UNKNOWN, c=TRUE, d=FALSE, e=WAITING)
    assert found.failed == ("a", "d")
    assert found.undecided == ("b", "e")
    assert found.eligible == FALSE


def test_conditions_may_be_given_as_a_mapping_beside_names() -> None:
    found = award(WAN, at_most=YI, conditions={"a": TRUE, "b": FALSE})
    assert list(found.conditions) == ["a", "b"]


# --- splits

SHARES = Shares.parse("市 3 : 县 7")


@pytest.mark.parametrize(
    ("total", "condition", "status"),
    [
        (WAN, TRUE, Status.ENTITLED),
        (WAN, FALSE, Status.INELIGIBLE),
        (FACT, FALSE, Status.INELIGIBLE),
        (WAN, UNKNOWN, Status.UNDETERMINED),
        (FACT, TRUE, Status.UNDETERMINED),
    ],
)
def test_the_status_of_a_split(total: Money, condition: Truth, status: Status) -> None:
    found = split(total, SHARES, Remainder.LAST, conditions={"met": condition})
    assert found.status is status
    known = {name: value for name, value in found.values.items() if value.is_known}
    assert known == ({"市": Money.yuan(3000), "县": Money.yuan(7000)} if status is Status.ENTITLED else {})


def test_parties_without_a_name_are_numbered() -> None:
    assert list(split(WAN, Shares.parse("1:2:3"), Remainder.LARGEST, conditions={}).parts) == ["1", "2", "3"]


@given(st.integers(0, 10**15), st.lists(st.integers(0, 99), min_size=1, max_size=5), st.sampled_from(Remainder))
def test_parts_add_up(total: int, weights: list[int], remainder: Remainder) -> None:
    shares = Shares(tuple(weights) if sum(weights) else (1, *weights))
    parts = split(Money.of_raw(total), shares, remainder, conditions={"met": TRUE}).parts.values()
    assert sum(one.in_fen for one in parts) == total
    assert all(one.in_fen >= 0 for one in parts)


# --- checks


@pytest.mark.parametrize(
    ("condition", "excepted", "status", "missing"),
    [
        (TRUE, FALSE, Status.MET, ()),
        (TRUE, TRUE, Status.MET, ()),  # nothing to except
        (TRUE, UNKNOWN, Status.MET, ()),
        (FALSE, FALSE, Status.NOT_MET, ()),
        (FALSE, TRUE, Status.EXCEPTED, ()),
        (FALSE, UNKNOWN, Status.UNDETERMINED, ("project.signed_on",)),
        (WAITING, FALSE, Status.UNDETERMINED, ("terms.major_from",)),
        (WAITING, TRUE, Status.UNDETERMINED, ("terms.major_from",)),  # an exception is no compliance
        (WAITING, UNKNOWN, Status.UNDETERMINED, ("terms.major_from",)),
    ],
)
def test_the_status_of_a_check(condition: Truth, excepted: Truth, status: Status, missing: tuple[str, ...]) -> None:
    found = check(excepted=excepted, conditions={"met": condition})
    assert found.status is status
    assert found.missing == missing


def test_an_exception_counts_only_where_the_requirement_is_not_met() -> None:
    assert check(excepted=TRUE, conditions={"met": TRUE}).values == {"met": TRUE, "excepted": FALSE}
    assert check(excepted=TRUE, conditions={"met": FALSE}).values == {"met": FALSE, "excepted": TRUE}


# --- all of them

OUTCOMES = [
    an_award(SCALE, a=TRUE, b=UNKNOWN),
    split(WAN, SHARES, Remainder.LAST, conditions={"met": TRUE}),
    check(excepted=TRUE, measured=WAN, limit=YI, conditions={"met": FALSE}),
]


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda one: one.kind)
def test_an_outcome_can_not_be_changed(outcome: Outcome) -> None:
    for name in ("conditions", "computed", "total", "excepted", "status", "anything"):
        with pytest.raises(AttributeError, match="can not be changed"):
            setattr(outcome, name, None)
    conditions: Any = outcome.conditions
    with pytest.raises(TypeError):
        conditions["met"] = FALSE


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda one: one.kind)
@pytest.mark.parametrize("again", [lambda one: pickle.loads(pickle.dumps(one)), copy.deepcopy, copy.copy])
def test_an_outcome_is_pickled_and_copied(outcome: Outcome, again: Any) -> None:
    made = again(outcome)
    assert type(made) is type(outcome)
    assert made.status is outcome.status
    assert made.conditions == outcome.conditions
    assert made.values == outcome.values
    assert made.missing == outcome.missing
    with pytest.raises(AttributeError):
        made.kind = ""  # type: ignore[misc]


def test_the_kinds() -> None:
    assert [(kind.kind, kind) for kind in (Award, Split, Check)] == [
        ("award", Award),
        ("split", Split),
        ("check", Check),
    ]
    with pytest.raises(NotImplementedError):
        Outcome().status  # noqa: B018


def test_every_status_is_labelled() -> None:
    assert len({status.label.zh for status in Status}) == len({status.label.en for status in Status}) == len(Status)
    assert Status.read("应得") is Status.ENTITLED
