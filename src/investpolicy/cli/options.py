"""The options that commands share, and how they are read: each fault says what to write instead."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Final

import typer

from investpolicy.errors import PolicyError, Problem, UnknownNameError, not_known
from investpolicy.register import Policy, load_policy, policies, policy
from investpolicy.tables import printable
from investpolicy.values.label import Lang
from investpolicy.values.text import day_of

Language = Annotated[str, typer.Option("--lang", help="Language of the answer: zh or en.")]
On = Annotated[str | None, typer.Option("--on", help="The day whose terms count, such as 2022-06-01.")]
Under = Annotated[list[str] | None, typer.Option("--under", help="Another reading: question=answer. May be repeated.")]
PolicyArgument = Annotated[str, typer.Argument(help="The id of a shipped policy, or a YAML file.")]

_LANGUAGES: Final[dict[str, Lang]] = {"zh": "zh", "en": "en"}


def lang_of(lang: str) -> Lang:
    """:raises UnknownNameError: for a language that there is not."""
    if lang not in _LANGUAGES:
        raise UnknownNameError(not_known("language", lang, _LANGUAGES))
    return _LANGUAGES[lang]


def policy_file(name: str) -> Path | None:
    """The user's own file that ``--policy`` names; None for a shipped policy."""
    own = name not in policies() and (name.endswith((".yaml", ".yml")) or Path(name).exists())
    return Path(name) if own else None


def policy_of(name: str, on: str | None = None, under: list[str] | None = None) -> Policy:
    """The policy that is named, on a day, under answers to its open questions.

    :raises PolicyError: for a name, a file, a day, a question or an answer that can not be.
    """
    day: date | None = day_of(on) if on else None
    own = policy_file(name)
    found = policy(name, on=day) if own is None else load_policy(own, on=day)
    answers = pairs(under, "--under", "question=answer", "landed=registered")
    return found.under(answers) if answers else found


def pairs(given: list[str] | None, option: str, form: str, example: str) -> dict[str, str]:
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


def form_of(form: str, known: tuple[str, ...] = ("text", "json")) -> str:
    """:raises UnknownNameError: for a format that a command does not write."""
    if form not in known:
        raise UnknownNameError(not_known("format", form, known))
    return form


def say(text: str) -> None:
    """Prints text in which names from files stand: nothing of it can move the terminal's cursor."""
    for line in text.split("\n"):
        typer.echo(printable(line))
