"""The money of Jinan, Huangpu, Hefei and Ziyang: rewards for referrals, enterprises, districts, and a fund."""

from __future__ import annotations

from typing import Any

from . import Alternative, Differs, Facts

FUND = "jinan-referral-fund"
BROUGHT_ABOUT: Facts = {"kind": "individual", "brought_about": True}


def domestic(formed: str = "1亿元", planned: str = "2亿元", *, origin: str = "domestic", **more: Any) -> Facts:
    """A referral of a project with fixed assets and 0.5亿元 of funds arrived."""
    amounts = {"fixed_asset_investment": formed, "planned_fixed_assets": planned, "arrived_funds": "0.5亿元"}
    return {"project": {"capital_origin": origin, **amounts}, "referrer": BROUGHT_ABOUT, **more}


DOLLARS: Facts = {
    "foreign_amount": "1000万美元",
    "rate": "7.00",
    "rate_on": "2019-01-10",
    "award_rate": "6.80",
    "award_rate_on": "2019-04-30",
}
RENMINBI: Facts = {"amount": "3000万元", "from_foreign_investor": False}


def foreign(*arrivals: Facts) -> Facts:
    """A referral of a foreign-invested project by what arrived for it."""
    return {"project": {"capital_origin": "foreign"}, "referrer": BROUGHT_ABOUT, "arrivals": arrivals}


def enterprise(**project: str) -> Facts:
    """An enterprise registered in 2018."""
    return {"project": {"registered_on": "2018-03-01", **project}}


def proposed(*, kind: str = "individual", **days: str) -> Facts:
    """A referral under the proposal, of a project signed and started."""
    signed = {"signed_on": "2022-03-01", "registered_on": "2022-04-01", "started_on": "2022-06-01"}
    return {"project": {**signed, **days}, "referrer": {"kind": kind, "brought_about": True}}


HUANGPU: Facts = {
    "huangpu-domestic.scale.kind": "rate",
    "huangpu-domestic.scale.rate": "1%",
    "huangpu-domestic.cap": "unlimited",
    "huangpu-domestic.new_since": "2017-02-01",
}
BOTH_KINDS = enterprise(
    capital_origin="domestic", foreign_fixed_assets="1000万元", fixed_asset_investment="1亿元", place="广州市黄埔区"
)
CO_INVESTED: Facts = {"fund_contribution": "2亿元", "vehicle_capital": "10亿元", "round_amount": "8亿元"}

DIFFERS: dict[Alternative, Differs] = {
    ("shandong-report", FUND, "rate-unit", "per-mille"): Differs(domestic(), "entitled 500万元", "entitled 50万元"),
    ("shandong-report", FUND, "amount-is", "reward"): Differs(
        domestic(weights=(1, 1)), "entitled 500万元", "entitled 250万元"
    ),
    ("shandong-report", FUND, "fixed-assets", "planned"): Differs(domestic(), "entitled 500万元", "entitled 1000万元"),
    ("shandong-report", FUND, "foreign-base", "foreign-part"): Differs(
        foreign(DOLLARS, RENMINBI), "entitled 600万元", "entitled 420万元"
    ),
    ("shandong-report", FUND, "conversion", "award"): Differs(
        foreign(DOLLARS, RENMINBI), "entitled 600万元", "entitled 588万元"
    ),
    ("shandong-report", FUND, "hong-kong-macao-taiwan", "domestic"): Differs(
        domestic(origin="hong_kong_macao_taiwan"), "entitled 300万元", "entitled 500万元"
    ),
    ("jinan-2019", "referral-reward", "conversion", "award"): Differs(
        foreign(DOLLARS, RENMINBI), "entitled 60万元", "entitled 58.8万元"
    ),
    ("jinan-2019", "referral-reward", "hong-kong-macao-taiwan", "domestic"): Differs(
        domestic(origin="hong_kong_macao_taiwan"), "entitled 30万元", "entitled 50万元"
    ),
    ("shandong-report", "jinan-district-award", "outstanding", "by-score"): Differs(
        {"recognised_outstanding": False, "score": 95}, "ineligible", "undetermined"
    ),
    ("shandong-report", "huangpu-foreign", "hong-kong-macao-taiwan", "separate"): Differs(
        enterprise(capital_origin="hong_kong_macao_taiwan"), "undetermined", "ineligible"
    ),
    ("shandong-report", "huangpu-domestic", "fixed-assets", "all"): Differs(
        BOTH_KINDS, "entitled 10万元", "entitled 100万元", draft=HUANGPU
    ),
    ("shandong-report", "referral-proposal", "landed", "registered"): Differs(
        proposed(started_on="尚未"), "ineligible", "undetermined"
    ),
    ("shandong-report", "referral-proposal", "landed", "in-production"): Differs(
        proposed(in_production_on="尚未"), "undetermined", "ineligible"
    ),
    ("shandong-report", "referral-proposal", "public-servants", "included"): Differs(
        proposed(kind="public_servant"), "ineligible", "undetermined"
    ),
    ("ziyang", "fund", "base", "round"): Differs(CO_INVESTED, "met", "not_met", draft={"fund.limit": "20%"}),
    ("ziyang", "fund", "good", "by-size"): Differs(CO_INVESTED, "met", "undetermined", draft={"fund.limit": "20%"}),
}
