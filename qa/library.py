"""A library: articles, their passages, and the two indexes over them.

The store is the truth; the vector index and the term index are derived from it and kept beside it
with the generation that they were made from. Where the store has gone on since, what came and went
is made up for; where a file is damaged, they are made anew. Neither needs an encoder: the vectors
are in the store.
"""

import json
import shutil
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from embeddings.encoder import Vector
from embeddings.file_lock import FileLock
from embeddings.file_sum import FileSum, are_all, sums_of
from embeddings.index import Hit
from embeddings.index_part import IndexFileError
from qa.article import Article
from qa.catalogue import Catalogue
from qa.lexical import TermIndex, TermIndexError, Wanted
from qa.library_error import LibraryError
from qa.passage import Passage
from qa.scope import Scope
from qa.store import Entry, Kept, Store
from qa.vectors import Vectors

STORE_FILE = "library.sqlite"
LOCK_FILE = ".lock"
TERMS_FOLDER = "terms"
VECTORS_FOLDER = "vectors"
DERIVED_FILE = "derived.json"
_BATCH = 1000
_REWRITTEN = ("small.npz", "meta.json", ".managed.json")
"""Files of the indexes that are written anew under their names; the others come and go."""


@dataclass(frozen=True, slots=True)
class _Derived:
    """What the indexes on disk were made from, and what their files are like.

    Attributes:
        generation: of the store.
        last_row: of the store, then.
        sums: of the files, by their names in the folder.
    """

    generation: int
    last_row: int
    sums: dict[str, FileSum]

    def is_whole(self, folder: Path, generation: int) -> bool:
        """Say whether no file is damaged.

        Where the store has gone on since, files may have been merged into others, and those that
        are written anew each time may be others by now.
        """
        if self.generation == generation:
            return are_all(folder, self.sums)
        lasting = {
            name: each
            for name, each in self.sums.items()
            if Path(name).name not in _REWRITTEN and (folder / name).exists()
        }
        return are_all(folder, lasting)


