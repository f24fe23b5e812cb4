"""SD.focus-industries, 二（二）: five emerging industries and three modern services."""

from __future__ import annotations

from .answer import Answer, Condition, Facts, all_hold, failures, of_fact

EMERGING = ("新材料", "高端装备制造", "新医药", "电子信息", "新能源和节能环保")
SERVICES = ("现代物流", "文化旅游", "现代金融")
SHORTER = ("高端装备", "新能源", "节能环保")


def focus_industries(facts: Facts) -> Answer:
    """Whether the project's industry is one of them."""
    path = "industry_project.industry"
    conditions: dict[str, Condition] = {
        "in_focus": of_fact(facts, path, lambda name: name in EMERGING + SERVICES + SHORTER)
    }
    found = all_hold(conditions.values())
    if found.holds is None:
        return Answer("undetermined", failures(conditions), found.waits_for)
    return Answer("met" if found.holds else "not_met", failures(conditions))
