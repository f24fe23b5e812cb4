"""China's local investment-promotion policies as typed, exact, explained rules.

>>> import investpolicy as ip
>>> ip.Money.parse("5.2亿元").to("万元")
'52000万元'

Every public name is here; what it needs is imported when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from investpolicy import errors, facts, frames, rules
    from investpolicy.claims import ClaimsReport, check_claims
    from investpolicy.errors import PolicyError, PolicyWarning
    from investpolicy.register.decision import Decision
    from investpolicy.register.loader import load_policy, policies, policy
    from investpolicy.register.notices import read_notice
    from investpolicy.register.policy import Policy
    from investpolicy.register.readings import Readings, readings
    from investpolicy.register.verify import Verification, verify
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

    __version__: str

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
    "read_notice",
    "readings",
    "rules",
    "verify",
]

_HOME = {
    "investpolicy.claims": ("ClaimsReport", "check_claims"),
    "investpolicy.errors": ("PolicyError", "PolicyWarning"),
    "investpolicy.register": (
        "Decision",
        "Policy",
        "Readings",
        "Verification",
        "load_policy",
        "policies",
        "policy",
        "read_notice",
        "readings",
        "verify",
    ),
    "investpolicy.values": (
        "Choice",
        "Count",
        "Day",
        "ForeignAmount",
        "Money",
        "Points",
        "Ratio",
        "Rounding",
        "Shares",
        "Truth",
        "Unknown",
    ),
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names}


def __getattr__(name: str) -> Any:
    """A public name, from the module that holds it."""
    from importlib import import_module

    if name == "__version__":
        return import_module("investpolicy.version").version_of_library()
    if name in _MODULE_OF:
        found = getattr(import_module(_MODULE_OF[name]), name)
    elif name in __all__:
        found = import_module(f"investpolicy.{name}")
    else:
        raise AttributeError(f"module 'investpolicy' has no attribute {name!r}")
    globals()[name] = found  # the next use finds it at once; a submodule of the same name never hides it
    return found


def __dir__() -> list[str]:
    return __all__
