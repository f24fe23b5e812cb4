"""The report as a file (导出): JSON, CSV, Markdown, text; and what all written forms of it share."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final, Literal

from investpolicy.claims.rendering import lines_line, summary_lines, table_row, to_look_at
from investpolicy.claims.report import Claim, ClaimsReport, show
from investpolicy.errors import UnknownNameError, not_known
from investpolicy.messages import in_words
from investpolicy.outcomes import Split, Status
from investpolicy.values.label import Label, Lang
from investpolicy.values.money import NOTHING, Money

NOT_JUDGED: Final = Label("未能判定", "not judged")
TO_CHECK: Final = Label("需核对", "to check")
"""The verdicts of rows that are no claims: what could not be read, and what contradicts another row."""

Figure = Decimal | str
"""A number of yuan, or what is no money in words: ``85分``."""


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One row of a written report: a claim, or (without ``claim``) a problem. Amounts are yuan with two decimals."""

    file: str
    sheet: str
    row: int | None
    provision: str
    label: str
    subject: str
    claimed: Figure
    due: Figure
    difference: Figure
    verdict: Label
    reasons: str
    slips: str
    duplicates: str
    claim: Claim | None = None

    def cells(self, lang: Lang) -> tuple[str | int | Decimal | None, ...]:
        """As they stand under :data:`HEADERS`."""
        return (
            self.file,
            self.sheet,
            self.row,
            self.provision,
            self.label,
            self.subject,
            self.claimed,
            self.due,
            self.difference,
            self.verdict.of(lang),
            self.reasons,
            self.slips,
            self.duplicates,
        )


HEADERS: Final = (
    Label("文件", "file"),
    Label("工作表", "sheet"),
    Label("行", "row"),
    Label("条款编号", "provision"),
    Label("条款", "provision label"),
    Label("对象", "subject"),
    Label("申报（元）", "claimed (yuan)"),
    Label("应得（元）", "due (yuan)"),
    Label("差额（元）", "difference (yuan)"),
    Label("结论", "verdict"),
    Label("理由", "reasons"),
    Label("可能的差错", "slips"),
    Label("重复申报", "duplicates"),
)
"""The columns of a written report."""


def report_rows(report: ClaimsReport, lang: Lang) -> Iterator[ReportRow]:
    """A row each claim, in the order of the files; then a row each problem and each conflict, so that none is lost."""
    places = Places(report)
    labels = {sheet.provision: sheet.label for sheet in report.sheets}
    for claim in report.claims:
        file, sheet, _ = places.of(claim.where)
        name = claim.decision.provision.id
        yield ReportRow(
            file,
            sheet,
            claim.row,
            name,
            labels[name].of(lang),
            claim.subject,
            _figure(claimed_of(claim), lang),
            _figure(due_of(claim), lang),
            _figure(claim.difference, lang),
            claim.verdict.label,
            reasons_of(claim, lang),
            claim.slips_in_words(lang),
            _list(report.twice.get(claim.where, ()), lang),
            claim,
        )
    said = [(NOT_JUDGED, one.where, in_words(one, lang)) for one in report.problems]
    said += [(TO_CHECK, one.where, in_words(one, lang)) for one in report.conflicts]
    said += [(TO_CHECK, one.wheres[0], one.words.of(lang)) for one in report.exclusive]
    for verdict, where, words in said:
        file, sheet, row = places.of(where)
        yield ReportRow(file, sheet, row, "", "", "", "", "", "", verdict, words, "", "")


def claimed_of(claim: Claim) -> Any:
    """The total where it is money; else what is claimed."""
    if claim.total is not None:
        return claim.total
    return next((one for one in claim.claimed.values() if one is not None), None)


def due_of(claim: Claim) -> Money | None:
    """What is due: of a split all parts together; as :attr:`Claim.due` else."""
    decision = claim.decision
    if isinstance(decision.outcome, Split) and decision.status is Status.ENTITLED:
        return sum(decision.parts.values(), NOTHING)
    return claim.due


def _figure(value: Any, lang: Lang) -> Figure:
    if value is None:
        return ""
    return value.in_yuan if isinstance(value, Money) else show(value, lang)


def reasons_of(claim: Claim, lang: Lang) -> str:
    """All reasons and notes of a claim, and the other rows that were judged with it."""
    said = claim.reasons(lang)
    others = _list([where for where in claim.rows if where != claim.where], lang)
    if not others:
        return said
    return f"{said}；一并判定：{others}" if lang == "zh" else f"{said}; judged with it: {others}"


def _list(items: Sequence[str], lang: Lang) -> str:
    return ("、" if lang == "zh" else ", ").join(items)


class Places:
    """Takes the places of a report apart: ``claims.xlsx[引荐奖励]!C7`` is a file, a sheet and a row."""

    def __init__(self, report: ClaimsReport) -> None:
        own = sorted({sheet.place for sheet in report.sheets}, key=len, reverse=True)
        self._own = [(place, *_file_and_sheet(place)) for place in own]

    def of(self, where: str) -> tuple[str, str, int | None]:
        """File, sheet and row, the first of several; the row is None where a problem is of a whole sheet or file."""
        where = where.removeprefix(":")
        for place, file, sheet in self._own:
            if where.startswith(place) and (row := _AT.match(where, len(place))):
                return file, sheet, int(row[1]) if row[1] else None
        row = _ROW.match(where)  # a frame has no name
        return ("", "", int(row[1])) if row else (where, "", None)


