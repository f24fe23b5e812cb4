"""SD.service-card, 二（四）: limits for card holders; the limit itself is not published."""

from __future__ import annotations

from datetime import date

from .working_day_limit import last_day, status


def service_card(received: date, days: int | None, issued: date | None, done_on: date | None) -> str:
    """The status; ``issued``: date.max where there is no card, None where nobody told."""
    if issued is not None and issued > received:
        return "ineligible"
    if issued is None or days is None:
        return "undetermined"
    return status(last_day([received], days), done_on)
