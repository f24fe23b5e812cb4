"""Re-checking a stored decision: compute it again and say what differs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn, cast

from pydantic import JsonValue, ValidationError

from investpolicy.errors import KindError, PolicyError, Problem, VerificationError
from investpolicy.facts.base import Facts
from investpolicy.models import problems_of
from investpolicy.register.decision import SCHEMA, Decision
from investpolicy.register.loader import policies
from investpolicy.register.loader import policy as shipped
from investpolicy.register.policy import Policy
from investpolicy.register.stored import StoredDecision, fingerprint

_WHOLE = "give the whole document as Decision.to_json() wrote it"


@dataclass(frozen=True, slots=True)
class Verification:
    """What re-checking found: every difference, what else is worth knowing, and the decision made again.

    ``ok`` concerns what was decided: facts, terms, answer and reasons, and that the document is as it was written.
    ``notes`` say what does not touch that: another version of the library or of the policy file, a draft's changes.
    """

    differences: tuple[Problem, ...]
    notes: tuple[str, ...]
    decision: Decision

    @property
    def ok(self) -> bool:
        """Whether nothing differs."""
        return not self.differences

    def __bool__(self) -> bool:
        return self.ok

    def __str__(self) -> str:
        found = [str(one) for one in self.differences] or ["verified"]
        return "\n".join([*found, *(f"note: {one}" for one in self.notes)])


def verify(stored: str | Mapping[str, Any], policy: Policy | None = None) -> Verification:
    """Recompute a stored decision (its JSON, or the data).

    ``policy`` is needed where it is the user's own file; the day, the answers to open questions and a draft's
    changes are taken from the document.

    :raises VerificationError: when it can not be recomputed: no JSON, another schema, an unknown policy, facts or
        terms that are not allowed.
    """
    try:
        content = _parsed(stored)
        told = _document(content)
        again = _decided(told, policy)
        now = json.loads(again.to_json())
        differences = [*_differences(content, now), *_seal(content)]
    except RecursionError:
        raise VerificationError(Problem("decision", "is nested too deeply", _WHOLE)) from None
    return Verification(tuple(differences), tuple(_notes(told, now)), again)


def _parsed(stored: str | Mapping[str, Any]) -> Mapping[str, Any]:
    if isinstance(stored, Mapping):
        return stored
    if not isinstance(stored, str):
        found = f"{type(stored).__name__} is neither JSON text nor a mapping"
        raise VerificationError(Problem("decision", found, _WHOLE))
    try:
        read = json.loads(stored, object_pairs_hook=_each_once, parse_float=_no_float, parse_constant=_no_float)
    except ValueError as error:
        problems = error.problems if isinstance(error, VerificationError) else None
        raise VerificationError(problems or Problem("decision", f"is no JSON: {error}", _WHOLE)) from None
    if not isinstance(read, dict):
        raise VerificationError(Problem("decision", f"{stored[:40]!r} is no JSON object", _WHOLE))
    return cast("dict[str, Any]", read)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for number, (key, _) in enumerate(pairs) if key in dict(pairs[:number]))
        raise VerificationError(Problem("decision", f"the key {twice!r:.40} is written twice", _WHOLE))
    return found


def _no_float(text: str) -> NoReturn:
    raise VerificationError(Problem("decision", f"{text[:40]} is a number that is not exact", "amounts are texts"))


def _document(content: Mapping[str, Any]) -> StoredDecision:
    found = content.get("schema")
    if found != SCHEMA:
        what = "is missing" if found is None else f"{found!r:.60} is not known"
        raise VerificationError(Problem("schema", what, f"this version reads {SCHEMA!r}"))
    try:
        return StoredDecision.model_validate(content)
    except ValidationError as error:
        raise VerificationError(problems_of(error, StoredDecision)) from None


def _decided(told: StoredDecision, given: Policy | None) -> Decision:
    if given is None and told.policy.id not in policies():
        what = f"the decision is under {told.policy.id[:60]!r}, which is not shipped with the library"
        raise VerificationError(Problem("policy", what, "give it: verify(document, load_policy(…))"))
    try:
        base = given if given is not None else shipped(told.policy.id)
        if base.id != told.policy.id:
            what = f"the decision is under {told.policy.id!r}, not {base.id!r}"
            raise VerificationError(Problem("policy", what, "give the policy that it names"))
        on = None if told.policy.on is None else date.fromisoformat(told.policy.on)
        under = base.restored(on, told.policy.answers, told.policy.changes, told.policy.author)
        provision = under.provision(told.provision)
        facts = provision.rule.facts.model_validate_json(json.dumps(told.facts))
        return under.decide(provision.name, _waiting(facts, told.unknown))
    except VerificationError:
        raise
    except ValueError as error:  # every error of this library, and a date that is none
        problems = error.problems if isinstance(error, PolicyError) else [Problem("policy.on", str(error))]
        raise VerificationError(
            Problem(one.where, f"can not be recomputed: {one.what}", one.instead) for one in problems
        ) from None


def _waiting(facts: Facts, unknown: Mapping[str, list[str]]) -> Facts:
    """The facts, with those that are unknown because of others saying so again."""
    changed: dict[str, Any] = {}
    for name, kind, _ in facts.value_fields():
        names = unknown.get(f"{facts.fact_name}.{name}")
        if names is not None and not getattr(facts, name).is_known:
            changed[name] = kind.unknown(*names)
    for name, part in facts.model_parts():
        if issubclass(part, Facts):
            inside: Facts = getattr(facts, name)
            if (again := _waiting(inside, unknown)) is not inside:
                changed[name] = again
    return facts.model_copy(update=changed) if changed else facts


_VERSIONS = ("library", "policy.digest")


def _differences(stored: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Problem]:
    """Everything that differs but the versions; how a source is cited may differ between versions."""
    found = list(_compared(stored, now, ""))
    other_version = any(one.where in _VERSIONS for one in found)
    for one in found:
        if one.where not in _VERSIONS and not (other_version and one.where.startswith("citation.")):
            yield one


def _compared(stored: JsonValue | Mapping[str, Any], now: Any, where: str) -> Iterator[Problem]:
    if isinstance(stored, Mapping) and isinstance(now, Mapping):
        old, new = cast("Mapping[str, Any]", stored), cast("Mapping[str, Any]", now)
        for key in sorted({*old, *new}):
            inside = f"{where}.{key}" if where else str(key)
            if inside != "fingerprint":
                yield from _compared(old.get(key), new.get(key), inside)
    elif stored != now or type(stored) is not type(now):
        yield Problem(where, f"stored {stored!r:.80}, computed {now!r:.80}")


def _seal(content: Mapping[str, Any]) -> Iterator[Problem]:
    rest = {key: value for key, value in content.items() if key != "fingerprint"}
    try:
        fits = fingerprint(rest) == content["fingerprint"]
    except KindError as error:
        raise VerificationError(Problem("decision", error.problems[0].what, _WHOLE)) from None
    if not fits:
        what = "does not fit the stored content"
        yield Problem("fingerprint", what, "the document was changed after it was made")


def _notes(told: StoredDecision, now: Mapping[str, Any]) -> Iterator[str]:
    if told.library != now["library"]:
        yield f"stored under version {told.library[:40]} of the library, computed under {now['library']}"
    if told.policy.digest != now["policy"]["digest"]:
        yield f"the file of policy {told.policy.id} has changed since"
    if changes := told.policy.changes:
        count = "1 change" if len(changes) == 1 else f"{len(changes)} changes"
        yield f"it is decided under a draft: {count} to the published terms ({', '.join(changes)})"
