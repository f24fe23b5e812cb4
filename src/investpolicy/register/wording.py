"""Terms and patches in words, in Chinese and English."""

from __future__ import annotations

from typing import Any, Final, cast

from investpolicy.algebras.text import show, show_money
from investpolicy.errors import PolicyError
from investpolicy.models import Model, label_of
from investpolicy.register import paths
from investpolicy.register.composing import Patch
from investpolicy.register.documents import PolicyText
from investpolicy.rules.terms import Terms
from investpolicy.schedules import (
    SCHEDULE_LABELS,
    AmountBracket,
    BasePlusStep,
    Edges,
    Fixed,
    Lookup,
    Marginal,
    Open,
    Ranked,
    Rate,
    RateBracket,
    Slab,
    StepBracket,
    Tier,
    Unlimited,
)
from investpolicy.values.formula import Value
from investpolicy.values.label import Label, Labelled, Lang
from investpolicy.values.money import Money
from investpolicy.values.shares import Remainder

_FIELDS: Final[dict[str, Label]] = {
    field.alias or name: Label(field.title, field.description or "")
    for model in (Rate, BasePlusStep, RateBracket, AmountBracket, StepBracket, Tier, Fixed, Marginal)
    for name, field in model.model_fields.items()
    if field.title
}
_REMAINDERS: Final[dict[Remainder, Label]] = {
    Remainder.LAST: Label("前列各方舍去到分，末位取余", "all but the last rounded down, the last takes the rest"),
    Remainder.LAST_HALF_UP: Label(
        "前列各方四舍五入到分，末位取余", "all but the last rounded half-up, the last takes the rest"
    ),
    Remainder.LARGEST: Label("最大余数法", "largest remainder"),
}
_PARTIAL: Final[dict[str, Label]] = {
    "counted": Label("不足一档按一档计", "a step only begun counts"),
    "not-counted": Label("不足一档不计", "a step only begun does not count"),
    "pro-rata": Label("不足一档按比例计", "a step only begun counts in proportion"),
}


def term_words(value: Any, lang: Lang) -> str:
    """The value of a term: ``30万元``, ``按比例：实际投资额 × 0.5‰``, ``开工``, ``未公布``."""
    zh = lang == "zh"
    if isinstance(value, tuple):
        return ("、" if zh else ", ").join(term_words(one, lang) for one in cast("tuple[object, ...]", value))
    if isinstance(value, bool):
        return {True: Label("是", "yes"), False: Label("否", "no")}[value].of(lang)
    if isinstance(value, Labelled):
        return value.label.of(lang)
    if isinstance(value, Remainder):
        return _REMAINDERS[value].of(lang)
    if isinstance(value, Open) or not getattr(value, "is_known", True):
        return SCHEDULE_LABELS["open"].of(lang)
    if isinstance(value, Money):
        return show_money(value, lang)
    return _schedule_words(value, lang)


def _schedule_words(value: Any, lang: Lang) -> str:
    zh = lang == "zh"
    if isinstance(value, Fixed):
        return show_money(value.amount_, lang)
    if isinstance(value, Unlimited):
        return SCHEDULE_LABELS["unlimited"].of(lang)
    if isinstance(value, Rate):
        return f"{value.base.label.of(lang)} × {value.rate}"
    if isinstance(value, Ranked):
        ranks = (f"第 {one.ranks} 名" if zh else f"rank {one.ranks}" for one in value.tiers)
        tiers = [f"{name} {show_money(one.amount, lang)}" for name, one in zip(ranks, value.tiers, strict=True)]
        return ("，" if zh else ", ").join(tiers)
    if isinstance(value, (Marginal, Slab, Lookup, BasePlusStep)):
        kind, base = SCHEDULE_LABELS[value.kind].of(lang), value.base.label.of(lang)
        if isinstance(value, BasePlusStep):
            kind += ("，" if zh else ", ") + _PARTIAL[value.partial_step].of(lang)
        brackets = ("，" if zh else ", ").join(_bracket_words(one, lang) for one in value.brackets)
        return f"{kind}（{base}）：{brackets}" if zh else f"{kind} on {base}: {brackets}"
    if isinstance(value, Model):
        return _model_words(value, lang)
    if isinstance(value, Value):
        return show(value.raw, value.sort, lang)
    return str(value)


