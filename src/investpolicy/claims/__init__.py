"""Claims (申报): read as offices keep them, judged against what the policy gives."""

from investpolicy.claims.check import check_claims
from investpolicy.claims.report import Claim, ClaimsReport
from investpolicy.claims.verdicts import Verdict

__all__ = ["Claim", "ClaimsReport", "Verdict", "check_claims"]
