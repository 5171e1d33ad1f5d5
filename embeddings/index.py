"""The nearest vectors, by FAISS: which rows of a library lie closest to a question.

Holds vectors and row numbers only. What a row is, the library knows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Matrix, Vector


@dataclass(frozen=True, slots=True)
class Hit:
    """A row and its cosine with the question; higher is nearer."""

    row: int
    score: float


class IndexFileError(Exception):
    """The file is missing, damaged, or no index of this kind."""


class VectorIndex:
    """Unit vectors by row number."""

    def __init__(self, dim: int) -> None:
        self._index: Any = faiss.IndexIDMap2(faiss.IndexFlatIP(dim))
        self._total = np.zeros(dim, np.float64)

    @property
    def dim(self) -> int:
        """The length of a vector."""
        return int(self._index.d)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def mean(self) -> Vector:
        """The mean of all vectors, not of unit length; zero where there are none."""
        return (self._total / max(1, len(self))).astype(np.float32)

    def add(self, rows: Sequence[int], vectors: Matrix) -> None:
        """Add vectors, shape (len(rows), dim), under these row numbers.

        Raises:
            ValueError: the shapes do not agree.
        """
        if vectors.shape != (len(rows), self.dim):
            raise ValueError(
                f"vectors have shape {vectors.shape}; expected ({len(rows)}, {self.dim})"
            )
        if rows:
            self._index.add_with_ids(_contiguous(vectors), np.asarray(rows, np.int64))
            self._total += vectors.sum(axis=0, dtype=np.float64)

    def remove(self, rows: Sequence[int]) -> None:
        """Remove these rows; those that are not there are passed over."""
        kept = set(self.rows())
        gone = [row for row in dict.fromkeys(rows) if row in kept]
        if gone:
            self._total -= np.sum([self._index.reconstruct(row) for row in gone], axis=0)
            self._index.remove_ids(np.asarray(gone, np.int64))

    def rows(self) -> tuple[int, ...]:
        """Return the numbers of all rows."""
        return tuple(faiss.vector_to_array(self._index.id_map).tolist())

    def search(self, query: Vector, k: int, among: Sequence[int] | None = None) -> tuple[Hit, ...]:
        """Return the nearest rows, best first; fewer than k when there are fewer.

        Args:
            query: float32, shape (dim,), unit length.
            k: how many at the most.
            among: only these rows are looked at, if given; those not in the index are passed over.

        Raises:
            ValueError: k < 1, or the query's dim is not the index's.
        """
        if k < 1:
            raise ValueError(f"k is {k}; expected 1 or more")
        if query.shape != (self.dim,):
            raise ValueError(f"the query has shape {query.shape}; expected ({self.dim},)")
        only: Any = None
        if among is not None:
            only = faiss.SearchParameters()
            only.sel = faiss.IDSelectorBatch(np.asarray(among, np.int64))
        scores, rows = self._index.search(_contiguous(query[None, :]), k, params=only)
        # FAISS pads short results with row -1, which in Python is the last passage.
        found = zip(rows[0].tolist(), scores[0].tolist(), strict=True)
        return tuple(Hit(row, score) for row, score in found if row >= 0)

    def scores(self, query: Vector, rows: Sequence[int]) -> tuple[float, ...]:
        """Return the cosine of the query with each of these rows, in their order.

        Raises:
            KeyError: a row is not in the index.
        """
        try:
            vectors = [self._index.reconstruct(row) for row in rows]
        except RuntimeError as error:
            raise KeyError(f"one of the rows {list(rows)} is not in the index") from error
        return tuple(float(vector @ query) for vector in vectors)

    def save(self, path: Path) -> None:
        """Write the index to a file, whole or not at all.

        Raises:
            OSError: it cannot be written.
        """
        partial = path.with_name(f".{path.name}.partial")
        try:
            faiss.write_index(self._index, str(partial))
        except RuntimeError as error:
            # FAISS names its source line, and not what is wrong.
            raise OSError(f"{path}: cannot be written") from error
        partial.replace(path)

    @classmethod
    def open(cls, path: Path) -> "VectorIndex":
        """Return the index kept in a file.

        Raises:
            IndexFileError: FAISS cannot read the file, or it holds an index of another kind.
        """
        try:
            kept = faiss.read_index(str(path))
        except RuntimeError as error:
            raise IndexFileError(f"{path}: not a readable FAISS index") from error
        if not isinstance(kept, faiss.IndexIDMap2):
            raise IndexFileError(f"{path}: holds a {type(kept).__name__}; expected IndexIDMap2")
        index = cls(int(kept.d))
        index._index = kept
        flat: Any = faiss.downcast_index(kept.index)
        vectors = faiss.vector_to_array(flat.codes).view(np.float32)
        index._total = vectors.reshape(-1, index.dim).sum(axis=0, dtype=np.float64)
        return index


def _contiguous(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.ascontiguousarray(vectors, np.float32)
