"""``check`` and ``explain``: claims against a policy (申报核查)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from investpolicy.claims import ClaimsReport, check_claims
from investpolicy.claims.grid import MAX_BYTES
from investpolicy.claims.rendering import lines_line, summary_lines
from investpolicy.claims.report import Claim
from investpolicy.claims.sources import Source, claims_files
from investpolicy.claims.writing import Places, reasons_of, report_bytes
from investpolicy.cli.options import Language, On, Under, form_of, lang_of, pairs, policy_file, policy_of, say
from investpolicy.cli.progress import Bar
from investpolicy.errors import ClaimsError, PolicyError, Problem, not_known
from investpolicy.files import check_target, write_whole
from investpolicy.messages import in_language
from investpolicy.values.label import Lang

FORMATS: Final = ("text", "json", "csv", "xlsx", "md", "parquet")
_SUFFIXES: Final = {
    ".txt": "text",
    ".json": "json",
    ".csv": "csv",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".md": "md",
    ".parquet": "parquet",
}

Claims = Annotated[list[Path], typer.Argument(help="The claims: files (CSV, XLSX, XLS, Parquet) and folders.")]
PolicyName = Annotated[str, typer.Option("--policy", help="The id of a shipped policy, or a YAML file.")]
ProvisionName = Annotated[str | None, typer.Option("--provision", help="The provision that all claims are under.")]
Assume = Annotated[
    list[str] | None, typer.Option("--assume", help="State a fact for blank cells: 字段=值. May be repeated.")
]
Map = Annotated[list[str] | None, typer.Option("--map", help="Say what a column means: 列名=字段. May be repeated.")]
Also = Annotated[
    list[str] | None,
    typer.Option("--also", help="Another version, to look for slips in. May be repeated."),
]
FormatName = Annotated[
    str | None, typer.Option("--format", help=f"{', '.join(FORMATS)}; without it as the name of --out says, else text.")
]
Out = Annotated[Path | None, typer.Option("--out", help="Write the report here, whole or not at all.")]
SlipsFor = Annotated[
    str | None,
    typer.Option("--slips", help="For how many claims slips are sought at most: a number, all, none (large files)."),
]
Force = Annotated[bool, typer.Option("--force", help="Replace the file that --out names.")]


@dataclass(frozen=True)
class _Asked:
    """What both commands are asked to check."""

    claims: list[Path]
    policy: str
    provision: str | None
    assume: list[str] | None
    columns: list[str] | None
    on: str | None
    under: list[str] | None
    also: list[str] | None = None

    def report(self, bar: Bar, lang: Lang) -> ClaimsReport:
        """:raises PolicyError: for options that can not be read; and, in ``lang``, when nothing can be judged."""
        options: dict[str, Any] = {
            "provision": self.provision,
            "assume": pairs(self.assume, "--assume", "字段=值", "建设地点=绵阳市"),
            "columns": pairs(self.columns, "--map", "列名=字段", "规模=协议投资额"),
            "others": [policy_of(one) for one in self.also or ()],
        }
        try:
            return check_claims(self.claims, policy_of(self.policy, self.on, self.under), progress=bar, **options)
        except ClaimsError as error:
            raise ClaimsError(in_language(one, lang) for one in error.problems) from None

    def files(self) -> list[Path]:
        """Every file that is read: claims, and the user's own policies."""
        own = [policy_file(one) for one in (self.policy, *(self.also or ()))]
        return [one.path for one in claims_files(self.claims).files] + [one for one in own if one is not None]


def check(
    claims: Claims,
    policy_name: PolicyName,
    provision: ProvisionName = None,
    assume: Assume = None,
    columns: Map = None,
    on: On = None,
    under: Under = None,
    also: Also = None,
    form: FormatName = None,
    out: Out = None,
    force: Force = False,
    slips: SlipsFor = None,
    lang: Language = "zh",
) -> int:
    """Judge every claim: 相符、未超上限、多报、少报、不符合条件、无法判定.

    With --out a summary is printed. A workbook (--out x.xlsx) is the user's own with columns added, where one XLSX
    file is checked, else a new one. Large files are checked at scale: --out verdicts.parquet, or .csv.
    Exit code 1: something is to be looked at; 2: nothing could be judged.
    """
    language = lang_of(lang)
    asked = _Asked(claims, policy_name, provision, assume, columns, on, under, also)
    kind = _kind(form, out)
    if out is not None and (kind == "parquet" or (kind == "csv" and (slips is not None or _are_large(asked)))):
        return _at_scale(asked, out, slips, force, language)
    if slips is not None:
        raise PolicyError(Problem("--slips", "is for large files", "write --out verdicts.parquet or .csv"))
    if out is None:
        with Bar(language) as bar:
            report = asked.report(bar, language)
        if kind == "text":
            say(report.to_text(language))
        else:
            typer.echo(report_bytes(report, kind, language), nl=False)
        return report.exit_code
    inputs = asked.files()
    check_target(out, force=force, inputs=inputs)
    with Bar(language) as bar:
        own = _own_workbook(claims, out) if kind == "xlsx" else None
        before = own.path.stat().st_mtime_ns if own else 0
        report = asked.report(bar, language)
        bar("writing", 0, 0)
        if own is not None:
            content = _annotated(report, own, before, out, language)
        else:
            content = _new_workbook(report, language) if kind == "xlsx" else report_bytes(report, kind, language)
        write_whole(out, content, force=force, inputs=inputs)
    say("\n".join([*summary_lines(report, language), lines_line(report, language)]))
    say(f"已写入 {out}" if language == "zh" else f"written to {out}")
    return report.exit_code


