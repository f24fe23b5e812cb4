"""By hand and through the library in one process, by turns.

    python -m benchmarks.peers.side_by_side ENGINE FACTS REPEATS [RULE …]

Prints, by rule, the median seconds of each. Time only: what one holds in memory, the other would be charged with.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.peers import by_hand, library


def timed(run: Callable[[], Any]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def main(engine: str, facts: str, repeats: str, *only: str) -> None:
    path = Path(facts)
    by_name = {"by hand": by_hand.rules(path, engine)}
    if engine == "polars":
        by_name["by hand, nulls kept"] = by_hand.rules(path, "polars-nulls")
    for mode in ("", "-trusted", "-all"):
        by_name[f"library{mode}"] = library.rules(path, engine + mode)
    found: dict[str, dict[str, float]] = {}
    for rule in only or ("R1", "R2", "R3", "R4"):
        runs = {name: rules[rule] for name, rules in by_name.items()}
        seconds: dict[str, list[float]] = {name: [] for name in runs}
        for run in runs.values():
            run()  # once before counting
        for _ in range(int(repeats)):
            for name, run in runs.items():
                seconds[name].append(timed(run))
        found[rule] = {name: statistics.median(values) for name, values in seconds.items()}
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
