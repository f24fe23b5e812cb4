"""Steps that must be on record before an agreement is signed, or one after another (程序要件).

MY22.prudent-signing, ZY.agreement, ZY.review-route; MY16.escalation adds to it.
"""

from __future__ import annotations

from itertools import product

from pydantic import Field

from investpolicy.errors import FactsError, Problem, TermsError, not_known
from investpolicy.facts.procedure import ProcedureRecord, Signatory
from investpolicy.models import MoneyField, required
from investpolicy.outcomes import Check
from investpolicy.rules.rule import Rule
from investpolicy.rules.terms import Terms
from investpolicy.schedules import Measure
from investpolicy.values.day import Day
from investpolicy.values.formula import all_of, any_of, minimum, not_
from investpolicy.values.label import Label, Labelled
from investpolicy.values.text import plain
from investpolicy.values.truth import TRUE, Truth


class Applies(Labelled):
    """To which projects a step applies (步骤适用范围)."""

    ALL = "all", "所有项目", "all projects"
    MAJOR = "major", "重大项目", "major projects"
    OTHER = "other", "重大项目以外", "projects that are not major"
    CITY_NAME = "city_name", "以市政府名义签署的", "agreements in the city government's name"
    MAJOR_OR_CITY_NAME = (
        "major_or_city_name",
        "重大项目或以市政府名义签署的",
        "major projects and agreements in the city government's name",
    )
    SENT_TO_MEETING = "sent_to_meeting", "确定上会的重大项目", "major projects that a meeting is to decide"


class Closing(Labelled):
    """The event that all steps must come before (截止事件)."""

    SIGNING = "signing", "签约", "the signing"
    NONE = "none", "无", "none"


class SameDay(Labelled):
    """Whether a step on the very day of the closing event is in time (当日办理)."""

    LATE = "late", "当日不算事前", "too late"
    IN_TIME = "in_time", "当日算事前", "in time"


class NamedTerms(Terms):
    """A name for facts to refer to, with its label in Chinese (``zh``) and English (``en``)."""

    name: str = required("名称", "name")
    zh: str = required("中文名称", "label in Chinese")
    en: str = required("英文名称", "label in English")

    def __str__(self) -> str:
        return self.zh


class StepTerms(NamedTerms):
    """A step. Steps of a later ``stage`` come on the day of those of an earlier one, or after."""

    stage: int = Field(..., ge=1, title="次序", description="stage")
    applies: Applies = required("适用范围", "to which projects it applies")


class ProcedureTerms(Terms):
    """Which steps. ``major_from`` is open where the document does not say what is major."""

    steps: tuple[StepTerms, ...] = Field(..., min_length=1, title="步骤", description="steps")
    before: Closing = required("截止事件", "event that they come before")
    same_day: SameDay = required("当日办理", "a step on that very day")
    investment: Measure = required("重大项目投资口径", "amount that makes a project major")
    major_from: MoneyField = required("重大项目门槛", "smallest major project", unit="money")

    def model_post_init(self, context: object, /) -> None:
        super().model_post_init(context)
        refuse_twice("steps", self.steps)

    def is_major(self, facts: ProcedureRecord) -> Truth:
        """Whether the project reaches the threshold; the threshold itself is enough (以上含本数)."""
        return facts.project.measure(self.investment) >= self.major_from

    def needed(self, step: StepTerms, facts: ProcedureRecord) -> Truth:
        """Whether the step applies to the project."""
        match step.applies:
            case Applies.ALL:
                return TRUE
            case Applies.MAJOR:
                return self.is_major(facts)
            case Applies.OTHER:
                return not_(self.is_major(facts))
            case Applies.CITY_NAME:
                return facts.signatory.is_in((Signatory.CITY,))
            case Applies.MAJOR_OR_CITY_NAME:
                return any_of(self.is_major(facts), facts.signatory.is_in((Signatory.CITY,)))
            case Applies.SENT_TO_MEETING:
                return all_of(self.is_major(facts), facts.sent_to_meeting)

    def in_time(self, day: Day, facts: ProcedureRecord) -> Truth:
        """Whether a day comes before the closing event, or that has not happened yet."""
        if self.before is Closing.NONE:
            return TRUE
        closing = facts.project.signed_on
        before = day <= closing if self.same_day is SameDay.IN_TIME else day < closing
        return any_of(not_(closing.happened), before)


