"""A policy: one document's provisions with their terms in force, as an immutable value.

One mechanism changes terms: a patch (path → value). Amendments are patches with a date, an answer to an open
question is a set of patches, a draft's changes are patches too. Whatever the order of the calls, they apply in that
order, as a whole, and the result is validated once.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any

from pydantic import BaseModel

from investpolicy.errors import (
    PolicyError,
    PolicyWarning,
    Problem,
    TermsError,
    UndeterminedError,
    UnknownNameError,
    not_known,
)
from investpolicy.facts.base import Facts
from investpolicy.outcomes import Outcome
from investpolicy.policies import paths
from investpolicy.policies.decision import Citation, Decision
from investpolicy.policies.documents import PolicyText, ProvisionText, Question
from investpolicy.rankings import RANKINGS
from investpolicy.rules import RULES, Rule
from investpolicy.rules.terms import Terms
from investpolicy.values.label import Lang
from investpolicy.values.written import Written


@dataclass(frozen=True, slots=True)
class Patch:
    """One change of terms: the ``value`` at ``path`` (``referral-reward.cap``), and why (``amendment``, ``answer``, ``change``)."""

    path: str
    value: Any
    why: str


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
        """The rule on symbols under these terms, for columns, proofs and explanations."""
        return self.rule.formulas(self.terms)

    @property
    def answers(self) -> dict[str, str]:
        """The answer relied on for each open question."""
        return {name: self.policy.answer(self.name, name) for name in self.text.questions}


@dataclass(frozen=True)
class Policy:
    """A document's rules, as they are on a day, under answers to its open questions, with a draft's changes."""

    text: PolicyText
    digest: str
    where: Callable[[Sequence[str | int]], str] | None = field(default=None, repr=False, compare=False)
    on: date | None = None
    answers: tuple[tuple[str, str], ...] = ()
    changes: tuple[tuple[str, Any], ...] = ()
    author: str = ""
    provisions: Mapping[str, Provision] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        terms = self._compose()
        made = {
            name: Provision(name, self, text, RULES[text.rule], terms[name])
            for name, text in self.text.provisions.items()
            if text.rule is not None
        }
        object.__setattr__(self, "provisions", _Frozen(made))

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
        """A provision by its name (``referral-reward``) or its id (``MY22.referral-reward``).

        :raises UnknownNameError: with the nearest names.
        """
        short = name.removeprefix(f"{self.text.prefix}.")
        found = self.provisions.get(short)
        if found is None:
            labels = {text.label.zh: name for name, text in self.text.provisions.items()}
            if short in labels and labels[short] in self.provisions:
                return self.provisions[labels[short]]
            raise UnknownNameError(not_known(f"provision of {self.id}", name, [*self.provisions, *labels]))
        return found

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

    def patches(self, provision: str | None = None) -> list[Patch]:
        """The patches that apply, in their canonical order; of one provision or of all."""
        found = [
            Patch(path, value, f"amendment of {one.from_}")
            for one in sorted(self.text.amendments, key=lambda one: one.from_)
            if self.on is not None and one.from_ <= self.on
            for path, value in one.set.items()
        ]
        for question, answer in self.answers:
            name, _, own = question.partition(".")
            for path, value in self.text.provisions[name].questions[own].answers[answer].set.items():
                found.append(Patch(f"{name}.{path}", value, f"answer {question}={answer}"))
        found.extend(Patch(path, value, "change") for path, value in self.changes)
        return [one for one in found if provision is None or one.path.startswith(f"{provision}.")]

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
        if on < self.text.in_force_from:
            start = self.text.in_force_from
            raise TermsError(
                Problem("on", f"{on} is before {self.id} is known to be in force", f"write {start} or later")
            )
        return self._with(on=on)

    def under(self, answers: Mapping[str, str] | None = None, /, **named: str) -> Policy:
        """The policy under other answers to its open questions.

        A question may be written ``landed`` (in every provision that asks it) or ``referral-reward.landed``.

        :raises UnknownNameError: for a question or an answer that does not exist.
        """
        chosen = dict(self.answers)
        for name, answer in [
            *(answers or {}).items(),
            *((key.replace("_", "-"), value) for key, value in named.items()),
        ]:
            for question, text in self._questions(name):
                if answer not in text.answers:
                    raise UnknownNameError(not_known(f"answer to {question}", answer, text.answers))
                chosen[question] = answer
        defaults = dict(self._defaults())
        return self._with(answers=tuple(sorted((name, one) for name, one in chosen.items() if one != defaults[name])))

    def vary(self, changes: Mapping[str, Any], *, author: str = "") -> Policy:
        """A draft: this policy with other values at the given paths.

        Values are text (``'50万元'``), values of this library, mappings or lists of them.

        :raises UnknownNameError: for a path that does not exist, with the nearest names.
        :raises TermsError: for values that are not allowed, and for a change that changes nothing.
        """
        new = {self._path(path): plain_value(path, value) for path, value in changes.items()}
        merged = dict(self.changes) | new
        draft = self._with(changes=tuple(merged.items()), author=author or self.author)
        self._refuse_no_ops(draft, new)
        draft.warn_of_unusual(self)
        return draft

    def _with(self, **parts: Any) -> Policy:
        now = {name: getattr(self, name) for name in ("text", "digest", "where", "on", "answers", "changes", "author")}
        return Policy(**(now | parts))

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

    def _path(self, path: str) -> str:
        """A path with the provision's short name, checked to lead to a term."""
        short = path.removeprefix(f"{self.text.prefix}.")
        name, _, rest = short.partition(".")
        terms = type(self.provision(name).terms)
        first = paths.parse_path(rest)[0].name if rest else ""
        if first not in terms.model_fields:
            raise UnknownNameError(not_known(f"term of {name}", first, terms.model_fields))
        return f"{self.provision(name).name}.{rest}"

    def _refuse_no_ops(self, draft: Policy, new: Mapping[str, Any]) -> None:
        problems: list[Problem] = []
        for path in new:
            name = path.partition(".")[0]
            others = tuple((other, value) for other, value in draft.changes if other != path)
            if path in dict(self.changes):
                others = tuple((dict(self.changes) | dict(others)).items()) if len(new) == 1 else draft.changes
            try:
                without = self if len(new) == 1 else self._with(changes=others)
            except PolicyError:
                continue  # only valid together with the others: not idle
            if without.provisions[name].terms == draft.provisions[name].terms:
                problems.append(Problem(path, "the change changes nothing", "leave it out, or write another value"))
        if problems:
            raise TermsError(problems)

    def warn_of_unusual(self, before: Policy | None = None) -> None:
        """Warn, once each, of terms that are legal but unusual, and were not so ``before``."""
        for name, provision in self.provisions.items():
            known = set(before.provisions[name].terms.unusual()) if before else set()
            for problem in provision.terms.unusual():
                if problem not in known:
                    warnings.warn(f"{name}.{problem}", PolicyWarning, stacklevel=3)

    def _compose(self) -> dict[str, Terms]:
        data: Any = {name: text.terms for name, text in self.text.provisions.items()}
        source: dict[str, str] = {}
        for patch in self.patches():
            data = paths.replace(data, patch.path, patch.value)
            source[patch.path] = patch.why
        problems: list[Problem] = []
        found: dict[str, Terms] = {}
        for name, text in self.text.provisions.items():
            if text.rule is None:
                continue
            if text.rule not in RULES:
                problems.append(self._problem((name, "rule"), not_known("rule", text.rule, RULES)))
                continue
            try:
                found[name] = RULES[text.rule].terms.model_validate(data[name])
            except PolicyError as error:
                problems.extend(self._problem((name, "terms"), problem) for problem in error.problems)
        if problems:
            raise TermsError(problems)
        return found

    def _problem(self, at: tuple[str, str], problem: Problem) -> Problem:
        path = ("provisions", *at, *(int(one) if one.isdigit() else one for one in problem.where.split(".") if one))
        name = at[0] if at[1] == "terms" else ".".join(at)
        inside = ".".join(one for one in (name, problem.where) if one)
        where = f"{self.where(path)}: {inside}" if self.where and not self.changes else inside
        return Problem(where, problem.what, problem.instead)

    # deciding -----------------------------------------------------------------------------------

    def decide(self, provision: str, facts: Facts | Mapping[str, Any]) -> Decision:
        """Decide one record: facts as a model, or a mapping with English names or Chinese labels.

        Never raises for an open term or an unknown fact: the decision is then ``up_to`` or ``undetermined``.

        :raises FactsError: for facts that can not be read. :raises UnknownNameError: for an unknown provision.
        """
        found = self.provisions.get(provision) or self.provision(provision)
        rule = found.rule
        if facts.__class__ is not rule.facts:
            facts = rule.facts.model_validate(facts)
        return Decision(found, facts, rule.function(facts, found.terms))  # type: ignore[arg-type]

    def decide_all(self, provision: str, population: Sequence[Facts | Mapping[str, Any]]) -> list[Decision]:
        """Decide a whole population: rank awards place it first, over all its records."""
        found = self.provision(provision)
        facts: Sequence[Facts] = [
            one if isinstance(one, found.rule.facts) else found.rule.facts.model_validate(one) for one in population
        ]
        ranking = RANKINGS.get(found.rule.name)
        if ranking is not None:
            facts = ranking(facts, found.terms)
        return [self.decide(found.name, one) for one in facts]


