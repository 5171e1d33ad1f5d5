"""Articles that a reader adds: files taken into the library one at a time, and what came of each.

A file's own name is shown and never used as a path. What is kept is named by what it holds, so that
the same file, added twice, is one article under one id for good.
"""

import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from qa.indexing.sync import SyncReport
from qa.ingest.document import LoadError
from qa.ingest.loaders.files import READERS
from qa.store.errors import LibraryError
from ui.chat.article_store import ArticleStore
from ui.html.highlight import safe
from ui.strings.page import Strings, counted

FOLDER = "uploaded"
_MAX_STEM_CHARS = 40


@dataclass(frozen=True, slots=True)
class Arrival:
    """What came of one file: how many articles it added, and what was wrong with it."""

    name: str
    added: int = 0
    problems: tuple[str, ...] = ()


def arrivals(
    files: Sequence[Path],
    shelf: ArticleStore,
    words: Strings,
    held: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> Iterator[Arrival]:
    """Yield what comes of each file as it is taken in; see `qa.indexing.sync`.

    Args:
        files: where they lie for now; their names are those that the reader knows.
        shelf: what takes them in.
        words: for what is wrong.
        held: keeps questions away while the library is changed, but not while a file is read.
    """
    limits = shelf.upload_settings
    with tempfile.TemporaryDirectory() as passing:
        folder = Path(passing) if shelf.folder is None else shelf.folder / FOLDER
        for number, file in enumerate(files, start=1):
            if number > limits.max_files:
                told = words.too_many_files.format(n=limits.max_files)
                yield Arrival(file.name, problems=(told,))
            else:
                yield _arrival(file, folder, shelf, words, held)


def _arrival(
    file: Path,
    folder: Path,
    shelf: ArticleStore,
    words: Strings,
    held: Callable[[], AbstractContextManager[None]],
) -> Arrival:
    name, limits = file.name, shelf.upload_settings
    try:
        size = file.stat().st_size
        if size > limits.max_file_bytes:
            most = f"{limits.max_file_bytes / 1_000_000:g}"
            return Arrival(name, problems=(words.too_large_file.format(n=most),))
        if file.suffix.lower() not in READERS:
            return Arrival(name, problems=(words.unknown_kind.format(kinds=", ".join(READERS)),))
        kept = _kept(file, folder)
        found = shelf.read(kept)
        texts = [each[0].text for each in found if not isinstance(each, LoadError)]
        twins = [shelf.articles.with_text(text) for text in texts]
        if twins and twins[0] and all(twins):
            if not shelf.articles.has_path(str(kept)):
                kept.unlink(missing_ok=True)
            return Arrival(name, problems=(words.same_article.format(title=twins[0].title),))
        with held():
            arrival = _told(name, shelf.add(kept, found))
    except (OSError, LibraryError) as error:
        return Arrival(name, problems=(str(error),))
    if not arrival.added:
        kept.unlink(missing_ok=True)
    return arrival


def _kept(file: Path, folder: Path) -> Path:
    """Return the copy of a file that is kept, under a name that is made here."""
    folder.mkdir(parents=True, exist_ok=True)
    data = file.read_bytes()
    stem = re.sub(r"[^a-z0-9]+", "-", file.stem.lower())[:_MAX_STEM_CHARS].strip("-")
    digest = blake2b(data, digest_size=8).hexdigest()
    path = folder / f"{stem or 'article'}-{digest}{file.suffix.lower()}"
    path.write_bytes(data)
    return path


def _told(name: str, changes: SyncReport) -> Arrival:
    problems = (
        problem.message if problem.line is None else f"{problem.line}: {problem.message}"
        for problem in changes.refused
    )
    return Arrival(name, len(changes.added) + len(changes.changed), tuple(problems))


def arrival_list(arrived: Sequence[Arrival], total: int, words: Strings) -> str:
    """Return as HTML what came of the files so far, and how many are still to come."""
    items = "".join(_item(arrival, words) for arrival in arrived)
    done = len(arrived)
    bar = f'<progress max="{total}" value="{done}" aria-label="{words.adding}"></progress>'
    head = f"{words.adding} {done}/{total} {bar}" if done < total else words.added
    return (
        f'<div class="arrivals" lang="{words.language}"><p role="status">{head}</p>'
        f"<ul>{items}</ul></div>"
    )


def _item(arrival: Arrival, words: Strings) -> str:
    told = [counted(arrival.added, words.articles_one, words.articles)] if arrival.added else []
    wrong = "".join(f'<span class="problem">{safe(each)}</span>' for each in arrival.problems)
    return f"<li><strong>{safe(arrival.name)}</strong> {' '.join(told)}{wrong}</li>"