def _are_large(asked: _Asked) -> bool:
    """Whether a file is too large for the row-by-row path."""
    return any(one.path.is_file() and one.path.stat().st_size > MAX_BYTES for one in claims_files(asked.claims).files)


def _at_scale(asked: _Asked, out: Path, slips: str | None, force: bool, lang: Lang) -> int:
    try:
        from investpolicy.claims.scale import check_claims_at_scale
    except ImportError as error:
        what = f"large files are read with Polars: {error.name} is not installed"
        raise PolicyError(Problem("", what, 'pip install "investpolicy[polars]"')) from None
    with Bar(lang) as bar:
        report = check_claims_at_scale(
            asked.claims,
            policy_of(asked.policy, asked.on, asked.under),
            out,
            provision=asked.provision,
            assume=pairs(asked.assume, "--assume", "字段=值", "建设地点=绵阳市"),
            columns=pairs(asked.columns, "--map", "列名=字段", "投资规模=协议投资额"),
            others=[policy_of(one) for one in asked.also or ()],
            **({} if slips is None else {"slips": int(slips) if slips.isdecimal() else slips}),
            lang=lang,
            force=force,
            progress=bar,
        )
    say(report.to_text(lang))
    say(f"已写入 {out}" if lang == "zh" else f"written to {out}")
    return report.exit_code


def _kind(form: str | None, out: Path | None) -> str:
    """The format: as it is said, else as the name of the file says."""
    kind = None if form is None else form_of(form, FORMATS)
    if out is None:
        if kind == "xlsx":
            raise PolicyError(Problem("--format xlsx", "a workbook can not be printed", "write --out 核查结果.xlsx"))
        if kind == "parquet":
            raise PolicyError(Problem("--format parquet", "Parquet can not be printed", "write --out 核查结果.parquet"))
        return kind or "text"
    named = _SUFFIXES.get(out.suffix.lower())
    if kind is None and named is None:
        ends = ", ".join(_SUFFIXES)
        raise PolicyError(Problem(f"--out {out}", "the name says no format", f"end it in {ends}, or say --format"))
    if kind and named and kind != named:
        what = f"the name says {named}, --format says {kind}"
        raise PolicyError(Problem(f"--out {out}", what, "write the same in both"))
    return kind or named or "text"


def _own_workbook(claims: list[Path], out: Path) -> Source | None:
    """The one workbook that columns can be added to; None where there are several files, or one of another kind."""
    files = claims_files(claims).files
    own = files[0] if len(files) == 1 and _is_archive(files[0].path) else None
    if out.suffix.lower() == ".xlsm" and (own is None or own.path.suffix.lower() != ".xlsm"):
        raise PolicyError(Problem(f"--out {out}", "the workbook has no macros", "end the name in .xlsx"))
    return own


