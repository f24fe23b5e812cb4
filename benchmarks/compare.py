"""R1 to R5 through this library, by hand and through its peers; prints one Markdown table.

    python -m benchmarks.compare --rows 10000000 --write docs/benchmarks-table.md

Needs numpy and pyarrow. Each peer has a virtual environment of its own, made with pip under --cache (by default in the
user's cache folder). Each run is a process of its own; the peers take turns, and what is printed are medians over all
rounds. All answers are compared with exact integers, and those of a sample of the rows with Fractions. Engines of this
library also decide rows with missing facts and with amounts up to 10^16 分, compared with Fractions.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from benchmarks.peers import expected, rows
from benchmarks.peers.environments import BY_HAND, PEERS, PINS, Peer, default_cache, fault, install, run

RULES = ("R1", "R2", "R3", "R4")
HEADERS = (
    "R1–R4, million rows a second", "× Polars by hand", "R5, million rows a second", "peak MB",
    "wrong rows R1, R2, R3, R4, R5", "largest error, 分", "wrong at the edges",
)  # fmt: skip
SAMPLE = 100_000
EDGES = 100_000


@dataclass
class Found:
    """What was measured of a peer."""

    peer: Peer
    rows: int
    problem: str = ""
    seconds: dict[str, list[float]] = field(default_factory=dict)
    peak_mb: list[float] = field(default_factory=list)
    one_record: dict[str, float] = field(default_factory=dict)
    wrong: dict[str, int] = field(default_factory=dict)
    largest: int = 0
    edges: str = ""

    def rate(self, *rules: str) -> float:
        """Million rows a second through all of these rules."""
        return self.rows / sum(statistics.median(self.seconds[rule]) for rule in rules) / 1e6


def facts_file(cache: Path, count: int) -> Path:
    """The file of plain rows, made where it is not there."""
    path = cache / f"facts-{count}.parquet"
    if not path.exists():
        print(f"writing {path} …", file=sys.stderr, flush=True)
        rows.make(path, count)
    return path


def measure(found: Found, path: Path, cache: Path, repeats: int) -> None:
    """One round of one peer. The first round keeps the answers."""
    answers = answers_of(found, cache)
    keep = "-" if answers.exists() else str(answers)
    peer = found.peer
    done = run(
        peer.environment, cache, "benchmarks.peers.worker", peer.module, peer.mode, str(path), keep, str(repeats)
    )
    if done.returncode:
        found.problem = f"failed: {fault(done)}"
        return
    result = json.loads(done.stdout.strip().splitlines()[-1])
    for rule, seconds in result["seconds"].items():
        found.seconds.setdefault(rule, []).extend(seconds)
    found.peak_mb.append(result["peak_mb"])
    for rule, micros in result.get("one_record", {}).items():
        found.one_record[rule] = min(micros, found.one_record.get(rule, micros))


def answers_of(found: Found, cache: Path) -> Path:
    return cache / f"answers-{found.peer.key}.parquet"


def check(found: Found, cache: Path, right: dict[str, np.ndarray[Any, Any]]) -> None:
    """Counts the rows that are wrong, by rule, in a file of answers."""
    table = pq.read_table(answers_of(found, cache))
    for name in table.column_names:
        given = table[name].fill_null(-1).to_numpy()
        off = np.abs(given - right[name][: len(given)])
        rule = name.split()[0]
        found.wrong[rule] = max(found.wrong.get(rule, 0), int((off > 0).sum()))
        found.largest = max(found.largest, int(off.max(initial=0)))
        if len(given) != found.rows:
            found.problem = f"{len(given)} answers to {found.rows} rows"


def check_edges(found: Found, path: Path, right: dict[str, list[int | None]], cache: Path) -> None:
    """The same with missing facts and with amounts up to 10^16 分: each answer as in Fractions, null where unknown."""
    answers = cache / "answers-edges.parquet"
    peer = found.peer
    done = run(peer.environment, cache, "benchmarks.peers.worker", peer.module, peer.mode, str(path), str(answers), "1")
    if done.returncode:
        found.edges = "failed"
        return
    table = pq.read_table(answers)
    wrong = sum(
        given != due
        for name, values in right.items()
        for given, due in zip(table[name].to_pylist(), values, strict=True)
    )
    found.edges = f"{wrong:,}"


def table(all_found: list[Found]) -> list[str]:
    """The table, in Markdown."""
    base = next(found for found in all_found if found.peer is BY_HAND)
    lines = [
        f"| | {' | '.join(HEADERS)} |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for found in all_found:
        title = found.peer.title + (f" ({found.rows:,} rows)" if found.rows < base.rows else "")
        if found.problem:
            lines.append(f"| {title} | {found.problem.replace('|', '/')} | | | | | | |")
            continue
        rate, ranked = found.rate(*RULES), f"{found.rate('R5'):.1f}" if "R5" in found.seconds else "–"
        wrong = ", ".join(f"{found.wrong[rule]:,}" if rule in found.wrong else "–" for rule in (*RULES, "R5"))
        cells = [
            title, f"{rate:.2f}" if rate < 1 else f"{rate:.1f}", f"{rate / base.rate(*RULES):.3f}", ranked,
            f"{statistics.median(found.peak_mb):,.0f}", wrong, f"{found.largest:,}", found.edges or "–",
        ]  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def by_rule(all_found: list[Found]) -> list[str]:
    """Seconds by rule, as multiples of Polars by hand."""
    base = next(found for found in all_found if found.peer is BY_HAND)
    names = (*RULES, "R5")
    lines = ["| time, × Polars by hand | " + " | ".join(names) + " |", "| --- |" + " ---: |" * len(names)]
    for found in all_found:
        if found.problem:
            continue
        cells = [f"{base.rate(name) / found.rate(name):,.2f}" if name in found.seconds else "–" for name in names]
        lines.append(f"| {found.peer.title} | {' | '.join(cells)} |")
    return lines


def one_record(all_found: list[Found]) -> list[str]:
    """Microseconds a decision on one record."""
    measured = {found.peer.module: found for found in all_found if found.one_record}
    if not {"library", "zen"} <= measured.keys():
        return []
    own = {
        rule: min(found.one_record[rule] for found in all_found if found.peer.module == "library" and found.one_record)
        for rule in RULES
    }
    zen = measured["zen"].one_record
    return [
        "| one record, µs | " + " | ".join(RULES) + " |",
        "| --- |" + " ---: |" * len(RULES),
        "| this library, the whole decision | " + " | ".join(f"{own[rule]:.1f}" for rule in RULES) + " |",
        "| zen-engine, the amount | " + " | ".join(f"{zen[rule]:.1f}" for rule in RULES) + " |",
        "| zen-engine ÷ this library | " + " | ".join(f"{zen[rule] / own[rule]:.1f}" for rule in RULES) + " |",
    ]


def machine(count: int, rounds: int, repeats: int) -> str:
    """What it was measured on."""
    java = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False) if _has_java() else None
    pins = sorted({pin for pins in PINS.values() for pin in pins if "==" in pin})
    day = datetime.now(UTC).date()
    return (
        f"{day}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}, "
        f"{java.stderr.splitlines()[0] if java else 'no Java'}; {', '.join(pins).replace('==', ' ')}. "
        f"{count:,} rows, medians of {rounds} rounds of {repeats} runs in turns."
    )


def _has_java() -> bool:
    from shutil import which

    return which("java") is not None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--repeats", type=int, default=3, help="runs in each process of a round")
    parser.add_argument("--cache", type=Path, default=default_cache())
    parser.add_argument("--only", help="peers whose title contains this, besides Polars by hand")
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    options.cache.mkdir(parents=True, exist_ok=True)
    chosen = [peer for peer in PEERS if not options.only or options.only in peer.title or peer is BY_HAND]
    problems = {name: install(name, options.cache) for name in dict.fromkeys(peer.environment for peer in chosen)}
    all_found = [Found(peer, min(options.rows, peer.at_most), problems[peer.environment]) for peer in chosen]
    for found in all_found:
        answers_of(found, options.cache).unlink(missing_ok=True)
    for number in range(options.rounds):
        for found in all_found:
            if not found.problem:
                print(f"round {number + 1}: {found.peer.title}", file=sys.stderr, flush=True)
                measure(found, facts_file(options.cache, found.rows), options.cache, options.repeats)
    exactly = _check_all(all_found, options.cache, options.rows)
    lines = [
        *table(all_found), "", *by_rule(all_found), "", *one_record(all_found), "",
        machine(options.rows, options.rounds, options.repeats), "", exactly,
    ]  # fmt: skip
    print("\n".join(lines))
    if options.write:
        options.write.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _check_all(all_found: list[Found], cache: Path, count: int) -> str:
    path = facts_file(cache, count)
    right = {name: answer() for name, answer in expected.in_integers(rows.numbers(path)).items()}
    sample = min(SAMPLE, count)
    in_fractions = expected.sample(path, sample)
    differ = sum(
        int((right[name][:sample] != np.array([-1 if one is None else one for one in values])).sum())
        for name, values in in_fractions.items()
    )
    edges = cache / "edges.parquet"
    rows.make_edges(edges, EDGES)
    at_edges = expected.sample(edges, EDGES)
    for found in all_found:
        if found.problem:
            continue
        check(found, cache, right)
        if found.peer.module == "library":
            check_edges(found, edges, at_edges, cache)
    return (
        "All answers were compared with exact integers, and these with Fractions on "
        f"{sample:,} rows, where {differ} differ. The edges are {EDGES:,} rows with missing facts, halves of a 分 and "
        "amounts up to 10^16 分, compared with Fractions."
    )


if __name__ == "__main__":
    main()
