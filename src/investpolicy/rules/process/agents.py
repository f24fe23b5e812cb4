"""How many agents an outpost has (代理招商机构数): MY16.agents."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from investpolicy.errors import Problem, TermsError
from investpolicy.facts.agency import Agency, Agent, AgentKind
from investpolicy.models import CountField, required
from investpolicy.outcomes import Check
from investpolicy.rules.rule import Rule
from investpolicy.rules.terms import Terms
from investpolicy.values.count import Count
from investpolicy.values.day import Day
from investpolicy.values.formula import all_of, any_of
from investpolicy.values.label import Label, Labelled
from investpolicy.values.truth import TRUE, Truth


class NoneAtAll(Labelled):
    """Whether an outpost may do without agents (不设代理机构)."""

    ALLOWED = "allowed", "可以不设", "allowed"
    REFUSED = "refused", "至少设一家", "not allowed"


class CountedBy(Labelled):
    """What the numbers are of (家数口径)."""

    TOGETHER = "together", "各类合计", "of all kinds together"
    EACH_KIND = "each_kind", "各类分别", "of each kind"


class AgentsTerms(Terms):
    """From how many agents to how many."""

    at_least: CountField = required("最少家数", "fewest agents", unit="count")
    at_most: CountField = required("最多家数", "most agents", unit="count")
    none_at_all: NoneAtAll = required("不设代理机构", "none at all")
    counted: CountedBy = required("家数口径", "what the numbers are of")

    def model_post_init(self, context: object, /) -> None:
        super().model_post_init(context)
        if (self.at_least > self.at_most).raw is True:
            what = f"the most agents, {self.at_most}, are fewer than the fewest, {self.at_least}"
            raise TermsError(Problem("at_most", what, "correct one of the two"))

    def is_enough(self, number: Count) -> Truth:
        """Whether a number of agents is not too small."""
        none = Truth(self.none_at_all is NoneAtAll.ALLOWED and number.raw == 0)
        return any_of(none, number >= self.at_least)


class _Number(NamedTuple):
    """How many there are: one of ``possible``, and what decides which."""

    possible: range
    missing: frozenset[str]

    def satisfies(self, holds: Callable[[Count], Truth]) -> Truth:
        """Whether the number is one that ``holds``, however it turns out."""
        truths = [holds(Count(number)) for number in self.possible]
        surely = all_of(*truths)
        return any_of(surely, all_of(any_of(*truths), Truth.unknown(*self.missing))) if self.missing else surely


def agents(facts: Agency, terms: AgentsTerms) -> Check:
    """Whether the agents whose mandate runs on the day are as many as they may be; in principle, so with exceptions."""
    excepted = all_of(facts.approved_on.happened, facts.approved_on <= facts.asked_on)
    if facts.agents is None:
        unknown = Truth.unknown("agency.agents")
        return Check({"enough": unknown, "not_too_many": unknown}, excepted)
    groups = [(kind,) for kind in AgentKind] if terms.counted is CountedBy.EACH_KIND else [tuple(AgentKind)]
    numbers = [_number(facts.agents, kinds, facts.asked_on) for kinds in groups]
    conditions = {
        "enough": all_of(*(one.satisfies(terms.is_enough) for one in numbers)),
        "not_too_many": all_of(*(one.satisfies(lambda number: number <= terms.at_most) for one in numbers)),
    }
    notes = [_note(one, facts.asked_on) for one in facts.agents]
    return Check(conditions, excepted, notes=notes)


def _number(agents: tuple[Agent, ...], kinds: tuple[AgentKind, ...], on: Day) -> _Number:
    counted = [all_of(_runs(one, on), _is_of(one, kinds)) for one in agents]
    low = sum(one.raw is True for one in counted)
    missing = frozenset[str]().union(*(one.missing for one in counted))
    return _Number(range(low, low + sum(not one.is_known for one in counted) + 1), missing)


def _runs(agent: Agent, on: Day) -> Truth:
    """Whether the mandate runs on the day."""
    return all_of(agent.since <= on, on <= agent.until)


def _is_of(agent: Agent, kinds: tuple[AgentKind, ...]) -> Truth:
    """Whether the agent is of one of the kinds; of any, where all are meant."""
    return agent.kind.is_in(kinds) if set(kinds) != set(AgentKind) else TRUE


def _note(agent: Agent, on: Day) -> Label:
    words = {True: Label("在任", "its mandate runs"), False: Label("不在任", "its mandate does not run")}
    runs = _runs(agent, on)
    said = words[bool(runs)] if runs.is_known else Label("未知", "unknown")
    name = agent.name or "?"
    return Label(f"{name}：{said.zh}", f"{name}: {said.en}")


RULE = Rule(
    name="agents",
    function=agents,
    facts=Agency,
    terms=AgentsTerms,
    labels={
        "enough": Label("不少于最少家数", "not too few"),
        "not_too_many": Label("不超过最多家数", "not too many"),
    },
    folds=False,
)
