"""What a reader finds, and what a reader is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from qa.article import Article
from qa.passage import RetrievedPassage
from qa.question import Question
from qa.span import Span


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence in which an answer stands, with the answer's own words marked.

    Attributes:
        article: where it is.
        start: where the sentence, which is what is quoted, begins.
        end: where it ends.
        score: higher is a better answer, for one question and reader.
        marks: the words that answer, at least one run of them; several are items of a list.
        margin: of the best mark above "no answer", without what retrieval adds to the score.
    """

    article: Article
    start: int
    end: int
    score: float
    marks: tuple[Span, ...]
    margin: float = 0.0

    def __post_init__(self) -> None:
        if not self.marks:
            raise ValueError(f"{self.article.id}: a finding at {self.start} has no marks")

    @property
    def text(self) -> str:
        """The words found, on one line."""
        return self.said(Span(self.start, self.end))

    def said(self, span: Span) -> str:
        """Return the words of a span of the same article, on one line."""
        return " ".join(self.article.text[span.start : span.end].split())


@dataclass(frozen=True, slots=True)
class Reading:
    """What was made of the passages that were retrieved.

    Attributes:
        findings: best first; none if the passages say nothing.
        passages: the same passages, in the order in which they answer.
        confidence: calibrated probability, 0 to 1, that the best finding is right.
        close_behind: how far a finding's score may lie behind the best and still be told.
    """

    findings: tuple[Finding, ...]
    passages: tuple[RetrievedPassage, ...]
    confidence: float
    close_behind: float

    @property
    def told(self) -> tuple[Finding, ...]:
        """The findings that are worth telling, best first."""
        least = self.findings[0].score - self.close_behind if self.findings else 0.0
        return tuple(finding for finding in self.findings if finding.score >= least)


class Reader(Protocol):
    """Reads passages with a question in mind."""

    def read(self, question: Question, passages: Sequence[RetrievedPassage]) -> Reading:
        """Return what the passages say to the question."""
        ...
