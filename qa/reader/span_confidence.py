"""How sure an exact answer is: a calibrated probability that it is right.

A logistic regression over what the network says to the passages.
"""

import math

LOG_ODDS_WEIGHT = 1.0
BIAS = 0.0


def confidence(log_odds: float) -> float:
    """Return the probability that the best finding is right, 0 to 1."""
    return 1.0 / (1.0 + math.exp(-(BIAS + LOG_ODDS_WEIGHT * log_odds)))
