"""Claims of support funds (扶持资金)."""

from __future__ import annotations

from typing import ClassVar

from investpolicy.facts.base import Facts
from investpolicy.facts.project import Project
from investpolicy.models import MoneyField, labelled, part
from investpolicy.values.label import Label


class SupportClaim(Facts):
    """The funds that honour the support policy for a project, to be shared by city and locality."""

    fact_name: ClassVar[str] = "support_claim"
    kind_label: ClassVar[Label] = Label("扶持资金", "support claim")

    project: Project = part("项目", "project", Project)
    support_funds: MoneyField = labelled(
        "应兑现扶持资金", "support funds due", "扶持资金", "兑现扶持资金", "应兑现资金"
    )
