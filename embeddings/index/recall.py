"""Recall@10 of an approximate search against an exact one."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from embeddings.base import Matrix, Vector

K = 10


class RecallEstimate:
    """Compares an approximate search with the exact nearest neighbours of sample queries.

    The vectors come in batches, since there may be more than fit in memory. A query may be one of
    the vectors itself, so its nearest neighbour is not counted.
    """

    def __init__(self, vectors: Matrix, max_queries: int = 100) -> None:
        """Take at most so many of these vectors as queries, spread evenly."""
        step = max(1, len(vectors) // max_queries)
        self._queries = vectors[::step][:max_queries]
        self._scores: NDArray[np.float32] = np.zeros((len(self._queries), 0), np.float32)
        self._rows: NDArray[np.int64] = np.zeros((len(self._queries), 0), np.int64)

    def add(self, rows: NDArray[np.int64], vectors: Matrix) -> None:
        """Take a batch of the indexed vectors into account."""
        scores = np.hstack([self._scores, self._queries @ vectors.T])
        numbers = np.hstack([self._rows, np.tile(rows, (len(self._queries), 1))])
        best = np.argsort(-scores, axis=1, kind="stable")[:, : K + 1]
        self._scores = np.take_along_axis(scores, best, axis=1)
        self._rows = np.take_along_axis(numbers, best, axis=1)

    def measure(self, search: Callable[[Vector, int], Sequence[int]]) -> float:
        """Return the mean recall@10 of a search that returns rows for a query and a k."""
        shares = [
            len(set(nearest[1:]) & set(search(query, K + 1))) / max(1, len(nearest) - 1)
            for query, nearest in zip(self._queries, self._rows.tolist(), strict=True)
        ]
        return float(np.mean(shares))
