"""Written text and exact numbers: round trips, refusals with their full messages, and hostile input."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction

import cn2an
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from investpolicy.errors import ValueTextError
from investpolicy.values.text import (
    CURRENCIES,
    MONEY_LIMIT_FEN,
    MONEY_UNITS,
    capital_money,
    day_of,
    decimal_of,
    fen_of_yuan_text,
    foreign_of,
    money_fen,
    money_fen_of_number,
    money_in_unit,
    plain,
    points_of,
    points_text,
    ratio_of,
    ratio_text,
    shares_of,
    shortest_money,
    yuan_text,
)

YUAN = 100
WAN = 10_000 * YUAN
YI = 100_000_000 * YUAN

uniform_fen = st.integers(-MONEY_LIMIT_FEN, MONEY_LIMIT_FEN)
# Amounts as people write them: few digits and many zeros.
round_fen: st.SearchStrategy[int] = st.tuples(
    st.integers(-99_999, 99_999), st.sampled_from([10**zeros for zeros in range(12)])
).map(lambda pair: pair[0] * pair[1])
# Every way in which groups of four digits can be empty, start or end with zeros.
zero_digits = st.lists(st.sampled_from("0001205"), min_size=1, max_size=16).map(lambda signs: int("".join(signs)))
any_fen = uniform_fen | round_fen | zero_digits

FULL_WIDTH = {code: chr(code + 0xFEE0) for code in range(0x21, 0x7F)} | {0x20: "\u3000"}


def message(function: Callable[[str], object], text: str) -> str:
    """The message with which ``function`` refuses ``text``; no other exception may come out."""
    with pytest.raises(ValueTextError) as refusal:
        function(text)
    return str(refusal.value)


# --- plain ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("１２３．４５", "123.45"),
        ("５％", "5%"),
        ("（ＵＳＤ）￥", "(USD)¥"),
        ("\u3000项目\u00a0名称\u2009", "项目 名称"),
        ("\t3\t7\n", "3 7"),
        ("30：70", "30:70"),
        ("3∶7", "3:7"),
        ("−5", "-5"),
        ("30\u200b万元\ufeff", "30万元"),
        ("3²①٣½", "3²①٣½"),
        ("、。“年”", "、。“年”"),
        ("", ""),
    ],
)
def test_plain(text: str, expected: str) -> None:
    assert plain(text) == expected


@given(st.text())
def test_plain_is_plain_already(text: str) -> None:
    assert plain(plain(text)) == plain(text)


# --- numbers ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,234,567.89", "1234567.89"),
        ("１，２３４", "1234"),
        (" -5 ", "-5"),
        ("+0.50", "0.50"),
        ("012", "12"),
        ("-0", "0"),
        ("9" * 40, "9" * 40),
        ("0." + "1" * 39, "0." + "1" * 39),
    ],
)
def test_decimal_of(text: str, expected: str) -> None:
    assert str(decimal_of(text)) == expected


@given(st.integers(-(10**20), 10**20), st.integers(0, 19))
def test_decimals_read_back(number: int, places: int) -> None:
    exact = Decimal(f"{number}e-{places}")
    assert Fraction(decimal_of(format(exact, "f"))) == Fraction(number, 10**places)
    assert decimal_of(format(exact, ",f")) == exact
    assert decimal_of(format(exact, ",f").translate(FULL_WIDTH)) == exact


EXAMPLE_NUMBER = "write, for example, '1234.56' or '1,234,567.89'"
GROUPS = "has commas that do not part groups of three digits; write, for example, '1,234,567.89' or '1234567.89'"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", f"number '' is empty; {EXAMPLE_NUMBER}"),
        ("\u3000", f"number '\\u3000' is empty; {EXAMPLE_NUMBER}"),
        ("52,00", f"number '52,00' {GROUPS}"),
        ("1,23", f"number '1,23' {GROUPS}"),
        ("0,123", f"number '0,123' {GROUPS}"),
        ("1234,567", f"number '1234,567' {GROUPS}"),
        ("1.5e8", "number '1.5e8' has an exponent; write all the digits: '150000000'"),
        ("5E-3", "number '5E-3' has an exponent; write all the digits: '0.005'"),
        ("1e999999999", "number '1e999999999' has an exponent; write all the digits"),
        ("NaN", "number 'NaN' is not a number; leave it out where it is not known"),
        ("-inf", "number '-inf' is not a number; leave it out where it is not known"),
        ("5.", "number '5.' has a decimal point without digits on both sides; write, for example, '0.5' or '5'"),
        (".5", "number '.5' has a decimal point without digits on both sides; write, for example, '0.5' or '5'"),
        ("1_000", f"number '1_000' is not a number; {EXAMPLE_NUMBER}"),
        ("1 234", f"number '1 234' is not a number; {EXAMPLE_NUMBER}"),
        ("--5", f"number '--5' is not a number; {EXAMPLE_NUMBER}"),
        ("0x10", f"number '0x10' is not a number; {EXAMPLE_NUMBER}"),
        ("30万", f"number '30万' is not a number; {EXAMPLE_NUMBER}"),
        ("五", f"number '五' is not a number; {EXAMPLE_NUMBER}"),
        ("٣", "number '٣' has digits other than 0 to 9; write the digits 0 to 9"),
        ("5²", "number '5²' has digits other than 0 to 9; write the digits 0 to 9"),
        ("9" * 41, f"number '{'9' * 41}' has more than 40 digits; check it"),
        ("7" * 201, f"number '{'7' * 59}…' has 201 characters, more than 200; {EXAMPLE_NUMBER}"),
    ],
)
def test_refused_numbers(text: str, expected: str) -> None:
    assert message(decimal_of, text) == expected


# --- money ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("5亿元", 5 * YI),
        ("30万元", 30 * WAN),
        ("1.5亿", 15 * YI // 10),
        ("1,234.56元", 123456),
        ("3亿5000万元", 3 * YI + 5000 * WAN),
        ("3亿5千万元", 3 * YI + 5000 * WAN),
        ("3亿 5,000.5 万元", 3 * YI + 50005 * WAN // 10),
        ("1亿2000万3千5百元", YI + 2000 * WAN + 3500 * YUAN),
        ("5千万元", 5000 * WAN),
        ("2百万元", 200 * WAN),
        ("5千元", 5000 * YUAN),
        ("5百亿元", 500 * YI),
        ("3千亿", 3000 * YI),
        ("1.2万亿元", 12_000 * YI),
        ("100万亿元", MONEY_LIMIT_FEN),
        ("-100万亿元", -MONEY_LIMIT_FEN),
        ("￥30元", 3000),
        ("¥1,409.50", 140950),  # ¥ is the sign of the yuan itself
        ("-¥5", -500),
        ("¥-5", -500),
        ("人民币30万元", 30 * WAN),
        ("人民币 ￥30万元整", 30 * WAN),
        ("30万元人民币", 30 * WAN),
        ("CNY 30元", 3000),
        ("RMB30元", 3000),
        ("12元3角4分", 1234),
        ("12元34分", 1234),
        ("12元3角正", 1230),
        ("5分", 5),
        ("3角5分", 35),
        ("0.5角", 5),
        ("３０．５　万元", 305 * WAN // 10),
        ("  30 万 元 ", 30 * WAN),
        ("-30万元", -30 * WAN),
        ("−30万元", -30 * WAN),
        ("负30万元", -30 * WAN),
        ("+30万元", 30 * WAN),
        ("0元", 0),
        ("-0元", 0),
        ("0.010000元", 1),
        ("0.0000000001亿元", 1),
    ],
)
def test_money_fen(text: str, fen: int) -> None:
    assert money_fen(text) == fen


EXAMPLE_MONEY = "write, for example, '30万元' or '5.2亿元' or '1234.56元'"
RANGE = "is beyond ±10^14 yuan (100万亿元); check its unit and its digits"
FOREIGN = "use ForeignAmount, with its rate and the day of the rate"
DESCEND = f"has units that do not descend from 亿 over 万 to 元, 角, 分; {EXAMPLE_MONEY}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", f"money '' is empty; {EXAMPLE_MONEY}"),
        (" \u3000", f"money ' \\u3000' is empty; {EXAMPLE_MONEY}"),
        ("300000", "money '300000' has no unit; write, for example, '300000元' or '300000万元'"),
        ("-5.5", "money '-5.5' has no unit; write, for example, '-5.5元' or '-5.5万元'"),
        ("0.001", "money '0.001' has no unit; write, for example, '0.001万元'"),
        (
            "人民币300000",
            "money '人民币300000' has no unit; write, for example, '人民币300000元' or '人民币300000万元'",
        ),
        ("3亿5000", "money '3亿5000' has no unit; write, for example, '3亿5000元' or '3亿5000万元'"),
        ("3亿5千", "money '3亿5千' has no unit; write, for example, '3亿5千元' or '3亿5千万元'"),
        ("3万5", "money '3万5' has no unit; write, for example, '3万5元'"),
        ("0.001元", "money '0.001元' is not a whole number of 分; write, for example, '0元' or '0.01元'"),
        ("-0.015元", "money '-0.015元' is not a whole number of 分; write, for example, '-0.01元' or '-0.02元'"),
        (
            "12.3456789万元",
            "money '12.3456789万元' is not a whole number of 分; write, for example, '123456.78元' or '123456.79元'",
        ),
        ("100000000000000.01元", f"money '100000000000000.01元' {RANGE}"),
        ("100000000000000.001元", f"money '100000000000000.001元' {RANGE}"),
        ("-101万亿元", f"money '-101万亿元' {RANGE}"),
        ("1000万美元", f"money '1000万美元' is not in renminbi but in '美元'; {FOREIGN}"),
        ("USD 30", f"money 'USD 30' is not in renminbi but in 'USD'; {FOREIGN}"),
        ("30THB", f"money '30THB' is not in renminbi but in 'THB'; {FOREIGN}"),
        ("$30", f"money '$30' is not in renminbi but in '$'; {FOREIGN}"),
        ("5亿日元", f"money '5亿日元' is not in renminbi but in '日元'; {FOREIGN}"),
        ("百亿元", "money '百亿元' has no number in digits; write, for example, '100亿元' or '30万元'"),
        ("三十万元", "money '三十万元' has no number in digits; write, for example, '100亿元' or '30万元'"),
        ("5000万3亿元", f"money '5000万3亿元' {DESCEND}"),
        ("3亿元5000万元", f"money '3亿元5000万元' {DESCEND}"),
        ("3角4角", f"money '3角4角' {DESCEND}"),
        ("3万5角", f"money '3万5角' {DESCEND}"),
        ("3.5亿5000万元", f"money '3.5亿5000万元' has decimals before its last unit; {EXAMPLE_MONEY}"),
        ("3亿10000万元", f"money '3亿10000万元' has a part that is as large as the unit before it; {EXAMPLE_MONEY}"),
        ("12元10角", f"money '12元10角' has a part that is as large as the unit before it; {EXAMPLE_MONEY}"),
        ("1.5e8元", "money '1.5e8元' has an exponent; write all the digits: '150000000'"),
        ("52,00元", f"money '52,00元' {GROUPS}"),
        ("人民币52,00元", f"money '人民币52,00元' {GROUPS}"),
        ("nan元", "money 'nan元' is not a number; leave it out where it is not known"),
        ("٣٠万元", "money '٣٠万元' has digits other than 0 to 9; write the digits 0 to 9"),
        ("3²元", "money '3²元' has digits other than 0 to 9; write the digits 0 to 9"),
        ("½元", "money '½元' has digits other than 0 to 9; write the digits 0 to 9"),
        ("𝟛元", "money '𝟛元' has digits other than 0 to 9; write the digits 0 to 9"),
        ("约30万元", f"money '约30万元' is not an amount of money; {EXAMPLE_MONEY}"),
        ("30万元以上", f"money '30万元以上' is not an amount of money; {EXAMPLE_MONEY}"),
        ("30-50万元", f"money '30-50万元' is not an amount of money; {EXAMPLE_MONEY}"),
        ("5万分", f"money '5万分' is not an amount of money; {EXAMPLE_MONEY}"),
        ("5万万元", f"money '5万万元' is not an amount of money; {EXAMPLE_MONEY}"),
        ("5元元", f"money '5元元' is not an amount of money; {EXAMPLE_MONEY}"),
        ("--3元", f"money '--3元' is not an amount of money; {EXAMPLE_MONEY}"),
        ("-¥-3元", f"money '-¥-3元' is not an amount of money; {EXAMPLE_MONEY}"),
        ("30\n万元", f"money '30\\n万元' is not an amount of money; {EXAMPLE_MONEY}"),
        ("\u202e30万元", f"money '\\u202e30万元' is not an amount of money; {EXAMPLE_MONEY}"),
    ],
)
def test_refused_money(text: str, expected: str) -> None:
    assert message(money_fen, text) == expected


@given(any_fen)
@example(MONEY_LIMIT_FEN)
@example(-MONEY_LIMIT_FEN)
def test_shortest_money_reads_back(fen: int) -> None:
    text = shortest_money(fen)
    assert money_fen(text) == fen
    assert money_fen(text.translate(FULL_WIDTH)) == fen
    assert money_fen("人民币" + text) == fen


@given(any_fen)
def test_shortest_money_is_the_shortest_form(fen: int) -> None:
    forms = [
        money_in_unit(fen, unit)
        for unit, size in (("亿元", YI), ("万元", WAN))
        if abs(fen) >= size and fen * 10_000 % size == 0  # at most four decimals
    ]
    assert shortest_money(fen) == min([*forms, money_in_unit(fen, "元")], key=len)  # the first of those as short


@pytest.mark.parametrize(
    ("fen", "expected"),
    [
        (0, "0元"),
        (1, "0.01元"),
        (-50, "-0.5元"),
        (123456, "1234.56元"),
        (5000 * YUAN, "5000元"),
        (WAN, "1万元"),
        (15_000 * YUAN, "1.5万元"),
        (12_500 * YUAN, "1.25万元"),  # as long as 12500元: the larger unit
        (12_345 * YUAN, "12345元"),
        (1234567, "12345.67元"),
        (100000001, "1000000.01元"),
        (30 * WAN, "30万元"),
        (1000 * WAN, "1000万元"),
        (12_345 * WAN, "12345万元"),
        (12_340 * WAN, "1.234亿元"),
        (52 * YI // 10, "5.2亿元"),
        (-YI, "-1亿元"),
        (MONEY_LIMIT_FEN, "1000000亿元"),
        (MONEY_LIMIT_FEN + 1, "100000000000000.01元"),  # a sum may lie beyond what is read
    ],
)
def test_shortest_money(fen: int, expected: str) -> None:
    assert shortest_money(fen) == expected


@given(any_fen, st.sampled_from(sorted(MONEY_UNITS)), st.booleans())
def test_money_in_every_unit_reads_back(fen: int, unit: str, grouped: bool) -> None:
    text = money_in_unit(fen, unit, grouped=grouped)
    assert text.endswith(unit)
    assert money_fen(text) == fen
    assert money_fen_of_number(decimal_of(text.removesuffix(unit)), unit) == fen


def test_money_in_unit() -> None:
    assert money_in_unit(52 * YI // 10, "万元") == "52000万元"
    assert money_in_unit(123456789, "元", grouped=True) == "1,234,567.89元"
    assert money_in_unit(-123456789, "万元", grouped=True) == "-123.456789万元"
    assert money_in_unit(1, "亿元") == "0.0000000001亿元"
    assert message(lambda unit: money_in_unit(1, unit), "亩") == (
        "unit of money '亩' does not exist; known: 分, 角, 元, 千元, 万元, 万, 百万元, 千万元, 亿元, 亿"
    )


@given(any_fen, st.sampled_from(sorted(MONEY_UNITS)))
def test_numbers_of_money_are_exact(fen: int, unit: str) -> None:
    size = MONEY_UNITS[unit]
    places = len(str(size)) - 1
    assert money_fen_of_number(Decimal(f"{fen}e-{places}"), unit) == fen
    if fen % size == 0:
        assert money_fen_of_number(fen // size, unit) == fen


@pytest.mark.parametrize(
    ("number", "unit", "expected"),
    [
        (1, "块", "unit of money '块' does not exist; known: 分, 角, 元, 千元, 万元, 万, 百万元, 千万元, 亿元, 亿"),
        (Decimal("0.001"), "元", "money '0.001元' is not a whole number of 分; write, for example, '0元' or '0.01元'"),
        (Decimal("0.5"), "分", "money '0.5分' is not a whole number of 分; write, for example, '0元' or '0.01元'"),
        (10**7, "亿元", f"money '10000000亿元' {RANGE}"),
        (Decimal("1e999999"), "元", f"money '1E+999999元' {RANGE}"),
        (Decimal("1e-999999"), "元", "money '1E-999999元' has more than 200 decimals; round it"),
        (Decimal("NaN"), "元", "money 'NaN元' is not a number; leave it out where it is not known"),
        (Decimal("sNaN"), "元", "money 'sNaN元' is not a number; leave it out where it is not known"),
        (Decimal("-Infinity"), "元", "money '-Infinity元' is not a number; leave it out where it is not known"),
        (0.5, "元", "money '0.5' is of type float; give a Decimal or an int"),
        (True, "元", "money 'True' is of type bool; give a Decimal or an int"),
    ],
)
def test_refused_numbers_of_money(number: Decimal, unit: str, expected: str) -> None:
    assert message(lambda unit: money_fen_of_number(number, unit), unit) == expected


def test_very_long_numbers_of_money_are_refused() -> None:
    assert message(lambda unit: money_fen_of_number(-(10**9999), unit), "元") == f"money 'of 33216 bits' {RANGE}"


def test_zero_with_any_exponent_is_no_money() -> None:
    assert money_fen_of_number(Decimal("0e999999"), "亿元") == 0
    assert money_fen_of_number(Decimal("-0"), "元") == 0


@given(any_fen)
def test_yuan_text_reads_back(fen: int) -> None:
    text = yuan_text(fen)
    assert re.fullmatch(r"-?(0|[1-9][0-9]*)\.[0-9]{2}", text)
    assert Fraction(text) == Fraction(fen, 100)
    assert fen_of_yuan_text(text) == fen


def test_yuan_text() -> None:
    assert yuan_text(30 * WAN) == "300000.00"
    assert yuan_text(-5) == "-0.05"
    assert fen_of_yuan_text("300000") == 30 * WAN
    assert fen_of_yuan_text("0.5") == 50


YUAN_TEXT = "is not a plain number of yuan; write, for example, '300000.00'"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *((text, f"yuan {text!r} {YUAN_TEXT}") for text in ("", "1,000.00", "+1", "01", " 1", "1.", ".5", "1.001")),
        *((text, f"yuan {text!r} {YUAN_TEXT}") for text in ("1e3", "１", "1元", "٣", "1\n", "1000000000000000")),
        ("100000000000000.01", f"yuan '100000000000000.01' {RANGE.replace('its unit and ', '')}"),
        ("-0.00", "yuan '-0.00' is a negative zero; write '0.00'"),
    ],
)
def test_refused_yuan_text(text: str, expected: str) -> None:
    assert message(fen_of_yuan_text, text) == expected


# --- capital characters -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("yuan", "expected"),
    [
        # the examples of the norm for bills (正确填写票据和结算凭证的基本规定), in the form that it prints or allows
        ("1409.50", "壹仟肆佰零玖元伍角"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        # and more
        ("0", "零元整"),
        ("300000", "叁拾万元整"),
        ("105.30", "壹佰零伍元叁角"),
        ("0.05", "伍分"),
        ("0.50", "伍角"),
        ("-3.20", "负叁元贰角"),
        ("100000001", "壹亿零壹元整"),
        ("100001000", "壹亿零壹仟元整"),
        ("1000100000", "壹拾亿零壹拾万元整"),
        ("1000000000000", "壹万亿元整"),
        ("1000100000000", "壹万零壹亿元整"),
        ("1000010000000", "壹万亿零壹仟万元整"),
        ("100000000000000", "壹佰万亿元整"),
        ("200000000000000", "贰佰万亿元整"),  # a sum may lie beyond what is read
    ],
)
def test_capital_money(yuan: str, expected: str) -> None:
    assert capital_money(int(Decimal(yuan) * 100)) == expected


@given(any_fen)
@example(10**8 * 100 + 1000 * 100)
def test_capital_money_against_cn2an(fen: int) -> None:
    """The oracle, over its whole range, but for one convention.

    After a whole group of four zeros cn2an writes no 零 before a number of thousands (100,001,000 is its
    壹亿壹仟元整); the norm allows both, and we write 壹亿零壹仟元整, which can not be taken for 壹亿壹仟万.
    """
    groups = [abs(fen) // 100 // 10**places % 10**4 for places in (12, 8, 4, 0)]
    differs = any(
        any(groups[: place - 1]) and not groups[place - 1] and groups[place] >= 1000 for place in range(2, len(groups))
    )
    ours = capital_money(fen)
    if differs:
        assert re.search("[万亿]零[壹贰叁肆伍陆柒捌玖]仟", ours)
        ours = re.sub("([万亿])零(?=[壹贰叁肆伍陆柒捌玖]仟)", r"\1", ours)
    assert ours == cn2an.an2cn(yuan_text(fen), "rmb")


def fen_of_capitals(text: str) -> int:
    """A plain reader of capital characters, independent of the writer."""
    whole, yuan, rest = text.removeprefix("负").removesuffix("整").rpartition("元")
    total = 0
    for part, size in zip(reversed(re.split("亿", whole)), (1, 10**8), strict=False):
        upper, wan, lower = part.rpartition("万")
        for group, scale in ((upper if wan else "", 10**4), (lower, 1)):
            for digit, unit in re.findall("([壹贰叁肆伍陆柒捌玖])([仟佰拾]?)", group):
                power = {"仟": 1000, "佰": 100, "拾": 10, "": 1}[unit]
                total += "零壹贰叁肆伍陆柒捌玖".index(digit) * power * scale * size
    cents = sum(
        "零壹贰叁肆伍陆柒捌玖".index(digit) * (10 if unit == "角" else 1)
        for digit, unit in re.findall("([壹贰叁肆伍陆柒捌玖])([角分])", rest if yuan else text)
    )
    return (-1 if text.startswith("负") else 1) * (total * 100 + cents)


@given(any_fen)
def test_capital_money_says_the_amount(fen: int) -> None:
    text = capital_money(fen)
    assert fen_of_capitals(text) == fen
    assert "零零" not in text
    assert text.endswith("整") == (fen % 100 == 0)


# --- ratios -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5%", Fraction(1, 20)),
        ("5 %", Fraction(1, 20)),
        ("５％", Fraction(1, 20)),
        ("5‰", Fraction(1, 200)),
        ("3‱", Fraction(3, 10_000)),
        ("-2.5%", Fraction(-1, 40)),
        ("120%", Fraction(6, 5)),
        ("0.05", Fraction(1, 20)),
        ("0", Fraction(0)),
        ("1", Fraction(1)),
        ("-1.0", Fraction(-1)),
        ("1/3", Fraction(1, 3)),
        ("-3 / 2", Fraction(-3, 2)),
        ("10/1", Fraction(10)),
        ("百分之五", Fraction(5, 100)),
        ("百分之5.5", Fraction(55, 1000)),
        ("百分之三十", Fraction(30, 100)),
        ("百分之十二点五", Fraction(125, 1000)),
        ("百分之一百零五", Fraction(105, 100)),
        ("百分之百", Fraction(1)),
        ("百分之零", Fraction(0)),
        ("千分之3", Fraction(3, 1000)),
        ("千分之六", Fraction(6, 1000)),
        ("万分之3", Fraction(3, 10_000)),
        ("三分之一", Fraction(1, 3)),
        (f"1/{10**18}", Fraction(1, 10**18)),
    ],
)
def test_ratio_of(text: str, expected: Fraction) -> None:
    assert ratio_of(text) == expected


EXAMPLE_RATIO = "write, for example, '5%' or '5‰' or '0.05' or '1/3'"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", f"ratio '' is empty; {EXAMPLE_RATIO}"),
        ("5", "ratio '5' could be per cent or per mille; write, for example, '5%' or '5‰'"),
        ("-1.5", "ratio '-1.5' could be per cent or per mille; write, for example, '-1.5%' or '-1.5‰'"),
        ("1/0", f"ratio '1/0' has a zero denominator; {EXAMPLE_RATIO}"),
        ("5e-2", "ratio '5e-2' has an exponent; write all the digits: '0.05'"),
        ("1,5%", f"ratio '1,5%' {GROUPS}"),
        ("²/3", "ratio '²/3' has digits other than 0 to 9; write the digits 0 to 9"),
        ("٥%", "ratio '٥%' has digits other than 0 to 9; write the digits 0 to 9"),
        (
            "0.1234567890123456789",
            f"ratio '0.1234567890123456789' has a numerator or denominator above 10^18; {EXAMPLE_RATIO}",
        ),
        (f"1/{10**18 + 1}", f"ratio '1/{10**18 + 1}' has a numerator or denominator above 10^18; {EXAMPLE_RATIO}"),
        *(
            (text, f"ratio {text!r} is not a ratio; {EXAMPLE_RATIO}")
            for text in (
                "%",
                "5%%",
                "5\n%",
                "百分之\n5",
                "1/3/4",
                "1.5/3",
                "百分之",
                "分之五",
                "百分之一百五",
                "百分之十点",
                "约5%",
                "零分之一",
            )
        ),
    ],
)
def test_refused_ratios(text: str, expected: str) -> None:
    assert message(ratio_of, text) == expected


@given(st.fractions() | st.builds(Fraction, st.integers(-(10**18), 10**18), st.integers(1, 10**18)))
@example(Fraction(1, 2**59))
@example(Fraction(10**18))
def test_ratio_text_reads_back(value: Fraction) -> None:
    if max(abs(value.numerator), value.denominator) <= 10**18:
        assert ratio_of(ratio_text(value)) == value


@given(st.integers(-10_000, 10_000), st.integers(0, 4))
def test_ratios_keep_their_usual_form(number: int, places: int) -> None:
    value = Fraction(number, 100 * 10**places)
    text = ratio_text(value)
    assert text.endswith("‰" if value and abs(value) < Fraction(1, 100) else "%")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Fraction(0), "0%"),
        (Fraction(1), "100%"),
        (Fraction(3, 10), "30%"),
        (Fraction(1, 8), "12.5%"),
        (Fraction(1, 100), "1%"),
        (Fraction(1, 200), "5‰"),
        (Fraction(1, 10_000), "0.1‰"),
        (Fraction(-1, 3), "-1/3"),
        (Fraction(1, 1024), "1/1024"),
        (Fraction(1, 10**20 + 1), "1/100000000000000000001"),  # a result may lie beyond what is read
    ],
)
def test_ratio_text(value: Fraction, expected: str) -> None:
    assert ratio_text(value) == expected


@given(st.integers(0, 9999))
def test_chinese_ratios_against_cn2an(number: int) -> None:
    assert ratio_of("百分之" + cn2an.an2cn(number)) == Fraction(number, 100)
    assert ratio_of("千分之" + cn2an.an2cn(f"{number}.25")) == Fraction(number * 100 + 25, 100_000)


# --- shares -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3:7", [(None, "3"), (None, "7")]),
        ("30：70", [(None, "30"), (None, "70")]),
        ("3∶7", [(None, "3"), (None, "7")]),
        ("1:0.6:0.4", [(None, "1"), (None, "3/5"), (None, "2/5")]),
        ("0:10", [(None, "0"), (None, "10")]),
        ("30% : 70%", [(None, "3/10"), (None, "7/10")]),
        ("1,000:2,000,000", None),
        ("市本级 30 : 承接地 70", [("市本级", "30"), ("承接地", "70")]),
        ("市本级30：承接地70", [("市本级", "30"), ("承接地", "70")]),
        ("city=30%, locality=70%", [("city", "3/10"), ("locality", "7/10")]),
        ("市本级30%，承接地70%", [("市本级", "3/10"), ("承接地", "7/10")]),
        ("甲：30；乙：70", [("甲", "30"), ("乙", "70")]),
        ("City Hall 1 : Park B2 2", [("City Hall", "1"), ("Park B2", "2")]),
        ("市(本级)30:承接地 70", [("市(本级)", "30"), ("承接地", "70")]),
    ],
)
def test_shares_of(text: str, expected: list[tuple[str | None, str]] | None) -> None:
    if expected is None:
        assert "no weight" in message(shares_of, text)
    else:
        assert shares_of(text) == tuple((name, Fraction(weight)) for name, weight in expected)


names = st.lists(st.text("市本级承接地县ABcd", min_size=1, max_size=8), min_size=2, max_size=100, unique=True)


@given(names, st.data())
def test_named_shares_read_back(parties: list[str], data: st.DataObject) -> None:
    weights = data.draw(st.lists(st.integers(0, 10**9), min_size=len(parties), max_size=len(parties)).filter(any))
    expected = tuple((name, Fraction(weight)) for name, weight in zip(parties, weights, strict=True))
    pairs = list(zip(parties, weights, strict=True))
    assert shares_of(" : ".join(f"{name} {weight}" for name, weight in pairs)) == expected
    assert shares_of(", ".join(f"{name}={weight}" for name, weight in pairs)) == expected
    assert shares_of(":".join(str(weight) for weight in weights)) == tuple((None, weight) for _, weight in expected)


EXAMPLE_SHARES = "write, for example, '3:7' or '市本级 30 : 承接地 70' or 'city=30%, locality=70%'"


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", ["is empty"]),
        ("3", ["has 1 part, not 2 to 100"]),
        (":".join("1" * 31), None),
        (":".join("1" * 101), ["has 101 parts, not 2 to 100"]),
        ("3:7:", ["has a part '' that is no weight with or without a name"]),
        ("3:-7", ["has a negative weight '-7'"]),
        ("0:0", ["has no positive weight"]),
        ("30%:70", ["has percentages for some of the parties only"]),
        ("30%:60%", ["adds up to 90%, not 100%"]),
        ("33.3%:66.6%", ["adds up to 99.9%, not 100%"]),
        ("甲 3:7", ["names some of the parties only"]),
        ("甲 3:甲 7", ["names '甲' more than once"]),
        ("甲 50%:甲 60%", ["names '甲' more than once", "adds up to 110%, not 100%"]),
        ("30%,70%", ["is a list without names"]),
        (
            "甲 x : 乙 y",
            [f"has a part {part} that is no weight with or without a name" for part in ("'甲 x'", "'乙 y'")],
        ),
        ("A130:B2 70", ["has a part 'A130' that is no weight with or without a name"]),
        ("a 1/3:b 2", ["has a part 'a 1/3' that is no weight with or without a name"]),
        ("3 7:5", ["has a part '3 7' that is no weight with or without a name"]),
        ("甲 1 000:乙 2", ["has a part '甲 1 000' that is no weight with or without a name"]),
        ("3:1e5", ["has a part '1e5' that is no weight with or without a name"]),
        ("3:7²", ["has a part '7²' that is no weight with or without a name"]),
        (f"1:{10**19}", [f"has a weight '{10**19}' beyond 10^18"]),
        ("甲\u202e 3:乙 7", ["has a name '甲\\u202e' with signs that can not be seen"]),
    ],
)
def test_refused_shares(text: str, faults: list[str] | None) -> None:
    if faults is None:
        assert len(shares_of(text)) == 31
    else:
        quoted = repr(text if len(text) <= 60 else text[:59] + "…")
        expected = "\n".join(f"shares {quoted} {fault}; {EXAMPLE_SHARES}" for fault in faults)
        assert message(shares_of, text) == expected


# --- points -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20分", "20"),
        ("20", "20"),
        ("-3", "-3"),
        ("+2.5分", "2.5"),
        ("２ 分", "2"),
        ("0.0001", "0.0001"),
        ("-0分", "0"),
    ],
)
def test_points_of(text: str, expected: str) -> None:
    assert str(points_of(text)) == expected


EXAMPLE_POINTS = "write, for example, '20分' or '-2.5分'"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", f"points '' is empty; {EXAMPLE_POINTS}"),
        ("2.00001", f"points '2.00001' has more than four decimals; {EXAMPLE_POINTS}"),
        ("1000000001", f"points '1000000001' is beyond ±10^9 points; {EXAMPLE_POINTS}"),
        ("20元", f"points '20元' is not a number of points; {EXAMPLE_POINTS}"),
        ("分", f"points '分' is not a number of points; {EXAMPLE_POINTS}"),
        ("20分分", f"points '20分分' is not a number of points; {EXAMPLE_POINTS}"),
        ("1e3", "points '1e3' has an exponent; write all the digits: '1000'"),
        ("nan", "points 'nan' is not a number; leave it out where it is not known"),
        ("5¹", "points '5¹' has digits other than 0 to 9; write the digits 0 to 9"),
    ],
)
def test_refused_points(text: str, expected: str) -> None:
    assert message(points_of, text) == expected


@given(st.integers(-(10**13), 10**13), st.booleans())
def test_points_text_reads_back(ten_thousandths: int, padded: bool) -> None:
    points = Decimal(f"{ten_thousandths}e-4")
    text = points_text(points if padded else points.normalize())
    assert points_of(text) == points
    assert re.fullmatch(r"-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?分", text)


def test_points_text() -> None:
    assert points_text(Decimal("1E+2")) == "100分"
    assert points_text(Decimal("-0.00")) == "0分"
    assert points_text(Decimal("0e99999999")) == "0分"
    assert points_text(Decimal("1.00000001")) == "1.00000001分"
    for wrong in ("NaN", "Infinity", "1E+9999999", "1E-9999999"):
        refusal = message(lambda text: points_text(Decimal(text)), wrong)
        assert refusal == f"points '{wrong}' can not be written out; {EXAMPLE_POINTS}"


# --- days -------------------------------------------------------------------------------------------------------


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_days_read_back(day: date) -> None:
    year, month, number = day.year, day.month, day.day
    for text in (
        f"{year}年{month}月{number}日",
        f"{year} 年 {month} 月 {number} 号",
        f"{year}/{month}/{number}",
        f"{year}.{month:02}.{number:02}",
        f"{year}-{month:02}-{number:02}",
        f"{year}{month:02}{number:02}",
    ):
        assert day_of(text) == day
        assert day_of(text.translate(FULL_WIDTH)) == day


EXAMPLE_DAY = "write, for example, '2022-06-01' or '2022年6月1日'"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", f"day '' is empty; {EXAMPLE_DAY}"),
        ("2022年6月31日", f"day '2022年6月31日' does not exist in the calendar; {EXAMPLE_DAY}"),
        ("2022-02-29", f"day '2022-02-29' does not exist in the calendar; {EXAMPLE_DAY}"),
        ("2022-13-01", f"day '2022-13-01' does not exist in the calendar; {EXAMPLE_DAY}"),
        ("20220600", f"day '20220600' does not exist in the calendar; {EXAMPLE_DAY}"),
        ("2022年6月", f"day '2022年6月' is a month without a day; {EXAMPLE_DAY}"),
        ("2022-06", f"day '2022-06' is a month without a day; {EXAMPLE_DAY}"),
        ("202206", f"day '202206' is a month without a day; {EXAMPLE_DAY}"),
        ("1899-12-31", f"day '1899-12-31' has a year outside 1900 to 2200; {EXAMPLE_DAY}"),
        ("2201/1/1", f"day '2201/1/1' has a year outside 1900 to 2200; {EXAMPLE_DAY}"),
        ("2022-06-01 00:00:00", "day '2022-06-01 00:00:00' has a time; write '2022-06-01'"),
        ("2022-06-01T08:30", "day '2022-06-01T08:30' has a time; write '2022-06-01'"),
        ("٢٠٢٢-06-01", "day '٢٠٢٢-06-01' has digits other than 0 to 9; write the digits 0 to 9"),
        *(
            (text, f"day {text!r} is not a day with its year first; {EXAMPLE_DAY}")
            for text in (
                "2022",
                "44713",
                "6/1/2022",
                "22-6-1",
                "2022-6/1",
                "2022年6月1日起",
                "二〇二二年六月一日",
                "nan",
            )
        ),
    ],
)
def test_refused_days(text: str, expected: str) -> None:
    assert message(day_of, text) == expected


# --- foreign amounts --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code", "amount"),
    [
        ("1000万美元", "USD", "10000000"),
        ("USD 10,000,000", "USD", "10000000"),
        ("usd5", "USD", "5"),
        ("500万欧元", "EUR", "5000000"),
        ("100万港元", "HKD", "1000000"),
        ("1亿2000万港币", "HKD", "120000000"),
        ("3亿日元", "JPY", "300000000"),
        ("1.5万新加坡元", "SGD", "15000"),
        ("5千新元", "SGD", "5000"),
        ("USD -12.345", "USD", "-12.345"),
        ("５００万　美元", "USD", "5000000"),
        ("USD 5美元", "USD", "5"),
        ("USD 0.0000000000000000000000000000000000001", "USD", "1E-37"),
    ],
)
def test_foreign_of(text: str, code: str, amount: str) -> None:
    assert foreign_of(text) == (code, Decimal(amount))


@given(st.sampled_from(sorted(CURRENCIES)), st.integers(-(10**16), 10**16), st.data())
def test_foreign_amounts_read_back(code: str, cents: int, data: st.DataObject) -> None:
    amount = Decimal(f"{cents}e-2")
    name = data.draw(st.sampled_from([code, *CURRENCIES[code]]))
    assert foreign_of(f"{code} {amount:,f}") == (code, amount)
    assert foreign_of(f"{amount:f}{name}") == (code, amount)


KNOWN = (
    "known: USD 美元, EUR 欧元, HKD 港元, JPY 日元, GBP 英镑, KRW 韩元, SGD 新加坡元, TWD 新台币, MOP 澳门元, "
    "CHF 瑞士法郎, CAD 加元, AUD 澳元"
)
EXAMPLE_FOREIGN = "write, for example, '1000万美元' or 'USD 10,000,000'"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", f"is empty; {EXAMPLE_FOREIGN}"),
        ("THB 5", f"is in the unknown currency 'THB'; {KNOWN}"),
        ("5泰铢", f"is not an amount in a known currency; {EXAMPLE_FOREIGN}; {KNOWN}"),
        ("5", f"names no currency; {EXAMPLE_FOREIGN}; {KNOWN}"),
        ("USD 5欧元", f"names two currencies; {EXAMPLE_FOREIGN}; {KNOWN}"),
        ("1000万元", "is in renminbi; use Money"),
        ("CNY 5", "is in renminbi; use Money"),
        ("人民币30万元", "is in renminbi; use Money"),
        ("$5", f"is not an amount with its currency; {EXAMPLE_FOREIGN}"),
        ("USD", f"is not an amount with its currency; {EXAMPLE_FOREIGN}"),
        ("12元3角USD", f"is not an amount in a known currency; {EXAMPLE_FOREIGN}; {KNOWN}"),
        ("1.5e3美元", "has an exponent; write all the digits: '1500'"),
        ("3²美元", "has digits other than 0 to 9; write the digits 0 to 9"),
        ("101万亿美元", "is beyond 10^14 units; check its unit and its digits"),
    ],
)
def test_refused_foreign_amounts(text: str, expected: str) -> None:
    assert message(foreign_of, text) == f"foreign amount {text!r} {expected}"


# --- hostile input ----------------------------------------------------------------------------------------------

READERS: list[Callable[[str], object]] = [
    decimal_of,
    money_fen,
    fen_of_yuan_text,
    ratio_of,
    shares_of,
    points_of,
    day_of,
    foreign_of,
]
each_reader = pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)


@each_reader
@pytest.mark.parametrize(
    "text",
    [
        "9" * 10**6,
        "9" * 10**6 + "元",
        "1/" + "9" * 10**6,
        "3:" * 10**6,
        " " * 10**6 + "x",
        "1,000" * 10**5,
        "1亿" * 40,
        "5万亿千百元角分" * 20,
        "-" * 200,
        " " * 99 + "x" + " " * 99 + "y",
        "a " * 10_000,
        "a" * 20_000,
        ":".join(["a " * 99 + "x"] * 100),
        "\ud800",
        "\x00",
    ],
    ids=range(15),
)
def test_hostile_text_is_refused_fast(reader: Callable[[str], object], text: str) -> None:
    start = time.process_time()
    refusal = message(reader, text)
    assert time.process_time() - start < 1
    assert len(refusal) < 30_000
    assert len(refusal.splitlines()[0]) < 500


@each_reader
@given(
    text=st.text(
        st.sampled_from("0123456789.,:/-+% ‰¥元角分万亿千百十年月日负分之一二三点USDe美Ａ２²٣\u3000\n"), max_size=30
    )
)
def test_anything_else_is_refused_and_nothing_leaks(reader: Callable[[str], object], text: str) -> None:
    try:
        reader(text)
    except ValueTextError as refusal:
        for problem in refusal.problems:
            assert repr(text) in problem.what
            assert problem.instead
    else:
        assert re.search("[0-9０-９]|分之", text)
        assert "\n" not in text.strip()
        assert reader is shares_of or not re.search("[²٣]", text)  # the name of a party may hold any sign


@each_reader
@given(text=st.text(max_size=300))
def test_any_text_is_read_or_refused(reader: Callable[[str], object], text: str) -> None:
    try:
        value = reader(text)
    except ValueTextError:
        return
    assert value is not None
    assert re.search("[0-9一二三四五六七八九十百零〇]", plain(text))


@each_reader
@given(digit=st.characters(categories=["Nd", "No", "Nl"]).filter(lambda sign: not plain(sign).isascii()))
def test_other_digits_are_refused(reader: Callable[[str], object], digit: str) -> None:
    for text in (digit, f"3{digit}元", f"{digit}%", f"3:{digit}", f"202{digit}-01-01", f"{digit}美元", f"1/{digit}"):
        message(reader, text)


def test_very_long_numbers_are_refused_by_the_writers() -> None:
    writers: list[Callable[[int], str]] = [shortest_money, yuan_text, capital_money, money_in_wan]
    for writer in writers:
        with pytest.raises(
            ValueTextError, match="money 'of 33220 bits' is too long to write; check how it was computed"
        ):
            writer(10**10_000)
    with pytest.raises(ValueTextError, match="ratio 'of 33220 bits' is too long to write; check how it was computed"):
        ratio_text(Fraction(1, 10**10_000))
    assert message(lambda _: capital_money(10**18), "") == (
        "money '1000000000000000000分' has no usual form in capital characters; check how it was computed"
    )


def money_in_wan(fen: int) -> str:
    return money_in_unit(fen, "万元")
