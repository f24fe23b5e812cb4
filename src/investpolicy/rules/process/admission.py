"""Admission by a park's industries (产业准入): MY22.admission."""

from __future__ import annotations

from pydantic import Field

from investpolicy.facts.admission import Admission, Approver
from investpolicy.outcomes import Check
from investpolicy.rules.rule import Rule
from investpolicy.rules.terms import Terms
from investpolicy.values.formula import all_of, any_of
from investpolicy.values.label import Label
from investpolicy.values.text import plain
from investpolicy.values.truth import FALSE, Truth


class AdmissionTerms(Terms):
    """Who may make an exception from the principle; nobody where the list is empty."""

    exceptions_by: tuple[Approver, ...] = Field(..., title="可批准例外的单位", description="who may make an exception")


def admission(facts: Admission, terms: AdmissionTerms) -> Check:
    """Whether the project's industry is among the park's; an exception counts if approved before the admission."""
    excepted = all_of(
        facts.approved_on.happened,
        facts.approved_by.is_in(terms.exceptions_by),
        facts.approved_on <= facts.admitted_on,
    )
    among = any_of(
        _is_among(facts, facts.leading, "admission.leading"),
        _is_among(facts, facts.characteristic, "admission.characteristic"),
    )
    notes = [
        _note(facts.leading, "主导产业", "leading industries"),
        _note(facts.characteristic, "特色产业", "characteristic industries"),
    ]
    return Check({"industry_of_the_park": among}, excepted, notes=notes)


def _is_among(facts: Admission, industries: tuple[str, ...] | None, name: str) -> Truth:
    """By name, or by a code of GB/T 4754 that the project's code begins with."""
    if industries is None:
        return Truth.unknown(name)
    written = [plain(one) for one in industries]
    codes = tuple(digits for one in written if (digits := _digits(one)))
    names = tuple(one for one in written if not _digits(one))
    own = _digits(plain(facts.project.sector_code))
    by_code = FALSE
    if codes:
        by_code = Truth(own.startswith(codes)) if own else Truth.unknown("project.sector_code")
    return any_of(by_code, facts.industry.is_in(names)) if names else by_code


def _digits(written: str) -> str:
    """The digits of a code such as C38 or 38, which are the same without their letter; empty for a name."""
    digits = written[1:] if written[:1].isascii() and written[:1].isalpha() else written
    return digits if digits.isascii() and digits.isdigit() else ""


def _note(industries: tuple[str, ...] | None, zh: str, en: str) -> Label:
    if industries is None:
        return Label(f"{zh}：未知", f"{en}: unknown")
    return Label(f"{zh}：{'、'.join(industries) or '无'}", f"{en}: {', '.join(industries) or 'none'}")


RULE = Rule(
    name="admission",
    function=admission,
    facts=Admission,
    terms=AdmissionTerms,
    labels={
        "industry_of_the_park": Label("属于园区主导产业或特色产业", "a leading or characteristic industry of the park"),
    },
    folds=False,
)
