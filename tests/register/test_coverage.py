"""Every provision of the documents is in the register, and each that decides something is tested and shown.

``tests/data/provisions.csv`` is the list: id and kind (C computable, P parametric, K checkable, F a fact).
"""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest

import investpolicy as ip
from investpolicy.outcomes import Status
from investpolicy.register.fact_files import read_facts
from investpolicy.values.label import Lang

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "docs" / "examples"

with (ROOT / "tests" / "data" / "provisions.csv").open(encoding="utf-8", newline="") as file:
    LISTED = {row["id"]: row["kind"] for row in csv.DictReader(file)}
POLICY_OF = {ip.policy(name).text.prefix: name for name in ip.policies()}
REGISTERED = {
    f"{prefix}.{name}": text
    for prefix, policy in POLICY_OF.items()
    for name, text in ip.policy(policy).text.provisions.items()
}
WORDS: dict[Lang, tuple[str, str]] = {"zh": ("结论：", "依据："), "en": ("Conclusion: ", "Source: ")}
RULED = [name for name, kind in LISTED.items() if kind != "F"]
TESTED_IN = {"award": "general_award"}  # the rule whose tests do not have its name


def test_the_register_has_every_provision_and_no_other() -> None:
    assert set(POLICY_OF) == {name.partition(".")[0] for name in LISTED}
    assert {name: text.kind for name, text in REGISTERED.items()} == LISTED


def test_only_facts_have_no_rule() -> None:
    assert {name for name, text in REGISTERED.items() if text.rule is None} == set(LISTED) - set(RULED)


@pytest.mark.parametrize("provision", RULED)
def test_what_decides_is_tested_against_expected_values(provision: str) -> None:
    rule = REGISTERED[provision].rule
    tested = TESTED_IN.get(str(rule), rule)
    files = [ROOT / "tests" / folder / f"test_{tested}.py" for folder in ("properties", "process")]
    found = [one for one in files if one.is_file()]
    assert found, f"{provision}: there is neither of {', '.join(str(one.relative_to(ROOT)) for one in files)}"
    expected = ROOT / "tests" / "expected" / f"{rule}.py"
    assert expected.is_file(), f"{provision}: there is no {expected.relative_to(ROOT)}"
    text = "".join(one.read_text(encoding="utf-8") for one in found)
    assert f"expected.{rule}" in text or f"expected import {rule}" in text or "agree import" in text, found


@pytest.mark.parametrize("provision", RULED)
def test_what_decides_is_shown_on_example_facts(provision: str) -> None:
    prefix, _, name = provision.partition(".")
    policy = ip.policy(POLICY_OF[prefix])
    records = read_facts(EXAMPLES / policy.id / f"{name}.yaml", policy.provision(name))
    for decision in policy.decide_all(name, records):
        assert decision.provision.id == provision
        if decision.status is Status.UNDETERMINED:  # an example tells all facts that a published rule needs
            assert any(one.startswith("terms.") for one in decision.missing), decision.missing
        for lang, (conclusion, source) in WORDS.items():
            lines = decision.explain(lang).splitlines()
            assert f"{conclusion}{decision.conclusion(lang)}" in lines
            assert f"{source}{decision.citation.of(lang)}" in lines


def test_no_example_is_left_over() -> None:
    shown = {f"{one.parent.name}/{one.stem}" for one in EXAMPLES.glob("*/*.yaml")}
    assert shown == {f"{POLICY_OF[name.partition('.')[0]]}/{name.partition('.')[2]}" for name in RULED}


def test_the_coverage_page_is_what_the_register_says() -> None:
    found = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "make_coverage.py"), "--check"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert found.returncode == 0, f"run python docs/make_coverage.py\n{found.stderr}"
