"""A policy: one document's provisions with their terms in force, as an immutable value.

One mechanism changes terms: a patch (path → value). Amendments are patches with a date, an answer to an open
question is a set of patches, a draft's changes are patches too. Whatever the order of the calls, they apply in that
order, as a whole, and the result is validated once.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import InitVar, dataclass, field
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256
from typing import Any, cast

from pydantic import BaseModel

from investpolicy.errors import (
    FactsError,
    KindError,
    PolicyError,
    PolicyWarning,
    Problem,
    TermsError,
    UndeterminedError,
    UnknownNameError,
    not_known,
)
from investpolicy.facts.base import Facts
from investpolicy.facts.park import ParkYear
from investpolicy.outcomes import Outcome
from investpolicy.rankings import RANKINGS, once
from investpolicy.register import paths
from investpolicy.register.composing import Composed, Patch, compose, same_terms
from investpolicy.register.decision import Citation, Decision
from investpolicy.register.documents import Frozen, PolicyText, ProvisionText, Question, Usual, freeze
from investpolicy.rules import RULES, Rule
from investpolicy.rules.terms import OPEN, Terms
from investpolicy.values.formula import Value
from investpolicy.values.label import Lang
from investpolicy.values.money import Money
from investpolicy.values.ratio import Ratio
from investpolicy.values.truth import Truth
from investpolicy.values.written import Written


@dataclass(frozen=True)
class Provision:
    """One provision of a policy, with the terms in force."""

    name: str
    policy: Policy
    text: ProvisionText
    rule: Rule
    terms: Terms

    @property
    def id(self) -> str:
        """The name in the register: ``MY22.referral-reward``."""
        return f"{self.policy.text.prefix}.{self.name}"

    @cached_property
    def citation(self) -> Citation:
        """Where the provision stands."""
        return Citation(self.policy.text, self.text)

    @cached_property
    def formulas(self) -> Outcome:
        """The rule on symbols under these terms, for columns, proofs and explanations.

        :raises KindError: for a process rule, which is decided on records only.
        """
        if not self.rule.folds:
            hint = "decide each record: policy.decide(…)"
            raise KindError(Problem(self.id, "is a process rule, over dates and lists; it has no formula", hint))
        return self.rule.formulas(self.terms)

    @property
    def answers(self) -> dict[str, str]:
        """The answer relied on for each open question."""
        return {name: self.policy.answer(self.name, name) for name in self.text.questions}

    def read(self, facts: Any) -> Facts:
        """Facts of the kind that this provision decides on, from a model or a mapping.

        :raises FactsError: for anything else, and for facts that can not be read.
        """
        wanted = self.rule.facts
        if isinstance(facts, (Mapping, wanted)):
            return wanted.model_validate(facts)
        found = f"a {type(facts).__name__}" if isinstance(facts, BaseModel) else f"{facts!r:.60}"
        fields = ", ".join(wanted.model_fields)
        raise FactsError(
            Problem(
                self.id,
                f"{found} is not what this provision decides on",
                f"give a {wanted.__name__} ({wanted.kind_label.zh}), or a mapping with its fields: {fields}",
            )
        )

    def unusual(self) -> Iterator[Problem]:
        """Terms beyond what the document's file calls usual: legal, but worth a second look."""
        if self.text.usual:
            terms = self.terms.model_dump(by_alias=True)
            for path, usual in self.text.usual.items():
                for value in _values_at(terms, path.split(".")):
                    if problem := _beyond(value, usual):
                        yield Problem(f"{self.name}.{path}", f"{value} is {problem}", "legal, but unusual: check it")


