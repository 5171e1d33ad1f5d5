"""Confidence and refusal: measures of both, and what each refusal threshold costs and gains."""

from dataclasses import dataclass

import numpy as np

from qa.evaluation.metrics import statistics as statistic
from qa.evaluation.metrics.statistics import Column, Measure, mean_of

MEASURES = (
    Measure("answerable_auroc", ("confidence", "answerable"), statistic.auroc),
    Measure("refusal_f1", ("refused", "answerable"), statistic.refusal_f1),
    mean_of("refused_absent"),
    Measure("right_when_sure", ("sure_right", "sure"), statistic.share),
    Measure("risk_coverage_area", ("confidence", "right"), statistic.risk_coverage_area, True),
    Measure("calibration_error", ("confidence", "right"), statistic.calibration_error, True),
)


@dataclass(frozen=True, slots=True)
class TradeOff:
    """Shares of questions at each refusal threshold, all of shape (thresholds,).

    Attributes:
        thresholds: ascending from 0 to 1: both ends, and every confidence of a question. The shares
            of one hold down to the threshold below it.
        answered_rightly: of the answerable questions, those that are answered rightly.
        refused: of the unanswerable questions, those that are refused.
        right_of_answered: of the answered questions, those that are answered rightly; NaN where
            none is answered.
    """

    thresholds: Column
    answered_rightly: Column
    refused: Column
    right_of_answered: Column


def trade_off(confidence: Column, right: Column, answerable: Column) -> TradeOff:
    """Return the shares of questions at every refusal threshold.

    A question is answered from a confidence as high as the threshold. A confidence of 0 says that
    no candidate was found; such a question is refused at any threshold.

    Args:
        confidence: 0 to 1, of each question's best answer.
        right: 1.0 where that answer is right, else 0.0; 0.0 for an unanswerable question.
        answerable: 1.0 where the question has an answer, else 0.0. There are some of both.
    """
    thresholds = np.union1d(confidence, (0.0, 1.0))
    # Shape (thresholds, questions).
    answered = (confidence >= thresholds[:, None]) & (confidence > 0)
    count, rightly = answered.sum(axis=1), answered @ (right * answerable)
    unanswerable = 1 - answerable
    return TradeOff(
        thresholds,
        rightly / answerable.sum(),
        1 - answered @ unanswerable / unanswerable.sum(),
        rightly / np.where(count > 0, count, np.nan),
    )
