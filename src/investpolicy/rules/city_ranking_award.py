"""Fiscal rewards for cities ranked at the front (设区市排名奖励): SD.guangxi-ranking."""

from __future__ import annotations

from investpolicy.aggregates import Ties
from investpolicy.facts.park import CityYear
from investpolicy.models import required
from investpolicy.outcomes import Award, award
from investpolicy.rules.ranking import prize_of
from investpolicy.rules.rule import Rule
from investpolicy.rules.terms import Terms
from investpolicy.schedules import Prizes
from investpolicy.values.formula import named
from investpolicy.values.label import Label
from investpolicy.values.money import NOTHING


class CityRankingTerms(Terms):
    """Terms of a reward by rank; ``prizes`` are open where neither the places nor the amounts are published."""

    prizes: Prizes = required("分档奖励", "prizes by rank")
    ties: Ties = required("并列规则", "tie rule")


def city_ranking_award(facts: CityYear, terms: CityRankingTerms) -> Award:
    """The reward of one city for its place in the year's assessment."""
    prize = named("prize", prize_of(facts.place, terms.prizes, terms.ties))
    return award(prize, at_most=prize, conditions={"among_the_ranks": prize > NOTHING})


RULE = Rule(
    name="city_ranking_award",
    function=city_ranking_award,
    facts=CityYear,
    terms=CityRankingTerms,
    labels={
        "among_the_ranks": Label("名次在奖励范围内", "among the ranks that are paid"),
        "pool": Label("并列名次奖金", "prizes of the places of those tied"),
        "prize": Label("名次对应奖励", "prize of the rank"),
        "award": Label("奖励金额", "reward"),
    },
)
