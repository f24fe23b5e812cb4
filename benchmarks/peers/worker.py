"""One peer in a process of its own; prints JSON.

    python -m benchmarks.peers.worker MODULE MODE FACTS ANSWERS|- REPEATS [RULE …]

The facts are read before, the answers written after what is timed. The peak of memory is that of the process (and of
its JVM) until all rules have run, with the facts in it.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.peers import ANSWERS


def peak_mb() -> float:
    """The peak of this process, and of the child it may have started, in MB."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    children = Path("/proc/self/task").glob("*/children")
    ids = ["self", *(one for path in children for one in path.read_text().split())]
    # not ru_maxrss: it starts from the peak of the process that started this one
    return sum(_peak_of(one) for one in ids)


def _peak_of(process: str) -> float:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    own = sum(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1e3
    if process == "self":
        return own
    below = Path(f"/proc/{process}/task").glob("*/children")
    return own + sum(_peak_of(one) for path in below for one in path.read_text().split())


def main(module: str, mode: str, facts: str, answers: str, repeats: str, *only: str) -> None:
    peer = importlib.import_module(f"benchmarks.peers.{module}")
    rules = {name: run for name, run in peer.rules(Path(facts), mode).items() if not only or name in only}
    seconds: dict[str, list[float]] = {rule: [] for rule in rules}
    for _ in range(int(repeats)):
        for rule, run in rules.items():
            start = time.perf_counter()
            run()
            seconds[rule].append(time.perf_counter() - start)
    result: dict[str, Any] = {"seconds": seconds, "peak_mb": peak_mb()}
    if answers != "-":
        columns = {
            name: column
            for rule, run in rules.items()
            for name, column in zip(ANSWERS[rule], peer.answers(run()), strict=True)
        }
        pq.write_table(pa.table(columns), answers)
    if hasattr(peer, "one_record") and not only:
        result["one_record"] = peer.one_record()
    print(json.dumps(result))


if __name__ == "__main__":
    main(*sys.argv[1:])
