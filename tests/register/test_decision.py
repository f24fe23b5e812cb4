from __future__ import annotations

import copy
import json
import pickle
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import investpolicy as ip
from investpolicy.errors import KindError, PolicyError, UndeterminedError
from investpolicy.outcomes import Award, Status
from investpolicy.register import stored
from investpolicy.register.decision import SCHEMA, Decision, fingerprint, json_schema
from investpolicy.register.stored import StoredDecision
from investpolicy.register.wording import term_words
from investpolicy.schedules import BasePlusStep, Lookup, Slab
from tests.register.cases import CASES, RATE, REFERRAL, city, mianyang, referral, sharing

EXPLAINED = Path(__file__).parent.parent / "examples" / "explain"
MONEY = ip.Money.parse


def up_to() -> Decision:
    return mianyang().decide("referral-reward", REFERRAL)


# --- the answer


def test_the_answer_of_an_award_whose_scale_is_not_published() -> None:
    decision = up_to()
    assert decision.status is Status.UP_TO
    assert decision.ceiling == MONEY("30万元")
    assert decision.discretionary
    assert decision.missing == ("terms.scale",)
    assert decision.name_of("terms.scale") == "奖励标准"
    assert decision.name_of("terms.scale", "en") == "scale"
    assert decision.name_of("no.such") == "no.such"
    with pytest.raises(UndeterminedError) as caught:
        decision.amount  # noqa: B018
    assert str(caught.value) == (
        "MY22.referral-reward (绵阳市更大力度促进招商引资10条措施): "
        "the amount is not determined; the ceiling is 30万元; missing: terms.scale"
    )


def test_an_amount_is_due_nothing_is_due_or_it_is_not_known() -> None:
    draft = mianyang().vary({"referral-reward.scale": RATE})
    assert draft.decide("referral-reward", referral({"actual_investment": "5.2亿元"})).amount == MONEY("26万元")
    assert draft.decide("referral-reward", referral({"actual_investment": "6亿元"})).amount == MONEY("30万元")
    failed = draft.decide("referral-reward", referral({"agreed_investment": "4.99亿元"}))
    assert (failed.status, failed.amount, failed.ceiling) == (Status.INELIGIBLE, MONEY("0元"), None)
    assert failed.outcome.failed == ("large_enough",)
    unknown = draft.decide("referral-reward", referral({"actual_investment": None}))
    assert (unknown.status, unknown.missing) == (Status.UNDETERMINED, ("project.actual_investment",))
    with pytest.raises(UndeterminedError, match=r"missing: project\.actual_investment"):
        unknown.amount  # noqa: B018


def test_no_cap_is_no_ceiling() -> None:
    decision = mianyang().vary({"referral-reward.cap": "unlimited"}).decide("referral-reward", REFERRAL)
    assert (decision.status, decision.ceiling, decision.missing) == (Status.UNDETERMINED, None, ("terms.scale",))


def test_the_parts_of_a_split_add_up_and_are_not_invented() -> None:
    decision = mianyang().decide("cost-sharing", sharing())
    assert decision.parts == {"市本级": MONEY("30万元"), "承接地": MONEY("700000.01元")}
    for facts, why in (
        (sharing(project={"agreed_investment": "99.99亿元"}), r"no split is stated; because of: large_enough"),
        (sharing(support_funds=None), r"the split is not determined; because of: support_claim\.support_funds"),
    ):
        with pytest.raises(UndeterminedError, match=why):
            mianyang().decide("cost-sharing", facts).parts  # noqa: B018


def test_asking_for_what_an_outcome_has_not() -> None:
    with pytest.raises(KindError, match=r"MY22\.cost-sharing: a split has no amount; ask for \.parts"):
        mianyang().decide("cost-sharing", sharing()).amount  # noqa: B018
    with pytest.raises(KindError, match=r"MY22\.referral-reward: an award has no parts; ask for \.amount or \.status"):
        up_to().parts  # noqa: B018
    with pytest.raises(KindError, match=r"a check has no amount; ask for \.status"):
        CASES["fund-share-met"]().amount  # noqa: B018
    assert CASES["fund-share-met"]().ceiling is None


