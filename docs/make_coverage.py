"""Write docs/coverage.md: every provision of the register, what decides it, and what it says of its example.

python docs/make_coverage.py [--check]
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

import investpolicy as ip
from investpolicy.register.fact_files import read_facts

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "coverage.md"
LIST = ROOT / "tests" / "data" / "provisions.csv"
EXAMPLES = ROOT / "docs" / "examples"


def lines() -> Iterator[str]:
    """The page, line by line."""
    with LIST.open(encoding="utf-8", newline="") as file:
        kinds = {row["id"]: row["kind"] for row in csv.DictReader(file)}
    policies = [ip.policy(name) for name in ip.policies()]
    ruled = sum(text.rule is not None for policy in policies for text in policy.text.provisions.values())
    yield "# Coverage (条款覆盖)"
    yield ""
    yield "<!-- made by docs/make_coverage.py; a test compares -->"
    yield ""
    yield (
        f"{len(kinds)} provisions of {len(policies)} documents are in the register; {ruled} of them have a rule. "
        "C computable, P parametric, K checkable, F recorded as a fact. The last column is what the rule answers on "
        "the example facts in `docs/examples/`; a parameter that a document leaves open stays open there."
    )
    for policy in policies:
        yield ""
        yield f"## {policy.title('zh')} ({policy.id})"
        yield ""
        yield "| id | 条款 | kind | rule | open terms | open questions | on the example |"
        yield "|---|---|---|---|---|---|---|"
        for name in policy.text.provisions:
            yield "| " + " | ".join(cells(policy, name)) + " |"


def cells(policy: ip.Policy, name: str) -> list[str]:
    """One row of the table."""
    text = policy.text.provisions[name]
    first = [f"{policy.text.prefix}.{name}", text.label.zh, text.kind]
    if text.rule is None:
        return [*first, "—", "—", "—", "—"]
    provision = policy.provision(name)
    facts = read_facts(EXAMPLES / policy.id / f"{name}.yaml", provision)
    decision = policy.decide_all(name, facts)[0]
    questions = ", ".join(text.questions) or "—"
    opened = ", ".join(provision.terms.open_terms) or "—"
    return [*first, f"`{text.rule}`", opened, questions, decision.conclusion("zh").replace("|", "\\|")]


def main() -> int:
    """Write the page, or with --check say whether it is as it would be written."""
    page = "\n".join(lines()) + "\n"
    if "--check" in sys.argv:
        return int(not TARGET.exists() or TARGET.read_text(encoding="utf-8") != page)
    TARGET.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
