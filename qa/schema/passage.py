"""Passage: the part of an article that is indexed, retrieved and read."""

from dataclasses import dataclass

from qa.schema.article import Article


@dataclass(frozen=True, slots=True)
class Passage:
    """The characters `start` to `end` of an article's text, free of boilerplate lines."""

    article: Article
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= len(self.article.text):
            raise ValueError(
                f"{self.article.id}: passage {self.start}:{self.end} is outside the article's "
                f"{len(self.article.text)} characters"
            )

    @property
    def text(self) -> str:
        """The text of the passage, cut from the article and never stored twice."""
        return self.article.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class RetrievedPassage:
    """A passage with its score (higher is better) and rank (from 1) for one question."""

    passage: Passage
    score: float
    rank: int

    def __post_init__(self) -> None:
        if self.rank < 1:
            raise ValueError(f"rank is {self.rank}; ranks start at 1")
