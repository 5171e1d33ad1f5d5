"""A library in a folder of this machine: an SQLite store, and two indexes derived from it.

The store is the truth (`qa.store.sqlite`); the indexes are managed in `qa.store.indexes`. A lock
lets one process at a time change a library, while others read it.
"""

import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from threading import Lock

from embeddings.files.file_lock import FileLock
from embeddings.index.vector_index import Hit
from qa.schema.article import Article
from qa.schema.filters import SearchFilter
from qa.schema.passage import Passage
from qa.settings import IndexSettings
from qa.store.documents import IndexedDocument, SourceRecord, check_dims
from qa.store.errors import LibraryError, missing_library
from qa.store.indexes.bm25 import QueryTerm
from qa.store.indexes.index_manager import IndexManager
from qa.store.indexes.vectors import Vectors
from qa.store.listing import ArticleListing
from qa.store.sqlite import SqliteStore

STORE_FILE = "library.sqlite"
_REFRESH_PAUSE = 4.0
"""Between two refreshes, in terms of what the first took."""

LOCK_FILE = ".lock"


class LocalLibrary:
    """The `Library` of a folder; in memory where no folder is given."""

    write_batch_size = 1

    def __init__(self, folder: Path | None = None, settings: IndexSettings | None = None) -> None:
        self._settings = settings or IndexSettings()
        self._folder = folder
        self._lock = None if folder is None else FileLock(folder / LOCK_FILE)
        self._refreshing = Lock()
        self._refreshed_at, self._refresh_took_s = 0.0, 0.0
        self._open()

    def _open(self) -> None:
        """Open the store and its indexes."""
        path = None if self._folder is None else self._folder / STORE_FILE
        store = SqliteStore(path, self._settings.lock_timeout_s)
        self._identity = _identity(path)
        self._indexes = self._opened_indexes(store)
        self._store = store

    def _opened_indexes(self, store: SqliteStore) -> IndexManager:
        indexes = IndexManager(store, self._folder, self._may_write, self._settings)
        self._release_lock()
        return indexes

    @classmethod
    def create(cls, folder: Path, settings: IndexSettings | None = None) -> "LocalLibrary":
        """Return the library in this folder, created if it does not exist."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryError(f"{folder}: cannot be made ({error.strerror})") from error
        return cls(folder, settings)

    @classmethod
    def open(cls, folder: Path, settings: IndexSettings | None = None) -> "LocalLibrary":
        """Return the library in this folder.

        Raises:
            LibraryError: there is none, or it cannot be read.
        """
        if not (folder / STORE_FILE).is_file():
            raise missing_library(folder)
        return cls(folder, settings)

    @property
    def folder(self) -> Path | None:
        """Where the library is stored; None if it is in memory."""
        return self._folder

    @property
    def server(self) -> None:
        """None: no server is involved."""
        return None

    @property
    def encoder(self) -> str | None:
        """The name of the encoder that made the vectors; None before there are any."""
        return self._store.fact("encoder")

    @property
    def generation(self) -> int:
        """How many changes of the articles there were."""
        return self._store.generation

    def refresh(self) -> None:
        """Bring the open library to what is stored now, where another process has changed it.

        What is being asked meanwhile goes on with what was open. While another process is writing,
        refreshing takes a fifth of the time at the most.

        Raises:
            LibraryError: the library is gone, or was made anew with another encoder.
        """
        if self._folder is None or (self._lock is not None and self._lock.is_held):
            return
        if not self._refreshing.acquire(blocking=False):
            return
        try:
            self._refresh(self._folder)
        finally:
            self._refreshing.release()

    def _refresh(self, folder: Path) -> None:
        encoder = self.encoder
        identity = _identity(folder / STORE_FILE)
        if identity is None:
            raise missing_library(folder)
        if identity != self._identity:
            self._open()
        elif self._indexes.is_outdated:
            began = time.monotonic()
            is_recent = began - self._refreshed_at < _REFRESH_PAUSE * self._refresh_took_s
            if is_recent and self._is_being_written():
                return
            self._indexes = self._opened_indexes(self._store)
            self._refreshed_at = time.monotonic()
            self._refresh_took_s = self._refreshed_at - began
        if encoder is not None and self.encoder not in (None, encoder):
            raise LibraryError(
                f"{folder}: was made anew with the encoder {self.encoder}; start again to ask it"
            )

    def _is_being_written(self) -> bool:
        is_free = self._may_write()
        self._release_lock()
        return not is_free

    def articles(self) -> tuple[Article, ...]:
        """Return every article, ordered by id."""
        return self._store.articles()

    @property
    def listing(self) -> ArticleListing:
        """The articles as a list."""
        return self._store.listing

    def source_records(self, ids: Sequence[str]) -> dict[str, SourceRecord]:
        """Return the source records of these articles, by id; unknown ids are left out."""
        return self._store.source_records(ids)

    def ids(self, root: str) -> tuple[str, ...]:
        """Return the ids of the articles that came from this root, or lie at or below its path."""
        return self._store.ids(root)

    def counts(self) -> tuple[int, int]:
        """Return the number of articles and of passages."""
        return self._store.counts()

    def count_unsearchable(self) -> int:
        """Return the number of articles without a passage."""
        return self._store.count_unsearchable()

    def rows(self, search_filter: SearchFilter, limit: int | None = None) -> tuple[int, ...]:
        """Return the rows of the passages that match a filter, ascending; at most `limit`."""
        return self._store.rows(search_filter, limit)

    def filter_rows(self, search_filter: SearchFilter, rows: Sequence[int]) -> frozenset[int]:
        """Return which of these rows match a filter."""
        return self._store.filter_rows(search_filter, rows)

    def passages(self, rows: Sequence[int]) -> dict[int, Passage]:
        """Return the passages of these rows, by row; deleted rows are left out."""
        return self._store.passages(rows)

    @property
    def vectors(self) -> Vectors:
        """The vectors of the passages."""
        return self._indexes.vectors

    def search_bm25(
        self,
        query_terms: Sequence[QueryTerm],
        language: str,
        k: int,
        allowed_rows: Sequence[int] | None = None,
    ) -> tuple[Hit, ...]:
        """Return the rows of one language that match any query term; see `Library`.

        Raises:
            LibraryError: the term index is damaged; the next opening rebuilds it.
        """
        return self._indexes.search_bm25(query_terms, language, k, allowed_rows)

    def has_term_containing(self, part: str) -> bool:
        """Return whether any passage has a word that contains this string.

        Raises:
            LibraryError: the term index is damaged; the next opening rebuilds it.
        """
        return self._indexes.has_term_containing(part)

    def languages(self) -> tuple[str, ...]:
        """Return the languages of the articles, ISO 639-1, in alphabetical order."""
        return self._store.languages()

    def newest_day(self) -> date | None:
        """Return the latest day of publication; None if no article has one."""
        return self._store.newest_day()

    def sources(self) -> tuple[str, ...]:
        """Return the publishers of the articles, in alphabetical order."""
        return self._store.sources()

    def reset_for_encoder(self, encoder: str, dim: int) -> None:
        """Set the encoder; delete data made by any other."""
        if self.encoder == encoder:
            return
        self.update((), self._store.ids())
        self._store.set_facts({"dim": str(dim), "encoder": encoder})
        self._indexes.reset(dim)

    def update(self, documents: Sequence[IndexedDocument], removed: Sequence[str]) -> None:
        """Remove articles by id and store documents, in one transaction.

        From here until `flush` the indexes on disk are out of date, and no other process can change
        the library.

        Raises:
            LibraryError: the files cannot be written, or another process is changing them.
            ValueError: a vector's length is not the one given to `reset_for_encoder`.
        """
        self._acquire_lock()
        check_dims(documents, self.vectors.dim)
        deleted, added = self._store.replace(documents, removed)
        passages = [
            (passage, vector)
            for document in documents
            for passage, vector in zip(document.passages, document.vectors, strict=True)
        ]
        rows = [(row, *each) for row, each in zip(added, passages, strict=True)]
        self._indexes.update(deleted, rows)

    def compact(self) -> None:
        """Bring the indexes into the form in which they are searched fastest, and save them.

        In a library of a million passages that can take minutes, in which nothing may be asked.

        Raises:
            LibraryError: they cannot be written; the next opening catches up.
        """
        self._indexes.compact()

    def flush(self) -> None:
        """Save the indexes, so that the next opening need not catch up.

        Raises:
            LibraryError: they cannot be written; the next opening catches up.
        """
        if not self._may_write():
            return
        try:
            self._indexes.save()
        finally:
            self._release_lock()

    def close(self) -> None:
        """Close the files; the library must not be used after this."""
        self._indexes.close()
        self._release_lock()
        self._store.close()

    def _may_write(self) -> bool:
        return self._lock is None or self._lock.try_acquire()

    def _release_lock(self) -> None:
        if self._lock is not None:
            self._lock.release()

    def _acquire_lock(self) -> None:
        """Acquire the lock, and reopen the indexes if another process has changed them.

        Raises:
            LibraryError: another process is changing the library.
        """
        if self._lock is None or self._lock.is_held:
            return
        if not self._may_write():
            raise LibraryError(
                f"{self._folder}: another process is changing this library, or it cannot be "
                "written to; try again when that is done"
            )
        if self._indexes.is_stale:
            self._indexes.open()


def _identity(path: Path | None) -> tuple[int, int] | None:
    """Return what tells a file from one that replaced it; None if it is not there."""
    try:
        status = path.stat() if path is not None else None
    except OSError:
        return None
    return None if status is None else (status.st_dev, status.st_ino)
