"""Awards for the annual assessment of parks (园区综合考核奖励): MY22.park-ranking-award."""

from __future__ import annotations

from investpolicy.aggregates import Ties
from investpolicy.facts.park import ParkYear
from investpolicy.models import required
from investpolicy.outcomes import Award, award
from investpolicy.rules.ranking import prize_of
from investpolicy.rules.rule import Rule
from investpolicy.rules.terms import Terms
from investpolicy.schedules import Ranked
from investpolicy.values.formula import named
from investpolicy.values.label import Label, Labelled
from investpolicy.values.money import NOTHING


class AmountIsFor(Labelled):
    """Whose the published amount is (金额的对象)."""

    PARK = "park", "每个园区", "each park"
    TIER = "tier", "每一档", "a tier, to share"


class HeldTogether(Labelled):
    """Whether two awards of one year are both paid (能否兼得)."""

    BOTH = "both", "兼得", "both"
    HIGHER = "higher", "就高不重复", "the higher only"


class ParkRankingTerms(Terms):
    """Terms of an award by rank."""

    prizes: Ranked = required("分档奖励", "prizes by rank")
    amount_is_for: AmountIsFor = required("金额对象", "whose the amount is")
    ties: Ties = required("并列规则", "tie rule")
    held_together: HeldTogether = required("能否兼得", "together with the other award")

    @property
    def paid(self) -> Ranked:
        """The prizes, a tier's amount divided between its ranks where it is to be shared."""
        match self.amount_is_for:
            case AmountIsFor.PARK:
                return self.prizes
            case _:
                return self.prizes.shared_in_tiers()

    @property
    def tie_rule(self) -> Ties:
        """What those who are tied get. Where a tier's amount is shared, never more than the ranks they take."""
        match (self.amount_is_for, self.ties):
            case (AmountIsFor.PARK, _) | (_, Ties.UNDETERMINED):
                return self.ties
            case _:
                return Ties.POOLED


def park_ranking_award(facts: ParkYear, terms: ParkRankingTerms) -> Award:
    """The award of one park for its place in the year's assessment."""
    prize = named("prize", prize_of(facts.place, terms.paid, terms.tie_rule))
    conditions = {"among_the_ranks": prize > NOTHING}
    match terms.held_together:
        case HeldTogether.HIGHER:
            conditions["higher_of_the_two"] = prize > facts.other_award
        case _:
            pass
    return award(prize, at_most=prize, conditions=conditions)


RULE = Rule(
    name="park_ranking_award",
    function=park_ranking_award,
    facts=ParkYear,
    terms=ParkRankingTerms,
    labels={
        "among_the_ranks": Label("名次在奖励范围内", "among the ranks that are paid"),
        "higher_of_the_two": Label("高于同年另一奖项", "higher than the other award"),
        "pool": Label("并列名次奖金", "prizes of the places of those tied"),
        "prize": Label("名次对应奖励", "prize of the rank"),
        "award": Label("奖励金额", "award"),
    },
)
