"""Every project through the green channel, every talent with a card (绿色通道、人才绿卡): MY22.green-channel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import Field

from investpolicy.facts.green_channel import CardService, ChannelProject, GreenChannel, Talent
from investpolicy.models import CountField, required
from investpolicy.outcomes import Check
from investpolicy.rules.rule import Rule
from investpolicy.rules.terms import Terms
from investpolicy.values.count import Count
from investpolicy.values.formula import all_of, any_of
from investpolicy.values.label import Label
from investpolicy.values.truth import FALSE, TRUE, Truth


class GreenChannelTerms(Terms):
    """How many services a project gets at least, and what a talent card opens."""

    services_at_least: CountField = required("每个项目最少服务数", "fewest services a project", unit="count")
    card_services: tuple[CardService, ...] = Field(
        ..., min_length=1, title="绿卡应含服务", description="what a card opens"
    )


def green_channel(facts: GreenChannel, terms: GreenChannelTerms) -> Check:
    """Whether all projects entered the channel and were served in it, and all talent have their cards."""
    projects = facts.projects
    entered = _each(projects, [one.entered_on.happened for one in projects or ()], "green_channel.projects")
    served = _each(projects, [_is_served(one, terms) for one in projects or ()], "green_channel.projects")
    cards = _each(facts.talents, [_has_card(one, terms) for one in facts.talents or ()], "green_channel.talents")
    conditions = {"entered": all_of(TRUE, *entered), "served": all_of(TRUE, *served), "cards": all_of(TRUE, *cards)}
    covered = [all_of(one, other) for one, other in zip(entered, served, strict=True)]
    found = {
        "covered": _number(covered),
        "projects": _length(projects, "green_channel.projects"),
        "with_card": _number(cards),
        "talents": _length(facts.talents, "green_channel.talents"),
    }
    return Check(conditions, notes=_notes(facts, terms), found=found)


def _each(listed: Sequence[object] | None, truths: list[Truth], name: str) -> list[Truth]:
    """What holds of each one listed; unknown where nothing is listed."""
    return [Truth.unknown(name)] if listed is None else truths


def _is_served(project: ChannelProject, terms: GreenChannelTerms) -> Truth:
    """Whether enough services are on record, on the day of entry or after."""
    if project.services is None:
        return Truth.unknown("channel_project.services")
    given = [all_of(one.on.happened, project.entered_on <= one.on) for one in project.services]
    surely = Count(sum(one.raw is True for one in given)) >= terms.services_at_least
    possibly = Count(sum(one.raw is not False for one in given)) >= terms.services_at_least
    missing = frozenset[str]().union(*(one.missing for one in given))
    return any_of(surely, all_of(possibly, Truth.unknown(*missing))) if missing else surely


def _has_card(talent: Talent, terms: GreenChannelTerms) -> Truth:
    """Whether there is a card, and it opens all that it is to open."""
    if talent.services is None:
        return all_of(talent.card_on.happened, Truth.unknown("talent.services"))
    uses = talent.services
    opened = [
        any_of(FALSE, *(all_of(use.service.is_in((service,)), use.on.happened) for use in uses))
        for service in terms.card_services
    ]
    return all_of(talent.card_on.happened, *opened)


def _number(truths: list[Truth]) -> Count:
    """How many hold."""
    missing = frozenset[str]().union(*(one.missing for one in truths))
    return Count.unknown(*missing) if missing else Count(sum(one.raw is True for one in truths))


def _length(listed: Sequence[object] | None, name: str) -> Count:
    return Count.unknown(name) if listed is None else Count(len(listed))


def _notes(facts: GreenChannel, terms: GreenChannelTerms) -> Iterator[Label]:
    """Who is left out, one line each."""
    for project in facts.projects or ():
        name = project.name or "?"
        if project.entered_on.happened.raw is False:
            yield Label(f"{name}：尚未纳入绿色通道", f"{name}: not in the green channel yet")
        elif _is_served(project, terms).raw is False:
            yield Label(f"{name}：服务记录不足", f"{name}: too few services on record")
    for talent in facts.talents or ():
        if _has_card(talent, terms).raw is False:
            name = talent.name or "?"
            yield Label(f"{name}：绿卡或其服务未落实", f"{name}: no card, or it does not open all that it is to")


RULE = Rule(
    name="green_channel",
    function=green_channel,
    facts=GreenChannel,
    terms=GreenChannelTerms,
    labels={
        "entered": Label("项目全部纳入绿色通道", "all projects entered the green channel"),
        "served": Label("项目均有VIP服务记录", "all projects were served"),
        "cards": Label("人才绿卡全部落实", "all talent have their cards"),
        "covered": Label("已覆盖项目数", "projects covered"),
        "projects": Label("项目总数", "projects"),
        "with_card": Label("已落实绿卡的人才数", "talent with a card"),
        "talents": Label("人才总数", "talent"),
    },
    folds=False,
)
