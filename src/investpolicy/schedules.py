"""Schedules (奖补标准): how an amount follows from another. Each compiles to one :class:`~investpolicy.values.Curve`.

Every edge says which side it belongs to: ``from`` 5亿元 (含) or ``above`` 5亿元 (不含), and ``to`` (含) or ``below``
(不含). Neither progressive nor whole-amount brackets are a default: the kind must be written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Any, ClassVar, Literal, Protocol, cast

from pydantic import AfterValidator, BeforeValidator, Field, PrivateAttr

from investpolicy.errors import Problem, ScheduleError
from investpolicy.models import Model
from investpolicy.values.count import Count
from investpolicy.values.curve import Curve, Piece
from investpolicy.values.formula import Sort, operate
from investpolicy.values.label import Label, Labelled
from investpolicy.values.money import NOTHING, Money, by_count
from investpolicy.values.ratio import Ratio
from investpolicy.values.rounding import TO_FEN, Line, Rounding
from investpolicy.values.shares import Remainder, Shares
from investpolicy.values.text import MONEY_LIMIT_FEN, plain


class Measure(Labelled):
    """An amount of a project that a threshold, a rate or a cap may refer to."""

    AGREED = "agreed_investment", "协议投资额", "agreed investment", "agreed"
    ACTUAL = "actual_investment", "实际投资额", "actual investment", "actual"
    FIXED_ASSETS = "fixed_asset_investment", "固定资产投资额", "fixed-asset investment", "fixed_assets"
    FOREIGN_ARRIVED = "foreign_capital_arrived", "实际到位外资", "foreign capital arrived"
    PAID_IN = "paid_in_capital", "实缴注册资本", "paid-in registered capital"
    PLANNED_FIXED_ASSETS = "planned_fixed_assets", "计划固定资产投资额", "planned fixed-asset investment"
    ARRIVED = "arrived_funds", "实际到位资金", "funds actually arrived"
    FOREIGN_FIXED_ASSETS = "foreign_fixed_assets", "外资形成固定资产", "fixed assets formed by foreign investment"


class Measured(Protocol):
    """Facts that have the amounts a schedule may be on."""

    def measure(self, measure: Measure, /) -> Money:
        """The amount that ``measure`` names."""
        ...


def _checked_amount(amount: Money) -> Money:
    if amount.in_fen < 0:
        raise ScheduleError(Problem("", f"amount {amount} is below zero", "write an amount of 0 or more"))
    return amount


def _checked_rate(rate: Ratio) -> Ratio:
    if not 0 <= rate.fraction <= 1:
        raise ScheduleError(Problem("", f"rate {rate} is not between 0 and 100%", "write a rate such as 5% or 5‰"))
    return rate


_Rate = Annotated[Ratio, AfterValidator(_checked_rate)]
_Amount = Annotated[Money, AfterValidator(_checked_amount)]


class _Schedule(Model):
    error: ClassVar = ScheduleError

    def ceiling(self, left: Money) -> Money:
        """The ceiling of an award, where this is its cap and ``left`` is left under it."""
        return left

    @cached_property
    def curve(self) -> Curve:
        """The schedule as data."""
        return self._compiled()

    def _compiled(self) -> Curve:
        raise ScheduleError(Problem("", f"{type(self).__name__} has no curve", "use a schedule that is published"))


class Fixed(_Schedule):
    """A fixed amount (定额)."""

    kind: Literal["fixed"] = "fixed"
    amount_: _Amount = Field(alias="amount", title="金额", description="amount")

    def _compiled(self) -> Curve:
        return Curve((Piece(-MONEY_LIMIT_FEN, Line.constant(self.amount_.raw)),))

    def amount(self, facts: Measured) -> Money:
        """The amount, whatever the facts."""
        return self.amount_

    def __str__(self) -> str:
        return str(self.amount_)


class Unlimited(_Schedule):
    """No cap (不设上限). Only for caps."""

    kind: Literal["unlimited"]

    def amount(self, facts: Measured) -> Money:
        """More than any amount."""
        return Money.of_raw(MONEY_LIMIT_FEN)

    def ceiling(self, left: Money) -> Money:
        """None: it is not known, so that nothing is said to be up to it."""
        return Money.unknown()

    def __str__(self) -> str:
        return "unlimited"


class Open(_Schedule):
    """A schedule that the document does not publish (未公布). ``base`` is what it is said to depend on."""

    kind: Literal["open"]
    base: Measure | None = Field(None, title="基数", description="base")
    _name: str = PrivateAttr("terms")

    def named(self, name: str) -> None:
        """Told once by the terms it stands in, so that *missing* names it."""
        self._name = name

    def amount(self, facts: Measured) -> Money:
        """Unknown, waiting for this term and for what it depends on."""
        base = facts.measure(self.base) if self.base else NOTHING
        return Money.of_raw(operate("open_term", "money", (base.raw,), ("money",), self._name))

    def prize(self, rank: Count, *others: Count) -> Money:
        """What a rank gets, where prizes by rank are open: unknown, waiting for this term and for these counts."""
        raws = (rank.raw, *(other.raw for other in others))
        sort: Sort = "count"
        return Money.of_raw(operate("open_term", "money", raws, (sort,) * len(raws), self._name))

    def __str__(self) -> str:
        return "open"


class _OnMeasure(_Schedule):
    base: Measure = Field(title="基数", description="base")

    def amount(self, facts: Measured) -> Money:
        """The amount for these facts; unknown where the base is."""
        return facts.measure(self.base).curve(self.curve)


class Rate(_OnMeasure):
    """A rate of the base (按比例): ``rate`` × base, rounded once."""

    kind: Literal["rate"]
    rate: _Rate = Field(title="比例", description="rate")
    rounding: Rounding = Field(TO_FEN, title="取整", description="rounding")

    def _compiled(self) -> Curve:
        return Curve((Piece(-MONEY_LIMIT_FEN, Line.rate(self.rate.fraction, self.rounding)),))

    def __str__(self) -> str:
        return f"{self.rate} × {self.base.label.en}"


class Edges(Model):
    """Where a bracket begins and ends: ``from``/``above``, and ``to``/``below`` (none for the last bracket)."""

    error: ClassVar = ScheduleError
    from_: Money | None = Field(None, alias="from", title="起（含）", description="from, included")
    above: Money | None = Field(None, title="超过（不含）", description="above, not included")
    to: Money | None = Field(None, title="至（含）", description="to, included")
    below: Money | None = Field(None, title="不足（不含）", description="below, not included")

    @property
    def edges_are_read(self) -> bool:
        """Whether all edges could be read; a faulty one has no value (:meth:`Model.contradictions`)."""
        return {"from_", "above", "to", "below"} <= self.__dict__.keys()

    @property
    def has_start(self) -> bool:
        """Whether it has one lower edge."""
        return (self.from_ is None) != (self.above is None)

    @property
    def start(self) -> int:
        """The first 分 that belongs to the bracket."""
        return self.from_.in_fen if self.from_ is not None else self.lower + 1

    @property
    def lower(self) -> int:
        """The lower edge as it is written, in 分."""
        edge = self.from_ if self.from_ is not None else self.above
        return edge.in_fen if edge is not None else 0

    @property
    def next_start(self) -> int | None:
        """The first 分 beyond the bracket; None where it has no end."""
        if self.to is not None:
            return self.to.in_fen + 1
        return self.below.in_fen if self.below is not None else None

    def __str__(self) -> str:
        first = f"from {self.from_}" if self.from_ is not None else f"above {self.above}"
        last = f" to {self.to}" if self.to is not None else f" below {self.below}" if self.below is not None else ""
        return first + last


def edge_problems(brackets: Sequence[Edges]) -> Iterator[Problem]:
    """Every fault of a list of brackets: edges, order, gaps, overlaps, in one pass.

    A bracket with an edge that can not be read is compared with none.
    """
    readable = [bracket.edges_are_read for bracket in brackets]
    for place, bracket in enumerate(brackets):
        where = f"brackets.{place}"
        if not readable[place]:
            continue
        if not bracket.has_start:
            yield Problem(where, "needs one lower edge", "write from (含) or above (不含), not both")
        if bracket.to is not None and bracket.below is not None:
            yield Problem(where, "has two upper edges", "write to (含) or below (不含), not both")
        if any(
            edge is not None and edge.in_fen < 0 for edge in (bracket.from_, bracket.above, bracket.to, bracket.below)
        ):
            yield Problem(where, "has an edge below zero", "write amounts of 0 or more")
        if bracket.has_start and bracket.next_start is not None and bracket.next_start <= bracket.start:
            yield Problem(where, f"({bracket}) is empty", "its upper edge must lie above its lower edge")
    for place, (left, right) in enumerate(pairwise(brackets), start=1):
        where = f"brackets.{place}"
        if not (readable[place - 1] and readable[place] and left.has_start and right.has_start):
            continue  # said above
        if right.start < left.start:
            yield Problem(where, f"({right}) stands after ({left})", "write brackets in rising order")
        elif left.next_start is None:
            yield Problem(
                where, f"({right}) overlaps ({left}), which has no end", "give the earlier bracket a to or a below"
            )
        elif left.next_start > right.start:
            yield Problem(where, f"({right}) overlaps ({left})", "let each bracket begin where the one before ends")
        elif left.next_start < right.start:
            first, last = Money.of_raw(left.next_start), Money.of_raw(right.start - 1)
            missing = f"{first} to {last}" if bool(first < last) else str(first)
            yield Problem(where, f"there is a gap between ({left}) and ({right}): {missing}", "close it")
    if brackets and readable[-1] and brackets[-1].next_start is not None:
        yield Problem(
            f"brackets.{len(brackets) - 1}", f"({brackets[-1]}) has an end", "leave the last bracket without one"
        )


class _Bracketed(_OnMeasure):
    """Below the first bracket nothing is paid."""

    @property
    def _edges(self) -> Sequence[Edges]:
        brackets: tuple[Edges, ...] = getattr(self, "brackets")  # noqa: B009, each kind of schedule has its own
        return brackets

    def contradictions(self) -> Iterator[Problem]:
        """Edges that do not fit together."""
        yield from edge_problems(self._edges)


class RateBracket(Edges):
    """A bracket with a rate."""

    rate: _Rate = Field(title="比例", description="rate")


class AmountBracket(Edges):
    """A bracket with a fixed sum."""

    amount: _Amount = Field(title="金额", description="amount")


class StepBracket(Edges):
    """A bracket with a base amount, and more for each step beyond its lower edge."""

    amount: _Amount = Field(title="起点金额", description="amount at the lower edge")
    step: Money = Field(title="每增加", description="step")
    per_step: _Amount = Field(title="增加奖励", description="paid for each step")


class Marginal(_Bracketed):
    """Progressive brackets (超额累进): each rate applies to the part of the base inside its bracket. Rounded once."""

    kind: Literal["marginal"]
    brackets: tuple[RateBracket, ...] = Field(min_length=1)
    rounding: Rounding = Field(TO_FEN, title="取整", description="rounding")

    def _compiled(self) -> Curve:
        pieces: list[Piece] = []
        earned = Fraction(0)  # by all brackets before
        for bracket, after in zip(self.brackets, [*self.brackets[1:], None], strict=True):
            rate = bracket.rate.fraction
            line = Line.rate(rate, self.rounding, plus=earned - rate * bracket.lower)
            pieces.append(Piece(bracket.start, line))
            earned += rate * (after.lower - bracket.lower) if after else 0
        return Curve(tuple(pieces))

    def __str__(self) -> str:
        return f"marginal on {self.base.label.en}: " + ", ".join(f"{one} {one.rate}" for one in self.brackets)


class Slab(_Bracketed):
    """Whole-amount brackets (全额分档): the rate of the bracket applies to the whole base. Rounded once."""

    kind: Literal["slab"]
    brackets: tuple[RateBracket, ...] = Field(min_length=1)
    rounding: Rounding = Field(TO_FEN, title="取整", description="rounding")

    def _compiled(self) -> Curve:
        return Curve(tuple(Piece(one.start, Line.rate(one.rate.fraction, self.rounding)) for one in self.brackets))

    def __str__(self) -> str:
        return f"slab on {self.base.label.en}: " + ", ".join(f"{one} {one.rate}" for one in self.brackets)


class Lookup(_Bracketed):
    """A fixed sum a bracket (分档定额)."""

    kind: Literal["lookup"]
    brackets: tuple[AmountBracket, ...] = Field(min_length=1)

    def _compiled(self) -> Curve:
        return Curve(tuple(Piece(one.start, Line.constant(one.amount.raw)) for one in self.brackets))

    def __str__(self) -> str:
        return f"lookup on {self.base.label.en}: " + ", ".join(f"{one} {one.amount}" for one in self.brackets)


class BasePlusStep(_Bracketed):
    """A base amount and more for each step (基数加增量). ``partial_step`` says whether a step that has begun counts."""

    kind: Literal["base-plus-step"]
    partial_step: Literal["counted", "not-counted", "pro-rata"] = Field(
        title="不足一档", description="a step only begun"
    )
    brackets: tuple[StepBracket, ...] = Field(min_length=1)
    rounding: Rounding = Field(TO_FEN, title="取整", description="rounding of a pro-rata step")

    def contradictions(self) -> Iterator[Problem]:
        """Edges that do not fit together, and steps of nothing."""
        yield from super().contradictions()
        for place, one in enumerate(self.brackets):
            if "step" in one.__dict__ and one.step.in_fen <= 0:
                what = f"step {one.step} is not above zero"
                yield Problem(f"brackets.{place}.step", what, "write an amount above 0")

    def _compiled(self) -> Curve:
        return Curve(tuple(Piece(one.start, self._line(one)) for one in self.brackets))

    def _line(self, bracket: StepBracket) -> Line:
        step, per_step, amount = bracket.step.in_fen, bracket.per_step.in_fen, bracket.amount.in_fen
        if self.partial_step == "pro-rata":
            slope = Fraction(per_step, step)
            return Line.rate(slope, self.rounding, plus=amount - slope * bracket.lower)
        if not per_step:
            return Line.constant(amount)
        return Line.steps(bracket.lower, step, per_step, offset=amount, count_partial=self.partial_step == "counted")

    def __str__(self) -> str:
        parts = (f"{one} {one.amount} + {one.per_step} each {one.step}" for one in self.brackets)
        return f"base plus step on {self.base.label.en}: " + ", ".join(parts)


_is_span = re.compile("([0-9]{1,4})(?: ?- ?([0-9]{1,4}))?").fullmatch  # no one ranks more


def _span_of(ranks: str) -> tuple[int, int]:
    found = _is_span(plain(ranks))
    if found is None:
        raise ScheduleError(Problem("", f"{ranks[:40]!r} are no ranks", "write 1 or 2-3"))
    return int(found[1]), int(found[2] or found[1])


def _checked_ranks(ranks: str) -> str:
    _span_of(ranks)
    return ranks


class Tier(Model):
    """Ranks that get the same amount: ``ranks: 1`` or ``ranks: 2-3``."""

    error: ClassVar = ScheduleError
    ranks: Annotated[str, AfterValidator(_checked_ranks)] = Field(title="名次", description="ranks")
    amount: _Amount = Field(title="金额", description="amount")

    @property
    def span(self) -> tuple[int, int]:
        """First and last rank."""
        return _span_of(self.ranks)


class Ranked(_Schedule):
    """Amounts by rank (按名次分档). The tiers cover the ranks from 1 without a gap; after the last nothing is paid."""

    kind: Literal["ranked"]
    tiers: tuple[Tier, ...] = Field(min_length=1)

    def contradictions(self) -> Iterator[Problem]:
        """Ranks that no tier covers, or two."""
        expected = 1
        for place, tier in enumerate(self.tiers):
            if "ranks" not in tier.__dict__:
                return  # the rest can not be compared
            first, last = tier.span
            where = f"tiers.{place}"
            if last < first or first < 1:
                yield Problem(where, f"ranks {tier.ranks} are empty", "write the better rank first: 2-3")
            elif first > expected:
                missing = str(expected) if first == expected + 1 else f"{expected}-{first - 1}"
                yield Problem(where, f"no tier covers rank {missing}", "let each tier begin after the one before")
            elif first < expected:
                yield Problem(where, f"ranks {tier.ranks} overlap the tier before", f"begin with {expected}")
            expected = max(expected, last + 1)

    def _compiled(self) -> Curve:
        pieces = [Piece(tier.span[0], Line.constant(tier.amount.in_fen)) for tier in self.tiers]
        return Curve((*pieces, Piece(self.tiers[-1].span[1] + 1, Line.constant(0))))

    @property
    def last_rank(self) -> Count:
        """The last rank that gets anything."""
        return Count(self.tiers[-1].span[1])

    def prize(self, rank: Count) -> Money:
        """What a rank gets."""
        return by_count(rank, self.curve)

    def one_amount(self, term: str) -> Money:
        """What every paid rank gets; unknown, named ``term``, where tiers pay different amounts."""
        first, *others = (tier.amount for tier in self.tiers)
        return first if all(one == first for one in others) else Money.unknown(term)

    def for_each(self, count: Count, term: str) -> Money:
        """``count`` × the one amount that every paid rank gets; unknown where there is none (:meth:`one_amount`)."""
        amount = self.one_amount(term)
        if not amount.is_known:
            return amount
        return by_count(count, Curve((Piece(0, Line(amount.in_fen, 0, 1)),)))

    def part_for_each(self, parts: Count, place: Count, term: str) -> Money:
        """The ``place``-th of ``parts`` equal parts of the one amount; unknown where there is none."""
        amount = self.one_amount(term)
        return amount.equal_part(parts, place) if amount.is_known else amount

    def shared_in_tiers(self) -> Ranked:
        """The same with each tier's amount divided between its ranks, to the 分."""
        tiers: list[Tier] = []
        for tier in self.tiers:
            first, last = tier.span
            parts = Shares((1,) * (last - first + 1)).split(tier.amount, Remainder.LARGEST)
            tiers.extend(Tier(ranks=str(first + place), amount=part) for place, part in enumerate(parts))
        return Ranked(kind="ranked", tiers=tuple(tiers))

    def together(self, ranks: Count) -> Money:
        """What the ranks from 1 to ``ranks`` get in all."""
        total, pieces = 0, [Piece(0, Line.constant(0))]
        for rank in range(1, int(self.last_rank) + 1):
            total += self.curve(rank)
            pieces.append(Piece(rank, Line.constant(total)))
        return by_count(ranks, Curve(tuple(pieces)))

    def __str__(self) -> str:
        return ", ".join(f"{tier.ranks}: {tier.amount}" for tier in self.tiers)


