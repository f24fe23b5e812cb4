"""OpenFisca-Core and policyengine-core (the mode is the package): a variable for each rule, in the way of their users.

Amounts are in yuan in their own number type (float32): their integers are 32 bits wide and end at 2147万元. Facts are
numbers and booleans. Neither ranks in groups of any kind, so that R5 is not there.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks.peers import figures as f
from benchmarks.peers.rows import codes, numbers

PERIOD = "2022"
MONEY = ("agreed_investment", "actual_investment", "fixed_asset_investment", "arrived_funds", "support_funds",
         "paid_before")  # fmt: skip
WHOLE = ("signed_on", "started_on", "kind", "sector", "locality_kind", "capital_origin")
TRUTHS = ("brought_about", "inside")
OUTPUTS = {"R1": ("r1",), "R2": ("r2",), "R3": ("r3_city", "r3_locality"), "R4": ("r4",)}
INPUTS = {
    "R1": ("inside", "brought_about", "signed_on", "started_on", "kind", "agreed_investment", "actual_investment",
           "paid_before"),
    "R2": ("capital_origin", "fixed_asset_investment", "arrived_funds"),
    "R3": ("sector", "locality_kind", "agreed_investment", "support_funds"),
    "R4": ("started_on", "agreed_investment", "actual_investment", "paid_before"),
}  # fmt: skip


def rules(path: Path, mode: str) -> dict[str, Callable[[], Any]]:
    package = mode
    model = importlib.import_module(f"{package}.model_api")
    entities = importlib.import_module(f"{package}.entities")
    systems = importlib.import_module(f"{package}.taxbenefitsystems")
    simulations = importlib.import_module(f"{package}.simulations")
    person = entities.Entity("project", "projects", "a project", "")
    system = systems.TaxBenefitSystem([person])
    for variable in _variables(package, model, person):
        system.add_variable(variable)
    facts = numbers(path)
    given = {name: (facts[name] / 100).astype(np.float32) for name in MONEY}
    given |= {name: facts[name].astype(np.int32) for name in WHOLE} | {name: facts[name] for name in TRUTHS}
    rows = len(facts["score"])

    def run(rule: str) -> Any:
        builder = (
            simulations.SimulationBuilder()
            if hasattr(simulations, "SimulationBuilder")
            else importlib.import_module(f"{package}.simulation_builder").SimulationBuilder()
        )
        simulation = builder.build_default_simulation(system, count=rows)
        for name in INPUTS[rule]:
            simulation.set_input(name, PERIOD, given[name])
        return [simulation.calculate(name, PERIOD) for name in OUTPUTS[rule]]

    return {rule: partial(run, rule) for rule in OUTPUTS}


def answers(native: Any) -> list[Any]:
    """In 分: what the float is nearest to."""
    return [pa.array(np.round(np.asarray(one, np.float64) * 100).astype(np.int64)) for one in native]


def _variables(package: str, model: Any, entity: Any) -> list[Any]:
    scales = importlib.import_module(f"{package}.taxscales")
    period = importlib.import_module(f"{package}.periods")
    base = {
        "entity": entity,
        "definition_period": getattr(model, "YEAR", None) or period.YEAR,
        "label": "a figure of the rules",
    }
    never = int(np.datetime64(f.NOT_YET, "D").astype(np.int64))
    recipients, foreign = codes("kind", f.RECIPIENTS), codes("capital_origin", f.FOREIGN)
    localities = codes("locality_kind", f.LOCALITIES)
    scale = scales.MarginalRateTaxScale()
    for start, rate in f.BRACKETS:
        scale.add_bracket(start / 100, rate / 1000)

    def is_in(values: Any, among: tuple[int, ...]) -> Any:
        return np.isin(values, among)

    def left(project: Any, at: Any, cap: int) -> Any:
        return np.maximum(cap / 100 - project("paid_before", at), 0)

    def r1(project: Any, period: Any) -> Any:
        due = project("inside", period) * project("brought_about", period)
        due = due * (project("signed_on", period) < never) * (project("started_on", period) < never)
        due = due * is_in(project("kind", period), recipients)
        due = due * (project("agreed_investment", period) >= f.REWARD_FROM / 100)
        reward = np.round(project("actual_investment", period) / f.REWARD_DIVISOR, 2)
        return due * np.minimum(reward, left(project, period, f.REWARD_CAP))

    def r2(project: Any, period: Any) -> Any:
        domestic = np.round(project("fixed_asset_investment", period) * 0.05, 2)
        from_abroad = np.round(project("arrived_funds", period) * 0.06, 2)
        return np.where(is_in(project("capital_origin", period), foreign), from_abroad, domestic)

    def shared(project: Any, period: Any) -> Any:
        due = (project("sector", period) == 0) * is_in(project("locality_kind", period), localities)
        return due * (project("agreed_investment", period) >= f.SPLIT_FROM / 100)

    def r3_city(project: Any, period: Any) -> Any:
        city = np.floor(project("support_funds", period) * 0.3 * 100) / 100
        return np.where(project("r3_shared", period), city, -0.01)

    def r3_locality(project: Any, period: Any) -> Any:
        locality = project("support_funds", period) - project("r3_city", period)
        return np.where(project("r3_shared", period), locality, -0.01)

    def r4(project: Any, period: Any) -> Any:
        due = (project("agreed_investment", period) >= f.AWARD_FROM / 100) * (project("started_on", period) < never)
        earned = np.round(scale.calc(project("actual_investment", period)), 2)
        return due * np.minimum(earned, left(project, period, f.AWARD_CAP))

    def variable(name: str, value_type: type, formula: Any = None) -> Any:
        more = {"formula": formula} if formula else {}
        return type(name, (model.Variable,), {**base, "value_type": value_type, **more})

    inputs = [variable(name, float) for name in MONEY] + [variable(name, int) for name in WHOLE]
    outputs = [variable(one.__name__, float, one) for one in (r1, r2, r3_city, r3_locality, r4)]
    return [*inputs, *(variable(name, bool) for name in TRUTHS), variable("r3_shared", bool, shared), *outputs]
