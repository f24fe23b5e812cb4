from __future__ import annotations

import warnings
from datetime import date, datetime
from pathlib import Path

import pytest

import investpolicy as ip
from investpolicy.errors import PolicyFileError, TermsError, UnknownNameError
from investpolicy.register import loader
from tests.register.cases import CITY, city

FILES = Path(__file__).parent.parent / "errors" / "policies"
CITY_TEXT = CITY.read_text("utf-8")


def written(folder: Path, old: str = "", new: str = "") -> Path:
    """The city's file with one text replaced, which must be there."""
    assert old in CITY_TEXT
    path = folder / "mine.yaml"
    path.write_text(CITY_TEXT.replace(old, new, 1), "utf-8")
    return path


def refused(path: Path | str) -> str:
    with pytest.raises(PolicyFileError) as caught:
        ip.load_policy(path)
    return str(caught.value)


# --- shipped policies


def test_the_shipped_policies_load_without_a_warning() -> None:
    assert "mianyang-2022" in ip.policies()
    loader._loaded.cache_clear()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for name in ip.policies():
            assert ip.policy(name).id == name


def test_an_unknown_policy_names_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match=r"policy 'mianyang-2021' does not exist; did you mean 'mianyang-2022'"):
        ip.policy("mianyang-2021")
    with pytest.raises(UnknownNameError, match="does not exist"):
        ip.policy(["mianyang-2022"])  # type: ignore[arg-type]


def test_without_a_day_it_is_the_base_text() -> None:
    assert ip.policy("mianyang-2022").on is None
    assert ip.policy("mianyang-2022", on=date(2022, 5, 25)).on == date(2022, 5, 25)


@pytest.mark.parametrize("load", [lambda on: ip.policy("mianyang-2022", on=on), lambda on: ip.load_policy(CITY, on=on)])
def test_a_day_before_the_start_is_an_error(load: object) -> None:
    with pytest.raises(
        TermsError, match=r"on: 2020-01-31 is before .* is known to be in force; write 20\d\d-\d\d-\d\d"
    ):
        load(date(2020, 1, 31))  # type: ignore[operator]


@pytest.mark.parametrize("on", ["2022-06-01", datetime(2022, 6, 1), 20220601])  # noqa: DTZ001
def test_what_is_no_day_is_refused(on: object) -> None:
    with pytest.raises(TermsError, match=r"on: .* is no day; write a datetime.date: date\(2022, 6, 1\)"):
        ip.policy("mianyang-2022", on=on)  # type: ignore[arg-type]


# --- the user's own file


def test_a_file_may_be_named_by_text_or_path() -> None:
    assert ip.load_policy(str(CITY)) == ip.load_policy(CITY)
    assert ip.load_policy(CITY).title("en") == "Measure of a city on rewards for investment promotion"


def test_the_digest_is_that_of_the_text_whatever_ends_its_lines(tmp_path: Path) -> None:
    windows = tmp_path / "windows.yaml"
    windows.write_bytes(b"\xef\xbb\xbf" + CITY_TEXT.replace("\n", "\r\n").encode())
    assert ip.load_policy(windows).digest == city().digest
    other = ip.load_policy(written(tmp_path, "number: 某府发〔2020〕1号", "number: 某府发〔2020〕2号"))
    assert other.digest != city().digest
    assert other != city()


@pytest.mark.parametrize("path", ["nowhere.yaml", ".", "a\0b.yaml"])
def test_a_file_that_can_not_be_read(path: str) -> None:
    assert "can not be read: " in refused(path)
    assert "check the path" in refused(path)


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_bytes(b"# " + b"x" * (1 << 20))
    assert "the text is larger than 1,048,576 bytes" in refused(path)


# --- amendments


@pytest.mark.parametrize(
    ("on", "cap", "scale"),
    [
        (None, "50万元", "from 1亿元 below 5亿元 0.5‰, from 5亿元 0.8‰"),
        (date(2020, 2, 1), "50万元", "from 1亿元 below 5亿元 0.5‰, from 5亿元 0.8‰"),
        (date(2020, 12, 31), "50万元", "from 1亿元 below 5亿元 0.5‰, from 5亿元 0.8‰"),
        (date(2021, 1, 1), "40万元", "from 1亿元 below 6亿元 0.5‰, from 6亿元 0.8‰"),
        (date(2023, 6, 30), "40万元", "from 1亿元 below 6亿元 0.5‰, from 6亿元 0.8‰"),
        (date(2023, 7, 1), "60万元", "from 1亿元 below 6亿元 0.5‰, from 6亿元 1‰"),
    ],
)
def test_amendments_apply_from_their_day_on_whatever_their_order_in_the_file(
    on: date | None, cap: str, scale: str
) -> None:
    terms = city(on).terms("referral-reward")
    assert str(terms.cap) == cap  # type: ignore[attr-defined]
    assert str(terms.scale) == f"slab on actual investment: {scale}"  # type: ignore[attr-defined]