def _is_archive(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(2) == b"PK"
    except OSError:  # told when it is read
        return False


def _annotated(report: ClaimsReport, workbook: Source, changed: int, out: Path, lang: Lang) -> bytes:
    from investpolicy.claims.annotated import annotated_workbook

    content = workbook.path.read_bytes()
    if workbook.path.stat().st_mtime_ns != changed:
        raise PolicyError(Problem(workbook.name, "the file was changed while it was checked", "check it again"))
    return annotated_workbook(report, content, workbook.name, lang, macros=out.suffix.lower() == ".xlsm")


def _new_workbook(report: ClaimsReport, lang: Lang) -> bytes:
    from investpolicy.claims.report_workbook import new_workbook

    return new_workbook(report, lang)


# --- explain ------------------------------------------------------------------------------------------------------


def explain(
    claims: Claims,
    policy_name: PolicyName,
    row: Annotated[int, typer.Option("--row", help="The row of the file.")],
    file: Annotated[str | None, typer.Option("--file", help="The file, where there are several.")] = None,
    sheet: Annotated[str | None, typer.Option("--sheet", help="The sheet, where there are several.")] = None,
    provision: ProvisionName = None,
    assume: Assume = None,
    columns: Map = None,
    on: On = None,
    under: Under = None,
    also: Also = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the decision as a record, for verify.")] = False,
    lang: Language = "zh",
) -> int:
    """Explain the decision of one claim step by step, with its verdict, reasons and slips."""
    language = lang_of(lang)
    with Bar(language) as bar:
        report = _Asked(claims, policy_name, provision, assume, columns, on, under, also).report(bar, language)
    claim = _claim(report, row, file, sheet)
    if as_json:
        typer.echo(claim.decision.to_json(indent=2))
    else:
        say("\n".join([claim.decision.explain(language), *_verdict_lines(report, claim, language)]))
    return 0


def _verdict_lines(report: ClaimsReport, claim: Claim, lang: Lang) -> list[str]:
    """What the claim says against the decision, as the report has it."""
    zh = lang == "zh"
    figures = [claim.show_claimed(lang), claim.show_due(lang), claim.show_difference(lang) or "—"]
    said = [f"{name} {figure}" for name, figure in zip(_FIGURES[lang], figures, strict=True)]
    lines = [f"核查（{claim.where}）：" if zh else f"Check ({claim.where}):"]
    lines.append("  " + ("，" if zh else ", ").join(said))
    lines.append(f"  结论：{claim.verdict.label.zh}" if zh else f"  Verdict: {claim.verdict.label.en}")
    lines.append(("  理由：" if zh else "  Reasons: ") + reasons_of(claim, lang))
    if claim.slips:
        lines.append(
            "  可得出申报数的假设（供核对，不是认定）：" if zh else "  What would give the claim (to look into):"
        )
        lines += [f"    {slip.words.of(lang)}" for slip in claim.slips]
    if others := report.twice.get(claim.where):
        lines.append(("  重复申报：" if zh else "  Claimed twice: ") + ("、" if zh else ", ").join(others))
    lines += [f"  {one.words.of(lang)}" for one in report.exclusive if claim.where in one.wheres]
    return lines


_FIGURES: Final[dict[Lang, tuple[str, ...]]] = {"zh": ("申报", "应得", "差额"), "en": ("claimed", "due", "difference")}


def _claim(report: ClaimsReport, row: int, file: str | None, sheet: str | None) -> Claim:
    """The claim that was judged from a row.

    :raises PolicyError: where there is none, and why; where there are several.
    """
    places = Places(report)

    def fits(where: str) -> bool:
        own_file, own_sheet, own_row = places.of(where)
        return own_row == row and file in (None, own_file) and sheet in (None, own_sheet)

    found = [one for one in report.claims if any(fits(where) for where in one.rows)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise PolicyError(_no_claim(report, row, file, sheet))
    files = {places.of(one.where)[0] for one in found}
    what, option = ("files", "--file") if len(files) > 1 else ("sheets", "--sheet")
    stand = ", ".join(one.where for one in found)
    raise PolicyError(Problem(f"--row {row}", f"several {what} have one: {stand}", f"say {option}"))


def _no_claim(report: ClaimsReport, row: int, file: str | None, sheet: str | None) -> list[Problem]:
    """Why no claim is judged in a row: what could not be read of it, else where claims stand."""
    places = Places(report)
    at = {one.where: places.of(one.where) for one in report.claims}
    files, sheets = {one[0] for one in at.values()}, {one[1] for one in at.values()}
    read = {places.of(one.place)[0] for one in report.sheets}
    if file is not None and file not in read:
        problem = not_known("file", file, read)
        return [Problem(f"--file {file}", problem.what, problem.instead)]
    own = [one for one in report.problems if _is_at(places.of(one.where), row, file, sheet)]
    if own:
        return own
    if sheet is not None and sheet not in sheets:
        stand = ", ".join(sorted({re.sub(r"[!:][^\]]*$", "", where) for where in at}))
        return [Problem(f"--sheet {sheet}", "no claims stand there", f"claims stand in {stand}")]
    if file is not None and file not in files:
        stand = ", ".join(sorted(files))
        return [Problem(f"--file {file}", "no claims were judged there", f"claims stand in {stand}")]
    rows = sorted(
        one[2] for one in at.values() if file in (None, one[0]) and sheet in (None, one[1]) and one[2] is not None
    )
    where = f"claims stand in rows {rows[0]} to {rows[-1]}" if rows else "name another sheet"
    return [Problem(f"--row {row}", "no claim was judged there", where)]


def _is_at(place: tuple[str, str, int | None], row: int, file: str | None, sheet: str | None) -> bool:
    return place[2] == row and file in (None, place[0]) and sheet in (None, place[1])
