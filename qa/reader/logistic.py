"""The logistic function: log odds to a probability."""

import math


def logistic(log_odds: float) -> float:
    """Return the probability of these log odds, 0 to 1."""
    return 1.0 / (1.0 + math.exp(-log_odds))
