"""Finds the form of a message and says it in Chinese (中文提示); what has no Chinese form stays in English.

What is done with the value of a placeholder goes by its name:

- ``{kind}``, ``{thing}``, … of :data:`CLOSED`: one of those words, in Chinese; nothing else matches;
- ``{names}``, ``{examples}``: a list: ``、`` for commas, 和 and 或 for its words, “” for quotation marks;
- ``{project_fact}``: the name of a field of a project, by its label;
- ``{value}``, ``{other}``: of a member of an enumeration its label;
- any other: as it is, or from :data:`SAID`, or the label of the fact that its dotted path names.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final, TypeVar

from investpolicy import facts as _facts  # all models of facts have to be there
from investpolicy.errors import Problem
from investpolicy.facts.base import Facts
from investpolicy.facts.project import Project
from investpolicy.messages.chinese import CLOSED, INSTEAD, QUOTED, SAID, SHAPES, WHAT
from investpolicy.values.label import Labelled, Lang

__all__ = ["in_language", "in_words"]

T = TypeVar("T")

_PLACEHOLDER: Final = re.compile(r"('?)\{(\w+)\}\1")
_QUOTED_OR_NOT: Final = re.compile(f"({QUOTED})")
_ROW_AND_COLUMN: Final = re.compile(r"(?:(.+) )?row ([0-9,]+)(?:, column (.+))?", re.DOTALL)
_COLUMN: Final = re.compile(r"(?:(.+) )?column (.+)", re.DOTALL)
_PLACES: Final = re.compile(r"(?:[:!]|row )[0-9,]+(?= and \S)")
_PATH: Final = re.compile(r"[a-z_]+(?:\.[a-z_0-9]+)*")


def in_language(problem: Problem, lang: Lang) -> Problem:
    """The problem in ``lang``: in Chinese where a form of it is known, else as it is. Places keep their signs."""
    if lang != "zh":
        return problem
    return Problem(_places(problem.where), _say(problem.what, "what"), _say(problem.instead, "instead"))


def in_words(problem: Problem, lang: Lang) -> str:
    """The problem on one line, as the language punctuates: ``claims.csv:3:3：金额“五亿多”中没有数字；请写成…``."""
    if lang != "zh":
        return str(problem)
    said = in_language(problem, lang)
    text = f"{said.where}：{said.what}" if said.where else said.what
    return f"{text}；{said.instead}" if said.instead else text


# --- forms --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a message: the ``english`` text, what reads it, a part that never changes, the ``chinese`` text.

    ``starts`` are the first signs that it can have; empty where it can begin with any. A text above ``longest`` stays
    as it is: with several values to find, a crafted one would take too long.
    """

    english: str
    starts: frozenset[str]
    reads: Callable[[str], re.Match[str] | None]
    constant: str
    chinese: str
    longest: int

    def say(self, text: str) -> str | None:
        """The Chinese message, None where ``text`` is not of this form."""
        found = self.reads(text) if self.constant in text and len(text) <= self.longest else None
        if found is None:
            return None
        values = {name: _value(name, value) for name, value in found.groupdict().items()}
        return self.chinese.format_map(values)


@cache
def forms(part: str) -> tuple[Form, ...]:
    """The forms of ``what`` or ``instead``."""
    table: Mapping[str, str] = {"what": WHAT, "instead": INSTEAD}[part]
    return tuple(form_of(english, chinese) for english, chinese in table.items())


@lru_cache(256)
def _beginning(sign: str, part: str) -> tuple[Form, ...]:
    """The forms of messages that begin with a sign: most are left aside at once."""
    return tuple(one for one in forms(part) if not one.starts or sign in one.starts)


def form_of(english: str, chinese: str) -> Form:
    """The form that a pair of texts writes."""
    pieces = _PLACEHOLDER.split(english)  # text, quotation mark, name, text, …
    pattern = re.escape(pieces[0])
    for quote, name, text in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        pattern += f"(?P<{name}>{_read_as(name, bool(quote))})" + re.escape(text)
    constant = max(pieces[::3], key=len)
    starts = pieces[0][:1] or _starts_of(pieces[2], bool(pieces[1]))
    longest = 3_000 if len(pieces) > 4 else sys.maxsize
    return Form(english, frozenset(starts), re.compile(pattern, re.DOTALL).fullmatch, constant, chinese, longest)


