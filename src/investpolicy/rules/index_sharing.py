"""Sharing assessment indices of projects that moved (考核指标分享): ZY.index-sharing."""

from __future__ import annotations

from pydantic import field_validator

from investpolicy.errors import Problem, TermsError
from investpolicy.facts.sharing import SharedIndex
from investpolicy.models import required
from investpolicy.outcomes import Split, split
from investpolicy.rules.rule import Rule
from investpolicy.rules.terms import Terms
from investpolicy.values.label import Label
from investpolicy.values.shares import Remainder, Shares


class MoveSharingTerms(Terms):
    """Terms of sharing after a move. The parties are named in ``shares``, the last takes what rounding leaves."""

    shares: Shares = required("分享比例", "shares", unit="shares")
    remainder: Remainder = required("尾差归属", "who takes what rounding leaves")

    @field_validator("shares")
    @classmethod
    def _named(cls, shares: Shares) -> Shares:
        if not shares.parties:
            raise TermsError(Problem("", f"shares {shares} name no parties", "write such as '首谈地 3 : 注册落户地 7'"))
        return shares


def index_sharing(facts: SharedIndex, terms: MoveSharingTerms) -> Split:
    """The part of one index that each place counts. Without an arranged move there is nothing to share."""
    return split(facts.amount, terms.shares, terms.remainder, conditions=facts.move.conditions)


LABELS = {
    "shared": Label("分享", "shared"),
    "first_place_unsuitable": Label("首谈地条件难以满足项目", "the first place can not meet the project's needs"),
    "office_assessed": Label("领导小组办公室已评估", "assessed by the office"),
    "move_arranged": Label("领导小组办公室已安排流转", "move arranged by the office"),
    "首谈地": Label("首谈地", "place of first contact"),
    "注册落户地": Label("注册落户地", "place of registration"),
}
"""What the parts are called, of all that is shared after a move."""

RULE = Rule(name="index_sharing", function=index_sharing, facts=SharedIndex, terms=MoveSharingTerms, labels=LABELS)
