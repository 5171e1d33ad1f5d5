"""The two parts of a vector index, by FAISS: one that compares every vector, one that does not.

Holds vectors and row numbers only. What a row is, the library knows.
"""

import json
import math
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from embeddings.base import Matrix, Vector
from embeddings.errors import TanyaError

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]

LISTS_PER_ROOT = 10
"""Lists for each square root of a vector: the more, the fewer vectors are in those looked through,
and the longer it takes to make them."""

LOOKED_THROUGH_PER_ROOT = 170
"""Vectors that are looked through for a question, for each square root of a vector. Measured with
questions, which lie apart from passages; see tests/benchmarks/library_growth.py."""

_REACH = 2.5
"""How far beyond a list's mean its best is taken to lie, in deviations along a direction. Ranked by
their means alone, lists of wide spread are passed over: that took twice as many vectors."""

_TRAINED_ON = 26
"""Vectors for each list from which its middle is found."""

_ROUNDS = 6
_LISTS_FILE, _ROWS_FILE, _ABOUT_FILE = "lists.faiss", "rows.npy", "about.json"
_RANKING_FILE, _SIZES_FILE = "ranking.npy", "sizes.npy"


class IndexFileError(TanyaError):
    """The file is missing, damaged, or no index of this kind."""


class FlatPart:
    """Unit vectors by row number, each of which is compared with a question."""

    def __init__(self, dim: int) -> None:
        self._index: Any = faiss.IndexIDMap2(faiss.IndexFlatIP(dim))
        # Asked for a row that it has not, FAISS raises, which takes as long as many that it has.
        self._there: set[int] = set()
        self.dim = dim

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def rows(self) -> Rows:
        """The numbers of the rows, in the order of `matrix`."""
        return np.asarray(faiss.vector_to_array(self._index.id_map), np.int64)

    @property
    def matrix(self) -> Matrix:
        """The vectors, shape (len, dim)."""
        flat: Any = faiss.downcast_index(self._index.index)
        codes: Any = faiss.vector_to_array(flat.codes)
        return np.asarray(codes.view(np.float32).reshape(-1, self.dim), np.float32)

    def add(self, rows: Rows, vectors: Matrix) -> None:
        """Add vectors, shape (len(rows), dim), under these row numbers."""
        self._index.add_with_ids(_contiguous(vectors), rows)
        self._there.update(rows.tolist())

    def vectors(self, rows: Sequence[int]) -> dict[int, Vector]:
        """Return the vectors of these rows; those that are not there are left out."""
        there = [row for row in rows if row in self._there]
        found: Any = self._index.reconstruct_batch(np.asarray(there, np.int64)) if there else ()
        return dict(zip(there, found, strict=True))

    def remove(self, rows: Rows) -> None:
        """Remove these rows."""
        if len(rows):
            self._index.remove_ids(rows)
            self._there.difference_update(rows.tolist())

    def nearest(
        self, query: Vector, k: int, among: Sequence[int] | None
    ) -> list[tuple[int, float]]:
        """Return rows with their scores, best first; fewer than k when there are fewer."""
        only: Any = None
        if among is not None:
            only = faiss.SearchParameters()
            only.sel = faiss.IDSelectorBatch(np.asarray(among, np.int64))
        scores, rows = self._index.search(_contiguous(query[None, :]), k, params=only)
        # FAISS pads short results with row -1, which in Python is the last passage.
        found = zip(rows[0].tolist(), scores[0].tolist(), strict=True)
        return [(row, score) for row, score in found if row >= 0]


@dataclass(frozen=True, slots=True)
class InvertedListInfo:
    """What is known of a listed part without reading it.

    Attributes:
        made_for: how many vectors there were when its lists were made.
        recall: recall@10 against comparing every vector, measured when it was made, with vectors of
            its own taken as questions.
        bytes: the size of its file: one that is shorter must not be looked into.
    """

    made_for: int
    recall: float = 1.0
    bytes: int = 0

    def __post_init__(self) -> None:
        if self.made_for < 1 or not 0.0 <= self.recall <= 1.0:
            raise ValueError(f"made for {self.made_for} vectors, recall {self.recall}")


