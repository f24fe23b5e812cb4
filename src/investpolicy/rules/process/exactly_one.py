"""Arrangements of which each part stands exactly once (五个一、六个一): MY16.five-ones, SD.five-ones, ZY.six-ones."""

from __future__ import annotations

from pydantic import Field

from investpolicy.errors import FactsError, Problem
from investpolicy.facts.arrangement import Arrangement, PartHeld
from investpolicy.outcomes import Check
from investpolicy.rules.process.procedure import NamedTerms, refuse_twice, the_named
from investpolicy.rules.rule import Rule
from investpolicy.rules.terms import Terms
from investpolicy.values.count import Count
from investpolicy.values.formula import all_of
from investpolicy.values.label import Label
from investpolicy.values.text import plain
from investpolicy.values.truth import TRUE, Truth


class ExactlyOneTerms(Terms):
    """The parts, each of which a group has exactly once; no ``groups`` where the record itself is the one group."""

    parts: tuple[NamedTerms, ...] = Field(..., min_length=1, title="组成", description="parts")
    groups: tuple[NamedTerms, ...] = Field((), title="小组", description="groups")

    def model_post_init(self, context: object, /) -> None:
        super().model_post_init(context)
        refuse_twice("parts", self.parts)
        refuse_twice("groups", self.groups)


def exactly_one(facts: Arrangement, terms: ExactlyOneTerms) -> Check:
    """Whether each group has each part, and none twice. The same holder written twice is one."""
    holders: dict[tuple[str, str], set[str]] = {}
    for number, one in enumerate(facts.parts):
        own = _group(one, number, terms), the_named(one.part, f"parts.{number}.part", terms.parts)
        holders.setdefault(own, set()).add(plain(one.holder))
    unlisted = Truth(False) if facts.complete.raw is True else Truth.unknown("arrangement.parts")
    present: list[Truth] = []
    once: list[Truth] = []
    notes: list[Label] = []
    groups: tuple[NamedTerms | None, ...] = terms.groups or (None,)
    for group in groups:
        for part in terms.parts:
            found = sorted(holders.get((group.name if group else "", part.name), ()))
            present.append(TRUE if found else unlisted)
            once.append(Truth(len(found) <= 1))
            if len(found) != 1:
                notes.append(_note(group, part, found, unlisted))
    filled = sum(len(found) == 1 for found in holders.values())
    figures = {"filled": Count(filled), "wanted": Count(len(present))}
    return Check({"present": all_of(*present), "once": all_of(*once)}, notes=notes, found=figures)


def _group(one: PartHeld, number: int, terms: ExactlyOneTerms) -> str:
    where = f"parts.{number}.group"
    if terms.groups:
        return the_named(one.group, where, terms.groups)
    if one.group:
        raise FactsError(Problem(where, f"there are no groups here, found {one.group!r:.60}", "leave it out"))
    return ""


def _note(group: NamedTerms | None, part: NamedTerms, found: list[str], unlisted: Truth) -> Label:
    zh, en = (f"{group.zh} · {part.zh}", f"{group.en}, {part.en}") if group else (part.zh, part.en)
    if found:
        return Label(f"{zh}：有 {len(found)} 个（{'、'.join(found)}）", f"{en}: {len(found)} ({', '.join(found)})")
    return Label(f"{zh}：缺", f"{en}: none") if unlisted.is_known else Label(f"{zh}：无记录", f"{en}: not on record")


RULE = Rule(
    name="exactly_one",
    function=exactly_one,
    facts=Arrangement,
    terms=ExactlyOneTerms,
    labels={
        "present": Label("各项齐全", "each part is there"),
        "once": Label("各项均不重复", "no part is there twice"),
        "filled": Label("恰有一个的项数", "parts that are there exactly once"),
        "wanted": Label("应有项数", "parts that are to be there"),
    },
    folds=False,
)
