"""What places share (利益分享): indices and taxes of a project that moved, and what an enclave agreement covers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from investpolicy.errors import Problem
from investpolicy.facts.base import Facts
from investpolicy.facts.checks import named_once
from investpolicy.models import CountField, DayField, MoneyField, PointsField, TruthField, labelled, outside_rules, part
from investpolicy.values.label import Label
from investpolicy.values.shares import Shares
from investpolicy.values.truth import Truth


class ProjectMove(Facts):
    """A project that moved (流转) from the place of first contact to the place where it is registered."""

    fact_name: ClassVar[str] = "project_move"
    kind_label: ClassVar[Label] = Label("项目流转", "project move")

    name: str = labelled("项目名称", "project name", "项目", default="")
    first_contact_place: str = labelled("首谈地", "place of first contact", default="")
    registered_place: str = labelled("注册落户地", "place of registration", "落户地", "注册地", default="")
    first_place_unsuitable: TruthField = labelled(
        "首谈地条件难以满足", "the first place can not meet the project's needs"
    )
    office_assessed: TruthField = labelled("领导小组办公室已评估", "assessed by the office")
    move_arranged: TruthField = labelled("领导小组办公室已安排流转", "move arranged by the office", "已安排流转")

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """A move from a place to itself."""
        if self.first_contact_place and self.first_contact_place == self.registered_place:
            what = f"{self.registered_place} is the place of first contact too, so that the project did not move"
            yield Problem("registered_place", what, "write the place to which it moved")

    @property
    def conditions(self) -> dict[str, Truth]:
        """What sharing rests on."""
        return {
            "first_place_unsuitable": self.first_place_unsuitable,
            "office_assessed": self.office_assessed,
            "move_arranged": self.move_arranged,
        }


class SharedIndex(Facts):
    """One assessment index (考核指标) of a project that moved, such as its signed or its arrived funds."""

    fact_name: ClassVar[str] = "shared_index"
    kind_label: ClassVar[Label] = Label("分享的考核指标", "shared index")

    move: ProjectMove = part("项目流转", "project move", ProjectMove)
    index: str = labelled("考核指标", "index", "指标名称", default="")
    amount: MoneyField = labelled("指标数额", "amount of the index", "指标金额")


class SharedTax(Facts):
    """The tax of a project that moved, in one tax year: ``sharing_year`` counts from 1, ``taxed_on`` lies in it.

    ``local_retained`` is the part that stays with the locality, ``rebates`` what was given back of it.
    """

    fact_name: ClassVar[str] = "shared_tax"
    kind_label: ClassVar[Label] = Label("分享的税收", "shared tax")

    move: ProjectMove = part("项目流转", "project move", ProjectMove)
    taxes: MoneyField = labelled("全部税收", "all taxes", "税收总额")
    local_retained: MoneyField = labelled("地方留成税收", "taxes retained locally", "地方留成部分")
    rebates: MoneyField = labelled("返还税收", "rebates", "税收返还")
    sharing_year: CountField = labelled("分享年次", "year of sharing, from 1", "第几个分享年度")
    taxed_on: DayField = labelled("税款所属日", "day of the tax", "税款所属期")

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """More retained than there is, and a year that is none."""
        if self.taxes.is_known and self.local_retained.is_known and bool(self.local_retained > self.taxes):
            what = f"{self.local_retained} retained locally of {self.taxes} of taxes"
            yield Problem("local_retained", what, "write at most all taxes")
        if self.sharing_year.is_known and not int(self.sharing_year):
            yield Problem("sharing_year", "the year of sharing is 0", "years are counted from 1")


class SharedItem(Facts):
    """One thing that an enclave agreement divides: an amount of money (税收留成) or index points (任务指标)."""

    fact_name: ClassVar[str] = "shared_item"
    kind_label: ClassVar[Label] = Label("分享事项", "shared item")

    name: str = labelled("事项", "item", "分享事项", default="")
    amount: MoneyField = labelled("金额", "amount", "数额")
    points: PointsField = labelled("指标分值", "index points", "分值")
    shares: Shares | None = labelled("协商比例", "negotiated shares", "分享比例", default=None)

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """An amount beside points, points below zero, and parties without a name."""
        if self.amount.is_known and self.points.is_known:
            yield Problem("points", f"{self.points} beside the amount {self.amount}", "keep one of the two")
        if self.points.is_known and self.points.raw < 0:
            yield Problem("points", f"{self.points} is below zero", "write points of 0 or more")
        if self.shares is not None and not self.shares.parties:
            yield Problem("shares", f"{self.shares} names no parties", "write such as '飞出地 4 : 飞入地 6'")


class EnclaveAgreement(Facts):
    """What two places agreed on for an enclave (飞地经济)."""

    fact_name: ClassVar[str] = "enclave_agreement"
    kind_label: ClassVar[Label] = Label("飞地合作协议", "enclave agreement")

    name: str = labelled("协议名称", "agreement", "协议", default="")
    items: tuple[SharedItem, ...] = labelled("分享事项清单", "items shared", default=())

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """An item that stands there twice, or has no name."""
        yield from named_once("items", (one.name for one in self.items))
