"""The articles of a library as a list: paged, searched by substring, looked up.

Only the articles that are returned are read.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from qa.schema.article import Article, article_of
from qa.store.errors import check_stored_values
from qa.store.sqlite_schema import BARE_TEXT, SELECT_ARTICLES, WHERE_ID_IN

_NO_SPACE = dict.fromkeys(map(ord, " \t\n\r"))
_NEWEST_FIRST = "ORDER BY substr(published, 1, 10) DESC, id DESC"

RunQuery = Callable[[str, Sequence[str | int]], list[tuple[Any, ...]]]
"""Returns the rows of an SQL query with these parameters."""


@dataclass(frozen=True, slots=True)
class ArticleMatches:
    """The result of a search in a listing: the newest matches, and the number of all."""

    articles: tuple[Article, ...]
    total: int

    def __post_init__(self) -> None:
        if len(self.articles) > self.total:
            raise ValueError(f"{len(self.articles)} articles of {self.total}")


class ArticleListing(Protocol):
    """Articles by publication day, newest first and undated ones last; then by id, descending."""

    def __len__(self) -> int: ...

    def newest(self, limit: int, offset: int = 0) -> tuple[Article, ...]:
        """Return a page of the list: at most `limit` articles, from `offset` on."""
        ...

    def search(self, substrings: Sequence[str], limit: int) -> ArticleMatches:
        """Return the articles that have all of these in title, publisher or text.

        Case is ignored. At most `limit` articles are returned; all are counted.
        """
        ...

    def by_ids(self, ids: Sequence[str]) -> tuple[Article, ...]:
        """Return the articles with these ids, in any order; unknown ids are left out."""
        ...

    def find_text(self, text: str) -> Article | None:
        """Return an article with this text, white space aside; None if there is none."""
        ...

    def has_path(self, path: str) -> bool:
        """Return whether an article was read from this file."""
        ...


class SqliteListing:
    """The `ArticleListing` of an SQLite store."""

    def __init__(self, run_query: RunQuery, location: str) -> None:
        """Take what runs a query, and the path of the database for messages."""
        self._run_query = run_query
        self._location = location

    def __len__(self) -> int:
        ((count,),) = self._run_query("SELECT count(*) FROM articles", ())
        return int(count)

    def newest(self, limit: int, offset: int = 0) -> tuple[Article, ...]:
        """Return a page of the list; see `ArticleListing`."""
        query = f"{SELECT_ARTICLES} {_NEWEST_FIRST} LIMIT ? OFFSET ?"
        return self._articles(query, (limit, offset))

    def search(self, substrings: Sequence[str], limit: int) -> ArticleMatches:
        """Return the articles that have all of these; see `ArticleListing`."""
        if not substrings:
            return ArticleMatches(self.newest(limit), len(self))
        conditions = " AND ".join("instr(searched, casefold(?))" for _ in substrings)
        searched = "casefold(title || ' ' || coalesce(source, '') || ' ' || text) AS searched"
        inner = f"SELECT id, published, {searched} FROM articles"
        query = f"SELECT id FROM ({inner}) WHERE {conditions} {_NEWEST_FIRST}"
        ids = [id_ for (id_,) in self._run_query(query, tuple(substrings))]
        by_id = {article.id: article for article in self.by_ids(ids[:limit])}
        return ArticleMatches(tuple(by_id[id_] for id_ in ids[:limit] if id_ in by_id), len(ids))

    def find_text(self, text: str) -> Article | None:
        """Return an article with this text; see `ArticleListing`."""
        same_text = f"WHERE length({BARE_TEXT}) = length(?) AND {BARE_TEXT} = ? LIMIT 1"
        return next(iter(self._articles(f"{SELECT_ARTICLES} {same_text}", 2 * (bare(text),))), None)

    def has_path(self, path: str) -> bool:
        """Return whether an article was read from this file."""
        return bool(self._run_query("SELECT 1 FROM articles WHERE path = ? LIMIT 1", (path,)))

    def by_ids(self, ids: Sequence[str]) -> tuple[Article, ...]:
        """Return the articles with these ids; see `ArticleListing`."""
        return self._articles(f"{SELECT_ARTICLES} {WHERE_ID_IN}", (json.dumps(list(ids)),))

    def _articles(self, query: str, parameters: Sequence[str | int]) -> tuple[Article, ...]:
        rows = self._run_query(query, parameters)
        with check_stored_values(self._location):
            return tuple(map(article_of, rows))


def sort_names(names: Iterable[str]) -> tuple[str, ...]:
    """Return names in alphabetical order, case ignored."""
    return tuple(sorted(names, key=lambda name: (name.lower(), name)))


def bare(text: str) -> str:
    """Return a text without its white space, as `BARE_TEXT` does in SQL."""
    return text.translate(_NO_SPACE)
