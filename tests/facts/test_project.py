"""Projects: sectors by code and name, dates in an order that can be, landing as it is read."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investpolicy import testing
from investpolicy.errors import FactsError
from investpolicy.facts import CapitalOrigin, Landed, LocalityKind, Measure, Project, Sector
from investpolicy.values import Day, Money
from investpolicy.values.truth import FALSE, TRUE

# ---------------------------------------------------------------- sectors


@pytest.mark.parametrize(
    ("written", "section", "code"),
    [
        ("C", "C", ""),
        ("c", "C", ""),
        ("制造业", "C", ""),
        ("manufacturing", "C", ""),
        ("C3921", "C", "C3921"),
        ("c39", "C", "C39"),
        ("39", "C", "39"),
        ("Ｃ３９", "C", "C39"),
        ("13", "C", "13"),
        ("43", "C", "43"),
        ("44", "D", "44"),
        ("01", "A", "01"),
        ("05", "A", "05"),
        ("06", "B", "06"),
        ("12", "B", "12"),
        ("97", "T", "97"),
        ("S9411", "S", "S9411"),
        ("信息技术", "I", ""),
    ],
)
def test_sectors_are_read(written: str, section: str, code: str) -> None:
    for name in ("sector", "行业门类"):
        project = Project.model_validate({name: written})
        assert (str(project.sector), project.sector_code) == (section, code)
    assert Project.model_validate_json(project.model_dump_json()) == project


@pytest.mark.parametrize(
    "written", ["D39", "C44", "00", "98", "99", "C9", "3", "C39211", "U", "制造", "39a", "", "C００"]
)
def test_what_is_no_sector_is_refused(written: str) -> None:
    with pytest.raises(FactsError) as refusal:
        Project(sector=written)
    (line,) = str(refusal.value).splitlines()
    assert line.startswith(f"sector: {written!r} is not one of the known; ")
    assert line.endswith("国际组织 (T)")


def test_a_code_that_is_given_beside_the_section_is_kept() -> None:
    assert Project(sector="C", sector_code="3921").sector_code == "3921"
    assert Project(sector="C39", sector_code="C3921").sector_code == "C3921"
    assert Project.model_validate({"行业门类": "C39", "行业代码": "C3921"}).sector_code == "C3921"


def test_all_divisions_have_one_section() -> None:
    sections = [str(Project(sector=f"{division:02d}").sector) for division in range(1, 98)]
    assert sections == sorted(sections)
    assert set(sections) == {sector.value for sector in Sector}
    for division, section in enumerate(sections, start=1):
        assert str(Project(sector=f"{section}{division:02d}").sector) == section


def test_manufacturing() -> None:
    assert Project(sector="C3921").is_manufacturing == TRUE
    assert Project(sector="D").is_manufacturing == FALSE
    assert Project().is_manufacturing.missing == {"project.sector"}


@pytest.mark.parametrize(
    ("field", "written", "expected"),
    [
        ("locality_kind", "市辖区", LocalityKind.DISTRICT),
        ("locality_kind", "县级市", LocalityKind.COUNTY),
        ("承接地类型", "区", LocalityKind.DISTRICT),
        ("capital_origin", "外资", CapitalOrigin.FOREIGN),
        ("资本来源", "港澳台", CapitalOrigin.HONG_KONG_MACAO_TAIWAN),
    ],
)
def test_categories_are_read_by_name_label_and_synonym(field: str, written: str, expected: str) -> None:
    project = Project.model_validate({field: written})
    assert expected.value in (str(project.locality_kind), str(project.capital_origin))  # type: ignore[attr-defined]


# ---------------------------------------------------------------- days

ORDER = ("signed_on", "started_on", "completed_on", "in_production_on")
ZH = {"signed_on": "签约日期", "started_on": "开工日期", "completed_on": "竣工日期", "in_production_on": "投产日期"}
PAIRS = [
    ("signed_on", "started_on"),
    ("signed_on", "completed_on"),
    ("started_on", "completed_on"),
    ("signed_on", "in_production_on"),
    ("started_on", "in_production_on"),
    ("completed_on", "in_production_on"),
]


@pytest.mark.parametrize(("earlier", "later"), PAIRS)
@pytest.mark.parametrize("first", ["2022-06-02", "not yet"])
def test_an_event_before_what_precedes_it_is_refused_with_both_named(earlier: str, later: str, first: str) -> None:
    with pytest.raises(FactsError) as refusal:
        Project(**{earlier: first, later: "2022-06-01"})
    assert str(refusal.value) == (
        f"{later}: {ZH[later]} 2022-06-01 is before {ZH[earlier]} {first}; check the two dates"
    )


@pytest.mark.parametrize(("earlier", "later"), PAIRS)
def test_the_same_day_a_later_day_and_no_day_can_be(earlier: str, later: str) -> None:
    for first, last in [
        ("2022-06-01", "2022-06-01"),
        ("2022-06-01", "not yet"),
        ("not yet", "not yet"),
        (None, "not yet"),
    ]:
        assert Project.model_validate({earlier: first, later: last})


def test_all_impossible_orders_are_said_together() -> None:
    days = {"signed_on": "2022-06-04", "started_on": "2022-06-03", "completed_on": "2022-06-02"}
    with pytest.raises(FactsError) as refusal:
        Project(**days, in_production_on="2022-06-01")
    assert len(refusal.value.problems) == len(PAIRS)


def test_registration_may_come_at_any_time() -> None:
    days = {"signed_on": "2022-01-01", "started_on": "2022-02-01", "in_production_on": "2022-03-01"}
    for day in ("2021-01-01", "2022-02-15", "2023-01-01", "not yet"):
        assert Project(**days, registered_on=day)


@given(testing.projects(unknowns=False))
def test_drawn_projects_are_in_an_order_that_can_be(project: Project) -> None:
    for earlier, later in PAIRS:
        first, last = getattr(project, earlier), getattr(project, later)
        assert not bool(last.happened) or bool(first <= last)
    assert all(raw.__class__.__name__ != "Unknown" for raw in project.raws().values())


def test_not_yet_is_known_and_no_day_is_not() -> None:
    assert Project(signed_on="尚未").signed == FALSE
    assert Project(signed_on="2022-06-01").signed == TRUE
    assert Project().signed.missing == {"project.signed_on"}


@pytest.mark.parametrize(
    ("means", "field"),
    [(Landed.REGISTERED, "registered_on"), (Landed.STARTED, "started_on"), (Landed.IN_PRODUCTION, "in_production_on")],
)
def test_landing_as_it_is_read(means: Landed, field: str) -> None:
    project = Project(**{field: "2022-06-01"})
    assert str(project.landing_day(means)) == "2022-06-01"
    assert project.landed(means) == TRUE
    assert Project(**{field: "not yet"}).landed(means) == FALSE
    assert Project().landed(means).missing == {f"project.{field}"}
    for other in set(Landed) - {means}:
        assert not project.landed(other).is_known


@given(st.sampled_from(Measure), testing.moneys())
def test_each_measure_is_its_amount(measure: Measure, amount: Money) -> None:
    data: dict[str, Any] = {measure.value: amount}
    project = Project(**data)
    assert project.measure(measure) == amount
    for other in set(Measure) - {measure}:
        assert project.measure(other).missing == {f"project.{other.value}"}


def test_a_whole_record_by_labels() -> None:
    project = Project.model_validate(
        {
            "项目名称": "某电池项目",
            "建设地点": "四川省绵阳市涪城区",
            "行业门类": "C3841",
            "资本来源": "内资",
            "协议投资额": "5.2亿元",
            "签约日期": "2022年6月20日",
            "投产日期": "尚未",
        }
    )
    assert (project.name, project.sector_code) == ("某电池项目", "C3841")
    assert project.agreed_investment == Money.yi("5.2")
    assert project.in_production_on == Day.not_yet()
