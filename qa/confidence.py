"""How sure an answer is: a calibrated probability that it is right.

A logistic regression over how near the best passage and the best finding are. Its weights were
fitted on the tuning half of the gold questions, where an answer is right when one of its first
three findings is the evidence. With more kinds of articles they should be fitted anew.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from qa.passage import RetrievedPassage
from qa.question import Question
from qa.reader.finding import Finding

PASSAGE_WEIGHT = 18.79
FINDING_WEIGHT = 10.86
FOREIGN_WEIGHT = 1.47
BIAS = -26.22


@dataclass(frozen=True, slots=True)
class Measures:
    """What the confidence is computed from.

    Attributes:
        passage: the best passage's score.
        finding: the best finding's score.
        foreign: whether the best finding is in another language than the question, where scores
            are lower.
    """

    passage: float
    finding: float
    foreign: bool

    @classmethod
    def of(
        cls,
        question: Question,
        findings: Sequence[Finding],
        passages: Sequence[RetrievedPassage],
    ) -> "Measures":
        """Return the measures of an answer; `findings` and `passages` come best first."""
        foreign = findings[0].article.language != question.language
        return cls(passages[0].score, findings[0].score, foreign)


def confidence(measures: Measures) -> float:
    """Return the probability that the answer is right, 0 to 1."""
    total = BIAS + PASSAGE_WEIGHT * measures.passage + FINDING_WEIGHT * measures.finding
    total += FOREIGN_WEIGHT if measures.foreign else 0.0
    return 1.0 / (1.0 + math.exp(-total))
