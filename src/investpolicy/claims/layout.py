"""Where the table stands in a sheet (版式): titles, corner note, header, claims, totals, footer.

Nothing is dropped: each line of a sheet is a row of a table or is recognised as something else, and listed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from investpolicy.claims.cells import Cell, shown
from investpolicy.claims.grid import Grid, Line
from investpolicy.errors import Problem
from investpolicy.headers import corner_unit, header_name, header_unit
from investpolicy.values.text import plain

HEADER_WITHIN = 30
"""The header row stands within the first 30 rows."""

Kind = Literal["title", "corner note", "header", "blank", "total", "footer", "outside"]
"""What a line is that is no claim; ``outside``: in a sheet without a header row."""

_Sort = Kind | Literal["row"]


@dataclass(frozen=True, slots=True)
class Header:
    """A column: ``text`` as written (表头), ``name`` normalised, its ``unit`` if any, and its ``column`` (``C``).

    The unit is the header's own, else that of the ``corner`` note (``单位：万元``), which is kept beside it.
    """

    text: str
    name: str
    unit: str | None
    column: str
    corner: str | None = None


@dataclass(frozen=True)
class Row:
    """One line of the table. ``cells`` are aligned with the headers; ``fault`` says why none of them can be trusted."""

    number: int
    cells: tuple[Cell, ...]
    fault: Problem | None = None


@dataclass(frozen=True)
class Recognised:
    """A line that is no claim; of a total (合计) the ``cells`` are kept, aligned with the headers."""

    row: int
    kind: Kind
    text: str
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table. ``headers`` are empty where a sheet has lines but no header row.

    ``hidden`` names the hidden sheet, rows and columns; they are read all the same. ``is_remarks``: a sheet without
    a header that holds remarks (填表说明) and no claims, as far as its lines of one or two cells show.
    """

    file: str
    sheet: str | None
    headers: tuple[Header, ...]
    rows: tuple[Row, ...]
    recognised: tuple[Recognised, ...]
    hidden: tuple[str, ...] = ()
    is_remarks: bool = False

    @property
    def place(self) -> str:
        """``claims.xlsx[Sheet1]``, or ``claims.csv``."""
        return self.file if self.sheet is None else f"{self.file}[{self.sheet}]"


# --- the kinds of line ------------------------------------------------------------------------------------------

_SUM_WORDS = "合计|小计|总计|共计|总和|汇总|累计|subtotal|grandtotal|total"
_COUNTED = r"(数|金额|额)?([0-9]+)?(个|家|项|户)?(项目)?(\(.*\))?:?"
_TOTAL = re.compile(rf"(.{{0,12}}?)({_SUM_WORDS}){_COUNTED}|()(共[0-9]+(?:个|家|项|户)(?:项目)?):?")
_TOTAL_KIND = re.compile(r".{0,12}?(合计|小计|总计|共计|subtotal|grandtotal|total)")
_END = re.compile(rf"(合计|总计|共计|总和|汇总|grandtotal|total){_COUNTED}")
_SIGNED = (
    "制表|填表|填报|编制|审核|复核|审批|审定|经办|负责人|联系|单位负责|分管|主管|领导|签字|签章|盖章|公章|日期|报送"
)
_FOOTER = re.compile(rf"\(?({_SIGNED})[^:]{{0,8}}:.*|.*\((盖章|公章|签章|签字)\):?", re.DOTALL)
_NOTE = re.compile(r"\(?(备?注|说明|填表说明|注意事项)\)?[0-9]?:.*", re.DOTALL)
_SECTION = re.compile(r"\(?[一二三四五六七八九十]{1,3}[)、.].{1,30}")
_AMOUNT = re.compile(r"[+-]?[0-9][0-9.,]*([%‰]|[十百千万亿]*元?)")
_PHONE = re.compile(r"1[0-9]{10}|0[0-9]{9,11}")
_VALUE = re.compile(r"[0-9.,%‰/:年月日-]+([万亿]?元)?")