def test_conditions_steps_citation_readings_and_patches() -> None:
    decision = CASES["referral-reward-amended"]()
    assert list(decision.conditions) == [
        "signed",
        "landed",
        "in_jurisdiction",
        "large_enough",
        "brought_about",
        "recipient_allowed",
    ]
    large = decision.conditions["large_enough"]
    assert (large.met, large.missing, large.label.zh) == (True, (), "达到项目门槛")
    assert large.words.zh == "协议投资额 5.2亿元 ≥ 项目门槛 1亿元"
    assert {one.name: str(one.value) for one in decision.steps} == {
        "scaled": "105万元",
        "cap": "60万元",
        "left_under_cap": "60万元",
        "award": "60万元",
    }
    assert decision.citation.title == "某市招商引资奖励办法"
    assert decision.citation.section == "第三条"
    assert decision.citation.published == date(2020, 1, 10)
    assert str(decision.citation) == "《某市招商引资奖励办法》（某市人民政府，某府发〔2020〕1号，2020-01-10），第三条"
    assert decision.readings == {"landed": "registered", "first-rate": "printed"}
    assert [(one.why, one.path) for one in decision.patches][-3:] == [
        ("amendment of 2023-07-01", "referral-reward.scale.brackets[6亿元].rate"),
        ("answer referral-reward.landed=registered", "referral-reward.landed_means"),
        ("change", "referral-reward.scale.brackets[6亿元].rate"),
    ]


def test_an_unknown_condition_says_what_it_waits_for() -> None:
    condition = CASES["referral-reward-undetermined"]().conditions["landed"]
    assert (condition.met, condition.missing) == (None, ("project.started_on",))
    assert condition.words == ("开工日期（未提供）", "day of construction start (not given)")


def test_a_decision_says_what_it_is() -> None:
    assert repr(up_to()) == "<Decision MY22.referral-reward: at most CNY 300,000 (discretionary: it may be granted)>"


# --- explaining


@pytest.mark.parametrize("name", CASES)
def test_explanation(name: str) -> None:
    decision = CASES[name]()
    expected = (EXPLAINED / f"{name}.txt").read_text("utf-8")
    assert f"{decision.explain()}\n\n{decision.explain('en')}\n" == expected


def test_every_expected_explanation_has_its_case_and_every_status_one() -> None:
    assert {one.stem for one in EXPLAINED.glob("*.txt")} == set(CASES)
    found = {(case().provision.name, case().status) for case in CASES.values()}
    award = {Status.ENTITLED, Status.INELIGIBLE, Status.UNDETERMINED}
    expected = {
        "referral-reward": award | {Status.UP_TO},
        "park-ranking-award": award,
        "major-project-award": award,
        "cost-sharing": award,
        "fund-share": {Status.MET, Status.NOT_MET, Status.EXCEPTED, Status.UNDETERMINED},
    }
    assert found >= {(name, status) for name, statuses in expected.items() for status in statuses}


@pytest.mark.parametrize("name", CASES)
def test_no_text_shows_how_it_is_made(name: str) -> None:
    """No name of Python's, no unfilled label; English is English but for names, documents and units."""
    decision = CASES[name]()
    for text in (decision.explain(), decision.explain("en")):
        assert not re.search(r"_|None|Unknown|\{|\}|\w\.[a-z]+_", text.replace(decision.provision.id, ""))
    assert "unknown" not in decision.explain()
    for line in decision.explain("en").split("\n")[2:]:
        if line.startswith(("  ✓", "  ✗", "  ?")) and "in the jurisdiction" not in line and "inside the" not in line:
            assert not re.search(r"[\u4e00-\u9fff]", line)


def test_every_figure_is_in_the_text() -> None:
    text = CASES["referral-reward-shared"]().explain()
    for figure in (
        "5.2亿元",
        "5亿元",
        "3亿元",
        "0.5‰",
        "5万元",
        "10万元",
        "30万元",
        "1万元",
        "29万元",
        "1:2",
        "66666.67元",
    ):
        assert figure in text
    for step in CASES["referral-reward-shared"]().steps:
        assert str(step.value) in text


