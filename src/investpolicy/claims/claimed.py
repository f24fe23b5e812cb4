"""What is claimed under a provision (申报什么), and which provisions a file of claims can be about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, get_args

from investpolicy.facts.base import Facts
from investpolicy.headers import header_name
from investpolicy.models import label_of, synonyms_of
from investpolicy.outcomes import Award, Check, Deadline, Outcome, Score, Split, Totals
from investpolicy.register.policy import Provision
from investpolicy.values.day import Day
from investpolicy.values.label import Label
from investpolicy.values.money import Money
from investpolicy.values.points import Points
from investpolicy.values.ratio import Ratio
from investpolicy.values.truth import Truth
from investpolicy.values.written import Written

AMOUNT: Final = Label("申报金额", "amount claimed")
AMOUNT_SYNONYMS: Final = (
    "申请金额", "拟申请金额", "拟申报金额", "申报额", "申请额",
    "申报奖励", "申报奖励金额", "申报奖励资金", "申请奖励", "申请奖励金额", "申请奖励资金", "申报资金", "申请资金",
    "申报补助金额", "申报补贴金额", "申请补助金额", "申请补贴金额",
    "拟奖励金额", "拟奖金额", "拟奖补金额", "拟兑现金额", "拟补助金额", "奖励金额", "奖补金额",
    "claimed amount", "claimed", "claim",
)  # fmt: skip
POINTS: Final = Label("申报得分", "points claimed")
POINTS_SYNONYMS: Final = ("申报分数", "申报分值", "自评得分", "自评分", "自评分数", "自评分值", "claimed points")
LAST_DAY: Final = Label("申报截止日", "last day claimed")
LAST_DAY_SYNONYMS: Final = (
    "申报截止日期", "申报届满日", "截止日", "截止日期", "届满日", "办理期限", "claimed last day",
)  # fmt: skip
CONCLUSION: Final = Label("申报结论", "conclusion claimed")
CONCLUSION_SYNONYMS: Final = (
    "是否符合", "是否符合条件", "是否符合要求", "自查结论", "自评结论", "自查是否符合",
    "claimed conclusion", "claimed met",
)  # fmt: skip

_LONE: Final = ""
"""The name of a claim that stands alone: the amount of an award, the points, the last day, the conclusion."""

_BESIDE: Final = frozenset(
    {
        ("referral", "weights"),  # 1 where none is stated; the rows of one project make up the others
        ("fund_referral", "weights"),
        ("fund_referral", "arrivals"),  # the amounts that arrived are told themselves
        ("receipt", "corrections"),  # where none is told there was none
        ("recorded_project", "objections"),
        ("target_year", "signed_of_size"),
        ("target_year", "projects"),  # the numbers are told instead
        ("growth_year", "projects"),
        ("park_year", "projects"),  # each row one of them
        ("carrier_period", "others"),  # needed by some ways of scoring only
        ("assessed_unit", "items"),  # the points as assessed, or the amount measured, are told instead
        ("adjusted_unit", "adjustments"),  # the totals are told instead
    }
)
"""The lists that a record of one row can do without, by the name of the facts and of the field."""

_CALENDAR: Final = "further_notices"  # said for a file, not for a row


@dataclass(frozen=True, slots=True)
class ClaimColumn:
    """A column that may hold a claim: what it is called, by what other names, and the kind of its values.

    ``needed`` says that without it nothing can be judged; the others may be left out.
    """

    label: Label
    synonyms: tuple[str, ...]
    kind: type[Any]
    needed: bool = True


def claim_columns(provision: Provision) -> Mapping[str, ClaimColumn]:
    """What can be claimed under a provision, by part: ``""`` where it is one thing, else the party or the figure.

    Nothing for a check of an amount against its limit: what is measured there is what is claimed. A synonym that is
    the name of one of the provision's own facts is left out: such a column holds the fact.
    """
    return _columns_of(_Same(provision))


@dataclass(frozen=True, eq=False, slots=True)
class _Same:
    """A provision, the same as no other: it is asked for at each row, and telling two apart by their terms is slow."""

    provision: Provision

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.provision is self.provision

    def __hash__(self) -> int:
        return id(self.provision)


@lru_cache(maxsize=256)
def _columns_of(same: _Same) -> Mapping[str, ClaimColumn]:
    provision = same.provision
    facts = fact_names(provision.rule.facts)
    columns = {
        part: replace(one, synonyms=tuple(own for own in one.synonyms if header_name(own) not in facts))
        for part, one in _columns(provision, shape_of(provision))
    }
    return MappingProxyType(columns)


def shape_of(provision: Provision) -> Outcome:
    """What the provision answers where nothing is known: its kind, its parties, its figures.

    Process rules have no formula, but every rule answers for facts that are all unknown.
    """
    return provision.rule.function(provision.rule.facts(), provision.terms)


def is_claimable(provision: Provision) -> bool:
    """Whether a file of claims can be about it: one row tells all that it needs, or one row a project of a park.

    What is decided on lists (the steps of a procedure, the days of meetings, the entries of a ledger) is not.
    """
    return not list(_lists(provision.rule.facts))


def fact_names(facts: type[Facts]) -> frozenset[str]:
    """Every header name that means a fact of the model, normalised; nested models included."""
    names: set[str] = set()
    for name, field in facts.model_fields.items():
        part = _model_in(field.annotation)
        if part is not None:
            names |= fact_names(part)
        else:
            said = (label_of(field).zh, name, f"{facts.fact_name}.{name}", *synonyms_of(field))
            names.update(header_name(one) for one in said)
    return frozenset(names)


def _columns(provision: Provision, outcome: Outcome) -> Iterator[tuple[str, ClaimColumn]]:
    match outcome:
        case Award():
            yield _LONE, ClaimColumn(AMOUNT, AMOUNT_SYNONYMS, Money)
        case Split():
            for party in outcome.parts:
                yield party, _of_party(party, provision.rule.labels)
        case Score():
            yield _LONE, ClaimColumn(POINTS, POINTS_SYNONYMS, Points)
        case Deadline():
            own = _label(provision, "last_day")
            synonyms = (*LAST_DAY_SYNONYMS, f"申报{own.zh}", own.zh)
            yield _LONE, ClaimColumn(LAST_DAY, synonyms, Day, needed=False)
        case Check(measured=None):
            yield _LONE, ClaimColumn(CONCLUSION, CONCLUSION_SYNONYMS, Truth, needed=False)
            rates = {name: one for name, one in outcome.figures.items() if isinstance(one, Ratio)}
            yield from _of_figures(provision, rates, Label("增幅", "growth"))
        case Totals():
            yield from _of_figures(provision, outcome.figures, Label("完成率", "completion"))
        case _:  # a check of an amount against its limit, and standings
            pass


def _of_party(party: str, labels: Mapping[str, Label]) -> ClaimColumn:
    """A party bears its part of a cost (承担), or shares in what there is (分享); offices write either."""
    verbs = ("分享", "分得", "承担") if "shared" in labels else ("承担", "负担", "分担")
    en = labels.get(party, Label(party, party)).en
    synonyms = (*(f"{party}{verb}" for verb in verbs[1:]), f"{party}金额", party, f"{en} part")
    return ClaimColumn(Label(f"{party}{verbs[0]}", f"{en} part claimed"), synonyms, Money)


def _of_figures(provision: Provision, figures: Mapping[str, Written], rate: Label) -> Iterator[tuple[str, ClaimColumn]]:
    """A column a figure, all of which may be left out; a rate says in its name that it is one."""
    for name, figure in figures.items():
        own, _, rest = name.partition(".")
        label = _label(provision, own)
        zh, en = f"{label.zh}{rest}", f"{label.en} {rest}".strip()
        if isinstance(figure, Ratio) and "率" not in zh and "计分" not in zh:
            zh, en = zh + rate.zh, f"{en}, {rate.en}"
        synonyms = [zh, f"自评{zh}"]
        if rest and isinstance(figure, Ratio):
            synonyms.append(f"{rest}以上项目{rate.zh}")
        kind = Ratio if isinstance(figure, Ratio) else type(figure)  # a completion is claimed as a plain ratio
        yield name, ClaimColumn(Label(f"申报{zh}", f"{en} claimed"), tuple(synonyms), kind, needed=False)


def _label(provision: Provision, name: str) -> Label:
    return provision.rule.labels.get(name, Label(name, name))


def _lists(facts: type[Facts]) -> Iterator[tuple[str, str]]:
    """The lists without which a record of the model can not be decided."""
    for name, field in facts.model_fields.items():
        annotation: Any = field.annotation
        if isinstance(annotation, type) and issubclass(annotation, Facts):
            yield from _lists(annotation)
        elif _is_list(annotation) and name != _CALENDAR and (facts.fact_name, name) not in _BESIDE:
            yield facts.fact_name, name


def _is_list(annotation: Any) -> bool:
    kinds = (annotation, *get_args(annotation))
    return any(getattr(one, "__origin__", None) is tuple for one in kinds)


def _model_in(annotation: Any) -> type[Facts] | None:
    """The fact model that a field holds, alone or in a list."""
    if isinstance(annotation, type) and issubclass(annotation, Facts):
        return annotation
    return next((found for one in get_args(annotation) if (found := _model_in(one)) is not None), None)
