"""Funds that arrived for a project (到位资金), and the reward fund for who introduced it (引荐奖励基金)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Self

from pydantic import BeforeValidator, model_validator

from investpolicy.errors import FactsError, Problem
from investpolicy.facts.base import Facts
from investpolicy.facts.project import Project
from investpolicy.facts.referral import Referral
from investpolicy.models import MoneyField, TruthField, labelled, outside_rules
from investpolicy.values.foreign import ForeignAmount
from investpolicy.values.label import Label, Labelled
from investpolicy.values.money import NOTHING, Money
from investpolicy.values.text import day_of, decimal_of


class ConvertedOn(Labelled):
    """The day whose rate converts foreign currency (外币折算汇率的日期)."""

    ARRIVAL = "arrival", "资金到账日", "the day the funds arrived"
    AWARD = "award", "奖励核定日", "the day the reward is decided"


def _rate(given: object) -> object:
    if isinstance(given, (bool, float)):
        what = f"a rate can not be made from {type(given).__name__} {given!r}"
        raise FactsError(Problem("", what, "write the yuan for one unit of the currency as text: '6.80'"))
    rate = decimal_of(given) if isinstance(given, str) else given
    if isinstance(rate, (Decimal, int)) and rate <= 0:
        raise FactsError(Problem("", f"rate {rate} is not above zero", "write the yuan for one unit of the currency"))
    return rate


_Rate = Annotated[Decimal, BeforeValidator(_rate)]
_Date = Annotated[date, BeforeValidator(lambda given: day_of(given) if isinstance(given, str) else given)]


class Arrival(Facts):
    """One arrival of funds (到账): an amount in yuan, or one in foreign currency with the rates that convert it.

    ``rate`` is the yuan for one unit of the currency on ``rate_on``, the day the funds arrived; ``award_rate`` that on
    ``award_rate_on``, the day the reward is decided.
    """

    fact_name: ClassVar[str] = "arrival"
    kind_label: ClassVar[Label] = Label("到账", "arrival of funds")

    amount: MoneyField = labelled("到账金额", "amount in yuan")
    foreign_amount: ForeignAmount | None = labelled("到账外币金额", "amount in foreign currency", default=None)
    rate: _Rate | None = labelled("到账日汇率", "rate when the funds arrived", default=None)
    rate_on: _Date | None = labelled("到账日汇率日期", "day of that rate", default=None)
    award_rate: _Rate | None = labelled("核定日汇率", "rate when the reward is decided", default=None)
    award_rate_on: _Date | None = labelled("核定日汇率日期", "day of the rate when the reward is decided", default=None)
    from_foreign_investor: TruthField = labelled("外方投入", "from the foreign investor")

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """Two amounts, and a rate without its day or its foreign amount."""
        if self.amount.is_known and self.foreign_amount is not None:
            yield Problem("amount", "is given beside an amount in foreign currency", "keep one of the two")
        for name in ("rate", "award_rate"):
            rate, on = getattr(self, name), getattr(self, f"{name}_on")
            if (rate is None) != (on is None):
                lacks = f"{name}_on" if on is None else name
                yield Problem(lacks, "a rate and its day are given together", "write both")
            if rate is not None and self.foreign_amount is None:
                yield Problem(name, "a rate without an amount in foreign currency", "leave it out")

    @outside_rules
    def in_yuan(self, on: ConvertedOn) -> Money:
        """The amount, converted at the rate of that day; unknown where the rate is not on record."""
        if self.foreign_amount is None:
            return self.amount
        arrival = on is ConvertedOn.ARRIVAL
        rate, day = (self.rate, self.rate_on) if arrival else (self.award_rate, self.award_rate_on)
        if rate is None or day is None:
            return Money.unknown("arrival.rate" if arrival else "arrival.award_rate")
        return self.foreign_amount.in_yuan(rate, day).money

    @outside_rules
    def foreign_part(self, on: ConvertedOn) -> Money:
        """What of it the foreign investor paid in: foreign currency, unless told otherwise."""
        told = self.from_foreign_investor
        if told.is_known:
            return self.in_yuan(on) if bool(told) else NOTHING
        return Money.unknown(*told.missing) if self.foreign_amount is None else self.in_yuan(on)


class FundReferral(Referral):
    """A referrer's part in a project that is rewarded from a reward fund.

    Where ``arrivals`` lists all funds that arrived, the amounts of the project that follow from them are filled in:
    converted when they arrived (``project.arrived_funds``, ``project.foreign_capital_arrived``) and when the reward
    is decided (``arrived_at_award``, ``foreign_at_award``).
    """

    fact_name: ClassVar[str] = "fund_referral"
    kind_label: ClassVar[Label] = Label("引荐奖励基金", "referral fund")

    arrivals: tuple[Arrival, ...] = labelled("到位资金明细", "all arrivals of funds", default=())
    arrived_at_award: MoneyField = labelled(
        "到位资金（按核定日汇率）", "funds arrived, at the rate when the reward is decided"
    )
    foreign_at_award: MoneyField = labelled(
        "到位外资（按核定日汇率）", "foreign capital, at the rate when the reward is decided"
    )

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """Amounts that are not those of the arrivals listed."""
        yield from super().contradictions()
        for path, total in self._totals():
            given = self._amount_at(path)
            if given.is_known and total.is_known and given != total:
                what = f"is {given}, the arrivals listed come to {total}"
                yield Problem(path, what, "correct one of the two, or leave the amount out")

    @model_validator(mode="after")
    def _from_arrivals(self) -> Self:
        found = {path: total for path, total in self._totals() if not self._amount_at(path).is_known}
        of_project = {path.removeprefix("project."): total for path, total in found.items() if "." in path}
        filled = {path: total for path, total in found.items() if "." not in path}
        for name, value in {**filled, "project": self.project.model_copy(update=of_project)}.items():
            object.__setattr__(self, name, value)  # frozen once it is made
        return self

    @outside_rules
    def _amount_at(self, path: str) -> Money:
        part, _, name = path.rpartition(".")
        amount: Money = getattr(self.project if part else self, name)
        return amount

    @outside_rules
    def _totals(self) -> Iterator[tuple[str, Money]]:
        """What the arrivals come to, by where it stands; nothing where none are listed."""
        if self.arrivals:
            arrival, award = ConvertedOn.ARRIVAL, ConvertedOn.AWARD
            yield "project.arrived_funds", _sum(one.in_yuan(arrival) for one in self.arrivals)
            yield "project.foreign_capital_arrived", _sum(one.foreign_part(arrival) for one in self.arrivals)
            yield "arrived_at_award", _sum(one.in_yuan(award) for one in self.arrivals)
            yield "foreign_at_award", _sum(one.foreign_part(award) for one in self.arrivals)

    def valued(self, on: ConvertedOn) -> Project:
        """The project with what arrived converted at the rate of that day."""
        match on:
            case ConvertedOn.ARRIVAL:
                return self.project
            case _:
                at_award: dict[str, Any] = {
                    "arrived_funds": self.arrived_at_award,
                    "foreign_capital_arrived": self.foreign_at_award,
                }
                return self.project.model_copy(update=at_award)


@outside_rules
def _sum(amounts: Iterator[Money]) -> Money:
    return sum(amounts, NOTHING)
