"""Assistant.ask: the whole story, from a question to a cited answer, on one page."""

from collections.abc import Sequence
from pathlib import Path

from qa.answer import Answer
from qa.article import Article


class Assistant:
    """Answers questions about a collection of articles."""

    @classmethod
    def from_articles(cls, *paths: str | Path) -> "Assistant":
        """Return an assistant over the articles in these files and folders, held in memory."""
        raise NotImplementedError

    @classmethod
    def open(cls, library: str | Path) -> "Assistant":
        """Return an assistant over a library that `tanya index` made."""
        raise NotImplementedError

    @property
    def articles(self) -> tuple[Article, ...]:
        """Every article, newest first, those without a date last."""
        raise NotImplementedError

    def ask(self, question: str, history: Sequence[Answer] = ()) -> Answer:
        """Return the answer to a question; `history` holds the earlier answers, oldest first."""
        raise NotImplementedError
