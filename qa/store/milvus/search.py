"""The two searches over passages on a Milvus server, scored as those of a local library are.

Vectors: Milvus searches one language; the shift of mean centring is added here. Terms: Milvus sums
the BM25 weights of all terms of a text, but of the alternatives of a query term only the best
should count, weighted. So each term is searched for by itself, all in one call, and the scores are
combined here.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from embeddings.base import Vector
from embeddings.index.vector_index import Hit, IndexStats
from qa.store.indexes.bm25 import QueryTerm
from qa.store.indexes.vectors import mean_center
from qa.store.milvus.passages import MilvusPassages
from qa.store.milvus.table import all_of, equal, is_row_of


class MilvusVectors:
    """The `VectorSearch` of a Milvus server."""

    def __init__(
        self,
        passages: MilvusPassages,
        means: Mapping[str, Vector],
        dim: int,
        min_candidates: int,
    ) -> None:
        """Take what holds the vectors, the mean of each language's, and `MilvusSettings`' limit."""
        self.dim = dim
        self._passages = passages
        self._means = means
        self._min_candidates = min_candidates

    @property
    def stats(self) -> Mapping[str, IndexStats]:
        """Empty: Milvus decides how its vectors are searched."""
        return {}

    def search(
        self,
        query: Vector,
        language: str,
        k: int,
        centring: float = 0.0,
        allowed_rows: Sequence[int] | None = None,
    ) -> tuple[Hit, ...]:
        """Return the rows of a language nearest to the query; see `VectorSearch`."""
        if allowed_rows is not None and not allowed_rows:
            return ()
        centred, shift = mean_center(query, self._mean(language), centring)
        condition = all_of(equal("language", language), is_row_of(allowed_rows))
        nearest = self._passages.nearest(centred, max(k, self._min_candidates), condition)
        return tuple(Hit(row, score + shift) for row, score in nearest[:k])

    def scores(
        self, query: Vector, language: str, rows: Sequence[int], centring: float = 0.0
    ) -> dict[int, float]:
        """Return the score that `search` gives each of these rows; unknown rows are left out."""
        if not rows:
            return {}
        centred, shift = mean_center(query, self._mean(language), centring)
        vectors = self._passages.vectors(rows)
        return {row: float(vector @ centred) + shift for row, vector in vectors.items()}

    def _mean(self, language: str) -> Vector:
        return self._means.get(language, np.zeros(self.dim, np.float32))


def search_bm25(
    passages: MilvusPassages,
    query_terms: Sequence[QueryTerm],
    language: str,
    k: int,
    allowed_rows: Sequence[int] | None,
    candidates_factor: int,
) -> tuple[Hit, ...]:
    """Return the rows of one language that match any query term, best first; see `Library`.

    Args:
        passages: what is searched.
        query_terms: weighted alternatives; see `QueryTerm`.
        language: ISO 639-1, of the passages.
        k: the most hits.
        allowed_rows: if given, only these rows are searched.
        candidates_factor: so many times k rows are asked for each term.
    """
    terms = [t for t in dict.fromkeys(t for each in query_terms for t, _ in each) if t]
    if not terms or (allowed_rows is not None and not allowed_rows):
        return ()
    limit = candidates_factor * k
    in_language = equal("language", language)
    # Besides each term, all together: a row with many of them may be among the best of none.
    *single, together = passages.search_words(
        [*terms, " ".join(terms)], limit, all_of(in_language, is_row_of(allowed_rows))
    )
    scores = _combine(query_terms, dict(zip(terms, single, strict=True)))
    if any(len(hits) == limit for hits in single):
        # Of a common term not all rows were returned: score the candidates once more.
        candidates = list(dict.fromkeys([*_best(scores, limit), *together]))
        condition = all_of(in_language, is_row_of(candidates))
        exact = passages.search_words(terms, len(candidates), condition)
        scores = _combine(query_terms, dict(zip(terms, exact, strict=True)))
    return tuple(Hit(row, scores[row]) for row in _best(scores, k))


def _combine(
    query_terms: Sequence[QueryTerm], scores_by_term: Mapping[str, Mapping[int, float]]
) -> dict[int, float]:
    """Return for each row the sum, over query terms, of its best alternative's weighted score."""
    scores: dict[int, float] = {}
    for alternatives in query_terms:
        best: dict[int, float] = {}
        for term, weight in alternatives:
            for row, score in scores_by_term.get(term, {}).items():
                best[row] = max(best.get(row, 0.0), weight * score)
        for row, score in best.items():
            scores[row] = scores.get(row, 0.0) + score
    return scores


def _best(scores: Mapping[int, float], k: int) -> list[int]:
    return sorted(scores, key=lambda row: (-scores[row], row))[:k]
