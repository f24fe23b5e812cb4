"""SD.focus-industries, 二（二）: five emerging industries and three modern services."""

from __future__ import annotations

from .answer import Answer, Condition, Facts, all_hold, failures, of_fact

EMERGING = ("新材料", "高端装备制造", "新医药", "电子信息", "新能源和节能环保")
SERVICES = ("现代物流", "文化旅游", "现代金融")
SHORTER = ("高端装备", "新能源", "节能环保")


def focus_industries(facts: Facts) -> Answer:
    """Whether the project's industry is one of them; not known where its name is only like one of theirs."""
    path = "industry_project.industry"
    names = EMERGING + SERVICES + SHORTER
    conditions: dict[str, Condition] = {"in_focus": of_fact(facts, path, lambda name: name in names)}
    name = facts.get(path)
    if isinstance(name, str) and name not in names and _is_like(name, names):
        return Answer("undetermined", frozenset(), frozenset({"listed_name"}))
    found = all_hold(conditions.values())
    if found.holds is None:
        return Answer("undetermined", failures(conditions), found.waits_for)
    return Answer("met" if found.holds else "not_met", failures(conditions))


def _is_like(name: str, names: tuple[str, ...]) -> bool:
    return any(name.startswith(one) or (len(name) > 1 and name in one) for one in names)
