"""A re-ranker that puts the last passage first."""

from collections.abc import Sequence
from dataclasses import replace

from qa.schema.passage import RetrievedPassage
from qa.schema.question import Question


class ReversingReranker:
    """Reverses the order of the passages."""

    def rerank(
        self,
        question: Question,  # noqa: ARG002
        passages: Sequence[RetrievedPassage],
    ) -> tuple[RetrievedPassage, ...]:
        """Return the passages in reverse, ranked from 1."""
        return tuple(
            replace(each, rank=rank) for rank, each in enumerate(reversed(passages), start=1)
        )
