"""Facts from YAML and JSON files: what is read, and every fault at its line and column."""

from __future__ import annotations

from pathlib import Path

import pytest

import investpolicy as ip
from investpolicy.errors import FactsError, PolicyFileError
from investpolicy.facts import ParkYear, Referral
from investpolicy.register.fact_files import read_facts

MIANYANG = ip.policy("mianyang-2022")
REFERRAL, RANKING = MIANYANG.provision("referral-reward"), MIANYANG.provision("major-project-award")


def written(folder: Path, text: str, name: str = "facts.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def faults(path: Path, provision: ip.Provision) -> list[str]:
    with pytest.raises(FactsError) as refusal:
        read_facts(path, provision)
    return [str(one).replace(f"{path}:", "").partition(";")[0] for one in refusal.value.problems]


def test_yaml_with_labels_and_json_with_names_are_the_same_facts(tmp_path: Path) -> None:
    labels = written(tmp_path, "项目: {协议投资额: 5.2亿元, 签约日期: 2022-06-20}\n引荐主体: {引荐并促成: 是}\n")
    names = written(
        tmp_path,
        '{"project": {"agreed_investment": "520000000元", "signed_on": "2022-06-20"},'
        ' "referrer": {"brought_about": true}}',
        "facts.json",
    )
    (first,), (second,) = read_facts(labels, REFERRAL), read_facts(names, REFERRAL)
    assert isinstance(first, Referral)
    assert first == second
    assert first.project.agreed_investment == ip.Money.parse("5.2亿元")


def test_a_list_is_a_population(tmp_path: Path) -> None:
    path = written(tmp_path, "- {园区: 甲, 年度: 2022}\n- {park: 乙, year: 2022, projects: [{协议投资额: 60亿元}]}\n")
    first, second = read_facts(path, RANKING)
    assert isinstance(first, ParkYear)
    assert (first.park, second.park, len(second.projects or ())) == ("甲", "乙", 1)


def test_every_fault_of_every_record_at_its_place(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "- 园区: 甲\n  项目清单:\n    - 协议投资额: 60\n      签约日期: 2022-05-01\n      开工日期: 2022-04-01\n"
        "- 园区: 乙\n  综合考核得分: 九十\n  得份: 1\n",
    )
    assert faults(path, RANKING) == [
        "3:14: money '60' has no unit",
        "5:13: 开工日期 2022-04-01 is before 签约日期 2022-05-01",
        "7:11: points '九十' is not a number of points",
        "8:7: there is no '得份' in ParkYear",
    ]


def test_a_number_never_passes_through_a_float(tmp_path: Path) -> None:
    (facts,) = read_facts(written(tmp_path, '{"paid_before": "0.07元", "weights": [1, 2]}', "a.json"), REFERRAL)
    assert facts.paid_before.in_fen == 7
    assert facts.weights == (1, 2)
    assert faults(written(tmp_path, '{"paid_before": 0.07}', "b.json"), REFERRAL)[0].endswith("'0.07' has no unit")


@pytest.mark.parametrize(
    ("text", "message"),
    [("[]", "1:1: there is no record"), ("just text", "1:1: 'just text' is not what this provision decides on")],
)
def test_what_is_no_record_is_refused(tmp_path: Path, text: str, message: str) -> None:
    assert faults(written(tmp_path, text), REFERRAL)[0].startswith(message)


def test_what_is_no_yaml_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PolicyFileError, match=r"facts\.yaml:1:"):
        read_facts(written(tmp_path, "a: [1"), REFERRAL)
    with pytest.raises(PolicyFileError, match=r"nowhere\.yaml"):
        read_facts(tmp_path / "nowhere.yaml", REFERRAL)


def test_items_by_their_labels_are_read_beside_a_fault(tmp_path: Path) -> None:
    path = written(tmp_path, "参赛单位:\n  - {单位: 甲, 得分: 九十}\n  - {单位: 乙, 得分: 80}\n计入年终考核: 大概\n")
    assert faults(path, ip.policy("ziyang").provision("arena")) == [
        "2:17: points '九十' is not a number of points",
        "4:9: '大概' is no yes or no",
    ]
    yes = written(tmp_path, "参赛单位: [{单位: 甲, 得分: 90}]\n计入年终考核: 是\n", "yes.yaml")
    assert read_facts(yes, ip.policy("ziyang").provision("arena"))[0].year_end is True


def test_a_misspelled_name_without_a_value_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, '{"单位": }', "facts.json")
    assert faults(path, ip.policy("ziyang").provision("arena")) == ["1:2: there is no '单位' in MonthlyContest"]


def test_a_recorded_fact_has_nothing_to_decide() -> None:
    with pytest.raises(ip.errors.UnknownNameError, match=r"ZY\.outposts: is recorded as a fact, without a rule"):
        ip.policy("ziyang").decide("outposts", {})
