"""Sync a library with files: add what is new, replace what has changed, remove what is missing."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import islice
from pathlib import Path

from embeddings.base import Encoder
from qa.indexing.prefetch import prefetch
from qa.indexing.prepare import Batch, Prepare, merge_batches, prepare_documents
from qa.indexing.progress import Progress, ProgressTracker
from qa.ingest.document import LoadError, LoadWarning
from qa.ingest.loaders.base import LoaderRegistry
from qa.ingest.loaders.registry import LOADERS
from qa.ingest.read import FileReader, files_in, iter_articles, read_file
from qa.schema.article import Article
from qa.settings import PassageSettings
from qa.store.base import Library
from qa.store.documents import IndexedDocument, SourceRecord
from qa.store.errors import LibraryError

BATCH_ARTICLES = 32
"""Articles that are prepared together."""

_PREFETCHED_ARTICLES = 64
"""The most articles that are read while others are encoded."""


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What an update changed.

    Attributes:
        added: ids of new articles.
        changed: ids of articles that replaced an older version.
        removed: ids of articles that are no longer in the files.
        unchanged: the number of the others.
        refused: the errors of files and rows that gave no article.
        passages: the number of new passages.
        warnings: what could not be read of files whose articles were taken.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    refused: tuple[LoadError, ...]
    passages: int
    warnings: tuple[LoadWarning, ...] = ()

    @property
    def is_unchanged(self) -> bool:
        """Whether the library is as it was before."""
        return not (self.added or self.changed or self.removed)


def sync_library(
    library: Library,
    paths: Iterable[str | Path],
    encoder_name: str,
    open_encoder: Callable[[], Encoder],
    settings: PassageSettings,
    report: Callable[[Progress], None],
    compacts: bool = False,
    read: FileReader | None = None,
    prepare: Prepare | None = None,
    loaders: LoaderRegistry = LOADERS,
) -> SyncReport:
    """Make the library contain what these files and folders contain now.

    Articles that came from the same paths and are missing now are removed. Articles of other paths
    stay, and so do those of files that cannot be read this time. Changes are written in batches,
    each atomically.

    Args:
        library: what is updated.
        paths: files and folders; see `iter_articles`.
        encoder_name: the name of the encoder that `open_encoder` returns, known without opening it.
        open_encoder: called only if something must be encoded.
        settings: how articles are split.
        report: called after every batch.
        compacts: whether the library may be compacted meanwhile, when nothing may be asked.
        read: reads a file, as a `Sandbox` does in a process of its own; this process unless given.
        prepare: splits and encodes articles, as a `DaskCluster` does on other machines; this
            process unless given.
        loaders: the formats that are known.
    """
    run = _SyncRun(
        library,
        encoder_name,
        open_encoder,
        settings,
        report,
        compacts,
        read or read_file,
        prepare,
        loaders,
    )
    return run.run(paths)


class _SyncRun:
    """One run of `sync_library`, with what it has seen and changed so far."""

    def __init__(
        self,
        library: Library,
        encoder_name: str,
        open_encoder: Callable[[], Encoder],
        settings: PassageSettings,
        report: Callable[[Progress], None],
        compacts: bool,
        read: FileReader,
        prepare: Prepare | None,
        loaders: LoaderRegistry,
    ) -> None:
        self._library = library
        self._compacts = compacts
        self._read = read
        self._loaders = loaders
        self._prepare = prepare or self._prepare_here
        self._encoder_name = encoder_name
        self._open_encoder = open_encoder
        self._settings = settings
        self._report = report
        self._encoder: Encoder | None = None
        self._began = time.monotonic()
        self._tracker = ProgressTracker(())
        self._seen_ids: set[str] = set()
        self._seen_paths: set[str] = set()
        self._added: list[str] = []
        self._changed: list[str] = []
        self._refused: list[LoadError] = []
        self._warnings: list[LoadWarning] = []
        self._articles = 0
        self._passages = 0

    def run(self, paths: Iterable[str | Path]) -> SyncReport:
        """Update the library and return what changed."""
        try:
            removed = self._update(paths)
        except BaseException:
            # Batches that are written stay, and another process may change the library.
            with suppress(LibraryError):
                self._library.flush()
            raise
        if self._added or self._changed or removed:
            self._library.flush()
        return self._sync_report(removed)

    def _update(self, paths: Iterable[str | Path]) -> tuple[str, ...]:
        """Update the library; return the ids of removed articles."""
        if self._library.encoder not in (None, self._encoder_name):
            self._library.reset_for_encoder(self._encoder_name, self._opened_encoder().dim)
        roots = tuple(dict.fromkeys(Path(path).resolve() for path in paths))
        self._tracker = ProgressTracker(files_in(roots, self._loaders))
        prepared = self._prepare(self._batches(roots))
        for documents in merge_batches(prepared, self._library.write_batch_size):
            self._store(documents)
        removed = self._missing_ids(roots)
        if removed:
            self._library.update((), removed)
        self._compact()
        return removed

    def _compact(self) -> None:
        if self._compacts:
            self._library.compact()

    def _batches(self, roots: Iterable[Path]) -> Iterator[Batch]:
        for root in roots:
            articles = self._new_articles(root)
            while batch := list(islice(articles, BATCH_ARTICLES)):
                yield batch

    def _new_articles(self, root: Path) -> Iterator[tuple[Article, SourceRecord]]:
        """Yield the articles below a root that are new to the library, or changed."""
        paths_of_other_roots = frozenset(self._seen_paths)
        max_chars = self._settings.max_article_chars
        loaded = iter_articles([root], max_chars, self._read, self._loaders)
        for item in prefetch(loaded, _PREFETCHED_ARTICLES):
            if isinstance(item, LoadError):
                self._refused.append(item)
                continue
            if isinstance(item, LoadWarning):
                self._warnings.append(item)
                continue
            self._tracker.advance(item.path, len(item.text.encode()))
            if item.path in paths_of_other_roots:
                # A file that was given besides its folder.
                continue
            self._seen_paths.add(item.path)
            article, stored = self._with_unique_id(item, root)
            source = SourceRecord(str(root), article.path, digest(article, self._settings))
            self._seen_ids.add(article.id)
            if stored is None or stored.digest != source.digest:
                (self._changed if stored else self._added).append(article.id)
                yield article, source

    def _with_unique_id(self, article: Article, root: Path) -> tuple[Article, SourceRecord | None]:
        """Return the article under an id that no article of another path has, and its record.

        That is the id under which it is stored already, if any, so that it never changes. The
        record is what is stored under the id.
        """
        folder = root.parent
        ids = (article.id, f"{root.name}/{article.id}", f"{folder}/{root.name}/{article.id}")
        stored = self._library.source_records(ids)
        own = (id_ for id_ in ids if id_ in stored and stored[id_].path == article.path)
        free = (id_ for id_ in ids if id_ not in stored and id_ not in self._seen_ids)
        id_ = next(own, None) or next(free, ids[-1])
        return replace(article, id=id_), stored.get(id_)

    def _prepare_here(self, batches: Iterable[Batch]) -> Iterator[tuple[IndexedDocument, ...]]:
        for batch in batches:
            yield prepare_documents(batch, self._opened_encoder(), self._settings)

    def _store(self, documents: Sequence[IndexedDocument]) -> None:
        self._library.reset_for_encoder(self._encoder_name, documents[0].vectors.shape[1])
        self._library.update(documents, ())
        self._compact()
        self._articles += len(documents)
        self._passages += sum(len(document.passages) for document in documents)
        seconds = time.monotonic() - self._began
        self._report(Progress(self._articles, self._passages, seconds, self._tracker.fraction))

    def _opened_encoder(self) -> Encoder:
        if self._encoder is None:
            self._encoder = self._open_encoder()
        return self._encoder

    def _missing_ids(self, roots: Iterable[Path]) -> tuple[str, ...]:
        """Return the ids of stored articles that are no longer in the files of these roots."""
        stored = (id_ for root in roots for id_ in self._library.ids(str(root)))
        unseen = [id_ for id_ in stored if id_ not in self._seen_ids]
        sources = self._library.source_records(unseen)
        return tuple(id_ for id_ in unseen if not self._is_unknown(sources[id_].path))

    def _is_unknown(self, path: str) -> bool:
        """Return whether a file could not be read this time, so that its content is unknown."""
        unread = (error.path for error in self._refused if error.is_transient)
        return any(path == each or path.startswith(f"{each}/") for each in unread)

    def _sync_report(self, removed: tuple[str, ...]) -> SyncReport:
        new = len(self._added) + len(self._changed)
        return SyncReport(
            added=tuple(self._added),
            changed=tuple(self._changed),
            removed=removed,
            unchanged=len(self._seen_ids) - new,
            refused=tuple(self._refused),
            passages=self._passages,
            warnings=tuple(self._warnings),
        )


def digest(article: Article, settings: PassageSettings) -> str:
    """Return a digest that changes when the article, or the way to split it, changes."""
    return blake2b(repr((article, settings)).encode(), digest_size=16).hexdigest()
