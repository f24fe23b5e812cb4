"""How long a check of many claims takes, and on what: `python benchmarks/claims.py [ROWS]` (100,000 by default).

A workbook of made-up claims (one in ten is wrong, one in a hundred is claimed twice) is checked in a process of its
own, and what that spent on reading, judging, slips and duplicates is printed with its peak memory.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

ROWS = 100_000
HEADERS = (
    "序号", "项目编号", "项目名称", "建设地点", "行业门类", "协议投资额（亿元）", "实际投资额（亿元）", "签约日期",
    "开工日期", "引荐人", "引荐人类型", "引荐并促成", "申报金额（万元）", "备注",
)  # fmt: skip


def make(path: Path, rows: int) -> None:
    """Writes the workbook."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("引荐奖励")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for column, text in enumerate(HEADERS):
        sheet.write(0, column, text)
    for row in range(rows):
        own = row - 1 if row % 100 == 99 else row
        actual = 1 + own % 50 / 10
        right = actual * 5  # 0.05% of it, in 万元
        claim = right * (10 if row % 10 == 3 else 1)
        signed = date(2022, 1, 1) + timedelta(days=own % 300)
        values: tuple[Any, ...] = (
            row + 1, f"MY{own:07}", f"示例第{own}号项目", "绵阳市涪城区", "制造业", 5 + own % 70 / 10, actual,
            signed, signed + timedelta(days=30), f"示例商会{own}", "商协会", "是", claim, "",
        )  # fmt: skip
        for column, value in enumerate(values):
            if isinstance(value, date):
                sheet.write_datetime(row + 1, column, value, day)
            else:
                sheet.write(row + 1, column, value)
    book.close()


def measure(spent: dict[str, float], name: str, owner: Any, attribute: str) -> None:
    """Adds the time that a function of a module or class takes to what was spent under this name."""
    function: Callable[..., Any] = getattr(owner, attribute)

    def measured(*arguments: Any, **options: Any) -> Any:
        start = time.perf_counter()
        try:
            return function(*arguments, **options)
        finally:
            spent[name] = spent.get(name, 0) + time.perf_counter() - start

    setattr(owner, attribute, measured)


def check(path: Path) -> None:
    """Checks the workbook and prints where the time went."""
    import investpolicy as ip
    from investpolicy.claims import check as checking
    from investpolicy.claims.slips import Slips

    policy = ip.policy("mianyang-2022").vary(
        {"referral-reward.scale": {"kind": "rate", "rate": "0.05%", "base": "actual_investment"}}
    )
    spent: dict[str, float] = {}
    measure(spent, "reading the file", checking, "read_tables")
    measure(spent, "reading cells", checking, "read_row")
    measure(spent, "slips", Slips, "of")
    measure(spent, "duplicates", checking, "find_duplicates")
    start = time.perf_counter()
    report = checking.check_claims(path, policy)
    total = time.perf_counter() - start
    spent["judging"] = total - sum(spent.values())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(report.claims):,} claims in {total:.1f} s, {peak:,.0f} MiB at most")
    print(f"{len(report.findings):,} not right, {len(report.duplicates):,} claimed twice")
    for name in ("reading the file", "reading cells", "judging", "slips", "duplicates"):
        print(f"{name:18}{spent[name]:8.1f} s {spent[name] / total:6.1%}")


def main() -> None:
    """Makes the workbook, and checks it in another process, whose memory is its own."""
    if len(sys.argv) > 2:
        check(Path(sys.argv[2]))
        return
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "claims.xlsx"
        make(path, rows)
        print(f"a workbook of {rows:,} rows and {len(HEADERS)} columns, {path.stat().st_size / 2**20:.1f} MiB")
        subprocess.run([sys.executable, __file__, "check", str(path)], check=True)


if __name__ == "__main__":
    main()