class InvertedListPart:
    """Unit vectors in 8-bit codes, in lists of those that are near each other.

    Only the lists that may hold the nearest are looked through. A vector is known by its place; the
    places are in the order of the row numbers, which only grow. Nothing is taken out: the mask of
    those that are left is given to a search. Kept in files, it is mapped into memory and not read.
    """

    def __init__(self, index: Any, rows: Rows, ranking: Matrix, sizes: Rows) -> None:  # noqa: ANN401 (FAISS's)
        """Take what `trained` or `open` made.

        Args:
            index: FAISS's.
            rows: the row number of each place.
            ranking: shape (lists, dim + 1): of each list the mean, and how far its best may reach.
            sizes: how many vectors are in each list.
        """
        index.parallel_mode = 1  # both cores look through the lists of one question
        self._index = index
        self._ranking = ranking
        self._sizes = sizes
        self.rows = rows

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def dim(self) -> int:
        """The length of a vector."""
        return int(self._index.d)

    @property
    def lists(self) -> int:
        """How many lists there are."""
        return int(self._index.nlist)

    @property
    def looked_through(self) -> int:
        """How many vectors are looked through for a question, about."""
        return min(len(self), int(LOOKED_THROUGH_PER_ROOT * math.sqrt(len(self))))

    @classmethod
    def trained(cls, sample: Matrix, count: int) -> "InvertedListPart":
        """Return an empty part for about `count` vectors, of which the sample is drawn."""
        dim = int(sample.shape[1])
        lists = max(1, min(count // 4, int(LISTS_PER_ROOT * math.sqrt(count))))
        codes = faiss.ScalarQuantizer.QT_8bit
        index: Any = faiss.IndexIVFScalarQuantizer(
            faiss.IndexFlatIP(dim), dim, lists, codes, faiss.METRIC_INNER_PRODUCT, False
        )
        # Middles of unit length: lists that are wide would else be passed over by questions.
        index.cp.spherical, index.cp.niter = True, _ROUNDS
        index.cp.min_points_per_centroid = 1
        index.cp.max_points_per_centroid = _TRAINED_ON
        index.train(_contiguous(sample))
        index.make_direct_map()
        ranking = np.zeros((lists, dim + 1), np.float32)
        return cls(index, np.zeros(0, np.int64), ranking, np.zeros(lists, np.int64))

    @staticmethod
    def sample_size(count: int) -> int:
        """Return how many of `count` vectors `trained` makes use of."""
        return min(count, int(_TRAINED_ON * LISTS_PER_ROOT * math.sqrt(count)) + 1)

    def add(self, rows: Rows, vectors: Matrix) -> None:
        """Add vectors under these numbers, which ascend from beyond all that are there."""
        vectors = _contiguous(vectors)
        _, nearest = self._index.quantizer.search(vectors, 1)
        lists = np.ascontiguousarray(nearest[:, 0], np.int64)
        pointer = faiss.swig_ptr
        self._index.add_core(len(vectors), pointer(vectors), None, pointer(lists))
        self.rows = np.concatenate([self.rows, rows])
        self._rank(lists, vectors)

    def _rank(self, lists: Rows, vectors: Matrix) -> None:
        """Take in what was added to these lists."""
        dim, sums = vectors.shape[1], np.zeros_like(self._ranking)
        sums[:, :dim] = self._ranking[:, :dim] * self._sizes[:, None]
        np.add.at(sums[:, :dim], lists, vectors)
        sizes = self._sizes + np.bincount(lists, minlength=self.lists)
        ranking = sums / np.maximum(sizes, 1)[:, None].astype(np.float32)
        # Of unit vectors, the mean's length tells the spread.
        spread = np.sqrt(np.maximum(0.0, 1.0 - np.square(ranking).sum(axis=1)))
        ranking[:, dim] = _REACH * spread / math.sqrt(dim)
        self._ranking, self._sizes = ranking, sizes

    def places(self, rows: Sequence[int]) -> Rows:
        """Return the places of those of these rows that are there."""
        sought = np.asarray(rows, np.int64)
        places = np.searchsorted(self.rows, sought)
        within = places < len(self.rows)
        places, sought = places[within], sought[within]
        return np.asarray(places[self.rows[places] == sought], np.int64)

    def decoded(self, places: Rows) -> Matrix:
        """Return the vectors at these places, as near as their codes come."""
        found = [self._index.reconstruct(int(place)) for place in places]
        return np.asarray(found, np.float32).reshape(-1, self.dim)

    def nearest(self, query: Vector, k: int, left: Mask | None) -> list[int]:
        """Return rows that are among the nearest, by their codes; only those that are left."""
        share = 1.0 if left is None else max(1, int(np.count_nonzero(left))) / len(self)
        # Where few are left, those nearest of them are spread over more lists.
        lists = self._lists_for(query, math.ceil(self.looked_through / share))
        only: Any = faiss.SearchParametersIVF()
        only.nprobe = len(lists)
        if left is not None:
            selector: Any = faiss.IDSelectorBitmap
            only.sel = selector(np.packbits(left, bitorder="little"))
        asked, pointer = _contiguous(query[None, :]), faiss.swig_ptr
        unused, scores = np.zeros(len(lists), np.float32), np.zeros(k, np.float32)
        places = np.full(k, -1, np.int64)
        self._index.search_preassigned_c(
            1, pointer(asked), k, pointer(lists), pointer(unused), pointer(scores),
            pointer(places), False, only,
        )  # fmt: skip
        return [int(self.rows[place]) for place in places if place >= 0]

    def _lists_for(self, query: Vector, count: int) -> Rows:
        """Return the lists that may hold the nearest, with so many vectors in all, best first."""
        # Named, for a pointer keeps nothing alive.
        asked, scores = _contiguous(np.append(query, 1.0)), np.empty(self.lists, np.float32)
        pointer = faiss.swig_ptr
        # Not by NumPy: its threads wait awake, and would keep FAISS's from a core for 8 ms.
        library: Any = faiss  # whose functions in C have no types
        library.fvec_inner_products_ny(
            pointer(scores), pointer(asked), pointer(self._ranking), len(asked), self.lists
        )  # fmt: skip
        scores[self._sizes == 0] = -np.inf
        ranked = np.argsort(-scores)
        enough = np.searchsorted(np.cumsum(self._sizes[ranked]), min(count, len(self)))
        return np.ascontiguousarray(ranked[: int(enough) + 1], np.int64)

    def save(self, folder: Path, about: InvertedListInfo) -> None:
        """Write it into a folder that is not there yet, whole or not at all.

        Raises:
            OSError: it cannot be written.
        """
        partial = folder.with_name(f".{folder.name}.partial")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        try:
            faiss.write_index(self._index, str(partial / _LISTS_FILE))
        except RuntimeError as error:
            # FAISS names its source line, and not what is wrong.
            raise OSError(f"{folder}: cannot be written") from error
        for name, held in self._arrays.items():
            np.save(partial / name, held)
        size = (partial / _LISTS_FILE).stat().st_size
        written = {**asdict(about), "bytes": size}
        (partial / _ABOUT_FILE).write_text(json.dumps(written), "utf-8")
        partial.rename(folder)

    @property
    def _arrays(self) -> dict[str, NDArray[Any]]:
        return {_ROWS_FILE: self.rows, _RANKING_FILE: self._ranking, _SIZES_FILE: self._sizes}

    @classmethod
    def open(
        cls, folder: Path, to_grow: bool = False
    ) -> "tuple[InvertedListPart, InvertedListInfo]":
        """Return the part kept in a folder: mapped into memory, or read whole where it is to grow.

        Raises:
            IndexFileError: it is not there whole.
        """
        path = folder / _LISTS_FILE
        try:
            kept: dict[str, Any] = json.loads((folder / _ABOUT_FILE).read_text("utf-8"))
            about = InvertedListInfo(**kept)
            if path.stat().st_size != about.bytes:
                raise IndexFileError(f"{path}: is not of its size")
            rows, ranking, sizes = (
                np.load(folder / name, mmap_mode="r", allow_pickle=False)
                for name in (_ROWS_FILE, _RANKING_FILE, _SIZES_FILE)
            )
            index: Any = faiss.read_index(str(path), 0 if to_grow else faiss.IO_FLAG_MMAP_IFC)
        except (OSError, EOFError, ValueError, TypeError, KeyError, RuntimeError) as error:
            raise IndexFileError(f"{folder}: not a readable listed index ({error})") from error
        if not isinstance(index, faiss.IndexIVFScalarQuantizer):
            raise IndexFileError(f"{path}: holds a {type(index).__name__}")
        shapes = (rows.shape, ranking.shape, sizes.shape)
        if shapes != ((index.ntotal,), (index.nlist, index.d + 1), (index.nlist,)):
            raise IndexFileError(f"{folder}: its parts are not of one index")
        return cls(index, rows, ranking, sizes), about


def _contiguous(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.ascontiguousarray(vectors, np.float32)