def _bare(cell: Cell) -> str:
    return "".join(plain(shown(cell.value)).split()).casefold()


def _text(line: Line) -> str:
    return " ".join(shown(cell.value) for cell in line.own)


def _is_value(cell: Cell) -> bool:
    return not isinstance(cell.value, str) or _VALUE.fullmatch(_bare(cell)) is not None


def _unit_above(line: Line) -> str | None:
    """The unit of a corner note in this line."""
    return next((unit for cell in line.own if isinstance(cell.value, str) and (unit := corner_unit(cell.value))), None)


def is_total(line: Line) -> bool:
    """Whether a line is a total: 合计 with anything behind it, or 涪城区小计 with numbers and at most one remark.

    So no project that is called so is lost: of a project more is said in words.
    """
    first = line.own[0]
    found = _TOTAL.fullmatch(_bare(first)) if isinstance(first.value, str) else None
    if found is not None and not found[1]:
        return True
    words = [cell for cell in line.own if not _is_value(cell)]  # a number of the row or an amount may stand before
    if len(words) == 2 and words[1] is line.own[-1] and words[0] is not line.own[-2]:
        words.pop()  # a remark
    return len(words) == 1 < len(line.own) and _TOTAL.fullmatch(_bare(words[0])) is not None


def total_kind(text: str) -> Literal["小计", "合计", "总计"]:
    """What the text of a total calls it: 小计 (subtotal), 总计 (grand total), or 合计, as which 共计 counts too."""
    found = _TOTAL_KIND.match("".join(plain(text).split()).casefold())
    match found[1] if found else "":
        case "小计" | "subtotal":
            return "小计"
        case "总计" | "grandtotal":
            return "总计"
        case _:
            return "合计"


def _above(line: Line) -> Kind:
    """The kind of a line above a header."""
    if not line.own:
        return "blank"
    return "corner note" if _unit_above(line) else "title"


def _are_remarks(lines: Sequence[Line]) -> bool:
    """Whether lines without a header are text: of one or two cells, and no list of names with numbers behind them."""
    numbers = sum(len(line.own) == 2 and _is_number(line.own[1]) for line in lines)
    return numbers < 2 and all(len(line.own) <= 2 for line in lines)


def _is_number(cell: Cell) -> bool:
    return isinstance(cell.value, Decimal) or (
        isinstance(cell.value, str) and _AMOUNT.fullmatch(_bare(cell)) is not None
    )


# --- finding the tables -----------------------------------------------------------------------------------------


@dataclass
class _Span:
    """One table while it is found: its lines, its header line, its columns, and what its page is headed with."""

    top: int
    header: int
    columns: dict[int, Header]
    unit: str | None


