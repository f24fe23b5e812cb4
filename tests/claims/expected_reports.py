"""What checking each shipped example has to answer, row by row, worked out by hand: expected-reports.yaml."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

import investpolicy as ip
from investpolicy.claims.report import ClaimsReport
from tests.claims.names import EXAMPLES, ROOT


@dataclass(frozen=True)
class Example:
    """An example: the policy that it is checked by, and what an analyst says beside it."""

    policy: Callable[[], ip.Policy]
    options: dict[str, Any] = field(default_factory=dict[str, Any])

    def check(self, path: Path) -> ClaimsReport:
        return ip.check_claims(path, self.policy(), **self.options)


def shipped(name: str, **answers: str) -> Callable[[], ip.Policy]:
    return cache(lambda: ip.policy(name).under({key.replace("__", "."): one for key, one in answers.items()}))


@cache
def example_city() -> ip.Policy:
    return ip.load_policy(EXAMPLES / "example-city.yaml")


@cache
def guangxi() -> ip.Policy:
    """With prizes of our own, since the document does not publish any."""
    tiers = [{"ranks": "1", "amount": "500万元"}, {"ranks": "2-3", "amount": "300万元"}]
    return ip.policy("shandong-report").vary({"guangxi-ranking.prizes": {"kind": "ranked", "tiers": tiers}})


MIANYANG = Example(shipped("mianyang-2022"))
ONE_AWARD = shipped("mianyang-2022", **{"held-together": "higher"})
UNLIMITED = shipped("ziyang", **{"tax-sharing__duration": "unlimited"})

CHECKS = {
    "mianyang-claims-2022.xlsx": MIANYANG,
    "mianyang-referral-2022-gb18030.csv": MIANYANG,
    "mianyang-referral-2022-en.csv": MIANYANG,
    "mianyang-support-2022.parquet": MIANYANG,
    "mianyang-parks-2022.xlsx": Example(ONE_AWARD),
    "mianyang-parks-earlier.csv": Example(MIANYANG.policy, {"provision": "park-ranking-award"}),
    "guangxi-cities-2022.csv": Example(guangxi, {"provision": "guangxi-ranking"}),
    "jinan-fund-2019.xlsx": Example(shipped("jinan-2019"), {"assume": {"是否促成": "是"}}),
    "jinan-report-fund.csv": Example(
        shipped("shandong-report"), {"provision": "jinan-referral-fund", "columns": {"固资": "固定资产投资额"}}
    ),
    "city-awards-2022.xlsx": Example(example_city),
    "huaibei-review-2022.csv": Example(shipped("huaibei-2022")),
    "huaibei-targets-2022.xlsx": Example(shipped("huaibei-2022")),
    "ziyang-2022.xlsx": Example(UNLIMITED),
    "office-folder": MIANYANG,
}


@cache
def report_of(name: str) -> ClaimsReport:
    """The report of a shipped example."""
    return CHECKS[name].check(EXAMPLES / name)


@cache
def expected() -> dict[str, dict[str, Any]]:
    """All that is expected, by the name of the example."""
    text = (ROOT / "tests" / "data" / "expected-reports.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def rows_of(name: str) -> dict[str, tuple[str, str, str]]:
    """Verdict, difference and slips expected of each claim, by its place."""
    found: dict[str, tuple[str, str, str]] = {}
    for line in expected()[name]["rows"].splitlines():
        place, verdict, difference, *slips = line.split()
        assert place not in found
        found[place.replace("_row_", " row ")] = (verdict, difference, " ".join(slips))
    return found


def rows_in(report: ClaimsReport, name: str) -> dict[str, tuple[str, str, str]]:
    """The same of a report."""
    return {
        short(one.where, name): (
            str(one.verdict),
            one.show_difference("zh") or "—",
            " ".join(str(slip.kind) for slip in one.slips),
        )
        for one in report.claims
    }


def short(where: str, name: str) -> str:
    """A place without the name of the file that it begins with."""
    return where.removeprefix(name)