BRACKETS = [
    (
        {
            "kind": "lookup",
            "base": "agreed",
            "brackets": [{"from": "1亿元", "to": "5亿元", "amount": "10万元"}, {"above": "5亿元", "amount": "20万元"}],
        },
        "按标准计算：协议投资额 5.2亿元，适用档次：超过 5亿元 = 20万元",
        "amount by the scale: agreed investment CNY 520,000,000, in the bracket above CNY 500,000,000 = CNY 200,000",
    ),
    (
        {
            "kind": "slab",
            "base": "actual",
            "brackets": [{"from": "5亿元", "below": "6亿元", "rate": "1‰"}, {"from": "6亿元", "rate": "2‰"}],
        },
        "按标准计算：实际投资额 3亿元，未达最低一档（5亿元 起） = 0元",
        (
            "amount by the scale: actual investment CNY 300,000,000, "
            "short of the first bracket (from CNY 500,000,000) = CNY 0"
        ),
    ),
    (
        {
            "kind": "base-plus-step",
            "base": "agreed",
            "partial_step": "not-counted",
            "brackets": [{"from": "5亿元", "amount": "10万元", "step": "1000万元", "per_step": "1万元"}],
        },
        "按标准计算：10万元 + 协议投资额 5.2亿元 超过 5亿元 的部分，每 1000万元 计 1万元 = 12万元",
        (
            "amount by the scale: CNY 100,000 + CNY 10,000 for each CNY 10,000,000 "
            "of agreed investment CNY 520,000,000 beyond CNY 500,000,000 = CNY 120,000"
        ),
    ),
]


@pytest.mark.parametrize(("scale", "zh", "en"), BRACKETS, ids=["lookup", "slab", "base-plus-step"])
def test_schedules_are_explained_with_their_figures(scale: dict[str, Any], zh: str, en: str) -> None:
    decision = mianyang().vary({"referral-reward.scale": scale}).decide("referral-reward", REFERRAL)
    assert f"  {zh}\n" in decision.explain()
    assert f"  {en}\n" in decision.explain("en")


def test_terms_in_words() -> None:
    bracket = {"from": "1亿元", "below": "5亿元"}
    slab = Slab.model_validate(
        {"kind": "slab", "base": "agreed", "brackets": [bracket | {"rate": "1‰"}, {"from": "5亿元", "rate": "2‰"}]}
    )
    assert term_words(slab, "zh") == "全额分档（协议投资额）：1亿元（含）至不足 5亿元 1‰，5亿元（含） 2‰"
    assert term_words(slab, "en") == (
        "whole-amount brackets on agreed investment: "
        "CNY 100,000,000 or more and below CNY 500,000,000: 1‰, CNY 500,000,000 or more: 2‰"
    )
    lookup = Lookup.model_validate(
        {"kind": "lookup", "base": "agreed", "brackets": [{"above": "1亿元", "amount": "1万元"}]}
    )
    assert term_words(lookup, "zh") == "分档定额（协议投资额）：超过 1亿元 1万元"
    step = {"from": "1亿元", "amount": "1万元", "step": "1000万元", "per_step": "5000元"}
    steps = BasePlusStep.model_validate(
        {"kind": "base-plus-step", "base": "agreed", "partial_step": "counted", "brackets": [step]}
    )
    assert term_words(steps, "zh") == (
        "基数加增量，不足一档按一档计（协议投资额）：1亿元（含） 1万元，每增加 1000万元 加 5000元"
    )
    terms = mianyang().terms("park-ranking-award")
    assert term_words(terms.prizes, "zh") == "第 1 名 100万元，第 2-3 名 80万元，第 4-5 名 60万元"  # type: ignore[attr-defined]
    values = {
        name: term_words(getattr(mianyang().terms("cost-sharing"), name), "zh") for name in ("shares", "remainder")
    }
    assert values == {"shares": "市本级 30 : 承接地 70", "remainder": "前列各方舍去到分，末位取余"}
    assert term_words(True, "zh") == "是"
    assert term_words(mianyang().terms("fund-share").major_from, "en") == "not published"  # type: ignore[attr-defined]


# --- notebooks


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        assert [name for name, _ in attrs] in ([], ["style"])
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


HOSTILE = "<script>alert('x')</script><img src=x onerror=alert(1)>&amp;"


@pytest.mark.parametrize("name", [*CASES, "hostile"])
def test_html_is_well_formed_escaped_and_without_colours(name: str) -> None:
    if name == "hostile":
        decision = mianyang().decide(
            "referral-reward", referral({"place": HOSTILE, "name": HOSTILE}, {"name": HOSTILE})
        )
    else:
        decision = CASES[name]()
    html = decision._repr_html_()
    tags = Tags()
    tags.feed(html)
    assert tags.open == []
    assert set(tags.seen) <= {"div", "b", "table", "tr", "td", "br", "small"}
    assert not re.search(r"colou?r|background|#[0-9a-fA-F]{3}|rgb", html)
    assert decision.conclusion() in html
    assert (HOSTILE[:8] in html) is False


