"""zen-engine: one decision graph a rule, in its expression language, on int 分 (decimals inside).

Rows are dictionaries and go through a graph in loop mode, a thousand a call, which was the fastest way found. One
record: a call with one row.
"""

from __future__ import annotations

import importlib
import json
import timeit
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.peers import figures as f

BATCH = 1_000


def expressions() -> dict[str, dict[str, str]]:
    """What each rule computes."""

    def texts(among: tuple[str, ...]) -> str:
        return "[" + ", ".join(f"'{one}'" for one in among) + "]"

    inside = " or ".join(f"startsWith(place, '{one}')" for one in f.INSIDE)
    never = f"'{f.NOT_YET}'"
    earned = ""
    for start, rate, more in reversed(f.lines()[1:]):
        earned += f"actual_investment >= {start} ? actual_investment * {rate} + ({more}) : "
    earned += f"actual_investment * {f.lines()[0][1]}"
    shared = f"sector == 'C' and locality_kind in {texts(f.LOCALITIES)} and agreed_investment >= {f.SPLIT_FROM}"
    return {
        "R1": {
            "amount": f"agreed_investment >= {f.REWARD_FROM} and brought_about and signed_on != {never}"
            f" and started_on != {never} and kind in {texts(f.RECIPIENTS)} and ({inside})"
            f" ? min([floor((actual_investment + {f.REWARD_DIVISOR // 2}) / {f.REWARD_DIVISOR}),"
            f" max([{f.REWARD_CAP} - paid_before, 0])]) : 0"
        },
        "R2": {
            "amount": f"capital_origin in {texts(f.FOREIGN)} ? floor((arrived_funds * 6 + 50) / 100)"
            " : floor((fixed_asset_investment * 5 + 50) / 100)"
        },
        "R3": {
            "city": f"{shared} ? floor(support_funds * 3 / 10) : -1",
            "locality": "$.city >= 0 ? support_funds - $.city : -1",
        },
        "R4": {
            "amount": f"agreed_investment >= {f.AWARD_FROM} and started_on != {never}"
            f" ? min([floor((({earned}) + 500) / 1000), max([{f.AWARD_CAP} - paid_before, 0])]) : 0"
        },
    }


def _graph(computed: dict[str, str], loop: bool) -> str:
    position = {"x": 0, "y": 0}
    content: dict[str, Any] = {
        "expressions": [{"id": key, "key": key, "value": value} for key, value in computed.items()],
        "passThrough": False,
    }
    if loop:
        content |= {"executionMode": "loop", "inputField": "rows", "outputPath": "rows"}
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in", "position": position},
        {"id": "rule", "type": "expressionNode", "name": "rule", "position": position, "content": content},
        {"id": "out", "type": "outputNode", "name": "out", "position": position},
    ]
    edges = [
        {"id": "a", "type": "edge", "sourceId": "in", "targetId": "rule"},
        {"id": "b", "type": "edge", "sourceId": "rule", "targetId": "out"},
    ]
    return json.dumps({"nodes": nodes, "edges": edges})


def _engine() -> Any:
    return importlib.import_module("zen").ZenEngine()


def _rows(table: pa.Table) -> list[dict[str, Any]]:
    for name in ("signed_on", "started_on"):
        table = table.set_column(table.column_names.index(name), name, table[name].cast(pa.string()))
    return table.to_pylist()


def rules(path: Path, mode: str) -> dict[str, Callable[[], Any]]:
    engine = _engine()
    rows = _rows(pq.read_table(path))
    batches = [{"rows": rows[start : start + BATCH]} for start in range(0, len(rows), BATCH)]

    def run(decision: Any) -> list[dict[str, Any]]:
        return [row for batch in batches for row in decision.evaluate(batch)["result"]["rows"]]

    return {
        rule: partial(run, engine.create_decision(_graph(computed, loop=True)))
        for rule, computed in expressions().items()
    }


def answers(native: Any) -> list[Any]:
    return [pa.array([int(row[name]) for row in native]) for name in native[0]]


def one_record() -> dict[str, float]:
    """Microseconds for one record, by rule; the quickest of many."""
    record = {
        "place": "绵阳市涪城区", "locality_kind": "district", "sector": "C", "capital_origin": "foreign",
        "agreed_investment": 12 * 10**11, "actual_investment": 52 * 10**9, "arrived_funds": 3 * 10**10,
        "fixed_asset_investment": 0, "support_funds": 100_000_001, "paid_before": 0,
        "signed_on": "2022-06-20", "started_on": "2022-09-01", "kind": "association", "brought_about": True,
    }  # fmt: skip
    engine = _engine()
    calls = {
        rule: partial(engine.create_decision(_graph(computed, loop=False)).evaluate, record)
        for rule, computed in expressions().items()
    }
    return {rule: min(timeit.repeat(call, number=200, repeat=30)) / 200 * 1e6 for rule, call in calls.items()}
