"""SD.lead-quota (二（一）): leads that departments without targets recommend in a year."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import investpolicy as ip
from investpolicy.values import Count
from tests.expected.lead_quota import Lead, counted, lead_quota

NAME = "lead-quota"
REPORT = ip.policy("shandong-report")


def under(quota: int) -> ip.Policy:
    return REPORT.vary({f"{NAME}.quota": str(quota)})


def decide(policy: ip.Policy, leads: list[Lead] | None, **facts: Any) -> ip.Decision:
    listed = (
        None
        if leads is None
        else [
            {"name": str(place), "recommended_on": day, "valuable": valuable}
            for place, (day, valuable) in enumerate(leads)
        ]
    )
    return policy.decide(NAME, {"year": 2018, "carries_targets": False, "leads": listed, **facts})


def test_the_number_is_open() -> None:
    decision = decide(REPORT, [(date(2018, 1, 1), True)])
    assert (decision.status, decision.missing) == ("undetermined", ("terms.quota",))
    assert decision.figures == {"leads": Count(1)}
    assert decide(REPORT, [], carries_targets=True).status == "met", "it does not bind who carries targets"
    assert decision.citation.section == "二、（一）招商引资作为一号工程"


@pytest.mark.parametrize(("quota", "status"), [(1, "met"), (2, "met"), (3, "not_met")])
def test_leads_of_value_in_the_year_are_counted(quota: int, status: str) -> None:
    leads: list[Lead] = [
        (date(2017, 12, 31), True),
        (date(2018, 1, 1), True),
        (date(2018, 12, 31), True),
        (date(2019, 1, 1), True),
        (date(2018, 6, 1), False),
    ]
    decision = decide(under(quota), leads)
    assert (decision.status, decision.figures) == (status, {"leads": Count(2)})
    assert [note.zh for note in decision.outcome.notes] == ["0：不计入", "3：不计入", "4：不计入"]
    assert ip.verify(decision.to_json()).ok


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        ({"leads": None}, ("lead_record.leads",)),
        ({"leads": [], "year": 0}, ("lead_record.year",)),
        ({"leads": [(None, True)]}, ("lead.recommended_on",)),
        ({"leads": [(date(2018, 1, 1), None)]}, ("lead.valuable",)),
        ({"leads": [(None, None)]}, ("lead.recommended_on", "lead.valuable")),
        ({"leads": [], "carries_targets": None}, ("lead_record.carries_targets",)),
    ],
)
def test_each_unknown_fact_is_named(facts: dict[str, Any], missing: tuple[str, ...]) -> None:
    decision = decide(under(1), **facts)
    assert (decision.status, decision.missing) == ("undetermined", missing)


days = st.none() | st.dates(date(2017, 12, 1), date(2019, 1, 31))


@given(
    st.lists(st.tuples(days, st.sampled_from([True, False, None])), max_size=6),
    st.integers(0, 4),
    st.sampled_from([True, False, None]),
)
def test_decisions_are_the_expected_ones(leads: list[Lead], quota: int, carries: bool | None) -> None:
    decision = decide(under(quota), leads, carries_targets=carries)
    assert decision.status == lead_quota(leads, 2018, quota, carries)
    least, most = counted(leads, 2018)
    assert decision.figures["leads"].to_json() == (least if least == most else None)


def test_a_misspelled_fact_and_a_year_that_is_none_are_refused() -> None:
    with pytest.raises(ip.errors.FactsError) as refused:
        REPORT.decide(NAME, {"年度": 99999, "线索清单": [{"引荐日": "2018-01-01"}]})
    assert str(refused.value).splitlines() == [
        "leads.0.引荐日: there is no '引荐日' in Lead; write '引荐日期' or 'recommended_on'",
        "year: 99999 is no calendar year; write the year with four digits",
    ]
