"""Deletions from an IVF index, and the folder that it is saved in.

A deleted vector stays in the index and is masked out of every search, until the index is built
anew.
"""

import secrets
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from embeddings.base import Matrix, Vector
from embeddings.errors import IndexFileError
from embeddings.index.flat import Rows
from embeddings.index.ivf import IvfIndex, IvfInfo, Mask

_MAX_DELETED_SHARE = 0.1
"""An index of which more is deleted is built anew."""

_MAX_GROWTH = 4
"""An index that has grown to more times the size that it was trained for is built anew."""

_FOLDER_PREFIX = "listed-"


class DeletableIvf:
    """An IVF index from which rows can be deleted."""

    def __init__(self, index: IvfIndex, info: IvfInfo, folder: Path | None = None) -> None:
        """Take an index, what is known of it, and the folder that it is saved in, if any."""
        self.index = index
        self.info = info
        self.folder = folder
        self._deleted = np.zeros(len(index), np.bool_)

    def __len__(self) -> int:
        return len(self._deleted) - int(np.count_nonzero(self._deleted))

    @property
    def rows(self) -> Rows:
        """The rows that are not deleted, ascending."""
        return self.index.rows[~self._deleted]

    @property
    def deleted_positions(self) -> Rows:
        """The positions of deleted rows."""
        return np.flatnonzero(self._deleted)

    @property
    def is_mostly_live(self) -> bool:
        """Whether so little is deleted that the index is worth keeping."""
        return len(self) >= (1 - _MAX_DELETED_SHARE) * len(self._deleted)

    def can_append(self, rows: Rows) -> bool:
        """Return whether these rows may be added to the lists; else the index is built anew."""
        is_after = len(rows) > 0 and int(rows.min()) > int(self.index.rows[-1])
        is_outgrown = len(self) + len(rows) > _MAX_GROWTH * self.info.made_for
        return self.is_mostly_live and is_after and not is_outgrown

    def append(self, rows: Rows, vectors: Matrix) -> "DeletableIvf":
        """Return the index with these rows added, in memory; see `can_append`.

        Raises:
            IndexFileError: the files of this index are damaged.
        """
        index = self.index
        if self.folder is not None:
            # An index that is mapped into memory cannot grow.
            index, _ = IvfIndex.open(self.folder, writable=True)
        order = np.argsort(rows)
        index.add(rows[order], vectors[order])
        grown = DeletableIvf(index, self.info)
        grown._deleted[self.deleted_positions] = True
        return grown

    def positions(self, rows: Sequence[int]) -> Rows:
        """Return the positions of these rows, ascending; unknown and deleted ones are left out."""
        positions = np.unique(self.index.positions(rows))
        return np.asarray(positions[~self._deleted[positions]], np.int64)

    def known_rows(self, rows: Sequence[int]) -> list[int]:
        """Return these rows, ascending, without unknown and deleted ones."""
        return [int(row) for row in self.index.rows[self.positions(rows)]]

    def delete(self, rows: Sequence[int]) -> Matrix:
        """Delete these rows; return the vectors of those that were known, decoded."""
        positions = self.positions(rows)
        self._deleted[positions] = True
        return self.index.decode(positions)

    def mark_deleted(self, positions: Rows) -> None:
        """Delete the rows at these positions.

        Raises:
            IndexFileError: the index has no such positions.
        """
        if len(positions) and int(positions.max()) >= len(self._deleted):
            raise IndexFileError(
                f"{self.folder}: has {len(self._deleted)} vectors; position {positions.max()} is "
                "deleted"
            )
        self._deleted[positions] = True

    def search(self, query: Vector, k: int, allowed_rows: Sequence[int] | None) -> list[int]:
        """Return about the nearest rows by their codes; only of the allowed ones, if given."""
        return self.index.search(query, k, self._mask(allowed_rows))

    def _mask(self, allowed_rows: Sequence[int] | None) -> Mask | None:
        """Return which positions take part in a search; None if all do."""
        if allowed_rows is None:
            return ~self._deleted if self._deleted.any() else None
        mask = np.zeros_like(self._deleted)
        mask[self.positions(allowed_rows)] = True
        return mask

    def with_recall(self, recall: float) -> "DeletableIvf":
        """Return this index, of which nothing is deleted, with its measured recall."""
        return DeletableIvf(self.index, replace(self.info, recall=recall), self.folder)

    def saved_in(self, parent: Path) -> "DeletableIvf":
        """Return this index mapped from a folder in `parent`, where it is saved unless it is.

        Raises:
            OSError: it cannot be written.
        """
        if self.folder is not None:
            return self
        folder = parent / f"{_FOLDER_PREFIX}{secrets.token_hex(4)}"
        self.index.save(folder, self.info)
        saved = DeletableIvf.open(folder)
        saved._deleted = self._deleted
        return saved

    @classmethod
    def open(cls, folder: Path) -> "DeletableIvf":
        """Return the index saved in this folder, without deletions.

        Raises:
            IndexFileError: a file is missing or damaged.
        """
        index, info = IvfIndex.open(folder)
        return cls(index, info, folder)


def remove_other_indexes(parent: Path, current: Path | None) -> None:
    """Remove the folders of IVF indexes in `parent`, except the current one."""
    for path in parent.glob(f"*{_FOLDER_PREFIX}*"):
        if path != current:
            shutil.rmtree(path, ignore_errors=True)
