"""The reader protocol: from a question and its passages to answer candidates.

A new way to answer is a class with this method, given to the `Assistant`. The reader that ships is
`qa.reader.span_reader`.
"""

from collections.abc import Sequence
from typing import Protocol

from qa.schema.passage import RetrievedPassage
from qa.schema.question import Question
from qa.schema.reading import ReaderOutput


class Reader(Protocol):
    """Finds the answer to a question in retrieved passages."""

    def read(self, question: Question, passages: Sequence[RetrievedPassage]) -> ReaderOutput:
        """Return the answer candidates in the passages, and the confidence in the best of them.

        Args:
            question: standalone.
            passages: best first; there may be none.
        """
        ...
