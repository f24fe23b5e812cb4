"""Leads that departments without targets recommend in a year (线索引荐): SD.lead-quota."""

from __future__ import annotations

from investpolicy.facts.points import LeadRecord
from investpolicy.models import CountField, required
from investpolicy.outcomes import Check
from investpolicy.rules.rule import Rule
from investpolicy.rules.terms import Terms
from investpolicy.values.count import Count
from investpolicy.values.formula import all_of, any_of
from investpolicy.values.label import Label
from investpolicy.values.truth import FALSE, TRUE, Truth


class LeadQuotaTerms(Terms):
    """Terms of a number of leads a year."""

    quota: CountField = required("年度引荐数量", "leads a year")


def lead_quota(facts: LeadRecord, terms: LeadQuotaTerms) -> Check:
    """Whether a department that carries no targets recommended enough leads of value in the year."""
    least, most, missing, notes = _counted(facts)
    enough = Truth.unknown(*missing, *terms.quota.missing)
    if terms.quota.is_known and least >= int(terms.quota):
        enough = TRUE
    elif terms.quota.is_known and most is not None and most < int(terms.quota):
        enough = FALSE
    leads = Count(least) if least == most else Count.unknown(*missing)
    return Check({"enough_leads": any_of(facts.carries_targets, enough)}, notes=notes, found={"leads": leads})


def _counted(facts: LeadRecord) -> tuple[int, int | None, set[str], list[Label]]:
    """How many leads surely count, how many at most (None: no telling), what is missing, and those that do not."""
    if facts.leads is None or not facts.year:
        return 0, None, {"lead_record.leads" if facts.year else "lead_record.year"}, []
    counts = [all_of(one.recommended_on.within_year(facts.year), one.valuable) for one in facts.leads]
    surely = sum(one.raw is True for one in counts)
    missing = {name for one in counts for name in one.missing}
    notes = [
        Label(f"{lead.name}：不计入", f"{lead.name}: does not count")
        for lead, one in zip(facts.leads, counts, strict=True)
        if one.raw is False
    ]
    return surely, surely + sum(not one.is_known for one in counts), missing, notes


RULE = Rule(
    name="lead_quota",
    function=lead_quota,
    facts=LeadRecord,
    terms=LeadQuotaTerms,
    labels={
        "enough_leads": Label("引荐线索达到数量，或承担招商任务而不适用", "enough leads, or it carries targets"),
        "leads": Label("计入的线索数", "leads that count"),
    },
    folds=False,
)
