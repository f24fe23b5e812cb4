"""Awards for parks that land major projects (重大项目奖励): MY22.major-project-award."""

from __future__ import annotations

from typing import Final

from investpolicy.aggregates import Ties
from investpolicy.facts.park import ParkYear
from investpolicy.facts.project import Landed, Project
from investpolicy.models import required
from investpolicy.outcomes import Award, award
from investpolicy.rules.award import ThresholdTerms
from investpolicy.rules.park_ranking_award import HeldTogether
from investpolicy.rules.ranking import prize_of
from investpolicy.rules.rule import Rule
from investpolicy.schedules import Ranked
from investpolicy.values.count import Count
from investpolicy.values.formula import all_of, named
from investpolicy.values.label import Label, Labelled
from investpolicy.values.money import NOTHING
from investpolicy.values.truth import Truth


class RankedUnits(Labelled):
    """What is ranked (排名对象)."""

    PARKS = "parks", "园区", "parks"
    PROJECTS = "projects", "项目", "projects, so that one park may win more than once"


class RankedBy(Labelled):
    """What a park is ranked by (排名依据)."""

    TOTAL = "total", "项目投资总额", "total investment of its projects"
    NUMBER = "number", "项目个数", "number of its projects"
    LARGEST = "largest", "最大项目投资额", "its largest project"


class PrizeIsFor(Labelled):
    """Whose the prize is (奖金的对象)."""

    EACH = "each", "每个园区", "each winner"
    ALL = "all", "获奖园区共享", "all winners, to share"


class YearMeans(Labelled):
    """What must happen in the year (年度口径)."""

    BOTH = "both", "引进和落地均在当年", "signing and landing"
    LANDING = "landing", "当年落地即可", "landing alone"


class MajorProjectTerms(ThresholdTerms):
    """Terms of an award for major projects."""

    prizes: Ranked = required("名次奖励", "prizes by rank")
    prize_is_for: PrizeIsFor = required("奖金对象", "whose the prize is")
    ranked_units: RankedUnits = required("排名对象", "what is ranked")
    ranked_by: RankedBy = required("排名依据", "what parks are ranked by")
    ties: Ties = required("并列规则", "tie rule")
    landed_means: Landed = required("落地含义", "what counts as landing")
    year_means: YearMeans = required("年度口径", "what must happen in the year")
    held_together: HeldTogether = required("能否兼得", "together with the other award")

    def qualifies(self, project: Project, year: int) -> Truth:
        """Whether a project counts: large enough, and introduced and landed in the year."""
        landed = all_of(self.large_enough(project), project.landing_day(self.landed_means).within_year(year))
        match self.year_means:
            case YearMeans.BOTH:
                return all_of(landed, project.signed_on.within_year(year))
            case _:
                return all_of(landed, project.signed)


def major_project_award(facts: ParkYear, terms: MajorProjectTerms) -> Award:
    """The award of one park for the major projects that it landed in the year."""
    match (terms.prize_is_for, terms.ranked_units):
        case (PrizeIsFor.EACH, RankedUnits.PARKS):
            prize = prize_of(facts.place, terms.prizes, terms.ties)
            wins = prize > NOTHING
        case (PrizeIsFor.EACH, _):
            prize = terms.prizes.for_each(facts.winning, "terms.prizes")  # a project's rank is not a park's
            wins = facts.winning >= _ONE
        case _:
            prize = terms.prizes.part_for_each(facts.winners, facts.winner_order, "terms.prizes")
            wins = facts.winning >= _ONE
    conditions = {"has_major_project": facts.qualifying >= _ONE, "among_the_first": wins}
    match terms.held_together:
        case HeldTogether.HIGHER:
            conditions["higher_of_the_two"] = prize >= facts.other_award
        case _:
            pass
    prize = named("prize", prize)
    return award(prize, at_most=prize, conditions=conditions)


_ONE: Final = Count(1)

RULE = Rule(
    name="major_project_award",
    function=major_project_award,
    facts=ParkYear,
    terms=MajorProjectTerms,
    labels={
        "has_major_project": Label("当年有符合条件的重大项目", "landed a major project in the year"),
        "among_the_first": Label("位列奖励名次", "among the ranks that are paid"),
        "higher_of_the_two": Label("不低于同年另一奖项", "not lower than the other award"),
        "pool": Label("并列名次奖金", "prizes of the places of those tied"),
        "prize": Label("名次对应奖励", "prize of the rank"),
        "award": Label("奖励金额", "award"),
    },
)
