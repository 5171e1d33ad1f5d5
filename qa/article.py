"""A news article, as the reader would open it."""

from dataclasses import dataclass
from datetime import date, datetime

Published = date | datetime | None


@dataclass(frozen=True, slots=True)
class Article:
    """One article and what is known of it.

    `text` is the file's own text, boilerplate included, so that an offset points into what the
    reader would open. `published` is a `datetime` with its time zone where the page gives a time,
    a `date` where it gives only the day, and None where the page does not say (a day without its
    year is not a date).
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
