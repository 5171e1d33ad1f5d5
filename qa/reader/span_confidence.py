"""How sure an exact answer is: a calibrated probability that it is right.

Logistic regressions. Of a passage alone, over what the network says to it; of the best of several,
also over its own score, which tells how near it is to the question. Fitted, the first on the
questions of IDK-MRC whose passages were kept out of training (`held_out_examples` in
`qa.reader.training.course`; those of FacQA are left out, because all of them have an answer), the
second on the tuning half of the gold questions. An answer is right when its words share half with
the right ones (token F1), or for the gold questions when half of the required items are said.
"""

from qa.reader.logistic import logistic

ALONE_BIAS, ALONE_LOG_ODDS_WEIGHT = -0.468, 0.615
BIAS, LOG_ODDS_WEIGHT, SCORE_WEIGHT, USUAL_SCORE = -0.25, 0.712, 13.88, 0.85


def confidence(log_odds: float, score: float | None) -> float:
    """Return the probability that the best finding is right, 0 to 1.

    Args:
        log_odds: that its passage answers, against "no answer".
        score: the passage's own; None where there was one passage only.
    """
    if score is None:
        return logistic(ALONE_BIAS + ALONE_LOG_ODDS_WEIGHT * log_odds)
    near = SCORE_WEIGHT * (score - USUAL_SCORE)
    return logistic(BIAS + LOG_ODDS_WEIGHT * log_odds + near)
