"""A decision: an outcome with the provision, facts, terms and readings it rests on; explained and re-checkable."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from html import escape
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from investpolicy import facts as fact_models
from investpolicy.algebras.record import RECORD
from investpolicy.algebras.text import Text, show, show_money, wording
from investpolicy.errors import KindError, PolicyError, Problem, UndeterminedError
from investpolicy.facts.base import Facts
from investpolicy.models import label_of
from investpolicy.outcomes import Award, Check, Deadline, Outcome, Score, Split, Status, Totals
from investpolicy.register.composing import Patch
from investpolicy.register.documents import PolicyText, ProvisionText, thaw
from investpolicy.register.stored import SCHEMA, fingerprint, json_schema, plain
from investpolicy.register.wording import patch_words, term_words
from investpolicy.values.choice import Choice
from investpolicy.values.count import Count
from investpolicy.values.day import Day
from investpolicy.values.formula import Node, Raw, Sort, Value, fold
from investpolicy.values.label import Label, Lang
from investpolicy.values.money import Money
from investpolicy.values.points import Points
from investpolicy.values.truth import Truth
from investpolicy.values.unknown import Unknown
from investpolicy.values.written import Written
from investpolicy.version import version_of_library

if TYPE_CHECKING:
    from investpolicy.register.policy import Provision


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
    def published(self) -> date | None:
        """The day of publication; None where the document does not say."""
        return self.document.published

    def of(self, lang: Lang) -> str:
        """In one line."""
        text = self.document
        parts = [text.issuer.of(lang), text.number, str(text.published or "")]
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
    """One named step of a calculation; ``words`` say how it was found, with its value."""

    name: str
    label: Label
    value: Value
    words: Label


class Decision:
    """What a policy answers on one record. Everything but the status is worked out when it is asked for."""

    __slots__ = ("__dict__", "facts", "outcome", "provision", "status")
    provision: Provision
    facts: Facts
    outcome: Outcome
    status: Status

    def __init__(self, provision: Provision, facts: Facts, outcome: Outcome) -> None:
        keep = object.__setattr__
        keep(self, "provision", provision)
        keep(self, "facts", facts)
        keep(self, "outcome", outcome)
        keep(self, "status", outcome.status)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a Decision can not be changed")

    def __reduce__(self) -> tuple[type[Decision], tuple[Provision, Facts, Outcome]]:
        return Decision, (self.provision, self.facts, self.outcome)

    # the answer ---------------------------------------------------------------------------------

    @property
    def amount(self) -> Money:
        """The amount due; 0元 when not eligible.

        :raises UndeterminedError: when it is not decided, naming the parameter and the document.
        """
        if not isinstance(self.outcome, Award):
            hint = "ask for .parts" if isinstance(self.outcome, Split) else "ask for .status"
            raise KindError(Problem(self.provision.id, f"{_article(self.outcome.kind)} has no amount", hint))
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
                Problem(self.provision.id, f"{_article(self.outcome.kind)} has no parts", "ask for .amount or .status")
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
    def patches(self) -> list[Patch]:
        """What changed the terms that it relies on: amendments in force, answers to questions, a draft's changes."""
        return self.provision.policy.patches(self.provision.name)

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
        _, raws = self._replayed
        return {"zh": Text("zh", labels, members, raws), "en": Text("en", labels, members, raws)}

    @cached_property
    def _replayed(self) -> tuple[Outcome, Mapping[str, Raw]]:
        """The formulas and the plain facts; the facts are folded again, and must give what was decided."""
        if not self.provision.rule.folds:
            return self._decided_again, {}
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

    @property
    def _decided_again(self) -> Outcome:
        """A process rule has no formula to fold: it is run again, and must give what was decided."""
        again: Outcome = self.provision.rule.function(self.facts, self.provision.terms)
        for what in ("status", "conditions", "figures", "notes"):
            if getattr(again, what) != getattr(self.outcome, what):
                raise PolicyError(Problem(self.provision.id, f"{what}: decided and explained differ", "report this"))
        return again

    @property
    def figures(self) -> Mapping[str, Written]:
        """What is answered beside an amount or parts, by name: points, days, totals, ranks."""
        return self.outcome.figures

    @cached_property
    def conditions(self) -> Mapping[str, Condition]:
        """Every condition by name: whether it is met, and in words with figures."""
        formulas, _ = self._replayed
        found: dict[str, Condition] = {}
        for name, truth in self.outcome.conditions.items():
            met = truth.raw if truth.is_known else None
            raw = formulas.conditions[name].raw
            words = (
                Label(*(str(wording(raw, self._texts[lang])) for lang in _LANGS)) if _is_node(raw) else Label("", "")
            )
            found[name] = Condition(name, self._label(name), met, tuple(sorted(truth.missing)), words)
        return MappingProxyType(found)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The named steps of the calculation, in order."""
        formulas, raws = self._replayed
        found: dict[str, Step] = {}
        roots = [value.raw for value in formulas.values.values()] + [one.raw for one in formulas.conditions.values()]
        memo: dict[int, Any] = {}
        for root in roots:
            if not _is_node(root):
                continue
            fold(root, RECORD, lambda path, sort: raws[path], memo)
            for node in root.walk():
                name = node.params[0] if node.op == "named" else ""
                if name in self.provision.rule.labels and name not in found:  # one without a label is no step
                    texts = [self._texts[lang] for lang in _LANGS]
                    words = Label(*(text.with_value(wording(node, text)) for text in texts))
                    value = _KINDS[node.sort].of_raw(memo[id(node)])
                    found[name] = Step(name, self._label(name), value, words)
        return tuple(found.values())

    def _label(self, name: str, otherwise: str | None = None) -> Label:
        return self.provision.rule.labels.get(name, Label(otherwise or name, name))

    def name_of(self, missing: str, lang: Lang = "zh") -> str:
        """What a missing fact or term is called."""
        label = self._texts[lang].labels.get(missing) or _fact_labels().get(missing)
        return label.of(lang) if label else missing

    def conclusion(self, lang: Lang = "zh") -> str:
        """The answer in one line."""
        zh = lang == "zh"
        outcome, labels = self.outcome, self.provision.rule.labels
        text = self.status.label.of(lang)
        if self.status is Status.ENTITLED and isinstance(outcome, Award):
            text += f"{' ' if zh else ' to '}{show_money(outcome.amount, lang)}"
        elif self.status is Status.UP_TO and isinstance(outcome, Award):
            text = ("不超过 " if zh else "at most ") + show_money(outcome.ceiling, lang)
        elif self.status is Status.ENTITLED and isinstance(outcome, Split):
            parts = (f"{self._label(name).of(lang)} {show_money(part, lang)}" for name, part in self.parts.items())
            text = ("，" if zh else ", ").join(parts)
        elif self.status is Status.INELIGIBLE and isinstance(outcome, Split):
            text += f"，不作{self._label('shared', '分担').zh}" if zh else ", so that nothing is shared"
        elif self.status is Status.EXCEPTED:
            text = "不符合要求，例外已获批准" if zh else "not met, but an exception is approved"
            text = labels["exception"].of(lang) if "exception" in labels else text
        elif self.status in (Status.MET, Status.NOT_MET) and isinstance(outcome, Check):
            text = labels.get(str(self.status), self.status.label).of(lang)
        elif self.status is Status.DETERMINED and self.figures:
            names = list(self.figures)[: 1 if isinstance(outcome, (Score, Deadline)) else _MOST_FIGURES]
            more = "" if len(names) in (1, len(self.figures)) else "……" if zh else " …"
            text = ("；" if zh else "; ").join(self._figure(name, lang) for name in names) + more
        elif self.status is Status.UNDETERMINED and isinstance(outcome, Totals) and outcome.eligible.raw is True:
            known = [name for name, one in self.figures.items() if one.to_json() is not None][:_MOST_FIGURES]
            if known:
                text += "；已知：" if zh else "; known: "
                text += ("；" if zh else "; ").join(self._figure(name, lang) for name in known)
        if self.discretionary and self.status in (Status.ENTITLED, Status.UP_TO):
            text += "（可以给予，由主管部门裁量）" if zh else " (discretionary: it may be granted)"
        return text

    def explain(self, lang: Lang = "zh") -> str:
        """Conclusion, conditions, calculation, source and open questions, line by line."""
        return "\n".join(self._lines(lang))

    def _lines(self, lang: Lang) -> Iterator[str]:
        zh = lang == "zh"
        colon, comma = ("：", "、") if zh else (": ", ", ")
        policy, text = self.provision.policy, self.provision.text
        bracketed = f"（{self.provision.id}）" if zh else f" ({self.provision.id})"
        yield f"{policy.title(lang)} · {text.label.of(lang)}{bracketed}"
        if names := list(_names(self.facts)):
            yield ("对象：" if zh else "About: ") + comma.join(names)
        yield ("结论：" if zh else "Conclusion: ") + self.conclusion(lang)
        if self.conditions:
            yield "条件：" if zh else "Conditions:"
        for one in self.conditions.values():
            words = one.words.of(lang)
            yield f"  {_MARKS[one.met]} {one.label.of(lang)}{colon if words else ''}{words}"
        if isinstance(self.outcome, Check) and self.outcome.excepted.raw is not False:
            approved = show(self.outcome.excepted.raw, "truth", lang)
            yield f"  {self.provision.rule.labels.get('exception', _EXCEPTION).of(lang)}{colon}{approved}"
        if calculation := list(self._calculation(lang)):
            yield "计算：" if zh else "Calculation:"
            yield from (f"  {line}" for line in calculation)
        if self.figures:
            yield "结果：" if zh else "Figures:"
            yield from (f"  {self._figure(name, lang)}" for name in self.figures)
        if self.outcome.notes:
            yield "说明：" if zh else "Notes:"
            yield from (f"  {note.of(lang)}" for note in self.outcome.notes)
        yield from self._what_is_missing(lang)
        yield ("依据：" if zh else "Source: ") + self.citation.of(lang)
        yield ("  大意：" if zh else "  in short: ") + text.says.of(lang)
        if text.provisional_until:
            yield ("  暂行至：" if zh else "  provisional until: ") + text.provisional_until.of(lang)
        yield from self._terms_used(lang)
        if text.questions:
            yield "原文未定之处，按以下读法：" if zh else "What the text leaves open is read so:"
        for name, question in text.questions.items():
            answer = self.readings[name]
            label = question.answers[answer].label.of(lang)
            default = answer == question.default
            other = "" if default else "（非默认读法）" if zh else " (not the default)"
            yield f"  {question.ask.of(lang)}{'' if zh else ' '}{label}{other} [{name}]"

    def _figure(self, name: str, lang: Lang) -> str:
        """A figure with its label; ``total.2022-05`` is called as ``total`` is, with the rest behind."""
        value, (label, _, rest) = self.figures[name], name.partition(".")
        label = self._label(label).of(lang) + (f" {rest}" if rest else "")
        if isinstance(value, Value):
            written = show(value.raw, value.sort, lang)
        else:
            written = str(value) if value.to_json() is not None else ("未知" if lang == "zh" else "unknown")
        return f"{label}：{written}" if lang == "zh" else f"{label}: {written}"

    def _calculation(self, lang: Lang) -> Iterator[str]:
        """The steps, and what is split as a whole. Of what is not due, only what the conditions rest on."""
        colon = "：" if lang == "zh" else ": "
        due = self.status is not Status.INELIGIBLE
        formulas, _ = self._replayed
        roots = [one.raw for one in formulas.conditions.values() if _is_node(one.raw)]
        needed = {node.params[0] for root in roots for node in root.walk() if node.op == "named"}
        for step in self.steps:
            if due or step.name in needed:
                yield f"{step.label.of(lang)}{colon}{step.words.of(lang)}"
        if due and isinstance(formulas, Split):
            text = self._texts[lang]
            total = fold(formulas.total.raw, text, text.leaf)
            named = (self._label(name).of(lang) for name in formulas.values)
            shares = " : ".join(f"{name} {weight}" for name, weight in zip(named, formulas.shares.weights, strict=True))
            rest = term_words(formulas.remainder, lang)
            verb = self._label("shared", "分担").zh
            yield f"{total}，按 {shares} {verb}，{rest}" if lang == "zh" else f"{total}, shared {shares}; {rest}"

    def _what_is_missing(self, lang: Lang) -> Iterator[str]:
        zh = lang == "zh"
        terms = [one for one in self.missing if one.startswith("terms.")]
        facts = [self.name_of(one, lang) for one in self.missing if one not in terms]
        if facts:
            yield ("尚缺事实：" if zh else "Facts missing: ") + ("、" if zh else ", ").join(facts)
        for term in terms:
            why = self.provision.text.open.get(term.removeprefix("terms."))
            because = "" if why is None else f"（{why.zh}）" if zh else f" ({why.en})"
            yield ("文件未公布：" if zh else "Not published: ") + self.name_of(term, lang) + because

    def _terms_used(self, lang: Lang) -> Iterator[str]:
        zh = lang == "zh"
        policy = self.provision.policy
        day, checked = policy.on, policy.text.checked
        if day is None:
            used = "基础文本（未指定日期）" if zh else "the base text (no day given)"
        else:
            used = f"{day} 有效的条款" if zh else f"the terms in force on {day}"
        yield (
            f"所用条款：{used}，{checked} 与来源核对"
            if zh
            else f"Terms used: {used}; checked against the source {checked}"
        )
        patches = [one for one in self.patches if one.question is None]
        last = {one.path: one for one in patches}
        for one in patches:
            words = patch_words(one, policy.text, self.provision.terms, lang, last=last[one.path] is one)
            yield f"  {words}"

    def __str__(self) -> str:
        return f"{self.provision.id}: {self.conclusion('en')}"

    def __repr__(self) -> str:
        return f"<Decision {self}>"

    def _repr_html_(self) -> str:
        """For notebooks: the explanation, escaped, in colours that follow the notebook's theme."""
        rows = "".join(
            f"<tr><td>{_MARKS[one.met]}</td><td>{escape(one.label.zh)}</td><td>{escape(one.words.zh)}</td></tr>"
            for one in self.conditions.values()
        )
        rest = "<br>".join(escape(line) for line in [*self._calculation("zh"), *self._what_is_missing("zh")])
        return (
            f"<div><b>{escape(self.provision.text.label.zh)}</b>（{escape(self.provision.id)}）："
            f"<b>{escape(self.conclusion())}</b>"
            f"<table style='text-align:left'>{rows}</table>"
            f"<div>{rest}</div><small>{escape(str(self.citation))}</small></div>"
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
                "changes": thaw(dict(policy.changes)),
                "author": policy.author,
            },
            "provision": self.provision.id,
            "facts": json.loads(self.facts.model_dump_json(exclude_unset=True)),
            "unknown": _other_names(self.facts),
            "terms": plain(self.provision.terms),
            "readings": self.readings,
            "status": str(self.status),
            "amount": amount,
            "ceiling": self.ceiling.to_json() if self.ceiling else None,
            "parts": {party: part.to_json() for party, part in parts.items()},
            "figures": {name: one.to_json() for name, one in self.figures.items()},
            "notes": {lang: [note.of(lang) for note in outcome.notes] for lang in _LANGS},
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


