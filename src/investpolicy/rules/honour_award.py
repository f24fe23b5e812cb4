"""Rewards that go with an honour (荣誉奖励): SD.hefei-honours."""

from __future__ import annotations

from investpolicy.facts.honour import HonourConferred, HonouredKind, HonourKind
from investpolicy.models import MoneyField, required
from investpolicy.outcomes import Award, award
from investpolicy.rules.rule import Rule
from investpolicy.rules.terms import Terms
from investpolicy.values.choice import Choice
from investpolicy.values.formula import where
from investpolicy.values.label import Label
from investpolicy.values.money import Money
from investpolicy.values.truth import Truth


class HonourTerms(Terms):
    """Terms of the rewards: an amount for each kind of honour, and who may hold those for units and for persons."""

    promotion_unit: MoneyField = required("招商引资先进单位奖励", "unit advanced in investment promotion", unit="money")
    foreign_capital_unit: MoneyField = required(
        "利用外资先进单位奖励", "unit advanced in using foreign capital", unit="money"
    )
    individual: MoneyField = required("先进个人奖励", "advanced individual", unit="money")
    information: MoneyField = required("重大信息奖励", "major information", unit="money")
    adviser: MoneyField = required("优秀投资顾问奖励", "excellent investment adviser", unit="money")
    unit_honours: tuple[HonourKind, ...] = required("单位荣誉", "honours of units")
    units: tuple[HonouredKind, ...] = required("单位荣誉对象", "who may hold the honours of units")
    persons: tuple[HonouredKind, ...] = required("个人荣誉对象", "who may hold the other honours")

    def amount_of(self, kind: Choice) -> Money:
        """The amount of a kind of honour: the term of its name."""
        first, *others = HonourKind
        amount: Money = getattr(self, first.field)
        for other in others:
            amount = where(kind.is_in((other,)), getattr(self, other.field), amount)
        return amount

    def may_hold(self, kind: Choice, honoured: Choice) -> Truth:
        """Whether one of this kind may hold the honour."""
        return where(kind.is_in(self.unit_honours), honoured.is_in(self.units), honoured.is_in(self.persons))


def honour_award(facts: HonourConferred, terms: HonourTerms) -> Award:
    """The reward of an honour that is conferred, by its kind."""
    amount = terms.amount_of(facts.kind)
    return award(
        amount,
        at_most=amount,
        conditions={
            "conferred": facts.conferred_on.happened,
            "may_hold": terms.may_hold(facts.kind, facts.honoured_kind),
        },
    )


RULE = Rule(
    name="honour_award",
    function=honour_award,
    facts=HonourConferred,
    terms=HonourTerms,
    labels={
        "conferred": Label("已表彰", "conferred"),
        "may_hold": Label("可获该荣誉", "may hold this honour"),
        "award": Label("奖励金额", "reward"),
    },
)
