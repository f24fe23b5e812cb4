"""A decision: an outcome with the provision, facts, terms and readings it rests on; explained and re-checkable."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from html import escape
from typing import TYPE_CHECKING, Any, Final

from investpolicy.algebras.record import RECORD
from investpolicy.algebras.text import Text, show, wording
from investpolicy.errors import KindError, PolicyError, Problem, UndeterminedError
from investpolicy.facts.base import Facts
from investpolicy.outcomes import Award, Check, Outcome, Split, Status
from investpolicy.policies.documents import PolicyText, ProvisionText
from investpolicy.values.formula import Node, Raw, Value, fold
from investpolicy.values.label import Label, Lang
from investpolicy.values.money import Money
from investpolicy.values.shares import Shares
from investpolicy.values.unknown import Unknown
from investpolicy.values.written import Written
from investpolicy.version import version_of_library

if TYPE_CHECKING:
    from investpolicy.policies.policy import Provision

SCHEMA: Final = "investpolicy/decision/1"


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a provision stands: document, issuer, number, day, section."""

    document: PolicyText
    provision: ProvisionText

    @property
    def title(self) -> str:
        """The document's title, in Chinese."""
        return self.document.title.zh

    @property
    def section(self) -> str:
        """The section, in Chinese."""
        return self.provision.section.zh

    @property
    def published(self) -> date:
        """The day of publication."""
        return self.document.published

    def of(self, lang: Lang) -> str:
        """In one line."""
        text = self.document
        parts = [text.issuer.of(lang), text.number, str(text.published)]
        parts.append(text.reported_by.of(lang) if text.reported_by else "")
        inside = ("，" if lang == "zh" else ", ").join(one for one in parts if one)
        title, section = text.title.of(lang), self.provision.section.of(lang)
        return f"《{title}》（{inside}），{section}" if lang == "zh" else f"{title} ({inside}), {section}"

    def __str__(self) -> str:
        return self.of("zh")


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a decision. ``met`` is None where it is not known; ``missing`` says what it waits for."""

    name: str
    label: Label
    met: bool | None
    missing: tuple[str, ...]
    words: Label


@dataclass(frozen=True, slots=True)
class Step:
    """One named step of a calculation, and how it was found."""

    name: str
    label: Label
    value: Value
    words: Label


class Decision:
    """What a policy answers on one record. Everything but the status is worked out when it is asked for."""

    __slots__ = ("__dict__", "facts", "outcome", "provision", "status")

    def __init__(self, provision: Provision, facts: Facts, outcome: Outcome) -> None:
        self.provision = provision
        self.facts = facts
        self.outcome = outcome
        self.status: Status = outcome.status

    # the answer ---------------------------------------------------------------------------------

    @property
    def amount(self) -> Money:
        """The amount due; 0元 when not eligible.

        :raises UndeterminedError: when it is not decided, naming the parameter and the document.
        """
        if not isinstance(self.outcome, Award):
            hint = "ask for .parts" if isinstance(self.outcome, Split) else "ask for .status"
            raise KindError(Problem(self.provision.id, f"a {self.outcome.kind} has no amount", hint))
        try:
            return self.outcome.amount
        except UndeterminedError as error:
            problem = error.problems[0]
            where = f"{self.provision.id} ({self.citation.title})"
            raise UndeterminedError(Problem(where, problem.what, problem.instead)) from None

    @property
    def ceiling(self) -> Money | None:
        """The most that an award can be; None where there is none, or it is not known, or nothing is due."""
        if isinstance(self.outcome, Award) and self.status is not Status.INELIGIBLE and self.outcome.ceiling.is_known:
            return self.outcome.ceiling
        return None

    @property
    def parts(self) -> dict[str, Money]:
        """The part of each party of a split.

        :raises UndeterminedError: when there is no split to be had: not eligible, or not decided.
        """
        if not isinstance(self.outcome, Split):
            raise KindError(
                Problem(self.provision.id, f"a {self.outcome.kind} has no parts", "ask for .amount or .status")
            )
        if self.status is not Status.ENTITLED:
            what = "no split is stated" if self.status is Status.INELIGIBLE else "the split is not determined"
            why = ", ".join(self.outcome.failed or self.missing)
            raise UndeterminedError(Problem(self.provision.id, what, f"because of: {why}"))
        return self.outcome.parts

    @property
    def discretionary(self) -> bool:
        """Whether the text says that it may be granted, so that there is no claim to it."""
        return isinstance(self.outcome, Award) and self.outcome.discretionary

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts (``project.signed_on``) and terms (``terms.scale``) that are missing."""
        return self.outcome.missing

    @property
    def citation(self) -> Citation:
        """Where the provision stands."""
        return self.provision.citation

    @property
    def readings(self) -> dict[str, str]:
        """The answer relied on for each open question."""
        return self.provision.answers

    # why ----------------------------------------------------------------------------------------

    @cached_property
    def _texts(self) -> dict[Lang, Text]:
        labels = {path: one.label for path, one in self.provision.rule.facts.describe().items()}
        labels |= self.provision.rule.terms.describe() | dict(self.provision.rule.labels)
        members = {path: one.members for path, one in self.provision.rule.facts.describe().items()}
        return {"zh": Text("zh", labels, members), "en": Text("en", labels, members)}

    @cached_property
    def _replayed(self) -> tuple[Outcome, Mapping[str, Raw]]:
        """The formulas and the plain facts; the facts are folded again, and must give what was decided."""
        raws = self.facts.raws()
        formulas = _formulas_for(self.provision, self.facts)
        for name, value in formulas.values.items():
            again = _evaluate(value.raw, raws)
            decided = self.outcome.values[name].raw
            if again != decided and not (again.__class__ is Unknown and decided.__class__ is Unknown):
                raise PolicyError(
                    Problem(self.provision.id, f"{name}: decided {decided}, explained {again}", "report this fault")
                )
        return formulas, raws

    def _words(self, raw: Raw) -> Label:
        if raw.__class__ is not Node:
            return Label("", "")
        _, raws = self._replayed
        return Label(wording(raw, self._texts["zh"], raws), wording(raw, self._texts["en"], raws))

    @cached_property
    def conditions(self) -> dict[str, Condition]:
        """Every condition by name: whether it is met, and in words with figures."""
        formulas, _ = self._replayed
        found: dict[str, Condition] = {}
        for name, truth in self.outcome.conditions.items():
            met = truth.raw if truth.is_known else None
            words = self._words(formulas.conditions[name].raw)
            found[name] = Condition(name, self._label(name), met, tuple(sorted(truth.missing)), words)
        return found

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The named steps of the calculation, in order."""
        formulas, raws = self._replayed
        found: dict[str, Step] = {}
        roots = [value.raw for value in formulas.values.values()] + [one.raw for one in formulas.conditions.values()]
        memo: dict[int, Any] = {}
        for root in roots:
            if root.__class__ is not Node:
                continue
            fold(root, RECORD, lambda path, sort: raws[path], memo)
            for node in root.walk():
                if node.op == "named" and node.params[0] not in found:
                    name = node.params[0]
                    value = Money.of_raw(memo[id(node)])
                    found[name] = Step(name, self._label(name), value, self._words(node))
        return tuple(found.values())

    def _label(self, name: str) -> Label:
        return self.provision.rule.labels.get(name, Label(name, name))

    def name_of(self, missing: str, lang: Lang = "zh") -> str:
        """What a missing fact or term is called."""
        label = self._texts[lang].labels.get(missing)
        return label.of(lang) if label else missing

    def conclusion(self, lang: Lang = "zh") -> str:
        """The answer in one line."""
        zh = lang == "zh"
        text = self.status.label.of(lang)
        outcome = self.outcome
        if self.status is Status.ENTITLED and isinstance(outcome, Award):
            text += f" {outcome.amount}"
        elif self.status is Status.UP_TO and isinstance(outcome, Award):
            text += f" {outcome.ceiling}"
        elif self.status is Status.ENTITLED and isinstance(outcome, Split):
            text = ("，" if zh else ", ").join(
                f"{self._label(name).of(lang)} {part}" for name, part in self.parts.items()
            )
        if self.discretionary and self.status in (Status.ENTITLED, Status.UP_TO):
            text += "（可以给予，由主管部门裁量）" if zh else " (discretionary: may be granted)"
        return text

    def explain(self, lang: Lang = "zh") -> str:
        """Conditions, steps, source and open questions, line by line."""
        return "\n".join(self._lines(lang))

    def _lines(self, lang: Lang) -> Iterator[str]:
        zh = lang == "zh"
        policy, provision = self.provision.policy, self.provision
        yield (
            f"{policy.title(lang)} · {provision.text.label.of(lang)}（{provision.id}）"
            if zh
            else (f"{policy.title(lang)} · {provision.text.label.of(lang)} ({provision.id})")
        )
        yield f"结论：{self.conclusion(lang)}" if zh else f"Conclusion: {self.conclusion(lang)}"
        yield "条件：" if zh else "Conditions:"
        marks = {True: "✓", False: "✗", None: "?"}
        for one in self.conditions.values():
            yield f"  {marks[one.met]} {one.label.of(lang)}{'：' if zh else ': '}{one.words.of(lang)}"
        if isinstance(self.outcome, Check):
            mark = show(self.outcome.excepted.raw, "truth", lang)
            yield f"  例外批准：{mark}" if zh else f"  exception approved: {mark}"
        if self.steps:
            yield "计算：" if zh else "Calculation:"
        for step in self.steps:
            how = step.words.of(lang)
            value = show(step.value.raw, "money", lang)
            yield f"  {step.label.of(lang)} = {value}" + (f"　[{how}]" if how != value else "")
        if self.missing:
            names = [self.name_of(one, lang) for one in self.missing]
            yield ("缺少：" if zh else "Missing: ") + ("、" if zh else ", ").join(names)
        for name in (one.removeprefix("terms.") for one in self.missing if one.startswith("terms.")):
            if name in provision.text.open:
                yield f"  {provision.text.open[name].of(lang)}"
        yield ("依据：" if zh else "Source: ") + self.citation.of(lang)
        if policy.on is None:
            yield "所用文本：基础文本（未指定日期）" if zh else "Text used: the base text (no day given)"
        else:
            yield f"所用文本：{policy.on}有效的条款" if zh else f"Text used: the terms in force on {policy.on}"
        for patch in policy.patches(provision.name):
            yield f"  {patch.why}: {patch.path} = {patch.value}"
        if provision.text.questions:
            yield "原文未定事项及所依读法：" if zh else "What the text leaves open, and how it is read:"
        for name, question in provision.text.questions.items():
            answer = self.readings[name]
            label = question.answers[answer].label.of(lang)
            default = ("（默认）" if zh else " (default)") if answer == question.default else ""
            yield f"  {question.ask.of(lang)} {label}{default} [{name}]"

    def __str__(self) -> str:
        return f"{self.provision.id}: {self.conclusion('en')}"

    def __repr__(self) -> str:
        return f"<Decision {self}>"

    def _repr_html_(self) -> str:
        """For notebooks: the explanation, escaped, in colours that follow the notebook's theme."""
        rows = "".join(
            f"<tr><td>{'✓' if one.met else '✗' if one.met is False else '?'}</td><td>{escape(one.label.zh)}</td>"
            f"<td>{escape(one.words.zh)}</td></tr>"
            for one in self.conditions.values()
        )
        steps = "".join(
            f"<tr><td></td><td>{escape(one.label.zh)}</td>"
            f"<td>{escape(show(one.value.raw, 'money', 'zh'))}　<small>{escape(one.words.zh)}</small></td></tr>"
            for one in self.steps
        )
        missing = "、".join(escape(self.name_of(one)) for one in self.missing)
        return (
            f"<div><b>{escape(self.provision.text.label.zh)}</b>（{escape(self.provision.id)}）："
            f"<b>{escape(self.conclusion())}</b>"
            f"<table style='text-align:left'>{rows}{steps}</table>"
            + (f"<div>缺少：{missing}</div>" if missing else "")
            + f"<small>{escape(str(self.citation))}</small></div>"
        )

    # on the record ------------------------------------------------------------------------------

    def document(self) -> dict[str, Any]:
        """The decision as plain data, ready for JSON; money as yuan in text."""
        outcome = self.outcome
        policy = self.provision.policy
        amount = outcome.payable.to_json() if isinstance(outcome, Award) else None
        parts = self.parts if isinstance(outcome, Split) and self.status is Status.ENTITLED else {}
        content: dict[str, Any] = {
            "schema": SCHEMA,
            "library": version_of_library(),
            "policy": {
                "id": policy.id,
                "digest": policy.digest,
                "on": policy.on.isoformat() if policy.on else None,
                "answers": dict(policy.answers),
                "changes": {path: value for path, value in policy.changes},
            },
            "provision": self.provision.id,
            "facts": json.loads(self.facts.model_dump_json(exclude_unset=True)),
            "terms": _plain(self.provision.terms.model_dump(by_alias=True)),
            "readings": self.readings,
            "status": str(self.status),
            "amount": amount,
            "ceiling": self.ceiling.to_json() if self.ceiling else None,
            "parts": {party: part.to_json() for party, part in parts.items()},
            "discretionary": self.discretionary,
            "conditions": {
                name: {"met": one.met, "missing": list(one.missing)} for name, one in self.conditions.items()
            },
            "steps": {one.name: one.value.to_json() for one in self.steps},
            "missing": list(self.missing),
            "citation": {"zh": self.citation.of("zh"), "en": self.citation.of("en")},
        }
        return content | {"fingerprint": fingerprint(content)}

    @property
    def fingerprint(self) -> str:
        """A hash over facts, terms, policy version, library version and answer."""
        print_: str = self.document()["fingerprint"]
        return print_

    def to_json(self, *, indent: int | None = None) -> str:
        """The decision as JSON (schema ``investpolicy/decision/1``)."""
        return json.dumps(self.document(), ensure_ascii=False, indent=indent)


