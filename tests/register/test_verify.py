from __future__ import annotations

import contextlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import investpolicy as ip
from investpolicy.errors import VerificationError
from investpolicy.register import decision as decision_module
from investpolicy.register.stored import fingerprint
from tests.register.cases import CASES, CITY, RATE, REFERRAL, city, mianyang


def document(name: str = "referral-reward-entitled") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(CASES[name]().to_json())
    return found


def sealed(content: dict[str, Any]) -> dict[str, Any]:
    """The document with a fingerprint that fits, as a careful forger would make it."""
    rest = {key: value for key, value in content.items() if key != "fingerprint"}
    return rest | {"fingerprint": fingerprint(rest)}


def own(name: str) -> ip.Policy | None:
    """The policy that verifying needs: none for a shipped one."""
    found = CASES[name]().provision.policy
    return city() if found.id == "city-2020" else None


def refused(stored: Any, policy: ip.Policy | None = None) -> str:
    with pytest.raises(VerificationError) as caught:
        ip.verify(stored, policy)
    return str(caught.value)


# --- its own


@pytest.mark.parametrize("name", CASES)
def test_a_decision_verifies_its_own_json(name: str) -> None:
    stored = CASES[name]().to_json()
    for given_form in (stored, CASES[name]().to_json(indent=2), json.loads(stored)):
        found = ip.verify(given_form, own(name))
        assert found.differences == ()
        assert found.ok
        assert bool(found)
        assert found.decision.to_json() == stored
        assert found.decision.explain() == CASES[name]().explain()
    drafted = bool(CASES[name]().provision.policy.changes)
    assert bool(found.notes) is drafted
    assert str(found).startswith("verified")


def test_a_draft_is_noted() -> None:
    found = ip.verify(CASES["referral-reward-entitled"]().to_json())
    assert str(found) == (
        "verified\nnote: it is decided under a draft: 2 changes to the published terms "
        "(referral-reward.cap, referral-reward.scale)"
    )
    one = mianyang().vary({"referral-reward.cap": "50万元"}, author="起草组").decide("referral-reward", REFERRAL)
    again = ip.verify(one.to_json())
    assert again.notes == ("it is decided under a draft: 1 change to the published terms (referral-reward.cap)",)
    assert again.decision.provision.policy.author == "起草组"


def test_a_draft_that_changes_back_verifies() -> None:
    """A stored change may be idle: it was not when it was made."""
    draft = mianyang().vary({"referral-reward.cap": "50万元"}).vary({"referral-reward.cap": "30万元"})
    assert ip.verify(draft.decide("referral-reward", REFERRAL).to_json()).ok


def test_an_unusual_draft_verifies_without_a_warning() -> None:
    with pytest.warns(ip.PolicyWarning):
        draft = mianyang().vary({"referral-reward.scale": {**RATE, "rate": "5%"}})
    assert ip.verify(draft.decide("referral-reward", REFERRAL).to_json()).ok


# --- tampered


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        (("amount",), "160000.00", {"amount"}),
        (("ceiling",), "600000.00", {"ceiling"}),
        (("ceiling",), None, {"ceiling"}),
        (("status",), "up_to", {"status"}),
        (("discretionary",), False, {"discretionary"}),
        (("conditions", "landed", "met"), None, {"conditions.landed.met"}),
        (("conditions", "signed", "missing"), ["project.signed_on"], {"conditions.signed.missing"}),
        (("steps", "scaled"), "160000.00", {"steps.scaled"}),
        (("steps", "bonus"), "1.00", {"steps.bonus"}),
        (("missing",), ["terms.scale"], {"missing"}),
        (("readings", "landed"), "registered", {"readings.landed"}),
        (("terms", "cap", "amount"), "600000.00", {"terms.cap.amount"}),
        (("citation", "zh"), "另一份文件", {"citation.zh"}),
        (("parts",), {"某人": "1.00"}, {"parts.某人"}),
        (("unknown",), {"project.name": ["x"]}, {"unknown.project.name"}),
    ],
)
def test_what_was_changed_is_named(path: tuple[str, ...], value: Any, where: set[str]) -> None:
    content = document()
    inside: Any = content
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = value
    found = ip.verify(content)
    assert not found.ok
    assert {one.where for one in found.differences} == {*where, "fingerprint"}
    assert "fingerprint: does not fit the stored content; the document was changed after it was made" in str(found)
    forged = ip.verify(sealed(content))  # a new fingerprint does not hide it
    assert {one.where for one in forged.differences} == where


