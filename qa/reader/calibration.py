"""Calibration: the probability that the best answer candidate is right.

Platt scaling (Platt 1999, "Probabilistic Outputs for Support Vector Machines") with more than one
feature: a logistic regression whose weights are in `ReaderSettings`. They were fitted on the tuning
questions over a library of 1,388 articles (see MODEL_CARD.md), not on the questions of the reports.
"""

import math
from collections.abc import Sequence

from qa.schema.reading import AnswerCandidate, AnswerFeatures
from qa.settings import ReaderSettings
from qa.text.tokens import words

WEIGHT_NAMES = (
    "log_odds_weight",
    "retrieval_score_weight",
    "cross_lingual_weight",
    "score_lead_weight",
)
"""The settings with the feature weights, in the order of `feature_values`."""


def confidence(features: AnswerFeatures, settings: ReaderSettings) -> float:
    """Return the calibrated probability that the best candidate is right, 0 to 1.

    Where only one window was read, the score lead and the retrieval score have no meaning, since
    the window had no competitors; there the log odds are the only feature.
    """
    if features.windows == 1:
        total = (
            settings.single_window_bias + settings.single_window_log_odds_weight * features.log_odds
        )
    else:
        total = settings.bias + sum(
            getattr(settings, name) * value
            for name, value in zip(WEIGHT_NAMES, feature_values(features), strict=True)
        )
    return 1.0 / (1.0 + math.exp(-total))


def feature_values(features: AnswerFeatures) -> tuple[float, ...]:
    """Return the features of the regression, in the order of WEIGHT_NAMES."""
    return (
        features.log_odds,
        features.retrieval_score,
        float(features.is_cross_lingual),
        features.score_lead,
    )


def score_lead(candidates: Sequence[AnswerCandidate], settings: ReaderSettings) -> float:
    """Return the gap from the best candidate to the best one with a different answer.

    It is at most `max_score_lead`, also where no candidate has a different answer.
    """
    best, overlap = candidates[0], settings.min_same_answer_overlap
    rivals = (other.score for other in candidates[1:] if not is_same_answer(best, other, overlap))
    return min(settings.max_score_lead, best.score - max(rivals, default=float("-inf")))


def is_same_answer(one: AnswerCandidate, other: AnswerCandidate, min_overlap: float) -> bool:
    """Say whether two candidates give the same answer, by the words of their answer spans.

    They do where one's words contain the other's, or where the Jaccard index of both is at least
    `min_overlap`.
    """
    first, second = _answer_words(one), _answer_words(other)
    shared = first & second
    is_contained = bool(shared) and shared in (first, second)
    return is_contained or len(shared) >= min_overlap * len(first | second)


def _answer_words(candidate: AnswerCandidate) -> frozenset[str]:
    texts = (candidate.text_of(span) for span in candidate.answer_spans)
    return frozenset(word for text in texts for word in words(text))
