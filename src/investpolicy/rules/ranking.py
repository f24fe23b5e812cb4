"""Prizes by rank (名次奖励): what each tie rule pays. Shared by all rank awards."""

from __future__ import annotations

from investpolicy.aggregates import Ties
from investpolicy.facts.park import Place
from investpolicy.schedules import Open, Ranked
from investpolicy.values.count import Count
from investpolicy.values.formula import named, where
from investpolicy.values.label import Label
from investpolicy.values.money import Money


def prize_of(place: Place, prizes: Ranked | Open, ties: Ties) -> Money:
    """The prize of a place, those tied treated as ``ties`` says."""
    one = Count(1)
    match ties:
        case Ties.BETTER:
            return prizes.prize(place.rank)
        case Ties.WORSE:
            return prizes.prize(place.rank + place.tied - one)
        case Ties.DENSE:
            return prizes.prize(place.dense)
        case Ties.POOLED:
            return _pooled(place, prizes)
        case _:
            return where(place.tied > one, Money.unknown("terms.ties"), prizes.prize(place.rank))


def _pooled(place: Place, prizes: Ranked | Open) -> Money:
    """An equal part of the prizes of the places that those tied take up."""
    one = Count(1)
    match prizes:
        case Open():
            return prizes.prize(place.rank, place.tied, place.in_tie)
        case _:
            pool = prizes.together(place.rank + place.tied - one) - prizes.together(place.rank - one)
            says = Label("所占各名次的奖金之和", "the prizes of the places taken, together")
            return named("pool", pool, says).equal_part(place.tied, place.in_tie)
