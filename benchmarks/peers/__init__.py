"""The rules R1 to R5 through this library, by hand, and through other engines.

`python -m benchmarks.compare` runs them.

R1 a capped referral reward, R2 the 5%/6% referral fund, R3 the 30:70 split, R4 progressive brackets with a cap,
R5 awards by rank in groups. Each peer is a module with two functions:

- ``rules(path, mode)`` reads the facts and gives, for each rule, a function that computes its answers (this is timed);
- ``answers(native)`` turns what such a function gave into Arrow columns (this is not).
"""

ANSWERS = {"R1": ("R1",), "R2": ("R2",), "R3": ("R3 city", "R3 locality"), "R4": ("R4",), "R5": ("R5",)}
"""The columns that each rule answers, int64 分."""
