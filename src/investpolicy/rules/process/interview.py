"""Calling in those who are responsible (约谈): MY22.interview, SD.jinan-interview.

A month counts once it is over. What happened in a month that is not listed, or not told, is not known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Final, NamedTuple

from investpolicy.calendars import Unit, periods
from investpolicy.errors import Problem
from investpolicy.facts.events import DistrictQuarter, MonthOfProgress, ProgressRecord, is_told
from investpolicy.models import CountField, Model, PointsField, outside_rules, required
from investpolicy.outcomes import Check
from investpolicy.rules.award import ThresholdTerms
from investpolicy.rules.rule import Rule
from investpolicy.rules.terms import Terms
from investpolicy.values.count import Count
from investpolicy.values.formula import all_of, any_of, not_, where
from investpolicy.values.label import Label, Labelled
from investpolicy.values.points import Points
from investpolicy.values.truth import FALSE, TRUE, Truth


class Joined(Labelled):
    """How the two reasons for a call-in are joined (两种情形的关系)."""

    ANY = "any", "有其一即可", "either is enough"
    ALL = "all", "须同时具备", "both are needed"


class MonthsMean(Labelled):
    """How consecutive months are counted (连续月份口径)."""

    CALENDAR = "calendar", "自然月", "calendar months"
    ROLLING = "rolling", "自最近一次进展起满月", "months since the last progress"


class ProperReason(Labelled):
    """What a month with a proper reason does (有正当理由的月份)."""

    BREAKS = "breaks", "中断连续计算", "breaks the run"
    PASSED_OVER = "passed_over", "略过不计", "is passed over"


class Caller(Model):
    """Who calls in (约谈主体)."""

    zh: str
    en: str


class CallInTerms(ThresholdTerms):
    """Terms of a call-in for projects that are pushed poorly or stand still."""

    months: CountField = required("连续无进展月数", "months without progress in a row")
    joined: Joined = required("两种情形的关系", "how the two reasons are joined")
    months_mean: MonthsMean = required("连续月份口径", "how months are counted")
    proper_reason: ProperReason = required("有正当理由的月份", "a month with a proper reason")
    called_by: Caller = required("约谈主体", "who calls in")

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """No months at all."""
        if self.months.is_known and not int(self.months):
            yield Problem("months", "0 months in a row are no run", "write 1 or more")


def call_in(facts: ProgressRecord, terms: CallInTerms) -> Check:
    """Whether the county or park is to be called in for a project; met says that it is.

    A run of months without progress is a reason once: not again when a call-in was held since it was long enough.
    """
    stalled = _stalled(facts, terms)
    reasons = (stalled.truth, facts.pushed_poorly)
    reason = any_of(*reasons) if terms.joined is Joined.ANY else all_of(*reasons)
    conditions = {"large_enough": terms.large_enough(facts.project), "reason": reason}
    due = all_of(*conditions.values())
    notes = [*stalled.notes]
    if stalled.truth.raw is True:
        zh, en = f"无正当理由连续 {terms.months} 个月无进展", f"{terms.months} months in a row without progress"
        notes.append(Label(zh, en))
    if facts.pushed_poorly.raw is True:
        notes.append(Label("推进情况不力", "pushed poorly"))
    if due.raw is True:
        whom = facts.responsible or facts.project.park
        zh, en = (whom, whom) if whom else ("项目所在县（市、区）或园区", "the county or park of the project")
        notes.append(Label(f"由{terms.called_by.zh}约谈{zh}", f"{terms.called_by.en} calls in {en}"))
    if due.raw is True and stalled.truth.raw is True and stalled.run > int(terms.months):
        zh, en = f"本轮停滞已 {stalled.run} 个月，只约谈一次", f"{stalled.run} months in this run: one call-in"
        notes.append(Label(zh, en))
    return Check(conditions, notes=notes, found={"call_ins": where(due, Count(1), Count(0))})


class _Stalled(NamedTuple):
    """Whether a run is long enough and not answered yet, its months in words, and how many calendar months it has."""

    truth: Truth
    notes: tuple[Label, ...]
    run: int = 0


def _stalled(facts: ProgressRecord, terms: CallInTerms) -> _Stalled:
    if missing := facts.asked_on.missing | terms.months.missing:
        return _Stalled(Truth.unknown(*missing), ())
    record = {one.month: one for one in facts.months}
    if terms.months_mean is MonthsMean.ROLLING:
        return _rolling(record, facts, terms)
    return _calendar(record, facts, terms)


# calendar months ----------------------------------------------------------------------------------


def _calendar(record: Mapping[date, MonthOfProgress], facts: ProgressRecord, terms: CallInTerms) -> _Stalled:
    needed, asked = int(terms.months), _before(facts.asked_on.date)
    over = {month: one for month, one in record.items() if month <= asked}
    run = _run(over, asked, terms)
    reached = _last(run[needed - 1]) if len(run) >= needed else None
    called = reached is not None and any(reached < day <= facts.asked_on.date for day in facts.called_in_on)
    first = run[0] if run else asked
    notes = [_month_line(one, terms) for month, one in sorted(over.items()) if month >= first]
    if asked not in over:
        zh, en = f"{asked.year}年{asked.month}月：无记录，情况不明", f"{asked:%Y-%m}: none on record, not known"
        notes.append(Label(zh, en))
    if called:
        notes.append(Label("本轮停滞已约谈，不重复约谈", "called in already for this run: not again"))
    truth = all_of(_reaches(over, asked, needed, terms), FALSE if called else TRUE)
    return _Stalled(truth, tuple(notes), len(run))


def _idle(one: MonthOfProgress) -> Truth:
    return not_(one.progress) & not_(one.proper_reason)


def _excused(one: MonthOfProgress) -> Truth:
    return not_(one.progress) & one.proper_reason


def _reaches(record: Mapping[date, MonthOfProgress], month: date, needed: int, terms: CallInTerms) -> Truth:
    """Whether so many months without progress reach ``month``, one after the other."""
    if not needed:
        return TRUE
    if month < min(record, default=month + _ONE_DAY):
        return _NOT_LISTED
    one = record.get(month)
    idle, excused = (_NOT_LISTED, _NOT_LISTED) if one is None else (_idle(one), _excused(one))
    found = FALSE
    if idle.raw is not False:
        found = idle & _reaches(record, _before(month), needed - 1, terms)
    if terms.proper_reason is ProperReason.PASSED_OVER and excused.raw is not False:
        found = found | (excused & _reaches(record, _before(month), needed, terms))
    return found


def _run(record: Mapping[date, MonthOfProgress], month: date, terms: CallInTerms) -> list[date]:
    """The months surely without progress that reach ``month``, the first first."""
    run: list[date] = []
    while (one := record.get(month)) is not None:
        if _idle(one).raw is True:
            run.append(month)
        elif not (terms.proper_reason is ProperReason.PASSED_OVER and _excused(one).raw is True):
            break
        month = _before(month)
    return run[::-1]


# months since the last progress -------------------------------------------------------------------


class _Since(NamedTuple):
    """The last day of progress, between ``earliest`` (None: not known) and ``latest``, and the months passed over."""

    earliest: date | None
    latest: date
    least: int
    most: int


def _rolling(record: Mapping[date, MonthOfProgress], facts: ProgressRecord, terms: CallInTerms) -> _Stalled:
    asked_on, needed = facts.asked_on.date, int(terms.months)
    since = _since(record, asked_on, terms)
    reached = _after(since.latest, needed + since.most)
    called = any(reached < day <= asked_on for day in facts.called_in_on)
    if asked_on > reached:
        truth = FALSE if called else TRUE
    elif since.earliest is not None and asked_on <= _after(since.earliest, needed + since.least):
        truth = FALSE
    else:
        truth = _NOT_LISTED
    first = since.earliest or since.latest
    notes = [
        _month_line(one, terms) for month, one in sorted(record.items()) if first <= _last(month) and month <= asked_on
    ]
    if truth.is_known:
        days = Label(f"最近一次进展或中断：{since.latest}", f"last progress or break: {since.latest}")
        notes.append(days)
    if called:
        notes.append(Label("本轮停滞已约谈，不重复约谈", "called in already for this run: not again"))
    return _Stalled(truth, tuple(notes))


def _since(record: Mapping[date, MonthOfProgress], asked_on: date, terms: CallInTerms) -> _Since:
    """Walks back from the day asked about to the last month that surely had progress, or broke the run."""
    passes = terms.proper_reason is ProperReason.PASSED_OVER
    month, latest, least, most = asked_on.replace(day=1), None, 0, 0
    while record and month >= min(record):
        one, end = record.get(month), min(_last(month), asked_on)
        progress = None if one is None else _progress_by(one, asked_on)
        reason = None if one is None else one.proper_reason.raw
        if one is not None and progress is True:
            told = is_told(one.progressed_on)
            earliest = one.progressed_on.date if told else month
            return _Since(earliest, latest or (earliest if told else end), least, most)
        if progress is False and reason is True and not passes:
            return _Since(end, latest or end, least, most)
        if progress is not False or (reason is not False and not passes):
            latest = latest or end
        least += progress is False and reason is True and passes
        most += progress is not True and reason is not False and passes
        month = _before(month)
    before = _last(_before(min(record))) if record else asked_on
    return _Since(None, latest or before, least, most)


def _progress_by(one: MonthOfProgress, asked_on: date) -> bool | None:
    """Whether there was progress in a month, as far as it is seen on the day asked about."""
    if is_told(one.progressed_on) and one.progressed_on.date > asked_on:
        return None
    return one.progress.raw if one.progress.is_known else None


def _after(day: date, months: int) -> date:
    from dateutil.relativedelta import relativedelta

    return day + relativedelta(months=months)


# months -------------------------------------------------------------------------------------------


def _before(month: date) -> date:
    """The first day of the month before."""
    return (month.replace(day=1) - _ONE_DAY).replace(day=1)


def _last(month: date) -> date:
    """The last day of a month."""
    return periods(month, month, Unit.MONTH)[0].last


def _month_line(one: MonthOfProgress, terms: CallInTerms) -> Label:
    zh, en = f"{one.month.year}年{one.month.month}月", f"{one.month:%Y-%m}"
    why = Label(f"（{one.reason}）", f" ({one.reason})") if one.reason else Label("", "")
    if one.progress.raw is True:
        return Label(f"{zh}：有进展", f"{en}: progress")
    if _excused(one).raw is True:
        does = terms.proper_reason.label
        return Label(f"{zh}：有正当理由{why.zh}，{does.zh}", f"{en}: a proper reason{why.en}, which {does.en}")
    if _idle(one).raw is True:
        return Label(f"{zh}：无进展", f"{en}: no progress")
    return Label(f"{zh}：情况不明", f"{en}: not known")


_ONE_DAY: Final = timedelta(days=1)
_NOT_LISTED: Final = Truth.unknown("progress_record.months")

RULE = Rule(
    name="call_in",
    function=call_in,
    facts=ProgressRecord,
    terms=CallInTerms,
    labels={
        "large_enough": Label("达到项目门槛", "large enough"),
        "reason": Label("有约谈事由", "there is a reason to call in"),
        "call_ins": Label("截至日期应约谈次数", "call-ins due on the day asked about"),
        "met": Label("应约谈", "to be called in"),
        "not_met": Label("无须约谈", "no call-in is due"),
    },
    folds=False,
)


# by quarter ---------------------------------------------------------------------------------------


class QuarterlyCallInTerms(Terms):
    """Terms of a call-in every quarter of districts that do poorly; both numbers may be open."""

    poor_below: PointsField = required("进展不佳的分数线", "score below which progress is poor")
    deduction: PointsField = required("年度考核扣分", "points deducted in the annual assessment")
    called_by: Caller = required("约谈主体", "who calls in")


def quarterly_call_in(facts: DistrictQuarter, terms: QuarterlyCallInTerms) -> Check:
    """Whether the head of a district that did poorly was called in, and the points were deducted."""
    poor = facts.score < terms.poor_below
    notes: list[Label] = []
    if facts.day.is_known:
        (quarter,) = periods(facts.day.date, facts.day.date, Unit.QUARTER, partial_first=True)
        notes.append(Label(quarter.name("zh"), quarter.name("en")))
    if poor.raw is True:
        zh, en = facts.name or "区县", facts.name or "the district"
        notes.append(
            Label(f"由{terms.called_by.zh}约谈{zh}主要负责人", f"{terms.called_by.en} calls in the head of {en}")
        )
    return Check(
        {
            "called_in": not_(poor) | facts.called_in_on.happened,
            "deducted": not_(poor) | facts.deducted.equals(terms.deduction),
        },
        notes=notes,
        found={"deduction": where(poor, terms.deduction, Points(0))},
    )


QUARTERLY_RULE = Rule(
    name="quarterly_call_in",
    function=quarterly_call_in,
    facts=DistrictQuarter,
    terms=QuarterlyCallInTerms,
    labels={
        "called_in": Label("进展不佳的已约谈", "called in where progress is poor"),
        "deducted": Label("进展不佳的已扣分", "points deducted where progress is poor"),
        "deduction": Label("应扣分", "points to deduct"),
        "met": Label("无须约谈，或已约谈并扣分", "no call-in is due, or it was held and the points deducted"),
        "not_met": Label("应约谈、扣分而未办", "a call-in or deduction that is due is lacking"),
    },
    folds=False,
)
