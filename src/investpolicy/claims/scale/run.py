"""One check at scale: heads first, then the keys, then the verdicts, then the rows that belong together."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Final

import polars as pl

from investpolicy.claims.check import Progress
from investpolicy.claims.claimed import claim_columns, is_claimable
from investpolicy.claims.columns import (
    Location,
    Mapped,
    assumption,
    check_assumed,
    check_meant,
    check_written,
    known_names,
    map_columns,
    provision_column,
)
from investpolicy.claims.layout import Header, Table
from investpolicy.claims.provisions import provision_of
from investpolicy.claims.scale import keys, lines
from investpolicy.claims.scale.fast import Columns, is_fast
from investpolicy.claims.scale.keys import Keys
from investpolicy.claims.scale.lines import CsvLines, Sorted
from investpolicy.claims.scale.report import ScaleReport
from investpolicy.claims.scale.result import Parts
from investpolicy.claims.scale.rows import OneByOne, Task, schema_of
from investpolicy.claims.scale.source import CsvFile, IsHeader, ParquetFile, open_csv, open_parquet
from investpolicy.claims.sources import Source, claims_files
from investpolicy.claims.verdicts import Verdict
from investpolicy.errors import ClaimsError, PolicyError, Problem
from investpolicy.files import check_target, write_whole
from investpolicy.outcomes import Check
from investpolicy.rankings import RANKINGS
from investpolicy.register.loader import policy as shipped
from investpolicy.register.policy import Policy, Provision
from investpolicy.values.label import Lang
from investpolicy.values.money import Money

KINDS: Final[Mapping[str, str]] = {".parquet": "parquet", ".csv": "csv"}
"""What the name of the result says."""

MOST_SLIPS: Final = 100_000
"""For so many claims slips are sought, unless it is said otherwise."""

_TOGETHER: Final = 50_000  # rows of shared projects that are judged at once, about

File = CsvFile | ParquetFile


def check_claims_at_scale(
    source: str | Path | Sequence[str | Path],
    policy: Policy | str,
    out: str | Path,
    *,
    provision: str | None = None,
    assume: Mapping[str, str] | None = None,
    columns: Mapping[str, str] | None = None,
    others: Sequence[Policy] = (),
    slips: int | str = MOST_SLIPS,
    lang: Lang = "zh",
    force: bool = False,
    progress: Progress | None = None,
) -> ScaleReport:
    """Judge every claim of large CSV and Parquet files, or of folders of them, and write the verdicts to ``out``.

    Verdicts, differences and messages are those of :func:`~investpolicy.check_claims`, row by row; memory does not
    grow with the rows. ``out`` (``.parquet`` or ``.csv``) is written whole or not at all, a line a row:
    ``file`` (where there are several), ``row``, ``provision``, ``subject``, ``claimed``, ``due``, ``difference``
    (decimal numbers of yuan), ``verdict`` (null where a row can not be read: ``reasons`` say why), ``reasons``,
    ``slips``, ``duplicates``.

    All rows claim under one provision: ``provision``, or the one that the columns fit. ``slips`` says for how many
    claims at most slips are sought: a number, ``"all"`` or ``"none"``; the summary says how many were left.
    ``assume``, ``columns`` and ``others`` are those of :func:`~investpolicy.check_claims`.

    :raises ClaimsError: when nothing can be judged: no readable file, no header, awards by rank, a process rule.
    :raises PolicyError: when ``out`` can not be written.
    """
    policy = shipped(policy) if isinstance(policy, str) else policy
    out = Path(out)
    kind = KINDS.get(out.suffix.lower())
    if kind is None:
        raise PolicyError(Problem(str(out), "the name says no format", "end it in .parquet or .csv"))
    most = _most(slips)
    found = claims_files(source)
    inputs = [one.path for one in found.files]
    check_target(out, force=force, inputs=inputs)
    tell = progress or _silent
    with tempfile.TemporaryDirectory(prefix=".investpolicy-", dir=out.parent) as temporary:
        run = _Run(policy, Path(temporary), dict(assume or {}), dict(columns or {}), tuple(others), most, lang, tell)
        run.open(found.files, list(found.problems), provision)
        run.judge()
        write_whole(out, partial(run.write, kind=kind), force=force, inputs=inputs)
        return replace(run.report, left_out=found.left_out)


def _most(slips: int | str) -> int | None:
    if slips == "all":
        return None
    if slips == "none":
        return 0
    if isinstance(slips, int) and not isinstance(slips, bool) and slips >= 0:
        return slips
    raise PolicyError(Problem("slips", f"{slips!r} is no number of claims", "give a number from 0, 'all' or 'none'"))


def _silent(doing: str, done: int, of: int, /) -> None:
    """No progress is told."""


@dataclass
class _Run:
    """One check of one or several files under one provision."""

    policy: Policy
    folder: Path
    assume: dict[str, str]
    columns: dict[str, str]
    others: tuple[Policy, ...]
    slips: int | None
    lang: Lang
    progress: Progress
    files: list[File] = field(default_factory=list[File])
    done: int = 0
    is_mixed: bool = False
    """Whether a name stands with a number in one row and without in another: then no project is sure to be apart."""

    # the heads -------------------------------------------------------------------------------------------------------

    def open(self, sources: Sequence[Source], problems: list[Problem], wanted: str | None) -> None:
        """Reads all heads, and says under which provision the rows claim.

        :raises ClaimsError: for all that is wrong with them.
        """
        provisions = self._provisions(wanted)
        problems += [*check_assumed(self.assume, provisions), *check_meant(self.columns, provisions)]
        self.is_header: IsHeader = known_names(provisions, self.columns).__contains__
        for one in sources:
            try:
                self.files.append(self._opened(one))
            except ClaimsError as error:
                problems.extend(error.problems)
        headers = [header.text for file in self.files for header in file.headers]
        problems += check_written(self.columns, headers) if self.files else []
        if problems:
            raise ClaimsError(problems)
        chosen = {one.name: one for one in (self._provision(file, provisions) for file in self.files)}
        if len(chosen) > 1:
            what = f"the files are about several provisions: {', '.join(chosen)}"
            raise ClaimsError(Problem("", what, "check those of one provision at a time, or say --provision"))
        (self.provision,) = chosen.values()
        self._check_provision()
        self._map()

    def _provisions(self, wanted: str | None) -> list[Provision]:
        if wanted:
            return [self.policy.provision(wanted)]
        return [one for one in self.policy.provisions.values() if is_claimable(one)]

    def _opened(self, source: Source) -> File:
        with source.path.open("rb") as file:
            first = file.read(4)
        if first == b"PAR1":
            return open_parquet(source.path, source.name)
        if first[:2] == b"PK" or first == b"\xd0\xcf\x11\xe0":
            what = "a workbook is not checked at scale"
            raise ClaimsError(Problem(source.name, what, "check it by itself, or save it as CSV"))
        return open_csv(source.path, source.name, self.is_header, self.folder)

    def _provision(self, file: File, provisions: Sequence[Provision]) -> Provision:
        if len(provisions) > 1 and provision_column(file.headers) is not None:
            what = "a column says under which provision each row claims"
            raise ClaimsError(Problem(file.name, what, "split the file by it, and say --provision for each part"))
        return provision_of(Table(file.name, None, file.headers, (), ()), provisions)

    def _check_provision(self) -> None:
        name = self.provision.text.label.zh
        if self.provision.rule.name in RANKINGS:
            what = f"{name} goes by rank, for which all rows are needed at once"
            raise ClaimsError(Problem(self.provision.id, what, "check a smaller file, to a report in another format"))
        if not self.provision.rule.folds:
            what = f"{name} goes by dates and lists and has no formula for columns"
            raise ClaimsError(Problem(self.provision.id, what, "check a smaller file, to a report in another format"))

    def _map(self) -> None:
        problems: list[Problem] = []
        self.mapped: list[Mapped] = []
        for file in self.files:
            try:
                self.mapped.append(map_columns(file.headers, self.provision, file.name, self.columns))
            except PolicyError as error:
                problems.extend(error.problems)
        if problems:
            raise ClaimsError(problems)
        read = {name: assumption(name, value, self.provision) for name, value in self.assume.items()}
        assumed: dict[str, tuple[Location, Any]] = {name: one for name, one in read.items() if one is not None}
        kinds = [one.kind for one in claim_columns(self.provision).values()]
        outcome = self.provision.formulas
        measured = isinstance(outcome, Check) and outcome.measured is not None
        money = measured or (bool(kinds) and all(issubclass(one, Money) for one in kinds))
        self.task = Task(self.policy, self.provision, self.columns, assumed, self.others, self.lang, money)
        self.one_by_one = OneByOne(self.task, self.slips)
        self.parts = Parts(self.folder, self.provision.id, money)
        first = self.mapped[0]
        self.report = ScaleReport(self.policy, self.provision, columns=tuple(first.lines()), unmapped=first.unmapped)

    # the keys ----------------------------------------------------------------------------------------------------

    def _keys(self) -> keys.Repeated | None:
        """What occurs more than once, in all files; None where nothing says what a claim is for."""
        batches = rows = 0
        for file, mapped in zip(self.files, self.mapped, strict=True):
            number, name = keys.key_columns(mapped)
            own = [file.columns[at] for at in (number, name) if at is not None]
            if not own:
                continue
            for batch, done in file.batches(own):
                self.progress("reading", self.done + done, self.of)
                made = _keys_of(batch, file, number, name)
                keys.written(self.folder, batches, made)
                batches, rows = batches + 1, rows + len(batch)
            self.done += file.size
        return keys.repeated(self.folder, rows) if batches else None

    @property
    def of(self) -> int:
        """How much there is to read: each file twice."""
        return 2 * sum(file.size for file in self.files)

    # judging --------------------------------------------------------------------------------------------------------

    def judge(self) -> None:
        """Judges all rows, and then those that belong together.

        :raises ClaimsError: where no row could be judged.
        """
        repeated = self._keys()
        self.is_mixed = repeated is not None and len(repeated.mixed) > 0
        kept = keys.kept(self.folder)
        for number, (file, mapped) in enumerate(zip(self.files, self.mapped, strict=True)):
            self._judge_file(number, file, mapped, repeated, kept)
            self.done += file.size
        self._judge_together()
        self._finish()
        if not self.report.judged:
            nothing = [Problem("", "nothing could be judged", "give a file with claims")]
            raise ClaimsError(self.report.problems.first or nothing)

    def _judge_file(
        self, number: int, file: File, mapped: Mapped, repeated: keys.Repeated | None, kept: Iterator[Keys]
    ) -> None:
        own = _OneFile(self, number, file, mapped)
        at = keys.key_columns(mapped)
        for batch, done in file.batches():
            together = None
            if repeated is not None and at != (None, None):
                together = repeated.rows(next(kept))
            own.take(batch, together)
            self.progress("judging", self.done + done, self.of)
        own.end()
        for one in file.above:
            self.report.lines[one.kind] += 1
        self.report.lines.update(own.recognised)

    def _judge_together(self) -> None:
        """The rows that share a project with others, or are claimed twice; a part of the projects at a time."""
        spilled = sorted(self.folder.glob("together-*.parquet"))
        if not spilled:
            return
        scan = pl.scan_parquet(spilled, missing_columns="insert")
        rows: int = scan.select(pl.len()).collect().item()
        parts = 1 if self.is_mixed else 1 + rows // _TOGETHER
        for part in range(parts):
            self.progress("judging", self.of, self.of)
            self._judge_projects(scan.filter(pl.col("key") % parts == part).collect(engine="streaming"))

    def _judge_projects(self, some: pl.DataFrame) -> None:
        entries: list[tuple[int, Any]] = []
        for (number,), own in some.sort("file", "ord").group_by("file", maintain_order=True):
            file, mapped = self.files[int(str(number))], self.mapped[int(str(number))]
            told = lines.known_rows(file, own.select("ord", "line", "wide", *file.all_columns), self.is_header)
            if told.headers != file.headers:
                mapped = map_columns(told.headers, self.provision, file.name, self.columns)
            read = self.one_by_one.entries(told.rows, told.orders, mapped, file.name)
            entries += zip(own["part"].to_list(), read, strict=True)
        frame = self.one_by_one.judge([one for _, one in entries], together=True)
        self.told(frame)
        self.parts.add_late(frame.with_columns(part=pl.Series([part for part, _ in entries], dtype=pl.Int64)))

    def told(self, verdicts: pl.DataFrame) -> None:
        """Takes verdicts into the summary."""
        self.report.add(verdicts, self.task.money)
        own = self.one_by_one
        self.report.problems.extend(own.problems)
        self.report.conflicts.extend(own.conflicts)
        self.report.duplicates.extend([one.words for one in own.duplicates])
        own.duplicates.clear()

    def _finish(self) -> None:
        own = self.one_by_one
        self.report.without_slips += own.without_slips
        self.report.assumed = tuple((name, value, own.used[name]) for name, value in self.assume.items())

    def write(self, out: BinaryIO, kind: str) -> None:
        """Writes the result."""
        self.progress("writing", 0, 0)
        self.parts.write(out, kind, len(self.files) > 1)


def _keys_of(batch: pl.DataFrame, file: File, number: int | None, name: int | None) -> Keys:
    own = [None if at is None else batch[file.columns[at]] for at in (number, name)]
    return Keys.of(*own)


class _OneFile:
    """The batches of one file on their way to verdicts."""

    def __init__(self, run: _Run, number: int, file: File, mapped: Mapped) -> None:
        self.run = run
        self.number = number
        self.file = file
        self.fast = (
            Columns(run.policy, mapped, file.columns, run.task.assumed, run.lang)
            if is_fast(mapped, run.provision.formulas)
            else None
        )
        self.mapped: dict[tuple[Header, ...], Mapped] = {tuple(file.headers): mapped}
        self.lines = CsvLines(file, run.is_header) if isinstance(file, CsvFile) else None
        self.recognised = self.lines.counts if self.lines else run.report.lines.__class__()
        self.held: pl.DataFrame | None = None
        self.last = -1
        self.spilled = 0

    def take(self, batch: pl.DataFrame, together: pl.Series | None) -> None:
        """Judges the rows of a batch, but for those that belong together with others."""
        batch = batch.with_columns(together=together if together is not None else pl.lit(False))
        self.last = int(batch["ord"][-1]) if len(batch) else self.last
        if self.fast is None:
            self._tell([], batch)
            return
        read = self.fast.read(batch.drop("together"))
        plain = read["plain"]
        # with what was paid before a claim can be too much for its project, which is told of rows one by one
        paid = plain & ~batch["together"] & read["paid"]
        alone = plain & ~batch["together"] & ~paid
        verdicts = self.fast.judge(read.filter(alone))
        finding = verdicts["verdict"].is_in(_FINDINGS)
        sought = verdicts.filter(finding)
        left = self.run.one_by_one.slips
        if left is not None:
            beyond = sought.slice(left)["verdict"]
            self.run.one_by_one.without_slips += len(beyond) - int((beyond == str(Verdict.EXCEPTED)).sum())
            sought = sought.head(left)
        fast = verdicts.join(sought, on="ord", how="anti", maintain_order="left")
        self._count_assumed(read, fast)
        surely = batch.filter(plain & batch["together"])
        self._spill(surely)
        one_by_one = batch.filter(paid | batch["ord"].is_in(sought["ord"].implode()))
        self._tell([fast, self._judged(lines.sure_rows(self.file, one_by_one.drop("together")))], batch.filter(~plain))

    def end(self) -> None:
        """Judges what was held back."""
        if self.held is not None and isinstance(self.file, CsvFile):
            count = len(self.held)
            for line in reversed(self.file.lines(self.held)):
                if line.cells:
                    break
                count -= 1  # blank lines at the end are no lines of the table
            self.held = self.held.head(count)
            self.last = -2  # nothing is held back any more
            self._tell([], self.held.clear())

    def _tell(self, verdicts: list[pl.DataFrame], unsure: pl.DataFrame) -> None:
        """Adds a part: verdicts, and those of the rows among the lines of which it is not sure that they are rows."""
        if self.held is not None:
            unsure = pl.concat([self.held, unsure], how="diagonal_relaxed")
            self.held = None
        if self.lines is not None and len(unsure):
            count = self.lines.held(unsure, self.last)
            self.held = unsure.tail(count)
            unsure = unsure.head(len(unsure) - count)
        if len(unsure):
            lone = unsure.drop("together")
            if self.lines is not None:
                told = self.lines.sort(lone)
            else:
                told = lines.sorted_parquet(self.file, lone, self.recognised)  # type: ignore[arg-type]
            shared = set(unsure.filter(pl.col("together"))["ord"].to_list())
            self._spill(unsure.filter(pl.col("ord").is_in(list(shared.intersection(told.orders)))))
            alone = [place for place, order in enumerate(told.orders) if order not in shared]
            verdicts.append(
                self._judged(Sorted([told.rows[at] for at in alone], [told.orders[at] for at in alone], told.headers))
            )
        made = [one for one in verdicts if len(one)]
        frame = (
            pl.concat([self._whole(one) for one in made])
            if made
            else pl.DataFrame(schema=schema_of(self.run.task.money))
        )
        self.run.told(frame)
        self.run.parts.add(frame, self.file.name)

    def _whole(self, verdicts: pl.DataFrame) -> pl.DataFrame:
        schema = schema_of(self.run.task.money)
        absent = {name: pl.lit("") for name in ("slips", "duplicates") if name not in verdicts.columns}
        return verdicts.with_columns(**absent).select(pl.col(name).cast(kind) for name, kind in schema.items())

    def _judged(self, told: Sorted) -> pl.DataFrame:
        if not told.rows:
            return pl.DataFrame(schema=schema_of(self.run.task.money))
        mapped = self.mapped.get(told.headers)
        if mapped is None:
            mapped = map_columns(told.headers, self.run.provision, self.file.name, self.run.columns)
            self.mapped[told.headers] = mapped
        own = self.run.one_by_one
        self.run.report.one_by_one += len(told.rows)
        return own.judge(own.entries(told.rows, told.orders, mapped, self.file.name))

    def _spill(self, some: pl.DataFrame) -> None:
        """Keeps rows for when all of their projects are known."""
        if not len(some):
            return
        self.run.report.one_by_one += len(some)
        self.spilled += 1
        at = keys.key_columns(next(iter(self.mapped.values())))
        made = _keys_of(some, self.file, *at)
        key = pl.Series("key", made.own)
        if self.run.is_mixed:
            key = pl.Series("key", [0] * len(some), dtype=pl.UInt64)
        some.drop("together").with_columns(
            key=key, file=pl.lit(self.number), part=pl.lit(self.run.parts.next, pl.Int64)
        ).write_parquet(self.run.folder / f"together-{self.number:04}-{self.spilled:06}.parquet", compression="lz4")

    def _count_assumed(self, read: pl.DataFrame, fast: pl.DataFrame) -> None:
        names = [name for name in read.columns if name.startswith("assumed:")]
        if names:
            sums = read.join(fast.select("ord"), on="ord", how="semi").select(pl.col(names).sum()).row(0)
            for name, count in zip(names, sums, strict=True):
                self.run.one_by_one.used[name.removeprefix("assumed:")] += count


_FINDINGS: Final = [str(one) for one in Verdict if one.is_finding or one is Verdict.EXCEPTED]
"""What is read one by one as far as that is asked for, for its slips and the figures of its reasons."""

__all__ = ["KINDS", "MOST_SLIPS", "check_claims_at_scale"]
