"""Budgets that honour policies (兑现资金预算): totals of a budget year, within the budget, paid on time. ZY.budget."""

from __future__ import annotations

from datetime import timedelta

from investpolicy.facts.budget import HonouringBudget, HonouringPayment
from investpolicy.models import CountField, required
from investpolicy.outcomes import Check
from investpolicy.rules.rule import Rule
from investpolicy.rules.terms import Terms
from investpolicy.values.day import Day
from investpolicy.values.formula import all_of, any_of, not_, where
from investpolicy.values.label import Label
from investpolicy.values.money import NOTHING, Money
from investpolicy.values.truth import FALSE, Truth
from investpolicy.values.unknown import Unknown, unknown_of


class HonouringBudgetTerms(Terms):
    """Terms of honouring: within how many days of the assessment, where the agreement names no day."""

    pay_within: CountField = required("兑现时限（自然日）", "calendar days to pay in")


def honouring_budget(facts: HonouringBudget, terms: HonouringBudgetTerms) -> Check:
    """Whether a budget year covers what is due to projects assessed as strictly performed, and nothing is late."""
    if facts.payments is None:
        unknown = Money.unknown("honouring_budget.payments")
        open_ = Truth.unknown("honouring_budget.payments")
        return Check({"within_budget": open_, "none_late": open_}, found={"due": unknown, "paid": unknown})
    due = paid = NOTHING
    late: list[Truth] = [FALSE]
    notes: list[Label] = []
    for one in facts.payments:
        due += where(one.strictly_performed, one.funds_due, NOTHING)
        paid += where(one.strictly_performed, _paid(one), NOTHING)
        late.append(all_of(one.strictly_performed, _is_late(one, facts.as_of, terms)))
        notes.append(_note(one, late[-1], terms))
    return Check(
        {"within_budget": facts.budgeted >= due, "none_late": not_(any_of(*late))},
        notes=notes,
        found={"due": due, "paid": paid, "budgeted": facts.budgeted},
    )


def due_day(payment: HonouringPayment, terms: HonouringBudgetTerms) -> Day:
    """The day agreed on; else so many days after the assessment, which waits for an open term."""
    if payment.due_on.is_known:
        return payment.due_on
    missing = unknown_of(payment.assessed_on.raw, terms.pay_within.raw)
    if missing is not None:
        return Day.of_raw(missing)
    if not payment.assessed_on.happened:
        return Day.of_raw(Unknown("honouring_payment.assessed_on"))
    return Day(payment.assessed_on.date + timedelta(days=int(terms.pay_within)))


def _paid(payment: HonouringPayment) -> Money:
    """What was paid; nothing where the payment has not happened."""
    return where(payment.paid_on.happened, payment.paid, NOTHING) if payment.paid_on.is_known else payment.paid


def _is_late(payment: HonouringPayment, as_of: Day, terms: HonouringBudgetTerms) -> Truth:
    """Not paid in full by the due day, which is over."""
    due, paid_on = due_day(payment, terms), payment.paid_on
    in_time = any_of(
        all_of(paid_on.happened, paid_on <= due, _paid(payment) >= payment.funds_due), payment.funds_due <= NOTHING
    )
    over = any_of(all_of(paid_on.happened, paid_on > due), due < as_of)
    return all_of(not_(in_time), over)


def _note(payment: HonouringPayment, late: Truth, terms: HonouringBudgetTerms) -> Label:
    """One project in a line."""
    name = payment.name or "—"
    if payment.strictly_performed.raw is False:
        return Label(f"{name}：未认定严格履约，不计入", f"{name}: not assessed as strictly performed, not counted")
    due = due_day(payment, terms)
    zh, en = (str(due), str(due)) if due.is_known else ("未定", "not fixed")
    state = {True: Label("逾期", "late"), False: Label("未逾期", "not late")}.get(late.raw, Label("未知", "unknown"))
    amount = payment.funds_due
    return Label(
        f"{name}：应兑现 {amount if amount.is_known else '未知'}，期限 {zh}，{state.zh}",
        f"{name}: {amount} due by {en}, {state.en}",
    )


RULE = Rule(
    name="honouring_budget",
    function=honouring_budget,
    facts=HonouringBudget,
    terms=HonouringBudgetTerms,
    labels={
        "within_budget": Label("预算足以兑现", "the budget covers what is due"),
        "none_late": Label("无逾期未兑现", "nothing is late"),
        "due": Label("应兑现合计", "due in all"),
        "paid": Label("已兑现合计", "paid in all"),
        "budgeted": Label("预算安排", "budgeted"),
    },
    folds=False,
)
