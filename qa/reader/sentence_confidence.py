"""How sure an answer of the sentence reader is: a calibrated probability that it is right.

A logistic regression over how near the best passage and the best finding are. Its weights were
fitted on the tuning half of the gold questions, where an answer is right when one of its first
three findings is the evidence. With more kinds of articles they should be fitted anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.passage import RetrievedPassage
from qa.question import Question
from qa.reader.finding import Finding
from qa.reader.logistic import logistic
from qa.stem import stems

PASSAGE_WEIGHT = 16.06
FINDING_WEIGHT = 18.32
# Below zero: the finding's score has the shared words in it, and more of them than helps to tell.
SHARED_WEIGHT = -2.47
FOREIGN_WEIGHT = 1.27
BIAS = -29.40


@dataclass(frozen=True, slots=True)
class Measures:
    """What the confidence is computed from.

    Attributes:
        passage: the best passage's score.
        finding: the best finding's score.
        shared: the share of the question's words that the best finding holds, 0 to 1.
        foreign: whether the best finding is in another language than the question, where scores
            are lower.
    """

    passage: float
    finding: float
    shared: float
    foreign: bool

    @classmethod
    def of(
        cls,
        question: Question,
        findings: Sequence[Finding],
        passages: Sequence[RetrievedPassage],
    ) -> "Measures":
        """Return the measures of an answer; `findings` and `passages` come best first."""
        best, language = findings[0], findings[0].article.language
        asked = stems(question.text, question.language, language)
        shared = len(asked & stems(best.text, language, question.language)) / max(1, len(asked))
        return cls(passages[0].score, best.score, shared, language != question.language)


def confidence(measures: Measures) -> float:
    """Return the probability that the answer is right, 0 to 1."""
    total = BIAS + PASSAGE_WEIGHT * measures.passage + FINDING_WEIGHT * measures.finding
    total += SHARED_WEIGHT * measures.shared + FOREIGN_WEIGHT * measures.foreign
    return logistic(total)
