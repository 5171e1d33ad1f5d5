"""The index manager: opens, updates, saves and rebuilds the indexes of a library's store.

The vector and term indexes are derived from the SQLite store and need no encoder: the vectors are
stored too. Where the store is newer than the indexes, its later changes are applied; where a file
is damaged, all indexes are rebuilt.
"""

import shutil
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path

from embeddings.base import Vector
from embeddings.errors import IndexFileError
from embeddings.files.checksum import Checksum
from embeddings.index.vector_index import Hit
from qa.schema.passage import Passage
from qa.settings import IndexSettings
from qa.store.errors import LibraryError
from qa.store.indexes.bm25 import QueryTerm, TermIndex, TermIndexError
from qa.store.indexes.manifest import (
    MANIFEST_FILE,
    TERMS_FOLDER,
    VECTORS_FOLDER,
    IndexManifest,
    index_checksums,
    read_manifest,
)
from qa.store.indexes.vectors import Vectors
from qa.store.sqlite import SqliteStore

_BATCH_ROWS = 1000

Row = tuple[int, Passage, Vector]


class IndexManager:
    """The vector index and the term index of a store; in memory where no folder is given."""

    def __init__(
        self,
        store: SqliteStore,
        folder: Path | None,
        may_write: Callable[[], bool],
        settings: IndexSettings,
    ) -> None:
        """Open the indexes, or build them.

        Args:
            store: what they are derived from.
            folder: of the library.
            may_write: acquires the library's lock and returns whether it is held.
            settings: the limits of the indexes.
        """
        self._store = store
        self._folder = folder
        self._may_write = may_write
        self._settings = settings
        self._checksums: dict[str, Checksum] = {}
        self._manifest_generation: int | None = None
        self.open()

    @property
    def vectors(self) -> Vectors:
        """The vectors of the passages, by row."""
        return self._vectors

    @property
    def is_stale(self) -> bool:
        """Whether another process has changed the store, or these indexes are not those on disk."""
        return self._is_detached or self._store.generation != self._generation

    @property
    def is_outdated(self) -> bool:
        """Whether another process has changed the store since, or has saved what it changed."""
        if self._store.generation != self._generation:
            return True
        manifest = read_manifest(self._folder) if self._is_detached and self._folder else None
        return manifest is not None and manifest.generation != self._manifest_generation

    def search_bm25(
        self,
        query_terms: Sequence[QueryTerm],
        language: str,
        k: int,
        allowed_rows: Sequence[int] | None,
    ) -> tuple[Hit, ...]:
        """Return the rows of a language that match any query term; see `TermIndex.search`.

        Raises:
            LibraryError: the term index is damaged; the next opening rebuilds it.
        """
        with self._reading_terms():
            return self._terms.search(query_terms, language, k, allowed_rows)

    def has_term_containing(self, part: str) -> bool:
        """Return whether any passage has a word that contains this string.

        Raises:
            LibraryError: the term index is damaged; the next opening rebuilds it.
        """
        with self._reading_terms():
            return self._terms.has_term_containing(part)

    def reset(self, dim: int) -> None:
        """Delete all vectors; the next ones are of this length."""
        self._vectors = self._empty_vectors(dim)

    def update(self, removed: Sequence[int], added: Sequence[Row]) -> None:
        """Apply a change of the store.

        Raises:
            LibraryError: the files cannot be written; the next opening catches up.
        """
        self._generation = self._store.generation
        with self._writing():
            self._vectors.remove(removed)
            self._terms.remove(removed)
            self._add_vectors(added)
            self._add_terms(added)
            self._terms.commit()

    def compact(self) -> None:
        """Bring the indexes into the form in which they are searched fastest, and save them.

        Raises:
            LibraryError: they cannot be written; the next opening catches up.
        """
        if not self._vectors.is_compact and not self._is_detached:
            self._vectors.compact()
            self._save()

    def save(self) -> None:
        """Save the indexes, so that the next opening need not catch up.

        Raises:
            LibraryError: they cannot be written; the next opening catches up.
        """
        if self._is_detached:
            return
        with self._writing():
            self._terms.compact()
        self._save()

    def close(self) -> None:
        """Stop writing; the next opening catches up with what was not saved."""
        with suppress(TermIndexError):
            self._terms.compact()

    def open(self) -> None:
        """Open the indexes on disk and catch up with the store; rebuild them if need be."""
        self._generation, self._is_detached = self._store.generation, False
        manifest = None if self._folder is None else read_manifest(self._folder)
        self._manifest_generation = None if manifest is None else manifest.generation
        # A store that is older than its indexes was copied back from a backup.
        is_of_store = manifest is not None and manifest.generation <= self._generation
        if not (manifest and is_of_store and self._open_files(manifest)):
            self._rebuild()
            return
        self._checksums = manifest.sums
        if manifest.generation < self._generation:
            self._catch_up(manifest)
        _, passages = self._store.counts()
        has_all_terms = self._is_detached or len(self._terms) == passages
        if len(self._vectors) != passages or not has_all_terms:
            self._rebuild()

    def _open_files(self, manifest: IndexManifest) -> bool:
        """Open the indexes' files; return whether they are intact."""
        folder = self._folder
        # Opening a damaged file can crash the process.
        if folder is None or not manifest.is_intact(folder, self._generation):
            return False
        try:
            self._vectors = Vectors.open(
                folder / VECTORS_FOLDER,
                self._store.languages(),
                self._stored_dim,
                self._store.vectors,
                self._settings.max_flat_vectors,
            )
            self._terms = TermIndex(folder / TERMS_FOLDER, self._settings.term_writer_bytes)
        except (IndexFileError, TermIndexError):
            return False
        return True

    def _catch_up(self, manifest: IndexManifest) -> None:
        """Apply the changes of the store since the manifest.

        Where another process is writing, its term index is used as it is: it lags behind the store
        by no more than the change that is being made.
        """
        self._is_detached = not self._may_write()
        deleted = self._store.deleted_rows()
        self._vectors.remove(deleted)
        if not self._is_detached:
            self._terms.remove(deleted)
        rows = self._store.iter_passages(manifest.last_row)
        while batch := list(islice(rows, _BATCH_ROWS)):
            # A run that was killed may have saved some of them already.
            numbers = [row for row, _, _ in batch]
            self._vectors.remove(numbers)
            self._add_vectors(batch)
            if not self._is_detached:
                self._terms.remove(numbers)
                self._add_terms(batch)
        if not self._is_detached:
            with self._writing():
                self._terms.commit()
            self.save()

    def _rebuild(self) -> None:
        """Build the indexes from the store; in memory where the folder cannot be written."""
        self._checksums = {}
        folder = self._folder if self._folder is not None and self._may_write() else None
        self._is_detached = folder is not self._folder
        if folder is not None:
            shutil.rmtree(folder / TERMS_FOLDER, ignore_errors=True)
            shutil.rmtree(folder / VECTORS_FOLDER, ignore_errors=True)
        terms_folder = None if folder is None else folder / TERMS_FOLDER
        self._terms = TermIndex(terms_folder, self._settings.term_writer_bytes)
        self._vectors = self._empty_vectors(self._stored_dim)
        rows = self._store.iter_passages()
        with self._writing():
            while batch := list(islice(rows, _BATCH_ROWS)):
                self._add_vectors(batch)
                self._add_terms(batch)
                self._vectors.compact()
            self._terms.commit()
        self.save()

    def _empty_vectors(self, dim: int) -> Vectors:
        return Vectors(dim, self._store.vectors, self._settings.max_flat_vectors)

    @property
    def _stored_dim(self) -> int:
        return int(self._store.fact("dim") or 1)

    def _add_vectors(self, rows: Sequence[Row]) -> None:
        self._vectors.add([(row, p.article.language, vector) for row, p, vector in rows])

    def _add_terms(self, rows: Sequence[Row]) -> None:
        self._terms.add([(row, p.article.language, p.text) for row, p, _ in rows])

    def _save(self) -> None:
        if self._folder is None:
            return
        with self._writing():
            self._vectors.save(self._folder / VECTORS_FOLDER)
            self._checksums = index_checksums(self._folder, self._checksums)
            last_row = self._store.last_row
            IndexManifest(self._generation, last_row, self._checksums).write(self._folder)
        self._store.clear_deleted_rows()

    @contextmanager
    def _reading_terms(self) -> Generator[None]:
        """Have a term index that proves damaged rebuilt at the next opening."""
        try:
            yield
        except TermIndexError as error:
            if self._folder is not None:
                with suppress(OSError):
                    (self._folder / MANIFEST_FILE).unlink(missing_ok=True)
            raise LibraryError(f"{self._folder}: {error}; ask again after a restart") from error

    @contextmanager
    def _writing(self) -> Generator[None]:
        """Raise a `LibraryError` with advice where an index cannot be written."""
        try:
            yield
        except (OSError, TermIndexError) as error:
            raise LibraryError(
                f"{self._folder}: the indexes cannot be written ({error}); make room, and open the "
                "library again: its articles are kept"
            ) from error
