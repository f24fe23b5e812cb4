"""The register of policies: documents as terms, readings and patches; and the decisions they make."""

from investpolicy.register.decision import Citation, Condition, Decision, Step
from investpolicy.register.loader import load_policy, policies, policy
from investpolicy.register.notices import read_notice
from investpolicy.register.policy import Policy, Provision
from investpolicy.register.readings import Readings, readings
from investpolicy.register.verify import Verification, verify

__all__ = [
    "Citation",
    "Condition",
    "Decision",
    "Policy",
    "Provision",
    "Readings",
    "Step",
    "Verification",
    "load_policy",
    "policies",
    "policy",
    "read_notice",
    "readings",
    "verify",
]
