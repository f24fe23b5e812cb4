"""Due days that may fall on a holiday (遇节假日顺延): shared by the rules of recurring days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from investpolicy.calendars import MovedDay, SkippedDay, WorkingCalendar, moved_to_working_day
from investpolicy.calendars.working import WEEKDAYS
from investpolicy.values.label import Label, Labelled, Lang


class OnHoliday(Labelled):
    """What becomes of a due day that is no working day (遇节假日)."""

    NEXT_WORKING_DAY = "next_working_day", "顺延至下一个工作日", "the next working day"
    SAME_DAY = "same_day", "不顺延", "the day itself"


def due_day(planned: date, on_holiday: OnHoliday, calendar: WorkingCalendar) -> MovedDay:
    """The due day, moved where it is to be."""
    if on_holiday is OnHoliday.SAME_DAY:
        return MovedDay(planned, planned, ())
    return moved_to_working_day([planned], calendar)[0]


def weekday(day: date, lang: Lang) -> str:
    """``2022-10-08 星期六``."""
    return f"{day} {WEEKDAYS[day.weekday()].of(lang)}"


def why_moved(moved: MovedDay) -> Iterator[Label]:
    """One line for each day passed over, and the day that it comes to."""
    for one in moved.skipped:
        yield Label(
            f"  {weekday(one.day, 'zh')} {_rest(one, 'zh')}，顺延",
            f"  {weekday(one.day, 'en')} {_rest(one, 'en')}, moved on",
        )
    if moved.day is None:
        yield Label(
            f"  无法判定：{moved.no_notice} 年的放假安排通知尚未载入",
            f"  Undetermined: the notice of holidays for {moved.no_notice} is not loaded",
        )
    elif moved.skipped:
        yield Label(f"  顺延至 {weekday(moved.day, 'zh')}", f"  moved to {weekday(moved.day, 'en')}")


def _rest(one: SkippedDay, lang: Lang) -> str:
    kind = one.kind.label.of(lang)
    if one.name is None:
        return kind
    return f"{kind}（{one.name.zh}）" if lang == "zh" else f"{kind} ({one.name.en})"


_LANGS: Final[tuple[Lang, ...]] = ("zh", "en")
