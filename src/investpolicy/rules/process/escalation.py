"""Projects that higher leaders take up (特别重大项目提级推动): MY16.escalation."""

from __future__ import annotations

from pydantic import ValidationInfo, field_validator

from investpolicy.errors import Problem, TermsError
from investpolicy.facts.procedure import ProcedureRecord
from investpolicy.models import CountField, required
from investpolicy.outcomes import Check
from investpolicy.rules.process.intervals import at_most_apart, longest_interval
from investpolicy.rules.process.procedure import LABELS, ProcedureTerms, first_days, procedure, the_named
from investpolicy.rules.rule import Rule
from investpolicy.values.count import Count
from investpolicy.values.formula import any_of, not_, where
from investpolicy.values.label import Label
from investpolicy.values.truth import FALSE


class EscalationTerms(ProcedureTerms):
    """A procedure whose ``repeated`` step comes again and again, at most ``every_days`` days apart."""

    repeated: str = required("定期步骤", "step that is repeated")
    every_days: CountField = required("最长间隔天数", "most days between two", unit="days")

    @field_validator("repeated")
    @classmethod
    def _is_a_step(cls, value: str, info: ValidationInfo) -> str:
        known = [one.name for one in info.data.get("steps", ())]
        if known and value not in known:
            raise TermsError(Problem("", f"{value!r} is none of the steps", "write one of " + ", ".join(known)))
        return value


def escalation(facts: ProcedureRecord, terms: EscalationTerms) -> Check:
    """Whether the steps were taken in order, and the last one regularly from its first day to the day asked about."""
    made = procedure(facts, terms)
    own = [one.on for place, one in enumerate(facts.steps) if _name(facts, terms, place) == terms.repeated]
    started = first_days(facts, terms)[terms.repeated]
    # before the first there is no interval yet; that it is missing is said by the other conditions
    longest = where(started.happened, longest_interval(own, started, facts.asked_on), Count(0))
    regular = any_of(not_(terms.is_major(facts)), not_(started.happened), at_most_apart(longest, terms.every_days))
    conditions = {**made.conditions, "regular": regular}
    return Check(conditions, FALSE, notes=made.notes, found={"longest_interval": longest})


def _name(facts: ProcedureRecord, terms: EscalationTerms, place: int) -> str:
    return the_named(facts.steps[place].step, f"steps.{place}.step", terms.steps)


RULE = Rule(
    name="escalation",
    function=escalation,
    facts=ProcedureRecord,
    terms=EscalationTerms,
    labels={
        **LABELS,
        "regular": Label("定期会商", "meets regularly"),
        "longest_interval": Label("最长间隔（天）", "longest interval (days)"),
    },
    folds=False,
)
