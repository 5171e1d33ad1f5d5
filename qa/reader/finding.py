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

    `start` to `end` is what is to be quoted; `marks` are the words in it that were asked for, if
    the reader tells them apart; a higher `score` is a better answer, for one question and reader.
    """

    article: Article
    start: int
    end: int
    score: float
    marks: tuple[Span, ...] = ()

    @property
    def text(self) -> str:
        """The words found, on one line."""
        return " ".join(self.article.text[self.start : self.end].split())


class Reader(Protocol):
    """Reads passages with a question in mind."""

    def read(self, question: Question, passages: Sequence[RetrievedPassage]) -> Sequence[Finding]:
        """Return what the passages say to the question, best first; none if they say nothing."""
        ...
