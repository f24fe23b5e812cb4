"""Claimed against due (申报与应得): the verdict of one claim, of money, points, a rate, a day or a finding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final, cast

from investpolicy.algebras.text import show, show_money
from investpolicy.claims.claimed import claim_columns
from investpolicy.claims.populations import Bounds
from investpolicy.errors import ClaimsError, Problem
from investpolicy.facts.completion import Completion
from investpolicy.outcomes import Award, Check, Deadline, Outcome, Score, Split, Status, Totals
from investpolicy.register.decision import Decision
from investpolicy.values.count import Count
from investpolicy.values.day import Day
from investpolicy.values.formula import Value
from investpolicy.values.label import Label, Labelled, Lang
from investpolicy.values.money import NOTHING, Money
from investpolicy.values.points import Points
from investpolicy.values.ratio import Ratio
from investpolicy.values.rounding import Mode, divide_round
from investpolicy.values.truth import Truth
from investpolicy.values.written import Written


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
class Apart:
    """A difference in whole numbers: days (天) after the last day, below zero before it; or things more or fewer."""

    number: int
    days: bool = True

    def show(self, lang: Lang) -> str:
        """In words: 3天, 3 days."""
        if not self.days:
            return str(self.number)
        return f"{self.number}天" if lang == "zh" else f"{self.number} day{'' if abs(self.number) == 1 else 's'}"

    def __str__(self) -> str:
        return self.show("zh")


Difference = Money | Points | Ratio | Apart
"""Claimed less due, of the claim's own kind; of a rate in percentage points."""

Claimable = Money | Points | Ratio | Count | Day | Truth | bool | None
"""What can be claimed; None where nothing is."""

Claims = Mapping[str, Claimable]
"""What is claimed by part: ``""`` for one thing, else by party or figure (:func:`~.claimed.claim_columns`)."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict, how far the claim is from what is due (None where that is not known), and every reason.

    ``missing`` are the facts and terms that are not known, by name: what would have to be found out to say more.
    """

    verdict: Verdict
    difference: Difference | None
    reasons: tuple[tuple[str, str], ...]  # Chinese and English
    missing: tuple[str, ...] = ()

    def why(self, lang: Lang) -> str:
        """All reasons in one line."""
        return ("；" if lang == "zh" else "; ").join(zh if lang == "zh" else en for zh, en in self.reasons)

    def show_difference(self, lang: Lang) -> str:
        """The difference in words; empty where it is not known."""
        return "" if self.difference is None else show_difference(self.difference, lang)


def show_difference(difference: Difference, lang: Lang) -> str:
    """20万元, 2.5分, 0.4个百分点, 3天; CNY 200,000, 2.5 points, 0.4 percentage points, 3 days."""
    match difference:
        case Money():
            return show_money(difference, lang)
        case Ratio():
            points = Completion(difference.fraction).beside(Fraction(0)).removesuffix("%")
            return f"{points}个百分点" if lang == "zh" else f"{points} percentage points"
        case Points():
            return show(difference.raw, "points", lang)
        case Apart():
            return difference.show(lang)


def judge(decision: Decision, claims: Claims, bounds: Bounds | None = None) -> Judged:
    """The verdict of what is claimed, by part (:func:`~.claimed.claim_columns`).

    A check of an amount against its limit needs no claim: what is measured is what is claimed. ``bounds`` are the
    best and the worst that a member of a population can have whose table is not whole (:mod:`~.populations`).
    """
    outcome = decision.outcome
    match outcome:
        case Check(measured=None):
            judged = _judge_finding(decision, outcome, claims)
        case Check():
            judged = _judge_limit(decision, outcome)
        case Deadline():
            judged = _judge_deadline(decision, outcome, cast("Day | None", claims.get("")))
        case Totals():
            return _judge_totals(decision, claims)
        case Award() | Split() | Score():
            judged = _judge_needed(decision, outcome, claims, bounds)
        case _:
            hint = "claim under another provision"
            raise ClaimsError(Problem(decision.provision.id, f"{_article(outcome.kind)} can not be claimed", hint))
    return replace(judged, missing=judged.missing or decision.missing)


def _judge_needed(decision: Decision, outcome: Outcome, claims: Claims, bounds: Bounds | None) -> Judged:
    wanted = tuple(outcome.parts) if isinstance(outcome, Split) else ("",)
    absent = [part for part in wanted if claims.get(part) is None]
    if absent:
        return _without_claim(decision, outcome, "、".join(part for part in absent if part))
    match outcome:
        case Split():
            return _judge_split(decision, cast("Mapping[str, Money]", claims))
        case Score():
            return _judge_score(decision, outcome, cast("Points", claims[""]))
        case _ if bounds is not None:
            return _judge_between(decision, bounds, cast("Money", claims[""]))
        case _:
            return _judge_award(decision, cast("Award", outcome), cast("Money", claims[""]))


