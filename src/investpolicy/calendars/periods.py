"""Periods (周期) and whether something was done in each of them (每月、每季度开展情况)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from investpolicy.calendars.working import as_day
from investpolicy.errors import FactsError, Problem, TermsError
from investpolicy.values.label import Labelled, Lang


class Unit(Labelled):
    """How long a calendar period is; a week is Monday to Sunday, a half month ends on the 15th and the last day."""

    WEEK = "week", "周", "week"
    HALF_MONTH = "half_month", "半月", "half month"
    MONTH = "month", "月", "month"
    QUARTER = "quarter", "季度", "quarter"
    HALF_YEAR = "half_year", "半年", "half year"
    YEAR = "year", "年", "year"


_MONTHS = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.HALF_YEAR: 6, Unit.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Period:
    """``count`` calendar units from ``first`` to ``last``, both included."""

    first: date
    last: date
    unit: Unit
    count: int = 1

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= as_day(day) <= self.last

    def name(self, lang: Lang = "zh") -> str:
        """Such as 2022年第3季度, 2022 Q3."""
        if self.count == 1:
            return _unit_name(self.first, self.unit, lang)
        ends = _unit_name(self.first, self.unit, lang), _unit_name(self.last, self.unit, lang)
        return ("至" if lang == "zh" else " to ").join(ends)


class PeriodStatus(Labelled):
    """What became of a period."""

    HELD = "held", "已开展", "held"
    MISSED = "missed", "未开展", "missed"
    PENDING = "pending", "尚未到期", "pending"
    EXCEPTED = "excepted", "有因未开展", "excepted"


@dataclass(frozen=True, slots=True)
class PeriodResult:
    """A period, what became of it as of ``asked_on``, the ``days`` of its events, the ``reason`` on record."""

    period: Period
    status: PeriodStatus
    asked_on: date
    days: tuple[date, ...] = ()
    reason: str = ""

    def explain(self, lang: Lang = "zh") -> str:
        """One line: which period, and why."""
        zh = lang == "zh"
        end = self.period.last
        if self.status is PeriodStatus.HELD:
            why = ("、" if zh else ", ").join(map(str, self.days))
        elif self.status is PeriodStatus.PENDING:
            why = f"截至 {self.asked_on} 无记录，{end} 才期满" if zh else f"none by {self.asked_on}, it ends on {end}"
        else:
            why = f"已于 {end} 期满，无记录" if zh else f"it ended on {end}, none on record"
        if self.reason and self.status is PeriodStatus.EXCEPTED:
            why += f"；原因：{self.reason}" if zh else f"; reason: {self.reason}"
        label = self.status.label.of(lang)
        return f"{self.period.name(lang)}：{label}（{why}）" if zh else f"{self.period.name(lang)}: {label} ({why})"


def periods(first: date, last: date, unit: Unit, count: int = 1, *, partial_first: bool = False) -> tuple[Period, ...]:
    """The calendar periods of ``count`` units that begin from ``first`` to ``last``, each whole.

    Where ``first`` is inside a period, that period is left out, since a duty that begins in its midst leaves less than
    the time that it grants; ``partial_first`` takes it in. Periods of several units are counted from the first unit.

    :raises TermsError: for less than one unit, or days in the wrong order.
    """
    first, last = as_day(first), as_day(last)
    if isinstance(count, bool) or count < 1:
        raise TermsError(Problem("count", f"{count!r} {unit.label.en}s are no period", "write 1 or more"))
    if last < first:
        raise TermsError(Problem("last", f"the last day {last} is before the first, {first}", "swap them"))
    number = _number(first, unit)
    if not partial_first and _start(number, unit) < first:
        number += 1
    found: list[Period] = []
    while (start := _start(number, unit)) <= last:
        number += count
        found.append(Period(start, _start(number, unit) - timedelta(days=1), unit, count))
    return tuple(found)


def check_periods(
    log: Iterable[date], of: Sequence[Period], asked_on: date, reasons: Mapping[date, str] | None = None
) -> tuple[PeriodResult, ...]:
    """What became of each period, as of the end of ``asked_on``; later entries of the ``log`` are not seen yet.

    A period with an event is held. Without one it is pending until its last day is over, then missed, or excepted where
    a reason is on record: ``reasons`` by any day of the period.

    :raises FactsError: for a reason without text or in no period, and two reasons in one.
    """
    asked_on = as_day(asked_on)
    given = _reasons_by_period(reasons or {}, of)
    days = sorted({day for day in map(as_day, log) if day <= asked_on})
    results: list[PeriodResult] = []
    for period in of:
        inside = tuple(day for day in days if day in period)
        reason = given.get(period, "")
        if inside:
            status = PeriodStatus.HELD
        elif asked_on <= period.last:
            status = PeriodStatus.PENDING
        else:
            status = PeriodStatus.EXCEPTED if reason else PeriodStatus.MISSED
        results.append(PeriodResult(period, status, asked_on, inside, reason))
    return tuple(results)


def missed_periods(
    log: Iterable[date], of: Sequence[Period], asked_on: date, reasons: Mapping[date, str] | None = None
) -> tuple[PeriodResult, ...]:
    """The periods without an event: missed, excepted or pending; see :func:`check_periods`."""
    results = check_periods(log, of, asked_on, reasons)
    return tuple(one for one in results if one.status is not PeriodStatus.HELD)


def _reasons_by_period(reasons: Mapping[date, str], of: Sequence[Period]) -> dict[Period, str]:
    found: dict[Period, str] = {}
    problems: list[Problem] = []
    for day, reason in reasons.items():
        where = f"reasons.{day}"
        period = next((one for one in of if day in one), None)
        if period is None:
            problems.append(Problem(where, f"{day} lies in none of the periods", "write a day of the period meant"))
        elif not reason.strip():
            problems.append(Problem(where, "the reason is empty", "write the reason on record, or leave it out"))
        elif period in found:
            problems.append(Problem(where, f"{period.name('en')} has two reasons", "put them together"))
        else:
            found[period] = reason.strip()
    if problems:
        raise FactsError(problems)
    return found


def _number(day: date, unit: Unit) -> int:
    """Which unit of the calendar a day lies in, counted without gaps."""
    if unit is Unit.WEEK:
        return (day.toordinal() - 1) // 7  # 1 January of year 1 is a Monday
    months = day.year * 12 + day.month - 1
    if unit is Unit.HALF_MONTH:
        return 2 * months + (day.day > 15)
    return months // _MONTHS[unit]


def _start(number: int, unit: Unit) -> date:
    """The first day of a unit."""
    if unit is Unit.WEEK:
        return date.fromordinal(7 * number + 1)
    if unit is Unit.HALF_MONTH:
        return date(number // 24, number // 2 % 12 + 1, 16 if number % 2 else 1)
    months = number * _MONTHS[unit]
    return date(months // 12, months % 12 + 1, 1)


def _unit_name(day: date, unit: Unit, lang: Lang) -> str:
    zh = lang == "zh"
    year, month = day.year, day.month
    match unit:
        case Unit.WEEK:
            start = _start(_number(day, unit), unit)
            return f"{start} 起的一周" if zh else f"the week of {start}"
        case Unit.HALF_MONTH:
            if day.day <= 15:
                return f"{year}年{month}月上半月" if zh else f"the first half of {year}-{month:02}"
            return f"{year}年{month}月下半月" if zh else f"the second half of {year}-{month:02}"
        case Unit.MONTH:
            return f"{year}年{month}月" if zh else f"{year}-{month:02}"
        case Unit.QUARTER:
            return f"{year}年第{(month + 2) // 3}季度" if zh else f"{year} Q{(month + 2) // 3}"
        case Unit.HALF_YEAR:
            return f"{year}年{'上' if month <= 6 else '下'}半年" if zh else f"{year} H{1 if month <= 6 else 2}"
        case Unit.YEAR:
            return f"{year}年" if zh else f"{year}"