# --- faults, each at its place, all in one pass


@pytest.mark.parametrize("file", sorted(FILES.glob("*.yaml")), ids=lambda file: file.stem)
def test_faults_of_a_file(file: Path) -> None:
    assert refused(file).replace(f"{file.parent}/", "") + "\n" == file.with_suffix(".txt").read_text("utf-8")


def test_every_expected_text_has_its_file() -> None:
    assert {one.stem for one in FILES.glob("*.txt")} == {one.stem for one in FILES.glob("*.yaml")}


def position(path: Path, text: str, after: str = "") -> str:
    """``file:line:column`` of a text in a file."""
    content = path.read_text("utf-8")
    at = content.index(text, content.index(after))
    return f"{path}:{content.count(chr(10), 0, at) + 1}:{at - content.rfind(chr(10), 0, at)}"


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        ("cap: 50万元", "cap: -50万元", "-50万元"),
        ("rate: 0.8‰", "rate: 8", "8}"),
        ("rate: 0.5‰", "rate: 120%", "120%"),
        ("referral-reward.cap: 60万元", "referral-reward.cap: 60", "60\n"),
        ("brackets[6亿元].rate: 1‰", "brackets[6亿元].rate: -1‰", "-1‰"),
        ("set: {landed_means: registered}", "set: {landed_means: regist}", "regist}"),
        ("{threshold_base: fixed_asset_investment}", "{threshold_base: fixed_assetts}", "fixed_assetts"),
    ],
)
def test_an_illegal_value_is_named_by_line_and_column_of_that_value(
    tmp_path: Path, old: str, new: str, at: str
) -> None:
    path = written(tmp_path, old, new)
    after = new.partition(":")[0]
    message = refused(path)
    assert message.startswith(position(path, at, after) + ": "), message
    assert "\n" not in message


def test_an_edge_moved_by_an_amendment_alone_is_named_at_the_amendment(tmp_path: Path) -> None:
    path = written(tmp_path, "      referral-reward.scale.brackets[1亿元].below: 6亿元\n")
    where = position(path, "6亿元", "brackets[5亿元].from")
    assert refused(path).startswith(f"{where}: there is a gap between (from 1亿元 below 5亿元) and (from 6亿元)")


def test_unusual_terms_of_a_file_warn_once_each_at_every_date(tmp_path: Path) -> None:
    path = written(tmp_path, "referral-reward.cap: 60万元", "referral-reward.cap: 600万元")
    with pytest.warns(ip.PolicyWarning) as caught:
        ip.load_policy(path)
    unusual = "600万元 is above 100万元, the most that is usual; legal, but unusual: check it"
    assert [str(one.message) for one in caught] == [f"{path}: referral-reward.cap.amount: {unusual}"]
    assert caught[0].filename == __file__


def test_terms_below_the_usual_warn_too(tmp_path: Path) -> None:
    with pytest.warns(ip.PolicyWarning, match="0.05‰ is below 0.1‰, the least that is usual"):
        ip.load_policy(written(tmp_path, "rate: 0.5‰", "rate: 0.05‰"))


def test_what_is_no_path_is_refused() -> None:
    for given in (3, None, b"x.yaml", ["x.yaml"]):
        with pytest.raises(PolicyFileError, match=r"^path: .* is no path; write such as 'policies/city\.yaml'$"):
            ip.load_policy(given)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", ["50万元", "fifty", "{kind: rate, base: agreed, rate: 200%}", "{amount: 5元}"])
def test_a_term_said_to_be_open_that_has_a_value_is_told_beside_its_faults(tmp_path: Path, value: str) -> None:
    path = written(tmp_path, "cap: 50万元", f"cap: {value}")
    content = path.read_text("utf-8").replace(
        "    usual:\n", "    open:\n      cap: {zh: 未公布, en: open}\n    usual:\n", 1
    )
    path.write_text(content, "utf-8")
    lines = refused(path).splitlines()
    said = f"{position(path, 'cap: {zh')}: 'cap' is said to be open, and has a value; leave one of the two out"
    assert said in lines
    assert (
        len([line for line in lines if line.startswith(position(path, value))]) == (value != "50万元") or len(lines) > 1
    )


@pytest.mark.parametrize("value", ["open", "{kind: open, base: agreed}", "{kind: open, base: x}"])
def test_a_term_that_is_open_may_be_said_to_be(tmp_path: Path, value: str) -> None:
    path = written(tmp_path, "cap: 50万元", f"cap: {value}")
    content = path.read_text("utf-8").replace(
        "    usual:\n", "    open:\n      cap: {zh: 未公布, en: open}\n    usual:\n", 1
    )
    content = content.partition("\namendments:")[0] + "\n"
    path.write_text(content.replace("threshold: 1亿元", "threshold: x"), "utf-8")
    assert "is said to be open" not in refused(path)
