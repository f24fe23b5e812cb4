from __future__ import annotations

import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, RootModel, ValidationError, model_validator

from investpolicy.errors import PolicyFileError, Problem, ValueTextError
from investpolicy.register import yaml_text
from investpolicy.register.yaml_text import Document, Mark, Plain, read_document

FILES = Path(__file__).parent.parent / "errors" / "yaml"
LOADERS = [yaml.SafeLoader, *([yaml.CSafeLoader] if hasattr(yaml, "CSafeLoader") else [])]


@pytest.fixture(params=LOADERS, ids=lambda loader: loader.__name__)
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> type[Any]:
    monkeypatch.setattr(yaml_text, "_Loader", request.param)
    return request.param


def leaves(data: Plain, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Plain]]:
    yield path, data
    if isinstance(data, dict | list):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from leaves(value, (*path, key))


def shown(document: Document) -> str:
    """Each path with the positions of its key and its value, and the text there."""
    lines: list[str] = []
    for path, value in leaves(document.data):
        key, mark = document.key_mark(path), document.mark(path)
        what = type(value).__name__ if isinstance(value, dict | list) else repr(value)
        lines.append(f"{key.line}:{key.column} {mark.line}:{mark.column} {'/'.join(map(str, path)) or '.'} = {what}\n")
    return "".join(lines)


def refused(source: Path | str | bytes, **limits: int) -> str:
    with pytest.raises(PolicyFileError) as caught:
        read_document(source, None if isinstance(source, str | bytes) else source.name, **limits)
    return str(caught.value)


@pytest.mark.parametrize("file", sorted(FILES.glob("good/*.yaml")), ids=lambda file: file.stem)
@pytest.mark.usefixtures("loader")
def test_good_file(file: Path) -> None:
    assert shown(read_document(file)) == file.with_suffix(".txt").read_text("utf-8")


@pytest.mark.parametrize("file", sorted(FILES.glob("bad/*.yaml")), ids=lambda file: file.stem)
@pytest.mark.usefixtures("loader")
def test_bad_file(file: Path) -> None:
    assert refused(file) + "\n" == file.with_suffix(".txt").read_text("utf-8")


def test_every_expected_text_has_its_file() -> None:
    assert {file.with_suffix("") for file in FILES.glob("*/*.txt")} == {
        file.with_suffix("") for file in FILES.glob("*/*.yaml")
    }


# --- sources and limits


