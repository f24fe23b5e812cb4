"""The rules: pure functions of facts and terms. ``RULES`` lists them all."""

from typing import Final

from investpolicy.rules.award import RULE as _AWARD
from investpolicy.rules.award import GeneralAwardTerms, general_award
from investpolicy.rules.cost_sharing import RULE as _COST_SHARING
from investpolicy.rules.cost_sharing import CostSharingTerms, cost_sharing
from investpolicy.rules.fund_share import RULE as _FUND_SHARE
from investpolicy.rules.fund_share import FundShareTerms, fund_share
from investpolicy.rules.major_project_award import RULE as _MAJOR_PROJECT_AWARD
from investpolicy.rules.major_project_award import MajorProjectTerms, major_project_award
from investpolicy.rules.park_ranking_award import RULE as _PARK_RANKING_AWARD
from investpolicy.rules.park_ranking_award import ParkRankingTerms, park_ranking_award
from investpolicy.rules.process import PROCESS_RULES
from investpolicy.rules.referral_reward import RULE as _REFERRAL_REWARD
from investpolicy.rules.referral_reward import ReferralRewardTerms, referral_reward
from investpolicy.rules.rule import Rule

RULES: Final[dict[str, Rule]] = {
    rule.name: rule
    for rule in (
        _AWARD,
        _COST_SHARING,
        _FUND_SHARE,
        _MAJOR_PROJECT_AWARD,
        _PARK_RANKING_AWARD,
        _REFERRAL_REWARD,
        *PROCESS_RULES,
    )
}
"""Every rule by the name that policy files use."""

__all__ = [
    "RULES",
    "CostSharingTerms",
    "FundShareTerms",
    "GeneralAwardTerms",
    "MajorProjectTerms",
    "ParkRankingTerms",
    "ReferralRewardTerms",
    "Rule",
    "cost_sharing",
    "fund_share",
    "general_award",
    "major_project_award",
    "park_ranking_award",
    "referral_reward",
]
