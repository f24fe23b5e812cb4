"""Between written text and exact numbers, for every kind of value; pure functions, no float anywhere.

Money is an ``int`` count of 分 (fen). What can be read in two ways is refused: each refusal is a
:class:`~investpolicy.errors.ValueTextError` that quotes what was found and shows what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from investpolicy.errors import Problem, ValueTextError

MONEY_LIMIT_FEN = 10**16
"""The largest amount of money, 10^14 yuan in 分, so that sums and int64 columns have room."""

MONEY_UNITS: dict[str, int] = {
    "分": 1,
    "角": 10,
    "元": 100,
    "千元": 10**5,
    "万元": 10**6,
    "万": 10**6,
    "百万元": 10**8,
    "千万元": 10**9,
    "亿元": 10**10,
    "亿": 10**10,
}
"""分 (fen) in each unit in which a number of money can be given."""

CURRENCIES: dict[str, tuple[str, ...]] = {
    "USD": ("美元", "美金"),
    "EUR": ("欧元",),
    "HKD": ("港元", "港币"),
    "JPY": ("日元",),
    "GBP": ("英镑",),
    "KRW": ("韩元",),
    "SGD": ("新加坡元", "新元"),
    "TWD": ("新台币",),
    "MOP": ("澳门元",),
    "CHF": ("瑞士法郎",),
    "CAD": ("加元",),
    "AUD": ("澳元",),
}
"""The foreign currencies (外币) that can be read: the ISO 4217 code and the Chinese names."""

RATIO_LIMIT = 10**18
"""The largest numerator and denominator of a ratio, in lowest terms."""

POINTS_LIMIT = 10**9
"""The largest number of assessment points that is read."""

_LONGEST = 200  # characters of one value: longer text is refused before anything looks at it
_LONGEST_SHARES = 20_000
_MOST_DIGITS = 40
_MOST_PARTIES = 100

# --- text -------------------------------------------------------------------------------------------------------

# Not Unicode NFKC: that would read ² and ① as digits. Only other forms of the same sign are put right.
_PLAIN: dict[int, str | None] = {
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},  # full-width forms of ! to ~
    **dict.fromkeys([0x09, 0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " "),
    **dict.fromkeys([0x200B, 0x2060, 0xFEFF]),  # no width: nobody can see them, copying brings them along
    ord("￥"): "¥",
    ord("−"): "-",
    ord("﹣"): "-",
    ord("∶"): ":",
    ord("﹕"): ":",
    ord("﹐"): ",",
    ord("﹪"): "%",
}


def plain(text: str) -> str:
    """``text`` with full-width signs (全角) and unusual spaces in their plain form, trimmed.

    Superscripts, circled numbers and digits of other scripts stay as they are, so that they are refused
    where a number is read.
    """
    return text.strip() if text.isascii() and "\t" not in text else text.translate(_PLAIN).strip()


def _quoted(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:59] + "…")


def _refused(kind: str, found: str, what: str, instead: str) -> ValueTextError:
    return ValueTextError(Problem("", f"{kind} {_quoted(found)} {what}", instead))


def _such_as(*examples: str) -> str:
    return "write, for example, " + " or ".join(repr(example) for example in examples)


def _prepared(kind: str, found: str, instead: str, longest: int = _LONGEST) -> str:
    """``found`` in plain form with single spaces; empty and overlong text is refused."""
    if len(found) > longest:
        raise _refused(kind, found, f"has {len(found)} characters, more than {longest}", instead)
    text = re.sub(" +", " ", plain(found))
    if not text:
        raise _refused(kind, found, "is empty", instead)
    return text


def _check_length(kind: str, number: int) -> None:
    """Results may lie beyond the range of what is read, and are written all the same; but Python itself
    refuses to write very long numbers."""
    if number.bit_length() > 1000:
        raise _refused(kind, f"of {number.bit_length()} bits", "is too long to write", "check how it was computed")


# --- numbers ----------------------------------------------------------------------------------------------------

_NUMBER = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_is_number = re.compile("[-+]?" + _NUMBER).fullmatch
_has_exponent = re.compile(r"([-+]?[0-9][0-9,]*(?:\.[0-9]+)?)[eE]([-+]?[0-9]{1,9})").match
_has_commas = re.compile(r"[-+]?[0-9.]*,[0-9,.]*").match


def _number(text: str) -> Decimal | None:
    """The number that plain ``text`` writes, or None."""
    if _is_number(text) is None or sum(map(str.isdigit, text)) > _MOST_DIGITS:
        return None
    number = Decimal(text.replace(",", ""))
    return number or Decimal(0)  # no minus zero


def _number_fault(text: str) -> tuple[str, str] | None:
    """Why the number at the start of plain ``text`` can not be read, where that can be said, and what to write."""
    if any(sign.isnumeric() and not sign.isascii() and not "\u3007" <= sign <= "\u9fff" for sign in text):
        return "has digits other than 0 to 9", "write the digits 0 to 9"
    if re.match("[-+]? ?(nan|inf)", text, re.IGNORECASE | re.ASCII):
        return "is not a number", "leave it out where it is not known"
    if sum(map(str.isdigit, text)) > _MOST_DIGITS:
        return f"has more than {_MOST_DIGITS} digits", "check it"
    if exponent := _has_exponent(text):
        instead = "write all the digits"
        mantissa = _number(exponent[1])
        if mantissa is not None and abs(int(exponent[2])) <= 20:
            instead += f": {format(Decimal(f'{mantissa}e{int(exponent[2])}'), 'f')!r}"
        return "has an exponent", instead
    if (commas := _has_commas(text)) and _is_number(commas[0]) is None:
        return "has commas that do not part groups of three digits", _such_as("1,234,567.89", "1234567.89")
    if re.match(r"[-+]?(\.[0-9]|[0-9]+\.([^0-9]|$))", text):
        return "has a decimal point without digits on both sides", _such_as("0.5", "5")
    return None


def decimal_of(text: str) -> Decimal:
    """The number that ``text`` writes: a sign, thousands separators in groups of three and decimals may stand.

    Refused (ValueTextError): an exponent, NaN and infinity, more than 40 digits, digits other than 0 to 9.
    """
    instead = _such_as("1234.56", "1,234,567.89")
    written = _prepared("number", text, instead)
    number = _number(written)
    if number is None:
        raise _refused("number", text, *(_number_fault(written) or ("is not a number", instead)))
    return number


def _written(number: int, places: int, grouped: bool = False) -> str:
    """``number`` / 10^``places`` as a decimal, exactly, without trailing zeros."""
    whole, rest = divmod(abs(number), 10**places)
    decimals = f"{rest:0{places}d}".rstrip("0") if rest else ""
    return ("-" if number < 0 else "") + (f"{whole:,}" if grouped else str(whole)) + (f".{decimals}" if rest else "")


# --- money ------------------------------------------------------------------------------------------------------

_YUAN_IN = {
    "": 1,
    "百": 10**2,
    "千": 10**3,
    "万": 10**4,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "百亿": 10**10,
    "千亿": 10**11,
    "万亿": 10**12,
}
_FEN_IN = {
    **{scale + "元": 100 * yuan for scale, yuan in _YUAN_IN.items()},
    **{scale: 100 * yuan for scale, yuan in _YUAN_IN.items() if yuan >= 10**4},
    **MONEY_UNITS,
}
_SCALE = "万亿|[百千]?[万亿]|[百千]"

# Most amounts are one number and one unit: read at once, without any normalising.
_simple_money = re.compile(rf"(-?)({_NUMBER})((?:{_SCALE})元|万亿|[百千]?[万亿]|[元角分])").fullmatch
_framed_money = re.compile(
    r"([-+负]?) ?(?:人民币|RMB|CNY|rmb|cny)? ?(¥?) ?([-+负]?) ?([0-9].*?) ?(?:人民币)?(?:(?<=[元角])[整正])?"
).fullmatch
_money_part = re.compile(rf" ?({_NUMBER}) ?({_SCALE}|) ?([元角分]?)").match

_MONEY_EXAMPLE = _such_as("30万元", "5.2亿元", "1234.56元")
_MONEY_RANGE = "is beyond ±10^14 yuan (100万亿元)"


def money_fen(text: str) -> int:
    """The amount of money (金额) that ``text`` writes, in 分.

    Reads ``30万元``, ``1.5亿``, ``1,234.56元``, ``3亿5000万元``, ``12元3角4分``, ``人民币30万元整``, ``¥1409.50``;
    a sign may lead. Refused (ValueTextError): no unit, foreign currencies, a part of a 分, more than 10^14 yuan,
    units that do not descend.
    """
    match = _simple_money(text) if len(text) <= _LONGEST else None
    if match is None:
        return _framed_fen(text)
    sign, number, unit = match.groups()
    whole, point, decimals = number.replace(",", "").partition(".")
    if point:
        return _whole_fen(text, int(whole + decimals) * _FEN_IN[unit], len(decimals), sign)
    fen = int(whole) * _FEN_IN[unit]
    if fen > MONEY_LIMIT_FEN:
        raise _refused("money", text, _MONEY_RANGE, "check its unit and its digits")
    return -fen if sign else fen


def _whole_fen(found: str, number: int, places: int, sign: str) -> int:
    """``number`` / 10^``places`` 分, where that is a whole number within the range."""
    unit: int = 10**places
    fen, rest = divmod(number, unit)
    if fen + bool(rest) > MONEY_LIMIT_FEN:
        raise _refused("money", found, _MONEY_RANGE, "check its unit and its digits")
    signed = -1 if sign in ("-", "负") else 1
    if rest:
        near = [shortest_money(signed * fen), shortest_money(signed * (fen + 1))]
        raise _refused("money", found, "is not a whole number of 分", _such_as(*near))
    return signed * fen


def _framed_fen(found: str) -> int:
    """The amount with whatever may stand around it: sign, currency, 整; and with several units."""
    text = _prepared("money", found, _MONEY_EXAMPLE)
    framed = _framed_money(text)
    if framed is None or (framed[1] and framed[3]):
        raise _refused("money", found, *_money_fault(text))
    before, mark, after, body = framed.groups()
    if mark and _is_number(body):
        body += "元"  # ¥ is the sign of the unit itself
    parts = _parts(body)
    if isinstance(parts, str):
        raise _refused("money", found, *_money_fault(text, parts))
    return _whole_fen(found, *parts, before or after)


def _parts(body: str) -> tuple[int, int] | str:
    """What ``3亿5000万元`` or ``12元3角`` adds up to, as 分 × 10^places and places; or what is wrong with it."""
    total = places = at = size_before = 0
    unit_before = ""
    scale = unit = ""
    while at < len(body):
        part = _money_part(body, at)
        if part is None:
            return "is not an amount of money"
        number, scale, unit = part.groups()
        size = 100 * _YUAN_IN[scale] if unit in ("", "元") else MONEY_UNITS[unit]
        if scale and unit in ("角", "分"):
            return "is not an amount of money"
        if at and (size >= size_before or (unit_before != "") != (unit in ("角", "分"))):
            return "has units that do not descend from 亿 over 万 to 元, 角, 分"
        if places:
            return "has decimals before its last unit"
        whole, _, decimals = number.replace(",", "").partition(".")
        places = len(decimals)
        amount = int(whole + decimals) * size
        if at and amount >= size_before * 10**places:
            return "has a part that is as large as the unit before it"
        total = total * 10**places + amount
        at, size_before, unit_before = part.end(), size, unit
    return "has no unit" if not unit and scale in ("", "百", "千") else (total, places)


_FOREIGN_SIGN = re.compile(
    "(?:" + "|".join(name for names in CURRENCIES.values() for name in names) + "|外币|卢布|泰铢|卢比|林吉特|越南盾"
    "|(?<![A-Za-z])(?!CNY|RMB)[A-Z]{3}(?![A-Za-z])|[$€£₩])"
)


def _money_fault(text: str, what: str = "is not an amount of money") -> tuple[str, str]:
    """What is wrong with plain ``text`` as an amount of money, and what to write instead."""
    if foreign := _FOREIGN_SIGN.search(text):
        return f"is not in renminbi but in {foreign[0]!r}", "use ForeignAmount, with its rate and the day of the rate"
    if fault := _number_fault(re.sub("^(?:人民币|RMB|CNY|rmb|cny|[¥负 ])+", "", text)):
        return fault
    if _is_number(text):
        what = "has no unit"
    if what == "has no unit":
        readable = [text + unit for unit in ("元", "万元") if _is_money(text + unit)]
        return what, _such_as(*readable) if readable else _MONEY_EXAMPLE
    if not re.search("[0-9]", text):
        return "has no number in digits", _such_as("100亿元", "30万元")
    return what, _MONEY_EXAMPLE


def _is_money(text: str) -> bool:
    try:
        money_fen(text)
    except ValueTextError:
        return False
    return True


def money_fen_of_number(number: Decimal | int, unit: str) -> int:
    """``number`` of ``unit`` (a key of :data:`MONEY_UNITS`) in 分, exactly, or ValueTextError."""
    size = _unit_size(unit)
    kind: type[object] = type(number)
    if kind is not int and not issubclass(kind, Decimal):
        raise _refused("money", repr(number), f"is of type {kind.__name__}", "give a Decimal or an int")
    if isinstance(number, int):
        if number.bit_length() > 1000:  # which Python would refuse to write
            raise _refused("money", f"of {number.bit_length()} bits", _MONEY_RANGE, "check its unit and its digits")
        return _whole_fen(f"{number}{unit}", abs(number) * size, 0, "-" if number < 0 else "")
    found = f"{number}{unit}"
    if not number.is_finite():
        raise _refused("money", found, "is not a number", "leave it out where it is not known")
    if not number:
        return 0
    if number.adjusted() > 16:
        raise _refused("money", found, _MONEY_RANGE, "check its unit and its digits")
    sign, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int) or exponent < -_LONGEST:
        raise _refused("money", found, f"has more than {_LONGEST} decimals", "round it")
    amount = int("".join(map(str, digits))) * size * 10 ** max(exponent, 0)
    return _whole_fen(found, amount, max(-exponent, 0), "-" if sign else "")


def _unit_size(unit: str) -> int:
    size = MONEY_UNITS.get(unit)
    if size is None:
        raise _refused("unit of money", unit, "does not exist", "known: " + ", ".join(MONEY_UNITS))
    return size


def shortest_money(fen: int) -> str:
    """The shortest exact form in 元, 万元 or 亿元: ``1234.56元``, ``30万元``, ``5.2亿元``; no thousands separators.

    万元 and 亿元 stand from one of them on, with at most four decimals; of forms that are equally long, the
    larger unit. :func:`money_fen` reads it back.
    """
    _check_length("money", fen)
    text = _written(fen, 2) + "元"
    # Four decimals of 万元 are whole yuan, four decimals of 亿元 are whole 万元: what is finer stays below.
    if not fen % 100 and abs(fen) >= 10**6:
        in_wan = _written(fen // 100, 4) + "万元"
        text = in_wan if len(in_wan) <= len(text) else text
    if not fen % 10**6 and abs(fen) >= 10**10:
        in_yi = _written(fen // 10**6, 4) + "亿元"
        text = in_yi if len(in_yi) <= len(text) else text
    return text


def money_in_unit(fen: int, unit: str, *, grouped: bool = False) -> str:
    """``fen`` in ``unit`` (a key of :data:`MONEY_UNITS`), exactly: ``0.52亿元``; ``grouped``: ``12,345.6万元``."""
    size = _unit_size(unit)
    _check_length("money", fen)
    return _written(fen, len(str(size)) - 1, grouped) + unit


_is_yuan_text = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,2})?").fullmatch


def yuan_text(fen: int) -> str:
    """``fen`` in yuan with two decimals and no separators, for JSON: ``300000.00``."""
    _check_length("money", fen)
    yuan, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{yuan}.{rest:02d}"


def fen_of_yuan_text(text: str) -> int:
    """The 分 in what :func:`yuan_text` writes; one decimal or none will do too, nothing else."""
    if len(text) > _LONGEST or _is_yuan_text(text) is None:
        raise _refused("yuan", text, "is not a plain number of yuan", _such_as("300000.00"))
    whole, _, decimals = text.removeprefix("-").partition(".")
    fen = int(whole) * 100 + int(decimals.ljust(2, "0"))
    if fen > MONEY_LIMIT_FEN:
        raise _refused("yuan", text, _MONEY_RANGE, "check its digits")
    if not fen and text[0] == "-":
        raise _refused("yuan", text, "is a negative zero", "write '0.00'")
    return -fen if text[0] == "-" else fen


_CAPITALS = "零壹贰叁肆伍陆柒捌玖"


def capital_money(fen: int) -> str:
    """The amount in capital characters (大写), as bills are filled in: ``叁拾万元整``, ``壹仟肆佰零玖元伍角``.

    整 closes whole yuan; after 角 the norm leaves it open and it is not written; after 分 it may not stand.
    零 stands for zeros between digits; where the norm leaves it open (zeros that end a group of four or the
    yuan) it is not written, but it is for a whole group of zeros: ``壹亿零壹仟元整``.
    """
    if abs(fen) >= 10**18:
        _check_length("money", fen)
        raise _refused("money", f"{fen}分", "has no usual form in capital characters", "check how it was computed")
    yuan, rest = divmod(abs(fen), 100)
    jiao, last = divmod(rest, 10)
    text = _capital_yuan(yuan) + "元" if yuan or not rest else ""
    if jiao:
        text += _CAPITALS[jiao] + "角"
    elif last and yuan:
        text += "零"
    text += _CAPITALS[last] + "分" if last else ""
    return ("负" if fen < 0 else "") + text + ("" if rest else "整")


def _capital_yuan(yuan: int) -> str:
    text = ""
    gap = False
    for size, unit in ((10**12, "万"), (10**8, ""), (10**4, "万"), (1, "")):
        group = yuan // size % 10**4
        if group:
            text += ("零" if text and (gap or group < 1000) else "") + _capital_group(group) + unit
        gap = not group
        if size == 10**8 and text:
            text += "亿"
    return text or "零"


def _capital_group(number: int) -> str:
    text = ""
    gap = False
    for size, unit in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        digit = number // size % 10
        if digit:
            text += ("零" if text and gap else "") + _CAPITALS[digit] + unit
        gap = not digit
    return text


# --- ratios -----------------------------------------------------------------------------------------------------

_PER = {"%": 100, "‰": 1000, "‱": 10_000}
_RATIO_EXAMPLE = _such_as("5%", "5‰", "0.05", "1/3")
_is_quotient = re.compile("([-+]?[0-9]+) ?/ ?([0-9]+)").fullmatch
_AS_CAPITALS = str.maketrans("〇一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")


def ratio_of(text: str) -> Fraction:
    """The ratio (比例) that ``text`` writes: ``5%``, ``5‰``, ``0.05``, ``1/3``, ``百分之五``, ``万分之3``.

    Refused (ValueTextError): a bare number above 1 (``5`` may be 5% or 5‰), an exponent, a zero denominator,
    a numerator or denominator above 10^18.
    """
    written = _prepared("ratio", text, _RATIO_EXAMPLE)
    value: Fraction | None = None
    if per := _PER.get(written[-1]):
        number = _number(written[:-1].rstrip(" "))
        value = None if number is None else Fraction(number) / per
    elif "分之" in written:
        value = _chinese_quotient(written)
    elif quotient := _is_quotient(written):
        over, under = int(quotient[1]), int(quotient[2])
        if not under:
            raise _refused("ratio", text, "has a zero denominator", _RATIO_EXAMPLE)
        value = Fraction(over, under)
    elif (number := _number(written)) is not None:
        if abs(number) > 1:
            raise _refused("ratio", text, "could be per cent or per mille", _such_as(written + "%", written + "‰"))
        value = Fraction(number)
    if value is None:
        raise _refused("ratio", text, *(_number_fault(written) or ("is not a ratio", _RATIO_EXAMPLE)))
    if max(abs(value.numerator), value.denominator) > RATIO_LIMIT:
        raise _refused("ratio", text, "has a numerator or denominator above 10^18", _RATIO_EXAMPLE)
    return value


def _chinese_quotient(text: str) -> Fraction | None:
    under_text, _, over_text = text.partition("分之")
    under = 10_000 if under_text == "万" else _chinese_int(under_text)
    if not under:
        return None
    over = _number(over_text.strip(" "))
    if over is not None:
        return Fraction(over) / under
    whole_text, point, decimals = over_text.partition("点")
    whole = _chinese_int(whole_text)
    digits = [_CAPITALS.find(sign) for sign in decimals.translate(_AS_CAPITALS)]
    if whole is None or -1 in digits or bool(point) != bool(digits):
        return None
    return (whole + Fraction(int("0" + "".join(map(str, digits))), 10 ** len(digits))) / under


def _chinese_int(text: str) -> int | None:
    """A Chinese numeral below 10,000: ``五``, ``十二``, ``一百零五``; ``一百五`` (150 or 105?) is none."""
    capitals = text.translate(_AS_CAPITALS)
    if capitals[:1] in ("拾", "佰", "仟"):
        capitals = "壹" + capitals
    total = digit = 0
    for sign in capitals:
        if sign in "拾佰仟":
            total, digit = total + digit * 10 ** ("拾佰仟".index(sign) + 1), 0
        else:
            digit = _CAPITALS.find(sign)
    total += digit
    # Writing it again is the check: what is not written like that was not a well-formed numeral.
    return total if 0 <= total < 10_000 and (_capital_group(total) or "零") == capitals else None


def ratio_text(value: Fraction) -> str:
    """The ratio as short text that :func:`ratio_of` reads back: ``30%``, ``12.5%``, ``5‰``, ``1/3``.

    ‰ stands below 1%; a quotient where the decimals do not end, or where they are more than four and longer.
    """
    _check_length("ratio", max(abs(value.numerator), value.denominator))
    quotient = f"{value.numerator}/{value.denominator}"
    sign = "‰" if value and abs(value) < Fraction(1, 100) else "%"
    scaled = value * _PER[sign]
    places = _decimals_of(scaled.denominator)
    if places is None:
        return quotient
    text = _written(scaled.numerator * 10**places // scaled.denominator, places) + sign
    return text if places <= 4 or len(text) <= len(quotient) else quotient


def _decimals_of(denominator: int) -> int | None:
    """How many decimals write a fraction with this denominator (in lowest terms), None where they do not end."""
    twos = fives = 0
    while not denominator % 2:
        denominator, twos = denominator // 2, twos + 1
    while not denominator % 5:
        denominator, fives = denominator // 5, fives + 1
    return max(twos, fives) if denominator == 1 else None


# --- shares -----------------------------------------------------------------------------------------------------

_SHARES_EXAMPLE = _such_as("3:7", "市本级 30 : 承接地 70", "city=30%, locality=70%")
# Only a name in Chinese can do without a space or = before its number, or "A1 30" and "A 130" would look alike.
_share = re.compile(r"(?:([^=:]*?[^ =:])(?: ?[=:] ?| |(?<=[\u3400-\u9fff)])))?([-+]?[0-9][0-9.,]*) ?(%?)").fullmatch


def shares_of(text: str) -> tuple[tuple[str | None, Fraction], ...]:
    """The shares (分担比例) that ``text`` writes, as (name or None, weight) in the order written.

    Reads ``3:7``, ``30：70``, ``1:0.6:0.4``, ``市本级 30 : 承接地 70``, ``city=30%, locality=70%``. A weight is the
    number as written (3 and 7, not 3/10 and 7/10), a percentage the exact fraction; percentages must add up to
    100%. Two to 100 parties, all of them named or none; zero weights may stand beside a positive one.
    """
    written = _prepared("shares", text, _SHARES_EXAMPLE, _LONGEST_SHARES)
    in_list = re.search("[,;、]", written) is not None
    pieces = [piece.strip(" ") for piece in re.split("[,;、]" if in_list else ":", written)]
    if not 2 <= len(pieces) <= _MOST_PARTIES:
        what = f"has {len(pieces)} part{'s' if len(pieces) > 1 else ''}, not 2 to {_MOST_PARTIES}"
        raise _refused("shares", text, what, _SHARES_EXAMPLE)
    shares: list[tuple[str | None, Fraction]] = []
    percents: set[bool] = set()
    faults: list[str] = []
    for piece in pieces:
        share = _share(piece) if len(piece) <= _LONGEST else None
        number = _number(share[2]) if share else None
        name: str | None = share[1] if share else None
        # "3 7" and "甲 1 000" are numbers gone wrong, not parties called "3" and "甲 1"
        odd = name is not None and (_number(name.split(" ")[-1]) is not None or not any(map(str.isalpha, name)))
        if share is None or number is None or odd:
            faults.append(f"has a part {_quoted(piece)} that is no weight with or without a name")
            continue
        if name is not None and not name.isprintable():
            faults.append(f"has a name {_quoted(name)} with signs that can not be seen")
        weight = Fraction(number) / (100 if share[3] else 1)
        if weight < 0:
            faults.append(f"has a negative weight {_quoted(piece)}")
        if max(weight.numerator, weight.denominator) > RATIO_LIMIT:
            faults.append(f"has a weight {_quoted(piece)} beyond 10^18")
        shares.append((name, weight))
        percents.add(bool(share[3]))
    faults = faults or list(_shares_faults(shares, percents, in_list))
    if faults:
        raise ValueTextError([Problem("", f"shares {_quoted(text)} {fault}", _SHARES_EXAMPLE) for fault in faults])
    return tuple(shares)


def _shares_faults(shares: list[tuple[str | None, Fraction]], percents: set[bool], in_list: bool) -> Iterable[str]:
    """What is wrong with the shares as a whole."""
    names = [name for name, _ in shares if name is not None]
    if names and len(names) < len(shares):
        yield "names some of the parties only"
    if in_list and not names:
        yield "is a list without names"
    if twice := sorted({name for name in names if names.count(name) > 1}):
        yield f"names {', '.join(map(_quoted, twice))} more than once"
    total = sum((weight for _, weight in shares), Fraction(0))
    if len(percents) > 1:
        yield "has percentages for some of the parties only"
    elif not total:
        yield "has no positive weight"
    elif True in percents and total != 1:
        places = _decimals_of((100 * total).denominator) or 0
        yield f"adds up to {_written(int(100 * total * 10**places), places)}%, not 100%"


# --- points -----------------------------------------------------------------------------------------------------

_POINTS_EXAMPLE = _such_as("20分", "-2.5分")


def points_of(text: str) -> Decimal:
    """The assessment points (考核分) that ``text`` writes: ``20分``, ``20``, ``-3``, ``+2.5分``.

    Refused (ValueTextError): more than four decimals, more than 10^9 points, other units.
    """
    written = _prepared("points", text, _POINTS_EXAMPLE)
    number = _number(written.removesuffix("分").rstrip(" "))
    if number is None:
        raise _refused("points", text, *(_number_fault(written) or ("is not a number of points", _POINTS_EXAMPLE)))
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -4 and Fraction(number) * 10_000 % 1:
        raise _refused("points", text, "has more than four decimals", _POINTS_EXAMPLE)
    if abs(number) > POINTS_LIMIT:
        raise _refused("points", text, "is beyond ±10^9 points", _POINTS_EXAMPLE)
    return number


def points_text(points: Decimal) -> str:
    """``points`` with their unit, exactly and without trailing zeros: ``20分``, ``-2.5分``."""
    if not points.is_finite() or (points and not -_LONGEST <= points.adjusted() <= _LONGEST):
        raise _refused("points", str(points), "can not be written out", _POINTS_EXAMPLE)
    text = format(points, "f") if points else "0"
    return (text.rstrip("0").rstrip(".") if "." in text else text) + "分"


# --- days -------------------------------------------------------------------------------------------------------

_is_day = re.compile(
    r"([0-9]{4})(?: ?年 ?([0-9]{1,2}) ?月 ?([0-9]{1,2}) ?[日号]|([-/.])([0-9]{1,2})\4([0-9]{1,2})|([0-9]{2})([0-9]{2}))"
).fullmatch
_is_month = re.compile("[0-9]{4} ?年 ?[0-9]{1,2} ?月|[0-9]{4}[-/.][0-9]{1,2}|[0-9]{6}").fullmatch
_DAY_EXAMPLE = _such_as("2022-06-01", "2022年6月1日")


def day_of(text: str) -> date:
    """The day (日期) that ``text`` writes: ``2022年6月1日``, ``2022-06-01``, ``2022/6/1``, ``20220601``.

    Refused (ValueTextError): a month without a day, a day that does not exist, years outside 1900 to 2200, text
    with a time, the year last.
    """
    written = _prepared("day", text, _DAY_EXAMPLE)
    match = _is_day(written)
    if match is None:
        if _is_month(written):
            raise _refused("day", text, "is a month without a day", _DAY_EXAMPLE)
        if (timed := re.match("(.*[^ 0-9])?[0-9]+(?=[T ] ?[0-9]{1,2}:)", written)) and _is_day(timed[0]):
            raise _refused("day", text, "has a time", f"write {timed[0]!r}")
        fault = _number_fault(written)
        if fault and fault[0] != "has digits other than 0 to 9":
            fault = None
        raise _refused("day", text, *(fault or ("is not a day with its year first", _DAY_EXAMPLE)))
    year = int(match[1])
    month, day = int(match[2] or match[5] or match[7]), int(match[3] or match[6] or match[8])
    if not 1900 <= year <= 2200:
        raise _refused("day", text, "has a year outside 1900 to 2200", _DAY_EXAMPLE)
    try:
        return date(year, month, day)
    except ValueError:
        raise _refused("day", text, "does not exist in the calendar", _DAY_EXAMPLE) from None


# --- foreign amounts --------------------------------------------------------------------------------------------

_CODE_OF = {name: code for code, names in CURRENCIES.items() for name in names}
_CURRENCY = "|".join(_CODE_OF) + "|人民币|[A-Za-z]{3}"
_framed_foreign = re.compile(rf"({_CURRENCY})? ?([-+]?)([0-9].*?) ?({_CURRENCY})?").fullmatch
_FOREIGN_EXAMPLE = _such_as("1000万美元", "USD 10,000,000")
_KNOWN_CURRENCIES = "known: " + ", ".join(f"{code} {names[0]}" for code, names in CURRENCIES.items())


def foreign_of(text: str) -> tuple[str, Decimal]:
    """The ISO code and the amount (in whole units of the currency) of a foreign amount (外币金额).

    Reads ``1000万美元``, ``USD 10,000,000``, ``3亿日元``, ``1亿2000万港币``; the currencies are those of
    :data:`CURRENCIES`. Refused (ValueTextError): other currencies, renminbi, no currency, more than 10^14.
    """
    written = _prepared("foreign amount", text, _FOREIGN_EXAMPLE)
    framed = _framed_foreign(written)
    if framed is None:
        fault = _number_fault(written) or ("is not an amount with its currency", _FOREIGN_EXAMPLE)
        raise _refused("foreign amount", text, *fault)
    before, sign, body, after = framed.groups()
    codes = {_CODE_OF.get(name) or name.upper() for name in (before, after) if name}
    if codes & {"人民币", "CNY", "RMB"} or (not codes and _is_money(written)):
        raise _refused("foreign amount", text, "is in renminbi", "use Money")
    parts = "is not an amount" if re.search("[元角分]", body) else _parts(body + "元")
    if isinstance(parts, str):
        instead = f"{_FOREIGN_EXAMPLE}; {_KNOWN_CURRENCIES}"
        fault = _number_fault(written) or ("is not an amount in a known currency", instead)
        raise _refused("foreign amount", text, *fault)
    if len(codes) != 1:
        what = "names two currencies" if codes else "names no currency"
        raise _refused("foreign amount", text, what, f"{_FOREIGN_EXAMPLE}; {_KNOWN_CURRENCIES}")
    code = codes.pop()
    if code not in CURRENCIES:
        raise _refused("foreign amount", text, f"is in the unknown currency {code!r}", _KNOWN_CURRENCIES)
    number, places = parts
    if number > MONEY_LIMIT_FEN * 10**places:
        raise _refused("foreign amount", text, "is beyond 10^14 units", "check its unit and its digits")
    amount = Decimal(_written(-number if sign == "-" else number, places + 2))
    return code, amount
