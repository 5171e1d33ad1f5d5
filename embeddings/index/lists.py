"""The vectors that an index keeps in lists: which are gone since, and where they are kept."""

import secrets
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from embeddings.base import Matrix, Vector
from embeddings.index.parts import IndexFileError, InvertedListInfo, InvertedListPart, Mask, Rows

_GONE_MOST = 0.1
_OUTGROWN = 4
_STEM = "listed-"


class InvertedLists:
    """A listed part, of which rows can be removed."""

    def __init__(
        self, part: InvertedListPart, about: InvertedListInfo, place: Path | None = None
    ) -> None:
        """Take a part, what is known of it, and where it is kept, if it is."""
        self.part = part
        self.about = about
        self.place = place
        self._gone = np.zeros(len(part), np.bool_)

    def __len__(self) -> int:
        return len(self._gone) - int(np.count_nonzero(self._gone))

    @property
    def rows(self) -> Rows:
        """The rows that are not gone, in order."""
        return self.part.rows[~self._gone]

    @property
    def gone(self) -> Rows:
        """The places of those that are gone."""
        return np.flatnonzero(self._gone)

    @property
    def has_few_gone(self) -> bool:
        """Whether it is worth keeping as it is."""
        return len(self) >= (1 - _GONE_MOST) * len(self._gone)

    def can_take(self, rows: Rows) -> bool:
        """Say whether these may go into the lists that there are; else they are made anew."""
        is_behind = len(rows) > 0 and int(rows.min()) > int(self.part.rows[-1])
        is_outgrown = len(self) + len(rows) > _OUTGROWN * self.about.made_for
        return self.has_few_gone and is_behind and not is_outgrown

    def with_more(self, rows: Rows, vectors: Matrix) -> "InvertedLists":
        """Return the lists with these rows in them, in memory; see `can_take`.

        Raises:
            IndexFileError: the files that they are kept in are damaged.
        """
        part = self.part
        if self.place is not None:
            # What is mapped from files cannot grow.
            part, _ = InvertedListPart.open(self.place, to_grow=True)
        order = np.argsort(rows)
        part.add(rows[order], vectors[order])
        more = InvertedLists(part, self.about)
        more._gone[self.gone] = True
        return more

    def places(self, rows: Sequence[int]) -> Rows:
        """Return the places of those of these rows that are there, each once, in order."""
        places = np.unique(self.part.places(rows))
        return np.asarray(places[~self._gone[places]], np.int64)

    def there(self, rows: Sequence[int]) -> list[int]:
        """Return those of these rows that are there, in order."""
        return [int(row) for row in self.part.rows[self.places(rows)]]

    def remove(self, rows: Sequence[int]) -> Matrix:
        """Remove these rows; return the vectors of those that were there, by their codes."""
        places = self.places(rows)
        self._gone[places] = True
        return self.part.decoded(places)

    def forget(self, places: Rows) -> None:
        """Take what is at these places for gone.

        Raises:
            IndexFileError: there are no such places.
        """
        if len(places) and int(places.max()) >= len(self._gone):
            raise IndexFileError(f"{self.place}: is of {len(self._gone)} vectors; more are gone")
        self._gone[places] = True

    def nearest(self, query: Vector, k: int, among: Sequence[int] | None) -> list[int]:
        """Return rows that are among the nearest, by their codes; only of these, if given."""
        return self.part.nearest(query, k, self._left(among))

    def _left(self, among: Sequence[int] | None) -> Mask | None:
        """Return which places are looked at; None where all are."""
        if among is None:
            return ~self._gone if self._gone.any() else None
        left = np.zeros_like(self._gone)
        left[self.places(among)] = True
        return left

    def with_recall(self, recall: float) -> "InvertedLists":
        """Return the same, told what it finds; see `ListedAbout`. None of it may be gone."""
        return InvertedLists(self.part, replace(self.about, recall=recall), self.place)

    def kept_in(self, folder: Path) -> "InvertedLists":
        """Return the same, kept in a folder of this one and mapped from there.

        Raises:
            OSError: it cannot be written.
        """
        if self.place is not None:
            return self
        place = folder / f"{_STEM}{secrets.token_hex(4)}"
        self.part.save(place, self.about)
        kept = InvertedLists.open(place)
        kept._gone = self._gone
        return kept

    @classmethod
    def open(cls, place: Path) -> "InvertedLists":
        """Return what is kept here, with nothing gone.

        Raises:
            IndexFileError: it is not there whole.
        """
        part, about = InvertedListPart.open(place)
        return cls(part, about, place)


def clear_others(folder: Path, kept: Path | None) -> None:
    """Remove the lists in this folder that are not these."""
    for path in folder.glob(f"*{_STEM}*"):
        if path != kept:
            shutil.rmtree(path, ignore_errors=True)
