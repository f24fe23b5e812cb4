"""The bars for rules on columns, each with what was measured: met or not met. A time is no test; nothing fails here.

    python -m benchmarks.columns --rows 10000000 --large 100000000

Ratios within one run. Needs numpy and pyarrow; Polars, DuckDB and the library run in the environment that
`benchmarks/compare.py` makes, which also prints the bars on peers and on exactness.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from pathlib import Path
from typing import Any

from benchmarks.compare import facts_file
from benchmarks.peers.environments import default_cache, fault, install, run

RULES = ("R1", "R2", "R3", "R4")


def measured(cache: Path, *command: str) -> Any:
    """What a module of `benchmarks/` prints, run in the environment of the engines."""
    print(" ".join(command), file=sys.stderr, flush=True)
    done = run("engines", cache, *command)
    if done.returncode:
        raise SystemExit(fault(done))
    return json.loads(done.stdout.strip().splitlines()[-1])


def bar(what: str, ratio: float, most: float, unit: str = "×") -> str:
    return f"| {what} | {ratio:,.2f} {unit} | {most:,.2f} {unit} | {'met' if ratio <= most else '**not met**'} |"


def total(found: dict[str, dict[str, float]], name: str) -> float:
    return sum(of_rule[name] for of_rule in found.values())


def times(found: dict[str, dict[str, float]], engine: str, most: float) -> list[str]:
    """The bars of one engine: all rules together, then one by one."""
    lines = []
    for name, says, at_most in (
        ("library", "amounts", most),
        ("library-trusted", "amounts, values trusted", most),
        ("library-all", "with status and reasons", 2.5),
    ):
        if engine == "DuckDB" and name == "library-all":
            continue
        lines.append(bar(f"{engine}, {says}", total(found, name) / total(found, "by hand"), at_most))
        lines += [
            bar(f"{engine}, {says}: {rule}", of_rule[name] / of_rule["by hand"], at_most)
            for rule, of_rule in found.items()
        ]
    if "by hand, nulls kept" in found[next(iter(found))]:
        ratio = total(found, "library") / total(found, "by hand, nulls kept")
        lines.append(bar(f"{engine}, amounts, of by hand with nulls kept", ratio, most))
    return lines


def memory(cache: Path, path: Path, rules: list[str], rounds: int) -> list[str]:
    """The peak in processes of their own, by turns, with the facts in memory."""
    peaks: dict[str, list[float]] = {"by_hand": [], "library": []}
    for _ in range(rounds):
        for module, values in peaks.items():
            found = measured(cache, "benchmarks.peers.worker", module, "polars", str(path), "-", "1", *rules)
            values.append(found["peak_mb"])
    by_hand, library = (statistics.median(values) for values in peaks.values())
    return [bar(f"Polars, amounts, peak memory ({library:,.0f} and {by_hand:,.0f} MB)", library / by_hand, 1.2)]


def large(cache: Path, rows: int, rules: list[str], rounds: int) -> list[str]:
    """Sums over a file, streamed."""
    path = facts_file(cache, rows)
    found: dict[str, list[Any]] = {"by-hand": [], "library": [], "trusted": []}
    for _ in range(rounds):
        for how, results in found.items():
            results.append(measured(cache, "benchmarks.peers.large", how, str(path), *rules))
    seconds = {how: statistics.median(one["seconds"] for one in results) for how, results in found.items()}
    peak = statistics.median(one["peak_mb"] for one in found["library"])
    by_hand, library = found["by-hand"][0], found["library"][0]
    same = "the same sums" if by_hand["sums"] == library["sums"] else f"**other sums**: {by_hand} {library}"
    title = f"{rows:,} rows from Parquet ({same})"
    return [
        bar(title, seconds["library"] / seconds["by-hand"], 1.2),
        bar(f"{title}, values trusted", seconds["trusted"] / seconds["by-hand"], 1.2),
        bar(f"{title}, peak memory", peak, 1000, "MB"),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--large", type=int, default=0, help="rows of the file that is streamed; 0 for none")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rules", nargs="+", default=list(RULES), choices=RULES)
    parser.add_argument("--cache", type=Path, default=default_cache())
    options = parser.parse_args()
    options.cache.mkdir(parents=True, exist_ok=True)
    if problem := install("engines", options.cache):
        raise SystemExit(problem)
    path = facts_file(options.cache, options.rows)
    shared = (str(path), str(options.rounds), *options.rules)
    lines = [
        f"| {options.rows:,} rows, {' '.join(options.rules)}, medians of {options.rounds} | measured | bar | |",
        "| --- | ---: | ---: | --- |",
        *times(measured(options.cache, "benchmarks.peers.side_by_side", "polars", *shared), "Polars", 1.1),
        *memory(options.cache, path, options.rules, min(options.rounds, 3)),
        *times(measured(options.cache, "benchmarks.peers.side_by_side", "duckdb", *shared), "DuckDB", 1.25),
    ]
    if options.large:
        lines += large(options.cache, options.large, options.rules, min(options.rounds, 3))
    print("\n".join(lines))


if __name__ == "__main__":
    main()
