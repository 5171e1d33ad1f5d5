"""The passages that Milvus keeps, with their vectors and words, and the days that they name.

A passage carries what a scope asks of its article, so that a scope is one test. Rows are numbered
by the clock, so that those of two processes that write at once are not the same.
"""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

import numpy as np

from embeddings.base import Vector
from qa.schema.article import day_of
from qa.schema.filters import MOST_NAMED_DAYS, DateRange, SearchFilter
from qa.schema.passage import Passage
from qa.store.filtering import named_days
from qa.store.milvus.articles import clear_others, days_since, key_of
from qa.store.milvus.server import MilvusServer, Row
from qa.store.milvus.table import (
    MOST_BYTES,
    ColumnType,
    Table,
    any_of,
    batches,
    between,
    every,
    holds,
    one_of,
)
from qa.store.sqlite import IndexedDocument
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

DAYS = Table(
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
"""DateRange that a passage names, from `first` to `last`; `day` is its article's."""


@dataclass(frozen=True, slots=True)
class PassageLocation:
    """Where a passage stands: in which article, by its key, in which version, and there where."""

    article: str
    version: int
    start: int
    end: int


class MilvusPassages:
    """Rows with their passages, in tables that are there once the length of a vector is known."""

    def __init__(self, server: MilvusServer, dim: int, has_words: bool) -> None:
        """Open the tables, or make them.

        Args:
            server: keeps them.
            dim: the length of a vector.
            has_words: whether passages are found by their words, too.
        """
        self._server = server
        self._has_words = has_words
        words = (("terms", ColumnType.WORDS),) if has_words else ()
        server.open(Table(PASSAGES, _COLUMNS + words, dim))
        server.open(DAYS)
        self._last = 0

    def __len__(self) -> int:
        return self._server.count(PASSAGES)

    def put(self, entries: Sequence[IndexedDocument], version: int) -> None:
        """Keep the passages of these articles; they are there when the heads are."""
        passages: list[Row] = []
        days: list[Row] = []
        for entry in entries:
            about = _about(entry, version)
            rows = self._numbers(len(entry.passages))
            for row, passage, vector in zip(rows, entry.passages, entry.vectors, strict=True):
                kept = {**about, "row": row}
                passages.append({**kept, **self._passage(passage, vector)})
                days += [{**kept, **_ends(each)} for each in named_days(passage)]
        numbered = zip(self._numbers(len(days)), days, strict=True)
        self._server.put(PASSAGES, passages)
        self._server.put(DAYS.name, [{**each, "key": key} for key, each in numbered])

    def _passage(self, passage: Passage, vector: Vector) -> Row:
        words = {"terms": _fitting(terms(passage.text))} if self._has_words else {}
        return {
            "language": passage.article.language,
            "start": passage.start,
            "stop": passage.end,
            "vector": vector.astype(np.float32).tolist(),
            **words,
        }

    def _numbers(self, count: int) -> range:
        first = max(self._last + 1, time.time_ns())
        self._last = first + count - 1
        return range(first, first + count)

    def clear_others(self, versions: Mapping[str, int], keys: Sequence[str]) -> None:
        """Throw away what is of these articles, and of another version than these."""
        clear_others(self._server, PASSAGES, versions, keys)
        clear_others(self._server, DAYS.name, versions, keys)

    def places(self, rows: Sequence[int]) -> dict[int, PassageLocation]:
        """Return where these rows stand, by row; those that are not there are left out."""
        columns = ("row", "article", "version", "start", "stop")
        return {
            int(each["row"]): PassageLocation(
                each["article"], int(each["version"]), int(each["start"]), int(each["stop"])
            )
            for some in batches(rows)
            for each in self._server.some(PASSAGES, one_of("row", some), columns, len(some))
        }

    def vectors(self, rows: Sequence[int]) -> dict[int, Vector]:
        """Return the vectors of these rows, by row; those that are not there are left out."""
        return {
            int(each["row"]): np.asarray(each["vector"], np.float32)
            for some in batches(rows)
            for each in self._server.some(
                PASSAGES, one_of("row", some), ("row", "vector"), len(some)
            )
        }

    def of_articles(self, keys: Sequence[str]) -> Iterator[tuple[str, Vector]]:
        """Yield language and vector of every passage of these articles.

        Of all articles, where no key is given.
        """
        where = one_of("article", keys) if keys else ""
        for each in self._server.every(PASSAGES, where, ("language", "vector")):
            yield each["language"], np.asarray(each["vector"], np.float32)

    def nearest(self, vector: Vector, most: int, where: str) -> list[tuple[int, float]]:
        """Return the rows whose vectors have the highest products with this, best first."""
        found = self._server.nearest(PASSAGES, "vector", vector, most, where)
        return [(int(row), score) for row, score in found]

    def with_words(self, texts: Sequence[str], most: int, where: str) -> list[dict[int, float]]:
        """Return for each text the rows that hold a word of it, best first, with their scores."""
        found = self._server.with_words(PASSAGES, texts, most, where)
        return [{int(row): score for row, score in hits} for hits in found]

    def has_term_containing(self, part: str) -> bool:
        """Say whether any passage holds a word that this is a part of."""
        return bool(self._server.some(PASSAGES, holds("terms", part), ("row",), 1))

    def rows(self, scope: SearchFilter, among: Sequence[int] | None = None) -> Iterator[int]:
        """Yield the rows that are looked at, some perhaps twice; of these only, if given."""
        return chain.from_iterable(
            self._rows_where(scope, among_rows(some))
            for some in ([None] if among is None else batches(among))
        )

    def _rows_where(self, scope: SearchFilter, where: str) -> Iterator[int]:
        base = every(where, _sources(scope), _published(scope.published))
        if scope.about.is_open:
            yield from self._column(PASSAGES, base)
            return
        yield from self._column(PASSAGES, every(base, _published(scope.about)))
        yield from self._column(DAYS.name, every(base, _names(scope.about)))

    def _column(self, table: str, where: str) -> Iterator[int]:
        return (int(each["row"]) for each in self._server.every(table, where, ("row",)))


def _about(entry: IndexedDocument, version: int) -> Row:
    """Return what a passage and the days that it names carry of their article."""
    article = entry.article
    return {
        "article": key_of(article.id),
        "version": version,
        "source": article.source or "",
        "day": days_since(day_of(article)),
    }


def among_rows(rows: Sequence[int] | None) -> str:
    """Return the test that a passage is one of these; an empty one where every passage is."""
    return "" if rows is None else one_of("row", rows)


def _sources(scope: SearchFilter) -> str:
    return one_of("source", scope.sources) if scope.sources else ""


def _published(days: DateRange) -> str:
    """Return the test that an article is of these days; one without a day is of none."""
    return "" if days.is_open else between("day", *_limits(days))


def _names(days: DateRange) -> str:
    """Return the test that days that are named are among these; see `DateRange.names`."""
    first, last = _limits(days)
    whole = f"first >= {first} and last <= {last}"
    return every(
        f"last >= {first} and first <= {last}", any_of(whole, f"span <= {MOST_NAMED_DAYS}")
    )


def _limits(days: DateRange) -> tuple[int, int]:
    return (days.first or date.min).toordinal(), (days.last or date.max).toordinal()


def _ends(days: DateRange) -> Row:
    first, last = _limits(days)
    return {"first": first, "last": last, "span": last - first, "place": [0.0, 0.0]}


def _fitting(words: Iterable[str]) -> str:
    """Return as many of these words, parted by spaces, as Milvus can hold."""
    text = " ".join(words)
    if len(text.encode()) <= MOST_BYTES:
        return text
    return text.encode()[:MOST_BYTES].decode("utf-8", "ignore").rpartition(" ")[0]
