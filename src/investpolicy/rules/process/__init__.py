"""Process rules (流程规则): deadlines, cadences, call-ins, standings, totals, lists.

They reason over dates and lists of a record, in plain Python, and have no formula; one file a rule family. What is
not told is unknown here too: a missing day is never a day that did not come.
"""

from typing import Final

from investpolicy.rules.rule import Rule

PROCESS_RULES: Final[tuple[Rule, ...]] = ()
"""All process rules."""
