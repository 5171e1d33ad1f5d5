"""Repair a library whose SQLite file is damaged: save the articles that are whole.

An article is saved if its text still has the digest that was stored, and every passage that it is
split into has its vector. The others are only counted; 'tanya index' reads them again where their
files still exist.
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
from qa.store.indexes.manifest import MANIFEST_FILE
from qa.store.local import LOCK_FILE, STORE_FILE
from qa.store.sqlite import SqliteStore

DAMAGED_SUFFIX = ".damaged"
_BATCH_ARTICLES = 32
_UNREADABLE = (sqlite3.Error, UnicodeDecodeError)
"""What a damaged file makes SQLite raise."""


@dataclass(frozen=True, slots=True)
class RepairReport:
    """The result of a repair.

    Attributes:
        saved: the number of articles in the library now.
        lost: the number of articles of which only traces were found.
        damaged: the path of the damaged file; None if nothing was damaged.
    """

    saved: int
    lost: int
    damaged: Path | None

    def __post_init__(self) -> None:
        if min(self.saved, self.lost) < 0:
            raise ValueError(f"{self.saved} articles saved, {self.lost} lost; expected 0 or more")


def repair(folder: Path, settings: PassageSettings) -> RepairReport:
    """Replace a damaged library by one of the articles that are whole; the damaged file is kept.

    Args:
        folder: of the library.
        settings: how its articles were split.

    Raises:
        LibraryError: there is no library, nothing of it can be read, the disk cannot be written, or
            another process is changing it; the library is unchanged then.
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
        return _repair(path, settings)
    except OSError as error:
        raise LibraryError(f"{folder}: cannot be repaired ({error})") from error
    finally:
        lock.release()


def _repair(path: Path, settings: PassageSettings) -> RepairReport:
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".repair-") as temporary:
        copy, new = Path(temporary) / STORE_FILE, Path(temporary) / "new.sqlite"
        _copy(path, copy)
        with closing(sqlite3.connect(copy)) as damaged:
            if _is_sound(damaged):
                ((count,),) = damaged.execute("SELECT count(*) FROM articles")
                return RepairReport(count, 0, None)
            saved, lost = _save(damaged, new, settings)
        if not saved:
            raise LibraryError(
                f"{path}: nothing of it can be read; delete the folder and run 'tanya index' again"
            )
        return RepairReport(saved, lost, _replace_damaged(path.parent, new))


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


def _save(damaged: sqlite3.Connection, new: Path, settings: PassageSettings) -> tuple[int, int]:
    """Write the whole articles into a new file; return how many were saved and how many lost."""
    rowids = _rowids(damaged)
    facts = {name: value for name in ("encoder", "dim") if (value := _fact(damaged, name))}
    with closing(SqliteStore(new)) as store:
        store.set_facts(facts)
        saved, batch = 0, list[IndexedDocument]()
        for rowid in rowids:
            document = _document(damaged, rowid, settings)
            if document is not None:
                batch.append(document)
                saved += 1
            if len(batch) == _BATCH_ARTICLES:
                store.replace(batch, ())
                batch.clear()
        store.replace(batch, ())
    return saved, len(rowids) - saved


def _rowids(damaged: sqlite3.Connection) -> list[int]:
    """Return the rowids of all articles of which the table or its index has a trace.

    Both are read from either end, up to the damage.
    """
    found: set[int] = set()
    for order in ("rowid", "rowid DESC", "id", "id DESC"):
        with suppress(*_UNREADABLE):
            for (rowid,) in damaged.execute(f"SELECT rowid FROM articles ORDER BY {order}"):
                found.add(rowid)
    return sorted(found)


def _fact(damaged: sqlite3.Connection, name: str) -> str | None:
    rows = _read(damaged, "SELECT value FROM facts WHERE name = ?", (name,))
    return str(rows[0][0]) if rows else None


def _document(
    damaged: sqlite3.Connection, rowid: int, settings: PassageSettings
) -> IndexedDocument | None:
    """Return an article as it was indexed; None where some of it is missing or changed."""
    rows = _read(damaged, "SELECT * FROM articles WHERE rowid = ?", (rowid,))
    try:
        id_, root, stored_digest, title, text, path, *others = rows[0]
        article = article_of((id_, title, text, path, *others))
        if digest(article, settings) != stored_digest:
            return None
        passages = split_into_passages(article, settings.max_chars, settings.overlap_chars)
        vectors = list(_vectors(damaged, article, passages))
        if len(vectors) != len(passages):
            return None
        stacked = np.stack(vectors) if vectors else np.zeros((0, 1), np.float32)
        return IndexedDocument(article, SourceRecord(root, path, stored_digest), passages, stacked)
    except (IndexError, TypeError, ValueError, AttributeError):
        return None


def _vectors(
    damaged: sqlite3.Connection, article: Article, passages: Sequence[Passage]
) -> Iterator[Any]:
    """Yield the stored vector of each passage that has one."""
    rows = _read(
        damaged, "SELECT start, end, vector FROM passages WHERE article = ?", (article.id,)
    )
    stored = {(start, end): vector for start, end, vector in rows}
    for passage in passages:
        vector = stored.get((passage.start, passage.end))
        if isinstance(vector, bytes):
            yield np.frombuffer(vector, "<f4")


def _read(
    damaged: sqlite3.Connection, query: str, values: Sequence[str | int]
) -> list[tuple[Any, ...]]:
    try:
        return damaged.execute(query, tuple(values)).fetchall()
    except _UNREADABLE:
        return []


def _replace_damaged(folder: Path, new: Path) -> Path:
    """Replace the damaged file by the new one; return the path where the damaged one is kept."""
    path = folder / STORE_FILE
    kept = path.with_name(f"{path.name}{DAMAGED_SUFFIX}")
    (folder / MANIFEST_FILE).unlink(missing_ok=True)
    shutil.copyfile(path, kept)
    path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
    new.replace(path)
    return kept
