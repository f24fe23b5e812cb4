"""Agents of outposts (驻外机构代理招商)."""

from __future__ import annotations

from typing import Annotated, ClassVar

from investpolicy.facts.base import Facts, one_of
from investpolicy.models import ChoiceField, DayField, labelled
from investpolicy.values.day import Day
from investpolicy.values.label import Label, Labelled


class AgentKind(Labelled):
    """What an agent is (代理机构类型)."""

    CHAMBER = "chamber", "家商协会", "chamber or association", "商协会", "商会", "协会"
    INTERMEDIARY = "intermediary", "中介机构", "intermediary", "中介"


class Agent(Facts):
    """An agent and the days of its mandate; one without a last day goes on."""

    fact_name: ClassVar[str] = "agent"
    kind_label: ClassVar[Label] = Label("代理机构", "agent")

    name: str = labelled("机构名称", "agent name", default="")
    kind: Annotated[ChoiceField, one_of(AgentKind)] = labelled("机构类型", "kind of agent", "类型")
    since: DayField = labelled("委托日期", "first day of its mandate", "签约日期")
    until: DayField = labelled("终止日期", "last day of its mandate", default=Day.not_yet())


class Agency(Facts):
    """The agents of one outpost on a day. A list that is not given is unknown; one that is given is whole."""

    fact_name: ClassVar[str] = "agency"
    kind_label: ClassVar[Label] = Label("代理招商", "agency")

    name: str = labelled("驻外机构", "outpost", "驻外分局", default="")
    asked_on: DayField = labelled("截至日期", "as of")
    agents: tuple[Agent, ...] | None = labelled("代理机构清单", "agents", default=None)
    approved_on: DayField = labelled("例外批准日期", "day of an exception", default=Day.not_yet())
