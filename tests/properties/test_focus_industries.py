"""SD.focus-industries (山东某市调研报告, 二（二）)."""

from __future__ import annotations

import pytest
import z3

import investpolicy as ip
from investpolicy import frames
from investpolicy.facts import IndustryProject
from investpolicy.outcomes import Check
from tests.expected.focus_industries import EMERGING, SERVICES, SHORTER, focus_industries

from .agree import answer_of, as_row
from .generate import ENGINES, Row, frame_of, model_of, rows_of
from .prove import Proof

SHANDONG = ip.policy("shandong-report")
NAME = "focus-industries"
PATH = "industry_project.industry"
ROWS: list[Row] = [
    {PATH: name} for name in (*EMERGING, *SERVICES, *SHORTER, "房地产", "", "新", "新材", "新材料 ", "现代农业", None)
]
LIKE = ("电子信息产业", "新能源汽车", "装备制造", "金融")
ROWS += [{PATH: name} for name in LIKE]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_decision_is_the_expected_one(row: Row) -> None:
    decision = SHANDONG.decide(NAME, model_of(IndustryProject, row))
    assert answer_of(decision) == focus_industries(row)


@pytest.mark.parametrize("name", LIKE)
def test_a_name_that_is_like_one_of_the_list_is_not_known_to_be_none(name: str) -> None:
    decision = SHANDONG.decide(NAME, {"industry": name})
    assert (decision.status, decision.missing) == ("undetermined", ("listed_name",))
    assert "尚缺事实：所属产业在重点产业名单中的名称" in decision.explain()
    assert SHANDONG.decide(NAME, {"industry": "房地产"}).status == "not_met"


def test_there_are_five_and_three() -> None:
    terms = SHANDONG.terms(NAME)
    assert [one.name for one in terms.emerging] == list(EMERGING)  # type: ignore[attr-defined]
    assert [one.name for one in terms.services] == list(SERVICES)  # type: ignore[attr-defined]


@pytest.mark.parametrize("engine", ENGINES)
def test_columns_answer_as_records(engine: str) -> None:
    records = [as_row(SHANDONG.decide(NAME, model_of(IndustryProject, row))) for row in ROWS]
    meaning = frames.masks(SHANDONG, NAME)
    for record, found in zip(
        records, rows_of(frames.evaluate(SHANDONG, NAME, frame_of(engine, IndustryProject, ROWS))), strict=True
    ):
        assert found["status"] == record["status"]
        assert frozenset(meaning.failed(found["failed"])) == record["failed"]
        assert frozenset(meaning.missing(found["missing"])) == record["missing"]


def test_z3_proves_that_nothing_else_is_in_focus() -> None:
    proof = Proof()
    formulas = SHANDONG.provision(NAME).formulas
    assert isinstance(formulas, Check)
    met = proof.of(formulas.eligible)
    industry = proof.facts[PATH][1].value
    one_of_them = z3.Or(*(industry == z3.StringVal(name) for name in (*EMERGING, *SERVICES, *SHORTER)))
    assert proof.refuted(z3.Implies(met.known, met.value == one_of_them)) is None


def test_an_industry_named_twice_is_refused() -> None:
    with pytest.raises(ip.errors.TermsError, match="'新材料' stands twice"):
        SHANDONG.vary({f"{NAME}.services": [{"name": "现代物流"}, {"name": "新材料"}]})