def _starts_of(name: str, quoted: bool) -> str:
    return "".join(word[0] for word in CLOSED.get(name, ())) or ("'\"" if quoted else "")


def _read_as(name: str, quoted: bool) -> str:
    if name in CLOSED:
        return "|".join(map(re.escape, sorted(CLOSED[name], key=len, reverse=True)))
    return QUOTED if quoted else SHAPES.get(name, ".*?")


@lru_cache(4096)
def _say(text: str, part: str) -> str:
    """The message in Chinese, or as it is."""
    for form in _beginning(text[0], part) if text else ():
        said = form.say(text)
        if said is not None:
            return said
    return text


# --- values -------------------------------------------------------------------------------------------------------


def _value(name: str, value: str) -> str:
    """What stands for a value in Chinese."""
    if name in CLOSED:
        return CLOSED[name][value]
    if name in ("names", "examples"):
        return _listed(value)
    if _QUOTED_OR_NOT.fullmatch(value):
        return _unquoted(value)
    if name == "project_fact":
        return _labels().get(f"{Project.fact_name}.{value}", value)
    if name in ("value", "other") and value in _members():
        return _members()[value]
    return SAID.get(value) or _labels().get(value, value)


def _unquoted(quoted: str) -> str:
    return re.sub(r"\\(['\"\\])", r"\1", quoted[1:-1])


def _listed(value: str) -> str:
    """``'5%' or '1/3'`` is “5%”或“1/3”, ``签约, 开工`` is 签约、开工."""
    said: list[str] = []
    for place, piece in enumerate(_QUOTED_OR_NOT.split(value)):
        if place % 2:
            said.append(f"“{_unquoted(piece)}”")
            continue
        joined = piece.replace(" or ", "或").replace(" and ", "和").replace(", ", "、")
        said.append("、".join(SAID.get(one) or _labels().get(one, one) for one in joined.split("、")))
    return "".join(said)


def _places(where: str) -> str:
    """The place of a problem, or several: ``a.csv:2 and b.csv:4`` is a.csv:2、b.csv:4."""
    found: list[str] = []
    start = 0
    for one in _PLACES.finditer(where):
        found.append(where[start : one.end()])
        start = one.end() + len(" and ")
    return "、".join(map(_place, [*found, where[start:]]))


def _place(where: str) -> str:
    """One place: ``row 3, column 金额`` in Chinese, a fact by its label."""
    if found := _ROW_AND_COLUMN.fullmatch(where):
        file, row, column = found.groups()
        return (f"{file} " if file else "") + f"第 {row} 行" + (f"“{column}”列" if column else "")
    if found := _COLUMN.fullmatch(where):
        file, column = found.groups()
        return (f"{file} " if file else "") + f"“{column}”列"
    before, space, last = where.rpartition(" ")
    return where if before.startswith("--") else f"{before}{space}{_fact(last)}"


def _fact(path: str) -> str:
    """The label of the fact at the end of a dotted path; the path as it is where none is known."""
    if not _PATH.fullmatch(path):
        return path
    names = [one for one in path.split(".") if not one.isdigit()]
    for known in (".".join(names[-2:]), names[-1]):
        if known in _labels():
            return _labels()[known]
    return path


@cache
def _labels() -> dict[str, str]:
    """The Chinese label of each fact, by its path (``project.agreed_investment``), and by its name where all with that
    name have one label."""
    found: dict[str, str] = {}
    alike: dict[str, set[str]] = {}
    for model in _subclasses(Facts, _facts.__name__):
        fields: Mapping[str, Any] = model.model_fields
        for name, field in fields.items():
            if field.title:
                found[f"{model.fact_name}.{name}"] = field.title
                alike.setdefault(name, set()).add(field.title)
    return {name: min(titles) for name, titles in alike.items() if len(titles) == 1} | found


@cache
def _members() -> dict[str, str]:
    """The Chinese label of the members of all enumerations, by their value, where all with that value have one."""
    alike: dict[str, set[str]] = {}
    for kind in _subclasses(Labelled, "investpolicy"):
        for member in kind:
            alike.setdefault(str(member.value), set()).add(member.label.zh)
    return {value: min(labels) for value, labels in alike.items() if len(labels) == 1}


def _subclasses(kind: type[T], package: str) -> Iterator[type[T]]:
    one: type[T]
    for one in kind.__subclasses__():
        if one.__module__.startswith(package):
            yield one
        yield from _subclasses(one, package)
