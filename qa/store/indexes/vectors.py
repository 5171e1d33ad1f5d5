"""The vector indexes of a library, one for each language of its articles.

They are separate because a question in English is closer to English text of any subject than to
Indonesian text of its own. What the passages of a language have in common is their mean; mean
centring subtracts a share of it from the query, which leaves what tells the passages apart. Not all
of it is subtracted: in a small library on one subject the mean holds the subject too.
"""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import numpy as np

from embeddings.base import Vector
from embeddings.index.vector_index import (
    MAX_FLAT_VECTORS,
    Hit,
    IndexStats,
    VectorIndex,
    VectorLookup,
)


class Vectors:
    """Rows with their vectors, by language."""

    def __init__(
        self, dim: int, lookup: VectorLookup, max_flat_vectors: int = MAX_FLAT_VECTORS
    ) -> None:
        """Create empty indexes; see `VectorIndex` for the arguments."""
        self.dim = dim
        self._lookup = lookup
        self._max_flat_vectors = max_flat_vectors
        self._indexes: dict[str, VectorIndex] = {}

    def __len__(self) -> int:
        return sum(map(len, self._indexes.values()))

    def add(self, rows: Sequence[tuple[int, str, Vector]]) -> None:
        """Add rows, each with its number, its language and its vector."""
        by_language = sorted(rows, key=_language)
        for language, group in groupby(by_language, key=_language):
            members = list(group)
            index = self._index(language)
            index.add([row for row, _, _ in members], np.stack([v for _, _, v in members]))

    def _index(self, language: str) -> VectorIndex:
        new = VectorIndex(self.dim, self._lookup, self._max_flat_vectors)
        return self._indexes.setdefault(language, new)

    def remove(self, rows: Sequence[int]) -> None:
        """Remove these rows; unknown rows are ignored."""
        for index in self._indexes.values():
            index.remove(rows)

    @property
    def stats(self) -> dict[str, IndexStats]:
        """How each language's index is searched, by language."""
        return {language: index.stats for language, index in sorted(self._indexes.items())}

    @property
    def is_compact(self) -> bool:
        """Whether every index is in the form in which it is searched fastest."""
        return all(index.is_compact for index in self._indexes.values())

    def compact(self) -> None:
        """Bring every index into that form; see `VectorIndex.compact`."""
        for index in self._indexes.values():
            index.compact()

    def search(
        self,
        query: Vector,
        language: str,
        k: int,
        centring: float = 0.0,
        allowed_rows: Sequence[int] | None = None,
    ) -> tuple[Hit, ...]:
        """Return the rows of a language nearest to the query; see `VectorSearch`."""
        index = self._indexes.get(language)
        if index is None:
            return ()
        centred, shift = mean_center(query, index.mean, centring)
        hits = index.search(centred, k, allowed_rows)
        return tuple(Hit(hit.row, hit.score + shift) for hit in hits)

    def scores(
        self, query: Vector, language: str, rows: Sequence[int], centring: float = 0.0
    ) -> dict[int, float]:
        """Return the score that `search` gives each of these rows; unknown rows are left out."""
        index = self._indexes.get(language)
        if index is None or not rows:
            return {}
        centred, shift = mean_center(query, index.mean, centring)
        return {row: score + shift for row, score in index.scores(centred, rows).items()}

    def save(self, folder: Path) -> None:
        """Write the indexes into a folder, each atomically."""
        for language, index in self._indexes.items():
            index.save(folder / language)

    @classmethod
    def open(
        cls,
        folder: Path,
        languages: Sequence[str],
        dim: int,
        lookup: VectorLookup,
        max_flat_vectors: int = MAX_FLAT_VECTORS,
    ) -> "Vectors":
        """Return the indexes of these languages, saved in a folder.

        A language without a folder has no rows.

        Raises:
            IndexFileError: one is damaged, or its vectors are not of this length.
        """
        vectors = cls(dim, lookup, max_flat_vectors)
        for language in languages:
            # Without a folder no article of the language has a passage; else the counts differ.
            if (folder / language).is_dir():
                index = VectorIndex.open(folder / language, dim, lookup, max_flat_vectors)
                vectors._indexes[language] = index
        return vectors


def mean_center(query: Vector, mean: Vector, centring: float) -> tuple[Vector, float]:
    """Subtract a share of the mean from the query; return the result and a shift for its scores.

    With the shift added, scores with and without centring are the same on average, so that they can
    be compared.
    """
    share = (centring * mean).astype(np.float32)
    return query - share, float(share @ mean)


def _language(row: tuple[int, str, Vector]) -> str:
    return row[1]