def fingerprint(content: Mapping[str, Any]) -> str:
    """The hash of plain data in its canonical form.

    :raises KindError: for a type that has no canonical form (a float, say).
    """
    _refuse_unknown_types(content)
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "sha256:" + sha256(canonical.encode()).hexdigest()


def _refuse_unknown_types(content: Any) -> None:
    if isinstance(content, Mapping):
        for key, value in content.items():
            _refuse_unknown_types(key)
            _refuse_unknown_types(value)
    elif isinstance(content, (list, tuple)):
        for value in content:
            _refuse_unknown_types(value)
    elif content is not None and not isinstance(content, (str, int)):
        raise KindError(Problem("", f"{type(content).__name__} has no canonical form", "turn it into text first"))


def _plain(content: Any) -> Any:
    if isinstance(content, Written):
        return content.to_json() if not isinstance(content, Shares) else str(content)
    if isinstance(content, Mapping):
        return {str(key): _plain(value) for key, value in content.items() if value is not None}
    if isinstance(content, (list, tuple)):
        return [_plain(value) for value in content]
    return content if content is None or isinstance(content, (bool, int)) else str(content)


def _evaluate(raw: Raw, raws: Mapping[str, Raw]) -> Raw:
    return fold(raw, RECORD, lambda path, sort: raws[path]) if raw.__class__ is Node else raw


def _formulas_for(provision: Provision, facts: Facts) -> Outcome:
    """The rule on symbols, for facts of this structure (how many referrers share, say)."""
    structure = {name: getattr(facts, name) for name in facts.structure}
    if all(value == type(facts).model_fields[name].default for name, value in structure.items()):
        return provision.formulas
    symbols = type(facts).symbols().model_copy(update=structure)
    return provision.rule.function(symbols, provision.terms.symbols())
