"""The typed domain model: the facts that rules are applied to."""

from investpolicy.facts.award import ProjectAward
from investpolicy.facts.base import Facts
from investpolicy.facts.funding import FundingRound
from investpolicy.facts.park import ParkYear, Place
from investpolicy.facts.project import CapitalOrigin, Landed, LocalityKind, Project, Sector
from investpolicy.facts.referral import Referral, Referrer, ReferrerKind
from investpolicy.facts.support import SupportClaim
from investpolicy.schedules import Measure

__all__ = [
    "CapitalOrigin",
    "Facts",
    "FundingRound",
    "Landed",
    "LocalityKind",
    "Measure",
    "ParkYear",
    "Place",
    "Project",
    "ProjectAward",
    "Referral",
    "Referrer",
    "ReferrerKind",
    "Sector",
    "SupportClaim",
]
