"""A virtual environment for each peer, made with pip in a cache folder, with pinned versions."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
# another checkout can be measured, to compare two versions of the library
SOURCE = Path(os.environ.get("BENCHMARK_SOURCE", ROOT / "src"))

ARROW = ("numpy==2.4.6", "pyarrow==26.0.1")
OWN = ("pydantic==2.14.3", "python-dateutil>=2.9", "PyYAML>=6.0.2", "chinesecalendar>=1.11", "narwhals==2.29.0", *ARROW)
PINS: dict[str, tuple[str, ...]] = {
    "engines": (*OWN, "polars==2.1.0", "duckdb==2.0.0", "pandas==3.1.1"),
    "pyspark": (*OWN, "pyspark==4.3.0", "pandas==3.1.1"),
    "openfisca": ("OpenFisca-Core==46.0.1", *ARROW),
    "policyengine": ("policyengine-core==3.33.12", *ARROW),
    "ttsim": ("ttsim-backend==1.3.2", *ARROW),
    "zen": ("zen-engine==2.1.3", *ARROW),
}
"""What is installed in each environment. The library itself is read from its sources."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A row of the table: how it is called, and the module and mode that compute it."""

    title: str
    module: str
    mode: str
    environment: str
    at_most: int = 10**12  # more rows would take hours; the rate is that of so many

    @property
    def key(self) -> str:
        return f"{self.module}-{self.mode}"


BY_HAND = Peer("Polars by hand", "by_hand", "polars", "engines")
PEERS = (
    BY_HAND,
    Peer("Polars by hand, nulls kept", "by_hand", "polars-nulls", "engines"),
    Peer("**this library on Polars**", "library", "polars", "engines"),
    Peer("this library on Polars, values trusted", "library", "polars-trusted", "engines"),
    Peer("this library on Polars, with status and reasons", "library", "polars-all", "engines"),
    Peer("DuckDB by hand", "by_hand", "duckdb", "engines"),
    Peer("**this library on DuckDB**", "library", "duckdb", "engines"),
    Peer("this library on PyArrow, with status and reasons", "library", "pyarrow", "engines"),
    Peer("this library on pandas, with status and reasons", "library", "pandas", "engines"),
    Peer("this library on PySpark, local[2]", "library", "pyspark", "pyspark"),
    Peer("NumPy by hand", "by_hand", "numpy", "engines"),
    Peer("ttsim, its vectoriser", "ttsim_rules", "numpy", "ttsim"),
    Peer("policyengine-core", "openfisca", "policyengine_core", "policyengine"),
    Peer("OpenFisca-Core", "openfisca", "openfisca_core", "openfisca"),
    Peer("zen-engine, in batches", "zen", "batch", "zen", at_most=100_000),
)


def default_cache() -> Path:
    """The user's cache folder."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "investpolicy-benchmarks"


def install(name: str, cache: Path) -> str:
    """Makes an environment where it is not there yet; what went wrong, or nothing."""
    home = cache / "environments" / name
    done = home / "installed.txt"
    pins = "\n".join(PINS[name])
    if done.exists() and done.read_text() == pins:
        return ""
    print(f"installing {name} …", file=sys.stderr, flush=True)
    made = subprocess.run([sys.executable, "-m", "venv", str(home)], capture_output=True, text=True, check=False)
    if not made.returncode:
        command = [str(python(name, cache)), "-m", "pip", "install", "-q", "--disable-pip-version-check", *PINS[name]]
        made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode:
        return f"could not be installed: {fault(made)}"
    done.write_text(pins)
    return ""


def fault(done: subprocess.CompletedProcess[str]) -> str:
    """The line of what a process wrote that says what went wrong."""
    lines = [line for line in done.stderr.splitlines() if line.strip()] or ["no message"]
    said = [line for line in lines if re.match(r"[\w.]*(Error|Exception|ERROR)\b", line)]
    return (said or lines)[-1].strip()[:160]


def python(name: str, cache: Path) -> Path:
    """The interpreter of an environment."""
    home = cache / "environments" / name
    return home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def run(name: str, cache: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Runs a module of `benchmarks/` in an environment."""
    settings = {**os.environ, "PYTHONPATH": os.pathsep.join([str(SOURCE), str(ROOT)])}
    return subprocess.run(
        [str(python(name, cache)), "-m", *command],
        cwd=ROOT, env=settings, capture_output=True, text=True, check=False,
    )  # fmt: skip
