"""The typed domain model: the facts that rules are applied to."""

from investpolicy.facts.admission import Admission
from investpolicy.facts.agency import Agency, Agent
from investpolicy.facts.arrangement import Arrangement, PartHeld
from investpolicy.facts.association import AssociationSupport, SupportPurpose
from investpolicy.facts.award import ProjectAward
from investpolicy.facts.base import Facts
from investpolicy.facts.budget import HonouringBudget, HonouringPayment
from investpolicy.facts.completion import Completion
from investpolicy.facts.contest import Contestant, Earned, Ledger, LedgerRow, MonthlyContest
from investpolicy.facts.events import (
    ActivityLog,
    CardSubmission,
    ConstructionSchedule,
    Correction,
    DistrictQuarter,
    MeetingLog,
    MissedReason,
    MonthOfProgress,
    Objection,
    ProgressRecord,
    ProjectDispatch,
    Receipt,
    RecordedProject,
    Submission,
)
from investpolicy.facts.funding import FundingRound
from investpolicy.facts.green_channel import CardUse, ChannelProject, GreenChannel, ServiceGiven, Talent
from investpolicy.facts.honour import DistrictResults, HonourConferred, HonouredKind, HonourKind
from investpolicy.facts.joint_review import JointReview, ReviewedLead, ReviewMeeting
from investpolicy.facts.life import STAGES, ProjectLife, Stage
from investpolicy.facts.park import CityYear, ParkYear, Place
from investpolicy.facts.performance import AgreementPerformance, EconomicTerm, Milestone
from investpolicy.facts.personnel import Appointment, Candidate, Neglect, Official, PersonnelYear
from investpolicy.facts.points import (
    AdjustedUnit,
    Adjustment,
    AnnualResult,
    AssessedItem,
    AssessedUnit,
    Lead,
    LeadRecord,
    UnitKind,
)
from investpolicy.facts.pool import IndustryProject, PooledProject, ProjectPool
from investpolicy.facts.procedure import ProcedureRecord, StepTaken
from investpolicy.facts.project import CapitalOrigin, Landed, LocalityKind, Project, Sector
from investpolicy.facts.referral import Referral, Referrer, ReferrerKind
from investpolicy.facts.referral_fund import Arrival, ConvertedOn, FundReferral
from investpolicy.facts.sharing import EnclaveAgreement, ProjectMove, SharedIndex, SharedItem, SharedTax
from investpolicy.facts.support import SupportClaim
from investpolicy.facts.targets import CarrierFigures, CarrierPeriod, GrowthYear, SizeCount, TargetYear
from investpolicy.schedules import Measure

__all__ = [
    "STAGES",
    "ActivityLog",
    "AdjustedUnit",
    "Adjustment",
    "Admission",
    "Agency",
    "Agent",
    "AgreementPerformance",
    "AnnualResult",
    "Appointment",
    "Arrangement",
    "Arrival",
    "AssessedItem",
    "AssessedUnit",
    "AssociationSupport",
    "Candidate",
    "CapitalOrigin",
    "CardSubmission",
    "CardUse",
    "CarrierFigures",
    "CarrierPeriod",
    "ChannelProject",
    "CityYear",
    "Completion",
    "ConstructionSchedule",
    "Contestant",
    "ConvertedOn",
    "Correction",
    "DistrictQuarter",
    "DistrictResults",
    "Earned",
    "EconomicTerm",
    "EnclaveAgreement",
    "Facts",
    "FundReferral",
    "FundingRound",
    "GreenChannel",
    "GrowthYear",
    "HonourConferred",
    "HonourKind",
    "HonouredKind",
    "HonouringBudget",
    "HonouringPayment",
    "IndustryProject",
    "JointReview",
    "Landed",
    "Lead",
    "LeadRecord",
    "Ledger",
    "LedgerRow",
    "LocalityKind",
    "Measure",
    "MeetingLog",
    "Milestone",
    "MissedReason",
    "MonthOfProgress",
    "MonthlyContest",
    "Neglect",
    "Objection",
    "Official",
    "ParkYear",
    "PartHeld",
    "PersonnelYear",
    "Place",
    "PooledProject",
    "ProcedureRecord",
    "ProgressRecord",
    "Project",
    "ProjectAward",
    "ProjectDispatch",
    "ProjectLife",
    "ProjectMove",
    "ProjectPool",
    "Receipt",
    "RecordedProject",
    "Referral",
    "Referrer",
    "ReferrerKind",
    "ReviewMeeting",
    "ReviewedLead",
    "Sector",
    "ServiceGiven",
    "SharedIndex",
    "SharedItem",
    "SharedTax",
    "SizeCount",
    "Stage",
    "StepTaken",
    "Submission",
    "SupportClaim",
    "SupportPurpose",
    "Talent",
    "TargetYear",
    "UnitKind",
]
