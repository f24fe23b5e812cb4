"""Totals (合计, 小计, 总计) against the rows that they add up: a total that is wrong is told, none is judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from investpolicy.claims.cells import says_unknown
from investpolicy.claims.layout import Recognised, Row, Table, total_kind
from investpolicy.errors import PolicyError, Problem
from investpolicy.values.text import MONEY_UNITS, money_in_unit, shortest_money

Amounts = Callable[[Row, int], int | None]
"""The amount in 分 of a row's cell (by the index of its column); None where it is blank or not known.

PolicyError where it can not be read."""

_ROWS_SHOWN = 5
_PARTING = ("title", "header", "total")
_ENDS = {  # by what is added up: the lines at which it begins anew
    "since total": ("合计", "总计"),
    "since subtotal": ("小计", "合计", "总计", "title"),
    "since subtotal on page": ("小计", "合计", "总计", "title", "header"),
    "on page": ("header",),
    "all": (),
}
_COVERS = {  # by the kind of total: what it may add up, the likeliest first
    "小计": ("since subtotal", "since subtotal on page"),
    "合计": ("since total", "all", "on page"),
    "总计": ("all",),
}


@dataclass
class _Sum:
    """Rows added up: 分, how many rows have no amount that could be read, and the first of these."""

    fen: int = 0
    unread: int = 0
    first_unread: tuple[int, ...] = ()


def wrong_totals(table: Table, columns: Iterable[int], amounts: Amounts) -> list[Problem]:
    """What is wrong with the totals of a table, in the columns (by index from 0) that hold money.

    小计 adds up the rows since the subtotal, the section or the page before it; 合计 those since the 合计 before it,
    those of its page, or all so far; 总计 all so far. Where the first total stands above all rows, totals may add up
    those below them in the same way. Of a merged cell the amount counts once; a blank cell adds nothing.

    A total without an amount is not checked. One that differs from its rows, of which some have no amount that can be
    read (待定, a fault), can not be checked; that is told instead.
    """
    lines: list[Row | Recognised] = [*table.rows, *(one for one in table.recognised if one.kind in _PARTING)]
    lines.sort(key=_number)
    totals = [line for line in lines if isinstance(line, Recognised) and line.kind == "total"]
    if not totals or not table.rows:
        return []
    stand_above = totals[0].row < table.rows[0].number
    leading = {_number(line) for line, after in pairwise(lines) if isinstance(after, Row)}
    found: list[Problem] = []
    for index in columns:
        sums = _added(lines, index, amounts)
        below = _added(lines[::-1], index, amounts) if stand_above else {}
        for total in totals:
            before, behind = sums[total.row], below.get(total.row, [])
            covered = behind + before if total.row in leading else before + behind
            found.extend(_check(table, total, index, covered, amounts))
    return found


def _number(line: Row | Recognised) -> int:
    return line.number if isinstance(line, Row) else line.row


def _added(lines: Sequence[Row | Recognised], index: int, amounts: Amounts) -> dict[int, list[_Sum]]:
    """For each total what it may add up of the lines before it, the likeliest first; in one pass."""
    sums = {name: _Sum() for name in _ENDS}
    found: dict[int, list[_Sum]] = {}
    for line in lines:
        if isinstance(line, Row):
            _add(line, index, amounts, list(sums.values()))
            continue
        parts = total_kind(line.text) if line.kind == "total" else line.kind
        found[line.row] = [replace(sums[name]) for name in _COVERS.get(parts, ())]
        sums.update({name: _Sum() for name, ends in _ENDS.items() if parts in ends})
    return found


def _add(row: Row, index: int, amounts: Amounts, sums: Sequence[_Sum]) -> None:
    cell = row.cells[index]
    if cell.merged:  # counted where it begins
        return
    amount = None
    is_read = row.fault is None
    try:
        amount = amounts(row, index) if is_read else None
    except PolicyError:
        is_read = False
    for one in sums:
        if amount is not None:
            one.fen += amount
        elif not is_read or says_unknown(cell):
            one.unread += 1
            one.first_unread = (*one.first_unread, row.number)[:_ROWS_SHOWN]


def _check(table: Table, total: Recognised, index: int, covered: Sequence[_Sum], amounts: Amounts) -> Iterator[Problem]:
    """The problem of one total in one column, if any."""
    cell = total.cells[index]
    try:
        stated = amounts(Row(total.row, total.cells), index)
    except PolicyError as error:
        yield from error.problems
        return
    if stated is None or any(one.fen == stated for one in covered):
        return
    likely = covered[0]
    unit = table.headers[index].unit
    said = f"the total {_shown(stated, unit)}"
    if likely.unread:
        rows = ", ".join(map(str, likely.first_unread)) + (", …" if likely.unread > _ROWS_SHOWN else "")
        many = f"rows {rows} have" if likely.unread > 1 else f"row {rows} has"
        what = f"{said} can not be checked: {many} no amount that can be read"
        yield Problem(cell.where, what, "write the amounts, or remove the total")
    else:
        what = f"{said} is not the sum of its rows, {_shown(likely.fen, unit)}"
        yield Problem(cell.where, what, "correct it or check the rows")


def _shown(fen: int, unit: str | None) -> str:
    """An amount in the unit of its column."""
    return money_in_unit(fen, unit) if unit in MONEY_UNITS else shortest_money(fen)
