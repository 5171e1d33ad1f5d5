"""The reader protocol: from a question and its passages to the places that answer it."""

from collections.abc import Sequence
from typing import Protocol

from qa.schema.passage import RetrievedPassage
from qa.schema.question import Question
from qa.schema.reading import ReaderOutput


class Reader(Protocol):
    """Reads passages with a question in mind."""

    def read(self, question: Question, passages: Sequence[RetrievedPassage]) -> ReaderOutput:
        """Return what the passages say to the question."""
        ...