class _Finder:
    """Sorts the lines of one sheet: every line gets a kind, a line of the table gets ``row``."""

    def __init__(self, grid: Grid, is_header: Callable[[str], bool]) -> None:
        self.grid = grid
        self.lines = grid.lines
        self.kinds: list[_Sort] = ["row"] * len(grid.lines)
        self.spans: list[_Span] = []
        self._is_header = is_header
        self._answers: dict[str, bool] = {}

    def tables(self) -> list[Table]:
        heads = (at for at, line in enumerate(self.lines[:HEADER_WITHIN]) if self._count_known(line) > 1)
        first = next(heads, None)
        if first is None:
            lines = tuple(self._outside(line) for line in self.lines)
            remarks = _are_remarks(self.lines)
            return [Table(self.grid.file, self.grid.sheet, (), (), lines, self.grid.hidden, remarks)]
        self.kinds[:first] = [_above(line) for line in self.lines[:first]]
        at = self._open(0, first)
        ended = noted = False
        while at < len(self.lines):
            line = self.lines[at]
            if (repeats := self._repeats(line)) or self._is_later_header(line):
                top = self._titles_above(at)
                at = self._mark_header(at) if repeats and not self._other_unit(top, at) else self._open(top, at)
                ended = noted = False
                continue
            kind = self.kinds[at] = self._kind(line, ended, noted)
            ended = ended or (kind == "total" and any(_END.fullmatch(_bare(cell)) for cell in line.own))
            noted = kind == "footer" or (noted and kind == "blank")
            at += 1
        ends = [span.top for span in self.spans[1:]] + [len(self.lines)]
        return [self._table(span, end) for span, end in zip(self.spans, ends, strict=True)]

    def _outside(self, line: Line) -> Recognised:
        return Recognised(line.number, "outside" if line.own else "blank", _text(line))

    def _kind(self, line: Line, ended: bool, noted: bool) -> _Sort:
        if not line.own:
            return "blank"
        first = line.own[0]
        if is_total(line):
            return "total"
        if self._is_footer(line):
            return "footer"
        if len(line.cells) == 1 and (ended or noted) and not isinstance(first.value, Decimal):
            return "footer"
        if len(line.cells) == 1 and isinstance(first.value, str) and _SECTION.fullmatch(_bare(first)):
            return "title"
        return "row"

    def _is_footer(self, line: Line) -> bool:
        first = line.own[0]
        if any(_is_number(cell) and not _PHONE.fullmatch(_bare(cell)) for cell in line.own[1:]):
            return False  # an amount stands in it
        few = len(line.own) <= max(2, len(self.spans[-1].columns) // 2)
        bare = _bare(first) if isinstance(first.value, str) else ""
        return few and (_FOOTER.fullmatch(bare) or _NOTE.fullmatch(bare)) is not None

    # headers

    def _known(self, name: str) -> bool:
        if name not in self._answers:
            self._answers[name] = self._is_header(name)
        return self._answers[name]

    def _count_known(self, line: Line) -> int:
        return sum(isinstance(cell.value, str) and self._known(header_name(cell.value)) for cell in line.own)

    def _repeats(self, line: Line) -> bool:
        """Whether the header of the table stands here again, as on a later page; one that differs begins a table."""
        header = {column: cell.value for column, cell in self.lines[self.spans[-1].header].cells.items()}
        return len(header) > 1 and header == {column: cell.value for column, cell in line.cells.items()}

    def _other_unit(self, top: int, at: int) -> bool:
        """Whether what heads a later page says another unit than the page before."""
        said = [unit for line in self.lines[top:at] if (unit := _unit_above(line))]
        return bool(said) and said[0] != self.spans[-1].unit

    def _is_later_header(self, line: Line) -> bool:
        own = line.own
        return len(own) > 1 and not any(map(_is_value, own)) and self._count_known(line) > 1

    def _open(self, top: int, at: int) -> int:
        """Begins a table whose header stands at ``at``; answers with the line behind the header."""
        above = [unit for line in self.lines[top:at] if (unit := _unit_above(line))]
        unit = above[0] if above else (self.spans[-1].unit if self.spans else None)
        self.spans.append(_Span(top, at, self._columns(at, unit), unit))
        return self._mark_header(at)

    def _mark_header(self, at: int) -> int:
        end = at + 1 + self._has_second_tier(at)
        for header in range(at, end):
            self.kinds[header] = "header"
        return end

    def _titles_above(self, at: int) -> int:
        """The first line of what heads a page: blank lines, single cells and corner notes above its header."""
        top = at
        while top > self.spans[-1].header + 1:
            line, kind = self.lines[top - 1], self.kinds[top - 1]
            alone = len(line.cells) == 1 and not is_total(line) and not self._is_footer(line)
            if kind not in ("blank", "title") and not (kind in ("row", "footer") and (alone or _unit_above(line))):
                break
            top -= 1
        self.kinds[top:at] = [_above(line) for line in self.lines[top:at]]
        return top

    def _over(self, at: int) -> dict[int, str]:
        """The upper header over each column: a text reaches to the right until the next one."""
        own = {column: shown(cell.value) for column, cell in self.lines[at].cells.items()}
        over: dict[int, str] = {}
        lower = self.lines[min(at + 1, len(self.lines) - 1)].cells
        for column in range(min(own), max([*own, *lower]) + 1):
            over[column] = own.get(column) or over.get(column - 1, "")
        return over

    def _joined(self, over: str, text: str) -> str | None:
        """The known name that a lower header makes, with the one above or alone: 协议 under 投资额 is 协议投资额."""
        above, below = header_name(over), header_name(text)
        return next((name for name in (above + below, below + above, below) if self._known(name)), None)

    def _has_second_tier(self, at: int) -> bool:
        if at + 1 >= len(self.lines):
            return False
        top, lower = self.lines[at].cells, self.lines[at + 1].cells
        own = {column: cell for column, cell in lower.items() if not cell.merged}
        if all(column in top for column in own):
            return False
        over = self._over(at)
        return all(
            isinstance(cell.value, str) and self._joined(over.get(column, ""), cell.value) is not None
            for column, cell in own.items()
        )

    def _columns(self, at: int, corner: str | None) -> dict[int, Header]:
        columns: dict[int, Header] = {}
        for column, cell in self.lines[at].cells.items():
            text = shown(cell.value)
            columns[column] = self._header(column, text, header_name(text), header_unit(text), corner)
        if self._has_second_tier(at):
            over = self._over(at)
            for column, cell in self.lines[at + 1].cells.items():
                if cell.merged:
                    continue
                text, above = shown(cell.value), over.get(column, "")
                name = self._joined(above, text) or header_name(text)
                unit = header_unit(text) or header_unit(above)
                columns[column] = self._header(column, f"{above} / {text}" if above else text, name, unit, corner)
        return columns

    def _header(self, column: int, text: str, name: str, unit: str | None, corner: str | None) -> Header:
        return Header(text, name, unit or corner, self.grid.column(column), corner)

    # the table

    def _table(self, span: _Span, end: int) -> Table:
        width = max(self.lines[span.header].width, *span.columns)
        body: list[tuple[Line, _Sort]] = [(self.lines[at], self.kinds[at]) for at in range(span.top, end)]
        columns = dict(span.columns)
        for line, kind in body:
            for column, cell in line.cells.items():
                beyond = self.grid.sheet is None and column > width  # in a CSV file the row is out of step
                if kind == "row" and column not in columns and not cell.merged and not beyond:
                    columns[column] = self._header(column, "", "", None, None)
        order = sorted(columns)
        rows: list[Row] = []
        recognised: list[Recognised] = []
        for line, kind in body:
            if kind == "row":
                rows.append(Row(line.number, self._aligned(line, order), self._out_of_step(line, width)))
            else:
                total = self._aligned(line, order) if kind == "total" else ()
                recognised.append(Recognised(line.number, kind, _text(line), total))
        headers = tuple(columns[column] for column in order)
        hidden = self.grid.hidden if span is self.spans[0] else ()
        return Table(self.grid.file, self.grid.sheet, headers, tuple(rows), tuple(recognised), hidden)

    def _aligned(self, line: Line, order: Sequence[int]) -> tuple[Cell, ...]:
        cells = line.cells
        return tuple(
            cells[column] if column in cells else Cell(None, self.grid.where(line.number, column)) for column in order
        )

    def _out_of_step(self, line: Line, width: int) -> Problem | None:
        if self.grid.sheet is not None or max(line.cells) <= width:
            return None
        return Problem(
            self.grid.row_place(line.number),
            f"the row has {max(line.cells)} values under {width} headers",
            'put a value that contains the separator in quotation marks, as in "52,000"',
        )


def find_tables(grid: Grid, is_header: Callable[[str], bool]) -> list[Table]:
    """The tables of a sheet, each under its own header; the lines of a sheet without any are ``outside``.

    The hidden places of a sheet are listed with its first table.
    """
    return _Finder(grid, is_header).tables() if grid.lines else []
