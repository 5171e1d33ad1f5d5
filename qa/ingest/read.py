"""Load articles from files and folders.

The formats are in `qa.ingest.loaders`; title, publisher and date in `qa.ingest.page.metadata`.
"""

import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from pathlib import Path

from qa.ingest.document import (
    LoadError,
    LoadWarning,
    RawDocument,
    UnreadableError,
    printable,
)
from qa.ingest.loaders.base import Loaded, LoaderRegistry, LoadOptions
from qa.ingest.loaders.registry import LOADERS
from qa.ingest.page.boilerplate import body
from qa.ingest.page.metadata import read_metadata
from qa.schema.article import Article
from qa.text.language import detect_language

MAX_ARTICLE_CHARS = 2_000_000
"""The default longest article: a book's length; what is longer is a file gone wrong."""

_LANGUAGE_SAMPLE_CHARS = 4000
_SYSTEM_FILES = frozenset(["thumbs.db", "desktop.ini", "__macosx", "icon\r"])
_MAX_KINDS = 8


@dataclass(frozen=True, slots=True)
class LoadResult:
    """The articles that were loaded, and what is wrong with their files.

    Attributes:
        articles: in order.
        errors: of files and rows that gave no article.
        warnings: of those that gave one, but not all of it.
    """

    articles: tuple[Article, ...]
    errors: tuple[LoadError, ...]
    warnings: tuple[LoadWarning, ...] = ()


LoadOutcome = tuple[Article, int | None] | LoadError | LoadWarning
"""An article with the line of its row, if any; or what is wrong with a file or row."""

FileReader = Callable[[Path, str, int], Iterator[LoadOutcome]]
"""Yields the articles and errors of a file, given its path, name and the longest article."""


def read_articles(
    paths: Iterable[str | Path],
    max_article_chars: int = MAX_ARTICLE_CHARS,
    loaders: LoaderRegistry = LOADERS,
) -> LoadResult:
    """Return every article in these files and folders, in order, and the errors of the others.

    See `iter_articles`, which is the same for collections that do not fit in memory.
    """
    loaded = list(iter_articles(paths, max_article_chars, loaders=loaders))
    return LoadResult(
        tuple(each for each in loaded if isinstance(each, Article)),
        tuple(each for each in loaded if isinstance(each, LoadError)),
        tuple(each for each in loaded if isinstance(each, LoadWarning)),
    )


def iter_articles(
    paths: Iterable[str | Path],
    max_article_chars: int = MAX_ARTICLE_CHARS,
    read: FileReader | None = None,
    loaders: LoaderRegistry = LOADERS,
) -> Iterator[Article | LoadError | LoadWarning]:
    """Yield the articles of files and folders as they are read, and what is wrong with the rest.

    Folders are read recursively, by name; hidden files and files of unknown formats are skipped
    there. An article's id is its path within the folder that was given, or its file's name, and
    for a row of a file of many "#" and the row's id or line. Of two articles with the same id, or
    the same text by the same publisher, the first is kept.

    Args:
        paths: files of the formats in `loaders`, and folders of them.
        max_article_chars: the longest article; a longer one is an error.
        read: reads a file; `read_file` with these loaders unless given.
        loaders: the formats that are known.

    Raises:
        ValueError: `max_article_chars` < 1.
    """
    if max_article_chars < 1:
        raise ValueError(f"max_article_chars is {max_article_chars}; expected 1 or more")
    read = read or partial(read_file, loaders=loaders)
    duplicates = _DuplicateCheck()
    for given in paths:
        for file in _files(Path(given), loaders):
            if not isinstance(file, tuple):
                yield file
                continue
            path, name = file
            for loaded in read(path, name, max_article_chars):
                yield duplicates.checked(*loaded) if isinstance(loaded, tuple) else loaded


def files_in(paths: Iterable[str | Path], loaders: LoaderRegistry = LOADERS) -> Iterator[Path]:
    """Yield the files that `iter_articles` would read."""
    for given in paths:
        for file in _files(Path(given), loaders):
            if isinstance(file, tuple):
                yield file[0]


class _DuplicateCheck:
    """Finds articles with an id or a text that an earlier one has."""

    def __init__(self) -> None:
        self._path_by_id: dict[str, str] = {}
        self._ids_by_digest: dict[bytes, dict[str | None, str]] = {}

    def checked(self, article: Article, line: int | None) -> Article | LoadError:
        """Return the article, or an error if it is a duplicate; `line` is where its row is."""
        # A digest and not the text: a large collection need not fit in memory.
        words = " ".join(article.text.split()).encode()
        digest = blake2b(words, digest_size=16).digest()
        if article.id in self._path_by_id:
            other = self._path_by_id[article.id]
            problem = f"has the id {article.id!r}, like an article of {other}; give it its own"
        elif (other := self._copy(digest, article.source)) is not None:
            problem = f"has the same text as {other!r}, which was kept; remove one"
        else:
            self._path_by_id[article.id] = article.path
            self._ids_by_digest.setdefault(digest, {})[article.source] = article.id
            return article
        return LoadError(article.path, line, problem)

    def _copy(self, digest: bytes, source: str | None) -> str | None:
        """Return the id of an earlier article with this text, unless another publisher's."""
        same = self._ids_by_digest.get(digest, {})
        if source is None or None in same:
            return next(iter(same.values()), None)
        return same.get(source)


