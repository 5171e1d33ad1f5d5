"""Citation: a verbatim quotation with its answer spans."""

from dataclasses import dataclass

from qa.schema.article import Article
from qa.schema.span import Span


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quotation: the characters `start` to `end` of an article's text.

    `marks` are the answer spans: the names, dates, places or numbers that were asked for, as spans
    of the article's text inside the quotation, in order. There may be none.
    """

    article: Article
    start: int
    end: int
    marks: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= len(self.article.text):
            raise ValueError(
                f"{self.article.id}: citation {self.start}:{self.end} does not lie in the "
                f"article's {len(self.article.text)} characters"
            )
        last = self.start
        for span in self.marks:
            if span.start < last or span.end > self.end:
                raise ValueError(
                    f"{self.article.id}: mark {span.start}:{span.end} is outside the quotation "
                    f"{self.start}:{self.end}, or not in order"
                )
            last = span.end

    @property
    def quote(self) -> str:
        """The quoted text, cut from the article."""
        return self.article.text[self.start : self.end]
