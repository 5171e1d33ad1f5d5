"""A scope: which articles and passages are looked at.

What a user chose and what a question names are both scopes. Joined, they only ever narrow.
"""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date

from qa.schema.article import Article, day_of

MOST_NAMED_DAYS = 31
"""Words for a longer time name no day of it."""


@dataclass(frozen=True, slots=True)
class DateRange:
    """The days from `first` to `last`, both among them; None on a side that is open."""

    first: date | None = None
    last: date | None = None

    def __post_init__(self) -> None:
        if self.first and self.last and self.first > self.last:
            raise ValueError(f"days from {self.first} to {self.last}: the first is after the last")

    @classmethod
    def of(cls, day: date) -> "DateRange":
        """Return one day."""
        return cls(day, day)

    @classmethod
    def of_month(cls, year: int, month: int) -> "DateRange":
        """Return the days of a month, 1 to 12."""
        return cls(date(year, month, 1), date(year, month, monthrange(year, month)[1]))

    @classmethod
    def of_year(cls, year: int) -> "DateRange":
        """Return the days of a year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @property
    def is_open(self) -> bool:
        """Whether every day is among them."""
        return self.first is None and self.last is None

    def within(self, other: "DateRange") -> "DateRange | None":
        """Return the days that are among these and among the other's; None where there are none."""
        firsts = [day for day in (self.first, other.first) if day]
        lasts = [day for day in (self.last, other.last) if day]
        first, last = max(firsts, default=None), min(lasts, default=None)
        return None if first and last and first > last else DateRange(first, last)

    def names(self, named: "DateRange") -> bool:
        """Say whether words that stand for `named`, with both its ends, name one of these days.

        They do when all their days are among these. Of a month or less one day will do; but who
        writes "2024" has not named the 19th of June.
        """
        if named.first is None or named.last is None or self.within(named) is None:
            return False
        whole = self.holds(named.first) and self.holds(named.last)
        return whole or (named.last - named.first).days <= MOST_NAMED_DAYS

    def up_to(self, other: "DateRange") -> "DateRange | None":
        """Return the days from the first of these to the last of the other's; None if turned."""
        try:
            return DateRange(self.first, other.last)
        except ValueError:
            return None

    def holds(self, day: date) -> bool:
        """Say whether a day is among them."""
        after = self.first is None or day >= self.first
        return after and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """Which articles and passages are looked at; all of them where nothing is set.

    Attributes:
        sources: publishers, as the articles spell them; none stands for every one.
        published: when the article was published.
        about: a passage must name one of these days, or stand in an article published then.
    """

    sources: tuple[str, ...] = ()
    published: DateRange = field(default_factory=DateRange)
    about: DateRange = field(default_factory=DateRange)

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return not self.sources and self.published.is_open and self.about.is_open

    def narrowed(self, other: "SearchFilter") -> "SearchFilter | None":
        """Return what both look at, which is never more than either; None where that is nothing."""
        sources = self.sources or other.sources
        if self.sources and other.sources:
            sources = tuple(source for source in self.sources if source in other.sources)
        published = self.published.within(other.published)
        about = self.about.within(other.about)
        if published is None or about is None or (self.sources and not sources):
            return None
        return SearchFilter(sources, published, about)

    def admits(self, article: Article) -> bool:
        """Say whether an article is looked at; of its passages `about` may still leave some out."""
        if self.sources and article.source not in self.sources:
            return False
        if self.published.is_open:
            return True
        day = day_of(article)
        return day is not None and self.published.holds(day)


EVERYTHING = SearchFilter()
