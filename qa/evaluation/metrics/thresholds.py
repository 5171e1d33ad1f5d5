"""What refusing below a confidence costs and gains, at every threshold. Draws nothing."""

from dataclasses import dataclass

import numpy as np

from qa.evaluation.metrics.statistics import Column


@dataclass(frozen=True, slots=True)
class TradeOff:
    """Shares at each refusal threshold, all of shape (thresholds,).

    Attributes:
        thresholds: from 0 to 1, rising: 0, every confidence that was met, 1. What holds at one
            holds for all above the one before it.
        answered_rightly: of the questions that have an answer, those that are answered rightly.
        refused: of the questions that have none, those that are refused.
        right_of_answered: of the questions that are answered, those that are answered rightly; NaN
            where none is answered.
    """

    thresholds: Column
    answered_rightly: Column
    refused: Column
    right_of_answered: Column


def trade_off(confidence: Column, right: Column, answerable: Column) -> TradeOff:
    """Return what each threshold would do to the same questions.

    A question is answered from a confidence as high as the threshold. A confidence of nothing at
    all says that nothing was found, so that it is refused at any threshold.

    Args:
        confidence: 0 to 1, of each question's best answer.
        right: 1.0 where that answer is right, else 0.0; 0.0 for a question that has none.
        answerable: 1.0 where the question has an answer, else 0.0. There are some of both.
    """
    thresholds = np.union1d(confidence, (0.0, 1.0))
    order = np.argsort(confidence)
    first = np.searchsorted(confidence[order], thresholds)
    said = (confidence > 0).astype(np.float64)

    def at_least(column: Column) -> Column:
        """Return the sum of a column over the questions that are answered."""
        rising = np.concatenate(([0.0], np.cumsum((said * column)[order])))
        return rising[-1] - rising[first]

    answered, rightly = at_least(np.ones_like(confidence)), at_least(right * answerable)
    unanswerable = 1 - answerable
    return TradeOff(
        thresholds,
        rightly / answerable.sum(),
        1 - at_least(unanswerable) / unanswerable.sum(),
        rightly / np.where(answered > 0, answered, np.nan),
    )
