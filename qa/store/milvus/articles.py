"""The articles on a Milvus server: a head row for each, and its text in pieces that fit a row.

A head is one row, so it is written and deleted atomically: an article exists when its head does.
Pieces and passages carry the version of their head; those of another version were left behind by a
run that died, or are about to be deleted, and are ignored.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from hashlib import blake2b
from itertools import islice

import numpy as np

from qa.schema.article import Article, article_of, columns_of, day_of
from qa.store.documents import SourceRecord
from qa.store.errors import check_stored_values
from qa.store.listing import ArticleMatches, bare
from qa.store.milvus.server import MAX_SEARCH_ROWS, MilvusServer, Row
from qa.store.milvus.table import (
    ColumnType,
    TableSchema,
    all_of,
    any_of,
    batches,
    begins,
    contains,
    equal,
    none_of,
    one_of,
)

_COLUMNS = ("id", "title", "text", "path", "language", "source", "author", "published", "url")
"""The columns of an article, in the order of `columns_of`."""

_HEAD_COLUMNS = tuple(name for name in _COLUMNS if name != "text")

HEADS = TableSchema(
    "tanya_articles",
    (
        ("key", ColumnType.TEXT),
        *((name, ColumnType.TEXT) for name in _HEAD_COLUMNS),
        ("root", ColumnType.TEXT),
        ("digest", ColumnType.TEXT),
        ("bare", ColumnType.TEXT),
        ("version", ColumnType.NUMBER),
        ("day", ColumnType.NUMBER),
        ("place", ColumnType.PLACE),
    ),
)
"""`day` counts from the first of year 1, and is 0 for an undated article. By `place`, its position
on a line of time, the newest articles are found as the nearest."""

PIECES = TableSchema(
    "tanya_texts",
    (
        ("key", ColumnType.TEXT),
        ("article", ColumnType.TEXT),
        ("version", ColumnType.NUMBER),
        ("number", ColumnType.NUMBER),
        ("text", ColumnType.TEXT),
        ("sought", ColumnType.TEXT),
        ("place", ColumnType.PLACE),
    ),
)
"""`sought` is a piece of title, publisher and text in lower case, overlapping the one before, so
that a substring that is searched for is whole in one of them."""

_PIECE_CHARS = 10_000
_OVERLAP_CHARS = 500
"""A character in lower case has at most 6 bytes: 10,500 characters are 63,000."""

_BATCH_PIECES = 200
"""25 MB at most: a piece has two texts of up to 63,000 bytes. A server accepts 64 MB at once."""

_BATCH_HEADS = 500


def key_of(id_: str) -> str:
    """Return the key of an article: a hash of its id, of fixed length."""
    return blake2b(id_.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def day_number(day: date | None) -> int:
    """Return a day as a number that grows with time; 0 for None."""
    return 0 if day is None else day.toordinal()


def _below(root: str) -> tuple[str, ...]:
    return equal("root", root), equal("path", root), begins("path", f"{root}/")


class MilvusArticles:
    """The `ArticleListing` of a Milvus server, which also writes and deletes articles."""

    def __init__(self, server: MilvusServer) -> None:
        """Open the tables, or create them."""
        self._server = server
        server.open(HEADS)
        server.open(PIECES)

    def __len__(self) -> int:
        return self._server.count(HEADS.name)

    def put_texts(self, articles: Iterable[Article], version: int) -> None:
        """Write the texts of articles; an article exists once its head does."""
        pieces = (piece for article in articles for piece in _pieces(article, version))
        while batch := list(islice(pieces, _BATCH_PIECES)):
            self._server.put(PIECES.name, batch)

    def put_heads(self, articles: Sequence[tuple[Article, SourceRecord]], version: int) -> None:
        """Write the heads of articles, which makes this version of them exist, and no other."""
        heads = [_head(article, source, version) for article, source in articles]
        self._server.put(HEADS.name, heads)

    def delete_heads(self, keys: Sequence[str]) -> None:
        """Delete the heads of articles, which no longer exist then."""
        for batch in batches(keys):
            self._server.delete(HEADS.name, one_of("key", batch))

    def versions(self, keys: Sequence[str]) -> dict[str, int]:
        """Return the versions of these articles, by key; unknown keys are left out."""
        heads = self._heads(keys, ("key", "version"))
        return {head["key"]: int(head["version"]) for head in heads}

    def by_key(self, keys: Sequence[str]) -> dict[str, tuple[int, Article]]:
        """Return these articles, each with its version, by key; unknown keys are left out."""
        heads = list(self._heads(keys, ("key", "version", *_HEAD_COLUMNS)))
        texts = self._texts([head["key"] for head in heads])
        articles: dict[str, tuple[int, Article]] = {}
        for head in heads:
            key, version = head["key"], int(head["version"])
            # Between the two reads another version may have been written.
            if (text := texts.get((key, version))) is not None:
                articles[key] = version, _article(head, text)
        return articles

    def source_records(self, ids: Sequence[str]) -> dict[str, SourceRecord]:
        """Return the source records of these articles, by id; unknown ids are left out."""
        columns = ("id", "root", "path", "digest")
        heads = self._heads([key_of(id_) for id_ in ids], columns)
        return {
            head["id"]: SourceRecord(head["root"], head["path"], head["digest"]) for head in heads
        }

    def ids(self, root: str | None = None) -> tuple[str, ...]:
        """Return the ids of all articles, or of those of this root or at or below its path."""
        condition = "" if root is None else any_of(*_below(root))
        return tuple(head["id"] for head in self._server.every(HEADS.name, condition, ("id",)))

    def distinct(self, column: str) -> tuple[str, ...]:
        """Return the distinct values of a head column, in alphabetical order, without ""."""
        known: set[str] = set()
        while True:
            unknown = none_of(column, sorted({"", *known}))
            more = self._server.some(HEADS.name, unknown, (column,), _BATCH_HEADS)
            if not more:
                return tuple(sorted(known))
            known |= {head[column] for head in more}

    def newest_day(self) -> date | None:
        """Return the latest day of publication; None if no article has one."""
        last = self._last_days(1)
        return date.fromordinal(last[0]) if last and last[0] else None

    def newest(self, limit: int, offset: int = 0) -> tuple[Article, ...]:
        """Return a page of the list; see `ArticleListing`."""
        wanted = limit + offset
        condition = ""
        if wanted <= MAX_SEARCH_ROWS:
            if not (last := self._last_days(wanted)):
                return ()
            # Not all articles of the earliest of these days may be among them.
            condition = f"day >= {last[-1]}"
        heads = self._server.every(HEADS.name, condition, ("key", "id", "day"))
        return self._in_order([head["key"] for head in _newest_first(heads)[offset:wanted]])

    def search(self, substrings: Sequence[str], limit: int) -> ArticleMatches:
        """Return the articles that have all of these; see `ArticleListing`."""
        if not substrings:
            return ArticleMatches(self.newest(limit), len(self))
        matches = [set(self._containing(s.casefold()[:_OVERLAP_CHARS])) for s in substrings]
        versions = set[tuple[str, int]].intersection(*matches)
        columns = ("key", "version", "id", "day")
        heads = _newest_first(
            head
            for head in self._heads(sorted({key for key, _ in versions}), columns)
            if (head["key"], int(head["version"])) in versions
        )
        return ArticleMatches(self._in_order([head["key"] for head in heads[:limit]]), len(heads))

    def find_text(self, text: str) -> Article | None:
        """Return an article with this text; see `ArticleListing`."""
        heads = self._server.some(HEADS.name, equal("bare", _digest(text)), ("key",), 1)
        return next(iter(self._in_order([head["key"] for head in heads])), None)

    def has_path(self, path: str) -> bool:
        """Return whether an article was read from this file."""
        return bool(self._server.some(HEADS.name, equal("path", path), ("key",), 1))

    def by_ids(self, ids: Sequence[str]) -> tuple[Article, ...]:
        """Return the articles with these ids; see `ArticleListing`."""
        return self._in_order([key_of(id_) for id_ in ids])

    def delete_other_versions(self, versions: Mapping[str, int], keys: Sequence[str]) -> None:
        """Delete the texts of these articles that are not of these versions."""
        delete_other_versions(self._server, PIECES.name, versions, keys)

    def _in_order(self, keys: Sequence[str]) -> tuple[Article, ...]:
        articles = self.by_key(keys)
        return tuple(articles[key][1] for key in keys if key in articles)

    def _last_days(self, limit: int) -> list[int]:
        """Return the days of the newest articles, latest first; see `day_number`."""
        direction_of_time = np.asarray((1.0, 0.0), np.float32)
        hits = self._server.nearest(HEADS.name, "place", direction_of_time, limit)
        return [round(day) for _, day in hits]

    def _containing(self, part: str) -> Iterator[tuple[str, int]]:
        """Yield key and version of every article that contains this string."""
        columns = ("article", "version")
        for piece in self._server.every(PIECES.name, contains("sought", part), columns):
            yield piece["article"], int(piece["version"])

    def _heads(self, keys: Sequence[str], columns: Sequence[str]) -> Iterator[Row]:
        for batch in batches(keys):
            yield from self._server.some(HEADS.name, one_of("key", batch), columns, len(batch))

    def _texts(self, keys: Sequence[str]) -> dict[tuple[str, int], str]:
        """Return the texts of these articles, by key and version."""
        parts: dict[tuple[str, int], list[tuple[int, str]]] = defaultdict(list)
        columns = ("article", "version", "number", "text")
        for batch in batches(keys):
            for piece in self._server.every(PIECES.name, one_of("article", batch), columns):
                article = piece["article"], int(piece["version"])
                parts[article].append((int(piece["number"]), piece["text"]))
        return {key: "".join(text for _, text in sorted(each)) for key, each in parts.items()}


def delete_other_versions(
    server: MilvusServer, table: str, versions: Mapping[str, int], keys: Sequence[str]
) -> None:
    """Delete the rows of these articles that are not of these versions.

    Rows of an article without a version are all deleted.
    """
    for batch in batches(keys):
        conditions = [
            all_of(equal("article", key), f"version != {versions[key]}")
            if key in versions
            else equal("article", key)
            for key in batch
        ]
        server.delete(table, any_of(*conditions))


def _newest_first(heads: Iterable[Row]) -> list[Row]:
    return sorted(heads, key=lambda head: (int(head["day"]), str(head["id"])), reverse=True)


def _head(article: Article, source: SourceRecord, version: int) -> Row:
    values: dict[str, str | None] = dict(zip(_COLUMNS, columns_of(article), strict=True))
    day = day_number(day_of(article))
    return {
        **{name: values[name] or "" for name in _HEAD_COLUMNS},
        "key": key_of(article.id),
        "root": source.root,
        "digest": source.digest,
        "bare": _digest(article.text),
        "version": version,
        "day": day,
        "place": [float(day), 0.0],
    }


def _article(head: Row, text: str) -> Article:
    values = [text if name == "text" else head[name] or None for name in _COLUMNS]
    with check_stored_values(str(head["path"])):
        return article_of(values)


def _pieces(article: Article, version: int) -> Iterator[Row]:
    key, text = key_of(article.id), article.text
    sought = f"{article.title} {article.source or ''} {text}"
    for number, start in enumerate(range(0, max(1, len(sought)), _PIECE_CHARS)):
        yield {
            "key": f"{key}-{version}-{number}",
            "article": key,
            "version": version,
            "number": number,
            "text": text[start : start + _PIECE_CHARS],
            "sought": sought[max(0, start - _OVERLAP_CHARS) : start + _PIECE_CHARS].casefold(),
            "place": [0.0, 0.0],
        }


def _digest(text: str) -> str:
    return blake2b(bare(text).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
