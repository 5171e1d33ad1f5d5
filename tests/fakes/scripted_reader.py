"""A reader that finds the same words whatever it is asked."""

from collections.abc import Iterator, Sequence

from qa.schema.passage import RetrievedPassage
from qa.schema.question import Question
from qa.schema.reading import AnswerCandidate, ReaderOutput
from qa.schema.span import Span


class ScriptedReader:
    """Answers every question with one word, wherever a passage has it.

    Attributes:
        read_ids: of every call, the ids of the articles of its passages, in order.
    """

    def __init__(self, answer: str, confidence: float = 0.9) -> None:
        """Create the reader.

        Args:
            answer: the words that it finds; they are its answer span.
            confidence: of every answer.
        """
        self._answer = answer
        self._confidence = confidence
        self.read_ids: list[tuple[str, ...]] = []

    def read(self, question: Question, passages: Sequence[RetrievedPassage]) -> ReaderOutput:  # noqa: ARG002
        """Return a candidate for each passage with the answer, in the order given."""
        self.read_ids.append(tuple(each.passage.article.id for each in passages))
        candidates = tuple(self._candidates(passages))
        confidence = self._confidence if candidates else 0.0
        return ReaderOutput(candidates, tuple(passages), confidence, 0.0)

    def _candidates(self, passages: Sequence[RetrievedPassage]) -> Iterator[AnswerCandidate]:
        for each in passages:
            passage = each.passage
            at = passage.text.find(self._answer)
            if at >= 0:
                span = Span(passage.start + at, passage.start + at + len(self._answer))
                article = passage.article
                yield AnswerCandidate(article, passage.start, passage.end, 1 / each.rank, (span,))
