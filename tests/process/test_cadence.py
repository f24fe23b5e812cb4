"""What is due in every period: the periods missed, against a walk through all days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import investpolicy as ip
from investpolicy.errors import FactsError, TermsError
from investpolicy.facts import ActivityLog
from investpolicy.rules.process.cadence import CadenceTerms, cadence
from tests.expected import cadence as expected

EVERY = {
    ("mianyang-2022", "monthly-study"): ("month", 1),
    ("ziyang", "monthly-supervision"): ("month", 1),
    ("shandong-report", "hefei-quarterly"): ("quarter", 1),
}
OPEN = [("mianyang-2022", "heads-trips"), ("mianyang-2022", "follow-up"), ("mianyang-2016", "progress-check")]

first_days = st.dates(date(2021, 1, 1), date(2021, 12, 31))
days = st.dates(date(2020, 12, 1), date(2023, 6, 30))


@pytest.mark.parametrize(("name", "period"), EVERY.items(), ids=[name[1] for name in EVERY])
def test_the_published_periods(name: tuple[str, str], period: tuple[str, int]) -> None:
    terms = ip.policy(name[0]).terms(name[1])
    assert isinstance(terms, CadenceTerms)
    assert (terms.unit, int(terms.every), terms.reasons_except) == (*period, False)


@given(
    st.sets(days, max_size=20),
    first_days,
    st.integers(0, 700),
    st.sampled_from(sorted(expected.MONTHS)),
    st.integers(1, 2),
    st.booleans(),
)
def test_the_periods_are_those_that_a_walk_through_all_days_finds(
    log: set[date], first: date, more: int, unit: str, every: int, excused: bool
) -> None:
    asked_on = first + timedelta(days=more)
    facts = {"since": first, "asked_on": asked_on, "held_on": sorted(log, reverse=True)}
    terms = CadenceTerms.model_validate({"unit": unit, "every": str(every), "reasons_except": excused})
    outcome = cadence(ActivityLog.model_validate(facts), terms)
    counts = expected.tally(log, first, asked_on, unit, every)
    assert {name: outcome.figures[name].to_json() for name in counts} == counts
    assert outcome.status == expected.status(counts, reasons_except=excused)
    assert len(outcome.notes) == (sum(counts.values()) - counts["held"] or 1)


def log(*held: str, **more: object) -> dict[str, object]:
    return {"since": "2022-06-01", "asked_on": "2022-09-01", "held_on": list(held), **more}


def test_a_month_is_missed_on_the_day_after_its_last() -> None:
    policy = ip.policy("mianyang-2022")
    held = ("2022-06-30", "2022-07-01")
    pending = policy.decide("monthly-study", log(*held, asked_on="2022-08-31"))
    assert (pending.status, pending.outcome.notes[0].en) == (
        "met",
        "2022-08: pending (none by 2022-08-31, it ends on 2022-08-31)",
    )
    missed = policy.decide("monthly-study", log(*held))
    assert missed.status == "not_met"
    assert missed.outcome.notes[0].zh == "2022年8月：未开展（已于 2022-08-31 期满，无记录）"


def test_a_reason_excepts_only_where_the_text_allows_it() -> None:
    held = ("2022-06-30", "2022-07-01")
    facts = log(*held, reasons=[{"day": "2022-08-15", "reason": "防疫"}])
    assert ip.policy("mianyang-2022").decide("monthly-study", facts).status == "not_met"
    allowed = ip.policy("mianyang-2022").vary({"monthly-study.reasons_except": "yes"})
    decision = allowed.decide("monthly-study", facts)
    assert decision.status == "excepted"
    assert decision.outcome.notes[0].zh == "2022年8月：有因未开展（已于 2022-08-31 期满，无记录；原因：防疫）"
    assert allowed.decide("monthly-study", log("2022-06-30", reasons=facts["reasons"])).status == "not_met"  # July too


def test_a_reason_in_the_month_that_is_left_out_is_ignored_and_one_before_it_refused() -> None:
    policy = ip.policy("mianyang-2022")
    facts = log(
        "2022-07-05", since="2022-06-15", asked_on="2022-07-31", reasons=[{"day": "2022-06-01", "reason": "防疫"}]
    )
    decision = policy.decide("monthly-study", facts)
    assert (decision.status, decision.figures["periods"].to_json()) == ("met", 1)
    assert decision.outcome.notes[-1].zh == "2022年6月：期中起算，不计该期，2022-06-01 的原因不用"
    assert policy.decide("monthly-study", {**facts, "held_on": [], "asked_on": "2022-06-20"}).status == "met"
    with pytest.raises(FactsError, match="2022-05-31 lies in none of the periods"):
        policy.decide("monthly-study", {**facts, "reasons": [{"day": "2022-05-31", "reason": "防疫"}]})


@pytest.mark.parametrize(("policy", "provision"), OPEN)
def test_an_open_period_is_named_and_can_be_supplied(policy: str, provision: str) -> None:
    found = ip.policy(policy)
    open_one = found.decide(provision, log("2022-06-15"))
    assert (open_one.status, open_one.missing) == ("undetermined", ("terms.every",))
    every_month = found.vary({f"{provision}.every": "1"}).decide(provision, log("2022-06-15"))
    assert (every_month.status, every_month.figures["missed"].to_json()) == ("not_met", 2)
    quarterly = found.vary({f"{provision}.every": "1", f"{provision}.unit": "quarter"})
    assert quarterly.decide(provision, log("2022-06-15")).status == "met"  # the third quarter is pending


def test_a_log_that_is_not_given_is_not_known_and_an_empty_one_is() -> None:
    policy = ip.policy("ziyang")
    assert policy.decide("monthly-supervision", log(held_on=None)).missing == ("activity_log.held_on",)
    assert policy.decide("monthly-supervision", log()).status == "not_met"
    assert policy.decide("monthly-supervision", {"held_on": []}).missing == (
        "activity_log.asked_on",
        "activity_log.since",
    )
    young = policy.decide("monthly-supervision", log(since="2022-09-02", asked_on="2022-09-20"))
    assert (young.status, young.outcome.notes[0].zh) == ("met", "起算日期之后尚无完整周期")


def test_faults_are_refused() -> None:
    with pytest.raises(FactsError) as error:
        ActivityLog.model_validate(
            {
                "since": "2022-06-02",
                "asked_on": "2022-06-01",
                "held_on": ["2022-06", "尚未"],
                "reasons": [{"day": "2022-06-01", "reason": " "}],
            }
        )
    text = str(error.value)
    assert "held_on.0: day '2022-06' is a month without a day" in text
    assert "held_on.1: 尚未 is no day of an event; write such as 2022-06-01" in text
    assert "reasons.0.reason: the reason is empty; write the reason on record, or leave it out" in text
    assert "asked_on: 截至日期 2022-06-01 is before 起算日期 2022-06-02; check the two days" in text
    with pytest.raises(TermsError, match="once in 0 units is no period; write 1 or more, or open"):
        ip.policy("mianyang-2022").vary({"follow-up.every": "0"})
