"""The vectors of a library, an index for each language of its articles.

Apart by language, because a question in English lies nearer to English text of any subject than to
Indonesian text of its own. What the passages of a language have in common is their mean; taking a
share of it from the question (`centring`) leaves what tells them apart. Not all of it: in a small
library on one subject the subject is in the mean too.
"""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import numpy as np

from embeddings.base import Vector
from embeddings.index.vector_index import Hit, IndexStats, Originals, VectorIndex


class Vectors:
    """Rows with their vectors, by language."""

    def __init__(self, dim: int, originals: Originals) -> None:
        """Make indexes without a row.

        Args:
            dim: the length of a vector.
            originals: returns vectors that were added; see `VectorIndex`.
        """
        self.dim = dim
        self._originals = originals
        self._indexes: dict[str, VectorIndex] = {}

    def __len__(self) -> int:
        return sum(map(len, self._indexes.values()))

    def add(self, rows: Sequence[tuple[int, str, Vector]]) -> None:
        """Add rows, each with its number, its language and its vector."""
        by_language = sorted(rows, key=_language)
        for language, group in groupby(by_language, key=_language):
            members = list(group)
            index = self._of(language)
            index.add([row for row, _, _ in members], np.stack([v for _, _, v in members]))

    def _of(self, language: str) -> VectorIndex:
        return self._indexes.setdefault(language, VectorIndex(self.dim, self._originals))

    def remove(self, rows: Sequence[int]) -> None:
        """Remove these rows; those that are not there are passed over."""
        for index in self._indexes.values():
            index.remove(rows)

    @property
    def makeup(self) -> dict[str, IndexStats]:
        """How each language's index looks for what is nearest, by language."""
        return {language: index.makeup for language, index in sorted(self._indexes.items())}

    @property
    def is_settled(self) -> bool:
        """Whether every index is in the form in which it is fastest."""
        return all(index.is_settled for index in self._indexes.values())

    def compact(self) -> None:
        """Bring every index into the form in which it is fastest; see `VectorIndex.compact`."""
        for index in self._indexes.values():
            index.compact()

    def nearest(
        self,
        query: Vector,
        language: str,
        k: int,
        centring: float = 0.0,
        among: Sequence[int] | None = None,
    ) -> tuple[Hit, ...]:
        """Return the rows of a language that are nearest the question, best first, at most k.

        Where `among` is given, only those rows are looked at.
        """
        index = self._indexes.get(language)
        if index is None:
            return ()
        away, shift = mean_center(query, index.mean, centring)
        return tuple(Hit(hit.row, hit.score + shift) for hit in index.search(away, k, among))

    def scores(
        self, query: Vector, language: str, rows: Sequence[int], centring: float = 0.0
    ) -> dict[int, float]:
        """Return the score that `nearest` gives each of these rows; others are left out."""
        index = self._indexes.get(language)
        if index is None or not rows:
            return {}
        away, shift = mean_center(query, index.mean, centring)
        return {row: score + shift for row, score in index.scores(away, rows).items()}

    def save(self, folder: Path) -> None:
        """Write the indexes into a folder, each whole or not at all."""
        for language, index in self._indexes.items():
            index.save(folder / language)

    @classmethod
    def open(
        cls, folder: Path, languages: Sequence[str], dim: int, originals: Originals
    ) -> "Vectors":
        """Return the indexes of these languages, kept in a folder.

        A language without one has no rows.

        Raises:
            IndexFileError: one is damaged, or its vectors are not of this length.
        """
        vectors = cls(dim, originals)
        for language in languages:
            # Where there is none, no article of the language has a passage; or the count tells.
            if (folder / language).is_dir():
                opened = VectorIndex.open(folder / language, dim, originals)
                vectors._indexes[language] = opened
        return vectors


def mean_center(query: Vector, mean: Vector, centring: float) -> tuple[Vector, float]:
    """Return the question without its share of the mean, and what evens that out.

    With the shift, scores with and without centring are alike on average and can be compared.
    """
    away = (centring * mean).astype(np.float32)
    return query - away, float(away @ mean)


def _language(row: tuple[int, str, Vector]) -> str:
    return row[1]
