"""Claimed against entitled (申报与应得): the verdict of one claim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from investpolicy.algebras.text import show_money
from investpolicy.errors import ClaimsError, Problem
from investpolicy.outcomes import Award, Check, Split, Status
from investpolicy.register.decision import Decision
from investpolicy.values.label import Labelled, Lang
from investpolicy.values.money import NOTHING, Money


class Verdict(Labelled):
    """What checking a claim says."""

    RIGHT = "right", "相符", "right"
    WITHIN_CEILING = "within_ceiling", "未超上限", "within ceiling"
    EXCEPTED = "excepted", "例外批准", "excepted"
    OVER = "over", "多报", "over"
    UNDER = "under", "少报", "under"
    NOT_ELIGIBLE = "not_eligible", "不符合条件", "not eligible"
    CANNOT_TELL = "cannot_tell", "无法判定", "cannot tell"

    @property
    def is_finding(self) -> bool:
        """Whether somebody should look at it."""
        return self not in (Verdict.RIGHT, Verdict.WITHIN_CEILING, Verdict.EXCEPTED)


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict, how far the claim is from what is due (None where that is not known), and every reason."""

    verdict: Verdict
    difference: Money | None
    reasons: tuple[tuple[str, str], ...]  # Chinese and English

    def why(self, lang: Lang) -> str:
        """All reasons in one line."""
        return ("；" if lang == "zh" else "; ").join(zh if lang == "zh" else en for zh, en in self.reasons)


def judge(decision: Decision, claims: Mapping[str, Money | None]) -> Judged:
    """The verdict of the amounts claimed: one (named ``""``) for an award, one a party for a split."""
    outcome = decision.outcome
    if isinstance(outcome, Check):
        return _judge_check(decision, outcome)
    absent = [part for part, amount in claims.items() if amount is None]
    if absent:
        zh, en = "未填申报金额", "no amount is claimed"
        names = "、".join(part for part in absent if part)
        return Judged(Verdict.CANNOT_TELL, None, ((f"{zh}：{names}", f"{en}: {names}") if names else (zh, en),))
    known = {part: amount for part, amount in claims.items() if amount is not None}
    if isinstance(outcome, Split):
        return _judge_split(decision, known)
    if isinstance(outcome, Award):
        return _judge_award(decision, outcome, known[""])
    raise ClaimsError(
        Problem(decision.provision.id, f"a {outcome.kind} can not be claimed", "claim under another provision")
    )


def _judge_award(decision: Decision, outcome: Award, claimed: Money) -> Judged:
    judged = _judged_award(decision, outcome, claimed)
    weights: tuple[int, ...] = getattr(decision.facts, "weights", (1,))
    if len(weights) == 1 or judged.verdict is Verdict.NOT_ELIGIBLE:
        return judged
    place = getattr(decision.facts, "place", 1)
    shared = (
        f"同一项目共 {len(weights)} 个引荐人分享，本行为第 {place} 个",
        f"{len(weights)} referrers share the project's reward; this is number {place}",
    )
    return Judged(judged.verdict, judged.difference, (*judged.reasons, shared))


def _judged_award(decision: Decision, outcome: Award, claimed: Money) -> Judged:
    match decision.status:
        case Status.ENTITLED:
            return _compared(claimed, outcome.amount, _says("应得", "due", outcome.amount))
        case Status.UP_TO:
            ceiling = outcome.ceiling
            if claimed.in_fen <= ceiling.in_fen:
                reason = (
                    f"上限 {ceiling}，标准未公布",
                    f"the ceiling is {show_money(ceiling, 'en')}; the scale is not published",
                )
                return Judged(Verdict.WITHIN_CEILING, None, (reason,))
            return Judged(Verdict.OVER, claimed - ceiling, (_says("超过上限", "above the ceiling of", ceiling),))
        case Status.INELIGIBLE:
            return Judged(Verdict.NOT_ELIGIBLE if claimed != NOTHING else Verdict.RIGHT, claimed, _failed(decision))
        case _:
            reasons = list(_waiting(decision))
            if outcome.ceiling.is_known and claimed.in_fen > outcome.ceiling.in_fen:
                reasons.append(
                    (
                        f"即使符合条件也超过上限 {outcome.ceiling}",
                        f"even if eligible it is above the ceiling of {show_money(outcome.ceiling, 'en')}",
                    )
                )
            return Judged(Verdict.CANNOT_TELL, None, tuple(reasons))