def _without_claim(decision: Decision, outcome: Outcome, parts: str) -> Judged:
    """Nothing is claimed; what is due is said all the same."""
    points = isinstance(outcome, Score)
    zh, en = ("未填申报得分", "no points are claimed") if points else ("未填申报金额", "no amount is claimed")
    reasons = [(f"{zh}：{parts}", f"{en}: {parts}") if parts else (zh, en)]
    if decision.status is Status.INELIGIBLE:
        reasons += _failed(decision)
    elif decision.status is Status.UNDETERMINED:
        reasons += _waiting(decision)
    else:
        reasons.append((decision.conclusion("zh"), decision.conclusion("en")))
    return Judged(Verdict.CANNOT_TELL, None, tuple(reasons))


# money ----------------------------------------------------------------------------------------------------------------


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


def _judge_between(decision: Decision, bounds: Bounds, claimed: Money) -> Judged:
    """The table of the year is not whole. What it leaves open is not told; what is certain all the same, is."""
    best, worst = bounds.best, bounds.worst
    why = tuple((one.zh, one.en) for one in bounds.why)
    if best is not None and best == worst:
        if best == NOTHING and claimed != NOTHING:
            none = ("无论所缺如何，均无奖励", "whatever is missing, nothing is due")
            return Judged(Verdict.NOT_ELIGIBLE, claimed, (none, *why))
        certain = _says("无论所缺如何，应得", "whatever is missing, the amount due is", best)
        compared = _compared(claimed, best, certain)
        return Judged(compared.verdict, compared.difference, (*compared.reasons, *why))
    waiting = _waiting(decision) if decision.missing else ()
    if best is None or worst is None:
        return Judged(Verdict.CANNOT_TELL, None, (*why, *waiting))
    between = (f"最好 {best}，最差 {worst}", f"best {show_money(best, 'en')}, worst {show_money(worst, 'en')}")
    if claimed.in_fen > best.in_fen:
        above = ("超过最好情形", "above the best that is possible")
        return Judged(Verdict.OVER, claimed - best, (above, between, *why))
    if claimed.in_fen < worst.in_fen:
        below = ("低于最差情形", "below the worst that is possible")
        return Judged(Verdict.UNDER, claimed - worst, (below, between, *why))
    return Judged(Verdict.CANNOT_TELL, None, (between, *why, *waiting))


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
    if not reasons:
        zh = "，".join(f"{party} {part}" for party, part in due.items())
        en = ", ".join(f"{decision.name_of(party, 'en')} {show_money(part, 'en')}" for party, part in due.items())
        return Judged(Verdict.RIGHT, NOTHING, ((zh, en),))
    difference = sum((claimed[party] - due[party] for party in due), NOTHING)
    if difference == NOTHING:  # the sum is right, and one claims what is another's
        difference = max((claimed[party] - due[party] for party in due), key=lambda one: one.in_fen)
    return Judged(Verdict.OVER if difference.in_fen > 0 else Verdict.UNDER, difference, reasons)


def _judge_limit(decision: Decision, outcome: Check) -> Judged:
    """An amount against its limit."""
    match decision.status:
        case Status.MET:
            return Judged(Verdict.RIGHT, None, (_MET,))
        case Status.EXCEPTED:
            return Judged(Verdict.EXCEPTED, _beyond(outcome), (*_failed(decision), _ON_RECORD))
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


# points ---------------------------------------------------------------------------------------------------------------


def _judge_score(decision: Decision, outcome: Score, claimed: Points) -> Judged:
    match decision.status:
        case Status.INELIGIBLE:
            verdict = Verdict.NOT_ELIGIBLE if claimed.raw else Verdict.RIGHT
            return Judged(verdict, claimed, _failed(decision))
        case Status.DETERMINED:
            apart = claimed - outcome.points
            due = _words("应得", "due", outcome.points)
            return Judged(_verdict_of(apart.raw), apart, (due,))
        case _:
            reasons = list(_waiting(decision))
            if outcome.at_most.is_known and claimed.raw > outcome.at_most.raw:
                reasons.append(_words("申报得分超过满分", "the points claimed are above the most of", outcome.at_most))
            return Judged(Verdict.CANNOT_TELL, None, tuple(reasons))


# days -----------------------------------------------------------------------------------------------------------------


