"""China's local investment-promotion policies as typed, exact, explained rules.

>>> import investpolicy as ip
>>> ip.Money.parse("5.2亿元").to("万元")
'52000万元'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from investpolicy import errors, facts, rules
from investpolicy.errors import PolicyError, PolicyWarning
from investpolicy.policies import (
    Decision,
    Policy,
    Readings,
    Verification,
    load_policy,
    policies,
    policy,
    readings,
    verify,
)
from investpolicy.values import (
    Choice,
    Count,
    Day,
    ForeignAmount,
    Money,
    Points,
    Ratio,
    Rounding,
    Shares,
    Truth,
    Unknown,
)

if TYPE_CHECKING:
    __version__: str
    from investpolicy import frames
    from investpolicy.claims import ClaimsReport, check_claims

__all__ = [
    "Choice",
    "ClaimsReport",
    "Count",
    "Day",
    "Decision",
    "ForeignAmount",
    "Money",
    "Points",
    "Policy",
    "PolicyError",
    "PolicyWarning",
    "Ratio",
    "Readings",
    "Rounding",
    "Shares",
    "Truth",
    "Unknown",
    "Verification",
    "__version__",
    "check_claims",
    "errors",
    "facts",
    "frames",
    "load_policy",
    "policies",
    "policy",
    "readings",
    "rules",
    "verify",
]

_LAZY = {"check_claims": "investpolicy.claims", "ClaimsReport": "investpolicy.claims", "frames": "investpolicy"}


def __getattr__(name: str) -> Any:
    """What needs more than the core is imported when it is first used."""
    if name not in _LAZY and name != "__version__":
        raise AttributeError(f"module 'investpolicy' has no attribute {name!r}")
    from importlib import import_module

    if name == "__version__":
        return import_module("investpolicy.version").version_of_library()
    if name == "frames":
        return import_module("investpolicy.frames")
    return getattr(import_module(_LAZY[name]), name)
