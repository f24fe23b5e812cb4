"""MY22.admission (健全机制)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import investpolicy as ip
from tests.expected.admission import admission
from tests.expected.kleene import NOT_YET

POLICY = ip.policy("mianyang-2022")
DAY = date(2022, 8, 1)
MAY = {"city-level": ("committee", "city"), "localities": ("committee", "city", "locality", "park"), "nobody": ()}
lists = st.one_of(st.none(), st.lists(st.sampled_from(["电子信息", "新材料", "C38", "39"]), max_size=3))
days = st.one_of(st.sampled_from([NOT_YET, None]), st.integers(-1, 1).map(lambda number: DAY + timedelta(number)))
approvers = st.sampled_from(["committee", "city", "locality", "park", "other", None])


def text(day: date | None) -> str | None:
    return None if day is None else "尚未" if day == NOT_YET else str(day)


@given(
    st.sampled_from(["电子信息", "食品", None]),
    st.sampled_from(["3841", "3912", "1351", ""]),
    st.tuples(lists, lists),
    st.tuples(approvers, days, days),
    st.sampled_from(list(MAY)),
)
def test_agrees_with_the_expected(
    industry: str | None,
    code: str,
    listed: tuple[list[str] | None, list[str] | None],
    exception: tuple[str | None, date | None, date | None],
    answer: str,
) -> None:
    by, approved, admitted = exception
    facts: dict[str, Any] = {
        "project": {"sector_code": f"C{code}" if code else ""},
        "industry": industry,
        "leading": listed[0],
        "characteristic": listed[1],
        "approved_by": by,
        "approved_on": text(approved),
        "admitted_on": text(admitted),
    }
    decision = POLICY.under({"admission.exceptions": answer}).decide("admission", facts)
    wanted = admission(industry, code, listed, exception, MAY[answer])
    assert (str(decision.status), set(decision.outcome.failed)) == wanted
    assert (decision.status == "undetermined") == bool(decision.missing)


@pytest.mark.parametrize(("offset", "status"), [(-1, "excepted"), (0, "excepted"), (1, "not_met")])
def test_an_exception_after_the_admission_is_none(offset: int, status: str) -> None:
    facts: dict[str, Any] = {"所属产业": "食品", "主导产业": ["电子信息"], "特色产业": [], "准入日期": str(DAY)}
    approved = {"例外批准单位": "市政府", "例外批准日期": str(DAY + timedelta(offset))}
    assert POLICY.decide("admission", facts | approved).status == status
    assert POLICY.decide("admission", facts).status == "not_met"


def test_who_approved_is_one_of_the_known() -> None:
    with pytest.raises(
        ip.errors.FactsError, match="'市长' is not one of the known; write one of 市项目投资促进工作委员会"
    ):
        POLICY.decide("admission", {"approved_by": "市长"})
