"""The report for people (核查报告): a summary first, then a table a sheet, then what somebody has to look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from investpolicy.algebras.text import show_money
from investpolicy.claims.report import Claim, ClaimsReport, Sheet, Totals, totals
from investpolicy.headers import header_name
from investpolicy.messages import in_words
from investpolicy.tables import Align, text_table
from investpolicy.values.label import Label, Lang

_HEADERS = (
    Label("行", "row"),
    Label("对象", "subject"),
    Label("申报", "claimed"),
    Label("应得", "due"),
    Label("差额", "difference"),
    Label("结论", "verdict"),
    Label("理由", "reasons"),
)
_ALIGNS: tuple[Align, ...] = ("right", "left", "right", "right", "right", "left", "left")

KINDS = {
    "judged": Label("判定", "judged"),
    "reported": Label("未能判定", "reported"),
    "title": Label("标题", "title"),
    "corner note": Label("角注", "corner note"),
    "header": Label("表头", "header"),
    "blank": Label("空行", "blank"),
    "total": Label("合计", "total"),
    "footer": Label("表尾", "footer"),
    "outside": Label("表外", "outside a table"),
}
"""What a line of a file can be."""


def text_lines(report: ClaimsReport, lang: Lang) -> Iterator[str]:
    """The report for a terminal, line by line."""
    yield from summary_lines(report, lang)
    for number, sheet in enumerate(report.sheets):
        if sheet.provision:
            yield ""
            yield from _sheet_lines(report.of_table(number), sheet, lang)
    for heading, items in to_look_at(report, lang):
        yield ""
        yield heading + ("：" if lang == "zh" else ":")
        yield from (f"  {one}" for one in items)
    yield ""
    yield lines_line(report, lang)


def summary_lines(report: ClaimsReport, lang: Lang) -> Iterator[str]:
    """How many claims of each verdict, how much over and under, what was assumed, the largest differences."""
    title = report.policy.title(lang)
    yield _says(lang, f"{title}（{report.policy.id}）", f"{title} ({report.policy.id})")
    yield from _under(report, lang)
    counted = [f"{verdict.label.of(lang)} {count}" for verdict, count in report.counts.items() if count]
    of = len(report.claims)
    yield _says(lang, f"{of} 项申报：{'，'.join(counted)}", f"{of} claims: {', '.join(counted)}")
    for label, sums in _totals(report, lang):
        claimed, over, under = (show_money(amount, lang) for amount in (sums.claimed, sums.over, sums.under))
        yield _says(
            lang,
            f"{label}：{sums.count} 项，申报 {claimed}，多报或不符合条件 {over}，少报 {under}",
            f"{label}: {sums.count} claims, claimed {claimed}, over or not eligible {over}, under {under}",
        )
    for name, value, rows in report.assumed:
        zh, en = f"假定 {name} = {value}（用于 {rows} 行）", f"Assumed {name} = {value} (used in {rows} rows)"
        yield _says(lang, zh, en)
    for name, meant in report.mapped:
        yield _says(lang, f"列 {name} 按 {meant} 读取", f"Column {name} is read as {meant}")
    if len(report.largest) > 1:
        yield _says(lang, f"差额最大的 {len(report.largest)} 项：", f"The {len(report.largest)} largest differences:")
        for one in report.largest:
            yield f"  {one.show_difference(lang)}  {one.where}  {one.subject}  {one.verdict.label.of(lang)}"


def _under(report: ClaimsReport, lang: Lang) -> Iterator[str]:
    """The day whose terms count, the answers that are not the default, the draft's changes; nothing of the usual."""
    policy = report.policy
    if policy.on is not None:
        yield _says(lang, f"按 {policy.on} 有效的条款", f"Under the terms of {policy.on}")
    for question, answer in policy.answers:
        yield _says(lang, f"读法：{question} = {answer}", f"Reading: {question} = {answer}")
    for path, value in policy.changes:
        yield _says(lang, f"草案改动：{path} = {value}", f"Change of the draft: {path} = {value}")