def _judge_deadline(decision: Decision, outcome: Deadline, claimed: Day | None) -> Judged:
    """Whether it was done by the last day, and whether the last day that is claimed is the true one."""
    if decision.status is Status.INELIGIBLE:
        return Judged(Verdict.NOT_ELIGIBLE, None, _failed(decision))
    last = outcome.last_day
    if decision.status is Status.UNDETERMINED:
        return Judged(Verdict.CANNOT_TELL, None, _waiting(decision))
    done = _done_by(decision, outcome)
    if claimed is None or done.verdict is Verdict.OVER:
        return done
    apart = _days_between(last, claimed)
    *how, until = done.reasons
    if apart.number:
        until = _words("截止日应为", "the last day should be", last)
    return Judged(_verdict_of(apart.number), apart, (until, *how), done.missing)


def _done_by(decision: Decision, outcome: Deadline) -> Judged:
    last, done = outcome.last_day, outcome.done_on
    label = decision.provision.rule.labels.get("done_on", Label("办结日期", "day it was done"))
    until = _words("截止日", "the last day is", last)
    if not done.is_known:
        names = tuple(sorted(done.missing))
        zh, en = (decision.name_of(names[0], lang) for lang in _LANGS) if names else label
        return Judged(Verdict.CANNOT_TELL, None, ((f"缺少：{zh}", f"missing: {en}"), until), names)
    if not bool(done.happened):
        return Judged(Verdict.CANNOT_TELL, None, (("尚未办结", "it is not done yet"), until))
    on = _words(label.zh, f"{label.en}:", done)
    apart = _days_between(last, done)
    if apart.number <= 0:
        return Judged(Verdict.RIGHT, None, (on, until))
    late = (f"超期 {apart.show('zh')}", f"{apart.show('en')} late")
    return Judged(Verdict.OVER, apart, (late, on, until))


def _days_between(last: Day, other: Day) -> Apart:
    return Apart((other.date - last.date).days)


# findings and figures -------------------------------------------------------------------------------------------------


def _judge_finding(decision: Decision, outcome: Check, claims: Claims) -> Judged:
    """Whether a requirement is met, and whether that is what is claimed; and the figures that are claimed beside it."""
    said = None if claims.get("") is None else bool(claims[""])
    figures = _judge_figures(decision, claims)
    match decision.status:
        case Status.MET if said is False:
            found = Judged(Verdict.UNDER, None, (_conclusion(decision), ("申报为不符合", "claimed as not met")))
        case Status.MET:
            found = Judged(Verdict.RIGHT, None, (_conclusion(decision),))
        case Status.EXCEPTED:
            found = Judged(Verdict.EXCEPTED, None, (*_failed(decision), _ON_RECORD))
        case Status.NOT_MET:
            why = (_conclusion(decision), *_failed(decision), *((one.zh, one.en) for one in outcome.notes))
            found = Judged(Verdict.RIGHT if said is False else Verdict.NOT_ELIGIBLE, None, why)
        case _:
            found = Judged(Verdict.CANNOT_TELL, None, _waiting(decision))
    if figures is None:
        return found
    worse = figures.verdict.is_finding and not found.verdict.is_finding
    return Judged(figures.verdict if worse else found.verdict, figures.difference, (*found.reasons, *figures.reasons))


def _judge_totals(decision: Decision, claims: Claims) -> Judged:
    if decision.status is Status.INELIGIBLE:
        return Judged(
            Verdict.NOT_ELIGIBLE, None, (*_failed(decision), *((one.zh, one.en) for one in decision.outcome.notes))
        )
    figures = _judge_figures(decision, claims)
    if figures is not None:
        return figures
    none = ("未填申报数", "no figure is claimed")
    return Judged(Verdict.CANNOT_TELL, None, (none, _conclusion(decision)), decision.missing)


def _judge_figures(decision: Decision, claims: Claims) -> Judged | None:
    """The figures that are claimed, each against the one found; the first that differs decides. None if none is."""
    told = {name: one for name, one in claims.items() if name and one is not None}
    if not told:
        return None
    judged = [_judge_figure(decision, name, decision.figures[name], one) for name, one in told.items()]
    differing = [one for one in judged if one.verdict not in (Verdict.RIGHT, Verdict.CANNOT_TELL)]
    unknown = [one for one in judged if one.verdict is Verdict.CANNOT_TELL]
    first = (differing or unknown or judged)[0]
    reasons = tuple(reason for one in judged for reason in one.reasons)
    return Judged(
        first.verdict, first.difference, reasons, tuple(sorted({one for own in judged for one in own.missing}))
    )


