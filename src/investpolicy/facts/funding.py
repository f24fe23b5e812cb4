"""Rounds of funding (基金出资)."""

from __future__ import annotations

from typing import ClassVar

from investpolicy.facts.base import Facts
from investpolicy.facts.project import Project
from investpolicy.models import MoneyField, TruthField, labelled, part
from investpolicy.values.label import Label
from investpolicy.values.truth import FALSE


class FundingRound(Facts):
    """A municipal industry fund's contribution to a project. An exception counts only where it is on record."""

    fact_name: ClassVar[str] = "funding_round"
    kind_label: ClassVar[Label] = Label("基金出资", "funding round")

    project: Project = part("项目", "project", Project)
    fund_contribution: MoneyField = labelled(
        "产业基金出资额", "contribution of the industry fund", "基金出资额", "市级产业基金出资额"
    )
    vehicle_capital: MoneyField = labelled(
        "项目基金规模", "capital of the project fund or vehicle", "基金规模", "项目公司资本"
    )
    round_amount: MoneyField = labelled("本轮融资额", "amount of the round", "融资额", "本轮融资总额")
    exception_approved: TruthField = labelled("例外已批准", "exception approved", "是否批准例外", default=FALSE)
