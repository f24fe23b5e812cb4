"""Targets, assessments, standings and ledgers."""

from __future__ import annotations

from . import Alternative, Differs, Facts

# HB.targets: two projects of 10亿元 or more, one of them of 50亿元 or more
BY_SIZE: Facts = {
    "year": 2022,
    "signed": 310,
    "started": 225,
    "completed": 175,
    "fixed_assets": "165亿元",
    "signed_of_size": [{"at_least": "10亿元", "number": 24}, {"at_least": "50亿元", "number": 3}],
}
REACHED = "signed=100% size.10亿元={} size.50亿元=100% started=100% completed=100% fixed_assets=100%"
OTHERS = "size_reached.50亿元=true started_reached=true completed_reached=true fixed_assets_reached=true"

# HB.carrier-assessment: 125% of the projects, 90% of the fixed assets
CARRIER: Facts = {
    "unit": "quarter",
    "carrier": {"done": 50, "target": 40, "fixed_assets": "9亿元", "fixed_assets_target": "10亿元"},
}
IN_FULL = "determined completion=125% credited=125% fixed_assets=9亿元"


def carrier(credited: str) -> Differs:
    return Differs(CARRIER, IN_FULL, IN_FULL.replace("credited=125%", f"credited={credited}"))


# three contestants, two of them tied
TIED: Facts = {
    "contestants": [{"name": "甲区", "score": 9}, {"name": "乙区", "score": 9}, {"name": "丙区", "score": 8}],
}
SHARED_PLACE = "determined 甲区=1 乙区=1 丙区=3"
TIES = {
    "worse": Differs(TIED, SHARED_PLACE, "determined 甲区=2 乙区=2 丙区=3"),
    "dense": Differs(TIED, SHARED_PLACE, "determined 甲区=1 乙区=1 丙区=2"),
    "undetermined": Differs(TIED, SHARED_PLACE, "undetermined"),
}

TRIPS: Facts = {
    "rows": [
        {"who": "甲县", "place": "深圳", "day": "2016-03-02", "projects": 1, "verified": True},
        {"who": "甲县", "place": "上海", "day": "2016-04-02", "projects": 1, "verified": True},
        {"who": "乙县", "place": "苏州", "day": "2016-04-03", "projects": 3, "verified": True},
    ]
}
TOTALS = (
    "determined entries=3 projects=5 entries.甲县=2 places.甲县=2 projects.甲县=2"
    " entries.乙县=1 places.乙县=1 projects.乙县=3"
)

BREACH: Facts = {
    "agreed_investment": "2亿元",
    "actual_investment": "2亿元",
    "economic_terms": [{"name": "年纳税", "agreed": "800万元", "reached": "1万元"}],
    "milestones": [],
    "serious_breach": True,
}

DIFFERS: dict[Alternative, Differs] = {
    ("huaibei-2022", "targets", "nested", "separate"): Differs(
        BY_SIZE,
        f"determined {REACHED.format('100%')} signed_reached=true size_reached.10亿元=true {OTHERS}",
        f"determined {REACHED.format('87.5%')} signed_reached=true size_reached.10亿元=false {OTHERS}",
    ),
    ("huaibei-2022", "carrier-assessment", "criteria", "one"): Differs(
        CARRIER, IN_FULL, "determined completion=90% credited=90%"
    ),
    ("huaibei-2022", "carrier-assessment", "above-target", "capped-100"): carrier("100%"),
    ("huaibei-2022", "carrier-assessment", "above-target", "capped-120"): carrier("120%"),
    **{("ziyang", "arena", "ties", answer): case for answer, case in TIES.items()},
    **{("shandong-report", "monthly-ranking", "ties", answer): case for answer, case in TIES.items()},
    ("ziyang", "performance", "both-apply", "undetermined"): Differs(
        BREACH, "determined honour=false second_round=false clear_out=true", "undetermined"
    ),
    ("mianyang-2016", "trip-table", "ranked-by", "projects"): Differs(
        TRIPS, f"{TOTALS} rank.甲县=1 rank.乙县=2", f"{TOTALS} rank.乙县=1 rank.甲县=2"
    ),
}
