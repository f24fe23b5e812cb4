"""Year-end bonuses linked with the annual result (年终绩效奖挂钩): ZY.bonus-link."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from investpolicy.errors import Problem, ScheduleError
from investpolicy.facts.points import AnnualResult, UnitKind
from investpolicy.models import Model, outside_rules, required
from investpolicy.outcomes import Award, award
from investpolicy.rules.rule import Rule
from investpolicy.rules.terms import OPEN, Terms
from investpolicy.schedules import Open
from investpolicy.values.formula import named, where
from investpolicy.values.label import Label
from investpolicy.values.money import NOTHING, Money
from investpolicy.values.points import Points
from investpolicy.values.ratio import Ratio
from investpolicy.values.rounding import TO_FEN, Rounding


class OpenBonus(Open):
    """A link that the document does not publish (未公布)."""

    def bonus(self, facts: AnnualResult) -> Money:
        """Unknown: it waits for this term."""
        return Money.unknown(self._name)


class BonusBracket(Model):
    """From an annual result on, this part of the full bonus: above 100% a reward, below it a cut."""

    error: ClassVar = ScheduleError
    from_: Points = Field(alias="from", title="起（含）", description="from, included")
    part: Ratio = Field(title="比例", description="part of the full bonus")


class ByResult(Model):
    """A part of the full bonus by the annual result (按考核结果分档). Below the first bracket there is none."""

    error: ClassVar = ScheduleError
    kind: Literal["by-result"]
    brackets: tuple[BonusBracket, ...] = Field(min_length=1, title="分档", description="brackets")
    rounding: Rounding = Field(TO_FEN, title="取整", description="rounding")

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """Brackets that do not rise, and parts below zero."""
        for place, one in enumerate(self.brackets):
            if one.part.fraction < 0:
                yield Problem(f"brackets.{place}.part", f"{one.part} is below zero", "write 0 or more, such as 120%")
        for place, (left, right) in enumerate(pairwise(self.brackets), start=1):
            if bool(right.from_ <= left.from_):
                what = f"from {right.from_} stands after from {left.from_}"
                yield Problem(f"brackets.{place}", what, "write brackets in rising order, each result once")

    def bonus(self, facts: AnnualResult) -> Money:
        """The part of the last bracket reached, rounded once."""
        bonus = NOTHING
        for bracket in self.brackets:
            part = facts.full_bonus.times(bracket.part, self.rounding)
            bonus = where(facts.points >= bracket.from_, part, bonus)
        return bonus

    def __str__(self) -> str:
        return "by result: " + ", ".join(f"from {one.from_} {one.part}" for one in self.brackets)


@outside_rules
def _spelled_out(given: Any) -> Any:
    """``open`` stands for itself."""
    return {"kind": OPEN} if isinstance(given, Open) or given == OPEN else given


BonusScale = Annotated[Annotated[ByResult | OpenBonus, Field(discriminator="kind")], BeforeValidator(_spelled_out)]
"""How the bonus follows from the result: by brackets, or open."""


class BonusLinkTerms(Terms):
    """Terms of a link between the annual result and the bonus."""

    units: tuple[UnitKind, ...] = required("适用单位", "units it applies to")
    scale: BonusScale = required("挂钩办法", "how the bonus follows from the result")


def bonus_link(facts: AnnualResult, terms: BonusLinkTerms) -> Award:
    """The bonus of a unit, or of a person responsible in it, by its annual result."""
    bonus = named("bonus", terms.scale.bonus(facts))
    return award(bonus, at_most=Money.unknown(), conditions={"unit_included": facts.kind.is_in(terms.units)})


RULE = Rule(
    name="bonus_link",
    function=bonus_link,
    facts=AnnualResult,
    terms=BonusLinkTerms,
    labels={
        "unit_included": Label("属于适用单位", "among the units it applies to"),
        "bonus": Label("挂钩后的绩效奖", "bonus by the result"),
        "award": Label("绩效奖金额", "bonus"),
    },
)
