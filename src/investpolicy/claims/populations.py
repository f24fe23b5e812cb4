"""Rank awards are judged over the whole table of a year (全年名次表): whether it is whole, and what is certain if not.

Where places are given, they are what the assessment says: a park keeps its own, whatever the table lacks. But how many
are tied with it, and how many places stand before it where ties take up one, follows from the whole table; a prize that
depends on that is open as far as the gaps allow. Where places follow from scores, or from projects, a score that is
not known may lie anywhere, so that it leaves open whom it passes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from investpolicy.aggregates import Ties
from investpolicy.facts.base import Facts
from investpolicy.facts.park import ParkYear, Place
from investpolicy.outcomes import Award
from investpolicy.rankings import RANKINGS, project_scores
from investpolicy.register.decision import Decision
from investpolicy.register.policy import Policy, Provision
from investpolicy.rules.major_project_award import MajorProjectTerms, PrizeIsFor, RankedUnits
from investpolicy.schedules import Ranked
from investpolicy.values.count import Count
from investpolicy.values.label import Label
from investpolicy.values.money import Money
from investpolicy.values.unknown import is_unknown


@dataclass(frozen=True, slots=True)
class Bounds:
    """The best and the worst that a member can have, None where that is not known; and what the table lacks."""

    best: Money | None
    worst: Money | None
    why: tuple[Label, ...] = ()


def whole(population: Sequence[Facts], *, by_projects: bool = False) -> list[Label]:
    """Why the table of a year is not whole; nothing where it is.

    Of places that are given: those that are lacking, the first included; places that can not be (two at place 1 and
    one at place 2, where ties take up two places); members without a place. Else members without a score, or, where
    places follow from projects, without a list of them. More members behind the last can not be seen, and move nobody.
    """
    ranks = _ranks(population)
    listed = [getattr(one, "projects", None) is not None for one in population]
    if by_projects and any(listed):
        return _named("没有项目清单", "no projects are listed", population, [not one for one in listed])
    if by_projects or any(one is not None for one in ranks):
        lacks = [one is None for one in ranks]
        return [*_gaps(ranks), *_named("没有名次", "no rank", population, lacks)]
    return _named("没有得分", "no score", population, [not getattr(one, "score", _NO).is_known for one in population])


def best_and_worst(
    policy: Policy, provision: str, population: Sequence[Facts], index: int
) -> tuple[Money | None, Money | None]:
    """The most and the least that a member of a year's table can be due, whatever completes the table.

    Both are what it is due where that is certain; None where a term or another fact of the member leaves them open.
    """
    found = bounds_of(policy, provision, population)[index]
    if found is not None:
        return found.best, found.worst
    outcome = policy.decide_all(provision, population)[index].outcome
    amount = outcome.payable if isinstance(outcome, Award) and outcome.payable.is_known else None
    return amount, amount


def bounds_of(policy: Policy, provision: str, population: Sequence[Facts]) -> list[Bounds | None]:
    """For each member of a year's table how far what is due is open; None where it is decided, and certain.

    A table that is whole bounds nobody: what is open there follows from a term, or from a fact of the member's own.
    """
    found = policy.provision(provision)
    population = [found.read(one) for one in population]
    table, why = _table(found, population)
    if not why:
        return [None] * len(population)
    placed = RANKINGS[found.rule.name](population, found.terms)
    decisions = policy.decide_all(found.name, population)
    return [
        _bounds(decision, own, _changes(found.terms, own, table.places(index), len(population)), why)
        for index, (own, decision) in enumerate(zip(placed, decisions, strict=True))
    ]


class _At(NamedTuple):
    """A place that a member may have, as the fields of :class:`Place`."""

    rank: int
    tied: int
    dense: int
    in_tie: int


def _table(provision: Provision, population: Sequence[Facts]) -> tuple[_Scored | _Given, tuple[Label, ...]]:
    """The places that each member may have, and why the table is not whole."""
    terms, ranks = provision.terms, _ranks(population)
    prizes = getattr(terms, "prizes", None)
    last = int(prizes.last_rank) if isinstance(prizes, Ranked) else 1  # where prizes are open, no place says more
    why = whole(population, by_projects=isinstance(terms, MajorProjectTerms))
    parks = [one for one in population if isinstance(one, ParkYear)]
    if isinstance(terms, MajorProjectTerms):
        if all(park.projects is None for park in parks):
            return _Given(ranks, last), tuple(why)
        scores = project_scores(parks, terms)
        vague = [is_unknown(one) and park.projects is not None for one, park in zip(scores, parks, strict=True)]
        why += _named("项目情况不全", "something of its projects is not known", population, vague)
        return _Scored(scores, last), tuple(why)
    if any(one is not None for one in ranks):
        return _Given(ranks, last), tuple(why)
    return _Scored([getattr(one, "score", _NO).raw for one in population], last), tuple(why)


# what a member is due, whatever is true of it -------------------------------------------------------------------------


def _bounds(decision: Decision, own: Facts, changes: Iterable[dict[str, Any]], why: tuple[Label, ...]) -> Bounds | None:
    """The bounds of one member; None where its award is certain, and decided so."""
    provision, amounts = decision.provision, set[int]()
    for change in changes:
        outcome = provision.rule.function(own.model_copy(update=change), provision.terms)
        if not isinstance(outcome, Award) or (not outcome.failed and not outcome.computed.is_known):
            return Bounds(None, None, why)  # a term is open, or a fact of its own missing
        if not outcome.failed:
            amounts.add(outcome.computed.in_fen)
        if outcome.eligible.raw is not True:  # nothing, too, where it is not known whether there is an award
            amounts.add(0)
    best, worst = Money.fen(max(amounts)), Money.fen(min(amounts))
    decided = decision.outcome
    certain = isinstance(decided, Award) and decided.payable.is_known and best == worst == decided.payable
    return None if certain else Bounds(best, worst, why)


def _changes(terms: Any, own: Facts, places: Iterable[_At], members: int) -> Iterator[dict[str, Any]]:
    """What may be true of a member: its place, or, where winners share or projects are ranked, who wins beside it."""
    if isinstance(terms, MajorProjectTerms) and isinstance(own, ParkYear) and own.projects is not None:
        each, parks = terms.prize_is_for is PrizeIsFor.EACH, terms.ranked_units is RankedUnits.PARKS
        if not (each and parks):
            most = 1 if parks else len(own.projects)
            unclear = terms.ties is Ties.UNDETERMINED or (terms.ties is Ties.POOLED and not parks)
            yield from _winnings(most, members, unclear)
            return
    ties: Ties = getattr(terms, "tie_rule", terms.ties)
    told = {_as_read(at, ties): at for at in places}
    for at in told.values():
        counts: dict[str, Any] = {name: Count(number) for name, number in at._asdict().items()}
        yield {"place": Place.model_construct(**counts)}


def _as_read(at: _At, ties: Ties) -> tuple[int, ...]:
    """What a tie rule reads of a place: two that it can not tell apart are worked out once."""
    match ties:
        case Ties.BETTER:
            return (at.rank,)
        case Ties.WORSE:
            return (at.rank + at.tied,)
        case Ties.DENSE:
            return (at.dense,)
        case _:
            return at


def _winnings(most: int, members: int, unclear: bool) -> Iterator[dict[str, Any]]:
    """How many of its projects may win, among how many winners, and as which of them; unknown if ties leave it open."""
    if unclear:
        yield dict.fromkeys(("winning", "winners", "winner_order"), Count.unknown("terms.ties"))
    yield {"winning": Count(0), "winners": Count(1), "winner_order": Count(1)}
    for winning in range(1, most + 1):
        for winners in range(1, members + 1):
            for order in {1, winners}:  # an earlier one never gets less
                yield {"winning": Count(winning), "winners": Count(winners), "winner_order": Count(order)}


@dataclass(frozen=True, slots=True)
class _Tied:
    """Places with a rank, where ``tied`` share it, ``before`` of them earlier in the table, and ``joining`` more may.

    ``dense`` are the least and the most that the rank can be where ties take up one place.
    """

    rank: int
    tied: int
    joining: int
    dense: tuple[int, int]
    before: int = 0

    def places(self, last: int) -> Iterator[_At]:
        """The places, as far as they are paid, and one that is not.

        A rule reads the rank with those tied, or the rank where ties take up one place; each is given in full, but
        not every combination of the two. Of the order among those tied the first and the last are enough: an earlier
        one never gets less.
        """
        for more in range(self.joining + 1 if self.rank <= last else 1):
            for in_tie in {self.before + 1, self.before + more + 1}:
                yield _At(self.rank, self.tied + more, self.dense[0], in_tie)
        for dense in range(self.dense[0], max(self.dense[0], min(self.dense[1], last + 1)) + 1):
            yield _At(self.rank, self.tied, dense, self.before + 1)


class _Scored:
    """A ranking by scores, the highest first, of which some are not known and may be anything."""

    def __init__(self, scores: Sequence[Any], last: int) -> None:
        self.scores = scores
        self.last = last
        self.known = Counter(one for one in scores if not is_unknown(one))
        self.unknown = sum(map(is_unknown, scores))

    def places(self, index: int) -> Iterator[_At]:
        """The places that one may have: any, where its own score is not known."""
        own, members = self.scores[index], len(self.scores)
        if is_unknown(own):
            for rank in range(1, min(members, self.last + 1) + 1):
                most = min(rank, len(self.known) + self.unknown)
                yield from _Tied(rank, 1, members - rank, (1, most)).places(self.last)
            return
        above = [one for one in self.known if one > own]
        better = sum(self.known[one] for one in above)
        before = sum(not is_unknown(one) and one == own for one in self.scores[:index])
        for passing in range(self.unknown + 1):
            least = len(above) + 1 + (passing > 0 and not above)  # those that pass may be tied with others above
            dense = (least, len(above) + passing + 1)
            tied = _Tied(better + passing + 1, self.known[own], self.unknown - passing, dense, before)
            yield from tied.places(self.last)


class _Given:
    """Places that are given, some of which are lacking: in gaps between them, or, of those without one, at the end."""

    def __init__(self, ranks: Sequence[int | None], last: int) -> None:
        self.ranks = ranks
        self.last = last
        self.count = Counter(one for one in ranks if one is not None)
        self.distinct = sorted(self.count)
        self.blank = sum(one is None for one in ranks)

    def places(self, index: int) -> Iterator[_At]:
        """The places that one may have: the one that is given, else those that the others leave."""
        for tied in self._of(index):
            yield from tied.places(self.last)

    def _of(self, index: int) -> Iterator[_Tied]:
        own = self.ranks[index]
        if own is not None:
            before = sum(one == own for one in self.ranks[:index])
            yield _Tied(own, self.count[own], self._lacking_behind(own), self._dense(own), before)
            return
        for rank in [0, *self.distinct]:
            lacking = self._lacking_behind(rank)
            behind = rank + self.count[rank] if rank else 1
            if rank and lacking:  # it may be one of those tied there, the first or the last in the table
                for before in {0, self.count[rank]}:
                    yield _Tied(rank, self.count[rank] + 1, lacking - 1, self._dense(rank), before)
            for at in range(behind, min(behind + lacking, self.last + 2)):
                yield _Tied(at, 1, behind + lacking - at - 1, self._dense(at))
            if lacking and behind > self.last:
                yield _Tied(behind, 1, 0, self._dense(behind))

    def _lacking_behind(self, rank: int) -> int:
        """How many are lacking between a rank and the next that is given, or behind the last: those without a rank."""
        following = next((one for one in self.distinct if one > rank), None)
        if following is None:
            return self.blank
        return max(0, following - rank - self.count[rank] - (rank == 0))

    def _dense(self, rank: int) -> tuple[int, int]:
        """The least and the most that a rank can be where ties take up one place."""
        before = [one for one in self.distinct if one < rank]
        least = len(before) + 1 + (rank > 1 and 1 not in self.count)
        return least, max(least, rank - sum(self.count[one] - 1 for one in before))


# whether a table is whole ---------------------------------------------------------------------------------------------


def _gaps(ranks: Sequence[int | None]) -> Iterator[Label]:
    """The places that are lacking in a table of given places, and those that can not be."""
    counts = Counter(one for one in ranks if one is not None)
    expected = 1
    for rank in sorted(counts):
        if rank > expected:
            lacking = str(expected) if rank == expected + 1 else f"{expected}–{rank - 1}"
            yield Label(f"名次表缺第 {lacking} 名", f"the table lacks rank {lacking}")
        elif rank < expected:
            yield Label(
                f"第 {rank} 名前已有 {expected - 1} 个，并列应占位，名次与并列不符",
                f"rank {rank} stands behind {expected - 1} others: ties should take up as many places",
            )
        expected = max(expected, rank + counts[rank])


def _ranks(population: Sequence[Facts]) -> list[int | None]:
    """The places that are given."""
    ranks = [getattr(getattr(one, "place", None), "rank", _NO) for one in population]
    return [int(one) if one.is_known else None for one in ranks]


def _named(zh: str, en: str, population: Sequence[Facts], lacks: Sequence[bool]) -> list[Label]:
    """One reason for all members that lack something."""
    named = [
        getattr(one, "park", "") or getattr(one, "name", "") or f"#{place}"
        for place, (one, lack) in enumerate(zip(population, lacks, strict=True), start=1)
        if lack
    ]
    return [Label(f"{zh}：{'、'.join(named)}", f"{en}: {', '.join(named)}")] if named else []


_NO: Final = Count.unknown("")
