"""A flat index, by FAISS: every vector is compared with the query, exactly."""

from collections.abc import Sequence
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from embeddings.base import Matrix, Vector

Rows = NDArray[np.int64]
"""Row numbers, shape (n,)."""


class FlatIndex:
    """Unit vectors by row number, held in memory as float32."""

    def __init__(self, dim: int) -> None:
        self._index: Any = faiss.IndexIDMap2(faiss.IndexFlatIP(dim))
        # FAISS raises for a row that it does not hold, which takes as long as many that it does.
        self._rows: set[int] = set()
        self.dim = dim

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def rows(self) -> Rows:
        """The row numbers, in the order of `matrix`."""
        return np.asarray(faiss.vector_to_array(self._index.id_map), np.int64)

    @property
    def matrix(self) -> Matrix:
        """The vectors, shape (len, dim)."""
        flat: Any = faiss.downcast_index(self._index.index)
        codes: Any = faiss.vector_to_array(flat.codes)
        return np.asarray(codes.view(np.float32).reshape(-1, self.dim), np.float32)

    def add(self, rows: Rows, vectors: Matrix) -> None:
        """Add vectors, shape (len(rows), dim), under these row numbers."""
        self._index.add_with_ids(contiguous(vectors), rows)
        self._rows.update(rows.tolist())

    def vectors(self, rows: Sequence[int]) -> dict[int, Vector]:
        """Return the vectors of these rows; unknown rows are left out."""
        known = [row for row in rows if row in self._rows]
        vectors: Any = self._index.reconstruct_batch(np.asarray(known, np.int64)) if known else ()
        return dict(zip(known, vectors, strict=True))

    def remove(self, rows: Rows) -> None:
        """Remove these rows, all of which must be known."""
        if len(rows):
            self._index.remove_ids(rows)
            self._rows.difference_update(rows.tolist())

    def search(
        self, query: Vector, k: int, allowed_rows: Sequence[int] | None
    ) -> list[tuple[int, float]]:
        """Return rows with their scores, best first; fewer than k when the index is smaller."""
        parameters: Any = None
        if allowed_rows is not None:
            parameters = faiss.SearchParameters()
            parameters.sel = faiss.IDSelectorBatch(np.asarray(allowed_rows, np.int64))
        scores, rows = self._index.search(contiguous(query[None, :]), k, params=parameters)
        # FAISS pads short results with row -1, which in Python is the last passage.
        pairs = zip(rows[0].tolist(), scores[0].tolist(), strict=True)
        return [(row, score) for row, score in pairs if row >= 0]


def contiguous(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return float32 vectors in the memory layout that FAISS takes."""
    return np.ascontiguousarray(vectors, np.float32)
