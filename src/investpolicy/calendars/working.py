"""Which days are working days (工作日): weekends, public holidays and make-up working days, year by year.

The State Council (国务院办公厅) says in a notice each autumn which days of the next year are off, and on which
weekend days people work instead. A year without a notice is a gap that is named, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cache, cached_property
from importlib import import_module
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Final, NamedTuple, Protocol

from pydantic import BeforeValidator, Field, model_validator

from investpolicy.errors import PolicyError, PolicyFileError, Problem, UndeterminedError
from investpolicy.models import Model
from investpolicy.values.label import Label, Labelled
from investpolicy.values.text import day_of, plain

# Asia/Shanghai has been eight hours ahead of UTC without summer time since 1992; so no time-zone files are needed.
SHANGHAI: Final = timezone(timedelta(hours=8), "Asia/Shanghai")


def as_day(moment: date) -> date:
    """The day of a time, on the clocks of Asia/Shanghai (a time without a zone is taken as theirs); a day as it is."""
    if not isinstance(moment, datetime):
        return moment
    return (moment.astimezone(SHANGHAI) if moment.tzinfo else moment).date()


WEEKDAYS: Final = tuple(
    Label(f"星期{zh}", en)
    for zh, en in zip(
        "一二三四五六日",
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        strict=True,
    )
)


class DayKind(Labelled):
    """What a day is to those who count working days (日期类别)."""

    WORKDAY = "workday", "工作日", "working day"
    WEEKEND = "weekend", "公休", "weekend"
    HOLIDAY = "holiday", "法定假日", "public holiday"
    MAKE_UP = "make_up", "调休上班", "make-up working day"

    @property
    def works(self) -> bool:
        """Whether people work on such a day; a make-up day counts."""
        return self in _WORKED


_WORKED: Final = frozenset({DayKind.WORKDAY, DayKind.MAKE_UP})


class NoNoticeError(UndeterminedError):
    """A day in a ``year`` whose working days nobody has published, or whose notice is not loaded."""

    year: int

    def __init__(self, year: int) -> None:
        self.year = year
        instead = "load the State Council's notice for it (policies.notices.with_notice)"
        super().__init__(Problem("", f"the working days of {year} are not known: no notice (放假安排通知)", instead))

    def __reduce__(self) -> tuple[Any, ...]:
        return NoNoticeError, (self.year,)


class WorkingCalendar(Protocol):
    """What a deadline needs to know of a calendar."""

    def kind(self, day: date) -> DayKind:
        """What ``day`` is. :raises NoNoticeError: when the notice of its year is not known."""
        ...

    def name(self, day: date) -> Label | None:
        """The holiday that ``day`` belongs to, or makes up for; None for others. :raises NoNoticeError: as above."""
        ...


class Listed(NamedTuple):
    """A day that a notice lists."""

    kind: DayKind
    name: Label | None


def _day(given: object) -> object:
    return day_of(given) if isinstance(given, str) else given


def _year(given: object) -> object:
    written = plain(given) if isinstance(given, str) else ""
    return int(written) if written.isascii() and written.isdigit() and len(written) == 4 else given


class Words(Model):
    """The name of a holiday in two languages."""

    zh: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]


NoticeDay = Annotated[date, BeforeValidator(_day)]
NoticeYear = Annotated[int, BeforeValidator(_year), Field(strict=True, ge=1949, le=2200)]


class Holiday(Model):
    """One holiday of a notice (假日): its name, its first and its last day off."""

    name: Words
    first: NoticeDay = Field(alias="from")
    last: NoticeDay = Field(alias="to")

    def days(self) -> Iterator[date]:
        """Each day off."""
        for number in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=number)


class NoticeSource(Model):
    """Where a notice comes from: title, document number (文号), date."""

    title: Annotated[str, Field(min_length=1)]
    number: Annotated[str, Field(min_length=1)]
    date: NoticeDay


class Notice(Model):
    """A State Council notice (国务院办公厅关于部分节假日安排的通知): the days off and the make-up days of one year.

    A holiday may reach into December before and January after the year, and so may make-up days.

    :raises PolicyFileError: for holidays that overlap or lie outside the year, make-up days that are no weekend days.
    """

    error: ClassVar[type[PolicyError]] = PolicyFileError

    year: NoticeYear
    source: NoticeSource
    holidays: tuple[Holiday, ...] = Field(min_length=1)
    make_up_workdays: tuple[NoticeDay, ...]

    @model_validator(mode="after")
    def _check(self) -> Notice:
        problems = list(
            notice_faults(self.year, dict(enumerate(self.holidays)), dict(enumerate(self.make_up_workdays)))
        )
        if problems:
            raise PolicyFileError(problems)
        return self

    def days(self) -> dict[date, Listed]:
        """Every day that the notice lists."""
        off = {
            day: Listed(DayKind.HOLIDAY, Label(one.name.zh, one.name.en)) for one in self.holidays for day in one.days()
        }
        return off | {day: Listed(DayKind.MAKE_UP, None) for day in self.make_up_workdays}

    def place(self, day: date) -> str:
        """The path of the entry that lists ``day``."""
        for number, one in enumerate(self.holidays):
            if one.first <= day <= one.last:
                return f"holidays.{number}"
        return f"make_up_workdays.{self.make_up_workdays.index(day)}"


def notice_faults(year: int | None, holidays: Mapping[int, Holiday], make_up: Mapping[int, date]) -> Iterator[Problem]:
    """What contradicts itself in a notice; ``where`` is the path. Entries go by their place, as some may be unreadable.

    Without a ``year`` (it is unreadable) what depends on it is not checked.
    """
    sound = {number: one for number, one in holidays.items() if one.first <= one.last}
    for number, one in holidays.items():
        where = f"holidays.{number}"
        if number not in sound:
            yield Problem(
                f"{where}.to", f"the holiday ends on {one.last}, before it begins on {one.first}", "swap them"
            )
        elif year is not None and (
            not one.first.year <= year <= one.last.year or not (_near(year, one.first) and _near(year, one.last))
        ):
            what = f"{one.name.zh} from {one.first} to {one.last} is no holiday of {year}"
            yield Problem(where, what, "it may reach into December before and January after, no further")
        for other, before in sound.items():
            if other < number and number in sound and one.first <= before.last and before.first <= one.last:
                what = f"{one.name.zh} from {one.first} overlaps {before.name.zh}, {before.first} to {before.last}"
                yield Problem(where, what, "write the common days in one of the two")
    seen: dict[date, int] = {}
    for number, day in make_up.items():
        where = f"make_up_workdays.{number}"
        if day in seen:
            yield Problem(where, f"{day} is written twice", "take one out")
        seen[day] = number
        if day.weekday() < 5:
            what = f"the make-up day {day} is a {WEEKDAYS[day.weekday()].en}, a working day anyway"
            yield Problem(where, what, "write the Saturday or Sunday on which people work")
        if year is not None and not _near(year, day):
            yield Problem(where, f"the make-up day {day} is not in {year}", "correct the day or the year")
        for one in sound.values():
            if one.first <= day <= one.last:
                what = f"the make-up day {day} lies in {one.name.zh}, {one.first} to {one.last}"
                yield Problem(where, what, "correct one of the two")


def _near(year: int, day: date) -> bool:
    """Whether a day lies in the year, in December before or in January after."""
    return date(year - 1, 12, 1) <= day <= date(year + 1, 1, 31)


class _Published(NamedTuple):
    """What chinesecalendar knows."""

    days: Mapping[date, Listed]
    years: range


@cache
def _published() -> _Published:
    data: Any = import_module("chinese_calendar")  # when first asked, so that importing the library stays quick
    names = {one.value: Label(one.chinese, one.value) for one in data.Holiday}
    days = {day: Listed(DayKind.HOLIDAY, names[name]) for day, name in data.holidays.items()}
    days |= {day: Listed(DayKind.MAKE_UP, names[name]) for day, name in data.workdays.items()}
    return _Published(MappingProxyType(days), range(min(days).year, max(data.holidays).year + 1))


@dataclass(frozen=True)
class StateCouncilCalendar:
    """The working days as the State Council announced them: those of chinesecalendar, and further ``notices``.

    :raises PolicyFileError: when a notice contradicts what is known of its year.
    """

    notices: tuple[Notice, ...] = ()

    def __post_init__(self) -> None:
        kept: list[Notice] = []
        for notice in sorted(self.notices, key=lambda one: one.year):
            if problems := list(_differences(notice, kept)):
                raise PolicyFileError(problems)
            if notice.year not in _years(kept):
                kept.append(notice)
        object.__setattr__(self, "notices", tuple(kept))

    def __reduce__(self) -> tuple[Any, ...]:
        return StateCouncilCalendar, (self.notices,)

    @property
    def years(self) -> tuple[int, ...]:
        """The years whose working days are known."""
        return _years(self.notices)

    def kind(self, day: date) -> DayKind:
        """What ``day`` is: 工作日, 公休, 法定假日 (days exchanged for it too) or 调休上班.

        :raises NoNoticeError: for a year without a notice.
        """
        listed = self._at(day)
        if listed:
            return listed.kind
        return DayKind.WEEKEND if as_day(day).weekday() >= 5 else DayKind.WORKDAY

    def name(self, day: date) -> Label | None:
        """The holiday that ``day`` belongs to, or makes up for where the source says so; None for others.

        :raises NoNoticeError: for a year without a notice.
        """
        listed = self._at(day)
        return listed.name if listed else None

    def differences(self, notice: Notice) -> tuple[Problem, ...]:
        """Where ``notice`` contradicts what is known already; ``where`` is the path in the notice."""
        return tuple(_differences(notice, self.notices))

    def with_notice(self, notice: Notice) -> StateCouncilCalendar:
        """The calendar that also knows the year of ``notice``. A year that is known in the same way changes nothing.

        :raises PolicyFileError: when the notice contradicts what is known.
        """
        return StateCouncilCalendar((*self.notices, notice))

    def _at(self, day: date) -> Listed | None:
        day = as_day(day)  # a datetime equals no date, and would be found in no notice
        if day.year not in self._known:
            raise NoNoticeError(day.year)
        return self._listed.get(day)

    @cached_property
    def _known(self) -> frozenset[int]:
        return frozenset(self.years)

    @cached_property
    def _listed(self) -> dict[date, Listed]:
        return _listed(self.notices)


def _years(notices: Sequence[Notice]) -> tuple[int, ...]:
    return tuple(sorted({*_published().years, *(one.year for one in notices)}))


def _listed(notices: Sequence[Notice]) -> dict[date, Listed]:
    listed = dict(_published().days)
    for one in notices:
        listed |= {day: entry for day, entry in one.days().items() if day not in listed}
    return listed


def _differences(notice: Notice, notices: Sequence[Notice]) -> Iterator[Problem]:
    """Where a notice says otherwise than chinesecalendar and ``notices``. Only rest or work is compared, not names."""
    listed, own = _listed(notices), notice.days()
    known = notice.year in _years(notices)
    for day, entry in own.items():
        have = listed[day].kind if day in listed else None
        if have is None and known and day.year == notice.year:
            have = DayKind.WEEKEND if day.weekday() >= 5 else DayKind.WORKDAY
        if have is not None and have.works != entry.kind.works:
            what = f"{day} is {entry.kind.label.zh} here, and {have.label.zh} in what is known of {day.year}"
            yield Problem(notice.place(day), what, "correct the notice, or load one of the two only")
    if not known:
        return
    loaded = next((one for one in notices if one.year == notice.year), None)
    if loaded:
        expected = loaded.days()
    else:  # the last days of December may stem from the next year's notice
        expected = {day: entry for day, entry in listed.items() if day.year == notice.year and day.month < 12}
    for day, entry in expected.items():
        if day not in own and entry.kind.works != (day.weekday() < 5):
            where = "make_up_workdays" if entry.kind.works else "holidays"
            what = f"{day} is not listed here, and {entry.kind.label.zh} in what is known of {notice.year}"
            yield Problem(where, what, "correct the notice, or load one of the two only")
