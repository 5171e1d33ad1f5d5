"""The nearest vectors: which rows of a library lie closest to a question.

A small index compares every vector with the question. One of more than `EXACT_MOST` vectors keeps
most of them in 8-bit codes, in lists of which only some are looked through (`ListedPart`), and
compares what came since (`ExactPart`). What is found by codes is scored by the vectors themselves,
which the index asks for: a row's score is the same however the index has grown.
"""

import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from embeddings.base import Matrix, Vector
from embeddings.index.lists import InvertedLists, clear_others
from embeddings.index.parts import (
    FlatPart,
    IndexFileError,
    InvertedListInfo,
    InvertedListPart,
    Rows,
)
from embeddings.index.recall import Recall

EXACT_MOST = 20_000
"""So many vectors are compared in a millisecond; from then on they are put into lists."""

_BESIDE_LISTS = 8
"""Beside lists, so many times fewer are compared: they cost a question as much as the lists do."""

_EXTRA = 10
"""So many more rows than were asked for are taken by their codes, and scored exactly."""

_BATCH = 20_000
_SMALL_FILE = "small.npz"

Originals = Callable[[Sequence[int]], Mapping[int, Vector]]
"""Returns the vectors of these rows; those that are gone are left out."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A row and its cosine with the question; higher is nearer."""

    row: int
    score: float


@dataclass(frozen=True, slots=True)
class IndexStats:
    """How an index looks for what is nearest.

    Attributes:
        exact: vectors that are each compared with a question.
        listed: vectors in lists.
        lists: how many lists.
        looked_through: about how many of the listed vectors are looked through for a question.
        recall: recall@10 as it was measured when the lists were made; 1 without lists.
    """

    exact: int
    listed: int = 0
    lists: int = 0
    looked_through: int = 0
    recall: float = 1.0