def _model_words(value: Model, lang: Lang) -> str:
    """A group of terms, each with its label; what is not set is left out."""
    zh = lang == "zh"
    words: list[str] = []
    for name, field in type(value).model_fields.items():
        own = getattr(value, name)
        if own is not None and own != () and name != "kind":
            label = label_of(field).of(lang)
            words.append(f"{label} {term_words(own, lang)}" if label else term_words(own, lang))
    kind = str(getattr(value, "kind", ""))
    inside = ("，" if zh else ", ").join(words)
    if not (kind and inside):
        return kind or inside
    return f"{kind}（{inside}）" if zh else f"{kind} ({inside})"


def _bracket_words(bracket: Edges, lang: Lang) -> str:
    zh = lang == "zh"
    if bracket.from_ is not None:
        words = show_money(bracket.from_, lang) + ("（含）" if zh else " or more")
    else:
        words = ("超过 " if zh else "above ") + show_money(cast(Money, bracket.above), lang)
    if bracket.to is not None:
        words += ("至 " if zh else " up to ") + show_money(bracket.to, lang) + ("（含）" if zh else " included")
    elif bracket.below is not None:
        words += ("至不足 " if zh else " and below ") + show_money(bracket.below, lang)
    if isinstance(bracket, RateBracket):
        return f"{words} {bracket.rate}" if zh else f"{words}: {bracket.rate}"
    if isinstance(bracket, AmountBracket):
        return f"{words} {show_money(bracket.amount, lang)}" if zh else f"{words}: {show_money(bracket.amount, lang)}"
    if isinstance(bracket, StepBracket):
        amount, step, pays = (show_money(one, lang) for one in (bracket.amount, bracket.step, bracket.per_step))
        return f"{words} {amount}，每增加 {step} 加 {pays}" if zh else f"{words}: {amount}, plus {pays} for each {step}"
    return words


def path_words(path: str, terms: type[Terms], lang: Lang) -> str:
    """A path into terms: ``奖励标准`` of ``referral-reward.scale``, with ``5亿元 起一档 比例`` for what is inside."""
    _, first, *rest = paths.parse_path(path)
    words = [terms.describe()[f"terms.{first}"].of(lang)]
    for step in rest:
        if step.item:
            key = _text_words(step.name, lang)
            words.append(f"{key} 一档" if lang == "zh" else f"bracket {key}")
        elif step.name not in ("brackets", "tiers"):
            words.append(_FIELDS[step.name].of(lang) if step.name in _FIELDS else step.name)
    return (" · " if lang == "zh" else ", ").join(words)


def _text_words(written: Any, lang: Lang) -> str:
    """A value as it is written in a file; an amount as such."""
    try:
        return show_money(Money.parse(written), lang)
    except PolicyError:
        return str(written)


def patch_words(patch: Patch, text: PolicyText, terms: Terms, lang: Lang, *, last: bool) -> str:
    """An amendment or a draft's change: what is changed to what, and since when; ``last`` of those to its term."""
    zh = lang == "zh"
    name = path_words(patch.path, type(terms), lang)
    inside = paths.parse_path(patch.path)[1:]
    whole = last and len(inside) == 1
    value = term_words(getattr(terms, inside[0].name), lang) if whole else _text_words(patch.value, lang)
    if patch.at[:1] == ("amendments",):
        amendment = text.amendments[cast(int, patch.at[1])]
        since = f"{amendment.from_} 起修订" if zh else f"amended from {amendment.from_}"
        cites = f"（{amendment.cites.zh}）" if zh else f" ({amendment.cites.en})"
        return f"{since}{cites}：{name} → {value}" if zh else f"{since}{cites}: {name} → {value}"
    return f"草案改动：{name} → {value}" if zh else f"draft change: {name} → {value}"
