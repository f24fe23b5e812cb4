"""MY22.interview: 5亿元, two months without progress in a row or pushed poorly; who is called in."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import investpolicy as ip
from investpolicy.errors import FactsError
from tests.expected import call_in as expected

MIANYANG = ip.policy("mianyang-2022")
BOTH = MIANYANG.under({"interview.joined": "both"})
PASSED_OVER = MIANYANG.under({"interview.proper-reason": "passed-over"})
ROLLING = MIANYANG.under({"interview.months": "rolling"})
AT = {"agreed_investment": "5亿元"}

IDLE, MOVED = {"progress": False}, {"progress": True}
EXCUSED = {"progress": False, "proper_reason": True, "reason": "等待环评"}


def months(first: str, *states: dict[str, Any]) -> list[dict[str, Any]]:
    year, month = map(int, first.split("-"))
    names = [divmod(year * 12 + month - 1 + place, 12) for place in range(len(states))]
    return [{"month": f"{y}-{m + 1:02}", **state} for (y, m), state in zip(names, states, strict=True)]


def facts(record: list[dict[str, Any]], asked_on: Any = "2023-01-06", **more: Any) -> dict[str, Any]:
    return {"project": AT, "months": record, "pushed_poorly": False, "asked_on": asked_on, **more}


def status(policy: ip.Policy, given_facts: dict[str, Any]) -> str:
    return str(policy.decide("interview", given_facts).status)


def test_across_a_year_end_at_the_threshold_and_not_one_fen_below() -> None:
    record = months("2022-11", MOVED, IDLE, IDLE)  # December and January
    assert status(MIANYANG, facts(record, "2023-02-01")) == "met"
    below = facts(record, "2023-02-01", project={"agreed_investment": "499999999.99元"})
    assert status(MIANYANG, below) == "not_met"
    assert status(MIANYANG, facts(record, "2023-01-31")) == "not_met"  # January is not over, and November moved


def test_pushed_poorly_alone_is_enough_under_or_and_not_under_and() -> None:
    moving, idle = months("2022-11", MOVED, MOVED), months("2022-11", IDLE, IDLE)
    poor = {"pushed_poorly": True}
    found = [status(policy, facts(record, **poor)) for policy in (MIANYANG, BOTH) for record in (moving, idle)]
    assert found == ["met", "met", "not_met", "met"]
    assert status(BOTH, facts(idle)) == "not_met"


def test_a_month_with_a_proper_reason_breaks_the_run_or_is_passed_over() -> None:
    between = facts(months("2022-10", IDLE, EXCUSED, IDLE))
    assert (status(MIANYANG, between), status(PASSED_OVER, between)) == ("not_met", "met")
    at_the_end = facts(months("2022-10", IDLE, IDLE, EXCUSED))
    assert (status(MIANYANG, at_the_end), status(PASSED_OVER, at_the_end)) == ("not_met", "met")
    alone = facts(months("2022-10", MOVED, EXCUSED, IDLE))
    assert (status(MIANYANG, alone), status(PASSED_OVER, alone)) == ("not_met", "not_met")


def test_three_months_trigger_once() -> None:
    record = months("2022-09", MOVED, IDLE, IDLE, IDLE)
    decision = MIANYANG.decide("interview", facts(record))
    assert (decision.status, decision.figures["call_ins"].to_json()) == ("met", 1)
    assert decision.outcome.notes[-1].en == "3 months in this run: one call-in"
    assert decision.conclusion() == "应约谈"
    for called_on, expected_status in (("2022-11-30", "met"), ("2022-12-01", "not_met")):  # the run was long enough
        again = MIANYANG.decide("interview", facts(record, called_in_on=[called_on]))
        due = int(expected_status == "met")
        assert (again.status, again.figures["call_ins"].to_json()) == (expected_status, due)
    assert again.conclusion("en") == "no call-in is due"
    assert again.outcome.notes[-1].en == "called in already for this run: not again"
    two_runs = months("2022-07", MOVED, IDLE, IDLE, MOVED, IDLE, IDLE)
    second = MIANYANG.decide("interview", facts(two_runs, called_in_on=["2022-10-10"]))
    assert (second.status, second.figures["call_ins"].to_json()) == ("met", 1)  # that of the first run was held


def test_the_call_ins_due_are_those_of_the_decision() -> None:
    def due(policy: ip.Policy, record: list[dict[str, Any]], **more: Any) -> object:
        return policy.decide("interview", facts(record, **more)).figures["call_ins"].to_json()

    idle, moving = months("2022-10", IDLE, IDLE, IDLE), months("2022-10", MOVED, MOVED, MOVED)
    assert due(MIANYANG, idle, project={"agreed_investment": "499999999.99元"}) == 0
    assert (due(BOTH, idle), due(BOTH, idle, pushed_poorly=True)) == (0, 1)
    assert due(MIANYANG, moving, pushed_poorly=True) == 1
    assert (due(ROLLING, idle, asked_on="2022-12-31"), due(ROLLING, idle)) == (1, None)  # January is not told
    assert due(MIANYANG, idle, project={}) is None


def test_the_run_must_reach_the_month_asked_about() -> None:
    assert status(MIANYANG, facts(months("2022-10", IDLE, IDLE, MOVED))) == "not_met"
    beyond = months("2022-11", IDLE, IDLE, MOVED)  # January is not over on 6 January
    assert status(MIANYANG, facts(beyond)) == "met"


def test_months_before_the_record_are_not_known() -> None:
    waits = MIANYANG.decide("interview", facts(months("2022-12", IDLE)))
    assert (waits.status, waits.missing) == ("undetermined", ("progress_record.months",))
    assert status(MIANYANG, facts(months("2022-12", MOVED))) == "not_met"
    nothing = MIANYANG.decide("interview", facts([]))
    assert nothing.missing == ("progress_record.months",)
    assert nothing.outcome.notes[0].zh == "2022年12月：无记录，情况不明"
    poor = facts([], pushed_poorly=True)
    assert status(MIANYANG, poor) == "met"
    assert MIANYANG.decide("interview", facts(months("2022-11", IDLE, {}))).missing == ("month_of_progress.progress",)
    assert MIANYANG.decide("interview", facts([], asked_on=None)).missing == ("progress_record.asked_on",)


def test_the_answer_says_which_months_which_reason_and_who_calls_in_whom() -> None:
    decision = MIANYANG.decide(
        "interview", facts(months("2022-11", IDLE, IDLE), responsible="示例县", pushed_poorly=True)
    )
    assert [note.zh for note in decision.outcome.notes] == [
        "2022年11月：无进展",
        "2022年12月：无进展",
        "无正当理由连续 2 个月无进展",
        "推进情况不力",
        "由市项目投资促进工作委员会约谈示例县",
    ]
    passed = PASSED_OVER.decide("interview", facts(months("2022-10", IDLE, EXCUSED, IDLE)))
    assert passed.outcome.notes[1].en == "2022-11: a proper reason (等待环评), which is passed over"


MONTH = 2022 * 12
states = st.lists(st.sampled_from(["progress", "idle", "idle", "excused", None]), max_size=6)
WRITTEN: dict[str | None, dict[str, Any]] = {"progress": MOVED, "idle": IDLE, "excused": EXCUSED, None: {}}


@given(
    states,
    st.integers(-1, 1),
    st.booleans(),
    st.booleans(),
    st.sampled_from([None, 49_999_999_999, 50_000_000_000, 50_000_000_001]),
    st.sampled_from([True, False, None]),
)
def test_calendar_months_against_every_way_that_the_unknown_may_have_been(
    told: list[str | None], beyond: int, passed: bool, both: bool, fen: int | None, poor: bool | None
) -> None:
    answers = {"interview.proper-reason": "passed-over"} if passed else {}
    answers |= {"interview.joined": "both"} if both else {}
    amount = None if fen is None else f"{fen // 100}.{fen % 100:02}元"
    first = 13 - len(told) + beyond  # the record ends in the month asked about, one before or one after
    record = months(f"2022-{first}", *(WRITTEN[one] for one in told))
    numbered = {MONTH + first + place: one for place, one in enumerate(told)}
    given_facts = facts(record, project={"agreed_investment": amount}, pushed_poorly=poor)
    decision = MIANYANG.under(answers).decide("interview", given_facts)
    idle = expected.stalled(numbered, MONTH + 12, passed_over=passed)
    assert decision.status == expected.status(fen, idle, poor, both=both)
    assert decision.figures["call_ins"].to_json() == {"met": 1, "not_met": 0, "undetermined": None}[decision.status]


def rolling(record: list[dict[str, Any]], asked_on: str) -> str:
    return status(ROLLING, facts(record, asked_on))


def test_months_since_the_last_progress() -> None:
    record = months("2022-11", {"progress": True, "progressed_on": "2022-11-10"}, IDLE, IDLE)
    assert [rolling(record, day) for day in ("2023-01-10", "2023-01-11")] == ["not_met", "met"]
    assert status(MIANYANG, facts(record, "2023-01-11")) == "not_met"  # by the calendar only December stood still
    no_day = months("2022-11", MOVED, IDLE, IDLE)  # between 1 and 30 November
    asked = ("2023-01-01", "2023-01-02", "2023-01-30", "2023-01-31")
    assert [rolling(no_day, day) for day in asked] == ["not_met", "undetermined", "undetermined", "met"]
    no_end = months("2022-11", IDLE, IDLE, IDLE)  # no progress since October at the latest
    assert [rolling(no_end, day) for day in ("2022-12-31", "2023-01-01")] == ["undetermined", "met"]
    unknown_now = months("2022-11", IDLE, IDLE)  # January is not told
    assert rolling(unknown_now, "2023-01-20") == "undetermined"


def test_a_proper_reason_while_months_roll() -> None:
    first = {"progress": True, "progressed_on": "2022-10-10"}
    record = months("2022-10", first, EXCUSED, IDLE, IDLE, IDLE)
    assert [rolling(record, day) for day in ("2023-01-30", "2023-01-31")] == ["not_met", "met"]  # from 30 November
    passed = PASSED_OVER.under({"interview.months": "rolling"})
    found = [status(passed, facts(record, day)) for day in ("2023-01-10", "2023-01-11")]
    assert found == ["not_met", "met"]  # two months and one from 10 October


@given(st.lists(st.sampled_from([MOVED, IDLE, EXCUSED]), min_size=4, max_size=6), st.integers(2, 27))
def test_rolling_is_never_sure_against_a_known_day(told: list[dict[str, Any]], day: int) -> None:
    """What is decided without the day of progress holds with any day of that month."""
    record = months("2022-09", *told)
    asked_on = date(2023, 1, 15) if len(told) > 4 else date(2022, 12, 15)
    without = rolling(record, str(asked_on))
    dated: list[dict[str, Any]] = [
        {**one, "progressed_on": f"{one['month']}-{day if one['month'] != f'{asked_on:%Y-%m}' else 1:02}"}
        if one["progress"]
        else one
        for one in record
    ]
    assert without in ("undetermined", rolling(dated, str(asked_on)))


def test_faults_are_said_all_at_once() -> None:
    record: list[dict[str, Any]] = [
        {"month": "2022-11", "progress": False, "progressed_on": "2022-11-03"},
        {"month": "2022年12月", "progressed_on": "2023-01-02"},
        {"month": "2022-11-15"},
    ]
    with pytest.raises(FactsError) as error:
        MIANYANG.decide("interview", facts(record))
    assert str(error.value).splitlines() == [
        "months.0.progressed_on: 2022-11 had no progress, and progress on 2022-11-03; keep one of the two",
        "months.1.progressed_on: 2023-01-02 is not in 2022-12; check the two",
        "months.2.month: 2022-11 is written twice; keep one of the two",
    ]
