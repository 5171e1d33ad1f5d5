"""A catalogue of articles in memory, in the order in which they were given."""

from collections.abc import Sequence

from qa.schema.article import Article
from qa.store.catalogue import Matching


class InMemoryCatalogue(tuple[Article, ...]):
    """A tuple of articles with the methods of a library's catalogue."""

    __slots__ = ()

    def newest(self, most: int, skip: int = 0) -> tuple[Article, ...]:
        return tuple(self[skip : skip + most])

    def matching(self, sought: Sequence[str], most: int) -> Matching:
        found = [article for article in self if _has(article, sought)]
        return Matching(tuple(found[:most]), len(found))

    def with_text(self, text: str) -> Article | None:
        return next((a for a in self if "".join(a.text.split()) == "".join(text.split())), None)

    def has_path(self, path: str) -> bool:
        return any(article.path == path for article in self)

    def of_ids(self, ids: Sequence[str]) -> tuple[Article, ...]:
        return tuple(article for article in self if article.id in set(ids))


def _has(article: Article, sought: Sequence[str]) -> bool:
    held = f"{article.title} {article.source or ''} {article.text}".casefold()
    return all(word.casefold() in held for word in sought)
