"""Add the files that a reader uploads to the library, one at a time, with a result for each.

A file's own name is shown and never used as a path. The stored copy is named by its content, so
that the same file, uploaded twice, is one article under one id for good.
"""

import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from qa.indexing.sync import SyncReport
from qa.ingest.loaders.registry import LOADERS
from qa.store.errors import LibraryError
from ui.chat.article_store import ArticleStore
from ui.html.templates import render_html
from ui.strings.phrases import Strings

FOLDER = "uploaded"
_MAX_STEM_CHARS = 40


@dataclass(frozen=True, slots=True)
class UploadResult:
    """The result for one file: how many articles it added, and what was wrong with it."""

    name: str
    added: int = 0
    problems: tuple[str, ...] = ()


def add_uploads(
    files: Sequence[Path],
    store: ArticleStore,
    words: Strings,
    lock: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> Iterator[UploadResult]:
    """Yield a result for each file as it is added; see `qa.indexing.sync`.

    Args:
        files: where the browser's uploads lie for now, under the names that the reader knows.
        store: the library to add them to.
        words: for what is wrong.
        lock: keeps questions away while the library is changed, but not while a file is read.
    """
    limits = store.upload_settings
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) if store.folder is None else store.folder / FOLDER
        for number, file in enumerate(files, start=1):
            if number > limits.max_files:
                problem = words.too_many_files.format(n=limits.max_files)
                yield UploadResult(file.name, problems=(problem,))
            else:
                yield _add_upload(file, folder, store, words, lock)


def _add_upload(
    file: Path,
    folder: Path,
    store: ArticleStore,
    words: Strings,
    lock: Callable[[], AbstractContextManager[None]],
) -> UploadResult:
    name, limits = file.name, store.upload_settings
    try:
        size = file.stat().st_size
        if size > limits.max_file_bytes:
            most = f"{limits.max_file_bytes / 1_000_000:g}"
            return UploadResult(name, problems=(words.too_large_file.format(n=most),))
        if not LOADERS.accepts(file):
            return UploadResult(
                name, problems=(words.unknown_kind.format(kinds=", ".join(LOADERS.suffixes)),)
            )
        copy = _copy(file, folder)
        found = store.read(copy)
        texts = [each[0].text for each in found if isinstance(each, tuple)]
        twins = [store.articles.find_text(text) for text in texts]
        if twins and twins[0] and all(twins):
            if not store.articles.has_path(str(copy)):
                copy.unlink(missing_ok=True)
            return UploadResult(name, problems=(words.same_article.format(title=twins[0].title),))
        with lock():
            result = _result(name, store.add(copy, found))
    except (OSError, LibraryError) as error:
        return UploadResult(name, problems=(str(error),))
    if not result.added:
        copy.unlink(missing_ok=True)
    return result


def _copy(file: Path, folder: Path) -> Path:
    """Copy a file into the folder, under a name made of its own name and its content's hash."""
    folder.mkdir(parents=True, exist_ok=True)
    data = file.read_bytes()
    stem = re.sub(r"[^a-z0-9]+", "-", file.stem.lower())[:_MAX_STEM_CHARS].strip("-")
    digest = blake2b(data, digest_size=8).hexdigest()
    path = folder / f"{stem or 'article'}-{digest}{file.suffix.lower()}"
    path.write_bytes(data)
    return path


def _result(name: str, report: SyncReport) -> UploadResult:
    problems = (
        problem.message if problem.line is None else f"{problem.line}: {problem.message}"
        for problem in report.refused
    )
    return UploadResult(name, len(report.added) + len(report.changed), tuple(problems))


def render_upload_results(results: Sequence[UploadResult], total: int, words: Strings) -> str:
    """Render what became of the files so far; `total` counts those still to come, too."""
    return render_html("upload_results.html", results=results, total=total, words=words)
