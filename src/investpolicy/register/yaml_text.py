"""A policy YAML text, read strictly: every scalar stays the text that was written, everything has a position.

The events of PyYAML are put together here instead of being constructed, so that ``30万元``, ``012``, ``NO`` and
``2022-05-25`` stay what they are, and so that size and nesting are checked before anything is built.
"""

from __future__ import annotations

import re
import types
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias, Union, cast, get_args, get_origin

import yaml
from pydantic import AliasChoices, AliasPath, BaseModel, RootModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from investpolicy.errors import PolicyError, PolicyFileError, Problem, UnknownNameError, nearest, not_known

Plain: TypeAlias = "dict[str, Plain] | list[Plain] | str | None"
"""What a YAML text holds: mappings, lists, texts, and None for ``null``, ``~`` and nothing."""

MAX_BYTES = 1 << 20
MAX_DEPTH = 32
MAX_NODES = 100_000
MAX_REPAIRS = 20  # faults in the notation that are found in one pass

# The C loader is some 20 times faster; both give the same texts and positions.
_Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A position in a text (位置): line and column from 1, the column counted in characters."""

    line: int
    column: int


@dataclass(slots=True)
class _Place:
    """Where a value and its key stand, and the places of what is inside."""

    value: Mark
    key: Mark
    inside: dict[str | int, _Place] = field(default_factory=dict[str | int, "_Place"])


@dataclass(frozen=True, slots=True)
class _Fault:
    """A problem whose file is not written yet, so that faults can be sorted by position."""

    mark: Mark
    what: str
    instead: str = ""

    def problem(self, name: str) -> Problem:
        return Problem(f"{name}:{self.mark.line}:{self.mark.column}", self.what, self.instead)


@dataclass(frozen=True)
class Document:
    """A YAML text that was read: its ``data``, and where each part of it stands.

    ``name`` is the file name as shown in messages. A path is a sequence of keys and of indexes from 0.
    """

    name: str
    data: Plain
    _root: _Place = field(repr=False, compare=False)

    def mark(self, path: Sequence[str | int]) -> Mark:
        """The position of the value at ``path``; where it does not exist, of the key of the nearest that does."""
        place, found = self._walk(path)
        return place.value if found else place.key

    def key_mark(self, path: Sequence[str | int]) -> Mark:
        """The position of the key of ``path`` (an item of a list and the document have none: of the value)."""
        return self._walk(path)[0].key

    def where(self, path: Sequence[str | int], *, key: bool = False) -> str:
        """``file:line:column`` of the value at ``path``, or of its key."""
        mark = self.key_mark(path) if key else self.mark(path)
        return f"{self.name}:{mark.line}:{mark.column}"

    def problems(
        self, error: ValidationError, at: Sequence[str | int] = (), model: type[BaseModel] | None = None
    ) -> list[Problem]:
        """What pydantic found wrong with the data at path ``at``, each fault with its position, in that order.

        ``model`` is the model that was validated; with it, an unknown field names the nearest allowed ones.
        """
        faults: dict[_Fault, None] = {}  # a dict keeps the order and drops what several branches of a union repeat
        for one in found_in(error, _value_at(self.data, at), model, str(at[-1]) if at else ""):
            path = (*at, *one.path)
            mark = self.key_mark(path) if one.of_key else self.mark(path)
            faults[_Fault(mark, one.what, one.instead)] = None
        return [fault.problem(self.name) for fault in sorted(faults, key=lambda fault: fault.mark)]

    def _walk(self, path: Sequence[str | int]) -> tuple[_Place, bool]:
        place = self._root
        for step in path:
            if step not in place.inside:
                return place, False
            place = place.inside[step]
        return place, True


@dataclass(frozen=True, slots=True)
class Found:
    """What pydantic found wrong in plain data: at which path (``of_key``: with its key), and what to write instead.

    ``unknown``: the fault is a name that does not exist.
    """

    path: tuple[str | int, ...]
    what: str
    instead: str = ""
    of_key: bool = False
    unknown: bool = False


def found_in(
    error: ValidationError, data: Plain, model: type[BaseModel] | None = None, name: str = ""
) -> Iterator[Found]:
    """What pydantic found wrong with ``data``; ``model`` is what it was validated as, ``name`` what it is called."""
    errors = error.errors(include_url=False)
    for details in errors:
        loc = details["loc"]
        if details["type"] == "too_short" and any(other["loc"][:-1][: len(loc)] == loc for other in errors):
            continue  # pydantic counts the faulty items of a tuple as missing
        yield from _found(details, data, model, name)


def _found(details: ErrorDetails, data: Plain, model: type[BaseModel] | None, name: str) -> Iterator[Found]:
    loc, given, kind = details["loc"], details["input"], details["type"]
    context: dict[str, Any] = details.get("ctx", {})
    of_key = bool(loc) and loc[-1] == "[key]"
    if of_key:
        loc = loc[:-1]
    missing = loc[-1] if loc and kind == "missing" else None
    path = _locate(data, loc if missing is None else loc[:-1], given)
    subject = repr(str(path[-1])) if path else repr(name) if name else "the document"
    if missing is not None:
        yield Found(path, f"field {str(missing)!r} is missing", f"add '{missing}: …' here", of_key=True)
    elif kind == "extra_forbidden":
        allowed = _field_names(model, data, path[:-1]) if model else set[str]()
        unknown = not_known("field", str(path[-1]), allowed) if path and allowed else None
        what = unknown.what if unknown else f"field {str(loc[-1])!r} does not exist"
        yield Found(path, what, unknown.instead if unknown else "take it out", of_key=True, unknown=True)
    elif isinstance(original := context.get("error"), PolicyError):
        for one in original.problems:
            inside, rest = _inside(_value_at(data, path), one.where)
            yield Found((*path, *inside), f"{rest}: {one.what}" if rest else one.what, one.instead, of_key)
    elif isinstance(original, Exception):
        yield Found(path, str(original) or f"{_short(given)} is not allowed", "", of_key)
    elif kind == "union_tag_invalid":
        tag = (*path, str(context["discriminator"]).strip("'"))
        expected = re.findall(r"'([^']*)'", str(context["expected_tags"]))
        yield Found(tag, *_choice(f"{str(tag[-1])!r}", str(context["tag"]), expected))
    elif kind == "union_tag_not_found":
        tag_name = str(context["discriminator"]).strip("'")
        tags = _tags(model, data, path, tag_name) if model else []
        instead = f"add '{tag_name}: …' here" + (f", one of {', '.join(tags)}" if tags else "")
        yield Found(path, f"field {tag_name!r} is missing", instead, of_key=True)
    elif kind in {"literal_error", "enum"}:
        expected = re.findall(r"'([^']*)'", str(context["expected"]))
        yield Found(path, *_choice(subject, given, expected), of_key)
    elif kind == "too_short":
        least, count = context["min_length"], context["actual_length"]
        what = f"{subject} needs {least} or more inside, {count or 'nothing'} was found"
        yield Found(path, what, "add what is missing, or take it out", of_key)
    elif kind in _WANTED:
        yield Found(path, f"{_WANTED[kind][0]} is expected, {_short(given)} was found", _advice(kind, given), of_key)
    else:
        yield Found(path, f"{details['msg']}; found {_short(given)}", "", of_key)


def _inside(data: Plain, where: str) -> tuple[tuple[str | int, ...], str]:
    """The path further into ``data`` that a problem of ours names (``brackets.1``), and the rest that is none."""
    path: list[str | int] = []
    parts = [int(part) if part.isdigit() else part for part in where.split(".") if part]
    for number, part in enumerate(parts):
        if not _holds(data, part):
            return tuple(path), ".".join(str(one) for one in parts[number:])
        path.append(part)
        data = _value_at(data, [part])
    return tuple(path), ""


_MAPPING = ("a mapping", "write 'key: value' lines below the key")
_LIST = ("a list", "write '- item' lines below the key")
_WANTED = {
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "dataclass_type": _MAPPING,
    "dict_type": _MAPPING,
    "mapping_type": _MAPPING,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "set_type": _LIST,
    "frozen_set_type": _LIST,
    "string_type": ("a text", "write a text after the key"),
}


def _advice(kind: str, found: object) -> str:
    if _WANTED[kind] is _MAPPING and isinstance(found, str):
        if "：" in found:
            return "'：' is a full-width colon: write ': ' (a half-width colon and a space)"
        if re.search(r"\S:\S", found):
            return "write a space after the ':'"
    return _WANTED[kind][1]


def _choice(subject: str, found: object, expected: Sequence[str]) -> tuple[str, str]:
    like = nearest(found, expected) if isinstance(found, str) else ()
    if like:
        instead = "did you mean " + " or ".join(repr(one) for one in like) + "?"
    else:
        instead = "write one of " + ", ".join(expected)
    return f"{subject} can not be {_short(found)}", instead


def _short(found: object, size: int = 40) -> str:
    """What was found, in a few words."""
    if found is None:
        return "nothing"
    if isinstance(found, Mapping):
        keys = [str(key) for key in cast("Mapping[object, object]", found)]
        return f"a mapping ({_clip(', '.join(keys), size)})" if keys else "an empty mapping"
    if isinstance(found, list):
        return f"a list of {len(cast('list[object]', found))}"
    return repr(_clip(found, size)) if isinstance(found, str) else _clip(repr(found), size)


def _clip(text: str, size: int) -> str:
    return text if len(text) <= size else text[: size - 1] + "…"


# --- from pydantic's loc to a path


def _value_at(data: Plain, path: Iterable[str | int]) -> Plain:
    """The value at a path that exists."""
    for step in path:
        match data, step:
            case dict(), str():
                data = data[step]
            case list(), int():
                data = data[step]
            case _:
                raise UnknownNameError(f"no value at {step!r}")
    return data


def _holds(data: Plain, step: str | int) -> bool:
    if isinstance(data, dict):
        return step in data
    return isinstance(data, list) and isinstance(step, int) and 0 <= step < len(data)


def _locate(data: Plain, loc: Sequence[str | int], found: object) -> tuple[str | int, ...]:
    """The path into ``data`` that pydantic's ``loc`` means.

    Some parts of ``loc`` are no path (union tags, names of validators), and a tag may be spelled like a field
    (``kind: rate`` with a field ``rate``). So each part may be a step or not, and that path is taken which
    ends at the very value that pydantic found fault with.
    """
    routes: dict[tuple[str | int, ...], bool] = {(): False}  # to whether the last part was a step
    for part in loc:
        further = {(*route, part): True for route in routes if _holds(_value_at(data, route), part)}
        routes = {**dict.fromkeys(routes, False), **further}

    def likeness(route: tuple[str | int, ...]) -> tuple[bool, bool, bool, int]:
        value = _value_at(data, route)
        return value is found, value == found, routes[route], len(route)

    return max(routes, key=likeness)


def _field_names(model: type[BaseModel], data: Plain, path: Sequence[str | int]) -> set[str]:
    """The names of the fields that are allowed at ``path``."""
    data, kinds = _kinds_at(model, data, path)
    models = [model for kind in kinds for model in _models(kind, data)]
    return {name for leaf in models for info in leaf.model_fields.items() for name in _names(leaf, *info)}


def _tags(model: type[BaseModel], data: Plain, path: Sequence[str | int], tag: str) -> list[str]:
    """What the field ``tag`` may say, by which the members of the union at ``path`` are told apart."""
    leaves = [leaf for kind in _kinds_at(model, data, path)[1] for leaf in _leaves(kind)]
    models = [leaf for leaf in leaves if isinstance(leaf, type) and issubclass(leaf, BaseModel)]
    return [
        str(one) for leaf in models if tag in leaf.model_fields for one in get_args(leaf.model_fields[tag].annotation)
    ]


def _kinds_at(model: type[BaseModel], data: Plain, path: Sequence[str | int]) -> tuple[Plain, list[object]]:
    """The value at ``path``, and what it may be."""
    kinds: list[object] = [model]
    for step in path:
        kinds = [inner for kind in kinds for inner in _inner_kinds(kind, data, step)]
        data = _value_at(data, [step])
    return data, kinds


def _inner_kinds(kind: object, data: Plain, step: str | int) -> Iterator[object]:
    for model in _models(kind, data):
        for name, info in model.model_fields.items():
            if step in _names(model, name, info):
                yield info.annotation
    for leaf in _leaves(kind):
        arguments = get_args(leaf)
        if isinstance(step, int) and arguments:  # list[X], tuple[X, ...], tuple[X, Y]
            yield arguments[step] if step < len(arguments) and arguments[-1] is not Ellipsis else arguments[0]
        elif len(arguments) == 2:  # dict[str, X]
            yield arguments[1]


def _leaves(kind: Any) -> Iterator[Any]:
    """The kinds that an annotation is made of: the members of a union, without aliases and metadata."""
    if hasattr(kind, "__value__"):  # type Alias = …
        yield from _leaves(kind.__value__)
    elif get_origin(kind) is Annotated:
        yield from _leaves(get_args(kind)[0])
    elif get_origin(kind) in (Union, types.UnionType):
        for member in get_args(kind):
            yield from _leaves(member)
    elif isinstance(kind, type) and issubclass(kind, RootModel):
        yield from _leaves(kind.model_fields["root"].annotation)
    else:
        yield kind


def _models(kind: object, data: Plain) -> list[type[BaseModel]]:
    """The models among the members of a union that ``data`` may be meant for: best by their ``kind: rate``."""
    if not isinstance(data, dict):
        return []

    def agreement(model: type[BaseModel]) -> int:
        total = 0
        for name, info in model.model_fields.items():
            given = [data[alias] for alias in _names(model, name, info) if alias in data]
            if given and get_origin(info.annotation) is Literal:
                total += 1 if given[0] in get_args(info.annotation) else -1
        return total

    models = [leaf for leaf in _leaves(kind) if isinstance(leaf, type) and issubclass(leaf, BaseModel)]
    best = max(map(agreement, models), default=0)
    return [model for model in models if agreement(model) == best]


def _names(model: type[BaseModel], name: str, info: FieldInfo) -> set[str]:
    """The names under which a field may be written."""
    alias = info.validation_alias
    choices = alias.choices if isinstance(alias, AliasChoices) else [alias]
    names = {str(one.path[0]) if isinstance(one, AliasPath) else one for one in choices if one is not None}
    config = model.model_config
    if not names or config.get("populate_by_name") or config.get("validate_by_name"):
        names.add(name)
    return names


# --- reading


def read_document(
    source: Path | str | bytes,
    name: str | None = None,
    *,
    max_bytes: int = MAX_BYTES,
    max_depth: int = MAX_DEPTH,
    max_nodes: int = MAX_NODES,
) -> Document:
    """Read one YAML document from a file (a ``Path``) or from a text.

    Raises :class:`PolicyFileError` with everything that is wrong with the notation: what YAML allows but a policy
    file does not (duplicate keys, aliases, tags, several documents) and what is a slip (full-width marks, tabs).
    """
    name = name or (str(source) if isinstance(source, Path) else "<text>")
    text = _decode(_read_bytes(source, name, max_bytes), name, max_bytes)
    faults = _character_faults(text)
    if not faults:
        faults, build = _parse(text, max_depth, max_nodes)
        if not faults:
            return Document(name, build.data, build.root)
    raise PolicyFileError(fault.problem(name) for fault in faults)


def _read_bytes(source: Path | str | bytes, name: str, max_bytes: int) -> bytes:
    if isinstance(source, bytes):
        return source
    if isinstance(source, str):
        return source.encode("utf-8", "surrogatepass")
    try:
        with source.open("rb") as file:
            return file.read(max_bytes + 1)
    except OSError as error:
        raise PolicyFileError(Problem(name, f"the file can not be read: {error.strerror}")) from None


def _decode(raw: bytes, name: str, max_bytes: int) -> str:
    """The text of UTF-8 bytes, with ``\\n`` as the only end of a line; a byte order mark is dropped."""
    if len(raw) > max_bytes:
        raise PolicyFileError(Problem(name, f"the text is larger than {max_bytes:,} bytes", "split the file"))
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise PolicyFileError(Problem(f"{name}:1:1", "the file is UTF-16, not UTF-8", "save it as UTF-8"))
    try:
        text = raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        before = _lines(error.object[: error.start].decode("utf-8", "surrogatepass"))
        mark = Mark(len(before), len(before[-1]) + 1)
        what = f"the byte 0x{error.object[error.start]:02X} is not UTF-8"
        if like := _as_gb18030(error.object, mark.line):
            what += f"; the line reads {like!r} in GB18030 (GBK)"
        raise PolicyFileError(_Fault(mark, what, "save the file as UTF-8").problem(name)) from None
    return "\n".join(_lines(text))


def _lines(text: str) -> list[str]:
    return re.split("\r\n|\r|\n", text)


def _as_gb18030(raw: bytes, line: int) -> str:
    """The line as it reads in the old Chinese encoding, or nothing if it does not."""
    try:
        text = _lines(raw.decode("gb18030"))[line - 1].strip()
    except (UnicodeDecodeError, IndexError):
        return ""
    return _clip(text, 30) if text.isprintable() else ""


# Control characters, ends of lines that are none in other programs, half of a pair, and what nobody can see
# but changes what is read (zero-width characters, marks that reverse the order on the screen).
_REFUSED = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
    "\ud800-\udfff\ufffe\uffff]"
)


def _character_faults(text: str) -> list[_Fault]:
    """The characters that no policy file may hold, the first of each line."""
    if not _REFUSED.search(text):
        return []
    faults: list[_Fault] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not (match := _REFUSED.search(line)):
            continue
        mark = Mark(number, match.start() + 1)
        if match[0] != "\t":
            faults.append(
                _Fault(mark, f"the character {_code(match[0])} is not allowed (it can not be seen)", "delete it")
            )
        elif line[: match.start()].strip():
            faults.append(_Fault(mark, "a tab stands in the line", "write spaces (or \\t in double quotes)"))
        else:
            faults.append(_Fault(mark, "the line is indented with a tab", "indent with spaces"))
    return faults[:MAX_REPAIRS]


def _code(character: str) -> str:
    return f"U+{ord(character):04X}"


@dataclass(slots=True)
class _Frame:
    """A mapping or list that is being read."""

    data: dict[str, Plain] | list[Plain]
    place: _Place
    in_brackets: bool
    awaits_key: bool
    key: str | None = None  # None: the key was refused, so its value is dropped
    key_mark: Mark = Mark(1, 1)


@dataclass(frozen=True, slots=True)
class _Break:
    """Where the notation breaks: what PyYAML says, where the construct began, where it stopped."""

    message: str
    began: Mark
    stopped: Mark


class _StopReadingError(Exception):
    """Nothing after this event is worth reading."""


class _Build:
    """Puts the events of a text together; faults of structure are collected."""

    def __init__(self, max_depth: int, max_nodes: int) -> None:
        self.max_depth = max_depth
        self.max_nodes = max_nodes
        self.data: Plain = None
        self.root = _Place(Mark(1, 1), Mark(1, 1))
        self.faults: list[_Fault] = []
        self.broken: _Break | None = None
        self.events = 0
        self._nodes = 0
        self._documents = 0
        self._stack: list[_Frame] = []

    def read(self, text: str) -> None:
        loader = _Loader(text)
        try:
            # One event at a time: too deep a nesting is refused before the rest is scanned.
            while loader.check_event():
                self._take(loader.get_event())
                self.events += 1
            if not self._documents:
                self.faults.append(_Fault(Mark(1, 1), "the text is empty", "write 'key: value' lines"))
        except _StopReadingError:
            pass
        except yaml.MarkedYAMLError as error:
            stopped = _mark(error.problem_mark)
            began = _mark(error.context_mark) if error.context_mark else stopped
            if self._stack and self._stack[-1].in_brackets and _UNCLOSED.search(error.problem or ""):
                began = self._stack[-1].place.value
            self.broken = _Break(error.problem or "", began, stopped)
        except (ValueError, OverflowError):  # the Python loader on an escape that is no character
            stopped = _mark(loader.get_mark())
            self.broken = _Break("invalid Unicode character escape", stopped, stopped)
        finally:
            loader.dispose()

    def _take(self, event: Any) -> None:
        mark = _mark(event.start_mark)
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._fault(mark, "a second document starts here", "write one document in one file")
                raise _StopReadingError
            if event.version or event.tags:
                self._fault(mark, "a directive (%YAML, %TAG) stands before the document", "delete it")
        elif isinstance(event, yaml.NodeEvent):
            self._count(mark)
            self._check_properties(event, mark)
            if isinstance(event, yaml.ScalarEvent):
                self._scalar(event, mark)
            elif isinstance(event, yaml.AliasEvent):
                self._value(None, _Place(mark, mark))
            else:
                self._open(event, mark)
        elif isinstance(event, yaml.CollectionEndEvent):
            frame = self._stack.pop()
            self._value(frame.data, frame.place)

    def _fault(self, mark: Mark, what: str, instead: str) -> None:
        self.faults.append(_Fault(mark, what, instead))

    def _count(self, mark: Mark) -> None:
        self._nodes += 1
        if self._nodes > self.max_nodes:
            self._fault(mark, f"the text holds more than {self.max_nodes:,} keys and values", "split the file")
            raise _StopReadingError

    def _check_properties(self, event: Any, mark: Mark) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._fault(mark, f"an alias, '*{event.anchor}', is not allowed", "write the value out")
        elif event.anchor is not None:
            what = f"an anchor, '&{event.anchor}', is not allowed"
            self._fault(mark, what, "delete it, and write the value out where it is used")
        tag: str | None = getattr(event, "tag", None)
        if tag is not None:
            written = tag.replace("tag:yaml.org,2002:", "!!", 1)
            what = f"a tag, {_clip(written, 40)!r}, is not allowed"
            self._fault(mark, what, "delete it: values are read by their field")

    def _open(self, event: Any, mark: Mark) -> None:
        if len(self._stack) == self.max_depth:
            self._fault(mark, f"the text is nested more than {self.max_depth} deep", "write it flatter")
            raise _StopReadingError
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        if self._stack and self._stack[-1].awaits_key:
            kind = "mapping" if is_mapping else "list"
            self._fault(mark, f"a {kind} stands where a key is expected", "write a text as the key")
        data: dict[str, Plain] | list[Plain] = {} if is_mapping else []
        self._stack.append(_Frame(data, _Place(mark, mark), bool(event.flow_style), is_mapping))

    def _scalar(self, event: Any, mark: Mark) -> None:
        text: str = event.value
        plain = not event.style
        frame = self._stack[-1] if self._stack else None
        is_key = frame is not None and frame.awaits_key
        if plain:
            one_line = event.start_mark.line == event.end_mark.line
            self._check_plain(text, mark, one_line, is_key, frame is not None and frame.in_brackets)
            if frame is None and "：" in text:
                self._fault(mark, "the file is one text, no mapping: '：' is a full-width colon", _COLON[1])
        elif (match := _REFUSED.search(text)) and match[0] != "\t":
            self._fault(mark, *_ESCAPE)
        nothing = plain and text in {"", "~", "null"}
        if frame is not None and is_key:
            self._key(frame, text, mark, plain, nothing)
        else:
            # Loaders differ in where nothing stands, so it stands where its key does.
            if plain and not text and (frame is None or isinstance(frame.data, dict)):
                mark = frame.key_mark if frame else Mark(1, 1)
            self._value(None if nothing else text, _Place(mark, mark))

    def _key(self, frame: _Frame, text: str, mark: Mark, plain: bool, nothing: bool) -> None:
        frame.awaits_key = False
        frame.key_mark = mark
        frame.key = None
        if nothing:
            self._fault(mark, "a key is empty", "write a name before the ':' (null and ~ in quotes)")
        elif plain and text == "<<":
            self._fault(mark, "a merge, '<<', is not allowed", "write the fields out")
        elif text in frame.data:
            first = frame.place.inside[text].key
            self._fault(
                mark, f"the key {_clip(text, 40)!r} is written twice (first in line {first.line})", "keep one of them"
            )
        else:
            frame.key = text

    def _value(self, value: Plain, place: _Place) -> None:
        if not self._stack:
            self.data, self.root = value, place
            return
        frame = self._stack[-1]
        if isinstance(frame.data, list):
            frame.place.inside[len(frame.data)] = place
            frame.data.append(value)
        elif frame.awaits_key:  # a key that is no text, refused already
            frame.awaits_key, frame.key, frame.key_mark = False, None, place.value
        else:
            if frame.key is not None:
                place.key = frame.key_mark
                frame.place.inside[frame.key] = place
                frame.data[frame.key] = value
            frame.awaits_key = True

    def _check_plain(self, text: str, mark: Mark, one_line: bool, is_key: bool, in_brackets: bool) -> None:
        """Full-width marks that YAML takes for text, where they can only be meant as notation."""
        if text[:1] in _WIDE_SPACES or text[-1:] in _WIDE_SPACES:
            edge = text[0] if text[0] in _WIDE_SPACES else text[-1]
            self._fault(mark, f"a full-width or no-break space ({_code(edge)}) stands at the edge of a text", _SPACE)
        if is_key and "：" in text:
            self._fault(Mark(mark.line, mark.column + text.index("：")) if one_line else mark, *_COLON)
        elif _WRAPPED.fullmatch(text):
            opening, closing = _ASCII.get(text[0], text[0]), _ASCII.get(text[-1], text[-1])
            self._fault(
                mark,
                f"the text stands between {text[0]} and {text[-1]}, which are no YAML",
                f"write {opening}…{closing}; if they belong to the text, put single quotes around it",
            )
        elif in_brackets and "，" in text:
            self._fault(mark, f"'，' is a full-width comma and separates nothing: {_clip(text, 40)!r}", _COMMA)


def _mark(mark: Any) -> Mark:
    return Mark(mark.line + 1, mark.column + 1)


# --- what breaks the notation

_COLON = ("'：' is a full-width colon", "write ': ' (a half-width colon and a space)")
_COMMA = "write ', '; if it belongs to the text, put quotes around it"
_QUOTE = "put the text in quotes"
_SPACE = "write half-width spaces"
_ESCAPE = ("an escape in double quotes is no allowed character", "write the character itself, or use single quotes")
_WIDE_SPACES = ("\u3000", "\xa0")
_ASCII = dict(zip("“”‘’＂＇［］【】｛｝", "\"\"''\"'[][]{}", strict=True))
_QUOTES = "“”‘’＂＇"
_BRACKETS = "［］【】｛｝"
_WRAPPED = re.compile(r"""[“”‘’＂＇][^“”‘’＂＇"']*[“”‘’＂＇"']|[［【｛][^［【｛\]］】}｝]*[\]］】}｝]""")


def _parse(text: str, max_depth: int, max_nodes: int) -> tuple[list[_Fault], _Build]:
    """Read a text. Where a slip breaks the notation, mend it and read on, so that the next one is found too."""
    slips: list[tuple[_Fault, int]] = []  # with by how much mending lengthened the line
    while True:
        build = _Build(max_depth, max_nodes)
        build.read(text)
        if build.broken is None:
            break
        mended = _mend(text, build, build.broken) if len(slips) < MAX_REPAIRS else None
        if mended is None:
            build.faults.append(_explain(build.broken, text))
            break
        fault, longer, text = mended
        slips.append((fault, longer))
    faults: list[_Fault] = []
    for fault in build.faults:
        mark = fault.mark
        for slip, longer in slips:
            if slip.mark.line == mark.line and slip.mark.column < mark.column:
                mark = Mark(mark.line, mark.column - longer)
        faults.append(replace(fault, mark=mark))
    faults += [slip for slip, _ in slips]
    return sorted(faults, key=lambda fault: fault.mark), build


def _mend(text: str, build: _Build, broken: _Break) -> tuple[_Fault, int, str] | None:
    """The slip that breaks the notation, found by mending a line nearby and seeing that it breaks there no more."""
    lines = text.split("\n")
    began, stopped = broken.began.line, min(broken.stopped.line, len(lines))
    numbers = dict.fromkeys([*range(began, min(began + 4, stopped + 1)), *range(stopped, max(stopped - 4, 0), -1)])
    for number in numbers:
        line = lines[number - 1]
        for fault, mended in _mendings(line, number):
            candidate = "\n".join([*lines[: number - 1], mended, *lines[number:]])
            again = _Build(build.max_depth, build.max_nodes)
            again.read(candidate)
            rest = again.broken
            moved = rest is None or (rest.began.line, rest.stopped.line) != (broken.began.line, broken.stopped.line)
            if moved and again.events > build.events:
                return fault, len(mended) - len(line), candidate
    return None


_KEY = r"(\s*(?:- +)*[^\s#\"'\[\]{}：:-][^：:]*)"
_WIDE_COLON = re.compile(_KEY + r"：\s*")
_TIGHT_COLON = re.compile(_KEY + r":(?=\S)[\u3000\xa0]*")


def _mendings(line: str, number: int) -> Iterator[tuple[_Fault, str]]:
    if match := _WIDE_COLON.match(line):
        yield _Fault(Mark(number, match.end(1) + 1), *_COLON), f"{match[1]}: {line[match.end() :]}"
    if match := _TIGHT_COLON.match(line):
        fault = _Fault(Mark(number, match.end(1) + 1), "no space stands after ':'", "write 'key: value'")
        yield fault, f"{match[1]}: {line[match.end() :]}"
    for kind, wide in (("quote", _QUOTES), ("bracket", _BRACKETS)):
        used = [index for index, character in enumerate(line) if character in wide]
        for last in {used[0], used[-1]} if used else set[int]():  # one that opens, or one that closes
            character = line[last]
            fault = _Fault(
                Mark(number, last + 1), f"'{character}' is a full-width {kind}", f"write {_ASCII[character]}"
            )
            yield fault, line[:last] + _ASCII[character] + line[last + 1 :]


_UNCLOSED = re.compile(r"expected ',' or|expected (the )?node content")

# What PyYAML's two loaders say (pattern), which of the two positions to show, and what to say instead.
_BREAKS: tuple[tuple[str, bool, str, str], ...] = (
    (r"find expected ':'", True, "no ': ' stands after a key", "write 'key: value'"),
    (
        r"mapping values are not allowed",
        False,
        "a ': ' stands inside a text, or the line is indented deeper than the one above allows",
        "put the text in quotes, or indent the line like its neighbours",
    ),
    (
        r"unexpected (end of stream|document)",
        True,
        "the quote that opens here is not closed",
        "close it with the same quote",
    ),
    (
        _UNCLOSED.pattern,
        True,
        "the bracket that opens here is not closed, or a ',' is missing in it",
        "separate with ', ' and close with the same kind of bracket",
    ),
    (
        r"<block end>|find expected key|expected '-' indicator",
        False,
        "this does not go with the lines above: other indentation, or a text after a closing quote or bracket",
        "indent like the neighbours, or put the whole text in quotes",
    ),
    (
        r"escape character",
        True,
        "a backslash in double quotes begins an escape that does not exist",
        "write \\\\, or use single quotes",
    ),
    (r"escape", True, *_ESCAPE),
    (r"<document start>", False, "text follows the end of the document", "write one document in one file"),
    (r"mapping keys", False, "a '?' can not stand here", "write 'key: value', or put the text in quotes"),
    (r"sequence entries", False, "a list can not start in this line", "start it on the next line"),
)


def _character(text: str, mark: Mark) -> str:
    """The character at a position, nothing at the end of a line."""
    lines = text.split("\n")
    return lines[mark.line - 1][mark.column - 1 : mark.column] if mark.line <= len(lines) else ""


def _explain(broken: _Break, text: str) -> _Fault:
    began, stopped = _character(text, broken.began), _character(text, broken.stopped)
    if "cannot start any token" in broken.message:
        return _Fault(broken.stopped, f"a text without quotes can not start with {stopped!r}", _QUOTE)
    if began in {"|", ">"}:
        return _Fault(
            broken.stopped, f"after {began} a text can not stand in the same line", "start it on the next line"
        )
    if began in {"%", "&", "*", "!"}:
        return _Fault(broken.began, f"a text without quotes can not start with {began!r}", _QUOTE)
    for pattern, at_beginning, what, instead in _BREAKS:
        if re.search(pattern, broken.message):
            return _Fault(broken.began if at_beginning else broken.stopped, what, instead)
    return _Fault(broken.stopped, f"this is no YAML: {broken.message}", "write 'key: value' lines")
