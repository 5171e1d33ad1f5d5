"""A library in a folder of this machine: a store, and the two indexes over its passages.

The store is the truth; the indexes are derived from it (`qa.store.indexes`). One process at a time
changes a library, by a lock; others read it meanwhile.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from embeddings.files.file_lock import FileLock
from embeddings.index.vector_index import Hit
from qa.schema.article import Article
from qa.schema.filters import SearchFilter
from qa.schema.passage import Passage
from qa.store.bm25 import QueryTerm
from qa.store.catalogue import Catalogue
from qa.store.errors import LibraryError, nothing_at
from qa.store.indexes import IndexManager
from qa.store.sqlite import IndexedDocument, SourceRecord, SqliteStore, check_dims
from qa.store.vectors import Vectors

STORE_FILE = "library.sqlite"
LOCK_FILE = ".lock"


class LocalLibrary:
    """Articles and passages, found by vector or by words. In memory where no folder is given."""

    write_batch_size = 1

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._lock = None if folder is None else FileLock(folder / LOCK_FILE)
        self._store = SqliteStore(None if folder is None else folder / STORE_FILE)
        self._derived = IndexManager(self._store, folder, self._may_write)
        self._let_others_in()

    @classmethod
    def make(cls, folder: Path) -> "LocalLibrary":
        """Return the library in this folder, which is made if it is not there."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryError(f"{folder}: cannot be made ({error.strerror})") from error
        return cls(folder)

    @classmethod
    def open(cls, folder: Path) -> "LocalLibrary":
        """Return the library in this folder.

        Raises:
            LibraryError: there is none, or it cannot be read.
        """
        if not (folder / STORE_FILE).is_file():
            raise nothing_at(folder)
        return cls(folder)

    @property
    def folder(self) -> Path | None:
        """Where it lies; None where it is held in memory."""
        return self._folder

    @property
    def server(self) -> None:
        """None: this program keeps and searches it."""
        return None

    @property
    def encoder(self) -> str | None:
        """The name of the encoder that the vectors are of; None before there are any."""
        return self._store.fact("encoder")

    @property
    def generation(self) -> int:
        """How often the articles were changed."""
        return self._store.generation

    def articles(self) -> tuple[Article, ...]:
        """Return every article, in the order of their ids."""
        return self._store.articles()

    @property
    def catalogue(self) -> Catalogue:
        """The articles, to be listed and looked up."""
        return self._store.catalogue

    def source_records(self, ids: Sequence[str]) -> dict[str, SourceRecord]:
        """Return what is known of those of these articles that there are, by id."""
        return self._store.source_records(ids)

    def ids(self, root: str) -> tuple[str, ...]:
        """Return the ids of the articles that came from this root."""
        return self._store.ids(root)

    def counts(self) -> tuple[int, int]:
        """Return how many articles and how many passages there are."""
        return self._store.counts()

    def rows(self, scope: SearchFilter, most: int | None = None) -> tuple[int, ...]:
        """Return the rows of the passages that are looked at, in order; at most `most`."""
        return self._store.rows(scope, most)

    def filter_rows(self, scope: SearchFilter, rows: Sequence[int]) -> frozenset[int]:
        """Return those of these rows that are looked at."""
        return self._store.filter_rows(scope, rows)

    def passages(self, rows: Sequence[int]) -> dict[int, Passage]:
        """Return the passages of these rows, by row; those that are gone are left out."""
        return self._store.passages(rows)

    @property
    def vectors(self) -> Vectors:
        """The vectors of the passages, by row."""
        return self._derived.vectors

    def search_bm25(
        self,
        wanted: Sequence[QueryTerm],
        language: str,
        k: int,
        among: Sequence[int] | None = None,
    ) -> tuple[Hit, ...]:
        """Return the rows of one language that hold any of these, best first, at most k.

        Where `among` is given, only those rows are looked at.

        Raises:
            LibraryError: the term index is damaged; the next opening makes it anew.
        """
        return self._derived.search_bm25(wanted, language, k, among)

    def languages(self) -> tuple[str, ...]:
        """Return the languages of the articles, ISO 639-1, in the order of the alphabet."""
        return self._store.languages()

    def newest_day(self) -> date | None:
        """Return the last day that an article was published; None where none says."""
        return self._store.newest_day()

    def sources(self) -> tuple[str, ...]:
        """Return the publishers of the articles, in the order of the alphabet."""
        return self._store.sources()

    def has_term_containing(self, part: str) -> bool:
        """Say whether any passage holds a word that this is a part of.

        Raises:
            LibraryError: the term index is damaged; the next opening makes it anew.
        """
        return self._derived.has_term_containing(part)

    def reset_for_encoder(self, encoder: str, dim: int) -> None:
        """Say whose vectors come next. Vectors of another encoder are thrown away first."""
        if self.encoder == encoder:
            return
        self.change((), self._store.ids())
        self._store.set_facts({"dim": str(dim), "encoder": encoder})
        self._derived.reset(dim)

    def change(self, entries: Sequence[IndexedDocument], removed: Sequence[str]) -> None:
        """Take articles out and put others in, all or nothing.

        The indexes on disk count as out of date from here until `flush`, and no other process can
        change the library meanwhile.

        Raises:
            LibraryError: the files cannot be written, or another process is changing them.
            ValueError: vectors are of another length than `reset_for_encoder` was told.
        """
        self._keep_others_out()
        check_dims(entries, self.vectors.dim)
        gone, come = self._store.replace(entries, removed)
        parts = [
            (passage, vector)
            for entry in entries
            for passage, vector in zip(entry.passages, entry.vectors, strict=True)
        ]
        self._derived.change(gone, [(row, *p) for row, p in zip(come, parts, strict=True)])

    def compact(self) -> None:
        """Bring the indexes into the form in which they are fastest, and keep them, if need be.

        In a library of a million passages that can take minutes, in which nothing may be asked.

        Raises:
            LibraryError: they cannot be written; the next opening makes up for it.
        """
        self._derived.compact()

    def flush(self) -> None:
        """Keep the indexes as they are now, so that the next opening need not make up for it.

        Raises:
            LibraryError: they cannot be written; the next opening makes up for it.
        """
        if not self._may_write():
            return
        try:
            self._derived.keep()
        finally:
            self._let_others_in()

    def close(self) -> None:
        """Close the files; the library must not be used after this."""
        self._derived.close()
        self._let_others_in()
        self._store.close()

    def _may_write(self) -> bool:
        return self._lock is None or self._lock.try_acquire()

    def _let_others_in(self) -> None:
        if self._lock is not None:
            self._lock.release()

    def _keep_others_out(self) -> None:
        """Take the lock, and open the indexes anew where another process has changed them.

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
        if self._derived.is_stale:
            self._derived.open()
