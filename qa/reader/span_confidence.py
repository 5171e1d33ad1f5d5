"""How sure an exact answer is: a calibrated probability that it is right.

A logistic regression over what the network says to the best passage and how near that passage is
to the question. Fitted on questions whose passages were kept out of the training of the network
(`held_out_examples` in `qa.reader.training.course`; each alone with its passage, as it is and with
its words swapped into English) and on the tuning half of the gold questions, each set counting as
much as another and the gold questions three times. An answer is right when its words share half
with the right ones (token F1), or for the gold questions when half of the required items are said.
"""

import math

LOG_ODDS_WEIGHT = 0.717
RETRIEVED_WEIGHT = 8.46
BIAS = -7.40


def confidence(log_odds: float, retrieved: float) -> float:
    """Return the probability that the best finding is right, 0 to 1.

    Args:
        log_odds: that its passage answers, against "no answer".
        retrieved: its passage's own score.
    """
    total = BIAS + LOG_ODDS_WEIGHT * log_odds + RETRIEVED_WEIGHT * retrieved
    return 1.0 / (1.0 + math.exp(-total))
