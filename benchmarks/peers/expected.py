"""What R1 to R5 must answer: in Fractions, one row at a time, and in exact integers for all rows.

Neither imports the library or shares a line with the peers. ``None`` is: not determined.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from benchmarks.peers.rows import LARGEST, UNCLEAR

Row = Mapping[str, Any]
Truth = bool | None
Amount = int | None


def _half_up(value: Fraction) -> int:
    return int((2 * value + 1) // 2)


def _all(*truths: Truth) -> Truth:
    if False in truths:
        return False
    return None if None in truths else True


def _inside(place: str | None) -> Truth:
    if place is None or place in UNCLEAR:
        return None
    return "绵阳" in place


def _happened(day: date | None) -> Truth:
    return None if day is None else day != date(9999, 12, 31)


def _at_least(amount: Amount, least: int) -> Truth:
    return None if amount is None else amount >= least


def _in(value: str | None, *among: str) -> Truth:
    return None if value is None else value in among


def _capped(amount: Fraction | None, cap: int, paid: Amount) -> Amount:
    return None if amount is None or paid is None else min(_half_up(amount), max(cap - paid, 0))


def _due(eligible: Truth, amount: Amount) -> Amount:
    return amount if eligible else 0 if eligible is False else None


def _referral(row: Row) -> Amount:
    actual = row["actual_investment"]
    eligible = _all(
        _happened(row["signed_on"]), _happened(row["started_on"]), _inside(row["place"]),
        _at_least(row["agreed_investment"], 5 * 10**10), row["brought_about"],
        _in(row["kind"], "enterprise", "association", "organisation", "individual"),
    )  # fmt: skip
    reward = None if actual is None else actual * Fraction(5, 10_000)
    return _due(eligible, _capped(reward, 30_0000_00, row["paid_before"]))


def _fund(row: Row) -> Amount:
    origin = row["capital_origin"]
    if origin is None:
        return None
    base, rate = (row["fixed_asset_investment"], 5) if origin == "domestic" else (row["arrived_funds"], 6)
    return _capped(None if base is None else base * Fraction(rate, 100), LARGEST, row["paid_before"])


def _shared(row: Row) -> tuple[Amount, Amount]:
    funds = row["support_funds"]
    eligible = _all(
        _in(row["sector"], "C"), _at_least(row["agreed_investment"], 10**12),
        _in(row["locality_kind"], "district", "city_park", "district_park"),
    )  # fmt: skip
    if not eligible or funds is None:
        return None, None
    city = int(funds * Fraction(30, 100) // 1)
    return city, funds - city


def _progressive(row: Row) -> Amount:
    actual = row["actual_investment"]
    eligible = _all(_at_least(row["agreed_investment"], 10**10), _happened(row["started_on"]))
    earned = None
    if actual is not None:
        edges = [(0, 3), (10**10, 5), (5 * 10**10, 8), (10**11, 10), (10**18, 0)]
        parts = pairwise(edges)
        earned = sum(
            (max(0, min(actual, high) - low) * Fraction(rate, 1000) for (low, rate), (high, _) in parts), Fraction(0)
        )
    return _due(eligible, _capped(earned, 1000_0000_00, row["paid_before"]))


def by_row(row: Row) -> dict[str, Amount]:
    """The answers of R1 to R4 for one row."""
    city, locality = _shared(row)
    return {"R1": _referral(row), "R2": _fund(row), "R3 city": city, "R3 locality": locality, "R4": _progressive(row)}


def sample(path: Path, rows: int) -> dict[str, list[Amount]]:
    """The answers for the first rows of a file, in Fractions."""
    answers = [by_row(row) for row in pq.read_table(path).slice(0, rows).to_pylist()]
    return {name: [one[name] for one in answers] for name in answers[0]}


Columns = Mapping[str, np.ndarray[Any, Any]]


def _divided(amount: np.ndarray[Any, Any], times: int, by: int, more: int) -> np.ndarray[Any, Any]:
    """``(amount·times + more) // by`` without a large product."""
    whole, rest = np.divmod(amount, by)
    return whole * times + (rest * times + more) // by


def in_integers(facts: Columns) -> dict[str, Callable[[], np.ndarray[Any, Any]]]:
    """The answers for all rows, from the columns of `rows.numbers`; -1 stands for not determined."""
    never = (date(9999, 12, 31) - date(1970, 1, 1)).days
    landed = facts["started_on"] != never
    actual, agreed, paid = facts["actual_investment"], facts["agreed_investment"], facts["paid_before"]

    def referral() -> np.ndarray[Any, Any]:
        due = facts["inside"] & (facts["signed_on"] != never) & landed & facts["brought_about"]
        due = due & (agreed >= 5 * 10**10) & (facts["kind"] != 4)
        return due * np.minimum(_divided(actual, 5, 10_000, 5_000), np.maximum(30_0000_00 - paid, 0))

    def fund() -> np.ndarray[Any, Any]:
        domestic = facts["capital_origin"] == 0
        return np.where(
            domestic,
            _divided(facts["fixed_asset_investment"], 5, 100, 50),
            _divided(facts["arrived_funds"], 6, 100, 50),
        )

    def shared() -> np.ndarray[Any, Any]:
        return (facts["sector"] < 3) & (agreed >= 10**12) & (facts["locality_kind"] < 3)

    def city() -> np.ndarray[Any, Any]:
        return np.where(shared(), _divided(facts["support_funds"], 30, 100, 0), -1)

    def locality() -> np.ndarray[Any, Any]:
        return np.where(shared(), facts["support_funds"] - _divided(facts["support_funds"], 30, 100, 0), -1)

    def progressive() -> np.ndarray[Any, Any]:
        earned = 3 * actual  # in thousandths of 分: a larger rate beyond each edge
        for edge, more in ((10**10, 2), (5 * 10**10, 3), (10**11, 2)):
            earned = earned + more * np.maximum(actual - edge, 0)
        due = landed & (agreed >= 10**10)
        return due * np.minimum((earned + 500) // 1000, np.maximum(1000_0000_00 - paid, 0))

    def prize() -> np.ndarray[Any, Any]:
        found = np.zeros(len(actual), np.int64)
        full = len(actual) // 20 * 20  # groups of twenty; the last may be smaller
        for start, size in ((0, 20), (full, len(actual) - full)):
            scores = facts["score"][start : full if size == 20 else None].reshape(-1, size) if size else None
            if scores is not None:
                rank = 1 + sum((scores[:, [other]] > scores).astype(np.int64) for other in range(size))
                prizes = np.select([rank <= 1, rank <= 3, rank <= 5], [100_0000_00, 80_0000_00, 60_0000_00], 0)
                found[start : start + prizes.size] = prizes.ravel()
        return found

    return {
        "R1": referral, "R2": fund, "R3 city": city, "R3 locality": locality, "R4": progressive, "R5": prize,
    }  # fmt: skip
