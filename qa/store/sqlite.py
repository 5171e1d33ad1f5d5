"""Where a library's articles, passages and vectors are kept: one SQLite file.

It is changed in transactions, so that a change is there whole or not at all. This is the one source
of truth. The indexes beside it are made from it, and it knows nothing of them but the generation: a
number that every change makes higher.
"""

import json
import sqlite3
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import RLock
from typing import Any

import numpy as np

from embeddings.base import Matrix, Vector
from qa.schema.article import Article, article_of, columns_of
from qa.schema.filters import SearchFilter
from qa.schema.passage import Passage
from qa.store.catalogue import ARTICLES, BARE_TEXT, OF_THESE, StoreCatalogue, in_alphabet
from qa.store.errors import LibraryError, read_as_written, reported
from qa.store.filtering import named_days, scope_query

FORMAT = "1"
DAYS_FORMAT = "1"
"""Raised when other days are found in the same passages; they are then looked for anew."""

_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS articles (
    id TEXT PRIMARY KEY, root TEXT NOT NULL, digest TEXT NOT NULL, title TEXT NOT NULL,
    text TEXT NOT NULL, path TEXT NOT NULL, language TEXT NOT NULL, source TEXT, author TEXT,
    published TEXT, url TEXT
);
CREATE TABLE IF NOT EXISTS passages (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    start INTEGER NOT NULL, end INTEGER NOT NULL, vector BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS days (
    row INTEGER NOT NULL REFERENCES passages (row) ON DELETE CASCADE,
    first TEXT NOT NULL, last TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS gone (row INTEGER PRIMARY KEY);
CREATE INDEX IF NOT EXISTS days_of_row ON days (row);
CREATE INDEX IF NOT EXISTS articles_of_source ON articles (source);
CREATE INDEX IF NOT EXISTS articles_of_language ON articles (language);
CREATE INDEX IF NOT EXISTS articles_of_path ON articles (path);
CREATE INDEX IF NOT EXISTS articles_of_length ON articles (length({BARE_TEXT}));
CREATE INDEX IF NOT EXISTS articles_of_root ON articles (root, id);
CREATE INDEX IF NOT EXISTS articles_of_day ON articles (substr(published, 1, 10), id);
CREATE INDEX IF NOT EXISTS passages_of_article ON passages (article);
"""
_READ_AT_ONCE = 1000
_INSERT = (
    "INSERT INTO articles (id, title, text, path, language, source, author, published, url, root,"
    " digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """What is known of an article without reading it: where it came from, and its digest."""

    root: str
    path: str
    digest: str


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """An article to be kept, with its passages and a vector for each, shape (passages, dim)."""

    article: Article
    kept: SourceRecord
    passages: tuple[Passage, ...]
    vectors: Matrix

    def __post_init__(self) -> None:
        if len(self.vectors) != len(self.passages):
            raise ValueError(
                f"{self.article.id}: {len(self.passages)} passages, {len(self.vectors)} vectors"
            )


def check_dims(entries: Sequence[IndexedDocument], dim: int) -> None:
    """Refuse vectors that are not of this length.

    Raises:
        ValueError: an entry's are not; the message names it.
    """
    for entry in entries:
        if entry.vectors.shape[1] != dim:
            raise ValueError(
                f"{entry.article.id}: vectors have {entry.vectors.shape[1]} numbers; expected {dim}"
            )


class SqliteStore:
    """The SQLite file, or the same in memory. May be used from several threads.

    Where another process is changing the file, it is waited for, `wait_s` at the most.
    """

    def __init__(self, path: Path | None, wait_s: float = 5.0) -> None:
        self._where = ":memory:" if path is None else str(path)
        self._lock = RLock()
        with reported(self._where, "opened as a library"):
            self._connection = sqlite3.connect(self._where, timeout=wait_s, check_same_thread=False)
            self._connection.create_function("casefold", 1, str.casefold, deterministic=True)
            self._connection.execute("PRAGMA foreign_keys = ON")
            self._connection.executescript(_SCHEMA)
        kept = self.fact("format")
        if kept is None:
            self.set_facts({"format": FORMAT})
        elif kept != FORMAT:
            raise LibraryError(
                f"{self._where}: is of format {kept}, this version reads {FORMAT}; delete the "
                "folder and run 'tanya index' again"
            )
        self._bring_days_up_to_date()

    def close(self) -> None:
        """Close the file; the store must not be used after this."""
        with self._lock:
            self._connection.close()

    def fact(self, name: str) -> str | None:
        """Return a named fact about the library, or None if it was never set."""
        rows = self._all("SELECT value FROM facts WHERE name = ?", (name,))
        return str(rows[0][0]) if rows else None

    def set_facts(self, facts: Mapping[str, str]) -> None:
        """Keep named facts about the library, all or none."""
        with self._changing() as connection:
            connection.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", facts.items())

    @property
    def generation(self) -> int:
        """How often the articles were changed."""
        with read_as_written(self._where):
            return int(self.fact("generation") or 0)

    def replace(
        self, entries: Sequence[IndexedDocument], removed: Sequence[str]
    ) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Take articles out and put others in, all or nothing; return the rows gone and come.

        The rows that come are in the order of the entries and their passages. An entry whose
        article is kept already takes its place.

        Raises:
            LibraryError: the file cannot be written; it is as it was.
        """
        out = dict.fromkeys([*removed, *(entry.article.id for entry in entries)])
        with self._changing() as connection:
            passages = self._passages
            gone = tuple(row for article in out for row in self._rows_of(article))
            connection.executemany("DELETE FROM articles WHERE id = ?", [(i,) for i in out])
            come = tuple(row for entry in entries for row in self._insert(entry))
            connection.executemany("INSERT INTO gone VALUES (?)", [(row,) for row in gone])
            passages += len(come) - len(gone)
            counts = {"generation": self.generation + 1, "passages": passages}
            connection.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", counts.items())
        return gone, come

    @property
    def _passages(self) -> int:
        """How many there are. To count them a whole index would be read."""
        kept = self.fact("passages")
        if kept is not None:
            return int(kept)
        ((counted,),) = self._all("SELECT count(*) FROM passages", ())
        return int(counted)

    @property
    def last_row(self) -> int:
        """The highest number of a row; every row that comes later has a higher one."""
        ((last,),) = self._all("SELECT max(row) FROM passages", ())
        return last or 0

    def gone(self) -> tuple[int, ...]:
        """Return the rows that went since the last `forget_gone`."""
        return tuple(row for (row,) in self._all("SELECT row FROM gone", ()))

    def forget_gone(self) -> None:
        """Say that whoever must know knows which rows are gone."""
        with self._changing() as connection:
            connection.execute("DELETE FROM gone")

    def _rows_of(self, article: str) -> list[int]:
        return [
            row for (row,) in self._all("SELECT row FROM passages WHERE article = ?", (article,))
        ]

    def _insert(self, entry: IndexedDocument) -> list[int]:
        article, kept = entry.article, entry.kept
        values = (*columns_of(article), kept.root, kept.digest)
        self._connection.execute(_INSERT, values)
        rows: list[int] = []
        for passage, vector in zip(entry.passages, entry.vectors, strict=True):
            cursor = self._connection.execute(
                "INSERT INTO passages (article, start, end, vector) VALUES (?, ?, ?, ?)",
                (article.id, passage.start, passage.end, vector.astype("<f4").tobytes()),
            )
            rows.append(int(cursor.lastrowid or 0))
            self._insert_days(rows[-1], passage)
        return rows

    def _insert_days(self, row: int, passage: Passage) -> None:
        ends = [(row, str(days.first), str(days.last)) for days in named_days(passage)]
        self._connection.executemany("INSERT INTO days VALUES (?, ?, ?)", ends)

    def _bring_days_up_to_date(self) -> None:
        """Look for the days that passages name, where that was not done or was done otherwise."""
        if self.fact("days") == DAYS_FORMAT:
            return
        with self._changing() as connection:
            connection.execute("DELETE FROM days")
            for row, passage, _ in self.every_passage():
                self._insert_days(row, passage)
            connection.execute("INSERT OR REPLACE INTO facts VALUES ('days', ?)", (DAYS_FORMAT,))

    def source_records(self, ids: Sequence[str]) -> dict[str, SourceRecord]:
        """Return what is known of those of these articles that there are, by id."""
        rows = self._all(
            f"SELECT id, root, path, digest FROM articles {OF_THESE}", (json.dumps(list(ids)),)
        )
        return {article: SourceRecord(root, path, digest) for article, root, path, digest in rows}

    def ids(self, root: str | None = None) -> tuple[str, ...]:
        """Return the ids of all articles, or of those that came from this root."""
        query = "SELECT id FROM articles"
        values = () if root is None else (root,)
        of_root = "" if root is None else " WHERE root = ?"
        return tuple(id_ for (id_,) in self._all(query + of_root, values))

    @property
    def catalogue(self) -> "StoreCatalogue":
        """The articles, to be listed and looked up."""
        return StoreCatalogue(self._all, self._where)

    def vectors(self, rows: Sequence[int]) -> dict[int, Vector]:
        """Return the vectors of those of these rows that there are, by row."""
        query = "SELECT row, vector FROM passages WHERE row IN (SELECT value FROM json_each(?))"
        found = self._all(query, (json.dumps(list(rows)),))
        with read_as_written(self._where):
            vector_of = self._vector_of()
            return {row: vector_of(vector) for row, vector in found}

    def _vector_of(self) -> Callable[[bytes], Vector]:
        """Return what reads a vector, and raises a ValueError for one of another length."""
        dim = self.fact("dim")

        def vector_of(kept: bytes) -> Vector:
            vector = np.frombuffer(kept, "<f4")
            if dim is not None and len(vector) != int(dim):
                raise ValueError(f"a vector has {len(vector)} numbers; expected {dim}")
            return vector

        return vector_of

    def articles(self) -> tuple[Article, ...]:
        """Return every article, in the order of their ids."""
        rows = self._all(f"{ARTICLES} ORDER BY id", ())
        with read_as_written(self._where):
            return tuple(map(article_of, rows))

    def passages(self, rows: Sequence[int]) -> dict[int, Passage]:
        """Return the passages of these rows, by row; those that are gone are left out."""
        found = self._all(
            "SELECT row, article, start, end FROM passages"
            " WHERE row IN (SELECT value FROM json_each(?))",
            (json.dumps(list(rows)),),
        )
        ids = sorted({article for _, article, _, _ in found})
        articles = {article.id: article for article in self.catalogue.of_ids(ids)}
        # Between the two queries another process may take an article out.
        there = [each for each in found if each[1] in articles]
        with read_as_written(self._where):
            return {row: Passage(articles[id_], start, end) for row, id_, start, end in there}

    def every_passage(self, after: int = 0) -> Iterator[tuple[int, Passage, Vector]]:
        """Yield every row beyond one with its passage and vector, read as it is asked for.

        Those of an article are in order, and articles in the order of their first rows.
        """
        query = (
            "SELECT row, start, end, vector, article FROM passages WHERE row > ?"
            f" ORDER BY row LIMIT {_READ_AT_ONCE}"
        )
        vector_of = self._vector_of()
        while found := self._all(query, (after,)):
            articles = {a.id: a for a in self.catalogue.of_ids(sorted({e[4] for e in found}))}
            with read_as_written(self._where):
                read = [
                    (row, Passage(articles[article], start, end), vector_of(vector))
                    for row, start, end, vector, article in found
                    if article in articles
                ]
            yield from read
            after = found[-1][0]

    def rows(self, scope: SearchFilter, most: int | None = None) -> tuple[int, ...]:
        """Return the rows that are looked at, in order; at most `most`, whichever they are."""
        query, values = scope_query(scope)
        # For SQLite, less than 0 is no limit. Ordered there, it would read the table and no index.
        found = self._all(f"{query} LIMIT ?", (*values, most or -1))
        return tuple(sorted(row for (row,) in found))

    def filter_rows(self, scope: SearchFilter, rows: Sequence[int]) -> frozenset[int]:
        """Return those of these rows that are looked at."""
        query, values = scope_query(scope)
        only = "passages.row IN (SELECT value FROM json_each(?))"
        found = self._all(f"{query} AND {only}", (*values, json.dumps(list(rows))))
        return frozenset(row for (row,) in found)

    def languages(self) -> tuple[str, ...]:
        """Return the languages of the articles, in the order of the alphabet."""
        return self._distinct("language")

    def sources(self) -> tuple[str, ...]:
        """Return the publishers of the articles, in the order of the alphabet."""
        return in_alphabet(self._distinct("source"))

    def _distinct(self, column: str) -> tuple[str, ...]:
        """Return the values of a column that has an index, in order, by a step for each value."""
        rows = self._all(
            "WITH RECURSIVE steps (value) AS ("
            f"SELECT min({column}) FROM articles UNION ALL "
            f"SELECT (SELECT min({column}) FROM articles WHERE {column} > value) FROM steps"
            " WHERE value IS NOT NULL) SELECT value FROM steps WHERE value IS NOT NULL",
            (),
        )
        return tuple(value for (value,) in rows)

    def newest_day(self) -> date | None:
        """Return the last day that an article was published; None where none says."""
        ((newest,),) = self._all("SELECT max(substr(published, 1, 10)) FROM articles", ())
        with read_as_written(self._where):
            return newest and date.fromisoformat(newest)

    def counts(self) -> tuple[int, int]:
        """Return how many articles and how many passages there are."""
        ((articles,),) = self._all("SELECT count(*) FROM articles", ())
        return int(articles), self._passages

    def _all(self, query: str, values: Sequence[str | int]) -> list[tuple[Any, ...]]:
        with self._lock, reported(self._where, "read"):
            return self._connection.execute(query, tuple(values)).fetchall()

    @contextmanager
    def _changing(self) -> Generator[sqlite3.Connection]:
        with self._lock, reported(self._where, "changed"), self._connection as connection:
            yield connection
