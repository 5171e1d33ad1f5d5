"""An inverted-file index (IVF), by FAISS: vectors as 8-bit codes, in lists of near ones.

A query probes only the lists that may hold its nearest neighbours. Vectors are only appended;
deletions are in `embeddings.index.ivf_deletions`.
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
from embeddings.errors import IndexFileError
from embeddings.index.flat import Rows, contiguous

Mask = NDArray[np.bool_]
"""Whether a position takes part in a search, shape (len,)."""

LISTS_PER_SQRT = 10
"""Lists for each square root of the number of vectors: with more of them fewer vectors are probed,
and training takes longer."""

PROBED_PER_SQRT = 170
"""Vectors that a query probes, for each square root of their number. Measured with questions, which
lie apart from passages; see tests/benchmarks/library_growth.py."""

_SPREAD_REACH = 2.5
"""How far beyond its mean a list's best vector is expected, in standard deviations along one
direction. Ranked by their means alone, wide lists are missed: twice as many had to be probed."""

_TRAINING_VECTORS_PER_LIST = 26
_TRAINING_ROUNDS = 6
_MIN_VECTORS_PER_LIST = 4

_LISTS_FILE, _ROWS_FILE, _INFO_FILE = "lists.faiss", "rows.npy", "about.json"
_RANKING_FILE, _SIZES_FILE = "ranking.npy", "sizes.npy"


@dataclass(frozen=True, slots=True)
class IvfInfo:
    """What is known of an index without reading it; the names are those of its file.

    Attributes:
        made_for: the number of vectors that its lists were trained for.
        recall: recall@10 against an exact search, measured after training with vectors of its own
            as queries.
        bytes: the size of its file: a shorter one must not be mapped into memory.
    """

    made_for: int
    recall: float = 1.0
    bytes: int = 0

    def __post_init__(self) -> None:
        if self.made_for < 1 or not 0.0 <= self.recall <= 1.0:
            raise ValueError(f"an index for {self.made_for} vectors with a recall of {self.recall}")


class IvfIndex:
    """Unit vectors at positions, which are in the order of their row numbers.

    Opened from its files it is mapped into memory, not read.
    """

    def __init__(self, index: Any, rows: Rows, ranking: Matrix, sizes: Rows) -> None:  # noqa: ANN401 (FAISS's)
        """Take what `train` or `open` made.

        Args:
            index: FAISS's.
            rows: the row number of each position, ascending.
            ranking: shape (lists, dim + 1): the mean of each list, and how far beyond it the list's
                best vector is expected.
            sizes: the number of vectors in each list.
        """
        index.parallel_mode = 1  # all cores probe the lists of one query
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
        """The number of lists."""
        return int(self._index.nlist)

    @property
    def probed_vectors(self) -> int:
        """How many vectors a query probes, about."""
        return min(len(self), int(PROBED_PER_SQRT * math.sqrt(len(self))))

    @classmethod
    def train(cls, sample: Matrix, count: int) -> "IvfIndex":
        """Return an empty index for about `count` vectors, of which `sample` is a random sample."""
        dim = int(sample.shape[1])
        lists = min(count // _MIN_VECTORS_PER_LIST, int(LISTS_PER_SQRT * math.sqrt(count)))
        lists = max(1, lists)
        codes = faiss.ScalarQuantizer.QT_8bit
        index: Any = faiss.IndexIVFScalarQuantizer(
            faiss.IndexFlatIP(dim), dim, lists, codes, faiss.METRIC_INNER_PRODUCT, False
        )
        # Centroids of unit length: queries would else miss lists that are wide.
        index.cp.spherical, index.cp.niter = True, _TRAINING_ROUNDS
        index.cp.min_points_per_centroid = 1
        index.cp.max_points_per_centroid = _TRAINING_VECTORS_PER_LIST
        index.train(contiguous(sample))
        index.make_direct_map()
        ranking = np.zeros((lists, dim + 1), np.float32)
        return cls(index, np.zeros(0, np.int64), ranking, np.zeros(lists, np.int64))

    @staticmethod
    def training_size(count: int) -> int:
        """Return how many of `count` vectors `train` makes use of."""
        return min(count, int(_TRAINING_VECTORS_PER_LIST * LISTS_PER_SQRT * math.sqrt(count)) + 1)

    def add(self, rows: Rows, vectors: Matrix) -> None:
        """Append vectors under these row numbers, which ascend from above all that are held."""
        vectors = contiguous(vectors)
        _, nearest = self._index.quantizer.search(vectors, 1)
        lists = np.ascontiguousarray(nearest[:, 0], np.int64)
        pointer = faiss.swig_ptr
        self._index.add_core(len(vectors), pointer(vectors), None, pointer(lists))
        self.rows = np.concatenate([self.rows, rows])
        self._update_ranking(lists, vectors)

    def _update_ranking(self, lists: Rows, vectors: Matrix) -> None:
        """Take vectors that were added to these lists into their means and spreads."""
        dim, sums = vectors.shape[1], np.zeros_like(self._ranking)
        sums[:, :dim] = self._ranking[:, :dim] * self._sizes[:, None]
        np.add.at(sums[:, :dim], lists, vectors)
        sizes = self._sizes + np.bincount(lists, minlength=self.lists)
        ranking = sums / np.maximum(sizes, 1)[:, None].astype(np.float32)
        # For unit vectors, the length of the mean gives the spread.
        spread = np.sqrt(np.maximum(0.0, 1.0 - np.square(ranking).sum(axis=1)))
        ranking[:, dim] = _SPREAD_REACH * spread / math.sqrt(dim)
        self._ranking, self._sizes = ranking, sizes

    def positions(self, rows: Sequence[int]) -> Rows:
        """Return the positions of these rows; unknown rows are left out."""
        wanted = np.asarray(rows, np.int64)
        positions = np.searchsorted(self.rows, wanted)
        in_range = positions < len(self.rows)
        positions, wanted = positions[in_range], wanted[in_range]
        return np.asarray(positions[self.rows[positions] == wanted], np.int64)

    def decode(self, positions: Rows) -> Matrix:
        """Return the vectors at these positions, as exact as their codes are."""
        vectors = [self._index.reconstruct(int(position)) for position in positions]
        return np.asarray(vectors, np.float32).reshape(-1, self.dim)

    def search(self, query: Vector, k: int, mask: Mask | None) -> list[int]:
        """Return about the nearest rows by their codes; only of the mask, if given."""
        share = 1.0 if mask is None else max(1, int(np.count_nonzero(mask))) / len(self)
        # The nearest of few candidates are spread over more lists.
        lists = self._lists_to_probe(query, math.ceil(self.probed_vectors / share))
        parameters: Any = faiss.SearchParametersIVF()
        parameters.nprobe = len(lists)
        if mask is not None:
            selector: Any = faiss.IDSelectorBitmap
            parameters.sel = selector(np.packbits(mask, bitorder="little"))
        queries, pointer = contiguous(query[None, :]), faiss.swig_ptr
        unused, scores = np.zeros(len(lists), np.float32), np.zeros(k, np.float32)
        positions = np.full(k, -1, np.int64)
        self._index.search_preassigned_c(
            1, pointer(queries), k, pointer(lists), pointer(unused), pointer(scores),
            pointer(positions), False, parameters,
        )  # fmt: skip
        return [int(self.rows[position]) for position in positions if position >= 0]

    def _lists_to_probe(self, query: Vector, count: int) -> Rows:
        """Return the most promising lists, best first, that hold `count` vectors together."""
        # Named variables, for a pointer does not keep its array alive.
        queries, scores = contiguous(np.append(query, 1.0)), np.empty(self.lists, np.float32)
        pointer = faiss.swig_ptr
        # Not by NumPy: its threads busy-wait, and would keep FAISS's from a core for 8 ms.
        library: Any = faiss  # its functions in C have no types
        library.fvec_inner_products_ny(
            pointer(scores), pointer(queries), pointer(self._ranking), len(queries), self.lists
        )  # fmt: skip
        scores[self._sizes == 0] = -np.inf
        ranked = np.argsort(-scores)
        last = np.searchsorted(np.cumsum(self._sizes[ranked]), min(count, len(self)))
        return np.ascontiguousarray(ranked[: int(last) + 1], np.int64)

    def save(self, folder: Path, info: IvfInfo) -> None:
        """Write the index into a new folder, atomically.

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
        for name, array in self._arrays.items():
            np.save(partial / name, array)
        size = (partial / _LISTS_FILE).stat().st_size
        (partial / _INFO_FILE).write_text(json.dumps({**asdict(info), "bytes": size}), "utf-8")
        partial.rename(folder)

    @property
    def _arrays(self) -> dict[str, NDArray[Any]]:
        return {_ROWS_FILE: self.rows, _RANKING_FILE: self._ranking, _SIZES_FILE: self._sizes}

    @classmethod
    def open(cls, folder: Path, writable: bool = False) -> "tuple[IvfIndex, IvfInfo]":
        """Return the index saved in a folder: mapped into memory, or read whole if writable.

        Raises:
            IndexFileError: a file is missing or damaged.
        """
        path = folder / _LISTS_FILE
        try:
            info = IvfInfo(**json.loads((folder / _INFO_FILE).read_text("utf-8")))
            if path.stat().st_size != info.bytes:
                raise IndexFileError(f"{path}: its size is not {info.bytes} bytes")
            rows, ranking, sizes = (
                np.load(folder / name, mmap_mode="r", allow_pickle=False)
                for name in (_ROWS_FILE, _RANKING_FILE, _SIZES_FILE)
            )
            index: Any = faiss.read_index(str(path), 0 if writable else faiss.IO_FLAG_MMAP_IFC)
        except (OSError, EOFError, ValueError, TypeError, KeyError, RuntimeError) as error:
            raise IndexFileError(f"{folder}: not a readable IVF index ({error})") from error
        if not isinstance(index, faiss.IndexIVFScalarQuantizer):
            raise IndexFileError(f"{path}: holds a {type(index).__name__}")
        shapes = (rows.shape, ranking.shape, sizes.shape)
        if shapes != ((index.ntotal,), (index.nlist, index.d + 1), (index.nlist,)):
            raise IndexFileError(f"{folder}: its files do not belong to one index")
        return cls(index, rows, ranking, sizes), info
