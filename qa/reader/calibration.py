"""Calibration: the probability that the best answer is right, from all that is known of it.

Platt scaling (Platt 1999, "Probabilistic Outputs for Support Vector Machines") with more than one
feature: a logistic regression whose weights stand in the settings. They were fitted on the tuning
questions over a library of 1,388 articles (see MODEL_CARD.md), never on what is reported.
"""

import math
from collections.abc import Sequence

from qa.schema.reading import AnswerCandidate, AnswerFeatures
from qa.settings import ReaderSettings
from qa.text.tokens import words

SAME_WORDS = 0.5
"""Two candidates that share this much of their words (Jaccard) say the same."""


WEIGHT_NAMES = (
    "log_odds_weight",
    "retrieval_score_weight",
    "foreign_weight",
    "lead_weight",
)
"""The settings that weigh the features, in the order of `values`."""


def confidence(features: AnswerFeatures, settings: ReaderSettings) -> float:
    """Return the probability that the best answer is right, 0 to 1.

    Where only one window was read, nothing was chosen among others, and neither a rival nor the
    retrieval score tells anything: there the log odds alone decide.
    """
    if features.windows == 1:
        total = settings.alone_bias + settings.alone_log_odds_weight * features.log_odds
    else:
        total = settings.bias + sum(
            getattr(settings, name) * value
            for name, value in zip(WEIGHT_NAMES, values(features), strict=True)
        )
    return 1.0 / (1.0 + math.exp(-total))


def values(features: AnswerFeatures) -> tuple[float, ...]:
    """Return the features as the regression takes them, in the order of WEIGHT_NAMES."""
    return (
        features.log_odds,
        features.retrieval,
        float(features.is_foreign),
        features.lead,
    )


def score_lead(candidates: Sequence[AnswerCandidate], max_lead: float) -> float:
    """Return how far the best candidate lies above the best that says something else."""
    best = candidates[0]
    rivals = (other.score for other in candidates[1:] if not says_the_same(best, other))
    return min(max_lead, best.score - max(rivals, default=float("-inf")))


def says_the_same(one: AnswerCandidate, other: AnswerCandidate) -> bool:
    """Say whether two candidates have one's words in the other's, or half of all in common."""
    first, second = _words(one), _words(other)
    shared = first & second
    is_part = bool(shared) and shared in (first, second)
    return is_part or len(shared) >= SAME_WORDS * len(first | second)


def _words(candidate: AnswerCandidate) -> frozenset[str]:
    said = (candidate.text_of(mark) for mark in candidate.answer_spans)
    return frozenset(word for text in said for word in words(text))
