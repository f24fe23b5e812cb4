"""Amounts in foreign currency (外币金额): a fact, turned into money by a given rate on a given day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from investpolicy.errors import KindError, Problem, ValueTextError
from investpolicy.values import text
from investpolicy.values.money import Money
from investpolicy.values.rounding import TO_FEN, Rounding, divide_round
from investpolicy.values.written import Written


@dataclass(frozen=True, slots=True)
class ForeignAmount(Written):
    """``amount`` of ``currency`` (an ISO code). Rules see money only: :meth:`in_yuan` needs the rate and its day."""

    currency: str
    amount: Decimal

    def __post_init__(self) -> None:
        if self.currency not in text.CURRENCIES:
            known = "known: " + ", ".join(text.CURRENCIES)
            raise ValueTextError(Problem("", f"currency {self.currency!r} is not known", known))
        if not isinstance(self.amount, Decimal):
            hint = "a float is not exact: write a Decimal, or ForeignAmount.parse('1000万美元')"
            what = f"a foreign amount can not be made from {type(self.amount).__name__} {self.amount!r}"
            raise KindError(Problem("", what, hint))
        if not self.amount.is_finite():
            raise ValueTextError(Problem("", f"{self.amount} is no amount", "leave it out where it is not known"))

    @classmethod
    def parse(cls, written: str) -> ForeignAmount:
        """Read ``1000万美元``, ``USD 10,000,000``. :raises ValueTextError: for anything else."""
        if not isinstance(written, str):
            hint = "write '1000万美元' in quotes"
            raise KindError(
                Problem("", f"ForeignAmount.parse takes text, not {type(written).__name__} {written!r}", hint)
            )
        return cls(*text.foreign_of(written))

    @classmethod
    def read(cls, given: object, *, json: bool = False) -> ForeignAmount:
        """From text."""
        return cls.parse(given)  # type: ignore[arg-type]

    def to_json(self) -> str:
        """``USD 10000000``."""
        return f"{self.currency} {self.amount:f}"

    def in_yuan(self, rate: Decimal, on: date, rounding: Rounding = TO_FEN) -> Conversion:
        """Converted at ``rate`` yuan for one unit of the currency, the rate of the day ``on``."""
        if isinstance(rate, bool) or not isinstance(rate, (Decimal, int)):
            raise KindError(Problem("", f"a rate can not be {type(rate).__name__} {rate!r}", "write a Decimal('6.80')"))
        if not Decimal(rate).is_finite() or rate <= 0:
            raise ValueTextError(
                Problem("", f"rate {rate} is not positive", "write the yuan for one unit of the currency")
            )
        exact = Fraction(self.amount) * Fraction(rate) * 100 / rounding.fen
        fen = rounding.fen * divide_round(exact.numerator, exact.denominator, rounding.mode)
        return Conversion(self, Decimal(rate), on, Money.fen(fen))

    def __str__(self) -> str:
        return f"{self.currency} {self.amount:,f}"


@dataclass(frozen=True, slots=True)
class Conversion:
    """A foreign amount turned into money, with the rate and its day on the record."""

    foreign: ForeignAmount
    rate: Decimal
    on: date
    money: Money
