"""The figures of R1 to R5 as the versions by hand need them, in 分. The library reads its own from the policies."""

from __future__ import annotations

from datetime import date
from typing import Final

NOT_YET: Final = date.max  # how a day says that the event has not happened

REWARD_FROM: Final = 50_000_000_000  # R1: 5亿元
REWARD_DIVISOR: Final = 2_000  # R1: 0.5‰
REWARD_CAP: Final = 30_000_000  # R1: 30万元
RECIPIENTS: Final = ("enterprise", "association", "organisation", "individual")
INSIDE: Final = ("绵阳", "四川省绵阳")  # R1: how the places of the rows begin that lie in Mianyang

FOREIGN: Final = ("foreign", "hong_kong_macao_taiwan")  # R2: 6%, all others 5%

SPLIT_FROM: Final = 1_000_000_000_000  # R3: 100亿元
LOCALITIES: Final = ("district", "city_park", "district_park")

AWARD_FROM: Final = 10_000_000_000  # R4: 1亿元
AWARD_CAP: Final = 1_000_000_000  # R4: 1000万元
BRACKETS: Final = ((0, 3), (10_000_000_000, 5), (50_000_000_000, 8), (100_000_000_000, 10))  # R4: from 分, rate in ‰

PRIZES: Final = ((1, 100_000_000), (3, 80_000_000), (5, 60_000_000))  # R5: up to this rank, so much


def lines() -> list[tuple[int, int, int]]:
    """R4 as lines: from 分, slope and intercept in thousandths of 分."""
    found, earned, before, rate_before = [], 0, 0, 0
    for start, rate in BRACKETS:
        earned += rate_before * (start - before)
        found.append((start, rate, earned - rate * start))
        before, rate_before = start, rate
    return found
