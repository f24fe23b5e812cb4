"""ttsim (GETTSIM's engine): its vectoriser on int64 分, without its graph of functions, which would only add to it.

Facts are numbers and booleans.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks.peers.rows import numbers


def reward(
    inside: bool, brought_about: bool, signed_on: int, started_on: int, kind: int,
    agreed_investment: int, actual_investment: int, paid_before: int,
) -> int:  # fmt: skip
    """R1. Figures stand in the functions, since the vectoriser rewrites them; 2932896 is the day 9999-12-31."""
    left = max(30_000_000 - paid_before, 0)
    if (
        inside
        and brought_about
        and signed_on < 2932896
        and started_on < 2932896
        and kind != 4
        and agreed_investment >= 50_000_000_000
    ):
        out = min((actual_investment + 1_000) // 2_000, left)
    else:
        out = 0
    return out


def fund(capital_origin: int, fixed_asset_investment: int, arrived_funds: int) -> int:
    """R2."""
    if capital_origin == 0:
        out = (fixed_asset_investment * 5 + 50) // 100
    else:
        out = (arrived_funds * 6 + 50) // 100
    return out


def city(sector: int, locality_kind: int, agreed_investment: int, support_funds: int) -> int:
    """R3, the city's part."""
    if sector == 0 and locality_kind < 3 and agreed_investment >= 1_000_000_000_000:
        out = support_funds * 3 // 10
    else:
        out = -1
    return out


def locality(sector: int, locality_kind: int, agreed_investment: int, support_funds: int) -> int:
    """R3, the locality's part."""
    if sector == 0 and locality_kind < 3 and agreed_investment >= 1_000_000_000_000:
        out = support_funds - support_funds * 3 // 10
    else:
        out = -1
    return out


def progressive(started_on: int, agreed_investment: int, actual_investment: int, paid_before: int) -> int:
    """R4."""
    if actual_investment >= 100_000_000_000:
        earned = actual_investment * 10 - 370_000_000_000
    elif actual_investment >= 50_000_000_000:
        earned = actual_investment * 8 - 170_000_000_000
    elif actual_investment >= 10_000_000_000:
        earned = actual_investment * 5 - 20_000_000_000
    else:
        earned = actual_investment * 3
    left = max(1_000_000_000 - paid_before, 0)
    if started_on < 2932896 and agreed_investment >= 10_000_000_000:
        out = min((earned + 500) // 1_000, left)
    else:
        out = 0
    return out


def rules(path: Path, mode: str) -> dict[str, Callable[[], Any]]:
    vectorization = importlib.import_module("ttsim.tt.vectorization")
    facts = numbers(path)
    facts["sector"] = np.where(facts["sector"] < 3, 0, facts["sector"])

    def made(function: Callable[..., Any]) -> Callable[[], Any]:
        vectorised = vectorization._make_vectorizable(function, backend="numpy", xnp=np)
        names = function.__code__.co_varnames[: function.__code__.co_argcount]
        return partial(vectorised, **{name: facts[name] for name in names})

    def both(*calls: Callable[[], Any]) -> Any:
        return tuple(call() for call in calls)

    parts: dict[str, tuple[Callable[..., Any], ...]] = {
        "R1": (reward,),
        "R2": (fund,),
        "R3": (city, locality),
        "R4": (progressive,),
    }
    return {rule: partial(both, *(made(one) for one in functions)) for rule, functions in parts.items()}


def answers(native: Any) -> list[Any]:
    return [pa.array(one) for one in native]
