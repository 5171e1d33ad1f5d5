"""The nearest vectors: which rows of a library lie closest to a question.

A small index compares every vector with the question. One of more than `EXACT_MOST` vectors keeps
most of them in 8-bit codes, in lists of which only some are looked through (`ListedPart`), and
compares what came since (`ExactPart`). What is found by codes is scored by the vectors themselves,
which the index asks for: a row's score is the same however the index has grown.
"""

import secrets
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from embeddings.encoder import Matrix, Vector
from embeddings.index_part import ExactPart, IndexFileError, ListedAbout, ListedPart, Mask, Rows
from embeddings.recall import Recall

EXACT_MOST = 20_000
"""So many vectors are compared in a millisecond; from then on they are put into lists."""

_GONE_MOST = 0.1
_OUTGROWN = 4
_EXTRA = 0.5
"""More rows than were asked for are taken by their codes, this share, and scored exactly."""

_BATCH = 20_000
_SMALL_FILE, _LISTED = "small.npz", "listed-"

Originals = Callable[[Sequence[int]], Mapping[int, Vector]]
"""Returns the vectors of these rows; those that are gone are left out."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A row and its cosine with the question; higher is nearer."""

    row: int
    score: float


@dataclass(frozen=True, slots=True)
class IndexMakeup:
    """How an index looks for what is nearest.

    Attributes:
        exact: vectors that are each compared with a question.
        listed: vectors in lists.
        lists: how many lists.
        looked_through: about how many of them are looked through for a question.
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
        self._exact = ExactPart(dim)
        self._total = np.zeros(dim, np.float64)
        self._listed: ListedPart | None = None
        self._about: ListedAbout | None = None
        self._place: Path | None = None
        self._gone = np.zeros(0, np.bool_)

    def __len__(self) -> int:
        return len(self._exact) + self._listed_left

    @property
    def _listed_left(self) -> int:
        return len(self._gone) - int(np.count_nonzero(self._gone))

    @property
    def makeup(self) -> IndexMakeup:
        """How it looks for what is nearest."""
        if self._listed is None or self._about is None:
            return IndexMakeup(len(self._exact))
        part = self._listed
        return IndexMakeup(
            len(self._exact), self._listed_left, part.lists, part.looked_through, self._about.recall
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
        if self._listed is not None:
            places = np.unique(self._listed.places(rows))
            places = places[~self._gone[places]]
            self._total -= self._listed.decoded(places).sum(axis=0, dtype=np.float64)
            self._gone[places] = True

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
        if self._listed is not None:
            rows = self._listed.nearest(query, k + int(_EXTRA * k) + 1, self._left(among))
            scored = self._scored(query, rows).items()
            found += [Hit(row, score) for row, score in scored]
            found = sorted(found, key=lambda hit: -hit.score)
        return tuple(found[:k])

    def scores(self, query: Vector, rows: Sequence[int]) -> dict[int, float]:
        """Return the cosine of the query with each of these rows; those not there are left out."""
        near = self._exact.vectors(rows)
        found = {row: float(vector @ query) for row, vector in near.items()}
        if self._listed is not None:
            places = self._listed.places([row for row in rows if row not in found])
            there = self._listed.rows[places[~self._gone[places]]]
            found |= self._scored(query, there.tolist())
        return found

    def _scored(self, query: Vector, rows: Sequence[int]) -> dict[int, float]:
        if not rows:
            return {}
        return {row: float(vector @ query) for row, vector in self._originals(rows).items()}

    def _left(self, among: Sequence[int] | None) -> Mask | None:
        """Return which places of the lists are looked at; None where all are."""
        if among is None or self._listed is None:
            return ~self._gone if self._gone.any() else None
        left = np.zeros_like(self._gone)
        left[self._listed.places(among)] = True
        return left & ~self._gone

    @property
    def is_settled(self) -> bool:
        """Whether it is in the form in which it is fastest."""
        return len(self._exact) <= self._exact_most and self._has_few_gone

    @property
    def _has_few_gone(self) -> bool:
        return self._listed_left >= (1 - _GONE_MOST) * len(self._gone)

    def settle(self) -> None:
        """Bring it into the form in which it is fastest.

        What came since goes into the lists; they are made anew where they have been outgrown, or
        where much of them is gone. Among a million vectors that takes minutes, else seconds.
        """
        if self.is_settled:
            return
        rows = self._rows_left()
        if len(rows) <= self._exact_most:
            self._begin_anew()
            for batch, vectors in self._read(rows):
                self.add(batch.tolist(), vectors)
        elif self._can_grow(len(rows)):
            self._grow()
        else:
            self._list(rows)

    def _rows_left(self) -> Rows:
        listed = np.zeros(0, np.int64) if self._listed is None else self._listed.rows[~self._gone]
        return np.sort(np.concatenate([listed, self._exact.rows]))

    def _can_grow(self, count: int) -> bool:
        if self._listed is None or self._about is None or not self._has_few_gone:
            return False
        is_behind = int(self._exact.rows.min()) > int(self._listed.rows[-1])
        return is_behind and count <= _OUTGROWN * self._about.made_for

    def _grow(self) -> None:
        """Put what came since into the lists that there are."""
        assert self._listed is not None and self._about is not None  # noqa: S101, PT018
        listed = self._listed
        if self._place is not None:
            listed, _ = ListedPart.open(self._place, to_grow=True)
        order = np.argsort(self._exact.rows)
        vectors = self._exact.matrix[order]
        listed.add(self._exact.rows[order], vectors)
        added = vectors.sum(axis=0, dtype=np.float64)
        total = tuple((np.asarray(self._about.total) + added).tolist())
        self._gone = np.concatenate([self._gone, np.zeros(len(vectors), np.bool_)])
        self._listed, self._about = listed, replace(self._about, total=total)
        self._exact, self._place = ExactPart(self.dim), None

    def _list(self, rows: Rows) -> None:
        """Put all these rows into new lists."""
        by_lot = np.random.default_rng(0)
        sample = by_lot.choice(rows, ListedPart.sample_size(len(rows)), replace=False)
        _, drawn = self._vectors(np.sort(sample))
        listed, recall = ListedPart.trained(drawn, len(rows)), Recall(drawn)
        total = np.zeros(self.dim, np.float64)
        for batch, vectors in self._read(rows):
            listed.add(batch, vectors)
            recall.look_at(batch, vectors)
            total += vectors.sum(axis=0, dtype=np.float64)
        self._begin_anew()
        self._listed, self._gone = listed, np.zeros(len(listed), np.bool_)
        self._total = total
        self._about = ListedAbout(len(rows), 1.0, tuple(total.tolist()))
        found = recall.of(lambda query, k: [hit.row for hit in self.search(query, k)])
        self._about = replace(self._about, recall=found)

    def _begin_anew(self) -> None:
        self._exact, self._total = ExactPart(self.dim), np.zeros(self.dim, np.float64)
        self._listed = self._about = self._place = None
        self._gone = np.zeros(0, np.bool_)

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
        if self._listed is not None and self._place is None and self._about is not None:
            self._place = folder / f"{_LISTED}{secrets.token_hex(4)}"
            self._listed.save(self._place, self._about)
            # From now on mapped from the file, and not held.
            self._listed, self._about = ListedPart.open(self._place)
        partial = folder / f".{_SMALL_FILE}.partial"
        with partial.open("wb") as file:
            np.savez(
                file,
                rows=self._exact.rows,
                vectors=self._exact.matrix,
                gone=np.flatnonzero(self._gone),
                total=self._total,
                listed=np.array("" if self._place is None else self._place.name),
            )
        partial.replace(folder / _SMALL_FILE)
        for path in folder.glob(f"*{_LISTED}*"):
            if path != self._place:
                shutil.rmtree(path, ignore_errors=True)

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
            index._map(folder / Path(name).name, gone)
        return index

    def _map(self, place: Path, gone: Rows) -> None:
        self._listed, self._about = ListedPart.open(place)
        self._place = place
        self._gone = np.zeros(len(self._listed), np.bool_)
        if len(self._about.total) != self.dim or (len(gone) and gone.max() >= len(self._gone)):
            raise IndexFileError(f"{place}: is not of this index")
        self._gone[gone] = True
