"""Slips (常见差错): which single change of facts, terms or claim would give the very amount that is claimed.

A slip is found by deciding again, never by likeness: it fits to the 分 or it is none. All that fit are listed, by
kind, at most :data:`MOST_SLIPS`; which of them happened is for a person to say. Two changes at once are not sought.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from investpolicy.algebras.text import show_money
from investpolicy.claims.patches import OtherTerms, SlipKind, facts_read, other_terms
from investpolicy.facts.base import Facts
from investpolicy.facts.park import Place
from investpolicy.outcomes import Award, Outcome, Split, Status
from investpolicy.rankings import RANKINGS
from investpolicy.register.decision import Decision
from investpolicy.register.policy import Policy, Provision
from investpolicy.rules.terms import Terms
from investpolicy.schedules import Measure, Ranked
from investpolicy.values.count import Count
from investpolicy.values.label import Label, Lang
from investpolicy.values.money import NOTHING, Money
from investpolicy.values.rounding import Mode, divide_round
from investpolicy.values.text import MONEY_LIMIT_FEN
from investpolicy.values.unknown import is_unknown

MOST_SLIPS: Final = 50
"""More slips of one claim are not listed: the last in the order of kinds are left out."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A change that gives what is claimed. ``amounts`` are what it gives: ``""`` for an award, a party for a split.

    They are the claim, except where only a ceiling is published: then they are the claim in another unit.
    """

    kind: SlipKind
    words: Label
    amounts: Mapping[str, Money]
    facts: Facts | None = field(default=None, repr=False, compare=False)
    """The facts that it is decided again with; None where it is the claim that is changed, or conditions ignored."""
    terms: Terms | None = field(default=None, repr=False, compare=False)


Fen = dict[str, int]  # amounts by party, in 分


@dataclass(frozen=True, slots=True)
class _OtherFacts:
    """Other facts that a claim may have gone by; the words are made where they fit."""

    kind: SlipKind
    facts: Facts
    what: Callable[[], Label]
    alike: object = None
    """Of changes that are alike in this the first that fits is listed: beyond it a cap gives the same again."""


class Slips:
    """Looks for slips in the claims under one provision. What depends on its terms alone is worked out once.

    ``others`` are other versions of the document, whose provision of this name is tried too where its rule is this
    one. Make one for a provision and keep it.
    """

    def __init__(self, policy: Policy, provision: Provision, *, others: Sequence[Policy] = ()) -> None:
        self.policy = policy
        self.provision = provision
        self.others = tuple(others)
        self._population: Sequence[Facts] | None = None
        self._placed: dict[int, Sequence[Facts]] = {}

    def of(
        self,
        decision: Decision,
        claimed: Mapping[str, Money],
        *,
        population: Sequence[Facts] | None = None,
        index: int = 0,
    ) -> tuple[Slip, ...]:
        """All slips that give what is claimed, by kind; none for a claim that is right.

        For a rank award ``population`` are the facts of all of its year, not yet placed, and ``index`` says which of
        them is this one's: terms that move ranks then rank it anew. Without it places stay as they are.
        """
        outcome = decision.outcome
        parties = _parties(outcome)
        if not parties or set(claimed) != set(parties) or not all(one.is_known for one in claimed.values()):
            return ()
        claim = {party: claimed[party].in_fen for party in parties}
        due = _due(outcome)
        if claim == due or self._within_ceiling(decision, claim):
            return ()
        found: dict[tuple[SlipKind, Label], Slip] = {}
        for one in (
            *_of_claim(self.provision, decision, due, claim),
            *self._of_facts(decision, claim),
            *self._of_terms(decision, claim, population, index),
            *self._without_conditions(decision, claim),
        ):
            found.setdefault((one.kind, one.words), one)
        return tuple(sorted(found.values(), key=lambda one: _ORDER[one.kind])[:MOST_SLIPS])

    @staticmethod
    def _within_ceiling(decision: Decision, claim: Fen) -> bool:
        outcome = decision.outcome
        return decision.status is Status.UP_TO and isinstance(outcome, Award) and claim[""] <= outcome.ceiling.in_fen

    # other terms ----------------------------------------------------------------------------------

    @cached_property
    def _other_terms(self) -> tuple[OtherTerms, ...]:
        return other_terms(self.policy, self.provision, self.others)

    def _of_terms(
        self, decision: Decision, claim: Fen, population: Sequence[Facts] | None, index: int
    ) -> Iterator[Slip]:
        decide, nothing = self.provision.rule.function, not any(claim.values())
        if self.provision.rule.name not in RANKINGS:
            population = None
        for number, one in enumerate(self._other_terms):
            if nothing and one.kind not in _MAY_GIVE_NOTHING:
                continue
            facts = self._in_place(population, number, one.terms)[index] if population else decision.facts
            if _gives(decide(facts, one.terms), claim):
                what = one.what
                if one.shows:
                    location = self._locations[one.shows]
                    what = Label(*(what.of(lang).replace("{}", _money(facts, location, lang)) for lang in _LANGS))
                yield self._slip(one.kind, what, claim, facts, one.terms)

    def _in_place(self, population: Sequence[Facts], number: int, terms: Terms) -> Sequence[Facts]:
        """The population as these terms rank it; once for all claims in it."""
        if population is not self._population:
            self._population, self._placed = population, {}
        if number not in self._placed:
            self._placed[number] = RANKINGS[self.provision.rule.name](population, terms)
        return self._placed[number]

    # other facts ----------------------------------------------------------------------------------

    @cached_property
    def _locations(self) -> dict[str, tuple[str, ...]]:
        """Where each amount stands in the facts, by its path."""
        return dict(_money_fields(self.provision.rule.facts))

    @cached_property
    def _labels(self) -> Mapping[str, Label]:
        return {path: one.label for path, one in self.provision.rule.facts.describe().items()}

    @cached_property
    def _told(self) -> frozenset[str]:
        """The amounts that are zero unless they are told: what was paid before."""
        kind = self.provision.rule.facts
        fields = ((f"{kind.fact_name}.{name}", field.default) for name, _, field in kind.value_fields())
        return frozenset(path for path, default in fields if isinstance(default, Money) and default.is_known)

    @cached_property
    def _read(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The amounts that the money rests on, and those that it and its conditions rest on."""
        if not self.provision.rule.folds:
            return (*self._locations,), (*self._locations,)
        formulas = self.provision.formulas
        money, all_of_it = facts_read(formulas, conditions=False), facts_read(formulas)
        return tuple(one for one in self._locations if one in money), tuple(
            one for one in self._locations if one in all_of_it
        )

    def _of_facts(self, decision: Decision, claim: Fen) -> Iterator[Slip]:
        if not any(claim.values()):  # too much makes nothing due
            return
        if decision.status is Status.UP_TO:  # it waits for terms, whatever the facts
            return
        decide, terms = self.provision.rule.function, self.provision.terms
        fitted: set[object] = set()
        for one in self._other_facts(decision):
            if one.alike not in fitted and _gives(decide(one.facts, terms), claim):
                fitted |= {one.alike} - {None}
                yield self._slip(one.kind, one.what(), claim, one.facts, terms)

    def _other_facts(self, decision: Decision) -> Iterator[_OtherFacts]:
        facts: Any = decision.facts
        of_money, of_all = self._read
        # what only conditions read can not change the money of an award that is due
        moving = of_money if decision.status is Status.ENTITLED else of_all
        amounts = {path: _amount(facts, self._locations[path]) for path in of_all}
        known = {path: one.in_fen for path, one in amounts.items() if one.is_known}
        yield from self._in_other_units(facts, {path: fen for path, fen in known.items() if fen}, moving)
        for path in moving:
            if path in self._told and known.get(path):
                what = _words(f"若不计{self._labels[path].zh}", f"without {self._labels[path].en}", amounts[path])
                yield _OtherFacts(SlipKind.CAP, self._replaced(facts, {path: NOTHING}), what)
        yield from self._other_ranks(facts)
        yield from self._other_amounts(facts, [path for path in moving if path in known])
        if len(getattr(facts, "weights", ())) > 1:
            yield from _shared_otherwise(facts)

    def _in_other_units(self, facts: Facts, known: Fen, moving: Sequence[str]) -> Iterator[_OtherFacts]:
        tries = [[path] for path in moving if path in known]
        tries += [list(known)] if len(tries) > 1 else []  # with one that moves the money, it is that one
        for power in _UNITS:
            for up in (True, False):
                for paths in tries:
                    scaled = {path: _scaled(known[path], power, up) for path in paths}
                    new = {path: Money.fen(fen) for path, fen in scaled.items() if fen is not None}
                    if len(new) == len(paths):
                        what, other = self._in_unit(new, power, up), self._replaced(facts, new)
                        yield _OtherFacts(SlipKind.UNIT, other, what, (up, *paths))

    def _in_unit(self, new: Mapping[str, Money], power: int, up: bool) -> Callable[[], Label]:
        def words() -> Label:
            taken = _taken(power, up)
            if len(new) > 1:
                return Label(f"若各项金额均以{taken.zh}", f"with all amounts read with {taken.en}")
            ((path, amount),) = new.items()
            zh, en = self._labels[path]
            return Label(f"若{zh}为 {amount}（{taken.zh}）", f"with {en} of {show_money(amount, 'en')} ({taken.en})")

        return words

    def _other_amounts(self, facts: Facts, paths: Sequence[str]) -> Iterator[_OtherFacts]:
        """Another known amount for one that the rule reads; where a term names the amount, it is one of the terms."""
        measures = {f"project.{one.field}" for one in Measure}
        others = {path: _amount(facts, at) for path, at in self._locations.items() if path not in self._told}
        for path in paths:
            own = _amount(facts, self._locations[path])
            for other, amount in others.items() if path not in measures | self._told else ():
                if amount.is_known and amount != own:
                    here, there = self._labels[path], self._labels[other]
                    zh, en = f"若以{there.zh}代替{here.zh}", f"with {there.en} for {here.en}"
                    yield _OtherFacts(SlipKind.MEASURE, self._replaced(facts, {path: amount}), _words(zh, en, amount))

    def _other_ranks(self, facts: Facts) -> Iterator[_OtherFacts]:
        """The nearest rank of the tier before, and of that after, alone on it."""
        terms = self.provision.terms
        prizes = [one for name in type(terms).model_fields if isinstance(one := getattr(terms, name), Ranked)]
        for name, part in type(facts).model_parts() if prizes else ():
            rank = getattr(facts, name).rank.raw if issubclass(part, Place) else None
            if rank is None or is_unknown(rank):
                continue
            starts = [tier.span[0] for tier in prizes[0].tiers] + [int(prizes[0].last_rank) + 1]
            before = max((start - 1 for start in starts if 1 < start <= rank), default=None)
            after = min((start for start in starts if start > rank), default=None)
            for other in (before, after):
                if other is not None:
                    alone = Place(rank=Count(other), tied=Count(1), dense=Count(other), in_tie=Count(1))
                    zh, en = f"若名次为第 {other} 名（实为第 {rank} 名）", f"with rank {other} for rank {rank}"
                    moved = facts.model_copy(update={name: alone})
                    yield _OtherFacts(SlipKind.NEIGHBOUR, moved, _just(Label(zh, en)))

    def _replaced(self, facts: Facts, new: Mapping[str, Money]) -> Facts:
        for path, amount in new.items():
            facts = _replaced(facts, self._locations[path], amount)
        return facts

    # conditions -----------------------------------------------------------------------------------

    def _without_conditions(self, decision: Decision, claim: Fen) -> Iterator[Slip]:
        outcome = decision.outcome
        if decision.status is not Status.INELIGIBLE or not any(claim.values()):
            return
        if _if_eligible(outcome) == claim:
            labels = self.provision.rule.labels
            failed = [labels.get(name, Label(name, name)) for name in outcome.failed]
            zh, en = "、".join(one.zh for one in failed), ", ".join(one.en for one in failed)
            what = Label(f"若忽略未满足的条件（{zh}）", f"with the failed conditions ignored ({en})")
            yield self._slip(SlipKind.CONDITIONS, what, claim)

    def _slip(
        self, kind: SlipKind, what: Label, claim: Fen, facts: Facts | None = None, terms: Terms | None = None
    ) -> Slip:
        amounts = {party: Money.fen(fen) for party, fen in claim.items()}
        zh, en = (_amounts_words(self.provision, amounts, lang) for lang in _LANGS)
        words = Label(f"{what.zh}，应得 {zh}", f"{what.en}, {en} would be due")
        return Slip(kind, words, amounts, facts, terms)