def test_a_path_is_read_and_named_as_given(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("cap: 30万元\n", "utf-8")
    assert read_document(file).where(["cap"]) == f"{file}:1:6"
    assert read_document(file, "mine.yaml").where(["cap"], key=True) == "mine.yaml:1:1"


def test_a_text_and_bytes_are_read_alike() -> None:
    assert read_document("上限: 30万元") == read_document("上限: 30万元".encode())
    assert read_document("上限: 30万元").where(["上限"]) == "<text>:1:5"


@pytest.mark.usefixtures("loader")
def test_byte_order_mark_and_ends_of_lines() -> None:
    for text in ("a: 1\nb:\n  c: x\n", "a: 1\r\nb:\r\n  c: x\r\n", "a: 1\rb:\r  c: x"):
        for source in (text, "\ufeff" + text, b"\xef\xbb\xbf" + text.encode()):
            assert shown(read_document(source)) == (
                "1:1 1:1 . = dict\n1:1 1:4 a = '1'\n2:1 3:3 b = dict\n3:3 3:6 b/c = 'x'\n"
            )
    assert refused("a: \ufeffx") == "<text>:1:4: the character U+FEFF is not allowed (it can not be seen); delete it"


def test_a_file_that_can_not_be_read(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.yaml") == "none.yaml: the file can not be read: No such file or directory"
    assert refused(tmp_path).endswith(": the file can not be read: Is a directory")


def test_half_of_a_surrogate_pair_in_a_text() -> None:
    assert refused("a: \ud800") == "<text>:1:4: the character U+D800 is not allowed (it can not be seen); delete it"


@pytest.mark.usefixtures("loader")
def test_size() -> None:
    assert read_document("a: 中", max_bytes=6).data == {"a": "中"}
    assert refused("a: 中", max_bytes=5) == "<text>: the text is larger than 5 bytes; split the file"
    assert refused("# " + "x" * (1 << 20)) == "<text>: the text is larger than 1,048,576 bytes; split the file"


def test_size_of_a_file_is_checked_before_it_is_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "large.yaml"
    with file.open("wb") as stream:
        stream.truncate(1 << 33)  # 8 GiB of nothing
    assert refused(file) == "large.yaml: the text is larger than 1,048,576 bytes; split the file"


@pytest.mark.usefixtures("loader")
def test_nesting() -> None:
    assert read_document("a: [[x]]", max_depth=3).data == {"a": [["x"]]}
    expected = "<text>:1:5: the text is nested more than 2 deep; write it flatter"
    assert refused("a: [[x]]", max_depth=2) == expected
    assert read_document("[" * 32 + "]" * 32).data
    assert "nested more than 32 deep" in refused("[" * 33 + "]" * 33)


@pytest.mark.parametrize("opening", ["[", "{", "- ", "? ", "{a: ", "[[],"])
@pytest.mark.usefixtures("loader")
def test_nesting_that_would_crash_the_composer(opening: str) -> None:
    start = time.perf_counter()
    assert "nested more than 32 deep" in refused(opening * 200_000)
    assert time.perf_counter() - start < 20


@pytest.mark.usefixtures("loader")
def test_number_of_nodes() -> None:
    assert read_document("a: [x, y]", max_nodes=5).data == {"a": ["x", "y"]}
    expected = "<text>:1:8: the text holds more than 4 keys and values; split the file"
    assert refused("a: [x, y]", max_nodes=4) == expected


def test_a_thousand_slips_do_not_take_a_thousand_readings() -> None:
    text = "".join(f"k{number}：1\nl{number}: 1\n" for number in range(1000))
    problems = refused(text).splitlines()
    assert problems[0] == "<text>:1:3: '：' is a full-width colon; write ': ' (a half-width colon and a space)"
    assert len(problems) == yaml_text.MAX_REPAIRS + 1


def test_faults_of_structure_keep_their_position_after_a_mended_slip() -> None:
    assert refused("a: {x: &b 1}\nc：{x: &d 1}\ne: 1\n").splitlines() == [
        "<text>:1:8: an anchor, '&b', is not allowed; delete it, and write the value out where it is used",
        "<text>:2:2: '：' is a full-width colon; write ': ' (a half-width colon and a space)",
        "<text>:2:7: an anchor, '&d', is not allowed; delete it, and write the value out where it is used",
    ]


def test_a_full_width_colon_in_a_text_is_not_blamed_for_another_fault() -> None:
    assert (
        refused('- 说明：甲\n- "x\n')
        == "<text>:2:3: the quote that opens here is not closed; close it with the same quote"
    )


# Without tags, directives, `?` and what follows `|`: in these the two loaders are not equally strict.
PIECES = ["a", "b", ": ", ":", " ", "  ", "\n", "\n  ", "\n- ", "- ", '"', "'", "[", "]", "{", "}", ", ", "# c", "中",
          "：", "~", "|-\n  x", "---\n", "\r\n", "<<", "*a", "\u3000", "“", "”", "𠮷", "null"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_any_text_is_read_or_refused_and_both_loaders_agree(text: str) -> None:
    results: list[str | None] = []
    for one in LOADERS:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(yaml_text, "_Loader", one)
            try:
                results.append(shown(read_document(text)))
            except PolicyFileError as error:
                results.append(None)
                lines = text.replace("\r\n", "\n").split("\n")
                for problem in error.problems:
                    _, line, column = problem.where.split(":")
                    assert 1 <= int(line) <= len(lines) + 1
                    assert 1 <= int(column) <= len([*lines, ""][int(line) - 1]) + 1
                    assert problem.instead
    assert results[0] == results[-1]


@given(
    st.recursive(
        st.none() | st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Cn", "Zl", "Zp"])),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text("ab中：-'\" ", min_size=1), inner, max_size=3)
        ),
        max_leaves=12,
    )
)
def test_what_was_written_is_read(data: Any) -> None:
    written = yaml.safe_dump(data, allow_unicode=True, default_style='"', width=10_000).replace('!!null "null"', "~")
    assert read_document(written).data == data


# --- positions


TEXT = """\
reward:
  cap: 30万元
  brackets:
    - from: 0
      rate: 5‰
    - from: 5亿元
note: x
"""


def test_positions() -> None:
    document = read_document(TEXT)
    assert document.mark(["reward", "brackets", 1, "from"]) == Mark(6, 13)
    assert document.key_mark(["reward", "brackets", 1, "from"]) == Mark(6, 7)
    assert document.mark(["reward", "brackets", 1]) == document.key_mark(["reward", "brackets", 1]) == Mark(6, 7)
    assert document.mark(["reward", "brackets"]) == Mark(4, 5)
    assert document.mark(["reward"]) == Mark(2, 3)
    assert document.mark([]) == Mark(1, 1)


def test_position_of_what_is_not_there_is_the_key_of_the_nearest_that_is() -> None:
    document = read_document(TEXT)
    assert document.mark(["reward", "floor"]) == document.key_mark(["reward", "floor"]) == Mark(1, 1)
    assert document.mark(["reward", "brackets", 7, "rate"]) == Mark(3, 3)
    assert document.mark(["reward", "brackets", 1, "rate"]) == Mark(6, 7)
    assert document.mark(["note", "a", "b"]) == Mark(7, 1)
    assert document.mark(["none"]) == Mark(1, 1)


# --- pydantic's errors


def money(text: str) -> str:
    if not text.endswith("元"):
        raise ValueTextError(Problem("", f"{text!r} has no unit", f"write {text}元 or {text}万元"))
    return text


MoneyText = Annotated[str, AfterValidator(money)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Fixed(Strict):
    kind: Literal["fixed"]
    amount: MoneyText


class Bracket(Strict):
    start: MoneyText = Field(alias="from")
    rate: str


class Rate(Strict):
    kind: Literal["rate"]
    rate: str
    base: Literal["agreed", "actual"] = "actual"
    brackets: list[Bracket] = []


class Tiers(RootModel[list[Bracket]]):
    pass


class Reward(Strict):
    scale: Annotated[Fixed | Rate, Field(discriminator="kind")]
    cap: MoneyText | None = None
    share: Decimal | None = None
    tiers: Tiers | None = None
    either: Fixed | list[str] | None = None
    nested: dict[str, dict[str, Rate]] = {}

    @model_validator(mode="after")
    def _cap_fits(self) -> Reward:
        if self.cap == "0元":
            raise ValueTextError([Problem("cap", "is zero"), Problem("scale", "is never reached", "take one out")])
        return self


class Policy(Strict):
    title: str
    rewards: dict[str, Reward]
    count: Annotated[int, Field(ge=1)] = 1


def faults(
    text: str, model: type[BaseModel] = Policy, at: tuple[str | int, ...] = (), *, names: bool = True
) -> list[str]:
    document = read_document(text, "p.yaml")
    data: Any = document.data
    for step in at:
        data = data[step]
    with pytest.raises(ValidationError) as caught:
        model.model_validate(data)
    return [str(one) for one in document.problems(caught.value, at, model if names else None)]


def reward(text: str) -> str:
    return "title: x\nrewards:\n  r:\n" + "".join(f"    {line}\n" for line in text.splitlines())


def test_all_faults_in_the_order_of_the_file() -> None:
    text = """\
rewards:
  引荐奖励:
    scale:
      kind: rate
      rate: 5‰
      base: agree
      bases: actual
      brackets:
        - from: 0
          rate: 5‰
        - form: 5亿元
    cap: 30万
  other:
    scale: {kind: fixd, amount: 1元}
count: 0
"""
    assert faults(text) == [
        "p.yaml:1:1: field 'title' is missing; add 'title: …' here",
        "p.yaml:6:13: 'base' can not be 'agree'; did you mean 'agreed'?",
        "p.yaml:7:7: field 'bases' does not exist; did you mean 'base' or 'brackets'?",
        "p.yaml:9:17: '0' has no unit; write 0元 or 0万元",
        "p.yaml:11:11: field 'from' is missing; add 'from: …' here",
        "p.yaml:11:11: field 'rate' is missing; add 'rate: …' here",
        "p.yaml:11:11: field 'form' does not exist; did you mean 'from'?",
        "p.yaml:12:10: '30万' has no unit; write 30万元 or 30万万元",
        "p.yaml:14:19: 'kind' can not be 'fixd'; did you mean 'fixed'?",
        "p.yaml:15:8: Input should be greater than or equal to 1; found '0'",
    ]


def test_a_tag_that_is_spelled_like_a_field() -> None:
    text = reward("scale:\n  kind: rate\n  rate: [x]\n  base: x\n  extra: 1")
    assert faults(text) == [
        "p.yaml:6:13: a text is expected, a list of 1 was found; write a text after the key",
        "p.yaml:7:13: 'base' can not be 'x'; write one of agreed, actual",
        "p.yaml:8:7: field 'extra' does not exist; known: base, brackets, kind, rate",
    ]
    text = reward("nested:\n  rate:\n    rate:\n      kind: rate\nscale:\n  kind: rate\n  rate: 1")
    assert faults(text) == ["p.yaml:6:9: field 'rate' is missing; add 'rate: …' here"]


def test_the_tag_is_missing_or_is_no_text() -> None:
    assert faults(reward("scale:\n  rate: 5‰")) == [
        "p.yaml:4:5: field 'kind' is missing; add 'kind: …' here, one of fixed, rate"
    ]
    assert faults(reward("scale:\n  kind:")) == ["p.yaml:5:7: 'kind' can not be 'None'; write one of fixed, rate"]


def test_a_union_without_tag_gives_each_fault_once() -> None:
    assert faults(reward("scale: {kind: fixed, amount: 1元}\neither: {kind: fixed, amunt: 1元}")) == [
        "p.yaml:5:5: field 'amount' is missing; add 'amount: …' here",
        "p.yaml:5:13: a list is expected, a mapping (kind, amunt) was found; write '- item' lines below the key",
        "p.yaml:5:27: field 'amunt' does not exist; did you mean 'amount'?",
    ]


def test_a_root_model() -> None:
    assert faults(reward("scale: {kind: fixed, amount: 1元}\ntiers:\n  - {from: 1元, rate: 1, rates: 2}")) == [
        "p.yaml:6:29: field 'rates' does not exist; did you mean 'rate'?",
    ]


def test_an_error_of_ours_about_a_whole_model() -> None:
    assert faults(reward("cap: 0元\nscale: {kind: fixed, amount: 1元}")) == [
        "p.yaml:4:10: is zero",
        "p.yaml:5:12: is never reached; take one out",
    ]


def test_other_messages_show_what_was_found_shortened() -> None:
    assert faults(reward(f"share: {'x' * 100}\nscale: {{kind: fixed, amount: 1元}}")) == [
        f"p.yaml:4:12: Input should be a valid decimal; found '{'x' * 39}…'"
    ]


def test_a_mapping_or_list_is_expected() -> None:
    assert faults("title:\nrewards: x") == [
        "p.yaml:1:1: a text is expected, nothing was found; write a text after the key",
        "p.yaml:2:10: a mapping is expected, 'x' was found; write 'key: value' lines below the key",
    ]
    assert faults("title: x\nrewards:\n  r：1") == [
        (
            "p.yaml:3:3: a mapping is expected, 'r：1' was found; "
            "'：' is a full-width colon: write ': ' (a half-width colon and a space)"
        )
    ]
    assert faults("title: x\nrewards:\n  r:1") == [
        "p.yaml:3:3: a mapping is expected, 'r:1' was found; write a space after the ':'"
    ]
    assert faults("- title") == [
        "p.yaml:1:1: a mapping is expected, a list of 1 was found; write 'key: value' lines below the key"
    ]
    assert faults("title: x\nrewards: []") == [
        "p.yaml:2:10: a mapping is expected, a list of 0 was found; write 'key: value' lines below the key"
    ]


def test_a_model_somewhere_inside_the_document() -> None:
    text = reward("scale: {kind: fixed, amount: 1}\nzzz: 1")
    at = ("rewards", "r")
    assert faults(text, Reward, at) == [
        "p.yaml:4:34: '1' has no unit; write 1元 or 1万元",
        "p.yaml:5:5: field 'zzz' does not exist; known: cap, either, nested, scale, share, tiers",
    ]
    assert faults(text, Reward, at, names=False)[1] == "p.yaml:5:5: field 'zzz' does not exist; take it out"
    assert faults("a:\n  b: {}", Bracket, ("a", "b")) == [
        "p.yaml:2:3: field 'from' is missing; add 'from: …' here",
        "p.yaml:2:3: field 'rate' is missing; add 'rate: …' here",
    ]


def test_the_key_of_a_mapping() -> None:
    class Named(BaseModel):
        amounts: dict[MoneyText, int]

    assert faults("amounts:\n  1元: 1\n  2: x", Named) == [
        "p.yaml:3:3: '2' has no unit; write 2元 or 2万元",
        "p.yaml:3:6: Input should be a valid integer, unable to parse string as an integer; found 'x'",
    ]


def test_a_plain_value_error_loses_the_prefix() -> None:
    def refuse(text: str) -> str:
        raise ValueError("not today")

    class Model(BaseModel):
        a: Annotated[str, AfterValidator(refuse)]

    assert faults("a: x", Model) == ["p.yaml:1:4: not today"]


def test_the_path_of_a_recursive_model_is_found_quickly() -> None:
    class Tree(Strict):
        a: Tree | None = None

    text = "{a: " * 30 + "{b: 1}" + "}" * 30
    assert faults(text, Tree) == ["p.yaml:1:122: field 'b' does not exist; known: a"]
