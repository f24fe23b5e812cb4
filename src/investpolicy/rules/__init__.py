"""The rules: pure functions of facts and terms. ``RULES`` lists them all."""

from typing import Final

from investpolicy.rules.association_support import RULE as _ASSOCIATION_SUPPORT
from investpolicy.rules.association_support import AssociationSupportTerms, association_support
from investpolicy.rules.award import RULE as _AWARD
from investpolicy.rules.award import GeneralAwardTerms, general_award
from investpolicy.rules.bonus_link import RULE as _BONUS_LINK
from investpolicy.rules.bonus_link import BonusLinkTerms, bonus_link
from investpolicy.rules.city_ranking_award import RULE as _CITY_RANKING_AWARD
from investpolicy.rules.city_ranking_award import CityRankingTerms, city_ranking_award
from investpolicy.rules.cost_sharing import RULE as _COST_SHARING
from investpolicy.rules.cost_sharing import CostSharingTerms, cost_sharing
from investpolicy.rules.focus_industries import RULE as _FOCUS_INDUSTRIES
from investpolicy.rules.focus_industries import FocusTerms, focus_industries
from investpolicy.rules.fund_share import RULE as _FUND_SHARE
from investpolicy.rules.fund_share import FundShareTerms, fund_share
from investpolicy.rules.honour_award import RULE as _HONOUR_AWARD
from investpolicy.rules.honour_award import HonourTerms, honour_award
from investpolicy.rules.index_sharing import RULE as _INDEX_SHARING
from investpolicy.rules.index_sharing import MoveSharingTerms, index_sharing
from investpolicy.rules.major_project_award import RULE as _MAJOR_PROJECT_AWARD
from investpolicy.rules.major_project_award import MajorProjectTerms, major_project_award
from investpolicy.rules.new_enterprise_award import RULE as _NEW_ENTERPRISE_AWARD
from investpolicy.rules.new_enterprise_award import NewEnterpriseTerms, new_enterprise_award
from investpolicy.rules.park_ranking_award import RULE as _PARK_RANKING_AWARD
from investpolicy.rules.park_ranking_award import ParkRankingTerms, park_ranking_award
from investpolicy.rules.points_adjustment import RULE as _POINTS_ADJUSTMENT
from investpolicy.rules.points_adjustment import PointsAdjustmentTerms, points_adjustment
from investpolicy.rules.process import PROCESS_RULES
from investpolicy.rules.referral_fund import RULE as _REFERRAL_FUND
from investpolicy.rules.referral_fund import ReferralFundTerms, referral_fund
from investpolicy.rules.referral_reward import RULE as _REFERRAL_REWARD
from investpolicy.rules.referral_reward import ReferralRewardTerms, referral_reward
from investpolicy.rules.results_award import RULE as _RESULTS_AWARD
from investpolicy.rules.results_award import ResultsAwardTerms, results_award
from investpolicy.rules.rule import Rule
from investpolicy.rules.tax_sharing import RULE as _TAX_SHARING
from investpolicy.rules.tax_sharing import TaxSharingTerms, tax_sharing
from investpolicy.rules.weighted_score import RULE as _WEIGHTED_SCORE
from investpolicy.rules.weighted_score import WeightedScoreTerms, weighted_score

RULES: Final[dict[str, Rule]] = {
    rule.name: rule
    for rule in (
        _AWARD,
        _COST_SHARING,
        _FOCUS_INDUSTRIES,
        _FUND_SHARE,
        _MAJOR_PROJECT_AWARD,
        _PARK_RANKING_AWARD,
        _REFERRAL_REWARD,
        _BONUS_LINK,
        _INDEX_SHARING,
        _POINTS_ADJUSTMENT,
        _TAX_SHARING,
        _WEIGHTED_SCORE,
        _ASSOCIATION_SUPPORT,
        _CITY_RANKING_AWARD,
        _HONOUR_AWARD,
        _NEW_ENTERPRISE_AWARD,
        _REFERRAL_FUND,
        _RESULTS_AWARD,
        *PROCESS_RULES,
    )
}
"""Every rule by the name that policy files use."""

__all__ = [
    "RULES",
    "AssociationSupportTerms",
    "BonusLinkTerms",
    "CityRankingTerms",
    "CostSharingTerms",
    "FocusTerms",
    "FundShareTerms",
    "GeneralAwardTerms",
    "HonourTerms",
    "MajorProjectTerms",
    "MoveSharingTerms",
    "NewEnterpriseTerms",
    "ParkRankingTerms",
    "PointsAdjustmentTerms",
    "ReferralFundTerms",
    "ReferralRewardTerms",
    "ResultsAwardTerms",
    "Rule",
    "TaxSharingTerms",
    "WeightedScoreTerms",
    "association_support",
    "bonus_link",
    "city_ranking_award",
    "cost_sharing",
    "focus_industries",
    "fund_share",
    "general_award",
    "honour_award",
    "index_sharing",
    "major_project_award",
    "new_enterprise_award",
    "park_ranking_award",
    "points_adjustment",
    "referral_fund",
    "referral_reward",
    "results_award",
    "tax_sharing",
    "weighted_score",
]
