"""What is shared after a move or in an enclave, and points added or deducted."""

from __future__ import annotations

from . import Alternative, Differs, Facts

MOVE = {"first_place_unsuitable": True, "office_assessed": True, "move_arranged": True}


def tax(**changes: object) -> Facts:
    """A year's tax of a project that moved."""
    amounts = {"taxes": "100元", "local_retained": "40元", "rebates": "10元"}
    return {"move": MOVE, **amounts, "sharing_year": 1, "taxed_on": "2020-12-31", **changes}


def index(amount: str) -> Facts:
    """One index of a project that moved."""
    return {"move": MOVE, "index": "签约资金", "amount": amount}


def enclave(amount: str) -> Facts:
    """An item shared 3:7."""
    return {"items": [{"name": "税收", "amount": amount, "shares": "甲 3 : 乙 7"}]}


FIVE_YEARS = {"tax-sharing.years": "5"}
FIVE_AND_FOUR = {"kind": "department", "adjustments": [{"points": "5"}, {"points": "-4"}]}

DIFFERS: dict[Alternative, Differs] = {
    ("ziyang", "index-sharing", "remainder", "half-up"): Differs(
        index("0.05元"), "entitled 0.01元 : 0.04元", "entitled 0.02元 : 0.03元"
    ),
    ("ziyang", "index-sharing", "remainder", "largest"): Differs(
        index("0.02元"), "entitled 0元 : 0.02元", "entitled 0.01元 : 0.01元"
    ),
    ("ziyang", "tax-sharing", "duration", "unlimited"): Differs(tax(), "undetermined", "entitled 4元 : 36元"),
    ("ziyang", "tax-sharing", "taxes", "all"): Differs(
        tax(), "entitled 4元 : 36元", "entitled 10元 : 90元", draft=FIVE_YEARS
    ),
    ("ziyang", "tax-sharing", "rebates", "net"): Differs(
        tax(), "entitled 4元 : 36元", "entitled 3元 : 27元", draft=FIVE_YEARS
    ),
    ("ziyang", "tax-sharing", "remainder", "half-up"): Differs(
        tax(local_retained="0.05元"), "entitled 0元 : 0.05元", "entitled 0.01元 : 0.04元", draft=FIVE_YEARS
    ),
    ("ziyang", "tax-sharing", "remainder", "largest"): Differs(
        tax(local_retained="0.06元"), "entitled 0元 : 0.06元", "entitled 0.01元 : 0.05元", draft=FIVE_YEARS
    ),
    ("ziyang", "department-adjustment", "limit-is-for", "each"): Differs(
        FIVE_AND_FOUR, "determined points=1分", "determined points=0分"
    ),
    ("ziyang", "department-adjustment", "limit-is-for", "gross"): Differs(
        FIVE_AND_FOUR, "determined points=1分", "determined points=0分"
    ),
    ("shandong-report", "enclave", "remainder", "half-up"): Differs(
        enclave("0.05元"),
        "determined part.税收 · 甲=0.01元 part.税收 · 乙=0.04元",
        "determined part.税收 · 甲=0.02元 part.税收 · 乙=0.03元",
    ),
    ("shandong-report", "enclave", "remainder", "largest"): Differs(
        enclave("0.02元"),
        "determined part.税收 · 甲=0元 part.税收 · 乙=0.02元",
        "determined part.税收 · 甲=0.01元 part.税收 · 乙=0.01元",
    ),
}
