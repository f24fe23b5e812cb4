"""The command line: parse, call, print. Exit codes: 0 fine, 1 findings, 2 bad input; never a traceback."""

from __future__ import annotations

import json
import os
import re
import sys
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Final, Literal

try:
    import typer
except ModuleNotFoundError:  # the extra is not installed
    sys.stderr.write('The command line needs an extra: pip install "investpolicy[cli]"\n')
    raise SystemExit(2) from None

from investpolicy.claims import ClaimsReport, check_claims
from investpolicy.errors import PolicyError, Problem, UnknownNameError, not_known
from investpolicy.register import Policy, load_policy, policies, policy
from investpolicy.register.fact_files import read_facts
from investpolicy.register.showing import provision_named, shown
from investpolicy.values.label import Lang
from investpolicy.values.text import day_of
from investpolicy.version import version_of_library

app = typer.Typer(no_args_is_help=True, add_completion=True, pretty_exceptions_enable=False, help=__doc__)

Language = Annotated[str, typer.Option("--lang", help="Language of the answer: zh or en.")]
On = Annotated[str | None, typer.Option("--on", help="The day whose terms count, such as 2022-06-01.")]
Assume = Annotated[
    list[str] | None, typer.Option("--assume", help="State a fact for blank cells: 字段=值. May be repeated.")
]
PolicyName = Annotated[str, typer.Option("--policy", help="The id of a shipped policy, or a YAML file.")]
ProvisionName = Annotated[str | None, typer.Option("--provision", help="The provision that all claims are under.")]


def _policy(name: str, on: str | None) -> Policy:
    day: date | None = day_of(on) if on else None
    if name in policies() or not (name.endswith((".yaml", ".yml")) or Path(name).exists()):
        return policy(name, on=day)
    return load_policy(name, on=day)


_LANGUAGES: Final[dict[str, Lang]] = {"zh": "zh", "en": "en"}


def _lang(lang: str) -> Lang:
    if lang not in _LANGUAGES:
        raise UnknownNameError(not_known("language", lang, _LANGUAGES))
    return _LANGUAGES[lang]


def _assumed(assume: list[str] | None) -> dict[str, str]:
    return _pairs(assume, "--assume", "字段=值", "建设地点=绵阳市")


def _pairs(given: list[str] | None, option: str, form: str, example: str) -> dict[str, str]:
    """What ``--option name=value`` says, each name once."""
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for one in given or ():
        name, sign, value = (part.strip() for part in one.partition("="))
        if not (sign and name and value):
            problems.append(Problem(f"{option} {one}", f"is no {form}", f"write {option} {example}"))
        elif name in found:
            problems.append(Problem(f"{option} {one}", f"{name} is given twice", "keep one of the two"))
        found.setdefault(name, value)
    if problems:
        raise PolicyError(problems)
    return found


def _checked(claims: Path, name: str, provision: str | None, assume: list[str] | None, on: str | None) -> ClaimsReport:
    return check_claims(claims, _policy(name, on), provision=provision, assume=_assumed(assume))


@app.command()
def check(
    claims: Annotated[Path, typer.Argument(help="The claims: CSV or XLSX.")],
    policy_name: PolicyName,
    provision: ProvisionName = None,
    assume: Assume = None,
    on: On = None,
    form: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
    lang: Language = "zh",
) -> int:
    """Judge every claim of a file: 相符、未超上限、多报、少报、不符合条件、无法判定."""
    language = _lang(lang)
    if form not in ("text", "json"):
        raise UnknownNameError(not_known("format", form, ("text", "json")))
    report = _checked(claims, policy_name, provision, assume, on)
    typer.echo(report.to_json(indent=2) if form == "json" else report.to_text(language))
    return report.exit_code


@app.command()
def explain(
    claims: Annotated[Path, typer.Argument(help="The claims: CSV or XLSX.")],
    policy_name: PolicyName,
    row: Annotated[int, typer.Option("--row", help="The row of the file.")],
    sheet: Annotated[str | None, typer.Option("--sheet", help="The sheet, where there are several.")] = None,
    provision: ProvisionName = None,
    assume: Assume = None,
    on: On = None,
    lang: Language = "zh",
) -> int:
    """Explain the decision of one claim, step by step."""
    report = _checked(claims, policy_name, provision, assume, on)
    found = [one for one in report.claims if one.row == row and (sheet is None or f"[{sheet}]" in one.where)]
    if not found:
        raise PolicyError(_no_claim(report, row, sheet))
    if len(found) > 1:
        places = ", ".join(one.where for one in found)
        raise PolicyError(Problem(f"--row {row}", f"several sheets have one: {places}", "say --sheet"))
    typer.echo(found[0].decision.explain(_lang(lang)))
    return 0


