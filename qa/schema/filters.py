"""Search filter: publishers, publication dates and dates of the content.

A user chooses one and a question may name another; both are joined by intersection, so that a
question never widens the choice of its user.
"""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date

from qa.schema.article import Article, day_of

MAX_MENTION_DAYS = 31
"""The longest range whose mention counts as a mention of each of its days."""


@dataclass(frozen=True, slots=True)
class DateRange:
    """An inclusive range of days; None stands for an unbounded side."""

    first: date | None = None
    last: date | None = None

    def __post_init__(self) -> None:
        if self.first and self.last and self.first > self.last:
            raise ValueError(f"days from {self.first} to {self.last}: the first is after the last")

    @classmethod
    def of_day(cls, day: date) -> "DateRange":
        """Return the range of one day."""
        return cls(day, day)

    @classmethod
    def of_month(cls, year: int, month: int) -> "DateRange":
        """Return the range of a month, 1 to 12."""
        return cls(date(year, month, 1), date(year, month, monthrange(year, month)[1]))

    @classmethod
    def of_year(cls, year: int) -> "DateRange":
        """Return the range of a year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @property
    def is_open(self) -> bool:
        """Whether both sides are unbounded."""
        return self.first is None and self.last is None

    def intersection(self, other: "DateRange") -> "DateRange | None":
        """Return the days that both ranges contain; None where there are none."""
        firsts = [day for day in (self.first, other.first) if day]
        lasts = [day for day in (self.last, other.last) if day]
        first, last = max(firsts, default=None), min(lasts, default=None)
        return None if first and last and first > last else DateRange(first, last)

    def is_mentioned_by(self, mentioned: "DateRange") -> bool:
        """Say whether a mention of a date range counts as a mention of a day of this range.

        It does when this range contains all of it. A mention of 31 days or fewer need only overlap;
        a longer one does not count, since "2024" is no mention of the 19th of June. Neither does a
        mention that is unbounded on a side.
        """
        if (
            mentioned.first is None
            or mentioned.last is None
            or self.intersection(mentioned) is None
        ):
            return False
        is_contained = self.contains(mentioned.first) and self.contains(mentioned.last)
        return is_contained or (mentioned.last - mentioned.first).days <= MAX_MENTION_DAYS

    def up_to(self, other: "DateRange") -> "DateRange | None":
        """Return the range from this first to the other's last day; None if that is reversed."""
        try:
            return DateRange(self.first, other.last)
        except ValueError:
            return None

    def contains(self, day: date) -> bool:
        """Say whether the range contains a day."""
        has_begun = self.first is None or day >= self.first
        return has_begun and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """A filter on articles and passages; the default lets everything through.

    Attributes:
        sources: publishers, as the articles spell them; empty stands for all.
        published: range of the publication day.
        about: range of the content: a passage must mention one of these days, or its article must
            be published on one.
    """

    sources: tuple[str, ...] = ()
    published: DateRange = field(default_factory=DateRange)
    about: DateRange = field(default_factory=DateRange)

    @property
    def is_everything(self) -> bool:
        """Whether the filter lets everything through."""
        return not self.sources and self.published.is_open and self.about.is_open

    def intersection(self, other: "SearchFilter") -> "SearchFilter | None":
        """Return the filter that accepts what both accept; None where that is nothing."""
        sources = self.sources or other.sources
        if self.sources and other.sources:
            sources = tuple(source for source in self.sources if source in other.sources)
        published = self.published.intersection(other.published)
        about = self.about.intersection(other.about)
        if published is None or about is None or (self.sources and not sources):
            return None
        return SearchFilter(sources, published, about)

    def accepts(self, article: Article) -> bool:
        """Say whether publisher and publication day pass; `about` is a matter of each passage."""
        if self.sources and article.source not in self.sources:
            return False
        if self.published.is_open:
            return True
        day = day_of(article)
        return day is not None and self.published.contains(day)


EVERYTHING = SearchFilter()
