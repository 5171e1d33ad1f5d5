"""What a reader finds, and what a reader is."""

from dataclasses import dataclass

from qa.schema.article import Article
from qa.schema.passage import RetrievedPassage
from qa.schema.span import Span


@dataclass(frozen=True, slots=True)
class AnswerCandidate:
    """A sentence in which an answer stands, with the answer's own words marked.

    Attributes:
        article: where it is.
        start: where the sentence, which is what is quoted, begins.
        end: where it ends.
        score: higher is a better answer, for one question and reader.
        answer_spans: the words that answer, in their order; several are items of a list.
        best: which of the answer spans is the best answer.
        margin: of that span above "no answer", without what retrieval adds to the score.
    """

    article: Article
    start: int
    end: int
    score: float
    answer_spans: tuple[Span, ...]
    best: int = 0
    margin: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.best < len(self.answer_spans):
            raise ValueError(
                f"{self.article.id}: the answer candidate at {self.start} has "
                f"{len(self.answer_spans)} answer spans; its best cannot be number {self.best}"
            )

    @property
    def answer(self) -> Span:
        """The best answer span."""
        return self.answer_spans[self.best]

    @property
    def text(self) -> str:
        """The words found, on one line."""
        return self.text_of(Span(self.start, self.end))

    def text_of(self, span: Span) -> str:
        """Return the words of a span of the same article, on one line."""
        return " ".join(self.article.text[span.start : span.end].split())


@dataclass(frozen=True, slots=True)
class AnswerFeatures:
    """What the confidence in the best answer is computed from.

    Attributes:
        windows: how many context windows were read.
        log_odds: that the best window answers at all, against "no answer".
        retrieval: the best passage's own score.
        is_foreign: whether it is in another language than the question, where scores are lower.
        lead: of the answer's score over the best that says something else, at most `max_lead`.
    """

    windows: int
    log_odds: float
    retrieval: float
    is_foreign: bool
    lead: float


@dataclass(frozen=True, slots=True)
class ReaderOutput:
    """What was made of the passages that were retrieved.

    Attributes:
        candidates: best first; none if the passages say nothing.
        passages: the same passages, in the order in which they answer.
        confidence: calibrated probability, 0 to 1, that the best candidate is right.
        score_margin: how far a candidate's score may lie behind the best and still be told.
        features: what the confidence was computed from; None where there are no candidates.
    """

    candidates: tuple[AnswerCandidate, ...]
    passages: tuple[RetrievedPassage, ...]
    confidence: float
    score_margin: float
    features: AnswerFeatures | None = None

    @property
    def top_candidates(self) -> tuple[AnswerCandidate, ...]:
        """The candidates that are told, best first.

        Beside the best only what is close behind it and itself above "no answer".
        """
        if not self.candidates:
            return ()
        least = self.candidates[0].score - self.score_margin
        others = (f for f in self.candidates[1:] if f.score >= least and f.margin >= 0)
        return (self.candidates[0], *others)
