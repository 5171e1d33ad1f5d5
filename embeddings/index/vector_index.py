"""Nearest-neighbour search: the rows of a library whose vectors lie closest to a query.

A small index is flat: it compares every vector with the query. One of more than `MAX_FLAT_VECTORS`
vectors holds most of them as 8-bit codes in an IVF index, and later ones in a flat index beside it.
Candidates that the codes find are scored by their original vectors, which the index looks up: a
row's score does not depend on how the index has grown.
"""

import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from embeddings.base import Matrix, Vector
from embeddings.errors import IndexFileError
from embeddings.index.flat import FlatIndex, Rows
from embeddings.index.ivf import IvfIndex, IvfInfo
from embeddings.index.ivf_deletions import DeletableIvf, remove_other_indexes
from embeddings.index.recall import RecallEstimate

MAX_FLAT_VECTORS = 20_000
"""So many vectors are compared in a millisecond; a larger index gets an IVF index."""

_FLAT_DIVISOR_BESIDE_IVF = 8
"""So many times fewer vectors may be flat beside an IVF index: it costs a query as much again."""

_RESCORED_EXTRA = 10
"""So many more candidates than were asked for are taken by their codes, and scored exactly."""

_BATCH_VECTORS = 20_000
_SMALL_FILE = "small.npz"

VectorLookup = Callable[[Sequence[int]], Mapping[int, Vector]]
"""Returns the original vectors of these rows; deleted rows are left out."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A row and its score, the cosine with the query; higher is better."""

    row: int
    score: float


@dataclass(frozen=True, slots=True)
class IndexStats:
    """How a vector index is searched.

    Attributes:
        flat_vectors: vectors in the flat index, each compared with every query.
        ivf_vectors: vectors in the IVF index.
        lists: lists of the IVF index.
        probed_vectors: about how many vectors of the IVF index a query is compared with.
        recall: recall@10 of the IVF index, measured when it was trained; 1 without one.
    """

    flat_vectors: int
    ivf_vectors: int = 0
    lists: int = 0
    probed_vectors: int = 0
    recall: float = 1.0


