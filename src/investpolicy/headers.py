"""What a column's header says (表头): its name without ornament, and its unit. Pure functions on text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from investpolicy.values.text import CURRENCIES, MONEY_UNITS, plain

_FOREIGN = tuple(name for names in CURRENCIES.values() for name in names)
_SCALES = ("", "千", "万", "十万", "百万", "千万", "亿")
_UNITS = {
    **{unit: {"万": "万元", "亿": "亿元"}.get(unit, unit) for unit in MONEY_UNITS},
    **{scale + name: scale + name for name in _FOREIGN for scale in _SCALES},
    **{unit: unit for unit in ("%", "‰", "亩", "平方米", "公顷", "人", "名", "家", "个", "项", "户", "天", "月", "年")},
}
_BRACKETS = re.compile(r"\(([^()]*)\)")
_AS_BRACKETS = str.maketrans("[【〔{「<]】〕}」>", "((((((" + "))))))")
_ORNAMENTS = "*:?\"'《》“”★☆※●○■□▲△▼▽◆◇√①②③④⑤⑥⑦⑧⑨⑩"
_NUMBERED = re.compile(r"^([0-9]{1,2}[.](?![0-9])|[0-9]{1,2}[、)]|[一二三四五六七八九十]{1,2}[.、)])")
_UNIT_BEHIND = re.compile(rf"(.*?)(?:[_,|-]|(?<=[额资金值费款]))((?:人民币)?[百千万亿]*(?:元|{'|'.join(_FOREIGN)}))")
_AROUND_UNIT = re.compile("^(?:人民币|单位|币种|rmb|cny|[¥/:])|(?:人民币|rmb|cny|[/:])$")
_YUAN_IN_ENGLISH = {"": "元", "10,000": "万元", "10000": "万元", "million": "百万元", "100million": "亿元"}
_CORNER = re.compile(r"(?:^|[(\s]|金额|货币|计量|计价)单位[:：]\s*([^)\s]+)")


def header_name(text: str) -> str:
    """A header without width, spaces, case, number, notes in brackets, unit: ``协议 投资额（亿元）`` is 协议投资额."""
    return _split(text)[0]


def header_unit(text: str) -> str | None:
    """The unit in a header, if any: 万元 of ``投资额（万元）``, ``投资额/万元``, ``投资额（单位：万元）``."""
    return _split(text)[1]


def corner_unit(text: str) -> str | None:
    """The unit of a corner note (``单位：万元``); 填报单位 is an office and no unit, two money units are none."""
    for found in _CORNER.findall(plain(text)):
        units = {unit for part in re.split("[,、;/(和]", found) if (unit := _unit(part)) and is_money(unit)}
        if len(units) == 1:
            return units.pop()
    return None


def _split(text: str) -> tuple[str, str | None]:
    bare = "".join(plain(text).split()).casefold().translate(_AS_BRACKETS)
    notes: list[str] = []
    while found := _BRACKETS.search(bare):  # innermost first
        notes.append(found[1])
        bare = bare[: found.start()] + bare[found.end() :]
    name, _, last = bare.rpartition("(")
    if name and _unit(last):  # the bracket is not closed
        notes.append(last)
        bare = name
    bare = _NUMBERED.sub("", bare.strip(_ORNAMENTS)).strip(_ORNAMENTS)
    unit = _unit_of_notes(notes)
    name, _, last = bare.rpartition("/")
    if name and (after := _unit(last)):
        return name.strip(_ORNAMENTS), unit or after
    if (behind := _UNIT_BEHIND.fullmatch(bare)) and (after := _unit(behind[2])):
        return behind[1].strip(_ORNAMENTS), unit or after
    if len(bare) > 1 and bare[-1] in "%‰":
        return bare[:-1].strip(_ORNAMENTS), unit or bare[-1]
    return bare, unit


def _unit_of_notes(notes: Sequence[str]) -> str | None:
    """The unit that notes in brackets name; two units of money are none."""
    parts = [part for note in notes for part in (note, *re.split("[,、;:]", note))]
    units = [unit for part in parts if (unit := _unit(part))]
    money = {unit for unit in units if is_money(unit)}
    if len(money) > 1:
        return None
    return units[0] if units else None


def _unit(text: str) -> str | None:
    bare = text
    while bare != (bare := _AROUND_UNIT.sub("", bare)):
        pass
    if re.search("rmb|cny|yuan", text) and (bare or "yuan" in text):  # a currency alone says no unit
        return _YUAN_IN_ENGLISH.get(bare.removesuffix("yuan")) or _UNITS.get(bare)
    return _UNITS.get(bare)


def is_money(unit: str) -> bool:
    """Whether a unit counts money: renminbi or a foreign currency."""
    return unit in MONEY_UNITS or unit.endswith(_FOREIGN)
