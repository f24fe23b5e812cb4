"""Support of business associations (行业协会商会支持)."""

from __future__ import annotations

from typing import Annotated, ClassVar

from investpolicy.facts.base import Facts, one_of
from investpolicy.facts.referral import ReferrerKind
from investpolicy.models import ChoiceField, MoneyField, labelled
from investpolicy.values.label import Label, Labelled
from investpolicy.values.money import NOTHING


class SupportPurpose(Labelled):
    """What an association is supported for (补助用途)."""

    START_UP = "start_up", "开办经费", "start-up costs", "开办经费补助"
    OPERATING = "operating", "工作经费", "operating costs", "工作经费补助"
    ENTRUSTED = "entrusted", "委托工作", "entrusted work", "委托招商"


class AssociationSupport(Facts):
    """An association's expense for one purpose; ``paid_of_pool`` is what the year's pool has paid (0 unless told)."""

    fact_name: ClassVar[str] = "association_support"
    kind_label: ClassVar[Label] = Label("协会支持", "support of an association")

    name: str = labelled("协会商会", "association", "协会名称", "商会名称", default="")
    kind: Annotated[ChoiceField, one_of(ReferrerKind)] = labelled("主体类型", "kind of recipient")
    purpose: Annotated[ChoiceField, one_of(SupportPurpose)] = labelled("补助用途", "purpose", "用途")
    expense: MoneyField = labelled("费用金额", "expense", "实际支出", "委托费用")
    paid_of_pool: MoneyField = labelled("资金池已支付", "already paid of the year's pool", default=NOTHING)
