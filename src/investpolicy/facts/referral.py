"""Referrals (引荐): who introduced a project."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from investpolicy.errors import Problem
from investpolicy.facts.base import Facts, one_of
from investpolicy.facts.project import Project
from investpolicy.models import ChoiceField, MoneyField, TruthField, labelled, outside_rules, part
from investpolicy.values.formula import named
from investpolicy.values.label import Label, Labelled
from investpolicy.values.money import NOTHING, Money
from investpolicy.values.rounding import Mode, Rounding
from investpolicy.values.shares import Remainder, Shares


class ReferrerKind(Labelled):
    """What a referrer is (引荐人类型)."""

    ENTERPRISE = "enterprise", "企业", "enterprise", "公司"
    ASSOCIATION = "association", "商协会", "association or chamber", "商会", "协会", "行业协会", "商（协）会"
    ORGANISATION = "organisation", "其他社会机构", "other organisation", "社会机构", "中介机构", "社会组织"
    INDIVIDUAL = "individual", "个人", "individual", "自然人"
    PUBLIC_SERVANT = "public_servant", "公职人员", "public servant acting in office", "公务员"


class Referrer(Facts):
    """Who introduced a project (引荐人)."""

    fact_name: ClassVar[str] = "referrer"
    kind_label: ClassVar[Label] = Label("引荐人", "referrer")

    name: str = labelled(
        "引荐人",
        "referrer",
        also="引荐人名称 引荐单位 引荐机构 引荐人姓名 引荐主体 引荐方 推荐人 引荐人姓名或名称",
        default="",
    )
    kind: Annotated[ChoiceField, one_of(ReferrerKind)] = labelled(
        "引荐人类型",
        "kind of referrer",
        also="引荐人性质 引荐主体类型 引荐人类别 引荐人身份 引荐主体性质 主体类型",
    )
    brought_about: TruthField = labelled(
        "引荐并促成",
        "introduced and brought about",
        "是否促成",
        "是否引荐并促成",
        "是否引荐促成",
        "是否成功引荐",
        "成功引荐",
    )


class Referral(Facts):
    """One referrer's part in one project (项目引荐).

    ``paid_before`` is what all referrers of this project were already paid, ``paid_to_referrer`` what this one was
    (0 unless told). Several referrers share one reward: ``weights`` are their shares in order (1 for each where none
    is stated), ``place`` is this referrer's, from 1.
    """

    fact_name: ClassVar[str] = "referral"
    kind_label: ClassVar[Label] = Label("项目引荐", "referral")
    structure: ClassVar[tuple[str, ...]] = ("weights", "place")

    project: Project = part("项目", "project", Project)
    referrer: Referrer = part("引荐主体", "referrer", Referrer)
    paid_before: MoneyField = labelled(
        "此前已付奖励",
        "already paid for this project",
        also="已付奖励 已兑现奖励 已付金额 已拨付奖励 已拨付金额 已发放奖励 已兑付奖励 前期已付 "
        "前期已付奖励 前期已拨付 已奖励金额",
        default=NOTHING,
    )
    paid_to_referrer: MoneyField = labelled("此前已付该引荐人", "already paid to this referrer", default=NOTHING)
    weights: tuple[int, ...] = labelled("分享权重", "weights of the referrers", default=(1,))
    place: int = labelled("分享次序", "place among the referrers", default=1)

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """A place that is not among the referrers."""
        if not self.weights or any(not 0 <= weight <= 10_000 for weight in self.weights) or not sum(self.weights):
            yield Problem(
                "weights",
                f"{self.weights} do not divide a whole",
                "write whole numbers from 0 to 10000, such as (1, 1)",
            )
        elif not 1 <= self.place <= len(self.weights):
            yield Problem("place", f"{self.place} of {len(self.weights)} referrers", f"write 1 to {len(self.weights)}")

    def own_share(self, of_project: Money, at_most: Money) -> tuple[Money, Money]:
        """This referrer's part of what the project earns, and the most it can be if that is up to ``at_most``.

        The parts of all referrers add up. The most is rounded up: by largest remainders a part may be one 分 larger
        where the whole is smaller.
        """
        match self.weights:
            case (_,):
                return of_project, at_most
            case _:
                shares, place = self.shares, self.place
                says = Label(f"按权重 {shares} 分得第 {place} 份", f"part {place} by weights {shares}")
                part = shares.split(named("of_project", of_project), Remainder.LARGEST)[place - 1]
                return named("own_share", part, says), at_most.times(shares.ratio(place - 1), Rounding(Mode.UP))

    @property
    def shares(self) -> Shares:
        """How the referrers share the project's reward."""
        return Shares(self.weights)
