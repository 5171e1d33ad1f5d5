"""A listing of articles in memory, in the order in which they were given."""

from collections.abc import Sequence

from qa.schema.article import Article
from qa.store.listing import ArticleMatches


class InMemoryListing(tuple[Article, ...]):
    """A tuple of articles that is an `ArticleListing`."""

    __slots__ = ()

    def newest(self, limit: int, offset: int = 0) -> tuple[Article, ...]:
        return tuple(self[offset : offset + limit])

    def search(self, substrings: Sequence[str], limit: int) -> ArticleMatches:
        found = [article for article in self if _contains(article, substrings)]
        return ArticleMatches(tuple(found[:limit]), len(found))

    def find_text(self, text: str) -> Article | None:
        return next((a for a in self if "".join(a.text.split()) == "".join(text.split())), None)

    def has_path(self, path: str) -> bool:
        return any(article.path == path for article in self)

    def by_ids(self, ids: Sequence[str]) -> tuple[Article, ...]:
        return tuple(article for article in self if article.id in set(ids))


def _contains(article: Article, substrings: Sequence[str]) -> bool:
    searched = f"{article.title} {article.source or ''} {article.text}".casefold()
    return all(each.casefold() in searched for each in substrings)