_ROW = re.compile(r"row ([0-9]+)")
_AT = re.compile(r"(?:[!:][A-Z]{0,3}| ?row )([0-9]+)(?![0-9])|(?=[ :]|$)")


def _file_and_sheet(place: str) -> tuple[str, str]:
    """A sheet's name holds no bracket, so the last one begins it."""
    file, bracket, sheet = place.removesuffix("]").rpartition("[")
    return (file, sheet) if bracket and place.endswith("]") else (place, "")


# --- text that stays text -----------------------------------------------------------------------------------------

_AROUND = r"\s\"'`‘’“”＇＂\u200b-\u200f\u2060\ufeff"
_FORMULA = re.compile(rf"[\t\r\n\v\f]|[{_AROUND}]*[=+\-@＝＋－＠﹦﹢﹣﹫]")


def could_be_formula(text: str) -> bool:
    """Whether a spreadsheet might run a text: it begins with ``=``, ``+``, ``-``, ``@``, a tab or a line's end.

    Full-width forms count, and so does such a sign behind spaces or a quotation mark.
    """
    return _FORMULA.match(text) is not None


def guarded(text: str) -> str:
    """A text as a CSV file may hold it: one that could be a formula gets an apostrophe in front."""
    return f"'{text}" if could_be_formula(text) else text


# --- files --------------------------------------------------------------------------------------------------------

Form = Literal["json", "csv", "md", "text"]


def report_bytes(report: ClaimsReport, form: str, lang: Lang = "zh") -> bytes:
    """The report as the content of a file, in UTF-8: ``json``, ``csv``, ``md`` or ``text``.

    CSV begins with a byte order mark, without which Excel takes Chinese for something else. Every value stands in
    quotation marks; amounts are numbers of yuan (元) without a unit; a text that could be a formula (see
    :func:`could_be_formula`) begins with an apostrophe.

    :raises UnknownNameError: for another form.
    """
    if form not in FORMS:
        raise UnknownNameError(not_known("format", form, FORMS))
    return FORMS[form](report, lang).encode("utf-8", "backslashreplace")  # the name of a file may be no Unicode


def _json(report: ClaimsReport, lang: Lang) -> str:
    return report.to_json(indent=2) + "\n"


def _csv(report: ClaimsReport, lang: Lang) -> str:
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([one.of(lang) for one in HEADERS])
    for row in report_rows(report, lang):
        writer.writerow(guarded(one) if isinstance(one, str) else one for one in row.cells(lang))
    return "\ufeff" + written.getvalue()


def _md(report: ClaimsReport, lang: Lang) -> str:
    zh = lang == "zh"
    summary = [line.strip() for line in summary_lines(report, lang)]
    lines = [f"# {_escaped(summary[0])}", "", *(f"- {_escaped(line)}" for line in summary[1:]), ""]
    lines += _md_table([("位置" if zh else "where"), *(one.of(lang) for one in _MD_HEADERS)], report, lang)
    for heading, items in to_look_at(report, lang):
        lines += ["", f"## {_escaped(heading)}", "", *(f"- {_escaped(one)}" for one in items)]
    return "\n".join([*lines, "", _escaped(lines_line(report, lang)), ""])


_MD_HEADERS: Final = (
    Label("条款", "provision"),
    *(HEADERS[5], Label("申报", "claimed"), Label("应得", "due"), Label("差额", "difference")),
    *HEADERS[9:11],
)


def _md_table(headers: Sequence[str], report: ClaimsReport, lang: Lang) -> Iterator[str]:
    yield "| " + " | ".join(headers) + " |"
    yield "| --- | --- | --- | ---: | ---: | ---: | --- | --- |"
    for claim in report.claims:
        cells = (claim.where, claim.decision.provision.id, *table_row(claim, lang)[1:])
        yield "| " + " | ".join(_escaped(cell) for cell in cells) + " |"


_MARKUP = re.compile(r"([\\`*_\[\]~|#])")


def _escaped(text: str) -> str:
    """A text that Markdown shows as it is, on one line."""
    lines = _MARKUP.sub(r"\\\1", html.escape(text, quote=False)).splitlines()
    return "<br>".join(line.strip() for line in lines)


def _text(report: ClaimsReport, lang: Lang) -> str:
    return report.to_text(lang) + "\n"


FORMS: Final[Mapping[str, Callable[[ClaimsReport, Lang], str]]] = MappingProxyType(
    {"text": _text, "json": _json, "csv": _csv, "md": _md}
)
"""What :func:`report_bytes` writes."""


__all__ = [
    "FORMS",
    "HEADERS",
    "Places",
    "ReportRow",
    "claimed_of",
    "could_be_formula",
    "due_of",
    "guarded",
    "reasons_of",
    "report_bytes",
    "report_rows",
]
