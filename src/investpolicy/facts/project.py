"""Projects (招商引资项目)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Annotated, Any, ClassVar, cast

from pydantic import model_validator

from investpolicy.errors import Problem
from investpolicy.facts.base import Facts, one_of
from investpolicy.models import ChoiceField, DayField, MoneyField, label_of, labelled, outside_rules
from investpolicy.schedules import Measure
from investpolicy.values.day import Day
from investpolicy.values.label import Label, Labelled
from investpolicy.values.money import Money
from investpolicy.values.text import plain
from investpolicy.values.truth import Truth


class LocalityKind(Labelled):
    """The kind of place that receives a project (承接地类型)."""

    DISTRICT = "district", "市辖区", "municipal district", "区"
    CITY_PARK = "city_park", "市属园区", "park of the city", "市级园区"
    DISTRICT_PARK = "district_park", "市辖区园区", "park in a municipal district"
    COUNTY = "county", "县（市）", "county or county-level city", "县", "县级市", "县市"
    COUNTY_PARK = "county_park", "县域园区", "park inside a county", "县属园区"


class CapitalOrigin(Labelled):
    """Where the capital comes from (资本来源)."""

    DOMESTIC = "domestic", "内资", "domestic"
    FOREIGN = "foreign", "外资", "foreign"
    HONG_KONG_MACAO_TAIWAN = "hong_kong_macao_taiwan", "港澳台资", "Hong Kong, Macao or Taiwan", "港澳台"


class Sector(Labelled):
    """A section of the national industry classification GB/T 4754—2017 (行业门类)."""

    A = "A", "农、林、牧、渔业", "agriculture, forestry, animal husbandry and fishery", "农业"
    B = "B", "采矿业", "mining"
    C = "C", "制造业", "manufacturing"
    D = "D", "电力、热力、燃气及水生产和供应业", "production and supply of power, heat, gas and water"
    E = "E", "建筑业", "construction"
    F = "F", "批发和零售业", "wholesale and retail"
    G = "G", "交通运输、仓储和邮政业", "transport, storage and post"
    H = "H", "住宿和餐饮业", "accommodation and catering"
    I = "I", "信息传输、软件和信息技术服务业", "information transmission, software and services", "信息技术"  # noqa: E741
    J = "J", "金融业", "finance"
    K = "K", "房地产业", "real estate"
    L = "L", "租赁和商务服务业", "leasing and business services"
    M = "M", "科学研究和技术服务业", "research and technical services"
    N = "N", "水利、环境和公共设施管理业", "water, environment and public facilities"
    O = "O", "居民服务、修理和其他服务业", "household, repair and other services"  # noqa: E741
    P = "P", "教育", "education"
    Q = "Q", "卫生和社会工作", "health and social work"
    R = "R", "文化、体育和娱乐业", "culture, sports and entertainment"
    S = "S", "公共管理、社会保障和社会组织", "public administration and organisations"
    T = "T", "国际组织", "international organisations"


# The first two digits of a code say its section (GB/T 4754—2017, table of divisions): last division of each section.
_LAST_DIVISION = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRST",
        (5, 12, 43, 46, 50, 52, 60, 62, 65, 69, 70, 72, 75, 79, 82, 83, 85, 90, 96, 97),
        strict=True,
    )
)


class Landed(Labelled):
    """The event that counts as landing (落地), by its day: the sources do not define it."""

    REGISTERED = "registered_on", "完成注册", "registered"
    STARTED = "started_on", "开工", "construction started", "started"
    IN_PRODUCTION = "in_production_on", "投产", "in production", "in_production"


class Project(Facts):
    """A project, as far as it is known. Amounts are yuan; a date may be ``尚未`` (it has not happened)."""

    fact_name: ClassVar[str] = "project"
    kind_label: ClassVar[Label] = Label("项目", "project")

    name: str = labelled(
        "项目名称",
        "project name",
        also="项目 名称 招商项目 招商项目名称 签约项目 签约项目名称 项目全称",
        default="",
    )
    id: str = labelled(
        "项目编号",
        "project id",
        also="项目代码 统一项目代码 项目编码 项目序列号 备案号 项目备案号",
        default="",
    )
    place: ChoiceField = labelled(
        "建设地点",
        "place",
        also="落地地点 项目所在地 建设地址 项目建设地点 项目地点 落户地点 建设位置 所在区县 所属区县 "
        "所在县区 县市区 区县 落地区县",
    )
    locality_kind: Annotated[ChoiceField, one_of(LocalityKind)] = labelled("承接地类型", "kind of locality", "落地类型")
    park: str = labelled("所属园区", "park", "落地园区", default="")
    sector: Annotated[ChoiceField, one_of(Sector)] = labelled(
        "行业门类",
        "section of industry (GB/T 4754)",
        also="行业 国民经济行业 所属行业 行业类别 行业分类 国民经济行业门类",
    )
    sector_code: str = labelled("行业代码", "industry code (GB/T 4754)", default="")
    capital_origin: Annotated[ChoiceField, one_of(CapitalOrigin)] = labelled(
        "资本来源", "origin of capital", "资金来源", "内外资", "资本性质", "投资来源"
    )
    agreed_investment: MoneyField = labelled(
        "协议投资额",
        "agreed investment",
        also="协议总投资 签约金额 协议投资 投资额 计划总投资 协议总投资额 协议投资金额 合同投资额 合同投资 "
        "签约投资额 计划投资额 计划投资 总投资 总投资额 项目总投资 项目投资额 项目投资总额 投资总额 "
        "投资规模 协议金额",
    )
    actual_investment: MoneyField = labelled(
        "实际投资额",
        "actual investment",
        also="实际完成投资 实际投资 累计完成投资 实际完成投资额 完成投资 完成投资额 已完成投资 "
        "已完成投资额 累计投资 累计完成投资额 实际投入",
    )
    fixed_asset_investment: MoneyField = labelled(
        "固定资产投资额",
        "fixed-asset investment",
        also="固定资产投资 形成固定资产投资额 固投 固投额 固定资产投入 固定资产投资完成额 完成固定资产投资",
    )
    foreign_capital_arrived: MoneyField = labelled(
        "实际到位外资",
        "foreign capital arrived",
        also="到位外资 实际利用外资 外资到位 外资到位额 实到外资 利用外资 实际使用外资",
    )
    paid_in_capital: MoneyField = labelled("实缴注册资本", "paid-in registered capital", "实缴资本")
    planned_fixed_assets: MoneyField = labelled(
        "计划固定资产投资额", "planned fixed-asset investment", "计划固定资产投资"
    )
    arrived_funds: MoneyField = labelled(
        "实际到位资金",
        "funds actually arrived",
        also="到位资金 已到位资金 资金到位 资金到位额 到位资金额 实到资金 到账资金 累计到位资金",
    )
    foreign_fixed_assets: MoneyField = labelled(
        "外资形成固定资产", "fixed assets formed by foreign investment", "外商投资形成的固定资产"
    )
    signed_on: DayField = labelled(
        "签约日期",
        "day of signing",
        also="签约时间 协议签订日期 签约日 签订日期 签订时间 合同签订日期 合同签订时间 协议签订时间 签约年月",
    )
    registered_on: DayField = labelled(
        "注册日期",
        "day of registration",
        also="注册时间 注册登记日期 登记日期 工商注册日期 工商注册时间 工商登记日期 公司注册日期 "
        "公司注册时间 企业注册日期 企业注册时间 登记时间",
    )
    started_on: DayField = labelled(
        "开工日期",
        "day of construction start",
        also="开工时间 动工日期 动工时间 开工建设日期 开工建设时间 实际开工日期 实际开工时间 开工年月",
    )
    completed_on: DayField = labelled(
        "竣工日期",
        "day of completion",
        also="竣工时间 完工日期 完工时间 建成日期 建成时间 实际竣工日期",
    )
    in_production_on: DayField = labelled(
        "投产日期",
        "day of production",
        also="投产时间 投产日 投产运营日期 投产运营时间 正式投产日期 正式投产时间 投产年月",
    )

    @model_validator(mode="before")
    @classmethod
    def _sector_of_code(cls, data: Any) -> Any:
        """``C3921``, ``39`` and ``制造业`` all name a section; the code is kept beside it."""
        if not isinstance(data, Mapping):
            return data
        given = dict(cast("Mapping[str, Any]", data))
        if not {"sector", "行业门类"} & given.keys():  # the code alone says the section too
            code = next((given[one] for one in ("sector_code", "行业代码") if isinstance(given.get(one), str)), "")
            given |= {"sector": section} if (section := section_of(plain(code).upper())) else {}
        for place in ("place", "建设地点"):
            if isinstance(given.get(place), str):  # 中国四川省 绵阳市 is 四川省绵阳市; blank is unknown
                given[place] = "".join(plain(given[place]).split()).removeprefix("中国") or None
        key = next((key for key in ("sector", "行业门类") if isinstance(given.get(key), str)), None)
        code = plain(given[key]).upper() if key else ""
        section = section_of(code)
        if key and section and code != section:
            beside = {} if "行业代码" in given else {"sector_code": code}
            return {**beside, **given, key: section}
        return given

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """Dates in an order that can not be, and a sector that is not that of the code."""
        for earlier, later in combinations(("signed_on", "started_on", "completed_on", "in_production_on"), 2):
            first, second = getattr(self, earlier), getattr(self, later)
            if first.is_known and second.is_known and bool(second.happened) and bool(first > second):
                names = [label_of(type(self).model_fields[name]).zh for name in (earlier, later)]
                yield Problem(later, f"{names[1]} {second} is before {names[0]} {first}", "check the two dates")
        section = section_of(plain(self.sector_code).upper())
        if section and self.sector.is_known and self.sector.raw != section:
            text = f"行业代码 {self.sector_code} is in section {section}, 行业门类 is {self.sector}"
            yield Problem("sector_code", text, "check the two")

    @property
    def signed(self) -> Truth:
        """Whether the agreement is signed (已签约)."""
        return self.signed_on.happened

    @property
    def is_manufacturing(self) -> Truth:
        """Whether the project is in section C (制造业)."""
        return self.sector.is_in((Sector.C,))

    def landing_day(self, means: Landed) -> Day:
        """The day of the event that counts as landing."""
        day: Day = getattr(self, means.field)  # an event's name is that of its day
        return day

    def landed(self, means: Landed) -> Truth:
        """Whether the project has landed (已落地), as ``means`` reads it."""
        landed: Truth = getattr(self, means.field).happened
        return landed

    def measure(self, measure: Measure) -> Money:
        """The amount that ``measure`` names."""
        amount: Money = getattr(self, measure.field)  # a measure is the name of its field
        return amount


def section_of(code: str) -> str:
    """The section of a GB/T 4754 code such as C3921, C39 or 39; empty when it is none."""
    digits = code[1:] if code[:1].isalpha() and code[:1].isascii() else code
    if not (2 <= len(digits) <= 4 and digits.isascii() and digits.isdigit()):
        return ""
    division = int(digits[:2])
    section = next((letter for letter, last in _LAST_DIVISION.items() if division <= last), "")
    return section if section and division and code[:1] in (section, digits[:1]) else ""