_LANGS: Final[tuple[Lang, ...]] = ("zh", "en")
_ORDER: Final = {kind: number for number, kind in enumerate(SlipKind)}
_MAY_GIVE_NOTHING: Final = (SlipKind.EDGE, SlipKind.OTHER_TERMS, SlipKind.READING)
"""What a claim of 0 is explained by; any change that fails a condition would, so that the rest says nothing."""

_UNITS: Final = {
    1_000: Label("千元", "thousands of yuan"),
    10_000: Label("万元", "tens of thousands of yuan"),
    1_000_000: Label("百万元", "millions of yuan"),
    100_000_000: Label("亿元", "hundreds of millions of yuan"),
}
_CEILING_UNITS: Final = (10_000, 100_000_000)
_ROUNDED_TO: Final = {
    10: Label("角", "a tenth of a yuan"),
    100: Label("元", "1 yuan"),
    1_000: Label("十元", "10 yuan"),
    10_000: Label("百元", "100 yuan"),
    100_000: Label("千元", "1,000 yuan"),
    1_000_000: Label("万元", "10,000 yuan"),
    10_000_000: Label("十万元", "100,000 yuan"),
}
_MODES: Final = {
    Mode.HALF_UP: Label("四舍五入", "half up"),
    Mode.UP: Label("进一", "up"),
    Mode.DOWN: Label("舍去", "down"),
}