@dataclass(frozen=True)
class Policy:
    """A document's rules, as they are on a day, under answers to its open questions, with a draft's changes.

    ``answers`` are those that differ from the default, by ``provision.question``; ``changes`` the draft's, by path.
    """

    text: PolicyText = field(repr=False, compare=False)  # the digest stands for it
    digest: str
    on: date | None = None
    answers: tuple[tuple[str, str], ...] = ()
    changes: tuple[tuple[str, Any], ...] = ()
    author: str = ""
    provisions: Frozen[Provision] = field(init=False, repr=False, compare=False)
    before: InitVar[Policy | None] = None

    def __post_init__(self, before: Policy | None) -> None:
        ready = before.untouched_by(self) if before else None
        composed = compose(self.text.provisions, self.stages(), ready)
        if composed.faults:
            raise _error_of(composed)
        made = {
            name: Provision(name, self, self.text.provisions[name], RULES[str(self.text.provisions[name].rule)], terms)
            for name, terms in composed.terms.items()
        }
        object.__setattr__(self, "provisions", Frozen(made))

    def __repr__(self) -> str:
        return f"<Policy {self.id}{f' on {self.on}' if self.on else ''}{' with changes' if self.changes else ''}>"

    @property
    def id(self) -> str:
        """``mianyang-2022``."""
        return self.text.id

    def title(self, lang: Lang = "zh") -> str:
        """The document's title."""
        return self.text.title.of(lang)

    # what is in force ---------------------------------------------------------------------------

    def provision(self, name: str) -> Provision:
        """A provision by its name (``referral-reward``), its id (``MY22.referral-reward``) or its Chinese label.

        :raises UnknownNameError: with the nearest names.
        """
        if not isinstance(name, str):
            raise UnknownNameError(not_known(f"provision of {self.id}", str(name), self.provisions))
        short = name.removeprefix(f"{self.text.prefix}.")
        found = self.provisions.get(short)
        if found is None:
            labels = {one.text.label.zh: one for one in self.provisions.values()}
            if short in labels:
                return labels[short]
            recorded = {one: one for one in self.text.provisions} | {
                text.label.zh: one for one, text in self.text.provisions.items()
            }
            if short in recorded and self.text.provisions[recorded[short]].rule is None:
                what = "is recorded as a fact, without a rule: there is nothing to decide"
                hint = f"investpolicy show {self.id} {recorded[short]} says what it is"
                raise UnknownNameError(Problem(f"{self.text.prefix}.{recorded[short]}", what, hint))
            raise UnknownNameError(not_known(f"provision of {self.id}", name, [*self.provisions, *labels]))
        return cast(Provision, found)

    def terms(self, provision: str, *, complete: bool = False) -> Terms:
        """The terms in force.

        :raises UndeterminedError: with ``complete=True``, when the document leaves a parameter open.
        """
        found = self.provision(provision)
        if complete and found.terms.open_terms:
            raise UndeterminedError(
                Problem(
                    found.id,
                    f"{self.text.title.zh} does not publish {', '.join(found.terms.open_terms)}",
                    f"supply it: policy.vary({{'{found.name}.{found.terms.open_terms[0]}': …}})",
                )
            )
        return found.terms

    def stages(self) -> list[list[Patch]]:
        """The patches that apply: each amendment in force, the answers to questions, a draft's changes."""
        return [
            *(patches for day, patches in amendments_of(self.text) if self.on is not None and day <= self.on),
            [patch for question, answer in self.answers for patch in self._patches_of(question, answer)],
            [Patch(path, value, "change") for path, value in self.changes],
        ]

    def patches(self, provision: str | None = None) -> list[Patch]:
        """The patches that apply, in their canonical order; of one provision or of all."""
        name = None if provision is None else self.provision(provision).name
        return [patch for stage in self.stages() for patch in stage if name is None or patch.provision == name]

    def untouched_by(self, other: Policy) -> dict[str, Terms]:
        """The terms that are the same in another policy of this document, since the same patches apply to them."""
        return {
            name: one.terms for name, one in self.provisions.items() if _patches(self, name) == _patches(other, name)
        }

    def unusual(self) -> Iterator[Problem]:
        """The terms that are legal but unusual, of all provisions."""
        for one in self.provisions.values():
            yield from one.unusual()

    def answer(self, provision: str, question: str) -> str:
        """The answer relied on for an open question."""
        return dict(self.answers).get(
            f"{provision}.{question}", self.text.provisions[provision].questions[question].default
        )

    # other policies from this one -----------------------------------------------------------------

    def as_of(self, on: date) -> Policy:
        """The policy with the terms in force on ``on``.

        :raises TermsError: for a day before the document's start.
        """
        if isinstance(on, datetime) or not isinstance(on, date):
            raise TermsError(Problem("on", f"{on!r:.60} is no day", "write a datetime.date: date(2022, 6, 1)"))
        start = self.text.in_force_from
        if start is not None and on < start:
            raise TermsError(
                Problem("on", f"{on} is before {self.id} is known to be in force", f"write {start} or later")
            )
        return self._with(on=on)

    def under(self, answers: Mapping[str, str] | None = None, /, **named: str) -> Policy:
        """The policy under other answers to its open questions.

        A question may be written ``landed`` (in every provision that asks it) or ``referral-reward.landed``, which
        goes before it; as a keyword with ``_`` for ``-``.

        :raises UnknownNameError: for a question or an answer that does not exist.
        """
        given = [*(answers or {}).items(), *((key.replace("_", "-"), value) for key, value in named.items())]
        chosen = dict(self.answers)
        problems: list[Problem] = []
        for name, answer in sorted(given, key=lambda one: "." in one[0]):
            try:
                questions = list(self._questions(name))
            except UnknownNameError as error:
                problems.extend(error.problems)
                continue
            for question, text in questions:
                if answer not in list(text.answers):
                    problems.append(not_known(f"answer to {question}", str(answer), text.answers))
                chosen[question] = answer
        if problems:
            raise UnknownNameError(problems)
        defaults = dict(self._defaults())
        return self._with(answers=tuple(sorted((name, one) for name, one in chosen.items() if one != defaults[name])))

    def vary(self, changes: Mapping[str, Any], *, author: str = "") -> Policy:
        """A draft: this policy with other values at the given paths.

        Values are text (``'50万元'``), values of this library, models of its schedules, mappings or lists of them.
        A bracket is addressed by where it starts: ``referral-reward.scale.brackets[5亿元].rate``.

        :raises UnknownNameError: for a path that does not exist, with the nearest names.
        :raises TermsError: for values that are not allowed, and for a change that changes nothing.
        """
        new, unread = self._read_changes(changes)
        draft = self._drafted(new, author, unread)
        idle = [path for path in new if self._is_idle(path, new, draft)] if draft else []
        problems = [
            Problem(path, "the change changes nothing", "leave it out, or write another value") for path in idle
        ]
        if problems or draft is None or unread:
            raise _one_error([*unread.values(), *([TermsError(problems)] if problems else [])])
        known = set(self.unusual())
        for problem in draft.unusual():
            if problem not in known:
                warnings.warn(str(problem), PolicyWarning, stacklevel=2)
        return draft

    def restored(self, on: date | None, answers: Mapping[str, str], changes: Mapping[str, Any], author: str) -> Policy:
        """The policy of this document as a stored decision tells it: on a day, under answers, with changes."""
        base = self._with(on=None, answers=(), changes=(), author="")
        dated = base if on is None else base.as_of(on)
        answered = dated.under(answers)
        if not changes:
            return answered
        new, unread = answered._read_changes(changes)
        if unread:
            raise _one_error(unread.values())
        return answered._changed(new, author)

    def _with(self, **parts: Any) -> Policy:
        now = {name: getattr(self, name) for name in ("text", "digest", "on", "answers", "changes", "author")}
        return Policy(**(now | parts), before=self)

    def _patches_of(self, question: str, answer: str) -> list[Patch]:
        return answer_patches(self.text.provisions[question.partition(".")[0]], question, answer)

    def _questions(self, name: str) -> Iterator[tuple[str, Question]]:
        found = False
        for provision, text in self.text.provisions.items():
            for own, question in text.questions.items():
                if name in (own, f"{provision}.{own}", f"{self.text.prefix}.{provision}.{own}"):
                    found = True
                    yield f"{provision}.{own}", question
        if not found:
            known = [one for key, _ in self._defaults() for one in (key, key.partition(".")[2])]
            raise UnknownNameError(not_known(f"question of {self.id}", name, set(known)))

    def _defaults(self) -> Iterator[tuple[str, str]]:
        for provision, text in self.text.provisions.items():
            for own, question in text.questions.items():
                yield f"{provision}.{own}", question.default

    def _read_changes(self, changes: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, PolicyError]]:
        """Changes by their canonical path, as plain data; and what is wrong with the others, as they are written."""
        if not isinstance(changes, Mapping) or not changes:
            hint = "write a mapping such as {'referral-reward.cap': '50万元'}"
            raise TermsError(Problem("changes", f"{changes!r:.60} states no changes", hint))
        composed = compose(self.text.provisions, self.stages())
        new: dict[str, Any] = {}
        errors: dict[str, PolicyError] = {}
        for written, value in changes.items():
            try:
                path = self._path(written, composed)
                if path in new:
                    raise TermsError(Problem(path, "is written twice, in two ways", "keep one of them"))
                if isinstance(value, bool) and not self._is_yes_or_no(path):
                    hint = "write text such as '50万元', a value or a schedule"
                    raise TermsError(Problem(path, f"{value} is no value of this term", hint))
                new[path] = freeze(plain_value(str(written), value))
            except PolicyError as error:
                errors[str(written)] = error
        return new, errors

    def _is_yes_or_no(self, path: str) -> bool:
        """Whether a path leads to a term that is true or false."""
        name, *rest = (step.name for step in paths.parse_path(path))
        kind: Any = type(self.provisions[name].terms).model_fields[rest[0]].annotation
        return len(rest) == 1 and kind in (bool, Truth)

    def _drafted(self, new: Mapping[str, Any], author: str, unread: dict[str, PolicyError]) -> Policy | None:
        """This policy with changes; None, and more in ``unread``, where they are not allowed or there are none.

        Faults of a term beside a change of it that could not be read are left for later: it may mend them.
        """
        if not new:
            return None
        try:
            return self._changed(new, author)
        except PolicyError as error:
            if not unread:
                raise
            waiting = {one for written in unread if (one := self._term_of(written))}
            found = [
                one for one in error.problems if _term(one.where) not in waiting or any(_in(one.where, p) for p in new)
            ]
            if found:
                unread[""] = type(error)(found)
            return None

    def _term_of(self, written: str) -> str:
        """The term that a path leads into, as far as it can be read: ``referral-reward.scale``."""
        name, _, rest = _term(written.removeprefix(f"{self.text.prefix}.")).partition(".")
        try:
            return f"{self.provision(name).name}.{rest}"
        except PolicyError:
            return ""

    def _path(self, written: str, composed: Composed) -> str:
        """The canonical path of a change: the provision by its name, brackets by where they start in the document."""
        if not isinstance(written, str):
            raise TermsError(Problem(repr(written), "is no path", "write text such as 'referral-reward.cap'"))
        name, *rest = paths.parse_path(written.removeprefix(f"{self.text.prefix}."))
        found = self.provision(name.name)
        fields = type(found.terms).model_fields
        if not rest:
            hint = f"write {found.name}.term, one of " + ", ".join(fields)
            raise UnknownNameError(Problem(written, "names a provision, not one of its terms", hint))
        if rest[0].name not in fields:
            raise UnknownNameError(not_known(f"term of {found.name}", rest[0].name, fields))
        place = paths.locate(composed.data, [paths.Step(found.name), *rest])
        return paths.format_path(paths.path_at(composed.unmoved, place))

    def _changed(self, new: Mapping[str, Any], author: str) -> Policy:
        return self._with(changes=_merged(self.changes, new), author=author or self.author)

    def _is_idle(self, path: str, new: Mapping[str, Any], draft: Policy) -> bool:
        others = {other: value for other, value in new.items() if other != path}
        try:
            without = self._changed(others, "") if others else self
        except PolicyError:
            return False  # only valid together with it
        name = path.partition(".")[0]
        return same_terms(without.provisions[name].terms, draft.provisions[name].terms)

    # deciding -----------------------------------------------------------------------------------

    def decide(self, provision: str, facts: Facts | Mapping[str, Any]) -> Decision:
        """Decide one record: facts as a model, or a mapping with English names or Chinese labels.

        Never raises for an open term or an unknown fact: the decision is then ``up_to`` or ``undetermined``.

        :raises FactsError: for facts that can not be read. :raises UnknownNameError: for an unknown provision.
        """
        found: Provision = self.provisions.get(provision) or self.provision(provision)
        rule = found.rule
        if facts.__class__ is not rule.facts:
            facts = found.read(facts)
        return Decision(found, facts, rule.function(facts, found.terms))  # pyright: ignore[reportArgumentType]

    def decide_all(self, provision: str, population: Sequence[Facts | Mapping[str, Any]]) -> list[Decision]:
        """Decide a whole population: rank awards place it first, each year by itself.

        :raises FactsError: for facts that can not be read, and for a park that is given twice in a year.
        """
        found = self.provision(provision)
        facts: list[Facts] = [found.read(one) for one in population]
        ranking = RANKINGS.get(found.rule.name)
        if ranking is not None:
            once([one for one in facts if isinstance(one, ParkYear)])
            for year in {getattr(one, "year", None) for one in facts}:
                own = [index for index, one in enumerate(facts) if getattr(one, "year", None) == year]
                for index, placed in zip(own, ranking([facts[index] for index in own], found.terms), strict=True):
                    facts[index] = placed
        return [self.decide(found.name, one) for one in facts]


