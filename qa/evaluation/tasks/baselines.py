"""Baseline rankings: BM25, dense, and reciprocal rank fusion of both.

The LangChain program is in `qa.evaluation.tasks.langchain`.
"""

import random
from collections.abc import Iterable, Sequence

from embeddings.index.vector_index import Hit
from qa.assistant import Assistant
from qa.evaluation.metrics.ranking import K
from qa.retrieval.base import Retriever
from qa.schema.filters import EVERYTHING, SearchFilter
from qa.schema.passage import Passage, RetrievedPassage
from qa.schema.question import Question
from qa.store.indexes.bm25 import exact_terms
from qa.text.tokens import words

RANKINGS = ("bm25", "dense", "rrf")
FUSION_CONSTANT = 60
"""Added to each rank, as in the paper; see `reciprocal_rank_fusion`."""


def rankings(question: Question, assistant: Assistant, k: int = K) -> dict[str, list[Hit]]:
    """Return rows of the assistant's library as each baseline ranks them, best first, at most k."""
    library = assistant.library
    query, wanted = assistant.encoder.encode_query(question.text), exact_terms(words(question.text))
    languages = library.languages()
    near = [library.vectors.search(query, each, k) for each in languages]
    dense = _best([hit for hits in near for hit in hits], k)
    shared = [library.search_bm25(wanted, each, k) for each in languages]
    bm25 = _best([hit for hits in shared for hit in hits], k)
    return {"bm25": bm25, "dense": dense, "rrf": reciprocal_rank_fusion((bm25, dense))[:k]}


def ranked_passages(
    question: Question, assistant: Assistant, k: int = K
) -> dict[str, list[Passage]]:
    """Return the passages as each baseline ranks them, best first, at most k."""
    found: dict[str, list[Passage]] = {}
    for name, hits in rankings(question, assistant, k).items():
        kept = assistant.library.passages([hit.row for hit in hits])
        found[name] = [kept[hit.row] for hit in hits]
    return found


def _best(hits: Iterable[Hit], k: int) -> list[Hit]:
    return sorted(hits, key=lambda hit: (-hit.score, hit.row))[:k]


def reciprocal_rank_fusion(ranked: Sequence[Iterable[Hit]]) -> list[Hit]:
    """Fuse several rankings: rows by the sum of 1 / (60 + rank), best first.

    Cormack, Clarke and Büttcher 2009, "Reciprocal Rank Fusion outperforms Condorcet and Individual
    Rank Learning Methods".
    """
    scores: dict[int, float] = {}
    for ranking in ranked:
        for rank, hit in enumerate(ranking, start=1):
            scores[hit.row] = scores.get(hit.row, 0.0) + 1 / (FUSION_CONSTANT + rank)
    return [Hit(row, scores[row]) for row in sorted(scores, key=lambda row: (-scores[row], row))]


class BaselineRetriever(Retriever):
    """Retrieves as one of the baselines ranks."""

    def __init__(self, name: str, assistant: Assistant) -> None:
        if name not in RANKINGS:
            raise ValueError(f"ranking is {name!r}; expected one of {', '.join(RANKINGS)}")
        self._name = name
        self._assistant = assistant

    def retrieve(
        self, question: Question, k: int | None = None, scope: SearchFilter = EVERYTHING
    ) -> tuple[RetrievedPassage, ...]:
        """Return at most k passages, best first."""
        most = k or self._assistant.settings.retrieval.k
        hits = rankings(question, self._assistant, max(K, most))[self._name]
        kept = self._assistant.library.passages([hit.row for hit in hits])
        admitted = [hit for hit in hits if scope.accepts(kept[hit.row].article)][:most]
        return tuple(
            RetrievedPassage(kept[hit.row], hit.score, rank)
            for rank, hit in enumerate(admitted, start=1)
        )


class ShuffledRetriever(Retriever):
    """The assistant's own retriever, broken on purpose: its passages in random order.

    It shows that a comparison of runs detects a broken ranking. The question seeds the order.
    """

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def retrieve(
        self, question: Question, k: int | None = None, scope: SearchFilter = EVERYTHING
    ) -> tuple[RetrievedPassage, ...]:
        """Return at most k passages, in random order."""
        found = list(self._assistant.retriever.retrieve(question, K, scope))
        scores = [each.score for each in found]
        random.Random(question.text).shuffle(found)  # noqa: S311 (no secret)
        most = k or self._assistant.settings.retrieval.k
        return tuple(
            RetrievedPassage(each.passage, score, rank)
            for rank, (each, score) in enumerate(zip(found, scores, strict=True), start=1)
        )[:most]
