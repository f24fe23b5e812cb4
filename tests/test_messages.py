"""Messages in Chinese: every message that an analyst can meet has a form, and each is read in one way."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from investpolicy import check_claims
from investpolicy.errors import Problem
from investpolicy.messages import in_language, in_words
from investpolicy.messages.chinese import CLOSED, INSTEAD, WHAT
from investpolicy.messages.translating import forms
from tests.claims.names import ROOT, messages
from tests.written_messages import HOLE, QUOTED, Sources

SOURCES = ROOT / "src" / "investpolicy"
EXPECTED = sorted(path.name for path in (ROOT / "tests" / "errors" / "claims").glob("*.txt"))

# The modules whose messages an analyst can meet in a report. A new message there needs its Chinese form.
READ = (
    *sorted((SOURCES / "claims").glob("*.py")),
    *sorted((SOURCES / "facts").glob("*.py")),
    SOURCES / "errors.py",
    SOURCES / "files.py",
    SOURCES / "models.py",
    SOURCES / "rankings.py",
    SOURCES / "values" / "count.py",
    SOURCES / "values" / "label.py",
    SOURCES / "values" / "text.py",
)

# What is written there and no analyst meets; {kind} is any kind of value.
NOT_MET = {
    "{kind} '{}' {}": "shares: no column holds any",
    "{kind} '{}' has {} part, not 2 to {}": "shares: no column holds any",
    "{kind} '{}' has {} parts, not 2 to {}": "shares: no column holds any",
    "{kind} '{}' is a negative zero": "the JSON of a decision",
    "{kind} '{}' is not a plain number of yuan": "the JSON of a decision",
    "{kind} '{}' has no usual form in capital characters": "amounts in capitals are written in Python only",
    "give a Decimal or an int": "a float given in Python",
    "'{}' is no policy": "an argument in Python",
    "give the id of one, or a Policy": "an argument in Python",
    "'{}' is no name": "an argument in Python",
    "give the name of a provision": "an argument in Python",
    "'{}' are no policies": "an argument in Python",
    "give a list of Policy": "an argument in Python",
    "'{}' is no mapping of text to text": "an argument in Python",
    "write {'建设地点': '绵阳市'}": "an argument in Python",
    "the text is UTF-16, as its first bytes say": "never without what follows: but broken",
    "the text is neither UTF-8 nor GB18030, but broken": "never with what follows",
}

# What has a Chinese form and is not read from those modules: the file that writes it.
ELSEWHERE = {
    "provision of {policy} '{name}' does not exist": "register/policy.py",
    "is recorded as a fact, without a rule: there is nothing to decide": "register/policy.py",
    "investpolicy show {policy} {provision} says what it is": "register/policy.py",
    "the workbook can not be loaded whole ({cause}): the verdicts stand in a new workbook": "claims/annotated.py",
    "the workbook has more than {most} cells (painted ones too): the verdicts stand in a new workbook": (
        "claims/kept.py"
    ),
}

FILLS = ("7", "2022-06-01", "2022-06", "'7' or '8'", "签约", "not yet", "award", "c.csv:7")


def filled(text: str) -> Iterator[str]:
    """A message of the sources with values in its holes, in every way."""
    pieces = re.split(f"([{HOLE}{QUOTED}])", text)
    holes = pieces[1::2]
    for values in product(FILLS if len(holes) < 4 else FILLS[:4], repeat=len(holes)):
        own = [value if hole == HOLE else repr(value) for hole, value in zip(holes, values, strict=True)]
        yield "".join(one for pair in zip(pieces[::2], [*own, ""], strict=True) for one in pair)


def read_by(part: str, text: str) -> list[str]:
    """The forms that read a message of the sources, whatever stands in its holes; never two at once."""
    found: dict[str, None] = {}
    for one in filled(text):
        read = [form.english for form in forms(part) if form.say(one) is not None]
        assert len(read) < 2, f"{one!r} is read in two ways: {read}"
        found |= dict.fromkeys(read)
    return list(found)


@pytest.fixture(scope="module")
def written() -> dict[tuple[str, str, str], list[str]]:
    """Each part of a message in the sources, with the forms that read it."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for one in Sources(READ).messages():
        shown = one.text.replace(HOLE, "{}").replace(QUOTED, "'{}'")
        kind = next((word for word in CLOSED["kind"] if shown.startswith(f"{word} '{{}}'")), None)
        shown = shown if kind is None else "{kind}" + shown.removeprefix(kind)
        if (one.part, shown) not in {key[:2] for key in found}:
            found[one.part, shown, one.place] = read_by(one.part, one.text)
    return found


def test_every_message_of_the_sources_has_a_chinese_form(written: dict[tuple[str, str, str], list[str]]) -> None:
    absent = [key for key, read in written.items() if not read and key[1] not in NOT_MET]
    told = "\n".join(f"{place}, {part}: {text}" for part, text, place in absent)
    assert not absent, f"give these a Chinese form in messages/chinese.py:\n{told}"


