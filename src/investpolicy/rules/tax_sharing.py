"""Sharing the taxes of projects that moved (税收分享), on trial until the province's policy: ZY.tax-sharing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BeforeValidator

from investpolicy.errors import Problem
from investpolicy.facts.sharing import SharedTax
from investpolicy.models import CountField, DayField, outside_rules, required
from investpolicy.outcomes import Split, split
from investpolicy.rules.index_sharing import LABELS, MoveSharingTerms
from investpolicy.rules.rule import Rule
from investpolicy.rules.terms import OPEN
from investpolicy.schedules import Open
from investpolicy.values.formula import any_of, named, not_
from investpolicy.values.label import Label, Labelled
from investpolicy.values.money import Money
from investpolicy.values.shares import Shares
from investpolicy.values.truth import Truth


class TaxBase(Labelled):
    """Which taxes are shared (分享的税收)."""

    LOCAL = "local", "地方留成部分", "the part retained locally"
    ALL = "all", "全部税收", "all taxes"


class Rebates(Labelled):
    """Whether rebates are taken off first (返还税收)."""

    BEFORE = "before", "返还前", "before rebates"
    NET = "net", "扣除返还", "net of rebates"


class Trial(Labelled):
    """Whether the city's own shares are still on trial (试行)."""

    RUNNING = "running", "试行中", "running"
    ENDED = "ended", "省级政策已出台", "ended by the province's policy"


class SharingYears(Labelled):
    """For how long taxes are shared (分享年限)."""

    LIMITED = "limited", "按年限", "for a number of years"
    UNLIMITED = "unlimited", "试行期间每年", "every year of the trial"


@outside_rules
def _open_shares(given: Any) -> Any:
    return {"kind": OPEN} if isinstance(given, str) and given == OPEN else given


class TaxSharingTerms(MoveSharingTerms):
    """Terms of sharing taxes. ``provincial_shares`` take over on ``province_issued_on``; until loaded they are open."""

    tax_base: TaxBase = required("分享的税收", "taxes that are shared")
    rebates: Rebates = required("返还税收", "rebates")
    sharing_years: SharingYears = required("分享年限口径", "for how long taxes are shared")
    years: CountField = required("分享年限", "years of sharing")
    province_issued_on: DayField = required("省级分享政策出台日", "day on which the province issued its policy")
    provincial_shares: Annotated[Open | Shares, BeforeValidator(_open_shares)] = required(
        "省级分享比例", "shares by the province's policy", unit="shares"
    )

    def base(self, facts: SharedTax) -> Money:
        """The tax that is shared."""
        match self.tax_base:
            case TaxBase.LOCAL:
                taxes = facts.local_retained
            case _:
                taxes = facts.taxes
        match self.rebates:
            case Rebates.NET:
                return named("net_of_rebates", taxes.left_after(facts.rebates))
            case _:
                return taxes

    @property
    @outside_rules
    def trial(self) -> Trial:
        """Running until the province has issued its policy."""
        issued = self.province_issued_on
        return Trial.RUNNING if issued.is_known and not issued.happened else Trial.ENDED

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """Shares of a policy that is not issued."""
        if isinstance(self.provincial_shares, Shares) and self.trial is Trial.RUNNING:
            what = f"shares {self.provincial_shares} of a policy that is not issued yet"
            yield Problem("provincial_shares", what, "write the day of the policy in province_issued_on too")

    def ratio_on(self, facts: SharedTax) -> tuple[Shares, dict[str, Truth]]:
        """The shares that these terms go by, and the condition that they are those of the day of the tax.

        It is unknown rather than false where they are not, since the tax is shared all the same. One formula has one
        ratio: with the province's shares loaded, earlier tax is decided by the terms of its time (``on=``).
        """
        on_trial = facts.taxed_on < self.province_issued_on
        match (self.trial, self.provincial_shares):
            case (Trial.RUNNING, _):
                return self.shares, {}
            case (_, Shares() as loaded):
                return loaded, {"ratio_in_force": any_of(not_(on_trial), Truth.unknown("terms.shares"))}
            case _:
                return self.shares, {"ratio_in_force": any_of(on_trial, Truth.unknown("terms.provincial_shares"))}


def tax_sharing(facts: SharedTax, terms: TaxSharingTerms) -> Split:
    """The part of one year's tax of a project that each place gets."""
    shares, in_force = terms.ratio_on(facts)
    conditions = {**facts.move.conditions, **in_force}
    match terms.sharing_years:
        case SharingYears.LIMITED:
            conditions["within_years"] = facts.sharing_year <= terms.years
        case _:
            pass
    return split(terms.base(facts), shares, terms.remainder, conditions=conditions)


RULE = Rule(
    name="tax_sharing",
    function=tax_sharing,
    facts=SharedTax,
    terms=TaxSharingTerms,
    labels=LABELS
    | {
        "ratio_in_force": Label("该比例适用于税款所属日", "these shares apply on the day of the tax"),
        "within_years": Label("在分享年限内", "within the years of sharing"),
        "net_of_rebates": Label("扣除返还后的税收", "taxes net of rebates"),
    },
)
