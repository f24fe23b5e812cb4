"""Deadlines, recurring days and call-ins."""

from __future__ import annotations

from . import Alternative, Differs, Facts


def stalled(*, months: list[Facts], asked_on: str = "2023-01-06", poor: bool = False, actual: str = "5亿元") -> Facts:
    """A project of 5亿元 by its agreement."""
    amounts = {"agreed_investment": "5亿元", "actual_investment": actual}
    return {"project": amounts, "months": months, "pushed_poorly": poor, "asked_on": asked_on}


def idle(month: str, **more: object) -> Facts:
    """A month without progress."""
    return {"month": month, "progress": False, **more}


def dispatched(*days: str, sector: str = "C", informed: str = "2022-05-16", asked: str = "2022-06-16") -> Facts:
    """A project of one half month, or two."""
    life = {"information_on": informed, "started_on": "尚未"}
    project = {"sector": sector, "agreed_investment": "10亿元"}
    known = {"project": project, "recognised_major": True, "life": life}
    return {**known, "dispatched_on": list(days), "asked_on": asked}


BOTH_IDLE = [idle("2022-11"), idle("2022-12")]
EXCUSED = [idle("2022-10"), idle("2022-11", proper_reason=True), idle("2022-12")]
NOVEMBER = [{"month": "2022-11", "progress": True, "progressed_on": "2022-11-03"}, idle("2022-12"), idle("2023-01")]
ONE_DAY_LATE = {"received_on": "2022-06-07", "done_on": "2022-06-09"}
LAST = "last_day=2022-06-09 done_on=2022-06-09"

DIFFERS: dict[Alternative, Differs] = {
    ("ziyang", "first-contact", "receipt-day", "counted"): Differs(
        ONE_DAY_LATE, f"met {LAST}", "not_met last_day=2022-06-08 done_on=2022-06-09"
    ),
    ("ziyang", "first-contact", "cut-off", "an-hour"): Differs(ONE_DAY_LATE, f"met {LAST}", "undetermined"),
    ("huaibei-2022", "review", "receipt-day", "counted"): Differs(
        {"received_on": "2022-06-06", "done_on": "2022-06-09"},
        f"met {LAST}",
        "not_met last_day=2022-06-08 done_on=2022-06-09",
    ),
    ("huaibei-2022", "review", "cut-off", "an-hour"): Differs(
        {"received_on": "2022-06-06", "done_on": "2022-06-09"}, f"met {LAST}", "undetermined"
    ),
    ("huaibei-2022", "review", "corrections", "continue"): Differs(
        {"received_on": "2022-06-06", "corrections": [{"received_on": "2022-06-08"}], "done_on": "2022-06-13"},
        "met last_day=2022-06-13 done_on=2022-06-13",
        "not_met last_day=2022-06-09 done_on=2022-06-13",
    ),
    ("huaibei-2022", "publicity", "holiday", "same-day"): Differs(
        {"recorded_on": "2022-09-28", "published_on": "2022-10-08"},
        "met last_day=2022-10-08 done_on=2022-10-08 objection_ends=unknown",
        "not_met last_day=2022-10-03 done_on=2022-10-08 objection_ends=unknown",
    ),
    # the dispatch of the 16th is too late for the 15th
    ("mianyang-2022", "dispatch", "days", "fifteenth-and-last"): Differs(
        dispatched("2022-06-16", informed="2022-06-01", asked="2022-06-17"),
        "met due_days=1 missed=0 next_due=2022-07-01",
        "not_met due_days=1 missed=1 next_due=2022-06-30",
    ),
    ("mianyang-2022", "dispatch", "holiday", "same-day"): Differs(
        dispatched("2022-10-08", informed="2022-09-17", asked="2022-10-09"),
        "met due_days=1 missed=0 next_due=2022-10-17",
        "not_met due_days=1 missed=1 next_due=2022-10-16",
    ),
    ("mianyang-2022", "dispatch", "industry", "manufacturing"): Differs(
        dispatched(sector="D", informed="2022-06-01", asked="2022-06-17"),
        "not_met due_days=1 missed=1 next_due=2022-07-01",
        "met due_days=1 missed=1 next_due=2022-07-01",
    ),
    ("mianyang-2022", "dispatch", "major", "by-size"): Differs(
        dispatched(informed="2022-06-01", asked="2022-06-17"),
        "not_met due_days=1 missed=1 next_due=2022-07-01",
        "undetermined",
    ),
    ("mianyang-2022", "interview", "joined", "both"): Differs(
        stalled(months=BOTH_IDLE), "met call_ins=1", "not_met call_ins=0"
    ),
    # two months after 3 November are over on 6 January; November is no month without progress
    ("mianyang-2022", "interview", "months", "rolling"): Differs(
        stalled(months=NOVEMBER), "not_met call_ins=0", "met call_ins=1"
    ),
    ("mianyang-2022", "interview", "proper-reason", "passed-over"): Differs(
        stalled(months=EXCUSED), "not_met call_ins=0", "met call_ins=1"
    ),
    ("mianyang-2022", "interview", "threshold-base", "actual"): Differs(
        stalled(months=BOTH_IDLE, actual="4.9999亿元"), "met call_ins=1", "not_met call_ins=0"
    ),
}
