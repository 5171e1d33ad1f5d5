"""The passages on a Milvus server, with their vectors and words, and the dates that they mention.

A passage repeats the fields of its article that a search filter tests, so that a filter is one
condition. Row numbers come from the clock, so that those of two concurrent writers differ.
"""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

import numpy as np

from embeddings.base import Vector
from qa.schema.article import day_of
from qa.schema.filters import MAX_MENTION_DAYS, DateRange, SearchFilter
from qa.schema.passage import Passage
from qa.store.documents import IndexedDocument
from qa.store.filtering import mentioned_dates
from qa.store.milvus.articles import day_number, delete_other_versions, key_of
from qa.store.milvus.server import MilvusServer, Row
from qa.store.milvus.table import (
    MAX_TEXT_BYTES,
    ColumnType,
    TableSchema,
    all_of,
    any_of,
    batches,
    between,
    contains,
    is_row_of,
    one_of,
)
from qa.text.tokens import terms

PASSAGES = "tanya_passages"
_COLUMNS = (
    ("row", ColumnType.NUMBER),
    ("article", ColumnType.TEXT),
    ("version", ColumnType.NUMBER),
    ("start", ColumnType.NUMBER),
    ("stop", ColumnType.NUMBER),
    ("language", ColumnType.TEXT),
    ("source", ColumnType.TEXT),
    ("day", ColumnType.NUMBER),
    ("vector", ColumnType.VECTOR),
)

DAYS = TableSchema(
    "tanya_days",
    (
        ("key", ColumnType.NUMBER),
        ("row", ColumnType.NUMBER),
        ("article", ColumnType.TEXT),
        ("version", ColumnType.NUMBER),
        ("source", ColumnType.TEXT),
        ("day", ColumnType.NUMBER),
        ("first", ColumnType.NUMBER),
        ("last", ColumnType.NUMBER),
        ("span", ColumnType.NUMBER),
        ("place", ColumnType.PLACE),
    ),
)
"""The date ranges that passages mention, from `first` to `last`; `day` is the article's."""


@dataclass(frozen=True, slots=True)
class PassageLocation:
    """The article of a passage, by key and version, and its character offsets there."""

    article: str
    version: int
    start: int
    end: int


