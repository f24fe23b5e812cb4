"""One record: how long a bare rule and a whole decision take. Prints a table; tests no time.

python benchmarks/record.py
"""

from __future__ import annotations

import timeit
from collections.abc import Callable
from functools import partial

import investpolicy as ip
from investpolicy import rules
from investpolicy.facts import FundingRound, ParkYear, Place, Project, Referral, Referrer, SupportClaim

PROJECT = Project(
    place="四川省绵阳市涪城区",
    locality_kind="市辖区",
    sector="C",
    agreed_investment="120亿元",
    actual_investment="5.2亿元",
    signed_on="2022-06-20",
    started_on="2022-09-01",
)
SCALE = {"referral-reward.scale": {"kind": "rate", "rate": "0.05%", "base": "actual_investment"}}


def microseconds(call: Callable[[], object], number: int = 500) -> float:
    """The quickest of 200 short runs; the machine's other work only ever adds."""
    return min(timeit.repeat(call, number=number, repeat=200)) / number * 1e6


def main() -> None:
    policy = ip.policy("mianyang-2022").vary(SCALE)
    records = {
        "referral-reward": Referral(project=PROJECT, referrer=Referrer(kind="association", brought_about=True)),
        "cost-sharing": SupportClaim(project=PROJECT, support_funds="1000000.01元"),
        "fund-share": FundingRound(project=PROJECT, fund_contribution="4亿元", vehicle_capital="8亿元"),
        "park-ranking-award": ParkYear(place=Place(rank=2)),
        "major-project-award": ParkYear(place=Place(rank=2), qualifying=1),
    }
    print("| provision | bare rule, µs | Policy.decide, µs |")
    print("| --- | ---: | ---: |")
    for name, facts in records.items():
        terms, rule = policy.terms(name), getattr(rules, policy.provision(name).rule.name)
        bare = microseconds(partial(rule, facts, terms))
        decided = microseconds(partial(policy.decide, name, facts))
        print(f"| {name} | {bare:.1f} | {decided:.1f} |")
    print(f"\nan empty call: {microseconds(lambda: None):.2f} µs")


if __name__ == "__main__":
    main()