def _judge_split(decision: Decision, claimed: Mapping[str, Money]) -> Judged:
    if decision.status is Status.INELIGIBLE:
        total = sum(claimed.values(), NOTHING)
        return Judged(Verdict.RIGHT if total == NOTHING else Verdict.NOT_ELIGIBLE, total, _failed(decision))
    if decision.status is not Status.ENTITLED:
        return Judged(Verdict.CANNOT_TELL, None, _waiting(decision))
    due = decision.parts
    reasons = tuple(
        _says(f"{party}应为", f"{decision.name_of(party, 'en')} should be", due[party])
        for party in due
        if claimed[party] != due[party]
    )
    first = next(iter(due))
    if not reasons:
        zh = "，".join(f"{party} {part}" for party, part in due.items())
        en = ", ".join(f"{decision.name_of(party, 'en')} {show_money(part, 'en')}" for party, part in due.items())
        return Judged(Verdict.RIGHT, NOTHING, ((zh, en),))
    difference = claimed[first] - due[first]
    if difference == NOTHING:  # the first party's part is right, so another's is not
        other = next(party for party in due if claimed[party] != due[party])
        difference = claimed[other] - due[other]
    return Judged(Verdict.OVER if difference.in_fen > 0 else Verdict.UNDER, difference, reasons)


def _judge_check(decision: Decision, outcome: Check) -> Judged:
    match decision.status:
        case Status.MET:
            return Judged(Verdict.RIGHT, None, (("符合", "met"),))
        case Status.EXCEPTED:
            on_record = ("例外批准在案", "an approved exception is on record")
            return Judged(Verdict.EXCEPTED, _beyond(outcome), (*_failed(decision), on_record))
        case Status.NOT_MET:
            return Judged(Verdict.OVER, _beyond(outcome), _failed(decision))
        case _:
            return Judged(Verdict.CANNOT_TELL, None, _waiting(decision))


def _beyond(outcome: Check) -> Money | None:
    """How far the amount measured lies beyond its limit."""
    if outcome.measured is None or outcome.limit is None or not (outcome.measured.is_known and outcome.limit.is_known):
        return None
    beyond = outcome.measured - outcome.limit
    return beyond if beyond.in_fen > 0 else None


def _compared(claimed: Money, due: Money, reason: tuple[str, str]) -> Judged:
    difference = claimed - due
    if difference == NOTHING:
        return Judged(Verdict.RIGHT, NOTHING, (reason,))
    return Judged(Verdict.OVER if difference.in_fen > 0 else Verdict.UNDER, difference, (reason,))


def _says(zh: str, en: str, amount: Money) -> tuple[str, str]:
    return f"{zh} {amount}", f"{en} {show_money(amount, 'en')}"


def _failed(decision: Decision) -> tuple[tuple[str, str], ...]:
    """Every condition that fails, with its figures."""
    failed = [one for one in decision.conditions.values() if one.met is False]
    return tuple((f"不满足“{one.label.zh}”：{one.words.zh}", f"fails {one.label.en}: {one.words.en}") for one in failed)


def _waiting(decision: Decision) -> tuple[tuple[str, str], ...]:
    """What is missing."""
    zh = "、".join(decision.name_of(name, "zh") for name in decision.missing)
    en = ", ".join(decision.name_of(name, "en") for name in decision.missing)
    return ((f"缺少：{zh}", f"missing: {en}"),)
