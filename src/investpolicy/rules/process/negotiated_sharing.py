"""Sharing by shares that two places negotiated (协商分享): SD.enclave."""

from __future__ import annotations

from investpolicy.facts.sharing import EnclaveAgreement, SharedItem
from investpolicy.models import required
from investpolicy.outcomes import Totals
from investpolicy.rules.rule import Rule
from investpolicy.rules.terms import Terms
from investpolicy.values.formula import Value
from investpolicy.values.label import Label
from investpolicy.values.money import Money
from investpolicy.values.points import Points
from investpolicy.values.shares import Remainder
from investpolicy.values.truth import TRUE, Truth


class NegotiatedSharingTerms(Terms):
    """Terms of a negotiated division: the shares are the parties' own."""

    remainder: Remainder = required("尾差归属", "who takes what rounding leaves")


def negotiated_sharing(facts: EnclaveAgreement, terms: NegotiatedSharingTerms) -> Totals:
    """The part of each party in each item; the parts of an item add up to it. Without shares nothing is known."""
    figures: dict[str, Value] = {}
    notes: list[Label] = []
    for item in facts.items:
        figures |= _parts(item, terms.remainder)
        if item.shares is None:
            notes.append(Label(f"{item.name}：尚无协商比例", f"{item.name}: no shares are agreed on yet"))
        else:
            notes.append(Label(f"{item.name}：按 {item.shares} 分享", f"{item.name}: shared {item.shares}"))
    listed = TRUE if facts.items else Truth.unknown("enclave_agreement.items")
    return Totals(figures, {"items_listed": listed}, notes)


def _parts(item: SharedItem, remainder: Remainder) -> dict[str, Value]:
    """The parts of an item as figures. Points are divided to the ten-thousandth, as money is to the 分."""
    whole: Money | Points = item.points if item.points.is_known else item.amount
    if item.shares is None:
        return {f"part.{item.name}": type(whole).unknown("shared_item.shares", *whole.missing)}
    parts = item.shares.split(Money.of_raw(whole.raw), remainder)
    named = zip(item.shares.parties, parts, strict=True)
    return {f"part.{item.name} · {party}": whole.of_raw(part.raw) for party, part in named}


RULE = Rule(
    name="negotiated_sharing",
    function=negotiated_sharing,
    facts=EnclaveAgreement,
    terms=NegotiatedSharingTerms,
    labels={
        "items_listed": Label("列明分享事项", "items are listed"),
        "part": Label("分得", "part of"),
    },
    folds=False,
)
