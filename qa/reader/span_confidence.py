"""How sure an exact answer is: a calibrated probability that it is right.

Logistic regressions. Of a passage alone, over what the network says to it; of several, also over
how sure the reader of sentences is, which knows how near they are to the question. Fitted, the
first on questions whose passages were kept out of the training of the network (`held_out_examples`
in `qa.reader.training.course`, as they are and with their words swapped into English), the second
on the tuning half of the gold questions. An answer is right when its words share half with the
right ones (token F1), or for the gold questions when half of the required items are said.
"""

import math

from qa.reader.logistic import logistic

ALONE_BIAS, ALONE_LOG_ODDS_WEIGHT = -0.13, 0.754
BIAS, LOG_ODDS_WEIGHT, NEARNESS_WEIGHT = -0.363, 0.689, 0.624


def confidence(log_odds: float, nearness: float | None) -> float:
    """Return the probability that the best finding is right, 0 to 1.

    Args:
        log_odds: that its passage answers, against "no answer".
        nearness: the confidence of the reader of sentences; None where there was one passage only.
    """
    if nearness is None:
        return logistic(ALONE_BIAS + ALONE_LOG_ODDS_WEIGHT * log_odds)
    near = math.log(nearness / (1.0 - nearness))
    return logistic(BIAS + LOG_ODDS_WEIGHT * log_odds + NEARNESS_WEIGHT * near)
