"""Paths into the plain data of a policy, by name and never by place: ``referral-reward.scale.brackets[5亿元].rate``.

A patch says which value it changes with such a path. ``.name`` is a field of a mapping. ``[key]`` is an item of a
list of mappings: the one whose ``from:`` is the key (a bracket is addressed by where it starts), or whose
``name:`` or ``rank:`` is, where an item has no ``from:``.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace as _replace
from typing import TYPE_CHECKING, TypeAlias

from investpolicy.errors import Problem, TermsError, UnknownNameError, not_known
from investpolicy.values.text import plain

if TYPE_CHECKING:
    from investpolicy.register.yaml_text import Plain

_LABELS = ("from", "above", "name", "rank", "ranks")
_NAME = re.compile(r"[^.\[\]\s［］【】。．]+")
_ITEM = re.compile(r"\[\s*([^\[\]]*[^\[\]\s])\s*\]")
_EXAMPLE = "write it like referral-reward.scale.brackets[5亿元].rate"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: the field ``name``, or the item of a list that is labelled ``name``."""

    name: str
    item: bool = False

    def __str__(self) -> str:
        return f"[{self.name}]" if self.item else self.name


def format_path(path: Sequence[Step]) -> str:
    """The text of a path; :func:`parse_path` reads it again."""
    return "".join(f".{step}" if number and not step.item else str(step) for number, step in enumerate(path))


def parse_path(text: str) -> tuple[Step, ...]:
    """Read a path (路径). Raises :class:`TermsError` where the text is none, saying at which character."""
    steps: list[Step] = []
    position = 0
    while True:
        if not (match := _NAME.match(text, position)):
            raise _not_a_path(text, position, "a name is expected")
        steps.append(Step(match[0]))
        position = match.end()
        while match := _ITEM.match(text, position):
            steps.append(Step(match[1], item=True))
            position = match.end()
        if position == len(text):
            return tuple(steps)
        if text[position] == "[":
            raise _not_a_path(text, position, "the bracket is not closed, or nothing is in it")
        if text[position] != ".":
            raise _not_a_path(text, position, "'.' or '[' is expected")
        position += 1


def _not_a_path(text: str, position: int, what: str) -> TermsError:
    found = f"{text[position]!r} was found" if position < len(text) else "the path ends"
    instead = "write [ ] and . (half-width)" if text[position : position + 1] in set("［］【】。．") else _EXAMPLE
    return TermsError(Problem(f"path {text!r}, character {position + 1}", f"{what}, {found}", instead))


def get(data: Plain, path: str | Sequence[Step]) -> Plain:
    """The value at ``path``. Raises :class:`UnknownNameError` with the nearest names where there is none."""
    steps = parse_path(path) if isinstance(path, str) else path
    for number, step in enumerate(steps):
        data = _child(data, step, steps[:number])
    return data


def replace(data: Plain, path: str | Sequence[Step], value: Plain) -> Plain:
    """New data with ``value`` at ``path``; ``data`` stays as it is, and so does what is given as ``value``.

    The last step may be a field that is not there yet (whether it may be is for the model to say); an item must
    exist. What the path does not touch is shared between the old data and the new.
    """
    steps = tuple(parse_path(path) if isinstance(path, str) else path)
    return _replaced(data, steps, 0, copy.deepcopy(value))


def _replaced(data: Plain, steps: tuple[Step, ...], number: int, value: Plain) -> Plain:
    if number == len(steps):
        return value
    step, before = steps[number], steps[:number]
    is_last = number == len(steps) - 1
    if isinstance(data, dict) and not step.item:
        old = None if is_last else _child(data, step, before)
        return {**data, step.name: _replaced(old, steps, number + 1, value)}
    old = _child(data, step, before)  # raises unless it is an item of a list
    items = data if isinstance(data, list) else []
    return [_replaced(old, steps, number + 1, value) if item is old else item for item in items]


def _child(data: Plain, step: Step, before: Sequence[Step]) -> Plain:
    """The value one step further; ``before`` is the path to ``data``, for messages."""
    where = format_path(before)
    if not step.item and isinstance(data, dict):
        if step.name in data:
            return data[step.name]
        raise _unknown(where, not_known("field", step.name, data))
    if step.item and isinstance(data, list):
        found = [item for item in data if _is_labelled(item, step.name)]
        if len(found) == 1:
            return found[0]
        if found:
            what = f"{len(found)} items are labelled {step.name!r}"
            raise TermsError(Problem(where, what, "give each item another 'from' (or 'name', or 'rank')"))
        labels = [label for item in data if (label := _label(item)) is not None]
        raise _unknown(where, not_known("item", step.name, labels))
    raise _unknown(where, Problem("", f"{str(step)!r} does not exist", _what_is_there(data)))


Place: TypeAlias = "tuple[str | int, ...]"
"""Where a value stands in given data: keys, and indexes from 0."""


def locate(data: Plain, path: Sequence[Step]) -> Place:
    """Where a path leads in ``data``. As for :func:`replace`, the last step may be a field that is not there yet."""
    place: list[str | int] = []
    for number, step in enumerate(path):
        if number == len(path) - 1 and isinstance(data, dict) and not step.item:
            return (*place, step.name)
        child = _child(data, step, path[:number])
        items = data if isinstance(data, list) else []
        place.append(next(index for index, item in enumerate(items) if item is child) if step.item else step.name)
        data = child
    return tuple(place)


def put(data: Plain, place: Place, value: Plain) -> Plain:
    """New data with ``value`` at a place that :func:`locate` found."""
    if not place:
        return copy.deepcopy(value)
    key, rest = place[0], place[1:]
    if isinstance(data, dict) and isinstance(key, str):
        return {**data, key: put(data.get(key), rest, value)}
    items = data if isinstance(data, list) else []
    return [put(item, rest, value) if index == key else item for index, item in enumerate(items)]


def path_at(data: Plain, place: Place) -> tuple[Step, ...]:
    """The path that leads to a place, with items by their label; by their number from 1 where they have none."""
    steps: list[Step] = []
    for key in place:
        if isinstance(key, int):
            item = data[key] if isinstance(data, list) and key < len(data) else None
            steps.append(Step(_label(item) or str(key + 1), item=True))
            data = item
        else:
            steps.append(Step(key))
            data = data.get(key) if isinstance(data, dict) else None
    return tuple(steps)


def is_label(path: Sequence[Step]) -> bool:
    """Whether a path leads to what an item of a list is addressed by: ``brackets[5亿元].from``."""
    return len(path) > 1 and path[-2].item and path[-1].name in _LABELS


def _what_is_there(data: Plain) -> str:
    if isinstance(data, dict):
        return "this is a mapping: write .name, one of " + ", ".join(data) if data else "this is an empty mapping"
    if isinstance(data, list):
        labels = [f"[{label}]" for item in data if (label := _label(item)) is not None]
        if labels:
            return "this is a list: write one of " + ", ".join(labels)
        return "no item of this list has a 'from', 'name' or 'rank': replace the list as a whole"
    return "nothing is written here" if data is None else f"this is the value {data!r}, with nothing inside"


def _unknown(where: str, problem: Problem) -> UnknownNameError:
    return UnknownNameError(_replace(problem, where=where))


def _label(item: Plain) -> str | None:
    """What an item of a list is called: its ``from``, or its ``name``, or its ``rank``."""
    if isinstance(item, dict):
        for field in _LABELS:
            if isinstance(label := item.get(field), str):
                return label
    return None


def _is_labelled(item: Plain, key: str) -> bool:
    label = _label(item)
    return label is not None and (label == key or plain(label) == plain(key))
