"""Sums over a Parquet file larger than memory, with Polars.

    python -m benchmarks.peers.large by-hand|library|trusted FACTS RULE …

The file is scanned and the plan is streamed; nothing but the sums is kept. Prints seconds, peak MB and the sums.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import polars as pl

from benchmarks.peers import by_hand, library
from benchmarks.peers.worker import peak_mb
from investpolicy import frames


def main(how: str, facts: str, *only: str) -> None:
    provisions, columns = library.provisions(), by_hand.polars_plain()
    sums: dict[str, list[int]] = {}
    start = time.perf_counter()
    for rule in only:
        scan = pl.scan_parquet(Path(facts))
        if how == "by-hand":
            out = scan.select(*columns[rule])
        else:
            policy, provision, amounts = provisions[rule]
            out = frames.evaluate(policy, provision, scan, trust_values=how == "trusted").select(*amounts)
        sums[rule] = list(out.sum().collect(engine="streaming").row(0))
    print(json.dumps({"seconds": time.perf_counter() - start, "peak_mb": peak_mb(), "sums": sums}))


if __name__ == "__main__":
    main(*sys.argv[1:])