# --- amounts of outcomes -------------------------------------------------------------------------------------------


def _parties(outcome: Outcome) -> tuple[str, ...]:
    if isinstance(outcome, Split):
        return outcome.shares.parties or tuple(outcome.parts)
    return ("",) if isinstance(outcome, Award) else ()


def _due(outcome: Outcome) -> Fen | None:
    """What is due, nothing where a condition fails; None where it is not known."""
    eligible = outcome.eligible.raw
    if eligible is False:
        return dict.fromkeys(_parties(outcome), 0)
    return _if_eligible(outcome) if eligible is True else None


def _gives(outcome: Outcome, claim: Fen) -> bool:
    """Whether what is due is what is claimed."""
    if isinstance(outcome, Award) and claim[""] and outcome.computed.raw != claim[""]:
        return False  # nearly always, so that its conditions need not be asked
    return _due(outcome) == claim


def _if_eligible(outcome: Outcome) -> Fen | None:
    if isinstance(outcome, Award):
        raw = outcome.computed.raw
        return None if is_unknown(raw) else {"": raw}
    if isinstance(outcome, Split) and outcome.total.is_known:
        return {party: part.in_fen for party, part in outcome.parts.items()}
    return None


def _amounts_words(provision: Provision, amounts: Mapping[str, Money], lang: Lang) -> str:
    labels = provision.rule.labels
    words = (
        f"{labels.get(party, Label(party, party)).of(lang)} {show_money(amount, lang)}".strip()
        for party, amount in amounts.items()
    )
    return ("、" if lang == "zh" else ", ").join(words)


