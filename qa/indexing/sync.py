"""Bringing a library up to date with files: what is new, changed or gone since the last time."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import islice
from pathlib import Path

from embeddings.base import Encoder
from qa.indexing.prefetch import prefetch
from qa.indexing.prepare import Batch, Prepare, joined, prepare_document
from qa.ingest.document import LoadError
from qa.ingest.read import ReadFile, files_in, iter_articles, read_file
from qa.schema.article import Article
from qa.settings import PassageSettings
from qa.store.base import Library
from qa.store.documents import IndexedDocument, SourceRecord
from qa.store.errors import LibraryError

ARTICLES_A_BATCH = 32
ARTICLES_AHEAD = 64
"""Articles that are read while others are encoded, at most."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an update has come.

    Attributes:
        articles: that are new or have changed, and are in the library now.
        passages: of theirs.
        seconds: since the update began.
        share: how much of all files has been read, from 0 to 1.
    """

    articles: int
    passages: int
    seconds: float
    share: float

    @property
    def passages_per_second(self) -> float:
        """The rate since the update began."""
        return self.passages / self.seconds if self.seconds else 0.0

    @property
    def seconds_left(self) -> float | None:
        """How long the rest will take, at the rate so far; None while that cannot be told."""
        return self.seconds * (1 - self.share) / self.share if self.share else None


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What an update came to: ids of articles, and why other files gave none."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    refused: tuple[LoadError, ...]
    passages: int

    @property
    def nothing(self) -> bool:
        """Whether the library is as it was."""
        return not (self.added or self.changed or self.removed)


class Sync:
    """One run over files and folders; see `update`."""

    def __init__(
        self,
        library: Library,
        encoder_name: str,
        open_encoder: Callable[[], Encoder],
        settings: PassageSettings,
        report: Callable[[Progress], None],
        compacts: bool,
        read: ReadFile,
        prepare: Prepare | None,
    ) -> None:
        self._library = library
        self._compacts = compacts
        self._read = read
        self._prepare = prepare or self._prepared_here
        self._encoder_name = encoder_name
        self._open_encoder = open_encoder
        self._settings = settings
        self._report = report
        self._encoder: Encoder | None = None
        self._began = time.monotonic()
        self._extent = ProgressTracker(())
        self._seen: set[str] = set()
        self._paths: set[str] = set()
        self._added: list[str] = []
        self._changed: list[str] = []
        self._refused: list[LoadError] = []
        self._articles = 0
        self._passages = 0

    def run(self, paths: Iterable[str | Path]) -> SyncReport:
        """Bring the library up to date and return what that came to."""
        try:
            removed = self._all(paths)
        except BaseException:
            # What is in it by now stays; and another run may change it.
            with suppress(LibraryError):
                self._library.flush()
            raise
        if self._added or self._changed or removed:
            self._library.flush()
        return self._changes(removed)

    def _all(self, paths: Iterable[str | Path]) -> tuple[str, ...]:
        """Bring it up to date; return the ids of the articles that were removed."""
        if self._library.encoder not in (None, self._encoder_name):
            self._library.reset_for_encoder(self._encoder_name, self._opened().dim)
        roots = tuple(dict.fromkeys(Path(path).resolve() for path in paths))
        self._extent = ProgressTracker(files_in(roots))
        ready = self._prepare(self._batches(roots))
        for entries in joined(ready, self._library.write_batch_size):
            self._add(entries)
        removed = self._gone(roots)
        if removed:
            self._library.update((), removed)
        self._settle()
        return removed

    def _settle(self) -> None:
        if self._compacts:
            self._library.compact()

    def _batches(self, roots: Iterable[Path]) -> Iterator[Batch]:
        for root in roots:
            fresh = self._fresh(root)
            while batch := list(islice(fresh, ARTICLES_A_BATCH)):
                yield batch

    def _fresh(self, root: Path) -> Iterator[tuple[Article, SourceRecord]]:
        """Yield the articles below this root that the library does not hold as they are."""
        before_root = frozenset(self._paths)
        every = iter_articles([root], self._settings.max_article_chars, self._read)
        for found in prefetch(every, ARTICLES_AHEAD):
            if isinstance(found, LoadError):
                self._refused.append(found)
                continue
            self._extent.passed(found.path, len(found.text.encode()))
            if found.path in before_root:
                # A file that was named beside the folder that it is in.
                continue
            self._paths.add(found.path)
            article, before = self._named(found, root)
            kept = SourceRecord(str(root), article.path, digest(article, self._settings))
            self._seen.add(article.id)
            if before is None or before.digest != kept.digest:
                (self._changed if before else self._added).append(article.id)
                yield article, kept

    def _named(self, article: Article, root: Path) -> tuple[Article, SourceRecord | None]:
        """Return the article under an id that no article of another place has.

        That is the id that it was kept under before, if any, so that it has one id for good. What
        is kept under it is returned with it.
        """
        folder = root.parent
        ids = (article.id, f"{root.name}/{article.id}", f"{folder}/{root.name}/{article.id}")
        known = self._library.source_records(ids)
        kept = (id_ for id_ in ids if id_ in known and known[id_].path == article.path)
        free = (id_ for id_ in ids if id_ not in known and id_ not in self._seen)
        id_ = next(kept, None) or next(free, ids[-1])
        return replace(article, id=id_), known.get(id_)

    def _prepared_here(self, batches: Iterable[Batch]) -> Iterator[tuple[IndexedDocument, ...]]:
        for batch in batches:
            yield prepare_document(batch, self._opened(), self._settings)

    def _add(self, entries: Sequence[IndexedDocument]) -> None:
        self._library.reset_for_encoder(self._encoder_name, entries[0].vectors.shape[1])
        self._library.update(entries, ())
        self._settle()
        self._articles += len(entries)
        self._passages += sum(len(entry.passages) for entry in entries)
        seconds = time.monotonic() - self._began
        self._report(Progress(self._articles, self._passages, seconds, self._extent.share))

    def _opened(self) -> Encoder:
        if self._encoder is None:
            self._encoder = self._open_encoder()
        return self._encoder

    def _gone(self, roots: Iterable[Path]) -> tuple[str, ...]:
        there = (article for root in roots for article in self._library.ids(str(root)))
        missing = [article for article in there if article not in self._seen]
        kept = self._library.source_records(missing)
        return tuple(article for article in missing if not self._is_unread(kept[article].path))

    def _is_unread(self, path: str) -> bool:
        """Say whether a file could not be read this time, so that what it holds is not known."""
        unread = (problem.path for problem in self._refused if problem.may_pass)
        return any(path == each or path.startswith(f"{each}/") for each in unread)

    def _changes(self, removed: tuple[str, ...]) -> SyncReport:
        new = len(self._added) + len(self._changed)
        return SyncReport(
            added=tuple(self._added),
            changed=tuple(self._changed),
            removed=removed,
            unchanged=len(self._seen) - new,
            refused=tuple(self._refused),
            passages=self._passages,
        )


def sync_library(
    library: Library,
    paths: Iterable[str | Path],
    encoder_name: str,
    open_encoder: Callable[[], Encoder],
    settings: PassageSettings,
    report: Callable[[Progress], None],
    compacts: bool = False,
    read: ReadFile = read_file,
    prepare: Prepare | None = None,
) -> SyncReport:
    """Make the library hold what these files and folders hold now.

    Articles that came from the same paths before and are not there any more are removed; those of
    other paths stay, and those of files that cannot be read this time. Changes go in by batches,
    each whole or not at all.

    Args:
        library: the library to change.
        paths: files and folders; see `iter_articles`.
        encoder_name: the name of the encoder that `open_encoder` returns, known without opening it.
        open_encoder: called only where something must be encoded.
        settings: how articles are split.
        report: told after every batch.
        compacts: whether the library may be compacted meanwhile; nothing may be asked then.
        read: reads a file, as `qa.ingest.sandbox` does in a process of its own.
        prepare: splits and encodes the articles, as `qa.indexing.dask` does on other machines; this
            process unless given.
    """
    run = Sync(library, encoder_name, open_encoder, settings, report, compacts, read, prepare)
    return run.run(paths)


def digest(article: Article, settings: PassageSettings) -> str:
    """Return what changes when the article, or the way to split it, changes."""
    return blake2b(repr((article, settings)).encode(), digest_size=16).hexdigest()


class ProgressTracker:
    """Files to be read one after another, and how far the reading has come."""

    def __init__(self, files: Iterable[Path]) -> None:
        self._sizes = {str(path): _size(path) for path in files}
        self._total = sum(self._sizes.values())
        self._before = 0
        self._path = ""
        self._within = 0

    def passed(self, path: str, text_bytes: int) -> None:
        """Take in that an article of this file has been read, with so much text."""
        if path != self._path:
            self._before += self._sizes.get(self._path, 0)
            self._path, self._within = path, 0
        self._within += text_bytes

    @property
    def share(self) -> float:
        """How much has been read, from 0 to 1; less where a file holds more than its text."""
        if not self._total:
            return 1.0
        within = min(self._within, self._sizes.get(self._path, 0))
        return min(1.0, (self._before + within) / self._total)


def _size(path: Path) -> int:
    with suppress(OSError):
        return path.stat().st_size
    return 0
