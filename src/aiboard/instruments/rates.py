"""What counts of failures say about a rate."""

import math
from typing import Final

#: One-sided confidence of a bound.
CONFIDENCE: Final = 0.95


def upper_bound_without_failures(trials: int) -> float:
    """The largest failure rate (0 to 1) that so many independent trials without a failure do not exclude at 95 %.

    Exact: the rate at which no failure in all of them still happens with 5 %. ValueError for no trial.
    """
    if trials < 1:
        raise ValueError("a bound needs at least one trial")
    return 1.0 - math.exp(math.log(1.0 - CONFIDENCE) / trials)