def amendments_of(text: PolicyText) -> list[tuple[date, list[Patch]]]:
    """The patches of each amendment of a document, by the day from which they apply."""
    numbered = sorted(enumerate(text.amendments), key=lambda one: one[1].from_)
    return [
        (
            one.from_,
            [
                Patch(path, value, f"amendment of {one.from_}", ("amendments", number, "set", path))
                for path, value in one.set.items()
            ],
        )
        for number, one in numbered
    ]


def answer_patches(text: ProvisionText, question: str, answer: str) -> list[Patch]:
    """The patches of an answer to ``provision.question``."""
    name, _, own = question.partition(".")
    at = ("provisions", name, "questions", own, "answers", answer, "set")
    why = f"answer {question}={answer}"
    values = text.questions[own].answers[answer].set.items()
    return [Patch(f"{name}.{path}", value, why, (*at, path), question) for path, value in values]


def _patches(policy: Policy, provision: str) -> list[Patch]:
    return [patch for stage in policy.stages() for patch in stage if patch.provision == provision]


def _merged(old: Iterable[tuple[str, Any]], new: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    """Old changes and new ones, sorted by path; a new value replaces what stood there, or inside it."""
    steps = [paths.parse_path(path) for path in new]
    kept: dict[str, Any] = {}
    for path, value in old:
        own = paths.parse_path(path)
        if not any(own[: len(one)] == one for one in steps):
            kept[path] = value
    return tuple(sorted((kept | dict(new)).items()))


def _error_of(composed: Composed) -> PolicyError:
    """The error for terms that are not allowed, each fault at its path."""
    problems: list[Problem] = []
    for fault in composed.faults:
        where = fault.patch.path if fault.patch else composed.path(fault.place)
        problems.append(Problem(where, fault.what, fault.instead))
    kind = UnknownNameError if all(fault.unknown for fault in composed.faults) else TermsError
    return kind(problems)


def _term(path: str) -> str:
    """``referral-reward.scale`` of ``referral-reward.scale.brackets[5亿元]``."""
    return ".".join(path.split("[", maxsplit=1)[0].split(".")[:2])


def _in(path: str, other: str) -> bool:
    """Whether a path leads to what another leads to, or inside it."""
    return path == other or path.startswith((f"{other}.", f"{other}["))


def _one_error(errors: Iterable[PolicyError]) -> PolicyError:
    """All that several errors say, as one."""
    errors = list(errors)
    kind = UnknownNameError if all(isinstance(one, UnknownNameError) for one in errors) else TermsError
    return kind(problem for one in errors for problem in one.problems)


def _values_at(data: Any, path: Sequence[str]) -> Iterator[Any]:
    """The values at a path without items: of each item of a list."""
    if isinstance(data, (list, tuple)):
        for item in cast("Sequence[Any]", data):
            yield from _values_at(item, path)
    elif not path:
        yield data
    elif isinstance(data, Mapping) and path[0] in data:
        yield from _values_at(cast("Mapping[str, Any]", data)[path[0]], path[1:])


def _beyond(value: Any, usual: Usual) -> str:
    if not isinstance(value, (Money, Ratio)) or not value.is_known:
        return ""
    low, high = usual.at_least, usual.at_most
    if low is not None and type(low) is type(value) and value.raw < low.raw:
        return f"below {low}, the least that is usual"
    if high is not None and type(high) is type(value) and value.raw > high.raw:
        return f"above {high}, the most that is usual"
    return ""


def plain_value(path: str, value: Any) -> Any:
    """A value as policy files hold it: text, or mappings and lists of text.

    :raises TermsError: for a float, and for what has no text.
    """
    if value is None:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (Value, Ratio)) and not value.is_known:
        return OPEN
    if isinstance(value, (str, int, Written)):
        return str(value)
    if isinstance(value, Mapping):
        mapping = cast("Mapping[object, object]", value)
        return {str(key): plain_value(f"{path}.{key}", one) for key, one in mapping.items()}
    if isinstance(value, BaseModel):
        given = ((field.alias or name, getattr(value, name)) for name, field in type(value).model_fields.items())
        return {name: plain_value(f"{path}.{name}", one) for name, one in given if one is not None}
    if isinstance(value, (list, tuple)):
        return [plain_value(path, one) for one in cast("Sequence[Any]", value)]
    if isinstance(value, float):
        hint = "a float is not exact: write text such as '0.05%' or '50万元'"
    else:
        hint = "write text such as '50万元', a value or schedule of this library, or a mapping or list of them"
    raise TermsError(Problem(path, f"{type(value).__name__} {value!r:.60} can not be a term", hint))


def digest_of(text: str) -> str:
    """The version of a policy file: a hash of its text, whatever ends its lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "sha256:" + sha256(lines.encode()).hexdigest()


__all__ = ["Patch", "Policy", "Provision", "amendments_of", "answer_patches", "digest_of", "plain_value"]
