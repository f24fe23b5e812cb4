"""The green channel (绿色通道) for projects and the cards for talent (人才绿卡)."""

from __future__ import annotations

from typing import Annotated, ClassVar

from investpolicy.facts.base import Facts, one_of
from investpolicy.models import ChoiceField, DayField, labelled
from investpolicy.values.label import Label, Labelled


class CardService(Labelled):
    """What a talent card opens (绿卡服务)."""

    EDUCATION = "education", "教育", "education"
    MEDICAL = "medical", "医疗", "medical care"
    OTHER = "other", "其他", "another"


class ServiceGiven(Facts):
    """A service to a project, and its day."""

    fact_name: ClassVar[str] = "service_given"
    kind_label: ClassVar[Label] = Label("服务", "service given")

    name: str = labelled("服务事项", "service", "事项", default="")
    on: DayField = labelled("服务日期", "day of the service", "办理日期")


class ChannelProject(Facts):
    """A promotion project: when it entered the green channel, what was done for it (None where it is not listed)."""

    fact_name: ClassVar[str] = "channel_project"
    kind_label: ClassVar[Label] = Label("绿色通道项目", "project in the green channel")

    name: str = labelled("项目名称", "project name", default="")
    entered_on: DayField = labelled("纳入日期", "day of entry", "纳入绿色通道日期")
    services: tuple[ServiceGiven, ...] | None = labelled("VIP服务清单", "services given", default=None)


class CardUse(Facts):
    """What a talent card was used for, and when."""

    fact_name: ClassVar[str] = "card_use"
    kind_label: ClassVar[Label] = Label("绿卡服务", "use of a card")

    service: Annotated[ChoiceField, one_of(CardService)] = labelled("服务类别", "kind of service")
    on: DayField = labelled("开通日期", "day it was opened", "服务日期")


class Talent(Facts):
    """A person who came to the city: the day of the card, and what it opens (None where it is not listed)."""

    fact_name: ClassVar[str] = "talent"
    kind_label: ClassVar[Label] = Label("人才", "talent")

    name: str = labelled("姓名", "name", default="")
    card_on: DayField = labelled("绿卡发放日期", "day of the card")
    services: tuple[CardUse, ...] | None = labelled("绿卡服务清单", "what the card opens", default=None)


class GreenChannel(Facts):
    """All promotion projects and all talent of a place. A list that is not given is unknown, not empty."""

    fact_name: ClassVar[str] = "green_channel"
    kind_label: ClassVar[Label] = Label("绿色通道", "green channel")

    name: str = labelled("地区", "place", default="")
    projects: tuple[ChannelProject, ...] | None = labelled("招商引资项目清单", "promotion projects", default=None)
    talents: tuple[Talent, ...] | None = labelled("来绵人才清单", "talent", "人才清单", default=None)
