"""Formulas as text, in Chinese and English, with the figures of a record or without."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from investpolicy.values.choice import Choice
from investpolicy.values.count import Count
from investpolicy.values.curve import Curve
from investpolicy.values.day import Day
from investpolicy.values.formula import Node, Raw, Sort, Value, fold
from investpolicy.values.label import Label, Labelled, Lang
from investpolicy.values.money import Money
from investpolicy.values.points import Points
from investpolicy.values.rounding import Line
from investpolicy.values.text import ratio_text
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
    "unknown": Label("未知", "unknown"),
    "true": Label("是", "yes"),
    "false": Label("否", "no"),
    "not yet": Label("尚未", "not yet"),
}


def show(raw: Raw, sort: Sort, lang: Lang, members: type[Labelled] | None = None) -> str:
    """A plain or unknown value in words: ``5.2亿元``, ``商协会``, ``未知``."""
    if raw.__class__ is Unknown:
        return _WORDS["unknown"].of(lang)
    if members is not None:
        return members(raw).label.of(lang)
    text = str(_CLASSES[sort].of_raw(raw))
    return _WORDS[text].of(lang) if text in _WORDS else text


class Text:
    """The algebra: each part is a text. ``labels`` names facts, terms and steps; ``members`` the categories of facts."""

    def __init__(self, lang: Lang, labels: Mapping[str, Label], members: Mapping[str, type[Labelled] | None]) -> None:
        self.lang = lang
        self.labels = labels
        self.members = members
        self._members_of: dict[str, type[Labelled] | None] = {}

    def _say(self, zh: str, en: str) -> str:
        return zh if self.lang == "zh" else en

    def leaf(self, raws: Mapping[str, Raw] | None) -> Any:
        """What a fact is called, with its value where ``raws`` gives one."""

        def named(path: str, sort: Sort) -> str:
            text = self.labels[path].of(self.lang) if path in self.labels else path
            if raws is not None:
                text = f"{text} {show(raws[path], sort, self.lang, self.members.get(path))}"
            self._members_of[text] = self.members.get(path)
            return text

        return named

    def constant(self, raw: Raw, sort: Sort, name: str) -> str:
        text = show(raw, sort, self.lang)
        return f"{self.labels[name].of(self.lang)} {text}" if name in self.labels else text

    def named(self, a: str, name: str, says: object) -> str:
        return self.labels[name].of(self.lang) if name in self.labels else a

    def open_term(self, *args: str) -> str:
        name = args[-1]
        label = self.labels[name].of(self.lang) if name in self.labels else name
        return self._say(f"{label}（未公布）", f"{label} (not published)")

    def add(self, a: str, b: str) -> str:
        return f"{a} + {b}"

    def subtract(self, a: str, b: str) -> str:
        return f"{a} − {b}"

    def minimum(self, a: str, b: str) -> str:
        return self._say(f"（{a}）与（{b}）取小", f"the smaller of ({a}) and ({b})")

    def maximum(self, a: str, b: str) -> str:
        return self._say(f"（{a}）与（{b}）取大", f"the larger of ({a}) and ({b})")

    def at_least(self, a: str, b: str) -> str:
        return f"{a} ≥ {b}"

    def more_than(self, a: str, b: str) -> str:
        if a == _WORDS["not yet"].of(self.lang):
            return self._say(f"{b}（已发生）", f"{b} (has happened)")
        return f"{a} > {b}"

    def equal(self, a: str, b: str) -> str:
        return f"{a} = {b}"

    def is_in(self, a: str, members: frozenset[str]) -> str:
        kind = self._members_of.get(a)
        names = sorted(members) if kind is None else [one.label.of(self.lang) for one in kind if one in members]
        return self._say(f"{a}，属于{'、'.join(names)}之一", f"{a}, one of {', '.join(names)}")

    def starts_with(self, a: str, prefixes: tuple[str, ...]) -> str:
        return self._say(f"{a}，在{prefixes[0]}范围内", f"{a}, inside {prefixes[0]}")

    def all_of(self, *args: str) -> str:
        return self._say(" 且 ", " and ").join(args)

    def any_of(self, *args: str) -> str:
        return "（" + self._say(" 或 ", " or ").join(args) + "）"

    def not_(self, a: str) -> str:
        return self._say(f"并非（{a}）", f"not ({a})")

    def where(self, condition: str, then: str, otherwise: str) -> str:
        return self._say(f"若{condition}则{then}，否则{otherwise}", f"{then} if {condition}, else {otherwise}")

    def line(self, x: str, by: Line) -> str:
        return _line(x, by, self.lang)

    def curve(self, x: str, by: Curve) -> str:
        if len(by.pieces) == 1:
            return _line(x, by.pieces[0].line, self.lang)
        return self._say(f"按{x}查档次表", f"by the table on {x}")

    def equal_part(self, x: str, parts: str, place: str) -> str:
        return self._say(f"{x} ÷ {parts}", f"{x} ÷ {parts}")


def _line(x: str, by: Line, lang: Lang) -> str:
    if not by.slope:
        return str(Money.of_raw(by(0)))
    if by.slope == by.divisor and not by.intercept and by.unit == 1:
        return x
    if not by.intercept and not by.stepped:
        return f"{x} × {ratio_text(Fraction(by.slope * by.unit, by.divisor))}"
    return f"按{x}计算" if lang == "zh" else f"computed from {x}"


def wording(node: Node, text: Text, raws: Mapping[str, Raw] | None = None) -> str:
    """A formula in words; with the figures of ``raws`` where given. Named steps inside appear by their names."""
    if node.op == "named":  # its own name would say nothing
        says: Label | None = node.params[1]
        if says is not None:
            return says.of(text.lang)
        node = node.args[0]
    return str(fold(node, text, text.leaf(raws)))
