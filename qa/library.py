"""A library: articles, their passages, and the two indexes over them.

The store is the truth; the vector index and the term index are derived from it and kept beside it
with the generation that they were made from. Where that is another one, or a file is damaged, they
are made anew, which needs no encoder: the vectors are in the store.
"""

import json
import shutil
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import islice
from pathlib import Path

from embeddings.encoder import Vector
from embeddings.index import Hit, IndexFileError
from qa.article import Article
from qa.folder_lock import FolderLock
from qa.lexical import TermIndex, TermIndexError, Wanted
from qa.passage import Passage
from qa.scope import Scope
from qa.store import Entry, Kept, LibraryError, Store
from qa.vectors import Vectors

STORE_FILE = "library.sqlite"
TERMS_FOLDER = "terms"
DERIVED_FILE = "derived.json"
_BATCH = 1000


class Library:
    """Articles and passages, found by vector or by words. In memory where no folder is given."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._lock = None if folder is None else FolderLock(folder)
        self._store = Store(None if folder is None else folder / STORE_FILE)
        self._open_indexes()
        self._let_others_in()

    @classmethod
    def make(cls, folder: Path) -> "Library":
        """Return the library in this folder, which is made if it is not there."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryError(f"{folder}: cannot be made ({error.strerror})") from error
        return cls(folder)

    @classmethod
    def open(cls, folder: Path) -> "Library":
        """Return the library in this folder.

        Raises:
            LibraryError: there is none, or it cannot be read.
        """
        if not (folder / STORE_FILE).is_file():
            raise LibraryError(
                f"{folder}: there is no library here; make one with 'tanya index ARTICLES... "
                f"--library {folder}'"
            )
        return cls(folder)

    @property
    def folder(self) -> Path | None:
        """Where it lies; None where it is held in memory."""
        return self._folder

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

    def kept(self) -> dict[str, Kept]:
        """Return what is known of every article, by its id."""
        return self._store.kept()

    def counts(self) -> tuple[int, int]:
        """Return how many articles and how many passages there are."""
        return self._store.counts()

    def rows(self, scope: Scope) -> tuple[int, ...]:
        """Return the rows of the passages that are looked at, in order."""
        return self._store.rows(scope)

    def passages(self, rows: Sequence[int]) -> dict[int, Passage]:
        """Return the passages of these rows, by row; those that are gone are left out."""
        return self._store.passages(rows)

    @property
    def vectors(self) -> Vectors:
        """The vectors of the passages, by row."""
        return self._vectors

    def with_terms(
        self,
        wanted: Sequence[Wanted],
        language: str,
        k: int,
        among: Sequence[int] | None = None,
    ) -> tuple[Hit, ...]:
        """Return the rows of one language that hold any of these, best first, at most k.

        Where `among` is given, only those rows are looked at.
        """
        return self._terms.search(wanted, language, k, among)

    def languages(self) -> tuple[str, ...]:
        """Return the languages of the articles, ISO 639-1, in the order of the alphabet."""
        return self._store.languages()

    def newest_day(self) -> date | None:
        """Return the last day that an article was published; None where none says."""
        return self._store.newest_day()

    def sources(self) -> tuple[str, ...]:
        """Return the publishers of the articles, in the order of the alphabet."""
        return self._store.sources()

    def has_term_with(self, part: str) -> bool:
        """Say whether any passage holds a word that this is a part of."""
        return self._terms.has_part(part)

    def begin(self, encoder: str, dim: int) -> None:
        """Say whose vectors come next. Vectors of another encoder are thrown away first."""
        if self.encoder == encoder:
            return
        self.change((), tuple(self.kept()))
        self._store.set_facts({"dim": str(dim), "encoder": encoder})
        self._vectors = Vectors(dim)

    def change(self, entries: Sequence[Entry], removed: Sequence[str]) -> None:
        """Take articles out and put others in, all or nothing.

        The indexes on disk count as out of date from here until `flush`, and no other process can
        change the library meanwhile.

        Raises:
            LibraryError: the files cannot be written, or another process is changing them.
            ValueError: vectors are of another length than `begin` was told.
        """
        self._keep_others_out()
        dim = self._vectors.dim
        for entry in entries:
            if entry.vectors.shape[1] != dim:
                raise ValueError(
                    f"{entry.article.id}: vectors have {entry.vectors.shape[1]} numbers; "
                    f"expected {dim}"
                )
        if self._folder is not None:
            (self._folder / DERIVED_FILE).unlink(missing_ok=True)
        gone, come = self._store.replace(entries, removed)
        self._generation = self._store.generation
        parts = [
            (passage, vector)
            for entry in entries
            for passage, vector in zip(entry.passages, entry.vectors, strict=True)
        ]
        with self._reported():
            self._vectors.remove(gone)
            self._terms.remove(gone)
            if come:
                self._index([(row, *part) for row, part in zip(come, parts, strict=True)])

    def flush(self) -> None:
        """Keep the indexes as they are now, so that the next opening need not make them.

        Raises:
            LibraryError: they cannot be written; the next opening makes them.
        """
        if self._is_apart or self._lock is None or not self._lock.take():
            return
        try:
            self._save()
        finally:
            self._let_others_in()

    def close(self) -> None:
        """Close the files; the library must not be used after this."""
        self._let_others_in()
        self._store.close()

    def _save(self) -> None:
        if self._folder is None:
            return
        with self._reported():
            self._vectors.save(self._folder)
            partial = self._folder / f".{DERIVED_FILE}.partial"
            partial.write_text(json.dumps({"generation": self._generation}), "utf-8")
            partial.replace(self._folder / DERIVED_FILE)

    def _let_others_in(self) -> None:
        if self._lock is not None:
            self._lock.free()

    def _keep_others_out(self) -> None:
        """Take the lock, and open the indexes anew where another process has changed them.

        Raises:
            LibraryError: another process is changing the library.
        """
        if self._lock is None or self._lock.is_held:
            return
        if not self._lock.take():
            raise LibraryError(
                f"{self._folder}: another process is changing this library, or it cannot be "
                "written to; try again when that is done"
            )
        if self._is_apart or self._store.generation != self._generation:
            self._open_indexes()

    @contextmanager
    def _reported(self) -> Generator[None]:
        """Say of an index that cannot be written that the disk may be full."""
        try:
            yield
        except (OSError, TermIndexError) as error:
            raise LibraryError(
                f"{self._folder}: the indexes cannot be written ({error}); make room, and open the "
                "library again: its articles are kept"
            ) from error

    def _open_indexes(self) -> None:
        self._generation, self._is_apart = self._store.generation, False
        if self._folder is None or not self._is_derived(self._folder):
            self._rebuild()
            return
        try:
            self._vectors = Vectors.open(self._folder, self.languages(), self._kept_dim)
            self._terms = TermIndex(self._folder / TERMS_FOLDER)
        except (IndexFileError, TermIndexError):
            self._rebuild()
            return
        _, passages = self.counts()
        if (len(self._vectors), len(self._terms)) != (passages, passages):
            self._rebuild()

    @property
    def _kept_dim(self) -> int:
        return int(self._store.fact("dim") or 1)

    def _is_derived(self, folder: Path) -> bool:
        """Say whether the indexes on disk were made from the store as it is."""
        try:
            kept = json.loads((folder / DERIVED_FILE).read_text("utf-8"))
            return bool(kept["generation"] == self._store.generation)
        except (OSError, ValueError, KeyError, TypeError):
            return False

    def _rebuild(self) -> None:
        """Make the indexes of the store; in memory where others change it, or none can."""
        terms = None
        if self._folder is not None and self._lock is not None and self._lock.take():
            terms = self._folder / TERMS_FOLDER
            shutil.rmtree(terms, ignore_errors=True)
        # Made in memory, they are not those of the folder.
        self._is_apart = self._folder is not None and terms is None
        self._terms = TermIndex(terms)
        self._vectors = Vectors(self._kept_dim)
        every = self._store.every_passage()
        while batch := list(islice(every, _BATCH)):
            self._index(batch)
        if terms is not None:
            self._save()

    def _index(self, rows: Sequence[tuple[int, Passage, Vector]]) -> None:
        self._vectors.add([(row, p.article.language, vector) for row, p, vector in rows])
        self._terms.add([(row, p.article.language, p.text) for row, p, _ in rows])
