"""What each reading of a provision's open questions answers (读法比较)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from itertools import product
from typing import Any, Final

from investpolicy.algebras.text import show_money
from investpolicy.errors import FactsError, Problem, TermsError
from investpolicy.facts.base import Facts
from investpolicy.outcomes import Award, Status
from investpolicy.register.decision import Decision
from investpolicy.register.policy import Policy
from investpolicy.values.label import Lang
from investpolicy.values.money import NOTHING, Money

MOST_COMBINATIONS: Final = 20_000


@dataclass(frozen=True)
class Readings:
    """A decision under every combination of answers. ``default`` is the one relied on; ``each`` all of them."""

    policy: Policy
    provision: str
    default: Decision
    each: Mapping[tuple[tuple[str, str], ...], Decision]

    @cached_property
    def moves(self) -> dict[str, dict[str, Decision]]:
        """For each question, its answers with all others at their default, where the answer changes the decision."""
        found: dict[str, dict[str, Decision]] = {}
        own = self.policy.text.provisions[self.provision].questions
        for combination, decision in self.each.items():
            moved = [
                (name, answer) for name, answer in combination if answer != self.policy.answer(self.provision, name)
            ]
            if len(moved) == 1 and _answer(decision) != _answer(self.default):
                name, answer = moved[0]
                found.setdefault(name, {})[answer] = decision
        return {name: found[name] for name in own if name in found}

    @property
    def statuses(self) -> set[Status]:
        """The statuses that occur."""
        return {decision.status for decision in self.each.values()}

    @property
    def range(self) -> tuple[Money, Money] | None:
        """Smallest and largest amount, ceiling or first part of a split, of all combinations that decide one.

        An award that is not due counts as 0元; what is not shared has no parts, and does not count.
        """
        amounts = [amount for decision in self.each.values() if (amount := _amount(decision)) is not None]
        if not amounts:
            return None
        fens = [amount.in_fen for amount in amounts]
        return Money.fen(min(fens)), Money.fen(max(fens))

    def explain(self, lang: Lang = "zh") -> str:
        """The range and which question moves it, line by line."""
        return "\n".join(self._lines(lang))

    def _lines(self, lang: Lang) -> list[str]:
        zh = lang == "zh"
        comma = "，" if zh else ", "
        counts = Counter(decision.status for decision in self.each.values())
        each = comma.join(
            f"{status.label.zh} {counts[status]} 种" if zh else f"{counts[status]} {status.label.en}"
            for status in Status
            if status in counts
        )
        lines = [("所依读法：" if zh else "As it is read here: ") + self.default.conclusion(lang)]
        lines.append(f"全部 {len(self.each)} 种读法：{each}" if zh else f"All {len(self.each)} readings: {each}")
        if self.range:
            low, high = (show_money(one, lang) for one in self.range)
            said = low if low == high else f"{low} 至 {high}" if zh else f"{low} to {high}"
            lines.append(f"金额或上限：{said}" if zh else f"Amount or ceiling: {said}")
        questions = self.policy.text.provisions[self.provision].questions
        for name, answers in self.moves.items():
            lines.append(f"{questions[name].ask.of(lang)} [{name}]")
            for answer, decision in answers.items():
                lines.append(f"  {questions[name].answers[answer].label.of(lang)} → {decision.conclusion(lang)}")
        if not self.moves:
            lines.append("没有哪一个未定之处单独改变结论。" if zh else "No open question changes the answer by itself.")
        return lines

    def __str__(self) -> str:
        return self.explain("en")

    def _repr_html_(self) -> str:
        return f"<pre>{escape(self.explain())}</pre>"


def readings(
    policy: Policy, provision: str, facts: Facts | Mapping[str, Any] | Sequence[Any], *, place: int = 0
) -> Readings:
    """Decide under every combination of answers to the provision's open questions.

    ``facts`` are one record, or the whole population of a rank award (``place`` then says which record is meant).

    :raises TermsError: when there are more than 20,000 combinations. :raises FactsError: for a place that is none.
    """
    found = policy.provision(provision)
    questions = found.text.questions
    count = 1
    for question in questions.values():
        count *= len(question.answers)
    if count > MOST_COMBINATIONS:
        raise TermsError(Problem(found.id, f"{count} combinations of answers", "fix some with policy.under(…) first"))

    population = isinstance(facts, Sequence) and not isinstance(facts, str)
    records = [found.read(one) for one in facts] if population else [found.read(facts)]
    if not -len(records) <= place < len(records):
        raise FactsError(Problem("place", f"{place} of {len(records)} records", "count from 0"))

    def decided(under: Policy) -> Decision:
        return under.decide_all(found.name, records)[place] if population else under.decide(found.name, records[0])

    each: dict[tuple[tuple[str, str], ...], Decision] = {}
    for answers in product(*(question.answers for question in questions.values())):
        combination = tuple(zip(questions, answers, strict=True))
        under = policy.under({f"{found.name}.{name}": answer for name, answer in combination})
        each[combination] = decided(under)
    return Readings(policy, found.name, decided(policy), each)


def _amount(decision: Decision) -> Money | None:
    if decision.status is Status.INELIGIBLE:
        return NOTHING if isinstance(decision.outcome, Award) else None
    if decision.status is Status.UNDETERMINED:
        return None
    first = next(iter(decision.outcome.values.values()), None)
    return first if isinstance(first, Money) and first.is_known else decision.ceiling


def _answer(decision: Decision) -> tuple[Any, ...]:
    values = tuple(value.to_json() for value in decision.outcome.values.values())
    figures = tuple((name, value.to_json()) for name, value in decision.figures.items())
    return decision.status, values, figures, decision.ceiling