class MilvusPassages:
    """Rows with their passages; the tables need to know the length of a vector."""

    def __init__(self, server: MilvusServer, dim: int, has_words: bool) -> None:
        """Open the tables, or create them.

        Args:
            server: what stores them.
            dim: the length of a vector.
            has_words: whether passages are also searched by words.
        """
        self._server = server
        self._has_words = has_words
        words = (("terms", ColumnType.WORDS),) if has_words else ()
        server.open(TableSchema(PASSAGES, _COLUMNS + words, dim))
        server.open(DAYS)
        self._last_number = 0

    def __len__(self) -> int:
        return self._server.count(PASSAGES)

    def put(self, documents: Sequence[IndexedDocument], version: int) -> None:
        """Store the passages of these documents; they count once the articles' heads are there."""
        passages: list[Row] = []
        days: list[Row] = []
        for document in documents:
            article = _article_fields(document, version)
            rows = self._new_numbers(len(document.passages))
            for row, passage, vector in zip(rows, document.passages, document.vectors, strict=True):
                fields = {**article, "row": row}
                passages.append({**fields, **self._passage_fields(passage, vector)})
                days += [{**fields, **_date_fields(each)} for each in mentioned_dates(passage)]
        keys = self._new_numbers(len(days))
        self._server.put(PASSAGES, passages)
        self._server.put(
            DAYS.name, [{**each, "key": key} for key, each in zip(keys, days, strict=True)]
        )

    def _passage_fields(self, passage: Passage, vector: Vector) -> Row:
        words = {"terms": _truncate(terms(passage.text))} if self._has_words else {}
        return {
            "language": passage.article.language,
            "start": passage.start,
            "stop": passage.end,
            "vector": vector.astype(np.float32).tolist(),
            **words,
        }

    def _new_numbers(self, count: int) -> range:
        first = max(self._last_number + 1, time.time_ns())
        self._last_number = first + count - 1
        return range(first, first + count)

    def delete_other_versions(self, versions: Mapping[str, int], keys: Sequence[str]) -> None:
        """Delete the rows of these articles that are not of these versions."""
        delete_other_versions(self._server, PASSAGES, versions, keys)
        delete_other_versions(self._server, DAYS.name, versions, keys)

    def locations(self, rows: Sequence[int]) -> dict[int, PassageLocation]:
        """Return the locations of these rows, by row; unknown rows are left out."""
        columns = ("row", "article", "version", "start", "stop")
        return {
            int(each["row"]): PassageLocation(
                each["article"], int(each["version"]), int(each["start"]), int(each["stop"])
            )
            for batch in batches(rows)
            for each in self._server.some(PASSAGES, one_of("row", batch), columns, len(batch))
        }

    def vectors(self, rows: Sequence[int]) -> dict[int, Vector]:
        """Return the vectors of these rows, by row; unknown rows are left out."""
        columns = ("row", "vector")
        return {
            int(each["row"]): np.asarray(each["vector"], np.float32)
            for batch in batches(rows)
            for each in self._server.some(PASSAGES, one_of("row", batch), columns, len(batch))
        }

    def article_keys(self) -> frozenset[str]:
        """Return the keys of the articles that have a passage."""
        rows = self._server.every(PASSAGES, "", ("article",))
        return frozenset(str(row["article"]) for row in rows)

    def vectors_of_articles(self, keys: Sequence[str]) -> Iterator[tuple[str, Vector]]:
        """Yield language and vector of every passage of these articles; of all for no keys."""
        condition = one_of("article", keys) if keys else ""
        for each in self._server.every(PASSAGES, condition, ("language", "vector")):
            yield each["language"], np.asarray(each["vector"], np.float32)

    def nearest(self, vector: Vector, limit: int, condition: str) -> list[tuple[int, float]]:
        """Return the rows with the highest inner product with this vector, best first."""
        hits = self._server.nearest(PASSAGES, "vector", vector, limit, condition)
        return [(int(row), score) for row, score in hits]

    def search_words(
        self, texts: Sequence[str], limit: int, condition: str
    ) -> list[dict[int, float]]:
        """Return for each text the rows that have a word of it, best first, with BM25 scores."""
        results = self._server.search_words(PASSAGES, texts, limit, condition)
        return [{int(row): score for row, score in hits} for hits in results]

    def has_term_containing(self, part: str) -> bool:
        """Return whether any passage has a word that contains this string."""
        return bool(self._server.some(PASSAGES, contains("terms", part), ("row",), 1))

    def rows(
        self, search_filter: SearchFilter, among: Sequence[int] | None = None
    ) -> Iterator[int]:
        """Yield the rows that match a filter, some perhaps twice; only of `among`, if given."""
        return chain.from_iterable(
            self._matching_rows(search_filter, is_row_of(batch))
            for batch in ([None] if among is None else batches(among))
        )

    def _matching_rows(self, search_filter: SearchFilter, condition: str) -> Iterator[int]:
        base = all_of(
            condition,
            one_of("source", search_filter.sources) if search_filter.sources else "",
            _published_in(search_filter.published),
        )
        if search_filter.about.is_open:
            yield from self._rows_where(PASSAGES, base)
            return
        yield from self._rows_where(PASSAGES, all_of(base, _published_in(search_filter.about)))
        yield from self._rows_where(DAYS.name, all_of(base, _mentions(search_filter.about)))

    def _rows_where(self, table: str, condition: str) -> Iterator[int]:
        return (int(each["row"]) for each in self._server.every(table, condition, ("row",)))


def _article_fields(document: IndexedDocument, version: int) -> Row:
    """Return the fields of the article that are repeated in its passages and their dates."""
    article = document.article
    return {
        "article": key_of(article.id),
        "version": version,
        "source": article.source or "",
        "day": day_number(day_of(article)),
    }


def _published_in(days: DateRange) -> str:
    """Return the condition that an article was published in these days; undated ones were not."""
    return "" if days.is_open else between("day", *_bounds(days))


def _mentions(days: DateRange) -> str:
    """Return the condition that a date mention matches; see `DateRange.is_mentioned_by`."""
    first, last = _bounds(days)
    is_within = f"first >= {first} and last <= {last}"
    return all_of(
        f"last >= {first} and first <= {last}", any_of(is_within, f"span <= {MAX_MENTION_DAYS}")
    )


def _bounds(days: DateRange) -> tuple[int, int]:
    return (days.first or date.min).toordinal(), (days.last or date.max).toordinal()


def _date_fields(days: DateRange) -> Row:
    first, last = _bounds(days)
    return {"first": first, "last": last, "span": last - first, "place": [0.0, 0.0]}


def _truncate(words: Iterable[str]) -> str:
    """Return the words, separated by spaces, cut to what Milvus can store."""
    text = " ".join(words)
    if len(text.encode()) <= MAX_TEXT_BYTES:
        return text
    return text.encode()[:MAX_TEXT_BYTES].decode("utf-8", "ignore").rpartition(" ")[0]
