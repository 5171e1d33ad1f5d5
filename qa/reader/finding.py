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
    """A place in an article that answers a question.

    Attributes:
        article: where it is.
        start: where what is to be quoted begins.
        end: where it ends.
        score: higher is a better answer, for one question and reader.
        marks: the words in it that were asked for, if the reader tells them apart.
        is_exact: whether each mark is an answer by itself, so that no more need be said.
    """

    article: Article
    start: int
    end: int
    score: float
    marks: tuple[Span, ...] = ()
    is_exact: bool = False

    def __post_init__(self) -> None:
        if self.is_exact and not self.marks:
            raise ValueError(f"{self.article.id}: an exact finding at {self.start} has no marks")

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
