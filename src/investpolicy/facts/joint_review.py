"""Joint review of project information (项目信息联合研判)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from investpolicy.errors import Problem
from investpolicy.facts.base import Facts
from investpolicy.models import DayField, MoneyField, labelled, outside_rules
from investpolicy.values.label import Label, Labelled


class Aspect(Labelled):
    """What project information is reviewed for (研判内容)."""

    INDUSTRIAL_POLICY = "industrial_policy", "产业政策", "industrial policy"
    LAYOUT = "layout", "规划布局", "planning and layout", "规划", "布局"
    OTHER = "other", "其他", "another"


class ReviewMeeting(Facts):
    """A meeting of the joint review."""

    fact_name: ClassVar[str] = "review_meeting"
    kind_label: ClassVar[Label] = Label("研判会议", "review meeting")

    on: DayField = labelled("会议日期", "day of the meeting", "召开日期")


class ReviewedLead(Facts):
    """Information on a project: when it came, when it was reviewed and for what (None where that is not told)."""

    fact_name: ClassVar[str] = "reviewed_lead"
    kind_label: ClassVar[Label] = Label("项目信息", "project information")

    name: str = labelled("项目名称", "project name", default="")
    agreed_investment: MoneyField = labelled("计划总投资", "planned investment", "协议投资额", "投资额")
    received_on: DayField = labelled("信息收到日期", "day the information came", "收到日期")
    reviewed_on: DayField = labelled("研判日期", "day of its review")
    aspects: tuple[Aspect, ...] | None = labelled("研判内容", "what it was reviewed for", default=None)


class JointReview(Facts):
    """The meetings and the information of a time. A list that is not given is unknown, not empty."""

    fact_name: ClassVar[str] = "joint_review"
    kind_label: ClassVar[Label] = Label("联合研判", "joint review")

    since: DayField = labelled("起始日期", "from", "机制建立日期")
    asked_on: DayField = labelled("截至日期", "as of", "统计截止日期")
    meetings: tuple[ReviewMeeting, ...] | None = labelled("会议清单", "meetings", default=None)
    leads: tuple[ReviewedLead, ...] | None = labelled("项目信息清单", "project information", default=None)

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """A time that ends before it begins."""
        if (self.since > self.asked_on).raw is True:
            yield Problem("asked_on", f"{self.asked_on} is before {self.since}", "swap the two days, or correct one")
