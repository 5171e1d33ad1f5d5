"""The indexes that are made from a library's store: opened, made anew, changed and kept.

They are kept with the generation of the store that they were made from, and the sums of their
files. Where the store has gone on since, what came and went is made up for; where a file is
damaged, all is made anew. Neither needs an encoder: the vectors are in the store.
"""

import json
import shutil
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

from embeddings.base import Vector
from embeddings.files.checksum import Checksum, are_all, checksums_of
from embeddings.index.parts import IndexFileError
from embeddings.index.vector_index import Hit
from qa.schema.passage import Passage
from qa.store.bm25 import TermIndex, TermIndexError, Wanted
from qa.store.errors import LibraryError
from qa.store.sqlite import SqliteStore
from qa.store.vectors import Vectors

TERMS_FOLDER = "terms"
VECTORS_FOLDER = "vectors"
DERIVED_FILE = "derived.json"
_BATCH = 1000
_REWRITTEN = ("small.npz", "meta.json", ".managed.json")
"""Files of the indexes that are written anew under their names; the others come and go."""

Row = tuple[int, Passage, Vector]


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
    sums: dict[str, Checksum]

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


class IndexManager:
    """The vector index and the term index of a store; in memory where no folder is given."""

    def __init__(
        self, store: SqliteStore, folder: Path | None, may_write: Callable[[], bool]
    ) -> None:
        """Open them, or make them.

        Args:
            store: what they are made from.
            folder: where they are kept.
            may_write: returns whether no other process writes there, nor will for now.
        """
        self._store = store
        self._folder = folder
        self._may_write = may_write
        self._sums: dict[str, Checksum] = {}
        self.open()

    @property
    def vectors(self) -> Vectors:
        """The vectors of the passages, by row."""
        return self._vectors

    @property
    def is_stale(self) -> bool:
        """Whether another process has changed the store since, or these are not those on disk."""
        return self._is_apart or self._store.generation != self._generation

    def search_bm25(
        self, wanted: Sequence[Wanted], language: str, k: int, among: Sequence[int] | None
    ) -> tuple[Hit, ...]:
        """Return the rows of one language that hold any of these; see `TermIndex.search`.

        Raises:
            LibraryError: the term index is damaged; the next opening makes it anew.
        """
        with self._read():
            return self._terms.search(wanted, language, k, among)

    def has_term_containing(self, part: str) -> bool:
        """Say whether any passage holds a word that this is a part of.

        Raises:
            LibraryError: the term index is damaged; the next opening makes it anew.
        """
        with self._read():
            return self._terms.has_part(part)

    def reset(self, dim: int) -> None:
        """Throw the vectors away; those that come next are of this length."""
        self._vectors = Vectors(dim, self._store.vectors)

    def change(self, gone: Sequence[int], come: Sequence[Row]) -> None:
        """Take in what the store has taken in.

        Raises:
            LibraryError: the files cannot be written; the next opening makes up for it.
        """
        self._generation = self._store.generation
        with self._reported():
            self._vectors.remove(gone)
            self._terms.remove(gone)
            self._add_vectors(come)
            self._add_terms(come)
            self._terms.commit()

    def compact(self) -> None:
        """Bring them into the form in which they are fastest, and keep them, if need be.

        Raises:
            LibraryError: they cannot be written; the next opening makes up for it.
        """
        if not self._vectors.is_settled and not self._is_apart:
            self._vectors.compact()
            self._save()

    def keep(self) -> None:
        """Write them as they are, so that the next opening need not make up for it.

        Raises:
            LibraryError: they cannot be written; the next opening makes up for it.
        """
        if self._is_apart:
            return
        with self._reported():
            self._terms.compact()
        self._save()

    def close(self) -> None:
        """Write no more; what was not kept is made up for at the next opening."""
        with suppress(TermIndexError):
            self._terms.compact()

    def open(self) -> None:
        """Open them as they are on disk, and make up for what is missing."""
        self._generation, self._is_apart = self._store.generation, False
        derived = None if self._folder is None else _derived(self._folder)
        # A store that is behind its indexes was copied back from an older one.
        is_of_store = derived is not None and derived.generation <= self._generation
        if not (derived and is_of_store and self._are_opened(derived)):
            self._rebuild()
            return
        self._sums = derived.sums
        if derived.generation < self._generation:
            self._make_up(derived)
        _, passages = self._store.counts()
        have_terms = self._is_apart or len(self._terms) == passages
        if len(self._vectors) != passages or not have_terms:
            self._rebuild()

    def _are_opened(self, derived: _Derived) -> bool:
        """Open the indexes; return whether they are whole."""
        folder = self._folder
        # A damaged file can bring the process down that opens it.
        if folder is None or not derived.is_whole(folder, self._generation):
            return False
        try:
            self._vectors = Vectors.open(
                folder / VECTORS_FOLDER,
                self._store.languages(),
                self._kept_dim,
                self._store.vectors,
            )
            self._terms = TermIndex(folder / TERMS_FOLDER)
        except (IndexFileError, TermIndexError):
            return False
        return True

    def _make_up(self, derived: _Derived) -> None:
        """Take in what came and went in the store since they were kept.

        Where another process is writing, its term index is taken as it is: it has what the store
        has but for the change that is being made.
        """
        self._is_apart = not self._may_write()
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
            self.keep()

    def _rebuild(self) -> None:
        """Make them of the store; in memory where others change it, or none can."""
        self._sums = {}
        folder = self._folder if self._folder is not None and self._may_write() else None
        # Made in memory, they are not those of the folder.
        self._is_apart = folder is not self._folder
        if folder is not None:
            shutil.rmtree(folder / TERMS_FOLDER, ignore_errors=True)
            shutil.rmtree(folder / VECTORS_FOLDER, ignore_errors=True)
        self._terms = TermIndex(None if folder is None else folder / TERMS_FOLDER)
        self._vectors = Vectors(self._kept_dim, self._store.vectors)
        every = self._store.every_passage()
        with self._reported():
            while batch := list(islice(every, _BATCH)):
                self._add_vectors(batch)
                self._add_terms(batch)
                self._vectors.compact()
            self._terms.commit()
        self.keep()

    @property
    def _kept_dim(self) -> int:
        return int(self._store.fact("dim") or 1)

    def _add_vectors(self, rows: Sequence[Row]) -> None:
        self._vectors.add([(row, p.article.language, vector) for row, p, vector in rows])

    def _add_terms(self, rows: Sequence[Row]) -> None:
        self._terms.add([(row, p.article.language, p.text) for row, p, _ in rows])

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

    def _summed(self, folder: Path) -> dict[str, Checksum]:
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
        return known | checksums_of(folder, (name for name in names if name not in known))

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


def _derived(folder: Path) -> _Derived | None:
    """Return what the indexes on disk were made from; None where that cannot be told."""
    try:
        kept = json.loads((folder / DERIVED_FILE).read_text("utf-8"))
        sums = {str(name): Checksum(**each) for name, each in kept["sums"].items()}
        return _Derived(int(kept["generation"]), int(kept["last_row"]), sums)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
