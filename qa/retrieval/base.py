"""The retriever and re-ranker protocols: from a question to ranked passages.

A new ranking is a class with one of these methods. `qa.retrieval.hybrid` is the retriever that
ships; `qa.retrieval.rerankers` lists the re-rankers.
"""

from collections.abc import Sequence
from typing import Protocol

from qa.schema.filters import EVERYTHING, SearchFilter
from qa.schema.passage import RetrievedPassage
from qa.schema.question import Question


class Retriever(Protocol):
    """Finds the passages of a library that may answer a question."""

    def retrieve(
        self, question: Question, k: int | None = None, scope: SearchFilter = EVERYTHING
    ) -> tuple[RetrievedPassage, ...]:
        """Return at most k passages that the filter accepts, best first, ranked from 1.

        Args:
            question: standalone.
            k: the retriever's own default unless given.
            scope: the search filter.

        Raises:
            ValueError: k < 1.
        """
        ...


class Reranker(Protocol):
    """Reorders retrieved passages before they are read."""

    def rerank(
        self, question: Question, passages: Sequence[RetrievedPassage]
    ) -> tuple[RetrievedPassage, ...]:
        """Return the passages best first, ranked from 1; some may be left out, none added."""
        ...