def refuse_twice(where: str, named: tuple[NamedTerms, ...]) -> None:
    """Refuse names and labels that stand for two things."""
    names = [name for one in named for name in {one.name, plain(one.zh)}]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise TermsError(Problem(where, f"{name!r} stands twice", "give each its own name") for name in twice)


def the_named(written: str, where: str, named: tuple[NamedTerms, ...]) -> str:
    """The name of what facts refer to by name or Chinese label.

    :raises FactsError: for what the document does not name, with the nearest.
    """
    known = {label: one.name for one in named for label in (one.name, plain(one.zh))}
    if plain(written) not in known:
        problem = not_known(where.rsplit(".", maxsplit=1)[-1], written, known)
        raise FactsError(Problem(where, problem.what, problem.instead))
    return known[plain(written)]


def first_days(facts: ProcedureRecord, terms: ProcedureTerms) -> dict[str, Day]:
    """The first day of each step; one that is not listed has not happened if the list is complete, else is unknown."""
    days: dict[str, Day] = {}
    for number, one in enumerate(facts.steps):
        name = the_named(one.step, f"steps.{number}.step", terms.steps)
        days[name] = minimum(days[name], one.on) if name in days else one.on
    unlisted = Day.not_yet() if facts.complete.raw is True else Day.unknown("procedure_record.steps")
    return {step.name: days.get(step.name, unlisted) for step in terms.steps}


def procedure(facts: ProcedureRecord, terms: ProcedureTerms) -> Check:
    """Whether the steps that apply were taken, before the closing event, and stage after stage."""
    days = first_days(facts, terms)
    needed = {step.name: terms.needed(step, facts) for step in terms.steps}
    taken = [any_of(not_(needed[name]), day.happened) for name, day in days.items()]
    in_time = [any_of(not_(needed[name]), not_(day.happened), terms.in_time(day, facts)) for name, day in days.items()]
    pairs = [(one, other) for one, other in product(terms.steps, terms.steps) if one.stage < other.stage]
    in_order = [
        any_of(
            not_(needed[one.name]),
            not_(needed[other.name]),
            not_(days[other.name].happened),
            days[one.name] <= days[other.name],
        )
        for one, other in pairs
    ]
    conditions = {"taken": all_of(*taken)}
    if terms.before is not Closing.NONE:
        conditions["in_time"] = all_of(*in_time)
    if pairs:
        conditions["in_order"] = all_of(*in_order)
    notes = [_note(step, needed[step.name], days[step.name], facts, terms) for step in terms.steps]
    wrong = [pair for pair, right in zip(pairs, in_order, strict=True) if right.raw is False]
    notes += [_order_note(one, other, days) for one, other in wrong]
    return Check(conditions, notes=notes)


def _note(step: StepTerms, needed: Truth, day: Day, facts: ProcedureRecord, terms: ProcedureTerms) -> Label:
    """One line on a step: its day, or why there is none."""
    if needed.raw is False:
        return Label(
            f"{step.zh}：不适用（仅{step.applies.label.zh}）", f"{step.en}: not needed (only {step.applies.label.en})"
        )
    if not day.is_known:
        zh, en = "无记录", "not on record"
    elif day.happened.raw is False:
        zh, en = "尚未办理", "not done yet"
    elif terms.in_time(day, facts).raw is False:
        closing = terms.before.label
        zh, en = f"{day}，不在{closing.zh}之前", f"{day}, not before {closing.en}"
    else:
        zh, en = str(day), str(day)
    if not needed.is_known:
        zh, en = f"{zh}（是否适用未定）", f"{en} (whether it is needed is not known)"
    return Label(f"{step.zh}：{zh}", f"{step.en}: {en}")


def _order_note(one: StepTerms, other: StepTerms, days: dict[str, Day]) -> Label:
    """Which step came before one that must not be later, with both days."""
    day, later = days[one.name], days[other.name]
    done = bool(day.happened)
    zh = f"次序有误：{other.zh}（{later}）先于{one.zh}（{day if done else '尚未办理'}）"
    return Label(zh, f"wrong order: {other.en} ({later}) before {one.en} ({day if done else 'not done yet'})")


LABELS = {
    "taken": Label("所需步骤均已办理", "the steps needed are taken"),
    "in_time": Label("均在签约之前", "all before the signing"),
    "in_order": Label("先后次序正确", "in the right order"),
}
"""What the parts are called, here and in the rules that add to it."""

RULE = Rule(
    name="procedure", function=procedure, facts=ProcedureRecord, terms=ProcedureTerms, labels=LABELS, folds=False
)
