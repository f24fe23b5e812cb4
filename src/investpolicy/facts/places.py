"""Province-level units (省级行政区) of GB/T 2260, as places are written: by their short or their full names."""

from __future__ import annotations

from typing import Final

from investpolicy.models import outside_rules

PROVINCES: Final[dict[str, str]] = {
    "北京": "北京市",
    "天津": "天津市",
    "河北": "河北省",
    "山西": "山西省",
    "内蒙古": "内蒙古自治区",
    "辽宁": "辽宁省",
    "吉林": "吉林省",
    "黑龙江": "黑龙江省",
    "上海": "上海市",
    "江苏": "江苏省",
    "浙江": "浙江省",
    "安徽": "安徽省",
    "福建": "福建省",
    "江西": "江西省",
    "山东": "山东省",
    "河南": "河南省",
    "湖北": "湖北省",
    "湖南": "湖南省",
    "广东": "广东省",
    "广西": "广西壮族自治区",
    "海南": "海南省",
    "重庆": "重庆市",
    "四川": "四川省",
    "贵州": "贵州省",
    "云南": "云南省",
    "西藏": "西藏自治区",
    "陕西": "陕西省",
    "甘肃": "甘肃省",
    "青海": "青海省",
    "宁夏": "宁夏回族自治区",
    "新疆": "新疆维吾尔自治区",
    "台湾": "台湾省",
    "香港": "香港特别行政区",
    "澳门": "澳门特别行政区",
}
"""The full name of each of the 34 units by its short name, with which the full one begins."""

NAMED_AFTER: Final[tuple[str, ...]] = tuple(
    short + what for short in PROVINCES for what in ("路", "街", "大道", "产业园", "工业园")
)
"""How places begin that are only named after a province, and may lie in another: 北京路, 山东产业园."""


@outside_rules
def other_provinces(inside: tuple[str, ...]) -> tuple[str, ...]:
    """How places in other provinces begin; none where no name of ``inside`` says in which province it lies."""
    own = {short for short in PROVINCES for name in inside if name.startswith(short)}
    return tuple(short for short in PROVINCES if short not in own) if own else ()
