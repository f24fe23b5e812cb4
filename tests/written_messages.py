"""The messages that the sources write, read from the sources: each ``what`` and ``instead`` of a ``Problem``.

What a value takes the place of is a hole: ``HOLE`` for a value as it is, ``QUOTED`` for one in quotation marks.
Names are followed to what they are assigned, parameters to what the calls give, calls to what the function returns.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

HOLE, QUOTED = "\x00", "\x01"


@dataclass(frozen=True)
class Written:
    """A message of the sources: the file and line of its ``Problem``, the part (``what``, ``instead``), the text."""

    place: str
    part: str
    text: str


@dataclass
class _Function:
    node: ast.FunctionDef
    module: _Module


@dataclass
class _Module:
    path: Path
    tree: ast.Module
    functions: dict[str, _Function] = field(default_factory=dict[str, _Function])


@dataclass(frozen=True)
class _At:
    """Where an expression stands: names mean what they mean there."""

    module: _Module
    function: ast.FunctionDef | None

    def __hash__(self) -> int:
        return hash((id(self.module), id(self.function)))


class Sources:
    """Some modules that are read together."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self.modules = [_Module(path, ast.parse(path.read_text(encoding="utf-8"))) for path in paths]
        self.calls: dict[str, list[tuple[ast.Call, _At]]] = {}
        for module in self.modules:
            for node, at in _within(module):
                if isinstance(node, ast.FunctionDef):
                    module.functions.setdefault(node.name, _Function(node, module))
                elif isinstance(node, ast.Call):
                    self.calls.setdefault(_called(node), []).append((node, at))

    def messages(self) -> Iterator[Written]:
        """Every message, of all problems that the modules make."""
        for node, at in self.calls.get("Problem", []):
            for place, part in ((1, "what"), (2, "instead")):
                for expression, there in self.given(node, at, place, part):
                    for text in self.texts(expression, there, ()):
                        if text.strip(HOLE + QUOTED):
                            yield Written(f"{at.module.path.name}:{node.lineno}", part, text)

    # expressions ----------------------------------------------------------------------------------------------------

    def texts(self, expression: ast.expr, at: _At, seen: tuple[object, ...]) -> set[str]:
        """The texts that an expression can be, with holes."""
        match expression:
            case ast.Constant(value=str() as text):
                return {text}
            case ast.JoinedStr(values=values):
                return self._joined([self._piece(one, at, seen) for one in values])
            case ast.IfExp(body=body, orelse=other):
                return self.texts(body, at, seen) | self.texts(other, at, seen)
            case ast.BoolOp(values=values):
                return set().union(*(self.texts(one, at, seen) for one in values))
            case ast.BinOp(op=ast.Add(), left=left, right=right):
                return self._joined([self.texts(left, at, seen), self.texts(right, at, seen)])
            case ast.Name(id=name):
                return self._named(name, at, seen)
            case ast.Call(func=ast.Name(id="repr" | "_quoted")):
                return {QUOTED}
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(value=ast.Name(id="self"), attr=name)) if (
                name,
                "returns",
            ) not in seen:
                function = at.module.functions.get(name)
                if function is not None:
                    here = _At(at.module, function.node)
                    found = [self.texts(one, here, (*seen, (name, "returns"))) for one in _returned(function.node)]
                    return set().union(*found) or {HOLE}
        return {HOLE}

    def _piece(self, part: ast.expr, at: _At, seen: tuple[object, ...]) -> set[str]:
        if isinstance(part, ast.FormattedValue):
            if part.conversion == ord("r"):
                return {QUOTED}
            return self.texts(part.value, at, seen)
        return self.texts(part, at, seen)

    @staticmethod
    def _joined(parts: Sequence[set[str]]) -> set[str]:
        return {"".join(one) for one in product(*parts)}

    def _named(self, name: str, at: _At, seen: tuple[object, ...]) -> set[str]:
        key = (name, at)
        if key in seen:
            return {HOLE}
        found: set[str] = set()
        for expression, there in self._meant(name, at):
            found |= self.texts(expression, there, (*seen, key))
        for more in _added_to(name, at.function):
            ends = self.texts(more, at, (*seen, key))
            found |= self._joined([found, ends])
        return found or {HOLE}

    def _meant(self, name: str, at: _At) -> Iterator[tuple[ast.expr, _At]]:
        """What a name is assigned in its function; what calls give a parameter; what a constant of the module is."""
        if at.function is not None:
            own = list(self._assigned(name, at.function, at))
            own += [(one, at) for one in _elements(name, at.function)]
            parameters = [one.arg for one in at.function.args.args]
            if name in parameters:
                place = parameters.index(name)
                for call, there in self.calls.get(at.function.name, []):
                    if not at.function.name.startswith("_") or there.module is at.module:
                        bound = parameters[0] == "self" and isinstance(call.func, ast.Attribute)
                        yield from self.given(call, there, place - bound, name)
            yield from own
            if own or name in parameters:
                return
        for node in at.module.tree.body:
            if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None and name in _targets(node):
                yield node.value, _At(at.module, None)

    def _assigned(self, name: str, function: ast.FunctionDef, at: _At) -> Iterator[tuple[ast.expr, _At]]:
        for node in ast.walk(function):
            if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
                target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                if isinstance(target, ast.Name) and target.id == name:
                    yield node.value, at
                elif isinstance(target, ast.Tuple) and name in _targets(node):
                    place = _targets(node).index(name)
                    yield from (
                        (row[place][0], row[place][1]) for row in self._tuples(node.value, at) if len(row) > place
                    )
            elif isinstance(node, ast.NamedExpr) and node.target.id == name:
                yield node.value, at

    def _tuples(self, expression: ast.expr, at: _At, depth: int = 0) -> Iterator[list[tuple[ast.expr, _At]]]:
        """The tuples that an expression can be."""
        if depth > 6:
            return
        match expression:
            case ast.Tuple(elts=elements):
                yield [(one, at) for one in elements]
            case ast.BoolOp(values=values):
                for one in values:
                    yield from self._tuples(one, at, depth + 1)
            case ast.IfExp(body=body, orelse=other):
                yield from self._tuples(body, at, depth + 1)
                yield from self._tuples(other, at, depth + 1)
            case ast.Dict(values=values):
                for one in values:
                    yield from self._tuples(one, at, depth + 1)
            case ast.Subscript(value=value):
                yield from self._tuples(value, at, depth + 1)
            case ast.Name(id=name):
                for one, there in self._meant(name, at):
                    yield from self._tuples(one, there, depth + 1)
            case ast.Call(func=ast.Name(id=name)):
                function = at.module.functions.get(name)
                for one in _returned(function.node) if function else ():
                    yield from self._tuples(one, _At(at.module, function.node if function else None), depth + 1)

    def given(self, call: ast.Call, at: _At, place: int, name: str) -> Iterator[tuple[ast.expr, _At]]:
        """What a call gives for a parameter, by its place or name; of ``*pair`` what the pair can be."""
        yield from ((word.value, at) for word in call.keywords if word.arg == name)
        starred = next((one for one in call.args[: place + 1] if isinstance(one, ast.Starred)), None)
        if starred is not None:
            behind = place - call.args.index(starred)
            yield from (row[behind] for row in self._tuples(starred.value, at) if behind < len(row))
        elif place < len(call.args):
            yield call.args[place], at


