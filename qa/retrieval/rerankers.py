"""Re-ranking: the order of retrieved passages before they are read, by name.

A new re-ranker is a module with a class that implements `Reranker`, and a line in `_RERANKERS`;
`RetrievalSettings.reranker` selects it. The default keeps the order of the retriever; the reader
orders the answers.
"""

from collections.abc import Callable, Mapping, Sequence

from qa.retrieval.base import Reranker
from qa.schema.passage import RetrievedPassage
from qa.schema.question import Question
from qa.settings import SettingsError


class IdentityReranker:
    """Keeps the order of the retriever."""

    def rerank(
        self,
        question: Question,  # noqa: ARG002 (the protocol's)
        passages: Sequence[RetrievedPassage],
    ) -> tuple[RetrievedPassage, ...]:
        """Return the passages as they are."""
        return tuple(passages)


_RERANKERS: Mapping[str, Callable[[], Reranker]] = {"identity": IdentityReranker}


def open_reranker(name: str) -> Reranker:
    """Return the re-ranker of this name.

    Raises:
        SettingsError: there is none of this name.
    """
    if name not in _RERANKERS:
        raise SettingsError(
            f"retrieval.reranker is {name!r}; expected one of {', '.join(_RERANKERS)}"
        )
    return _RERANKERS[name]()
