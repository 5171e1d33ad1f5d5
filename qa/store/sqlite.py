"""The SQLite store: a library's articles, passages and vectors in one file.

It is the single source of truth and is changed in transactions. The indexes beside it are derived
from it; the store knows nothing of them but its generation, a number that every change increases.
"""

import json
import sqlite3
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from threading import RLock
from typing import Any

import numpy as np

from embeddings.base import Vector
from qa.schema.article import Article, article_of, columns_of
from qa.schema.filters import SearchFilter
from qa.schema.passage import Passage
from qa.store.documents import IndexedDocument, SourceRecord
from qa.store.errors import LibraryError, check_stored_values, report_sqlite_errors
from qa.store.filtering import filter_query, mentioned_dates
from qa.store.listing import SqliteListing, sort_names
from qa.store.sqlite_schema import (
    DAYS_FORMAT,
    FORMAT,
    INSERT_ARTICLE,
    SCHEMA,
    SELECT_ARTICLES,
    WHERE_ID_IN,
)

_PAGE_ROWS = 1000


class SqliteStore:
    """The SQLite file, or the same in memory. Thread-safe.

    Where another process is changing the file, it is waited for, at most `timeout_s`.
    """

    def __init__(self, path: Path | None, timeout_s: float = 5.0) -> None:
        self._location = ":memory:" if path is None else str(path)
        self._lock = RLock()
        with report_sqlite_errors(self._location, "opened as a library"):
            self._connection = sqlite3.connect(
                self._location, timeout=timeout_s, check_same_thread=False
            )
            self._connection.create_function("casefold", 1, str.casefold, deterministic=True)
            self._connection.execute("PRAGMA foreign_keys = ON")
            self._connection.executescript(SCHEMA)
        stored_format = self.fact("format")
        if stored_format is None:
            self.set_facts({"format": FORMAT})
        elif stored_format != FORMAT:
            raise LibraryError(
                f"{self._location}: is of format {stored_format}, this version reads {FORMAT}; "
                "delete the folder and run 'tanya index' again"
            )
        self._update_days()

    def close(self) -> None:
        """Close the file; the store must not be used after this."""
        with self._lock:
            self._connection.close()

    def fact(self, name: str) -> str | None:
        """Return a value of the library's metadata; None if it was never set."""
        rows = self._query("SELECT value FROM facts WHERE name = ?", (name,))
        return str(rows[0][0]) if rows else None

    def set_facts(self, facts: Mapping[str, str]) -> None:
        """Set values of the library's metadata in one transaction."""
        with self._transaction() as connection:
            connection.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", facts.items())

    @property
    def generation(self) -> int:
        """How many changes of the articles there were."""
        with check_stored_values(self._location):
            return int(self.fact("generation") or 0)

    def replace(
        self, documents: Sequence[IndexedDocument], removed: Sequence[str]
    ) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Remove articles and store documents in one transaction; return deleted and added rows.

        The added rows are in the order of the documents and their passages. A document replaces the
        article of the same id.

        Raises:
            LibraryError: the file cannot be written; it is unchanged.
        """
        ids = dict.fromkeys([*removed, *(document.article.id for document in documents)])
        with self._transaction() as connection:
            passages = self._passage_count
            deleted = tuple(row for id_ in ids for row in self._rows_of(id_))
            connection.executemany("DELETE FROM articles WHERE id = ?", [(id_,) for id_ in ids])
            added = tuple(row for document in documents for row in self._insert(document))
            connection.executemany("INSERT INTO gone VALUES (?)", [(row,) for row in deleted])
            passages += len(added) - len(deleted)
            counts = {"generation": self.generation + 1, "passages": passages}
            connection.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", counts.items())
        return deleted, added

    @property
    def _passage_count(self) -> int:
        """The stored count; counting would read a whole index."""
        stored = self.fact("passages")
        if stored is not None:
            return int(stored)
        ((count,),) = self._query("SELECT count(*) FROM passages", ())
        return int(count)

    @property
    def last_row(self) -> int:
        """The highest row number so far; later rows have higher ones."""
        ((last,),) = self._query("SELECT max(row) FROM passages", ())
        return last or 0

    def deleted_rows(self) -> tuple[int, ...]:
        """Return the rows that were deleted since the last `clear_deleted_rows`."""
        return tuple(row for (row,) in self._query("SELECT row FROM gone", ()))

    def clear_deleted_rows(self) -> None:
        """Forget which rows were deleted, once the derived indexes are saved without them."""
        with self._transaction() as connection:
            connection.execute("DELETE FROM gone")

    def _rows_of(self, article_id: str) -> list[int]:
        rows = self._query("SELECT row FROM passages WHERE article = ?", (article_id,))
        return [row for (row,) in rows]

    def _insert(self, document: IndexedDocument) -> list[int]:
        article, source = document.article, document.source
        values = (*columns_of(article), source.root, source.digest)
        self._connection.execute(INSERT_ARTICLE, values)
        rows: list[int] = []
        for passage, vector in zip(document.passages, document.vectors, strict=True):
            cursor = self._connection.execute(
                "INSERT INTO passages (article, start, end, vector) VALUES (?, ?, ?, ?)",
                (article.id, passage.start, passage.end, vector.astype("<f4").tobytes()),
            )
            rows.append(int(cursor.lastrowid or 0))
            self._insert_days(rows[-1], passage)
        return rows

    def _insert_days(self, row: int, passage: Passage) -> None:
        dates = [(row, str(days.first), str(days.last)) for days in mentioned_dates(passage)]
        self._connection.executemany("INSERT INTO days VALUES (?, ?, ?)", dates)

    def _update_days(self) -> None:
        """Extract the dates that passages mention, unless this version has done so."""
        if self.fact("days") == DAYS_FORMAT:
            return
        with self._transaction() as connection:
            connection.execute("DELETE FROM days")
            for row, passage, _ in self.iter_passages():
                self._insert_days(row, passage)
            connection.execute("INSERT OR REPLACE INTO facts VALUES ('days', ?)", (DAYS_FORMAT,))

    def source_records(self, ids: Sequence[str]) -> dict[str, SourceRecord]:
        """Return the source records of these articles, by id; unknown ids are left out."""
        rows = self._query(
            f"SELECT id, root, path, digest FROM articles {WHERE_ID_IN}", (json.dumps(list(ids)),)
        )
        return {id_: SourceRecord(*fields) for id_, *fields in rows}

    def ids(self, root: str | None = None) -> tuple[str, ...]:
        """Return the ids of all articles, or of those of this root or at or below its path."""
        if root is None:
            return tuple(id_ for (id_,) in self._query("SELECT id FROM articles", ()))
        # "0" is the character after "/", so that the range holds what lies below.
        where = "WHERE root = ? OR path = ? OR (path > ? AND path < ?)"
        parameters = (root, root, f"{root}/", f"{root}0")
        rows = self._query(f"SELECT id FROM articles {where} ORDER BY id", parameters)
        return tuple(id_ for (id_,) in rows)

    @property
    def listing(self) -> SqliteListing:
        """The articles as a list."""
        return SqliteListing(self._query, self._location)

    def vectors(self, rows: Sequence[int]) -> dict[int, Vector]:
        """Return the vectors of these rows, by row; unknown rows are left out."""
        query = "SELECT row, vector FROM passages WHERE row IN (SELECT value FROM json_each(?))"
        stored = self._query(query, (json.dumps(list(rows)),))
        with check_stored_values(self._location):
            decode = self._vector_decoder()
            return {row: decode(data) for row, data in stored}

    def _vector_decoder(self) -> Callable[[bytes], Vector]:
        """Return a function that decodes a vector, or raises ValueError if its length is wrong."""
        dim = self.fact("dim")

        def decode(data: bytes) -> Vector:
            vector = np.frombuffer(data, "<f4")
            if dim is not None and len(vector) != int(dim):
                raise ValueError(f"a vector has {len(vector)} numbers; expected {dim}")
            return vector

        return decode

    def articles(self) -> tuple[Article, ...]:
        """Return every article, ordered by id."""
        rows = self._query(f"{SELECT_ARTICLES} ORDER BY id", ())
        with check_stored_values(self._location):
            return tuple(map(article_of, rows))

    def passages(self, rows: Sequence[int]) -> dict[int, Passage]:
        """Return the passages of these rows, by row; deleted rows are left out."""
        stored = self._query(
            "SELECT row, article, start, end FROM passages"
            " WHERE row IN (SELECT value FROM json_each(?))",
            (json.dumps(list(rows)),),
        )
        ids = sorted({article_id for _, article_id, _, _ in stored})
        articles = {article.id: article for article in self.listing.by_ids(ids)}
        # Between the two queries another process may remove an article.
        present = [each for each in stored if each[1] in articles]
        with check_stored_values(self._location):
            return {row: Passage(articles[id_], start, end) for row, id_, start, end in present}

    def iter_passages(self, after: int = 0) -> Iterator[tuple[int, Passage, Vector]]:
        """Yield every row after this one with its passage and vector, a page at a time.

        Rows ascend: passages are in their order in the article, and articles in that of their first
        rows.
        """
        query = (
            "SELECT row, start, end, vector, article FROM passages WHERE row > ?"
            f" ORDER BY row LIMIT {_PAGE_ROWS}"
        )
        decode = self._vector_decoder()
        while page := self._query(query, (after,)):
            ids = sorted({each[4] for each in page})
            articles = {article.id: article for article in self.listing.by_ids(ids)}
            with check_stored_values(self._location):
                rows = [
                    (row, Passage(articles[article_id], start, end), decode(vector))
                    for row, start, end, vector, article_id in page
                    if article_id in articles
                ]
            yield from rows
            after = page[-1][0]

    def rows(self, search_filter: SearchFilter, limit: int | None = None) -> tuple[int, ...]:
        """Return the rows that match a filter, ascending; at most `limit`, whichever they are."""
        query, parameters = filter_query(search_filter)
        # For SQLite, a limit below 0 is none. ORDER BY would make it read the table, not the index.
        rows = self._query(f"{query} LIMIT ?", (*parameters, limit or -1))
        return tuple(sorted(row for (row,) in rows))

    def filter_rows(self, search_filter: SearchFilter, rows: Sequence[int]) -> frozenset[int]:
        """Return which of these rows match a filter."""
        query, parameters = filter_query(search_filter)
        is_one_of = "passages.row IN (SELECT value FROM json_each(?))"
        matches = self._query(f"{query} AND {is_one_of}", (*parameters, json.dumps(list(rows))))
        return frozenset(row for (row,) in matches)

    def languages(self) -> tuple[str, ...]:
        """Return the languages of the articles, in alphabetical order."""
        return self._distinct("language")

    def sources(self) -> tuple[str, ...]:
        """Return the publishers of the articles, in alphabetical order."""
        return sort_names(self._distinct("source"))

    def _distinct(self, column: str) -> tuple[str, ...]:
        """Return the distinct values of an indexed column, by one index seek for each value."""
        rows = self._query(
            "WITH RECURSIVE steps (value) AS ("
            f"SELECT min({column}) FROM articles UNION ALL "
            f"SELECT (SELECT min({column}) FROM articles WHERE {column} > value) FROM steps"
            " WHERE value IS NOT NULL) SELECT value FROM steps WHERE value IS NOT NULL",
            (),
        )
        return tuple(value for (value,) in rows)

    def newest_day(self) -> date | None:
        """Return the latest day of publication; None if no article has one."""
        ((newest,),) = self._query("SELECT max(substr(published, 1, 10)) FROM articles", ())
        with check_stored_values(self._location):
            return newest and date.fromisoformat(newest)

    def counts(self) -> tuple[int, int]:
        """Return the number of articles and of passages."""
        ((articles,),) = self._query("SELECT count(*) FROM articles", ())
        return int(articles), self._passage_count

    def count_unsearchable(self) -> int:
        """Return the number of articles without a passage."""
        ((count,),) = self._query(
            "SELECT count(*) FROM articles WHERE NOT EXISTS"
            " (SELECT 1 FROM passages WHERE article = articles.id)",
            (),
        )
        return int(count)

    def _query(self, query: str, parameters: Sequence[str | int]) -> list[tuple[Any, ...]]:
        with self._lock, report_sqlite_errors(self._location, "read"):
            return self._connection.execute(query, tuple(parameters)).fetchall()

    @contextmanager
    def _transaction(self) -> Generator[sqlite3.Connection]:
        with (
            self._lock,
            report_sqlite_errors(self._location, "changed"),
            self._connection as connection,
        ):
            yield connection
