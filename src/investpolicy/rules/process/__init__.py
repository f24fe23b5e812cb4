"""Process rules (流程规则): deadlines, cadences, call-ins, standings, totals, lists.

They reason over dates and lists of a record, in plain Python, and have no formula; one file a rule family. What is
not told is unknown here too: a missing day is never a day that did not come.
"""

from typing import Final

from investpolicy.rules.process.admission import RULE as _ADMISSION
from investpolicy.rules.process.agents import RULE as _AGENTS
from investpolicy.rules.process.cadence import FROM_YEAR_RULE as _CADENCE_FROM_YEAR
from investpolicy.rules.process.cadence import MEETINGS_RULE as _MEETINGS
from investpolicy.rules.process.cadence import RULE as _CADENCE
from investpolicy.rules.process.carrier_assessment import RULE as _CARRIER_ASSESSMENT
from investpolicy.rules.process.classify import RULE as _CLASSIFY
from investpolicy.rules.process.construction_schedule import RULE as _CONSTRUCTION_SCHEDULE
from investpolicy.rules.process.deadline import RULE as _WORKING_DAY_LIMIT
from investpolicy.rules.process.deadline import SERVICE_CARD_RULE as _SERVICE_CARD_LIMIT
from investpolicy.rules.process.dispatch import RULE as _DISPATCH
from investpolicy.rules.process.escalation import RULE as _ESCALATION
from investpolicy.rules.process.exactly_one import RULE as _EXACTLY_ONE
from investpolicy.rules.process.green_channel import RULE as _GREEN_CHANNEL
from investpolicy.rules.process.honouring_budget import RULE as _HONOURING_BUDGET
from investpolicy.rules.process.interview import QUARTERLY_RULE as _QUARTERLY_CALL_IN
from investpolicy.rules.process.interview import RULE as _CALL_IN
from investpolicy.rules.process.joint_review import RULE as _JOINT_REVIEW
from investpolicy.rules.process.lead_quota import RULE as _LEAD_QUOTA
from investpolicy.rules.process.ledger import TEAM_LEDGER as _TEAM_LEDGER
from investpolicy.rules.process.ledger import TRIP_TABLE as _TRIP_TABLE
from investpolicy.rules.process.negotiated_sharing import RULE as _NEGOTIATED_SHARING
from investpolicy.rules.process.performance import RULE as _PERFORMANCE
from investpolicy.rules.process.personnel import RULE as _PERSONNEL
from investpolicy.rules.process.procedure import RULE as _PROCEDURE
from investpolicy.rules.process.publicity import RULE as _PUBLICITY
from investpolicy.rules.process.standings import ARENA as _ARENA
from investpolicy.rules.process.standings import MONTHLY_RANKING as _MONTHLY_RANKING
from investpolicy.rules.process.targets import GROWTH as _GROWTH
from investpolicy.rules.process.targets import LARGE_PROJECT_TARGET as _LARGE_PROJECT_TARGET
from investpolicy.rules.process.targets import TARGET_COMPLETION as _TARGET_COMPLETION
from investpolicy.rules.rule import Rule

PROCESS_RULES: Final[tuple[Rule, ...]] = (
    _PROCEDURE,
    _PERSONNEL,
    _JOINT_REVIEW,
    _GREEN_CHANNEL,
    _EXACTLY_ONE,
    _ESCALATION,
    _AGENTS,
    _ADMISSION,
    _HONOURING_BUDGET,
    _LEAD_QUOTA,
    _NEGOTIATED_SHARING,
    _ARENA,
    _MONTHLY_RANKING,
    _CARRIER_ASSESSMENT,
    _CLASSIFY,
    _PERFORMANCE,
    _TEAM_LEDGER,
    _TRIP_TABLE,
    _GROWTH,
    _LARGE_PROJECT_TARGET,
    _TARGET_COMPLETION,
    _WORKING_DAY_LIMIT,
    _SERVICE_CARD_LIMIT,
    _CONSTRUCTION_SCHEDULE,
    _PUBLICITY,
    _CADENCE,
    _CADENCE_FROM_YEAR,
    _MEETINGS,
    _DISPATCH,
    _CALL_IN,
    _QUARTERLY_CALL_IN,
)
"""All process rules."""
