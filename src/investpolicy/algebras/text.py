"""Formulas as text, in Chinese and English, with the figures of a record or without."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, Final

from investpolicy.values import plain_operations
from investpolicy.values.choice import Choice
from investpolicy.values.count import Count
from investpolicy.values.curve import Curve
from investpolicy.values.day import Day
from investpolicy.values.formula import Node, Raw, Sort, Value, fold
from investpolicy.values.label import Label, Labelled, Lang
from investpolicy.values.money import Money
from investpolicy.values.points import Points
from investpolicy.values.rounding import Line
from investpolicy.values.text import MONEY_LIMIT_FEN, ratio_text
from investpolicy.values.truth import Truth
from investpolicy.values.unknown import Unknown

_CLASSES: Final[dict[Sort, type[Value]]] = {
    "money": Money,
    "points": Points,
    "count": Count,
    "truth": Truth,
    "day": Day,
    "choice": Choice,
}

_WORDS: Final[dict[str, Label]] = {
    "true": Label("是", "yes"),
    "false": Label("否", "no"),
    "not yet": Label("尚未发生", "not yet"),
}
NOT_GIVEN: Final = Label("未提供", "not given")
_UNPUBLISHED: Final = Label("未公布", "not published")
_NO_LIMIT: Final = Label("不设上限", "no limit")


def show(raw: Raw, sort: Sort, lang: Lang, members: type[Labelled] | None = None) -> str:
    """A plain or unknown value in words: ``5.2亿元``, ``商协会``, ``未提供``."""
    if raw.__class__ is Unknown:
        return NOT_GIVEN.of(lang)
    if members is not None:
        return members(raw).label.of(lang)  # type: ignore[call-arg]  # looks the member up
    if sort == "money":
        return show_money(Money.of_raw(raw), lang)
    text = str(_CLASSES[sort].of_raw(raw))
    if sort == "points" and lang == "en":
        return f"{text.removesuffix('分')} points"
    return _WORDS[text].of(lang) if text in _WORDS else text


def show_money(amount: Money, lang: Lang) -> str:
    """An amount in words: ``5.2亿元``, ``CNY 520,000,000``; the largest there is stands for no limit."""
    if amount.raw == MONEY_LIMIT_FEN:
        return _NO_LIMIT.of(lang)
    return str(amount) if lang == "zh" else "CNY " + amount.to("元", grouped=True).removesuffix("元")


class Phrase(str):
    """Part of a formula in words. With figures, ``raw`` is its value, so that a comparison can say how it turned out.

    ``sort`` is its value's. ``complete`` words hold the value already. ``path`` is the fact's, where it is one.
    """

    __slots__ = ("complete", "path", "raw", "sort")
    raw: Raw
    sort: Sort
    complete: bool
    path: str

    def __new__(cls, words: str, raw: Raw, sort: Sort, *, complete: bool = False, path: str = "") -> Phrase:
        self = super().__new__(cls, words)
        self.raw = raw
        self.sort = sort
        self.complete = complete
        self.path = path
        return self


class Text:
    """The algebra: each part is a :class:`Phrase`.

    ``labels`` names facts, terms and steps; ``members`` the categories of facts. With ``raws``, the plain values of
    the facts, every figure stands in the text; without, it is the formula itself.
    """

    def __init__(
        self,
        lang: Lang,
        labels: Mapping[str, Label],
        members: Mapping[str, type[Labelled] | None],
        raws: Mapping[str, Raw] | None = None,
    ) -> None:
        self.lang: Lang = lang
        self.labels = labels
        self.members = members
        self.raws = raws

    def label(self, name: str) -> str:
        """What a fact, a term or a step is called."""
        return self.labels[name].of(self.lang) if name in self.labels else name

    def _say(self, zh: str, en: str) -> str:
        return zh if self.lang == "zh" else en

    def _value(self, op: str, *args: Any) -> Raw:
        """What the operation gives on the values of its phrases; None without figures."""
        if self.raws is None:
            return None
        operation: Callable[..., Raw] = getattr(plain_operations, op)
        return operation(*(arg.raw if isinstance(arg, Phrase) else arg for arg in args))

    def with_value(self, phrase: Phrase) -> str:
        """A phrase and its value, where it does not hold it already."""
        if phrase.complete or self.raws is None or phrase.raw.__class__ is Unknown:
            return phrase
        value = show(phrase.raw, phrase.sort, self.lang)
        return phrase if phrase == value else f"{phrase} = {value}"

    def _absent(self, label: str, why: Label) -> str:
        return self._say(f"{label}（{why.zh}）", f"{label} ({why.en})")

    def _compared(self, holds: Raw, a: Phrase, sign: str, opposite: str, b: Phrase) -> Phrase:
        """A comparison as it turned out; what must hold where that is not known."""
        if holds is None or holds is True:
            words = f"{a} {sign} {b}"
        elif holds is False:
            words = f"{a} {opposite} {b}"
        else:
            words = self._say(f"{a} 须 {sign} {b}", f"{a} must be {sign} {b}")
        return Phrase(words, holds, "truth")

    def _relation(self, holds: Raw, zh: tuple[str, str, str], en: tuple[str, str, str]) -> str:
        """The first of three words where it holds, the second where it does not, else the third."""
        index = 0 if holds is None or holds is True else 1 if holds is False else 2
        return self._say(zh[index], en[index])

    # leaves --------------------------------------------------------------------------------------

    def leaf(self, path: str, sort: Sort) -> Phrase:
        """What a fact is called, with its value where there are figures."""
        label = self.label(path)
        raw = None if self.raws is None else self.raws[path]
        if self.raws is None:
            words = label
        elif raw.__class__ is Unknown:
            words = self._absent(label, NOT_GIVEN)
        else:
            words = f"{label} {show(raw, sort, self.lang, self.members.get(path))}"
        return Phrase(words, raw, sort, complete=True, path=path)

    def constant(self, raw: Raw, sort: Sort, name: str) -> Phrase:
        if raw.__class__ is Unknown:
            words = self._absent(self.label(name or next(iter(sorted(raw.names)), "")), _UNPUBLISHED)
        else:
            text = show(raw, sort, self.lang)
            words = f"{self.label(name)} {text}" if name in self.labels else text
        return Phrase(words, raw, sort, complete=True)

    def named(self, a: Phrase, name: str, says: object) -> Phrase:
        if name not in self.labels:
            return a
        label = self.label(name)
        if self.raws is None:
            return Phrase(label, None, a.sort, complete=True)
        if a.raw.__class__ is Unknown:
            return Phrase(self._say(f"{label}（未知）", f"{label} (unknown)"), a.raw, a.sort, complete=True)
        return Phrase(f"{label} {show(a.raw, a.sort, self.lang)}", a.raw, a.sort, complete=True)

    def open_term(self, *args: Any) -> Phrase:
        words = self._absent(self.label(args[-1]), _UNPUBLISHED)
        return Phrase(words, self._value("open_term", *args), "money", complete=True)

    # arithmetic ----------------------------------------------------------------------------------

    def add(self, a: Phrase, b: Phrase) -> Phrase:
        return Phrase(f"{a} + {b}", self._value("add", a, b), a.sort)

    def subtract(self, a: Phrase, b: Phrase) -> Phrase:
        if a.raw == MONEY_LIMIT_FEN and a.sort == "money":  # no limit stays none
            return a
        return Phrase(f"{a} − {b}", self._value("subtract", a, b), a.sort)

    def minimum(self, a: Phrase, b: Phrase) -> Phrase:
        if b.raw == MONEY_LIMIT_FEN and b.sort == "money":
            return Phrase(a, a.raw, a.sort, complete=a.complete)
        words = self._say(f"{a} 与 {b} 取较小者", f"the smaller of {a} and {b}")
        return Phrase(words, self._value("minimum", a, b), a.sort)

    def maximum(self, a: Phrase, b: Phrase) -> Phrase:
        if b.raw == 0 and isinstance(a.raw, int):
            zero = show(0, a.sort, self.lang)
            below = self._say(f"，不足 {zero} 按 {zero} 计", f", counted as {zero}")
            if a.raw >= 0:
                return a
            words = f"{a}{below}"
        else:
            words = self._say(f"{a} 与 {b} 取较大者", f"the larger of {a} and {b}")
        return Phrase(words, self._value("maximum", a, b), a.sort)

    def line(self, x: Phrase, by: Line) -> Phrase:
        return Phrase(self._line(x, by), self._value("line", x, by), "money")

    def curve(self, x: Phrase, by: Curve) -> Phrase:
        if len(by.pieces) == 1:
            words = self._line(x, by.pieces[0].line)
        elif isinstance(x.raw, int) and x.sort == "count" and not by(x.raw):
            words = self._say(f"{x}，不在奖励名次内", f"{x}, which is not paid")
            return Phrase(words, 0, "money", complete=True)
        elif isinstance(x.raw, int):
            words = self._bracket(x, by)
        else:
            words = self._say(f"{x} 所在档", f"the tier of {x}" if x.sort == "count" else f"the bracket of {x}")
        return Phrase(words, self._value("curve", x, by), "money")

    def equal_part(self, x: Phrase, parts: Phrase, place: Phrase) -> Phrase:
        return Phrase(f"{x} ÷ {parts}", self._value("equal_part", x, parts, place), "money")

    def _bracket(self, x: Phrase, by: Curve) -> str:
        """The bracket that a known value falls into, and how it pays."""
        starts = [piece.start for piece in by.pieces]
        index = bisect_right(starts, x.raw)
        if x.sort == "count":
            return self._say(f"{x} 所在档", f"the tier of {x}")
        if not index:
            first = self._start(starts[0])
            return self._say(f"{x}，未达最低一档（{first}）", f"{x}, short of the first bracket ({first})")
        line, start = by.pieces[index - 1].line, self._start(starts[index - 1])
        if not line.slope:
            return self._say(f"{x}，适用档次：{start}", f"{x}, in the bracket {start}")
        return self._say(
            f"{self._line(x, line)}（适用档次：{start}）", f"{self._line(x, line)} (in the bracket {start})"
        )

    def _start(self, fen: int) -> str:
        """Where a bracket begins; a 分 more than a whole yuan is an edge that does not belong to it."""
        if fen % 100 == 1:
            return self._say(f"超过 {self._money(fen - 1)}", f"above {self._money(fen - 1)}")
        return self._say(f"{self._money(fen)} 起", f"from {self._money(fen)}")

    def _line(self, x: Phrase, by: Line) -> str:
        """An exact line in words: a rate with what is added to it, whole steps, or one sum."""
        if not by.slope:
            return self._money(by(0))
        if by.stepped:
            start, step = Fraction(-by.intercept, by.slope), Fraction(by.divisor, by.slope)
            beyond, each, pays = (self._money(int(one)) for one in (start, step, by.unit))
            base = f"{self._money(by.offset)} + " if by.offset else ""
            return self._say(
                f"{base}{x} 超过 {beyond} 的部分，每 {each} 计 {pays}",
                f"{base}{pays} for each {each} of {x} beyond {beyond}",
            )
        factor = Fraction(by.slope * by.unit, by.divisor)
        plus = by.offset + Fraction(by.intercept * by.unit, by.divisor)
        if x.sort == "count":
            words = f"{x} × {self._money(int(factor))}"
        else:
            words = x if factor == 1 else f"{x} × {ratio_text(factor)}"
        if plus:
            amount = self._money(int(abs(plus))) if plus.denominator == 1 else f"{abs(plus)} 分"
            words = f"{words} {'+' if plus > 0 else '−'} {amount}"
        return words

    def _money(self, fen: int) -> str:
        return show_money(Money.of_raw(fen), self.lang)

    # truth ---------------------------------------------------------------------------------------

    def at_least(self, a: Phrase, b: Phrase) -> Phrase:
        holds = self._value("at_least", a, b)
        if b.path and not a.path:  # what is measured comes first
            return self._compared(holds, b, "≤", ">", a)
        return self._compared(holds, a, "≥", "<", b)

    def more_than(self, a: Phrase, b: Phrase) -> Phrase:
        holds = self._value("more_than", a, b)
        if a.sort == "day" and a == _WORDS["not yet"].of(self.lang):  # whether an event has happened
            words = self._say(f"{b} 已发生", f"{b} has happened") if self.raws is None else b
            return Phrase(words, holds, "truth")
        if b.raw == 0 and not b.path and holds.__class__ is bool:  # whether there is anything
            return Phrase(self.with_value(a), holds, "truth")
        return self._compared(holds, a, ">", "≤", b)

    def equal(self, a: Phrase, b: Phrase) -> Phrase:
        return self._compared(self._value("equal", a, b), a, "=", "≠", b)

    def is_in(self, a: Phrase, members: frozenset[str]) -> Phrase:
        holds = self._value("is_in", a, members)
        kind = self.members.get(a.path)
        names = sorted(members) if kind is None else [one.label.of(self.lang) for one in kind if one in members]
        if len(names) > 1:
            zh, en = ("属于", "不属于", "须属于"), ("one of", "none of", "must be one of")
        else:
            zh, en = ("属", "不属", "须属"), ("that is", "not", "must be")
        of = self._relation(holds, zh, en) + self._say("", " ") + self._say("、", ", ").join(names)
        words = a if holds is True and len(names) == 1 else self._say(f"{a}，{of}", f"{a}, {of}")
        return Phrase(words, holds, "truth")

    def starts_with(self, a: Phrase, prefixes: tuple[str, ...]) -> Phrase:
        holds = self._value("starts_with", a, prefixes)
        relation = self._relation(holds, ("在", "不在", "须在"), ("in", "not in", "must be in"))
        return Phrase(self._say(f"{a}，{relation}{prefixes[0]}", f"{a}, {relation} {prefixes[0]}"), holds, "truth")

    def all_of(self, *args: Phrase) -> Phrase:
        return Phrase(self._say("，且", ", and ").join(args), self._value("all_of", *args), "truth")

    def any_of(self, *args: Phrase) -> Phrase:
        return Phrase(self._say("，或", ", or ").join(args), self._value("any_of", *args), "truth")

    def not_(self, a: Phrase) -> Phrase:
        return Phrase(self._say(f"并非（{a}）", f"not ({a})"), self._value("not_", a), "truth")

    def where(self, condition: Phrase, then: Phrase, otherwise: Phrase) -> Phrase:
        """With figures, the branch that is taken."""
        if condition.raw.__class__ is bool:
            return then if condition.raw else otherwise
        words = self._say(f"若 {condition} 则 {then}，否则 {otherwise}", f"{then} if {condition}, else {otherwise}")
        return Phrase(words, self._value("where", condition, then, otherwise), then.sort)


def wording(node: Node, text: Text) -> Phrase:
    """A formula in words. Named steps inside appear by their names, with their values where there are figures.

    Of a fact alone, the value is enough: what it is called stands before it. So it is of a step that is one amount.
    """
    if node.op == "fact" and text.raws is not None:
        path = node.params[0]
        raw = text.raws[path]
        return Phrase(show(raw, node.sort, text.lang, text.members.get(path)), raw, node.sort, complete=True)
    says: Label | None = None
    if node.op == "named":  # its own name would say nothing
        says = node.params[1]
        node = node.args[0]
        if node.op == "constant" and node.params[0].__class__ is not Unknown:
            return Phrase(show(node.params[0], node.sort, text.lang), node.params[0], node.sort, complete=True)
    made: Phrase = fold(node, text, text.leaf)
    words = made if says is None else _said(node, says, text)
    spaced = words.replace("） ", "）") if text.lang == "zh" else words  # a full-width bracket has its own space
    return Phrase(spaced, made.raw, made.sort, complete=made.complete and says is None)


def _said(node: Node, says: Label, text: Text) -> str:
    """A step in the words of the rule, and from what it is made."""
    parts: dict[str, None] = {}
    stack = [node]
    while stack:
        part = stack.pop()
        if part.op in ("fact", "named"):
            parts[fold(part, text, text.leaf)] = None
        else:
            stack.extend(reversed(part.args))
    return f"{says.zh}（{'、'.join(parts)}）" if text.lang == "zh" else f"{says.en} ({', '.join(parts)})"