def _spelled_out(given: Any) -> Any:
    """An amount alone is a fixed one; ``open`` and ``unlimited`` stand for themselves."""
    if isinstance(given, str) and given in ("open", "unlimited"):
        return {"kind": given}
    if not isinstance(given, (str, Money, Mapping, Model)):
        hint = (
            "write an amount such as '30万元', 'open' where none is published, or a mapping with the kind of schedule"
        )
        raise ScheduleError(Problem("", f"{'nothing' if given is None else repr(given):.60} is no schedule", hint))
    return {"kind": "fixed", "amount": given} if isinstance(given, (str, Money)) else cast("Any", given)


Scale = Annotated[
    Annotated[Fixed | Rate | Marginal | Slab | Lookup | BasePlusStep | Open, Field(discriminator="kind")],
    BeforeValidator(_spelled_out),
]
"""How an amount is found: any schedule on one of a project's amounts, or open."""

Cap = Annotated[
    Annotated[Fixed | Rate | Marginal | Slab | Lookup | BasePlusStep | Unlimited | Open, Field(discriminator="kind")],
    BeforeValidator(_spelled_out),
]
"""The most that is paid: an amount, a schedule on another fact, unlimited, or open."""

Prizes = Annotated[Annotated[Ranked | Open, Field(discriminator="kind")], BeforeValidator(_spelled_out)]
"""Amounts by rank, or open."""

SCHEDULE_LABELS: dict[str, Label] = {
    "fixed": Label("定额", "fixed amount"),
    "rate": Label("按比例", "rate"),
    "marginal": Label("超额累进", "progressive brackets"),
    "slab": Label("全额分档", "whole-amount brackets"),
    "lookup": Label("分档定额", "fixed sum a bracket"),
    "base-plus-step": Label("基数加增量", "base plus step"),
    "ranked": Label("按名次分档", "by rank"),
    "open": Label("未公布", "not published"),
    "unlimited": Label("不设上限", "unlimited"),
}
