"""HB.publicity: the Monday after the week of the record, moved where it is a holiday; objections."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import investpolicy as ip
from investpolicy.errors import FactsError, TermsError
from investpolicy.facts import RecordedProject
from tests.expected import publicity as expected
from tests.expected.working_day_limit import last_day

HUAIBEI = ip.policy("huaibei-2022")
days = st.dates(date(2019, 1, 1), date(2026, 11, 30))


def test_every_record_of_2019_to_2026_is_made_public_on_its_day() -> None:
    same_day = HUAIBEI.under({"publicity.holiday": "same-day"})
    for place in range(0, 2880, 5):
        recorded = date(2019, 1, 1) + timedelta(days=place)
        for policy, moved in ((HUAIBEI, True), (same_day, False)):
            decision = policy.decide("publicity", {"recorded_on": recorded})
            assert decision.status == "determined"
            assert str(decision.figures["last_day"]) == str(expected.due(recorded, moved=moved))


@given(days, st.integers(0, 20), st.lists(st.tuples(st.integers(0, 15), st.booleans()), max_size=2), st.booleans())
def test_objections_in_time_are_re_examined(
    recorded: date, later: int, objections: list[tuple[int, bool]], known: bool
) -> None:
    published = recorded + timedelta(days=later)
    raised = [(published + timedelta(days=after), done) for after, done in objections]
    facts = {
        "recorded_on": recorded,
        "published_on": published,
        "objections": [{"raised_on": day, "re_examined_on": day if done else "尚未"} for day, done in raised],
    }
    policy = HUAIBEI.vary({"publicity.objection_days": "5"}) if known else HUAIBEI
    decision = policy.decide("publicity", facts)
    pairs = [(day, day if done else date.max) for day, done in raised]
    assert decision.status == expected.status(recorded, published, pairs, 5 if known else None)
    if known:
        assert str(decision.figures["objection_ends"]) == str(last_day([published], 5))
    elif decision.status == "undetermined":
        assert decision.missing == ("terms.objection_days",)


def test_what_is_not_known() -> None:
    assert HUAIBEI.decide("publicity", {}).missing == ("recorded_project.recorded_on",)
    late = HUAIBEI.decide("publicity", {"recorded_on": "2026-12-30"})
    assert (late.status, late.missing) == ("undetermined", ("calendar.2027",))
    assert late.outcome.notes[-1].zh == "  无法判定：2027 年的放假安排通知尚未载入"
    assert HUAIBEI.decide("publicity", {"recorded_on": "尚未"}).outcome.failed == ("recorded",)


def test_faults_are_said_all_at_once() -> None:
    with pytest.raises(FactsError) as error:
        RecordedProject.model_validate(
            {
                "recorded_on": "2022-06-08",
                "published_on": "2022-06-07",
                "objections": [{"raised_on": "2022-06-06", "re_examined_on": "2022-06-05"}],
            }
        )
    assert str(error.value).splitlines() == [
        "published_on: 公示日期 2022-06-07 is before 备案日期 2022-06-08; check the two days",
        "objections.0.raised_on: the objection of 2022-06-06 is before 公示日期 2022-06-07; check the two days",
        "objections.0.re_examined_on: 复核日期 2022-06-05 is before 异议提出日期 2022-06-06; check the two days",
    ]
    with pytest.raises(TermsError, match="0 working days are no period; write 1 to 10000, or open"):
        HUAIBEI.vary({"publicity.objection_days": "0"})
