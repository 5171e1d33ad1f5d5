"""The articles of a library as a list to look through, of which only what is shown is read."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from qa.schema.article import Article, article_of
from qa.store.errors import read_as_written

ARTICLES = "SELECT id, title, text, path, language, source, author, published, url FROM articles"
OF_THESE = "WHERE id IN (SELECT value FROM json_each(?))"
BARE_TEXT = (
    "replace(replace(replace(replace(text, ' ', ''), char(9), ''), char(10), ''), char(13), '')"
)
"""A text without its white space; its length is indexed, so that few texts are compared."""

_NO_SPACE = dict.fromkeys(map(ord, " \t\n\r"))
_NEWEST_FIRST = "ORDER BY substr(published, 1, 10) DESC, id DESC"

Read = Callable[[str, Sequence[str | int]], list[tuple[Any, ...]]]
"""Returns the rows of a query with these values."""


@dataclass(frozen=True, slots=True)
class Matching:
    """Articles that were looked for: the newest of them, and how many there are in all."""

    articles: tuple[Article, ...]
    total: int

    def __post_init__(self) -> None:
        if len(self.articles) > self.total:
            raise ValueError(f"{len(self.articles)} articles of {self.total}")


class Catalogue(Protocol):
    """Articles, newest first, those without a day last; of one day, the highest id first."""

    def __len__(self) -> int: ...

    def newest(self, most: int, skip: int = 0) -> tuple[Article, ...]:
        """Return the first of them, `skip` passed over, at most `most`."""
        ...

    def matching(self, sought: Sequence[str], most: int) -> Matching:
        """Return those that have all of these strings in title, publisher or text.

        Capital letters do not count. At most `most` are returned; all are counted.
        """
        ...

    def of_ids(self, ids: Sequence[str]) -> tuple[Article, ...]:
        """Return those with these ids that there are, in any order."""
        ...

    def with_text(self, text: str) -> Article | None:
        """Return one that has this text, white space aside; None where there is none."""
        ...

    def has_path(self, path: str) -> bool:
        """Say whether one was read from this file."""
        ...


class StoreCatalogue:
    """A catalogue of the articles in a store."""

    def __init__(self, read: Read, where: str) -> None:
        """Take what reads the store, and the path of its file for messages."""
        self._read = read
        self._where = where

    def __len__(self) -> int:
        ((count,),) = self._read("SELECT count(*) FROM articles", ())
        return int(count)

    def newest(self, most: int, skip: int = 0) -> tuple[Article, ...]:
        """Return the first articles; see `Catalogue`."""
        return self._articles(f"{ARTICLES} {_NEWEST_FIRST} LIMIT ? OFFSET ?", (most, skip))

    def matching(self, sought: Sequence[str], most: int) -> Matching:
        """Return the articles that have all of this; see `Catalogue`."""
        if not sought:
            return Matching(self.newest(most), len(self))
        every = " AND ".join("instr(held, casefold(?))" for _ in sought)
        held = "casefold(title || ' ' || coalesce(source, '') || ' ' || text) AS held"
        inner = f"SELECT id, published, {held} FROM articles"
        found = self._read(f"SELECT id FROM ({inner}) WHERE {every} {_NEWEST_FIRST}", tuple(sought))
        ids = [id_ for (id_,) in found]
        by_id = {article.id: article for article in self.of_ids(ids[:most])}
        return Matching(tuple(by_id[id_] for id_ in ids[:most] if id_ in by_id), len(ids))

    def with_text(self, text: str) -> Article | None:
        """Return an article with this text; see `Catalogue`."""
        query = f"{ARTICLES} WHERE length({BARE_TEXT}) = length(?) AND {BARE_TEXT} = ? LIMIT 1"
        return next(iter(self._articles(query, 2 * (bare(text),))), None)

    def has_path(self, path: str) -> bool:
        """Say whether an article was read from this file."""
        return bool(self._read("SELECT 1 FROM articles WHERE path = ? LIMIT 1", (path,)))

    def of_ids(self, ids: Sequence[str]) -> tuple[Article, ...]:
        """Return the articles with these ids; see `Catalogue`."""
        return self._articles(f"{ARTICLES} {OF_THESE}", (json.dumps(list(ids)),))

    def _articles(self, query: str, values: Sequence[str | int]) -> tuple[Article, ...]:
        rows = self._read(query, values)
        with read_as_written(self._where):
            return tuple(map(article_of, rows))


def in_alphabet(names: Iterable[str]) -> tuple[str, ...]:
    """Return names in the order of the alphabet, whether they have capitals or not."""
    return tuple(sorted(names, key=lambda name: (name.lower(), name)))


def bare(text: str) -> str:
    """Return a text without its white space, as `BARE_TEXT` has it."""
    return text.translate(_NO_SPACE)