class Library:
    """Articles and passages, found by vector or by words. In memory where no folder is given."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._lock = None if folder is None else FileLock(folder / LOCK_FILE)
        self._store = Store(None if folder is None else folder / STORE_FILE)
        self._sums: dict[str, FileSum] = {}
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

    @property
    def catalogue(self) -> Catalogue:
        """The articles, to be listed and looked up."""
        return self._store.catalogue

    def kept(self, ids: Sequence[str]) -> dict[str, Kept]:
        """Return what is known of those of these articles that there are, by id."""
        return self._store.kept(ids)

    def ids(self, root: str) -> tuple[str, ...]:
        """Return the ids of the articles that came from this root."""
        return self._store.ids(root)

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

        Raises:
            LibraryError: the term index is damaged; the next opening makes it anew.
        """
        with self._read():
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
        """Say whether any passage holds a word that this is a part of.

        Raises:
            LibraryError: the term index is damaged; the next opening makes it anew.
        """
        with self._read():
            return self._terms.has_part(part)

    def begin(self, encoder: str, dim: int) -> None:
        """Say whose vectors come next. Vectors of another encoder are thrown away first."""
        if self.encoder == encoder:
            return
        self.change((), self._store.ids())
        self._store.set_facts({"dim": str(dim), "encoder": encoder})
        self._vectors = Vectors(dim, self._store.vectors)

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
            self._terms.commit()

    def settle(self) -> None:
        """Bring the indexes into the form in which they are fastest, and keep them, if need be.

        In a library of a million passages that can take minutes, in which nothing may be asked.

        Raises:
            LibraryError: they cannot be written; the next opening makes up for it.
        """
        if not self._vectors.is_settled and not self._is_apart:
            self._vectors.settle()
            self._save()

    def flush(self) -> None:
        """Keep the indexes as they are now, so that the next opening need not make up for it.

        Raises:
            LibraryError: they cannot be written; the next opening makes up for it.
        """
        if self._is_apart or self._lock is None or not self._lock.take():
            return
        try:
            with self._reported():
                self._terms.settle()
            self._save()
        finally:
            self._let_others_in()

    def close(self) -> None:
        """Close the files; the library must not be used after this."""
        # What cannot be written now is made up for at the next opening.
        with suppress(TermIndexError):
            self._terms.settle()
        self._let_others_in()
        self._store.close()

    def _save(self) -> None:
        if self._folder is None:
            return
        with self._reported():
            self._vectors.save(self._folder / VECTORS_FOLDER)
            self._sums = self._summed(self._folder)
            derived = _Derived(self._generation, self._store.last_row, self._sums)
            partial = self._folder / f".{DERIVED_FILE}.partial"
            partial.write_text(json.dumps(asdict(derived)), "utf-8")
            partial.replace(self._folder / DERIVED_FILE)
        self._store.forget_gone()

    def _summed(self, folder: Path) -> dict[str, FileSum]:
        """Return the sums of the indexes' files; those that last are not read again."""
        names = [
            str(path.relative_to(folder))
            for part in (TERMS_FOLDER, VECTORS_FOLDER)
            for path in sorted((folder / part).rglob("*"))
            if path.is_file() and path.stat().st_size
        ]
        known = {
            name: self._sums[name]
            for name in names
            if name in self._sums and Path(name).name not in _REWRITTEN
        }
        return known | sums_of(folder, (name for name in names if name not in known))

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
    def _read(self) -> Generator[None]:
        """Have a term index that turns out to be damaged made anew at the next opening."""
        try:
            yield
        except TermIndexError as error:
            if self._folder is not None:
                with suppress(OSError):
                    (self._folder / DERIVED_FILE).unlink(missing_ok=True)
            raise LibraryError(f"{self._folder}: {error}; ask again after a restart") from error

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
        derived = None if self._folder is None else _derived(self._folder)
        # A store that is behind its indexes was copied back from an older one.
        is_of_store = derived is not None and derived.generation <= self._generation
        if not (self._folder and derived and is_of_store and self._are_opened(derived)):
            self._rebuild()
            return
        self._sums = derived.sums
        if derived.generation < self._generation:
            self._make_up(derived)
        _, passages = self.counts()
        are_all = len(self._vectors) == passages and (
            self._is_apart or len(self._terms) == passages
        )
        if not are_all:
            self._rebuild()

    def _are_opened(self, derived: _Derived) -> bool:
        """Open the indexes; return whether they are whole."""
        folder = self._folder
        # A damaged file can bring the process down that opens it.
        if folder is None or not derived.is_whole(folder, self._generation):
            return False
        try:
            self._vectors = Vectors.open(
                folder / VECTORS_FOLDER, self.languages(), self._kept_dim, self._store.vectors
            )
            self._terms = TermIndex(folder / TERMS_FOLDER)
        except (IndexFileError, TermIndexError):
            return False
        return True

    def _make_up(self, derived: _Derived) -> None:
        """Take in what came and went in the store since the indexes were kept.

        Where another process is writing, its term index is taken as it is: it has what the store
        has but for the change that is being made.
        """
        self._is_apart = self._lock is None or not self._lock.take()
        gone = self._store.gone()
        self._vectors.remove(gone)
        if not self._is_apart:
            self._terms.remove(gone)
        every = self._store.every_passage(derived.last_row)
        while batch := list(islice(every, _BATCH)):
            # A run that was killed may have kept some of them already.
            rows = [row for row, _, _ in batch]
            self._vectors.remove(rows)
            self._add_vectors(batch)
            if not self._is_apart:
                self._terms.remove(rows)
                self._add_terms(batch)
        if not self._is_apart:
            with self._reported():
                self._terms.commit()
                self._terms.settle()
            self._save()

    @property
    def _kept_dim(self) -> int:
        return int(self._store.fact("dim") or 1)

    def _rebuild(self) -> None:
        """Make the indexes of the store; in memory where others change it, or none can."""
        terms, self._sums = None, {}
        if self._folder is not None and self._lock is not None and self._lock.take():
            terms = self._folder / TERMS_FOLDER
            shutil.rmtree(terms, ignore_errors=True)
            shutil.rmtree(self._folder / VECTORS_FOLDER, ignore_errors=True)
        # Made in memory, they are not those of the folder.
        self._is_apart = self._folder is not None and terms is None
        self._terms = TermIndex(terms)
        self._vectors = Vectors(self._kept_dim, self._store.vectors)
        every = self._store.every_passage()
        with self._reported():
            while batch := list(islice(every, _BATCH)):
                self._index(batch)
                self._vectors.settle()
            self._terms.commit()
            self._terms.settle()
        if terms is not None:
            self._save()

    def _index(self, rows: Sequence[tuple[int, Passage, Vector]]) -> None:
        self._add_vectors(rows)
        self._add_terms(rows)

    def _add_vectors(self, rows: Sequence[tuple[int, Passage, Vector]]) -> None:
        self._vectors.add([(row, p.article.language, vector) for row, p, vector in rows])

    def _add_terms(self, rows: Sequence[tuple[int, Passage, Vector]]) -> None:
        self._terms.add([(row, p.article.language, p.text) for row, p, _ in rows])


def _derived(folder: Path) -> _Derived | None:
    """Return what the indexes on disk were made from; None where that cannot be told."""
    try:
        kept = json.loads((folder / DERIVED_FILE).read_text("utf-8"))
        sums = {str(name): FileSum(**each) for name, each in kept["sums"].items()}
        return _Derived(int(kept["generation"]), int(kept["last_row"]), sums)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
