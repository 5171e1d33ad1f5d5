"""Reader output: answer candidates, their features and a calibrated confidence."""

from dataclasses import dataclass

from qa.schema.article import Article
from qa.schema.passage import RetrievedPassage
from qa.schema.span import Span


@dataclass(frozen=True, slots=True)
class AnswerCandidate:
    """A sentence with one or more answer spans in it.

    Attributes:
        article: the article of the sentence.
        start: first character of the sentence, which is what gets quoted.
        end: one past its last character.
        score: reader score plus weighted retrieval score; comparable within one question only.
        answer_spans: the answer spans in text order; several are the items of a list.
        best: which of the answer spans is the best answer.
        margin: reader score of that span above "no answer", without the retrieval score.
    """

    article: Article
    start: int
    end: int
    score: float
    answer_spans: tuple[Span, ...]
    best_index: int = 0
    margin: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.best_index < len(self.answer_spans):
            raise ValueError(
                f"{self.article.id}: the answer candidate at {self.start} has "
                f"{len(self.answer_spans)} answer spans; best_index is {self.best_index}"
            )

    @property
    def answer(self) -> Span:
        """The best answer span."""
        return self.answer_spans[self.best_index]

    @property
    def text(self) -> str:
        """The text of the sentence, on one line."""
        return self.text_of(Span(self.start, self.end))

    def text_of(self, span: Span) -> str:
        """Return the text of a span of the same article, on one line."""
        return " ".join(self.article.text[span.start : span.end].split())


@dataclass(frozen=True, slots=True)
class AnswerFeatures:
    """The calibration features of the best answer candidate.

    Attributes:
        windows: number of context windows that were read.
        log_odds: log odds that the candidate's window has an answer, against "no answer".
        retrieval_score: retrieval score of the best passage of that window.
        is_cross_lingual: whether the article is in another language than the question, where
            retrieval scores are lower.
        score_lead: gap to the best candidate with a different answer, at most `max_score_lead`.
    """

    windows: int
    log_odds: float
    retrieval_score: float
    is_cross_lingual: bool
    score_lead: float


@dataclass(frozen=True, slots=True)
class ReaderOutput:
    """The result of reading the retrieved passages.

    Attributes:
        candidates: answer candidates, best first; empty where no passage has an answer.
        passages: the same passages, re-ranked by their best answer span.
        confidence: calibrated probability, 0 to 1, that the best candidate is right.
        score_margin: largest gap to the best score at which a candidate is still a top candidate.
        features: calibration features of the best candidate; None where there is none.
    """

    candidates: tuple[AnswerCandidate, ...]
    passages: tuple[RetrievedPassage, ...]
    confidence: float
    score_margin: float
    features: AnswerFeatures | None = None

    @property
    def top_candidates(self) -> tuple[AnswerCandidate, ...]:
        """The candidates that the answer is made of, best first.

        The best one, and those within `score_margin` of it that also score above "no answer".
        """
        if not self.candidates:
            return ()
        least = self.candidates[0].score - self.score_margin
        others = (c for c in self.candidates[1:] if c.score >= least and c.margin >= 0)
        return (self.candidates[0], *others)
