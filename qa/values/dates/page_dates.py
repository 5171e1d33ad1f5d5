"""The full dates of a news page, each with its time where it has one and its time zone.

A date without a year is ignored, and so is a time without a zone. Of a range the last day is taken.
Which of a page's dates is the article's is decided in `qa.ingest.page.metadata`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from itertools import zip_longest

from qa.schema.article import Published
from qa.schema.span import Span
from qa.values.dates.expression import TimeExpression
from qa.values.dates.grammar import Kind, find_expressions
from qa.values.moment import Clock

_YEAR = re.compile(r"\d{4}|[-/]\s?\d\d\b")  # quick to look for, and most paragraphs have none
_KINDS = frozenset([Kind.DATE, Kind.CLOCK])
_BEFORE_CLOCK = re.compile(r"\)?\s*[,|/•·–—-]?\s*")


@dataclass(frozen=True, slots=True)
class PageDate:
    """A date in a text.

    Attributes:
        start: where its words begin.
        value: a datetime where a time and its zone are given, else a date.
        has_weekday: whether the weekday is given.
    """

    start: int
    value: date
    has_weekday: bool

    @property
    def has_time(self) -> bool:
        """Whether a time and its zone are given."""
        return isinstance(self.value, datetime)


def find_dates(text: str) -> tuple[PageDate, ...]:
    """Return the full dates of a text, in order."""
    if not text or not _YEAR.search(text):
        return ()
    return tuple(_dates(text))


def _dates(text: str) -> Iterator[PageDate]:
    found = [*find_expressions(text, Span(0, len(text)), _KINDS)]
    for expression, after in zip_longest(found, found[1:]):
        if not expression.is_full_date:
            continue
        clock = _clock_after(text, expression.span, after)
        has_weekday = expression.weekday is not None
        yield PageDate(expression.span.start, _value(expression, clock), has_weekday)


def _clock_after(text: str, date_span: Span, after: TimeExpression | None) -> Clock | None:
    """Return the time of day that follows a date, if it has a time zone."""
    if after is None or after.clock is None or after.clock.zone_minutes is None:
        return None
    is_beside = _BEFORE_CLOCK.fullmatch(text, date_span.end, after.span.start)
    return after.clock if is_beside else None


def _value(expression: TimeExpression, clock: Clock | None) -> date:
    day = expression.window(None).last or date.min
    if clock is None or clock.zone_minutes is None:
        return day
    zone = timezone(timedelta(minutes=clock.zone_minutes))
    hour, minute = divmod(clock.first, 60)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)


def parse_published(text: str) -> Published:
    """Return the date that a field's text gives, with its time where it has one and its zone.

    Raises:
        ValueError: the text is no date in any form that is known.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        found = find_dates(text)
        if not found:
            raise ValueError(f"{text[:80]!r} is not a date; expected YYYY-MM-DD") from None
        return found[0].value
    return moment if moment.tzinfo else moment.date()