class VectorIndex:
    """Unit vectors by row number. The number of a removed row must not be used again."""

    def __init__(
        self, dim: int, lookup: VectorLookup, max_flat_vectors: int = MAX_FLAT_VECTORS
    ) -> None:
        """Create an empty index.

        Args:
            dim: the length of a vector.
            lookup: returns vectors that were added, since the IVF index holds only their codes.
            max_flat_vectors: how many vectors are compared exactly, without an IVF index.
        """
        self.dim = dim
        self._lookup = lookup
        self._max_flat_vectors = max_flat_vectors
        self._flat = FlatIndex(dim)
        self._total = np.zeros(dim, np.float64)
        self._ivf: DeletableIvf | None = None

    def __len__(self) -> int:
        return len(self._flat) + (0 if self._ivf is None else len(self._ivf))

    @property
    def stats(self) -> IndexStats:
        """How the index is searched."""
        if self._ivf is None:
            return IndexStats(len(self._flat))
        ivf, index = self._ivf, self._ivf.index
        return IndexStats(
            len(self._flat), len(ivf), index.lists, index.probed_vectors, ivf.info.recall
        )

    @property
    def mean(self) -> Vector:
        """The mean of all vectors, not of unit length; zero for an empty index."""
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
            self._flat.add(np.asarray(rows, np.int64), vectors)
            self._total += vectors.sum(axis=0, dtype=np.float64)

    def remove(self, rows: Sequence[int]) -> None:
        """Remove these rows; unknown rows are ignored."""
        flat = self._flat.vectors(tuple(dict.fromkeys(rows)))
        for vector in flat.values():
            self._total -= vector
        self._flat.remove(np.asarray(list(flat), np.int64))
        if self._ivf is not None:
            self._total -= self._ivf.delete(rows).sum(axis=0, dtype=np.float64)

    def search(
        self, query: Vector, k: int, allowed_rows: Sequence[int] | None = None
    ) -> tuple[Hit, ...]:
        """Return the nearest rows, best first; fewer than k when the index is smaller.

        Args:
            query: float32, shape (dim,), unit length.
            k: the most hits.
            allowed_rows: if given, only these rows are searched; unknown ones are ignored.

        Raises:
            ValueError: k < 1, or the query's dim is not the index's.
        """
        if k < 1:
            raise ValueError(f"k is {k}; expected 1 or more")
        if query.shape != (self.dim,):
            raise ValueError(f"the query has shape {query.shape}; expected ({self.dim},)")
        hits = [Hit(row, score) for row, score in self._flat.search(query, k, allowed_rows)]
        if self._ivf is not None:
            candidates = self._ivf.search(query, k + _RESCORED_EXTRA, allowed_rows)
            hits += [Hit(row, score) for row, score in self._score(query, candidates).items()]
            hits = sorted(hits, key=lambda hit: -hit.score)
        return tuple(hits[:k])

    def scores(self, query: Vector, rows: Sequence[int]) -> dict[int, float]:
        """Return the cosine of the query with each of these rows; unknown rows are left out."""
        flat = self._flat.vectors(rows)
        scores = {row: float(vector @ query) for row, vector in flat.items()}
        if self._ivf is not None:
            others = [row for row in rows if row not in scores]
            scores |= self._score(query, self._ivf.known_rows(others))
        return scores

    def _score(self, query: Vector, rows: Sequence[int]) -> dict[int, float]:
        if not rows:
            return {}
        return {row: float(vector @ query) for row, vector in self._lookup(rows).items()}

    @property
    def is_compact(self) -> bool:
        """Whether the index is in the form in which it is searched fastest."""
        if self._ivf is None:
            return len(self._flat) <= self._max_flat_vectors
        max_flat = self._max_flat_vectors // _FLAT_DIVISOR_BESIDE_IVF
        return len(self._flat) <= max_flat and self._ivf.is_mostly_live

    def compact(self) -> None:
        """Bring the index into the form in which it is searched fastest.

        Flat vectors go into the IVF index, which is trained anew where it is outgrown or much of it
        is deleted. That takes minutes for a million vectors, else seconds.
        """
        if self.is_compact:
            return
        ivf_rows = np.zeros(0, np.int64) if self._ivf is None else self._ivf.rows
        rows = np.sort(np.concatenate([ivf_rows, self._flat.rows]))
        if len(rows) <= self._max_flat_vectors:
            self._clear()
            for batch, vectors in self._read_batches(rows):
                self.add(batch.tolist(), vectors)
        elif self._ivf is not None and self._ivf.can_append(self._flat.rows):
            self._ivf = self._ivf.append(self._flat.rows, self._flat.matrix)
            self._flat = FlatIndex(self.dim)
        else:
            self._train_ivf(rows)

    def _train_ivf(self, rows: Rows) -> None:
        """Put all these rows into a new IVF index and measure its recall."""
        generator = np.random.default_rng(0)
        sample_rows = generator.choice(rows, IvfIndex.training_size(len(rows)), replace=False)
        _, sample = self._read(np.sort(sample_rows))
        ivf, recall = IvfIndex.train(sample, len(rows)), RecallEstimate(sample)
        total = np.zeros(self.dim, np.float64)
        for batch, vectors in self._read_batches(rows):
            ivf.add(batch, vectors)
            recall.add(batch, vectors)
            total += vectors.sum(axis=0, dtype=np.float64)
        self._clear()
        self._ivf, self._total = DeletableIvf(ivf, IvfInfo(len(rows))), total
        measured = recall.measure(lambda query, k: [hit.row for hit in self.search(query, k)])
        self._ivf = self._ivf.with_recall(measured)

    def _clear(self) -> None:
        self._flat, self._total = FlatIndex(self.dim), np.zeros(self.dim, np.float64)
        self._ivf = None

    def _read_batches(self, rows: Rows) -> Iterator[tuple[Rows, Matrix]]:
        for start in range(0, len(rows), _BATCH_VECTORS):
            yield self._read(rows[start : start + _BATCH_VECTORS])

    def _read(self, rows: Rows) -> tuple[Rows, Matrix]:
        """Return these rows, without those deleted by now, and their original vectors."""
        vector_by_row = self._lookup(rows.tolist())
        present = [row for row in rows.tolist() if row in vector_by_row]
        vectors = [vector_by_row[row] for row in present]
        return np.asarray(present, np.int64), np.asarray(vectors, np.float32).reshape(-1, self.dim)

    def save(self, folder: Path) -> None:
        """Write the index into a folder, atomically; the IVF index only if it is new.

        Raises:
            OSError: it cannot be written.
        """
        folder.mkdir(parents=True, exist_ok=True)
        if self._ivf is not None:
            # From here on it is mapped from its files, and not held.
            self._ivf = self._ivf.saved_in(folder)
        ivf_folder = None if self._ivf is None else self._ivf.folder
        partial = folder / f".{_SMALL_FILE}.partial"
        with partial.open("wb") as file:
            np.savez(
                file,
                rows=self._flat.rows,
                vectors=self._flat.matrix,
                gone=np.zeros(0, np.int64) if self._ivf is None else self._ivf.deleted_positions,
                total=self._total,
                listed=np.array("" if ivf_folder is None else ivf_folder.name),
            )
        partial.replace(folder / _SMALL_FILE)
        remove_other_indexes(folder, ivf_folder)

    @classmethod
    def open(
        cls,
        folder: Path,
        dim: int,
        lookup: VectorLookup,
        max_flat_vectors: int = MAX_FLAT_VECTORS,
    ) -> "VectorIndex":
        """Return the index saved in a folder.

        Raises:
            IndexFileError: a file is missing or damaged, or its vectors are not of this length.
        """
        index = cls(dim, lookup, max_flat_vectors)
        path = folder / _SMALL_FILE
        try:
            with np.load(path, allow_pickle=False) as arrays:
                rows, vectors, deleted = arrays["rows"], arrays["vectors"], arrays["gone"]
                index._total, ivf_name = arrays["total"], str(arrays["listed"])
        except (OSError, ValueError, KeyError, zipfile.BadZipFile, EOFError) as error:
            raise IndexFileError(f"{path}: not a readable index ({error})") from error
        if vectors.shape != (len(rows), dim) or index._total.shape != (dim,):
            raise IndexFileError(
                f"{path}: has vectors of shape {vectors.shape}; expected ({len(rows)}, {dim})"
            )
        index._flat.add(rows, vectors)
        if ivf_name:
            index._ivf = DeletableIvf.open(folder / Path(ivf_name).name)
            if index._ivf.index.dim != dim:
                raise IndexFileError(f"{path}: its IVF index has vectors of another length")
            index._ivf.mark_deleted(deleted)
        return index