def _judge_figure(decision: Decision, name: str, found: Written, claimed: Claimable) -> Judged:
    zh, en = _figure_name(decision, name)
    if found.to_json() is None:
        missing: frozenset[str] = getattr(found, "missing", frozenset[str]())
        lacks_zh = "、".join(decision.name_of(one, "zh") for one in sorted(missing))
        lacks_en = ", ".join(decision.name_of(one, "en") for one in sorted(missing))
        why = (f"{zh}无从计算，缺少：{lacks_zh}", f"{en} can not be worked out, missing: {lacks_en}")
        return Judged(Verdict.CANNOT_TELL, None, (why,), tuple(missing))
    reason = (f"{zh} {_shown(found, 'zh')}", f"{en}: {_shown(found, 'en')}")
    match found, claimed:
        case Ratio(), Ratio():
            apart = Ratio(claimed.fraction - found.fraction)
            if is_rounded(claimed.fraction, found.fraction):
                return Judged(Verdict.RIGHT, Ratio(0), (reason,))
            return Judged(_verdict_of(apart.raw), apart, (reason,))
        case Truth(), (Truth() | bool()):
            return Judged(_verdict_of(bool(claimed) - bool(found)), None, (reason,))
        case Money(), Money():
            more = claimed - found
            return Judged(_verdict_of(more.in_fen), more, (reason,))
        case Points(), Points():
            points = claimed - found
            return Judged(_verdict_of(points.raw), points, (reason,))
        case Count(), (Count() | int()):
            number = int(claimed) - int(found)
            return Judged(_verdict_of(number), Apart(number, days=False), (reason,))
        case Day(), Day():
            days = _days_between(found, claimed)
            return Judged(_verdict_of(days.number), days, (reason,))
        case _:
            what = f"{claimed!s:.60} is claimed as {en}, which is {_shown(found, 'en')}"
            raise ClaimsError(Problem(decision.provision.id, what, "claim a value of the same kind"))


def is_rounded(claimed: Fraction, exact: Fraction) -> bool:
    """Whether a rate is the exact one as offices write it: rounded half up to its own decimals of a per cent.

    At one decimal at least, and never to a whole per cent that it is not: 99.96% is not 100%.
    """
    per_cent = claimed * 100
    digits = _decimals(per_cent)
    if digits is None or (per_cent.denominator == 1 and claimed != exact):
        return claimed == exact
    scaled = exact * 100 * 10**digits
    rounded: int = divide_round(scaled.numerator, scaled.denominator, Mode.HALF_UP)
    return bool(rounded == per_cent * 10**digits)


def _decimals(number: Fraction) -> int | None:
    """How many decimals write it; None where no number of them does."""
    return next((places for places in range(1, _MOST_DECIMALS) if 10**places % number.denominator == 0), None)


# words ----------------------------------------------------------------------------------------------------------------


def _verdict_of(difference: int | Fraction) -> Verdict:
    return Verdict.OVER if difference > 0 else Verdict.UNDER if difference < 0 else Verdict.RIGHT


def _figure_name(decision: Decision, name: str) -> Label:
    """What a figure is called, as the column is in which it is claimed."""
    zh, en = claim_columns(decision.provision)[name].label
    return Label(zh.removeprefix("申报"), en.removesuffix(" claimed"))


def _shown(value: Written, lang: Lang) -> str:
    return show(value.raw, value.sort, lang) if isinstance(value, Value) else str(value)


def _words(zh: str, en: str, value: Value) -> tuple[str, str]:
    return f"{zh} {_shown(value, 'zh')}", f"{en} {_shown(value, 'en')}"


def _says(zh: str, en: str, amount: Money) -> tuple[str, str]:
    return f"{zh} {amount}", f"{en} {show_money(amount, 'en')}"


def _conclusion(decision: Decision) -> tuple[str, str]:
    return decision.conclusion("zh"), decision.conclusion("en")


def _failed(decision: Decision) -> tuple[tuple[str, str], ...]:
    """Every condition that fails, with its figures where it has some."""
    return tuple(_failing(decision))


def _failing(decision: Decision) -> Iterator[tuple[str, str]]:
    for one in decision.conditions.values():
        if one.met is False:
            zh = f"：{one.words.zh}" if one.words.zh else ""
            en = f": {one.words.en}" if one.words.en else ""
            yield f"不满足“{one.label.zh}”{zh}", f"fails {one.label.en}{en}"


def _waiting(decision: Decision) -> tuple[tuple[str, str], ...]:
    """What is missing."""
    zh = "、".join(decision.name_of(name, "zh") for name in decision.missing)
    en = ", ".join(decision.name_of(name, "en") for name in decision.missing)
    return ((f"缺少：{zh}", f"missing: {en}"),)


def _article(kind: str) -> str:
    return f"{'an' if kind[:1] in 'aeiou' else 'a'} {kind}"


_LANGS: Final[tuple[Lang, ...]] = ("zh", "en")
_MET: Final = ("符合", "met")
_ON_RECORD: Final = ("例外批准在案", "an approved exception is on record")
_MOST_DECIMALS: Final = 12
