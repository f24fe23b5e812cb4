"""Hypothesis profiles: small by default, the same examples each time in CI.

`HYPOTHESIS_PROFILE=thorough` looks longer; use it after changing a rule or the kernel.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# A busy machine is no fault of a test: neither deadlines nor the check for slow drawing can fail one.
settings.register_profile("default", deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("default"), derandomize=True, print_blob=True)
settings.register_profile("thorough", settings.get_profile("default"), max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "default"))
