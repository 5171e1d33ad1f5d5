"""Sync a library with files: add what is new, replace what has changed, remove what is missing."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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

_MAX_MISSING_SHARE = 0.5
"""Of a root's articles: where more are missing at once, a part of it may not be mounted."""

_MIN_SUDDEN_ARTICLES = 10
"""Where fewer are missing, and not all, they were deleted one by one."""

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
        moved: ids of articles whose file was found at another path, with the same text.
        kept_missing: ids of articles that stay although all or most of their root is missing.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    refused: tuple[LoadError, ...]
    passages: int
    warnings: tuple[LoadWarning, ...] = ()
    moved: tuple[str, ...] = ()
    kept_missing: tuple[str, ...] = ()

    @property
    def is_unchanged(self) -> bool:
        """Whether the library is as it was before."""
        return not (self.added or self.changed or self.removed or self.moved)


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
    removes_missing: bool = False,
) -> SyncReport:
    """Make the library contain what these files and folders contain now.

    Articles that came from the same paths and are missing now are removed; but where a whole root
    is suddenly empty or away, as a drive that is not mounted, only if the caller says so. Articles
    of other paths stay, and so do those of files that cannot be read this time. An article whose
    file has moved is known by its text. Changes are written in batches, each atomically.

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
        removes_missing: whether articles go even where all or most of a root is missing.
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
        removes_missing,
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
        removes_missing: bool,
    ) -> None:
        self._library = library
        self._removes_missing = removes_missing
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
        self._moved: list[str] = []
        self._kept_missing: list[str] = []
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
        if self._added or self._changed or self._moved or removed:
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
        stored_ids = self._stored_ids(root)
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
            article, stored = self._with_stored_id(item, root, stored_ids)
            source = SourceRecord(str(root), article.path, digest(article, self._settings))
            self._seen_ids.add(article.id)
            if stored is None or stored.digest != source.digest or stored.root != source.root:
                has_moved = stored is not None and stored.path != source.path
                is_same = stored is not None and stored.digest == source.digest
                if not is_same:
                    log = self._moved if has_moved else self._changed if stored else self._added
                    log.append(article.id)
                yield article, source

    def _stored_ids(self, root: Path) -> dict[tuple[str, str], str]:
        """Return the ids of the articles below a root, by path and the key of their row."""
        ids = self._library.ids(str(root))
        records = self._library.source_records(ids)
        return {(records[id_].path, _row_key(id_)): id_ for id_ in ids if id_ in records}

    def _with_stored_id(
        self, article: Article, root: Path, stored_ids: Mapping[tuple[str, str], str]
    ) -> tuple[Article, SourceRecord | None]:
        """Return the article under the id that it is stored under, and what is stored there.

        It is known by its path and row, whatever root it came by, or where its file has moved by
        its text. One that is new gets an id that no other article has.
        """
        id_ = stored_ids.get((article.path, _row_key(article.id))) or self._moved_id(article)
        if id_ is None or id_ in self._seen_ids:
            return self._with_unique_id(article, root)
        return replace(article, id=id_), self._library.source_records([id_]).get(id_)

    def _moved_id(self, article: Article) -> str | None:
        """Return the id of a stored article with this text whose file is gone."""
        same = self._library.listing.find_text(article.text)
        is_moved = same is not None and same.path != article.path and not Path(same.path).exists()
        return same.id if same is not None and is_moved and same.source == article.source else None

    def _with_unique_id(self, article: Article, root: Path) -> tuple[Article, SourceRecord | None]:
        """Return the article under an id that no article of another path has, and its record."""
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
        self._warnings += [
            LoadWarning(document.article.path, None, "holds no text that can be searched")
            for document in documents
            if not document.passages
        ]
        seconds = time.monotonic() - self._began
        self._report(Progress(self._articles, self._passages, seconds, self._tracker.fraction))

    def _opened_encoder(self) -> Encoder:
        if self._encoder is None:
            self._encoder = self._open_encoder()
        return self._encoder

    def _missing_ids(self, roots: Iterable[Path]) -> tuple[str, ...]:
        """Return the ids of stored articles that are no longer in the files of these roots."""
        missing: dict[str, None] = {}
        for root in roots:
            stored = self._library.ids(str(root))
            unseen = [id_ for id_ in stored if id_ not in self._seen_ids]
            sources = self._library.source_records(unseen)
            known = [id_ for id_ in unseen if not self._is_unknown(sources[id_].path)]
            if not self._removes_missing and self._is_sudden(root, len(known), len(stored)):
                self._kept_missing.extend(known)
            else:
                missing.update(dict.fromkeys(known))
        return tuple(missing)

    def _is_sudden(self, root: Path, missing: int, stored: int) -> bool:
        """Return whether a root is empty or away, or most of many articles are missing at once."""
        below = f"{root}/"
        held = sum(path == str(root) or path.startswith(below) for path in self._seen_paths)
        is_most = missing >= _MIN_SUDDEN_ARTICLES and held < (1 - _MAX_MISSING_SHARE) * stored
        return missing > 0 and (held == 0 or is_most)

    def _is_unknown(self, path: str) -> bool:
        """Return whether a file could not be read this time, so that its content is unknown."""
        unread = (error.path for error in self._refused if error.is_transient)
        return any(path == each or path.startswith(f"{each}/") for each in unread)

    def _sync_report(self, removed: tuple[str, ...]) -> SyncReport:
        new = len(self._added) + len(self._changed) + len(self._moved)
        return SyncReport(
            added=tuple(self._added),
            changed=tuple(self._changed),
            removed=removed,
            unchanged=len(self._seen_ids) - new,
            refused=tuple(self._refused),
            passages=self._passages,
            warnings=tuple(self._warnings),
            moved=tuple(self._moved),
            kept_missing=tuple(self._kept_missing),
        )


def _row_key(id_: str) -> str:
    """Return the part of an article's id that tells the row of its file; "" for a whole file."""
    return id_.partition("#")[2]


def digest(article: Article, settings: PassageSettings) -> str:
    """Return a digest that changes when the article, or the way to split it, changes."""
    return blake2b(repr((article, settings)).encode(), digest_size=16).hexdigest()
