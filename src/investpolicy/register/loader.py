"""Where policies come from: the files shipped with the library, and the user's own."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, cast

from pydantic import ValidationError

from investpolicy.errors import PolicyFileError, PolicyWarning, Problem, UnknownNameError, not_known
from investpolicy.register.composing import Composed, Fault, Patch, compose, same_terms
from investpolicy.register.documents import PolicyText, ProvisionText
from investpolicy.register.policy import Policy, amendments_of, answer_patches, digest_of
from investpolicy.register.yaml_text import MAX_BYTES, Document, Mark, found_in, read_document
from investpolicy.rules import RULES
from investpolicy.rules.terms import OPEN


@cache
def _shipped() -> Mapping[str, str]:
    """The text of every shipped policy file, by its id; the files never change while the program runs."""
    folder = resources.files("investpolicy") / "policies"
    files = (one for one in folder.iterdir() if one.name.endswith(".yaml"))
    return MappingProxyType({one.name.removesuffix(".yaml"): one.read_text("utf-8") for one in files})


@cache
def _loaded(name: str) -> Policy:
    return _read(_shipped()[name], f"{name}.yaml")


def policies() -> tuple[str, ...]:
    """The ids of the shipped policies."""
    return tuple(sorted(_shipped()))


def policy(id: str, *, on: date | None = None) -> Policy:  # noqa: A002, it is what users call it
    """A shipped policy, with the terms in force ``on`` a day; without it the base text.

    :raises UnknownNameError: with the nearest ids. :raises TermsError: for a day before the document's start.
    """
    if id not in list(_shipped()):
        raise UnknownNameError(not_known("policy", str(id), policies()))
    found = _loaded(id)
    return found if on is None else found.as_of(on)


def load_policy(path: Path | str, *, on: date | None = None) -> Policy:
    """A policy from the user's own YAML file. Terms that are legal but unusual are a :class:`PolicyWarning`.

    :raises PolicyFileError: with every fault of the file: line, column, what was found, what to write.
    """
    if not isinstance(path, (str, Path)):
        raise PolicyFileError(Problem("path", f"{path!r:.60} is no path", "write such as 'policies/city.yaml'"))
    try:
        with Path(path).open("rb") as file:
            raw = file.read(MAX_BYTES + 1)  # one more is refused
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise PolicyFileError(Problem(str(path), f"can not be read: {why}", "check the path")) from None
    found = _read(raw, str(path))
    return found if on is None else found.as_of(on)


def _read(source: str | bytes, name: str) -> Policy:
    document = read_document(source, name)
    checked = _Check(document)
    if problems := checked.problems():
        raise PolicyFileError(problems)
    content = source if isinstance(source, str) else source.decode("utf-8-sig")
    loaded = Policy(checked.text, digest_of(content))
    unusual: dict[Problem, None] = dict.fromkeys(loaded.unusual())
    for day, _ in amendments_of(checked.text):
        unusual |= dict.fromkeys(loaded.as_of(day).unusual())
    for problem in unusual:
        warnings.warn(f"{name}: {problem}", PolicyWarning, stacklevel=3)
    return loaded


class _Check:
    """Every fault of a policy file in one pass, each at its line and column.

    ``text`` is there when nothing was found. What can be read of a faulty file is checked further.
    """

    text: PolicyText

    def __init__(self, document: Document) -> None:
        self.document = document
        self._found: dict[tuple[Mark, str, str], None] = {}  # each once
        try:
            self.text = PolicyText.__pydantic_validator__.validate_python(document.data)
        except ValidationError as error:
            for one in found_in(error, document.data, PolicyText):
                self._add(one.path, one.what, one.instead, key=one.of_key)
            self.provisions: Mapping[str, ProvisionText] = dict(_readable_provisions(document.data))
            self.amendments: list[list[Patch]] = []
        else:
            self.provisions = self.text.provisions
            self.amendments = [patches for _, patches in amendments_of(self.text)]
            self._check_days()
        self._check_names()
        seen = self._check_terms()
        self._check_answers(seen)

    def problems(self) -> list[Problem]:
        """What was found, in the order of the file."""
        name = self.document.name
        found = sorted(self._found, key=lambda one: one[0])
        return [Problem(f"{name}:{mark.line}:{mark.column}", what, instead) for mark, what, instead in found]

    def _add(self, path: Sequence[str | int], what: str, instead: str, *, key: bool = False) -> None:
        mark = self.document.key_mark(path) if key else self.document.mark(path)
        self._found[mark, what, instead] = None

    def _check_days(self) -> None:
        start = self.text.in_force_from
        for number, one in enumerate(self.text.amendments):
            if start is not None and one.from_ < start:
                what = f"the amendment of {one.from_} is before the document is in force, {start}"
                self._add(("amendments", number, "from"), what, "correct one of the two days")

    def _check_names(self) -> None:
        """Rules, open and usual terms that do not exist, questions whose default is no answer or sets something."""
        for name, text in self.provisions.items():
            at = ("provisions", name)
            for own, question in text.questions.items():
                default = question.answers.get(question.default)
                if default is None:
                    problem = not_known("answer", question.default, question.answers)
                    self._add((*at, "questions", own, "default"), problem.what, problem.instead)
                elif default.set:
                    where = (*at, "questions", own, "answers", question.default, "set")
                    what = f"the default answer {question.default!r} sets terms"
                    self._add(where, what, "write them in the provision's terms", key=True)
            if text.rule is None:
                if text.terms or text.questions:
                    self._add(at, "a provision without a rule has terms or questions", "name its rule", key=True)
                continue
            if text.rule not in RULES:
                problem = not_known("rule", text.rule, RULES)
                self._add((*at, "rule"), problem.what, problem.instead)
                continue
            fields = RULES[text.rule].terms.model_fields
            for kind, names in (("open", text.open), ("usual", text.usual)):
                for path in names:
                    if path.partition(".")[0] not in fields:
                        problem = not_known("term", path.partition(".")[0], fields)
                        self._add((*at, kind, path), problem.what, problem.instead, key=True)

    def _check_terms(self) -> set[Fault]:
        """The terms as they are written, and after each amendment."""
        before = compose(self.provisions, [])
        seen = self._report(before, (), set())
        self._check_open(before)
        stages: list[list[Patch]] = []
        for patches in self.amendments:
            now = compose(self.provisions, [*stages, patches])
            seen |= self._report(now, patches, seen)
            for patch in patches:
                others = compose(self.provisions, [*stages, [one for one in patches if one is not patch]])
                if _same(now, others, patch.provision):
                    self._add(patch.at, "the amendment changes nothing here", "leave it out, or write another value")
            stages.append(patches)
        return seen

    def _check_open(self, composed: Composed) -> None:
        for name, text in self.provisions.items():
            terms, written = composed.terms.get(name), composed.data.get(name, {})
            for term in text.open:
                if terms is None:  # what is faulty is no open value
                    has_value = term in written and not _is_open(written[term])
                else:
                    has_value = term in type(terms).model_fields and term not in terms.open_terms
                if has_value:
                    what = f"{term!r} is said to be open, and has a value"
                    self._add(("provisions", name, "open", term), what, "leave one of the two out", key=True)

    def _check_answers(self, seen: set[Fault]) -> None:
        """Every alternative answer must give terms that are allowed, at every date, and differ at one of them."""
        for name, text in self.provisions.items():
            if text.rule not in RULES:
                continue
            own = [[one for one in patches if one.provision == name] for patches in self.amendments]
            amendments = [patches for patches in own if patches]
            dates = [amendments[:count] for count in range(len(amendments) + 1)]
            without = [compose({name: text}, stages) for stages in dates]
            for key, question in text.questions.items():
                for answer in question.answers:
                    if answer == question.default:
                        continue
                    patches = answer_patches(text, f"{name}.{key}", answer)
                    now = [compose({name: text}, [*stages, patches]) for stages in dates]
                    faults = set(seen)
                    for stages, composed in zip(dates, now, strict=True):
                        when = f" (after the {stages[-1][0].why})" if stages else ""
                        faults |= self._report(composed, patches, faults, when)
                    pairs = zip(now, without, strict=True)
                    if all(not one.faults and _same(one, other, name) for one, other in pairs):
                        what = f"the answer {answer!r} changes nothing"
                        at = ("provisions", name, "questions", key, "answers", answer)
                        self._add(at, what, "set the terms that it means", key=True)

    def _report(self, composed: Composed, latest: Sequence[Patch], seen: set[Fault], when: str = "") -> set[Fault]:
        """Add the faults that were not seen before; ``latest`` are the patches that must have brought them."""
        new = set(composed.faults) - seen
        for fault in composed.faults:
            if fault in new:
                path, key = _source(fault, composed, latest)
                self._add(path, fault.what + when, fault.instead, key=key)
        return new


def _source(fault: Fault, composed: Composed, latest: Sequence[Patch]) -> tuple[tuple[str | int, ...], bool]:
    """Where in the file the value stands that is at fault, and whether it is its key."""
    if fault.patch is not None:
        return fault.patch.at, fault.of_key
    for place, patch in reversed(composed.touched):
        if fault.place[: len(place)] == place:
            return (*patch.at, *fault.place[len(place) :]), fault.of_key
    near = [(_common(place, fault.place), patch) for place, patch in composed.touched if patch in latest]
    if near and (best := max(near, key=lambda one: one[0]))[0]:
        return best[1].at, False
    name, *rest = fault.place
    return ("provisions", name, "terms", *rest), fault.of_key


def _is_open(written: Any) -> bool:
    return written == OPEN or (isinstance(written, Mapping) and cast("Mapping[str, Any]", written).get("kind") == OPEN)


def _common(first: Sequence[str | int], second: Sequence[str | int]) -> int:
    """How many steps two places have in common."""
    count = 0
    while count < min(len(first), len(second)) and first[count] == second[count]:
        count += 1
    return count


def _same(first: Composed, second: Composed, provision: str) -> bool:
    if provision not in first.terms or provision not in second.terms:
        return False
    return same_terms(first.terms[provision], second.terms[provision])


_ESSENTIAL: Final[dict[str, Any]] = {"kind": "C"} | {
    name: {"zh": "", "en": ""} for name in ("label", "section", "says")
}


def _readable_provisions(data: Any) -> Iterator[tuple[str, ProvisionText]]:
    """The provisions of a faulty file, as far as they can be read: what is faulty but their terms is left out."""
    provisions = cast("Mapping[str, Any]", data).get("provisions") if isinstance(data, Mapping) else None
    for name, one in cast("Mapping[str, Any]", provisions).items() if isinstance(provisions, Mapping) else ():
        if not isinstance(one, Mapping):
            continue
        fields = cast("Mapping[str, Any]", one)
        try:
            yield name, ProvisionText.__pydantic_validator__.validate_python(fields)
        except ValidationError as error:
            faulty = {details["loc"][0] for details in error.errors()}
            rest = {key: value for key, value in fields.items() if key not in faulty}
            if "rule" in rest and "terms" in rest:
                yield name, ProvisionText.__pydantic_validator__.validate_python(_ESSENTIAL | rest)
