"""The articles that Milvus keeps: a head for each, and its text in pieces that Milvus can hold.

A head is one row, so it comes, changes and goes whole: an article is there when its head is. Pieces
and passages carry the version of the head that they belong to; those of another version were left
behind by a run that died, or are about to go, and count as not there.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from hashlib import blake2b
from itertools import islice

import numpy as np

from qa.schema.article import Article, article_of, columns_of, day_of
from qa.store.catalogue import Matching, bare
from qa.store.errors import read_as_written
from qa.store.milvus.server import MOST_FOUND, MilvusServer, Row
from qa.store.milvus.table import (
    ColumnType,
    Table,
    any_of,
    batches,
    equal,
    every,
    holds,
    none_of,
    one_of,
)
from qa.store.sqlite import SourceRecord

_COLUMNS = ("id", "title", "text", "path", "language", "source", "author", "published", "url")
"""Of an article, in the order of `columns_of`."""

_OF_A_HEAD = tuple(name for name in _COLUMNS if name != "text")

HEADS = Table(
    "tanya_articles",
    (
        ("key", ColumnType.TEXT),
        *((name, ColumnType.TEXT) for name in _OF_A_HEAD),
        ("root", ColumnType.TEXT),
        ("digest", ColumnType.TEXT),
        ("bare", ColumnType.TEXT),
        ("version", ColumnType.NUMBER),
        ("day", ColumnType.NUMBER),
        ("place", ColumnType.PLACE),
    ),
)
"""`day` counts from the first of year 1, and is 0 where an article does not say. By `place` the
newest are found as the nearest."""

PIECES = Table(
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
"""`sought` is a piece of title, publisher and text in small letters, the end of the one before
repeated, so that what is sought for is whole in one of them."""

_CHARS = 10_000
_OVERLAP = 500
"""Small letters of a character have at most 6 bytes: 10,500 characters are 63,000."""

_PIECES_A_CALL = 200
"""25 MB at most: a piece has two texts of up to 63,000 bytes. A server takes 64 MB at once."""

_LOOKED_AT_ONCE = 500


def key_of(id_: str) -> str:
    """Return what stands for an article's id: of one length, and without marks."""
    return blake2b(id_.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def days_since(day: date | None) -> int:
    """Return a day as a number that grows with time; 0 for none."""
    return 0 if day is None else day.toordinal()


class MilvusArticles:
    """A catalogue of the articles that a server keeps, which it can also take in and out."""

    def __init__(self, server: MilvusServer) -> None:
        """Open the tables, or make them."""
        self._server = server
        server.open(HEADS)
        server.open(PIECES)

    def __len__(self) -> int:
        return self._server.count(HEADS.name)

    def put_texts(self, articles: Iterable[Article], version: int) -> None:
        """Keep the texts of articles; each is there when its head is."""
        left = (piece for article in articles for piece in _pieces(article, version))
        while some := list(islice(left, _PIECES_A_CALL)):
            self._server.put(PIECES.name, some)

    def put_heads(self, articles: Sequence[tuple[Article, SourceRecord]], version: int) -> None:
        """Let these articles be there, in this version and in no other."""
        heads = [_head(article, kept, version) for article, kept in articles]
        self._server.put(HEADS.name, heads)

    def delete_heads(self, keys: Sequence[str]) -> None:
        """Let these articles be there no more."""
        for some in batches(keys):
            self._server.delete(HEADS.name, one_of("key", some))

    def versions(self, keys: Sequence[str]) -> dict[str, int]:
        """Return the versions of those of these articles that there are, by key."""
        heads = self._heads(keys, ("key", "version"))
        return {head["key"]: int(head["version"]) for head in heads}

    def by_key(self, keys: Sequence[str]) -> dict[str, tuple[int, Article]]:
        """Return those of these articles that there are, each with its version, by key."""
        heads = list(self._heads(keys, ("key", "version", *_OF_A_HEAD)))
        texts = self._texts([head["key"] for head in heads])
        found: dict[str, tuple[int, Article]] = {}
        for head in heads:
            key, version = head["key"], int(head["version"])
            # Between the two readings it may have come in another version.
            if (text := texts.get((key, version))) is not None:
                found[key] = version, _article(head, text)
        return found

    def source_records(self, ids: Sequence[str]) -> dict[str, SourceRecord]:
        """Return what is known of those of these articles that there are, by id."""
        columns = ("id", "root", "path", "digest")
        heads = self._heads([key_of(id_) for id_ in ids], columns)
        return {
            head["id"]: SourceRecord(head["root"], head["path"], head["digest"]) for head in heads
        }

    def ids(self, root: str | None = None) -> tuple[str, ...]:
        """Return the ids of all articles, or of those that came from this root."""
        where = "" if root is None else equal("root", root)
        return tuple(head["id"] for head in self._server.every(HEADS.name, where, ("id",)))

    def distinct(self, column: str) -> tuple[str, ...]:
        """Return what the heads hold in a column, in the order of the alphabet, without ""."""
        known: set[str] = set()
        while True:
            unknown = none_of(column, sorted({"", *known}))
            more = self._server.some(HEADS.name, unknown, (column,), _LOOKED_AT_ONCE)
            if not more:
                return tuple(sorted(known))
            known |= {head[column] for head in more}

    def newest_day(self) -> date | None:
        """Return the last day that an article was published; None where none says."""
        last = self._last_days(1)
        return date.fromordinal(last[0]) if last and last[0] else None

    def newest(self, most: int, skip: int = 0) -> tuple[Article, ...]:
        """Return the first articles; see `Catalogue`."""
        wanted = most + skip
        where = ""
        if wanted <= MOST_FOUND:
            if not (last := self._last_days(wanted)):
                return ()
            # Of the earliest day that is among them, not all may be.
            where = f"day >= {last[-1]}"
        found = self._server.every(HEADS.name, where, ("key", "id", "day"))
        return self._in_order([head["key"] for head in _newest_first(found)[skip:wanted]])

    def matching(self, sought: Sequence[str], most: int) -> Matching:
        """Return the articles that have all of this; see `Catalogue`."""
        if not sought:
            return Matching(self.newest(most), len(self))
        having = [set(self._having(part.casefold()[:_OVERLAP])) for part in sought]
        versions = set[tuple[str, int]].intersection(*having)
        columns = ("key", "version", "id", "day")
        heads = _newest_first(
            head
            for head in self._heads(sorted({key for key, _ in versions}), columns)
            if (head["key"], int(head["version"])) in versions
        )
        return Matching(self._in_order([head["key"] for head in heads[:most]]), len(heads))

    def with_text(self, text: str) -> Article | None:
        """Return an article with this text; see `Catalogue`."""
        found = self._server.some(HEADS.name, equal("bare", _digest(text)), ("key",), 1)
        return next(iter(self._in_order([head["key"] for head in found])), None)

    def has_path(self, path: str) -> bool:
        """Say whether an article was read from this file."""
        return bool(self._server.some(HEADS.name, equal("path", path), ("key",), 1))

    def of_ids(self, ids: Sequence[str]) -> tuple[Article, ...]:
        """Return the articles with these ids; see `Catalogue`."""
        return self._in_order([key_of(id_) for id_ in ids])

    def clear_others(self, versions: Mapping[str, int], keys: Sequence[str]) -> None:
        """Throw away the texts of these articles that are of another version than these."""
        clear_others(self._server, PIECES.name, versions, keys)

    def _in_order(self, keys: Sequence[str]) -> tuple[Article, ...]:
        found = self.by_key(keys)
        return tuple(found[key][1] for key in keys if key in found)

    def _last_days(self, most: int) -> list[int]:
        """Return the days of the newest, in order; see `days_since`."""
        towards_the_newest = np.asarray((1.0, 0.0), np.float32)
        found = self._server.nearest(HEADS.name, "place", towards_the_newest, most)
        return [round(day) for _, day in found]

    def _having(self, part: str) -> Iterator[tuple[str, int]]:
        """Yield the articles that hold this, with the versions that hold it."""
        columns = ("article", "version")
        for piece in self._server.every(PIECES.name, holds("sought", part), columns):
            yield piece["article"], int(piece["version"])

    def _heads(self, keys: Sequence[str], columns: Sequence[str]) -> Iterator[Row]:
        for some in batches(keys):
            yield from self._server.some(HEADS.name, one_of("key", some), columns, len(some))

    def _texts(self, keys: Sequence[str]) -> dict[tuple[str, int], str]:
        """Return the texts of these articles, by key and version."""
        parts: dict[tuple[str, int], list[tuple[int, str]]] = defaultdict(list)
        columns = ("article", "version", "number", "text")
        for some in batches(keys):
            for piece in self._server.every(PIECES.name, one_of("article", some), columns):
                belongs = piece["article"], int(piece["version"])
                parts[belongs].append((int(piece["number"]), piece["text"]))
        return {key: "".join(text for _, text in sorted(found)) for key, found in parts.items()}


def clear_others(
    server: MilvusServer, table: str, versions: Mapping[str, int], keys: Sequence[str]
) -> None:
    """Throw away the rows of these articles that are of another version than these."""
    for some in batches(keys):
        others = [
            every(equal("article", key), f"version != {versions[key]}")
            if key in versions
            else equal("article", key)
            for key in some
        ]
        server.delete(table, any_of(*others))


def _newest_first(heads: Iterable[Row]) -> list[Row]:
    return sorted(heads, key=lambda head: (int(head["day"]), str(head["id"])), reverse=True)


def _head(article: Article, kept: SourceRecord, version: int) -> Row:
    values: dict[str, str | None] = dict(zip(_COLUMNS, columns_of(article), strict=True))
    day = days_since(day_of(article))
    return {
        **{name: values[name] or "" for name in _OF_A_HEAD},
        "key": key_of(article.id),
        "root": kept.root,
        "digest": kept.digest,
        "bare": _digest(article.text),
        "version": version,
        "day": day,
        "place": [float(day), 0.0],
    }


def _article(head: Row, text: str) -> Article:
    values = [text if name == "text" else head[name] or None for name in _COLUMNS]
    with read_as_written(str(head["path"])):
        return article_of(values)


def _pieces(article: Article, version: int) -> Iterator[Row]:
    key, text = key_of(article.id), article.text
    sought = f"{article.title} {article.source or ''} {text}"
    for number, start in enumerate(range(0, max(1, len(sought)), _CHARS)):
        yield {
            "key": f"{key}-{version}-{number}",
            "article": key,
            "version": version,
            "number": number,
            "text": text[start : start + _CHARS],
            "sought": sought[max(0, start - _OVERLAP) : start + _CHARS].casefold(),
            "place": [0.0, 0.0],
        }


def _digest(text: str) -> str:
    return blake2b(bare(text).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
