"""Monthly standings (月度排名、擂台赛): ZY.arena, SD.monthly-ranking; and sums shared by points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, ClassVar, Final, Literal, cast

from pydantic import BeforeValidator, Field, field_validator

from investpolicy.aggregates import Ties, rank
from investpolicy.errors import Problem, TermsError
from investpolicy.facts.contest import Contestant, MonthlyContest
from investpolicy.models import Model, PointsField, required
from investpolicy.outcomes import Placed, Standings
from investpolicy.rules.rule import Rule
from investpolicy.rules.terms import OPEN, Terms
from investpolicy.schedules import Open
from investpolicy.values.count import Count
from investpolicy.values.label import Label
from investpolicy.values.money import Money
from investpolicy.values.points import Points
from investpolicy.values.rounding import Mode, divide_round
from investpolicy.values.shares import Remainder, Shares
from investpolicy.values.truth import TRUE, Truth
from investpolicy.values.unknown import is_unknown


class ItemPoints(Model):
    """What one item earns."""

    error: ClassVar = TermsError
    item: str = Field(title="事项", description="item")
    points: Points = Field(title="分值", description="points each")


class ByItem(Model):
    """Points by item (按事项计分)."""

    error: ClassVar = TermsError
    kind: Literal["by-item"]
    items: tuple[ItemPoints, ...] = Field(min_length=1)


Earning = Annotated[
    Annotated[ByItem | Open, Field(discriminator="kind")],
    BeforeValidator(lambda given: {"kind": OPEN} if given == OPEN else given),
]
"""How points are earned: by item, or open."""


class StandingsTerms(Terms):
    """Terms of a ranking: who stands where when scores are equal."""

    ties: Ties = required("并列规则", "tie rule")

    @field_validator("ties")
    @classmethod
    def _without_prizes(cls, ties: Ties) -> Ties:
        if ties is Ties.POOLED:
            raise TermsError(Problem("", "pooled is for prizes, and a standing has none", "write better or another"))
        return ties


class ArenaTerms(StandingsTerms):
    """Terms of a contest: how points are earned, and what a point counts at the end of the year."""

    earning: Earning = required("得分办法", "how points are earned")
    year_end_each: PointsField = required("每分计入年终分值", "counted at the year's end for each point", unit="points")
    rounded_to: Points = required("年终分值取整", "points at the year's end are rounded to", unit="points")


def monthly_ranking(facts: MonthlyContest, terms: StandingsTerms) -> Standings:
    """Who stands where this month, the highest score first, and how many places each has moved."""
    if facts.contestants is None:
        return _NOT_LISTED
    places = _moved(_table(facts.contestants, terms.ties, {}), _table(facts.previous, terms.ties, {}))
    return Standings(places, notes=_notes(facts, places))


def arena(facts: MonthlyContest, terms: ArenaTerms) -> Standings:
    """The same, from points earned; where it is asked for, what they count at the end of the year."""
    if facts.contestants is None:
        return _NOT_LISTED
    each = {one.item: one.points for one in terms.earning.items} if isinstance(terms.earning, ByItem) else {}
    places = _moved(_table(facts.contestants, terms.ties, each), _table(facts.previous, terms.ties, each))
    notes = _notes(facts, places)
    conditions: dict[str, Truth] = {}
    if facts.year_end:
        weight = terms.year_end_each
        conditions["year_end"] = TRUE if weight.is_known else Truth.unknown(*weight.missing)
        notes += [_year_end(one, weight, terms.rounded_to) for one in places]
    return Standings(places, conditions, notes)


def placed(names: Sequence[str], scores: Sequence[Points | Count], ties: Ties) -> list[Placed]:
    """Who stands where, the first first and those tied in the order given; unknown scores leave places open."""
    standings = rank([score.raw for score in scores])
    unknown = sum(is_unknown(score.raw) for score in scores)
    levels = len({score.raw for score in scores if score.is_known})
    found: list[Placed] = []
    for name, score, one in zip(names, scores, standings, strict=True):
        best, worst = one.best, one.worst
        if not score.is_known:
            worst = levels + unknown if ties is Ties.DENSE else worst
        elif ties is Ties.DENSE:
            best, worst = one.dense, one.dense + unknown
        elif ties in (Ties.WORSE, Ties.UNDETERMINED):
            last = one.best + one.tied - 1
            best = last if ties is Ties.WORSE else best
            worst = last + unknown
        found.append(Placed(name, score, best, worst, one.tied, None))
    return sorted(found, key=lambda place: (place.best, place.worst))


def shared_by_points(pool: Money, points: Mapping[str, Points]) -> dict[str, Money]:
    """A sum shared in proportion to points, to the 分 by largest remainder: the parts add up.

    Unknown where the sum or any points are, and where nobody has any points.

    :raises TermsError: for points below zero, which share nothing.
    """
    below = [
        Problem(name, f"{one} is below zero", "points that share a sum are 0 or more")
        for name, one in points.items()
        if one.is_known and one.raw < 0
    ]
    if below:
        raise TermsError(below)
    missing = pool.missing.union(*(one.missing for one in points.values()))
    if missing or not any(one.raw for one in points.values()):
        return dict.fromkeys(points, Money.unknown(*missing or ("points",)))
    parts = Shares.of([one.raw for one in points.values()]).split(pool, Remainder.LARGEST)
    return dict(zip(points, parts, strict=True))


def _table(contestants: Sequence[Contestant], ties: Ties, each: Mapping[str, Points]) -> list[Placed]:
    return placed([one.name for one in contestants], [_score(one, each) for one in contestants], ties)


def _score(contestant: Contestant, each: Mapping[str, Points]) -> Points:
    """The score told, or what was earned; unknown where an item has no points that are known."""
    if not contestant.earned:
        return contestant.score
    total = Points(0)
    for one in contestant.earned:
        if one.item not in each:
            return Points.unknown("terms.earning")
        if not one.number.is_known:
            return Points.unknown(*one.number.missing)
        total = total + Points.of_raw(each[one.item].raw * int(one.number))
    return total


def _moved(now: Sequence[Placed], before: Sequence[Placed]) -> list[Placed]:
    """The places with their movement; none where a place is open or there was none last month."""
    last = {one.name: one for one in before if one.best == one.worst}
    return [
        one._replace(moved=last[one.name].best - one.best) if one.name in last and one.best == one.worst else one
        for one in now
    ]


def _notes(facts: MonthlyContest, places: Sequence[Placed]) -> list[Label]:
    """A line for each place, and its part of the pool where there is one."""
    parts = shared_by_points(facts.pool, {one.name: _as_points(one) for one in places}) if facts.pool.is_known else {}
    month = facts.month
    return [Label(f"{month}{_line(one, parts, zh=True)}", f"{month}{_line(one, parts, zh=False)}") for one in places]


def _line(place: Placed, parts: Mapping[str, Money], *, zh: bool) -> str:
    rank_ = str(place.best) if place.best == place.worst else f"{place.best}-{place.worst}"
    tied = place.tied > 1
    part = parts.get(place.name)
    if zh:
        text = f" 第 {rank_} 名 {place.name}，得分 {place.score if place.score.is_known else '未知'}"
        text += f"，{place.tied} 家并列" if tied else ""
        text += "" if place.moved is None else f"，较上月{_moved_zh(place.moved)}"
        return text + ("" if part is None else f"，分配 {part if part.is_known else '未知'}")
    text = f" {rank_} {place.name}, score {place.score}" + (f", {place.tied} tied" if tied else "")
    text += "" if place.moved is None else f", moved {place.moved:+d}" if place.moved else ", unmoved"
    return text + ("" if part is None else f", part {part}")


def _moved_zh(moved: int) -> str:
    return "持平" if not moved else f"上升 {moved} 位" if moved > 0 else f"下降 {-moved} 位"


def _as_points(place: Placed) -> Points:
    return cast("Points", place.score)  # a contestant has no other score


def _year_end(place: Placed, each: Points, step: Points) -> Label:
    score = _as_points(place)
    if not score.is_known or not each.is_known:
        return Label(f"{place.name} 计入年终：未知", f"{place.name} at the year's end: unknown")
    one = Points(1).raw
    counted = Points.of_raw(step.raw * divide_round(score.raw * each.raw, one * step.raw, Mode.HALF_UP))
    return Label(f"{place.name} 计入年终：{counted}", f"{place.name} at the year's end: {counted}")


_NOT_LISTED: Final = Standings((), {"contestants": Truth.unknown("monthly_contest.contestants")})
_LABELS: Final = {
    "contestants": Label("参赛单位已列明", "the contestants are listed"),
    "year_end": Label("计入年终考核的分值已定", "what a point counts at the year's end is known"),
    "points": Label("得分", "points"),
    "scores": Label("得分", "scores"),
}

MONTHLY_RANKING: Final = Rule("monthly_ranking", monthly_ranking, MonthlyContest, StandingsTerms, _LABELS, folds=False)
ARENA: Final = Rule("arena", arena, MonthlyContest, ArenaTerms, _LABELS, folds=False)
