"""Where policies come from: the files shipped with the library, and the user's own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType

from investpolicy.errors import PolicyError, PolicyFileError, Problem, UnknownNameError, not_known
from investpolicy.policies.documents import PolicyText
from investpolicy.policies.policy import Policy, digest_of
from investpolicy.policies.yaml_text import Document, read_document
from investpolicy.rules import RULES


@cache
def _shipped() -> Mapping[str, str]:
    """The text of every shipped policy file, by its id; the files never change while the program runs."""
    folder = resources.files("investpolicy.policies") / "data"
    files = (one for one in folder.iterdir() if one.name.endswith(".yaml"))
    return MappingProxyType({one.name.removesuffix(".yaml"): one.read_text("utf-8") for one in files})


@cache
def _loaded(id: str) -> Policy:
    return _read(_shipped()[id], f"{id}.yaml")


def policies() -> tuple[str, ...]:
    """The ids of the shipped policies."""
    return tuple(sorted(_shipped()))


def policy(id: str, *, on: date | None = None) -> Policy:
    """A shipped policy, with the terms in force ``on`` a day; without it the base text.

    :raises UnknownNameError: with the nearest ids. :raises TermsError: for a day before the document's start.
    """
    if id not in _shipped():
        raise UnknownNameError(not_known("policy", id, policies()))
    found = _loaded(id)
    return found if on is None else found.as_of(on)


def load_policy(path: Path | str, *, on: date | None = None) -> Policy:
    """A policy from the user's own YAML file.

    :raises PolicyFileError: with every fault of the file: line, column, what was found, what to write.
    """
    path = Path(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise PolicyFileError(Problem(str(path), f"can not be read: {error.strerror}", "check the path")) from None
    found = _read(raw, path.name)
    return found if on is None else found.as_of(on)


def _read(source: str | bytes, name: str) -> Policy:
    document = read_document(source, name)
    try:
        text = PolicyText.model_validate(document.data)
    except PolicyError as error:
        raise PolicyFileError(
            Problem(_where(document, one.where), one.what, one.instead) for one in error.problems
        ) from None
    content = source if isinstance(source, str) else source.decode("utf-8-sig")
    problems = list(_faults(document, text))
    if problems:
        raise PolicyFileError(problems)
    try:
        loaded = Policy(text, digest_of(content), document.where)
        for one in text.amendments:
            loaded.as_of(max(one.from_, text.in_force_from))
    except PolicyError as error:
        raise PolicyFileError(error.problems) from None
    if problems := list(_answer_faults(document, loaded)):
        raise PolicyFileError(problems)
    loaded.warn_of_unusual()
    return loaded


def _where(document: Document, where: str) -> str:
    path = [int(one) if one.isdigit() else one for one in where.split(".") if one]
    return f"{document.where(path)}: {where}" if where else document.where(path)


def _faults(document: Document, text: PolicyText) -> list[Problem]:
    """What only the whole file shows: rules that do not exist, questions whose default is no answer."""
    found: list[Problem] = []
    for name, provision in text.provisions.items():
        at = ["provisions", name]
        if provision.rule is not None and provision.rule not in RULES:
            problem = not_known("rule", provision.rule, RULES)
            found.append(Problem(document.where([*at, "rule"]), problem.what, problem.instead))
        for own, question in provision.questions.items():
            where = document.where([*at, "questions", own, "default"])
            default = question.answers.get(question.default)
            if default is None:
                problem = not_known("answer", question.default, question.answers)
                found.append(Problem(where, problem.what, problem.instead))
            elif default.set:
                found.append(Problem(where, "the default answer sets terms", "write them in the terms themselves"))
    return found


def _answer_faults(document: Document, loaded: Policy) -> list[Problem]:
    """Every alternative answer must give terms that are allowed and differ."""
    found: list[Problem] = []
    for name, provision in loaded.text.provisions.items():
        for own, question in provision.questions.items():
            for answer in question.answers:
                if answer == question.default:
                    continue
                where = document.where(["provisions", name, "questions", own, "answers", answer])
                try:
                    other = loaded.under({f"{name}.{own}": answer})
                except PolicyError as error:
                    found.extend(Problem(where, one.what, one.instead) for one in error.problems)
                    continue
                if other.provisions[name].terms == loaded.provisions[name].terms:
                    found.append(Problem(where, f"answer {answer!r} changes nothing", "set the terms that it means"))
    return found


__all__ = ["UnknownNameError", "load_policy", "policies", "policy"]
