"""Arrangements of the form one leader, one department, one team … (五个一、六个一)."""

from __future__ import annotations

from typing import ClassVar

from investpolicy.facts.base import Facts
from investpolicy.models import TruthField, labelled, required
from investpolicy.values.label import Label


class PartHeld(Facts):
    """One part of an arrangement: what it is (by the name or label in the policy file), who or what holds it."""

    fact_name: ClassVar[str] = "part_held"
    kind_label: ClassVar[Label] = Label("组成", "part held")

    part: str = required("事项", "part")
    holder: str = required("名称", "who or what")
    group: str = labelled("产业小组", "group", "小组", "产业招商小组", default="")


class Arrangement(Facts):
    """Who and what is arranged for a project, an industry or a city.

    A part that is named is named in full; one that is not named is unknown, unless the list is said to be complete.
    """

    fact_name: ClassVar[str] = "arrangement"
    kind_label: ClassVar[Label] = Label("工作安排", "arrangement")

    name: str = labelled("名称", "name", "项目名称", default="")
    parts: tuple[PartHeld, ...] = labelled("组成清单", "parts", default=())
    complete: TruthField = labelled("组成清单完整", "all parts are listed")
