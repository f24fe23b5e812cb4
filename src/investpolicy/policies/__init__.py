"""Policies: documents as terms, readings and patches; and the decisions they make."""

from investpolicy.policies.decision import Citation, Condition, Decision, Step
from investpolicy.policies.loader import load_policy, policies, policy
from investpolicy.policies.policy import Policy, Provision
from investpolicy.policies.readings import Readings, readings
from investpolicy.policies.verify import Verification, verify

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
    "readings",
    "verify",
]