@cache
def _fact_labels() -> Mapping[str, Label]:
    """Every field of every fact model by its path, also of those that stand in a list (a park's projects)."""
    kinds = [one for one in vars(fact_models).values() if isinstance(one, type) and issubclass(one, Facts)]
    fields = ((f"{kind.fact_name}.{name}", field) for kind in kinds for name, field in kind.model_fields.items())
    return MappingProxyType({path: label_of(field) for path, field in fields})


def _names(facts: Facts) -> Iterator[str]:
    """What the record is about: the names in it, the outermost first."""
    for name in ("name", "park"):
        if isinstance(said := getattr(facts, name, None), str) and said:
            yield said
    for name, part in facts.model_parts():
        if issubclass(part, Facts):
            yield from _names(getattr(facts, name))


def _article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


_KINDS: Final[dict[Sort, type[Value]]] = {kind.sort: kind for kind in (Money, Points, Count, Truth, Day, Choice)}
_MOST_FIGURES: Final = 3  # in the conclusion; all stand below it
_EXCEPTION: Final = Label("例外已批准", "exception approved")
_MARKS: Final = {True: "✓", False: "✗", None: "?"}
_LANGS: Final[tuple[Lang, ...]] = ("zh", "en")


def _is_node(raw: Raw) -> bool:
    return raw.__class__ is Node


def _other_names(facts: Facts) -> dict[str, list[str]]:
    """The unknown facts that wait for others than themselves: a park's place, for the scores of all parks."""
    raws = facts.raws().items()
    return {path: sorted(raw.names) for path, raw in raws if raw.__class__ is Unknown and raw.names != {path}}


def _evaluate(raw: Raw, raws: Mapping[str, Raw]) -> Raw:
    return fold(raw, RECORD, lambda path, sort: raws[path]) if raw.__class__ is Node else raw


def _formulas_for(provision: Provision, facts: Facts) -> Outcome:
    """The rule on symbols, for facts of this structure (how many referrers share, say)."""
    structure = {name: getattr(facts, name) for name in facts.structure}
    if all(value == type(facts).model_fields[name].default for name, value in structure.items()):
        return provision.formulas
    symbols = type(facts).symbols().model_copy(update=structure)
    return provision.rule.function(symbols, provision.terms.symbols())


__all__ = ["SCHEMA", "Citation", "Condition", "Decision", "Step", "fingerprint", "json_schema"]