# --- changes of the claim itself -----------------------------------------------------------------------------------


def _of_claim(provision: Provision, decision: Decision, due: Fen | None, claim: Fen) -> Iterator[Slip]:
    """The claim in another unit, or what is due rounded."""
    if decision.status is Status.UP_TO:
        yield from _within_ceiling(decision, claim[""])
    if due is None or not any(due.values()) or not any(claim.values()):
        return
    amounts = {party: Money.fen(fen) for party, fen in claim.items()}
    due_zh, due_en = (
        _amounts_words(provision, {party: Money.fen(fen) for party, fen in due.items()}, lang) for lang in _LANGS
    )
    zh, en = (_amounts_words(provision, amounts, lang) for lang in _LANGS)
    tries = [(SlipKind.UNIT, _taken(power, up)) for power, up in _unit_of(due, claim)]
    tries += [(SlipKind.ROUNDING, how) for how in _rounded(due, claim)]
    for kind, how in tries:
        words = Label(f"应得 {due_zh}，若{how.zh}，则为 {zh}", f"{due_en} is due; with {how.en} it is {en}")
        yield Slip(kind, words, amounts)


def _unit_of(due: Fen, claim: Fen) -> Iterator[tuple[int, bool]]:
    for power in _UNITS:
        if all(due[party] * power == fen for party, fen in claim.items()):
            yield power, True
        if all(due[party] == fen * power for party, fen in claim.items()):
            yield power, False


_SMALLEST: Final = 100
"""A claim below a hundredth of the ceiling in another unit is not what anybody meant: 35 with a ceiling of 30万元."""


def _within_ceiling(decision: Decision, claim: int) -> Iterator[Slip]:
    ceiling = decision.ceiling
    for power in _CEILING_UNITS:
        fen = _scaled(claim, power, up=False)
        if fen and ceiling is not None and ceiling.in_fen <= _SMALLEST * fen <= _SMALLEST * ceiling.in_fen:
            meant, taken = Money.fen(fen), _taken(power, up=True)
            zh = f"若申报金额把{taken.zh}，所报为 {meant}，未超上限 {ceiling}"
            en = f"with {taken.en} the claim is {show_money(meant, 'en')}, within the ceiling"
            yield Slip(SlipKind.UNIT, Label(zh, f"{en} of {show_money(ceiling, 'en')}"), {"": meant})


