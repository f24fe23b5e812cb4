"""Sharing the cost of support funds between city and locality (扶持资金分担): MY22.cost-sharing."""

from __future__ import annotations

from pydantic import field_validator

from investpolicy.errors import Problem, TermsError
from investpolicy.facts.project import LocalityKind
from investpolicy.facts.support import SupportClaim
from investpolicy.models import required
from investpolicy.outcomes import Split, split
from investpolicy.rules.award import ThresholdTerms
from investpolicy.rules.rule import Rule
from investpolicy.values.label import Label
from investpolicy.values.shares import Remainder, Shares


class CostSharingTerms(ThresholdTerms):
    """Terms of a cost split. The parties are named in ``shares``, the last takes what rounding leaves."""

    shares: Shares = required("分担比例", "shares", unit="shares")
    localities: tuple[LocalityKind, ...] = required("适用承接地", "localities it applies to", at_least=1)
    remainder: Remainder = required("尾差归属", "who takes what rounding leaves")

    @field_validator("shares")
    @classmethod
    def _named(cls, shares: Shares) -> Shares:
        if not shares.parties:
            raise TermsError(Problem("", f"shares {shares} name no parties", "write such as '市本级 30 : 承接地 70'"))
        return shares


def cost_sharing(facts: SupportClaim, terms: CostSharingTerms) -> Split:
    """The part of the support funds that city and locality bear. Outside the condition there is no split."""
    project = facts.project
    return split(
        facts.support_funds,
        terms.shares,
        terms.remainder,
        conditions={
            "manufacturing": project.is_manufacturing,
            "large_enough": terms.large_enough(project),
            "locality_included": project.locality_kind.is_in(terms.localities),
        },
    )


RULE = Rule(
    name="cost_sharing",
    function=cost_sharing,
    facts=SupportClaim,
    terms=CostSharingTerms,
    labels={
        "manufacturing": Label("属于制造业", "manufacturing"),
        "large_enough": Label("达到项目门槛", "large enough"),
        "locality_included": Label("承接地适用", "locality included"),
        "市本级": Label("市本级", "city"),
        "承接地": Label("承接地", "locality"),
    },
)
