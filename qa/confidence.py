"""How sure an answer is: a calibrated probability that it is right.

A logistic regression over a few measures of how well question and finding meet. Its weights were
fitted on the tuning half of the gold questions; an answer is right when it cites the evidence.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from qa.lexical import words
from qa.passage import RetrievedPassage
from qa.question import Question
from qa.reader.finding import Finding


@dataclass(frozen=True, slots=True)
class Measures:
    """What the confidence is computed from."""

    best: float
    lead: float
    shared: float
    missing: float

    @classmethod
    def of(
        cls,
        question: Question,
        findings: Sequence[Finding],
        passages: Sequence[RetrievedPassage],
        missing: Sequence[str],
    ) -> "Measures":
        """Return the measures of an answer; `findings` and `passages` come best first.

        Attributes:
            best: the best finding's score.
            lead: how far the best passage is ahead of the last one retrieved.
            shared: the share of the question's words that the best finding holds.
            missing: how many of the question's words no article has, at most 3.
        """
        asked = set(words(question.text))
        shared = len(asked & set(words(findings[0].text))) / len(asked)
        lead = passages[0].score - passages[-1].score
        return cls(findings[0].score, lead, shared, min(3.0, len(missing)))


WEIGHTS = Measures(best=20.0, lead=0.0, shared=0.0, missing=-2.0)
BIAS = -26.0


def confidence(measures: Measures) -> float:
    """Return the probability that the answer is right, 0 to 1."""
    total = BIAS + sum(
        getattr(WEIGHTS, name) * getattr(measures, name) for name in Measures.__slots__
    )
    return 1.0 / (1.0 + math.exp(-total))