def test_no_form_and_no_exception_is_left_over(written: dict[tuple[str, str, str], list[str]]) -> None:
    used = {form for read in written.values() for form in read}
    assert {*WHAT, *INSTEAD} - used == set(ELSEWHERE)
    for english, file in ELSEWHERE.items():
        source = re.sub(r'"\s+f?"', "", (SOURCES / file).read_text(encoding="utf-8"))
        assert max(re.split(r"\{\w+\}|'", english), key=len) in source
    assert {text for _, text, _ in written} >= set(NOT_MET)


def readings(line: str) -> list[tuple[str, str, str, str, str]]:
    """The ways in which a line is place, what and instead, with the two forms; the place is as short as it can be."""
    found: list[tuple[str, str, str, str, str]] = []
    for start in (*(one.end() for one in re.finditer(": ", line)), 0):
        where, rest = line[: max(start - 2, 0)], line[start:]
        ends = [one.start() for one in re.finditer("; ", rest)]
        for what, instead in ((rest[:end], rest[end + 2 :]) for end in ends):
            found += [
                (where, what, instead, one.english, other.english)
                for one in forms("what")
                if one.say(what) is not None
                for other in forms("instead")
                if other.say(instead) is not None
            ]
        if found:
            break
    return found


def lines_of(file: str) -> Iterator[str]:
    """The messages of a file; two hold words of reports besides."""
    for case, message in messages(file).items():
        for line in message.splitlines():
            if file == "judging.txt":
                is_message = case.startswith("error")
            else:
                is_message = file != "several.txt" or re.search("; [a-z]", line) is not None
            if is_message:
                yield line


@pytest.mark.parametrize("file", EXPECTED)
def test_an_expected_message_is_read_in_one_way(file: str) -> None:
    lines = list(lines_of(file))
    assert lines
    for line in lines:
        read = readings(line)
        assert len(read) == 1, (line, read)
        where, what, instead = read[0][:3]
        problem = Problem(where, what, instead)
        said = in_language(problem, "zh")
        assert str(problem) == line
        assert said.what != what
        assert said.instead != instead
        assert not re.search(r"\b(the|is|write|not|has|or|and|it)\b", said.what + said.instead), said


@pytest.mark.parametrize("english", [*WHAT, *INSTEAD])
def test_a_pair_has_the_same_placeholders(english: str) -> None:
    chinese = WHAT.get(english) or INSTEAD[english]
    names = re.findall(r"\{(\w+)\}", english)
    assert sorted(names) == sorted(re.findall(r"\{(\w+)\}", chinese))
    assert len(names) == len(set(names))
    assert set(re.findall(r"'\{(\w+)\}'", english)) <= set(re.findall(r"“\{(\w+)\}”", chinese))
    assert not chinese.endswith(("。", "；"))
    assert re.search("[\u4e00-\u9fff]", chinese)


def test_no_text_is_both_what_and_instead() -> None:
    assert not set(WHAT) & set(INSTEAD)


CASES = {
    ("claims.csv:3:3", "money '五亿多' has no number in digits", "write, for example, '100亿元' or '30万元'"): (
        "claims.csv:3:3：金额“五亿多”中没有数字；请写成“100亿元”或“30万元”"
    ),
    ("c.xlsx[表]!C7", "the number 2022.1 may be January or October, and has no day", "write the day"): (
        "c.xlsx[表]!C7：数字 2022.1 可能是 1 月，也可能是 10 月，而且没有日；请写明日"
    ),
    # a quotation mark in what was found, and the text of another message
    ("", 'ratio "it\'s" is not a ratio', "write '5%'"): "比例“it's”不是可以读取的比例；请写成“5%”",
    ("", r"money '\'5\' \\ \"' has no unit", "split it"): "金额“'5' \\ \"”没有单位；请拆分",
    ("", "money '1 is empty' has no unit", "split it"): "金额“1 is empty”没有单位；请拆分",
    # facts by their labels
    ("a.csv:2,3 and b.csv:4", "they say 1元 and 2元 of one project's agreed_investment", "leave it out"): (
        "a.csv:2,3、b.csv:4：同一项目的协议投资额写法不一：1元、2元；请删去"
    ),
    ("a.csv:2 and b.csv:4", "they say foreign and domestic of one project's capital_origin", "leave it out"): (
        "a.csv:2、b.csv:4：同一项目的资本来源写法不一：外资、内资；请删去"
    ),
    ("a.csv:2 project.sector_code", "is missing", "write it"): "a.csv:2 行业代码：缺少这一项；请填写",
    ("a.csv:2 payments.0.paid_on", "is empty", "write it"): "a.csv:2 兑现日期：是空的；请填写",
    ("", "are listed, and signed, started told too", "give the list or the numbers"): (
        "已列清单，又另填了 新签约工业项目数、新开工工业项目数；请只填清单或只填数目"
    ),
    ("", "竣工日期 2022-01-01 is before 开工日期 2022-02-01", "check the two dates"): (
        "竣工日期（2022-01-01）早于开工日期（2022-02-01）；请核对这两个日期"
    ),
    # places
    ("row 3, column 金额", "the number is inf", "leave the value out where it is not known"): (
        "第 3 行“金额”列：数字是无穷大；不知道的请留空"
    ),
    ("c.parquet row 3, column the and a", "is empty", "write it"): "c.parquet 第 3 行“the and a”列：是空的；请填写",
    ("c.parquet column a", "the column holds lists", "leave it out"): "c.parquet “a”列：这一列的值是列表；请删去",
    ("c.parquet row 2,3 and 一月 and 二月.xlsx[S]!4,5 and b.csv:4", "is empty", "write it"): (
        "c.parquet 第 2,3 行、一月 and 二月.xlsx[S]!4,5、b.csv:4：是空的；请填写"
    ),
    ("2021 and 2022.csv:3", "is empty", "write it"): "2021 and 2022.csv:3：是空的；请填写",
    ("--assume project.name", "'x' is no day", "write it"): "--assume project.name：“x”不是日期；请填写",
    # lists, and what has no second part
    ("", "column 'x, y' does not exist", "known: a, b (c), d"): "没有名为“x, y”的列；可用的有：a、b (c)、d",
    ("", "the workbook is damaged", ""): "工作簿已损坏",
}


