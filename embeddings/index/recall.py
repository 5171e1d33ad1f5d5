"""Recall@10 of a search that does not look at everything, against one that does."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from embeddings.base import Matrix, Vector

K = 10


class Recall:
    """Compares a search with what is truly nearest, for some questions.

    The vectors come in batches, because there may be more than memory holds. A question may be one
    of the vectors itself, which is the nearest to itself and is not counted.
    """

    def __init__(self, vectors: Matrix, most: int = 100) -> None:
        """Take as questions at most so many of these vectors, spread evenly."""
        step = max(1, len(vectors) // most)
        self._questions = vectors[::step][:most]
        self._scores: NDArray[np.float32] = np.zeros((len(self._questions), 0), np.float32)
        self._rows: NDArray[np.int64] = np.zeros((len(self._questions), 0), np.int64)

    def look_at(self, rows: NDArray[np.int64], vectors: Matrix) -> None:
        """Take these vectors into account."""
        scores = np.hstack([self._scores, self._questions @ vectors.T])
        numbers = np.hstack([self._rows, np.tile(rows, (len(self._questions), 1))])
        best = np.argsort(-scores, axis=1, kind="stable")[:, : K + 1]
        self._scores = np.take_along_axis(scores, best, axis=1)
        self._rows = np.take_along_axis(numbers, best, axis=1)

    def of(self, search: Callable[[Vector, int], Sequence[int]]) -> float:
        """Return the share of the truly nearest, the first left out, that a search finds."""
        shares = [
            len(set(nearest[1:]) & set(search(question, K + 1))) / max(1, len(nearest) - 1)
            for question, nearest in zip(self._questions, self._rows.tolist(), strict=True)
        ]
        return float(np.mean(shares))