class VectorIndex:
    """Unit vectors by row number. A row that was removed must not come back under its number."""

    def __init__(self, dim: int, originals: Originals, exact_most: int = EXACT_MOST) -> None:
        """Make an empty index.

        Args:
            dim: the length of a vector.
            originals: returns vectors that were added, for those in lists are kept as codes only.
            exact_most: how many vectors are compared one by one.
        """
        self.dim = dim
        self._originals = originals
        self._exact_most = exact_most
        self._exact = FlatPart(dim)
        self._total = np.zeros(dim, np.float64)
        self._lists: InvertedLists | None = None

    def __len__(self) -> int:
        return len(self._exact) + (0 if self._lists is None else len(self._lists))

    @property
    def makeup(self) -> IndexStats:
        """How it looks for what is nearest."""
        if self._lists is None:
            return IndexStats(len(self._exact))
        lists, part = self._lists, self._lists.part
        return IndexStats(
            len(self._exact), len(lists), part.lists, part.looked_through, lists.about.recall
        )

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
            self._exact.add(np.asarray(rows, np.int64), vectors)
            self._total += vectors.sum(axis=0, dtype=np.float64)

    def remove(self, rows: Sequence[int]) -> None:
        """Remove these rows; those that are not there are passed over."""
        found = self._exact.vectors(tuple(dict.fromkeys(rows)))
        for vector in found.values():
            self._total -= vector
        self._exact.remove(np.asarray(list(found), np.int64))
        if self._lists is not None:
            self._total -= self._lists.remove(rows).sum(axis=0, dtype=np.float64)

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
        found = [Hit(row, score) for row, score in self._exact.nearest(query, k, among)]
        if self._lists is not None:
            rows = self._lists.nearest(query, k + _EXTRA, among)
            found += [Hit(row, score) for row, score in self._scored(query, rows).items()]
            found = sorted(found, key=lambda hit: -hit.score)
        return tuple(found[:k])

    def scores(self, query: Vector, rows: Sequence[int]) -> dict[int, float]:
        """Return the cosine of the query with each of these rows; those not there are left out."""
        near = self._exact.vectors(rows)
        found = {row: float(vector @ query) for row, vector in near.items()}
        if self._lists is not None:
            others = [row for row in rows if row not in found]
            found |= self._scored(query, self._lists.there(others))
        return found

    def _scored(self, query: Vector, rows: Sequence[int]) -> dict[int, float]:
        if not rows:
            return {}
        return {row: float(vector @ query) for row, vector in self._originals(rows).items()}

    @property
    def is_settled(self) -> bool:
        """Whether it is in the form in which it is fastest."""
        if self._lists is None:
            return len(self._exact) <= self._exact_most
        most = self._exact_most // _BESIDE_LISTS
        return len(self._exact) <= most and self._lists.has_few_gone

    def compact(self) -> None:
        """Bring it into the form in which it is fastest.

        What came since goes into the lists; they are made anew where they have been outgrown, or
        where much of them is gone. Among a million vectors that takes minutes, else seconds.
        """
        if self.is_settled:
            return
        listed = np.zeros(0, np.int64) if self._lists is None else self._lists.rows
        rows = np.sort(np.concatenate([listed, self._exact.rows]))
        if len(rows) <= self._exact_most:
            self._begin_anew()
            for batch, vectors in self._read(rows):
                self.add(batch.tolist(), vectors)
        elif self._lists is not None and self._lists.can_take(self._exact.rows):
            self._lists = self._lists.with_more(self._exact.rows, self._exact.matrix)
            self._exact = FlatPart(self.dim)
        else:
            self._list(rows)

    def _list(self, rows: Rows) -> None:
        """Put all these rows into new lists."""
        by_lot = np.random.default_rng(0)
        sample = by_lot.choice(rows, InvertedListPart.sample_size(len(rows)), replace=False)
        _, drawn = self._vectors(np.sort(sample))
        listed, recall = InvertedListPart.trained(drawn, len(rows)), Recall(drawn)
        total = np.zeros(self.dim, np.float64)
        for batch, vectors in self._read(rows):
            listed.add(batch, vectors)
            recall.look_at(batch, vectors)
            total += vectors.sum(axis=0, dtype=np.float64)
        self._begin_anew()
        self._lists, self._total = InvertedLists(listed, InvertedListInfo(len(rows))), total
        found = recall.of(lambda query, k: [hit.row for hit in self.search(query, k)])
        self._lists = self._lists.with_recall(found)

    def _begin_anew(self) -> None:
        self._exact, self._total = FlatPart(self.dim), np.zeros(self.dim, np.float64)
        self._lists = None

    def _read(self, rows: Rows) -> Iterator[tuple[Rows, Matrix]]:
        for start in range(0, len(rows), _BATCH):
            yield self._vectors(rows[start : start + _BATCH])

    def _vectors(self, rows: Rows) -> tuple[Rows, Matrix]:
        """Return those of these rows that are not gone by now, with their vectors."""
        found = self._originals(rows.tolist())
        there = [row for row in rows.tolist() if row in found]
        vectors = [found[row] for row in there]
        return np.asarray(there, np.int64), np.asarray(vectors, np.float32).reshape(-1, self.dim)

    def save(self, folder: Path) -> None:
        """Write the index into a folder, whole or not at all; lists only where they are new.

        Raises:
            OSError: it cannot be written.
        """
        folder.mkdir(parents=True, exist_ok=True)
        if self._lists is not None:
            # From now on mapped from the files, and not held.
            self._lists = self._lists.kept_in(folder)
        place = None if self._lists is None else self._lists.place
        partial = folder / f".{_SMALL_FILE}.partial"
        with partial.open("wb") as file:
            np.savez(
                file,
                rows=self._exact.rows,
                vectors=self._exact.matrix,
                gone=np.zeros(0, np.int64) if self._lists is None else self._lists.gone,
                total=self._total,
                listed=np.array("" if place is None else place.name),
            )
        partial.replace(folder / _SMALL_FILE)
        clear_others(folder, place)

    @classmethod
    def open(
        cls, folder: Path, dim: int, originals: Originals, exact_most: int = EXACT_MOST
    ) -> "VectorIndex":
        """Return the index kept in a folder.

        Raises:
            IndexFileError: it is not there whole, or its vectors are not of this length.
        """
        index = cls(dim, originals, exact_most)
        path = folder / _SMALL_FILE
        try:
            with np.load(path, allow_pickle=False) as kept:
                rows, vectors, gone = kept["rows"], kept["vectors"], kept["gone"]
                index._total, name = kept["total"], str(kept["listed"])
        except (OSError, ValueError, KeyError, zipfile.BadZipFile, EOFError) as error:
            raise IndexFileError(f"{path}: not a readable index ({error})") from error
        if vectors.shape != (len(rows), dim) or index._total.shape != (dim,):
            raise IndexFileError(
                f"{path}: has vectors of shape {vectors.shape}; expected ({len(rows)}, {dim})"
            )
        index._exact.add(rows, vectors)
        if name:
            index._lists = InvertedLists.open(folder / Path(name).name)
            if index._lists.part.dim != dim:
                raise IndexFileError(f"{path}: its lists are of vectors of another length")
            index._lists.forget(gone)
        return index
