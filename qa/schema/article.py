"""Article: the text of a news page with its metadata."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

Published = date | datetime | None


@dataclass(frozen=True, slots=True)
class Article:
    """One article and its metadata.

    `text` is the file's own text, boilerplate included, so that an offset points into what a user
    would open. `published` is a `datetime` with its time zone where the page gives a time, a
    `date` where it gives only the day, and None where it gives neither (a day without a year is
    not a date).
    """

    id: str
    title: str
    text: str
    path: str
    language: str
    source: str | None = None
    author: str | None = None
    published: Published = None
    url: str | None = None

    def __post_init__(self) -> None:
        if not self.id:
            raise ValueError("Article.id is empty")
        if not self.title.strip():
            raise ValueError(f"{self.path}: Article.title is empty")
        if not self.text.strip():
            raise ValueError(f"{self.path}: Article.text is empty")


def day_of(article: Article) -> date | None:
    """Return the publication day of an article; None where it is unknown."""
    published = article.published
    return published.date() if isinstance(published, datetime) else published


def columns_of(article: Article) -> list[str | None]:
    """Return the article as a row of the `ARTICLES` table."""
    published = article.published and article.published.isoformat()
    return [
        article.id, article.title, article.text, article.path, article.language, article.source,
        article.author, published, article.url,
    ]  # fmt: skip


def article_of(values: Sequence[Any]) -> Article:
    """Return the article of a row of the `ARTICLES` table; the inverse of `columns_of`."""
    id_, title, text, path, language, source, author, published, url = values
    return Article(
        id=id_, title=title, text=text, path=path, language=language, source=source,
        author=author, published=parse_published(published), url=url,
    )  # fmt: skip


def parse_published(published: str | None) -> Published:
    """Return the publication day or moment of its ISO 8601 form.

    Raises:
        ValueError: it is neither a day nor a moment.
    """
    if published is None:
        return None
    # A day alone is ten characters; `datetime` would give it a midnight that nobody wrote.
    if len(published) == len("2024-06-19"):
        return date.fromisoformat(published)
    return datetime.fromisoformat(published)
