"""Other terms that a claim may have gone by: what :mod:`investpolicy.claims.slips` decides again with.

All are made once for a provision, from its terms as they are: by walking their fields for rates, schedules, amounts,
shares and edges. No rule and no number of a policy stands here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from itertools import combinations
from typing import Any, Final, TypeVar, get_args

from investpolicy.algebras.text import show_money
from investpolicy.errors import PolicyError
from investpolicy.models import Model
from investpolicy.outcomes import Award, Outcome, Split
from investpolicy.register.composing import same_terms
from investpolicy.register.policy import Policy, Provision, amendments_of
from investpolicy.register.wording import term_words
from investpolicy.rules.award import Edge
from investpolicy.rules.rule import Rule
from investpolicy.rules.terms import Terms
from investpolicy.schedules import (
    AmountBracket,
    BasePlusStep,
    Edges,
    Fixed,
    Lookup,
    Marginal,
    Measure,
    Open,
    Rate,
    RateBracket,
    Slab,
    Unlimited,
)
from investpolicy.values.formula import Node, facts_of
from investpolicy.values.label import Label, Labelled
from investpolicy.values.money import Money
from investpolicy.values.ratio import Ratio
from investpolicy.values.rounding import Mode, Rounding
from investpolicy.values.shares import Remainder, Shares
from investpolicy.values.text import MONEY_LIMIT_FEN

M = TypeVar("M", bound=Model)


class SlipKind(Labelled):
    """What kind of slip would give a claim (差错种类), in the order in which slips are listed."""

    UNIT = "unit", "单位差错", "unit"
    CAP = "limit", "上限或已付差错", "limit or earlier payment"
    RATE = "other_rate", "用错标准", "another rate or amount"
    PER_MILLE = "per_mille", "百分比与千分比相混", "per mille for per cent"
    NEIGHBOUR = "neighbour", "错档", "neighbouring tier or bracket"
    PROGRESSIVE = "progressive", "全额与累进相混", "whole amount for progressive"
    MEASURE = "other_amount", "用错金额", "another amount of the project"
    EDGE = "edge", "临界值含否读反", "edge read the other way"
    SHARES = "shares", "份额差错", "shares"
    OTHER_TERMS = "other_terms", "用了其他时期的条款", "another year's terms"
    READING = "reading", "另一读法", "another reading"
    CONDITIONS = "conditions", "忽略条件", "conditions overlooked"
    ROUNDING = "rounding", "取整", "rounding"


@dataclass(frozen=True, slots=True)
class OtherTerms:
    """Terms that are not in force, and what they change, in words that an amount follows.

    ``{}`` in the words stands for the amount of the fact ``shows``.
    """

    kind: SlipKind
    terms: Terms
    what: Label
    shows: str = ""


def other_terms(policy: Policy, provision: Provision, others: Sequence[Policy]) -> tuple[OtherTerms, ...]:
    """All that is sought through, by kind; what means the same as the terms in force, or as one before, is left out."""
    found: list[OtherTerms] = []
    own = provision.terms
    for one in _made(policy, provision, others):
        alike = (other.terms for other in found if other.kind is one.kind)
        if not same_terms(own, one.terms) and not any(same_terms(one.terms, other) for other in alike):
            found.append(one)
    return tuple(found)


def _made(policy: Policy, provision: Provision, others: Sequence[Policy]) -> Iterator[OtherTerms]:
    terms, rule = provision.terms, provision.rule
    yield from _without_limits(terms)
    yield from _other_rates(terms)
    yield from _other_schedules(terms)
    yield from _per_mille(terms)
    yield from _neighbours(terms)
    yield from _progressive(terms)
    yield from _other_measures(terms, rule)
    yield from _other_edges(terms)
    yield from _other_shares(terms, rule)
    yield from _of_other_times(policy, provision, others)
    yield from _other_readings(policy, provision)
    yield from _other_roundings(terms)


def facts_read(outcome: Outcome, *, conditions: bool = True) -> frozenset[str]:
    """The paths of the facts that the money of an outcome on symbols rests on, and its conditions."""
    values: list[Any] = list(outcome.conditions.values()) if conditions else []
    if isinstance(outcome, Award):
        values.append(outcome.computed)
    elif isinstance(outcome, Split):
        values.append(outcome.total)
    return frozenset(path for value in values if isinstance(value.raw, Node) for path in facts_of(value.raw))


# --- terms with one value changed ----------------------------------------------------------------------------------


def _with(terms: Terms, **values: Any) -> Terms:
    """The same terms with other values, made anew: a copy would keep what was worked out of the old ones."""
    fields = {name: getattr(terms, name) for name in type(terms).model_fields}
    return type(terms).model_construct(**(fields | values))


def _built(model: M, **values: Any) -> M | None:
    """The same part of terms with other values; None where they are not allowed."""
    fields = type(model).model_fields.items()
    given = {field.alias or name: values.get(name, getattr(model, name)) for name, field in fields}
    try:
        return type(model)(**given)
    except PolicyError:
        return None


def _with_bracket(schedule: Any, place: int, bracket: Any) -> Any:
    own: tuple[Any, ...] = schedule.brackets
    return bracket and _built(schedule, brackets=(*own[:place], bracket, *own[place + 1 :]))


def _values(terms: Terms) -> Iterator[tuple[str, Any]]:
    """The terms that are known, by name."""
    for name in type(terms).model_fields:
        value = getattr(terms, name)
        if not isinstance(value, Open) and getattr(value, "is_known", True):
            yield name, value


def _label(terms: Terms, name: str) -> Label:
    return type(terms).describe()[f"terms.{name}"]


def _shown(value: Any) -> Label:
    return Label(term_words(value, "zh"), term_words(value, "en"))


# --- limits, rates and schedules -----------------------------------------------------------------------------------


def _without_limits(terms: Terms) -> Iterator[OtherTerms]:
    """Each cap lifted, and each amount that may be one, of which nothing comes where it is none; the whole of a cap."""
    for name, value in _values(terms):
        kinds = get_args(type(terms).model_fields[name].annotation)
        label, shown = _label(terms, name), _shown(value)
        what = Label(f"若不计{label.zh}（{shown.zh}）", f"without {label.en} ({shown.en})")
        if Unlimited in kinds and not isinstance(value, Unlimited):
            lifted: Any = Unlimited(kind="unlimited")
        elif isinstance(value, Money):
            lifted = _MOST
        elif Fixed in kinds and Unlimited not in kinds:  # a scale: more than any cap
            lifted = Fixed.model_construct(amount_=_MOST)
            what = Label(
                f"若不按{label.zh}（{shown.zh}）而按上限", f"with all that the cap leaves, not {label.en} ({shown.en})"
            )
        else:
            continue
        yield OtherTerms(SlipKind.CAP, _with(terms, **{name: lifted}), what)


_MOST: Final = Money.of_raw(MONEY_LIMIT_FEN)


def _rates_of(value: Any) -> tuple[Ratio, ...]:
    """The rates of a term: its own, or one a bracket."""
    if isinstance(value, Ratio):
        return (value,)
    if isinstance(value, Rate):
        return (value.rate,)
    return tuple(one.rate for one in value.brackets) if isinstance(value, (Marginal, Slab)) else ()


def _with_rates(value: Any, rates: Sequence[Ratio]) -> Any:
    """The same term with other rates; None where they are not allowed."""
    if isinstance(value, Ratio):
        return rates[0]
    if isinstance(value, Rate):
        return _built(value, rate=rates[0])
    brackets = tuple(_built(one, rate=rate) for one, rate in zip(value.brackets, rates, strict=True))
    return _built(value, brackets=brackets)


def _place_label(terms: Terms, name: str, place: int) -> Label:
    """A term, with the bracket where it has several."""
    label, brackets = _label(terms, name), getattr(getattr(terms, name), "brackets", ())
    if not brackets:
        return label
    edge = _edge_words(brackets[place])
    return Label(f"{label.zh}中{edge.zh}一档", f"{label.en}, bracket {edge.en}")


def _other_rates(terms: Terms) -> Iterator[OtherTerms]:
    """Each rate replaced by each other of the terms; those of neighbouring brackets are :func:`_neighbours`."""
    known = {name: (value, rates) for name, value in _values(terms) if (rates := _rates_of(value))}
    sources = [(name, place, rate) for name, (_, rates) in known.items() for place, rate in enumerate(rates)]
    for name, (value, rates) in known.items():
        for place, own in enumerate(rates):
            for source, at, rate in sources:
                beside = source == name and abs(at - place) <= 1
                made = None if beside or rate == own else _with_rates(value, _at(rates, place, rate))
                if made is not None:
                    here, there = _place_label(terms, name, place), _place_label(terms, source, at)
                    zh = f"若{here.zh}按 {rate}（{there.zh}）而非 {own}"
                    what = Label(zh, f"with {rate} ({there.en}) for {own} ({here.en})")
                    yield OtherTerms(SlipKind.RATE, _with(terms, **{name: made}), what)


def _at(rates: Sequence[Ratio], place: int, rate: Ratio) -> list[Ratio]:
    return [rate if number == place else one for number, one in enumerate(rates)]


def _other_schedules(terms: Terms) -> Iterator[OtherTerms]:
    """Each schedule, or amount, replaced by another of its kind: the other branch of a measure."""
    kinds = (Money, Fixed, Rate, Marginal, Slab, Lookup, BasePlusStep)
    given = [(name, value) for name, value in _values(terms) if isinstance(value, kinds)]
    fields = type(terms).model_fields
    for name, _ in given:
        for other, value in given:
            if other != name and fields[other].annotation == fields[name].annotation:
                here, there, shown = _label(terms, name), _label(terms, other), _shown(value)
                zh = f"若{here.zh}用{there.zh}（{shown.zh}）"
                what = Label(zh, f"with {there.en} ({shown.en}) for {here.en}")
                yield OtherTerms(SlipKind.RATE, _with(terms, **{name: value}), what)


_TENFOLD: Final = {
    Fraction(10): ("‰", "%", Label("均乘以 10（‰ 作 %）", "ten times as high (% for ‰)")),
    Fraction(1, 10): ("%", "‰", Label("均除以 10（% 作 ‰）", "a tenth as high (‰ for %)")),
}


def _per_mille(terms: Terms) -> Iterator[OtherTerms]:
    """The rates of a term ten times as high, or a tenth; of progressive brackets also each by itself."""
    for name, value in _values(terms):
        rates = _rates_of(value)
        every = tuple(range(len(rates)))
        each = [(place,) for place in every] if isinstance(value, Marginal) and len(rates) > 1 else []
        for factor, (_, _, all_of_them) in _TENFOLD.items() if rates else ():
            for places in [every, *each]:
                new = [_scaled(rate, factor) if at in places else rate for at, rate in enumerate(rates)]
                made = None if None in new else _with_rates(value, [one for one in new if one is not None])
                if made is None:
                    continue
                if len(places) == 1:
                    here, old, rate = _place_label(terms, name, places[0]), rates[places[0]], new[places[0]]
                    what = Label(f"若{here.zh}的 {old} 作 {rate}", f"with {rate} for {old} ({here.en})")
                else:
                    here = _label(terms, name)
                    what = Label(
                        f"若{here.zh}各档比例{all_of_them.zh}", f"with all rates of {here.en} {all_of_them.en}"
                    )
                yield OtherTerms(SlipKind.PER_MILLE, _with(terms, **{name: made}), what)


def _scaled(rate: Ratio, factor: Fraction) -> Ratio | None:
    """The rate with the other sign where it is written with one; None above 100%."""
    if rate.fraction * factor > 1:
        return None
    old, new, _ = _TENFOLD[factor]
    written = str(rate)
    return Ratio.parse(written.removesuffix(old) + new) if written.endswith(old) else Ratio(rate.fraction * factor)


# --- brackets ------------------------------------------------------------------------------------------------------


def _bracketed(terms: Terms) -> Iterator[tuple[str, Any]]:
    return ((name, value) for name, value in _values(terms) if hasattr(value, "brackets"))


def _edge_words(bracket: Edges) -> Label:
    """Where a bracket begins."""
    if bracket.from_ is not None:
        return Label(f"{bracket.from_}起", f"from {show_money(bracket.from_, 'en')}")
    above = Money.fen(bracket.lower)
    return Label(f"超过{above}", f"above {show_money(above, 'en')}")


def _paid(bracket: Any) -> Label:
    """What a bracket pays."""
    if isinstance(bracket, RateBracket):
        return Label(str(bracket.rate), str(bracket.rate))
    amount = _shown(bracket.amount)
    if isinstance(bracket, AmountBracket):
        return amount
    step, more = _shown(bracket.step), _shown(bracket.per_step)
    return Label(f"{amount.zh}，每增加{step.zh}加{more.zh}", f"{amount.en}, plus {more.en} for each {step.en}")


def _neighbours(terms: Terms) -> Iterator[OtherTerms]:
    """Each bracket paid as the one before or after; what lies below the first as the first."""
    for name, schedule in _bracketed(terms):
        brackets: tuple[Any, ...] = schedule.brackets
        label, first = _label(terms, name), brackets[0]
        edge, paid = _edge_words(first), _paid(first)
        if first.start > 0:
            made = _with_bracket(schedule, 0, _built(first, from_=Money.fen(0), above=None))
            if made is not None:
                zh = f"若{label.zh}首档（{edge.zh}，{paid.zh}）以下也按首档"
                what = Label(zh, f"with the first bracket of {label.en} ({edge.en}: {paid.en}) for what lies below it")
                yield OtherTerms(SlipKind.NEIGHBOUR, _with(terms, **{name: made}), what)
        for place, other in _beside(len(brackets)):
            here, there, paid = _edge_words(brackets[place]), _edge_words(brackets[other]), _paid(brackets[other])
            values = {field: one for field, one in brackets[other] if field not in Edges.model_fields}
            made = _with_bracket(schedule, place, _built(brackets[place], **values))
            if made is not None:
                zh = f"若{label.zh}中{here.zh}一档按相邻的{there.zh}一档（{paid.zh}）"
                en = f"with the neighbouring bracket {there.en} ({paid.en}) for the bracket {here.en} of {label.en}"
                yield OtherTerms(SlipKind.NEIGHBOUR, _with(terms, **{name: made}), Label(zh, en))


def _beside(count: int) -> Iterator[tuple[int, int]]:
    for place in range(count):
        yield from ((place, other) for other in (place - 1, place + 1) if 0 <= other < count)


def _progressive(terms: Terms) -> Iterator[OtherTerms]:
    for name, value in _values(terms):
        if not isinstance(value, (Marginal, Slab)):
            continue
        parts: dict[str, Any] = {"base": value.base, "brackets": value.brackets, "rounding": value.rounding}
        label = _label(terms, name)
        if isinstance(value, Marginal):
            made: Any = Slab(kind="slab", **parts)
            what = Label(f"若{label.zh}按全额分档而非超额累进", f"with {label.en} by whole amounts, not progressive")
        else:
            made = Marginal(kind="marginal", **parts)
            what = Label(f"若{label.zh}按超额累进而非全额分档", f"with {label.en} progressive, not by whole amounts")
        yield OtherTerms(SlipKind.PROGRESSIVE, _with(terms, **{name: made}), what)


def _other_edges(terms: Terms) -> Iterator[OtherTerms]:
    """Each edge read the other way: of a threshold, and of each bracket with that of the one before."""
    for name, value in _values(terms):
        if isinstance(value, Edge):
            (other,) = (one for one in Edge if one is not value)
            label = _label(terms, name)
            zh = f"若“{label.zh}”读作“{other.label.zh}”"
            what = Label(zh, f"with {label.en} read as: {other.label.en}")
            yield OtherTerms(SlipKind.EDGE, _with(terms, **{name: other}), what)
    for name, schedule in _bracketed(terms):
        label, brackets = _label(terms, name), schedule.brackets
        for place, bracket in enumerate(brackets):
            included = bracket.from_ is not None
            edge = Money.fen(bracket.lower)
            own = {"from_": None, "above": edge} if included else {"from_": edge, "above": None}
            before = {"to": edge, "below": None} if included else {"to": None, "below": edge}
            changed = [*brackets[: max(place - 1, 0)]]
            changed += [_built(brackets[place - 1], **before)] if place else []
            changed += [_built(bracket, **own), *brackets[place + 1 :]]
            made = None if None in changed else _built(schedule, brackets=tuple(changed))
            if made is not None:
                old, new = _edge_words(bracket), _edge_words(made.brackets[place])
                zh = f"若{label.zh}中“{old.zh}”读作“{new.zh}”"
                what = Label(zh, f"with “{old.en}” of {label.en} read as “{new.en}”")
                yield OtherTerms(SlipKind.EDGE, _with(terms, **{name: made}), what)


# --- amounts of a project, shares ----------------------------------------------------------------------------------


def _other_measures(terms: Terms, rule: Rule) -> Iterator[OtherTerms]:
    """Another amount of the project wherever one is named: in each term by itself, and in all that name the same."""
    named: dict[Measure, list[str]] = {}
    for name, value in _values(terms):
        measure = value if isinstance(value, Measure) else getattr(value, "base", None)
        if isinstance(measure, Measure):
            named.setdefault(measure, []).append(name)
    for own, names in named.items():
        for other in Measure:
            for chosen in [[name] for name in names] + ([names] if len(names) > 1 and other is not own else []):
                made = _with(terms, **{name: _on(getattr(terms, name), other) for name in chosen})
                path = f"project.{other.field}"
                shows = path if rule.folds and path in facts_read(rule.formulas(made)) else ""
                labels = [_label(terms, name) for name in chosen]
                zh, en = "、".join(one.zh for one in labels), ", ".join(one.en for one in labels)
                amount = Label("（{}）", " ({})") if shows else Label("", "")
                what = Label(
                    f"若{zh}按{other.label.zh}{amount.zh}而非{own.label.zh}计算",
                    f"with {other.label.en}{amount.en} for {own.label.en} ({en})",
                )
                yield OtherTerms(SlipKind.MEASURE, made, what, shows)


def _on(value: Any, measure: Measure) -> Any:
    return measure if isinstance(value, Measure) else _built(value, base=measure) or value


_MOST_PARTIES: Final = 6  # of shares that are swapped in pairs


def _other_shares(terms: Terms, rule: Rule) -> Iterator[OtherTerms]:
    """Shares swapped between two parties, equal shares, and other shares of the same terms."""
    given = [(name, value) for name, value in _values(terms) if isinstance(value, Shares)]
    for name, shares in given:
        weights, label = shares.weights, _label(terms, name)
        tries = [(Shares((1,) * len(weights), shares.parties), Label("均分", "equal"))]
        for first, second in combinations(range(len(weights)), 2) if len(weights) <= _MOST_PARTIES else ():
            swapped = list(weights)
            swapped[first], swapped[second] = weights[second], weights[first]
            tries.insert(-1, (Shares(tuple(swapped), shares.parties), Label("两方对调", "swapped")))
        tries += [
            (other, _label(terms, source))
            for source, other in given
            if source != name and other.parties == shares.parties
        ]
        for other, how in tries:
            zh, en = _shares_words(other, rule)
            what = Label(f"若{label.zh}为 {zh}（{how.zh}）", f"with {label.en} of {en} ({how.en})")
            yield OtherTerms(SlipKind.SHARES, _with(terms, **{name: other}), what)


def _shares_words(shares: Shares, rule: Rule) -> Label:
    labels = [rule.labels.get(party, Label(party, party)) for party in shares.parties]
    pairs = list(zip(labels, shares.weights, strict=bool(shares.parties)))
    if not pairs:
        return Label(str(shares), str(shares))
    return Label(*(" : ".join(f"{one.of(lang)} {weight}" for one, weight in pairs) for lang in ("zh", "en")))


# --- other times and readings, roundings ---------------------------------------------------------------------------


def _of_other_times(policy: Policy, provision: Provision, others: Sequence[Policy]) -> Iterator[OtherTerms]:
    """The terms before and after each amendment, and those of other documents of the same rule."""
    for day, _ in amendments_of(policy.text):
        before, after = Label("修订前", "before the amendment of"), Label("修订后", "after the amendment of")
        for on, how in ((day - timedelta(days=1), before), (day, after)):
            with suppress(PolicyError):  # before the document's start
                found = policy.as_of(on).provisions[provision.name]
                what = Label(f"若按 {day} {how.zh}的条款", f"by the terms {how.en} {day}")
                yield OtherTerms(SlipKind.OTHER_TERMS, found.terms, what)
    for other in others:
        theirs = other.provisions.get(provision.name)
        if theirs is not None and theirs.rule is provision.rule and other != policy:
            since = Label(f"，{other.on} 有效", f", as of {other.on}") if other.on else Label("", "")
            zh = f"若按《{other.title('zh')}》（{other.id}{since.zh}）的条款"
            what = Label(zh, f"by the terms of {other.title('en')} ({other.id}{since.en})")
            yield OtherTerms(SlipKind.OTHER_TERMS, theirs.terms, what)


def _other_readings(policy: Policy, provision: Provision) -> Iterator[OtherTerms]:
    """Each other answer to each open question, one at a time."""
    for name, question in provision.text.questions.items():
        for answer, text in question.answers.items():
            if answer == policy.answer(provision.name, name):
                continue
            with suppress(PolicyError):  # a draft's change may leave no room for it
                under = policy.under({f"{provision.name}.{name}": answer})
                zh = f"若“{question.ask.zh}”读作“{text.label.zh}”"
                what = Label(zh, f"with “{question.ask.en}” read as “{text.label.en}”")
                yield OtherTerms(SlipKind.READING, under.provisions[provision.name].terms, what)


def _other_roundings(terms: Terms) -> Iterator[OtherTerms]:
    """Another rounding of a schedule, another treatment of a step only begun, another party for what is left."""
    for name, value in _values(terms):
        label = _label(terms, name)
        tries: list[Any] = [one for one in Remainder if isinstance(value, Remainder)]
        if isinstance(value, BasePlusStep):
            tries += [_built(value, partial_step=one) for one in ("counted", "not-counted", "pro-rata")]
        for made in tries:
            shown = _shown(made)
            what = Label(f"若{label.zh}为“{shown.zh}”", f"with {label.en}: {shown.en}")
            yield OtherTerms(SlipKind.ROUNDING, _with(terms, **{name: made}), what)
        schedule: Any = value
        rounding = getattr(schedule, "rounding", None)
        for mode in Mode if isinstance(rounding, Rounding) else ():
            other = Rounding(mode, rounding.unit if rounding else "")
            what = Label(f"若{label.zh}{other.label('zh')}", f"with {label.en} rounded {other.label('en')}")
            yield OtherTerms(SlipKind.ROUNDING, _with(terms, **{name: _built(schedule, rounding=other)}), what)


__all__ = ["OtherTerms", "SlipKind", "facts_read", "other_terms"]
