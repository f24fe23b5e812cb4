"""Checking claims at scale (大批量核查): files of millions of rows, in bounded memory, to a file of verdicts."""

from __future__ import annotations

from investpolicy.claims.scale.report import ScaleReport
from investpolicy.claims.scale.run import check_claims_at_scale

__all__ = ["ScaleReport", "check_claims_at_scale"]
