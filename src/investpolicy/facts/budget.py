"""Budgets for honouring policies (兑现资金预算)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from investpolicy.errors import Problem
from investpolicy.facts.base import Facts
from investpolicy.facts.checks import calendar_year
from investpolicy.models import DayField, MoneyField, TruthField, labelled, outside_rules
from investpolicy.values.label import Label


class HonouringPayment(Facts):
    """What is due to one project (应兑现资金), when, and what was paid; ``paid_on`` is the day of the last payment."""

    fact_name: ClassVar[str] = "honouring_payment"
    kind_label: ClassVar[Label] = Label("兑现项目", "honouring payment")

    name: str = labelled("项目名称", "project name", "项目", default="")
    strictly_performed: TruthField = labelled("严格履约", "strictly performed", "考核为严格履约")
    funds_due: MoneyField = labelled("应兑现资金", "funds due", "应兑现金额")
    assessed_on: DayField = labelled("考核认定日", "day of the assessment", "考核日期")
    due_on: DayField = labelled("约定兑现日", "day due by the agreement", "兑现期限")
    paid: MoneyField = labelled("已兑现资金", "paid", "已兑现金额")
    paid_on: DayField = labelled("兑现日期", "day of payment", "兑现日")


class HonouringBudget(Facts):
    """One place's budget year for honouring policies, and what is due in it; told as it stood on ``as_of``."""

    fact_name: ClassVar[str] = "honouring_budget"
    kind_label: ClassVar[Label] = Label("兑现资金预算", "honouring budget")

    name: str = labelled("编制地", "place", "县（区）", default="")
    year: int = labelled("预算年度", "budget year", "年度", default=0)
    budgeted: MoneyField = labelled("预算安排", "budgeted", "预算金额")
    as_of: DayField = labelled("截至日", "as of", "统计截止日")
    payments: tuple[HonouringPayment, ...] | None = labelled("兑现项目清单", "payments", default=None)

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """A year that is none, and a payment later than the day the record is told on."""
        yield from calendar_year(self.year or None)
        for place, one in enumerate(self.payments or ()):
            if self.as_of.is_known and one.paid_on.is_known and bool(one.paid_on.happened & (one.paid_on > self.as_of)):
                what = f"paid on {one.paid_on}, after {self.as_of}, the day of the record"
                yield Problem(f"payments.{place}.paid_on", what, "correct one of the two days")
