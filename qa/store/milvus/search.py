"""The two searches over passages that Milvus keeps, scored as those of a folder are.

By vectors Milvus looks in one language, and what a share of its mean takes from the question is
evened out here. By words Milvus adds up what every term counts for, each as much as any; what is
looked for may be any of several terms, of which the best alone counts, with a weight. So each term
is asked for by itself, in one call, and put together here.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from embeddings.base import Vector
from embeddings.index.vector_index import Hit, IndexStats
from qa.store.bm25 import Wanted
from qa.store.milvus.passages import MilvusPassages, among_rows
from qa.store.milvus.table import equal, every
from qa.store.vectors import mean_center

_LEAST_NEAREST = 400
"""So many are asked for: of the ten nearest of 12,000 AUTOINDEX found 0.91 where 100 were, and then
0.99, in 1.5 ms more (Milvus 2.3.5).
"""

_WIDER = 4
"""So many times what is asked for is taken for each term, before it is put together."""


class MilvusVectors:
    """The vectors of a library that Milvus keeps; see `qa.store.base.NearestVectors`."""

    def __init__(self, passages: MilvusPassages, means: Mapping[str, Vector], dim: int) -> None:
        """Take what holds them, and the mean of each language's."""
        self.dim = dim
        self._passages = passages
        self._means = means

    @property
    def makeup(self) -> Mapping[str, IndexStats]:
        """Nothing: Milvus decides it."""
        return {}

    def nearest(
        self,
        query: Vector,
        language: str,
        k: int,
        centring: float = 0.0,
        among: Sequence[int] | None = None,
    ) -> tuple[Hit, ...]:
        """Return the rows of a language that are nearest the question; see `NearestVectors`."""
        if among is not None and not among:
            return ()
        away, shift = mean_center(query, self._mean(language), centring)
        where = every(equal("language", language), among_rows(among))
        found = self._passages.nearest(away, max(k, _LEAST_NEAREST), where)
        return tuple(Hit(row, score + shift) for row, score in found[:k])

    def scores(
        self, query: Vector, language: str, rows: Sequence[int], centring: float = 0.0
    ) -> dict[int, float]:
        """Return the score that `nearest` gives each of these rows."""
        if not rows:
            return {}
        away, shift = mean_center(query, self._mean(language), centring)
        found = self._passages.vectors(rows)
        return {row: float(vector @ away) + shift for row, vector in found.items()}

    def _mean(self, language: str) -> Vector:
        return self._means.get(language, np.zeros(self.dim, np.float32))


def search_bm25(
    passages: MilvusPassages,
    wanted: Sequence[Wanted],
    language: str,
    k: int,
    among: Sequence[int] | None = None,
) -> tuple[Hit, ...]:
    """Return the rows of one language that hold any of these, best first; see `Library`."""
    terms = [term for term in dict.fromkeys(t for each in wanted for t, _ in each) if term]
    if not terms or (among is not None and not among):
        return ()
    most = _WIDER * k
    in_language = equal("language", language)
    # Besides each term by itself, all together: who holds many may be the best in none.
    *single, together = passages.with_words(
        [*terms, " ".join(terms)], most, every(in_language, among_rows(among))
    )
    scores = _scores(wanted, dict(zip(terms, single, strict=True)))
    if any(len(hits) == most for hits in single):
        # Of a common term not all rows were told: what it counts for is asked for once more.
        best = dict.fromkeys([*_best(scores, most), *together])
        exact = passages.with_words(terms, len(best), every(in_language, among_rows([*best])))
        scores = _scores(wanted, dict(zip(terms, exact, strict=True)))
    return tuple(Hit(row, scores[row]) for row in _best(scores, k))


def _scores(wanted: Sequence[Wanted], found: Mapping[str, Mapping[int, float]]) -> dict[int, float]:
    """Return for each row the sum, over what is wanted, of the best that it holds of it."""
    scores: dict[int, float] = {}
    for alternatives in wanted:
        best: dict[int, float] = {}
        for term, weight in alternatives:
            for row, score in found.get(term, {}).items():
                best[row] = max(best.get(row, 0.0), weight * score)
        for row, score in best.items():
            scores[row] = scores.get(row, 0.0) + score
    return scores


def _best(scores: Mapping[int, float], k: int) -> list[int]:
    return sorted(scores, key=lambda row: (-scores[row], row))[:k]