def lines_line(report: ClaimsReport, lang: Lang) -> str:
    """Every line of the files, by what it was: nothing is dropped."""
    counted = [f"{KINDS[kind].of(lang)} {report.lines[kind]}" for kind in KINDS if kind in report.lines]
    of = sum(report.lines.values())
    return _says(lang, f"共 {of} 行：{'，'.join(counted)}", f"{of} lines: {', '.join(counted)}")


def _totals(report: ClaimsReport, lang: Lang) -> Iterator[tuple[str, Totals]]:
    labels = {sheet.provision: sheet.label.of(lang) for sheet in report.sheets}
    for name, one in report.totals.items():
        if one.claimed.in_fen or one.over.in_fen or one.under.in_fen:
            yield f"{labels[name]}（{name}）" if lang == "zh" else f"{labels[name]} ({name})", one


def to_look_at(report: ClaimsReport, lang: Lang) -> Iterator[tuple[str, list[str]]]:
    """What somebody has to look at beside the single claims, under its headings; nothing where there is nothing."""
    unread = report.lines.get("reported", 0)
    several = (
        (Label("重复申报", "Claimed twice"), [one.words.of(lang) for one in report.duplicates]),
        (Label("只付较高一项", "Only the higher is paid"), [one.words.of(lang) for one in report.exclusive]),
        (Label("同一项目的各行", "Rows of one project"), [in_words(one, lang) for one in report.conflicts]),
        (
            Label(f"未能读取（{unread} 行未判定）", f"Not read ({unread} rows not judged)"),
            [in_words(one, lang) for one in report.problems],
        ),
        (Label("未读取的文件", "Files left out"), [in_words(one, lang) for one in report.left_out]),
    )
    return ((heading.of(lang), items) for heading, items in several if items)


def _sheet_lines(claims: Sequence[Claim], sheet: Sheet, lang: Lang) -> Iterator[str]:
    label = sheet.label.of(lang)
    yield _says(lang, f"{sheet.place} · {label}（{sheet.provision}）", f"{sheet.place} · {label} ({sheet.provision})")
    if claims:
        rows = [table_row(claim, lang) for claim in claims]
        yield from text_table([one.of(lang) for one in _HEADERS], rows, _ALIGNS)
    slips = [f"{one.row}: {slip.words.of(lang)}" for one in claims for slip in one.slips]
    if slips:
        yield _says(lang, "可得出申报数的假设（供核对，不是认定）：", "What would give the claim (to look into):")
        yield from (f"  {one}" for one in slips)
    for name, one in totals(claims).items():
        claimed = show_money(one.claimed, lang)
        if name == sheet.provision and one.claimed.in_fen:
            yield _says(lang, f"合计：{one.count} 项，申报 {claimed}", f"Total: {one.count} claims, claimed {claimed}")
    other = [(text, taken) for text, taken in sheet.columns if header_name(text) != taken.partition(" (")[0]]
    if other:
        read = "；".join(f"{text} → {taken}" for text, taken in other)
        yield _says(lang, f"列的读法：{read}", f"Columns read as: {read}")
    for text, like in sheet.unmapped:
        zh = f"未用到的列：{text}" + (f"，最接近的名称：{like}" if like else "")
        en = f"Column not used: {text}" + (f", nearest name: {like}" if like else "")
        yield _says(lang, zh, en)
    yield from (one.of(lang) for one in sheet.notes)


def table_row(claim: Claim, lang: Lang) -> tuple[str, ...]:
    """A claim as a row of a table for people."""
    return (
        str(claim.row),
        claim.subject,
        claim.show_claimed(lang),
        claim.show_due(lang),
        claim.show_difference(lang) or "—",
        claim.verdict.label.of(lang),
        claim.reasons(lang),
    )


def _says(lang: Lang, zh: str, en: str) -> str:
    return zh if lang == "zh" else en
