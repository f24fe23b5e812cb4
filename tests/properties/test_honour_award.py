"""SD.hefei-honours (一（四）优惠政策): the mechanism, with amounts that a user supplies."""

from __future__ import annotations

import random

import pytest

import investpolicy as ip
from tests.expected.answer import NOT_YET
from tests.expected.honour_award import AMOUNTS, OF_PERSONS, OF_UNITS, honour_award

from .agree import check_rows
from .generate import ENGINES, Row, day_in_2022, with_unknowns

NAME = "hefei-honours"
REPORT = ip.policy("shandong-report")
SUPPLIED = REPORT.vary({f"{NAME}.{kind}": f"{fen // 100}元" for kind, fen in AMOUNTS.items()})


def honour(rng: random.Random) -> Row:
    """An honour, conferred or not, on one who may hold it or not."""
    return with_unknowns(
        rng,
        {
            "honour.kind": rng.choice(list(AMOUNTS)),
            "honour.honoured_kind": rng.choice(("district", "zone", "person", "person")),
            "honour.conferred_on": NOT_YET if rng.random() < 0.2 else day_in_2022(rng),
        },
    )


def test_decisions_expected_values_and_columns_agree() -> None:
    rng = random.Random(1)
    check_rows(SUPPLIED, NAME, [honour(rng) for _ in range(400)], honour_award, ENGINES)


@pytest.mark.parametrize("kind", [*OF_UNITS, *OF_PERSONS])
def test_each_amount_is_open_by_itself(kind: str) -> None:
    honoured = "district" if kind in OF_UNITS else "person"
    facts = {"kind": kind, "honoured_kind": honoured, "conferred_on": "2018-03-01"}
    decision = REPORT.decide(NAME, facts)
    assert (decision.status, decision.missing) == ("undetermined", (f"terms.{kind}",))
    supplied = REPORT.vary({f"{NAME}.{kind}": "5万元"}).decide(NAME, facts)
    assert (supplied.status, supplied.amount) == ("entitled", ip.Money.wan(5))
    other = {**facts, "honoured_kind": "person" if kind in OF_UNITS else "zone"}
    assert REPORT.decide(NAME, other).outcome.failed == ("may_hold",)


def test_honours_are_read_by_the_names_that_the_report_prints() -> None:
    facts = {"荣誉类别": "优秀投资顾问奖", "受表彰对象类型": "个人", "表彰日期": "尚未"}
    assert REPORT.decide(NAME, facts).outcome.failed == ("conferred",)
    with pytest.raises(ip.errors.FactsError, match="'优秀顾问' is not one of the known"):
        REPORT.decide(NAME, {"荣誉类别": "优秀顾问"})
