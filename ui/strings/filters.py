"""What a scope leaves, in words."""

from datetime import date

from qa.schema.filters import DateRange, SearchFilter
from ui.strings.page import Strings, written_date


def scope_phrases(scope: SearchFilter, words: Strings) -> tuple[str, ...]:
    """Return a phrase for each thing that narrows the search; none where nothing does."""
    published, about = days_phrase(scope.published, words), days_phrase(scope.about, words)
    return (
        *scope.sources,
        *((words.published_in.format(days=published),) if published else ()),
        *((words.about_days.format(days=about),) if about else ()),
    )


def days_phrase(days: DateRange, words: Strings) -> str:
    """Return days as people write them; empty where every day is among them."""
    first, last = days.first, days.last
    if first and last:
        if first == last:
            return _day(first, words)
        return words.between_days.format(first=_day(first, words), last=_day(last, words))
    if first:
        return words.from_day.format(day=_day(first, words))
    return words.until_day.format(day=_day(last, words)) if last else ""


def _day(day: date, words: Strings) -> str:
    return written_date(day, words)