def test_a_difference_shows_both_figures() -> None:
    content = document()
    content["amount"] = "160000.00"
    assert str(ip.verify(sealed(content)).differences[0]) == "amount: stored '160000.00', computed '150000.00'"


def test_every_difference_is_named_at_once() -> None:
    content = document()
    content["amount"], content["ceiling"], content["steps"]["scaled"] = "1.00", "2.00", "3.00"
    assert [one.where for one in ip.verify(content).differences] == ["amount", "ceiling", "steps.scaled", "fingerprint"]


def test_changed_facts_change_the_answer() -> None:
    content = document()
    content["facts"]["project"]["actual_investment"] = "400000000.00"
    found = ip.verify(sealed(content))
    assert {one.where for one in found.differences} == {"amount", "steps.scaled", "steps.award"}
    content = document()
    content["facts"]["project"]["name"] = "另一项目"  # nothing follows from a name: the fingerprint tells
    assert [one.where for one in ip.verify(content).differences] == ["fingerprint"]


def test_a_forged_day_or_answer_is_told_by_the_terms() -> None:
    content = document("referral-reward-amended")
    content["policy"]["on"] = "2022-01-01"
    found = ip.verify(sealed(content), city())
    assert {"terms.cap.amount", "amount", "ceiling", "steps.cap"} <= {one.where for one in found.differences}


# --- versions


def test_another_version_of_the_library_is_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr(decision_module, "version_of_library", lambda: "0.0.1")
        stored = json.loads(CASES["fund-share-met"]().to_json())
    assert stored["library"] == "0.0.1"
    found = ip.verify(stored)
    assert found.ok
    assert found.notes == (f"stored under version 0.0.1 of the library, computed under {ip.__version__}",)
    assert str(found).startswith("verified\nnote: stored under version 0.0.1")
    stored["citation"]["en"] = "as it was cited then"
    assert ip.verify(sealed(stored)).ok
    stored["status"] = "not_met"
    assert [one.where for one in ip.verify(sealed(stored)).differences] == ["status"]


def test_a_policy_file_that_has_changed_is_a_note_as_long_as_the_answer_holds(tmp_path: Path) -> None:
    stored = city().decide("referral-reward", REFERRAL).to_json()
    text = CITY.read_text("utf-8")
    other = tmp_path / "mine.yaml"
    other.write_text(text.replace("article 3", "article 4"), "utf-8")
    found = ip.verify(stored, ip.load_policy(other))
    assert found.ok
    assert found.notes == ("the file of policy city-2020 has changed since",)
    other.write_text(text.replace("cap: 50万元", "cap: 51万元"), "utf-8")
    found = ip.verify(stored, ip.load_policy(other))
    assert {one.where for one in found.differences} == {
        "ceiling",
        "terms.cap.amount",
        "steps.cap",
        "steps.left_under_cap",
    }


# --- the user's own policy


def test_a_users_own_policy_is_needed() -> None:
    stored = CASES["referral-reward-amended"]().to_json()
    assert refused(stored) == (
        "policy: the decision is under 'city-2020', which is not shipped with the library; "
        "give it: verify(document, load_policy(…))"
    )
    assert refused(stored, mianyang()) == (
        "policy: the decision is under 'city-2020', not 'mianyang-2022'; give the policy that it names"
    )


@pytest.mark.parametrize(
    "given_policy",
    [
        city(),
        city(date(2021, 5, 5)),
        city().under(landed="registered"),
        city().vary({"referral-reward.cap": "1元"}),
    ],
)
def test_only_the_document_of_a_given_policy_counts(given_policy: ip.Policy) -> None:
    found = ip.verify(CASES["referral-reward-amended"]().to_json(), given_policy)
    assert found.ok
    assert found.decision.provision.policy == CASES["referral-reward-amended"]().provision.policy


# --- what can not be recomputed


