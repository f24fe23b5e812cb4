"""Facts from a file (事实文件): YAML or JSON, every fault at its line and column."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel

from investpolicy.errors import FactsError, PolicyError, Problem
from investpolicy.models import Model, models_in
from investpolicy.register.policy import Provision
from investpolicy.register.yaml_text import read_document


def read_facts(path: Path | str, provision: Provision) -> list[Any]:
    """The records of a file, as models of the facts that a provision decides on: one mapping, or a list of them.

    Names are English or Chinese labels; every value is read from its text, so that no number passes through a float.

    :raises PolicyFileError: for a file that is no YAML or JSON.
    :raises FactsError: with every fault of every record: file, line, column, what was found, what to write.
    """
    document = read_document(Path(path), str(path))
    several = isinstance(document.data, list)
    records = cast("list[Any]", document.data if several else [document.data])
    facts: list[Any] = []
    problems: list[Problem] = []
    for number, record in enumerate(records):
        at: tuple[str | int, ...] = (number,) if several else ()
        try:
            facts.append(provision.read(record))
        except PolicyError as error:
            for one in error.problems:
                steps = _steps(provision.rule.facts, record, one.where)
                rest = "" if steps or one.where in ("", provision.id) else f"{one.where}: "
                problems.append(Problem(document.where((*at, *steps)), f"{rest}{one.what}", one.instead))
    if not facts and not problems:
        problems.append(Problem(document.where(()), "there is no record", "write the facts of one, or a list of them"))
    if problems:
        raise FactsError(problems)
    return facts


def _steps(model: type[Model], data: Any, where: str) -> Sequence[str | int]:
    """The way in the file to the field that a problem names; the file may call it by its Chinese label."""
    found: list[str | int] = []
    kind: type[BaseModel] | None = model
    for part in where.split("."):
        if isinstance(data, list) and part.isdigit():
            step: str | int = int(part)
            items = cast("Sequence[Any]", data)
            data = items[int(part)] if int(part) < len(items) else None
        elif isinstance(data, dict):
            named = cast("dict[str, Any]", data)
            field = kind.model_fields.get(part) if kind else None
            step = part if part in named or field is None or field.title not in named else field.title
            if step not in named:
                break
            data = named[step]
            kind = next(iter(models_in(field.annotation)), None) if field else None
        else:
            break
        found.append(step)
    return found


__all__ = ["read_facts"]
