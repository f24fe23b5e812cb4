"""What the masks say, in words (说明文字)."""
# pyright: basic

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw

from investpolicy.algebras.columns import floor_divide
from investpolicy.facts.project import Project
from investpolicy.frames.door import enter
from investpolicy.frames.naming import facts_of_model
from investpolicy.frames.plan import names_of
from investpolicy.models import label_of
from investpolicy.outcomes import Status
from investpolicy.rankings import read_by_ranking
from investpolicy.register.policy import Policy, Provision
from investpolicy.rules.major_project_award import MajorProjectTerms
from investpolicy.values.label import Label, Lang


@dataclass(frozen=True, slots=True)
class Masks:
    """What the bits of ``failed`` and ``missing`` stand for, in order: conditions, and facts or terms."""

    conditions: tuple[str, ...]
    names: tuple[str, ...]
    labels: Mapping[str, Label] = field(default_factory=dict, repr=False, compare=False)

    def failed(self, mask: int) -> tuple[str, ...]:
        """The conditions that fail in a row."""
        return tuple(name for bit, name in enumerate(self.conditions) if mask >> bit & 1)

    def missing(self, mask: int) -> tuple[str, ...]:
        """The facts and terms that are missing in a row."""
        return tuple(name for bit, name in enumerate(self.names) if mask >> bit & 1)

    def text(self, lang: Lang = "zh") -> Masks:
        """The same with labels in place of names: ``masks(…).text("zh").failed(3)`` gives the conditions in Chinese."""
        words = {name: label.of(lang) for name, label in self.labels.items()}
        return Masks(
            tuple(words.get(one, one) for one in self.conditions), tuple(words.get(one, one) for one in self.names)
        )


def masks(policy: Policy, provision: str) -> Masks:
    """What the bits of the masks stand for under a provision."""
    found = policy.provision(provision)
    labels = {path: one.label for path, one in facts_of_model(found.rule.facts).items()}
    labels |= {f"{Project.fact_name}.{name}": label_of(one) for name, one in Project.model_fields.items()}
    labels |= found.rule.terms.describe() | dict(found.rule.labels)
    return Masks(tuple(found.formulas.conditions), missing_names(found), labels)


def missing_names(provision: Provision) -> tuple[str, ...]:
    """All that an answer can wait for; of rankings, what places the parks too."""
    names = names_of(provision.formulas) | read_by_ranking(provision.rule.name, provision.terms)
    winners = {"terms.ties", "place.rank"} if isinstance(provision.terms, MajorProjectTerms) else set()
    return tuple(sorted(names | winners))


def with_texts(policy: Policy, provision: str, native: Any, lang: Lang = "zh") -> Any:
    """A frame that :func:`~investpolicy.frames.evaluate` gave, with its status and masks in words.

    Adds ``status_text``, ``failed_text`` and ``missing_text``; the last two are empty where there is nothing to say.
    """
    door = enter(native)
    return door.leave(add_texts(door.frame, masks(policy, provision), lang))


def add_texts(frame: Any, meaning: Masks, lang: Lang) -> Any:
    """The columns of :func:`with_texts` on a Narwhals frame."""
    words = meaning.text(lang)
    texts = {str(one): one.label.of(lang) for one in Status}
    status = nw.col("status").replace_strict(list(texts), list(texts.values()), default=None, return_dtype=nw.String)
    return frame.with_columns(
        status_text=status,
        failed_text=_words("failed", words.conditions, lang),
        missing_text=_words("missing", words.names, lang),
    )


def _words(mask: str, words: Sequence[str], lang: Lang) -> nw.Expr:
    if not words:
        return nw.lit("", nw.String)
    stop = "、" if lang == "zh" else ", "
    parts: list[Any] = []
    for bit, word in enumerate(words):
        value = nw.col(mask)
        is_set = floor_divide(value, 1 << bit) - floor_divide(value, 1 << (bit + 1)) * 2 == 1
        parts.append(nw.when(is_set).then(nw.lit(word + stop, nw.String)).otherwise(nw.lit("", nw.String)))
    text = parts[0] if len(parts) == 1 else nw.concat_str(*parts)
    return text.str.replace_all(f"{stop}$", "")
