"""What checking claims at scale answers: how many of each verdict, the totals, what could not be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

import polars as pl

from investpolicy.claims.rendering import KINDS
from investpolicy.claims.verdicts import Verdict
from investpolicy.errors import Problem
from investpolicy.messages import in_words
from investpolicy.register.policy import Policy, Provision
from investpolicy.values.label import Label, Lang
from investpolicy.values.text import shortest_money

T = TypeVar("T")

MOST_LISTED: Final = 1_000
"""Problems, conflicts and duplicates that are kept; more are counted, and stand in the result all the same."""

_SHOWN: Final = 10
_PART: Final = 10**9


@dataclass
class Listed(Generic[T]):
    """The first of some things, and how many there are."""

    first: list[T] = field(default_factory=list[T])
    count: int = 0

    def extend(self, more: list[T]) -> None:
        """Takes in more, and empties the list they came in."""
        self.first.extend(more[: max(0, MOST_LISTED - len(self.first))])
        self.count += len(more)
        more.clear()


@dataclass
class ScaleReport:
    """The summary of a check at scale; the verdicts are in the file. Amounts are exact, in 分."""

    policy: Policy
    provision: Provision
    counts: Counter[str] = field(default_factory=Counter[str])
    claimed: int = 0
    over: int = 0
    under: int = 0
    lines: Counter[str] = field(default_factory=Counter[str])
    problems: Listed[Problem] = field(default_factory=Listed[Problem])
    conflicts: Listed[Problem] = field(default_factory=Listed[Problem])
    duplicates: Listed[Label] = field(default_factory=Listed[Label])
    columns: tuple[tuple[str, str], ...] = ()
    unmapped: tuple[tuple[str, str], ...] = ()
    assumed: tuple[tuple[str, str, int], ...] = ()
    left_out: tuple[Problem, ...] = ()
    without_slips: int = 0
    one_by_one: int = 0
    """The rows that were read one by one: what was not plain, shared a project, or was not right."""

    def add(self, verdicts: pl.DataFrame, money: bool) -> None:
        """Takes in verdicts."""
        for verdict, count in verdicts.group_by("verdict").len().iter_rows():
            self.lines["reported" if verdict is None else "judged"] += count
            if verdict is not None:
                self.counts[verdict] += count
        if money:
            self.claimed += _sum(verdicts["claimed"])
            above = verdicts["verdict"].is_in([str(Verdict.OVER), str(Verdict.NOT_ELIGIBLE)])
            self.over += _sum(verdicts.filter(above)["difference"])
            self.under -= _sum(verdicts.filter(verdict=str(Verdict.UNDER))["difference"])

    @property
    def judged(self) -> int:
        """How many claims were judged."""
        return sum(self.counts.values())

    @property
    def exit_code(self) -> int:
        """0 when every row was read and is right, 1 when anything is to be looked at, 2 when nothing was judged."""
        if not self.judged:
            return 2
        found = any(self.counts[str(one)] for one in Verdict if one.is_finding)
        return 1 if found or self.problems.count or self.conflicts.count or self.duplicates.count else 0

    def to_text(self, lang: Lang = "zh") -> str:
        """The summary for a terminal."""
        return "\n".join(self._zh() if lang == "zh" else self._en())

    def _zh(self) -> Iterator[str]:
        yield f"{self.policy.title('zh')}（{self.policy.id}）"
        counted = "，".join(f"{one.label.zh} {self.counts[str(one)]}" for one in Verdict if self.counts[str(one)])
        yield f"{self.judged} 项申报：{counted}"
        if self.claimed or self.over or self.under:
            claimed, over, under = map(shortest_money, (self.claimed, self.over, self.under))
            label = f"{self.provision.text.label.zh}（{self.provision.id}）"
            yield f"{label}：申报 {claimed}，多报或不符合条件 {over}，少报 {under}"
        for name, value, rows in self.assumed:
            yield f"假定 {name} = {value}（用于 {rows} 行）"
        for text, like in self.unmapped:
            yield f"未用到的列：{text}" + (f"，最接近的名称：{like}" if like else "")
        yield from _listed(
            "重复申报", [one.zh for one in self.duplicates.first], self.duplicates.count, "项", "其余见结果"
        )
        yield from _listed(
            "同一项目的各行", [in_words(one, "zh") for one in self.conflicts.first], self.conflicts.count, "处", ""
        )
        yield from _listed(
            "未能读取", [in_words(one, "zh") for one in self.problems.first], self.problems.count, "处", "其余见结果"
        )
        yield from _listed("未读取的文件", [in_words(one, "zh") for one in self.left_out], len(self.left_out), "个", "")
        if self.without_slips:
            yield f"另有 {self.without_slips} 项未查找可能的差错（--slips）"
        if self.lines["total"]:
            yield f"合计 {self.lines['total']} 行未与各行核对"
        yield f"逐行读取 {self.one_by_one} 行，其余整列判定"
        told = "，".join(f"{KINDS[kind].zh} {self.lines[kind]}" for kind in KINDS if self.lines[kind])
        yield f"共 {sum(self.lines.values())} 行：{told}"

    def _en(self) -> Iterator[str]:
        yield f"{self.policy.title('en')} ({self.policy.id})"
        counted = ", ".join(f"{one.label.en} {self.counts[str(one)]}" for one in Verdict if self.counts[str(one)])
        yield f"{self.judged} claims: {counted}"
        if self.claimed or self.over or self.under:
            claimed, over, under = (f"CNY {_yuan(one)}" for one in (self.claimed, self.over, self.under))
            label = f"{self.provision.text.label.en} ({self.provision.id})"
            yield f"{label}: claimed {claimed}, over or not eligible {over}, under {under}"
        for name, value, rows in self.assumed:
            yield f"Assumed {name} = {value} (used in {rows} rows)"
        for text, like in self.unmapped:
            yield f"Column not used: {text}" + (f", nearest name: {like}" if like else "")
        yield from _listed(
            "Claimed twice",
            [one.en for one in self.duplicates.first],
            self.duplicates.count,
            "",
            "the others: see the result",
        )
        yield from _listed(
            "Rows of one project", [in_words(one, "en") for one in self.conflicts.first], self.conflicts.count, "", ""
        )
        yield from _listed(
            "Not read",
            [in_words(one, "en") for one in self.problems.first],
            self.problems.count,
            "",
            "the others: see the result",
        )
        yield from _listed("Files left out", [in_words(one, "en") for one in self.left_out], len(self.left_out), "", "")
        if self.without_slips:
            yield f"In {self.without_slips} more claims no slips were sought (--slips)"
        if self.lines["total"]:
            yield f"{self.lines['total']} totals were not checked against their rows"
        yield f"{self.one_by_one} rows were read one by one, the others a column at a time"
        told = ", ".join(f"{KINDS[kind].en} {self.lines[kind]}" for kind in KINDS if self.lines[kind])
        yield f"{sum(self.lines.values())} lines: {told}"

    def __str__(self) -> str:
        return self.to_text("zh")


def _listed(heading: str, words: list[str], count: int, unit: str, more: str) -> Iterator[str]:
    if not count:
        return
    yield f"{heading}（{count} {unit}）：" if unit else f"{heading} ({count}):"
    yield from (f"  {one}" for one in words[:_SHOWN])
    if count > _SHOWN:
        yield f"  … {more}".rstrip()


def _sum(fen: pl.Series) -> int:
    """The sum, exactly: high and low parts are added apart, so that nothing overflows."""
    return int((fen // _PART).sum()) * _PART + int((fen % _PART).sum())


def _yuan(fen: int) -> str:
    sign, (yuan, rest) = "-" if fen < 0 else "", divmod(abs(fen), 100)
    return f"{sign}{yuan:,}" + (f".{rest:02}" if rest else "")


__all__ = ["MOST_LISTED", "Listed", "ScaleReport"]
