"""Saving what can be saved of a library whose SQLite file is damaged.

What is saved is known to be whole: the text is the one that the kept digest was taken of, and it
has every passage that it is split into, each with its vector. The others are told by how many they
are; 'tanya index' reads them anew where their files still are.
"""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from embeddings.files.file_lock import FileLock
from qa.indexing.sync import digest
from qa.ingest.chunking import split_into_passages
from qa.schema.article import Article, article_of
from qa.schema.passage import Passage
from qa.settings import PassageSettings
from qa.store.documents import IndexedDocument, SourceRecord
from qa.store.errors import LibraryError
from qa.store.local import LOCK_FILE, STORE_FILE
from qa.store.manifest import MANIFEST_FILE
from qa.store.sqlite import SqliteStore

DAMAGED_SUFFIX = ".damaged"
_BATCH = 32
_UNREADABLE = (sqlite3.Error, UnicodeDecodeError)
"""What a damaged file makes SQLite raise."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """What became of a library.

    Attributes:
        saved: how many articles it holds now.
        lost: how many more there were signs of.
        damaged: where the damaged file is kept; None where nothing was damaged.
    """

    saved: int
    lost: int
    damaged: Path | None

    def __post_init__(self) -> None:
        if min(self.saved, self.lost) < 0:
            raise ValueError(f"{self.saved} articles saved, {self.lost} lost; expected 0 or more")


def repair(folder: Path, settings: PassageSettings) -> Repaired:
    """Put a library of what can be saved in the place of a damaged one, whose file is kept.

    Args:
        folder: of the library.
        settings: how its articles were split.

    Raises:
        LibraryError: there is no library, nothing of it can be read, the disk cannot be written, or
            another process is changing it; it is as it was.
    """
    path = folder / STORE_FILE
    if not path.is_file():
        raise LibraryError(f"{folder}: there is no library here to repair")
    lock = FileLock(folder / LOCK_FILE)
    if not lock.try_acquire():
        raise LibraryError(
            f"{folder}: another process is changing this library, or it cannot be written to"
        )
    try:
        return _repaired(path, settings)
    except OSError as error:
        raise LibraryError(f"{folder}: cannot be repaired ({error})") from error
    finally:
        lock.release()


def _repaired(path: Path, settings: PassageSettings) -> Repaired:
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".repair-") as temporary:
        copy, made = Path(temporary) / STORE_FILE, Path(temporary) / "made.sqlite"
        _copy(path, copy)
        with closing(sqlite3.connect(copy)) as damaged:
            if _is_sound(damaged):
                ((count,),) = damaged.execute("SELECT count(*) FROM articles")
                return Repaired(count, 0, None)
            saved, lost = _save(damaged, made, settings)
        if not saved:
            raise LibraryError(
                f"{path}: nothing of it can be read; delete the folder and run 'tanya index' again"
            )
        return Repaired(saved, lost, _exchanged(path.parent, made))


def _copy(path: Path, to: Path) -> None:
    """Copy the file, and the journal of a change that was cut off, which SQLite then takes back."""
    shutil.copyfile(path, to)
    journal = path.with_name(f"{path.name}-journal")
    if journal.is_file():
        shutil.copyfile(journal, to.with_name(f"{to.name}-journal"))


def _is_sound(damaged: sqlite3.Connection) -> bool:
    try:
        return damaged.execute("PRAGMA integrity_check(1)").fetchall() == [("ok",)]
    except _UNREADABLE:
        return False


def _save(damaged: sqlite3.Connection, made: Path, settings: PassageSettings) -> tuple[int, int]:
    """Return how many articles were put into a new file, and how many could not be."""
    places = _places(damaged)
    facts = {name: value for name in ("encoder", "dim") if (value := _fact(damaged, name))}
    with closing(SqliteStore(made)) as store:
        store.set_facts(facts)
        saved, batch = 0, list[IndexedDocument]()
        for place in places:
            entry = _entry(damaged, place, settings)
            if entry is not None:
                batch.append(entry)
                saved += 1
            if len(batch) == _BATCH:
                store.replace(batch, ())
                batch.clear()
        store.replace(batch, ())
    return saved, len(places) - saved


def _places(damaged: sqlite3.Connection) -> list[int]:
    """Return where articles are or were: all that the table or its index tells from either end."""
    found: set[int] = set()
    for order in ("rowid", "rowid DESC", "id", "id DESC"):
        with suppress(*_UNREADABLE):
            for (place,) in damaged.execute(f"SELECT rowid FROM articles ORDER BY {order}"):
                found.add(place)
    return sorted(found)


def _fact(damaged: sqlite3.Connection, name: str) -> str | None:
    rows = _read(damaged, "SELECT value FROM facts WHERE name = ?", (name,))
    return str(rows[0][0]) if rows else None


def _entry(
    damaged: sqlite3.Connection, place: int, settings: PassageSettings
) -> IndexedDocument | None:
    """Return an article with all that belongs to it; None where something is not as it was kept."""
    rows = _read(damaged, "SELECT * FROM articles WHERE rowid = ?", (place,))
    try:
        id_, root, kept_digest, title, text, path, *others = rows[0]
        article = article_of((id_, title, text, path, *others))
        if digest(article, settings) != kept_digest:
            return None
        parts = split_into_passages(article, settings.max_chars, settings.overlap_chars)
        vectors = list(_vectors(damaged, article, parts))
        if len(vectors) != len(parts):
            return None
        stacked = np.stack(vectors) if vectors else np.zeros((0, 1), np.float32)
        return IndexedDocument(article, SourceRecord(root, path, kept_digest), parts, stacked)
    except (IndexError, TypeError, ValueError, AttributeError):
        return None


def _vectors(
    damaged: sqlite3.Connection, article: Article, parts: Sequence[Passage]
) -> Iterator[Any]:
    """Yield the vector of each passage, as far as they are there."""
    rows = _read(
        damaged, "SELECT start, end, vector FROM passages WHERE article = ?", (article.id,)
    )
    found = {(start, end): vector for start, end, vector in rows}
    for part in parts:
        vector = found.get((part.start, part.end))
        if isinstance(vector, bytes):
            yield np.frombuffer(vector, "<f4")


def _read(
    damaged: sqlite3.Connection, query: str, values: Sequence[str | int]
) -> list[tuple[Any, ...]]:
    try:
        return damaged.execute(query, tuple(values)).fetchall()
    except _UNREADABLE:
        return []


def _exchanged(folder: Path, made: Path) -> Path:
    """Put the new file in the place of the damaged one; return where that is kept."""
    path = folder / STORE_FILE
    kept = path.with_name(f"{path.name}{DAMAGED_SUFFIX}")
    (folder / MANIFEST_FILE).unlink(missing_ok=True)
    shutil.copyfile(path, kept)
    path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
    made.replace(path)
    return kept
