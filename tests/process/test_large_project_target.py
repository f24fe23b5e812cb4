"""HB.large-targets (淮北市投资促进中心2022-06-20, 一)."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import investpolicy as ip
from tests.expected.large_project_target import LARGE, completion

HUAIBEI = ip.policy("huaibei-2022")


def decide(policy: ip.Policy, amounts: list[int]) -> ip.Decision:
    projects: list[dict[str, Any]] = [
        {"sector": "C", "signed_on": "2022-05-01", "agreed_investment": f"{amount}分"} for amount in amounts
    ]
    return policy.decide("large-targets", {"year": 2022, "projects": projects})


def test_the_number_is_not_published() -> None:
    decision = decide(HUAIBEI, [LARGE])
    assert (decision.status, decision.missing) == ("undetermined", ("terms.number",))
    assert "文件未公布：目标数（答复只说定有指标，未写个数）" in decision.explain()


@given(st.lists(st.sampled_from([LARGE - 1, LARGE, LARGE + 1]), max_size=5), st.integers(0, 4))
def test_completion_of_a_number_that_is_supplied(amounts: list[int], number: int) -> None:
    decision = decide(HUAIBEI.vary({"large-targets.number": str(number)}), amounts)
    expected = completion(amounts, number)
    if expected is None:
        assert (decision.status, decision.missing) == ("undetermined", ("terms.number",))
    else:
        assert getattr(decision.figures["size.100亿元"], "fraction", None) == expected
        assert decision.figures["size_reached.100亿元"].to_json() is (expected >= 1)


def test_what_is_told_may_be_of_another_size() -> None:
    sizes = [{"at_least": "50亿元", "number": 2}]
    decision = HUAIBEI.vary({"large-targets.number": "1"}).decide("large-targets", {"signed_of_size": sizes})
    assert decision.missing == ("target_year.signed_of_size",)
