"""How long a check at scale takes: `python benchmarks/claims_at_scale.py [ROWS]` (1,000,000 by default).

A CSV file of 20 columns (1% wrong, 0.2% claimed twice) is read and written as Parquet by Polars, and checked to a file
of verdicts with all slips, each in a process of its own; the ratio is bar 4 of the issue: at most 10.
"""

from __future__ import annotations

import csv
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

ROWS = 1_000_000
HEADERS = (
    "序号", "项目编号", "项目名称", "建设地点", "行业门类", "资本来源", "协议投资额（亿元）", "实际投资额（亿元）",
    "固定资产投资额（亿元）", "签约日期", "注册日期", "开工日期", "投产日期", "引荐人", "引荐人类型", "引荐并促成",
    "申报金额（万元）", "联系人", "联系电话", "备注",
)  # fmt: skip


def make(path: Path, rows: int) -> None:
    """Writes the file."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADERS)
        for row in range(rows):
            own = row - 1 if row % 1000 == 999 else row
            actual = 100 + own % 490  # hundredths of 亿元; 0.05% of it is claimed, in hundredths of 万元 five times it
            claim = actual * 5 * (10 if row % 100 == 3 else 1)
            signed = date(2022, 1, 1) + timedelta(days=own % 300)
            values = (
                    row + 1, f"MY{own:08}", f"示例第{own}号项目", "绵阳市涪城区", "制造业", "内资",
                    f"{5 + own % 70 / 10:.1f}", f"{actual / 100:.2f}", f"{actual / 200:.3f}", signed,
                    signed + timedelta(days=20), f"{signed + timedelta(days=30):%Y/%m/%d}", "", f"示例商会{own}",
                    "商协会", "是", f"{claim / 100:.2f}", f"联系人{own % 1000}", f"1390000{own % 10000:04}", "",
            )  # fmt: skip
            writer.writerow(values)


def convert(source: Path, folder: Path) -> None:
    """Polars alone: reads the file and writes Parquet."""
    import polars as pl

    start = time.perf_counter()
    pl.read_csv(source).write_parquet(folder / "same.parquet")
    _tell(time.perf_counter() - start)


def check(source: Path, folder: Path) -> None:
    """The check."""
    import investpolicy as ip
    from investpolicy.claims.scale import check_claims_at_scale

    policy = ip.policy("mianyang-2022").vary(
        {"referral-reward.scale": {"kind": "rate", "rate": "0.05%", "base": "actual_investment"}}
    )
    start = time.perf_counter()
    report = check_claims_at_scale(
        source, policy, folder / "verdicts.parquet", provision="referral-reward", slips="all", force=True
    )
    _tell(time.perf_counter() - start)
    print(
        f"{report.judged:,} judged, {report.judged - report.counts['right']:,} not right, "
        f"{report.duplicates.count:,} claimed twice, {report.one_by_one:,} read one by one",
        file=sys.stderr,
    )


def _tell(seconds: float) -> None:
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _run(what: str, source: Path, folder: Path) -> tuple[float, float]:
    command = [sys.executable, __file__, what, str(source), str(folder)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    seconds, peak = map(float, done.stdout.split())
    return seconds, peak


def main() -> None:
    """Makes the file, and measures both in turn."""
    if len(sys.argv) > 2:
        {"convert": convert, "check": check}[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
        return
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        source = folder / "claims.csv"
        make(source, rows)
        print(f"{rows:,} rows, {len(HEADERS)} columns, {source.stat().st_size / 2**20:,.0f} MiB")
        alone = [_run("convert", source, folder)]
        seconds, peak = _run("check", source, folder)
        alone.append(_run("convert", source, folder))
        polars = min(one[0] for one in alone)
        print(f"Polars, CSV to Parquet {polars:8.1f} s, {max(one[1] for one in alone):,.0f} MiB")
        print(f"check, CSV to verdicts {seconds:8.1f} s, {peak:,.0f} MiB")
        print(f"ratio                  {seconds / polars:8.1f} (at most 10)")


if __name__ == "__main__":
    main()
