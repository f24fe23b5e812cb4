"""What a number format makes of a number (数字格式), the same for every kind of workbook."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from investpolicy.claims.cells import Cell, shown
from investpolicy.claims.grid import number_of
from investpolicy.errors import Problem
from investpolicy.values.text import MONEY_UNITS, plain


@dataclass(frozen=True, slots=True)
class Format:
    """What a number format makes of a number: number, date, month, time, percent or scaled; and the unit it writes."""

    kind: str = "number"
    unit: str = ""

    @property
    def is_day(self) -> bool:
        """Whether the number is a day, or a month."""
        return self.kind in ("date", "month")


_GENERAL = Format()
_BUILT_IN = {  # of Chinese spreadsheets: their codes stand in no file and no library has them; and mmss.0 (47)
    **dict.fromkeys((27, 36, 50, 52, 57), Format("month")),
    **dict.fromkeys((28, 29, 30, 31, 51, 53, 54, 58), Format("date")),
    **dict.fromkeys((32, 33, 34, 35, 47, 55, 56), Format("time")),
}


def format_of(number: int, code: str) -> Format:
    """The format with a number of the spreadsheet's own (below 164), or with a code such as ``0.0%``."""
    return _BUILT_IN.get(number) or _format(code)


@lru_cache(1024)
def _format(code: str) -> Format:
    """``yyyy"年"m"月"`` is a date, ``0.0%`` a percentage, ``0.00"万元"`` a number of 万元, ``0!.0,`` a scaled one."""
    bare = re.sub(r"\[[^\]]*\]", "", code)  # colours, currencies, conditions
    bare = re.split(r""";(?=(?:[^"]*"[^"]*")*[^"]*$)""", bare, maxsplit=1)[0]
    signs = re.sub(r'"[^"]*"|[\\!_*].', "", bare).lower()
    if signs in ("general", "g/通用格式", "@", ""):
        return _GENERAL
    if not re.search("[0#?]", signs):
        if re.search("[hs]", signs + "".join(re.findall(r"\[[hms]+\]", code.lower()))) and not re.search("[yd]", signs):
            return Format("time")
        if "d" in signs:
            return Format("date")
        return Format("month") if re.search("[ym]", signs) else _GENERAL
    if "%" in signs:
        return Format("percent")
    if re.search(r"[0#?],+(?![0#?,])", signs) or re.search(r'0(!\.|\\\.|"\.")0', bare):
        return Format("scaled")
    written = re.findall(r'"([^"]*)"|[\\!](.)|([\u4e00-\u9fff])', bare)  # the text beside the number
    unit = plain("".join("".join(one) for one in written))
    return Format("number", unit if unit in MONEY_UNITS else "")


def number_cell(number: float, form: Format, where: str) -> Cell:
    """The cell of a number as its format shows it: ``30%``, ``52000万元``; what it would hide is a fault."""
    if abs(number) >= 10**15:
        beyond = "the number has more than 15 digits, of which a spreadsheet keeps 15"
        return Cell(None, where, Problem(where, beyond, "write it as text (format the cell as text first)"))
    return _exact_cell(Decimal(number) if isinstance(number, int) else number_of(number), form, where)


def _exact_cell(number: Decimal, form: Format, where: str) -> Cell:
    match form.kind:
        case "time":
            return time_cell(number, where)
        case "percent":
            return Cell(f"{shown(number * 100)}%", where)
        case "scaled":
            fault = f"the number {shown(number)} is shown as another number by its format"
            return Cell(number, where, Problem(where, fault, "format the cell as a plain number, in the header's unit"))
        case _:
            return Cell(shown(number) + form.unit, where) if form.unit else Cell(number, where)


def time_cell(number: Decimal, where: str) -> Cell:
    """The cell of a number that is shown as a time of day."""
    fault = f"the number {shown(number)} is formatted as a time of day"
    return Cell(number, where, Problem(where, fault, "format the cell as a number or a date"))


def no_day_cell(number: Decimal, where: str) -> Cell:
    """The cell of a number that is shown as a date before the first."""
    fault = f"the number {shown(number)} is formatted as a date, but is none"
    return Cell(None, where, Problem(where, fault, "write the date again"))


def day_cell(day: date, form: Format, where: str) -> Cell:
    """The cell of a day; where the format shows a month alone, the first of the month is that month."""
    if day == date(1900, 2, 28):  # for 59 and for 60: spreadsheets hold 1900 for a leap year
        fault = "the date is 28 February 1900, or the 29th, which that year did not have"
        return Cell(None, where, Problem(where, fault, "write the date again"))
    if form.kind == "month" and day.day == 1:  # what was typed as 2022年6月 is kept as the first, which nobody wrote
        return Cell(f"{day.year}年{day.month}月", where)
    return Cell(day, where)