@app.command(name="policies")
def list_policies(lang: Language = "zh") -> int:
    """List the shipped policies."""
    language = _lang(lang)
    for name in policies():
        found = policy(name)
        typer.echo(f"{name}\t{found.title(language)}\t{found.text.issuer.of(language)}\t{found.text.published or ''}")
    return 0


@app.command()
def decide(
    name: Annotated[str, typer.Argument(help="The id of a shipped policy, or a YAML file.")],
    provision: Annotated[str, typer.Argument(help="The provision, by its name, id or Chinese label.")],
    facts: Annotated[Path, typer.Argument(help="The facts: YAML or JSON, one record or a list of them.")],
    on: On = None,
    under: Annotated[
        list[str] | None, typer.Option("--under", help="Another reading: question=answer. May be repeated.")
    ] = None,
    form: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
    lang: Language = "zh",
) -> int:
    """Decide a record, or all records of a population, and explain why."""
    language = _lang(lang)
    if form not in ("text", "json"):
        raise UnknownNameError(not_known("format", form, ("text", "json")))
    found = _policy(name, on).under(_pairs(under, "--under", "question=answer", "landed=registered"))
    chosen = found.provision(provision)
    decisions = found.decide_all(chosen.name, read_facts(facts, chosen))
    if form == "json":
        several = [one.document() for one in decisions]
        typer.echo(json.dumps(several if len(several) > 1 else several[0], ensure_ascii=False, indent=2))
    else:
        typer.echo("\n\n".join(one.explain(language) for one in decisions))
    return 0


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="The id of a shipped policy, or a YAML file.")],
    provision: Annotated[str | None, typer.Argument(help="One provision; all where none is named.")] = None,
    on: On = None,
    lang: Language = "zh",
) -> int:
    """Show every provision of a policy: kind, rule, terms, open questions, section."""
    language = _lang(lang)
    found = _policy(name, on)
    if provision is None:
        chosen = list(found.text.provisions)
        typer.echo(f"{found.title(language)} [{found.id}]\n")
    else:
        chosen = [provision_named(found, provision)]
    for number, one in enumerate(chosen):
        typer.echo("\n" * bool(number) + "\n".join(shown(found, one, language)))
    return 0


def _no_claim(report: ClaimsReport, row: int, sheet: str | None) -> list[Problem]:
    """Why no claim is judged in a row: what could not be read of it, else where claims stand."""
    own = re.compile(rf"[:!][A-Z]*{row}(\D|$)")
    if problems := [
        one for one in report.problems if own.search(one.where) and (not sheet or f"[{sheet}]" in one.where)
    ]:
        return problems
    places = sorted({one.where.rpartition(":")[0] for one in report.claims})
    if sheet is not None and not any(f"[{sheet}]" in one for one in places):
        return [Problem(f"--sheet {sheet}", "no claims stand there", f"claims stand in {', '.join(places)}")]
    rows = sorted({one.row for one in report.claims if sheet is None or f"[{sheet}]" in one.where})
    return [Problem(f"--row {row}", "no claim was judged there", f"claims stand in rows {rows[0]} to {rows[-1]}")]


@app.callback(invoke_without_command=True)
def _options(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        typer.echo(f"investpolicy {version_of_library()}")
        raise typer.Exit


def main(arguments: list[str] | None = None) -> Literal[0, 1, 2]:
    """Run a command; what goes wrong is said on standard error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # a console in another code page
    try:
        code = app(arguments, standalone_mode=False)
    except PolicyError as error:
        for problem in error.problems:
            typer.echo(f"error: {problem}", err=True)
        return 2
    except typer.Abort:
        typer.echo("stopped", err=True)
        return 2
    except BrokenPipeError:  # the reader of a pipe went away
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    except Exception as error:  # noqa: BLE001 (no traceback from the command line)
        show_usage = getattr(error, "show", None)
        if callable(show_usage):  # a misused command
            show_usage()
        else:
            typer.echo(
                f"error: {type(error).__name__}: {error}; this is a fault of the library, please report it", err=True
            )
        return 2
    return code if code in (0, 1, 2) else 0
