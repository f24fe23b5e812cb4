"""Verdicts of whole columns (整列判定): of rows whose cells are all plain, what the row-by-row path says of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

import narwhals as nw
import polars as pl

from investpolicy import frames
from investpolicy.algebras.columns import to_expr
from investpolicy.algebras.text import show_money
from investpolicy.claims.columns import Location, Mapped, nested
from investpolicy.claims.layout import Header
from investpolicy.claims.scale import plain
from investpolicy.claims.scale.plain import DTYPES, Distinct
from investpolicy.claims.verdicts import Verdict
from investpolicy.errors import ClaimsError, Problem
from investpolicy.facts.base import Facts
from investpolicy.facts.project import Project
from investpolicy.facts.referral import Referral
from investpolicy.facts.referral_fund import FundReferral
from investpolicy.models import Model
from investpolicy.outcomes import Award, Check, Outcome, Split, Status
from investpolicy.register.decision import Decision
from investpolicy.register.policy import Policy
from investpolicy.values.day import Day
from investpolicy.values.formula import Node, Value, constant, facts_of
from investpolicy.values.label import Lang
from investpolicy.values.money import Money
from investpolicy.values.truth import Truth
from investpolicy.values.unknown import is_unknown

NAMED: Final[tuple[Location, ...]] = (
    ("project", "name"),
    ("projects", "name"),
    ("park",),
    ("name",),
    ("unit",),
    ("district",),
    ("referrer", "name"),
)
"""What the subject of a claim is named after, as :attr:`~investpolicy.claims.entries.Entry.subject` has it."""

_KNOWN_TO_AGREE: Final = frozenset({Project, Referral, FundReferral})
"""The models whose contradictions are looked for here: days of a project in their order. The others contradict
themselves only by what no column holds; a model that is not here is read row by row."""

_ORDER: Final = ("signed_on", "started_on", "completed_on", "in_production_on")
_NEVER: Final = Day.not_yet().raw


def is_fast(mapped: Mapped, outcome: Outcome) -> bool:
    """Whether rows under the provision can be judged a column at a time."""
    kinds = isinstance(outcome, (Award, Split)) or (isinstance(outcome, Check) and outcome.measured is not None)
    return kinds and all(_agrees(one) for one in _models(mapped.provision.rule.facts))


def _models(model: type[Model]) -> Iterator[type[Model]]:
    yield model
    for _, part in model.model_parts():
        yield from _models(part)


def _agrees(model: type[Model]) -> bool:
    """Whether all that it says of contradictions is known here."""
    own = [one for one in model.__mro__ if "contradictions" in vars(one)]
    return set(own) <= {Model, *_KNOWN_TO_AGREE}


def surely_rows(batch: pl.DataFrame, at: Sequence[str], headers: Sequence[Header], numeric: pl.Series) -> pl.Series:
    """Which lines surely are rows: no total, no remark, no header again, as layout tells them apart.

    ``numeric`` says which hold a number; no header does.
    """
    own = [name for name in batch.columns if name not in ("ord", "line", "wide", "together")]
    filled = pl.sum_horizontal(pl.col(name).is_not_null().cast(pl.Int64) for name in own)
    first = pl.coalesce(pl.col(name).cast(pl.String) for name in own)
    texts = {name: header.text for name, header in zip(at, headers, strict=True) if header.text}
    same = [pl.col(name) == text for name, text in texts.items() if batch.schema[name] == pl.String]
    return batch.select(
        row=pl.lit(numeric)
        & (filled >= 3)
        & ~first.str.contains(_TOTAL).fill_null(True)
        & pl.lit(~_may_be_totals(batch, own))
        & ((filled > max(2, len(own) // 2)) | ~first.str.contains("[:：∶﹕)）]").fill_null(True))
        & ~pl.any_horizontal(pl.lit(False), *(one.fill_null(False) for one in same))
    )["row"]


def _may_be_totals(batch: pl.DataFrame, own: Sequence[str]) -> pl.Series:
    """Which lines name a total somewhere, and have so few words that they may be one."""
    kinds = [name for name in own if batch.schema[name] == pl.String]
    if not kinds:
        return pl.repeat(False, len(batch), eager=True)
    whole = pl.concat_str(kinds, separator="|", ignore_nulls=True)
    named = batch.select(named=whole.str.contains(_TOTAL).fill_null(False))["named"]
    if not named.any():
        return named
    words = pl.sum_horizontal(pl.col(name).str.contains(_WORD).fill_null(False).cast(pl.Int64) for name in kinds)
    return batch.select(may=pl.lit(named) & (words < 3))["may"]


class Columns:
    """The columns of one file, read and judged under one provision."""

    def __init__(
        self,
        policy: Policy,
        mapped: Mapped,
        at: Sequence[str],
        assumed: Mapping[str, tuple[Location, Any]],
        lang: Lang,
    ) -> None:
        self.policy = policy
        self.mapped = mapped
        self.lang: Lang = lang
        self.model: type[Facts] = mapped.provision.rule.facts
        self.outcome = mapped.provision.formulas
        self._at = tuple(at)
        self._stated = dict(assumed)
        self._described = self.model.describe()
        self._groups = self._grouped()
        self._words: dict[tuple[Any, ...], str] = {}

    def _grouped(self) -> list[Distinct]:
        """The columns that are read by their distinct texts; a code of an industry and its section together."""
        single: list[tuple[int, ...]] = []
        together: list[int] = []
        for index, one in self.mapped.facts.items():
            if one.path in ("project.sector", "project.sector_code"):
                together.append(index)
            elif one.path in self._described and not issubclass(one.kind, Money):
                single.append((index,))
        return [Distinct(self.mapped, own) for own in (*single, *([tuple(together)] if together else []))]

    # reading ------------------------------------------------------------------------------------------------------

    def read(self, batch: pl.DataFrame) -> pl.DataFrame:
        """The facts by their paths, the claims as ``claim:…``, ``subject``, ``plain``: what is certain, ``paid``."""
        found: dict[str, pl.Series] = {}
        certain: list[pl.Series] = [batch["wide"].is_null()]
        numbers: list[pl.Series] = []
        texts: dict[Location, pl.Series] = {}
        for index, one in self.mapped.facts.items():
            cells = batch[self._at[index]]
            if issubclass(one.kind, Money) and one.path in self._described:
                read = plain.money(cells, self.mapped.headers[index].unit)
                found[one.path] = read.values
                certain.append(read.certain)
                numbers.append(read.values)
            elif one.kind is str and one.path != "project.sector_code":
                read = plain.names(cells)
                texts[one.location] = read.values
                certain.append(read.certain)
            elif one.path not in self._described and one.path != "project.sector_code":
                certain.append(cells.is_null())
        for group in self._groups:
            self._read_group(group, batch, found, certain, texts)
        if self.mapped.stage is not None:
            cells = batch[self._at[self.mapped.stage]]
            certain.append(cells.is_null() | (cells == "") if cells.dtype == pl.String else cells.is_null())
        for part, index in self.mapped.claims.items():
            read = plain.money(batch[self._at[index]], self.mapped.headers[index].unit)
            found[f"claim:{part}"] = read.values
            certain.append(read.certain & read.values.is_not_null())
            numbers.append(read.values)
        self._assumed(found, texts, len(batch))
        found["subject"] = self._subject(texts, len(batch))
        frame = pl.DataFrame({**found, "ord": batch["ord"], "line": batch["line"]}).with_columns(
            self._default(path) for path in found if path in self._described
        )
        numeric = pl.select(pl.any_horizontal(pl.lit(one.is_not_null()) for one in numbers)).to_series()
        surely = [*certain, self._in_order(frame), surely_rows(batch, self._at, self.mapped.headers, numeric)]
        paid = [pl.col(path) != 0 for path in found if path.endswith(".paid_before")]
        return frame.with_columns(
            plain=pl.all_horizontal(pl.lit(one) for one in surely),
            paid=pl.any_horizontal(pl.lit(False), *(one.fill_null(False) for one in paid)),
        )

    def _read_group(
        self,
        group: Distinct,
        batch: pl.DataFrame,
        found: dict[str, pl.Series],
        certain: list[pl.Series],
        texts: dict[Location, pl.Series],
    ) -> None:
        cells = [batch[self._at[index]] for index in group.columns]
        fact = self.mapped.facts[group.columns[0]]
        read = plain.days(cells[0]) if fact.kind is Day else plain.truths(cells[0]) if fact.kind is Truth else None
        if read is not None:
            found[fact.path] = read.values
            certain.append(read.certain)
            return
        values, sure = group.read(cells)
        found.update(values)
        certain.append(sure)
        for index, one in zip(group.columns, cells, strict=True):
            location = self.mapped.facts[index].location
            if location in NAMED and one.dtype == pl.String:
                texts[location] = plain.names(one).values

    def _assumed(self, found: dict[str, pl.Series], texts: dict[Location, pl.Series], size: int) -> None:
        """What is stated for blank cells, filled in; ``assumed:…`` says in which rows."""
        for name, (location, value) in self._stated.items():
            if value is None:
                continue
            if location in texts or not self._moved[name]:
                own = texts.get(location, pl.Series([None] * size, dtype=pl.String))
                blank = own.is_null()
                texts[location] = own.fill_null(str(value))
            else:
                blank = pl.repeat(True, size, eager=True)
                for path, raw in self._moved[name].items():
                    kind = DTYPES[self._described[path].sort]
                    own = found.get(path, pl.Series([None] * size, dtype=kind))
                    blank = blank & own.is_null()
                    found[path] = own.to_frame("own").select(pl.col("own").fill_null(pl.lit(raw, dtype=kind)))["own"]
            found[f"assumed:{name}"] = blank

    @cached_property
    def _moved(self) -> dict[str, dict[str, Any]]:
        """For each fact that is stated the facts that a rule reads, as they are then."""
        moved: dict[str, dict[str, Any]] = {}
        for name, (location, value) in self._stated.items():
            raws = self.model.model_validate(nested({location: value}, self.model)).raws()
            moved[name] = {
                path: str(raw) if isinstance(raw, str) else raw
                for path, raw in raws.items()
                if not is_unknown(raw) and (is_unknown(self._defaults[path]) or raw != self._defaults[path])
            }
        return moved

    def _default(self, path: str) -> pl.Expr:
        """A blank cell is what the fact is unless it is told: nothing was paid before."""
        raw = self._defaults[path]
        return pl.col(path) if is_unknown(raw) else pl.col(path).fill_null(pl.lit(raw))

    @cached_property
    def _defaults(self) -> Mapping[str, Any]:
        return self.model().raws()

    def _subject(self, texts: Mapping[Location, pl.Series], size: int) -> pl.Series:
        """Who the claim is for, each name once."""
        own = [texts[location] for location in NAMED if location in texts]
        if not own:
            return pl.Series("subject", ["—"] * size)
        frame = pl.DataFrame([one.alias(str(at)) for at, one in enumerate(own)])
        once = [
            pl.when(~pl.any_horizontal(pl.lit(False), *(pl.col(str(at)).eq_missing(pl.col(str(b))) for b in range(at))))
            .then(pl.col(str(at)))
            .alias(f"once{at}")
            for at in range(len(own))
        ]
        joined = pl.concat_str(once, separator=" · ", ignore_nulls=True)
        return frame.select(subject=pl.when(joined == "").then(pl.lit("—")).otherwise(joined))["subject"]

    def _in_order(self, frame: pl.DataFrame) -> pl.Series:
        """Whether no event of the project is before one that comes first."""
        own = [pl.col(f"project.{name}") for name in _ORDER if f"project.{name}" in frame.columns]
        late = [(first > second) & (first != _NEVER) for place, first in enumerate(own) for second in own[place + 1 :]]
        wrong = pl.any_horizontal(pl.lit(False), *(one.fill_null(False) for one in late))
        return frame.select(fine=~wrong)["fine"] if late else pl.repeat(True, len(frame), eager=True)

    # judging ------------------------------------------------------------------------------------------------------

    def judge(self, read: pl.DataFrame) -> pl.DataFrame:
        """``claimed``, ``due``, ``difference`` in 分, ``verdict``, ``reasons``, beside ``ord``, ``line``, ``subject``.

        The rows must be plain.
        """
        facts = read.select(self._needed(read))
        decided = frames.evaluate(self.policy, self.mapped.provision.name, facts, trust_values=True)
        answers = decided.select(name for name in decided.columns if name not in facts.columns)
        frame = read.with_columns(answers.get_columns())
        match self.outcome:
            case Award() as award:
                return self._award(frame, award)
            case Split() as split:
                return self._split(frame, split)
            case Check(measured=Money() as measured) as check:
                return self._check(frame, measured, check.limit if check.limit is not None else Money.unknown("limit"))
            case _:
                what = f"{self.outcome.kind} is not judged by columns"
                raise ClaimsError(Problem(self.mapped.provision.id, what, "judge it row by row"))

    @cached_property
    def _masks(self) -> frames.Masks:
        return frames.masks(self.policy, self.mapped.provision.name)

    def _needed(self, read: pl.DataFrame) -> list[pl.Expr]:
        """A column for each fact that the rule reads: of what no column tells, what it is unless it is told."""
        return [self._fact(path, read.columns) for path in self._masks.names if path in self._described]

    def _fact(self, path: str, columns: Sequence[str]) -> pl.Expr:
        if path in columns:
            return pl.col(path)
        raw = self._defaults[path]
        kind = DTYPES[self._described[path].sort]
        return pl.lit(None if is_unknown(raw) else raw, dtype=kind).alias(path)

    def _with(self, frame: pl.DataFrame, **values: Value) -> pl.DataFrame:
        """With formulas of the rule as columns beside."""
        raws = {name: _node(one) for name, one in values.items()}
        paths = {path for raw in raws.values() for path in facts_of(raw)} - set(frame.columns)
        own = frame.with_columns(self._fact(path, frame.columns) for path in paths)
        exprs = {name: to_expr(raw, {path: path for path in facts_of(raw)}) for name, raw in raws.items()}
        made = nw.from_native(own).with_columns(**exprs)
        return made.to_native().select([*frame.columns, *exprs])

    def _award(self, frame: pl.DataFrame, award: Award) -> pl.DataFrame:
        frame = self._with(frame, ceiling=award.ceiling, eligible=award.eligible)
        status, claimed, amount = pl.col("status"), pl.col("claim:"), pl.col("amount")
        ceiling = pl.col("ceiling").cast(pl.Int64)
        is_up_to, is_out = status == str(Status.UP_TO), status == str(Status.INELIGIBLE)
        is_due = status == str(Status.ENTITLED)
        above = claimed > ceiling
        verdict = (
            pl.when(is_due)
            .then(_compared(claimed - amount))
            .when(is_up_to)
            .then(pl.when(above).then(_say(Verdict.OVER)).otherwise(_say(Verdict.WITHIN_CEILING)))
            .when(is_out)
            .then(pl.when(claimed == 0).then(_say(Verdict.RIGHT)).otherwise(_say(Verdict.NOT_ELIGIBLE)))
            .otherwise(_say(Verdict.CANNOT_TELL))
        )
        known = pl.when(is_due).then(amount).when(is_out).then(0).when(pl.col("eligible")).then(ceiling)
        difference = (
            pl.when(is_due)
            .then(claimed - amount)
            .when(is_up_to & above)
            .then(claimed - ceiling)
            .when(is_out)
            .then(claimed)
        )
        told = pl.when(is_due).then(amount).when(is_up_to | (above & ~is_out)).then(ceiling)
        frame = frame.with_columns(verdict=verdict, claimed=claimed, due=known, difference=difference, told=told)
        frame = frame.with_columns(above=(above & ~is_due & ~is_out).fill_null(False))
        return self._said(frame, ("status", "told", "above", "failed", "missing"), self._award_words)

    def _award_words(self, status: str, told: int | None, above: bool, failed: int, missing: int) -> str:
        zh = self.lang == "zh"
        shown = "" if told is None else show_money(Money.fen(told), self.lang)
        match status:
            case Status.ENTITLED:
                return f"应得 {shown}" if zh else f"due {shown}"
            case Status.UP_TO if above:
                return f"超过上限 {shown}" if zh else f"above the ceiling of {shown}"
            case Status.UP_TO:
                return f"上限 {shown}，标准未公布" if zh else f"the ceiling is {shown}; the scale is not published"
            case Status.INELIGIBLE:
                return self._failing(failed)
            case _:
                even = "即使符合条件也超过上限" if zh else "even if eligible it is above the ceiling of"
                return self._joined([self._waiting(missing), *([f"{even} {shown}"] if above else [])])

    def _split(self, frame: pl.DataFrame, split: Split) -> pl.DataFrame:
        parties = list(split.parts)
        status = pl.col("status")
        is_due, is_out = status == str(Status.ENTITLED), status == str(Status.INELIGIBLE)
        total = pl.sum_horizontal(pl.col(f"claim:{party}") for party in parties)
        apart = {party: pl.col(f"claim:{party}") - pl.col(party) for party in parties}
        differs = pl.coalesce(pl.when(one != 0).then(one) for one in apart.values()).fill_null(0)
        verdict = (
            pl.when(is_due)
            .then(_compared(differs))
            .when(is_out)
            .then(pl.when(total == 0).then(_say(Verdict.RIGHT)).otherwise(_say(Verdict.NOT_ELIGIBLE)))
            .otherwise(_say(Verdict.CANNOT_TELL))
        )
        frame = frame.with_columns(
            verdict=verdict,
            claimed=total,
            due=pl.when(is_due).then(pl.sum_horizontal(parties)),
            difference=pl.when(is_due).then(differs).when(is_out).then(total),
            **{f"wrong:{party}": one != 0 for party, one in apart.items()},
        )
        keys = ("status", "failed", "missing", *parties, *(f"wrong:{party}" for party in parties))
        return self._said(frame, keys, self._split_words)

    def _split_words(self, status: str, failed: int, missing: int, *own: Any) -> str:
        parties = list(self.outcome.values)
        if status == str(Status.INELIGIBLE):
            return self._failing(failed)
        if status != str(Status.ENTITLED):
            return self._waiting(missing)
        zh = self.lang == "zh"
        due = dict(zip(parties, own, strict=False))
        wrong = [party for party, one in zip(parties, own[len(parties) :], strict=True) if one]
        shown = {party: show_money(Money.fen(fen), self.lang) for party, fen in due.items()}
        name = {party: party if zh else self._any.name_of(party, "en") for party in parties}
        if wrong:
            should = "应为" if zh else " should be"
            return self._joined(f"{name[party]}{should} {shown[party]}" for party in wrong)
        return ("，" if zh else ", ").join(f"{name[party]} {one}" for party, one in shown.items())

    def _check(self, frame: pl.DataFrame, of: Money, limit: Money) -> pl.DataFrame:
        frame = self._with(frame, measured=of, limit=limit)
        status = pl.col("status")
        measured, most = pl.col("measured").cast(pl.Int64), pl.col("limit").cast(pl.Int64)
        is_met, is_excepted = status == str(Status.MET), status == str(Status.EXCEPTED)
        is_not = status == str(Status.NOT_MET)
        verdict = (
            pl.when(is_met)
            .then(_say(Verdict.RIGHT))
            .when(is_excepted)
            .then(_say(Verdict.EXCEPTED))
            .when(is_not)
            .then(_say(Verdict.OVER))
            .otherwise(_say(Verdict.CANNOT_TELL))
        )
        beyond = pl.when((is_excepted | is_not) & (measured > most)).then(measured - most)
        frame = frame.with_columns(verdict=verdict, claimed=measured, due=most, difference=beyond)
        return self._said(frame, ("status", "failed", "missing"), self._check_words)

    def _check_words(self, status: str, failed: int, missing: int) -> str:
        zh = self.lang == "zh"
        match status:
            case Status.MET:
                return "符合" if zh else "met"
            case Status.EXCEPTED:
                return self._joined(
                    [self._failing(failed), "例外批准在案" if zh else "an approved exception is on record"]
                )
            case Status.NOT_MET:
                return self._failing(failed)
            case _:
                return self._waiting(missing)

    # words --------------------------------------------------------------------------------------------------------

    def _said(self, frame: pl.DataFrame, keys: Sequence[str], words: Callable[..., str]) -> pl.DataFrame:
        """With the reasons in words, made once for all rows of which the same is to be said."""
        seen = frame.select(keys).unique()
        said: list[str] = []
        for row in seen.iter_rows():
            if row not in self._words:
                self._words[row] = words(*row)
            said.append(self._words[row])
        if len(self._words) > MOST_WORDS:
            self._words.clear()
        table = seen.with_columns(reasons=pl.Series(said, dtype=pl.String))
        out = frame.join(table, on=list(keys), how="left", nulls_equal=True, maintain_order="left")
        return out.select("ord", "line", "subject", "claimed", "due", "difference", "verdict", "reasons")

    @cached_property
    def _any(self) -> Decision:
        """A decision on nothing, which knows what conditions and facts are called."""
        return self.policy.decide(self.mapped.provision.name, self.model())

    def _failing(self, mask: int) -> str:
        labels = self._any.conditions
        names = [labels[name].label for name in self._masks.failed(mask)]
        return self._joined(f"不满足“{one.zh}”" if self.lang == "zh" else f"fails {one.en}" for one in names)

    def _waiting(self, mask: int) -> str:
        names = [self._any.name_of(name, self.lang) for name in self._masks.missing(mask)]
        return f"缺少：{'、'.join(names)}" if self.lang == "zh" else f"missing: {', '.join(names)}"

    def _joined(self, said: Iterable[str]) -> str:
        return ("；" if self.lang == "zh" else "; ").join(said)


MOST_WORDS: Final = 200_000
"""Reasons that are kept, so that they are made once."""

_SIGN: Final = r"[\s\x{200B}\x{2060}\x{FEFF}]*"
_TOTAL: Final = (
    "|".join(
        _SIGN.join(
            f"[{one}{chr(ord(one) + 0xFEE0)}{one.upper()}{chr(ord(one.upper()) + 0xFEE0)}]" if one.isascii() else one
            for one in word
        )
        for word in ("合计", "小计", "总计", "共计", "总和", "汇总", "累计", "total")
    )
    + f"|共{_SIGN}[0-9０-９]"
)
"""A line that may be a total: what layout takes for one holds one of these."""

_WORD: Final = r"[a-zA-Z]|[^\x00-\x7f年月日万亿元％‰：／．，－０-９\s]"
"""A text that is surely no number, amount or day."""


def _node(value: Value) -> Node:
    raw = value.raw
    return raw if isinstance(raw, Node) else constant(raw, value.sort)


def _say(verdict: Verdict) -> pl.Expr:
    return pl.lit(str(verdict), dtype=pl.String)


def _compared(difference: pl.Expr) -> pl.Expr:
    return (
        pl.when(difference > 0)
        .then(_say(Verdict.OVER))
        .when(difference < 0)
        .then(_say(Verdict.UNDER))
        .otherwise(_say(Verdict.RIGHT))
    )


__all__ = ["Columns", "is_fast"]