def test_a_hostile_policy_file_is_escaped_too(tmp_path: Path) -> None:
    text = (Path(__file__).parent.parent / "examples" / "policies" / "city-2020.yaml").read_text("utf-8")
    path = tmp_path / "mine.yaml"
    path.write_text(text.replace('zh: "引荐奖励"', 'zh: "<b onclick=x>"').replace('zh: "第三条"', 'zh: "<i>"'), "utf-8")
    html = ip.load_policy(path).decide("referral-reward", REFERRAL)._repr_html_()
    assert "<i>" not in html
    assert "&lt;b onclick=x&gt;" in html


# --- immutable, pickled, copied


def test_a_decision_can_not_be_changed() -> None:
    decision = up_to()
    before = decision.to_json()
    for name in ("status", "facts", "outcome", "provision", "anything"):
        with pytest.raises(AttributeError, match="a Decision can not be changed"):
            setattr(decision, name, None)
    with pytest.raises(AttributeError):
        decision.outcome.computed = MONEY("1元")
    with pytest.raises(TypeError):
        decision.outcome.conditions["signed"] = None  # type: ignore[index]
    with pytest.raises(TypeError):
        decision.conditions["signed"] = None  # type: ignore[index]
    with pytest.raises(ValueError, match="frozen"):
        decision.facts.project = None  # type: ignore[attr-defined]
    decision.document()["facts"]["project"]["name"] = "x"
    decision.readings["landed"] = "x"
    assert decision.to_json() == before


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("explained", [False, True], ids=["fresh", "explained"])
def test_a_decision_is_pickled_and_copied(name: str, explained: bool) -> None:
    decision = CASES[name]()
    if explained:
        decision.explain()
    for again in (pickle.loads(pickle.dumps(decision)), copy.deepcopy(decision), copy.copy(decision)):
        assert again.status is decision.status
        assert again.to_json() == decision.to_json()
        assert again.explain("en") == decision.explain("en")


# --- on the record


SCHEMA_OF_DECISIONS = json_schema()


@pytest.mark.parametrize("name", CASES)
def test_a_decision_fits_its_schema(name: str) -> None:
    document = json.loads(CASES[name]().to_json())
    jsonschema.Draft202012Validator.check_schema(SCHEMA_OF_DECISIONS)
    jsonschema.Draft202012Validator(SCHEMA_OF_DECISIONS).validate(document)
    assert document["schema"] == SCHEMA == "investpolicy/decision/1"
    assert document["library"] == ip.__version__
    StoredDecision.model_validate(document)
    assert json.loads(CASES[name]().to_json(indent=2)) == document


@pytest.mark.parametrize(
    "change",
    [
        {"status": "granted"},
        {"amount": 300000},
        {"ceiling": "30万元"},
        {"extra": 1},
        {"fingerprint": "md5:0"},
        {"schema": "investpolicy/decision/2"},
        {"policy": {}},
    ],
)
def test_the_schema_refuses(change: dict[str, Any]) -> None:
    document = json.loads(up_to().to_json()) | change
    assert not jsonschema.Draft202012Validator(SCHEMA_OF_DECISIONS).is_valid(document)


def test_the_schema_knows_every_status() -> None:
    assert SCHEMA_OF_DECISIONS["properties"]["status"]["enum"] == [
        "entitled",
        "up_to",
        "ineligible",
        "met",
        "not_met",
        "excepted",
        "determined",
        "undetermined",
    ]
    assert set(SCHEMA_OF_DECISIONS["properties"]["status"]["enum"]) == set(map(str, Status))


LANDED = ("cost-sharing.landed", "referral-reward.landed")


