"""Cells to exact values, and the message of each that can not be read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investpolicy.claims.cells import (
    NOT_YET,
    Cell,
    count,
    day,
    day_or_month,
    foreign,
    money,
    points,
    ratio,
    text,
    truth,
    unit_of,
)
from investpolicy.errors import Problem, ValueTextError
from tests.claims.names import messages

WHERE = "claims.xlsx[Sheet1]!C7"
Value = str | Decimal | date | bool | None


def cell(value: Value) -> Cell:
    return Cell(value, WHERE)


READERS: list[Callable[[Cell], object]] = [
    lambda one: money(one, "元"),
    lambda one: money(one, None),
    lambda one: foreign(one, "万美元"),
    lambda one: ratio(one, "%"),
    day,
    day_or_month,
    truth,
    text,
    count,
    points,
]


@pytest.mark.parametrize("value", [None, "-", "—", "——", "/", "／", "待定", "不详", " 待 定 ", "N/A"])
@pytest.mark.parametrize("reader", READERS)
def test_what_says_nothing_is_unknown(reader: Callable[[Cell], object], value: Value) -> None:
    assert reader(cell(value)) is None


@pytest.mark.parametrize("reader", READERS)
def test_a_fault_is_told_by_whoever_reads_the_cell(reader: Callable[[Cell], object]) -> None:
    fault = Problem(WHERE, "the formula has no result", "write the value")
    with pytest.raises(ValueTextError) as caught:
        reader(Cell(None, WHERE, fault))
    assert caught.value.problems == (fault,)


@pytest.mark.parametrize(
    ("value", "unit", "fen"),
    [
        (Decimal("5.2"), "亿元", 520 * 10**8),
        (Decimal("0.01"), "元", 1),
        (Decimal(-3), "万元", -3 * 10**6),
        (Decimal(30), "万", 30 * 10**6),
        ("52,000", "万元", 52_000 * 10**6),
        ("５２，０００．５", "元", 5_200_050),
        (" 52000 ", "元", 5_200_000),
        ("5.2亿元", "万元", 520 * 10**8),
        ("30万元", None, 30 * 10**6),
        ("1,000,000.01元", "万元", 100_000_001),
    ],
)
def test_money(value: Value, unit: str | None, fen: int) -> None:
    assert money(cell(value), unit) == fen


@given(st.integers(-(10**14), 10**14), st.sampled_from([("元", 100), ("万元", 10**6), ("亿元", 10**10)]))
def test_money_is_exact_in_every_unit(fen: int, unit: tuple[str, int]) -> None:
    name, size = unit
    number = Decimal(fen) / size
    assert money(cell(number), name) == fen
    assert money(cell(format(number, "f")), name) == fen
    assert money(cell(f"{number:,f}"), name) == fen
    assert money(cell(f"{number:,f}{name}"), "元") == fen


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2022, 6, 1), date(2022, 6, 1)),
        ("2022年6月1日", date(2022, 6, 1)),
        ("2022/6/1", date(2022, 6, 1)),
        ("2022.06.01", date(2022, 6, 1)),
        ("20220601", date(2022, 6, 1)),
        (Decimal(20220601), date(2022, 6, 1)),
        ("2022.6.1", date(2022, 6, 1)),
        ("2022年6月1号", date(2022, 6, 1)),
        ("2022年06月01日 00:00:00", date(2022, 6, 1)),
        ("2022-06-01 00:00:00", date(2022, 6, 1)),
        ("2022-06-01T00:00:00", date(2022, 6, 1)),
        ("2022/6/1 0:00", date(2022, 6, 1)),
        ("２０２２年６月１日", date(2022, 6, 1)),
        ("二〇二二年六月一日", date(2022, 6, 1)),
        ("二零二二年十二月三十一日", date(2022, 12, 31)),
        ("二○二二年十月二十日", date(2022, 10, 20)),
        ("未开工", NOT_YET),
        ("尚未", NOT_YET),
        ("尚未开工", NOT_YET),
        ("未签约", NOT_YET),
        ("暂未 投产", NOT_YET),
    ],
)
def test_day(value: Value, expected: object) -> None:
    assert day(cell(value)) == expected
    assert day_or_month(cell(value)) == expected


@pytest.mark.parametrize(
    ("value", "month", "last"),
    [
        ("2022年6月", 6, 30),
        ("2022 年 6 月", 6, 30),
        ("２０２２年６月", 6, 30),
        ("二〇二二年六月", 6, 30),
        ("2022.06", 6, 30),
        ("2022.10", 10, 31),
        ("2022/6", 6, 30),
        ("2022-06", 6, 30),
        ("202206", 6, 30),
        ("2022年2月", 2, 28),
        (Decimal(202212), 12, 31),
        (Decimal("2022.01"), 1, 31),
        (Decimal("2022.6"), 6, 30),  # no October, no 60th month
        (Decimal("2022.09"), 9, 30),
        (Decimal("2022.11"), 11, 30),
        (Decimal("2022.12"), 12, 31),
    ],
)
def test_a_month_is_its_first_and_last_day_where_that_is_enough(value: Value, month: int, last: int) -> None:
    assert day_or_month(cell(value)) == (date(2022, month, 1), date(2022, month, last))
    with pytest.raises(ValueTextError, match="is a month without a day"):
        day(cell(value))


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        ("52,000万元", "万元"),
        ("5.2亿", "亿"),
        ("5千万", "千万元"),
        ("3亿5000万元", "万元"),
        ("人民币30万元整", "万元"),
        ("¥1409.50", "元"),
        ("30", None),
        (Decimal(30), None),
        ("待定", None),
        ("约5亿元", None),
    ],
)
def test_the_unit_that_a_cell_writes_itself(value: Value, unit: str | None) -> None:
    assert unit_of(cell(value)) == unit


def test_not_yet_is_one_and_says_so() -> None:
    assert repr(NOT_YET) == "NOT_YET"


@pytest.mark.parametrize("value", ["是", "√", "有", "Y", "yes", "TRUE", "Ｙ", True])
def test_yes(value: Value) -> None:
    assert truth(cell(value)) is True


@pytest.mark.parametrize("value", ["否", "×", "无", "N", "no", "FALSE", False])
def test_no(value: Value) -> None:
    assert truth(cell(value)) is False


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("示例项目", "示例项目"),
        (Decimal(51070000), "51070000"),
        (Decimal("1E+6"), "1000000"),
        (Decimal("2.50"), "2.5"),
        (date(2022, 6, 1), "2022-06-01"),
        (True, "TRUE"),
    ],
)
def test_text(value: Value, expected: str) -> None:
    assert text(cell(value)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal(3), 3),
        ("3", 3),
        ("３", 3),
        ("第3名", 3),
        ("第三名", 3),
        ("2022年", 2022),
        ("1,200", 1200),
        (Decimal("2.0"), 2),
    ],
)
def test_count(value: Value, expected: int) -> None:
    assert count(cell(value)) == expected


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        ("30%", None, Fraction(3, 10)),
        ("30%", "%", Fraction(3, 10)),
        (Decimal(30), "%", Fraction(3, 10)),
        (Decimal("0.5"), "‰", Fraction(1, 2000)),
        (Decimal("0.3"), None, Fraction(3, 10)),
        ("0.3", None, Fraction(3, 10)),
        ("1/3", None, Fraction(1, 3)),
    ],
)
def test_ratio(value: Value, unit: str | None, expected: Fraction) -> None:
    assert ratio(cell(value), unit) == expected


def test_points_and_foreign_amounts() -> None:
    assert points(cell("92.5分")) == Decimal("92.5")
    assert points(cell(Decimal("92.5"))) == Decimal("92.5")
    assert foreign(cell(Decimal(1000)), "万美元") == ("USD", Decimal(10_000_000))
    assert foreign(cell("1,000"), "万美元") == ("USD", Decimal(10_000_000))
    assert foreign(cell("300万欧元"), "万美元") == ("EUR", Decimal(3_000_000))


REFUSED: dict[str, Callable[[], object]] = {
    "an amount without a unit": lambda: money(cell(Decimal(52000)), None),
    "an amount as text without a unit": lambda: money(cell("52,000"), None),
    "an amount that is no whole number of fen": lambda: money(cell(Decimal("0.001")), "元"),
    "an amount in words": lambda: money(cell("约五亿元"), "万元"),
    "an amount with misplaced separators": lambda: money(cell("5,20"), "万元"),
    "a day for an amount": lambda: money(cell(date(2022, 6, 1)), "万元"),
    "yes for an amount": lambda: money(cell(True), "万元"),
    "a foreign unit for renminbi": lambda: money(cell(Decimal(100)), "万美元"),
    "a share for an amount": lambda: money(cell("30%"), "万元"),
    "a foreign amount without a unit": lambda: foreign(cell(Decimal(100)), None),
    "a day for a foreign amount": lambda: foreign(cell(date(2022, 6, 1)), "万美元"),
    "a number for a day": lambda: day(cell(Decimal("2022.1"))),
    "a month as a number for a day": lambda: day(cell(Decimal("2022.06"))),
    "a serial number for a day": lambda: day(cell(Decimal(44713))),
    "a month for a day": lambda: day(cell("2022年6月")),
    "a month that may be another, as text": lambda: day_or_month(cell("2022.1")),
    "a month that may be another": lambda: day_or_month(cell(Decimal("2022.10"))),
    "a month that does not exist": lambda: day_or_month(cell("2022年13月")),
    "a number that is no month": lambda: day_or_month(cell(Decimal("2022.13"))),
    "a year for a day": lambda: day(cell("2022年")),
    "a year as a number for a day": lambda: day_or_month(cell(Decimal(2022))),
    "a day with a time": lambda: day(cell("2022-06-01 15:30")),
    "a part of a month": lambda: day_or_month(cell("2022年6月上旬")),
    "a day that does not exist": lambda: day(cell("2022-02-30")),
    "a truth for a day": lambda: day(cell(True)),
    "a word for a truth": lambda: truth(cell("部分")),
    "a number for a truth": lambda: truth(cell(Decimal(1))),
    "a fraction for a count": lambda: count(cell(Decimal("1.5"))),
    "a negative count": lambda: count(cell("-1")),
    "a word for a count": lambda: count(cell("并列")),
    "a word for points": lambda: points(cell("优秀")),
    "a day for points": lambda: points(cell(date(2022, 6, 1))),
    "a share that may be a number": lambda: ratio(cell(Decimal(30)), None),
    "a word for a share": lambda: ratio(cell("三成"), None),
    "a day for a share": lambda: ratio(cell(date(2022, 6, 1)), "%"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_the_message_names_the_cell_what_was_found_and_what_to_write(case: str) -> None:
    with pytest.raises(ValueTextError) as caught:
        REFUSED[case]()
    assert str(caught.value) == messages("cells.txt")[case]
    assert str(caught.value).startswith(WHERE + ": ")
    assert all(problem.instead for problem in caught.value.problems)


def test_every_expected_message_has_its_case() -> None:
    assert set(messages("cells.txt")) == set(REFUSED)
