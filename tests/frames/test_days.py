"""Limits in working days on frames: the last day and the status of the record, across holidays, on every engine."""

from __future__ import annotations

import random
from datetime import date, time, timedelta
from typing import Any

import polars as pl
import pyarrow as pa
import pytest

import investpolicy as ip
from investpolicy import frames
from investpolicy.calendars import NoNoticeError, StateCouncilCalendar
from investpolicy.errors import EngineError
from investpolicy.register.notices import read_notice

from .engines import EVERY, HERE, frame, rows, table

ZIYANG, HUAIBEI, SHANDONG = ip.policy("ziyang"), ip.policy("huaibei-2022"), ip.policy("shandong-report")
NOTICE = """
year: 2027
source: {title: 试例, number: 试例〔2026〕1号, date: 2026-11-01}
holidays:
  - {name: {zh: 元旦, en: New Year's Day}, from: 2027-01-01, to: 2027-01-03}
make_up_workdays: [2027-01-09]
"""


def submissions(count: int, seed: int) -> list[dict[str, Any]]:
    """Receipts on every kind of day: near holidays, outside the known calendar, not yet, not known."""
    rng = random.Random(seed)
    edges = [date(2003, 12, 30), date(2004, 1, 1), date(2022, 1, 28), date(2022, 9, 30), date(2026, 12, 20), date.max]
    found: list[dict[str, Any]] = []
    for _ in range(count):
        start = rng.choice((rng.choice(edges), date(2021, 1, 1)))
        received = start if start == date.max else start + timedelta(days=rng.randint(0, 14 if start in edges else 700))
        done = None if rng.random() < 0.4 or received == date.max else received + timedelta(days=rng.randint(0, 12))
        row = {
            "received_on": received if rng.random() < 0.9 else None,
            "done_on": date.max if rng.random() < 0.1 else done,
            "card_issued_on": rng.choice((None, date(2021, 6, 1), date(2022, 2, 7), date.max)),
            "received_at": rng.choice((None, time(9, 0), time(17, 29), time(17, 30), time(23, 59))),
        }
        found.append(row)
    return found


def of_record(policy: ip.Policy, name: str, row: dict[str, Any]) -> tuple[date | None, str]:
    names = policy.provision(name).rule.facts.model_fields
    facts = {key: "尚未" if value == date.max else value for key, value in row.items() if key in names}
    decision = policy.decide(name, {key: value for key, value in facts.items() if value is not None})
    last = decision.figures["last_day"]
    known = last.to_json() not in (None, "not yet")
    return (date.fromisoformat(str(last)) if known else None), str(decision.status)


def check(policy: ip.Policy, name: str, engine: str, data: list[dict[str, Any]], with_hours: bool = False) -> None:
    columns: dict[str, Any] = {
        key: (pa.date32(), [row[key] for row in data]) for key in ("received_on", "done_on", "card_issued_on")
    }
    if with_hours:
        columns["received_at"] = (pa.string(), [row["received_at"] and f"{row['received_at']:%H:%M}" for row in data])
    found = rows(frames.deadline(policy, name, frame(engine, table(columns))))
    assert len(found) == len(data)
    for row, column in zip(data, found, strict=True):
        facts = row if with_hours else {**row, "received_at": None}
        last, status = of_record(policy, name, facts)
        assert (column["last_day"], column["status"]) == (last, status), (facts, engine)


@pytest.mark.parametrize("engine", EVERY)
@pytest.mark.parametrize("name", ["first-contact", "review"])
def test_last_days_are_those_of_the_record(name: str, engine: str) -> None:
    policy = ZIYANG if name == "first-contact" else HUAIBEI
    data = submissions(120, seed=1)
    check(policy, name, engine, data)
    statuses = {of_record(policy, name, {**row, "received_at": None})[1] for row in data}
    assert statuses == {"met", "not_met", "determined", "undetermined", "ineligible"}


@pytest.mark.parametrize("engine", HERE)
def test_a_limit_that_counts_the_day_of_receipt_or_closes_at_an_hour(engine: str) -> None:
    data = submissions(200, seed=2)
    check(ZIYANG.vary({"first-contact.receipt_day": "counted"}), "first-contact", engine, data)
    for receipt_day in ("counted", "not_counted"):
        changes = {"receipt_closes": "cut_off", "cut_off": "17:30"}
        if receipt_day == "counted":
            changes["receipt_day"] = receipt_day
        policy = ZIYANG.vary({f"first-contact.{name}": value for name, value in changes.items()})
        check(policy, "first-contact", engine, data, with_hours=True)


def test_holders_of_a_card() -> None:
    names = [
        (policy, one.name)
        for policy in (ZIYANG, HUAIBEI, SHANDONG)
        for one in policy.provisions.values()
        if one.rule.name == "service_card_limit"
    ]
    assert names
    for policy, name in names:
        data = submissions(200, seed=3)
        check(policy, name, "polars", data)
        check(policy.vary({f"{name}.days": "3"}), name, "duckdb", data)


def test_a_notice_that_is_loaded_makes_its_year_known() -> None:
    data = pl.DataFrame({"收到日期": ["2026-12-30"], "办结日期": ["2027年1月5日"]}).lazy()
    without = frames.deadline(ZIYANG, "first-contact", data).collect()
    assert without.select("last_day", "status").row(0) == (None, "undetermined")
    notice = read_notice(NOTICE)
    found = frames.deadline(ZIYANG, "first-contact", data, notices=[notice]).collect()
    assert found.select("last_day", "status").row(0) == (date(2027, 1, 4), "not_met")


def test_the_calendar_table() -> None:
    found = pl.DataFrame(frames.working_days(date(2022, 9, 29), date(2022, 10, 10)))
    calendar = StateCouncilCalendar()
    assert found.filter("is_working_day")["date"].to_list() == [
        date(2022, 9, 29), date(2022, 9, 30), date(2022, 10, 8), date(2022, 10, 9), date(2022, 10, 10)
    ]  # fmt: skip
    assert found["ordinal"].to_list() == [1, 2, *[2] * 7, 3, 4, 5]
    assert calendar.kind(date(2022, 10, 8)).works
    with pytest.raises(NoNoticeError):
        frames.working_days(date(2026, 12, 31), date(2027, 1, 1))
    with pytest.raises(EngineError, match=r"last: 2022-01-01 is before 2022-01-02; swap them"):
        frames.working_days(date(2022, 1, 2), date(2022, 1, 1))


def test_what_is_no_limit_and_what_is_missing_is_said() -> None:
    with pytest.raises(EngineError, match=r"ZY.tax-sharing: is no limit in working days; use frames.evaluate"):
        frames.deadline(ZIYANG, "tax-sharing", pl.DataFrame({"x": [1]}))
    with pytest.raises(EngineError, match=r"receipt.received_on: has no column; did you mean 'received'\?"):
        frames.deadline(ZIYANG, "first-contact", pl.DataFrame({"received": [1]}))
    late = ZIYANG.vary({"first-contact.receipt_closes": "cut_off", "first-contact.cut_off": "17:30"})
    with pytest.raises(EngineError, match=r"receipt closes at 17:30: the time is needed; name a column of times"):
        frames.deadline(late, "first-contact", pl.DataFrame({"received_on": [date(2022, 1, 4)]}))
