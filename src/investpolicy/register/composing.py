"""From the text of a policy to the terms in force: patches put on the written terms, then validated once.

A stage is a set of patches that apply together: an amendment, the answers to open questions, a draft's changes.
Inside a stage the order of writing does not matter: what holds other things comes before what is inside it, and
what brackets are addressed by (``from``) is moved last, all at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from pydantic import ValidationError

from investpolicy.errors import PolicyError, Problem, UnknownNameError, not_known
from investpolicy.register import paths
from investpolicy.register.documents import ProvisionText, thaw
from investpolicy.register.paths import Place
from investpolicy.register.yaml_text import found_in
from investpolicy.rules import RULES
from investpolicy.rules.terms import OPEN, Terms
from investpolicy.values.shares import Shares


@dataclass(frozen=True, slots=True)
class Patch:
    """One change of terms: the ``value`` at ``path`` (``referral-reward.cap``), and why (``amendment …``, ``change``).

    ``at`` is where the value stands in the policy file, empty for a draft's change; ``question`` what it answers.
    """

    path: str
    value: Any
    why: str
    at: Place = field(default=(), repr=False, compare=False)
    question: str | None = None

    @property
    def provision(self) -> str:
        """The provision whose terms it changes."""
        return self.path.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Fault:
    """Terms that are not allowed: where in the composed terms, or which patch can not be put on them."""

    place: Place
    what: str
    instead: str = ""
    of_key: bool = False
    unknown: bool = False  # a name that does not exist
    patch: Patch | None = field(default=None, compare=False)


@dataclass(slots=True)
class Composed:
    """The plain terms of the provisions and what they were validated to.

    ``unmoved`` are the plain terms before the last stage moved any edges; ``touched`` where each patch fell.
    """

    data: dict[str, Any]
    unmoved: Any = None
    terms: dict[str, Terms] = field(default_factory=dict[str, Terms])
    faults: list[Fault] = field(default_factory=list[Fault])
    touched: list[tuple[Place, Patch]] = field(default_factory=list[tuple[Place, Patch]])

    def path(self, place: Place) -> str:
        """A place as users write it: ``referral-reward.scale.brackets[5亿元].rate``."""
        return paths.format_path(paths.path_at(self.data, place))


def compose(
    provisions: Mapping[str, ProvisionText],
    stages: Iterable[Sequence[Patch]],
    ready: Mapping[str, Terms] | None = None,
) -> Composed:
    """The terms of all provisions that have a known rule, after the patches of each stage in turn.

    Faults are collected. ``ready`` are terms that are known not to differ.
    """
    composed = Composed({name: thaw(text.terms) for name, text in provisions.items() if text.rule in RULES})
    for stage in stages:
        _apply(composed, provisions, stage)
    for name, data in composed.data.items():
        if ready is not None and name in ready:
            composed.terms[name] = ready[name]
            continue
        kind = RULES[str(provisions[name].rule)].terms
        try:
            composed.terms[name] = kind.__pydantic_validator__.validate_python(data)
        except ValidationError as error:
            for one in found_in(error, data, kind, name):
                what, instead = one.what, one.instead
                if one.unknown and (of := _kind_at(data, one.path[:-1])):
                    what += f" in a schedule of the kind {of!r}"
                    instead = "write the whole schedule, with its kind" if of == OPEN else instead
                composed.faults.append(Fault((name, *one.path), what, instead, one.of_key, one.unknown))
    return composed


def _apply(composed: Composed, provisions: Mapping[str, ProvisionText], stage: Sequence[Patch]) -> None:
    moves: list[tuple[tuple[paths.Step, ...], Patch]] = []
    rest: list[tuple[tuple[paths.Step, ...], Patch]] = []
    for patch in stage:
        try:
            path = _checked(patch, provisions)
        except PolicyError as error:
            composed.faults.extend(_faults_of(patch, error))
        else:
            (moves if paths.is_label(path) else rest).append((path, patch))
    for path, patch in sorted(rest, key=lambda one: len(one[0])):
        _put(composed, _located(composed, path, patch), patch)
    composed.unmoved = composed.data
    for place, patch in [(_located(composed, path, patch), patch) for path, patch in moves]:
        _put(composed, place, patch)


def _located(composed: Composed, path: Sequence[paths.Step], patch: Patch) -> Place:
    try:
        return paths.locate(composed.data, path)
    except PolicyError as error:
        composed.faults.extend(_faults_of(patch, error))
        return ()


def _put(composed: Composed, place: Place, patch: Patch) -> None:
    if place:
        composed.data = paths.put(composed.data, place, thaw(patch.value))  # type: ignore[assignment]
        composed.touched.append((place, patch))


def _faults_of(patch: Patch, error: PolicyError) -> Iterator[Fault]:
    for one in error.problems:
        yield Fault((), one.what, one.instead, of_key=True, unknown=isinstance(error, KeyError), patch=patch)


def _checked(patch: Patch, provisions: Mapping[str, ProvisionText]) -> tuple[paths.Step, ...]:
    """The steps of a patch's path, which must begin with a provision and one of its terms."""
    path = paths.parse_path(patch.path)
    provision = provisions.get(path[0].name)
    if provision is None or provision.rule not in RULES:
        known = [name for name, text in provisions.items() if text.rule in RULES]
        raise UnknownNameError(not_known("provision", path[0].name, known))
    fields = RULES[provision.rule].terms.model_fields
    if len(path) == 1:
        problem = Problem("", f"{patch.path!r} is a whole provision", "write provision.term: " + ", ".join(fields))
        raise UnknownNameError(problem)
    if path[1].name not in fields:
        raise UnknownNameError(not_known(f"term of {path[0]}", path[1].name, fields))
    return path


def _kind_at(data: Any, path: Place) -> str:
    """The kind of schedule that stands at a path, if any."""
    for key in path:
        data = data[key]
    kind = cast("dict[str, Any]", data).get("kind") if isinstance(data, dict) else None
    return kind if isinstance(kind, str) else ""


def same_terms(first: Terms, second: Terms) -> bool:
    """Whether two terms mean the same, however they are written: 3:7 and 30:70, a set in another order."""
    return first == second or all(
        _meaning(getattr(first, name)) == _meaning(getattr(second, name)) for name in type(first).model_fields
    )


def _meaning(value: Any) -> Any:
    if isinstance(value, Shares):
        return value.parties, tuple(value.ratio(place).fraction for place in range(len(value.weights)))
    if isinstance(value, tuple):
        several = cast("tuple[object, ...]", value)
        return frozenset(several) if all(isinstance(one, str) for one in several) else several
    return value


__all__ = ["Composed", "Fault", "Patch", "compose", "same_terms"]