def _rounded(due: Fen, claim: Fen) -> Iterator[Label]:
    """How rounding gives the claim: to the finest unit that does, since a coarser one gives nothing else."""
    for unit, label in _ROUNDED_TO.items():
        ways = [mode for mode in _MODES if {party: _to(fen, unit, mode) for party, fen in due.items()} == claim]
        the_rest = not ways and len(due) > 1
        if the_rest:
            ways = [mode for mode in _MODES if _last_takes_rest(due, unit, mode) == claim]
        if ways:
            zh, en = "或".join(_MODES[mode].zh for mode in ways), " or ".join(_MODES[mode].en for mode in ways)
            rest = Label("，末位取余", ", the last taking the rest") if the_rest else Label("", "")
            yield Label(f"取整到{label.zh}（{zh}{rest.zh}）", f"rounding to {label.en} ({en}{rest.en})")
            return


def _to(fen: int, unit: int, mode: Mode) -> int:
    return divide_round(fen, unit, mode) * unit


def _last_takes_rest(due: Fen, unit: int, mode: Mode) -> Fen:
    *others, last = due
    parts = {party: _to(due[party], unit, mode) for party in others}
    return {**parts, last: sum(due.values()) - sum(parts.values())}


# --- changes of facts ----------------------------------------------------------------------------------------------


def _money_fields(kind: type[Facts]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, value, _ in kind.value_fields():
        if value is Money:
            yield f"{kind.fact_name}.{name}", (name,)
    for name, part in kind.model_parts():
        if issubclass(part, Facts):
            yield from ((path, (name, *at)) for path, at in _money_fields(part))


def _amount(facts: Any, location: Sequence[str]) -> Money:
    for name in location:
        facts = getattr(facts, name)
    amount: Money = facts
    return amount


def _money(facts: Facts, location: Sequence[str], lang: Lang) -> str:
    return show_money(_amount(facts, location), lang)


def _replaced(facts: Facts, location: Sequence[str], amount: Money) -> Facts:
    name, *inside = location
    new: Any = _replaced(getattr(facts, name), inside, amount) if inside else amount
    return facts.model_copy(update={name: new})


def _scaled(fen: int, power: int, up: bool) -> int | None:
    """The amount in a unit that is so much larger, or smaller; None beyond the range, and below one 分."""
    if up:
        return fen * power if fen * power <= MONEY_LIMIT_FEN else None
    return fen // power if not fen % power else None


def _taken(power: int, up: bool) -> Label:
    """Which unit was taken for which."""
    unit = _UNITS[power]
    if up:
        return Label(f"元误作{unit.zh}", f"yuan taken for {unit.en}")
    return Label(f"{unit.zh}误作元", f"{unit.en} taken for yuan")


def _words(zh: str, en: str, amount: Money) -> Callable[[], Label]:
    return lambda: Label(f"{zh}（{amount}）", f"{en} ({show_money(amount, 'en')})")


def _just(label: Label) -> Callable[[], Label]:
    return lambda: label


def _shared_otherwise(facts: Any) -> Iterator[_OtherFacts]:
    """The reward of a project shared in another way: not at all, equally, or this part taken for another."""
    weights: tuple[int, ...] = facts.weights
    own: int = facts.place
    alone = facts.model_copy(update={"weights": (1,), "place": 1})
    what = Label("若不与其他引荐人分享，独得全部", "with the whole, not shared with other referrers")
    yield _OtherFacts(SlipKind.SHARES, alone, _just(what))
    if len(set(weights)) > 1:
        equal = facts.model_copy(update={"weights": (1,) * len(weights)})
        what = Label(f"若 {len(weights)} 个引荐人均分", f"with equal shares of {len(weights)} referrers")
        yield _OtherFacts(SlipKind.SHARES, equal, _just(what))
    seen = {weights[own - 1]}
    for place, weight in enumerate(weights, start=1):
        if weight not in seen:  # equal weights get as much, but for one 分
            seen.add(weight)
            zh, en = f"若按第 {place} 个引荐人的权重（实为第 {own} 个）", f"with the part of referrer {place} for {own}"
            yield _OtherFacts(SlipKind.SHARES, facts.model_copy(update={"place": place}), _just(Label(zh, en)))


__all__ = ["MOST_SLIPS", "Slip", "SlipKind", "Slips"]
