"""What follows from how an agreement is performed (履约处置): ZY.performance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from investpolicy.facts.performance import AgreementPerformance, EconomicTerm, Milestone
from investpolicy.models import required
from investpolicy.outcomes import Totals
from investpolicy.rules.rule import Rule
from investpolicy.rules.terms import Terms
from investpolicy.values.day import Day
from investpolicy.values.formula import all_of, any_of, not_, where
from investpolicy.values.label import Label, Labelled
from investpolicy.values.truth import FALSE, TRUE, Truth
from investpolicy.values.written import Written


class BreachWithCompleteInvestment(Labelled):
    """What follows where the investment is complete, terms are missed and there is a serious breach too (情形竞合)."""

    CLEAR_OUT = "clear_out", "清退", "clear out"
    UNDETERMINED = "undetermined", "不作判定", "undetermined"


class PerformanceTerms(Terms):
    """Terms of the three outcomes."""

    both_apply: BreachWithCompleteInvestment = required(
        "严重违约与未达条款并存", "a serious breach beside missed terms"
    )


def performance(facts: AgreementPerformance, terms: PerformanceTerms) -> Totals:
    """Honour, second round, or clear out; where none of the three is stated for the case, it is undetermined and why.

    Strictly performed is what the locality assessed, else: no serious breach, the investment complete, every economic
    term reached, every milestone kept.
    """
    complete = facts.actual_investment >= facts.agreed_investment
    reached = _reached(facts.economic_terms)
    breach = facts.serious_breach
    on_time = _on_time(facts.milestones, facts.as_of)
    strict = facts.strictly_performed
    if not strict.is_known:
        strict = all_of(complete, reached, on_time, not_(breach))
    missed = all_of(complete, not_(reached), not_(strict))
    second, clear = missed & not_(breach), breach
    both = missed & breach if terms.both_apply is BreachWithCompleteInvestment.UNDETERMINED else FALSE
    stated = any_of(strict, second, clear & not_(both))
    silent = Truth.unknown(NOT_STATED)
    second, clear = where(both, silent, second), where(both, silent, clear)
    figures: dict[str, Written] = {"honour": strict, "second_round": second, "clear_out": clear}
    notes: list[Label] = []
    if stated.raw is False:  # the text names no outcome for this
        stated = silent
        notes.append(_why(complete, reached, on_time, breach))
    return Totals(figures, {"stated": stated}, notes)


def _reached(economic: Sequence[EconomicTerm] | None) -> Truth:
    if economic is None:
        return Truth.unknown("performance.economic_terms")
    return all_of(TRUE, *(one.reached >= one.agreed for one in economic))


def _on_time(milestones: Sequence[Milestone] | None, as_of: Day) -> Truth:
    if milestones is None:
        return Truth.unknown("performance.milestones")
    return all_of(TRUE, *(one.kept(as_of) for one in milestones))


def _why(complete: Truth, reached: Truth, on_time: Truth, breach: Truth) -> Label:
    """What keeps the case out of the three that the text names."""
    if breach.raw is True:
        return Label(
            "投资已完成、经济条款未达到，同时严重违约：原文未规定以何者为准",
            "the investment is complete, terms are missed and there is a serious breach: the text does not say which "
            "goes before",
        )
    found = [
        words
        for truth, words in (
            (complete, Label("投资未完成", "the investment is not complete")),
            (reached, Label("经济条款未达到", "an economic term is missed")),
            (on_time, Label("约定节点未按期完成", "a milestone was not kept")),
        )
        if truth.raw is False
    ] or [Label("经评估未严格履约", "assessed as not strictly performed")]
    zh, en = "、".join(one.zh for one in found), ", ".join(one.en for one in found)
    return Label(f"{zh}，但未严重违约：原文未规定如何处置", f"{en}, but no serious breach: the text names no outcome")


NOT_STATED: Final = "terms.not_stated"  # no fact: what the document does not say

RULE: Final = Rule(
    name="performance",
    function=performance,
    facts=AgreementPerformance,
    terms=PerformanceTerms,
    labels={
        "honour": Label("严格履约，兑现政策", "strictly performed: honour the policies"),
        "second_round": Label("投资完成但条款未达到，二次招商", "terms missed: a second round of promotion"),
        "clear_out": Label("严重违约，清退", "serious breach: clear out"),
        "stated": Label("属于原文规定的情形", "a case that the text names"),
        NOT_STATED: Label("对此情形的处置", "what follows in this case"),
    },
    folds=False,
)
