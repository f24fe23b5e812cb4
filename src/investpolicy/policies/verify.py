"""Re-checking a stored decision: compute it again and say what differs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from investpolicy.errors import PolicyError, Problem, VerificationError
from investpolicy.policies.decision import SCHEMA, Decision, fingerprint
from investpolicy.policies.loader import policy as shipped
from investpolicy.policies.policy import Policy


@dataclass(frozen=True, slots=True)
class Verification:
    """What re-checking found: the stored document, the decision made again, and every difference."""

    differences: tuple[Problem, ...]
    decision: Decision

    @property
    def ok(self) -> bool:
        """Whether nothing differs."""
        return not self.differences

    def __bool__(self) -> bool:
        return self.ok

    def __str__(self) -> str:
        return "verified" if self.ok else "\n".join(str(one) for one in self.differences)


def verify(stored: str | Mapping[str, Any], policy: Policy | None = None) -> Verification:
    """Recompute a stored decision (its JSON, or the data). ``policy`` is needed where it is the user's own file.

    :raises VerificationError: when it can not be recomputed: no JSON, another schema, facts that are not allowed.
    """
    document = _parsed(stored)
    try:
        under = _policy_of(document, policy)
        provision = under.provision(str(document["provision"]))
        facts = provision.rule.facts.model_validate_json(json.dumps(document["facts"]))
        again = under.decide(provision.name, facts)
    except (PolicyError, KeyError, TypeError, AttributeError, ValueError) as error:
        what = str(error) if isinstance(error, PolicyError) else f"it is not complete: {error!r:.80}"
        raise VerificationError(
            Problem("decision", f"can not be recomputed: {what}", "give the whole document as it was stored")
        ) from None
    now = json.loads(again.to_json())
    differences = list(_differences(document, now, ""))
    content = {key: value for key, value in document.items() if key != "fingerprint"}
    try:
        own = fingerprint(content)
    except PolicyError as error:
        own = str(error)
    if own != document.get("fingerprint"):
        differences.append(
            Problem("fingerprint", "does not fit the stored content", "the document was changed after it was made")
        )
    return Verification(tuple(differences), again)


def _parsed(stored: str | Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        document = json.loads(stored) if isinstance(stored, str) else stored
    except (ValueError, RecursionError):
        raise VerificationError(Problem("decision", "is no JSON", "give what Decision.to_json() wrote")) from None
    if not isinstance(document, Mapping) or document.get("schema") != SCHEMA:
        found = document.get("schema") if isinstance(document, Mapping) else type(document).__name__
        raise VerificationError(Problem("schema", f"{found!r} is not known", f"this version reads {SCHEMA!r}"))
    return document


def _policy_of(document: Mapping[str, Any], given: Policy | None) -> Policy:
    told = document["policy"]
    base = given if given is not None else shipped(told["id"])
    if base.id != told["id"]:
        raise VerificationError(
            Problem("policy", f"the decision is under {told['id']}, not {base.id}", "give that policy")
        )
    if given is not None and (given.changes or given.answers or given.on):
        return given
    if told["on"]:
        base = base.as_of(date.fromisoformat(told["on"]))
    if told["answers"]:
        base = base.under(told["answers"])
    return base.vary(told["changes"]) if told["changes"] else base


def _differences(stored: Any, now: Any, where: str) -> Iterator[Problem]:
    if isinstance(stored, Mapping) and isinstance(now, Mapping):
        for key in sorted({*stored, *now}):
            inside = f"{where}.{key}" if where else str(key)
            if inside != "fingerprint":
                yield from _differences(stored.get(key), now.get(key), inside)
    elif stored != now or type(stored) is not type(now):
        yield Problem(where, f"stored {stored!r:.80}, computed {now!r:.80}")