def _within(module: _Module) -> Iterator[tuple[ast.AST, _At]]:
    """Every node with the function that it stands in, the innermost."""

    def walk(node: ast.AST, function: ast.FunctionDef | None) -> Iterator[tuple[ast.AST, _At]]:
        yield node, _At(module, function)
        inside = node if isinstance(node, ast.FunctionDef) else function
        for child in ast.iter_child_nodes(node):
            yield from walk(child, inside)

    return walk(module.tree, None)


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def _targets(node: ast.Assign | ast.AnnAssign) -> list[str]:
    target = node.targets[0] if isinstance(node, ast.Assign) else node.target
    found = target.elts if isinstance(target, ast.Tuple) else [target]
    return [one.id if isinstance(one, ast.Name) else "" for one in found]


def _returned(function: ast.FunctionDef) -> list[ast.expr]:
    return [one.value for one in ast.walk(function) if isinstance(one, ast.Return) and one.value is not None]


def _added_to(name: str, function: ast.FunctionDef | None) -> list[ast.expr]:
    found = ast.walk(function) if function else ()
    return [
        one.value
        for one in found
        if isinstance(one, ast.AugAssign) and isinstance(one.target, ast.Name) and one.target.id == name
    ]


def _elements(name: str, function: ast.FunctionDef) -> list[ast.expr]:
    """What a name is in a loop over the texts of a tuple, or over the values of a dictionary of the function."""
    found: list[ast.expr] = []
    for node in ast.walk(function):
        if isinstance(node, (ast.For, ast.comprehension)):
            match node.target, node.iter:
                case ast.Name(id=own), ast.Tuple(elts=texts) | ast.List(elts=texts) if own == name:
                    found += texts
                case (
                    ast.Tuple(elts=[_, ast.Name(id=own)]),
                    ast.Call(func=ast.Attribute(value=ast.Name(id=base), attr="items")),
                ) if own == name:
                    found += _values_of(base, function)
    return found


def _values_of(name: str, function: ast.FunctionDef) -> list[ast.expr]:
    dictionaries = [
        node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and name in _targets(node) and isinstance(node.value, ast.Dict)
    ]
    return [value for one in dictionaries for value in one.values]
