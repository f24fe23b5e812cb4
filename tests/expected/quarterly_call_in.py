"""SD.jinan-interview, 一（1）: heads of districts that do poorly are called in every quarter, and points deducted.

What is poor, and how many points, is not published. Points in ten-thousandths or any other whole unit.
"""

from __future__ import annotations


def status(
    score: int | None, poor_below: int | None, called_in: bool | None, deducted: int | None, deduction: int | None
) -> str:
    """Met where the district did not do poorly, or was called in and lost the points."""
    if score is not None and poor_below is not None and score >= poor_below:
        return "met"
    poor = None if score is None or poor_below is None else True
    right = None if deducted is None or deduction is None else deducted == deduction
    if poor and False in (called_in, right):
        return "not_met"
    if called_in is True and right is True:
        return "met"
    return "undetermined"