class _Frozen(Mapping[str, Provision]):
    """A mapping that nothing can change."""

    __slots__ = ("_of", "get")

    def __init__(self, of: dict[str, Provision]) -> None:
        self._of = of
        self.get = of.get  # type: ignore[method-assign, assignment]

    def __getitem__(self, name: str) -> Provision:
        return self._of[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._of)

    def __len__(self) -> int:
        return len(self._of)

    def __reduce__(self) -> tuple[type[_Frozen], tuple[dict[str, Provision]]]:
        return _Frozen, (self._of,)


def plain_value(path: str, value: Any) -> Any:
    """A value as policy files hold it: text, or mappings and lists of text.

    :raises TermsError: for a float, and for what has no text.
    """
    if value is None or isinstance(value, str):
        return str(value) if value is not None else None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Written):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain_value(f"{path}.{key}", one) for key, one in value.items()}
    if isinstance(value, BaseModel):
        return {
            name: plain_value(f"{path}.{name}", one)
            for name, one in value.model_dump(by_alias=True, exclude_none=True).items()
        }
    if isinstance(value, (list, tuple)):
        return [plain_value(path, one) for one in value]
    hint = "a float is not exact: write text such as '0.05%' or '50万元'" if isinstance(value, float) else "write text"
    raise TermsError(Problem(path, f"{type(value).__name__} {value!r:.60} can not be a term", hint))


def digest_of(text: str) -> str:
    """The version of a policy file: a hash of its text."""
    return "sha256:" + sha256(text.encode()).hexdigest()
