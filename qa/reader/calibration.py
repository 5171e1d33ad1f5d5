"""Calibration: the probability that the best answer is right, from all that is known of it.

Platt scaling (Platt 1999, "Probabilistic Outputs for Support Vector Machines") with more than one
feature: a logistic regression whose weights stand in the settings. They were fitted on the tuning
questions over a library of 1,388 articles (see MODEL_CARD.md), never on what is reported.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from qa.lexical import words
from qa.reader.finding import Finding
from qa.settings import ReaderSettings

SAME_WORDS = 0.5
"""Two findings that share this much of their words (Jaccard) say the same."""


@dataclass(frozen=True, slots=True)
class AnswerFeatures:
    """What the confidence in the best answer is computed from.

    Attributes:
        log_odds: that its window answers, against "no answer".
        margin: of the span itself above "no answer".
        retrieval: the best passage's own score.
        is_foreign: whether it is in another language than the question, where scores are lower.
        lead: of the answer's score over the best that says something else, at most `max_lead`.
        support: how many findings elsewhere say the same.
    """

    log_odds: float
    margin: float
    retrieval: float
    is_foreign: bool
    lead: float
    support: int


def confidence(features: AnswerFeatures, settings: ReaderSettings) -> float:
    """Return the probability that the best answer is right, 0 to 1."""
    total = settings.bias
    total += settings.log_odds_weight * features.log_odds
    total += settings.margin_weight * features.margin
    total += settings.retrieval_score_weight * (features.retrieval - settings.usual_score)
    total += settings.foreign_weight * features.is_foreign
    total += settings.lead_weight * features.lead
    total += settings.support_weight * math.log1p(features.support)
    return 1.0 / (1.0 + math.exp(-total))


def confidence_alone(log_odds: float, settings: ReaderSettings) -> float:
    """Return the probability that the best answer of the only window is right, 0 to 1.

    Nothing was chosen among others, so neither a rival nor the retrieval score tells anything.
    """
    total = settings.alone_bias + settings.alone_log_odds_weight * log_odds
    return 1.0 / (1.0 + math.exp(-total))


def score_lead(findings: Sequence[Finding], max_lead: float) -> float:
    """Return how far the best finding lies above the best that says something else."""
    best = findings[0]
    rivals = (other.score for other in findings[1:] if not says_the_same(best, other))
    return min(max_lead, best.score - max(rivals, default=float("-inf")))


def support(findings: Sequence[Finding]) -> int:
    """Return how many findings of other sentences say what the best one says."""
    return sum(says_the_same(findings[0], other) for other in findings[1:])


def says_the_same(one: Finding, other: Finding) -> bool:
    """Say whether two findings have one's words in the other's, or half of all in common."""
    first, second = _words(one), _words(other)
    shared = first & second
    is_part = bool(shared) and shared in (first, second)
    return is_part or len(shared) >= SAME_WORDS * len(first | second)


def _words(finding: Finding) -> frozenset[str]:
    said = (finding.said(mark) for mark in finding.marks)
    return frozenset(word for text in said for word in words(text))
