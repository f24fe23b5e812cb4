"""How long `import investpolicy` takes, as a multiple of `from pydantic import BaseModel`.

    python benchmarks/import_time.py [rounds]

Each import is timed inside a new interpreter; the two take turns, so that a drift of the machine touches both.
The aim is a ratio of at most 1.5. Nothing fails here: a time is no test.
"""

from __future__ import annotations

import statistics
import subprocess
import sys

BASELINE = "from pydantic import BaseModel"
LIBRARY = "import investpolicy"
FIRST_USE = "import investpolicy; investpolicy.policy('mianyang-2022')"
PROGRAM = "import time; start = time.perf_counter(); {}; print(time.perf_counter() - start)"


def seconds(statement: str) -> float:
    """The time of one import, in a new interpreter."""
    done = subprocess.run([sys.executable, "-c", PROGRAM.format(statement)], capture_output=True, text=True, check=True)
    return float(done.stdout)


def main(rounds: int = 25) -> None:
    for statement in (BASELINE, LIBRARY):  # bytecode is compiled and files are in the cache before we count
        seconds(statement)
    times = [(seconds(BASELINE), seconds(LIBRARY)) for _ in range(rounds)]
    baseline, library = (statistics.median(column) for column in zip(*times, strict=True))
    print(f"{BASELINE}: {baseline * 1000:.1f} ms (median of {rounds})")
    print(f"{LIBRARY}: {library * 1000:.1f} ms")
    print(f"ratio: {library / baseline:.2f} (aim: at most 1.5)")
    first = statistics.median(seconds(FIRST_USE) for _ in range(rounds))
    print(f"{FIRST_USE}: {first * 1000:.1f} ms, {first / baseline:.2f} times (paid at first use)")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
