"""Hypothesis strategies for values, facts, schedules and terms (extra ``testing``).

For those who test a system built on this library, and for its own tests. Amounts are drawn often exactly at, one 分
below and one 分 above the ``edges`` that they are given, facts are often unknown, dates never contradict each other::

    from hypothesis import given
    from investpolicy import testing

    @given(testing.referrals(edges=[Money.parse("5亿元")]), testing.terms("referral_reward"))
    def test_never_above_the_ceiling(referral, terms):
        award = ip.rules.referral_reward(referral, terms)
        assert not award.computed.is_known or award.computed <= award.ceiling
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from types import UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin

from hypothesis import reject
from hypothesis import strategies as st

from investpolicy.errors import PolicyError
from investpolicy.facts.base import Facts, OneOf
from investpolicy.facts.funding import FundingRound
from investpolicy.facts.park import ParkYear, Place
from investpolicy.facts.project import CapitalOrigin, LocalityKind, Project, Sector
from investpolicy.facts.referral import Referral, Referrer, ReferrerKind
from investpolicy.facts.support import SupportClaim
from investpolicy.models import Model
from investpolicy.register import policies, policy
from investpolicy.rules import RULES
from investpolicy.rules.terms import OPEN, Terms
from investpolicy.schedules import (
    SCHEDULE_LABELS,
    BasePlusStep,
    Fixed,
    Lookup,
    Marginal,
    Measure,
    Open,
    Ranked,
    Rate,
    Slab,
    Unlimited,
)
from investpolicy.values.choice import Choice
from investpolicy.values.count import Count
from investpolicy.values.day import Day
from investpolicy.values.formula import Value
from investpolicy.values.money import Money
from investpolicy.values.points import Points
from investpolicy.values.ratio import Ratio
from investpolicy.values.rounding import Mode, Rounding
from investpolicy.values.shares import Shares
from investpolicy.values.truth import FALSE, TRUE, Truth

__all__ = [
    "AnySchedule",
    "days",
    "funding_rounds",
    "moneys",
    "near",
    "park_years",
    "places",
    "points",
    "populations",
    "projects",
    "ratios",
    "referrals",
    "referrers",
    "roundings",
    "schedules",
    "shares",
    "support_claims",
    "terms",
    "truths",
]

AnySchedule = Fixed | Rate | Marginal | Slab | Lookup | BasePlusStep | Ranked | Open | Unlimited
"""What :func:`schedules` draws."""

_LARGEST: Final = 10**14  # 分: a trillion yuan, larger than any project
_PLACES: Final = ("四川省绵阳市涪城区", "绵阳市", "江油市", "成都市", "四川省", "绵竹市")
_PREFIXES: Final = ("绵阳市", "四川省绵阳市", "江油市", "成都")
_ELSEWHERE: Final = ("德阳市", "绵竹市", "四川省德阳市")
_YEAR: Final = 2022
_STEPS: Final = tuple(map(Points.parse, ("0.01", "0.1", "1")))

# --- values -----------------------------------------------------------------------------------------------------


def near(*edges: Money) -> st.SearchStrategy[Money]:
    """Amounts at, one 分 below and one 分 above each of ``edges``; never below zero.

    ``near(Money.parse("5亿元"))`` draws 499999999.99元, 5亿元 and 500000000.01元.
    """
    amounts = sorted({max(edge.in_fen + step, 0) for edge in edges for step in (-1, 0, 1)})
    return st.sampled_from(amounts).map(Money.fen)


def moneys(
    edges: Sequence[Money] = (), *, most: Money | None = None, unknowns: bool = False
) -> st.SearchStrategy[Money]:
    """Amounts of money from 0 to ``most``, round ones and odd ones; every other one near ``edges``.

    ``moneys([Money.parse("30万元")], unknowns=True)``
    """
    return _moneys(tuple(edges), most.in_fen if most is not None else _LARGEST, unknowns)


@cache  # a strategy is slow to make and is asked for in every draw
def _moneys(edges: tuple[Money, ...], top: int, unknowns: bool) -> st.SearchStrategy[Money]:
    sizes = [size for size in (10**6, 10**10, 100) if size <= top]
    rounds = [st.integers(0, min(top // size, 9999)).map(size.__mul__) for size in sizes]
    amounts = st.one_of(*rounds, st.integers(0, top)).map(Money.fen)
    if edges:
        amounts = near(*edges) | amounts
    return _with(amounts, Money.unknown(), unknowns)


def ratios(most: Ratio | None = None) -> st.SearchStrategy[Ratio]:
    """Ratios from 0 to ``most`` (100%): percents, per milles, and thirds and sevenths that no decimal writes.

    ``ratios(most=Ratio.parse("5%"))``
    """
    top = most.fraction if most is not None else Fraction(1)

    def up_to(parts: int) -> st.SearchStrategy[Fraction]:
        return st.integers(0, int(top * parts)).map(lambda number: Fraction(number, parts))

    return st.sampled_from([100, 1000, 10_000, 3, 7]).flatmap(up_to).map(Ratio)


def _named_parties(drawn: Shares) -> Shares:
    """The same shares between named parties, as terms want them."""
    return Shares(drawn.weights, tuple(f"party {place}" for place in range(1, len(drawn.weights) + 1)))


def shares(parties: int | None = None) -> st.SearchStrategy[Shares]:
    """Shares between two to five parties, or as many as told; some weigh nothing, all together something.

    ``shares(2)``
    """

    def weighed(count: int) -> st.SearchStrategy[Shares]:
        weights = st.lists(st.integers(0, 10) | st.integers(0, 10_000), min_size=count, max_size=count)
        return weights.filter(any).map(lambda drawn: Shares(tuple(drawn)))

    return (st.integers(2, 5) if parties is None else st.just(parties)).flatmap(weighed)


def roundings() -> st.SearchStrategy[Rounding]:
    """Every rounding mode, to 分, 元 and 万元."""
    return st.builds(Rounding, st.sampled_from(Mode), st.sampled_from(["分", "元", "万元"]))


def points(most: int = 120, *, unknowns: bool = False) -> st.SearchStrategy[Points]:
    """Assessment points from 0 to ``most``: whole ones, halves, and ten-thousandths.

    ``points(unknowns=True)``
    """
    drawn = st.integers(0, most) | st.integers(0, 2 * most).map(lambda halves: Decimal(halves) / 2)
    fine = st.integers(0, most * 10_000).map(lambda parts: Decimal(parts) / 10_000)
    return _with((drawn | fine).map(Points), Points.unknown(), unknowns)


def truths(*, unknowns: bool = False) -> st.SearchStrategy[Truth]:
    """True, false, and unknown where asked for: ``truths(unknowns=True)``."""
    return _with(st.sampled_from([TRUE, FALSE]), Truth.unknown(), unknowns)


def days(year: int = _YEAR, *, not_yet: bool = True, unknowns: bool = False) -> st.SearchStrategy[Day]:
    """Days about ``year``, often its first and last and those beside them; some have not happened.

    ``days(2022, not_yet=False)``
    """
    return _days(year, not_yet, unknowns)


@cache
def _days(year: int, not_yet: bool, unknowns: bool) -> st.SearchStrategy[Day]:
    first, last = date(year, 1, 1), date(year, 12, 31)
    edges = [first, last, date(year - 1, 12, 31), date(year + 1, 1, 1)]
    about = st.dates(date(year - 1, 1, 1), date(year + 1, 12, 31))
    drawn = st.one_of(st.dates(first, last), st.sampled_from(edges), about).map(Day)
    return _with(st.one_of(drawn, drawn, st.just(Day.not_yet())) if not_yet else drawn, Day.unknown(), unknowns)


def _with(strategy: st.SearchStrategy[Any], unknown: Any, unknowns: bool) -> st.SearchStrategy[Any]:
    """The strategy with one unknown in four where they are asked for."""
    return st.one_of(strategy, strategy, strategy, st.just(unknown)) if unknowns else strategy


# --- facts ------------------------------------------------------------------------------------------------------


def _facts(
    draw: st.DrawFn, model: type[Facts], given: dict[str, st.SearchStrategy[Any]], unknowns: bool
) -> dict[str, Any]:
    """Each fact drawn; or unknown under its own path, one in four of them, and none in half of the draws."""
    kinds = {name: kind for name, kind, _ in model.value_fields()}
    bits = st.integers(0, 2 ** len(given) - 1)
    unknown = draw(bits) & draw(bits) if unknowns and draw(st.booleans()) else 0
    return {
        name: kinds[name].unknown(f"{model.fact_name}.{name}")
        if unknown >> place & 1 and name in kinds
        else draw(strategy)
        for place, (name, strategy) in enumerate(given.items())
    }


@cache
def _names(kind: type[StrEnum]) -> st.SearchStrategy[str]:
    return st.sampled_from([member.value for member in kind])


@st.composite
def projects(draw: st.DrawFn, edges: Sequence[Money] = (), *, year: int = _YEAR, unknowns: bool = True) -> Project:
    """Projects whose amounts lie often near ``edges`` and whose dates lie about ``year``, in an order that can be.

    ``projects(edges=[Money.parse("5亿元")], unknowns=False)``
    """
    given = _of_projects(tuple(edges), year) | {name: st.just(day) for name, day in draw(_events(year)).items()}
    number = draw(st.integers(1, 999))
    return Project(name=f"项目{number}", id=f"P{number:03d}", **_facts(draw, Project, given, unknowns))


@cache
def _of_projects(edges: tuple[Money, ...], year: int) -> dict[str, st.SearchStrategy[Any]]:
    amounts = [name for name, kind, _ in Project.value_fields() if kind is Money]
    return {
        "place": st.sampled_from(_PLACES),
        "locality_kind": _names(LocalityKind),
        "sector": st.just("C") | _names(Sector),
        "capital_origin": _names(CapitalOrigin),
        "registered_on": days(year),
        **dict.fromkeys(amounts, moneys(edges)),
    }


@st.composite
def _events(draw: st.DrawFn, year: int) -> dict[str, Day]:
    """Signing, start, completion and production: none before what must precede it."""
    happened = 3 - max(draw(st.integers(-4, 3)), 0)  # how far the project has come; most often all the way
    drawn = sorted(draw(st.lists(days(year, not_yet=False), min_size=4, max_size=4)), key=lambda day: day.date)
    never = Day.not_yet()
    produces = happened > 2 and draw(st.booleans())
    return {
        "signed_on": drawn[0] if happened > 0 else never,
        "started_on": drawn[1] if happened > 1 else never,
        "completed_on": drawn[2] if happened > 2 else never,
        "in_production_on": drawn[3] if produces else never,
    }


@st.composite
def referrers(draw: st.DrawFn, *, unknowns: bool = True) -> Referrer:
    """Referrers of every kind: ``referrers(unknowns=False)``."""
    given: dict[str, st.SearchStrategy[Any]] = {"kind": _names(ReferrerKind), "brought_about": st.just(TRUE) | truths()}
    return Referrer(name=draw(st.sampled_from(["", "某商会"])), **_facts(draw, Referrer, given, unknowns))


@st.composite
def referrals(draw: st.DrawFn, edges: Sequence[Money] = (), *, year: int = _YEAR, unknowns: bool = True) -> Referral:
    """One referrer's part in a project, of one to three referrers, some of whom were paid before.

    ``referrals(edges=[Money.parse("5亿元"), Money.parse("30万元")])``
    """
    paid = st.just(Money.fen(0)) | moneys(edges, most=Money.wan(100))
    given: dict[str, st.SearchStrategy[Any]] = {
        "project": projects(edges, year=year, unknowns=unknowns),
        "referrer": referrers(unknowns=unknowns),
        "paid_before": paid,
        "paid_to_referrer": paid,
    }
    weights = draw(st.just((1,)) | st.lists(st.integers(0, 5), min_size=2, max_size=3).filter(any).map(tuple))
    place = draw(st.integers(1, len(weights)))
    return Referral(weights=weights, place=place, **_facts(draw, Referral, given, unknowns))


@st.composite
def places(draw: st.DrawFn, *, most: int = 8, unknowns: bool = True) -> Place:
    """Places among ``most`` or fewer, with ties that fit: ``places(unknowns=False)``."""
    rank = draw(st.integers(1, most))
    tied = draw(st.integers(1, min(3, most - rank + 1)))
    given: dict[str, st.SearchStrategy[Any]] = {
        "rank": st.just(Count(rank)),
        "tied": st.just(Count(tied)),
        "dense": st.integers(1, rank).map(Count) if rank > 1 else st.just(Count(1)),
        "in_tie": st.integers(1, tied).map(Count),
    }
    return Place(**_facts(draw, Place, given, unknowns))


@st.composite
def park_years(draw: st.DrawFn, edges: Sequence[Money] = (), *, year: int = _YEAR, unknowns: bool = True) -> ParkYear:
    """One park with its place given, as a table of results would give it; its projects are not listed.

    ``park_years(edges=[Money.parse("100万元")])``
    """
    winners = draw(st.integers(0, 4))
    given: dict[str, st.SearchStrategy[Any]] = {
        "score": points(),
        "qualifying": st.integers(0, 4).map(Count),
        "winning": st.integers(0, 3).map(Count),
        "winners": st.just(Count(winners)),
        "winner_order": st.integers(1, max(winners, 1)).map(Count),
        "other_award": moneys(edges, most=Money.wan(200)),
        "place": places(unknowns=unknowns),
    }
    return ParkYear(park="甲园区", id="K01", year=year, **_facts(draw, ParkYear, given, unknowns))


@st.composite
def populations(
    draw: st.DrawFn,
    edges: Sequence[Money] = (),
    *,
    year: int = _YEAR,
    size: int = 7,
    unknowns: bool = True,
) -> tuple[ParkYear, ...]:
    """All parks of one year, one to ``size``, with projects and scores; ties are likely.

    With unknowns a score, a project's facts, or the list of projects may be missing::

        @given(testing.populations(edges=[Money.parse("50亿元")]))
        def test_every_park_is_placed(parks): ...
    """
    count = draw(st.integers(1, size))
    scores = draw(st.lists(points(), min_size=1, max_size=max(count - 1, 1)))
    # few different projects, so that totals tie
    models = draw(st.lists(projects(edges, year=year, unknowns=unknowns), min_size=1, max_size=4))
    listed = st.lists(st.sampled_from(models), max_size=3).map(tuple)
    parks: list[ParkYear] = []
    for number in range(1, count + 1):
        given: dict[str, st.SearchStrategy[Any]] = {"score": st.sampled_from(scores)}
        parks.append(
            ParkYear(
                park=f"园区{number}",
                id=f"K{number:02d}",
                year=year,
                projects=None if unknowns and not draw(st.integers(0, 9)) else draw(listed),
                **_facts(draw, ParkYear, given, unknowns),
            )
        )
    return tuple(parks)


@st.composite
def funding_rounds(
    draw: st.DrawFn, edges: Sequence[Money] = (), *, year: int = _YEAR, unknowns: bool = True
) -> FundingRound:
    """Contributions of a fund, often near ``edges`` and near a half of what they go into.

    ``funding_rounds(edges=[Money.parse("1亿元")], unknowns=False)``
    """
    capital = draw(moneys(edges))
    half = Money.fen(capital.in_fen // 2)
    given: dict[str, st.SearchStrategy[Any]] = {
        "project": projects(edges, year=year, unknowns=unknowns),
        "vehicle_capital": st.just(capital),
        "round_amount": moneys([*edges, capital]),
        "fund_contribution": moneys([*edges, half]),
        "exception_approved": truths(),
    }
    return FundingRound(**_facts(draw, FundingRound, given, unknowns))


@st.composite
def support_claims(
    draw: st.DrawFn, edges: Sequence[Money] = (), *, year: int = _YEAR, unknowns: bool = True
) -> SupportClaim:
    """Support funds of a project, to be shared: ``support_claims(edges=[Money.parse("100亿元")])``."""
    given: dict[str, st.SearchStrategy[Any]] = {
        "project": projects(edges, year=year, unknowns=unknowns),
        "support_funds": moneys(edges),
    }
    return SupportClaim(**_facts(draw, SupportClaim, given, unknowns))


# --- schedules and terms ----------------------------------------------------------------------------------------


def schedules(*kinds: str) -> st.SearchStrategy[AnySchedule]:
    """Valid schedules of ``kinds`` (all where none is named); brackets begin near each other, some one 分 apart.

    ``schedules("marginal", "slab")``
    """
    unknown = set(kinds) - set(_MAKERS)
    if unknown:
        raise ValueError(f"no such kind of schedule: {', '.join(sorted(unknown))}; known: {', '.join(_MAKERS)}")
    return st.one_of(*(_MAKERS[kind]() for kind in kinds or tuple(SCHEDULE_LABELS)))


_MEASURES = st.sampled_from(Measure)
_AMOUNTS = moneys(most=Money.yi(10))


@st.composite
def _edges(draw: st.DrawFn) -> list[dict[str, Money]]:
    """One to four brackets that follow each other; each edge is said on one side or the other."""
    at = draw(st.sampled_from([0, 0, 1]) | st.integers(0, 10**12))
    brackets = [{draw(st.sampled_from(["from", "above"])): Money.fen(at)}]
    for _ in range(draw(st.integers(0, 3))):
        at += draw(st.sampled_from([2, 3, 100]) | st.integers(2, 10**12))
        if draw(st.booleans()):  # the edge belongs to the bracket below
            brackets[-1]["to"] = Money.fen(at)
            brackets.append({"above": Money.fen(at)})
        else:
            brackets[-1]["below"] = Money.fen(at)
            brackets.append({"from": Money.fen(at)})
    return brackets


@st.composite
def _bracketed(
    draw: st.DrawFn, model: Callable[..., Any], kind: str, columns: dict[str, st.SearchStrategy[Any]]
) -> Any:
    brackets = [{**edges, **{name: draw(strategy) for name, strategy in columns.items()}} for edges in draw(_edges())]
    more: dict[str, Any] = {}
    if kind != "lookup":
        more["rounding"] = draw(roundings())
    if kind == "base-plus-step":
        more["partial_step"] = draw(st.sampled_from(["counted", "not-counted", "pro-rata"]))
    return model(kind=kind, base=draw(_MEASURES), brackets=tuple(brackets), **more)


@st.composite
def _ranked(draw: st.DrawFn) -> Ranked:
    tiers: list[dict[str, Any]] = []
    first = 1
    for _ in range(draw(st.integers(1, 3))):
        last = first + draw(st.integers(0, 2))
        tiers.append({"ranks": str(first) if first == last else f"{first}-{last}", "amount": draw(_AMOUNTS)})
        first = last + 1
    return Ranked.model_validate({"kind": "ranked", "tiers": tiers})


_MAKERS: Final[dict[str, Callable[[], st.SearchStrategy[Any]]]] = {
    "fixed": lambda: _AMOUNTS.map(lambda amount: Fixed.model_validate({"amount": amount})),
    "rate": lambda: st.builds(Rate, kind=st.just("rate"), base=_MEASURES, rate=ratios(), rounding=roundings()),
    "marginal": lambda: _bracketed(Marginal, "marginal", {"rate": ratios()}),
    "slab": lambda: _bracketed(Slab, "slab", {"rate": ratios()}),
    "lookup": lambda: _bracketed(Lookup, "lookup", {"amount": _AMOUNTS}),
    "base-plus-step": lambda: _bracketed(
        BasePlusStep,
        "base-plus-step",
        {
            "amount": _AMOUNTS,
            "step": moneys(most=Money.yi(1)).filter(lambda step: step.in_fen > 0),
            "per_step": moneys(most=Money.yuan(100)),
        },
    ),
    "ranked": _ranked,
    "open": lambda: st.builds(Open, kind=st.just("open"), base=st.none() | _MEASURES),
    "unlimited": lambda: st.just(Unlimited(kind="unlimited")),
}


@st.composite
def terms(draw: st.DrawFn, rule_name: str, edges: Sequence[Money] = (), *, opens: bool = True) -> Terms:
    """Legal terms of a rule in :data:`investpolicy.rules.RULES`; amounts often near ``edges``, some terms open.

    ``terms("cost_sharing", [Money.parse("100亿元")], opens=False)`` draws complete terms only.
    """
    model = RULES[rule_name].terms
    published = [one for one in _published(rule_name) if type(one) is model]
    data: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        known = [value for one in published if not isinstance(value := getattr(one, name), Open)]
        members = next((one.kind for one in field.metadata if isinstance(one, OneOf)), None)
        data[field.alias or name] = draw(_term(members or field.annotation, name, edges, opens, known))
    low, high = data.get("lowest"), data.get("highest")
    if isinstance(low, Points) and isinstance(high, Points) and low.raw > high.raw:
        data |= {"lowest": high, "highest": low}
    try:
        return model.model_validate(data)
    except PolicyError:  # terms that do not go together
        reject()


@cache
def _published(rule_name: str) -> tuple[Terms, ...]:
    """The terms that the shipped policies have for a rule."""
    shipped = [policy(name) for name in policies()]
    return tuple(one.terms for each in shipped for one in each.provisions.values() if one.rule.name == rule_name)


def _term(
    annotation: Any, name: str, edges: Sequence[Money], opens: bool, published: Sequence[Any] = ()
) -> st.SearchStrategy[Any]:
    """A strategy for a field of terms, by its type; what only makes sense as a whole is drawn as it is published."""
    if get_origin(annotation) in (Union, UnionType):
        parts = [part for part in get_args(annotation) if part is not type(None)]
        some = [_term(part, name, edges, opens) for part in parts if opens or not _is_open(part)]
        return st.one_of(*some, *([] if len(parts) == len(get_args(annotation)) else [st.none()]))
    if get_origin(annotation) is Literal:
        return st.sampled_from(get_args(annotation))
    if get_origin(annotation) is tuple:
        member = get_args(annotation)[0]
        if not issubclass(member, (StrEnum, str)):
            return st.sampled_from(published) if published else _items(member, name, edges)
        names = _ELSEWHERE if name == "elsewhere" else _PREFIXES
        choices: Sequence[Any] = list(member) if issubclass(member, StrEnum) else names
        several = st.lists(st.sampled_from(choices), min_size=1, unique=True)
        return (st.just(choices) | several).map(tuple)
    if name == "cut_off":  # a time of day, as text
        return st.sampled_from(["09:00", "17:30", *([OPEN] if opens else [])])
    made: dict[Any, Callable[[], st.SearchStrategy[Any]]] = {
        bool: st.booleans,
        int: lambda: st.integers(2000, 2030),
        str: lambda: st.sampled_from(published or ["甲", "乙", "丙"]),
        Choice: lambda: st.sampled_from(["甲", "乙"]).map(Choice),
        Count: lambda: st.integers(1, 400).map(Count),
        Day: lambda: days(not_yet=False),
        Points: lambda: st.sampled_from(_STEPS) if name == "step" else points(),
        Ratio: ratios,
        Rounding: roundings,
        Shares: lambda: shares().map(_named_parties),
        Money: lambda: moneys(edges),
    }
    if annotation in made:
        drawn = made[annotation]()
        return drawn | st.just(OPEN) if opens and annotation is Money else drawn
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return st.sampled_from(annotation)
    if isinstance(annotation, type) and issubclass(annotation, Model):
        kind = annotation.model_fields.get("kind")
        if annotation in get_args(AnySchedule) and kind is not None:
            return schedules(get_args(kind.annotation)[0])
        return st.sampled_from(published) if published else _model(annotation, edges)
    raise TypeError(f"terms.{name}: no strategy for {annotation!r}; add one to investpolicy.testing")


def _items(member: Any, name: str, edges: Sequence[Money]) -> st.SearchStrategy[Any]:
    """One to three items, each once: those of brackets rise, those with a name have different ones."""

    def key(item: Any) -> Any:
        start = getattr(item, "from_", item)
        return start.raw if isinstance(start, Value) else getattr(item, "name", repr(item))

    drawn = st.lists(_term(member, name, edges, opens=False), min_size=1, max_size=3, unique_by=key)
    return drawn.map(lambda items: tuple(sorted(items, key=key)))


def _is_open(kind: Any) -> bool:
    """Whether a kind of schedule is the one that is not published."""
    return isinstance(kind, type) and issubclass(kind, Open)


@st.composite
def _model(draw: st.DrawFn, model: type[Model], edges: Sequence[Money]) -> Model:
    """A legal model, each field by its type."""
    fields = model.model_fields.items()
    data = {field.alias or name: draw(_term(field.annotation, name, edges, opens=False)) for name, field in fields}
    try:
        return model.model_validate({name: value for name, value in data.items() if value is not None})
    except PolicyError:
        reject()