@pytest.mark.parametrize(
    ("stored", "message"),
    [
        ("", "decision: is no JSON: "),
        ("{", "decision: is no JSON: "),
        ("null", "decision: 'null' is no JSON object; give the whole document as Decision.to_json() wrote it"),
        ("[]", "decision: '[]' is no JSON object"),
        ('"text"', "decision: '\"text\"' is no JSON object"),
        (b"{}", "decision: bytes is neither JSON text nor a mapping"),
        (None, "decision: NoneType is neither JSON text nor a mapping"),
        ("{}", "schema: is missing; this version reads 'investpolicy/decision/1'"),
        ({"schema": "investpolicy/decision/9"}, "schema: 'investpolicy/decision/9' is not known; this version reads"),
        ({"schema": ["x"]}, "schema: ['x'] is not known"),
        ('{"schema": 1, "schema": 2}', "decision: the key 'schema' is written twice"),
        ('{"amount": 300000.0}', "decision: 300000.0 is a number that is not exact; amounts are texts"),
        ('{"amount": NaN}', "decision: NaN is a number that is not exact"),
        ('{"amount": ' + "9" * 5000 + "}", "decision: is no JSON: "),
        ("[" * 100_000, "decision: is nested too deeply"),
        ('{"a":' * 100_000, "decision: is nested too deeply"),
    ],
)
def test_garbage_is_refused(stored: Any, message: str) -> None:
    assert refused(stored).startswith(message)


@pytest.mark.parametrize("name", sorted(document()))
def test_a_document_without_a_part_is_refused(name: str) -> None:
    content = document()
    del content[name]
    assert refused(content).startswith("schema: is missing" if name == "schema" else f"{name}: is missing")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"amount": 150000}, "amount: 150000 is no text; write it in quotes"),
        ({"policy": None}, "policy: "),
        ({"terms": {"cap": 0.5}}, "decision: float has no canonical form; give the whole document"),
        ({"surprise": 1}, "surprise: there is no 'surprise' in StoredDecision"),
        ({"provision": "MY22.referal-reward"}, "can not be recomputed: provision of mianyang-2022"),
        ({"facts": {"projct": {}}}, "projct: can not be recomputed: there is no 'projct' in Referral; did you mean"),
        (
            {"facts": {"project": {"agreed_investment": "-1.00"}}},
            "project.agreed_investment: can not be recomputed: 协议投资额 is -1元, below zero",
        ),
        (
            {"facts": {"project": {"agreed_investment": 5.5}}},
            "project.agreed_investment: can not be recomputed: float 5.5",
        ),
    ],
)
def test_a_document_that_is_wrong_is_refused(changes: dict[str, Any], message: str) -> None:
    assert refused(document() | changes).startswith(message)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"id": "no-such"}, "policy: the decision is under 'no-such', which is not shipped with the library"),
        ({"on": "2022-02-30"}, "policy.on: can not be recomputed: day is out of range for month"),
        ({"on": "2020-01-01"}, "on: can not be recomputed: 2020-01-01 is before mianyang-2022 is known to be in force"),
        ({"answers": {"lnded": "x"}}, "can not be recomputed: question of mianyang-2022 'lnded' does not exist"),
        ({"changes": {"referral-reward.cup": "1元"}}, "can not be recomputed: term of referral-reward 'cup'"),
        (
            {"changes": {"referral-reward.cap": "1"}},
            "referral-reward.cap: can not be recomputed: money '1' has no unit",
        ),
        ({"changes": {"referral-reward.cap": 1.5}}, "referral-reward.cap: can not be recomputed: float 1.5"),
    ],
)
def test_a_policy_that_can_not_be_had_is_refused(changes: dict[str, Any], message: str) -> None:
    content = document()
    content["policy"] |= changes
    assert refused(content).startswith(message)


@pytest.mark.parametrize("depth", [50, 500, 100_000])
@pytest.mark.parametrize("where", ["facts", "changes", "terms"])
def test_nesting_does_no_harm(depth: int, where: str) -> None:
    nested: Any = "x"
    for _ in range(depth):
        nested = {"a": nested}
    content = document()
    if where == "changes":
        content["policy"]["changes"] = {"referral-reward.scale": nested}
    else:
        content[where] = {"project": nested}
    with contextlib.suppress(VerificationError):
        assert not ip.verify(content)


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["-1.00", "\ud800"]),
    lambda inside: st.lists(inside, max_size=2) | st.dictionaries(st.text(max_size=8), inside, max_size=2),
    max_leaves=6,
)


@given(st.data(), st.sampled_from(sorted(CASES)))
def test_any_part_replaced_by_anything_is_refused_or_named(data: st.DataObject, name: str) -> None:
    """Never another error than ours, never verified unless the document is as it was."""
    original = document(name)
    content: dict[str, Any] = json.loads(json.dumps(original))
    inside: Any = content
    while True:
        key = data.draw(st.sampled_from(sorted(inside)))
        if not (isinstance(inside[key], dict) and inside[key] and data.draw(st.booleans())):
            break
        inside = inside[key]
    inside[key] = data.draw(JUNK)
    with contextlib.suppress(VerificationError):  # and nothing else
        assert ip.verify(content, own(name)).ok is (content == original)
