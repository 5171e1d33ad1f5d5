"""A news article, as the reader would open it; and reading articles from files and folders.

How each kind of file is read is in `qa.ingest.loaders.files`; title, publisher and date in
`qa.ingest.metadata`.
"""

import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from qa.ingest.boilerplate import body
from qa.ingest.document import LoadError, RawDocument, UnreadableError, printable
from qa.ingest.loaders.files import READERS
from qa.ingest.metadata import read_metadata
from qa.schema.article import Article
from qa.text.language import language_of

MAX_ARTICLE_CHARS = 2_000_000
"""The default longest article: a book's length; what is longer is a file gone wrong."""

_ENOUGH_FOR_LANGUAGE = 4000


@dataclass(frozen=True, slots=True)
class LoadResult:
    """What a reading of files came to: the articles, and why others did not become one."""

    articles: tuple[Article, ...]
    problems: tuple[LoadError, ...]


FileRead = tuple[Article, int | None] | LoadError
"""An article with the line of its file that it is, if any; or why there is none."""

ReadFile = Callable[[Path, str, int], Iterator[FileRead]]
"""Yields what a file holds, by its path, its name and the most characters of an article."""


def read_articles(
    paths: Iterable[str | Path], max_article_chars: int = MAX_ARTICLE_CHARS
) -> LoadResult:
    """Return every article in these files and folders, in order, and what was wrong with others.

    See `iter_articles`, which is the same for collections that do not fit in memory.
    """
    articles: list[Article] = []
    problems: list[LoadError] = []
    for found in iter_articles(paths, max_article_chars):
        if isinstance(found, Article):
            articles.append(found)
        else:
            problems.append(found)
    return LoadResult(tuple(articles), tuple(problems))


def iter_articles(
    paths: Iterable[str | Path],
    max_article_chars: int = MAX_ARTICLE_CHARS,
    read: ReadFile | None = None,
) -> Iterator[Article | LoadError]:
    """Yield the articles of files and folders as they are read; a Problem for each that is not.

    Folders are read with the folders in them, by name; hidden files, and kinds of file that are
    not known, are passed over there. An article's id is its path within the folder that was
    given, or its file's name, and for a row of a file of many "#" and the row's id or line. Of
    two articles with one id, or with one text, the first is kept.

    Args:
        paths: .txt, .md, .html, .htm, .pdf, .docx, .jsonl and .csv files, and folders of them.
        max_article_chars: what is longer is a Problem, found without reading it.
        read: reads a file; `read_file` unless given.

    Raises:
        ValueError: `max_article_chars` < 1.
    """
    if max_article_chars < 1:
        raise ValueError(f"max_article_chars is {max_article_chars}; expected 1 or more")
    seen = _Seen()
    for given in paths:
        for found in _files(Path(given)):
            if isinstance(found, LoadError):
                yield found
            else:
                path, name = found
                for each in (read or read_file)(path, name, max_article_chars):
                    yield each if isinstance(each, LoadError) else seen.checked(*each)


def files_in(paths: Iterable[str | Path]) -> Iterator[Path]:
    """Yield the files that `iter_articles` would read."""
    for given in paths:
        for found in _files(Path(given)):
            if not isinstance(found, LoadError):
                yield found[0]


class _Seen:
    """The ids and texts that were read, so that none is read twice."""

    def __init__(self) -> None:
        self._paths: dict[str, str] = {}
        self._texts: dict[bytes, str] = {}

    def checked(self, article: Article, line: int | None) -> Article | LoadError:
        """Return the article, or why it is one too many; `line` is where its row stands."""
        # A digest and not the text: a large collection need not fit in memory.
        words = " ".join(article.text.split()).encode()
        digest = blake2b(words, digest_size=16).digest()
        if article.id in self._paths:
            other = self._paths[article.id]
            problem = f"has the id {article.id!r}, like an article of {other}; give it its own"
        elif digest in self._texts:
            problem = f"has the same text as {self._texts[digest]!r}, which was kept; remove one"
        else:
            self._paths[article.id] = article.path
            self._texts[digest] = article.id
            return article
        return LoadError(article.path, line, problem)


def _files(given: Path) -> Iterator[tuple[Path, str] | LoadError]:
    """Yield the files to read, each with the name that its articles are known by."""
    try:
        is_folder = stat.S_ISDIR(given.stat().st_mode)
    except (OSError, ValueError) as error:
        yield _of_os(given, error)
        return
    if is_folder:
        yield from _in_folder(given, given, ())
    elif given.suffix.lower() in READERS:
        yield given, printable(given.name)
    else:
        known = ", ".join(READERS)
        yield LoadError(printable(given), None, f"is of no known kind; expected one of {known}")


def _in_folder(
    folder: Path, root: Path, above: tuple[Path, ...]
) -> Iterator[tuple[Path, str] | LoadError]:
    try:
        here = folder.resolve()
        paths = sorted(folder.iterdir())
    except (OSError, RuntimeError) as error:
        yield _of_os(folder, error)
        return
    if here in above:
        yield LoadError(printable(folder), None, "links back to a folder above it; remove the link")
        return
    for path in (path for path in paths if not path.name.startswith(".")):
        if path.is_dir():
            yield from _in_folder(path, root, (*above, here))
        elif path.suffix.lower() in READERS:
            yield path, printable(path.relative_to(root).as_posix())


def read_file(path: Path, name: str, max_chars: int) -> Iterator[FileRead]:
    """Yield the articles of one file, known by this name, and what is wrong with others."""
    nothing = True
    try:
        for entry in _entries(path, max_chars):
            nothing = False
            if isinstance(entry, LoadError):
                yield entry
            elif len(entry.text) > max_chars:
                yield _too_long(path, entry, max_chars)
            else:
                yield _article(path, name, entry), entry.line
    except UnreadableError as error:
        yield LoadError(printable(path), None, str(error))
    except (OSError, ValueError) as error:
        yield _of_os(path, error)
    else:
        if nothing:
            yield LoadError(printable(path), None, "has no articles in it; remove it or fill it")


def _entries(path: Path, max_chars: int) -> Iterator[RawDocument | LoadError]:
    if not stat.S_ISREG(path.stat().st_mode):
        # Opening a named pipe would wait for ever.
        raise UnreadableError("is not a regular file; copy its content into one")
    yield from READERS[path.suffix.lower()](path, max_chars)


def _too_long(path: Path, entry: RawDocument, max_chars: int) -> LoadError:
    size = len(entry.text)
    message = f"has {size:,} characters; the longest that is read is {max_chars:,}; split it"
    return LoadError(printable(path), entry.line, message)


def _article(path: Path, name: str, entry: RawDocument) -> Article:
    known = entry.given.or_else(read_metadata(entry.text))
    start = entry.text[:_ENOUGH_FOR_LANGUAGE]
    prose = " ".join(start[run.start : run.end] for run in body(start))
    return Article(
        id=name if entry.key is None else f"{name}#{entry.key}",
        title=known.title or name,
        text=entry.text,
        path=printable(path),
        language=language_of(prose or entry.text),
        source=known.source,
        author=known.author,
        published=known.published,
        url=known.url,
    )


def _of_os(path: Path, error: Exception) -> LoadError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    message = f"cannot be read ({reason}); check the path and its rights"
    return LoadError(printable(path), None, message, not isinstance(error, FileNotFoundError))