@pytest.mark.parametrize("problem", CASES)
def test_in_chinese(problem: tuple[str, str, str]) -> None:
    assert in_words(Problem(*problem), "zh") == CASES[problem]
    assert in_words(Problem(*problem), "en") == str(Problem(*problem))
    assert in_language(Problem(*problem), "en") == Problem(*problem)


def test_what_has_no_form_stays_as_it_is() -> None:
    known_in_part = Problem("claims.csv:3", "the moon is full", "leave it out")
    assert in_language(known_in_part, "zh") == Problem("claims.csv:3", "the moon is full", "请删去")
    assert in_words(Problem("", "the moon is full"), "zh") == "the moon is full"
    assert in_words(Problem("a b.csv", "is empty", ""), "zh") == "a b.csv：是空的"


HEADER = "项目名称,建设地点,协议投资额（亿元）,签约日期,申报金额（万元）\n"


def test_a_chinese_report_has_chinese_problems(tmp_path: Path) -> None:
    file = tmp_path / "claims.csv"
    rows = "甲,绵阳市,5,2022-06-01,30\n乙,绵阳市,五亿多,2022.1,30\n甲,绵阳市,6,2022-06-01,30\n"
    file.write_text(HEADER + rows, encoding="utf-8")
    (tmp_path / "说明.docx").write_bytes(b"")
    report = check_claims(tmp_path, "mianyang-2022", provision="referral-reward")
    money = "claims.csv:3:3：金额“五亿多”中没有数字；请写成“100亿元”或“30万元”"
    day = "claims.csv:3:4：数字 2022.1 可能是 1 月，也可能是 10 月，而且没有日；"
    for text in (report.to_text(), report._repr_html_()):
        assert money in text
        assert day in text
        assert "claims.csv:2,4：同一项目的协议投资额写法不一：5亿元、6亿元；不同项目请用" in text
        assert "write" not in text
    assert "说明.docx：从名称看不是申报文件" in report.to_text()
    assert "claims.csv:3:3: money '五亿多' has no number in digits; write" in report.to_text("en")
    assert "五亿多' has no number" in report.problems[0].what  # the report itself keeps its English


def test_a_crafted_message_takes_no_time() -> None:
    text = "columns A (" + "x and x say " * 3_000 + " of one park!) and B (x) hold the same fact"
    start = time.process_time()
    assert in_words(Problem("", text), "zh") == text
    assert in_words(Problem("", text[: 2_900 - 60] + text[-60:]), "zh").startswith("A 列（")
    assert time.process_time() - start < 1


def test_ten_thousand_problems_take_less_than_a_second() -> None:
    problems = [
        Problem(f"claims.csv:{row}:3", f"money '约{row}元' has no number in digits", f"write '{row}元'")
        if row % 2
        else Problem(
            f"claims.csv:{row}:3", f"竣工日期 2022-01-01 is before 开工日期 2022-02-01 {row}", "check the days"
        )
        for row in range(10_000)
    ]
    in_words(problems[0], "zh")  # reads the forms
    start = time.process_time()
    assert len({in_words(one, "zh") for one in problems}) == 10_000
    assert time.process_time() - start < 1