def test_the_stored_form_is_readable() -> None:
    document = json.loads(CASES["referral-reward-amended"]().to_json())
    assert document["policy"]["on"] == "2024-01-01"
    assert document["policy"]["answers"] == dict.fromkeys(LANDED, "registered")
    assert document["policy"]["changes"] == {"referral-reward.scale.brackets[6亿元].rate": "1.5‰"}
    assert document["amount"] == document["ceiling"] == "600000.00"
    assert document["terms"]["cap"] == {"kind": "fixed", "amount": "600000.00"}
    assert document["terms"]["scale"] == {
        "base": "actual_investment",
        "kind": "slab",
        "brackets": [
            {"from": "100000000.00", "below": "600000000.00", "rate": "0.5‰"},
            {"from": "600000000.00", "rate": "1.5‰"},
        ],
        "rounding": "half-up to 分",
    }
    assert document["facts"]["project"]["agreed_investment"] == "520000000.00"
    assert document["facts"]["project"]["sector"] == "C"
    shares = json.loads(CASES["cost-sharing-entitled"]().to_json())
    assert shares["terms"]["shares"] == "市本级 30 : 承接地 70"
    assert shares["parts"] == {"市本级": "300000.00", "承接地": "700000.01"}
    waiting = json.loads(CASES["major-project-award-undetermined"]().to_json())
    assert waiting["unknown"]["park_year.qualifying"] == ["park_year.projects"]


# --- fingerprints

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=5), inside, max_size=3),
    max_leaves=8,
)


def turned(data: Any) -> Any:
    """The same data with the keys in the other order."""
    if isinstance(data, dict):
        return {key: turned(value) for key, value in reversed(data.items())}
    return [turned(one) for one in data] if isinstance(data, list) else data


@given(st.dictionaries(st.text(max_size=5), PLAIN, max_size=4))
def test_a_fingerprint_does_not_depend_on_the_order_of_keys(data: dict[str, Any]) -> None:
    assert fingerprint(turned(data)) == fingerprint(data)
    assert fingerprint({**data, "one more": 1}) != fingerprint(data)
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", fingerprint(data))


@pytest.mark.parametrize("value", [1.0, float("nan"), b"x", date(2022, 1, 1), MONEY("1元"), {1: 2}, {1, 2}, [0.5]])
def test_a_fingerprint_refuses_what_has_no_canonical_form(value: object) -> None:
    with pytest.raises(KindError):
        fingerprint({"a": [{"b": value}]})


def test_the_same_facts_in_another_order_have_the_same_fingerprint() -> None:
    other = {key: turned(value) for key, value in reversed(REFERRAL.items())}
    assert mianyang().decide("referral-reward", other).fingerprint == up_to().fingerprint


def test_a_fingerprint_changes_with_every_fact_term_and_version(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [up_to().fingerprint]
    projects: list[dict[str, Any]] = [
        {"name": "另一项目"},
        {"agreed_investment": "520000000.01元"},
        {"actual_investment": None},
        {"signed_on": "2022-06-21"},
        {"completed_on": "2024-01-01"},
    ]
    found += [mianyang().decide("referral-reward", referral(project)).fingerprint for project in projects]
    policies = [
        ip.policy("mianyang-2022"),
        ip.policy("mianyang-2022", on=date(2022, 6, 2)),
        mianyang().under({"referral-reward.landed": "registered"}),
        mianyang().vary({"referral-reward.cap": "30.000001万元"}),
        mianyang().vary({"referral-reward.jurisdiction": ["四川"]}),
    ]
    found += [policy.decide("referral-reward", REFERRAL).fingerprint for policy in policies]
    from investpolicy.register import decision

    monkeypatch.setattr(decision, "version_of_library", lambda: "99.0")
    found.append(up_to().fingerprint)
    assert len(set(found)) == len(found)


def test_two_files_of_the_same_terms_have_other_fingerprints(tmp_path: Path) -> None:
    text = (Path(__file__).parent.parent / "examples" / "policies" / "city-2020.yaml").read_text("utf-8")
    path = tmp_path / "mine.yaml"
    path.write_text(text + "# another version\n", "utf-8")
    assert ip.load_policy(path).decide("referral-reward", REFERRAL).fingerprint != (
        city().decide("referral-reward", REFERRAL).fingerprint
    )


def test_plain_data_of_models() -> None:
    assert stored.plain(mianyang().terms("fund-share")) == {
        "limit": "50%",
        "base": "vehicle",
        "investment": "agreed_investment",
        "major_means": "recognised",
        "major_from": None,
    }


def test_an_explanation_that_does_not_fit_the_decision_is_a_fault() -> None:
    decision = CASES["referral-reward-entitled"]()
    other = CASES["referral-reward-unlimited"]().outcome
    outcome = Award(MONEY("1元"), MONEY("2元"), dict(other.conditions))
    broken = Decision(decision.provision, decision.facts, outcome)
    with pytest.raises(PolicyError, match="decided 100, explained 15000000; report this fault"):
        broken.explain()
