"""Promotion work in duty reports, personal assessment, appointments and accountability (干部考核运用): ZY.personnel."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pydantic import Field

from investpolicy.facts.personnel import Appointment, Neglect, Office, Official, PersonnelYear
from investpolicy.outcomes import Check
from investpolicy.rules.rule import Rule
from investpolicy.rules.terms import Terms
from investpolicy.values.day import Day
from investpolicy.values.formula import all_of, any_of, not_
from investpolicy.values.label import Label
from investpolicy.values.truth import FALSE, TRUE, Truth


class PersonnelTerms(Terms):
    """Whose duty reports cover promotion, and in whose personal assessment its result counts."""

    report: tuple[Office, ...] = Field(..., min_length=1, title="述职对象", description="who reports on it")
    assessed: tuple[Office, ...] = Field(
        ..., min_length=1, title="考核对象", description="in whose assessment it counts"
    )


def personnel(facts: PersonnelYear, terms: PersonnelTerms) -> Check:
    """Whether reports and assessments came in time, those who did well were preferred, and neglect was answered for."""
    officials = facts.officials or ()
    conditions = {
        "reported": _all(facts.officials, "officials", [_reported(one, facts, terms) for one in officials]),
        "assessed": _all(facts.officials, "officials", [_assessed(one, facts, terms) for one in officials]),
        "preferred": _all(facts.appointments, "appointments", [_preferred(one) for one in facts.appointments or ()]),
        "held_to_account": _all(facts.neglects, "neglects", [_held(one) for one in facts.neglects or ()]),
    }
    return Check(conditions, notes=_notes(facts, terms))


def _all(listed: tuple[object, ...] | None, name: str, truths: list[Truth]) -> Truth:
    """Whether all hold; unknown where nothing is listed."""
    return Truth.unknown(f"personnel_year.{name}") if listed is None else all_of(TRUE, *truths)


def _reported(one: Official, facts: PersonnelYear, terms: PersonnelTerms) -> Truth:
    """Whether the duty report on promotion came in the year or after it."""
    year = facts.year
    begins = Day.unknown(f"{facts.fact_name}.year") if year is None else Day(date(year, 1, 1))
    came = all_of(one.reported_on.happened, one.reported_on >= begins)
    return any_of(not_(one.office.is_in(terms.report)), came)


def _assessed(one: Official, facts: PersonnelYear, terms: PersonnelTerms) -> Truth:
    """Whether the personal assessment came on the day of the year's result or after, so that it could count."""
    came = all_of(one.assessed_on.happened, facts.result_on.happened, one.assessed_on >= facts.result_on)
    return any_of(not_(one.office.is_in(terms.assessed)), came)


def _preferred(one: Appointment) -> Truth:
    """Whether one who is outstanding was chosen, where one was equal in all else to the one chosen."""
    stood = any_of(FALSE, *(all_of(each.outstanding, each.equal, not_(each.chosen)) for each in one.candidates))
    chosen = any_of(FALSE, *(all_of(each.outstanding, each.chosen) for each in one.candidates))
    return any_of(not_(stood), chosen)


def _held(one: Neglect) -> Truth:
    """Whether somebody was held to account, on the day it was found or after."""
    return all_of(one.held_on.happened, one.found_on <= one.held_on)


def _notes(facts: PersonnelYear, terms: PersonnelTerms) -> Iterator[Label]:
    """Who and what falls short, one line each."""
    for official in facts.officials or ():
        if _reported(official, facts, terms).raw is False:
            yield _note(official.name, "未就当年招商工作述职", "no duty report on the year's promotion work")
        if _assessed(official, facts, terms).raw is False:
            yield _note(
                official.name, "个人年度考核未运用考核结果", "the result was not there for the personal assessment"
            )
    for appointment in facts.appointments or ():
        if _preferred(appointment).raw is False:
            yield _note(appointment.post, "同等条件下未优先使用", "an equal who was outstanding was passed over")
    for neglect in facts.neglects or ():
        if _held(neglect).raw is False:
            yield _note(neglect.name, "推进不力而未问责", "nobody was held to account")


def _note(name: str, zh: str, en: str) -> Label:
    return Label(f"{name or '?'}：{zh}", f"{name or '?'}: {en}")


RULE = Rule(
    name="personnel",
    function=personnel,
    facts=PersonnelYear,
    terms=PersonnelTerms,
    labels={
        "reported": Label("均已述职", "duty reports cover it"),
        "assessed": Label("考核结果用于个人年度考核", "the result counts in personal assessment"),
        "preferred": Label("同等条件下优先使用", "those who did well were preferred"),
        "held_to_account": Label("推进不力均已问责", "neglect was answered for"),
    },
    folds=False,
)