_File = tuple[Path, str]
"""A file to read, with the name that its articles' ids begin with."""


def _files(given: Path, loaders: LoaderRegistry) -> Iterator[_File | LoadError | LoadWarning]:
    """Yield the files to read, and one warning that counts those of kinds that are not read."""
    try:
        is_folder = stat.S_ISDIR(given.stat().st_mode)
    except (OSError, ValueError) as error:
        yield _system_error(given, error)
        return
    if is_folder:
        unread: Counter[str] = Counter()
        yield from _files_in_folder(given, given, (), loaders, unread)
        if unread:
            yield _unread_kinds(given, unread)
    elif loaders.accepts(given):
        yield given, printable(given.name)
    else:
        known = ", ".join(loaders.suffixes)
        yield LoadError(printable(given), None, f"is of no known kind; expected one of {known}")


def _files_in_folder(
    folder: Path,
    root: Path,
    ancestors: tuple[Path, ...],
    loaders: LoaderRegistry,
    unread: Counter[str],
) -> Iterator[_File | LoadError]:
    try:
        resolved = folder.resolve()
        paths = sorted(folder.iterdir())
    except (OSError, RuntimeError) as error:
        yield _system_error(folder, error)
        return
    if resolved in ancestors:
        yield LoadError(printable(folder), None, "links back to a folder above it; remove the link")
        return
    for path in (path for path in paths if not path.name.startswith(".")):
        try:
            is_folder = path.is_dir()
        except OSError as error:
            yield _system_error(path, error)
            continue
        if is_folder:
            yield from _files_in_folder(path, root, (*ancestors, resolved), loaders, unread)
        elif loaders.accepts(path):
            yield path, printable(path.relative_to(root).as_posix())
        elif path.name.lower() not in _SYSTEM_FILES:
            unread[printable(path.suffix.lower()) or "no suffix"] += 1


def _unread_kinds(folder: Path, unread: Counter[str]) -> LoadWarning:
    kinds = ", ".join(f"{suffix} ({count})" for suffix, count in unread.most_common(_MAX_KINDS))
    more = ", …" if len(unread) > _MAX_KINDS else ""
    files = "1 file is" if unread.total() == 1 else f"{unread.total():,} files are"
    message = f"{files} of kinds that are not read: {kinds}{more}"
    return LoadWarning(printable(folder), None, message)


def read_file(
    path: Path,
    name: str,
    max_chars: int,
    loaders: LoaderRegistry = LOADERS,
    options: LoadOptions | None = None,
) -> Iterator[LoadOutcome]:
    """Yield the articles of one file, and an error for each that cannot be loaded.

    Args:
        path: a file of a format in `loaders`.
        name: what the ids of its articles begin with.
        max_chars: the longest article.
        loaders: the formats that are known.
        options: for the loaders; by default only `max_chars` is set.
    """
    is_empty = True
    try:
        for document in _documents(path, loaders, options or LoadOptions(max_chars)):
            is_empty = False
            if not isinstance(document, RawDocument):
                yield document
            elif len(document.text) > max_chars:
                yield _too_long(path, document, max_chars)
            else:
                yield _article(path, name, document), document.line
    except UnreadableError as error:
        yield LoadError(printable(path), None, str(error))
    except (OSError, ValueError) as error:
        yield _system_error(path, error)
    else:
        if is_empty:
            yield LoadError(printable(path), None, "has no articles in it; remove it or fill it")


def _documents(path: Path, loaders: LoaderRegistry, options: LoadOptions) -> Iterator[Loaded]:
    if not stat.S_ISREG(path.stat().st_mode):
        # Opening a named pipe would wait for ever.
        raise UnreadableError("is not a regular file; copy its content into one")
    yield from loaders.load(path, options)


def _too_long(path: Path, document: RawDocument, max_chars: int) -> LoadError:
    size = len(document.text)
    message = f"has {size:,} characters; the longest that is read is {max_chars:,}; split it"
    return LoadError(printable(path), document.line, message)


def _article(path: Path, name: str, document: RawDocument) -> Article:
    metadata = document.metadata.or_else(read_metadata(document.text))
    sample = document.text[:_LANGUAGE_SAMPLE_CHARS]
    prose = " ".join(sample[run.start : run.end] for run in body(sample))
    return Article(
        id=name if document.key is None else f"{name}#{document.key}",
        title=metadata.title or name,
        text=document.text,
        path=printable(path),
        language=detect_language(prose or document.text),
        source=metadata.source,
        author=metadata.author,
        published=metadata.published,
        url=metadata.url,
    )


def _system_error(path: Path, error: Exception) -> LoadError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    message = f"cannot be read ({reason}); check the path and its rights"
    return LoadError(printable(path), None, message, not isinstance(error, FileNotFoundError))
