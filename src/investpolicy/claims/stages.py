"""The stage of a project (项目阶段): what a single word says of its events where no days are given."""

from __future__ import annotations

from datetime import date, timedelta

from investpolicy.claims import cells
from investpolicy.claims.cells import Cell
from investpolicy.errors import ClaimsError, PolicyError, Problem
from investpolicy.values.label import Label, Labelled

STAGE = Label("项目阶段", "stage of the project")
STAGE_SYNONYMS = ("阶段", "项目进度", "项目进展", "进展阶段", "建设阶段", "建设进度", "当前阶段", "项目状态")

SOME_DAY = (date.min, date.max - timedelta(days=1))
"""An event has happened, nobody says when: any day but the last, which says that it has not happened."""


class Stage(Labelled):
    """The last event of a project (项目阶段), by the name of its day."""

    SIGNED = "signed_on", "签约", "signed", "已签约", "签约阶段"
    STARTED = "started_on", "开工", "started", "已开工", "开工建设", "在建", "建设中"
    COMPLETED = "completed_on", "竣工", "completed", "已竣工", "完工", "已完工", "建成"
    IN_PRODUCTION = "in_production_on", "投产", "in production", "已投产", "投产运营", "已投产运营"


def days_of_stage(cell: Cell) -> dict[str, tuple[date, date] | None]:
    """For each event of a project its days, or None where it has not happened; nothing where the cell is blank.

    Registration (注册) has no place in this order, so that a stage says nothing of it.

    :raises ClaimsError: for a word that is no stage.
    """
    word = cells.text(cell)
    if word is None:
        return {}
    try:
        last = Stage.read(word)
    except PolicyError:
        stages = "、".join(one.label.zh for one in Stage)
        raise ClaimsError(Problem(cell.where, f"{word!r} is no stage of a project", f"write {stages}")) from None
    order = list(Stage)
    reached = order.index(last)
    return {one.value: SOME_DAY if place <= reached else None for place, one in enumerate(order)}
